"""What a command changes, and whether who asks it may. Pure: what is basis goes in, steps come out."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from bot.commands.command import Command
from bot.commands.following import Follow, Pause, Reschedule, Resume, Rewrite, Stop
from bot.commands.names import Name
from bot.commands.settings import Forget, SetChangers, SetLanguage, SetQuiet, SetTimezone
from bot.commands.silence import SetAlarm
from bot.conversation.changing.steps import (
    ChangeStep,
    End,
    EndEmpty,
    Erase,
    GoOn,
    Keep,
    PauseUntil,
    Settle,
    TakeOut,
)
from bot.conversation.rights import check_may_change, check_may_set_rule
from bot.conversation.subjects import name_interests, name_subject
from bot.conversation.visit import Visit
from bot.conversation.wishes import Doubt, find_interests
from bot.scheduling.zones import zone_named, zones_like
from briefings.errors import NotUnderstood
from briefings.language.dates import find_dates
from briefings.model.interest import Interest
from briefings.model.schedule import Schedule
from briefings.model.subscription import Subscription


@dataclass(frozen=True, slots=True)
class Basis:
    """What a decision rests on beside the visit."""

    followed: tuple[Subscription, ...]  #: by the chat
    schedule: Schedule  #: of what is followed without one
    source: Visit | None = None  #: to the chat that follows what a form changes
    replaced: Subscription | None = None  #: what a form changes, if it is still there


@dataclass(frozen=True, slots=True)
class Decided:
    """What is to be done; nothing, when it must first be asked what was meant, or when there is nothing to change."""

    steps: tuple[ChangeStep, ...] = ()
    interests: tuple[Interest, ...] = ()  #: what it is about
    doubts: tuple[Doubt, ...] = ()
    joined: tuple[Subscription, ...] = ()  #: of which one is made, where they come at one moment
    lifted: tuple[Interest, ...] = ()  #: that stood still, and do no more


def decide(command: Command, visit: Visit, basis: Basis) -> Decided:
    """The decision on a command that changes something. Raises NotUnderstood and NotAllowed."""
    match command:
        case Follow():
            return _follow(command, visit, basis)
        case Rewrite():
            return _rewrite(command, visit, basis)
        case Reschedule():
            return _reschedule(command, visit, basis)
        case Pause() | Resume():
            return _stand_still(command, visit, basis)
        case Stop():
            return _stop(command, visit, basis)
        case _:
            check_may_change(visit, basis.followed)
            return Decided((_setting(command, visit),))


def _setting(command: Command, visit: Visit) -> ChangeStep:
    match command:
        case SetLanguage(language):
            return Settle(language=language)
        case SetTimezone(typed):
            return Settle(timezone=known_zone(typed))
        case SetQuiet(quiet):
            return Settle(quiet=quiet)
        case SetChangers(changers):
            check_may_set_rule(visit, changers)
            return Settle(changers=changers)
        case SetAlarm(councils):
            return Settle(alarm=councils)
        case Forget():
            return Erase()
        case _:
            raise TypeError(type(command).__name__)


def _follow(command: Follow, visit: Visit, basis: Basis) -> Decided:
    interests, doubts = _found(command.names, command.without, visit)
    if doubts:
        return Decided(doubts=doubts)
    schedule = command.schedule or basis.schedule
    taken = _alike(_taken_from(basis, interests), schedule)
    check_may_change(visit, taken)
    return Decided((Keep(interests, schedule),), interests, lifted=_standing_still(taken, interests, schedule, basis))


def _rewrite(command: Rewrite, visit: Visit, basis: Basis) -> Decided:
    """A form that was filled in: what it replaces ends, and what was told of it goes along."""
    interests, doubts = _found(command.names, command.without or (), visit)
    if doubts:
        raise _doubtful(doubts[0], visit)
    steps: list[ChangeStep] = []
    if command.of is not None:
        if basis.replaced is None or basis.source is None or basis.replaced.chat_id != basis.source.chat.id:
            raise gone()
        check_may_change(basis.source, [basis.replaced])
        steps.append(TakeOut(basis.replaced.id))
        if command.without is None:
            exceptions = {one.subject: one.without for one in basis.replaced.interests}
            interests = tuple(Interest(one.subject, exceptions.get(one.subject, ())) for one in interests)
    check_may_change(visit, _alike(_taken_from(basis, interests), command.schedule))
    if (command.timezone, command.quiet) != (visit.chat.timezone, visit.chat.quiet):
        check_may_change(visit, basis.followed)
        steps.append(Settle(timezone=known_zone(command.timezone), quiet=command.quiet))
    steps.append(Keep(interests, command.schedule))
    if basis.source is not None:
        steps.append(EndEmpty(basis.source.chat.id))
    if command.paused_until is not None:
        steps.append(PauseUntil(_still_to_come(command.paused_until, visit), of_kept=True))
    return Decided(tuple(steps), interests)


def _reschedule(command: Reschedule, visit: Visit, basis: Basis) -> Decided:
    """Another moment. A pause stays, where all that comes at it from now on stands still."""
    schedule, chosen = command.schedule, _alike(_chosen(basis, command.of), command.schedule, command.of)
    only = None
    if command.names:
        wanted, doubts = _named_of(chosen, command.names, visit)
        if doubts:
            return Decided(doubts=doubts)
        only = {one.subject for one in wanted}
        chosen = _followed_of(chosen, wanted, visit)
    each = {one.subject: one for kept in chosen for one in kept.interests if only is None or one.subject in only}
    interests = tuple(each.values())
    others = [TakeOut(one.id) for one in chosen if one.schedule.prepares is not schedule.prepares]
    ends = [EndEmpty(visit.chat.id)] if others else []
    pause = _pause_kept(chosen, schedule, basis)
    lifted = () if pause else _standing_still(chosen, interests, schedule, basis)
    steps: tuple[ChangeStep, ...] = (*others, Keep(interests, schedule), *ends, *pause)
    if not _concerned(chosen, visit):
        return Decided()
    joined = tuple({one.id: one for one in (*chosen, *_at(schedule, basis))}.values())
    return Decided(steps, interests, joined=joined if len(joined) > 1 else (), lifted=lifted)


def _stand_still(command: Pause | Resume, visit: Visit, basis: Basis) -> Decided:
    """A pause, or its end: of all, of one subscription, or of every one that has something that is named."""
    chosen = _chosen(basis, command.of)
    if command.names:
        wanted, doubts = _named_of(chosen, command.names, visit)
        if doubts:
            return Decided(doubts=doubts)
        chosen = _followed_of(chosen, wanted, visit)
    if not _concerned(chosen, visit):
        return Decided()
    interests = tuple({one.subject: one for kept in chosen for one in kept.interests}.values())
    if isinstance(command, Resume):
        return Decided((GoOn(tuple(chosen)),), interests)
    until = _day(command.until, visit) if command.until else None
    if not command.names:
        return Decided((PauseUntil(until, command.of),), interests)
    return Decided(tuple(PauseUntil(until, one.id) for one in chosen), interests)


def _named_of(
    chosen: Sequence[Subscription], names: Sequence[Name], visit: Visit
) -> tuple[tuple[Interest, ...], tuple[Doubt, ...]]:
    """What is named, and what else of these subscriptions may have been meant."""
    wanted, doubts = _found(names, (), visit)
    return wanted, tuple(one for doubt in doubts if (one := _among(doubt, chosen)))


def _followed_of(chosen: Sequence[Subscription], wanted: Sequence[Interest], visit: Visit) -> list[Subscription]:
    """The subscriptions that have something of this. Raises NotUnderstood where none has."""
    subjects = {one.subject for one in wanted}
    found = [one for one in chosen if not subjects.isdisjoint({interest.subject for interest in one.interests})]
    if not found:
        themes = name_interests(wanted, visit.saying)
        raise NotUnderstood("Hier wordt niet gevolgd: {themes}. Typ abonnementen om te zien wat wel.", themes=themes)
    return found


def _pause_kept(chosen: Sequence[Subscription], schedule: Schedule, basis: Basis) -> tuple[PauseUntil, ...]:
    """The pause of what comes at another moment.

    What comes at one moment is one subscription: it stands still only where all of it did, until the first day.
    """
    parts = [*chosen, *(one for one in _at(schedule, basis) if one not in chosen)]
    if not parts or not all(one.paused_because for one in parts):
        return ()
    return (PauseUntil(min((one.paused_until for one in parts if one.paused_until), default=None), of_kept=True),)


def _standing_still(
    chosen: Sequence[Subscription], moved: Sequence[Interest], schedule: Schedule, basis: Basis
) -> tuple[Interest, ...]:
    """What stands still of what is moved, and of what comes at that moment already."""
    subjects = {one.subject for one in moved}
    of_chosen = (one for kept in chosen if kept.paused_because for one in kept.interests if one.subject in subjects)
    there = (one for kept in _at(schedule, basis) if kept.paused_because for one in kept.interests)
    return tuple({one.subject: one for one in (*of_chosen, *there)}.values())


def _at(schedule: Schedule, basis: Basis) -> list[Subscription]:
    """What the chat follows on a schedule already."""
    return [one for one in basis.followed if one.schedule.code == schedule.code]


def _alike(chosen: Sequence[Subscription], schedule: Schedule, of: int | None = None) -> list[Subscription]:
    """Of what is not named by its number: a moment for briefings leaves preparations alone, and the other way round."""
    return [one for one in chosen if of is not None or one.schedule.prepares is schedule.prepares]


def _stop(command: Stop, visit: Visit, basis: Basis) -> Decided:
    chosen = _chosen(basis, command.of)
    if command.everything:
        check_may_change(visit, chosen)
        quiet = (Settle(alarm=()),) if command.of is None and visit.chat.alarm else ()
        return Decided((End(None, command.of), *quiet))
    interests, doubts = _named_of(chosen, command.names, visit)
    if doubts:
        return Decided(doubts=doubts)
    check_may_change(visit, _taken_from(basis, interests))
    return Decided((End(tuple(one.subject for one in interests), command.of),))


def _among(doubt: Doubt, chosen: Sequence[Subscription]) -> Doubt | None:
    """What may have been meant of what is followed; None when nothing of it is: then there is nothing to ask."""
    followed = {interest.subject for one in chosen for interest in one.interests}
    near, term = tuple(one for one in doubt.near if one in followed), doubt.term if doubt.term in followed else None
    return replace(doubt, near=near, term=term) if near or term else None


def _concerned(chosen: Sequence[Subscription], visit: Visit) -> bool:
    """Whether there is anything that would change, after looking whether it may."""
    if chosen:
        check_may_change(visit, chosen)
    return bool(chosen)


def _found(
    names: Sequence[Name], without: Sequence[Name], visit: Visit
) -> tuple[tuple[Interest, ...], tuple[Doubt, ...]]:
    interests, doubts = find_interests(names, without, visit.saying.catalogue)
    return tuple(interests), tuple(doubts)


def _chosen(basis: Basis, of: int | None) -> list[Subscription]:
    """One subscription of the chat, or all of them. Raises NotUnderstood when that one is not there."""
    chosen = [one for one in basis.followed if of in {None, one.id}]
    if of is not None and not chosen:
        raise gone()
    return chosen


def _taken_from(basis: Basis, interests: Sequence[Interest]) -> list[Subscription]:
    """The subscriptions from which something of this would be taken."""
    subjects = {interest.subject for interest in interests}
    return [one for one in basis.followed if subjects & {interest.subject for interest in one.interests}]


def _day(until: date | str, visit: Visit) -> date:
    """The day that is meant, still to come. Raises NotUnderstood."""
    if isinstance(until, date):
        return _still_to_come(until, visit)
    for year in (visit.today.year, visit.today.year + 1):
        days = find_dates(until, year)
        if days and days[0] > visit.today:
            return days[0]
    raise _until_when()


def _still_to_come(day: date, visit: Visit) -> date:
    if day <= visit.today:
        raise _until_when()
    return day


def known_zone(name: str) -> str:
    """The time zone that is named whole or by its city. Raises NotUnderstood, with one that is like it."""
    zone = zone_named(name)
    if zone is None:
        like = [*(zones_like(name) if name else ()), "Europe/Brussels"][0]
        raise NotUnderstood("Die tijdzone ken ik niet. Zo kan het: tijdzone {like}.", like=like)
    return zone


def gone() -> NotUnderstood:
    """That a subscription is not there any more."""
    return NotUnderstood("Dit abonnement is intussen gestopt of verplaatst. Typ abonnementen om te zien wat er nu is.")


def _until_when() -> NotUnderstood:
    return NotUnderstood("Tot wanneer? Zo kan het: pauzeer tot 1 september.")


def _doubtful(doubt: Doubt, visit: Visit) -> NotUnderstood:
    """What a form says of a name that is no theme for sure."""
    if not doubt.near:
        return NotUnderstood(
            '“{name}” is geen thema dat ik ken. Zet een los woord tussen aanhalingstekens: "drugs".', name=doubt.name
        )
    return NotUnderstood(
        '“{name}” is geen thema dat ik ken. Bedoelt u {near}? Zet een los woord tussen aanhalingstekens: "drugs".',
        name=doubt.name,
        near=name_subject(doubt.near[0], visit.saying),
    )
