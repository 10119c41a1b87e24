"""Promises 2, 3 and 4: whatever step the process dies at, every briefing comes, and none twice.

Each life of the service is a process that ends by SIGKILL at a chosen step or after a while, while the platforms answer
badly too. The long form (`--soak`) lives 500 times on each database.
"""

import asyncio
import json
import os
import random
import signal
import sys
from collections import Counter
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select

from bot.app import App
from bot.delivery.steps import Step
from bot.settings import load_settings
from briefings.model.chat import Address, Person
from briefings.model.document import Provenance
from storage import planning
from storage.rows import DeliveryRow
from tests.stand_ins import matrix_server, mattermost_server, slack_server, telegram_server
from tests.stand_ins.faults import Fault
from tests.stand_ins.matrix_server import MatrixServer
from tests.stand_ins.mattermost_server import MattermostServer
from tests.stand_ins.slack_server import SlackServer
from tests.stand_ins.smtp_server import Failure, Reply, SmtpServer
from tests.stand_ins.teams_server import TENANT, TeamsServer, channel, words_of
from tests.stand_ins.telegram_server import TelegramServer

ROOT = Path(__file__).parents[2]
CHATS = 5  #: on each platform
VERBS = ("steunde", "verwierp")  #: what the Netherlands did, as a letter said and as it was corrected
_MONTHS = "januari februari maart april mei juni juli augustus september oktober november december".split()
_PAGES = [Fault(503, "<html>"), Fault(524), Fault(407), Fault(200, "<html>"), Fault(403, "Blocked by policy")]
_BAD_MAIL: list[Failure] = [
    "reset",
    "reset-after",
    Fault(503),
    Reply("450 4.2.1 Busy"),
    Reply("451 4.3.0 No", "content"),
]
_BAD: list[str | Fault] = ["500", "ratelimited", "slow", "reset", "reset-half", "reset-after", *_PAGES]


