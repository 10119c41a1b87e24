"""Kamerstukken that an item cites."""

import re
from collections.abc import Iterator

from briefings.model.item import AgendaItem
from briefings.model.reference import Reference

_DOSSIER = r"(?<![\d-])(?P<dossier>\d{2} ?\d{3})(?: ?[-–] ?(?P<suffix>\d{2}|[IVX]{1,5})\b)?"
_NUMBERS = r"(?P<numbers>(?:\d{1,5}|[A-Z]{1,3})\b(?:(?:, ?| en )\d{1,5}\b(?! ?[-–]? ?\d{3}))*)"
_KAMERSTUK = re.compile(rf"{_DOSSIER}(?: \([^)]{{1,20}}\))?,? ?[Nn]rs?\.? ?{_NUMBERS}")


def find_references(item: AgendaItem) -> tuple[Reference, ...]:
    """The Kamerstukken in the item's text and footnotes, in reading order, each once."""
    found = [reference for text in _texts(item) for reference in _in_text(text)]
    return tuple(dict.fromkeys(found))


def _texts(item: AgendaItem) -> Iterator[str]:
    """Title and paragraphs, the notes of each behind it."""
    yield item.title
    for at, paragraph in enumerate(item.paragraphs):
        yield paragraph
        yield from (note.text for note in item.footnotes if note.paragraph == at)


def _in_text(text: str) -> Iterator[Reference]:
    for match in _KAMERSTUK.finditer(text):
        dossier = match["dossier"].replace(" ", "") + (f"-{match['suffix']}" if match["suffix"] else "")
        for number in re.findall(r"\d+|[A-Z]+", match["numbers"]):
            yield Reference(dossier, number)
