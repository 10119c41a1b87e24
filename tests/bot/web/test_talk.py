"""The page carries a talk: what was asked before comes back with the next question, and nothing is kept."""

import html
import re
from collections.abc import AsyncIterator

import pytest

from tests.stand_ins.clock import Clock
from tests.world import World, make_world


@pytest.fixture
async def world(filled_url: str, clock: Clock) -> AsyncIterator[World]:
    async with make_world(filled_url, clock) as world, world.running():
        yield world


async def _page(world: World, asked: str, carried: str) -> str:
    return (await world.http.get("/", params={"q": asked, "na": carried})).text


def _carried(page: str) -> str:
    found = re.search(r'name="na" value="([^"]*)"', page)
    return html.unescape(found[1]) if found else ""


def _heading(page: str) -> str:
    found = re.search(r"<h2[^>]*>(.*?)</h2>", page, re.DOTALL)
    return html.unescape(re.sub(r"<[^>]+>", "", found[1])).strip() if found else ""


async def test_a_question_on_the_page_leans_on_the_one_before(world: World) -> None:
    first = await _page(world, "wat zei eurojust", "")
    second = await _page(world, "en de Commissie over visa?", _carried(first))
    assert _heading(second) == "De Commissie over visa"
    third = await _page(world, "en over terugkeer?", _carried(second))
    assert _heading(third) == "De Commissie over terugkeer"


async def test_what_is_carried_by_force_is_shown_as_text(world: World) -> None:
    page = await _page(world, "migratie", '9999999999~1~"><script>alert(1)</script>')
    assert "<script>alert" not in page
