"""What can be followed, and when it comes."""

import re
from dataclasses import dataclass
from datetime import date
from typing import Any

from bot.commands.command import Command, Declared, Does, Example, InMenu, Menu, alone, nothing
from bot.commands.names import Listed, Name, listed, write_names
from bot.commands.schedules import read_schedule, split_schedule, write_schedule
from bot.words import Words
from briefings.errors import NotUnderstood
from briefings.language.dates import find_dates
from briefings.language.fold import fold
from briefings.language.periods import ANY_DAY, find_asked
from briefings.model.chat import Address, Quiet
from briefings.model.schedule import Schedule

_OF = re.compile(r"#([0-9]{1,9})(?:\s+|$)")  #: one subscription, by its number
_BARE = re.compile(r"[0-9]{1,9}")  #: its number alone, without the sign
_UNTIL = re.compile(r"(?:^|\s)(?:tot|until|till|t/m)(?: en met)?\s+", re.IGNORECASE)
_IS_DAY = re.compile(r"\s*[0-9]")  #: "2 weken"
_SOME_YEAR = 2024  #: which words are a day depends on no year, but for a 29th of February
_IS_WHEN = re.compile(r"(?:elke|iedere|every|op|dagelijks|daily|maandelijks|monthly|[0-9])\b")
_TO = re.compile(r"\s+(?:naar|to|op|on|voortaan|nu)$", re.IGNORECASE)
#: Before what is named of what is followed: "de briefing over terugkeer", "abonnement op drugs".
_OF_WHAT = re.compile(
    r"^(?:(?:de|het|mijn|my|the|alle|all) )?(?:(?:briefings?|abonnement(?:en)?|subscriptions?|tijd|time|moment)\b\s*)?"
    r"(?:(?:over|van|op|voor|about|on|of|for)\s+)?",
    re.IGNORECASE,
)
_YEAR = re.compile(r"\b[0-9]{4}$")
_ABOUT = re.compile(r"^(?:(?:over|van|rond|inzake|about|on|of)\b\s*)+", re.IGNORECASE)
_ALL = frozenset({"", "alles", "all", "everything"})


@dataclass(frozen=True, slots=True)
class Follow(Command):
    """Subscribes this chat."""

    names: tuple[Name, ...]
    schedule: Schedule | None = None
    without: tuple[Name, ...] = ()  #: what of it is not wanted


@dataclass(frozen=True, slots=True)
class StartFollowing(Command):
    """Asks what is to be followed."""


@dataclass(frozen=True, slots=True)
class ListSubscriptions(Command):
    """What this chat follows."""


@dataclass(frozen=True, slots=True)
class Overview(Command):
    """What someone follows and where, what comes next, the latest meeting."""


@dataclass(frozen=True, slots=True)
class OfferMoments(Command):
    """Offers other moments, for one subscription or for all of them."""

    of: int | None = None


@dataclass(frozen=True, slots=True)
class Reschedule(Command):
    """What this chat follows, or of it what is named or one subscription, comes on another schedule."""

    schedule: Schedule
    of: int | None = None
    names: tuple[Name, ...] = ()


@dataclass(frozen=True, slots=True)
class Pause(Command):
    """Pauses everything, what is named or one subscription: until a day, given or as it was typed, or until told."""

    until: date | str = ""
    of: int | None = None
    names: tuple[Name, ...] = ()


@dataclass(frozen=True, slots=True)
class Resume(Command):
    """Goes on, everything, what is named or one subscription."""

    of: int | None = None
    names: tuple[Name, ...] = ()


@dataclass(frozen=True, slots=True)
class Stop(Command):
    """Ends following some things, everything, or one subscription."""

    names: tuple[Name, ...] = ()
    everything: bool = False
    of: int | None = None


@dataclass(frozen=True, slots=True)
class BriefNow(Command):
    """A briefing now, on what is named or on what the chat follows: of its latest meetings, or of a period."""

    names: tuple[Name, ...] = ()
    without: tuple[Name, ...] = ()
    when: str = ""  #: the period, as someone typed it


@dataclass(frozen=True, slots=True)
class Rewrite(Command):
    """A subscription as it was filled in on a form: a new one, or in place of another of this workspace."""

    names: tuple[Name, ...]
    without: tuple[Name, ...] | None  #: None: of each its own, as it was
    schedule: Schedule
    timezone: str
    quiet: Quiet
    of: int | None = None  #: the subscription that it replaces
    moved_from: Address | None = None  #: the chat that followed it, when that is another
    paused_until: date | None = None


def _which(rest: str) -> tuple[int | None, str]:
    """The subscription that is named by its number, and what stands behind it."""
    match = _OF.match(rest)
    return (int(match[1]), rest[match.end() :]) if match else (None, rest)


