"""Every form a letter of the tests can be written in."""

from collections.abc import Callable
from dataclasses import asdict
from typing import Any

from briefings.model.item import AgendaItem
from tests.letters.invented import Expected, Letter
from tests.letters.writers import docx, odt, official, pdf, text

FORMS: dict[str, Callable[[Letter], bytes]] = {
    "text, as a Word export": text.exported,
    "text, notes as digits": text.digits,
    "text, hard-wrapped": text.wrapped,
    "text, a page copied": text.copied,
    "docx, headings by style": docx.by_style,
    "docx, headings by look": docx.by_look,
    "odt": odt.write,
    "pdf": pdf.write,
    "pdf, large notes": pdf.with_large_notes,
    "pdf, two columns": lambda letter: pdf.write(letter, columns=2),
    "kst xml": official.xml,
    "web page": official.page,
}


def as_read(item: AgendaItem) -> dict[str, Any]:
    """An item in the terms of `Expected`."""
    return {
        "title": item.title,
        "kind": item.kind.value,
        "number": item.number,
        "parent": item.parent,
        "section": item.section,
        "subtitle": item.subtitle,
        "status": item.status,
        "paragraphs": list(item.paragraphs),
        "parts": [(part.title, part.paragraph) for part in item.parts],
        "footnotes": [(note.text, note.paragraph, note.offset) for note in item.footnotes],
    }


def as_expected(item: Expected) -> dict[str, Any]:
    """What must be read."""
    return asdict(item)
