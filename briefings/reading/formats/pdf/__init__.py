"""Letters as pdf: text in reading order, without page furniture, with notes at their marks."""

from briefings.errors import Unreadable
from briefings.reading.archive import damaged
from briefings.reading.blocks import Block, Blocks
from briefings.reading.formats.pdf.lines import Page, open_pages
from briefings.reading.formats.pdf.notes import take_notes
from briefings.reading.formats.pdf.pages import take_asides, without_furniture
from briefings.reading.formats.pdf.paragraphs import to_paragraphs

_LEAST_TEXT = 40  #: characters; a scan with less than this has nothing to read


def read_pdf(data: bytes, name: str) -> Blocks:
    """The blocks of a pdf. Raises Unreadable, also for a scan without text and for a file behind a password."""
    pages = _pages(data, name)
    if sum(len(line.text) for page in pages for line in page) < _LEAST_TEXT:
        raise Unreadable("letter.pdf_without_text", name=name)
    texts, asides = take_asides(pages)
    kept, notes = take_notes(without_furniture(texts))
    margins = tuple(Block(line.text) for line in asides)
    return Blocks(tuple(to_paragraphs(kept)), notes, margins)


def _pages(data: bytes, name: str) -> list[Page]:
    from pypdfium2 import PdfiumError

    try:
        return open_pages(data)
    except PdfiumError as error:
        if "assword" in str(error):
            raise Unreadable("letter.pdf_with_password", name=name) from error
        raise damaged(name) from error
