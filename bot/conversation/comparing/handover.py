"""A period of a subject for who takes it over, as a reply."""

from collections.abc import Iterator, Sequence
from datetime import date
from urllib.parse import urlencode

from bot.commands.asking import Timeline
from bot.commands.comparing import ShowCourse, ShowHandover
from bot.conversation.announced import pledge_lines
from bot.conversation.cards import source_links, told_line
from bot.conversation.comparing.courses import turn_lines, turn_title
from bot.conversation.comparing.preparation import pledge_heading
from bot.conversation.saying import Saying
from bot.conversation.subjects import counted_themes
from bot.reply import Button, Line, Reply, Section
from bot.words import Words, capital
from briefings.comparing.handover import Handover, MeetingTold
from briefings.comparing.kept import Fate
from briefings.model.briefing import Announced

_MOST_NEARBY = 4  #: themes around it that are named
_WHOLE, _SHORT = 500, 8  #: sentences of each kind


def show_handover(told: Handover, command: ShowHandover, saying: Saying, *, whole: bool = False) -> Reply:
    """The meetings, what was decided, what the Netherlands said and where that changed, and what is open.

    `whole`: with every sentence, for paper; else the newest of each kind.
    """
    words, most = saying.words, _WHOLE if whole else _SHORT
    return Reply(
        handover_title(told, words),
        words.language,
        tuple(handover_lead(told, saying)),
        tuple(_sections(told, saying, most)),
        source_links([one.source for one in told.told], saying)[:_WHOLE],
        buttons=(
            Button(words("Koers van Nederland"), ShowCourse(command.text)),
            Button(words("Tijdlijn"), Timeline(command.text)),
        ),
        reading=saying.reading(f"/overdracht?{urlencode({'q': command.text})}"),
        shareable=command,
    )


def handover_title(told: Handover, words: Words) -> str:
    """ "Overdracht: migratie, 1 januari 2025 tot en met 31 december 2025"."""
    return words(
        "Overdracht: {what}, {first} tot en met {last}",
        what=told.name,
        first=words.day(told.since),
        last=words.day(told.until),
    )


def handover_lead(told: Handover, saying: Saying) -> Iterator[str]:
    """What there is, what the themes around it have, and what it cannot know."""
    words = saying.words
    if told.mended:
        yield words("Bedoelde u {what}? Dit vond ik:", what=told.name)
    yield words(
        "{meetings}, {decisions}, {said} van Nederland. Van {open} zie ik niet dat het is gedaan.",
        meetings=words.count(len(told.meetings), "vergadering", "vergaderingen"),
        decisions=words.count(len(told.decided), "besluit of conclusie", "besluiten en conclusies"),
        said=words.count(len(told.said), "zin", "zinnen"),
        open=words.count(len(told.open), "aankondiging", "aankondigingen"),
    )
    if told.nearby:
        themes = counted_themes(told.nearby[:_MOST_NEARBY], saying)
        yield words("In deze tijd zijn er ook besluiten over {themes}: dat zijn andere thema's.", themes=themes)
    yield words("Of iets is gedaan of veranderd, leid ik af uit de woorden van de brieven. Lees ze zelf na.")
    if told.open:
        yield words("Wat openstaat en welke termijn voorbij is: stand van {day}.", day=words.day(saying.today))
    if told.more:
        yield words("Er zijn oudere agendapunten in deze periode. Kies een kortere periode om ze te zien.")


def meeting_remark(one: MeetingTold, words: Words, today: date) -> str:
    """On how many items it was spoken of; that it is still to come, or that its report is missing."""
    count = words.count(one.items, "agendapunt", "agendapunten")
    if not one.only_planned:
        return count
    if one.meeting.dates[-1] >= today:
        return words("{items}, moet nog komen", items=count)
    return words("{items}, alleen de agenda", items=count)


def _sections(told: Handover, saying: Saying, most: int) -> Iterator[Section]:
    words = saying.words
    meetings = tuple(
        Line(capital(words.meeting(one.meeting)), remark=meeting_remark(one, words, saying.today))
        for one in told.meetings
    )
    yield Section(words("Vergaderingen"), lines=_newest(meetings, most, words))
    yield from _section(words("Besluiten"), told.decided, saying, most)
    yield from _section(words("Wat Nederland zei"), told.really_said, saying, most)
    yield from _section(words("Wat Nederland van plan was"), told.planned, saying, most)
    for turn in told.turns[-most:]:
        yield Section(turn_title(turn, words), lines=turn_lines(turn, saying))
    for fate in (Fate.OPEN, Fate.OVERDUE, Fate.PERHAPS):
        some = [one for one in told.open if one.fate is fate]
        if some:
            lines = tuple(line for one in some[-most:] for line in pledge_lines(one, saying))
            yield Section(pledge_heading(some[0], words), lines=(*_left_out(len(some), most, words), *lines))


def _section(heading: str, told: Sequence[Announced], saying: Saying, most: int) -> Iterator[Section]:
    if told:
        lines = tuple(told_line(one, saying, meeting=True) for one in told)
        yield Section(heading, lines=_newest(lines, most, saying.words))


def _newest(lines: Sequence[Line], most: int, words: Words) -> tuple[Line, ...]:
    """The last of lines that stand in the order of time."""
    return (*_left_out(len(lines), most, words), *lines[-most:])


def _left_out(number: int, most: int, words: Words) -> tuple[Line, ...]:
    return (Line(words("Dit zijn de nieuwste {shown} van {all}.", shown=most, all=number)),) if number > most else ()
