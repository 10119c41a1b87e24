"""A disk that really is full, under SQLite and PostgreSQL, and one that is read-only.

Run by `make check-deploy` as root. Ends with status 1 when something was lost, doubled, or confirmed and not kept.
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
from tests.stand_ins.postgres import Postgres
from tests.world import World, make_world

_DISK, _DISK_OF_SERVER = "size=48m", "size=160m"
_CHATS = 60


@contextmanager
def disk(folder: Path, size: str) -> Iterator[None]:
    """A small disk of its own in memory."""
    _do("mount", "-t", "tmpfs", "-o", size, "tmpfs", str(folder))
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
            (kept,) = await world.slack_types("abonnementen", channel="C2")
            wrong += [] if "nog niets gevolgd" in kept["text"] else [f"kept without being confirmed: {kept['text']}"]
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


async def run_on_server(server: Postgres, folder: Path) -> list[str]:
    """What is wrong when the disk of PostgreSQL is full while people change what they follow and a briefing is due.

    It refuses what needs another page, and ends when it cannot write its log: then somebody starts it again.
    """
    clock = Clock(datetime(2025, 3, 24, 9, 0, tzinfo=UTC))
    chats = [f"C{number}" for number in range(2, 2 + _CHATS)]
    async with make_world(server.url, clock) as world:
        world.slack.strict = False
        async with world.running():
            await world.slack_types("volg migratie elke maandag 08:00")
            clock.forward(days=7)
            with filled(folder):
                said = [(await world.slack_types("volg visa elke dinsdag 08:00", chat))[0]["text"] for chat in chats]
                await world.deliver()
            if not server.is_alive:
                sys.stdout.write("PostgreSQL ended on its full disk, and was started again\n")
                server.start()
            wrong = await _goes_on(world, 1)
            kept = [(await world.slack_types("abonnementen", chat))[0]["text"] for chat in chats]
    confirmed = ["ging hier iets mis" not in text for text in said]
    sys.stdout.write(f"PostgreSQL: {confirmed.count(False)} of {_CHATS} changes refused\n")
    if all(confirmed):
        wrong.append("the disk was never full")
    if confirmed != [text.startswith("Wat hier wordt gevolgd") for text in kept]:
        wrong.append("what was confirmed and what is kept are not the same")
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
    wrong = [] if posts == briefings else [f"{posts} briefings came, and {briefings} were due"]
    return wrong + ([] if '"ready"' in ready else [f"/readyz says {ready}"])


def main() -> int:
    """0 when nothing is wrong; 77 where nothing can be mounted."""
    with tempfile.TemporaryDirectory() as first, tempfile.TemporaryDirectory() as second, ExitStack() as stack:
        try:
            stack.enter_context(disk(Path(first), _DISK))
            stack.enter_context(disk(Path(second), _DISK_OF_SERVER))
        except (OSError, subprocess.CalledProcessError):
            sys.stdout.write("nothing can be mounted here\n")
            return 77
        wrong = asyncio.run(asyncio.wait_for(run(Path(first)), 240))
        server = stack.enter_context(Postgres(Path(second)))
        wrong += asyncio.run(asyncio.wait_for(run_on_server(server, Path(second)), 240))
    for line in wrong:
        sys.stdout.write(f"{line}\n")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
