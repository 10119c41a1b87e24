"""The file of the embedded database: whose it is, and when it is made."""

import contextvars
import os
import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from briefings.errors import JbzError, Message
from storage.database import Database


def _rights(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_the_file_and_its_folder_are_their_owners_only(tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        database = Database(f"sqlite:///{tmp_path}/data/jbz.db")
        database.upgrade()
        with database.reading():
            beside = sorted(path.name for path in (tmp_path / "data").iterdir())
            assert [_rights(path) for path in (tmp_path / "data").iterdir()] == [0o600] * len(beside)
        database.close()
    finally:
        os.umask(before)
    assert _rights(tmp_path / "data") == 0o700


def test_asking_for_the_form_of_the_tables_makes_nothing(tmp_path: Path) -> None:
    assert Database(f"sqlite:///{tmp_path}/data/jbz.db").revision() is None
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("mode", [0o755, 0o750])
def test_a_folder_that_is_there_keeps_its_rights(tmp_path: Path, mode: int) -> None:
    folder = tmp_path / "shared"
    folder.mkdir(mode=mode)
    folder.chmod(mode)
    Database(f"sqlite:///{folder}/jbz.db").upgrade()
    assert (_rights(folder), _rights(folder / "jbz.db")) == (mode, 0o600)


@pytest.mark.parametrize("encoding", ["SQL_ASCII", "LATIN1"])
def test_a_database_that_cannot_hold_every_letter_is_refused(postgres_url: str, encoding: str) -> None:
    name = f"in_{encoding.lower()}"
    server = create_engine(postgres_url.replace("postgresql://", "postgresql+psycopg://"), isolation_level="AUTOCOMMIT")
    with server.connect() as connection:
        made = f"CREATE DATABASE {name} ENCODING '{encoding}' LC_COLLATE 'C' LC_CTYPE 'C' TEMPLATE template0"
        connection.execute(text(made))
        database = Database(postgres_url.replace(f"/{server.url.database}?", f"/{name}?"))
        with pytest.raises(JbzError) as refused:
            database.upgrade()
        database.close()
        connection.execute(text(f"DROP DATABASE {name}"))
    server.dispose()
    assert refused.value.message == Message("database.encoding", {"encoding": encoding})


def test_a_unit_of_work_within_another_needs_no_connection_more(postgres_url: str) -> None:
    database = Database(postgres_url)
    database.upgrade()
    only = create_engine(
        database.engine.url, pool_size=1, max_overflow=0, pool_timeout=1, connect_args={"connect_timeout": 5}
    )
    database.close()
    database.engine = only
    with database.writing() as session:
        session.execute(text("INSERT INTO seen (key, seen_at, is_done) VALUES ('mine', now(), true)"))
        counted = text("SELECT count(*) FROM seen")
        assert database.value(counted) == 1
        with database.reading() as inner, database.reading() as innermost:
            assert (inner.scalar(counted), innermost.scalar(counted)) == (1, 1)
        with pytest.raises(ZeroDivisionError), database.reading():
            raise ZeroDivisionError
        assert session.scalar(counted) == 1  # what went wrong in a look inside is not this one's end
    assert database.value(counted) == 1
    database.close()


def test_a_unit_of_work_of_who_started_a_thread_is_not_the_threads(database: Database) -> None:
    counted = text("SELECT count(*) FROM seen")
    with database.writing() as session, ThreadPoolExecutor(1) as pool:
        session.execute(text("INSERT INTO seen (key, seen_at, is_done) VALUES ('mine', '2025-03-31', true)"))
        elsewhere = pool.submit(contextvars.copy_context().run, database.value, counted)
        assert (database.value(counted), elsewhere.result()) == (1, 0)
