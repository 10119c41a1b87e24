"""A question, its answer, and links that narrow it."""

from datetime import date, timedelta

from bot.conversation.answers import near_themes
from bot.conversation.labels import ACTOR_LABELS
from bot.conversation.reading import left_out, looked_in, taken_for, unheard
from bot.conversation.subjects import theme_label
from bot.reply import Link
from bot.web.room.choices import Filter, Filters, removable
from bot.web.room.commanded import asked, commanded
from bot.web.room.paging import paging
from bot.web.room.shelf import Feed, Page, PageContext
from briefings.answering.answer import Answer, FoundItem, Outcome
from briefings.answering.answering import Answering
from briefings.answering.excerpt import summarise
from briefings.answering.index import Narrowed, Search
from briefings.answering.narrow import NarrowedIndex
from briefings.model.briefing import Entry
from briefings.model.statement import Actor, StatementKind
from briefings.reading.formations import label_of
from storage.reading import meetings

_ITEMS = 10
_LATER_PAGES = 10  #: more than a hundred items are not counted
CHOICES = ("raad", "soort", "wie", "thema", "periode", "volgorde")  #: beside a question, as addresses name them
_KINDS = {
    "besluit": StatementKind.DECISION,
    "standpunt": StatementKind.POSITION,
    "aangekondigd": StatementKind.COMMITMENT,
    "geen-besluit": StatementKind.NO_DECISION,
}
SPEAKERS = (  #: who is offered to be heard alone
    Actor.NETHERLANDS, Actor.CABINET, Actor.COMMISSION, Actor.PRESIDENCY, Actor.COUNCIL, Actor.MEMBER_STATES,
    Actor.PARLIAMENT, Actor.EEAS, Actor.EUROPOL, Actor.EUROJUST, Actor.FRONTEX,
)  # fmt: skip
_YEARS_BACK = (1, 5)
_MOST_THEMES = 8


def search_page(desk: PageContext) -> Page:
    """What answers `q`; without one the newest of what was chosen."""
    words, typed = desk.words, desk.text("q")
    if typed and (page := commanded(desk, typed)):
        return page
    query = asked(typed)
    narrowed, given = chosen(desk)
    number = desk.number("pagina", 1, _LATER_PAGES)
    filters = Filters(desk.to, "/zoek", {"q": typed, **given})
    answer = find(desk, query, narrowed, limit=_ITEMS, offset=(number - 1) * _ITEMS)
    told = _filters(desk, filters, answer)
    more = answer.more or answer.total > number * _ITEMS
    entries = [desk.quoting.shown(found.entry, why=_why(desk, found)) for found in answer.items]
    too_far_from = None if entries or number == 1 else filters.on_page(1)
    title = words("{what}: zoeken", what=query) if query else words("Zoeken")
    return Page(
        "search",
        title,
        filters.on_page(number),
        {
            "typed": typed,
            "given": {name: value for name, value in given.items() if value},
            "query": query,
            "answer": answer,
            "nothing": answer.outcome is Outcome.NOTHING and bool(query),
            "looked_in": tuple(looked_in(answer.period, answer.beyond, words)),
            "remarks": (
                *taken_for(answer.nearest, answer.period, words),
                *left_out(answer, words),
                *unheard(answer, words),
            ),
            "items": entries,
            "filters": told,
            "chosen": removable(told),
            "orders": filters.of(
                "volgorde", words("Volgorde"), words("beste eerst"), [("nieuwste", words("nieuwste eerst"))]
            ),
            "meeting": _meeting(desk, answer),
            "suggestions": desk.quoting.themes([theme.slug for theme in near_themes(answer, desk.saying)]),
            "offer": Link(answer.offer, desk.to("/zoek", q=answer.offer)) if answer.offer else None,
            "theme": desk.quoting.themes([answer.theme.slug])[0] if answer.theme else None,
            "paging": paging(number, more=more and number < _LATER_PAGES, address=filters.on_page),
            "number": number,
            "too_far_from": too_far_from,
            "examples": _examples(desk),
        },
        words("Zoek in de brieven over de Raad van de EU."),
        feeds=_feeds(desk, query) if answer.items else (),
        status=404 if too_far_from else 200,
        is_listed=False,
    )


