"""What words mean: the glossary, compounds, and what a word is worth in a question."""

import pytest

from bot.app import App
from briefings.answering.index import Search
from briefings.answering.thesaurus import lines
from briefings.answering.understand import Understanding
from briefings.answering.worth import Lacking, Worth, carries, lacking, worth_of
from briefings.language.compounds import begins, ends, holds


def test_every_line_of_the_glossary_finds_something_or_says_that_it_does_not(asked_once: App) -> None:
    understanding = Understanding(asked_once.index, asked_once.catalogue, "nl")

    def is_met(phrase: tuple[str, ...]) -> bool:
        group = understanding.literal(phrase)
        return bool(group.any_phrase) and bool(asked_once.index.search(Search((group,), limit=1)).hits)

    known = list(lines())
    assert len(known) >= 800
    assert [line.phrases[0] for line in known if is_met(line.phrases[0]) != line.is_met] == []


@pytest.mark.parametrize(
    ("longer", "part", "is_one"),
    [
        ("kabelbeheer", "kabel", True),
        ("kabeljauw", "kabel", False),
        ("spoorde", "spoor", False),
        ("spoorwegcapaciteit", "spoor", True),
        ("visumcode", "visum", True),
        ("havermout", "haver", False),
    ],
)
def test_a_longer_word_that_only_begins_alike_is_no_compound(longer: str, part: str, *, is_one: bool) -> None:
    assert begins(longer, part) is is_one


def test_a_compound_ends_with_its_head_and_may_hold_a_word_in_its_middle() -> None:
    assert (ends("kunststofkorrel", "korrel"), ends("tribune", "une")) == (True, False)
    assert (holds("energiebelastingrichtlijn", "belasting"), holds("energiebelasting", "energie")) == (True, False)


def test_what_carries_a_question() -> None:
    assert [worth_of((word,)) for word in ("eurodac", "drugs", "kosten", "albanie")] == [
        Worth.NAME, Worth.PLAIN, Worth.SIDE, Worth.SIDE,
    ]  # fmt: skip
    assert [lacking(word) for word in ("planning", "bewaartermijnen", "albanie", "ganzen")] == [
        Lacking.SIDE, Lacking.FIELD, Lacking.FIELD, Lacking.FOREIGN,
    ]  # fmt: skip
    assert carries([Worth.PLAIN], [Lacking.SIDE, Lacking.FIELD])
    assert carries([Worth.NAME], [Lacking.FOREIGN])
    assert not carries([Worth.NAME], [Lacking.FOREIGN, Lacking.FOREIGN])
    assert not carries([Worth.PLAIN], [Lacking.FOREIGN])
    assert not carries([Worth.SIDE], [Lacking.SIDE])
