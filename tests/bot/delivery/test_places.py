"""The lists of contract tests hold every channel there is, and each place names itself."""

from bot.platforms import CHANNELS
from tests.bot.delivery.places import PLACES, PLATFORMS
from tests.bot.email.places import OnEmail


def _channels(listed: object) -> list[str]:
    made = [getattr(one, "values", (one,))[0] for one in listed.args[1]]  # type: ignore[attr-defined]  # a mark of pytest
    return sorted(place.lane.partition(":")[0] for place in made)


def test_every_channel_keeps_the_promises_by_the_same_tests() -> None:
    assert _channels(PLACES.mark) == sorted(CHANNELS)
    assert _channels(PLATFORMS.mark) == sorted(set(CHANNELS) - {OnEmail.lane.partition(":")[0]})
