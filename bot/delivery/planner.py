"""Due -> briefing -> parts -> rows, in one transaction."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from threading import Event
from time import thread_time

from bot.channel import Render
from bot.conversation.briefings import after_a_miss, briefing_reply, nothing_new, preparation_reply
from bot.conversation.keeping import items_of, to_kept
from bot.conversation.saying import Saying
from bot.delivery.due import due_moment, is_wanted
from bot.delivery.news import SubscriptionNews, missed, told_before, untold
from bot.delivery.preparing import pack_of, to_prepare
from bot.delivery.steps import Step, Watcher, nobody
from bot.reply import Reply
from bot.scheduling.calendar import Calendar
from bot.scheduling.moments import Timing, local_day
from bot.telemetry import log
from briefings.composing.compose import Composer
from briefings.model.chat import Chat
from briefings.model.recall import Amended
from briefings.model.schedule import AtOnce, BeforeCouncil, Preparing
from briefings.model.subscription import Subscription
from briefings.themes.catalogue import Catalogue
from storage import amended, deliveries, owed, planning
from storage.database import Database, DatabaseError, Session
from storage.deliveries import NewDelivery
from storage.endings import TOO_LATE
from storage.followed import Letters, Remembered
from storage.planning import Planned
from storage.search import sequence_now, session_sequence

_TRY_AGAIN = timedelta(minutes=5)
_BATCH = 500  #: planned in one transaction
#: On SQLite, which is for one process, people's commands wait for the planner. So it plans a few, and then lets them go
#: first for some times as long as that took: it has a quarter of a core, and still plans faster than is sent.
_BATCH_OF_ONE_WRITER, _BREATHS = 10, 3
_MOST_MADE = 5000  #: briefings that are remembered within a round


@dataclass(frozen=True)
class BriefingTools:
    """What a briefing is made with."""

    catalogue: Callable[[], Catalogue]
    letters: Callable[[Session, Remembered], Letters]
    renders: Mapping[str, Render]
    saying_in: Callable[[str], Saying]
    calendar: Calendar = Calendar()  # noqa: RUF009 - frozen


@dataclass(frozen=True, slots=True)
class _Made:
    """A briefing as messages, and whether it tells anything new."""

    has_news: bool
    parts: tuple[str, ...]
    kept: str  #: what was rendered, as JSON
    items: frozenset[int]


class Planner:
    """Plans what is due. Any number of processes may run it: rows are locked, and a moment is unique."""

    def __init__(
        self, database: Database, tools: BriefingTools, clock: Callable[[], datetime], watcher: Watcher = nobody
    ) -> None:
        self._database = database
        self._tools = tools
        self._clock = clock
        self._reached = watcher
        self._batch = _BATCH_OF_ONE_WRITER if database.sqlite else _BATCH
        self._stopping = Event()

    def stop(self) -> None:
        """Ends planning after what is being planned now; the rest is due when a process is there again."""
        self._stopping.set()

    def plan(self) -> int:
        """Plans everything that is due; returns how many deliveries were made."""
        planned = 0
        shared = _Shared(self._tools)
        self._look_up_preparations(shared)
        while not self._stopping.is_set():
            before = thread_time()
            with self._database.writing(last=True) as session:
                if self._database.is_newer(session):
                    return planned
                due = planning.claim_due(session, self._clock(), self._batch)
                if due:
                    self._reached(Step.CLAIMED_DUE)
                    planned += self._plan_all(session, due, shared)
                    self._reached(Step.WRITTEN)
            if due:
                self._reached(Step.PLANNED)
            if len(due) < self._batch:
                break
            if self._database.sqlite:
                self._stopping.wait(_BREATHS * (thread_time() - before))
        return planned

    def _look_up_preparations(self, shared: "_Shared") -> None:
        """What came before an agenda takes long to look up: that is done before others wait for the planner."""
        with self._database.reading() as session:
            due = planning.due_preparations(session, now := self._clock(), _BATCH)
            if due:
                round_ = _Round(session, self._tools, now, shared, sequence_now(session))
                for subscription in due:
                    round_.look_up(subscription)

    def _plan_all(self, session: Session, due: list[tuple[Subscription, Chat]], shared: "_Shared") -> int:
        ids, told = [one.id for one, _ in due], told_before([one for one, _ in due])
        at_once = {one.id for one, _ in due if isinstance(one.schedule.rhythm, AtOnce)}
        edited = amended.since_told(session, ids, told, at_once)
        round_ = _Round(session, self._tools, self._clock(), shared, session_sequence(session), edited)
        outcomes: dict[int, Planned] = {}
        letters: list[NewDelivery] = []
        for subscription, chat in due:
            outcomes[subscription.id], letter = self._plan_one(round_, subscription, chat)
            letters += [letter] if letter else []
        deliveries.put(session, letters, self._clock())
        told_anew = [one.subscription_id for one in letters if one.subscription_id not in at_once]
        amended.leave_to_briefing(session, told_anew)
        planning.planned(session, outcomes)
        return len(letters)

    def _plan_one(self, round_: "_Round", subscription: Subscription, chat: Chat) -> tuple[Planned, NewDelivery | None]:
        """What becomes of one; when it fails the others go on, and it is tried again in a few minutes."""
        try:
            outcome, made = round_.plan(subscription, chat)
        except DatabaseError:
            raise
        except Exception:  # noqa: BLE001 - whatever it is must not keep the other briefings
            log.exception("planning_failed", subscription=subscription.id)
            return Planned(self._clock() + _TRY_AGAIN), None
        if made is None or outcome.moment is None:
            return outcome, None
        self._reached(Step.RENDERED)
        before_council = isinstance(subscription.schedule.rhythm, BeforeCouncil | Preparing)
        until = (self._clock() if before_council else outcome.moment) + TOO_LATE
        if outcome.prepared is not None:
            covers = owed.covers_preparation(subscription, outcome.prepared, until)
        else:
            covers = owed.covers(subscription, round_.sequence, until)
        letter = NewDelivery(subscription.id, chat.address, outcome.moment, made.parts, covers=covers)
        return outcome, replace(letter, reply=made.kept, items=made.items)


class _Shared:
    """What is looked up, composed and rendered once for all rounds of one plan, until a letter comes in."""

    def __init__(self, tools: BriefingTools) -> None:
        self._tools = tools
        self._sequence: int | None = None

    def hold_for(self, sequence: int) -> None:
        """Forgets everything when the letters have changed."""
        if sequence != self._sequence:
            self._sequence = sequence
            self.remembered: Remembered = {}
            self.made: dict[object, _Made] = {}
            self.composer = Composer(self._tools.catalogue())


class _Round:
    """What is due at one moment. What several chats get alike is looked up, composed and rendered once."""

    def __init__(
        self,
        session: Session,
        tools: BriefingTools,
        now: datetime,
        shared: "_Shared",
        sequence: int,
        edited: Mapping[int, Sequence[Amended]] | None = None,
    ) -> None:
        self._tools = tools
        self._edited = edited or {}
        self._now = now
        self.sequence = sequence
        shared.hold_for(sequence)
        self._letters = tools.letters(session, shared.remembered)
        self._composing = SubscriptionNews(self._letters, shared.composer, self.sequence)
        self._made = shared.made

    def plan(self, subscription: Subscription, chat: Chat) -> tuple[Planned, _Made | None]:
        """What becomes of a subscription that is due, and its briefing, if it gets one."""
        day = local_day(self._now, subscription.timezone)
        if subscription.schedule.prepares:
            return self._prepare(subscription, chat, day)
        timing = Timing(subscription.schedule, subscription.timezone, self._tools.calendar, self._letters.ahead(day))
        done = subscription.last_moment
        following = Planned(timing.after(max(self._now, done) if done else self._now), resumed=True)
        moment = due_moment(subscription, timing, self._now)
        if moment is None:
            return following, None
        outcome = replace(following, told_until=self.sequence, moment=moment)
        made = self._make(subscription, chat, day)
        if not is_wanted(made.has_news, subscription, chat, self._now):
            return outcome, None
        return replace(outcome, told_at=self._now), made

    def look_up(self, subscription: Subscription) -> None:
        """Remembers what its preparation is made of, where one is due."""
        day = local_day(self._now, subscription.timezone)
        found = to_prepare(subscription, self._letters, self._tools.calendar, self._now, day)
        if found.coming is not None:
            pack_of(found.coming, self._letters)

    def _prepare(self, subscription: Subscription, chat: Chat, day: date) -> tuple[Planned, _Made | None]:
        """A preparation, where one is due; those who follow the same of its agenda get the same."""
        found = to_prepare(subscription, self._letters, self._tools.calendar, self._now, day)
        if found.coming is None:
            return Planned(found.next_due_at, resumed=True), None
        outcome = Planned(
            found.next_due_at,
            moment=found.moment,
            told_at=self._now,
            resumed=True,
            prepared=found.coming.mark,
        )
        key = ("pack", found.coming, subscription.schedule, day, self.sequence, chat.language, chat.address.channel)
        if key not in self._made:
            saying = self._tools.saying_in(chat.language)
            reply = preparation_reply(
                pack_of(found.coming, self._letters), found.coming.interests, subscription.schedule, saying
            )
            self._made[key] = self._rendered(reply, chat, has_news=True)
        return outcome, self._made[key]

    def _make(self, subscription: Subscription, chat: Chat, day: date) -> _Made:
        """The briefing; those who were told the same of the same, and get it at the same moment, get the same."""
        since = local_day(subscription.told_at, subscription.timezone) if subscription.told_at else None
        edited = untold(self._edited.get(subscription.id, ()), subscription)
        told = (subscription.followed, subscription.schedule, day, since, self.sequence, edited)
        key = (*told, chat.language, chat.address.channel)
        if key not in self._made:
            if len(self._made) >= _MOST_MADE:
                self._made.clear()
            briefing = self._composing.briefing(subscription, day, since, edited)
            saying = self._tools.saying_in(chat.language)
            full = briefing.has_news or isinstance(subscription.schedule.rhythm, BeforeCouncil)
            reply = (briefing_reply if full else nothing_new)(briefing, subscription, saying)
            if briefing.has_news:
                reply = after_a_miss(reply, missed(subscription), saying.words)
            self._made[key] = self._rendered(reply, chat, has_news=briefing.has_news)
        return self._made[key]

    def _rendered(self, reply: Reply, chat: Chat, *, has_news: bool) -> _Made:
        parts = tuple(self._tools.renders[chat.address.channel](reply))
        return _Made(has_news, parts, to_kept(reply), items_of(reply))
