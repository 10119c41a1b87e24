"""Any order of following, changing, pausing, stopping, letters, deaths, faults and clocks set back keeps the promises.

A machine of Hypothesis does them at random on the whole service, on both databases, and compares what people got with
a plain account of what they should have got.
"""

import asyncio
import json
import shutil
from collections import Counter
from collections.abc import Coroutine, Iterator
from contextlib import AbstractContextManager, AsyncExitStack, ExitStack, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import select

from bot.channel import Pace
from briefings.model.document import Provenance
from storage.rows import DeliveryRow
from tests.conftest import fill, new_database
from tests.stand_ins.clock import Clock
from tests.world import World, make_world

CHATS = ("C1", "C2", "C3")
DAILY = ("dagelijks 08:00", "dagelijks 14:00")
_MONTHS = "januari februari maart april mei juni juli augustus september oktober november december".split()


class Subscriptions(RuleBasedStateMachine):
    """Chats of Slack that follow migration, or nothing."""

    def place(self) -> AbstractContextManager[str]:
        """A database of its own for each run."""
        raise NotImplementedError

    @initialize()
    def begin(self) -> None:
        self.placed = ExitStack()
        self.loop = asyncio.new_event_loop()
        self.clock = Clock(datetime(2026, 3, 2, 6, 0, tzinfo=UTC))
        self.stack = AsyncExitStack()
        self.world: World = self._run(
            self.stack.enter_async_context(make_world(self.placed.enter_context(self.place()), self.clock))
        )
        self.world.slack.strict = False
        self.service = AsyncExitStack()
        self._start()
        self.follows: dict[str, bool] = {}  #: chat -> whether it is paused
        self.letters: list[str] = []
        self.days: set[str] = set()  #: of the meetings
        self.owed: dict[str, set[str]] = {chat: set() for chat in CHATS}  #: titles still to be told
        self.before: dict[str, set[str]] = {chat: set() for chat in CHATS}  #: titles that came in before it followed
        self.spared: dict[str, set[str]] = {chat: set() for chat in CHATS}  #: titles that need not be told, and may be
        self.untold: set[str] = set()  #: chats without a briefing since they follow
        self.had: dict[str, Counter[str]] = {chat: Counter() for chat in CHATS}  #: titles told, and how often

    def teardown(self) -> None:
        if hasattr(self, "world"):
            self._run(self.service.aclose())
            self._run(self.stack.aclose())
            self.loop.close()
            self.placed.close()

    @rule(chat=st.sampled_from(CHATS), schedule=st.sampled_from(DAILY))
    def follow(self, chat: str, schedule: str) -> None:
        self._types(f"volg migratie {schedule}", chat)
        if chat not in self.follows:
            self.owed[chat], self.before[chat] = set(self.letters[-1:]), set(self.letters)  # the latest meeting
            self.untold.add(chat)
        self.follows[chat] = False

    @rule(chat=st.sampled_from(CHATS))
    def stop(self, chat: str) -> None:
        self._types("stop alles", chat)
        self._account(chat)
        self.follows.pop(chat, None)
        self.owed[chat], self.spared[chat] = set(), set()

    @rule(chat=st.sampled_from(CHATS))
    def pause(self, chat: str) -> None:
        self._types("pauzeer", chat)
        if chat in self.follows:
            self.follows[chat] = True

    @rule(chat=st.sampled_from(CHATS))
    def resume(self, chat: str) -> None:
        self._types("hervat", chat)
        if chat in self.follows:
            self.follows[chat] = False

    @rule()
    def letter(self) -> None:
        day, number = self.clock.now.date(), len(self.letters) + 1
        said, title = f"{day.day} {_MONTHS[day.month - 1]} {day.year}", f"Migratie, ronde {number:04}"
        text = (
            f"Aan de Voorzitter van de Tweede Kamer der Staten-Generaal\nDen Haag, {said}\n\n"
            f"Verslag van de JBZ-Raad van {said} te Brussel\n\n"
            f"Binnenlandse Zaken\n1. {title}\nNederland steunde voorstel {number:04} over migratie.\n"
        )
        if said in self.days:
            return  # a meeting has one report
        self.days.add(said)
        self.world.app.take_in(text.encode(), Provenance(f"{number}.txt"))
        self.letters.append(title)
        for chat in self.follows:
            if chat in self.untold:  # this is the latest meeting now, unless the first briefing was planned before
                self.spared[chat] |= self.owed[chat] & self.before[chat]
                self.owed[chat] -= self.before[chat]
            self.owed[chat].add(title)

    @rule(failure=st.sampled_from(["500", "ratelimited", "reset", "reset-after", "reset-half"]))
    def fault(self, failure: str) -> None:
        self.world.slack.failures.append(failure)

    @rule(back=st.integers(1, 47))
    def clock_set_back_and_right_again(self, back: int) -> None:
        self.clock.forward(hours=-back)
        self._run(self.world.deliver())
        self.clock.forward(hours=back)

    @rule(planned=st.booleans())
    def death(self, planned: bool) -> None:
        """The process is gone between planning and sending; another begins once its lease is over."""
        if planned:
            self._run(self.world.server.worker.plan())
        self._run(self.service.aclose())
        self.clock.forward(seconds=21)
        self._start()

    @rule(days=st.integers(1, 2))
    def days_go_by(self, days: int) -> None:
        """And everything that is due is there in the end, whatever went wrong."""
        for _ in range(days):
            self.clock.forward(days=1)
            for _ in range(8):
                self._run(self.world.deliver())
                if not self._open():
                    break
                self.clock.forward(minutes=6)
        assert self._open() == 0
        for chat in CHATS:
            self._account(chat)
            if self.follows.get(chat) is False:
                assert self.owed[chat] == set()

    @rule(hours=st.integers(1, 30), sent=st.booleans())
    def a_moment_comes(self, hours: int, sent: bool) -> None:
        """What is due is planned, and perhaps tried once."""
        self.clock.forward(hours=hours)
        self._run(self.world.deliver() if sent else self.world.server.worker.plan())

    @rule(hours=st.integers(1, 30))
    def hours_go_by(self, hours: int) -> None:
        """And nothing is done in them."""
        self.clock.forward(hours=hours)

    @invariant()
    def nothing_is_told_twice(self) -> None:
        if hasattr(self, "world"):
            keys = Counter(m["metadata"]["event_payload"]["key"] for m in self.world.slack.messages)
            assert [key for key, times in keys.items() if times > 1] == []
            assert self.world.slack.refused == []

    @precondition(lambda self: hasattr(self, "world"))
    @invariant()
    def who_follows_nothing_gets_nothing(self) -> None:
        with self.world.app.database.reading() as session:
            waiting = session.scalars(select(DeliveryRow.chat).where(DeliveryRow.state == "waiting"))
            assert set(waiting) <= set(self.follows)

    def _account(self, chat: str) -> None:
        """What the chat was told is what it was owed, each title once."""
        told = Counter(
            title
            for message in self.world.slack.posts(chat)
            for title in self.letters
            if title in json.dumps(message["blocks"])
        )
        new = told - self.had[chat]
        assert new == Counter(set(new) & (self.owed[chat] | self.spared[chat]))
        self.owed[chat] -= set(new)
        if new:
            self.untold.discard(chat)
        self.had[chat] = told

    def _open(self) -> int:
        with self.world.app.database.reading() as session:
            rows = session.scalars(select(DeliveryRow.id).where(DeliveryRow.state.in_(("waiting", "sending"))))
            return len(rows.all())

    def _types(self, text: str, chat: str) -> None:
        self.clock.forward(milliseconds=7)  # no two requests are signed alike
        self._run(self.world.slack_types(text, chat))

    def _start(self) -> None:
        self._run(self.service.enter_async_context(self.world.running()))

    def _run(self, work: Coroutine[Any, Any, Any]) -> Any:
        return self.loop.run_until_complete(work)


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.slack.sender.PACE", Pace(0.0, 0.0))


