"""Fulfils Ledger: how far each source was read, what it named, and what became of that."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import exists, func, select, update
from sqlalchemy.orm import Session, aliased

from briefings.errors import JbzError, Message
from briefings.gathering.ledger import Kept, Noted, OfferOutcome, OfferState, SourceProgress
from briefings.model.document import Chamber
from briefings.sources.source import Offer, OfferPage
from storage import leases
from storage.audit import AuditSubject, note
from storage.database import Database
from storage.rows import FeedRow, OfferRow

_AWAY = (OfferState.LEAVING.value, OfferState.GONE.value)
_LEASE = "sources"  #: beside the lanes of channels, which have a colon in their names


class StoredLedger:
    """What is known of the sources."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def lease(self, owner: str, now: datetime, until: timedelta) -> bool:
        """Whether this process gathers now: one does at a time, of the newest release."""
        with self._database.writing() as session:
            if self._database.is_newer(session):
                return False
            return leases.make_and_take(session, _LEASE, owner, now, until)

    def release_lease(self, owner: str, now: datetime) -> None:
        """Another may gather."""
        leases.give_back(self._database, owner, now)

    def feed(self, name: str) -> SourceProgress:
        """How far the source was read; from the start when it never was."""
        with self._database.reading() as session:
            row = session.get(FeedRow, name)
            return _to_feed(row) if row else SourceProgress(name)

    def feeds(self) -> list[SourceProgress]:
        """Every source that was ever asked."""
        with self._database.reading() as session:
            return [_to_feed(row) for row in session.scalars(select(FeedRow).order_by(FeedRow.name))]

    def days(self, name: str) -> list[date]:
        """The days of which the source gave letters that were kept, the first first."""
        taken = OfferRow.state == OfferState.TAKEN.value
        asked = select(OfferRow.day).where(OfferRow.feed == name, taken, OfferRow.day.is_not(None)).distinct()
        with self._database.reading() as session:
            return [day for day in session.scalars(asked.order_by(OfferRow.day)) if day is not None]

    def note(self, name: str, page: OfferPage, now: datetime, *, keep: bool = True) -> Noted:
        """Writes down what a page named, and its checkpoint; with `keep=False` only says what would be new."""
        with self._database.writing() if keep else self._database.reading() as session:
            feed = _feed_row(session, name) if keep else session.get(FeedRow, name)
            history = feed is None or feed.loaded_at is None
            known = _known(session, [offer.key for offer in page.offers])
            noted = Noted()
            for offer in page.offers:
                row = known.get(offer.key)
                noted += _what_it_is(offer, row)
                if keep:
                    kept = _write_down(offer, row, name, now, history=history)
                    if kept is not None and row is None:
                        session.add(kept)
                        known[offer.key] = kept
            if keep and feed is not None:
                feed.checkpoint = page.checkpoint or feed.checkpoint
                feed.asked_at = now
            return noted

    def answered(self, name: str, now: datetime, again_at: datetime) -> None:
        """The source was read to its end."""
        with self._database.writing() as session:
            row = _feed_row(session, name)
            row.asked_at = row.answered_at = now
            row.loaded_at = row.loaded_at or now
            row.next_ask_at, row.failures, row.trouble = again_at, 0, None

    def failed(self, name: str, now: datetime, again_at: datetime, trouble: JbzError) -> None:
        """The source did not answer."""
        with self._database.writing() as session:
            row = _feed_row(session, name)
            row.asked_at, row.next_ask_at = now, again_at
            row.failures, row.trouble = row.failures + 1, _said(trouble)

    def next(self, name: str, now: datetime) -> Kept | None:
        """What is to be fetched now, letters before annexes and the oldest first; counted as tried."""
        letter = aliased(OfferRow)
        waits_too = exists().where(letter.key == OfferRow.annex_of, letter.state == OfferState.WAITING.value)
        waiting = (
            select(OfferRow)
            .where(OfferRow.feed == name, OfferRow.state == OfferState.WAITING.value, OfferRow.next_attempt_at <= now)
            .where(~waits_too)
            .order_by(OfferRow.annex_of.is_not(None), OfferRow.day, OfferRow.id)
            .limit(1)
        )
        with self._database.writing() as session:
            row = session.scalar(waiting)
            if row is None:
                return None
            row.attempts += 1
            return _to_kept(row)

    def settle(self, offer_id: int, version: str, outcome: OfferOutcome, now: datetime) -> None:
        """What became of a publication, unless it was named in another form meanwhile."""
        with self._database.writing() as session:
            row = session.get_one(OfferRow, offer_id)
            row.document_id = outcome.document_id or row.document_id
            if row.version != version:
                return
            row.state, row.settled_at, row.attempts = outcome.state.value, now, 0
            row.outcome = outcome.decision.value if outcome.decision else None
            row.reason = _said(outcome.reason) if outcome.reason else None
            row.validators = list(outcome.validators) if outcome.validators else None

    def postpone(self, offer_id: int, until: datetime, reason: JbzError, attempts: int | None = None) -> None:
        """Tried again at `until`, and counted as tried so often where that is given."""
        with self._database.writing() as session:
            row = session.get_one(OfferRow, offer_id)
            row.attempts = row.attempts if attempts is None else attempts
            row.next_attempt_at, row.reason = until, _said(reason)

    def with_key(self, key: str) -> Kept | None:
        """The publication with this name."""
        with self._database.reading() as session:
            row = session.scalar(select(OfferRow).where(OfferRow.key == key))
            return _to_kept(row) if row else None

    def leaving(self, name: str) -> list[Kept]:
        """Publications that are gone and whose letters are still to be hidden."""
        return self._list(OfferRow.feed == name, OfferRow.state == OfferState.LEAVING.value)

    def refused(self) -> list[Kept]:
        """What was refused, the newest first."""
        return self._list(OfferRow.state == OfferState.REFUSED.value)

    def skipped(self) -> list[Kept]:
        """What was fetched and turned out to be another paper, the newest first."""
        return self._list(OfferRow.state == OfferState.SKIPPED.value)

    def release(self, ids: Sequence[int], now: datetime) -> list[Kept]:
        """What was refused is tried again, without holding it to the size and type its source gave."""
        with self._database.writing() as session:
            wanted = select(OfferRow).where(OfferRow.id.in_(ids), OfferRow.state == OfferState.REFUSED.value)
            rows = list(session.scalars(wanted))
            for row in rows:
                was = {"title": row.title, "source": row.feed, "state": row.state, "reason": row.reason}
                row.state, row.is_released = OfferState.WAITING.value, True
                note(session, AuditSubject.SOURCE, "released", row.id, now, before=was, after={"state": row.state})
                row.attempts, row.next_attempt_at, row.validators = 0, now, None
                feed = session.get(FeedRow, row.feed)
                if feed is not None:
                    feed.next_ask_at = now
            return [_to_kept(row) for row in rows]

    def counts(self) -> dict[tuple[str, str], int]:
        """How many publications of each source stand where: {(feed, state): number}."""
        counted = select(OfferRow.feed, OfferRow.state, func.count()).group_by(OfferRow.feed, OfferRow.state)
        with self._database.reading() as session:
            return {(row[0], row[1]): row[2] for row in session.execute(counted)}

    def newest(self, name: str, limit: int) -> list[Kept]:
        """The letters a source gave last."""
        given = (OfferState.TAKEN.value,)
        return self._list(OfferRow.feed == name, OfferRow.state.in_(given), limit=limit)

    def forget(self, name: str, now: datetime) -> None:
        """The source is asked from the start again; what it named before is recognised."""
        with self._database.writing() as session:
            note(session, AuditSubject.SOURCE, "asked anew", name, now)
            session.execute(update(FeedRow).where(FeedRow.name == name).values(checkpoint=None, next_ask_at=None))

    def _list(self, *conditions: Any, limit: int = 1000) -> list[Kept]:
        newest = select(OfferRow).where(*conditions).order_by(OfferRow.settled_at.desc(), OfferRow.id.desc())
        with self._database.reading() as session:
            return [_to_kept(row) for row in session.scalars(newest.limit(limit))]


