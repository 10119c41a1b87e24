"""Keys of a channel whose platform encrypts from end to end: encrypted once more at rest, used by one at a time."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from storage.database import Database, insert_into
from storage.rows import KeyRow
from storage.vault import Vault

Content = dict[str, Any]
_LOCK = "lock"


class Keys:
    """What is kept of one owner, within a unit of work that no other process has at the same time."""

    def __init__(self, session: Session, vault: Vault, owner: str, now: datetime) -> None:
        self._session = session
        self._vault = vault
        self._owner = owner
        self._now = now

    def get(self, kind: str, name: str) -> Content | None:
        """What is kept under a name."""
        row = self._session.get(KeyRow, (self._owner, kind, name))
        return self._opened(row) if row else None

    def about(self, kind: str, about: str) -> dict[str, Content]:
        """Everything of a kind that is about the same, by name, what was used last first."""
        there = select(KeyRow).where(KeyRow.owner == self._owner, KeyRow.kind == kind, KeyRow.about == about)
        rows = self._session.scalars(there.order_by(KeyRow.used_at.desc(), KeyRow.name))
        return {row.name: self._opened(row) for row in rows}

    def put(self, kind: str, name: str, content: Content, about: str = "") -> None:
        """Keeps it, in place of what was there; it counts as used now."""
        values = {"about": about, "content": self._vault.close(json.dumps(content)), "used_at": self._now}
        row = {"owner": self._owner, "kind": kind, "name": name, **values}
        insert = insert_into(self._session, KeyRow)
        self._session.execute(
            insert.on_conflict_do_update(index_elements=["owner", "kind", "name"], set_=values), [row]
        )
        self._session.expire_all()

    def drop(self, kind: str, name: str) -> None:
        """Nothing is kept under that name any more."""
        self._session.execute(
            delete(KeyRow).where(KeyRow.owner == self._owner, KeyRow.kind == kind, KeyRow.name == name)
        )
        self._session.expire_all()

    def _opened(self, row: KeyRow) -> Content:
        content: Content = json.loads(self._vault.open(row.content))
        return content


@contextmanager
def using(database: Database, vault: Vault, owner: str, now: datetime) -> Iterator[Keys]:
    """A unit of work with the keys of an owner, one at a time in all processes: no key is used up twice.

    What it changed is kept whole, or not at all when it raises.
    """
    with database.writing() as session:
        lock = {"owner": owner, "kind": _LOCK, "name": "", "about": "", "content": "", "used_at": now}
        session.execute(insert_into(session, KeyRow).on_conflict_do_nothing(), [lock])
        mine = select(KeyRow.owner).where(KeyRow.owner == owner, KeyRow.kind == _LOCK)
        session.execute(mine.with_for_update())
        yield Keys(session, vault, owner, now)


def names(database: Database, kind: str) -> list[str]:
    """The names of a kind, whosever they are; needs no key."""
    with database.reading() as session:
        return list(session.scalars(select(KeyRow.name).where(KeyRow.kind == kind).distinct().order_by(KeyRow.name)))


def encrypt_again(database: Database, vault: Vault) -> int:
    """Encrypts with the first key what was encrypted with an older one; how many."""
    renewed = 0
    with database.writing() as session:
        for row in session.scalars(select(KeyRow).where(KeyRow.kind != _LOCK).with_for_update()):
            if not vault.is_current(row.content):
                row.content = vault.close(vault.open(row.content))
                renewed += 1
    return renewed


def forget_unused(database: Database, kinds: dict[str, datetime]) -> None:
    """Removes what was not used since a moment, of each of these kinds."""
    with database.writing(last=True) as session:
        for kind, before in kinds.items():
            session.execute(delete(KeyRow).where(KeyRow.kind == kind, KeyRow.used_at < before))