def _of(of: int | None, rest: str = "") -> str:
    return f"#{of} {rest}".strip() if of is not None else rest


def _read_follow(rest: str) -> Follow | None:
    found = listed(rest)
    what, schedule = split_schedule(found.text)
    names, without = found.with_exceptions(what)
    if schedule and not names:
        raise NotUnderstood(
            "Zet er een thema bij. Zo kan het: volg migratie voorbereiding, of: volg migratie dagelijks."
        )
    return Follow(names, schedule, without) if names else None


def _write_follow(command: Follow, *, marked: bool = False) -> str:
    when = f" {write_schedule(command.schedule)}" if command.schedule else ""
    return write_names(command.names, command.without, marked=marked) + when


def _read_offer(rest: str) -> OfferMoments | None:
    of, behind = _which(f"#{rest}" if _BARE.fullmatch(rest) else rest)
    return None if behind else OfferMoments(of)


def _read_reschedule(rest: str) -> Reschedule | None:
    """ "elke vrijdag", "#3 elke vrijdag", "terugkeer, drugs naar vrijdag 10:00"."""
    if _BARE.fullmatch(rest):
        return None
    of, behind = _which(rest)
    if not behind:
        return None
    found = listed(behind)
    typed = found.text.split()
    for at in range(len(typed) if of is None else 1):
        try:
            schedule = read_schedule(" ".join(typed[at:]))
        except NotUnderstood:
            continue
        what = _TO.sub("", " ".join(typed[:at]))
        if at and (_IS_WHEN.match(fold(what)) or not what):
            break
        return Reschedule(schedule, of, _named(found, what))
    return Reschedule(read_schedule(behind), of)


def _write_reschedule(command: Reschedule, *, marked: bool = False) -> str:
    names = write_names(command.names, marked=marked)
    return _of(command.of, f"{names} {write_schedule(command.schedule)}".strip())


def _read_pause(rest: str) -> Pause:
    """ "tot 1 september", "terugkeer tot 1 september", "1 september"."""
    of, behind = _which(rest)
    found = listed(behind)
    until = _UNTIL.search(found.text)
    what, told = (found.text[: until.start()], found.text[until.end() :]) if until else (found.text, "")
    if not until and (_IS_DAY.match(what) or find_dates(what, _SOME_YEAR)):
        what, told = "", what
    days = find_dates(told, int(told[-4:])) if _YEAR.search(told) else []
    return Pause(days[0] if len(days) == 1 and _day(days[0]) == told else told, of, _named(found, what))


def _write_pause(command: Pause, *, marked: bool = False) -> str:
    until = f"tot {_day(command.until)}" if command.until else ""
    return _of(command.of, f"{write_names(command.names, marked=marked)} {until}".strip())


def _named(found: Listed, what: str) -> tuple[Name, ...]:
    """What is named of what is followed; nothing where all of it is meant."""
    said = _OF_WHAT.sub("", what.strip(" ,:"))
    return () if fold(said) in _ALL else found.with_exceptions(said)[0]


def _day(until: date | str) -> str:
    return until if isinstance(until, str) else Words("nl").day(until)


def _read_resume(rest: str) -> Resume:
    of, behind = _which(rest)
    found = listed(behind)
    return Resume(of, _named(found, found.text))


def _read_stop(rest: str) -> Stop:
    of, behind = _which(rest)
    if fold(behind) in _ALL:
        return Stop(everything=True, of=of)
    found: Listed = listed(behind)
    return Stop(found.with_exceptions(found.text)[0], of=of)


def _write_stop(command: Stop, *, marked: bool = False) -> str:
    if command.everything:
        return _of(command.of) or "alles"
    return _of(command.of, write_names(command.names, marked=marked) or ",")


def _read_briefing(rest: str) -> BriefNow:
    """ "over oekraïne in maart 2025": what it is about, and of which days."""
    found = listed(rest)
    folded = fold(found.text)
    period = find_asked(folded, ANY_DAY) if len(folded) == len(found.text) else None
    if period is None:
        return BriefNow(*found.with_exceptions(_ABOUT.sub("", found.text)))
    rest = f"{found.text[: period.start].strip(' ,')} {found.text[period.end :].strip(' ,')}".strip()
    when = found.text[period.start : period.end].strip()
    return BriefNow(*found.with_exceptions(_ABOUT.sub("", rest)), when=when)


def _write_briefing(command: BriefNow, *, marked: bool = False) -> str:
    return f"{write_names(command.names, command.without, marked=marked)} {command.when}".strip()