def _feed_row(session: Session, name: str) -> FeedRow:
    row = session.get(FeedRow, name)
    if row is None:
        row = FeedRow(name=name, failures=0)
        session.add(row)
    return row


def _known(session: Session, keys: Sequence[str]) -> dict[str, OfferRow]:
    return {row.key: row for row in session.scalars(select(OfferRow).where(OfferRow.key.in_(keys)))}


def _what_it_is(offer: Offer, row: OfferRow | None) -> Noted:
    if offer.gone:
        leaves = row is not None and row.state not in _AWAY
        return Noted(gone=int(leaves))
    if row is None:
        return Noted(found=1, new=1)
    return Noted(found=1, changed=int(row.version != offer.version or row.state in _AWAY))


def _write_down(offer: Offer, row: OfferRow | None, feed: str, now: datetime, *, history: bool) -> OfferRow | None:
    """The row as it now is; None where nothing is kept of it."""
    if offer.gone:
        if row is not None and row.state not in _AWAY:
            row.state, row.feed = OfferState.LEAVING.value, feed
        return row
    if row is not None and row.version == offer.version and row.state not in _AWAY:
        return row
    if row is None:
        row = OfferRow(key=offer.key, first_seen_at=now, is_history=history, attempts=0)
    elif row.state in _AWAY:
        row.validators = None
    row.feed, row.version, row.title, row.address = feed, offer.version, offer.title, offer.address
    row.media_type, row.size, row.day = offer.media_type, offer.size, offer.day or row.day
    row.kamerstuk, row.document_number = offer.kamerstuk, offer.document_number
    row.chamber, row.annex_of = offer.chamber.value if offer.chamber else None, offer.annex_of or row.annex_of
    row.state, row.is_released, row.attempts, row.next_attempt_at = OfferState.WAITING.value, False, 0, now
    return row


