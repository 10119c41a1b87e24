"""How a connection to each kind of database is made, and what it is told before it is used."""

import os
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, ExceptionContext, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError

from briefings.errors import JbzError

BUSY_SECONDS = 10
_IDLE_SECONDS = 20  #: between two statements of a unit of work
_LOCK_SECONDS = 15
_POOLED = "pooled"  #: of a connection: whether a pooler is between us and the server
_RECYCLE_SECONDS = 900  #: after which a connection is made anew
#: No statement is prepared. A prepared one gets, after some times, one plan for every word, seldom or not (PostgreSQL's
#: manual, PREPARE), and a full-text search then takes ten times as long; behind a pooler it may not be there at all.
_OURS = {"client_encoding": "utf8", "prepare_threshold": None}
_WRITABLE = {"target_session_attrs": "read-write"}  #: of several hosts the one that takes changes
#: SQLSTATEs: read only, ended by an administrator, by a crash, not able to yet, dropped (PostgreSQL, appendix A).
_OF_NO_USE = {"25006", "57P01", "57P02", "57P03", "57P04"}
_CONNECTION_LOST = "08"
_SQLITE = {"timeout": BUSY_SECONDS, "check_same_thread": False}


def make_engine(url: str) -> Engine:
    """An engine for SQLite or PostgreSQL. Raises JbzError on an address that is none, or of another kind."""
    try:
        parsed = make_url(url)
    except ArgumentError as error:  # its message holds the address, and that may hold a password
        raise JbzError("database.no_address") from error
    if parsed.drivername in {"postgresql", "postgres"}:
        engine = create_engine(
            parsed.set(drivername="postgresql+psycopg"),
            pool_pre_ping=True,
            pool_size=10,
            pool_recycle=_RECYCLE_SECONDS,
            hide_parameters=True,
            connect_args=_OURS | (_WRITABLE if has_several_hosts(parsed) else {}),
        )
        event.listen(engine, "connect", _prepare_postgres)
        event.listen(engine, "begin", _begin_postgres)
        event.listen(engine, "handle_error", _throw_away)
        return engine
    if parsed.drivername != "sqlite":
        raise JbzError("database.other_kind", kind=parsed.drivername)
    engine = create_engine(parsed, connect_args=_SQLITE, hide_parameters=True)
    event.listen(engine, "do_connect", _make_file)
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _make_file(_dialect: Any, _record: Any, arguments: list[Any], _named: Any) -> None:
    """Before SQLite makes the file where there is none: it and its folder are for their owner only.

    What SQLite puts beside the file gets the file's own rights. A folder or file that is there keeps those it has.
    """
    file = file_of(arguments[0])
    if file is None or file.exists():
        return
    try:
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        os.close(os.open(file, os.O_CREAT | os.O_RDWR, 0o600))
    except OSError as error:
        raise JbzError("database.not_made", file=file, why=error.strerror) from error


def file_of(database: str | None) -> Path | None:
    """The file of a SQLite database; None for one in memory."""
    return Path(database) if database and database != ":memory:" else None


def has_several_hosts(url: URL) -> bool:
    """Whether an address names more than one server, of which one takes changes."""
    hosts = url.query.get("host", url.host or "")
    return not isinstance(hosts, str) or "," in hosts


def _throw_away(context: ExceptionContext) -> None:
    """A connection to a server that became read-only, or is going down, is of no use any more, nor are the others."""
    code = getattr(context.original_exception, "sqlstate", None) or ""
    if code in _OF_NO_USE or code.startswith(_CONNECTION_LOST):
        context.is_disconnect = True
        context.invalidate_pool_on_disconnect = True


def _prepare_postgres(connection: Any, record: Any) -> None:
    """A process that hangs in the middle of a unit of work must not hold up the others: PostgreSQL ends it.

    A pooler (PgBouncer) may give each transaction another connection to the server: then the limits are set in each
    transaction. It shows by naming itself as the process behind us.
    Raises JbzError for a database that cannot hold every letter, or counts in bytes (SQL_ASCII).
    """
    encoding = connection.info.parameter_status("server_encoding")
    if encoding != "UTF8":
        raise JbzError("database.encoding", encoding=encoding)
    pooled = connection.execute("SELECT pg_backend_pid()").fetchone()[0] != connection.info.backend_pid
    record.info[_POOLED] = pooled
    if not pooled:
        connection.execute(_limits(local=False))
    connection.commit()


def _begin_postgres(connection: Connection) -> None:
    if connection.info.get(_POOLED):
        connection.exec_driver_sql(_limits(local=True))


def _limits(*, local: bool) -> str:
    """For this transaction only, or for as long as the connection lasts."""
    limits = {"idle_in_transaction_session_timeout": _IDLE_SECONDS, "lock_timeout": _LOCK_SECONDS}
    return "SELECT " + ", ".join(f"set_config('{name}', '{to}s', {local})" for name, to in limits.items())


def _prepare_sqlite(connection: Any, _record: Any) -> None:
    connection.isolation_level = None  # the driver's own BEGIN comes too late; see _begin_sqlite
    for pragma in ("journal_mode=WAL", f"busy_timeout={BUSY_SECONDS * 1000}", "foreign_keys=ON", "synchronous=NORMAL"):
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Any) -> None:
    immediate = connection.get_execution_options().get("immediate", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if immediate else "BEGIN")
