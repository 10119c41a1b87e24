"""What someone takes along, as pages: before a Council, and when taking over a subject."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from bot.commands.comparing import Prepare, ShowHandover
from bot.conversation.comparing.courses import turn_title
from bot.conversation.comparing.handover import handover_lead, handover_title, meeting_remark
from bot.conversation.comparing.planned import lacking
from bot.conversation.comparing.preparation import (
    Pack,
    anchor_of,
    as_of,
    caution,
    counted,
    earlier_heading,
    nothing_announced,
    pledge_heading,
    side_heading,
    turned_heading,
    why_perhaps,
)
from bot.conversation.subjects import theme_label
from bot.reply import Link, Reply
from bot.web.room.meetings import find_meeting
from bot.web.room.quoting import Quote, Shown
from bot.web.room.shelf import Elsewhere, Missing, Page, PageContext
from bot.words import Phrase, capital
from briefings.comparing.kept import Fate, Pledge
from briefings.comparing.preparation import PreparedItem
from briefings.errors import NotUnderstood
from briefings.model.briefing import Announced
from storage.reading import letters, meetings
from storage.reading.meetings import MeetingLine

_MOST_MEETINGS, _MOST_THEMES = 50, 20
_PREPARATION = Phrase("Per agendapunt wat Nederland gaat zeggen, en wat eerdere brieven erover zeggen.")
_HANDOVER = Phrase(
    "Een periode van een onderwerp voor wie het overneemt: besluiten, standpunten en wat nog open staat."
)
_FILES = ("docx", "Word"), ("pdf", "pdf")


@dataclass(frozen=True, slots=True)
class ShownItem:
    """An item of the agenda, and what was found on it."""

    item: Shown
    anchor: str
    section: str | None
    quotes: tuple[Quote, ...]  #: each with what it is in front of it
    nothing: str | None  #: that no Dutch position was found in it
    papers: tuple[Link, ...]
    perhaps: tuple[Shown, ...]  #: with why


def preparation_list(desk: PageContext) -> Page:
    """The meetings of which an agenda is known, the newest first. One named by its id leads to its page."""
    words, number = desk.words, desk.number("vergadering", 0, 99_999)
    if number and (one := meetings.by_ids(desk.session, [number])):
        raise Elsewhere(f"{desk.to.meeting(one[0].meeting)}/voorbereiding")
    found = meetings.by_ids(desk.session, sorted(meetings.with_agenda(desk.session)))[:_MOST_MEETINGS]
    links = [Link(words.meeting(one.meeting), f"{desk.to.meeting(one.meeting)}/voorbereiding") for one in found]
    return Page(
        "preparations", words("Voorbereiding"), desk.to("/voorbereiding"), {"links": links}, words(_PREPARATION)
    )


def preparation_page(desk: PageContext, council: str, day: str) -> Page:
    """One meeting: each item of its agenda with what came before."""
    words = desk.words
    line = _line(desk, council, day, "voorbereiding")
    agenda, _ = letters.agenda_and_report(desk.session, line.id)
    pack = Pack(line.id, line.meeting, desk.shelf.packs.preparations.of(agenda))
    address = f"{desk.to.meeting(line.meeting)}/voorbereiding"
    values = {
        "meeting": Link(words.meeting(line.meeting), desk.to.meeting(line.meeting)),
        "lacking": None if agenda else words(lacking(())),
        "counted": counted(pack, words),
        "caution": caution(words),
        "as_of": list(as_of(pack, words, desk.saying.today)),
        "items": [_item(one, desk) for one in pack.items],
        "files": _files(address) if agenda else [],
    }
    title = words("Voorbereiding: {meeting}", meeting=words.meeting(line.meeting))
    return Page("preparation", title, address, values, words(_PREPARATION))


def handover_page(desk: PageContext) -> Page:
    """A period of a subject."""
    words, query = desk.words, desk.text("q")
    if not query:
        sizes, year = desk.shelf.index.theme_sizes(), _latest_year(desk)
        largest = sorted(sizes, key=lambda slug: (-sizes[slug], slug))[:_MOST_THEMES]
        links = [
            Link(f"{theme_label(slug, desk.saying)} {year}", desk.to("/overdracht", q=f"{slug} {year}"))
            for slug in largest
        ]
        return Page(
            "handover", words("Overdracht"), desk.to("/overdracht"), {"query": "", "themes": links}, words(_HANDOVER)
        )
    told, nothing, address = None, "", desk.to("/overdracht", q=query)
    try:
        told = desk.shelf.packs.handover(query, desk.saying)
    except NotUnderstood as error:
        nothing = words.say(error.message)
    values: dict[str, object] = {"query": query, "told": told, "nothing": nothing, "themes": []}
    if told is not None:
        fates = [(fate, [one for one in told.open if one.fate is fate]) for fate in _OPEN_FATES]
        values |= {
            "lead": list(handover_lead(told, desk.saying)),
            "files": _files(desk.to("/overdracht"), f"?{address.partition('?')[2]}"),
            "meetings": [
                (
                    Link(capital(words.meeting(one.meeting)), desk.to.meeting(one.meeting)),
                    meeting_remark(one, words, desk.saying.today),
                )
                for one in told.meetings
            ],
            "decided": [_quote(one, desk) for one in told.decided],
            "said": [_quote(one, desk) for one in told.really_said],
            "planned": [_quote(one, desk) for one in told.planned],
            "turns": [
                (turn_title(turn, words), _quote(turn.before, desk), _quote(turn.after, desk)) for turn in told.turns
            ],
            "open": [
                (pledge_heading(some[0], words), [quote for one in some for quote in _pledged(one, desk)])
                for _, some in fates
                if some
            ],
        }
    title = handover_title(told, words) if told else words("Overdracht: {what}", what=query)
    return Page("handover", title, address, values, words(_HANDOVER), is_listed=False)


def _latest_year(desk: PageContext) -> int:
    """That of the latest Council that letters tell of."""
    today = desk.shelf.today()
    days = [one.meeting.dates[-1] for one in desk.shelf.index.meetings() if one.meeting.dates[-1] <= today]
    return max(days, default=today).year


_OPEN_FATES = (Fate.OPEN, Fate.OVERDUE, Fate.PERHAPS)


def preparation_paper(desk: PageContext, council: str, day: str) -> tuple[str, Reply]:
    """The same as the page, to be written in a form: the name of the file, and what stands in it. Raises Missing."""
    line = _line(desk, council, day, None)
    agenda, _ = letters.agenda_and_report(desk.session, line.id)
    if not agenda:
        raise Missing
    name = f"voorbereiding-{line.meeting.council.lower()}-{line.meeting.dates[0].isoformat()}"
    return name, desk.shelf.packs.prepare(Prepare(line.id), desk.saying, whole=True)


def handover_paper(desk: PageContext) -> tuple[str, Reply]:
    """The same of a handover."""
    query = desk.text("q")
    try:
        return "overdracht", desk.shelf.packs.hand_over(ShowHandover(query), desk.saying, whole=True)
    except NotUnderstood as error:
        raise Missing from error


#: What makes the papers, by their address without the form behind it.
PAPERS: dict[str, Callable[..., tuple[str, Reply]]] = {
    "/vergaderingen/{council}/{day}/voorbereiding": preparation_paper,
    "/overdracht": handover_paper,
}


def _line(desk: PageContext, council: str, day: str, page: str | None) -> MeetingLine:
    """The meeting at an address; one that is not quite right leads to the right one, or has no paper."""
    try:
        return find_meeting(desk, council, day)
    except Elsewhere as error:
        if page is None:
            raise Missing from error
        raise Elsewhere(f"{error.path}/{page}") from error


def _files(address: str, query: str = "") -> list[Link]:
    return [Link(name, f"{address}.{suffix}{query}") for suffix, name in _FILES]


def _item(one: PreparedItem, desk: PageContext) -> ShownItem:
    words, quoting = desk.words, desk.quoting
    turned = {turn.before for turn in one.turns}
    quotes = [
        *(_quote(said, desk) for said in one.will_say),
        *(_headed(turn.before, turned_heading(turn, words), desk) for turn in one.turns),
        *(
            _headed(said, earlier_heading(said, one.planned, words), desk)
            for said in (*(before for before in one.said_before if before not in turned), *one.decided)
        ),
        *(quote for pledge in one.open for quote in _pledged(pledge, desk, pledge_heading(pledge, words))),
        *(_headed(said, side_heading(said, words, expected=False), desk) for said in one.sides),
        *(_headed(said, side_heading(said, words, expected=True), desk) for said in one.expected_sides),
    ]
    item = one.planned.item
    references = (Link(words("Kamerstuk {number}", number=paper.kamerstuk), paper.url) for paper in item.references)
    citations = (Link(paper.label, paper.url) for paper in item.cited if paper.url is not None)
    return ShownItem(
        quoting.bare(one.planned),
        anchor_of(one),
        item.section,
        tuple(quotes),
        None if one.will_say else nothing_announced(words),
        tuple(dict.fromkeys((*references, *citations))),
        tuple(replace(quoting.bare(other.source), why=why_perhaps(other, words)) for other in one.perhaps),
    )


def _quote(one: Announced, desk: PageContext) -> Quote:
    return desk.quoting.quote(one.source, one.sentence)


def _headed(one: Announced, heading: str, desk: PageContext) -> Quote:
    return replace(_quote(one, desk), label=heading)


def _pledged(one: Pledge, desk: PageContext, heading: str | None = None) -> Sequence[Quote]:
    """An announcement, and the later sentence that may show that it was done."""
    told = desk.quoting.announced(one.announced)
    if heading is not None:
        remark = "; ".join(part for part in (told.label, told.remark) if part)
        told = replace(told, label=heading, remark=remark or None)
    return [told, *([_headed(one.shown_by, desk.words("Later"), desk)] if one.shown_by else [])]
