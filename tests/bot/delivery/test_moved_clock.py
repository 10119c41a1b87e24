"""Five weeks around a Council, on every channel: what is reminded of, prepared and missed, each on its day."""

import html
from collections.abc import AsyncIterator, Callable
from datetime import UTC, date, datetime, time, timedelta

import pytest

from briefings.model.chat import Address, Person
from briefings.model.document import Provenance
from storage import outbox
from tests.bot.delivery.places import OnMatrix, OnMattermost, OnSlack, OnTeams, OnTelegram, Place
from tests.bot.delivery.seen import ON_SQLITE
from tests.bot.email.places import OnEmail
from tests.letters.told_over_years import LETTERS, comes_in
from tests.stand_ins.clock import Clock
from tests.stand_ins.slack_server import texts
from tests.stand_ins.teams_server import words_of
from tests.world import World, make_world

AGENDA, REPORT = (next(one for one in LETTERS if one.name == f"2024-10_{kind}.txt") for kind in ("agenda", "verslag"))
DAYS = [date(2024, 9, 27) + timedelta(days=at) for at in range(12)] + [date(2024, 10, day) for day in (28, 29, 30, 31)]
#: What each of them must say on which day, and on no other.
REMINDED = "De Commissie zegde toe vóór 1 november 2024 richtsnoeren voor seizoenarbeid te publiceren."
PREPARED = "Dit zijn de agendapunten over terugkeer."
MISSED = "JBZ-Raad van 10 en 11 oktober 2024 (Luxemburg): er is nog geen verslag, 18 dagen na de Raad."
PAGE = Address("web", "web", "0" * 64)
CAME = "JBZ-Raad van 10 en 11 oktober 2024: het verslag is er nu."


@pytest.fixture
async def world(filled_url: str, clock: Clock) -> AsyncIterator[World]:
    async with make_world(filled_url, clock, mail=True) as world:
        world.on_matrix = True
        async with world.running():
            for letter in LETTERS:
                if letter not in (AGENDA, REPORT):
                    comes_in(world.app, clock, letter)
            clock.now = datetime(2024, 9, 26, 12, tzinfo=UTC)
            yield world


class OnPage:
    """The page of a browser."""

    def __init__(self, world: World) -> None:
        self.world = world

    async def types(self, text: str) -> None:
        self.world.app.conversation.handle(text, PAGE, Person("", language="nl"))


def heard(place: Place | OnPage) -> list[str]:
    """Every message that stands in the chat, as one line of words each."""
    told: list[str]
    match place:
        case OnPage():
            with place.world.app.database.reading() as session:
                told = [html.unescape(part) for parts in outbox.inbox(session, PAGE, 1000) for part in parts][::-1]
        case OnEmail():
            told = [mail.text for mail in place.server.mails(place.chat)]
        case OnMatrix():
            told = [post["content"]["body"] for post in place.server.posts(place.chat)]
        case OnTeams():
            told = [words_of(post) for post in place.server.in_chat(place.chat)]
        case OnTelegram():
            told = place.server.texts(int(place.chat))
        case OnMattermost():
            told = [post["message"] for post in place.server.posts(place.chat)]
        case OnSlack():
            told = ["\n".join(texts(post)) for post in place.server.posts(place.chat)]
    return [" ".join(one.split()) for one in told]


@ON_SQLITE
@pytest.mark.parametrize("make", [OnSlack, OnTelegram, OnMattermost, OnMatrix, OnTeams, OnEmail, OnPage])
async def test_each_is_told_on_its_day(world: World, make: Callable[[World], Place | OnPage]) -> None:
    place = make(world)
    world.slack.strict = False  # its rate is that of the clock on the wall
    for typed in ("volg raad LANDBOUW, terugkeer dagelijks 08:00", "volg terugkeer voorbereiding", "alarm JBZ"):
        await place.types(typed)
    days: dict[str, list[date]] = {text: [] for text in (REMINDED, PREPARED, MISSED, CAME)}
    for day in DAYS:
        known = len(heard(place))
        if day == date(2024, 9, 28):
            comes_in(world.app, world.clock, AGENDA)
        if day == date(2024, 10, 30):
            world.app.take_in(REPORT.read_bytes(), Provenance(REPORT.name))
        world.clock.now = datetime.combine(day, time(7, 30), UTC)
        for _ in range(2):
            world.rest()
            await world.server.alarm.tick()
            world.clock.now += timedelta(seconds=1)
            await world.deliver()
        for text, on in days.items():
            on.extend([day] * sum(text in one for one in heard(place)[known:]))
    assert days == {
        # In the first briefing; thirty days before its last day, though nothing is new; beside what is new after that.
        REMINDED: [date(2024, 9, 27), date(2024, 10, 2), date(2024, 10, 30)],
        PREPARED: [date(2024, 10, 7)],
        MISSED: [date(2024, 10, 29)],
        CAME: [date(2024, 10, 30)],
    }
