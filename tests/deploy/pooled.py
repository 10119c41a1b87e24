"""The service behind PgBouncer in transaction mode, with four connections to the server and two processes of ours.

Run by `make check-deploy` where PgBouncer is installed. Ends with status 1 when a briefing is lost or comes twice.
"""

import asyncio
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from bot.app import App
from bot.server import Server
from bot.settings import load_settings
from tests.stand_ins.clock import Clock
from tests.stand_ins.postgres import Postgres
from tests.world import NEVER, make_world

CHATS = 12
_CONFIG = """[databases]
jbz = host={server} dbname=postgres user=postgres
[pgbouncer]
listen_addr =
unix_socket_dir = {folder}
listen_port = 6432
auth_type = any
pool_mode = transaction
default_pool_size = 4
max_client_conn = 200
query_wait_timeout = 20
logfile = {folder}/log
pidfile = {folder}/pid
"""


@contextmanager
def pooler(server: Postgres) -> Iterator[str]:
    """The address of a PgBouncer before the server."""
    folder = Path(tempfile.mkdtemp(prefix="pb", dir="/tmp"))
    user = server.user
    (folder / "pgbouncer.ini").write_text(_CONFIG.format(server=server.folder, folder=folder), "utf-8")
    if user:
        os.chown(folder, user.pw_uid, user.pw_gid)
    running = subprocess.Popen(  # noqa: S603 - the program we look at
        [str(_program()), str(folder / "pgbouncer.ini")],
        stderr=subprocess.DEVNULL,
        user=user.pw_uid if user else None,
        group=user.pw_gid if user else None,
        extra_groups=[] if user else None,
    )
    try:
        while not (folder / ".s.PGSQL.6432").exists():
            if running.poll() is not None:
                raise SystemExit((folder / "log").read_text("utf-8") if (folder / "log").exists() else "no pgbouncer")
            time.sleep(0.05)
        yield f"postgresql://postgres@/jbz?host={folder}&port=6432"
    finally:
        running.terminate()
        running.wait()
        shutil.rmtree(folder)


def _program() -> str | None:
    return shutil.which("pgbouncer", path=f"{os.environ.get('PATH', os.defpath)}:/usr/sbin")


async def run(url: str) -> list[str]:
    """What is wrong after a week of it."""
    clock = Clock(datetime(2025, 3, 24, 9, 0, tzinfo=UTC))
    wrong: list[str] = []
    async with make_world(url, clock) as world, world.running():
        world.slack.strict = False  # its clock stands still
        chats = [f"C{number}" for number in range(CHATS)]
        said = await asyncio.gather(
            *(world.slack_types("volg migratie, visa dagelijks 08:00", chat) for chat in chats),
            *(world.slack_types("wat zei nederland over migratie", chat) for chat in chats),
        )
        wrong += [answer["text"] for (answer,) in said if "ging hier iets mis" in answer["text"]]
        settings = dict(world.app.settings)
        other = App(load_settings({name.upper(): _plain(value) for name, value in settings.items() if value}), clock)
        second = Server(other, tick_seconds=NEVER)
        for _ in range(7):
            clock.forward(days=1)
            asked = (world.slack_types("terugkeer", chat) for chat in chats)
            ticks = (world.server.worker.tick(), second.worker.tick())
            answers = await asyncio.gather(*ticks, *asked)
            wrong += [one[0]["text"] for one in answers if one and "ging hier iets mis" in one[0]["text"]]
            for _ in range(3):
                world.rest()
                await asyncio.gather(world.deliver(), second.worker.tick())
                await second.worker.settle()
        posted = Counter(len(world.slack.posts(chat)) for chat in chats)
        if posted != {7: CHATS}:
            wrong.append(f"briefings a chat, and chats with so many: {dict(posted)}")
        with world.app.database.engine.connect() as connection:
            if not connection.info.get("pooled"):
                wrong.append("the pooler was not recognised")
            limits = connection.exec_driver_sql("SELECT current_setting('lock_timeout')").scalar()
            if limits != "15s":
                wrong.append(f"lock_timeout is {limits}")
        await second.worker.stop()
        other.close()
    return wrong


def _plain(value: object) -> str:
    reveal = getattr(value, "get_secret_value", None)
    return str(reveal() if reveal else value)


def main() -> int:
    """0 when nothing is wrong; 77 where there is no PgBouncer."""
    if _program() is None:
        sys.stdout.write("pgbouncer is not installed\n")
        return 77
    with Postgres() as server, pooler(server) as url:
        wrong = asyncio.run(asyncio.wait_for(run(url), 240))
    for line in wrong:
        sys.stdout.write(f"{line}\n")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
