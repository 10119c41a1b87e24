"""Word files (.docx), read from their XML: no library gives the automatic numbers and the footnotes both."""

from briefings.reading.archive import Archive
from briefings.reading.blocks import Blocks
from briefings.reading.formats.docx.body import Body
from briefings.reading.formats.docx.numbering import Numbering
from briefings.reading.formats.docx.styles import Styles


def read_docx(data: bytes, name: str) -> Blocks:
    """The blocks of a Word file. Raises Unreadable."""
    archive = Archive(data, name)
    document = archive.xml("word/document.xml")
    styles = Styles(archive.optional_xml("word/styles.xml"))
    numbering = Numbering(archive.optional_xml("word/numbering.xml"), styles)
    notes = {kind: archive.optional_xml(f"word/{kind}s.xml") for kind in ("footnote", "endnote")}
    return Body(styles, numbering, notes).read(document)
