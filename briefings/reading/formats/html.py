"""Web pages of officielebekendmakingen.nl and tweedekamer.nl: the letter found, the page around it left out."""

import re
from collections.abc import Iterator

from lxml import etree, html

from briefings.reading.archive import damaged, text_of
from briefings.reading.blocks import Block, BlockKind, Blocks, Look, bullet
from briefings.reading.runs import Run, table_rows, to_blocks

_CHROME = frozenset(
    "script style noscript template nav header footer aside form button select input textarea iframe svg object embed "
    "head title link meta video audio canvas dialog".split()
)
_CHROME_NAMES = re.compile(
    r"\b(?:nav|navigation|menu|breadcrumbs?|kruimelpad|cookie\w*|skiplinks?|sidebar|share|social|hidden|visually-hidden)\b"
)
_BLOCKS = frozenset(
    "p div section article main body h1 h2 h3 h4 h5 h6 ul ol li dl dt dd table blockquote pre figure figcaption "
    "address center fieldset details summary hr".split()
)
_HEADING = re.compile(r"h([1-6])$")
_NOTE_CLASS = re.compile(r"\b(?:noot|voetnoot|footnote)\b")
_MARK = re.compile(r"^\[?(\d{1,3}|\*)\]?$")
_NOTE_HEAD = re.compile(r"^(?:X\s+)?(?:Noot\s+)?\[?(\d{1,3})?\]?[.)]?\s*")
_BACK = ("naar boven", "terug")
_KAMERSTUK_TABLE = re.compile(r"\bDatum publicatie\b")


def read_html(data: bytes, name: str) -> Blocks:
    """The blocks of the letter on a web page. Raises Unreadable."""
    try:
        parser = html.HTMLParser(encoding=_encoding(data), remove_comments=True, no_network=True, huge_tree=False)
        root = html.document_fromstring(data, parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError, LookupError) as error:
        raise damaged(name) from error
    return _Reader(root).read()


def _encoding(data: bytes) -> str:
    """By the content: the header of these pages can be wrong (SOURCES 6)."""
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return "cp1252"
    return "utf-8"


