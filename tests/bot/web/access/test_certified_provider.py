"""Signing in at a certified provider that nobody here wrote: npm's oidc-provider, on its own pages (`make provider`).

It keeps to the letter of the standard, where the stand-in beside it lies as no certified provider would.
"""

import asyncio
import re
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlencode, urljoin, urlsplit

import httpx
import pytest

from storage import audit
from tests.bot.web.access.test_signing_in import BASE, SESSION, SETTINGS
from tests.bot.web.conftest import Reader, reading
from tests.stand_ins.clock import Clock
from tests.stand_ins.identity_provider import CLIENT, SECRET
from tests.stand_ins.node import node

pytestmark = pytest.mark.one_database

_HERE = Path(__file__).parent / "certified"
_SETTINGS = SETTINGS | {"JBZ_EDITOR_GROUPS": "jbz-redactie"}


class Certified:
    """The provider, and somebody with a browser there."""

    def __init__(self, issuer: str, process: asyncio.subprocess.Process) -> None:
        self.issuer = issuer
        self._process = process

    async def rotate(self) -> None:
        """New keys sign from now on; the old ones are gone."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(b"rotate\n")
        while await asyncio.wait_for(self._process.stdout.readline(), 60) != b"rotated\n":
            assert self._process.returncode is None

    async def visit(self, address: str, **typed: str) -> str:
        """Goes where a browser is sent, and fills in every form; the address of ours that it is sent back to."""
        async with httpx.AsyncClient() as browser:
            asked: tuple[str, str, dict[str, str] | None] = ("GET", address, None)
            for _ in range(12):
                answer = await browser.request(asked[0], asked[1], data=asked[2])
                if answer.is_redirect:
                    asked = ("GET", urljoin(asked[1], answer.headers["location"]), None)
                else:
                    asked = ("POST", *_filled_in(answer, typed))
                if asked[1].startswith(BASE):
                    return asked[1]
        raise AssertionError(asked)


def _filled_in(answer: httpx.Response, typed: dict[str, str]) -> tuple[str, dict[str, str]]:
    action = re.search(r'<form[^>]* action="([^"]+)"', answer.text)
    assert action is not None, f"{answer.status_code} {answer.text[-500:]}"
    hidden = re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', answer.text)
    return urljoin(str(answer.url), unescape(action[1])), dict(hidden) | typed


@asynccontextmanager
async def _provider(alg: str = "RS256", *, in_id_token: bool = False) -> AsyncIterator[Certified]:
    assert (_HERE / "node_modules").is_dir(), "run: make provider"
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    ours = [f"{BASE}/aanmelden/terug", f"{BASE}/afmelden", CLIENT, SECRET]
    process = await asyncio.create_subprocess_exec(
        str(node()), str(_HERE / "provider.mjs"), str(port), *ours, alg, "yes" if in_id_token else "no",
        stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.DEVNULL,
    )  # fmt: skip
    assert process.stdout is not None
    while await asyncio.wait_for(process.stdout.readline(), 60) != b"ready\n":
        assert process.returncode is None
    yield Certified(f"http://127.0.0.1:{port}", process)
    process.kill()
    await process.communicate()


@pytest.fixture
async def provider(request: pytest.FixtureRequest) -> AsyncIterator[Certified]:
    async with _provider(**getattr(request, "param", {})) as made:
        yield made


@pytest.fixture
def clock() -> Clock:
    """Ours; the provider's is that of the machine."""
    return Clock(datetime.now(UTC))


@pytest.fixture
async def reader(filled_url: str, clock: Clock, provider: Certified) -> AsyncIterator[Reader]:
    async with reading(filled_url, clock, **_SETTINGS, OIDC_ISSUER=provider.issuer) as made:
        yield made


async def _sign_in(reader: Reader, provider: Certified, name: str) -> httpx.Response:
    away = await reader.get("/aanmelden?naar=/themas")
    return await reader.get(await provider.visit(away.headers["location"], login=name, password="x"))


