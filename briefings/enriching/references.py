"""Kamerstukken that an item cites."""

import re
from collections.abc import Iterator

from briefings.model.item import AgendaItem
from briefings.model.reference import Reference

_DOSSIER = r"(?<![\d-])(?P<dossier>\d{2} ?\d{3})(?:(?: ?[-–] ?| (?=[IVX]))(?P<suffix>\d{2}|[IVX]{1,5})\b)?"
_NUMBERS = r"(?P<numbers>(?:\d{1,5}|[A-Z]{1,3})\b(?:(?:, ?| en )\d{1,5}\b(?! ?[-–]? ?\d{3}))*)"
_KAMERSTUK = re.compile(
    rf"{_DOSSIER}(?: \([^)]{{1,20}}\))?,? ?[Nn]rs?\.? ?{_NUMBERS}"
    # "kst-32317-935", "Kamerstuk 32 317-935", "Kamerstukken II 21501-20-2179": hyphens only behind such a word
    r"|(?:\bkst-|\b[Kk]amerstuk(?:ken)?(?: (?:II?|TK|EK|I/II))?,? )"
    r"(?P<whole>\d{2} ?\d{3}(?:-(?:\d{2}|[IVX]{1,5}))?)-(?P<number>\d{1,5}|[A-Z]{1,3})\b(?!,? ?[Nn]rs?\b)"
    # "Kamerstukken I 2023/24, 32 317, OO": papers of the Eerste Kamer have letters
    r"|\b(?:[Kk]amerstuk(?:ken)? (?:I|EK)|EK),?(?: \d{4} ?[-–/] ?\d{2,4},?)? "
    r"(?P<senate>\d{2} ?\d{3}),? (?P<letters>[A-Z]{1,3})\b"
)


def find_references(item: AgendaItem) -> tuple[Reference, ...]:
    """The Kamerstukken in the item's text and footnotes, in reading order, each once."""
    found = [reference for text in texts(item) for reference in references_in(text)]
    return tuple(dict.fromkeys(found))


def texts(item: AgendaItem) -> Iterator[str]:
    """Title and paragraphs, the notes of each behind it."""
    yield item.title
    for at, paragraph in enumerate(item.paragraphs):
        yield paragraph
        yield from (note.text for note in item.footnotes if note.paragraph == at)


def references_in(text: str) -> Iterator[Reference]:
    """The Kamerstukken in a text, in every spelling met."""
    for match in _KAMERSTUK.finditer(text):
        whole, senate = match["whole"], match["senate"]
        if whole or senate:
            yield Reference((whole or senate).replace(" ", ""), match["number"] or match["letters"])
            continue
        dossier = match["dossier"].replace(" ", "") + (f"-{match['suffix']}" if match["suffix"] else "")
        for number in re.findall(r"\d+|[A-Z]+", match["numbers"]):
            yield Reference(dossier, number)
