"""Units of work, and the form of the tables; with engine.py and search_*.py all that knows which database it is."""

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
    Connection,
    Executable,
    bindparam,
    event,
    inspect,
    text,
)
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session as Session  # noqa: PLC0414 - units of work are handed on from here

from storage.audit import write_noted
from storage.columns import UtcDateTime
from storage.engine import BUSY_SECONDS, file_of, make_engine

#: What goes wrong with the database, for who need not know by what it is reached.
DatabaseError = SQLAlchemyError

_PROBE_WRITE = text("INSERT INTO seen (key, seen_at, is_done) VALUES (:key, :at, true) RETURNING key").bindparams(
    bindparam("at", type_=UtcDateTime())
)
_VERBS = {"SELECT", "INSERT", "UPDATE", "DELETE"}
_MIGRATIONS = Path(__file__).parent / "migrations"
_SEEN = "seen"  #: in a session that changes nothing: what was read in it
_DIGITS = 4  #: of a revision's number, with which its file's name begins


class Misplaced(SQLAlchemyError):
    """SQLite's file was taken away or replaced while it was open, or keeps nothing."""


class Database:
    """A database, and units of work on it. Safe to share between threads."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.engine = make_engine(url)
        self._turn, self._last = Lock(), Lock()
        self._is_file: tuple[int, int] | None = None  #: device and number of SQLite's file, once it was opened
        self._current: ContextVar[tuple[int, Session] | None] = ContextVar("unit_of_work", default=None)
        event.listen(self.engine, "connect", self._note_file)

    @property
    def file(self) -> Path | None:
        """Where SQLite keeps it; None on PostgreSQL."""
        return file_of(self.engine.url.database) if self.sqlite else None

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
            session.info[_SEEN] = {}
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

    def seen(self) -> dict[object, Any]:
        """What was read in the unit of work of this thread, if that changes nothing: it need not be read twice."""
        outer = self._outer()
        known: dict[object, Any] = outer.info.get(_SEEN, {}) if outer is not None else {}
        return known

    def value(self, statement: Executable, parameters: Mapping[str, object] | None = None) -> Any:
        """One value, or None. What is asked with every question is asked so: a session costs three times as much.

        Within a unit of work that changes nothing it is asked once.
        """
        if (outer := self._outer()) is not None:
            seen = self.seen() if parameters is None else {}
            if statement not in seen:
                seen[statement] = outer.connection().scalar(statement, parameters)
            return seen[statement]
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
                if self.sqlite and turn.acquire(timeout=BUSY_SECONDS):
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
