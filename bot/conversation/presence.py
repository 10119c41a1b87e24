"""What becomes of subscriptions when a chat is lost, comes back, or gets another number."""

from bot.conversation.keeping import Keeping
from briefings.model.chat import Address
from storage import lives, subscriptions
from storage.database import Database


class Presence:
    """A channel tells what its platform said of a chat. Of an address without a thread all its topics are meant."""

    def __init__(self, database: Database, keeping: Keeping) -> None:
        self._database = database
        self._keeping = keeping

    def gone(self, address: Address, reason: str) -> int:
        """The bot cannot write there: what goes out pauses, with the reason; how much."""
        with self._database.writing() as session:
            going = [one for one, because in lives.subscriptions_at(session, address) if because is None]
            for subscription in going:
                subscriptions.lose(session, subscription, reason)
            return len(going)

    def back(self, address: Address) -> int:
        """The bot can write there again: what its platform had paused goes on; how much. A pause on request stays."""
        with self._database.writing() as session:
            there = [one for one, because in lives.subscriptions_at(session, address) if because is not None]
            return sum(self._keeping.found_again(session, subscription) for subscription in there)

    def moved(self, old: Address, new_chat: str) -> None:
        """The chat has another number."""
        with self._database.writing() as session:
            lives.move_chat(session, old, new_chat)