def _audited(reader: Reader) -> list[tuple[str, str, Any]]:
    with reader.app.database.reading() as session:
        return [(row.who, row.action, row.after) for row in audit.entries(session, subject=audit.AuditSubject.SIGN_IN)]


@pytest.mark.parametrize(
    "provider", [{"in_id_token": True}, {"in_id_token": False}], indirect=True, ids=["in the id token", "at UserInfo"]
)
async def test_groups_become_roles_wherever_the_provider_tells_them(reader: Reader, provider: Certified) -> None:
    """OpenID Connect Core 5.4: with an access token, the claims of a scope are at UserInfo."""
    seen = {}
    for name in ("marc", "roos", "jan"):
        assert (await _sign_in(reader, provider, name)).headers["location"] == "/themas"
        pages = ("/themas", "/beheer/brieven", "/beheer/kopie")
        seen[name] = [(await reader.get(path)).status_code for path in pages]
    assert seen == {"marc": [200, 200, 200], "roos": [200, 200, 403], "jan": [200, 403, 403]}
    assert _audited(reader) == [
        (f"web:{name}@example.nl", "signed in", {"role": role, "sub": name})
        for name, role in (("marc", "administrator"), ("roos", "editor"), ("jan", "reader"))
    ]


@pytest.mark.parametrize("provider", [{"alg": "PS256"}, {"alg": "ES256"}], indirect=True, ids=["PS256", "ES256"])
async def test_other_signatures_are_taken(reader: Reader, provider: Certified) -> None:
    assert (await _sign_in(reader, provider, "marc")).status_code == 303
    assert (await reader.get("/beheer/kopie")).status_code == 200


async def test_new_keys_are_fetched(reader: Reader, provider: Certified, clock: Clock) -> None:
    await _sign_in(reader, provider, "marc")
    await provider.rotate()
    clock.forward(minutes=1)
    reader.http.cookies.clear()
    await _sign_in(reader, provider, "marc")
    assert (await reader.get("/themas")).status_code == 200


@pytest.mark.parametrize(
    ("seconds", "signed_in"),
    [(50, True), (-50, True), (7200, False), (-7200, False)],
    ids=["a little ahead", "a little behind", "hours ahead", "hours behind"],
)
async def test_clocks_may_differ_a_little(
    reader: Reader, provider: Certified, clock: Clock, seconds: int, *, signed_in: bool
) -> None:
    clock.forward(seconds=seconds)
    back = await _sign_in(reader, provider, "marc")
    assert (back.status_code, SESSION in reader.http.cookies) == ((303, True) if signed_in else (403, False))


async def test_who_signs_out_here_is_signed_out_there(reader: Reader, provider: Certified) -> None:
    await _sign_in(reader, provider, "marc")
    out = await reader.http.post("/afmelden", headers={"Origin": BASE})
    assert await provider.visit(out.headers["location"], logout="yes") == f"{BASE}/afmelden"
    assert (await reader.get("/themas")).status_code == 303
    assert [action for _, action, _ in _audited(reader)] == ["signed in", "signed out"]


async def test_a_code_serves_once_and_only_with_its_verifier(reader: Reader, provider: Certified) -> None:
    first = await reader.get("/aanmelden?naar=/themas")
    back = await provider.visit(first.headers["location"], login="marc", password="x")
    cookies = dict(reader.http.cookies)
    assert (await reader.get(back)).status_code == 303
    reader.http.cookies.clear()
    for name, value in cookies.items():
        reader.http.cookies.set(name, value, domain="jbz.example.nl")
    assert (await reader.get(back)).status_code == 403  # again
    stolen = parse_qs(urlsplit(await provider.visit(first.headers["location"], login="marc", password="x")).query)
    mine = parse_qs(urlsplit((await reader.get("/aanmelden")).headers["location"]).query)
    given = {"code": stolen["code"][0], "state": mine["state"][0]}
    assert (await reader.get(f"/aanmelden/terug?{urlencode(given)}")).status_code == 403
    assert SESSION not in reader.http.cookies
