"""Letters of other shapes and formats, from their bytes to what people read."""

import os
import subprocess
import sys
from pathlib import Path

from sqlalchemy import select

from bot.app import App
from bot.conversation.cards import item_card
from bot.conversation.whole import whole_item
from briefings.model.briefing import StoredItem
from briefings.model.document import Provenance
from briefings.model.item import ItemKind, Part
from storage import items
from storage.rows import ItemRow
from tests.letters.forms import FORMS
from tests.letters.invented import Letter, shapes, write

LETTERS = {shape.name: write(shape) for shape in shapes()}
WITH_PARTS = LETTERS["02_parts_D_raz"]
WITH_SIDE_TOPICS = LETTERS["18_days_B_jbz"]


def _take_in(app: App, letter: Letter, form: str) -> int:
    return app.take_in(FORMS[form](letter), Provenance(letter.name)).document_id


def _items(app: App, document_id: int) -> list[StoredItem]:
    with app.database.reading() as session:
        of_letter = select(ItemRow).where(ItemRow.document_id == document_id).order_by(ItemRow.position)
        return [items.stored(row) for row in session.scalars(of_letter)]


def test_a_named_part_is_kept_and_shown_before_its_first_paragraph(app: App) -> None:
    _take_in(app, WITH_PARTS, "docx, headings by look")
    expected = WITH_PARTS.items[0]
    stored = next(found for found in app.index.numbered("1") if found.item.title == expected.title)
    assert stored.item.parts == tuple(Part(*part) for part in expected.parts)
    shown = whole_item(stored, (), app.saying("nl")).sections[0].cards[0].lines
    assert [(line.label, line.text) for line in shown] == [
        (title, expected.paragraphs[at]) for title, at in expected.parts
    ]


def test_a_side_topic_says_in_every_language_that_it_is_one(app: App) -> None:
    kept = _items(app, _take_in(app, WITH_SIDE_TOPICS, "pdf"))[:2]
    assert {stored.item.kind for stored in kept} == {ItemKind.SIDE_TOPIC}
    assert [stored.item.title for stored in kept] == [item.title for item in WITH_SIDE_TOPICS.items[:2]]
    for language, words in (("nl", "nevenonderwerp van de brief"), ("en", "side topic of the letter")):
        note = item_card(kept[0], (), app.saying(language), meeting=False).note
        assert note == words


def test_a_covering_letter_does_not_take_the_agenda_away(app: App) -> None:
    whole = _take_in(app, WITH_SIDE_TOPICS, "kst xml")
    before = _items(app, whole)
    cover = Letter("cover", [line for line in WITH_SIDE_TOPICS.lines if line.style == "head"])
    assert app.take_in(FORMS["docx, headings by style"](cover), Provenance("cover")).document_id == whole
    assert _items(app, whole) == before


def test_a_tree_shows_parts_second_titles_and_doubts(tmp_path: Path) -> None:
    letter = tmp_path / "brief.txt"
    letter.write_text(
        "Verslag van de JBZ-Raad, 5 maart 2025\n\n1. Justitie\n\n1. Visa\nBeleidsdebat\n\nInhoud\nEen zin.\n", "utf-8"
    )
    command = [sys.executable, "-m", "bot", "parse", str(letter)]
    shown = subprocess.run(command, capture_output=True, check=True, text=True, env=os.environ | {"COLUMNS": "160"})  # noqa: S603 - our own
    lines = [line.strip("│├└─ ") for line in shown.stdout.splitlines()]
    assert lines[3:] == [
        "Justitie",
        "I.1 Visa — Beleidsdebat (1 alinea, 0 noten, 0 Nederlandse standpunten)",
        "Inhoud (1 alinea)",
        "Niet zeker",
        "Alle agendapunten hebben in dit bestand nummer 1. Ik heb ze geteld in de volgorde van de brief.",
    ]