def chosen(desk: PageContext) -> tuple[Narrowed, dict[str, str | None]]:
    """What was chosen beside the question; what means nothing is left out."""
    council, theme = desk.text("raad", 40).lower(), desk.text("thema", 80)
    code = next((one for one in meetings.councils(desk.session) if one.lower() == council), None) if council else None
    kind, who, period = desk.text("soort", 40), desk.text("wie", 40), desk.text("periode", 10)
    known_theme = theme if theme and desk.shelf.catalogue().get(theme) else None
    speaker = who if who in {actor.value for actor in Actor} else None
    since, until = _period(period, desk.shelf.today())
    newest = desk.text("volgorde", 20) == "nieuwste"
    narrowed = Narrowed(code, _KINDS.get(kind), speaker, known_theme, since, until, newest)
    given = {
        "raad": code.lower() if code else None,
        "soort": kind if kind in _KINDS else None,
        "wie": speaker,
        "thema": known_theme,
        "periode": period if since or until else None,
        "volgorde": "nieuwste" if newest else None,
    }
    return narrowed, given


def find(desk: PageContext, query: str, narrowed: Narrowed, *, limit: int, offset: int = 0) -> Answer:
    """The answer to a question among what was chosen; without a question everything of it, newest first."""
    if not query:
        page = desk.shelf.index.search(Search(limit=limit, offset=offset, narrowed=narrowed))
        found = tuple(FoundItem(Entry(hit.item, summarise(hit.item.item)), hit.score) for hit in page.hits)
        outcome = Outcome.ANSWER if found else Outcome.NOTHING
        return Answer("", outcome, items=found, total=page.total, more=page.more, offset=offset)
    index = NarrowedIndex(desk.shelf.index, narrowed)
    answering = Answering(index, desk.shelf.catalogue, desk.shelf.today)
    return answering.answer(query, limit=limit, offset=offset, language=desk.language)


def _period(text: str, today: date) -> tuple[date | None, date | None]:
    """ "2025", "1j" (the last year), "5j"."""
    for back in _YEARS_BACK:
        if text == f"{back}j":
            return today - timedelta(days=366 * back), None
    if len(text) == 4 and text.isascii() and text.isdigit() and int(text):  # noqa: PLR2004 - a year
        return date(int(text), 1, 1), date(int(text), 12, 31)
    return None, None


def _filters(desk: PageContext, filters: Filters, answer: Answer) -> list[Filter]:
    words = desk.words
    recent = [("1j", words("laatste jaar")), ("5j", words("laatste vijf jaar"))]
    years = [(str(year), str(year)) for year in meetings.years(desk.session)]
    councils = [(code.lower(), label_of(code)) for code in meetings.councils(desk.session)]
    kinds = [
        ("besluit", words("Besluit")),
        ("standpunt", words("Standpunt van Nederland")),
        ("aangekondigd", words("Aangekondigd")),
        ("geen-besluit", words("Geen besluit")),
    ]
    told = [
        filters.of("soort", words("Soort zin"), words("Alles"), kinds),
        filters.of("periode", words("Periode"), words("Alle jaren"), recent + years),
        filters.of("raad", words("Raad"), words("Alle Raden"), councils),
        filters.of(
            "wie", words("Wie spreekt"), words("Iedereen"), [(one.value, words(ACTOR_LABELS[one])) for one in SPEAKERS]
        ),
    ]
    if themes := _themes(desk, answer):
        told.append(filters.of("thema", words("Thema"), words("Alle thema's"), themes))
    return told


def _themes(desk: PageContext, answer: Answer) -> list[tuple[str, str]]:
    """The themes that the items found are about, the most frequent first; what was chosen is always there."""
    counts: dict[str, int] = {}
    for found in answer.items:
        for match in found.entry.source.item.themes:
            if match.about:
                counts[match.slug] = counts.get(match.slug, 0) + 1
    frequent = sorted(counts, key=lambda slug: (-counts[slug], slug))[:_MOST_THEMES]
    now = desk.text("thema", 80)
    slugs = dict.fromkeys([*([now] if desk.shelf.catalogue().get(now) else []), *frequent])
    return [(slug, theme_label(slug, desk.saying)) for slug in slugs]


def _why(desk: PageContext, found: FoundItem) -> str | None:
    """The words that were met, for who wonders why an item is there."""
    terms = list(dict.fromkeys(match.term for match in found.matched))[:4]
    return desk.words("Gevonden op: {terms}", terms=", ".join(terms)) if terms else None


def _meeting(desk: PageContext, answer: Answer) -> Link | None:
    if answer.meeting is None:
        return None
    meeting = answer.meeting.meeting
    return Link(desk.words.meeting(meeting), desk.to.meeting(meeting))


def _feeds(desk: PageContext, query: str) -> tuple[Feed, ...]:
    return (desk.feed(desk.words("Nieuws over “{query}”", query=query), "vraag", q=query),) if query else ()


def _examples(desk: PageContext) -> list[Link]:
    texts = (
        desk.words("migratie"),
        desk.words("wat zei nederland over terugkeer"),
        desk.words("raad maart 2025"),
    )
    return [Link(text, desk.to("/zoek", q=text)) for text in texts]
