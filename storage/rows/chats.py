"""Chats, what they follow, and what is kept for a while of who talks to the bot."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, UniqueConstraint, false, true
from sqlalchemy.orm import Mapped, mapped_column, relationship

from storage.rows.base import Base


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
    quiet: Mapped[str]  #: what it gets when there is nothing new
    changers: Mapped[str | None]  #: who may change what it follows; None: what its platform's setting says
    alarm: Mapped[list[str]] = mapped_column(server_default="[]")  #: formations whose silence it hears of; ["*"]: every
    joined: Mapped[str | None] = mapped_column(index=True)  #: the same for all chats that one person joined
    lost: Mapped[str | None]  #: why nothing could be delivered when what it followed was moved away


class SubscriptionRow(Base):
    """A chat follows interests on a schedule."""

    __tablename__ = "subscriptions"
    __table_args__ = (
        UniqueConstraint("chat_id", "schedule"),
        Index("ix_subscriptions_due", "next_due_at"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    chat_id: Mapped[int] = mapped_column(ForeignKey("chats.id"), index=True)
    schedule: Mapped[str]  #: Schedule.code
    by_letter: Mapped[bool]  #: a letter that comes in may make it due
    timezone: Mapped[str]
    next_due_at: Mapped[datetime | None]
    last_moment: Mapped[datetime | None]
    told_at: Mapped[datetime | None]
    made_by: Mapped[str | None]
    paused_because: Mapped[str | None]
    paused_until: Mapped[date | None]
    unreachable: Mapped[str | None]  #: what its platform says of the chat, as long as that stands
    followed: Mapped[list["FollowedRow"]] = relationship(
        lazy="selectin", cascade="all, delete-orphan", order_by="FollowedRow.position"
    )


class FollowedRow(Base):
    """An interest of a subscription, and what was told of it."""

    __tablename__ = "followed"
    subscription_id: Mapped[int] = mapped_column(ForeignKey("subscriptions.id", ondelete="CASCADE"), primary_key=True)
    subject: Mapped[str] = mapped_column(primary_key=True)  #: Subject.code
    without: Mapped[list[str]]  #: codes of the subjects that are not wanted
    position: Mapped[int]
    told_until: Mapped[int]
    untold: Mapped[bool] = mapped_column(server_default=false())  #: there was no briefing on it yet
    gaps: Mapped[list[list[Any]]] = mapped_column(server_default="[]")  #: [after, until, because]; see storage.owed
    prepared: Mapped[list[str]] = mapped_column(server_default="[]")  #: meetings that were prepared (meeting_mark)


class SeenRow(Base):
    """A request or update that was handled; what comes again is recognised."""

    __tablename__ = "seen"
    key: Mapped[str] = mapped_column(primary_key=True)
    seen_at: Mapped[datetime] = mapped_column(index=True)
    is_done: Mapped[bool] = mapped_column(server_default=true())  #: no: it was begun, and is not finished


class HomeRow(Base):
    """Someone who opened the bot's own page in their client, which is kept current."""

    __tablename__ = "homes"
    channel: Mapped[str] = mapped_column(primary_key=True)
    workspace: Mapped[str] = mapped_column(primary_key=True)
    person: Mapped[str] = mapped_column(primary_key=True)
    chat: Mapped[str]  #: where they are alone with the bot


class ContactRow(Base):
    """Where a chat is reached, for a platform that has no one address and tells it with what it sends."""

    __tablename__ = "contacts"
    __table_args__ = (
        Index("ix_contacts_team", "channel", "workspace", "team"),
        Index("ix_contacts_person", "channel", "workspace", "person"),
    )
    channel: Mapped[str] = mapped_column(primary_key=True)
    workspace: Mapped[str] = mapped_column(primary_key=True)
    chat: Mapped[str] = mapped_column(primary_key=True)
    url: Mapped[str]  #: of the part of the platform that has the chat
    team: Mapped[str]  #: of which the chat is a channel; empty: of none
    person: Mapped[str]  #: who is alone there with the bot; empty: it is a chat of several


class TalkRow(Base):
    """The last question of a talk, so that the next may lean on it; not who asked it. Forgotten within days."""

    __tablename__ = "talks"
    channel: Mapped[str] = mapped_column(primary_key=True)
    workspace: Mapped[str] = mapped_column(primary_key=True)
    chat: Mapped[str] = mapped_column(primary_key=True)
    talk: Mapped[str] = mapped_column(primary_key=True)  #: the thread; empty: what is said outside any
    question: Mapped[str]
    asked_at: Mapped[datetime] = mapped_column(index=True)


class DraftRow(Base):
    """A form that is being filled in, step by step; not by whom. Forgotten within days."""

    __tablename__ = "drafts"
    id: Mapped[int] = mapped_column(primary_key=True)
    channel: Mapped[str]
    workspace: Mapped[str]
    chat: Mapped[str]
    thread: Mapped[str]
    content: Mapped[dict[str, Any]]
    changed_at: Mapped[datetime] = mapped_column(index=True)


class ShorthandRow(Base):
    """A command too long to be put into a button, under its short name; not who asked it."""

    __tablename__ = "shorthands"
    key: Mapped[str] = mapped_column(primary_key=True)  #: a digest of the command
    command: Mapped[str]
    used_at: Mapped[datetime] = mapped_column(index=True)


class StreamRow(Base):
    """How far a channel has read what its platform keeps for it."""

    __tablename__ = "streams"
    name: Mapped[str] = mapped_column(primary_key=True)  #: the channel and whose stream it is
    reached: Mapped[str]  #: as the platform names the place
    reached_at: Mapped[datetime]
