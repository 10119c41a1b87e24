"""Sayings in any order, what a question is about beside what it asks of it, and what it cannot be about."""

from pathlib import Path

import pytest

from bot.app import App
from briefings.answering import sayings
from briefings.answering.answer import Outcome
from briefings.answering.sayings import put_together
from tests.questions.conftest import answers_of


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("mag een wolf worden afgeschoten", "mag een wolf afschieten worden"),
        ("wolven afschieten", "wolven afschieten"),
        ("hoe zit het met tijdelijke bescherming", "hoe zit het met tijdelijke bescherming"),
        ("wolven", "wolven"),
        ("", ""),
    ],
)
def test_the_words_of_a_saying_are_put_together(asked_once: App, typed: str, read: str) -> None:
    assert " ".join(put_together(typed.split(), asked_once.catalogue.by_name)) == read


def test_what_is_kept_of_sayings_is_what_the_words_say(tmp_path: Path) -> None:
    path = sayings.path_of(str(tmp_path))
    former = path.with_name("sayings-0.tsv")
    former.parent.mkdir(parents=True)
    former.write_text("of words that are no more")
    sayings.write(str(tmp_path))
    assert list(former.parent.iterdir()) == [path]
    kept = sayings.kept(path)
    assert kept == sayings.kept(tmp_path / "nowhere")
    assert len(kept) > 9_000


def test_what_is_asked_of_a_subject_comes_first_and_leaves_nothing_out(asked_once: App) -> None:
    answer = answers_of(asked_once)
    assert answer("krachtenveld terugkeerverordening") == ["A:I.1", "V:I.1"]
    assert answer("terugkeerverordening")[:2] == ["V:I.1", "A:I.1"]
    found = asked_once.answering.answer("krachtenveld terugkeerverordening", limit=1, offset=1)
    assert ([one.entry.source.item.number for one in found.items], found.total) == (["I.1"], 2)


def test_a_side_that_no_item_of_the_subject_has_is_said(asked_once: App) -> None:
    answer = asked_once.answering.answer("vogelgriep belgie")
    assert (answer.outcome, answer.not_found) == (Outcome.PARTIAL, ("belgie",))


@pytest.mark.parametrize(
    "question",
    [
        "erkenning van de staat Palestina",
        "huisvesting van arbeidsmigranten",
        "capaciteit van het stroomnet",
        "Wat heeft de Raad besloten over medische hulpmiddelen?",
        "mentale gezondheid van jongeren",
        "grondwaterbeschermingsgebieden",
    ],
)
def test_a_known_word_does_not_answer_what_is_about_something_else(asked_once: App, question: str) -> None:
    assert asked_once.answering.answer(question).outcome is Outcome.NOTHING


def test_a_name_of_several_words_is_one_thing_that_is_not_known(asked_once: App) -> None:
    answer = asked_once.answering.answer("vogelgriep Gelderse Vallei")
    assert (answer.outcome, answer.not_found) == (Outcome.PARTIAL, ("gelderse vallei",))
    assert asked_once.answering.answer("vogelgriep geranium begonia").outcome is Outcome.NOTHING
