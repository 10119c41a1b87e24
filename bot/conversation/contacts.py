"""Where chats are reached on a platform that tells it with what it sends (Microsoft Teams)."""

from dataclasses import dataclass

from briefings.model.chat import Address
from storage import contacts
from storage.contacts import Contact
from storage.database import Database

__all__ = ["Contact", "Contacts"]


@dataclass(frozen=True)
class Contacts:
    """Kept where every process finds them, of chats in which the bot has something to bring."""

    database: Database

    def keep(self, contact: Contact, *, new: bool) -> None:
        """A chat is reached so; `new`: also one of which nothing was kept."""
        known = self.of(contact.address)
        if known != contact and (new or known is not None):
            with self.database.writing() as session:
                contacts.keep_contact(session, contact)

    def of(self, address: Address) -> Contact | None:
        """How a chat is reached, if it is known."""
        with self.database.reading() as session:
            return contacts.contact_of(session, address)

    def of_person(self, channel: str, workspace: str, person: str) -> Contact | None:
        """Where someone is alone with the bot, if it is known."""
        with self.database.reading() as session:
            return contacts.contact_of_person(session, channel, workspace, person)

    def of_team(self, channel: str, workspace: str, team: str) -> list[Contact]:
        """The channels of a team in which the bot has something to bring."""
        with self.database.reading() as session:
            return contacts.contacts_of_team(session, channel, workspace, team)
