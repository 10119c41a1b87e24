"""Links with which somebody in a chat takes along what was delivered there."""

from datetime import date, datetime

from sqlalchemy.orm import Mapped, mapped_column

from storage.rows.base import Base


class BundleTicketRow(Base):
    """A link that was given in a chat: only its hash. Good for a while, for that chat and those days."""

    __tablename__ = "bundle_tickets"
    digest: Mapped[str] = mapped_column(primary_key=True)  #: SHA-256, in hexadecimal
    channel: Mapped[str]
    workspace: Mapped[str]
    chat: Mapped[str]
    thread: Mapped[str]
    since: Mapped[date]
    until: Mapped[date]
    who: Mapped[str]  #: who asked for it, as the audit names people
    good_until: Mapped[datetime] = mapped_column(index=True)
