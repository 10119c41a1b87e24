"""A question that takes long says so, and is answered to who asks again."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from threading import Event

import httpx
import pytest
from starlette.applications import Starlette

from bot.app import App
from bot.pages import make_shelf
from bot.settings import load_settings
from bot.web.recent import Recent
from bot.web.room.rendering import Rendering, Site
from bot.web.room.routes import Room
from bot.web.turns import Turns
from tests.stand_ins.clock import Clock

pytestmark = pytest.mark.parametrize("many_url", ["sqlite"], indirect=True)
_QUESTION = "/zoek?q=terugkeer+%26+%22%3E%3Cb%3E"


@asynccontextmanager
async def _reading(url: str, clock: Clock, turns: Turns) -> AsyncIterator[httpx.AsyncClient]:
    app = App(load_settings({"JBZ_DATABASE_URL": url, "JBZ_SOURCES": "geen"}), clock)
    app.prepare()
    site = Site("Proef", "http://test", None, False, "1")
    room = Room(make_shelf(app), Rendering(app.templates, site), turns, Recent(), {}, patience=0.05)
    transport = httpx.ASGITransport(Starlette(routes=room.routes([])))
    async with httpx.AsyncClient(transport=transport, base_url="http://test") as http:
        yield http
    app.close()


async def test_a_question_that_takes_long_says_so_and_leads_to_its_answer(many_url: str, clock: Clock) -> None:
    turns, goes_on = Turns(), Event()
    async with _reading(many_url, clock, turns) as http:
        slow = asyncio.ensure_future(turns.take(goes_on.wait, 20))
        told = await http.get(_QUESTION)
        assert (told.status_code, told.headers["cache-control"]) == (202, "no-store")
        assert f'<a href="{_QUESTION}">Bekijk of het antwoord er is</a>' in told.text
        assert "Deze vraag kost meer tijd dan anders." in told.text
        english = await http.get(f"/en{_QUESTION}")
        assert "This question takes longer than usual." in english.text
        goes_on.set()
        await slow
        for _ in range(100):
            told = await http.get(_QUESTION)
            if told.status_code == httpx.codes.OK:
                break
        assert "<h1>terugkeer &amp; &#34;&gt;&lt;b&gt;</h1>" in told.text


async def test_another_page_is_waited_for(many_url: str, clock: Clock) -> None:
    turns, goes_on = Turns(), Event()
    async with _reading(many_url, clock, turns) as http:
        slow = asyncio.ensure_future(turns.take(goes_on.wait, 20))
        page = asyncio.ensure_future(http.get("/vergaderingen"))
        await asyncio.sleep(0.2)
        assert not page.done()
        goes_on.set()
        await slow
        assert (await page).status_code == 200
