"""What the Netherlands said on a subject through time, as a reply."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from urllib.parse import urlencode

from bot.commands.asking import Timeline
from bot.commands.comparing import ShowCourse, ShowHandover
from bot.conversation.cards import source_links, told_line
from bot.conversation.labels import SIDE_LABELS
from bot.conversation.saying import Saying
from bot.conversation.subjects import follow_button
from bot.reply import Button, Line, Reply, Section
from bot.words import Words
from briefings.answering.question import read_question
from briefings.comparing.course import Course
from briefings.comparing.sides import side_taken
from briefings.errors import NotUnderstood
from briefings.model.briefing import Turn, TurnKind
from briefings.model.document import Kind

_MOST_TURNS, _MOST_POSITIONS = 6, 5


def show_course(course: Course, command: ShowCourse, saying: Saying) -> Reply:
    """The changes, newest first, old and new under each other; then the newest sentences."""
    words = saying.words
    shown = course.turns[: -_MOST_TURNS - 1 : -1]
    sources = [one.source for turn in shown for one in (turn.after, turn.before)]
    buttons = [Button(words("Tijdlijn"), Timeline(command.text))]
    if course.theme:
        year = course.positions[-1].source.meeting.dates[0].year
        buttons.append(Button(words("Overdracht van {year}", year=year), ShowHandover(f"{course.theme} {year}")))
        buttons.append(follow_button(course.theme, saying))
    return Reply(
        words("Koers: {what}", what=course.name),
        words.language,
        (*mended(course, words), counted(course, words), *_newest_only(course, words), caution(words)),
        tuple(_sections(course, shown, saying)),
        source_links([*sources, *(one.source for one in course.positions[-_MOST_POSITIONS:])], saying),
        buttons=tuple(buttons),
        reading=saying.reading(f"/koers?{urlencode({'q': command.text})}"),
        shareable=command,
    )


def no_course(text: str, today: date) -> NotUnderstood:
    """Why there is no course: no subject is named, or the Netherlands said nothing on it."""
    if read_question(text, today).meeting_only:
        return NotUnderstood("Achter koers komt een onderwerp, en een jaar als u wilt: koers terugkeer 2024.")
    return NotUnderstood("Over “{text}” ken ik geen zin van Nederland. Zo kan het: koers terugkeer.", text=text[:60])


def mended(course: Course, words: Words) -> Iterator[str]:
    """What was taken for a typing error."""
    if course.mended:
        yield words("Bedoelde u {what}? Dit vond ik:", what=course.name)


def counted(course: Course, words: Words) -> str:
    """How many sentences there are, of when, and how often something changed."""
    first, last = (one.source.meeting.dates[-1] for one in (course.positions[0], course.positions[-1]))
    told = words(
        "{count} van Nederland, van {first} tot en met {last}.",
        count=words.count(len(course.positions), "zin", "zinnen"),
        first=words.day(first),
        last=words.day(last),
    )
    changed = words.count(len(course.turns), "verandering", "veranderingen")
    return f"{told} {words('Gevonden: {changed}.', changed=changed)}"


def _newest_only(course: Course, words: Words) -> Iterator[str]:
    """That not all changes stand here."""
    if len(course.turns) > _MOST_TURNS:
        yield words("Hier staan de laatste {most}; op de pagina staan ze alle.", most=_MOST_TURNS)


def caution(words: Words) -> str:
    """What it cannot know."""
    return words("Of een standpunt veranderde, leid ik af uit de woorden. Lees beide zinnen zelf na.")


def turn_title(turn: Turn, words: Words) -> str:
    """ "14 juni 2024 (gepland): van “tegen” naar “voor”" by the day of the Council, and whether that is certain."""
    source = turn.after.source
    day = words.day(source.meeting.dates[-1])
    if source.kind == Kind.ANNOTATED_AGENDA:
        day = words("{day} (gepland)", day=day)
    if turn.kind is TurnKind.WORDING:
        return words("{day}: andere voorwaarden of getallen", day=day)
    old, new = (words(SIDE_LABELS[side]) for one in (turn.before, turn.after) if (side := side_taken(one)))
    told = words("{day}: van “{old}” naar “{new}”", day=day, old=old, new=new)
    return told if turn.sure else words("{what} (niet zeker)", what=told)


def _sections(course: Course, shown: Sequence[Turn], saying: Saying) -> Iterator[Section]:
    words = saying.words
    for turn in shown:
        yield Section(turn_title(turn, words), lines=turn_lines(turn, saying))
    newest = tuple(told_line(one, saying, meeting=True) for one in course.positions[: -_MOST_POSITIONS - 1 : -1])
    yield Section(words("De laatste zinnen van Nederland"), lines=newest)


def turn_lines(turn: Turn, saying: Saying) -> tuple[Line, Line]:
    """The old sentence and the new one."""
    words = saying.words
    return (
        replace(told_line(turn.before, saying, meeting=True), label=words("Eerst")),
        replace(told_line(turn.after, saying, meeting=True), label=words("Daarna")),
    )