class Lives:
    """A database, five platforms, a mail relay, and a process that can be born and killed."""

    def __init__(
        self,
        url: str,
        slack: SlackServer,
        telegram: TelegramServer,
        mattermost: MattermostServer,
        matrix: MatrixServer,
        teams: TeamsServer,
        relay: SmtpServer,
    ) -> None:
        self.slack, self.telegram, self.mattermost, self.matrix = slack, telegram, mattermost, matrix
        self.teams, self.relay = teams, relay
        for chat in range(CHATS):
            matrix.has(_room(chat), "@els:home.example")
        slack.strict = telegram.strict = False
        slack.clock = mattermost.clock = matrix.clock = lambda: self.now.timestamp()  # noqa: PLW0108 - the clock's moment changes
        self.now = datetime(2026, 3, 2, 7, 0, 30, tzinfo=UTC)
        self.settings = {
            "JBZ_DATABASE_URL": url,
            "JBZ_SOURCES": "geen",
            "SLACK_BOT_TOKEN": slack_server.TOKEN,
            "SLACK_SIGNING_SECRET": slack_server.SECRET,
            "SLACK_API_URL": slack.api_url,
            "TELEGRAM_BOT_TOKEN": telegram_server.TOKEN,
            "TELEGRAM_WEBHOOK_SECRET": telegram_server.WEBHOOK_SECRET,
            "TELEGRAM_API_URL": telegram.url,
            "TELEGRAM_MODE": "webhook",
            "MATTERMOST_URL": mattermost.url,
            "MATTERMOST_TOKEN": mattermost_server.TOKEN,
            "MATTERMOST_COMMAND_TOKEN": mattermost_server.COMMAND_TOKEN,
            "MATRIX_HOMESERVER": matrix.url,
            "MATRIX_USER": matrix_server.BOT,
            "MATRIX_ACCESS_TOKEN": matrix_server.TOKEN,
            "MATRIX_PER_SECOND": "1000",
            "MATRIX_BURST": "1000",
            **relay.settings(),
        } | teams.settings
        self.app = App(load_settings(self.settings), lambda: self.now)
        self.mutant: str | None = None
        self.titles: list[str] = []  #: of the items that came in, one each day
        self._processes: list[asyncio.subprocess.Process] = []

    async def ready(self, roots: Sequence[Path] = (ROOT,)) -> None:
        """A process for each folder of our code, which may be that of another release."""
        for root in roots:
            self._processes.append(
                await asyncio.create_subprocess_exec(
                    sys.executable, "-m", "tests.lives", cwd=root, env={"PATH": os.environ["PATH"]},
                    stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE, start_new_session=True,
                )
            )  # fmt: skip

    async def end(self) -> None:
        for process in self._processes:
            os.killpg(process.pid, signal.SIGKILL)  # and the life it is in
            await process.wait()
        self.app.close()

    async def born(self, process: int = 0, **life: Any) -> int:
        """A life begins; its process id."""
        pipe = self._processes[process]
        assert pipe.stdin
        assert pipe.stdout
        given = {"settings": self.settings, "now": self.now.isoformat(), "mutant": self.mutant, **life}
        pipe.stdin.write(json.dumps(given).encode() + b"\n")
        return int(await pipe.stdout.readline())

    async def over(self, process: int = 0) -> int:
        """How the life ended: 0, or minus the signal."""
        stdout = self._processes[process].stdout
        assert stdout
        return int(await asyncio.wait_for(stdout.readline(), 60))

    async def lived(self, **life: Any) -> int:
        await self.born(**life)
        return await self.over()

    def follows(self, text: str, chat: int) -> None:
        for address in (
            Address("slack", "T1", f"C{chat}"),
            Address("telegram", "123456", str(100 + chat)),
            Address("mattermost", "server", f"c{chat}"),
            Address("matrix", "server", _room(chat)),
            Address("email", "example.org", _mail(chat)),
            Address("teams", TENANT, channel(f"c{chat}")),
        ):
            self.app.conversation.handle(text, address, Person("U1", is_administrator=True))

    async def everybody_follows(self) -> None:
        """Each chat follows, and hears of the meetings so far."""
        for chat in range(CHATS):
            self.follows("volg migratie dagelijks 08:00", chat)
        await self.lived()

    def next_day(self) -> None:
        """A day later, with a letter."""
        self.now += timedelta(days=1)
        self.titles.append(self.letter(len(self.titles) + 1))

    def letter(self, number: int, verb: str = "steunde") -> str:
        """A letter comes in, of the same day another edition; the title of its item on migration."""
        day = self.now.date()
        title = f"Migratie en asiel, ronde {number:04}"
        text = (
            "Aan de Voorzitter van de Tweede Kamer der Staten-Generaal\n"
            f"Den Haag, {day.day} {_MONTHS[day.month - 1]} {day.year}\n\n"
            f"Verslag van de JBZ-Raad van {day.day} {_MONTHS[day.month - 1]} {day.year} te Brussel\n\n"
            f"Binnenlandse Zaken\n1. {title}\nNederland {verb} het voorstel over migratie nummer {number:04}.\n"
        )
        self.app.take_in(text.encode(), Provenance(f"letter {number}.txt"))
        return title

    def moments(self) -> int:
        """How many briefings should have been made by now."""
        with self.app.database.reading() as session:
            return session.scalar(select(func.count()).select_from(DeliveryRow)) or 0

    def is_quiet(self) -> bool:
        with self.app.database.reading() as session:
            waiting = session.scalar(select(func.count()).where(DeliveryRow.state.in_(("waiting", "sending"))))
            return not waiting and not planning.claim_due(session, self.now, 1)

    def recorded(self) -> Counter[str]:
        """How many parts the database holds as taken, by channel."""
        with self.app.database.reading() as session:
            rows = session.execute(select(DeliveryRow.channel, func.sum(DeliveryRow.parts_sent)).group_by("channel"))
            return Counter({channel: int(parts) for channel, parts in rows})

    def unrecorded(self) -> tuple[int, int, int]:
        """How many parts came and are not recorded as taken, where none can be looked up: Telegram, Teams, e-mail."""
        telegram, teams, mails = len(self.telegram.sent), len(self.teams.messages), len(self.relay.taken)
        recorded = self.recorded()
        return telegram - recorded["telegram"], teams - recorded["teams"], mails - recorded["email"]

    async def settle(self) -> None:
        """Lives undisturbed until everything is there."""
        self.slack.failures, self.telegram.failures, self.mattermost.failures, self.relay.failures = [], [], [], []
        self.teams.failures = []
        self.slack.history_failures, self.mattermost.history_failures = [], []
        self.matrix.failures, self.matrix.history_failures = [], []
        for _ in range(20):
            assert await self.lived() == 0
            if self.is_quiet():
                return
            self.now += timedelta(minutes=6)
        raise AssertionError("not everything was sent")

    def check(self, days: int, titles: list[str], platforms: int = 6) -> None:
        """Every briefing is there, none twice where it can be looked up, and each letter told once to every chat."""
        with self.app.database.reading() as session:
            rows = list(session.scalars(select(DeliveryRow)))
        assert Counter(row.state for row in rows) == {"sent": platforms * CHATS * days}
        expected = {f"{row.id}-{n + 1}": row.channel for row in rows for n in range(row.part_count)}
        keys = Counter(message["metadata"]["event_payload"]["key"] for message in self.slack.messages)
        assert keys == Counter(key for key, channel in expected.items() if channel == "slack")
        posts = Counter(post["props"]["jbz_key"] for post in self.mattermost.messages)
        assert posts == Counter(key for key, channel in expected.items() if channel == "mattermost")
        events = Counter(event["content"]["jbz.key"] for event in self.matrix.messages)
        assert events == Counter(key for key, channel in expected.items() if channel == "matrix")
        told = Counter(
            (message["channel"], title)
            for message in self.slack.messages
            for title in titles
            if title in json.dumps(message["blocks"])
        )
        assert told == Counter({(f"C{chat}", title): 1 for chat in range(CHATS) for title in titles})
        told_there = Counter((m["chat_id"], t) for m in self.telegram.sent for t in titles if t in m["text"])
        assert set(told_there) == {(str(100 + chat), title) for chat in range(CHATS) for title in titles}
        self._check_mails(sum(channel == "email" for channel in expected.values()), titles)
        in_teams = {(m["conversation"], t) for m in self.teams.messages for t in titles if t in words_of(m)}
        assert in_teams == {
            (channel(f"c{chat}"), t) for chat in range(CHATS) for t in titles if "teams" in expected.values()
        }

    def _check_mails(self, mails: int, titles: list[str]) -> None:
        """A mailbox cannot be looked into: what came twice has one name, by which mail programs show it once."""
        by_name = {str(mail.message["message-id"]): mail for mail in self.relay.taken}
        assert len(by_name) == mails
        told = Counter((m.to, t) for m in by_name.values() for t in titles if t in " ".join(m.text.split()))
        assert told == Counter({(_mail(chat), title): 1 for chat in range(CHATS) for title in titles if mails})


