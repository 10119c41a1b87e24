"""The way from bytes to a Document."""

from briefings.model.document import Document, Provenance
from briefings.model.meeting import Meeting
from briefings.reading.formats.plain import read_plain
from briefings.reading.genre import foreign, refuse_look_alikes
from briefings.reading.letterhead import find_title, read_letterhead
from briefings.reading.outline import read_items
from briefings.reading.sniff import check_text


def read(data: bytes, provenance: Provenance) -> Document:
    """The letter in `data`. What `provenance` knows wins over what the text says.

    Raises Unreadable for bytes that are no letter, ForeignLetter for a text of another genre.
    """
    name = provenance.name
    check_text(data, name)
    blocks = read_plain(data)
    refuse_look_alikes(blocks, name)
    title = find_title(blocks.lines)
    if title is None:
        raise foreign(
            name,
            "er staat geen titel in die een Raad en een datum noemt",
            "no title in it names a Council and a date",
        )
    items = read_items(blocks.lines[title.end :], blocks.notes)
    if not items:
        raise foreign(name, "er staan geen agendapunten in", "there are no agenda items in it")
    head = read_letterhead(blocks.lines, title)
    return Document(
        kind=title.kind,
        meeting=Meeting(title.formation.code, title.dates, head.location, head.informal),
        title=title.text,
        chamber=provenance.chamber or head.chamber,
        letter_date=head.letter_date,
        kamerstuk=provenance.kamerstuk or head.kamerstuk,
        document_number=provenance.document_number or head.document_number,
        signatories=head.signatories,
        items=items,
    )
