"""The audit: every change, by whom, from where, when, before and after; in the transaction of the change itself.

A row carries the hash of the row before, so that one which was altered, removed or moved is found. What is noted in a
unit of work is written when it ends, as its very last statements: who adds rows holds the head of the chain until
the commit, and asks for nothing else while holding it, so that nobody waits in a circle.
"""

import hashlib
import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Select, delete, func, select
from sqlalchemy.orm import Session

from briefings.model.chat import Address
from storage.rows.audit import AuditHeadRow, AuditRow

NONE = "0" * 64  #: the hash before the first row
_NOTED = "audit"  #: where a session keeps what was noted
_LONGEST = 500  #: of a text in a row
_PAGE = 500
_COLUMNS = AuditRow.__table__.columns


class AuditSubject(StrEnum):
    """What a change is about."""

    SUBSCRIPTION = "subscription"
    SETTING = "setting"
    THEME = "theme"
    DELIVERY = "delivery"
    SOURCE = "source"
    LETTER = "letter"
    INSTALLATION = "installation"
    CHAT = "chat"
    RIGHT = "right"
    SIGN_IN = "sign-in"
    BACKUP = "backup"
    AUDIT = "audit"


@dataclass(frozen=True, slots=True)
class AuditActor:
    """Who changes something, and from where."""

    who: str  #: "slack:T1:U1", "web:jansen@example.nl", "os:jbz"
    place: str  #: a chat, an address on the network, a machine


@dataclass(frozen=True, slots=True)
class AuditEntry:
    """A row of the audit."""

    id: int
    at: datetime
    who: str
    place: str
    subject: str
    action: str
    what: str
    before: Mapping[str, Any] | None
    after: Mapping[str, Any] | None
    trimmed_to: int | None
    previous: str
    hash: str


SERVICE = AuditActor("service", "service")
_acting: ContextVar[AuditActor] = ContextVar("acting", default=SERVICE)


@contextmanager
def acting(actor: AuditActor, *, unless_known: bool = False) -> Iterator[None]:
    """What is changed within is changed by this one; outside of it, by the service itself.

    With `unless_known` who acts already stays who acts.
    """
    token = _acting.set(_acting.get() if unless_known and _acting.get() != SERVICE else actor)
    try:
        yield
    finally:
        _acting.reset(token)


def place_of(address: Address) -> str:
    """ "slack:T1:C1"; of a browser only that it is one: its number is a secret."""
    if address.channel == "web":
        return "web"
    return ":".join(filter(None, (address.channel, address.workspace, address.chat, address.thread)))


def note(
    session: Session,
    subject: AuditSubject,
    action: str,
    what: object,
    at: datetime,
    *,
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
) -> None:
    """Notes that a unit of work changes something. No secrets, and no texts that people asked."""
    actor = _acting.get()
    noted = {
        "at": at.astimezone(UTC),
        "who": _text(actor.who),
        "place": _text(actor.place),
        "subject": subject.value,
        "action": action,
        "what": _text(what),
        "before": _plain(before),
        "after": _plain(after),
        "trimmed_to": None,
    }
    session.info.setdefault(_NOTED, []).append(noted)


def write_noted(session: Session) -> None:
    """Adds what was noted to the chain, at the end of a unit of work."""
    noted = session.info.pop(_NOTED, [])
    if noted:
        session.flush()
        _append(session, noted)


def trim(session: Session, before: datetime, now: datetime) -> int:
    """Removes the rows of before a moment; how many. An anchor says so, and what the hash of the last of them was."""
    oldest: int | None = session.scalar(select(func.min(AuditRow.id)))
    stays: int | None = session.scalar(select(func.min(AuditRow.id)).where(AuditRow.at >= before))
    newest: int | None = session.scalar(select(func.max(AuditRow.id)))
    last = (stays or newest or 0) - 1  # the newest row always stays
    if oldest is None or last < oldest:
        return 0
    hashed = session.scalars(select(AuditRow.hash).where(AuditRow.id == last)).one()
    count: int = last - oldest + 1
    anchor = {
        "at": now.astimezone(UTC),
        "who": _acting.get().who,
        "place": _acting.get().place,
        "subject": AuditSubject.AUDIT.value,
        "action": "trimmed",
        "what": str(last),
        "before": None,
        "after": {"hash": hashed, "rows": count},
        "trimmed_to": last,
    }
    _append(session, [anchor])
    session.execute(delete(AuditRow).where(AuditRow.id <= last).execution_options(synchronize_session=False))
    return count


