"""An older release, taken from history, and this one: after each other, beside each other, and the way back.

Run by `make check-deploy` in a checkout with its history; `--deaths 200` for long. Ends with status 1 when something
was lost or came twice.
"""

import asyncio
import os
import random
import signal
import subprocess
import sys
import tempfile
from datetime import timedelta
from pathlib import Path

from tests.bot.test_deaths import CHATS, ROOT, lives
from tests.stand_ins.postgres import Postgres

FIRST = "6718cbd"  #: release 0.1.0
BEFORE = "307d6d2"  #: the last commit before the tables got the form of migration 0010
FOLLOW = """
import sys
from datetime import datetime
from bot.app import App
from bot.settings import load_settings
from briefings.model.chat import Address, Person
app = App(load_settings(), lambda: datetime.fromisoformat(sys.argv[2]))
app.prepare()
rights = {"is_administrator": True} if "is_administrator" in Person.__dataclass_fields__ else {}
for chat in range(int(sys.argv[1])):
    for address in (Address("slack", "T1", f"C{chat}"), Address("telegram", "123456", str(100 + chat))):
        app.conversation.handle("volg migratie dagelijks 08:00", address, Person("U1", **rights))
app.database.close()
"""


def _tree(commit: str, folder: Path) -> Path:
    """That commit's files. Exits with 77 where the history is not there."""
    tree = folder / commit
    tree.mkdir()
    packed = subprocess.run(["git", "archive", commit], cwd=ROOT, capture_output=True, check=False)  # noqa: S603, S607 - git, with our own commits
    if packed.returncode:
        sys.stdout.write(f"commit {commit} is not in this checkout\n")
        raise SystemExit(77)
    subprocess.run(["tar", "x", "-C", str(tree)], input=packed.stdout, check=True)  # noqa: S603, S607 - what git packed
    return tree


def _jbz(tree: Path, url: str, *command: str) -> str:
    """What `jbz COMMAND` of that release says. Raises when it fails."""
    environment = {"PATH": os.environ["PATH"], "JBZ_DATABASE_URL": url, "JBZ_SOURCES": "geen"}
    module = command if command[0] == "-c" else ("-m", "bot", *command)
    done = subprocess.run(  # noqa: S603 - our own code
        [sys.executable, *module], cwd=tree, env=environment, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise SystemExit(f"{tree.name}: jbz {command[0]}: {done.stderr[-500:]}")
    return done.stdout


def back_and_forth(folder: Path) -> None:
    """0.1.0's copy is there before the upgrade; today's goes on; the copy brings 0.1.0 back as it was."""
    first = _tree(FIRST, folder)
    url, again = f"sqlite:///{folder}/jbz.db", f"sqlite:///{folder}/again.db"
    _jbz(first, url, "-c", FOLLOW, str(CHATS), "2026-03-02T07:00:30+00:00")
    _jbz(first, url, "db", "backup", str(folder / "before.db"))
    followed = _jbz(first, url, "subscriptions")
    _jbz(ROOT, url, "db", "upgrade")
    _jbz(ROOT, url, "db", "check")
    shown = _jbz(ROOT, url, "subscriptions")
    if followed.count("migratie") != shown.count("migratie") or not shown.count("migratie"):
        raise SystemExit(f"0.1.0 knew {followed.count('migratie')} who follow, and now {shown.count('migratie')}")
    _jbz(first, again, "db", "restore", str(folder / "before.db"))
    if _jbz(first, again, "subscriptions") != followed or "Nederland" not in _jbz(first, again, "ask", "migratie"):
        raise SystemExit("0.1.0 did not come back as it was")


async def side_by_side(url: str, folder: Path, deaths: int) -> int:
    """Both run and die beside each other while the tables change; how many deaths there were."""
    chance = random.Random(5)  # noqa: S311 - repeatable, no secret
    before = _tree(BEFORE, folder)
    async with lives(url, (before, ROOT), prepared=False) as made:
        await asyncio.to_thread(_jbz, before, url, "-c", FOLLOW, str(CHATS), made.now.isoformat())
        await made.born(0)
        assert await made.over(0) == 0
        made.now += timedelta(days=1)
        await made.born(0)  # the first day is the old one's alone
        assert await made.over(0) == 0
        days, died, titles = 1, 0, []
        while died < deaths:
            made.now += timedelta(days=1)
            days += 1
            if days == 2:
                await made.born(0, seconds=3, linger=True)
                await asyncio.to_thread(made.app.prepare)
                await made.over(0)
            titles.append(made.letter(days))
            for _ in range(chance.randint(3, 5)):
                for process in (0, 1):
                    await made.born(process, after=chance.uniform(0.05, 0.6), seconds=0.8)
                ended = [await made.over(process) for process in (0, 1)]
                assert set(ended) <= {0, -signal.SIGKILL}, ended
                died += sum(one != 0 for one in ended)
                made.now += timedelta(seconds=chance.choice([1, 21, 21]))
            for _ in range(20):
                await made.born(1)
                assert await made.over(1) == 0
                if made.is_quiet():
                    break
                made.now += timedelta(minutes=6)
        if "Nederland" not in await asyncio.to_thread(_jbz, before, url, "ask", "migratie"):
            raise SystemExit("the older release does not answer on the newer tables")
        made.check(days, titles, platforms=2)  # the older release knows Slack and Telegram alone
    return died


def main() -> int:
    """0 when nothing is wrong; 77 without the history."""
    deaths = int(sys.argv[sys.argv.index("--deaths") + 1]) if "--deaths" in sys.argv else 12
    with tempfile.TemporaryDirectory() as folder:
        back_and_forth(Path(folder))
        with Postgres() as server:
            died = asyncio.run(side_by_side(server.url, Path(folder), deaths))
    sys.stdout.write(f"{died} deaths, of an older release and this one beside each other\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