def _room(chat: int) -> str:
    return f"!c{chat}:home.example"


@asynccontextmanager
async def lives(url: str, roots: Sequence[Path] = (ROOT,), *, prepared: bool = True) -> AsyncIterator[Lives]:
    platforms = SlackServer(), TelegramServer(), MattermostServer(), MatrixServer(), TeamsServer(), SmtpServer()
    for platform in platforms:
        await platform.start()
    made = Lives(url, *platforms)
    try:
        if prepared:
            await asyncio.to_thread(made.app.prepare)
        await made.ready(roots)
        yield made
    finally:
        await made.end()
        for platform in platforms:
            await platform.stop()


def _mail(chat: int) -> str:
    return f"chat{chat}@example.org"


def _breaks(failures: Sequence[str | Fault]) -> int:
    """How often a connection breaks after a message was taken."""
    return sum(bad in ("reset-after", "reset-half") for bad in failures)


async def _die(made: Lives, deaths: int, seed: int) -> None:
    """Days on which the process dies and dies again while it plans and sends; and then the check."""
    chance = random.Random(seed)  # noqa: S311 - repeatable, no secret
    await made.everybody_follows()
    died = 0
    while died < deaths:
        made.next_day()
        for _ in range(chance.randint(4, 10)):
            made.slack.failures = chance.sample([*_BAD, "gateway-after"], 2) if chance.random() < 0.3 else []
            made.telegram.failures = [
                "429" if bad == "ratelimited" else bad
                for bad in (chance.sample(_BAD, 2) if chance.random() < 0.3 else [])
            ]
            made.mattermost.failures = chance.sample([*_BAD, "gateway-after"], 2) if chance.random() < 0.3 else []
            made.mattermost.history_failures = ["500"] if chance.random() < 0.1 else []
            made.matrix.failures = chance.sample([*_BAD, "gateway-after"], 2) if chance.random() < 0.3 else []
            made.matrix.history_failures = ["500"] if chance.random() < 0.1 else []
            made.slack.history_failures = ["500", "ratelimited"] if chance.random() < 0.1 else []
            made.relay.failures = chance.sample(_BAD_MAIL, 2) if chance.random() < 0.3 else []
            made.teams.failures = chance.sample(_BAD, 2) if chance.random() < 0.3 else []
            cut = made.relay.failures.count("reset-after")
            breaks = _breaks(made.telegram.failures), _breaks(made.teams.failures), cut
            slow = "slow" in [*made.slack.failures, *made.telegram.failures, *made.teams.failures]
            unrecorded = made.unrecorded()
            step = chance.choice([*(step.value for step in Step), None])
            nth = chance.randint(1, 2) if step in {"claimed due", "written", "planned"} else chance.randint(1, 5)
            after = chance.uniform(0.02, 0.4) if step is None else None
            ended = await made.lived(step=step, nth=nth, after=after)
            assert ended in {0, -signal.SIGKILL}
            died += ended != 0
            if ended and slow:
                await asyncio.sleep(0.4)  # a message under way at the death is taken after it, and within the lease
            for before, now, broken in zip(unrecorded, made.unrecorded(), breaks, strict=True):
                assert now - before <= (ended != 0) + broken, "more than one message of a lane was under way"
            made.now += timedelta(seconds=chance.choice([1, 21, 21]))
        await made.settle()
    made.check(len(made.titles), made.titles)


