"""One person in two channels, for every pair of them: a code, what is followed, a move there and back, apart again."""

import html
import re
import shutil
from collections.abc import AsyncIterator
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path

import pytest

from bot.conversation.joining.codes import CODE_LASTS
from briefings.model.chat import Address
from storage import chats, subscriptions
from tests.bot.email.places import OnEmail
from tests.stand_ins import mattermost_server
from tests.stand_ins.clock import Clock
from tests.stand_ins.slack_server import texts
from tests.stand_ins.teams_server import TENANT
from tests.stand_ins.teams_server import words_of as said_in_teams
from tests.world import World, make_world

_ROOM, _MATTERMOST, _TEAMS = "!mine:home.example", "dmu1x", "a:1xyz"
_WRONG_CODE = "Deze code klopt niet, is al gebruikt of is verlopen."


@dataclass(frozen=True)
class Own:
    """Someone's own chat in a channel: what it is called there, and what they read when they type something."""

    channel: str
    typed: str  #: behind "verplaats … naar"
    shown: str  #: behind "gekoppeld met" and "Elders:"

    async def types(self, world: World, text: str) -> str:
        world.rest()
        match self.channel:
            case "slack":
                (said,) = await world.slack_types(text, "D7")
                return "\n".join(texts(said))
            case "telegram":
                await world.telegram_types(text)
                return world.telegram.texts(42)[-1]
            case "mattermost":
                told = await world.mattermost_types(text, _MATTERMOST, name=f"{mattermost_server.BOT}__u1")
                return str(told["text"])
            case "matrix":
                return "\n".join(await world.matrix_types(text, _ROOM))
            case "teams":
                return "\n".join(said_in_teams(one) for one in await world.teams_types(text, _TEAMS))
            case "email":
                mail = OnEmail(world)
                return html.unescape((await mail.post(mail.link(), q=text)).text)
            case _:
                ours = {"Sec-Fetch-Site": "same-origin"}
                return html.unescape((await world.http.post("/gesprek", data={"q": text}, headers=ours)).text)


PLACES = [
    Own("slack", "slack", "Slack"),
    Own("telegram", "telegram", "Telegram"),
    Own("mattermost", "mattermost", "Mattermost"),
    Own("matrix", "matrix", "Matrix"),
    Own("teams", "teams", "Teams"),
    Own("email", "e-mail", "e-mail (anna@example.org)"),
    Own("web", "pagina", "de pagina Gesprek"),
]
PAIRS = [pytest.param(one, other, id=f"{one.channel}-{other.channel}") for one, other in combinations(PLACES, 2)]


@pytest.fixture
async def world(sqlite_file: Path, tmp_path: Path, clock: Clock) -> AsyncIterator[World]:
    """The whole service with every channel on; what differs between the databases is tested with delivery."""
    shutil.copyfile(sqlite_file, tmp_path / "jbz.db")
    async with make_world(f"sqlite:///{tmp_path}/jbz.db", clock, mail=True) as world:
        world.on_matrix = True
        world.matrix.has(_ROOM)
        world.slack.private["U1"] = "D7"
        async with world.running():
            yield world


def _followed(world: World) -> list[tuple[str, str]]:
    with world.app.database.reading() as session:
        return [(chat.address.channel, one.schedule.code) for one, chat in subscriptions.everything(session)]


def _code(text: str) -> str:
    (code,) = set(re.findall(r"koppel ([0-9A-Z]{3}-[0-9A-Z]{3}-[0-9A-Z]{3})", text.replace("\\", "")))
    return str(code)


@pytest.mark.parametrize(("one", "other"), PAIRS)
async def test_a_code_joins_two_channels_and_what_is_followed_goes_there_and_back(
    world: World, one: Own, other: Own
) -> None:
    await one.types(world, "volg migratie elke maandag 08:00")
    code = _code(await one.types(world, "koppel"))
    assert _WRONG_CODE in await other.types(world, "koppel CDF-GHJ-KMN")
    joined = await other.types(world, f"koppel {code}")
    assert f"gekoppeld met {one.shown}" in joined.replace("\\", "")
    assert _WRONG_CODE in await other.types(world, f"koppel {code}")
    shown = (await other.types(world, "abonnementen")).replace("\\", "")
    assert f"Elders: {one.shown}" in shown
    assert "igratie" in await other.types(world, "verplaats migratie naar hier")
    assert _followed(world) == [(other.channel, "mon 08:00")]
    assert "igratie" in await other.types(world, f"verplaats alles naar {one.typed}")
    assert _followed(world) == [(one.channel, "mon 08:00")]
    assert "staat weer op zichzelf" in await one.types(world, "ontkoppel")
    assert "Elders" not in await other.types(world, "abonnementen")
    assert "Dat volgt u niet" in await other.types(world, "verplaats migratie naar hier")
    assert _followed(world) == [(one.channel, "mon 08:00")]


@pytest.mark.parametrize("one", PLACES, ids=lambda one: one.channel)
async def test_a_code_that_is_over_joins_nothing(world: World, one: Own) -> None:
    other = PLACES[0] if one is not PLACES[0] else PLACES[1]
    code = _code(await one.types(world, "koppel"))
    world.clock.now += CODE_LASTS
    world.clock.forward(seconds=1)
    assert _WRONG_CODE in await other.types(world, f"koppel {code}")
    assert "met geen andere gekoppeld" in await one.types(world, "ontkoppel")


@pytest.mark.parametrize("lost", PLACES[:-1], ids=lambda one: one.channel)
async def test_nothing_goes_to_a_chat_that_is_lost_and_the_reason_is_said(world: World, lost: Own) -> None:
    here = PLACES[-1]
    await here.types(world, "volg migratie elke maandag 08:00")
    await lost.types(world, f"koppel {_code(await here.types(world, 'koppel'))}")
    world.app.conversation.presence.gone(_address(world, lost), f"{lost.shown}: it is gone")
    told = (await here.types(world, f"verplaats migratie naar {lost.typed}")).replace("\\", "")
    assert ("it is gone" in told, _followed(world)) == (True, [("web", "mon 08:00")])


def _address(world: World, own: Own) -> Address:
    there = {
        "slack": Address("slack", "T1", "D7"),
        "telegram": Address("telegram", "123456", "42"),
        "mattermost": Address("mattermost", "server", f"@{_MATTERMOST}"),
        "matrix": Address("matrix", "server", f"@{_ROOM}"),
        "teams": Address("teams", TENANT, f"@{_TEAMS}"),
        "email": OnEmail.address(),
    }[own.channel]
    with world.app.database.reading() as session:
        assert chats.find_chat(session, there) is not None
    return there
