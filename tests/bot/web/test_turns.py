"""Pages made in a process of their own are those that are made in this one."""

import asyncio
import os
import signal
from collections.abc import AsyncIterator

import httpx
import pytest

from bot.app import App
from bot.pages import begin_pages
from bot.server import Server
from bot.settings import Settings, load_settings
from bot.web.machine.api import ENDPOINTS
from bot.web.machine.call import ROOT
from bot.web.turns import Apart
from tests.stand_ins.clock import Clock

pytestmark = pytest.mark.one_database

_PAGES = ("/", "/items/6?markeer=iedereen", "/zoek?q=terugkeer&soort=standpunt", "/en/vergaderingen/jbz/2025-10-09",
          "/vergaderingen/jbz/2025-03-07", "/items/0", "/nergens", "/items/66", "/tijdlijn?q=EES", "/toezeggingen",
          "/feeds/thema/migratie.json", "/feeds/vraag.atom?q=terugkeer", "/agenda.ics", "/sitemap.xml",
          "/api/v1/items/6", "/api/v1/search?q=migratie&limit=2", "/api/v1/items?limit=0", "/api/v1/openapi.json",
          "/robots.txt", "/opensearch.xml", "/.well-known/security.txt")  # fmt: skip


@pytest.fixture
def settings(many_url: str) -> Settings:
    return load_settings({"JBZ_DATABASE_URL": many_url, "JBZ_SOURCES": "geen", "JBZ_CONTACT": "mailto:a@example.nl"})


@pytest.fixture
async def apart(settings: Settings, clock: Clock) -> AsyncIterator[tuple[httpx.AsyncClient, Apart]]:
    turns = Apart(begin_pages, settings)
    app = App(settings, clock)
    app.prepare()
    transport = httpx.ASGITransport(Server(app, turns=turns).asgi)
    async with httpx.AsyncClient(transport=transport, base_url="http://localhost:8000") as http:
        yield http, turns
    turns.close()
    app.close()


async def test_every_kind_of_page_is_the_same(apart: tuple[httpx.AsyncClient, Apart], settings: Settings) -> None:
    app = App(settings)
    here = httpx.ASGITransport(Server(app).asgi)
    async with httpx.AsyncClient(transport=here, base_url="http://localhost:8000") as http:
        for path in _PAGES:
            mine, other = await http.get(path), await apart[0].get(path)
            for answer in (mine, other):
                del answer.headers["X-Request-ID"]  # each has its own
            assert (other.status_code, other.headers, other.text) == (mine.status_code, mine.headers, mine.text), path
            tag = {"If-None-Match": mine.headers.get("etag", "")}
            assert (await apart[0].get(path, headers=tag)).status_code == (
                304 if mine.status_code == httpx.codes.OK else mine.status_code
            )
    app.close()


async def test_every_address_of_the_api_is_answered_there(apart: tuple[httpx.AsyncClient, Apart]) -> None:
    for day, status in (("2025-10-09", 200), ("1999-01-01", 404)):
        for endpoint in ENDPOINTS:
            path = ROOT + endpoint.path.replace("{council}", "jbz").replace("{day}", day).replace("{id}", "6")
            query = "?q=terugkeer" if "q" in endpoint.given.model_fields else ""
            answer = await apart[0].get(path + query)
            assert answer.status_code == (status if day in path else 200), (path, answer.text)


async def test_a_process_that_is_killed_is_begun_anew(apart: tuple[httpx.AsyncClient, Apart]) -> None:
    http, turns = apart
    before = await http.get("/themas")
    first = await turns.take(os.getpid)
    assert first != os.getpid()
    os.kill(first, signal.SIGKILL)
    await asyncio.sleep(0.2)
    after = await http.get("/themas")
    assert (after.status_code, after.text) == (200, before.text)
    assert await turns.take(os.getpid) != first
