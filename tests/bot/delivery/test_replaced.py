"""A letter takes the place of another that may not be the same: administrators hear what replaced what, once."""

import asyncio
from datetime import timedelta

from bot.app import App
from bot.server import Server
from storage.audit import entries
from storage.replaced import ACTION
from tests.bot.delivery.places import heard_on
from tests.bot.delivery.seen import ON_SQLITE
from tests.bot.delivery.test_recall import RIGHT, letter, takes_in
from tests.world import World

TITLE = "Een brief staat op de plaats van een andere"
OTHER = (
    letter()
    .decode()
    .replace("1. Migratie, ronde twee", "1. Wapens")
    .replace("2. Drugs", "2. Erfenissen")
    .replace("De Raad sprak over drugs.", "Het voorzitterschap schetste de stand van zaken bij erfrecht.")
    .replace("De Commissie lichtte het voorstel over migratie toe.", "Enkele lidstaten willen strengere vergunningen.")
    .replace("Nederland steunde het voorstel over migratie zonder voorbehoud.", "Polen bracht een nota in.")
    .encode()
)


async def _looks(world: World) -> None:
    for _ in range(2):
        await world.server.replaced.tick()
        world.clock.now += timedelta(seconds=1)  # each is told a moment later than the one before
        await world.deliver()


def _heard(world: World) -> list[int]:
    return [sum(TITLE in text for text in told) for told in heard_on(world)]


@ON_SQLITE
async def test_administrators_hear_on_every_platform_what_replaced_what_and_no_correction(watched: World) -> None:
    takes_in(watched, letter())
    takes_in(watched, letter(RIGHT))
    await _looks(watched)
    assert sum(_heard(watched)) == 0
    takes_in(watched, OTHER)
    await _looks(watched)
    await _looks(watched)
    assert _heard(watched) == [1] * len(heard_on(watched))
    told = watched.mattermost.posts("cadmin")[-1]["message"]
    for said in ("Eerst: ", "Nu: ", "brief van 28 maart 2025", "2 agendapunten", "Bijna geen agendapunt van de een"):
        assert said in told
    with watched.app.database.reading() as session:
        (row,) = (one for one in entries(session) if one.action == ACTION)
    assert (row.subject, (row.after or {})["reason"]) == ("letter", "subject")


@ON_SQLITE
async def test_administrators_hear_once_of_an_edition_that_waits(watched: World) -> None:
    title = "Een nieuwe versie van een brief wordt niet getoond"
    takes_in(watched, letter())
    takes_in(watched, letter().split(b"I. Justitie")[0])
    for _ in range(2):
        await _looks(watched)
    told = [sum(title in one for one in said) for said in heard_on(watched)]
    assert told == [1] * len(heard_on(watched))
    said = watched.mattermost.posts("cadmin")[-1]["message"]
    for words in ("Getoond: ", "2 agendapunten", "Niet getoond: ", "0 agendapunten", "veel minder"):
        assert words in said


@ON_SQLITE
async def test_processes_that_look_at_once_tell_it_once(watched: World) -> None:
    takes_in(watched, letter())
    takes_in(watched, OTHER)
    others = [App(watched.app.settings, watched.clock) for _ in range(2)]
    looks = (watched.server.replaced, *(Server(app).replaced for app in others))
    await asyncio.gather(*(one.tick() for one in looks))
    watched.clock.now += timedelta(seconds=1)
    await watched.deliver()
    for app in others:
        app.close()
    assert _heard(watched) == [1] * len(heard_on(watched))
