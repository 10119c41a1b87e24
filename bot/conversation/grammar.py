"""What people type -> Command; the same for every channel, in Dutch and English."""

import re
from dataclasses import dataclass
from datetime import time

from bot.words import LANGUAGES, weekday_names
from briefings.errors import NotUnderstood
from briefings.language.fold import fold
from briefings.model.subscription import Schedule

LONGEST = 1000  #: characters that are read of what was typed


@dataclass(frozen=True, slots=True)
class Ask:
    """A question."""

    text: str
    offset: int = 0


@dataclass(frozen=True, slots=True)
class Help:
    """How it works."""


@dataclass(frozen=True, slots=True)
class ListThemes:
    """The themes."""


@dataclass(frozen=True, slots=True)
class ShowMeeting:
    """A meeting; the latest when nothing is named."""

    text: str


@dataclass(frozen=True, slots=True)
class ShowItem:
    """One agenda item whole, by its number or by "#" and its id."""

    text: str


@dataclass(frozen=True, slots=True)
class Timeline:
    """One subject across meetings."""

    text: str


@dataclass(frozen=True, slots=True)
class Why:
    """Why the answer to a question is what it is."""

    text: str


@dataclass(frozen=True, slots=True)
class Commitments:
    """What was announced, to come and overdue; on a theme, or everything."""

    text: str


@dataclass(frozen=True, slots=True)
class Follow:
    """Subscribes this chat."""

    themes: tuple[str, ...]
    schedule: Schedule | None


@dataclass(frozen=True, slots=True)
class ListSubscriptions:
    """What this chat follows."""


@dataclass(frozen=True, slots=True)
class ChangeSchedule:
    """Offers other moments."""


@dataclass(frozen=True, slots=True)
class Pause:
    """Pauses, until a day or until told."""

    until: str


@dataclass(frozen=True, slots=True)
class Resume:
    """Goes on."""


@dataclass(frozen=True, slots=True)
class Stop:
    """Ends following themes, or everything."""

    themes: tuple[str, ...]
    everything: bool


@dataclass(frozen=True, slots=True)
class BriefNow:
    """A briefing now, on these themes or on what the chat follows."""

    themes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SetLanguage:
    """The chat's language."""

    language: str


@dataclass(frozen=True, slots=True)
class SetTimezone:
    """The chat's zone."""

    timezone: str


Change = Follow | Pause | Resume | Stop | SetLanguage | SetTimezone
Command = (
    Ask
    | Help
    | ListThemes
    | ShowMeeting
    | ShowItem
    | Timeline
    | Why
    | Commitments
    | ListSubscriptions
    | ChangeSchedule
    | BriefNow
    | Change
)

_VERBS = {
    "help": "help", "hulp": "help", "?": "help", "start": "help", "hallo": "help", "hoi": "help",
    "thema's": "themes", "themas": "themes", "thema": "themes", "themes": "themes", "onderwerpen": "themes",
    "raad": "meeting", "council": "meeting", "vergadering": "meeting",
    "punt": "item", "agendapunt": "item", "item": "item",
    "tijdlijn": "timeline", "timeline": "timeline",
    "waarom": "why", "why": "why",
    "toezeggingen": "commitments", "commitments": "commitments",
    "volg": "follow", "volgen": "follow", "follow": "follow", "subscribe": "follow", "abonneer": "follow",
    "abonnementen": "subscriptions", "abonnement": "subscriptions", "subscriptions": "subscriptions",
    "wijzig": "change", "change": "change",
    "pauzeer": "pause", "pauze": "pause", "pause": "pause",
    "hervat": "resume", "resume": "resume",
    "stop": "stop", "unsubscribe": "stop", "unfollow": "stop", "ontvolg": "stop",
    "briefing": "briefing", "brief": "briefing",
    "taal": "language", "language": "language",
    "tijdzone": "timezone", "timezone": "timezone",
    "meer": "more", "more": "more",
}  # fmt: skip
_TIME = re.compile(r"^(?:om |at )?(\d{1,2})(?:[:.u](\d{2}))?(?: uur)?$")
_EVERY = re.compile(
    r"(?:^|\s)(?P<when>(?:elke|iedere|every|op)\s+.+|dagelijks\b.*|daily\b.*|direct|meteen|immediately)$"
)


def read_command(text: str) -> Command:
    """The command in `text`; whatever is none is a question. Raises NotUnderstood, saying how it should be."""
    typed = " ".join("".join(c if c.isprintable() else " " for c in text[:LONGEST]).split())
    typed = re.sub(r"^/?jbz(?:@\w+)?(?:\s+|$)", "", typed, flags=re.IGNORECASE)
    word, _, rest = typed.partition(" ")
    verb = _VERBS.get(fold(word).lstrip("/").partition("@")[0].rstrip(":"))
    rest = rest.strip()
    if not typed or (verb == "help" and not rest):
        return Help()
    return _read(verb, typed, rest)


