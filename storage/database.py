"""Engine, units of work and migrations; with search_*.py the only place that knows which database it is."""

import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from threading import Lock, get_ident
from time import perf_counter
from typing import Any

from sqlalchemy import (
    URL,
    Connection,
    Engine,
    ExceptionContext,
    Executable,
    bindparam,
    create_engine,
    event,
    inspect,
    make_url,
    text,
)
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.exc import ArgumentError, SQLAlchemyError
from sqlalchemy.orm import Session as Session  # noqa: PLC0414 - units of work are handed on from here

from briefings.errors import JbzError
from storage.audit import write_noted
from storage.columns import UtcDateTime

#: What goes wrong with the database, for who need not know by what it is reached.
DatabaseError = SQLAlchemyError

_BUSY_SECONDS = 10
_IDLE_SECONDS = 20  #: between two statements of a unit of work
_LOCK_SECONDS = 15
_POOLED = "pooled"  #: of a connection: whether a pooler is between us and the server
_RECYCLE_SECONDS = 900  #: after which a connection is made anew
_OURS = {"client_encoding": "utf8"}
_WRITABLE = {"target_session_attrs": "read-write"}  #: of several hosts the one that takes changes
#: SQLSTATEs: read only, ended by an administrator, by a crash, not able to yet, dropped (PostgreSQL, appendix A).
_OF_NO_USE = {"25006", "57P01", "57P02", "57P03", "57P04"}
_CONNECTION_LOST = "08"
_SQLITE = {"timeout": _BUSY_SECONDS, "check_same_thread": False}
_PROBE_WRITE = text("INSERT INTO seen (key, seen_at, is_done) VALUES (:key, :at, true) RETURNING key").bindparams(
    bindparam("at", type_=UtcDateTime())
)
_VERBS = {"SELECT", "INSERT", "UPDATE", "DELETE"}
_MIGRATIONS = Path(__file__).parent / "migrations"
_DIGITS = 4  #: of a revision's number, with which its file's name begins


class Misplaced(SQLAlchemyError):
    """SQLite's file was taken away or replaced while it was open, or keeps nothing."""


