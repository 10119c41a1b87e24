"""The tables."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, ForeignKey, Index, LargeBinary, UniqueConstraint, false, text, true
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
    withdrawn_at: Mapped[datetime | None]  #: no longer published: kept, and not shown
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
    form: Mapped[str | None]  #: Format; None: kept by 0.1
    origin: Mapped[str | None] = mapped_column(index=True)  #: see Provenance
    is_annex: Mapped[bool] = mapped_column(server_default=false())
    withdrawn_at: Mapped[datetime | None]


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
    news_sequence: Mapped[int | None] = mapped_column(index=True)  #: since when it is news by itself
    corrected_at: Mapped[datetime | None]
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


class FeedRow(Base):
    """How far a source was read, and how it goes."""

    __tablename__ = "feeds"
    name: Mapped[str] = mapped_column(primary_key=True)  #: "tweedekamer:JBZ"
    checkpoint: Mapped[str | None]  #: in the source's own form; None: from the start
    loaded_at: Mapped[datetime | None]  #: when its first load was done; until then nothing of it is news
    asked_at: Mapped[datetime | None]
    answered_at: Mapped[datetime | None]
    next_ask_at: Mapped[datetime | None]
    failures: Mapped[int]  #: since it last answered
    trouble: Mapped[dict[str, Any] | None]  #: why it did not answer: {"nl", "en"}


class OfferRow(Base):
    """A publication that a source named, and what became of it."""

    __tablename__ = "offers"
    __table_args__ = (Index("ix_offers_state", "feed", "state", "next_attempt_at"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(unique=True)  #: its lasting name at its register
    feed: Mapped[str]  #: that named it last
    version: Mapped[str]
    title: Mapped[str]
    address: Mapped[str]
    media_type: Mapped[str | None]
    size: Mapped[int | None]
    day: Mapped[date | None]
    kamerstuk: Mapped[str | None]
    document_number: Mapped[str | None]
    chamber: Mapped[str | None]
    annex_of: Mapped[str | None]  #: key of its letter
    state: Mapped[str]
    outcome: Mapped[str | None]
    reason: Mapped[dict[str, Any] | None]  #: {"nl", "en"}
    is_history: Mapped[bool]  #: came with the first load
    is_released: Mapped[bool]  #: an administrator said that it may be read all the same
    first_seen_at: Mapped[datetime]
    settled_at: Mapped[datetime | None]
    attempts: Mapped[int]
    next_attempt_at: Mapped[datetime]
    document_id: Mapped[int | None]
    validators: Mapped[list[str] | None]  #: ETag and Last-Modified of what was fetched


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
    quiet: Mapped[str]  #: what it gets when there is nothing new
    changers: Mapped[str | None]  #: who may change what it follows; None: what its platform's setting says


class SubscriptionRow(Base):
    """A chat follows interests on a schedule."""

    __tablename__ = "subscriptions"
    __table_args__ = (
        UniqueConstraint("chat_id", "schedule"),
        Index("ix_subscriptions_due", "next_due_at"),
        Index("ix_subscriptions_by_letter", "id", sqlite_where=text("by_letter"), postgresql_where=text("by_letter")),
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
    followed: Mapped[list["FollowedRow"]] = relationship(
        lazy="selectin", cascade="all, delete-orphan", order_by="FollowedRow.position"
    )


class FollowedRow(Base):
    """An interest of a subscription, and up to where it has been told."""

    __tablename__ = "followed"
    subscription_id: Mapped[int] = mapped_column(ForeignKey("subscriptions.id", ondelete="CASCADE"), primary_key=True)
    subject: Mapped[str] = mapped_column(primary_key=True)  #: Subject.code
    without: Mapped[list[str]]  #: codes of the subjects that are not wanted
    position: Mapped[int]
    told_until: Mapped[int | None]


class MessageRow(Base):
    """What was rendered, once for all chats that get the same."""

    __tablename__ = "messages"
    id: Mapped[int] = mapped_column(primary_key=True)
    sha256: Mapped[str] = mapped_column(unique=True)
    parts: Mapped[list[str]]


#: Also the words of queries that want these partial indexes.
OPEN = text("state IN ('waiting', 'sending')")
NEEDS_A_LOOK = text("state IN ('failed', 'unknown')")


class DeliveryRow(Base):
    """A briefing or notice on its way to a chat. Outlives its subscription, for the audit."""

    __tablename__ = "deliveries"
    __table_args__ = (
        UniqueConstraint("subscription_id", "due_at"),
        Index("ix_deliveries_open", "lane", "next_attempt_at", "id", sqlite_where=OPEN, postgresql_where=OPEN),
        Index("ix_deliveries_need_a_look", "state", sqlite_where=NEEDS_A_LOOK, postgresql_where=NEEDS_A_LOOK),
        Index("ix_deliveries_chat", "lane", "chat", "due_at"),
        Index("ix_deliveries_due", "due_at"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    subscription_id: Mapped[int]
    kind: Mapped[str]
    channel: Mapped[str]
    workspace: Mapped[str]
    chat: Mapped[str]
    thread: Mapped[str]
    lane: Mapped[str]
    due_at: Mapped[datetime]
    state: Mapped[str]
    message_id: Mapped[int] = mapped_column(ForeignKey("messages.id"), index=True)
    part_count: Mapped[int]
    parts_sent: Mapped[int]
    attempts: Mapped[int]
    repeats: Mapped[int]  #: how often a part was sent again that may have arrived
    claimed_at: Mapped[datetime | None]  #: since when the part that is next may have been sent
    next_attempt_at: Mapped[datetime]
    reason: Mapped[str | None]
    sent_at: Mapped[datetime | None]


class LaneRow(Base):
    """Who sends for a lane: one process at a time."""

    __tablename__ = "lanes"
    name: Mapped[str] = mapped_column(primary_key=True)
    owner: Mapped[str]
    leased_until: Mapped[datetime | None]  #: None: nobody has sent for it yet


class SeenRow(Base):
    """A request or update that was handled; what comes again is recognised."""

    __tablename__ = "seen"
    key: Mapped[str] = mapped_column(primary_key=True)
    seen_at: Mapped[datetime] = mapped_column(index=True)
    is_done: Mapped[bool] = mapped_column(server_default=true())  #: no: it was begun, and is not finished


class InstallationRow(Base):
    """A workspace or organisation that installed the bot; its tokens are encrypted (storage.vault)."""

    __tablename__ = "installations"
    key: Mapped[str] = mapped_column(primary_key=True)  #: the team's id, or of an organisation the enterprise's
    name: Mapped[str]
    bot_id: Mapped[str]
    bot_user: Mapped[str]
    scopes: Mapped[list[str]]
    token: Mapped[str]
    refresh_token: Mapped[str | None]
    expires_at: Mapped[datetime | None]
    renewing_until: Mapped[datetime | None]  #: a process renews the token; a refresh token serves once
    installed_at: Mapped[datetime]
    ended_because: Mapped[str | None]  #: the platform took the token back
    ended_at: Mapped[datetime | None] = mapped_column(index=True)


class TeamRow(Base):
    """A workspace that is reached by its organisation's installation."""

    __tablename__ = "teams"
    team: Mapped[str] = mapped_column(primary_key=True)
    installation: Mapped[str] = mapped_column(ForeignKey("installations.key", ondelete="CASCADE"), index=True)


class HomeRow(Base):
    """Someone who opened the bot's own page in their client, which is kept current."""

    __tablename__ = "homes"
    channel: Mapped[str] = mapped_column(primary_key=True)
    workspace: Mapped[str] = mapped_column(primary_key=True)
    person: Mapped[str] = mapped_column(primary_key=True)
    chat: Mapped[str]  #: where they are alone with the bot


class TalkRow(Base):
    """The last question of a talk, so that the next may lean on it; not who asked it. Forgotten within days."""

    __tablename__ = "talks"
    channel: Mapped[str] = mapped_column(primary_key=True)
    workspace: Mapped[str] = mapped_column(primary_key=True)
    chat: Mapped[str] = mapped_column(primary_key=True)
    talk: Mapped[str] = mapped_column(primary_key=True)  #: the thread; empty: what is said outside any
    question: Mapped[str]
    asked_at: Mapped[datetime] = mapped_column(index=True)
