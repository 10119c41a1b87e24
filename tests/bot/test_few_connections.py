"""Many people and the planner with hardly any connection: nobody waits for a second one while holding a first."""

import asyncio

from sqlalchemy import create_engine, event

from storage import engine as storage
from tests.stand_ins.clock import Clock
from tests.world import World, make_world


async def test_eight_at_once_on_two_connections_all_get_their_answer(postgres_url: str, clock: Clock) -> None:
    async with make_world(postgres_url, clock) as world, world.running():
        world.slack.strict = False  # its clock stands still
        _few(world, 2)
        channels = [f"C{number}" for number in range(8)]
        said = await asyncio.gather(
            *(world.slack_types(f"volg migratie, visa elke maandag 0{n}:00", f"C{n}") for n in range(8)),
            *(world.slack_types("wat zei nederland over migratie", channel) for channel in channels),
        )
        assert [one for (answer,) in said if "ging hier iets mis" in (one := answer["text"])] == []
        world.clock.forward(days=8)
        await asyncio.gather(world.deliver(), *(world.slack_types("visa", channel) for channel in channels))
        for _ in range(3):
            world.rest()
            await world.deliver()
        assert [len(world.slack.posts(channel)) for channel in channels] == [1] * 8


def _few(world: World, most: int) -> None:
    """No more connections than these; who waits for one longer than ten seconds gets an error."""
    database = world.app.database
    engine = create_engine(database.engine.url, pool_size=most, max_overflow=0, pool_timeout=10)
    event.listen(engine, "connect", storage._prepare_postgres)
    database.engine.dispose()
    database.engine = engine
