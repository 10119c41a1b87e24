"""The judged questions on both databases; `make bench-search` gives the figures beside other engines."""

from collections import Counter

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.app import App
from briefings.answering.answer import Outcome
from tests.questions.conftest import answers_of
from tests.questions.judged import MISTYPED, Answerer, Judged, mark, questions

#: Pieces that mean something to the grammar of questions, to FTS5 or to a tsquery.
PIECES = (
    "terugkeer", "EES", "raad", "vorige", "maart", "2025", "sinds", "tussen", "motie", "kst", "32317-935", "COM(2025)",
    "nederland over", "wat zei", "I.6", '"', "'", "*", "AND", "OR", "NOT", "NEAR(", ")", "title:", "-", "--", ":", "^",
    "|", "&", "!", "<->", "%", "\x00", "é", "ß", "İ", "𝒳", "\u202e", "(", "{", "}",
)  # fmt: skip


def test_enough_is_asked() -> None:
    judged = questions()
    kinds = Counter(question.kind for question in judged)
    assert len({question.ask for question in judged}) == len(judged) >= 5_900
    assert sum(not question.wanted for question in judged) >= 1_780
    assert all(kinds[kind] for kind in MISTYPED)
    assert sum(question.held_out for question in judged) >= len(judged) / 4


@pytest.mark.parametrize("held_out", [False, True])
def test_questions_are_answered_and_hopeless_ones_are_not(asked_once: App, *, held_out: bool) -> None:
    _hold([question for question in questions() if question.held_out is held_out and not question.fresh], asked_once)


def test_what_eleven_more_people_ask_is_answered(asked_once: App, request: pytest.FixtureRequest) -> None:
    judged = [question for question in questions() if question.fresh]
    some = judged if request.config.getoption("--soak") else judged[::4]
    _hold(some, asked_once, recall=0.94, wrong=0.03)


def _hold(judged: list[Judged], asked_once: App, *, recall: float = 0.97, wrong: float = 0.01) -> None:
    answerer = answers_of(asked_once)
    plain = mark([question for question in judged if question.kind not in MISTYPED], answerer)
    mistyped = mark([question for question in judged if question.kind in MISTYPED], answerer)
    assert plain.recall >= recall
    assert mistyped.recall >= 0.95
    assert plain.wrong + mistyped.wrong <= wrong * (plain.hopeless + mistyped.hopeless)


def test_both_databases_answer_alike(answerer: Answerer) -> None:
    some = [question for question in questions() if not question.fresh][::12]
    marks = mark(some, answerer)
    assert (marks.recall >= 0.95, marks.wrong) == (True, 0)


def test_a_correction_is_said_a_doubtful_one_is_offered_and_a_hopeless_one_is_not(asked_app: App) -> None:
    def said(question: str) -> tuple[Outcome, str | None, str | None]:
        answer = asked_app.answering.answer(question)
        return answer.outcome, answer.understood_as, answer.offer

    assert said("migartie") == (Outcome.CORRECTED, "migratie", None)
    assert said("makrxxl") == (Outcome.NOTHING, None, "makreel")
    assert said("xqzzy") == (Outcome.NOTHING, None, None)


def test_short_words_are_never_taken_for_one_another(asked_app: App) -> None:
    for question in ("EEZ", "SUS", "VIP", "EOS", "MFC", "ZIS"):
        answer = asked_app.answering.answer(question)
        assert (answer.outcome, answer.offer) == (Outcome.NOTHING, None)


def test_every_answer_says_what_was_met(asked_app: App) -> None:
    answer = asked_app.answering.answer("cocaïne havenpersoneel")
    why = [[(match.term, match.where) for match in found.matched] for found in answer.items]
    assert why == [
        [("cocaine", "text"), ("havenpersoneel", "text")],
        [("cocainesmokkel", "text"), ("havenpersoneel", "text")],
    ]


def test_ties_keep_their_order_and_pages_do_not_overlap(asked_app: App) -> None:
    def ids(limit: int, offset: int) -> list[int]:
        found = asked_app.answering.answer("wat zei nederland", limit=limit, offset=offset).items
        return [item.entry.source.id for item in found]

    whole = ids(40, 0)
    assert len(set(whole)) == len(whole) > 30
    assert [*ids(7, 0), *ids(7, 7), *ids(7, 14)] == whole[:21]


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(text=st.one_of(st.text(max_size=60), st.lists(st.sampled_from(PIECES), max_size=8).map(" ".join)))
def test_whatever_is_typed_gets_an_answer(asked_app: App, text: str) -> None:
    answer = asked_app.answering.answer(text)
    assert (answer.outcome is Outcome.NOTHING) == (answer.items == ())


@pytest.mark.parametrize("question", ["", "   ", "de het een", "?", "raad", "nederland"])
def test_a_question_without_a_subject_is_no_error(asked_app: App, question: str) -> None:
    assert asked_app.answering.answer(question).outcome in set(Outcome)
