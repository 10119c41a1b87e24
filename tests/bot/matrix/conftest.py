"""The service, with Matrix in front of it, on both databases; and homeservers, made up and real (`make synapse`)."""

from collections.abc import AsyncIterator, Iterator

import pytest

from tests.stand_ins.clock import Clock
from tests.stand_ins.matrix_server import TOKEN, MatrixServer
from tests.stand_ins.synapse import HOMES, IS_INSTALLED, Synapse
from tests.world import World, make_world

collect_ignore = [] if IS_INSTALLED else ["test_answered_alike.py", "test_nio.py"]


@pytest.fixture
async def world(filled_url: str, clock: Clock) -> AsyncIterator[World]:
    """It is in a private room and in one of a team."""
    off = dict.fromkeys(("SLACK_BOT_TOKEN", "TELEGRAM_BOT_TOKEN", "MATTERMOST_TOKEN"), "")
    async with make_world(filled_url, clock) as world:
        world.on_matrix = True
        world.matrix.has("!mine:home.example")
        world.matrix.has("!team:home.example", "@els:home.example")
        async with world.running(**off):
            yield world


@pytest.fixture(scope="session")
def synapse() -> Iterator[Synapse]:
    """A real homeserver."""
    with Synapse() as server:
        yield server


@pytest.fixture
async def stand_in() -> AsyncIterator[MatrixServer]:
    """What stands in for one."""
    server = MatrixServer()
    await server.start()
    yield server
    await server.stop()


@pytest.fixture(params=HOMES)
def home(request: pytest.FixtureRequest) -> MatrixServer | Synapse:
    """A homeserver, of each kind."""
    server: MatrixServer | Synapse = request.getfixturevalue(request.param)
    return server


def token_at(home: MatrixServer | Synapse) -> str:
    """The bot's token."""
    return TOKEN if isinstance(home, MatrixServer) else home.token
