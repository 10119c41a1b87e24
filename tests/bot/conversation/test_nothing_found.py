"""Where nothing is found only themes are offered that are like what was asked; on every page and in every channel."""

from collections.abc import AsyncIterator

import pytest

from bot.app import App
from bot.commands.asking import ListThemes
from bot.conversation.answers import show_answer
from tests.stand_ins.clock import Clock
from tests.world import World, make_world


@pytest.mark.parametrize("asked", ["stikstof", "recept voor erwtensoep", "kinderopvang"])
def test_where_no_theme_is_near_all_of_them_are_one_button_away(app: App, asked: str) -> None:
    reply = show_answer(app.answering.answer(asked), app.saying("nl"))
    assert reply.lead == (f"Over “{asked}” staat niets in de brieven die ik ken.",)
    assert [one.command for one in reply.buttons] == [ListThemes()]


@pytest.mark.parametrize(("asked", "near"), [("asielmotor", "asiel"), ("klimaatterugkeer", "terugkeer")])
def test_a_theme_that_is_near_is_offered_and_no_other(app: App, asked: str, near: str) -> None:
    reply = show_answer(app.answering.answer(asked), app.saying("nl"))
    assert reply.lead[1:] == (f"Deze thema's ken ik wel: {near}.",)
    assert [one.label for one in reply.buttons] == [near, "Alle thema's"]


@pytest.fixture
async def world(filled_url: str, clock: Clock) -> AsyncIterator[World]:
    async with make_world(filled_url, clock) as world:
        yield world


@pytest.mark.parametrize("path", ["/zoek", "/tijdlijn"])
async def test_a_page_does_the_same(world: World, path: str) -> None:
    async with world.running():
        none = (await world.http.get(path, params={"q": "stikstof"})).text
        near = (await world.http.get(path, params={"q": "asielmotor"})).text
    for page, offered in ((none, False), (near, True)):
        main = page.partition("<main")[2].partition("</main>")[0]
        assert ('href="/themas"' in main, 'href="/themas/asiel"' in main) == (True, offered)
        assert 'href="/themas/terugkeer"' not in main


@pytest.mark.parametrize("typed", ["cbam", "sportschool app", "nis2"])
def test_what_only_has_some_letters_of_a_theme_is_not_near_it(app: App, typed: str) -> None:
    reply = show_answer(app.answering.answer(typed), app.saying("nl"))
    assert [one.command for one in reply.buttons] == [ListThemes()]
