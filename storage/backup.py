"""Copies: an online backup and its restore, in one form for both databases.

A copy is a SQLite file with every table, so that it can be looked into, and carried from one kind of
database to the other.
"""

from contextlib import suppress
from pathlib import Path
from shutil import copyfile
from tempfile import TemporaryDirectory

from sqlalchemy import Table, func, insert, select, text
from sqlalchemy.exc import DatabaseError
from sqlalchemy.orm import Session

from briefings.errors import JbzError
from storage import silences
from storage.database import Database
from storage.rows import Base
from storage.understanding import DERIVED, rebuild

_BATCH = 500
#: A key that is used again from an older copy breaks what it keeps secret, so no copy has these.
_LEFT_OUT = {"keys"}


def check(database: Database) -> None:
    """Returns when every table answers and the file is sound; raises JbzError."""
    with database.reading() as session:
        for table in Base.metadata.sorted_tables:
            session.execute(select(table).limit(1))
        if database.sqlite and session.scalar(text("PRAGMA integrity_check")) != "ok":
            raise JbzError("database.damaged")


def backup(database: Database, file: Path) -> None:
    """Writes every row to `file`, of one moment; the file appears only when it is whole. Raises JbzError."""
    partial = file.with_name(f"{file.name}.part")
    try:
        partial.unlink(missing_ok=True)
        _write(database, partial)
        partial.chmod(0o600)
        partial.replace(file)
    except OSError as error:
        raise JbzError("file.not_writable", name=file, why=error.strerror) from error
    finally:
        for left in (partial, *(partial.with_name(f"{partial.name}{end}") for end in ("-wal", "-shm", "-journal"))):
            with suppress(OSError):
                left.unlink(missing_ok=True)


def _write(database: Database, file: Path) -> None:
    copy = Database(f"sqlite:///{file}")
    try:
        copy.upgrade()
        _copy(database, copy)
        with copy.engine.connect() as connection:
            connection.exec_driver_sql("COMMIT")
            connection.exec_driver_sql("PRAGMA journal_mode=DELETE")
    finally:
        copy.close()


def verify(file: Path) -> None:
    """Restores the copy into a database that is thrown away, and compares the two. Raises JbzError."""
    with TemporaryDirectory(dir=file.parent, prefix="restored-") as folder:
        restored = Database(f"sqlite:///{folder}/jbz.db")
        looked_into = Path(folder) / "copy.db"  # opening it leaves its marks
        copy = Database(f"sqlite:///{looked_into}")
        try:
            copyfile(file, looked_into)
            restore(restored, looked_into)
            check(restored)
            if _sizes(restored) != _sizes(copy):
                raise JbzError("backup.not_whole", file=file)
        except OSError as error:
            raise JbzError("file.not_writable", name=folder, why=error.strerror) from error
        finally:
            restored.close()
            copy.close()


def _prepare(copy: Database, file: Path) -> None:
    """Brings a copy that an older release made to this one's form."""
    try:
        if copy.revision() is None:
            raise _no_copy(file)
        copy.upgrade()
    except DatabaseError as error:
        raise _no_copy(file) from error


def _sizes(database: Database) -> dict[str, int]:
    """How many rows each table has; without what a restore makes anew, which keeps no words of items that are gone."""
    derived = {table.__tablename__ for table in DERIVED}
    kept = [table for table in Base.metadata.sorted_tables if table.name not in derived | _LEFT_OUT]
    with database.reading() as session:
        return {table.name: session.scalar(select(func.count()).select_from(table)) or 0 for table in kept}


def restore(database: Database, file: Path) -> None:
    """Fills an empty database from `file`, wholly or not at all."""
    if not file.is_file():
        raise JbzError("file.not_there", name=file)
    copy = Database(f"sqlite:///{file}")
    try:
        _prepare(copy, file)
        database.upgrade()
        _refuse_if_used(database)
        _copy(copy, database)
    finally:
        copy.close()
    with database.writing() as session:
        rebuild(session, database)
        silences.begin_anew(session)


def _copy(source: Database, target: Database) -> None:
    tables = Base.metadata.sorted_tables
    with source.reading() as reading, target.writing() as writing:
        if not source.sqlite:
            reading.execute(text("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ"))
        for table in reversed(tables):
            writing.execute(table.delete())
        for table in tables:
            if table.name in _LEFT_OUT:
                continue
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
