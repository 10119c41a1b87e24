"""Real databases: every test that asks for `database` runs on SQLite and on PostgreSQL."""

import gc
import json
import logging
import shutil
import sys
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from subprocess import CompletedProcess
from typing import Any

import pytest
import structlog
from hypothesis import settings as hypothesis_settings
from sqlalchemy import Engine, create_engine, text

import bot.cli
import storage.engine
from bot.app import EXAMPLES, App
from bot.settings import Settings, known_names, load_settings
from briefings.enriching.enrich import enrich
from briefings.model.document import Document
from briefings.reading.read import read
from briefings.sources.folder import load
from briefings.themes.catalogue import load_catalogue
from briefings.worker import Worker
from storage.database import Database
from tests.stand_ins.clock import Clock
from tests.stand_ins.parliament_server import Parliament
from tests.stand_ins.postgres import CannotStartError, Postgres

gc.set_threshold(100_000, 10, 10)  # what the program and the tests load stays, and need not be looked through

REPORT = next(EXAMPLES.glob("*.txt"))
GOLD = Path(__file__).parent / "letters" / "2025-03-21_verslag_jbz-raad_5-en-7-maart-2025.gold.json"


#: A command and its settings -> how it ended, and what it said.
RunJbz = Callable[..., CompletedProcess[bytes]]

_ADDRESS = pytest.StashKey[str]()


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--soak", action="store_true", help="the long form of the crash, fuzzing and property tests")


def pytest_configure(config: pytest.Config) -> None:
    hypothesis_settings.register_profile("usual", max_examples=120, derandomize=True)
    hypothesis_settings.register_profile("soak", max_examples=5_000)
    hypothesis_settings.load_profile("soak" if config.getoption("--soak") else "usual")
    if config.getoption("numprocesses", None) and not hasattr(config, "workerinput"):
        config.stash[_ADDRESS] = _start_postgres(config)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Left to the long form: what hardly differs by database on PostgreSQL, and what checks the tests themselves."""
    if config.getoption("--soak"):
        return
    long = {item for item in items if item.get_closest_marker("long") or _is_twice(item)}
    if long:
        config.hook.pytest_deselected(items=list(long))
        items[:] = [item for item in items if item not in long]


def _is_twice(item: pytest.Item) -> bool:
    return item.get_closest_marker("one_database") is not None and "postgresql" in item.name


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node: Any) -> None:
    """pytest-xdist is about to start a process that runs tests."""
    node.workerinput["postgres"] = node.config.stash[_ADDRESS]


def _start_postgres(config: pytest.Config) -> str:
    """A PostgreSQL of our own until the end of all tests. Where none can start, they end at once with why."""
    try:
        server = Postgres()
        config.add_cleanup(server.close)
        server.start()
    except CannotStartError as error:
        pytest.exit(f"PostgreSQL cannot start here, and the tests need it: {error}", returncode=1)
    return server.url


@pytest.fixture(scope="session")
def postgres(request: pytest.FixtureRequest) -> str:
    """The address of that PostgreSQL, of its database `postgres`. Tests on several cores share one."""
    shared: dict[str, str] = getattr(request.config, "workerinput", {})
    return shared.get("postgres") or _start_postgres(request.config)


@pytest.fixture(scope="session")
def sqlite_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database with the bundled report, to be copied."""
    file = tmp_path_factory.mktemp("made") / "jbz.db"
    fill(f"sqlite:///{file}", "report")
    return file


@pytest.fixture
def postgres_url(postgres: str) -> Iterator[str]:
    """The address of an empty PostgreSQL database."""
    with new_database(postgres) as url:
        yield url


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of an empty database, on each of the two kinds."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path}/jbz.db"
    url: str = request.getfixturevalue("postgres_url")
    return url


@pytest.fixture(scope="session")
def made_once() -> dict[tuple[str, str], str]:
    """Databases that tests get a copy of: ("sqlite" or "postgresql", what is in it) -> file or name."""
    return {}


@pytest.fixture(params=["sqlite", "postgresql"])
def filled_url(request: pytest.FixtureRequest, tmp_path: Path, made_once: dict[tuple[str, str], str]) -> Iterator[str]:
    """The address of a database that was started before: its tables made, the bundled report taken in."""
    with _copy(request, tmp_path, made_once, "report") as url:
        yield url


@pytest.fixture(params=["sqlite", "postgresql"])
def database(
    request: pytest.FixtureRequest, tmp_path: Path, made_once: dict[tuple[str, str], str]
) -> Iterator[Database]:
    """A migrated, empty database."""
    with _copy(request, tmp_path, made_once, "empty") as url:
        database = Database(url)
        yield database
        database.close()


@pytest.fixture(autouse=True)
def logging_as_it_was() -> Iterator[None]:
    """A command that a test runs in this process sets up logging, to a stream that ends with the test."""
    before, configured = list(logging.getLogger().handlers), structlog.get_config()
    yield
    for handler in list(logging.getLogger().handlers):
        if handler not in before and type(handler) is logging.StreamHandler:
            logging.getLogger().removeHandler(handler)
    structlog.configure(**configured)


