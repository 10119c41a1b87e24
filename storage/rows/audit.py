"""Who changed what: rows that are only ever added, each linked to the one before by its hash."""

from datetime import datetime
from typing import Any

from sqlalchemy import Index, Integer
from sqlalchemy.orm import Mapped, mapped_column

from storage.rows.base import Base


class AuditRow(Base):
    """One change. Triggers of the database refuse to alter or remove it (migration 0011)."""

    __tablename__ = "audit"
    __table_args__ = (Index("ix_audit_at", "at"), Index("ix_audit_subject", "subject", "id"))
    id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)  #: 1, 2, 3: without gaps
    at: Mapped[datetime]
    who: Mapped[str]  #: "slack:T1:U1", "web:jansen@example.nl", "os:jbz", "service"
    place: Mapped[str]  #: from where: a chat, an address on the network, a machine
    subject: Mapped[str]  #: storage.audit.Subject
    action: Mapped[str]
    what: Mapped[str]  #: which one: its number or name
    before: Mapped[dict[str, Any] | None]
    after: Mapped[dict[str, Any] | None]
    trimmed_to: Mapped[int | None]  #: an anchor: rows up to this one were removed, as they were too old
    previous: Mapped[str]  #: the hash of the row before
    hash: Mapped[str]  #: SHA-256 of all the above, in hexadecimal


class AuditHeadRow(Base):
    """The newest row, beside the rows: who adds one holds this, so that the chain does not fork."""

    __tablename__ = "audit_head"
    key: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)  #: there is one
    newest: Mapped[int]
    hash: Mapped[str]
