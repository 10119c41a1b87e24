"""Pages that people have of their own (Slack's Home tab), and where each is alone with the bot."""

from dataclasses import dataclass

from briefings.model.chat import Address
from storage import homes
from storage.database import Database


@dataclass(frozen=True)
class Homes:
    """Kept where every process finds them."""

    database: Database

    def keep(self, private: Address, person: str) -> None:
        """Someone opened the bot's own page; `private` is where they are alone with it."""
        with self.database.writing() as session:
            if homes.home(session, private.channel, private.workspace, person) != private:
                homes.keep_home(session, private, person)

    def find(self, channel: str, workspace: str, person: str) -> Address | None:
        """Where someone who opened that page is alone with the bot."""
        with self.database.reading() as session:
            return homes.home(session, channel, workspace, person)

    def about(self, address: Address, person: str) -> list[tuple[str, Address]]:
        """On whose pages a change of this chat by `person` shows, and where each is alone with the bot."""
        with self.database.reading() as session:
            return homes.homes_about(session, address, person)
