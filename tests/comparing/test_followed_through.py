"""Who follows the story of the series hears of the other Council that has its law."""

import pytest

from bot.reply import Reply
from tests.comparing.following import told_by_letter
from tests.letters.told_over_years import LETTERS

pytestmark = pytest.mark.one_database


def test_a_law_that_turns_up_in_another_council_is_told_once(database_url: str) -> None:
    told = told_by_letter(database_url, LETTERS[0].stem, _of_agriculture)
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
