"""Letters of every shape that was seen in real ones, in every format; and what only looks like one."""

import tomllib
from datetime import date
from itertools import product
from pathlib import Path
from typing import Any

import pytest

from bot.export.document_json import document_json
from briefings.errors import ForeignLetter
from briefings.model.document import Provenance
from briefings.reading.formations import formations
from briefings.reading.read import read
from tests.letters.writers.plainly import FORMS
from tests.said import said

KINDS = Path(__file__).parents[1] / "letters" / "kinds"
EXPECTED: dict[str, dict[str, Any]] = tomllib.loads((KINDS / "expected.toml").read_text("utf-8"))
LETTERS = [name for name in EXPECTED if "refused" not in EXPECTED[name]]


def _written(name: str, form: str) -> bytes:
    titles = [title for _, title, _ in EXPECTED[name].get("items", ())]
    return FORMS[form]((KINDS / f"{name}.txt").read_text("utf-8"), titles)


def _forms(name: str) -> list[str]:
    """The forms in which the shape can occur."""
    return [form for form in FORMS if form not in EXPECTED[name].get("not_in", ())]


@pytest.mark.parametrize("name", LETTERS)
def test_a_letter_of_every_shape_is_read_right_in_every_form(name: str) -> None:
    expected = EXPECTED[name]
    for form in _forms(name):
        printed = document_json(read(_written(name, form), Provenance(name)))
        found = {
            "facts": {fact: printed[fact] or "" if fact == "location" else printed[fact] for fact in expected["facts"]},
            "signatories": [who["name"] for who in printed["signatories"]],
            "items": [[item["number"] or "", item["title"], item["status"] or ""] for item in printed["items"]],
        }
        wanted = {part: expected[part] for part in found if part in expected}
        assert (form, {part: found[part] for part in wanted}) == (form, wanted)


@pytest.mark.parametrize("name", [name for name in EXPECTED if "refused" in EXPECTED[name]])
def test_what_only_mentions_a_council_is_refused_in_every_form(name: str) -> None:
    for form in _forms(name):
        with pytest.raises(ForeignLetter) as refused:
            read(_written(name, form), Provenance(name))
        assert (form, EXPECTED[name]["refused"] in said(refused.value)) == (form, True)


def test_every_letter_of_the_folder_is_tried() -> None:
    assert sorted(path.stem for path in KINDS.glob("*.txt")) == sorted(EXPECTED)


@pytest.mark.parametrize("form", FORMS)
def test_every_formation_is_read_by_a_name_of_its_time_in_every_form(form: str) -> None:
    for formation, year in product(formations(), (1999, 2005, 2015, 2025)):
        name = next((name.text for name in reversed(formation.names) if name.held(year)), None)
        if name is not None:
            text = f"Verslag van de {name} van 5 maart {year}\n\n1. Verzonnen punt\n\nDe Raad sprak over dit punt.\n"
            document = read(FORMS[form](text, ["Verzonnen punt"]), Provenance(name))
            found = document.meeting.council, document.meeting.dates, [item.title for item in document.items]
            assert (name, found) == (name, (formation.code, (date(year, 3, 5),), ["Verzonnen punt"]))
