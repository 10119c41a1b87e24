"""Bytes in any format -> blocks."""

from collections.abc import Callable

from briefings.errors import Unreadable
from briefings.model.format import Format
from briefings.reading.blocks import Blocks
from briefings.reading.sniff import sniff

_LONGEST_PARAGRAPH = 200_000  #: characters; a whole report has a fifth of it, a paragraph a hundredth


def read_blocks(data: bytes, name: str) -> Blocks:
    """The blocks of the letter in `data`. Raises Unreadable, naming the file and the reason."""
    blocks = _reader(sniff(data, name))(data, name)
    longest = max((len(block.text) for block in blocks.lines), default=0)
    if longest > _LONGEST_PARAGRAPH:
        raise Unreadable("letter.one_paragraph", name=name, length=longest)
    return blocks


def _reader(form: Format) -> Callable[[bytes, str], Blocks]:
    """A reader is imported when the first letter of its format comes: each loads a library."""
    match form:
        case Format.PLAIN:
            from briefings.reading.formats.plain import read_plain

            return lambda data, _name: read_plain(data)
        case Format.DOCX:
            from briefings.reading.formats.docx import read_docx

            return read_docx
        case Format.ODT:
            from briefings.reading.formats.odt import read_odt

            return read_odt
        case Format.PDF:
            from briefings.reading.formats.pdf import read_pdf

            return read_pdf
        case Format.OFFICIAL_XML:
            from briefings.reading.formats.official_xml import read_official_xml

            return read_official_xml
        case Format.HTML:
            from briefings.reading.formats.html import read_html

            return read_html
        case Format.DOC:
            return _refuse_doc


def _refuse_doc(_data: bytes, name: str) -> Blocks:
    """Intake turns a .doc into a .docx before it comes here."""
    raise Unreadable("letter.old_word", name=name)
