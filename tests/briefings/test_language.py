"""Sentences, dates, words."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.words import Words
from briefings.intake.decide import Decision, Known, decide
from briefings.language.dates import find_dates
from briefings.language.periods import find_asked, find_coming
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
        ("uiterlijk 1 juli 2026", Period(None, date(2026, 7, 1))),
        ("vóór 1 juli", Period(None, date(2025, 7, 1))),
        ("medio mei", Period(date(2025, 5, 11), date(2025, 5, 20))),
        ("eind 2025", Period(date(2025, 10, 1), date(2025, 12, 31))),
        ("voor het einde van het jaar", Period(None, date(2025, 12, 31))),
        ("de eerste helft van 2026", Period(date(2026, 1, 1), date(2026, 6, 30))),
        ("de komende 18 maanden", Period(date(2025, 3, 21), date(2026, 9, 30))),
        ("volgende week", Period(date(2025, 3, 24), date(2025, 3, 30))),
        ("vanaf 2026", Period(date(2026, 1, 1), None)),
        ("op 12 en 13 juni a.s.", Period(date(2025, 6, 12), date(2025, 6, 13))),
        ("in december 2024 besloten, in juni van kracht", Period(date(2025, 6, 1), date(2025, 6, 30))),
        ("de komende maanden", None),  # names no end
        ("COM(2026)101", None),
        ("Verordening (EU) 2026/1348", None),
        ("in het verslag van 2024", None),  # over
        ("binnenkort", None),
    ],
)
def test_periods_to_come_are_resolved_against_the_letter(text: str, period: Period | None) -> None:
    found = find_coming(text, date(2025, 3, 21))
    assert (found.period if found else None) == period


@pytest.mark.parametrize(
    ("text", "told", "in_english"),
    [
        ("uiterlijk in maart", "uiterlijk 31 maart 2026", "by 31 March 2026"),
        ("uiterlijk op 31 maart 2026", "uiterlijk 31 maart 2026", "by 31 March 2026"),
        ("tot en met juni 2026", "uiterlijk 30 juni 2026", "by 30 June 2026"),
        ("voor eind 2025", "uiterlijk 31 december 2025", "by 31 December 2025"),
        ("vóór 1 juli 2026", "vóór 1 juli 2026", "before 1 July 2026"),
        ("vóór de zomer van 2026", "vóór 21 juni 2026", "before 21 June 2026"),
    ],
)
def test_a_due_day_is_told_as_the_last_or_as_the_first_that_is_too_late(text: str, told: str, in_english: str) -> None:
    found = find_coming(text, date(2025, 10, 20))
    period = found.period if found else None
    assert period is not None
    assert (Words("nl").period(period), Words("en").period(period)) == (told, in_english)


@pytest.mark.parametrize(
    ("text", "period", "rest"),
    [
        ("raad maart 2025", Period(date(2025, 3, 1), date(2025, 3, 31)), "raad "),
        ("5 en 7 maart 2025", Period(date(2025, 3, 5), date(2025, 3, 7)), ""),
        ("2025-03", Period(date(2025, 3, 1), date(2025, 3, 31)), ""),
        ("visa sinds 2024", Period(date(2024, 1, 1), None), "visa "),
        ("visa vanaf 2025-03-01", Period(date(2025, 3, 1), None), "visa "),
        ("van 2025-03-01 tot en met 2025-04-15", Period(date(2025, 3, 1), date(2025, 4, 15)), ""),
        ("nieuws week 10 van 2025", Period(date(2025, 3, 3), date(2025, 3, 9)), "nieuws "),
        ("in week 52", Period(date(2025, 12, 22), date(2025, 12, 28)), ""),
        ("week 12 visa", Period(date(2026, 3, 16), date(2026, 3, 22)), " visa"),
        ("visa dit jaar", Period(date(2026, 1, 1), date(2026, 12, 31)), "visa "),
        ("vorig jaar", Period(date(2025, 1, 1), date(2025, 12, 31)), ""),
        ("tussen maart en juni 2025 visa", Period(date(2025, 3, 1), date(2025, 6, 30)), " visa"),
        ("tussen maart en juni visa", Period(date(2026, 3, 1), date(2026, 6, 30)), " visa"),
        ("van november tot maart", Period(date(2025, 11, 1), date(2026, 3, 31)), ""),
        ("8 juli 2025 tot 10 oktober 2025", Period(date(2025, 7, 8), date(2025, 10, 10)), ""),
        ("sinds maart 2025 tot en met juni 2025", Period(date(2025, 3, 1), date(2025, 6, 30)), ""),
        ("van begin 2024 tot eind 2025", Period(date(2024, 1, 1), date(2025, 12, 31)), ""),
        ("afgelopen 3 maanden", Period(date(2026, 8, 1), date(2026, 11, 23)), ""),
        ("asiel vorige maand", Period(date(2026, 10, 1), date(2026, 10, 31)), "asiel "),
        ("afgelopen jaar", Period(date(2025, 11, 1), date(2026, 11, 23)), ""),
        ("tot 2024", Period(None, date(2024, 1, 1)), ""),
        ("besluiten oktober", Period(date(2026, 10, 1), date(2026, 10, 31)), "besluiten "),
        ("in maart", Period(date(2026, 3, 1), date(2026, 3, 31)), ""),
    ],
)
def test_a_period_is_found_in_a_question(text: str, period: Period, rest: str) -> None:
    found = find_asked(text, date(2026, 11, 23))
    assert found is not None
    assert (found.period, text[: found.start] + text[found.end :]) == (period, rest)


@pytest.mark.parametrize(
    "text", ["raad", "mei", "juni", "32317-935", "COM(2025) 101", "2024/1348", "week", "week 60", "2025-02-31"]
)
def test_what_is_no_period_is_left_alone(text: str) -> None:
    assert find_asked(text, date(2026, 11, 23)) is None


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
