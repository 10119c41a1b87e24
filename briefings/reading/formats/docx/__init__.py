"""Word files (.docx), read from their XML: no library gives the automatic numbers and the footnotes both."""

from dataclasses import replace

from lxml import etree

from briefings.reading.archive import Archive, local
from briefings.reading.blocks import Block, Blocks
from briefings.reading.formats.docx.body import Body
from briefings.reading.formats.docx.names import value
from briefings.reading.formats.docx.numbering import ListNumbering
from briefings.reading.formats.docx.styles import Styles


def read_docx(data: bytes, name: str) -> Blocks:
    """The blocks of a Word file. Raises Unreadable."""
    archive = Archive(data, name)
    document = archive.xml("word/document.xml")
    styles = Styles(archive.optional_xml("word/styles.xml"))
    numbering = ListNumbering(archive.optional_xml("word/numbering.xml"), styles)
    notes = {kind: archive.optional_xml(f"word/{kind}s.xml") for kind in ("footnote", "endnote")}
    blocks = Body(styles, numbering, notes).read(document)
    return replace(blocks, margins=_margins(archive, document, styles, numbering))


def _margins(archive: Archive, document: etree._Element, styles: Styles, numbering: ListNumbering) -> tuple[Block, ...]:
    """The headers of the pages, that of the first page first: some letters have their letterhead there only."""
    parts = _targets(archive)
    wanted = [one for one in document.iter() if local(one) == "headerReference"]
    wanted.sort(key=lambda one: _HEADERS.get(value(one, "type") or "", len(_HEADERS)))
    found: list[Block] = []
    for reference in wanted:
        part = parts.pop(next((v for k, v in reference.attrib.items() if str(k).endswith("}id")), ""), None)
        root = archive.optional_xml(f"word/{part}") if part else None
        if root is not None:
            found += Body(styles, numbering, {}).blocks(root)
    return tuple(found)


_HEADERS = {"first": 0, "default": 1, "even": 2}


def _targets(archive: Archive) -> dict[str, str]:
    """The parts of the file by their id."""
    root = archive.optional_xml("word/_rels/document.xml.rels")
    return {one.get("Id", ""): one.get("Target", "") for one in root} if root is not None else {}
