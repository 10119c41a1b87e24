"""Codes that join the chats of one person, or bring a subscription to another chat."""

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from storage.rows.base import Base


class JoinCodeRow(Base):
    """A code that was given: only its hash, and not by whom. Good once, for a while."""

    __tablename__ = "join_codes"
    digest: Mapped[str] = mapped_column(primary_key=True)  #: SHA-256, in hexadecimal
    chat_id: Mapped[int] = mapped_column(ForeignKey("chats.id", ondelete="CASCADE"), index=True)  #: where it was made
    subjects: Mapped[list[str] | None]  #: what it brings along; None: it joins
    meant_for: Mapped[str | None]  #: where alone, or by whom alone, it may be used
    good_until: Mapped[datetime] = mapped_column(index=True)


class JoinTriesRow(Base):
    """How often someone tried a code of late; under a hash of who."""

    __tablename__ = "join_tries"
    who: Mapped[str] = mapped_column(primary_key=True)
    since: Mapped[datetime] = mapped_column(index=True)
    times: Mapped[int]
