"""What words mean: the glossary, compounds, and what a word is worth in a question."""

from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from bot.app import App
from briefings.answering import thesaurus
from briefings.answering.index import Concept, Search
from briefings.answering.question import read_question
from briefings.answering.thesaurus import (
    LONGEST,
    Phrase,
    called,
    everyday_lines,
    formation_lines,
    hinted,
    lines,
    meant_by,
    same_as,
)
from briefings.answering.understand import Understanding
from briefings.answering.worth import Lacking, Worth, carries, is_filler, is_side, lacking, worth_of
from briefings.language.compounds import begins, ends, holds, joinings
from briefings.language.derivations import derived
from briefings.language.tokens import words
from tests.questions.judged import ASKED_ON

_HINTS = Path(thesaurus.__file__).with_name("hints.txt")


def test_every_line_of_the_glossary_finds_something_or_says_that_it_does_not(asked_once: App) -> None:
    understanding = Understanding(asked_once.index, asked_once.catalogue, "nl")

    def is_met(phrase: tuple[str, ...]) -> bool:
        group = understanding.literal(phrase)
        return bool(group.any_phrase) and bool(asked_once.index.search(Search((group,), limit=1)).hits)

    known = list(lines())
    assert len(known) >= 800
    assert [line.phrases[0] for line in known if is_met(line.phrases[0]) != line.is_met] == []


def test_every_line_of_everyday_words_finds_something_or_says_that_it_does_not(asked_once: App) -> None:
    understanding, themes = Understanding(asked_once.index, asked_once.catalogue, "nl"), asked_once.catalogue.by_name

    def finds(meant: Phrase) -> bool:
        theme = themes.get(" ".join(meant))
        group = Concept(theme=theme.slug) if theme else understanding.literal(meant)
        asked = theme is not None or bool(group.any_phrase)
        return asked and bool(asked_once.index.search(Search((group,), limit=1)).hits)

    known = list(everyday_lines())
    assert len(known) >= 480
    assert [line.phrases for line, _ in known if any(map(finds, line.phrases)) != line.is_met] == []


def test_what_people_say_stands_once_as_it_is_typed_and_is_no_name_already(asked_once: App) -> None:
    said = [tuple(name.split()) for _, names in everyday_lines() for name in names]
    assert len(said) >= 20_000
    assert [phrase for phrase, times in Counter(said).items() if times > 1] == []
    assert [
        phrase for phrase in said if tuple(words(" ".join(phrase))) != phrase or not 0 < len(phrase) <= LONGEST
    ] == []
    named = {phrase for line in lines() for phrase in line.phrases}
    assert [phrase for phrase in said if phrase in named or " ".join(phrase) in asked_once.catalogue.by_name] == []
    assert [phrase for phrase in said if len(phrase) == 1 and (is_filler(phrase[0]) or is_side(phrase[0]))] == []


def test_hints_are_as_typed_and_say_nothing_the_other_way_round() -> None:
    assert ("bewijslast",) in hinted(("burden", "of", "proof"))
    assert hinted(("bewijslast",)) == ()
    told = [line for line in (_HINTS.read_text("utf-8").splitlines()) if line and not line.startswith("#")]
    names = [name.strip() for line in told for name in line.lstrip("| ").replace("<", "|").split("|")]
    assert len(told) >= 2_500
    assert [name for name in names if name and " ".join(words(name)) != name] == []
    assert [name for name in names if len(name.split()) > LONGEST] == []


def test_words_of_all_formations_are_as_typed_and_help_to_find() -> None:
    rows = list(formation_lines())
    names = [name for meant, said in rows for name in (*meant, *said)]
    assert len(rows) >= 6_000
    assert [name for name in names if tuple(words(" ".join(name))) != name or not 0 < len(name) <= LONGEST] == []
    assert [meant for meant, said in rows if not meant or (not said and len(meant) == 1)] == []
    assert ("verwarming",) in called(("heating",))
    assert ("heating",) not in called(("verwarming",))
    assert called(("zomaar", "iets")) == ()


