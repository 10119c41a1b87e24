"""The story of the series as a chat hears it that follows a theme from one of its letters on."""

from collections.abc import Callable, Iterable
from datetime import UTC, datetime

from bot.app import App
from bot.reply import Reply
from bot.settings import load_settings
from tests.letters.told_over_years import LETTERS, comes_in
from tests.stand_ins.clock import Clock
from tests.talk import Talk


def told_by_letter(url: str, first: str, read: Callable[[Reply], Iterable[str]]) -> dict[str, list[str]]:
    """What `read` finds in the briefings of the Monday after each letter; terugkeer is followed from `first` on."""
    clock = Clock(datetime(2023, 1, 1, tzinfo=UTC))
    app = App(load_settings({"JBZ_DATABASE_URL": url}), clock)
    app.database.upgrade()
    talk = Talk(app, clock)
    told: dict[str, list[str]] = {}
    for letter in LETTERS:
        comes_in(app, clock, letter)
        if letter.stem == first:
            talk.says("volg terugkeer elke maandag 08:00")
        clock.forward(days=7 - clock.now.weekday())  # Monday
        briefings = talk.plan()
        talk.arrives()
        told[letter.stem] = [text for reply in briefings for text in read(reply)]
    app.close()
    return told
