"""Who follows the story of the series hears of the other Council that has its law."""

from datetime import UTC, datetime

import pytest

from bot.app import App
from bot.reply import Reply
from bot.settings import load_settings
from tests.letters.told_over_years import LETTERS, comes_in
from tests.stand_ins.clock import Clock
from tests.talk import Talk

pytestmark = pytest.mark.one_database


def test_a_law_that_turns_up_in_another_council_is_told_once(database_url: str) -> None:
    clock = Clock(datetime(2023, 1, 1, tzinfo=UTC))
    app = App(load_settings({"JBZ_DATABASE_URL": database_url}), clock)
    app.database.upgrade()
    talk = Talk(app, clock)
    told: dict[str, list[str]] = {}
    for letter in LETTERS:
        comes_in(app, clock, letter)
        if letter == LETTERS[0]:
            talk.says("volg terugkeer elke maandag 08:00")
        clock.forward(days=7 - clock.now.weekday())  # Monday
        briefings = talk.plan()
        talk.arrives()
        told[letter.stem] = [text for reply in briefings for text in _of_agriculture(reply)]
    app.close()
    assert {letter: texts for letter, texts in told.items() if texts} == {
        "2024-05_verslag_landbouw": [
            (
                "COM(2023) 901: Landbouw- en Visserijraad van 27 mei 2024 (Brussel),"
                " “1 Seizoenarbeid in de land- en tuinbouw”"
            ),
        ]
    }


def _of_agriculture(reply: Reply) -> list[str]:
    lines = [line for part in reply.sections for line in part.lines]
    return [line.text for line in lines if "Landbouw" in f"{line.text} {line.remark}"]
