"""A letter as a Word file, with automatic numbers, real footnotes, lists, tables, tracked changes, a text box."""

import re
from io import BytesIO
from itertools import pairwise
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZipFile

from tests.letters.invented import Letter, Line

_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_SECTIONS, _LETTERED_SECTIONS, _BULLETS, _POINTS, _LETTERED_POINTS = 1, 2, 3, 4, 5


def by_style(letter: Letter) -> bytes:
    """Headings by style, numbers typed."""
    return _Writer(letter, automatic=False, styled=True).write()


def by_look(letter: Letter) -> bytes:
    """Headings bold, with automatic numbers where the scheme allows it."""
    return _Writer(letter, automatic=True, styled=False).write()


_STYLES = f"""<w:styles {_W}>
<w:docDefaults><w:rPrDefault><w:rPr><w:sz w:val="20"/></w:rPr></w:rPrDefault></w:docDefaults>
<w:style w:type="paragraph" w:default="1" w:styleId="Standaard"><w:name w:val="Normal"/></w:style>
<w:style w:type="paragraph" w:styleId="KopBasis"><w:basedOn w:val="Standaard"/><w:rPr><w:b/></w:rPr></w:style>
<w:style w:type="paragraph" w:styleId="Kop1"><w:basedOn w:val="KopBasis"/>
<w:pPr><w:outlineLvl w:val="0"/></w:pPr></w:style>
<w:style w:type="paragraph" w:styleId="Kop2"><w:basedOn w:val="KopBasis"/>
<w:pPr><w:outlineLvl w:val="1"/></w:pPr></w:style>
<w:style w:type="paragraph" w:styleId="Kop3"><w:basedOn w:val="KopBasis"/>
<w:pPr><w:outlineLvl w:val="2"/></w:pPr></w:style>
<w:style w:type="character" w:styleId="Schuin"><w:rPr><w:i/></w:rPr></w:style>
</w:styles>"""


def _level(at: int, form: str, text: str) -> str:
    return f'<w:lvl w:ilvl="{at}"><w:start w:val="1"/><w:numFmt w:val="{form}"/><w:lvlText w:val="{text}"/></w:lvl>'


def _abstract(number: int, *levels: str) -> str:
    return f'<w:abstractNum w:abstractNumId="{number}">{"".join(levels)}</w:abstractNum>'


_NUMBERING = (
    f"<w:numbering {_W}>"
    + _abstract(10, _level(0, "upperRoman", "%1."), _level(1, "decimal", "%2."), _level(2, "lowerLetter", "%3."))
    + _abstract(20, _level(0, "upperLetter", "%1."), _level(1, "decimal", "%2."), _level(2, "lowerLetter", "%3."))
    + _abstract(30, _level(0, "bullet", "\uf0b7"), _level(1, "bullet", "o"), _level(2, "bullet", "-"))
    + _abstract(40, _level(0, "decimal", "%1."), _level(1, "decimal", "%1.%2."), _level(2, "lowerLetter", "%3)"))
    + _abstract(50, _level(0, "decimal", "%1."), _level(1, "lowerLetter", "%2."))
    + "".join(
        f'<w:num w:numId="{num}"><w:abstractNumId w:val="{num}0"/></w:num>'
        for num in (_SECTIONS, _LETTERED_SECTIONS, _BULLETS, _POINTS, _LETTERED_POINTS)
    )
    + "</w:numbering>"
)
_LOOKS = {
    "title": "<w:b/><w:sz w:val='24'/>",
    "section": "<w:b/><w:sz w:val='22'/>",
    "item": "<w:b/>",
    "side": "<w:b/>",
    "subitem": "<w:b/><w:i/>",
    "part": "<w:u w:val='single'/>",
}
_STYLE_OF = {"title": "Kop1", "section": "Kop1", "item": "Kop2", "side": "Kop2", "subitem": "Kop3"}