FOLLOWING: tuple[Declared[Any], ...] = (
    Declared(
        Follow,
        nl=("volg", "volgen", "abonneer"),
        en=("follow", "subscribe"),
        read=_read_follow,
        write=_write_follow,
        mark=lambda command: _write_follow(command, marked=True),
        does=Does.CHANGES,
        examples=(
            Example("volg migratie elke maandag 08:00", "een vaste briefing"),
            Example(
                'volg "gezichtsherkenning"',
                "ook een woord, een dossier (volg kst 22112) of een raad (volg raad JBZ)",
            ),
            Example("volg standpunten nederland", "wat iemand vindt", in_help=False),
            Example("volg migratie voorbereiding", "drie dagen voor een Raad wat u ervoor moet weten", in_help=False),
            Example("volg migratie zonder visa", "met uitzonderingen", in_help=False),
            Example(
                "volg migratie elke eerste maandag van de maand, niet op feestdagen",
                "ook: dagelijks 07:30, 3 dagen voor de raad, direct; en: niet in reces",
                in_help=False,
            ),
        ),
        menu=Menu(2, "volg", "follow", "Volg een thema, met een vaste briefing", InMenu.OWN),
    ),
    Declared(
        StartFollowing,
        nl=("volg", "volgen", "abonneer"),
        en=("follow", "subscribe"),
        read=alone(StartFollowing),
        write=nothing,
        does=Does.OFFERS,
    ),
    Declared(
        ListSubscriptions,
        nl=("abonnementen", "abonnement"),
        en=("subscriptions",),
        read=alone(ListSubscriptions),
        write=nothing,
        examples=(Example("abonnementen", "wat u volgt"),),
        menu=Menu(3, "abonnementen", "subscriptions", "Wat u volgt"),
    ),
    Declared(
        Reschedule,
        nl=("wijzig",),
        en=("change", "edit"),
        read=_read_reschedule,
        write=_write_reschedule,
        mark=lambda command: _write_reschedule(command, marked=True),
        does=Does.CHANGES,
        examples=(
            Example("wijzig elke woensdag 09:00", "een ander moment", in_help=False),
            Example("wijzig migratie elke vrijdag 10:00", "een ander moment voor een deel", in_help=False),
        ),
    ),
    Declared(
        OfferMoments,
        nl=("wijzig",),
        en=("change", "edit"),
        read=_read_offer,
        write=lambda command: _of(command.of),
        does=Does.OFFERS,
    ),
    Declared(
        Pause,
        nl=("pauzeer", "pauze"),
        en=("pause",),
        read=_read_pause,
        write=_write_pause,
        mark=lambda command: _write_pause(command, marked=True),
        does=Does.CHANGES,
        examples=(Example("pauzeer tot 1 september", "even geen briefings; ook: pauzeer migratie", in_help=False),),
        menu=Menu(10, "pauzeer", "pause", "Zet briefings even stil", InMenu.OWN),
    ),
    Declared(
        Resume,
        nl=("hervat",),
        en=("resume",),
        read=_read_resume,
        write=lambda command: _of(command.of, write_names(command.names)),
        mark=lambda command: _of(command.of, write_names(command.names, marked=True)),
        does=Does.CHANGES,
        examples=(Example("hervat", "weer wel briefings; ook: hervat migratie", in_help=False),),
        menu=Menu(11, "hervat", "resume", "Ga door na een pauze", InMenu.OWN),
    ),
    Declared(
        Stop,
        nl=("stop", "ontvolg"),
        en=("unsubscribe", "unfollow"),
        read=_read_stop,
        write=_write_stop,
        mark=lambda command: _write_stop(command, marked=True),
        does=Does.CHANGES,
        examples=(
            Example("stop migratie", "niet meer volgen", in_help=False),
            Example("stop alles", "niets meer volgen", in_help=False),
        ),
        menu=Menu(12, "stop", "stop", "Stop met volgen", InMenu.OWN),
    ),
    Declared(
        BriefNow,
        nl=("briefing", "brief", "weekbriefing"),
        en=(),
        read=_read_briefing,
        write=_write_briefing,
        mark=lambda command: _write_briefing(command, marked=True),
        examples=(
            Example("briefing migratie", "een briefing nu"),
            Example("briefing migratie maart 2025", "een briefing over een periode", in_help=False),
        ),
        menu=Menu(4, "briefing", "briefing", "Een briefing nu", InMenu.OWN),
    ),
    Declared(
        Overview,
        nl=("overzicht",),
        en=("overview", "home"),
        read=alone(Overview),
        write=nothing,
        examples=(
            Example("overzicht", "wat u volgt en waar, de volgende briefings, de laatste vergadering", in_help=False),
        ),
    ),
    Declared(Rewrite, nl=(), en=(), read=lambda _: None, write=lambda _: "", does=Does.CHANGES),
)
