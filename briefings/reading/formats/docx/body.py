"""The body of a Word file: paragraphs, tables, text boxes, tracked changes, notes at their place."""

from collections.abc import Iterator, Mapping

from lxml import etree

from briefings.reading.archive import local
from briefings.reading.blocks import Block, BlockKind, Blocks, bullet
from briefings.reading.formats.docx.names import child, children, number, value
from briefings.reading.formats.docx.numbering import ListNumbering
from briefings.reading.formats.docx.styles import CharLook, ParagraphStyle, Styles, char_look, heading_level
from briefings.reading.runs import Run, table_rows, to_blocks

_GAP = 120  #: twentieths of a point between paragraphs that look like an empty line
_SKIPPED = frozenset(
    "del moveFrom pPr rPr sectPr instrText fldData delText tblPr tblGrid trPr tcPr "
    "footnoteRef endnoteRef proofErr bookmarkStart bookmarkEnd".split()
)
_BREAKS = frozenset(("br", "cr"))
_DASHES = {"noBreakHyphen": "-", "softHyphen": "", "tab": " ", "ptab": " "}


class Body:
    """Reads one document; keeps what runs through it: the numbers, the notes, the gap before a paragraph."""

    def __init__(self, styles: Styles, numbering: ListNumbering, notes: Mapping[str, etree._Element | None]) -> None:
        self._styles = styles
        self._numbering = numbering
        self._note_parts = {
            (kind, value(note, "id")): note
            for kind, root in notes.items()
            if root is not None
            for note in children(root, kind)
            if value(note, "type") in (None, "normal")
        }
        self._notes: dict[str, str] = {}
        self._gap = False
        self._space_after = 0

    def read(self, document: etree._Element) -> Blocks:
        """The blocks of `word/document.xml`."""
        body = child(document, "body")
        blocks = list(self._container(body)) if body is not None else []
        return Blocks(tuple(blocks), dict(self._notes))

    def blocks(self, part: etree._Element) -> list[Block]:
        """The blocks of another part, such as `word/header1.xml`."""
        return list(self._container(part))

    def _container(self, element: etree._Element) -> Iterator[Block]:
        for inner in element:
            match local(inner):
                case "p":
                    yield from self._paragraph(inner)
                case "tbl":
                    yield from self._table(inner)
                case name:
                    if name not in _SKIPPED:  # sdt, sdtContent, ins, customXml, smartTag …
                        yield from self._container(inner)

    def _paragraph(self, paragraph: etree._Element) -> Iterator[Block]:
        properties = child(paragraph, "pPr")
        style_id = value(child(properties, "pStyle"))
        style = self._styles.paragraph(style_id)
        boxes: list[etree._Element] = []
        runs = list(self._runs(paragraph, style.look, boxes))
        spacing = child(properties, "spacing")
        before = number(spacing, "before")
        apart = (style.space_before if before is None else before) + self._space_after >= _GAP
        if any(run.text.strip() for run in runs):
            runs, form = self._numbered(runs, properties, style_id, style)
            level = heading_level(properties) or style.level
            yield from to_blocks(runs, after_gap=self._gap or apart, form=form, level=level)
            after = number(spacing, "after")
            self._gap, self._space_after = False, style.space_after if after is None else after
        else:
            self._gap = True
        for box in boxes:
            yield from self._container(box)

    def _numbered(
        self, runs: list[Run], properties: etree._Element | None, style_id: str | None, style: ParagraphStyle
    ) -> tuple[list[Run], BlockKind]:
        """The runs with the paragraph's automatic number or bullet before them."""
        own = child(properties, "numPr")
        num_id = value(child(own, "numId")) or style.num_id
        if num_id is None or num_id == "0":
            return runs, BlockKind.PARAGRAPH
        level = number(child(own, "ilvl"))
        if level is None:
            level = self._numbering.level_of_style(num_id, style_id) if own is None else None
        if level is None:
            level = style.num_level or 0
        shown = self._numbering.next(num_id, level)
        if shown is None:
            return runs, BlockKind.PARAGRAPH
        text, bulleted = shown
        look = next((run.look for run in runs if run.text.strip()), runs[0].look)
        before = bullet(level) if bulleted else text
        return [Run(f"{before} ", look), *runs], BlockKind.LIST_ITEM if bulleted else BlockKind.PARAGRAPH

    def _runs(self, element: etree._Element, look: CharLook, boxes: list[etree._Element]) -> Iterator[Run]:
        """The text of a paragraph as it stands when every change is accepted."""
        for inner in element:
            name = local(inner)
            if name == "r":
                yield from self._run(inner, look, boxes)
            elif name == "AlternateContent":
                chosen = child(inner, "Choice")
                if chosen is None:
                    chosen = child(inner, "Fallback")
                if chosen is not None:
                    yield from self._runs(chosen, look, boxes)
            elif name == "txbxContent":
                boxes.append(inner)
            elif name == "t" and "math" in str(inner.tag):
                yield Run(inner.text or "", look.look)
            elif name and name not in _SKIPPED:
                yield from self._runs(inner, look, boxes)

    def _run(self, run: etree._Element, above: CharLook, boxes: list[etree._Element]) -> Iterator[Run]:
        properties = child(run, "rPr")
        styled = self._styles.character(value(child(properties, "rStyle")))
        look = char_look(properties).over(styled).over(above)
        if look.hidden:
            return
        for inner in run:
            name = local(inner)
            if name == "t":
                yield Run(inner.text or "", look.look)
            elif name in _DASHES:
                yield Run(_DASHES[name], look.look)
            elif name in _BREAKS:
                yield Run(breaks=value(inner, "type") in (None, "textWrapping")) if name == "br" else Run(breaks=True)
            elif name in ("footnoteReference", "endnoteReference"):
                yield from self._note(name.removesuffix("Reference"), inner)
            elif name and name not in _SKIPPED:  # drawings and text boxes, AlternateContent
                yield from self._runs_of_object(inner, look, boxes)

    def _runs_of_object(self, element: etree._Element, look: CharLook, boxes: list[etree._Element]) -> Iterator[Run]:
        if local(element) == "txbxContent":
            boxes.append(element)
        elif local(element) == "AlternateContent":
            chosen = child(element, "Choice")
            yield from self._runs_of_object(chosen if chosen is not None else element, look, boxes)
        else:
            for inner in element:
                yield from self._runs_of_object(inner, look, boxes)

    def _note(self, kind: str, reference: etree._Element) -> Iterator[Run]:
        """The mark of a note; notes are numbered in the order of their marks."""
        note = self._note_parts.get((kind, value(reference, "id")))
        if note is None:
            return
        boxes: list[etree._Element] = []
        paragraphs = [
            "".join(run.text for run in self._runs(paragraph, CharLook(), boxes)) for paragraph in children(note, "p")
        ]
        text = " ".join(" ".join(paragraphs).split())
        if text:
            marker = str(len(self._notes) + 1)
            self._notes[marker] = text
            yield Run(note=marker)

    def _table(self, table: etree._Element) -> Iterator[Block]:
        """A row a block; a row with one filled cell is only a frame around its text."""
        for row in _rows(table):
            cells = [list(self._container(cell)) for cell in _cells(row)]
            yield from table_rows(cells, after_gap=self._gap)
            self._gap = False
        self._gap = True


def _rows(table: etree._Element) -> Iterator[etree._Element]:
    for inner in table:
        if local(inner) == "tr":
            if child(inner, "trPr", "del") is None:
                yield inner
        elif local(inner) not in _SKIPPED:
            yield from _rows(inner)


def _cells(row: etree._Element) -> Iterator[etree._Element]:
    for inner in row:
        if local(inner) == "tc":
            yield inner
        elif local(inner) not in _SKIPPED:
            yield from _cells(inner)
