"""A letter as the publisher gives it: kst XML, and its web page with the site around it."""

from collections.abc import Iterator
from itertools import groupby
from xml.sax.saxutils import escape

from tests.letters.invented import Letter, Line

_HEADINGS = {
    "title": "vet",
    "section": "halfvet",
    "item": "vetcur",
    "side": "vetcur",
    "subitem": "cur",
    "part": "ondlijn",
}
_TAGS = {"title": "h1", "section": "h2", "item": "h3", "side": "h3", "subitem": "h4", "part": "h5"}


def xml(letter: Letter) -> bytes:
    """As kst XML: tussenkop and al, noot in its place."""
    out: list[str] = []
    count = 0
    for style, lines in groupby(letter.lines, key=_group):
        group = list(lines)
        if style == "bullet":
            out.append(_xml_list(group, 0))
        elif style == "row":
            out.append(_xml_table(group))
        else:
            for line in group:
                text, count = _xml_text(line, count)
                kind = _HEADINGS.get(line.style)
                out.append(f'<tussenkop kopopmaak="{kind}">{text}</tussenkop>' if kind else f"<al>{text}</al>")
    return (
        '<?xml version="1.0" encoding="utf-8"?><officiele-publicatie><metadata><meta name="DC.title" content="x"/>'
        "</metadata><kamerstuk><stuk><algemeen><vrije-tekst><tekst>"
        f"{''.join(out)}</tekst></vrije-tekst></algemeen></stuk></kamerstuk></officiele-publicatie>"
    ).encode()


def page(letter: Letter) -> bytes:
    """As a web page of officielebekendmakingen.nl."""
    out: list[str] = []
    notes: list[str] = []
    for style, lines in groupby(letter.lines, key=_group):
        group = list(lines)
        if style == "bullet":
            out.append(_html_list(group, 0))
        elif style == "row":
            rows = ("".join(f"<td>{escape(cell)}</td>" for cell in line.text.split(" | ")) for line in group)
            out.append(f"<table>{''.join(f'<tr>{row}</tr>' for row in rows)}</table>")
        else:
            for line in group:
                tag = _TAGS.get(line.style, "p")
                out.append(f"<{tag}>{_html_text(line, notes)}</{tag}>")
    listed = "".join(
        f'<div class="voet noot snp-mouseoffset" id="supernote-note-ID-n{number}"><h5 class="note-close">'
        f'<a class="note-close" href="#close">X</a> Noot </h5><sup>{number}</sup><p>{escape(note)}</p></div>'
        for number, note in enumerate(notes, 1)
    )
    return (
        "<!DOCTYPE html><html><head><title>x</title><script>var kruimel = 1;</script></head><body>"
        '<header><nav><a href="/">Home</a> Zoeken in alle bekendmakingen</nav></header><main><article>'
        '<p class="breadcrumbs">U bent hier: Home</p>'
        f'<div id="broodtekst" class="stuk broodtekst-container">{"".join(out)}'
        f'<div id="noten"><hr/>{listed}</div></div>'
        "</article><aside>Gerelateerde documenten</aside></main><footer>Over deze website</footer></body></html>"
    ).encode()


def _group(line: Line) -> str:
    return line.style if line.style in ("bullet", "row") else "block"


def _xml_text(line: Line, count: int) -> tuple[str, int]:
    text = escape(f"{line.label} ") if line.label else ""
    begin = 0
    for at, note in line.notes:
        count += 1
        text += escape(line.text[begin:at]) + (
            f'<noot id="n{count}" type="voet"><noot.nr>{count}</noot.nr><noot.al>{escape(note)}</noot.al></noot>'
        )
        begin = at
    return text + escape(line.text[begin:]), count


def _nested(lines: list[Line], depth: int) -> Iterator[tuple[Line, list[Line]]]:
    """The points of a list, each with the points under it."""
    begins = [at for at, line in enumerate(lines) if line.depth == depth]
    for at, end in zip(begins, [*begins[1:], len(lines)], strict=True):
        yield lines[at], lines[at + 1 : end]


def _xml_list(lines: list[Line], depth: int) -> str:
    out = ""
    for line, inner in _nested(lines, depth):
        nested = _xml_list(inner, depth + 1) if inner else ""
        out += f"<li><li.nr>–</li.nr><al>{escape(line.text)}</al>{nested}</li>"
    return f'<lijst type="ndash">{out}</lijst>'


def _xml_table(lines: list[Line]) -> str:
    rows = "".join(
        "<row>" + "".join(f"<entry><al>{escape(cell)}</al></entry>" for cell in line.text.split(" | ")) + "</row>"
        for line in lines
    )
    return f'<table><tgroup cols="3"><colspec colname="c1"/><tbody>{rows}</tbody></tgroup></table>'


def _html_text(line: Line, notes: list[str]) -> str:
    text = escape(f"{line.label} ") if line.label else ""
    begin = 0
    for at, note in line.notes:
        notes.append(note)
        number = len(notes)
        text += escape(line.text[begin:at]) + (
            f'<sup><a class="nootnum supernote-click-ID-n{number}" href="#ID-n{number}">{number}</a></sup>'
        )
        begin = at
    return text + escape(line.text[begin:])


def _html_list(lines: list[Line], depth: int) -> str:
    out = ""
    for line, inner in _nested(lines, depth):
        nested = _html_list(inner, depth + 1) if inner else ""
        out += f"<li>{escape(line.text)}{nested}</li>"
    return f"<ul>{out}</ul>"
