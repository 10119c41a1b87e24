"""One subject across meetings, and what was announced for a day."""

from datetime import date

from bot.conversation.announced import FATES
from bot.conversation.labels import ACTOR_LABELS
from bot.conversation.subjects import theme_label
from bot.conversation.whole import why_there
from bot.reply import Link
from bot.web.room.choices import Filters, removable
from bot.web.room.paging import MOST, paging
from bot.web.room.quoting import Quote
from bot.web.room.shelf import Page, PageContext
from briefings.answering.answer import Outcome
from briefings.answering.excerpt import summarise
from briefings.comparing.kept import Fate, Pledge
from briefings.model.briefing import Entry
from briefings.model.statement import Actor
from storage.indexing import full_text
from storage.pledges import pledges
from storage.reading import announced

_ANNOUNCED = 20
_WHO = (Actor.CABINET, Actor.COMMISSION, Actor.PRESIDENCY, Actor.COUNCIL, Actor.NETHERLANDS, Actor.MEMBER_STATES)
_PAST, _COMING = "voorbij", "komt"


def timeline_page(desk: PageContext) -> Page:
    """A subject across meetings, newest first, with why each item is there."""
    words, query = desk.words, desk.text("q")
    if not query:
        themes = sorted(desk.shelf.index.theme_sizes().items(), key=lambda one: (-one[1], one[0]))[:20]
        links = [Link(theme_label(slug, desk.saying), desk.to("/tijdlijn", q=slug)) for slug, _ in themes]
        return Page("timeline", words("Tijdlijn"), desk.to("/tijdlijn"), {"query": "", "themes": links, "moments": []})
    answer, moments = desk.shelf.answering.timeline(query, language=desk.language)
    entries = {found.entry.source.id: found.entry for found in answer.items}
    shown = [
        desk.quoting.shown(
            entries.get(one.item.id) or Entry(one.item, summarise(one.item.item)),
            why=why_there(one, desk.saying),
        )
        for one in moments
    ]
    name = answer.understood_as or query
    return Page(
        "timeline",
        words("Tijdlijn: {what}", what=name),
        desk.to("/tijdlijn", q=query),
        {
            "query": query,
            "moments": shown,
            "days": [desk.words.days(one.item.meeting.dates) for one in moments],
            "nothing": answer.outcome is Outcome.NOTHING,
            "themes": desk.quoting.themes([theme.slug for theme in answer.suggestions]),
            "theme": desk.quoting.themes([answer.theme.slug])[0] if answer.theme else None,
        },
        words("Eén onderwerp door de tijd, met bij elk agendapunt waarom het erbij staat."),
        feeds=(desk.feed(words("Nieuws over “{query}”", query=query), "vraag", q=query),) if moments else (),
        is_listed=False,
    )


def announced_page(desk: PageContext) -> Page:
    """What was announced with a day or period, still to come or past it; of a theme, by someone."""
    words, today = desk.words, desk.shelf.today()
    when = desk.text("wanneer", 10)
    slug = next((one for one in (desk.text("thema", 80),) if one and desk.shelf.catalogue().get(one)), None)
    ministry = desk.text("ministerie", 80) or None
    who = next((actor for actor in Actor if actor.value == desk.text("wie", 40)), None)
    number = desk.number("pagina", 1, MOST)
    past = when == _PAST
    day = date.fromordinal(today.toordinal() - 1)
    between = (date.min, day) if past else (today, date.max)
    copied = desk.shelf.index.copied()
    due = announced.Due(*between, latest_first=past, slug=slug, by=who, copies=copied, ministry=ministry)
    found = announced.announced(desk.session, due, limit=_ANNOUNCED + 1, offset=(number - 1) * _ANNOUNCED)
    told_of = pledges(desk.session, full_text(desk.shelf.database), found[:_ANNOUNCED], today)
    given = {
        "wanneer": _PAST if past else None,
        "thema": slug,
        "wie": who.value if who else None,
        "ministerie": ministry,
    }
    filters = Filters(desk.to, "/toezeggingen", given)
    too_far_from = None if found or number == 1 else filters.on_page(1)
    sizes = desk.shelf.index.theme_sizes()
    largest = sorted(sizes, key=lambda one: (-sizes[one], one))[:12]
    themes = dict.fromkeys([*([slug] if slug else []), *largest])
    actors = [(one.value, words(ACTOR_LABELS[one])) for one in _WHO]
    ministries = dict.fromkeys([*([ministry] if ministry else []), *announced.ministries(desk.session)])
    told = [
        filters.of("wanneer", words("Wanneer"), words("Komt nog"), [(_PAST, words("De termijn is voorbij"))]),
        filters.of("wie", words("Wie"), words("Iedereen"), actors),
        filters.of("ministerie", words("Ministerie"), words("Alle ministeries"), [(one, one) for one in ministries]),
        filters.of(
            "thema", words("Thema"), words("Alle thema's"), [(one, theme_label(one, desk.saying)) for one in themes]
        ),
    ]
    return Page(
        "announced",
        words("Toezeggingen en aankondigingen"),
        filters.on_page(number),
        {
            "announced": [_pledge(one, desk) for one in told_of],
            "filters": told,
            "chosen": removable(told),
            "past": past,
            "too_far_from": too_far_from,
            "paging": paging(number, more=len(found) > _ANNOUNCED, address=filters.on_page),
            "calendar": desk.to(f"/agenda/{slug}.ics" if slug else "/agenda.ics"),
        },
        words("Wat in de brieven is aangekondigd met een datum. Of het is gedaan, leid ik af uit latere brieven."),
        status=404 if too_far_from else 200,
    )


def _pledge(one: Pledge, desk: PageContext) -> tuple[Quote, str | None, Quote | None]:
    """An announcement, what became of it where that is known, and the later sentence that shows it."""
    shown = desk.quoting.quote(one.shown_by.source, one.shown_by.sentence) if one.shown_by else None
    fate = desk.words(FATES[one.fate]) if one.fate is not Fate.OPEN else None
    return desk.quoting.announced(one.announced), fate, shown