def would_change(text: str) -> bool:
    """Whether `text` is a command that changes something; what is not understood changes nothing."""
    try:
        return isinstance(read_command(text), Change)
    except NotUnderstood:
        return False


def _read(verb: str | None, typed: str, rest: str) -> Command:
    match verb:
        case "themes" if not rest:
            return ListThemes()
        case "meeting":
            return ShowMeeting(rest)
        case "item" if rest:
            return ShowItem(rest)
        case "timeline" if rest:
            return Timeline(rest)
        case "why" if rest:
            return Why(rest)
        case "commitments":
            return Commitments(rest)
        case "follow":
            return _follow(rest)
        case "subscriptions" if not rest:
            return ListSubscriptions()
        case "change" if not rest:
            return ChangeSchedule()
        case "pause":
            return Pause(re.sub(r"^(tot|until|t/m)\s+", "", rest, flags=re.IGNORECASE))
        case "resume" if not rest:
            return Resume()
        case "stop":
            return Stop(_names(rest), fold(rest) in {"", "alles", "all", "everything"})
        case "briefing":
            return BriefNow(_names(rest))
        case "language":
            return _language(rest)
        case "timezone":
            return SetTimezone(rest)
        case "more":
            return _more(rest) or Ask(typed)
        case _:
            return Ask(typed)


def _more(rest: str) -> Ask | None:
    offset, _, text = rest.partition(" ")
    return Ask(text, int(offset)) if offset.isdigit() and len(offset) <= 4 and text else None  # noqa: PLR2004


def _names(text: str) -> tuple[str, ...]:
    parts = (part.strip(" .\"'") for part in text.split(","))
    return tuple(part for part in parts if part)


def _language(rest: str) -> SetLanguage:
    names = {"nl": "nl", "nederlands": "nl", "dutch": "nl", "en": "en", "engels": "en", "english": "en"}
    language = names.get(fold(rest))
    if language not in LANGUAGES:
        raise NotUnderstood(
            "Ik spreek Nederlands en Engels: taal nl of taal en.",
            "I speak Dutch and English: language nl or language en.",
        )
    return SetLanguage(language)


def _follow(rest: str) -> Follow:
    when = _EVERY.search(fold(rest))
    themes = rest
    schedule = None
    if when:
        schedule = read_schedule(when["when"])
        themes = _before(rest, when["when"])
    if not themes.strip(" ,"):
        raise NotUnderstood(
            "Wat wilt u volgen? Bijvoorbeeld: volg migratie, terugkeer elke maandag 08:00. Alle thema's: thema's.",
            "What do you want to follow? For example: follow migration, return every monday 08:00. All themes: themes.",
        )
    return Follow(_names(themes), schedule)


def _before(rest: str, when: str) -> str:
    """What stands before the schedule, which has as many words folded as typed."""
    return " ".join(rest.split()[: -len(when.split())])


def read_schedule(text: str) -> Schedule:
    """ "elke maandag en woensdag 08:00", "dagelijks 07:30", "direct", "mon 08:00". Raises NotUnderstood."""
    folded = re.sub(r"^(?:elke|iedere|every|op)\s+", "", fold(text))
    if folded in {"direct", "meteen", "immediately"}:
        return Schedule(())
    words = re.split(r",\s*|\s+(?:en|and)\s+|\s+", folded)
    at = _time(words.pop()) if words and words[-1][:1].isdigit() else time(8, 0)
    words = [word for word in words if word not in {"om", "at"}]
    if words in (["dagelijks"], ["daily"], ["dag"], ["day"]):
        return Schedule(tuple(range(7)), at)
    if words in (["werkdag"], ["weekday"]):
        return Schedule(tuple(range(5)), at)
    days = [weekday_names().get(word) for word in words]
    if not days or None in days:
        raise _no_schedule()
    return Schedule(tuple(sorted({day for day in days if day is not None})), at)


def _time(text: str) -> time:
    match = _TIME.match(text)
    if match is None or int(match[1]) > 23 or int(match[2] or 0) > 59:  # noqa: PLR2004 - a clock
        raise _no_schedule()
    return time(int(match[1]), int(match[2] or 0))


def _no_schedule() -> NotUnderstood:
    return NotUnderstood(
        "Ik begrijp niet wanneer. Zo kan het: elke maandag 08:00, dagelijks 07:30, of direct.",
        "I do not understand when. For example: every monday 08:00, daily 07:30, or immediately.",
    )
