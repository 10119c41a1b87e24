"""What can be asked of the letters."""

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from bot.commands.command import Command, Declared, Example, Menu, alone, nothing
from briefings.answering.frames import begins_with_verb
from briefings.answering.question import read_question
from briefings.errors import NotUnderstood
from briefings.language.fold import fold
from briefings.language.periods import ANY_DAY

#: Behind "toezeggingen": of whatever year; behind "nieuws": all of it.
_EVER = re.compile(r"(?:^|\s+)(?:alles|alle jaren|all|all years)$", re.IGNORECASE)
_PAGE = re.compile(r"(\d{1,4}) (.+)", re.ASCII)
_OF_MEETING = re.compile(r"(.+) (?:van|of) #([0-9]{1,9})")
#: Before what an agenda is of: "van de volgende raad" keeps its "volgende raad".
_OF_A_MEETING = re.compile(r"^(?:(?:van|voor|uit|bij|of|for|from) )?(?:(?:de|het|the) )?")
_ID = re.compile(r"#([0-9]{1,9})")  #: a larger one fits no database


@dataclass(frozen=True, slots=True)
class Ask(Command):
    """A question."""

    text: str


@dataclass(frozen=True, slots=True)
class MorePage(Command):
    """Another page of an answer."""

    text: str
    offset: int


@dataclass(frozen=True, slots=True)
class ListThemes(Command):
    """The themes."""


@dataclass(frozen=True, slots=True)
class ShowMeeting(Command):
    """A meeting: by its id, or as someone named it; the latest when nothing is named."""

    of: int | str = ""


@dataclass(frozen=True, slots=True)
class ShowAgenda(Command):
    """The annotated agenda of a meeting, as someone named it; when nothing is named the next or the latest."""

    of: str = ""


@dataclass(frozen=True, slots=True)
class ShowItem(Command):
    """One agenda item whole: by its id, or by its number as someone typed it."""

    of: int | str
    meeting: int | None = None  #: of which the number is meant, by its id; else the latest that has it


@dataclass(frozen=True, slots=True)
class News(Command):
    """What to know of the latest meeting, or of a theme, a meeting or a period; `whole`: all of it."""

    text: str = ""
    whole: bool = False


class Only(StrEnum):
    """The one kind that is asked for beside what was decided, as it stands before the rest of a command."""

    UNDECIDED = "geen"  #: where the Council did not decide
    SIGNED = "ondertekend"  #: what ministers signed beside the Council


@dataclass(frozen=True, slots=True)
class Decisions(Command):
    """What the Council decided, of the same; or only one other kind, of all letters where nothing is named."""

    text: str = ""
    only: Only | None = None


@dataclass(frozen=True, slots=True)
class Timeline(Command):
    """One subject across meetings."""

    text: str


@dataclass(frozen=True, slots=True)
class Why(Command):
    """Why the answer to a question is what it is; of the question before where none is named."""

    text: str = ""


@dataclass(frozen=True, slots=True)
class Commitments(Command):
    """What was announced, to come and overdue; on a theme, or everything; of a year around now, or ever."""

    text: str = ""
    ever: bool = False


#: Of promises: for a day that has been.
OVERDUE = (
    r"(?:(?:die|zijn|waren|that|are|were) )*"
    r"(?:verlopen|voorbij|over (?:de )?(?:datum|tijd)|te laat|achterstallig|overdue|late|nog (?:niet nagekomen|open))"
    r"(?: (?:zijn|are))?"
)
_ONLY = {"geen": Only.UNDECIDED, "none": Only.UNDECIDED, "ondertekend": Only.SIGNED, "signed": Only.SIGNED}


def _timeline(rest: str) -> Timeline:
    if not rest:
        raise NotUnderstood("Zet er een onderwerp achter. Zo kan het: tijdlijn EES.")
    return Timeline(rest)


def _page(rest: str) -> MorePage | None:
    match = _PAGE.fullmatch(rest)
    return MorePage(match[2], int(match[1])) if match else None


def _why(rest: str) -> Why | None:
    """Why the answer is what it is; "waarom is er geen akkoord" is a question, and asks so behind a question mark."""
    if rest.startswith("?"):
        return Why(rest[1:])
    return None if _asks_itself(rest) else Why(rest)


def _asks_itself(text: str) -> bool:
    """Whether "waarom" before it makes a question of it: it begins with a verb."""
    return text.startswith("?") or (" " in text and begins_with_verb(fold(text)))


def by_id(rest: str) -> int | str:
    """What is named by its id ("#12"), else as it was typed."""
    match = _ID.fullmatch(rest)
    return int(match[1]) if match else rest


def written(of: int | str) -> str:
    """The inverse of `by_id`."""
    return f"#{of}" if isinstance(of, int) else of


def agenda_of(rest: str) -> ShowAgenda | None:
    """The agenda of what names a meeting, or nothing; "agenda voor migratie" is a question."""
    named = _OF_A_MEETING.sub("", fold(rest).strip(" ?!."))
    asked = (read_question(f"raad {named}", ANY_DAY), read_question(f"{named} raad", ANY_DAY))
    return ShowAgenda(named) if not named or any(one.meeting_only for one in asked) else None


def _item(rest: str) -> ShowItem:
    if not rest:
        raise NotUnderstood("Zet er een nummer achter. Zo kan het: punt I.6.")
    match = _OF_MEETING.fullmatch(rest)
    if match:
        return ShowItem(by_id(match[1]), int(match[2]))
    return ShowItem(by_id(rest))


