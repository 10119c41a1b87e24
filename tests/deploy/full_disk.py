"""SQLite on a disk that really is full, and then on one that is read-only. Run by `make check-deploy` as root.

Ends with status 1 when something was lost, doubled, or confirmed and not kept.
"""

import asyncio
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime
from pathlib import Path

from tests.stand_ins.clock import Clock
from tests.world import World, make_world

_DISK = "size=48m"


@contextmanager
def disk(folder: Path) -> Iterator[None]:
    """A small disk of its own in memory."""
    _do("mount", "-t", "tmpfs", "-o", _DISK, "tmpfs", str(folder))
    try:
        yield
    finally:
        _do("umount", str(folder))


def _do(*command: str) -> None:
    subprocess.run(command, check=True, capture_output=True)  # noqa: S603 - mount, with our own arguments


@contextmanager
def filled(folder: Path) -> Iterator[None]:
    """Not a byte is left."""
    with (folder / "ballast").open("wb", buffering=0) as ballast:
        for size in (1024 * 1024, 512):
            try:
                while ballast.write(b"x" * size):
                    pass
            except OSError:
                continue
    yield
    (folder / "ballast").unlink()


@contextmanager
def read_only(folder: Path) -> Iterator[None]:
    """Nothing more can be opened for writing: the machine's answer to errors of a disk."""
    _do("mount", "-o", "remount,ro", str(folder))
    yield
    _do("mount", "-o", f"remount,rw,{_DISK}", str(folder))


async def run(folder: Path) -> list[str]:
    """What is wrong."""
    wrong: list[str] = []
    clock = Clock(datetime(2025, 3, 24, 9, 0, tzinfo=UTC))
    async with make_world(f"sqlite:///{folder}/jbz.db", clock) as world:
        world.slack.strict = False
        async with world.running():
            await world.slack_types("volg migratie elke maandag 08:00")
            clock.forward(days=7)
            with filled(folder):
                wrong += await _refuses(world, "a full disk")
            wrong += await _goes_on(world, 1)
            clock.forward(days=7)
        with read_only(folder):
            try:
                async with world.running():
                    wrong.append("a service started on a read-only disk")
            except Exception as error:  # noqa: BLE001 - that it ends, and as what
                sys.stdout.write(f"read-only: {type(error).__name__}\n")
        async with world.running():
            wrong += await _goes_on(world, 2)
    return wrong


async def _refuses(world: World, what: str) -> list[str]:
    wrong = []
    for _ in range(3):
        await world.deliver()
    (answer,) = await world.slack_types("volg visa elke maandag 08:00", channel="C2")
    if "ging hier iets mis" not in answer["text"]:
        wrong.append(f"{what}: a change was confirmed: {answer['text']}")
    ready = await world.http.get("/readyz")
    if ready.status_code != 503:
        wrong.append(f"{what}: /readyz says {ready.text}")
    return wrong


async def _goes_on(world: World, briefings: int) -> list[str]:
    for _ in range(4):
        world.rest()
        await world.deliver()
        world.clock.forward(minutes=6)
    posts, ready = len(world.slack.posts("C1")), (await world.http.get("/readyz")).text
    (kept,) = await world.slack_types("abonnementen", channel="C2")
    wrong = [] if posts == briefings else [f"{posts} briefings came, and {briefings} were due"]
    wrong += [] if '"ready"' in ready else [f"/readyz says {ready}"]
    return wrong + ([] if "nog niets gevolgd" in kept["text"] else [f"kept without being confirmed: {kept['text']}"])


def main() -> int:
    """0 when nothing is wrong; 77 where nothing can be mounted."""
    with tempfile.TemporaryDirectory() as folder, ExitStack() as stack:
        try:
            stack.enter_context(disk(Path(folder)))
        except (OSError, subprocess.CalledProcessError):
            sys.stdout.write("nothing can be mounted here\n")
            return 77
        wrong = asyncio.run(asyncio.wait_for(run(Path(folder)), 240))
    for line in wrong:
        sys.stdout.write(f"{line}\n")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