async def test_whatever_step_the_process_dies_at_every_briefing_comes_and_none_twice(
    filled_url: str, pytestconfig: pytest.Config
) -> None:
    soak = pytestconfig.getoption("--soak")
    async with lives(filled_url) as made:
        await _die(made, 500 if soak else 8, seed=20250321)


@pytest.mark.parametrize("filled_url", ["sqlite"], indirect=True)
async def test_whatever_step_the_process_dies_at_every_message_is_edited_and_none_comes_beside_it(
    filled_url: str,
) -> None:
    async with lives(filled_url) as made:
        await made.everybody_follows()
        made.next_day()
        await made.settle()
        before = [len(one) for one in (made.slack.messages, made.telegram.sent, made.mattermost.messages)]
        made.letter(1, "verwierp")
        for step, nth in ((Step.WRITTEN, 1), (Step.CLAIMED, 2), (Step.SENDING, 2), (Step.TAKEN, 2), (Step.RECORDED, 3)):
            assert await made.lived(step=step.value, nth=nth) == -signal.SIGKILL, step
            made.now += timedelta(seconds=21)
        await made.settle()
        assert [len(one) for one in (made.slack.messages, made.telegram.sent, made.mattermost.messages)] == before
        stands = [json.dumps(post["blocks"]) for post in made.slack.messages]
        stands += [message["text"] for chat in range(CHATS) for message in made.telegram.shown(100 + chat)]
        stands += [post["message"] for post in made.mattermost.messages]
        stands += [content["body"] for chat in range(CHATS) for content in made.matrix.shown(_room(chat))]
        stands += [words_of(message) for message in made.teams.messages]
        told = Counter((verb, f"Nederland {verb} het voorstel" in text) for text in stands for verb in VERBS)
        assert told["steunde", True] == 0
        assert told["verwierp", True] == 5 * CHATS
        with made.app.database.reading() as session:
            edits = select(DeliveryRow.state, func.count()).where(DeliveryRow.kind == "edit")
            assert dict(session.execute(edits.group_by(DeliveryRow.state)).all()) == {
                "sent": 5 * CHATS,
                "dropped": CHATS,
            }  # no mail is edited


async def test_two_processes_that_die_at_any_moment_beside_each_other_lose_and_double_nothing(
    postgres_url: str, pytestconfig: pytest.Config
) -> None:
    deaths = 200 if pytestconfig.getoption("--soak") else 10
    chance = random.Random(31)  # noqa: S311 - repeatable, no secret
    async with lives(postgres_url, (ROOT, ROOT)) as made:
        await made.everybody_follows()
        died = 0
        while died < deaths:
            made.next_day()
            for _ in range(chance.randint(3, 6)):
                for process in (0, 1):
                    await made.born(process, after=chance.uniform(0.02, 0.5), seconds=0.8)
                ended = [await made.over(process) for process in (0, 1)]
                assert set(ended) <= {0, -signal.SIGKILL}
                died += sum(one != 0 for one in ended)
                made.now += timedelta(seconds=chance.choice([1, 21, 21]))
            await made.settle()
        made.check(len(made.titles), made.titles)


@pytest.mark.parametrize(
    "mutant", ["hasty", *(pytest.param(one, marks=pytest.mark.long) for one in ("blind", "forgetful", "late"))]
)
async def test_a_planted_mistake_is_found(tmp_path: Path, mutant: str) -> None:
    async with lives(f"sqlite:///{tmp_path}/jbz.db") as made:
        made.mutant = mutant
        with pytest.raises(AssertionError):
            await _die(made, 12, seed=7)
