"""What people type -> Command; the same for every channel, in Dutch and English."""

import re
from dataclasses import dataclass
from types import UnionType

from bot.conversation.schedules import read_schedule, split_schedule
from bot.words import LANGUAGES
from briefings.errors import NotUnderstood
from briefings.language.fold import fold
from briefings.model.chat import Quiet
from briefings.model.schedule import Schedule

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

    names: tuple[str, ...]
    schedule: Schedule | None
    without: tuple[str, ...] = ()  #: what of it is not wanted


@dataclass(frozen=True, slots=True)
class ListSubscriptions:
    """What this chat follows."""


@dataclass(frozen=True, slots=True)
class ShowSources:
    """When each source of letters was last asked, and what it gave."""


@dataclass(frozen=True, slots=True)
class OfferMoments:
    """Offers other moments."""


@dataclass(frozen=True, slots=True)
class Reschedule:
    """Everything this chat follows comes on another schedule."""

    schedule: Schedule


@dataclass(frozen=True, slots=True)
class Pause:
    """Pauses, until a day or until told."""

    until: str


@dataclass(frozen=True, slots=True)
class Resume:
    """Goes on."""


@dataclass(frozen=True, slots=True)
class Stop:
    """Ends following some things, or everything."""

    names: tuple[str, ...]
    everything: bool


@dataclass(frozen=True, slots=True)
class BriefNow:
    """A briefing now, on what is named or on what the chat follows."""

    names: tuple[str, ...]
    without: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SetLanguage:
    """The chat's language."""

    language: str


@dataclass(frozen=True, slots=True)
class SetQuiet:
    """What the chat gets when there is nothing new."""

    quiet: Quiet


@dataclass(frozen=True, slots=True)
class SetTimezone:
    """The chat's zone."""

    timezone: str


Change = Follow | Pause | Resume | Stop | SetLanguage | SetTimezone | SetQuiet | Reschedule
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
    | ShowSources
    | OfferMoments
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
    "bronnen": "sources", "sources": "sources",
    "wijzig": "change", "change": "change",
    "pauzeer": "pause", "pauze": "pause", "pause": "pause",
    "hervat": "resume", "resume": "resume",
    "stop": "stop", "unsubscribe": "stop", "unfollow": "stop", "ontvolg": "stop",
    "briefing": "briefing", "brief": "briefing",
    "taal": "language", "language": "language",
    "tijdzone": "timezone", "timezone": "timezone",
    "niets": "quiet", "nothing": "quiet",
    "meer": "more", "more": "more",
}  # fmt: skip
_QUIETS = {
    "stil": Quiet.SILENT, "zwijg": Quiet.SILENT, "silent": Quiet.SILENT,
    "regel": Quiet.LINE, "een regel": Quiet.LINE, "line": Quiet.LINE, "one line": Quiet.LINE,
    "maandelijks": Quiet.MONTHLY, "elke maand": Quiet.MONTHLY, "monthly": Quiet.MONTHLY,
}  # fmt: skip
_WITHOUT = re.compile(r"\s+(?:zonder|behalve|without|except)\s+", re.IGNORECASE)


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
    return _is_a(Change, text)


def is_briefing(text: str) -> bool:
    """Whether `text` asks for a briefing now."""
    return _is_a(BriefNow, text)


def _is_a(kind: type | UnionType, text: str) -> bool:
    try:
        return isinstance(read_command(text), kind)
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
        case "sources" if not rest:
            return ShowSources()
        case "change":
            return Reschedule(read_schedule(rest)) if rest else OfferMoments()
        case "pause":
            return Pause(re.sub(r"^(tot|until|t/m)\s+", "", rest, flags=re.IGNORECASE))
        case "resume" if not rest:
            return Resume()
        case "stop":
            return Stop(_names(_apart(rest)[0]), fold(rest) in {"", "alles", "all", "everything"})
        case "briefing":
            names, without = _apart(rest)
            return BriefNow(_names(names), _names(without))
        case "quiet" if fold(rest).startswith(("nieuws", "new")):
            return _quiet(rest)
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
    """What is listed with commas; a name in quotes keeps them, which says that it is meant literally."""
    quoted = re.sub(r"[“”„‟«»″]", '"', text)
    parts = (part.strip(" .'") for part in re.findall(r'"[^"]*"|[^,"]+', quoted))
    return tuple(part for part in parts if part.strip('" '))


def _apart(text: str) -> tuple[str, str]:
    """What is named, and what of it is not wanted."""
    wanted, *without = _WITHOUT.split(text, maxsplit=1)
    return wanted, "".join(without)


def _quiet(rest: str) -> SetQuiet:
    choice = re.sub(r"^(?:nieuws|new)\s*:?\s*", "", fold(rest))
    if choice not in _QUIETS:
        raise NotUnderstood(
            "Wat wilt u als er niets is? Kies: niets nieuws stil, niets nieuws regel, of niets nieuws maandelijks.",
            "What do you want when nothing is new? Type: nothing new silent, nothing new line, or nothing new monthly.",
        )
    return SetQuiet(_QUIETS[choice])


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
    what, schedule = split_schedule(rest)
    names, without = _apart(what)
    if not names.strip(" ,"):
        raise NotUnderstood(
            "Wat wilt u volgen? Bijvoorbeeld: volg migratie, terugkeer elke maandag 08:00. Alle thema's: thema's.",
            "What do you want to follow? For example: follow migration, return every monday 08:00. All themes: themes.",
        )
    return Follow(_names(names), schedule, _names(without))