class _Reader:
    def __init__(self, root: etree._Element) -> None:
        self._root = root
        self._body = _find_body(root)
        self._note_elements = {
            key: element
            for element in root.iter()
            if isinstance(element.tag, str) and _is_note(element)
            for key in _note_keys(element)
        }
        self._known_notes = set(self._note_elements.values())
        self._notes: dict[str, str] = {}
        self._marked: dict[etree._Element, str] = {}

    def read(self) -> Blocks:
        """The blocks of the body."""
        blocks = [*self._loose_title(), *self._container(self._body)]
        return Blocks(tuple(blocks), dict(self._notes))

    def _loose_title(self) -> Iterator[Block]:
        """The page's own heading, which says what the letter is, when it stands outside the body."""
        for heading in self._root.iter("h1"):
            if not any(ancestor is self._body for ancestor in heading.iterancestors()) and not _hidden(heading):
                yield from to_blocks(self._runs(heading, Look()), after_gap=True, level=1)
                return

    def _container(self, element: etree._Element) -> Iterator[Block]:
        loose: list[Run] = [Run(element.text or "")]
        for inner in element:
            if not isinstance(inner.tag, str) or self._left_out(inner):
                loose.append(Run(inner.tail or ""))
            elif inner.tag in _BLOCKS or _holds_blocks(inner):
                yield from to_blocks(loose, after_gap=True)
                yield from self._block(inner)
                loose = [Run(inner.tail or "")]
            else:
                loose += [*self._runs_of(inner, Look()), Run(inner.tail or "")]
        yield from to_blocks(loose, after_gap=True)

    def _block(self, element: etree._Element) -> Iterator[Block]:
        tag = str(element.tag)
        heading = _HEADING.match(tag)
        if heading:
            yield from to_blocks(self._runs(element, Look()), after_gap=True, level=int(heading[1]))
        elif tag in ("ul", "ol"):
            yield from self._list(element, 0)
        elif tag == "table":
            yield from self._table(element)
        elif tag == "p" and not _holds_blocks(element):
            yield from to_blocks(self._runs(element, Look()), after_gap=True)
        else:
            yield from self._container(element)

    def _list(self, element: etree._Element, depth: int) -> Iterator[Block]:
        count = int(element.get("start") or 1) if (element.get("start") or "1").isdecimal() else 1
        for item in element:
            if not isinstance(item.tag, str) or self._left_out(item):
                continue
            before, form = (
                (f"{count}. ", BlockKind.PARAGRAPH)
                if element.tag == "ol"
                else (f"{bullet(depth)} ", BlockKind.LIST_ITEM)
            )
            count += 1
            loose: list[Run] = [Run(item.text or "")]
            for inner in item:
                if not isinstance(inner.tag, str):
                    continue
                if inner.tag in ("ul", "ol") or inner.tag in _BLOCKS:
                    yield from self._item(loose, before, form)
                    before, form = (
                        ("", BlockKind.PARAGRAPH) if any(run.text.strip() for run in loose) else (before, form)
                    )
                    if inner.tag in ("ul", "ol"):
                        yield from self._list(inner, depth + 1)
                    else:
                        yield from self._item(self._runs(inner, Look()), before, form)
                        before, form = "", BlockKind.PARAGRAPH
                    loose = [Run(inner.tail or "")]
                else:
                    loose += [*self._runs_of(inner, Look()), Run(inner.tail or "")]
            yield from self._item(loose, before, form)

    def _item(self, runs: list[Run], before: str, form: BlockKind) -> list[Block]:
        if not any(run.text.strip() for run in runs):
            return []
        typed = "".join(run.text for run in runs).lstrip()
        bare = re.match(r"^(?:[-–•*◦▪·]|\d{1,3}[.)]|[a-z][.)])\s", typed)  # the page prints its own number or bullet
        return to_blocks([Run("" if bare else before), *runs], after_gap=True, form=form)

    def _table(self, element: etree._Element) -> Iterator[Block]:
        first = True
        for row in element.iter("tr"):
            cells = [list(self._container(cell)) for cell in row if cell.tag in ("td", "th")]
            yield from table_rows(cells, after_gap=first)
            first = False

    def _runs(self, element: etree._Element, look: Look) -> list[Run]:
        runs = [Run(element.text or "", look)]
        for inner in element:
            if isinstance(inner.tag, str) and not self._left_out(inner):
                runs += self._runs_of(inner, look)
            runs.append(Run(inner.tail or "", look))
        return runs

    def _runs_of(self, element: etree._Element, look: Look) -> list[Run]:
        marker = self._mark(element)
        if marker is not None:
            return [Run(note=marker)]
        match element.tag:
            case "br":
                return [Run(breaks=True)]
            case "b" | "strong":
                look = Look(None, True, look.underlined, look.italic)
            case "i" | "em" | "cite":
                look = Look(None, look.bold, look.underlined, True)
            case "u":
                look = Look(None, look.bold, True, look.italic)
            case _:
                pass
        return self._runs(element, look)

    def _mark(self, element: etree._Element) -> str | None:
        """A raised number or link that leads to a note: its marker, with the note's text kept."""
        if element.tag not in ("sup", "a"):
            return None
        shown = _MARK.match(text_of(element))
        if shown is None:
            return None
        links = [link.get("href", "") for link in element.iter("a")]
        anchors = [link.rpartition("#")[2] for link in links]
        note = next((self._note_elements[anchor] for anchor in anchors if anchor in self._note_elements), None)
        if note is None:
            note = self._note_elements.get(shown[1])
        if note is None:
            return None
        text = _note_text(note)
        if not text:
            return None
        if note not in self._marked:
            self._marked[note] = str(len(self._notes) + 1)
            self._notes[self._marked[note]] = text
        return self._marked[note]

    def _left_out(self, element: etree._Element) -> bool:
        return _hidden(element) or (_is_note(element) and element in self._known_notes)


def _find_body(root: etree._Element) -> etree._Element:
    """The letter: where the publisher marks it, else the smallest part of the page that holds most of its text."""
    for path in (
        "//*[@id='broodtekst']",
        "//*[contains(@class, 'broodtekst')]",
        "//article",
        "//main",
        "//*[@role='main']",
    ):
        found = [element for element in root.xpath(path) if etree.iselement(element)]
        if found:
            return max(found, key=lambda element: len("".join(map(str, element.itertext()))))
    body = root.find("body")
    return body if body is not None else root


def _hidden(element: etree._Element) -> bool:
    if element.tag in _CHROME or element.get("aria-hidden") == "true":
        return True
    names = f"{element.get('class', '')} {element.get('id', '')}"
    if _CHROME_NAMES.search(names.lower()):
        return True
    text = text_of(element).lower() if element.tag in ("a", "p") else ""
    return text in _BACK or (element.tag == "table" and bool(_KAMERSTUK_TABLE.search(text)))


def _is_note(element: etree._Element) -> bool:
    return element.tag in ("div", "li", "p", "section") and (
        bool(_NOTE_CLASS.search(element.get("class", "").lower()))
        or element.get("id", "").startswith("supernote-note-")
    )


def _note_keys(element: etree._Element) -> list[str]:
    """What a mark can call this note: its id, without the publisher's prefix, and its number."""
    key = element.get("id", "")
    number = _NOTE_HEAD.match(text_of(element))
    return [k for k in (key, key.removeprefix("supernote-note-"), number[1] if number else None) if k]


def _note_text(element: etree._Element) -> str:
    text = re.sub(r"\s*(?:Naar boven|Terug|↩︎?)$", "", text_of(element))
    return _NOTE_HEAD.sub("", text, count=1)


def _holds_blocks(element: etree._Element) -> bool:
    return any(inner.tag in _BLOCKS for inner in element.iterdescendants())
