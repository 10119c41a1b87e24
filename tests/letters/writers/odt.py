"""A letter as an OpenDocument text."""

from io import BytesIO
from xml.sax.saxutils import escape
from zipfile import ZipFile

from tests.letters.invented import Letter, Line

_NAMES = (
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
    'xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0" '
    'xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0"'
)
_STYLES = """<office:automatic-styles>
<style:style style:name="Vet" style:family="paragraph"><style:text-properties fo:font-weight="bold"/></style:style>
<style:style style:name="Groot" style:family="paragraph" style:parent-style-name="Vet">
<style:text-properties fo:font-size="13pt"/></style:style>
<style:style style:name="VetSchuin" style:family="paragraph" style:parent-style-name="Vet">
<style:text-properties fo:font-style="italic"/></style:style>
<style:style style:name="Streep" style:family="paragraph">
<style:text-properties style:text-underline-style="solid"/></style:style>
<text:list-style style:name="Punten"><text:list-level-style-bullet text:level="1" text:bullet-char="•"/>
<text:list-level-style-bullet text:level="2" text:bullet-char="o"/></text:list-style>
</office:automatic-styles>"""
_STYLE_OF = {
    "title": "Groot",
    "section": "Groot",
    "item": "Vet",
    "side": "Vet",
    "subitem": "VetSchuin",
    "part": "Streep",
}


def write(letter: Letter) -> bytes:
    """Headings by look, numbers typed, notes and lists real."""
    count = 0
    body: list[str] = []
    rows: list[str] = []
    for line in letter.lines:
        if line.style == "row":
            rows.append(_row(line))
            continue
        if rows:
            body.append(f"<table:table>{''.join(rows)}</table:table>")
            rows = []
        if line.gap and line.style != "bullet":
            body.append("<text:p/>")
        text, count = _text(line, count)
        body.append(_paragraph(line, text))
    content = (
        f"<office:document-content {_NAMES}>{_STYLES}<office:body><office:text>{''.join(body)}</office:text>"
        "</office:body></office:document-content>"
    )
    buffer = BytesIO()
    with ZipFile(buffer, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        archive.writestr("content.xml", content)
    return buffer.getvalue()


def _paragraph(line: Line, text: str) -> str:
    style = f' text:style-name="{_STYLE_OF[line.style]}"' if line.style in _STYLE_OF else ""
    paragraph = f"<text:p{style}>{text}</text:p>"
    if line.style != "bullet":
        return paragraph
    for _ in range(line.depth + 1):
        paragraph = f'<text:list text:style-name="Punten"><text:list-item>{paragraph}</text:list-item></text:list>'
    return paragraph


def _text(line: Line, count: int) -> tuple[str, int]:
    text = escape(f"{line.label} ") if line.label else ""
    begin = 0
    for at, note in line.notes:
        count += 1
        text += escape(line.text[begin:at]) + (
            f'<text:note text:note-class="footnote"><text:note-citation>{count}</text:note-citation>'
            f"<text:note-body><text:p>{escape(note)}</text:p></text:note-body></text:note>"
        )
        begin = at
    return text + escape(line.text[begin:]), count


def _row(line: Line) -> str:
    cells = "".join(
        f"<table:table-cell><text:p>{escape(cell)}</text:p></table:table-cell>" for cell in line.text.split(" | ")
    )
    return f"<table:table-row>{cells}</table:table-row>"
