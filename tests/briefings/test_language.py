"""Sentences, dates, words."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefings.intake.decide import Decision, Known, decide
from briefings.language.dates import find_dates, find_month, find_period
from briefings.language.sentences import sentence_spans
from briefings.language.tokens import index_words, words
from briefings.model.statement import Period


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        (
            "Op grond van art. 25bis van de Visumcode. Zo is het.",
            ["Op grond van art. 25bis van de Visumcode.", "Zo is het."],
        ),
        (
            "De motie (Kamerstuk 19637, nr. 3358) is af. Klaar.",
            ["De motie (Kamerstuk 19637, nr. 3358) is af.", "Klaar."],
        ),
        ("Het op 21 februari jl. gepubliceerde plan.", ["Het op 21 februari jl. gepubliceerde plan."]),
        ("Zie de brief van 17 maart jl. Ook dit.", ["Zie de brief van 17 maart jl.", "Ook dit."]),
        ("Zie de brief van 17 maart jl.", ["Zie de brief van 17 maart jl."]),
        ("D.M. van Weel sprak. (Een. Twee.) Drie!", ["D.M. van Weel sprak.", "(Een. Twee.)", "Drie!"]),
        ("Zo is dat. eu-LISA volgt.", ["Zo is dat.", "eu-LISA volgt."]),
    ],
)
def test_sentences_end_where_they_should(text: str, sentences: list[str]) -> None:
    assert [text[start:end] for start, end in sentence_spans(text)] == sentences


@given(st.text())
def test_no_character_of_a_sentence_is_lost(text: str) -> None:
    spans = sentence_spans(text)
    edges = [0, *(place for span in spans for place in span), len(text)]
    assert edges == sorted(edges)
    assert "".join(text[a:b] for a, b in zip(edges[::2], edges[1::2], strict=True)).strip() == ""


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("5 en 7 maart 2025", [date(2025, 3, 5), date(2025, 3, 7)]),
        ("22–23 juli a.s.", [date(2024, 7, 22), date(2024, 7, 23)]),
        ("14–16 juli 2025", [date(2025, 7, 14), date(2025, 7, 15), date(2025, 7, 16)]),
        ("van 22 t/m 23 mei 2024", [date(2024, 5, 22), date(2024, 5, 23)]),
        ("30 november en 1 december 2025", [date(2025, 11, 30), date(2025, 12, 1)]),
        ("D.D. 22 JUNI 2021", [date(2021, 6, 22)]),
        ("31 februari 2025", []),
        ("nr. 3358", []),
    ],
)
def test_dates_in_every_spelling(text: str, days: list[date]) -> None:
    assert list(find_dates(text, 2024)) == days


@pytest.mark.parametrize(
    ("text", "period"),
    [
        ("vóór de zomer een rapport", Period(None, date(2025, 6, 21))),
        ("in het vierde kwartaal van 2025", Period(date(2025, 10, 1), date(2025, 12, 31))),
        ("zal in oktober 2025 stapsgewijs", Period(date(2025, 10, 1), date(2025, 10, 31))),
        ("Voor 2027 en 2028 zijn voorzien", Period(date(2027, 1, 1), date(2028, 12, 31))),
        ("aankomende herfst", Period(date(2025, 9, 22), date(2025, 12, 22))),
        ("binnenkort", None),
    ],
)
def test_periods_to_come_are_resolved_against_the_letter(text: str, period: Period | None) -> None:
    assert find_period(text, date(2025, 3, 21)) == period


def test_a_month_and_a_year_are_found_in_a_question() -> None:
    assert [find_month(text) for text in ("raad maart 2025", "2025-03", "2024", "raad")] == [
        (2025, 3),
        (2025, 3),
        (2024, None),
        (None, None),
    ]


def test_words_are_folded_and_hyphenated_ones_joined() -> None:
    assert words("Oekraïne, e-evidence: NGO’s!") == ["oekraine", "eevidence", "ngos"]
    assert index_words("EU-actieplan") == ["euactieplan", "eu", "actieplan"]


def test_every_decision_about_a_letter() -> None:
    now = datetime(2025, 4, 1, tzinfo=UTC)
    decided = [
        decide(None, date(2025, 3, 21), now),
        decide(None, date(2024, 3, 21), now),
        decide(None, None, now),
        decide(Known(1, same_bytes=False), date(2025, 3, 21), now),
        decide(Known(1, same_bytes=True), date(2025, 3, 21), now),
    ]
    assert decided == [
        Decision.NEW,
        Decision.NEW_BUT_OLD,
        Decision.NEW_BUT_OLD,
        Decision.NEW_EDITION,
        Decision.SAME,
    ]