def _written_item(command: ShowItem) -> str:
    of = written(command.of)
    return of if command.meeting is None else f"{of} van #{command.meeting}"


def _decisions(rest: str) -> Decisions:
    first, _, behind = rest.partition(" ")
    only = _ONLY.get(first.lower())
    return Decisions(behind.strip(), only) if only else Decisions(rest)


def _commitments(rest: str) -> Commitments:
    if re.fullmatch(OVERDUE, fold(rest)):
        return Commitments()  # which of them are late stands in the answer
    return Commitments(_EVER.sub("", rest), ever=_EVER.search(rest) is not None)


ASKING: tuple[Declared[Any], ...] = (
    Declared(
        Ask,
        nl=("?",),
        en=(),
        read=lambda rest: Ask(rest) if rest else None,
        write=lambda command: command.text,
        examples=(
            Example("migratie", "antwoord over een onderwerp"),
            Example("wat zei nederland over terugkeer", "alleen het Nederlandse standpunt"),
            Example("visa sinds 2024", "antwoord over een periode", in_help=False),
            Example("kst 32317-935", "wat er over een stuk staat", in_help=False),
        ),
        menu=Menu(1, "jbz", "jbz", "Stel een vraag: /jbz migratie"),
    ),
    Declared(
        MorePage, nl=("meer",), en=("more",), read=_page, write=lambda command: f"{command.offset} {command.text}"
    ),
    Declared(
        News,
        nl=("nieuws",),
        en=("news",),
        read=lambda rest: News(_EVER.sub("", rest), whole=_EVER.search(rest) is not None),
        write=lambda command: f"{command.text} alles".strip() if command.whole else command.text,
        examples=(
            Example("nieuws", "besluiten, standpunten en wat er komt; ook: nieuws migratie"),
            Example("nieuws oktober 2025 alles", "niet alleen de eerste vijf van elk", in_help=False),
        ),
        menu=Menu(5, "nieuws", "news", "Het nieuws van de laatste vergadering"),
    ),
    Declared(
        Decisions,
        nl=("besluiten",),
        en=("decisions",),
        read=_decisions,
        write=lambda command: f"{command.only or ''} {command.text}".strip(),
        examples=(
            Example("besluiten", "wat de Raad besloot; ook: besluiten maart 2025"),
            Example("besluiten geen 2025", "waar de Raad niet besloot", in_help=False),
            Example("besluiten ondertekend", "wat ministers ondertekenden", in_help=False),
        ),
        menu=Menu(6, "besluiten", "decisions", "Wat de Raad besloot"),
    ),
    Declared(
        ShowMeeting,
        nl=("raad", "vergadering"),
        en=("council",),
        read=lambda rest: ShowMeeting(by_id(rest)),
        write=lambda command: written(command.of),
        examples=(
            Example("raad maart 2025", "een vergadering met haar agendapunten"),
            Example("raad", "de laatste vergadering", in_help=False),
        ),
        menu=Menu(7, "raad", "council", "De laatste vergadering"),
    ),
    Declared(
        ShowAgenda,
        nl=("agenda",),
        en=(),
        read=agenda_of,
        write=lambda command: command.of,
        examples=(
            Example(
                "agenda", "de geannoteerde agenda die het laatst kwam; ook: agenda jbz oktober 2025", in_help=False
            ),
        ),
    ),
    Declared(
        ShowItem,
        nl=("punt", "agendapunt"),
        en=("item",),
        read=_item,
        write=_written_item,
        examples=(Example("punt I.6", "één agendapunt, helemaal"),),
    ),
    Declared(
        Timeline,
        nl=("tijdlijn",),
        en=("timeline",),
        read=_timeline,
        write=lambda command: command.text,
        examples=(Example("tijdlijn EES", "een onderwerp door de tijd"),),
    ),
    Declared(
        Why,
        nl=("waarom",),
        en=("why",),
        read=_why,
        write=lambda command: f"?{command.text}" if _asks_itself(command.text) else command.text,
        examples=(Example("waarom migratie", "welke woorden van een vraag zijn gevonden, en waar", in_help=False),),
    ),
    Declared(
        Commitments,
        nl=("toezeggingen", "aankondigingen"),
        en=("commitments", "announcements"),
        read=_commitments,
        write=lambda command: f"{command.text} alles".strip() if command.ever else command.text,
        examples=(
            Example("toezeggingen", "wat is aangekondigd, voor wanneer, en of het is gedaan"),
            Example("toezeggingen drugs", "hetzelfde over een thema of een woord", in_help=False),
            Example("aankondigingen van de commissie", "wat iemand aankondigde", in_help=False),
            Example("toezeggingen justitie en veiligheid", "hetzelfde van een ministerie", in_help=False),
            Example("toezeggingen alles", "hetzelfde van alle jaren", in_help=False),
        ),
        menu=Menu(9, "toezeggingen", "commitments", "Wat er is aangekondigd"),
    ),
    Declared(
        ListThemes,
        nl=("thema's", "themas", "thema", "onderwerpen"),
        en=("themes",),
        read=alone(ListThemes),
        write=nothing,
        examples=(Example("thema's", "de thema's", in_help=False),),
        menu=Menu(8, "themas", "themes", "De thema's"),
    ),
)
