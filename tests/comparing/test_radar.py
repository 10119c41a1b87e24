"""Judged pairs of items (radar.txt): whether they are about the same law, paper or dossier, and how sure that is."""

from collections import Counter
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import pytest

from briefings.comparing.radar import telling_papers
from briefings.enriching import lawnames
from briefings.enriching.citations import find_citations
from briefings.enriching.references import find_references
from briefings.model.briefing import StoredItem
from briefings.model.document import Kind
from briefings.model.item import AgendaItem
from briefings.model.meeting import Meeting

SURE, PERHAPS, NONE = "sure", "perhaps", "-"


@dataclass(frozen=True)
class Pair:
    """A judged pair of sentences."""

    verdict: str
    ours: str
    theirs: str


def pairs(name: str) -> list[Pair]:
    """The pairs of a file beside this one."""
    lines = (Path(__file__).parent / name).read_text(encoding="utf-8").splitlines()
    judged = [line.split("|") for line in lines if line and not line.startswith("#")]
    return [Pair(*(part.strip() for part in parts)) for parts in judged]


def told(pair: Pair) -> str:
    """What is told of the pair."""
    ours, theirs = ({one.key: one for one in telling_papers(_item(text))} for text in (pair.ours, pair.theirs))
    shared = [ours[key] for key in ours.keys() & theirs.keys()]
    if not shared:
        return NONE
    return SURE if any(one.sure for one in shared) else PERHAPS


def _item(text: str) -> StoredItem:
    item = AgendaItem("Dieren", paragraphs=(text,))
    item = replace(item, references=find_references(item), citations=find_citations(item))
    return StoredItem(1, item, Meeting("JBZ", (date(2025, 3, 5),)), 1, Kind.REPORT.value, None, None, None)


@pytest.mark.parametrize("pair", pairs("radar.txt"), ids=lambda pair: f"{pair.ours} {pair.theirs}")
def test_a_judged_pair_is_told_as_judged(pair: Pair) -> None:
    assert told(pair) == pair.verdict


def test_of_pairs_written_after_the_rules_what_is_told_is_so() -> None:
    """Precision first: of what is told as certain, and of all that is told, at least 95 in 100."""
    counts = Counter((told(pair), pair.verdict) for pair in [*pairs("radar_later.txt"), *pairs("radar_last.txt")])
    sure = sum(count for (said, _), count in counts.items() if said == SURE)
    shown = sum(count for (said, _), count in counts.items() if said != NONE)
    assert counts[SURE, SURE] / sure >= 0.95
    assert (shown - counts[SURE, NONE] - counts[PERHAPS, NONE]) / shown >= 0.95


def test_no_law_has_the_name_of_another() -> None:
    """Each name and number in laws.txt stands once, and each is read as its own law."""
    lines = (Path(lawnames.__file__).parent / "laws.txt").read_text(encoding="utf-8").splitlines()
    laws = [line.partition("=") for line in lines if line and not line.startswith("#")]
    names = [name.strip() for _, _, told in laws for name in told.split("|")]
    numbers = [number for told, _, _ in laws for number in told.split()]
    assert [one for one, count in Counter([*map(str.casefold, names), *numbers]).items() if count > 1] == []
    for told_numbers, _, called in laws:
        for name in called.split("|"):
            (found,) = lawnames.laws_named(f"Zie de {name.strip()}.")
            assert (found.label.casefold(), lawnames.is_certain(found.keys[-1])) == (
                name.strip().casefold(), bool(told_numbers.strip()),
            )  # fmt: skip
