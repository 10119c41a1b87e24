"""What build.sh made, measured: its size, how soon it serves, its memory. `python -m tests.deploy.figures FOLDER`."""

import os
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from http import HTTPStatus
from pathlib import Path

_STARTS = 5
_REST = 15.0  #: seconds without anybody
_QUESTIONS = 60
_TICKS = os.sysconf("SC_CLK_TCK")


def main() -> None:
    """Prints the figures."""
    folder = Path(sys.argv[1])
    size = sum(file.lstat().st_size for file in folder.rglob("*") if not file.is_symlink())
    _say(f"size {size / 1e6:.0f} MB, without the base image")
    with tempfile.TemporaryDirectory() as data:
        for number in range(_STARTS):
            _one_start(folder, data, "the first start" if number == 0 else "a later start", last=number == _STARTS - 1)


def _one_start(folder: Path, data: str, name: str, *, last: bool) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environment = {"PATH": os.defpath, "JBZ_DATABASE_URL": f"sqlite:///{data}/jbz.db", "JBZ_SOURCES": "geen"}
    began = time.monotonic()
    running = subprocess.Popen(  # noqa: S603 - what we built
        [folder / "bin" / "jbz", "serve", "--port", str(port)],
        env=environment, cwd=data, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        while not is_ready(port):
            time.sleep(0.02)
        _say(f"{name}: ready after {time.monotonic() - began:.1f} s, {_processor(running.pid):.1f} s of a processor")
        if last:
            time.sleep(_REST)
            _say(f"memory at rest {_memory(running.pid)} MB")
            for number in range(_QUESTIONS):
                theme = ("migratie", "visa", "terugkeer")[number % 3]
                with urllib.request.urlopen(f"http://127.0.0.1:{port}/gesprek?q={theme}", timeout=10) as page:
                    page.read()
            _say(f"memory after {_QUESTIONS} questions {_memory(running.pid)} MB")
    finally:
        running.terminate()
        running.wait()


def is_ready(port: int) -> bool:
    """Whether the bot there says so."""
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/readyz", timeout=1) as answer:
            return bool(answer.status == HTTPStatus.OK)
    except (urllib.error.URLError, OSError):
        return False


def _processor(pid: int) -> float:
    """Seconds of a processor that a process and those it waited for used."""
    used = Path(f"/proc/{pid}/stat").read_text("utf-8").rpartition(")")[2].split()[11:15]
    return sum(int(one) for one in used) / _TICKS


def _memory(pid: int) -> int:
    """Its own share (PSS)."""
    told = Path(f"/proc/{pid}/smaps_rollup").read_text("utf-8").splitlines()
    return next(int(line.split()[1]) for line in told if line.startswith("Pss:")) // 1024


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
