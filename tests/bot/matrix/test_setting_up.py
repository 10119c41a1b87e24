"""What an administrator sets, and what `jbz doctor` says of it."""

from collections.abc import AsyncIterator

import httpx
import pytest

from bot.cli.matrix import check_matrix
from bot.settings import load_settings
from briefings.errors import JbzError
from briefings.model.chat import Address
from tests.stand_ins.matrix_server import BOT, TOKEN, MatrixServer


@pytest.fixture
async def server() -> AsyncIterator[MatrixServer]:
    made = MatrixServer()
    await made.start()
    yield made
    await made.stop()


async def problems(server: MatrixServer, **given: str) -> list[str | None]:
    whole = {"MATRIX_HOMESERVER": server.url, "MATRIX_USER": BOT, "MATRIX_ACCESS_TOKEN": TOKEN} | given
    settings = load_settings({name: value for name, value in whole.items() if value})
    async with httpx.AsyncClient() as client:
        return [problem for _, problem in await check_matrix(client, settings)]


async def test_the_doctor_says_what_is_wrong_and_what_to_do(server: MatrixServer) -> None:
    assert await problems(server) == [None, None, None]
    refused = f"{server.url} weigert MATRIX_ACCESS_TOKEN (M_UNKNOWN_TOKEN). Maak een nieuw token: docs/matrix.md"
    assert await problems(server, MATRIX_ACCESS_TOKEN="syt_wrong") == [refused]
    other = f"dit token is van {BOT}. Zet MATRIX_USER, of een token van @els:home.example"
    assert await problems(server, MATRIX_USER="@els:home.example") == [other]
    nobody = "niet te bereiken op MATRIX_HOMESERVER (ConnectError)"
    assert await problems(server, MATRIX_HOMESERVER="http://127.0.0.1:1") == [nobody]
    assert await problems(server, MATRIX_ACCESS_TOKEN="") == [None]


WHOLE = {"MATRIX_HOMESERVER": "https://m.example.nl/", "MATRIX_USER": "@jbz:Example.nl", "MATRIX_ACCESS_TOKEN": "t"}


def test_settings_that_are_whole() -> None:
    settings = load_settings(WHOLE | {"JBZ_ADMINISTRATORS": "matrix:server:!a:example.nl:8448,matrix:server:@!b"})
    assert settings.channels == ("matrix",)
    assert (settings.matrix_homeserver, settings.matrix_servers) == ("https://m.example.nl", ("example.nl",))
    assert settings.administrators == (
        Address("matrix", "server", "!a:example.nl:8448"),
        Address("matrix", "server", "@!b"),
    )
    wider = load_settings(WHOLE | {"MATRIX_ALLOWED_SERVERS": "Example.nl, *.example.org,localhost:8448"})
    assert wider.matrix_servers == ("example.nl", "*.example.org", "localhost:8448")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("MATRIX_HOMESERVER", "matrix.example.nl"), ("MATRIX_HOMESERVER", "https://a b"), ("MATRIX_HOMESERVER", ""),
        ("MATRIX_USER", "jbz"), ("MATRIX_USER", "@jbz"), ("MATRIX_USER", "@j bz:example.nl"), ("MATRIX_USER", ""),
        ("MATRIX_ALLOWED_SERVERS", "example.nl;*"), ("MATRIX_ALLOWED_SERVERS", "*"), ("MATRIX_PER_SECOND", "0"),
        ("MATRIX_BURST", "0"), ("JBZ_ADMINISTRATORS", "matrix:server:team"),
    ],
)  # fmt: skip
def test_a_setting_that_is_wrong_is_named(name: str, value: str) -> None:
    with pytest.raises(JbzError) as raised:
        load_settings(WHOLE | {name: value})
    assert name in str(raised.value.message)
