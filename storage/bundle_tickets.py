"""Links with which somebody in a chat takes along what was delivered there; kept is only the hash of each."""

import hashlib
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import delete
from sqlalchemy.orm import Session

from briefings.model.chat import Address
from storage.rows import BundleTicketRow


@dataclass(frozen=True, slots=True)
class BundleTicket:
    """What a link is good for."""

    address: Address
    since: date
    until: date  #: the last day that counts
    who: str  #: who asked for it, as the audit names people


def keep(session: Session, secret: str, ticket: BundleTicket, good_until: datetime, now: datetime) -> None:
    """Keeps a link by its hash; those whose time is over go."""
    session.execute(delete(BundleTicketRow).where(BundleTicketRow.good_until < now))
    at = ticket.address
    session.add(
        BundleTicketRow(
            digest=_digest(secret), channel=at.channel, workspace=at.workspace, chat=at.chat, thread=at.thread,
            since=ticket.since, until=ticket.until, who=ticket.who, good_until=good_until,
        )
    )  # fmt: skip


def find(session: Session, secret: str, now: datetime) -> BundleTicket | None:
    """What a link is good for; None when it is none of ours, or its time is over."""
    row = session.get(BundleTicketRow, _digest(secret))
    if row is None or row.good_until < now:
        return None
    return BundleTicket(Address(row.channel, row.workspace, row.chat, row.thread), row.since, row.until, row.who)


def _digest(secret: str) -> str:
    return hashlib.sha256(f"jbz bundle 1: {secret}".encode("utf-8", "replace")).hexdigest()
