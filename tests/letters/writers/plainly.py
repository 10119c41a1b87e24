"""A text, line by line, in every format: nothing but the lines themselves, the gaps between them and bold headings."""

import textwrap
from collections.abc import Callable, Collection, Iterator
from io import BytesIO
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZipFile

from reportlab.lib.pagesizes import A4
from reportlab.lib.utils import simpleSplit
from reportlab.pdfgen.canvas import Canvas

_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_ODT = (
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"'
)
_TOP, _BOTTOM, _LEFT, _WIDTH = 780.0, 60.0, 72.0, 451.0
_SIZE, _STEP, _GAP = 10.0, 13.0, 9.0

Write = Callable[[str, Collection[str]], bytes]


def _lines(text: str, headings: Collection[str]) -> Iterator[tuple[str, bool, bool]]:
    """(line, an empty line stands before it, it is a heading)."""
    gap = False
    for line in text.split("\n"):
        if line.strip():
            stripped = line.strip()
            yield stripped, gap, any(stripped == title or stripped.endswith(f". {title}") for title in headings)
        gap = not line.strip()


def as_it_is(text: str, _headings: Collection[str]) -> bytes:
    """The text."""
    return text.encode()


def without_blank_lines(text: str, _headings: Collection[str]) -> bytes:
    """As a page is copied."""
    return "\n".join(line for line in text.split("\n") if line.strip()).encode()


def hard_wrapped(text: str, _headings: Collection[str]) -> bytes:
    """At 84 characters, with the empty lines of the text."""
    broken = (
        textwrap.wrap(line, 84, break_on_hyphens=False, break_long_words=False) or [""] for line in text.split("\n")
    )
    return "\n".join(line for lines in broken for line in lines).encode()


def docx(text: str, headings: Collection[str]) -> bytes:
    """A Word file in which headings are bold."""
    body = ""
    for line, gap, heading in _lines(text, headings):
        bold = "<w:rPr><w:b/></w:rPr>" if heading else ""
        body += "<w:p/>" * gap + f'<w:p><w:r>{bold}<w:t xml:space="preserve">{escape(line)}</w:t></w:r></w:p>'
    return _zipped({"word/document.xml": f"<w:document {_W}><w:body>{body}</w:body></w:document>"})


def docx_without_look(text: str, _headings: Collection[str]) -> bytes:
    """A Word file in which nothing stands out."""
    return docx(text, ())


def odt(text: str, _headings: Collection[str]) -> bytes:
    """An OpenDocument text in which nothing stands out."""
    body = "".join("<text:p/>" * gap + f"<text:p>{escape(line)}</text:p>" for line, gap, _ in _lines(text, ()))
    content = (
        f"<office:document-content {_ODT}><office:body><office:text>{body}</office:text></office:body>"
        "</office:document-content>"
    )
    return _zipped({"content.xml": content})


def kst_xml(text: str, headings: Collection[str]) -> bytes:
    """A publication with its headings as such."""
    tags = {True: ('<tussenkop kopopmaak="vet">', "</tussenkop>"), False: ("<al>", "</al>")}
    body = "".join(f"{tags[heading][0]}{escape(line)}{tags[heading][1]}" for line, _, heading in _lines(text, headings))
    return (
        '\ufeff<?xml version="1.0" encoding="utf-8"?><officiele-publicatie><metadata/><kamerstuk><stuk><algemeen>'
        f"<vrije-tekst><tekst>{body}</tekst></vrije-tekst></algemeen></stuk></kamerstuk></officiele-publicatie>"
    ).encode()


def web_page(text: str, headings: Collection[str]) -> bytes:
    """A web page."""
    body = "".join(
        f"<h3>{escape(line)}</h3>" if heading else f"<p>{escape(line)}</p>"
        for line, _, heading in _lines(text, headings)
    )
    return f'<!DOCTYPE html><html><body><main><div id="broodtekst">{body}</div></main></body></html>'.encode()


def web_page_without_headings(text: str, _headings: Collection[str]) -> bytes:
    """A web page of paragraphs only."""
    return web_page(text, ())


def pdf(text: str, headings: Collection[str]) -> bytes:
    """Pages on which headings are bold."""
    buffer = BytesIO()
    canvas = Canvas(buffer, pagesize=A4)
    y = _TOP
    for line, gap, heading in _lines(text, headings):
        y -= _GAP * gap
        font = "Helvetica-Bold" if heading else "Helvetica"
        for piece in simpleSplit(line, font, _SIZE, _WIDTH):
            if y < _BOTTOM:
                canvas.showPage()
                y = _TOP
            canvas.setFont(font, _SIZE)
            canvas.drawString(_LEFT, y, piece)
            y -= _STEP
    canvas.save()
    return buffer.getvalue()


def pdf_without_look(text: str, _headings: Collection[str]) -> bytes:
    """Pages on which nothing stands out."""
    return pdf(text, ())


def _zipped(parts: dict[str, str]) -> bytes:
    buffer = BytesIO()
    with ZipFile(buffer, "w", ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return buffer.getvalue()


FORMS: dict[str, Write] = {
    "text": as_it_is,
    "text without blank lines": without_blank_lines,
    "text, hard-wrapped": hard_wrapped,
    "docx": docx,
    "docx without look": docx_without_look,
    "odt": odt,
    "kst xml": kst_xml,
    "web page": web_page,
    "web page without headings": web_page_without_headings,
    "pdf": pdf,
    "pdf without look": pdf_without_look,
}
