"""The audit: written with the change, never altered, and what was done to it all the same is found."""

import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from briefings.errors import Message
from briefings.model.chat import Address
from storage import audit, backup
from storage.audit import NONE, AuditActor, AuditSubject, acting, note
from storage.audit_check import Checked, verify
from storage.database import Database, DatabaseError

NOW = datetime(2026, 11, 30, 8, 0, 0, 123456, UTC)
LONG_AGO = datetime(2026, 1, 1, 8, tzinfo=UTC)  #: what the database itself lets go
MARC = AuditActor("slack:T1:U1", "slack:T1:C1")


def _change(database: Database, what: int, at: datetime = NOW) -> None:
    with database.writing() as session, acting(MARC):
        note(
            session, AuditSubject.DELIVERY, "dropped", what, at, before={"state": "waiting"}, after={"state": "dropped"}
        )


def _checked(database: Database, noted: tuple[int, str] | None = None) -> Checked:
    with database.reading() as session:
        return verify(session, noted)


@pytest.fixture
def changed(database: Database) -> Database:
    for number in range(1, 6):
        _change(database, number)
    return database


def _force(database: Database, *statements: str) -> None:
    """As somebody does who may do anything with the database."""
    off = (
        ["DROP TRIGGER audit_no_update", "DROP TRIGGER audit_no_delete", "DROP TRIGGER audit_no_replace"]
        if database.sqlite
        else ["ALTER TABLE audit DISABLE TRIGGER ALL"]
    )
    with database.engine.begin() as connection:
        for statement in (*off, *statements):
            connection.execute(text(statement))


def test_a_row_says_who_where_when_and_what_and_is_linked_to_the_one_before(changed: Database) -> None:
    with changed.reading() as session:
        first, second, *_ = audit.entries(session)
        newest = audit.head(session)
    assert (first.id, first.at, first.who, first.place) == (1, NOW, "slack:T1:U1", "slack:T1:C1")
    assert (first.subject, first.action, first.what) == ("delivery", "dropped", "1")
    assert (first.before, first.after) == ({"state": "waiting"}, {"state": "dropped"})
    assert (first.previous, second.previous) == (NONE, first.hash)
    assert _checked(changed) == Checked(5, 1, 5, newest[1], ())


def test_the_hash_is_that_of_the_canonical_json() -> None:
    """Reckoned apart: a reader in another language must come to the same."""
    row = {"id": 1, "at": NOW, "who": "é", "before": None, "after": {"b": [1, True], "a": "x"}}
    assert audit.digest(row) == "f79b5b5cf34f0e14ed714d12bb9393ce69a44e9dd5a927f0fb7f394cd3f6ee9f"


def test_a_change_that_fails_leaves_no_row(database: Database) -> None:
    def fail() -> None:
        with database.writing() as session:
            note(session, AuditSubject.THEME, "changed", 1, NOW)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert _checked(database).rows == 0


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit SET who = 'nobody' WHERE id = 2",
        "DELETE FROM audit WHERE id = 2",
        "DELETE FROM audit WHERE id = 5",
        "DELETE FROM audit",
    ],
)
def test_the_database_itself_refuses_to_alter_or_remove_a_row(changed: Database, statement: str) -> None:
    with pytest.raises(DatabaseError, match="audit: rows are never"), changed.engine.begin() as connection:
        connection.execute(text(statement))
    assert _checked(changed).problems == ()


def test_no_row_is_replaced_or_truncated(changed: Database) -> None:
    statement = "INSERT OR REPLACE INTO audit SELECT * FROM audit WHERE id = 2" if changed.sqlite else "TRUNCATE audit"
    with pytest.raises(DatabaseError, match="audit: rows are never"), changed.engine.begin() as connection:
        connection.execute(text(statement))
    assert _checked(changed).rows == 5


_SWAP = """UPDATE audit SET id = CASE id WHEN 2 THEN 103 ELSE 102 END WHERE id IN (2, 3)"""


@pytest.mark.parametrize(
    ("statements", "problems"),
    [
        (["UPDATE audit SET who = 'nobody' WHERE id = 2"], [Message("audit.altered", {"id": 2})]),
        (['UPDATE audit SET after = \'{"state": "sent"}\' WHERE id = 5'], [Message("audit.altered", {"id": 5})]),
        (["DELETE FROM audit WHERE id IN (2, 3)"], [Message("audit.missing", {"first": 2, "last": 3})]),
        (["DELETE FROM audit WHERE id < 3"], [Message("audit.beginning", {"id": 3})]),
        (["DELETE FROM audit WHERE id = 5"], [Message("audit.head", {"newest": 5, "last": 4})]),
        (
            ["DELETE FROM audit"],
            [Message("audit.head", {"newest": 5, "last": 0})],
        ),
        (
            [_SWAP, "UPDATE audit SET id = id - 100 WHERE id > 100"],
            [
                Message("audit.not_joined", {"id": 2}),
                Message("audit.altered", {"id": 2}),
                Message("audit.not_joined", {"id": 3}),
                Message("audit.altered", {"id": 3}),
                Message("audit.not_joined", {"id": 4}),
            ],
        ),
    ],
)
def test_what_was_done_with_force_is_found_and_named(
    changed: Database, statements: list[str], problems: list[Message]
) -> None:
    _force(changed, *statements)
    assert list(_checked(changed).problems) == problems