def entry_after(session: Session, after: int, subject: AuditSubject, *actions: str) -> list[AuditEntry]:
    """The rows behind one that tell of one of these actions, in their order."""
    wanted = select(*_COLUMNS).where(
        AuditRow.subject == subject.value, AuditRow.action.in_(actions), AuditRow.id > after
    )
    return _read(session, wanted.order_by(AuditRow.id))


def entries(
    session: Session,
    *,
    newest: int | None = None,
    subject: AuditSubject | None = None,
    who: str | None = None,
    since: datetime | None = None,
    before_id: int | None = None,
) -> Iterator[AuditEntry]:
    """The rows in their order; of `newest` only so many (of before `before_id`), the newest first."""
    wanted = select(*_COLUMNS)
    if subject is not None:
        wanted = wanted.where(AuditRow.subject == subject.value)
    if who is not None:
        wanted = wanted.where(AuditRow.who == who)
    if since is not None:
        wanted = wanted.where(AuditRow.at >= since)
    if newest is not None:
        wanted = wanted if before_id is None else wanted.where(AuditRow.id < before_id)
        yield from _read(session, wanted.order_by(AuditRow.id.desc()).limit(newest))
        return
    last = 0
    while page := _read(session, wanted.where(AuditRow.id > last).order_by(AuditRow.id).limit(_PAGE)):
        yield from page
        last = page[-1].id


def latest(session: Session, subject: AuditSubject, action: str) -> AuditEntry | None:
    """The newest row about such a change."""
    wanted = select(*_COLUMNS).where(AuditRow.subject == subject.value, AuditRow.action == action)
    return next(iter(_read(session, wanted.order_by(AuditRow.id.desc()).limit(1))), None)


def head(session: Session) -> tuple[int, str]:
    """The number and hash of the newest row, as they stand beside the rows; 0 when there is none."""
    row = session.get_one(AuditHeadRow, 1, populate_existing=True)
    return row.newest, row.hash


def digest(values: Mapping[str, Any]) -> str:
    """SHA-256 over the canonical JSON of a row without its hash.

    RFC 8785 for what occurs here: names in ASCII, no fractions.
    """
    plain = {name: value for name, value in values.items() if name != "hash"}
    plain["at"] = plain["at"].astimezone(UTC).isoformat(timespec="microseconds")
    text = json.dumps(plain, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)
    return hashlib.sha256(text.encode()).hexdigest()


def as_values(entry: AuditEntry) -> dict[str, Any]:
    """A row as it is hashed and exported."""
    return {name: getattr(entry, name) for name in AuditEntry.__slots__}


def _append(session: Session, noted: list[dict[str, Any]]) -> None:
    end = session.get_one(AuditHeadRow, 1, with_for_update=True, populate_existing=True)
    for values in noted:
        row: dict[str, Any] = {"id": end.newest + 1, "previous": end.hash} | values
        row["hash"] = digest(row)
        session.add(AuditRow(**row))
        end.newest, end.hash = row["id"], row["hash"]
        session.flush()


def _read(session: Session, wanted: Select[Any]) -> list[AuditEntry]:
    return [AuditEntry(**row) for row in session.execute(wanted).mappings()]


def _plain(values: Any) -> Any:
    """As JSON has it, without what a database cannot keep."""
    match values:
        case None | bool() | int():
            return values
        case Mapping():
            return {_text(name): _plain(value) for name, value in values.items()}
        case list() | tuple() | set() | frozenset():
            return [_plain(value) for value in values]
        case datetime():
            return values.astimezone(UTC).isoformat()
        case _:
            return _text(values)


def _text(value: object) -> str:
    """Without signs that PostgreSQL or UTF-8 has no place for, and of a length that fits a row."""
    text = str(value).replace("\x00", "").encode("utf-8", "replace").decode()
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"
