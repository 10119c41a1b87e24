"""What an edition says otherwise than the one before: each judged pair with what is gone and what is new."""

from collections.abc import Sequence

import pytest

from briefings.intake.corrections import Wording, reworded
from briefings.model.item import AgendaItem

WHOLE = "Nederland steunde de bewaarplicht voor een jaar onder de voorwaarde dat een rechter toetst."
JUDGED = {
    "its end dropped": (WHOLE, "Nederland steunde de bewaarplicht."),
    "its last word dropped": (
        "Nederland steunde terugkeerhubs in derde landen niet.", "Nederland steunde terugkeerhubs in derde landen.",
    ),
    "its beginning dropped": (
        "Onder voorwaarden steunde Nederland de bewaarplicht.", "Steunde Nederland de bewaarplicht.",
    ),
    "its middle dropped": (WHOLE, "Nederland steunde de bewaarplicht onder de voorwaarde dat een rechter toetst."),
    "dropped behind a semicolon": ("Nederland stemde in; dat gold voor een jaar.", "Nederland stemde in."),
    "a word at its end": (
        "Nederland steunde terugkeerhubs in derde landen.", "Nederland steunde terugkeerhubs in derde landen niet.",
    ),
    "words before it": ("Nederland steunde de hubs.", "Het is niet zo dat Nederland steunde de hubs."),
    "a word in its middle": ("Nederland steunde de hubs.", "Nederland steunde niet de hubs."),
    "a number": ("Nederland vroeg om 10 jaar.", "Nederland vroeg om 100 jaar."),
}  # fmt: skip
ASIDE = "De Commissie lichtte toe."
pytestmark = pytest.mark.parametrize("other_format", [False, True])


def told(before: Sequence[AgendaItem], now: Sequence[AgendaItem], *, other_format: bool) -> list[tuple[object, object]]:
    """What is gone and what is new, of each item that says something else."""
    wordings = Wording.of(before), Wording.of(now)
    pairs = zip(before, now, strict=True)
    found = (reworded(*wordings, earlier, later, other_format=other_format) for earlier, later in pairs)
    return [(gone, new) for gone, new in found if gone or new]


@pytest.mark.parametrize(("before", "now"), JUDGED.values(), ids=JUDGED.keys())
def test_both_the_old_sentence_and_the_new_are_told(before: str, now: str, other_format: bool) -> None:
    earlier, later = (AgendaItem("Migratie", paragraphs=(f"{ASIDE} {one} {ASIDE}",)) for one in (before, now))
    assert told([earlier], [later], other_format=other_format) == [((before,), (now,))]


@pytest.mark.parametrize(
    ("before", "now"),
    [
        ((f"{ASIDE} {WHOLE}",), (WHOLE, ASIDE)),
        ((WHOLE[:40], WHOLE[40:], ASIDE), (f"{WHOLE} {ASIDE}",)),
        ((f"{ASIDE[:-1]} {WHOLE}",), (ASIDE, WHOLE)),
        (("“Nederland steunde de EU-hubs”.", ASIDE), ("Nederland steunde de EU‑hubs", ASIDE)),
        (("…", ASIDE), (ASIDE,)),
    ],
    ids=["moved", "cut by a page", "without a stop", "other marks", "no words"],
)
def test_where_sentences_are_cut_is_no_correction(
    before: tuple[str, ...], now: tuple[str, ...], other_format: bool
) -> None:
    earlier, later = AgendaItem("Migratie", paragraphs=before), AgendaItem("Migratie", paragraphs=now)
    assert told([earlier], [later], other_format=other_format) == []
    assert told([later], [earlier], other_format=other_format) == []


def test_a_sentence_that_stays_a_part_of_another_is_gone(other_format: bool) -> None:
    short, long = "Nederland steunde de hubs.", "Nederland steunde de hubs in derde landen."
    before = AgendaItem("Een", paragraphs=(f"{short} {ASIDE}",)), AgendaItem("Twee", paragraphs=(long,))
    now = AgendaItem("Een", paragraphs=(ASIDE,)), AgendaItem("Twee", paragraphs=(long,))
    assert told(before, now, other_format=other_format) == [((short,), ())]
