"""What becomes of subscriptions when a chat is lost, comes back, or gets another number."""

from collections.abc import Callable
from datetime import datetime

from bot.conversation.timings import Timings
from briefings.model.chat import Address
from briefings.model.subscription import Subscription
from storage import chat_lifecycle, chats, endings, joining, subscriptions
from storage.audit import AuditSubject, note, place_of
from storage.database import Database, Session

#: Tells who made a subscription that its chat cannot be reached: where, why and when.
Tell = Callable[[Session, Subscription, Address, str, datetime], None]


class Presence:
    """A channel tells what its platform said of a chat. Of an address without a thread all its topics are meant."""

    def __init__(self, database: Database, timings: Timings) -> None:
        self._database = database
        self._timings = timings
        self.tell: Tell | None = None  #: set where messages can be sent

    def gone(self, address: Address, reason: str) -> int:
        """The bot cannot write there: what goes out pauses, with the reason; how much."""
        with self._database.writing() as session:
            if (found := chats.find_chat(session, address)) is not None:
                joining.mark_lost(session, found.id, reason)  # also where nothing is followed: nothing may go there
            going = [one for one, because in chat_lifecycle.subscriptions_at(session, address) if because is None]
            for subscription in going:
                lost = subscriptions.lose(session, subscription, reason)
                note_lost(session, subscription, address, reason, self._timings.clock())
                if lost is not None and self.tell is not None:
                    self.tell(session, lost, address, reason, self._timings.clock())
            return len(going)

    def back(self, address: Address) -> int:
        """The bot can write there again: what its platform had paused goes on; how much. A pause on request stays."""
        with self._database.writing() as session:
            found = chats.find_chat(session, address)
            if found is not None:
                joining.mark_lost(session, found.id, None)
            there = [one for one, because in chat_lifecycle.subscriptions_at(session, address) if because is not None]
            return sum(self.found_again(session, subscription) for subscription in there)

    def lost_for(self, channel: str, reason: str) -> list[Address]:
        """The chats of a channel that stand still for that reason."""
        with self._database.reading() as session:
            return chat_lifecycle.lost_for(session, channel, reason)

    def moved(self, old: Address, new_chat: str) -> None:
        """The chat has another number."""
        with self._database.writing() as session:
            note_moved(session, old, new_chat, self._timings.clock())
            chat_lifecycle.move_chat(session, old, new_chat)

    def found_again(self, session: Session, subscription_id: int) -> bool:
        """Whether the chat of a subscription could not be reached, and can be. A pause on request stays."""
        kept = subscriptions.one(session, subscription_id)
        if kept is None or kept.unreachable is None:
            return False
        note(
            session,
            AuditSubject.CHAT,
            "found again",
            kept.id,
            self._timings.clock(),
            before={"unreachable": kept.unreachable},
        )
        joining.mark_lost(session, kept.chat_id, None)
        if kept.paused_because is None:
            endings.take_up(session, kept.id, self._timings.clock())
        subscriptions.find_again(session, kept.id, self._timings.next_or_owed(session, kept.id))
        return True


def note_lost(session: Session, subscription_id: int, address: Address, reason: str, now: datetime) -> None:
    """For the audit: the platform says that a chat cannot be reached."""
    after = {"chat": place_of(address), "unreachable": reason}
    note(session, AuditSubject.CHAT, "lost", subscription_id, now, after=after)


def note_moved(session: Session, old: Address, new_chat: str, now: datetime) -> None:
    """For the audit: the platform gave a chat another number."""
    new = Address(old.channel, old.workspace, new_chat, old.thread)
    was, becomes = {"chat": place_of(old)}, {"chat": place_of(new)}
    note(session, AuditSubject.CHAT, "moved", place_of(old), now, before=was, after=becomes)
