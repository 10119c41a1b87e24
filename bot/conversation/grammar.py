"""What people type -> Command; the same for every channel, in Dutch and English."""

import re
from types import UnionType

from bot.conversation.commands import (
    Ask,
    BriefNow,
    Change,
    Command,
    Commitments,
    Decisions,
    Follow,
    Forget,
    Help,
    ListSubscriptions,
    ListThemes,
    News,
    OfferMoments,
    Overview,
    Pause,
    Reschedule,
    Resume,
    SetChangers,
    SetLanguage,
    SetQuiet,
    SetTimezone,
    ShowItem,
    ShowMeeting,
    ShowPrivacy,
    ShowSources,
    StartFollowing,
    Stop,
    Timeline,
    Welcome,
    Why,
)
from bot.conversation.glances import at_a_glance
from bot.conversation.schedules import read_schedule, split_schedule
from bot.words import LANGUAGES
from briefings.errors import NotUnderstood
from briefings.language.fold import fold
from briefings.model.chat import Changers, Quiet

LONGEST = 1000  #: characters that are read of what was typed


_VERBS = {
    "help": "help", "hulp": "help", "?": "help",
    "start": "welcome", "hallo": "welcome", "hoi": "welcome", "hello": "welcome",
    "thema's": "themes", "themas": "themes", "thema": "themes", "themes": "themes", "onderwerpen": "themes",
    "raad": "meeting", "council": "meeting", "vergadering": "meeting",
    "punt": "item", "agendapunt": "item", "item": "item",
    "tijdlijn": "timeline", "timeline": "timeline",
    "waarom": "why", "why": "why",
    "toezeggingen": "commitments", "commitments": "commitments", "announcements": "commitments",
    "nieuws": "news", "news": "news", "besluiten": "decisions", "decisions": "decisions",
    "volg": "follow", "volgen": "follow", "follow": "follow", "subscribe": "follow", "abonneer": "follow",
    "abonnementen": "subscriptions", "abonnement": "subscriptions", "subscriptions": "subscriptions",
    "overzicht": "overview", "overview": "overview", "home": "overview",
    "privacy": "privacy",
    "vergeet": "forget", "vergeten": "forget", "forget": "forget",
    "rechten": "changers", "rights": "changers",
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
_CHANGERS = {
    "iedereen": Changers.EVERYONE, "everyone": Changers.EVERYONE,
    "makers": Changers.MAKERS, "maker": Changers.MAKERS,
    "beheerders": Changers.ADMINISTRATORS, "beheerder": Changers.ADMINISTRATORS,
    "admins": Changers.ADMINISTRATORS, "administrators": Changers.ADMINISTRATORS,
}  # fmt: skip
_OF = re.compile(r"#(\d{1,9})(?:\s+|$)")  #: one subscription, by its number
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


def command_in(text: str) -> Command:
    """The command in `text`; help for what is not understood."""
    try:
        return read_command(text)
    except NotUnderstood:
        return Help()


def is_verb(word: str) -> bool:
    """Whether `word`, as "/volg", begins a command of ours."""
    name = fold(word.lstrip("/"))
    return name == "jbz" or name in _VERBS


def is_question(text: str) -> bool:
    """Whether `text` is searched for as it stands, and is no command: what a name of a theme must be."""
    return _is_a(Ask, text)


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
        case "news":
            return News(rest)
        case "decisions":
            return Decisions(rest)
        case "follow":
            return _follow(rest)
        case "subscriptions" if not rest:
            return ListSubscriptions()
        case "sources" if not rest:
            return ShowSources()
        case "change":
            of, rest = _which(rest)
            return Reschedule(read_schedule(rest), of) if rest else OfferMoments(of)
        case "pause":
            of, rest = _which(rest)
            return Pause(re.sub(r"^(tot|until|t/m)\s+", "", rest, flags=re.IGNORECASE), of)
        case "resume" if not _which(rest)[1]:
            return Resume(_which(rest)[0])
        case "stop":
            of, rest = _which(rest)
            return Stop(_names(_apart(rest)[0]), fold(rest) in {"", "alles", "all", "everything"}, of)
        case "overview" if not rest:
            return Overview()
        case "privacy" if not rest:
            return ShowPrivacy()
        case "welcome" if not rest:
            return Welcome()
        case "forget" if fold(rest) in {"", "mij", "me", "alles", "everything"}:
            return Forget()
        case "changers":
            return _changers(rest)
        case "briefing":
            return BriefNow(*names_in(rest))
        case "quiet" if fold(rest).startswith(("nieuws", "new")):
            return _quiet(rest)
        case "language":
            return _language(rest)
        case "timezone":
            return SetTimezone(rest)
        case "more":
            return _more(rest) or Ask(typed)
        case _:
            return at_a_glance(typed) or Ask(typed)


def _more(rest: str) -> Ask | None:
    offset, _, text = rest.partition(" ")
    return Ask(text, int(offset), paged=True) if offset.isdecimal() and len(offset) <= 4 and text else None  # noqa: PLR2004


def _which(rest: str) -> tuple[int | None, str]:
    """The subscription that is named by its number, and what stands behind it."""
    match = _OF.match(rest)
    return (int(match[1]), rest[match.end() :]) if match else (None, rest)


def _names(text: str) -> tuple[str, ...]:
    """What is listed with commas; a name in quotes keeps them, which says that it is meant literally."""
    quoted = re.sub(r"[“”„‟«»″]", '"', text)
    parts = (part.strip(" .'") for part in re.findall(r'"[^"]*"|[^,"]+', quoted))
    return tuple(part for part in parts if part.strip('" '))


def _apart(text: str) -> tuple[str, str]:
    """What is named, and what of it is not wanted."""
    wanted, *without = _WITHOUT.split(text, maxsplit=1)
    return wanted, "".join(without)


def names_in(text: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The names in a list, and those of what is not wanted."""
    wanted, without = _apart(text)
    return _names(wanted), _names(without)


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


def _follow(rest: str) -> Follow | StartFollowing:
    what, schedule = split_schedule(rest)
    names, without = names_in(what)
    return Follow(names, schedule, without) if names else StartFollowing()


def _changers(rest: str) -> SetChangers:
    if fold(rest) not in _CHANGERS:
        raise NotUnderstood(
            "Wie mag wijzigen wat hier wordt gevolgd? Kies: rechten iedereen, rechten makers, of rechten beheerders.",
            "Who may change what is followed here? Type: rights everyone, rights makers, or rights admins.",
        )
    return SetChangers(_CHANGERS[fold(rest)])
