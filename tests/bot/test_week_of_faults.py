"""A week in which everything goes wrong at times: forty chats on both platforms, two hundred faults of all kinds.

At the end every chat was told exactly what it follows promises, nothing twice on Slack, nothing denied, and what did
not arrive is visible with its reason.
"""

import random
from collections import Counter
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from briefings.model.chat import Address, Person
from briefings.model.document import Provenance
from storage.rows import DeliveryRow, SubscriptionRow
from tests.bot.delivery.test_faults import HTML, OUTAGES, _flood
from tests.stand_ins.clock import Clock
from tests.stand_ins.faults import Fault, said
from tests.stand_ins.slack_server import SlackServer
from tests.stand_ins.telegram_server import TelegramServer
from tests.world import World, make_world

MONDAY = datetime(2025, 3, 31, 5, 0, tzinfo=UTC)
EACH = 20  #: chats on each platform; on PostgreSQL, but in the long form, a few
DAYS = 7
_BROKEN = ["reset", "reset-after", "reset-half", "slow"]
_UNKNOWN = said(200, {"ok": False, "error": "a_new_error", "description": "A_NEW_ERROR"})
_TITLES = [f"Insolventie van {what}" for what in "banken scholen winkels havens boeren makers dragers".split()]


@pytest.fixture
async def world(filled_url: str, clock: Clock, pytestconfig: pytest.Config) -> AsyncIterator[World]:
    async with make_world(filled_url, clock) as world, world.running():
        world.slack.strict = False
        few = filled_url.startswith("postgresql") and not pytestconfig.getoption("--soak")
        world.each = 4 if few else EACH  # type: ignore[attr-defined]
        yield world


def _chats(world: World) -> list[Address]:
    each = world.each  # type: ignore[attr-defined]  # set below
    slack = [Address("slack", "T1", f"C{number}") for number in range(each)]
    return slack + [Address("telegram", "123456", str(1000 + number)) for number in range(each)]


def _letter(day: int) -> bytes:
    """A letter of each day, with a title of its own."""
    date = (MONDAY + timedelta(days=day - 3)).date()
    said_day = f"{date.day} {'maart' if date.month == 3 else 'april'} 2025"
    return (
        f"Aan de Voorzitter van de Tweede Kamer der Staten-Generaal\nDen Haag, {said_day}\n\n"
        f"Hierbij het verslag van de JBZ-Raad op {said_day} in Luxemburg.\n\n"
        f"Verslag van de JBZ-Raad, {said_day}\n\nI. Justitie\n\n1. {_TITLES[day]}\n\n"
        "Nederland benadrukte het belang van het insolventierecht.\n"
    ).encode()


def _meets(world: World, chance: random.Random) -> None:
    """A fault of any kind on one of the platforms: once, for one chat, or for everybody."""
    server: SlackServer | TelegramServer = world.slack if chance.random() < 0.5 else world.telegram
    chats = [
        address.chat
        for address in _chats(world)
        if address.channel == ("slack" if server is world.slack else "telegram")
    ]
    kind = chance.randrange(5)
    fault: Fault = chance.choice([*OUTAGES.values(), _flood(chance.choice([5, 60, 4000])), _UNKNOWN])
    if kind <= 1:
        broken = [*_BROKEN, *(["gateway-after"] if server is world.slack else [])]
        server.failures.append(fault if chance.random() < 0.5 else chance.choice(broken))
    elif kind == 2:
        server.errors[chance.choice(chats)] = fault
    elif kind == 3:
        server.errors[""] = Fault(chance.choice([502, 503, 407]), HTML)
    else:
        standing = {"ok": False, "error": "token_expired", "error_code": 401, "description": "Unauthorized"}
        server.errors[""] = said(401 if server is world.telegram else 200, standing)


async def test_a_week_of_faults(world: World, pytestconfig: pytest.Config) -> None:
    chance = random.Random(None if pytestconfig.getoption("--soak") else 1)  # noqa: S311 - usually the same week
    for address in _chats(world):
        world.app.conversation.handle("volg insolventie dagelijks 08:00", address, Person(""))
    world.clock.now = MONDAY
    faults = 0
    for day in range(DAYS):
        world.app.take_in(_letter(day), Provenance(f"{day}.txt"))
        for _ in range(6):
            world.clock.now += timedelta(hours=4)
            if faults < 200 and day < DAYS - 1:
                for _ in range(6):
                    _meets(world, chance)
                    faults += 1
            world.rest()
            await world.deliver()
            for errors in (world.slack.errors, world.telegram.errors):
                if chance.random() < 0.5:
                    errors.clear()
    for met in (world.slack.errors, world.telegram.errors):
        met.clear()
    world.slack.failures.clear()
    world.telegram.failures.clear()
    for _ in range(30):  # mended: what stood still is taken up, and everything comes
        for address in _chats(world):
            if world.app.conversation.visits.is_known(address):
                world.app.conversation.presence.back(address)
        world.clock.now += timedelta(hours=1)
        world.rest()
        await world.deliver()
    _everything_was_told(world)


def _everything_was_told(world: World) -> None:
    denied, missing, twice = [], [], []
    for address in _chats(world):
        told = _told(world, address)
        text = "\n".join(told)
        missing += [(address.chat, title) for title in _TITLES if title not in text]
        if address.channel == "slack":
            titles = Counter(title for one in told for title in _TITLES if title in one)
            again = sum("kwam" in one and "eerdere briefing" in one for one in told)
            twice += [(address.chat, title) for title, times in titles.items() if times > 1 + again]
        denied += [address.chat for one in told if "Niets nieuws" in one and missing]
    with world.app.database.reading() as session:
        rows = session.execute(select(DeliveryRow.state, DeliveryRow.reason)).all()
        still = session.scalars(select(SubscriptionRow.unreachable)).all()
    assert (missing, twice, denied) == ([], [], [])
    assert [reason for state, reason in rows if state not in {"sent", "waiting"} and not reason] == []
    assert [reason for reason in still if reason] == []


def _told(world: World, address: Address) -> list[str]:
    if address.channel == "slack":
        return [str(post["blocks"]) for post in world.slack.posts(address.chat)]
    return world.telegram.texts(int(address.chat))
