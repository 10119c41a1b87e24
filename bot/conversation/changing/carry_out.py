"""Carries the steps of a change out, in one transaction."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, time

from bot.conversation.changing.steps import ChangeStep, End, EndEmpty, Erase, GoOn, Keep, PauseUntil, Settle, TakeOut
from bot.conversation.timings import Timings
from bot.conversation.visit import Visit
from bot.scheduling.moments import local_moment
from briefings.model.interest import Interest
from briefings.model.schedule import BeforeCouncil, Preparing
from briefings.model.subscription import Subscription, Watermark
from storage import chat_lifecycle, chats, endings, subscriptions
from storage.database import Session
from storage.search import session_sequence
from storage.subscriptions import Start

ON_REQUEST = "pause.on_request"  #: why people pause


@dataclass(slots=True)
class Done:
    """What came of the steps."""

    visit: Visit  #: with the settings as they are now
    kept: Subscription | None = None
    due: datetime | None = None  #: when what was kept comes for the first time
    stopped: Sequence[Interest] = ()  #: what was followed, and is no more
    watermarks: Mapping[str, Watermark] = field(default_factory=dict)  #: of what was taken out


def carry_out(session: Session, steps: Sequence[ChangeStep], visit: Visit, timings: Timings) -> Done:
    """Each step in turn, in the unit of work `session`."""
    done = Done(visit)
    chats_of_it = {visit.chat.id, *(step.of_chat for step in steps if isinstance(step, EndEmpty))}
    may_end = any(isinstance(step, Keep | End | EndEmpty) for step in steps)
    before = _followed(session, chats_of_it) if may_end else {}
    for step in steps:
        _carry_out(session, step, done, timings)
    if may_end:
        _lay_aside(session, before, chats_of_it, done, timings)
    return done


def _followed(session: Session, of_chats: Collection[int]) -> dict[int, set[str]]:
    """The subjects of every subscription of these chats."""
    every = [one for chat in of_chats for one in subscriptions.of_chat(session, chat)]
    return {one.id: {followed.interest.subject.code for followed in one.followed} for one in every}


def _lay_aside(
    session: Session, before: Mapping[int, set[str]], of_chats: Collection[int], done: Done, timings: Timings
) -> None:
    """What waits for a subscription that lost something tells too much: what goes on tells the rest anew."""
    now_followed = _followed(session, of_chats)
    less = [one for one, subjects in before.items() if subjects - now_followed.get(one, set())]
    elsewhere = done.kept.id if done.kept is not None and len(of_chats) > 1 else None
    reason = "delivery.stopped" if done.kept is None else "delivery.changed"
    endings.drop_of(session, less, reason, done.visit.now, into=elsewhere)
    for one in less:
        subscriptions.tell_rest(session, one, timings.clock())


def _carry_out(session: Session, step: ChangeStep, done: Done, timings: Timings) -> None:
    chat, now = done.visit.chat, done.visit.now
    match step:
        case TakeOut(subscription):
            done.watermarks = subscriptions.empty(session, subscription)
        case Keep():
            _keep(session, step, done, timings)
        case EndEmpty(of_chat):
            subscriptions.drop_empty(session, of_chat)
        case PauseUntil(until, of, of_kept):
            of = done.kept.id if of_kept and done.kept else of
            ends = local_moment(until, time(0, 1), chat.timezone) if until else None
            subscriptions.pause(session, chat.id, ON_REQUEST, until, ends, of)
            ids = [one.id for one in subscriptions.of_chat(session, chat.id) if of in {None, one.id}]
            endings.drop_of(session, ids, "delivery.paused", now)  # what waits is told when the pause ends
        case GoOn(chosen):
            for one in chosen:
                if one.stopped_because is not None:
                    endings.take_up(session, one.id, now)
                subscriptions.resume(session, one.id, timings.next_or_owed(session, one.id, chat.timezone))
        case End(subjects, of):
            done.stopped = subscriptions.stop(session, chat.id, subjects, of)
        case Settle():
            _settle(session, step, done, timings)
        case Erase():
            chat_lifecycle.forget_chat(session, chat.address)
            if done.visit.is_private:
                chat_lifecycle.forget_person(
                    session, chat.address.channel, chat.address.workspace, done.visit.person.id
                )


def _keep(session: Session, step: Keep, done: Done, timings: Timings) -> None:
    visit, schedule = done.visit, step.schedule
    done.due = timings.first(session, schedule, visit.chat.timezone)
    # What is told at once begins with the next letter; any other schedule begins with the latest meeting.
    watermark = Watermark(session_sequence(session), nothing=not schedule.immediate)
    # A Council still to come may be told of late, when its letter comes after the moment before it.
    done_until = None if isinstance(schedule.rhythm, BeforeCouncil | Preparing) else visit.now
    start = Start(done.due, done_until, watermark, None if visit.is_private else visit.person.id or None)
    done.kept = subscriptions.follow(session, visit.chat, step.interests, schedule, start, done.watermarks)


def _settle(session: Session, step: Settle, done: Done, timings: Timings) -> None:
    chat = done.visit.chat
    chosen: dict[str, object] = {
        "language": step.language,
        "timezone": step.timezone,
        "quiet": step.quiet,
        "changers": step.changers,
    }
    chosen["alarm"] = step.alarm
    changed = {name: value for name, value in chosen.items() if value is not None}
    chats.change_chat(session, chat.id, **changed)  # type: ignore[arg-type]  # its own fields
    done.visit = replace(done.visit, chat=replace(chat, **changed))  # type: ignore[arg-type]  # its own fields
    if step.timezone is not None:
        for one in subscriptions.of_chat(session, chat.id):
            if one.stopped_because is None:
                subscriptions.move_zone(session, one.id, step.timezone, timings.next(session, one, step.timezone))
