"""A letter changed: what was sent of it is edited, and where that cannot be a short message says so.

Who had it is looked up some deliveries at a time, each with its edit in one transaction. An edit goes through its lane
as a message does. It covers what it tells, as a briefing does (storage.owed), so that a chat hears of a correction
once: by the edit and a word in its next briefing, by a short message, or by the next briefing in full.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.channel import Render
from bot.conversation.keeping import from_kept, to_kept
from bot.conversation.recalled import LettersNow, amend, correction, touched
from bot.conversation.saying import Saying
from bot.delivery.steps import Step, Watcher, nobody
from bot.reply import Reply
from bot.telemetry import log
from briefings.model.delivery import Delivery, DeliveryKind, DeliveryState
from briefings.model.recall import standing
from storage import deliveries, endings, outbox, recalls
from storage.database import Database, DatabaseError, Session
from storage.deliveries import NewDelivery
from storage.endings import TOO_LATE
from storage.recalls import Holder

_BATCH, _BATCH_OF_ONE_WRITER = 50, 10  #: deliveries looked at in one transaction; SQLite has one writer
_APART = timedelta(microseconds=1)  #: a subscription has one delivery at a moment


@dataclass(frozen=True, slots=True)
class _Changed:
    """How a message stands to the letters it tells of."""

    reply: Reply  #: as it was sent
    letters: LettersNow
    sequences: tuple[int, ...]  #: of what changed since
    changed: frozenset[int]  #: the items it tells of that changed, whether it showed what changed or not

    @property
    def is_touched(self) -> bool:
        return touched(self.reply, self.letters).anything

    @property
    def items(self) -> frozenset[int]:
        """Of which something is put right; where all of it is as it was again, those that had been changed."""
        found = touched(self.reply, self.letters)
        return frozenset(one.item for one in (*found.corrected, *found.withdrawn)) or self.changed


@dataclass(frozen=True, slots=True)
class _Edited:
    """A message as it is to read now."""

    changed: _Changed
    kept: str  #: as JSON
    parts: tuple[str, ...]


#: What was made within one plan: what several chats were told alike is edited alike.
_Remembered = dict[tuple[object, ...], _Edited | None]


class Recaller:
    """Finds who was told what is not so any more, and plans what they get. Any number of processes may run it."""

    def __init__(
        self,
        database: Database,
        renders: Mapping[str, Render],
        saying_in: Callable[[str], Saying],
        clock: Callable[[], datetime],
        watcher: Watcher = nobody,
    ) -> None:
        self._database, self._renders, self._saying_in, self._clock = database, renders, saying_in, clock
        self._reached = watcher

    def plan(self) -> int:
        """Plans everything that is to be edited; how many deliveries that made."""
        with self._database.reading() as session:
            if not recalls.any_open(session):
                return 0
        made, batch = 0, _BATCH_OF_ONE_WRITER if self._database.sqlite else _BATCH
        remembered: _Remembered = {}
        while True:
            with self._database.writing(last=True) as session:
                recall = None if self._database.is_newer(session) else recalls.claim(session)
                if recall is None:
                    return made
                for holder in recalls.next_holders(session, recall, batch, self._clock()):
                    made += self._planned(session, recall.id, holder, remembered)
                self._reached(Step.WRITTEN)

    def _planned(self, session: Session, recall: int, holder: Holder, remembered: _Remembered) -> bool:
        """What becomes of one; when it fails the others go on, and its chat hears of it in the next briefing."""
        try:
            return self._plan_one(session, recall, holder, remembered)
        except DatabaseError:
            raise
        except Exception:  # noqa: BLE001 - whatever it is must not keep the others, nor the briefings
            log.exception("recalling_failed", delivery=holder.delivery.id)
            return False

    def _plan_one(self, session: Session, recall: int, holder: Holder, remembered: _Remembered) -> bool:
        """What becomes of one message; whether something is to be sent."""
        delivery, now = holder.delivery, self._clock()
        there = recalls.lock(session, delivery)
        if delivery.parts_sent == 0 and delivery.state is not DeliveryState.SENDING:
            if delivery.state is DeliveryState.WAITING and delivery.kind is DeliveryKind.BRIEFING:
                outbox.make_anew(session, delivery.id, now)  # it is not sent yet, and tells it as it is now
            return False
        edited = self._edited(session, recall, holder, remembered)
        if edited is None:
            return False
        changed, parts = edited.changed, list(edited.parts)
        recalls.supersede(session, delivery.id)
        covers = recalls.untold(session, delivery if there else None, changed.sequences, now + TOO_LATE)
        new = NewDelivery(
            delivery.subscription_id, delivery.address, now, (), DeliveryKind.EDIT, covers, amends=delivery.id,
            recall=recall, items=changed.items,
        )  # fmt: skip
        if len(parts) > len(holder.parts):
            return self._put_correction(session, new, holder, changed)
        places = self._places(holder, parts)
        if not places:
            return False
        parts = [*parts, *self._void(holder, changed, len(holder.parts) - len(parts))]
        self._put(session, replace(new, parts=tuple(parts[at] for at in places), places=places, reply=edited.kept))
        return True

    def _edited(self, session: Session, recall: int, holder: Holder, remembered: _Remembered) -> _Edited | None:
        """The message as it is to read now; None when nothing that it showed changed."""
        channel = holder.delivery.address.channel
        key = (recall, holder.message, holder.told_until, holder.language, channel, bool(holder.edited))
        if key not in remembered:
            changed = self._changed(session, holder)
            is_wanted = changed.is_touched or bool(holder.edited)
            amended = amend(changed.reply, changed.letters)
            parts = tuple(self._renders[channel](amended)) if is_wanted else ()
            remembered[key] = _Edited(changed, to_kept(amended), parts) if is_wanted else None
        return remembered[key]

    def _changed(self, session: Session, holder: Holder) -> _Changed:
        found = recalls.since(session, holder.items, holder.told_until)
        stands = standing(found)
        letters = LettersNow(stands, recalls.sources(session, stands.changed), self._saying_in(holder.language))
        changed = frozenset(change.item for recall in found for change in recall.changes) & set(holder.items)
        return _Changed(from_kept(holder.reply), letters, tuple(one.sequence for one in found), changed)

    @staticmethod
    def _places(holder: Holder, parts: list[str]) -> tuple[int, ...]:
        """Which parts are to be edited: those that read otherwise now, and those that were edited before."""
        same = [at for at, (before, now) in enumerate(zip(holder.parts, parts, strict=False)) if before == now]
        return tuple(at for at in range(len(holder.parts)) if at not in same or at in holder.edited)

    def _void(self, holder: Holder, changed: _Changed, count: int) -> list[str]:
        """What takes the place of the last parts, when the message became shorter."""
        words = changed.letters.saying.words
        told = Reply(words("Dit deel is vervallen. Het bericht erboven is gecorrigeerd."), changed.reply.language)
        return self._renders[holder.delivery.address.channel](told)[:1] * count

    def instead(self, session: Session, edit: Delivery, reason: str) -> None:
        """An edit was refused: a short message takes its place, or the next briefing tells it."""
        now = self._clock()
        about, covers = recalls.amends(session, edit.id)
        holder = recalls.holder(session, about) if about else None
        if holder is None:
            endings.end(session, edit, DeliveryState.DROPPED, reason, now)
            return
        new = NewDelivery(
            edit.subscription_id, edit.address, now, (), DeliveryKind.CORRECTION, covers, amends=about,
            recall=recalls.recall_of(session, edit.id),
        )  # fmt: skip
        if self._corrected(session, new, holder):
            recalls.hand_over(session, edit, reason)
        else:
            endings.end(session, edit, DeliveryState.DROPPED, reason, now)

    def _corrected(self, session: Session, new: NewDelivery, holder: Holder) -> bool:
        try:
            return self._put_correction(session, new, holder, self._changed(session, holder))
        except DatabaseError:
            raise
        except Exception:  # noqa: BLE001 - as above; the next briefing tells it
            log.exception("correction_failed", delivery=holder.delivery.id)
            return False

    def _put_correction(self, session: Session, new: NewDelivery, holder: Holder, changed: _Changed) -> bool:
        """Where the chat still follows and was not told yet; else its next briefing says it in full, or has."""
        if not (new.covers or {}).get("subjects") or not recalls.goes_on(session, new.subscription_id):
            return False
        if not changed.is_touched or holder.delivery.state is not DeliveryState.SENT:
            return False
        sent_at = holder.delivery.sent_at or holder.delivery.due_at
        told = correction(changed.reply, changed.letters, sent_at.date())
        parts = tuple(self._renders[new.address.channel](told))
        put = replace(new, kind=DeliveryKind.CORRECTION, parts=parts, reply=to_kept(told), items=changed.items)
        self._put(session, put)
        return True

    def _put(self, session: Session, new: NewDelivery) -> None:
        due_at = new.due_at - _APART  # before what is planned at this very moment
        while outbox.find(session, new.subscription_id, due_at):
            due_at -= _APART
        deliveries.put(session, [replace(new, due_at=due_at)], self._clock())
