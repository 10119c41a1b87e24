"""The talk on the page leans on what was asked before, as in the other channels."""

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


async def _says(world: World, asked: str) -> str:
    """The heading of the answer to what is typed in the talk."""
    page = (await world.http.post("/gesprek", data={"q": asked}, headers={"Sec-Fetch-Site": "same-origin"})).text
    found = re.search(r"<h2[^>]*>(.*?)</h2>", page, re.DOTALL)
    return html.unescape(re.sub(r"<[^>]+>", "", found[1])).strip() if found else ""


async def test_a_question_on_the_page_leans_on_the_one_before(world: World) -> None:
    await _says(world, "wat zei eurojust")
    assert await _says(world, "en de Commissie over visa?") == "De Commissie over visa"
    assert await _says(world, "en over terugkeer?") == "De Commissie over terugkeer"


async def test_a_number_on_the_page_is_of_the_meeting_that_was_spoken_of(world: World) -> None:
    await _says(world, "raad maart 2025")
    assert (await _says(world, "punt II.1")).startswith("II.1 Richtlijn tot harmonisatie")
