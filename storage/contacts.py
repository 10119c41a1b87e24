"""Where a chat is reached, for a platform that has no one address and tells it with what it sends."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from briefings.model.chat import Address
from storage.database import insert_into
from storage.rows import ContactRow

_KEYS = ["channel", "workspace", "chat"]
_TOLD = ("url", "team", "person")


@dataclass(frozen=True, slots=True)
class Contact:
    """A chat as its platform wants to be spoken to about it."""

    address: Address  #: without a thread
    url: str  #: of the part of the platform that has the chat
    team: str = ""  #: of which the chat is a channel; empty: of none
    person: str = ""  #: who is alone there with the bot; empty: it is a chat of several


def keep_contact(session: Session, contact: Contact) -> None:
    """From now on the chat is reached so."""
    at = contact.address
    values = {"channel": at.channel, "workspace": at.workspace, "chat": at.chat}
    values |= {name: getattr(contact, name) for name in _TOLD}
    insert = insert_into(session, ContactRow)
    told = {name: getattr(insert.excluded, name) for name in _TOLD}
    session.execute(insert.on_conflict_do_update(index_elements=_KEYS, set_=told), [values])


def contact_of(session: Session, address: Address) -> Contact | None:
    """How a chat is reached, if it was told."""
    row = session.get(ContactRow, (address.channel, address.workspace, address.chat))
    return _contact(row) if row else None


def contact_of_person(session: Session, channel: str, workspace: str, person: str) -> Contact | None:
    """Where someone is alone with the bot, if it was told."""
    rows = select(ContactRow).where(
        ContactRow.channel == channel, ContactRow.workspace == workspace, ContactRow.person == person
    )
    row = session.scalar(rows.limit(1))
    return _contact(row) if row else None


def contacts_of_team(session: Session, channel: str, workspace: str, team: str) -> list[Contact]:
    """The channels of a team."""
    rows = select(ContactRow).where(
        ContactRow.channel == channel, ContactRow.workspace == workspace, ContactRow.team == team
    )
    return [_contact(row) for row in session.scalars(rows.order_by(ContactRow.chat))]


def _contact(row: ContactRow) -> Contact:
    return Contact(Address(row.channel, row.workspace, row.chat), row.url, row.team, row.person)