def _to_feed(row: FeedRow) -> SourceProgress:
    return SourceProgress(
        name=row.name,
        checkpoint=row.checkpoint,
        loaded_at=row.loaded_at,
        asked_at=row.asked_at,
        answered_at=row.answered_at,
        next_ask_at=row.next_ask_at,
        failures=row.failures,
        trouble=_heard(row.trouble),
    )


def _to_kept(row: OfferRow) -> Kept:
    offer = Offer(
        key=row.key,
        version=row.version,
        title=row.title,
        address=row.address,
        media_type=row.media_type,
        size=row.size,
        day=row.day,
        kamerstuk=row.kamerstuk,
        document_number=row.document_number,
        chamber=Chamber(row.chamber) if row.chamber else None,
        annex_of=row.annex_of,
    )
    return Kept(
        id=row.id,
        offer=offer,
        feed=row.feed,
        state=OfferState(row.state),
        first_seen_at=row.first_seen_at,
        is_history=row.is_history,
        is_released=row.is_released,
        attempts=row.attempts,
        outcome=row.outcome,
        reason=_heard(row.reason),
        document_id=row.document_id,
        validators=(row.validators[0], row.validators[1]) if row.validators else None,
    )


def _said(error: JbzError) -> dict[str, Any]:
    return _kept(error.message)


def _kept(message: Message) -> dict[str, Any]:
    """A message as JSON; a value that is none of its own kinds is kept as its text."""
    return {"code": message.code, "values": {name: _value(value) for name, value in message.values.items()}}


def _value(value: Any) -> Any:
    if isinstance(value, Message):
        return _kept(value)
    return value if isinstance(value, bool | int | float) else str(value)


def _heard(said: dict[str, Any] | None) -> JbzError | None:
    """The error again; one that a release before codes kept has a sentence in each language."""
    if not said:
        return None
    return JbzError("said", nl=said["nl"], en=said["en"]) if "nl" in said else JbzError.of(_message(said))


def _message(said: dict[str, Any]) -> Message:
    values = {name: _message(one) if isinstance(one, dict) else one for name, one in said["values"].items()}
    return Message(said["code"], values)