def test_a_chain_that_was_written_anew_is_found_with_what_was_noted_elsewhere(changed: Database) -> None:
    noted = (3, _checked(changed).hash)
    with changed.reading() as session:
        noted = next((row.id, row.hash) for row in audit.entries(session) if row.id == 3)
    _force(changed, "DELETE FROM audit", "UPDATE audit_head SET newest = 0, hash = '" + "0" * 64 + "'")
    for number in range(10, 13):
        _change(changed, number)
    assert _checked(changed).problems == ()
    assert _checked(changed, noted).problems == (Message("audit.noted_other", {"id": 3}),)
    assert _checked(changed, (9, noted[1])).problems == (Message("audit.noted_gone", {"id": 9}),)


def test_what_is_too_old_is_removed_and_an_anchor_keeps_the_chain_whole(database: Database) -> None:
    for number in range(1, 6):
        _change(database, number, LONG_AGO + timedelta(days=number))
    with database.writing() as session:
        assert audit.trim(session, LONG_AGO + timedelta(days=3), LONG_AGO + timedelta(days=9)) == 2
    with database.reading() as session:
        *_, anchor = audit.entries(session)
        first = next(audit.entries(session))
    assert (first.id, anchor.action, anchor.trimmed_to) == (3, "trimmed", 2)
    assert anchor.after == {"hash": first.previous, "rows": 2}
    found = _checked(database)
    assert (found.rows, found.first, found.problems) == (4, 3, ())
    assert found.trimmings == (Message("audit.trimmed", {"id": 6, "last": 2, "day": "2026-01-10", "who": "service"}),)
    with database.writing() as session:  # the anchor goes too, with an anchor of its own
        assert audit.trim(session, LONG_AGO + timedelta(days=99), LONG_AGO + timedelta(days=100)) == 3
    assert (_checked(database).rows, _checked(database).problems) == (2, ())
    with database.writing() as session:
        assert audit.trim(session, LONG_AGO, LONG_AGO) == 0


@pytest.mark.parametrize(("days", "left"), [(29, 4), (31, 2)])
def test_no_anchor_makes_room_for_removing_what_is_young(database: Database, days: int, left: int) -> None:
    """As somebody tries who may add and remove rows, and no more."""
    now = datetime.now(UTC)
    for number in range(1, 4):
        _change(database, number, now - timedelta(days=days))
    try:
        with database.writing() as session:
            trimmed = audit.trim(session, now, now)
    except DatabaseError:
        trimmed = 0
        with database.writing() as session:  # only the row that would make room
            note(session, AuditSubject.AUDIT, "trimmed", 3, now)
    assert (trimmed, _checked(database).rows, _checked(database).problems) == (4 - left, left, ())


def test_many_at_once_make_one_chain(database: Database) -> None:
    """Each thread has a connection of its own; on PostgreSQL nothing but the head of the chain holds them apart."""
    other = Database(database.url)
    start = threading.Barrier(8)

    def work(mine: Database, number: int) -> None:
        start.wait()
        for at in range(10):
            _change(mine, 100 * number + at)

    threads = [threading.Thread(target=work, args=((database, other)[n % 2], n)) for n in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    other.close()
    found = _checked(database)
    assert (found.rows, found.newest, found.problems) == (80, 80, ())


def test_a_copy_put_back_has_the_same_chain_and_goes_on(changed: Database, tmp_path: Path) -> None:
    backup.backup(changed, tmp_path / "copy.db")
    back = Database(f"sqlite:///{tmp_path}/back.db")
    backup.restore(back, tmp_path / "copy.db")
    assert _checked(back) == _checked(changed)
    _change(back, 6)
    assert (_checked(back).rows, _checked(back).problems) == (6, ())
    back.close()


def test_what_no_database_can_keep_is_left_out(database: Database) -> None:
    with database.writing() as session, acting(AuditActor("a\x00b", "\ud800")):
        note(session, AuditSubject.CHAT, "moved", "x" * 600, NOW, after={"\x00": ["\udfff", None, 2]})
    with database.reading() as session:
        (row,) = audit.entries(session)
    assert (row.who, row.place, len(row.what), row.after) == ("ab", "?", 500, {"": ["?", None, 2]})
    assert _checked(database).problems == ()


def test_a_browser_has_no_number_there() -> None:
    assert audit.place_of(Address("web", "web", "5eb63bbbe01eeed093cb22bb8f5acdc3")) == "web"
    assert audit.place_of(Address("telegram", "123", "-100", "7")) == "telegram:123:-100:7"


def test_who_acts_already_stays_who_acts() -> None:
    with acting(MARC), acting(AuditActor("x", "y"), unless_known=True):
        assert audit._acting.get() == MARC
    with acting(AuditActor("x", "y"), unless_known=True):
        assert audit._acting.get() == AuditActor("x", "y")
    assert audit._acting.get() == audit.SERVICE
