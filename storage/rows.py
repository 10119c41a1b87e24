"""The tables."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, ForeignKey, Index, LargeBinary, UniqueConstraint
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship

from storage.columns import Sorted, UtcDateTime


class Base(DeclarativeBase):
    """What the tables share."""

    type_annotation_map = {datetime: UtcDateTime, dict[str, Any]: JSON, list[str]: JSON, list[int]: JSON}  # noqa: RUF012


class CorpusRow(Base):
    """One row that counts the changes of the corpus; locked by whoever changes or announces letters.

    Letters get their number under this lock, so numbers appear in order of commit and nothing that is
    numbered lower can appear later. What a subscription was told is such a number, not a moment.
    """

    __tablename__ = "corpus"
    id: Mapped[int] = mapped_column(primary_key=True)
    sequence: Mapped[int]
    understanding: Mapped[int]  #: which form of understanding the kept items have; see storage.understanding


class MeetingRow(Base):
    """A Council meeting."""

    __tablename__ = "meetings"
    __table_args__ = (UniqueConstraint("council", "first_day", "informal"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    council: Mapped[str]
    first_day: Mapped[date]
    last_day: Mapped[date]
    dates: Mapped[list[str]]
    location: Mapped[str | None]
    informal: Mapped[bool]


class DocumentRow(Base):
    """A letter. Its parsed form is replaced by a later edition; its editions stay."""

    __tablename__ = "documents"
    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meetings.id"), index=True)
    kind: Mapped[str]
    chamber: Mapped[str | None]
    title: Mapped[str]
    letter_date: Mapped[date | None]
    kamerstuk: Mapped[str | None] = mapped_column(unique=True)
    document_number: Mapped[str | None] = mapped_column(unique=True)
    signatories: Mapped[dict[str, Any]]
    news_sequence: Mapped[int | None] = mapped_column(index=True)  #: None: never announced
    first_seen_at: Mapped[datetime]
    meeting: Mapped[MeetingRow] = relationship(lazy="joined")


class EditionRow(Base):
    """The bytes of a letter as received; never altered."""

    __tablename__ = "editions"
    id: Mapped[int] = mapped_column(primary_key=True)
    document_id: Mapped[int] = mapped_column(ForeignKey("documents.id"), index=True)
    sha256: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    data: Mapped[bytes] = mapped_column(LargeBinary)
    received_at: Mapped[datetime]


class ItemRow(Base):
    """An agenda item; keeps its id when a later edition of its letter comes in."""

    __tablename__ = "items"
    __table_args__ = (Index("ix_items_document_position", "document_id", "position"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    document_id: Mapped[int] = mapped_column(ForeignKey("documents.id"))
    position: Mapped[int]
    number: Mapped[str | None] = mapped_column(index=True)
    title: Mapped[str]
    place: Mapped[int] = mapped_column(BigInteger, index=True)  #: in the order of answers; see storage.places
    last_day: Mapped[date]  #: of the meeting
    content: Mapped[dict[str, Any]]  #: see storage.content
    document: Mapped[DocumentRow] = relationship(lazy="joined")


class ItemThemeRow(Base):
    """An item has a theme."""

    __tablename__ = "item_themes"
    __table_args__ = (Index("ix_item_themes_theme", "theme", "about", "place"),)
    place: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    theme: Mapped[str] = mapped_column(primary_key=True)
    score: Mapped[float]
    in_title: Mapped[bool]
    about: Mapped[bool]


class CommitmentRow(Base):
    """An item announces something for a day or period."""

    __tablename__ = "commitments"
    place: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    statement: Mapped[int] = mapped_column(primary_key=True)  #: index into the item's statements
    due: Mapped[date] = mapped_column(index=True)  #: its last day; its first where it has no end


class WordRow(Base):
    """A word of the corpus: for finding its forms, and for correcting typing errors."""

    __tablename__ = "words"
    word: Mapped[str] = mapped_column(Sorted, primary_key=True)
    backwards: Mapped[str] = mapped_column(
        Sorted, index=True
    )  #: its family read from its end, to find what ends in a word
    family: Mapped[str] = mapped_column(index=True)  #: see briefings.language.lemmas
    items: Mapped[int]
    sequence: Mapped[int] = mapped_column(index=True)  #: of the corpus, when it was last counted


class ThemeChangeRow(Base):
    """What an administrator changed in the themes; the newest holds, the others are kept for the audit."""

    __tablename__ = "theme_changes"
    id: Mapped[int] = mapped_column(primary_key=True)
    text: Mapped[str]
    changed_at: Mapped[datetime]


class ChatRow(Base):
    """A place where people talk to the bot."""

    __tablename__ = "chats"
    __table_args__ = (UniqueConstraint("channel", "workspace", "chat", "thread"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    channel: Mapped[str]
    workspace: Mapped[str]
    chat: Mapped[str]
    thread: Mapped[str]
    language: Mapped[str]
    timezone: Mapped[str]


class SubscriptionRow(Base):
    """A chat follows themes on a schedule."""

    __tablename__ = "subscriptions"
    __table_args__ = (UniqueConstraint("chat_id", "weekdays", "at"), Index("ix_subscriptions_due", "next_due_at"))
    id: Mapped[int] = mapped_column(primary_key=True)
    chat_id: Mapped[int] = mapped_column(ForeignKey("chats.id"), index=True)
    weekdays: Mapped[str]  #: "0,2": Monday and Wednesday; empty: at once
    at: Mapped[str]  #: "08:00"
    timezone: Mapped[str]
    next_due_at: Mapped[datetime | None]
    paused_because: Mapped[str | None]
    paused_until: Mapped[date | None]
    themes: Mapped[list["FollowedRow"]] = relationship(
        lazy="selectin", cascade="all, delete-orphan", order_by="FollowedRow.position"
    )


class FollowedRow(Base):
    """A theme of a subscription, and up to where it has been told."""

    __tablename__ = "followed"
    subscription_id: Mapped[int] = mapped_column(ForeignKey("subscriptions.id", ondelete="CASCADE"), primary_key=True)
    theme: Mapped[str] = mapped_column(primary_key=True)
    position: Mapped[int]
    told_until: Mapped[int | None]


class DeliveryRow(Base):
    """A briefing on its way to a chat. Outlives its subscription, for the audit."""

    __tablename__ = "deliveries"
    __table_args__ = (
        UniqueConstraint("subscription_id", "due_at"),
        Index("ix_deliveries_lane", "lane", "state", "next_attempt_at"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    subscription_id: Mapped[int]
    channel: Mapped[str]
    workspace: Mapped[str]
    chat: Mapped[str]
    thread: Mapped[str]
    lane: Mapped[str]
    due_at: Mapped[datetime]
    state: Mapped[str]
    parts: Mapped[list[str]]
    parts_sent: Mapped[int]
    attempts: Mapped[int]
    next_attempt_at: Mapped[datetime]
    reason: Mapped[str | None]
    sent_at: Mapped[datetime | None]


class LaneRow(Base):
    """Who sends for a lane: one process at a time."""

    __tablename__ = "lanes"
    name: Mapped[str] = mapped_column(primary_key=True)
    owner: Mapped[str]
    leased_until: Mapped[datetime]


class SeenRow(Base):
    """A request or update that was handled; what comes again is recognised."""

    __tablename__ = "seen"
    key: Mapped[str] = mapped_column(primary_key=True)
    seen_at: Mapped[datetime] = mapped_column(index=True)