class Database:
    """A database, and units of work on it. Safe to share between threads."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.engine = _engine(url)
        self._turn, self._last = Lock(), Lock()
        self._is_file: tuple[int, int] | None = None  #: device and number of SQLite's file, once it was opened
        self._current: ContextVar[tuple[int, Session] | None] = ContextVar("unit_of_work", default=None)
        event.listen(self.engine, "connect", self._note_file)

    @property
    def file(self) -> Path | None:
        """Where SQLite keeps it; None on PostgreSQL."""
        return _file_of(self.engine.url.database) if self.sqlite else None

    @property
    def sqlite(self) -> bool:
        """The embedded database rather than a PostgreSQL."""
        return self.engine.dialect.name == "sqlite"

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """A unit of work that changes nothing.

        Within another unit of work it looks with that one's connection, and so sees what that one changed. Were it to
        ask for one more, as many threads as there are connections could each wait for one that none of them gives back.
        """
        outer = self._outer()
        with Session(self.engine if outer is None else outer.connection(), expire_on_commit=False) as session:
            if outer is not None:
                yield session
                return
            with self._within(session):
                yield session

    @contextmanager
    def _within(self, session: Session) -> Iterator[None]:
        """As long as it lasts, this is the unit of work of this thread."""
        before = self._current.set((get_ident(), session))
        try:
            yield
        finally:
            self._current.reset(before)

    def _outer(self) -> Session | None:
        """The unit of work in which this thread is; one that was begun by who started the thread is not its own."""
        thread, session = self._current.get() or (None, None)
        return session if thread == get_ident() else None

    def value(self, statement: Executable, parameters: Mapping[str, object] | None = None) -> Any:
        """One value, or None. What is asked with every question is asked so: a session costs three times as much."""
        if (outer := self._outer()) is not None:
            return outer.connection().scalar(statement, parameters)
        with self.engine.connect() as connection:
            return connection.scalar(statement, parameters)

    @contextmanager
    def writing(self, *, last: bool = False) -> Iterator[Session]:
        """A unit of work that is kept whole, or not at all when it raises.

        On SQLite it takes the write lock at once (BEGIN IMMEDIATE): a read that becomes a write later fails
        or loses updates there. The threads of this process take turns before they ask for that lock: who waits for
        SQLite's own looks again after ever longer pauses, and misses its turn. Of those who go `last` only one waits
        for that turn, so that who answers people seldom finds more than one of them before it. What was noted for the
        audit is written last.
        """
        self._check_file()
        engine = self.engine.execution_options(immediate=True)
        with ExitStack() as stack:
            for turn in (self._last, self._turn) if last else (self._turn,):
                if self.sqlite and turn.acquire(timeout=_BUSY_SECONDS):
                    stack.callback(turn.release)
            session = stack.enter_context(Session(engine, expire_on_commit=False))
            stack.enter_context(session.begin())
            stack.enter_context(self._within(session))
            yield session
            write_noted(session)

    def watch(self, told: Callable[[str, float], None]) -> None:
        """`told` hears of each statement that was carried out: its verb ("SELECT"), and how many seconds it took."""

        def begins(connection: Connection, *_: object) -> None:
            connection.info["began"] = perf_counter()

        def ended(connection: Connection, _cursor: object, statement: str, *_: object) -> None:
            verb = statement.lstrip()[:10].partition(" ")[0].upper()
            told(verb if verb in _VERBS else "other", perf_counter() - connection.info["began"])

        event.listen(self.engine, "before_cursor_execute", begins)
        event.listen(self.engine, "after_cursor_execute", ended)

    def probe(self) -> None:
        """Returns when something can be written and read back. Raises SQLAlchemyError; leaves nothing behind."""
        self._check_file()
        with self.engine.execution_options(immediate=True).connect() as connection:
            found = connection.execute(_PROBE_WRITE, {"key": "probe", "at": datetime.now(UTC)}).scalar()
            connection.rollback()
        if found != "probe":
            raise Misplaced("what was written is not there")

    def _check_file(self) -> None:
        """The file that is open must still be the one at its path: else what is written is lost at the next start."""
        if self.file is None or self._is_file is None:
            return
        try:
            there = self.file.stat()
        except OSError as error:
            raise Misplaced(f"{self.file} is gone") from error
        if (there.st_dev, there.st_ino) != self._is_file:
            raise Misplaced(f"{self.file} was replaced")

    def _note_file(self, *_: object) -> None:
        if self.file is not None and self._is_file is None:
            there = self.file.stat()
            self._is_file = (there.st_dev, there.st_ino)

    def upgrade(self) -> None:
        """Brings the tables to this release's form; waits for another process that is doing the same."""
        if self.is_current():
            return
        from storage.migrating import migrate  # a command that finds its tables ready need not load Alembic

        migrate(self.engine)

    def is_current(self) -> bool:
        """Whether the tables have this release's form, or that of a newer one."""
        return (self.revision() or "") >= self.head

    @cached_property
    def head(self) -> str:
        """The revision this release needs: the newest file of the migrations."""
        return max(file.name[:_DIGITS] for file in (_MIGRATIONS / "versions").glob("[0-9]*.py"))

    def is_newer(self, session: Session) -> bool:
        """Whether a newer release brought the tables to its own form: planning and sending are then left to it.

        Within a unit of work that goes on to change something: the tables keep their form until it ends.
        """
        lock = "" if self.sqlite else " FOR SHARE"
        current: str = session.scalar(text(f"SELECT version_num FROM alembic_version{lock}")) or ""  # noqa: S608 - ours
        return current > self.head

    def revision(self) -> str | None:
        """The revision the tables are in; None before the first migration. Makes no file to find out."""
        self._check_file()
        if self.file is not None and not self.file.exists():
            return None
        with self.engine.connect() as connection:
            if not inspect(connection).has_table("alembic_version"):
                return None
            current: str | None = connection.scalar(text("SELECT version_num FROM alembic_version"))
            return current

    def close(self) -> None:
        """Gives every connection back."""
        self.engine.dispose()


def insert_into(session: Session, table: Any) -> Any:
    """An INSERT that can say what happens when the row is there already: `on_conflict_do_nothing` and the like."""
    if session.get_bind().dialect.name == "sqlite":
        return sqlite_insert(table)
    from sqlalchemy.dialects.postgresql import insert as postgres_insert  # loads three drivers' worth of SQLAlchemy

    return postgres_insert(table)


def _engine(url: str) -> Engine:
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
            connect_args=_OURS | (_WRITABLE if _has_several_hosts(parsed) else {}),
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
    file = _file_of(arguments[0])
    if file is None or file.exists():
        return
    try:
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        os.close(os.open(file, os.O_CREAT | os.O_RDWR, 0o600))
    except OSError as error:
        raise JbzError("database.not_made", file=file, why=error.strerror) from error


def _file_of(database: str | None) -> Path | None:
    """The file of a SQLite database; None for one in memory."""
    return Path(database) if database and database != ":memory:" else None


def _has_several_hosts(url: URL) -> bool:
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

    A pooler (PgBouncer) may give each transaction another connection to the server: then nothing is kept on one, no
    prepared statement, and the limits are set in each transaction. It shows by naming itself as the process behind us.
    Raises JbzError for a database that cannot hold every letter, or counts in bytes (SQL_ASCII).
    """
    encoding = connection.info.parameter_status("server_encoding")
    if encoding != "UTF8":
        raise JbzError("database.encoding", encoding=encoding)
    pooled = connection.execute("SELECT pg_backend_pid()").fetchone()[0] != connection.info.backend_pid
    record.info[_POOLED] = pooled
    if pooled:
        connection.prepare_threshold = None
    else:
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
    for pragma in ("journal_mode=WAL", f"busy_timeout={_BUSY_SECONDS * 1000}", "foreign_keys=ON", "synchronous=NORMAL"):
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Any) -> None:
    immediate = connection.get_execution_options().get("immediate", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if immediate else "BEGIN")
