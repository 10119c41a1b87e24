"""Letters laid side by side, as pages."""

from dataclasses import dataclass

from bot.conversation.cards import letter_name
from bot.conversation.comparing.courses import caution as caution_course
from bot.conversation.comparing.courses import counted as counted_course
from bot.conversation.comparing.courses import mended, no_course, turn_title
from bot.conversation.comparing.planned import ECHOES, caution, counted, lacking, missing_note
from bot.conversation.comparing.quotes import found, remarks, shortened
from bot.conversation.subjects import theme_label
from bot.reply import Link
from bot.web.room.meetings import find_meeting
from bot.web.room.quoting import Quote, Shown
from bot.web.room.shelf import Elsewhere, Page, PageContext
from bot.words import Phrase
from briefings.comparing.nearness import ComparedRun
from briefings.comparing.planned import Echo, PlannedInput, compare
from briefings.comparing.quote_check import QuoteChecked, QuotePlace
from briefings.model.briefing import Announced
from storage.reading import letters, meetings

_MOST_MEETINGS = 50
_PLANNED = Phrase("Wat Nederland vooraf aankondigde, en wat daarvan in het verslag staat.")
_COURSE = Phrase("Wat Nederland over een onderwerp zei, en waar dat veranderde.")
_MOST_THEMES, _MOST_SENTENCES = 20, 60
_LONGEST = 1000  #: characters of what is pasted


@dataclass(frozen=True, slots=True)
class ShownPlace:
    """Where a pasted sentence stands, or what is nearest to it."""

    item: Shown
    text: str
    url: str
    number: int  #: of the paragraph
    letter: str  #: "verslag van 21 maart 2025, Kamerstuk 32317-935"
    runs: tuple[ComparedRun, ...]


@dataclass(frozen=True, slots=True)
class ShownQuote:
    """What became of a pasted sentence."""

    checked: QuoteChecked
    found: str
    remarks: tuple[str, ...]
    standing: tuple[ShownPlace, ...]


def quote_page(desk: PageContext) -> Page:
    """Whether a pasted sentence stands in a letter, and with which differences; of several each by itself."""
    words, pasted = desk.words, desk.text("q", _LONGEST)
    if not pasted:
        return Page("quote", words("Klopt een citaat?"), desk.to("/klopt"), {"pasted": "", "quotes": []})
    checked = desk.shelf.quotes.check(pasted)
    return Page(
        "quote",
        words("Citaat: “{text}”", text=shortened(pasted)),
        desk.to("/klopt", q=pasted),
        {"pasted": pasted, "quotes": [_quoted(one, desk) for one in checked.sentences or (checked,)]},
        is_listed=False,
    )


def _quoted(checked: QuoteChecked, desk: PageContext) -> ShownQuote:
    return ShownQuote(
        checked,
        found(checked, desk.words),
        tuple(remarks(checked, desk.words)),
        tuple(_shown(place, desk) for place in checked.places),
    )


def planned_list(desk: PageContext) -> Page:
    """The meetings of which agenda and report can be laid side by side. One named by its id leads to its page."""
    words, number = desk.words, desk.number("vergadering", 0, 99_999)
    if number and (one := meetings.by_ids(desk.session, [number])):
        raise Elsewhere(f"{desk.to.meeting(one[0].meeting)}/gepland")
    found = meetings.by_ids(desk.session, meetings.with_both(desk.session, _MOST_MEETINGS))
    links = [Link(words.meeting(one.meeting), f"{desk.to.meeting(one.meeting)}/gepland") for one in found]
    return Page("planned_list", words("Gepland en gezegd"), desk.to("/gepland"), {"links": links}, words(_PLANNED))


def planned_page(desk: PageContext, council: str, day: str) -> Page:
    """One meeting: each Dutch sentence of the agenda with what the report says of it."""
    words = desk.words
    try:
        line = find_meeting(desk, council, day)
    except Elsewhere as error:
        raise Elsewhere(f"{error.path}/gepland") from error
    agenda, report = letters.agenda_and_report(desk.session, line.id)
    told = compare(agenda, report) if agenda and report else None
    address = desk.to.meeting(line.meeting)
    values = {
        "meeting": Link(words.meeting(line.meeting), address),
        "lacking": None if told else words(lacking(agenda)),
        "counted": counted(told, words) if told else None,
        "caution": caution(words),
        "groups": [
            (words(name), [_input(one, desk) for one in told.of(echo)], echo is Echo.SAID)
            for echo, name in ECHOES.items()
        ]
        if told
        else [],
        "missing": [(desk.quoting.bare(one.planned), missing_note(one, words)) for one in told.missing] if told else [],
        "added": [desk.quoting.bare(one) for one in told.added] if told else [],
    }
    title = words("Gepland en gezegd: {meeting}", meeting=words.meeting(line.meeting))
    return Page("planned", title, f"{address}/gepland", values, words(_PLANNED))


def course_page(desk: PageContext) -> Page:
    """A subject: what the Netherlands said on it by date, and where that changed, old and new side by side."""
    words, query = desk.words, desk.text("q")
    if not query:
        sizes = desk.shelf.index.theme_sizes()
        largest = sorted(sizes, key=lambda slug: (-sizes[slug], slug))[:_MOST_THEMES]
        links = [Link(theme_label(slug, desk.saying), desk.to("/koers", q=slug)) for slug in largest]
        return Page(
            "course", words("Koers van Nederland"), desk.to("/koers"), {"query": "", "themes": links}, words(_COURSE)
        )
    course = desk.shelf.courses.of(query, desk.language)
    values: dict[str, object] = {"query": query, "course": course, "themes": []}
    if course is None:
        values["nothing"] = words.say(no_course(query, desk.shelf.today()).message)
    else:
        newest = course.positions[: -_MOST_SENTENCES - 1 : -1]
        values |= {
            "mended": list(mended(course, words)),
            "counted": counted_course(course, words),
            "caution": caution_course(words),
            "turns": [
                (turn_title(turn, words), _quote(turn.before, desk), _quote(turn.after, desk))
                for turn in reversed(course.turns)
            ],
            "positions": [_quote(one, desk) for one in newest],
            "more": course.more or len(course.positions) > len(newest),
        }
    title = words("Koers: {what}", what=course.name if course else query)
    return Page("course", title, desk.to("/koers", q=query), values, words(_COURSE), is_listed=False)


def _quote(one: Announced, desk: PageContext) -> Quote:
    return desk.quoting.quote(one.source, one.sentence)


def _input(one: PlannedInput, desk: PageContext) -> tuple[Quote, list[Quote]]:
    """What was planned, and what was said of it."""
    return _quote(one.planned, desk), [_quote(said, desk) for said in (*filter(None, [one.said]), *one.also)]


def _shown(place: QuotePlace, desk: PageContext) -> ShownPlace:
    number = place.paragraph + 1
    url = desk.to.item(place.source.id, f"p{number}")
    letter = letter_name(place.source, desk.saying)
    return ShownPlace(desk.quoting.bare(place.source), place.text, url, number, letter, place.runs)
