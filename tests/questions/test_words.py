"""What words mean: the glossary, compounds, and what a word is worth in a question."""

import pytest

from bot.app import App
from briefings.answering.index import Search
from briefings.answering.question import read_question
from briefings.answering.thesaurus import lines
from briefings.answering.understand import Understanding
from briefings.answering.worth import Lacking, Worth, carries, lacking, worth_of
from briefings.language.compounds import begins, ends, holds, joinings
from briefings.language.derivations import derived
from tests.questions.judged import ASKED_ON


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


def test_who_asks_for_the_wider_is_given_the_narrower_and_not_the_other_way_round(asked_once: App) -> None:
    understanding = Understanding(asked_once.index, asked_once.catalogue, "nl")

    def words_for(word: str) -> set[str]:
        (part,) = understanding.understand(read_question(word, ASKED_ON)).parts
        return {" ".join(phrase) for phrase in part.group.any_phrase}

    assert "vangstmogelijkheden" in words_for("fisheries")
    assert words_for("makreel") == {"makreel"}


@pytest.mark.parametrize(
    ("word", "other"),
    [("vaccineren", "vaccinatie"), ("repatrieren", "repatriering"), ("omkopen", "omkoping"), ("omkoping", "omkopen")],
)
def test_the_noun_of_a_verb_and_the_verb_of_a_noun(word: str, other: str) -> None:
    assert other in set(derived(word))


def test_two_words_may_be_one_with_a_link_between_them() -> None:
    assert "onderhandelingsronde" in set(joinings("ronde", "onderhandelingen"))


def test_what_carries_a_question() -> None:
    assert [worth_of((word,)) for word in ("mensensmokkelrichtlijn", "eurodac", "drugs", "kosten", "albanie")] == [
        Worth.TERM, Worth.NAME, Worth.PLAIN, Worth.SIDE, Worth.SIDE,
    ]  # fmt: skip
    assert [lacking(word) for word in ("planning", "bewaartermijnen", "albanie", "ganzen", "kapper")] == [
        Lacking.SIDE, Lacking.FIELD, Lacking.FIELD, Lacking.FOREIGN, Lacking.ELSEWHERE,
    ]  # fmt: skip
    assert carries([Worth.PLAIN], [Lacking.SIDE, Lacking.FIELD])
    assert carries([Worth.NAME], [Lacking.FOREIGN])
    assert carries([Worth.TERM], [Lacking.FOREIGN, Lacking.FOREIGN])
    assert not carries([Worth.TERM], [Lacking.ELSEWHERE])
    assert not carries([Worth.NAME], [Lacking.FOREIGN, Lacking.FOREIGN])
    assert not carries([Worth.PLAIN], [Lacking.FOREIGN])
    assert not carries([Worth.SIDE], [Lacking.SIDE])