class _Writer:
    def __init__(self, letter: Letter, *, automatic: bool, styled: bool) -> None:
        self._letter = letter
        self._styled = styled
        self._notes: list[str] = []
        labels = [(line.style, line.label) for line in letter.lines if line.label]
        self._scheme = _scheme(labels) if automatic else None

    def write(self) -> bytes:
        body: list[str] = []
        rows: list[str] = []
        for at, line in enumerate(self._letter.lines):
            if line.style == "row":
                rows.append(_row(line))
                continue
            if rows:
                body.append(f"<w:tbl><w:tblPr/>{''.join(rows)}</w:tbl>")
                rows = []
            if line.gap and at and line.style != "bullet":
                body.append("<w:p/>")
            body.append(self._paragraph(line, changed=at % 5 == 0))
        document = f"<w:document {_W}><w:body>{''.join(body)}<w:sectPr/></w:body></w:document>"
        notes = "".join(
            f'<w:footnote w:id="{number}"><w:p><w:r><w:footnoteRef/></w:r>'
            f'<w:r><w:t xml:space="preserve"> {escape(note)}</w:t></w:r></w:p></w:footnote>'
            for number, note in enumerate(self._notes, 1)
        )
        buffer = BytesIO()
        with ZipFile(buffer, "w", ZIP_DEFLATED) as archive:
            archive.writestr("[Content_Types].xml", "<Types/>")
            archive.writestr("word/document.xml", document)
            archive.writestr("word/styles.xml", _STYLES)
            archive.writestr("word/numbering.xml", _NUMBERING)
            archive.writestr(
                "word/footnotes.xml",
                f'<w:footnotes {_W}><w:footnote w:id="-1" w:type="separator"><w:p/></w:footnote>{notes}</w:footnotes>',
            )
        return buffer.getvalue()

    def _paragraph(self, line: Line, *, changed: bool) -> str:
        label = f"{line.label} " if line.label else ""
        properties = ""
        if self._scheme and line.label and (level := self._scheme[1].get(line.style)) is not None:
            properties += f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{self._scheme[0]}"/></w:numPr>'
            label = ""
        if line.style == "bullet":
            properties += f'<w:numPr><w:ilvl w:val="{line.depth}"/><w:numId w:val="{_BULLETS}"/></w:numPr>'
        look = ""
        if self._styled and line.style in _STYLE_OF:
            properties = f'<w:pStyle w:val="{_STYLE_OF[line.style]}"/>' + properties
        elif line.style in _LOOKS:
            look = _LOOKS[line.style]
        return f"<w:p><w:pPr>{properties}</w:pPr>{self._runs(label, line, look, changed=changed)}</w:p>"

    def _runs(self, label: str, line: Line, look: str, *, changed: bool) -> str:
        runs = [_run(label, look)] if label else []
        begin = 0
        for at, note in line.notes:
            self._notes.append(note)
            runs.append(_run(line.text[begin:at], look))
            runs.append(f'<w:r><w:footnoteReference w:id="{len(self._notes)}"/></w:r>')
            begin = at
        rest = line.text[begin:]
        if changed and line.style == "text":  # a tracked change: the word was put in, another taken out
            half = rest.find(" ") + 1
            runs.append(_run(rest[:half], look))
            runs.append('<w:del w:id="1"><w:r><w:delText>geschrapt </w:delText></w:r></w:del>')
            runs.append(f'<w:ins w:id="2">{_run(rest[half:], look)}</w:ins>')
        else:
            runs.append(_run(rest, look))
        return "".join(runs)


def _run(text: str, look: str) -> str:
    return f'<w:r><w:rPr>{look}</w:rPr><w:t xml:space="preserve">{escape(text)}</w:t></w:r>' if text else ""


def _row(line: Line) -> str:
    cells = "".join(f"<w:tc><w:tcPr/><w:p>{_run(cell, '')}</w:p></w:tc>" for cell in line.text.split(" | "))
    return f"<w:tr>{cells}</w:tr>"


def _scheme(labels: list[tuple[str, str]]) -> tuple[int, dict[str, int]] | None:
    """The numbering that gives these labels of itself, and the level of each style; None for numbers with gaps."""
    found = dict(labels)
    if any(style == "title" or re.search(r"\d[a-z]|Punt", label) for style, label in labels):
        return None
    items = [label for style, label in labels if style == "item"]
    numbers = [int(label.rstrip(".")) for label in items if label.rstrip(".").isdigit()]
    if any(number not in (1, before + 1) for before, number in pairwise(numbers)):
        return None
    if "section" in found:
        return (_SECTIONS if found["section"][0] in "IV" else _LETTERED_SECTIONS), {
            "section": 0,
            "item": 1,
            "subitem": 2,
        }
    if items != [f"{number}." for number in range(1, len(items) + 1)]:
        return None
    lettered = found.get("subitem", "").startswith(("a", "b", "c"))
    return _LETTERED_POINTS if lettered else _POINTS, {"item": 0, "subitem": 1}
