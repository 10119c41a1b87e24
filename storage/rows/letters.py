"""Letters, what is in them, and where they come from."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import BigInteger, ForeignKey, Index, LargeBinary, UniqueConstraint, false
from sqlalchemy.orm import Mapped, mapped_column, relationship

from storage.columns import Sorted
from storage.rows.base import Base


class CorpusRow(Base):
    """One row that counts the changes of the corpus; locked by whoever changes or announces letters.

    Letters get their number under this lock, so numbers appear in order of commit and nothing that is
    numbered lower can appear later. What a subscription was told is such a number, not a moment.
    """

    __tablename__ = "corpus"
    id: Mapped[int] = mapped_column(primary_key=True)
    sequence: Mapped[int]
    understanding: Mapped[int]  #: which form of understanding the kept items have; see storage.understanding
    joining: Mapped[int] = mapped_column(server_default="0")  #: how letters and annexes were joined; see taking_apart
    replaced_told: Mapped[int] = mapped_column(server_default="0", default=0)  #: row of the audit; see storage.replaced
    watched_on: Mapped[date | None]  #: when silences were last looked for; None: never, or not since a restore


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
    change: Mapped[str | None]  #: Change; None: as planned
    moved_to: Mapped[list[str] | None]  #: the new days of one that is moved
    changes: Mapped[int] = mapped_column(server_default="0", default=0)  #: of its letters, their editions; never falls
    changed_at: Mapped[datetime] = mapped_column(server_default="1970-01-01 00:00:00+00")

    def changed(self, at: datetime) -> None:
        """A letter about it came in, was withdrawn, came back or was read otherwise."""
        self.changes = (self.changes or 0) + 1
        self.changed_at = max(at, self.changed_at or at)


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
    publication: Mapped[str | None]  #: its lasting name in the official gazette: "kst-32317-935", "kst-1268678"
    letter_id: Mapped[int | None] = mapped_column(index=True)  #: the one it was published with, as an annex
    signatories: Mapped[dict[str, Any]]
    news_sequence: Mapped[int | None] = mapped_column(index=True)  #: None: never announced
    first_seen_at: Mapped[datetime]
    withdrawn_at: Mapped[datetime | None]  #: no longer published: kept, and not shown
    meeting: Mapped[MeetingRow] = relationship(lazy="joined")
    letter: Mapped["DocumentRow | None"] = relationship(
        primaryjoin="foreign(DocumentRow.letter_id) == remote(DocumentRow.id)", viewonly=True
    )


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
    set_aside_at: Mapped[datetime | None]  #: kept and not shown, unless an administrator chooses it


class ItemRow(Base):
    """An agenda item; keeps its id when a later edition of its letter comes in. No other item ever gets that id."""

    __tablename__ = "items"
    __table_args__ = (
        Index("ix_items_document_position", "document_id", "position"),
        {"sqlite_autoincrement": True},
    )
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


NO_DAY = date.max  #: stands for the day of what was promised without one


class CommitmentRow(Base):
    """An item announces something for a day or period, or promises parliament something."""

    __tablename__ = "commitments"
    place: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    statement: Mapped[int] = mapped_column(primary_key=True)  #: index into the item's statements
    #: The last day on which it is in time; its first where it has no end; `NO_DAY` of a promise without one.
    due: Mapped[date] = mapped_column(index=True)


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


class SilenceRow(Base):
    """Something that was awaited for longer than is usual; kept so that it is said once."""

    __tablename__ = "silences"
    key: Mapped[str] = mapped_column(primary_key=True)  #: Awaited.key
    kind: Mapped[str]
    about: Mapped[str]  #: the formation, or the source
    day: Mapped[date]
    dates: Mapped[list[str]]  #: of the meeting; none of a source
    informal: Mapped[bool]
    noted_at: Mapped[datetime]
    told: Mapped[bool]  #: it was said, so that its end is said too
    over_at: Mapped[datetime | None] = mapped_column(index=True)


class ThemeChangeRow(Base):
    """What an administrator changed in the themes; the newest holds, the others are kept for the audit."""

    __tablename__ = "theme_changes"
    id: Mapped[int] = mapped_column(primary_key=True)
    text: Mapped[str]
    changed_at: Mapped[datetime]
