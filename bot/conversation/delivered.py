"""What a delivery belongs to, for a channel that says so beside the message: a thread, a way to stop."""

from collections.abc import Callable
from dataclasses import dataclass

from bot.channel import Later
from bot.conversation.saying import Saying
from bot.conversation.subjects import name_interests
from storage import outbox, subscriptions
from storage.database import Database, DatabaseError


@dataclass(frozen=True, slots=True)
class Belonging:
    """A subscription, as one message of it needs to know it."""

    subscription: int
    name: str  #: what is followed: "migratie en terugkeer"


@dataclass(frozen=True)
class Delivered:
    """Looks it up when a part is sent, as people may have changed it since it was written."""

    database: Database
    saying_in: Callable[[str], Saying]

    def of(self, key: str, language: str) -> Belonging | None:
        """The subscription of a part by its key; None for a notice. Raises Later when the database does not answer."""
        try:
            with self.database.reading() as session:
                number = outbox.subscription_of(session, int(key.partition("-")[0]))
                kept = subscriptions.one(session, number) if number else None
                if kept is None:
                    return None
                return Belonging(kept.id, name_interests(kept.interests, self.saying_in(language)))
        except DatabaseError as error:
            raise Later(f"database: {type(error).__name__}") from error