@pytest.fixture
def no_connection_left(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A command ends with its process; here the process goes on."""
    engines: list[Engine] = []

    def tracked(*arguments: Any, **named: Any) -> Engine:
        engines.append(create_engine(*arguments, **named))
        return engines[-1]

    monkeypatch.setattr(storage.engine, "create_engine", tracked)
    yield
    for engine in engines:
        engine.dispose()


@pytest.fixture
def no_worker_left(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The same of the process in which letters are read."""
    used: list[Worker] = []
    run = Worker.run

    def tracked(worker: Worker, *arguments: Any, **named: Any) -> Any:
        if not any(worker is one for one in used):
            used.append(worker)
        return run(worker, *arguments, **named)

    monkeypatch.setattr(Worker, "run", tracked)
    yield
    for worker in used:
        worker.close()


@pytest.fixture
def run_jbz(
    monkeypatch: pytest.MonkeyPatch,
    capfdbinary: pytest.CaptureFixture[bytes],
    no_connection_left: None,  # noqa: ARG001 - for what they do at the end
    no_worker_left: None,  # noqa: ARG001 - the same
) -> RunJbz:
    """Runs a command in this process, with these settings alone: in a tenth of the time of a process of its own."""

    def run(*arguments: str, **settings: str) -> CompletedProcess[bytes]:
        for name in known_names():
            monkeypatch.delenv(name, raising=False)
        for name, value in settings.items():
            monkeypatch.setenv(name, value)
        monkeypatch.setattr(sys, "argv", ["jbz", *arguments])
        capfdbinary.readouterr()
        with pytest.raises(SystemExit) as end:
            bot.cli.app(prog_name="jbz")
        out, err = capfdbinary.readouterr()
        return CompletedProcess(arguments, int(end.value.code or 0), out, err)

    return run


@pytest.fixture
def clock() -> Clock:
    """Monday 24 March 2025, ten in the morning in Amsterdam: three days after the report's letter."""
    return Clock(datetime(2025, 3, 24, 9, 0, tzinfo=UTC))


@pytest.fixture
def parliament() -> Iterator[Parliament]:
    """The sources of letters."""
    server = Parliament()
    server.start()
    yield server
    server.stop()


@pytest.fixture
def settings(filled_url: str) -> Settings:
    """Settings without a token, on the test's database."""
    return load_settings({"JBZ_DATABASE_URL": filled_url})


@pytest.fixture
def app(settings: Settings, clock: Clock) -> Iterator[App]:
    """The product with the bundled report, at the test's clock."""
    app = App(settings, clock)
    app.prepare()
    yield app
    app.close()


@pytest.fixture(scope="session")
def report() -> Document:
    """The bundled report as read and understood."""
    letter = load(REPORT)
    return enrich(read(letter.data, letter.provenance), load_catalogue().themes)


@pytest.fixture(scope="session")
def gold() -> dict[str, object]:
    """What must be read from the bundled report."""
    value: dict[str, object] = json.loads(GOLD.read_text("utf-8"))
    return value


@contextmanager
def _copy(
    request: pytest.FixtureRequest, tmp_path: Path, made: dict[tuple[str, str], str], content: str
) -> Iterator[str]:
    """A copy of the database with this content, which is made the first time."""
    kind: str = request.param
    if kind == "sqlite":
        if (kind, content) not in made:
            file = tmp_path / "made.db"
            fill(f"sqlite:///{file}", content)
            made[kind, content] = str(file)
        shutil.copy(made[kind, content], tmp_path / "jbz.db")
        yield f"sqlite:///{tmp_path}/jbz.db"
        return
    server: str = request.getfixturevalue("postgres")
    if (kind, content) not in made:
        name = f"made_{content}_{uuid.uuid4().hex}"
        _execute(server, f"CREATE DATABASE {name}")
        fill(server.replace("/postgres?", f"/{name}?"), content)
        made[kind, content] = name
    with new_database(server, made[kind, content]) as url:
        yield url


def fill(url: str, content: str) -> None:
    database = Database(url)
    if content == "empty":
        database.upgrade()
    else:
        app = App(load_settings({"JBZ_DATABASE_URL": url}))
        app.prepare()
        app.close()
    if database.sqlite:  # so that the file is whole without the one beside it
        with database.engine.connect() as connection:
            connection.exec_driver_sql("COMMIT")
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
            connection.exec_driver_sql("BEGIN")
    database.close()


@contextmanager
def new_database(server: str, template: str = "template1") -> Iterator[str]:
    name = f"jbz_{uuid.uuid4().hex}"
    _execute(server, f"CREATE DATABASE {name} TEMPLATE {template}")
    yield server.replace("/postgres?", f"/{name}?")
    _execute(server, f"DROP DATABASE {name} WITH (FORCE)")


def _execute(server: str, statement: str) -> None:
    engine = create_engine(_driver(server), isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(statement))
    engine.dispose()


def _driver(url: str) -> str:
    return url.replace("postgresql://", "postgresql+psycopg://")