def test_a_word_of_a_formation_that_no_letter_has_says_nothing_of_a_question() -> None:
    assert same_as(("heating",)) == ()
    assert lacking("heating") is Lacking.FOREIGN


def test_who_says_it_in_words_of_their_own_is_given_what_is_meant_and_not_the_other_way_round() -> None:
    assert meant_by(("boeven",)) == (("georganiseerde", "criminaliteit"), ("criminele", "netwerken"))
    assert {("criminele", "netwerken"), ("criminal", "networks")} < set(same_as(("boeven",)))
    assert ("boeven",) not in same_as(("criminele", "netwerken"))


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
        Lacking.SIDE, Lacking.SIDE, Lacking.PLACE, Lacking.FOREIGN, Lacking.ELSEWHERE,
    ]  # fmt: skip
    assert [lacking(word) for word in ("kernwapens", "asielzoekers", "isgevangenen")] == [
        Lacking.SUBJECT, Lacking.FIELD, Lacking.FOREIGN,
    ]  # fmt: skip
    assert lacking("isgevangenen", ("is", "gevangenen")) is Lacking.FIELD
    assert carries([Worth.PLAIN], [Lacking.SIDE, Lacking.FIELD])
    assert carries([Worth.NAME], [Lacking.FOREIGN])
    assert carries([Worth.TERM], [Lacking.FOREIGN, Lacking.FOREIGN])
    assert not carries([Worth.TERM], [Lacking.ELSEWHERE])
    assert not carries([Worth.NAME], [Lacking.FOREIGN, Lacking.FOREIGN])
    assert carries([Worth.NAME], [Lacking.COMMON, Lacking.COMMON])
    assert not carries([Worth.PLAIN], [Lacking.COMMON])
    assert not carries([Worth.PLAIN], [Lacking.FOREIGN])
    assert not carries([Worth.SIDE], [Lacking.SIDE])


def test_a_verb_says_what_happens_in_a_sentence_and_how_it_is_done_in_a_row_of_words(asked_once: App) -> None:
    understanding = Understanding(asked_once.index, asked_once.catalogue, "nl")

    def carries_the_question(text: str) -> bool:
        return understanding.understand(read_question(text, ASKED_ON)).carries

    assert [lacking(word) for word in ("verjaagd", "borrel", "huren", "gevaarlijk")] == [
        Lacking.DOING, Lacking.FOREIGN, Lacking.FOREIGN, Lacking.DOING,
    ]  # fmt: skip
    assert carries_the_question("worden wolven verjaagd")
    assert not carries_the_question("wolven verjaagd")
    assert not carries_the_question("mogen wolven huren")


def test_a_compound_that_ends_like_a_side_of_a_subject_is_one_unless_it_begins_in_another_world() -> None:
    assert [lacking(word) for word in ("vertragingscijfers", "implementatiewet", "schoolcijfers", "poppenbeleid")] == [
        Lacking.SIDE, Lacking.SIDE, Lacking.FOREIGN, Lacking.FOREIGN,
    ]  # fmt: skip


def test_several_things_known_carry_one_word_of_another_world() -> None:
    assert carries([Worth.PLAIN, Worth.PLAIN], [Lacking.FOREIGN])
    assert not carries([Worth.PLAIN, Worth.PLAIN], [Lacking.FOREIGN, Lacking.FOREIGN])
    assert not carries([Worth.PLAIN, Worth.SIDE], [Lacking.FOREIGN])


@pytest.mark.parametrize(
    ("asked", "council"),
    [
        ("agriculture council", "LANDBOUW"),
        ("what did the Justice and Home Affairs Council decide in 2025", "JBZ"),
        ("item 2 of the environment council", "MILIEU"),
        ("what did the council of europe say about justice", None),
        ("justice council of europe", None),
    ],
)
def test_a_formation_is_known_by_its_english_name(asked: str, council: str | None) -> None:
    assert read_question(asked, date(2026, 6, 30)).council == council
