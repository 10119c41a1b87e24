"""What becomes of a channel in Mattermost: archived, deleted, renamed; the bot is put out, and comes back."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from sqlalchemy import select

from storage.rows import SubscriptionRow
from tests.stand_ins.faults import said
from tests.stand_ins.mattermost_server import MattermostServer
from tests.world import World

pytestmark = pytest.mark.one_database

MONDAY = datetime(2025, 3, 31, 6, 0, 10, tzinfo=UTC)
_ARCHIVED = "api.post.create_post.can_not_post_to_deleted.error"
_DELETED = "app.channel.get.existing.app_error"


def _why(world: World) -> list[str | None]:
    with world.app.database.reading() as session:
        return list(session.scalars(select(SubscriptionRow.unreachable)))


@pytest.mark.parametrize(
    ("happens", "mends", "reason"),
    [
        (lambda m: m.archived.add("c1"), lambda m: m.archived.clear(), _ARCHIVED),
        (lambda m: m.closed.add("c1"), lambda m: m.closed.clear(), "api.context.permissions.app_error"),
        (
            lambda m: m.errors.update(c1=said(404, {"id": _DELETED, "status_code": 404})),
            lambda m: m.errors.clear(),
            _DELETED,
        ),
    ],
    ids=["archived", "put out", "deleted"],
)  # fmt: skip
async def test_a_channel_that_is_lost_stands_still_with_the_reason_until_it_is_taken_up(
    world: World,
    happens: Callable[[MattermostServer], object],
    mends: Callable[[MattermostServer], object],
    reason: str,
) -> None:
    await world.mattermost_types("volg migratie elke maandag 08:00")
    happens(world.mattermost)
    world.clock.now = MONDAY
    await world.deliver()
    await world.deliver()
    assert (_why(world), world.mattermost.posts("c1")) == ([f"Mattermost: {reason}"], [])
    assert "kan niet worden bezorgd" in world.mattermost.posts("dmu1")[-1]["message"]
    assert "staan hier stil" in (await world.mattermost_types("abonnementen"))["text"]
    mends(world.mattermost)
    world.clock.forward(minutes=10)
    await world.mattermost_types("hervat")
    assert _why(world) == [None]
    world.rest()
    await world.deliver()
    assert [post["message"].splitlines()[0] for post in world.mattermost.posts("c1")] == [
        "#### JBZ-briefing, week 14 van 2025"
    ]


async def test_a_channel_that_is_renamed_stays_what_it_was(world: World) -> None:
    await world.mattermost_types("volg migratie elke maandag 08:00", name="oud")
    assert "migratie" in (await world.mattermost_types("abonnementen", name="nieuw"))["text"]
    world.clock.now = MONDAY
    await world.deliver()
    assert len(world.mattermost.posts("c1")) == 1
