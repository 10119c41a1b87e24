"""What is later than usual: judged cases, and what holds of any letters."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from briefings.model.document import Kind
from briefings.model.meeting import Change, Meeting
from briefings.silence.announced import announced_councils
from briefings.silence.arrivals import AnnouncedCouncil, Arrival, SourceLetters, habits
from briefings.silence.awaited import AwaitedKind
from briefings.silence.habit import Habit, Wait, habit_of, usual_in_season
from briefings.silence.silences import Ending, KnownLetters, ending, silences
from briefings.silence.telling import Sighting, ToldSilence, what_to_say

DAY = timedelta(days=1)
LETTER = date(2025, 3, 21)
TOOK = (14, 13, 15, 14, 16, 12)  #: days that the reports of JBZ took
BEFORE = (10, 9, 10, 11, 10, 9)  #: days before the Council of its annotated agendas
COUNCILS = [date(2024, 1, 25) + timedelta(days=56 * number) for number in range(7)]
LAST = COUNCILS[-1]  #: 26 December 2024: its agenda is there, its report is not


def _held(day: date, council: str = "JBZ", **more: object) -> Meeting:
    return replace(Meeting(council, (day, day + DAY)), **more)  # type: ignore[arg-type]  # its own fields


def _arrival(meeting: Meeting, agenda: date | None, report: date | None) -> Arrival:
    days = {Kind.ANNOTATED_AGENDA: agenda, Kind.REPORT: report}
    there = {kind: day for kind, day in days.items() if day}
    return Arrival(meeting, frozenset(there), there)


def _story(council: str = "JBZ") -> list[Arrival]:
    """Six Councils with both letters, and one of which the report is awaited."""
    told = [
        _arrival(_held(day, council), day - before * DAY, day + (took + 1) * DAY)
        for day, took, before in zip(COUNCILS, TOOK, BEFORE, strict=False)
    ]
    return [*told, _arrival(_held(LAST, council), LAST - 10 * DAY, None)]


def _told(known: KnownLetters, today: date) -> list[tuple[str, int]]:
    return [(one.awaited.key, one.days) for one in silences(known, today)]


def test_half_take_no_longer_than_the_middle_and_three_spreads_are_usual() -> None:
    waits = [Wait(day, days) for day, days in zip(COUNCILS, TOOK, strict=False)]
    assert habit_of(waits) == Habit(6, 14, 1)
    assert (habit_of(waits[:4]), Habit(6, 14, 1).longest, Habit(6, 14, 1).shortest) == (None, 17, 11)


def test_a_report_is_late_from_the_first_day_that_is_not_usual_any_more() -> None:
    known = KnownLetters(_story())
    over = LAST + DAY
    assert _told(known, over + 17 * DAY) == []
    assert _told(known, over + 18 * DAY) == [(f"report JBZ {LAST}", 18)]
    (late,) = silences(known, over + 30 * DAY)
    assert (late.since, late.usual, late.letters) == (over + 18 * DAY, 14, 6)


@pytest.mark.parametrize(
    ("story", "why"),
    [
        (_story()[2:], "too few letters"),
        ([*_story("LANDBOUW")[:6], _arrival(_held(LAST), LAST - 10 * DAY, None)], "another formation"),
        ([*_story(), _arrival(Meeting("JBZ", (LAST + 2 * DAY,)), None, LAST + 20 * DAY)], "named by another day"),
        ([*_story()[:6], Arrival(_held(LAST), frozenset({Kind.REPORT}), {})], "there, without a day"),
        ([*_story()[:6], _arrival(_held(LAST, change=Change.CANCELLED), LAST - 10 * DAY, None)], "cancelled"),
        ([*_story()[:6], _arrival(_held(LAST, change=Change.MOVED), LAST - 10 * DAY, None)], "moved to no day yet"),
        (_story()[:6], "no letter says that it was held"),
    ],
)
def test_nothing_is_late_that_is_not_known_to_be(story: Sequence[Arrival], why: str) -> None:
    assert _told(KnownLetters(story), LAST + 40 * DAY) == [], why


def test_a_council_that_two_letters_name_by_two_days_is_told_of_once() -> None:
    notice = Arrival(Meeting("JBZ", (LAST + DAY,)), frozenset({Kind.NOTICE}), {})
    assert _told(KnownLetters([*_story(), notice]), LAST + 40 * DAY) == [(f"report JBZ {LAST}", 39)]


def test_what_was_late_in_the_same_season_of_earlier_years_is_usual_then() -> None:
    summers = [_arrival(_held(date(year, 7, 10)), date(year, 7, 1), date(year, 8, 31)) for year in (2021, 2022, 2023)]
    july = _arrival(_held(date(2025, 7, 8)), date(2025, 7, 1), None)
    known = KnownLetters([*summers, *_story()[:6], july])
    assert usual_in_season([Wait(date(2024, 7, 10), 51)], date(2025, 7, 8)) is None
    assert _told(known, date(2025, 8, 28)) == []
    assert _told(known, date(2025, 8, 31)) == [("report JBZ 2025-07-08", 53)]


def test_an_agenda_is_late_when_the_council_is_nearer_than_usual() -> None:
    june = AnnouncedCouncil(_held(date(2025, 6, 12)), 7)
    known = KnownLetters(_story()[:6], [june])
    # Usual is ten days before, and seven at the least.
    assert _told(known, date(2025, 6, 5)) == []
    assert _told(known, date(2025, 6, 6)) == [("agenda JBZ 2025-06-12", 6)]
    assert [one.told_in for one in silences(known, date(2025, 6, 12))] == [7]
    assert _told(known, date(2025, 6, 13)) == []
    there = _arrival(_held(date(2025, 6, 12)), date(2025, 6, 6), None)
    assert _told(KnownLetters([*_story()[:6], there], [june]), date(2025, 6, 8)) == []
    off = Arrival(_held(date(2025, 6, 12), change=Change.CANCELLED), frozenset({Kind.NOTICE}), {})
    assert _told(KnownLetters([*_story()[:6], off], [june]), date(2025, 6, 8)) == []


def test_a_source_is_silent_when_its_newest_letter_is_older_than_usual() -> None:
    weekly = [date(2026, 1, 5) + timedelta(days=7 * number) for number in range(10)]
    known = KnownLetters(sources=[SourceLetters("tweedekamer:JBZ", weekly), SourceLetters("map", weekly[:3])])
    newest = weekly[-1]
    assert _told(known, newest + 17 * DAY) == []
    assert _told(known, newest + 18 * DAY) == [(f"source tweedekamer:JBZ {newest}", 18)]
    (silent,) = silences(known, newest + 18 * DAY)
    more = KnownLetters(sources=[SourceLetters("tweedekamer:JBZ", [*weekly, newest + 19 * DAY])])
    ends = [ending(silent.awaited, one, newest + 20 * DAY) for one in (known, more, KnownLetters())]
    assert ends == [Ending.NOT_YET, Ending.CAME, Ending.GIVEN_UP]


def test_of_too_few_letters_it_is_said_that_it_is_not_known() -> None:
    (one,) = habits(_story()[:3])
    assert (one.council, one.report, one.reports, one.agenda, one.agendas) == ("JBZ", None, 3, None, 3)


#: Sentences, judged by reading them: the Councils to come that they name for a letter of 21 March 2025.
_NAMED = [
    ("De volgende JBZ-Raad vindt plaats op 12 en 13 juni 2025 in Luxemburg.", [("JBZ", "2025-06-12", 2, False)]),
    ("Tijdens de JBZ-Raad van 12 en 13 juni a.s. zal hierover worden gesproken.", [("JBZ", "2025-06-12", 2, False)]),
    ("De informele JBZ-Raad van 22 en 23 juli 2025 is in Kopenhagen.", [("JBZ", "2025-07-22", 2, True)]),
    ("Op 26 mei 2025 vindt de Landbouw- en Visserijraad plaats.", [("LANDBOUW", "2025-05-26", 1, False)]),
    ("Op 26 mei 2025 komt de Landbouw- en Visserijraad bijeen.", [("LANDBOUW", "2025-05-26", 1, False)]),
    ("De JBZ-Raad (Luxemburg), op donderdag 12 juni 2025.", [("JBZ", "2025-06-12", 1, False)]),
    ("Dit staat op de agenda van de JBZ-Raad van 12 juni.", [("JBZ", "2025-06-12", 1, False)]),
    ("De JBZ-Raad is voorlopig voorzien op 12 juni 2025.", [("JBZ", "2025-06-12", 1, False)]),
    ("Tijdens de JBZ-Raad van 5 en 7 maart jl. is hierover gesproken.", []),
    ("De JBZ-Raad van 12 en 13 juni 2025 gaat niet door.", []),
    ("De JBZ-Raad van 12 juni 2025 is verplaatst naar 19 juni 2025.", []),
    ("De JBZ-Raad zou op 12 juni 2025 plaatsvinden.", []),
    ("Op 12 juni 2025 spreekt uw Kamer over de JBZ-Raad.", []),
    ("De JBZ-Raad nam de conclusies aan, die op 12 juni 2025 ingaan.", []),
    ("De JBZ-Raad van 5 lidstaten sprak over 12 juni 2025.", []),
    ("De JBZ-Raad van 11 en 12 december 2026 is de eerste onder dat Voorzitterschap.", []),
    ("De Gezondheidsraad adviseert op 12 juni 2025 over vaccins.", []),
]


@pytest.mark.parametrize(("sentence", "named"), _NAMED)
def test_the_day_of_a_council_is_taken_from_a_sentence_that_says_it(
    sentence: str, named: list[tuple[str, str, int, bool]]
) -> None:
    found = [
        (one.council, one.dates[0].isoformat(), len(one.dates), one.informal)
        for one in announced_councils(f"Eerder zei ik iets anders. {sentence} Daarna niets.", LETTER)
    ]
    assert found == named


@settings(deadline=None)  # the names of formations are read once
@given(st.text(max_size=200), st.dates(date(2000, 1, 1), date(2100, 1, 1)))
def test_no_text_breaks_it_and_only_days_to_come_are_named(text: str, day: date) -> None:
    for one in announced_councils(f"De JBZ-Raad van {text}", day):
        assert one.dates[0] > day


# --- said once -----------------------------------------------------------------------------------------------------


def _note(noted: dict[str, ToldSilence], sighting: Sighting) -> None:
    """As storage does."""
    for found, said in ((sighting.begun, True), (sighting.unsaid, False)):
        for one in found:
            assert one.awaited.key not in noted
            noted[one.awaited.key] = ToldSilence(one.awaited, said, over=False)
    for key in sighting.over:
        assert not noted[key].over
        noted[key] = replace(noted[key], over=True)


def test_it_is_said_once_when_it_begins_and_once_when_it_is_over() -> None:
    noted: dict[str, ToldSilence] = {}
    said, looked_on = [], LAST
    there = _arrival(_held(LAST), LAST - 10 * DAY, LAST + 30 * DAY)
    for after in range(60):
        today = LAST + after * DAY
        known = KnownLetters([*_story()[:6], there] if after > 30 else _story())
        for _ in range(2):
            sighting = what_to_say(silences(known, today), noted, known, today, looked_on)
            said += [(after, "begun", one.awaited.key) for one in sighting.begun]
            said += [(after, "came", one.key) for one in sighting.came]
            _note(noted, sighting)
            looked_on = today
    key = f"report JBZ {LAST}"
    assert said == [(19, "begun", key), (31, "came", key)]


def test_what_was_silent_before_anybody_looked_is_noted_and_never_said() -> None:
    noted: dict[str, ToldSilence] = {}
    late, there = KnownLetters(_story()), _arrival(_held(LAST), LAST - 10 * DAY, LAST + 70 * DAY)
    first = what_to_say(silences(late, LAST + 60 * DAY), noted, late, LAST + 60 * DAY, None)
    _note(noted, first)
    came = KnownLetters([*_story()[:6], there])
    then = what_to_say(silences(came, LAST + 71 * DAY), noted, came, LAST + 71 * DAY, LAST + 60 * DAY)
    assert ([one.awaited.key for one in first.unsaid], first.begun) == ([f"report JBZ {LAST}"], ())
    assert (then.came, then.over) == ((), (f"report JBZ {LAST}",))


def test_a_source_that_is_new_brings_no_old_silence() -> None:
    known, today = KnownLetters(_story()), LAST + 60 * DAY
    sighting = what_to_say(silences(known, today), {}, known, today, today - DAY)
    assert ([one.awaited.kind for one in sighting.unsaid], sighting.begun) == ([AwaitedKind.REPORT], ())


def test_what_is_awaited_no_more_ends_without_a_word() -> None:
    known, noted = KnownLetters(_story()), dict[str, ToldSilence]()
    _note(noted, what_to_say(silences(known, LAST + 19 * DAY), noted, known, LAST + 19 * DAY, LAST))
    assert [one.said for one in noted.values()] == [True]
    later = LAST + 200 * DAY
    sighting = what_to_say(silences(known, later), noted, known, later, later - DAY)
    assert (sighting.came, sighting.over) == ((), (f"report JBZ {LAST}",))


_DAYS = st.integers(0, 60)


@settings(deadline=None)  # forty looks at nine Councils
@given(
    waits=st.lists(st.tuples(_DAYS, st.one_of(st.none(), _DAYS)), min_size=1, max_size=9),
    looks=st.lists(st.integers(0, 700), min_size=1, max_size=40),
)
def test_whatever_comes_when_nothing_is_said_twice_and_no_end_without_a_beginning(
    waits: list[tuple[int, int | None]], looks: list[int]
) -> None:
    """Councils each ten weeks, with an agenda so many days before and a report, if any, so many days after."""
    first = date(2024, 1, 4)
    begun: list[str] = []
    came: list[str] = []
    noted: dict[str, ToldSilence] = {}
    looked_on: date | None = None
    for today in (first + day * DAY for day in sorted(looks)):
        arrivals = []
        for number, (before, after) in enumerate(waits):
            day = first + timedelta(weeks=10 * number)
            agenda = day - before * DAY
            report = day + (1 + after) * DAY if after is not None else None
            here = [one if one and one <= today else None for one in (agenda, report)]
            arrivals += [_arrival(_held(day), here[0], here[1])] if any(here) else []
        known = KnownLetters(arrivals)
        sighting = what_to_say(silences(known, today), noted, known, today, looked_on)
        assert looked_on is not None or not sighting.begun
        _note(noted, sighting)
        begun += [one.awaited.key for one in sighting.begun]
        came += [one.key for one in sighting.came]
        looked_on = today
    assert len(begun) == len(set(begun))
    assert len(came) == len(set(came))
    assert set(came) <= set(begun)


@given(st.lists(st.integers(0, 40), min_size=5, max_size=20))
def test_half_of_what_came_was_never_late_and_what_is_usual_has_an_end(took: list[int]) -> None:
    days = [date(2020, 1, 1) + timedelta(days=70 * number) for number in range(len(took))]
    habit = habit_of([Wait(day, one) for day, one in zip(days, took, strict=True)])
    assert habit is not None
    assert sorted(took)[(len(took) - 1) // 2] <= habit.longest <= 4 * max(took) + 3
