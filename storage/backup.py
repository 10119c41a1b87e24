"""Copies: an online backup and its restore, in one form for both databases.

A copy is a SQLite file with every table, so that it can be looked into, and carried from one kind of
database to the other.
"""

from pathlib import Path

from sqlalchemy import Table, insert, select, text
from sqlalchemy.exc import DatabaseError
from sqlalchemy.orm import Session

from briefings.errors import JbzError
from storage.database import Database
from storage.rows import Base
from storage.understanding import rebuild

_BATCH = 500


def check(database: Database) -> None:
    """Returns when every table answers and the file is sound; raises JbzError."""
    with database.reading() as session:
        for table in Base.metadata.sorted_tables:
            session.execute(select(table).limit(1))
        if database.sqlite and session.scalar(text("PRAGMA integrity_check")) != "ok":
            raise JbzError("database.damaged")


def backup(database: Database, file: Path) -> None:
    """Writes every row to `file`, of one moment; the file appears only when it is whole."""
    partial = file.with_name(f"{file.name}.part")
    partial.unlink(missing_ok=True)
    try:
        copy = Database(f"sqlite:///{partial}")
        copy.upgrade()
        _copy(database, copy)
        with copy.engine.connect() as connection:
            connection.exec_driver_sql("COMMIT")
            connection.exec_driver_sql("PRAGMA journal_mode=DELETE")
        copy.close()
    except OSError as error:
        raise JbzError("file.not_writable", name=file, why=error.strerror) from error
    partial.chmod(0o600)
    partial.replace(file)


def restore(database: Database, file: Path) -> None:
    """Fills an empty database from `file`, wholly or not at all."""
    if not file.is_file():
        raise JbzError("file.not_there", name=file)
    copy = Database(f"sqlite:///{file}")
    try:
        if copy.revision() is None:
            raise _no_copy(file)
        copy.upgrade()
    except DatabaseError as error:
        raise _no_copy(file) from error
    database.upgrade()
    _refuse_if_used(database)
    _copy(copy, database)
    with database.writing() as session:
        rebuild(session, database)


def _copy(source: Database, target: Database) -> None:
    tables = Base.metadata.sorted_tables
    with source.reading() as reading, target.writing() as writing:
        if not source.sqlite:
            reading.execute(text("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ"))
        for table in reversed(tables):
            writing.execute(table.delete())
        for table in tables:
            for rows in reading.execute(select(table)).mappings().partitions(_BATCH):
                writing.execute(insert(table), [dict(row) for row in rows])
        if not target.sqlite:
            for table in tables:
                _advance_sequence(writing, table)


def _advance_sequence(session: Session, table: Table) -> None:
    """PostgreSQL numbers new rows from a counter of its own, which copied rows do not move."""
    if "id" in table.c:
        session.execute(
            text(
                f"SELECT setval(pg_get_serial_sequence('{table.name}', 'id'), "  # noqa: S608 - our own table names
                f"COALESCE((SELECT max(id) FROM {table.name}), 1))"
            )
        )


def _refuse_if_used(database: Database) -> None:
    with database.reading() as session:
        for name in ("documents", "subscriptions", "deliveries", "audit"):
            if session.execute(select(Base.metadata.tables[name]).limit(1)).first():
                raise JbzError("database.not_empty")


def _no_copy(file: Path) -> JbzError:
    return JbzError("backup.no_copy", file=file)
