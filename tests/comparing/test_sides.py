"""Which side a sentence takes, as it is read from a letter; and that only another side is a change."""

from dataclasses import replace

import pytest

from bot.app import App
from briefings.comparing.sides import Side, side_taken, takes_side
from briefings.comparing.strands import are_on_one_matter, turn_of, turns_in
from briefings.enriching.citations import citations_in
from briefings.enriching.setting import Setting
from briefings.enriching.statements import find_statements
from briefings.model.briefing import Announced, Sentence, TurnKind
from briefings.model.document import Kind
from briefings.model.item import AgendaItem
from tests.verdicts.verdicts import SETTING

pytestmark = pytest.mark.one_database
AGENDA = Setting(SETTING.letter_date, Kind.ANNOTATED_AGENDA, SETTING.meeting)


def _said(series: App, text: str, setting: Setting = SETTING, *, letter: int = 0) -> Announced:
    """A Dutch sentence as it is understood, in an item of a kept letter: 0 is the first, -1 the last."""
    course = series.courses.of("terugkeer")
    assert course is not None
    item = AgendaItem("x", paragraphs=(text,))
    return replace(course.positions[letter], sentence=Sentence.of(item, find_statements(item, setting)[-1]))


@pytest.mark.parametrize(
    ("text", "side"),
    [
        ("Nederland zal wijzen op het belang van sterke versleuteling.", None),
        ("Nederland zal het belang van versleuteling benadrukken.", None),
        ("Nederland hecht belang aan toezicht.", None),
        ("Nederland zal het belang van toezicht benadrukken en het voorstel steunen.", Side.FOR),
        ("Nederland verwelkomt het voorstel.", Side.FOR),
    ],
)
def test_to_stress_that_something_matters_is_no_side(series: App, text: str, side: Side | None) -> None:
    assert side_taken(_said(series, text, AGENDA)) is side


def test_who_has_doubts_and_then_stresses_what_matters_has_not_changed_sides(series: App) -> None:
    before = _said(series, "Nederland wees op het belang van sterke versleuteling en was terughoudend over toegang.")
    after = _said(series, "Nederland zal wijzen op het belang van sterke versleuteling.", AGENDA, letter=-1)
    assert (side_taken(before), turns_in([before, after])) == (Side.CONCERN, [])


@pytest.mark.parametrize(
    ("text", "takes"),
    [
        ("Hongarije wees het voorstel af en had bezwaar tegen de kosten.", True),
        ("Hongarije wees op de kosten en op de zorgen van burgers.", False),
    ],
)
def test_to_reject_is_a_side_and_to_point_at_something_is_none(text: str, takes: bool) -> None:
    said = find_statements(AgendaItem("x", paragraphs=(text,)), SETTING)[-1]
    assert takes_side(said, text) is takes


def test_to_agree_with_one_thing_only_and_then_with_that_thing_is_no_other_side(series: App) -> None:
    only = _said(series, "Nederland kan alleen instemmen met een gerichte bewaarplicht.")
    agrees = _said(series, "Nederland kan instemmen met een gerichte bewaarplicht.", letter=-1)
    if_cheap = _said(series, "Nederland kan alleen instemmen met een gerichte bewaarplicht, mits de kosten dalen.")
    assert [side_taken(one) for one in (only, agrees, if_cheap)] == [Side.CONDITION, Side.FOR, Side.CONDITION]
    turns = [turn_of([before], agrees) for before in (only, if_cheap)]
    assert [turn.kind if turn else None for turn in turns] == [TurnKind.WORDING, TurnKind.STANCE]


def test_within_one_letter_no_side_changes(series: App) -> None:
    before = _said(series, "Nederland steunt terugkeerhubs in derde landen.")
    after = [
        _said(series, "Nederland steunt terugkeerhubs in derde landen, mits de mensenrechten geborgd zijn.", letter=at)
        for at in (0, -1)
    ]
    assert [turns_in([before, one]) == [] for one in after] == [True, False]


def test_the_general_approach_on_two_proposals_is_two_matters(series: App) -> None:
    said = _said(series, "Nederland steunt de algemene oriëntatie.")
    old, new, same = (
        replace(said, source=replace(said.source, item=replace(said.source.item, citations=tuple(citations_in(paper)))))
        for paper in ("COM(2023) 901", "COM(2025) 101", "COM(2023)901 en COM(2025)101")
    )
    assert [are_on_one_matter(old, other) for other in (new, same)] == [False, True]
    hubs = [replace(one, sentence=_said(series, "Nederland steunt terugkeerhubs.").sentence) for one in (old, new)]
    assert are_on_one_matter(*hubs)