def test_any_order_of_changes_keeps_the_promises_on_sqlite(tmp_path: Path, pytestconfig: pytest.Config) -> None:
    made = tmp_path / "made.db"
    fill(f"sqlite:///{made}", "report")

    class OnSqlite(Subscriptions):
        @contextmanager
        def place(self) -> Iterator[str]:
            for beside in ("", "-wal", "-shm"):
                (tmp_path / f"jbz.db{beside}").unlink(missing_ok=True)
            shutil.copyfile(made, tmp_path / "jbz.db")
            yield f"sqlite:///{tmp_path}/jbz.db"

    _play(OnSqlite, pytestconfig)


def test_any_order_of_changes_keeps_the_promises_on_postgresql(postgres: str, pytestconfig: pytest.Config) -> None:
    with new_database(postgres) as made:
        fill(made, "report")
        template = made.partition("?")[0].rpartition("/")[2]

        class OnPostgres(Subscriptions):
            def place(self) -> AbstractContextManager[str]:
                return new_database(postgres, template)

        _play(OnPostgres, pytestconfig)


def _play(machine: type[Subscriptions], pytestconfig: pytest.Config) -> None:
    often = 150 if pytestconfig.getoption("--soak") else 8
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=often, stateful_step_count=30, deadline=None, suppress_health_check=list(HealthCheck)
        ),
    )
