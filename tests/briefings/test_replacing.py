"""Whether a letter that takes the place of another is the same one: judged pairs, and real letters of two years."""

from dataclasses import replace
from datetime import date
from itertools import combinations
from pathlib import Path

import pytest

from briefings.intake.replacing import LetterFacts, ReplacingDoubt, doubt_of
from briefings.model.document import Document, Kind, Provenance
from briefings.model.item import AgendaItem
from briefings.reading.read import read
from tests.letters import told_over_years

VISA = AgendaItem("Visumbeleid", paragraphs=("De Raad sprak over visa voor seizoenarbeiders uit derde landen.",))
DRUGS = AgendaItem("Drugshandel", paragraphs=("De Commissie lichtte de aanpak van drugshandel in havens toe.",))
ASYLUM = AgendaItem("Asiel", paragraphs=("Nederland vroeg aandacht voor de opvang van asielzoekers.",))
WOODS = AgendaItem("Bossen", paragraphs=("De Raad nam conclusies aan over het herstel van bossen.",))
WATER = AgendaItem("Water", paragraphs=("Het voorzitterschap schetste de voortgang van de waterrichtlijn.",))


def facts(*items: AgendaItem, kamerstuk: str | None = None, number: str | None = None) -> LetterFacts:
    return LetterFacts("Verslag van de JBZ-Raad", kamerstuk, number, date(2025, 3, 21), items)


#: What stood there, what comes in its place, and what is doubted.
JUDGED = {
    "the same again": (facts(VISA, DRUGS), facts(VISA, DRUGS), None),
    "now with its numbers": (facts(VISA), facts(VISA, kamerstuk="32317-935", number="2025D1"), None),
    "numbers are left out": (facts(VISA, kamerstuk="32317-935"), facts(VISA), None),
    "another paper": (
        facts(VISA, kamerstuk="32317-935"), facts(VISA, kamerstuk="32317-940"), ReplacingDoubt.NUMBER),
    "another document": (facts(VISA, number="2025D1"), facts(VISA, number="2025D2"), ReplacingDoubt.NUMBER),
    "a sentence is corrected": (
        facts(VISA, DRUGS), facts(VISA, replace(DRUGS, paragraphs=("De Commissie lichtte niets toe.",))), None),
    "an item is added": (facts(VISA), facts(VISA, DRUGS, ASYLUM), None),
    "an item is dropped": (facts(VISA, DRUGS, ASYLUM), facts(VISA, DRUGS), None),
    "a title is written otherwise": (facts(VISA), facts(replace(VISA, title="Visum-beleid van de EU")), None),
    "a title is another, the text the same": (facts(VISA), facts(replace(VISA, title="Reizen")), None),
    "other subjects": (facts(VISA, DRUGS), facts(WOODS, WATER), ReplacingDoubt.SUBJECT),
    "one of four the same": (
        facts(VISA, DRUGS, ASYLUM, WATER), facts(VISA, WOODS, replace(WOODS, title="Lucht", paragraphs=("Lucht.",)),
                                                 replace(WOODS, title="Bodem", paragraphs=("Bodem.",))),
        ReplacingDoubt.SUBJECT),
    "half is left": (facts(VISA, DRUGS, ASYLUM, WATER), facts(VISA, DRUGS), None),
    "less than half is left": (facts(VISA, DRUGS, ASYLUM), facts(VISA), ReplacingDoubt.FEWER),
    "nothing is left": (facts(VISA), facts(), ReplacingDoubt.FEWER),
    "less is left, and another paper": (
        facts(VISA, DRUGS, ASYLUM, kamerstuk="32317-935"), facts(VISA, kamerstuk="32317-940"), ReplacingDoubt.FEWER),
    "nothing stood there": (facts(), facts(VISA), None),
    "only a heading stands there": (facts(VISA), facts(AgendaItem("Binnenlandse Zaken")), None),
}  # fmt: skip


@pytest.mark.parametrize(("before", "after", "doubted"), JUDGED.values(), ids=JUDGED)
def test_of_judged_pairs_those_are_doubted_that_are_doubtful(
    before: LetterFacts, after: LetterFacts, doubted: ReplacingDoubt | None
) -> None:
    assert doubt_of(before, after) is doubted


def _letters() -> dict[str, Document]:
    folder = Path(told_over_years.__file__).parent / "series"
    return {file.stem: read(file.read_bytes(), Provenance(file.name)) for file in sorted(folder.glob("*.txt"))}


def test_of_two_years_of_letters_a_correction_is_not_doubted_and_every_other_letter_is() -> None:
    """The reports are about one dossier, and their items bear the same titles time and again."""
    reports = {name: LetterFacts.of(one) for name, one in _letters().items() if one.kind is Kind.REPORT}
    (corrected,) = (name for name in reports if name.endswith("_gecorrigeerd"))
    assert doubt_of(reports[corrected.removesuffix("_gecorrigeerd")], reports.pop(corrected)) is None
    others = list(combinations(sorted(reports), 2))
    doubted = [pair for pair in others if doubt_of(*(reports[one] for one in pair)) is ReplacingDoubt.SUBJECT]
    assert (doubted, len(others)) == (others, 21)
