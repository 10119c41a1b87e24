"""OpenDocument texts (.odt)."""

from collections.abc import Iterator
from functools import cache

from lxml import etree

from briefings.reading.archive import Archive, local, text_of
from briefings.reading.blocks import Block, BlockKind, Blocks, Look, bullet
from briefings.reading.numerals import letters, roman
from briefings.reading.runs import Run, table_rows, to_blocks

_DEEPEST = 20  #: styles based on each other
_SKIPPED = frozenset("tracked-changes annotation annotation-end sequence-decls forms variable-decls".split())
_CURRENT = "the list being read"
_GAP = 4.0  #: points between paragraphs that look like an empty line
_SIZES = {"pt": 1.0, "in": 72.0, "cm": 28.35, "mm": 2.835}


def read_odt(data: bytes, name: str) -> Blocks:
    """The blocks of an OpenDocument text. Raises Unreadable."""
    archive = Archive(data, name)
    return _Reader(archive.xml("content.xml"), archive.optional_xml("styles.xml")).read()


def _get(element: etree._Element | None, name: str) -> str | None:
    """An attribute by its name without namespace."""
    if element is None:
        return None
    return next((value for key, value in element.attrib.items() if str(key).rpartition("}")[2] == name), None)


class _Reader:
    def __init__(self, content: etree._Element, styles: etree._Element | None) -> None:
        self._content = content
        self._styles: dict[tuple[str | None, str | None], etree._Element] = {}
        self._lists: dict[str | None, etree._Element] = {}
        for root in (styles, content):
            for element in root.iter() if root is not None else ():
                if local(element) in ("style", "default-style"):
                    self._styles[_get(element, "family"), _get(element, "name")] = element
                elif local(element) == "list-style":
                    self._lists[_get(element, "name")] = element
        self._notes: dict[str, str] = {}
        self._counts: dict[str, list[int]] = {}  #: by id and by style of the list
        self._gap = False
        self._space_after = 0.0
        self._look = cache(self._look_of)

    def read(self) -> Blocks:
        """The blocks of the text."""
        body = next((element for element in self._content.iter() if local(element) == "text"), None)
        blocks = list(self._container(body)) if body is not None else []
        return Blocks(tuple(blocks), dict(self._notes))

    def _container(self, element: etree._Element) -> Iterator[Block]:
        for inner in element:
            match local(inner):
                case "p" | "h":
                    yield from self._paragraph(inner, "", BlockKind.PARAGRAPH)
                case "list":
                    yield from self._list(inner, 0, None)
                case "table":
                    yield from self._table(inner)
                case name if name and name not in _SKIPPED:
                    yield from self._container(inner)

    def _list(self, element: etree._Element, depth: int, style: str | None) -> Iterator[Block]:
        style = _get(element, "style-name") or style
        definition = self._list_level(style, depth)
        counts = self._counts_of(element, depth, style)
        for item in element:
            if local(item) in ("list-item", "list-header"):
                yield from self._list_item(item, depth, style, definition, counts)

    def _counts_of(self, element: etree._Element, depth: int, style: str | None) -> list[int]:
        """How far each level of a list has counted: from nothing, or from the list that it continues."""
        if depth:
            return self._counts[_CURRENT]
        begun = _get(element, "continue-list")
        if begun is None and _get(element, "continue-numbering") == "true":
            begun = style
        counts = self._counts.get(begun, []) if begun else []
        for key in (_CURRENT, _get(element, "id"), style):
            if key:
                self._counts[key] = counts
        return counts

    def _list_item(
        self, item: etree._Element, depth: int, style: str | None, definition: etree._Element | None, counts: list[int]
    ) -> Iterator[Block]:
        first = local(item) == "list-item"
        for inner in item:
            match local(inner):
                case "p" | "h":
                    before, form = self._label(definition, depth, style, counts) if first else ("", BlockKind.PARAGRAPH)
                    first = False
                    yield from self._paragraph(inner, before, form)
                case "list":
                    if first:
                        self._count(definition, depth, counts, step=0)
                    yield from self._list(inner, depth + 1, style)
                case _:
                    yield from self._container(inner)

    def _label(
        self, definition: etree._Element | None, depth: int, style: str | None, counts: list[int]
    ) -> tuple[str, BlockKind]:
        if definition is None:
            return "", BlockKind.PARAGRAPH
        if local(definition) != "list-level-style-number":
            return f"{bullet(depth)} ", BlockKind.LIST_ITEM
        self._count(definition, depth, counts, step=1)
        shown = int(_get(definition, "display-levels") or 1)
        numbers = []
        for level in range(max(depth + 1 - shown, 0), depth + 1):
            form = _get(self._list_level(style, level), "num-format") or ""
            numbers.append(_numeral(counts[level], form))
        text = ".".join(filter(None, numbers))
        if not text:
            return "", BlockKind.PARAGRAPH
        return (
            f"{_get(definition, 'num-prefix') or ''}{text}{_get(definition, 'num-suffix') or ''} ",
            BlockKind.PARAGRAPH,
        )

    def _count(self, definition: etree._Element | None, depth: int, counts: list[int], *, step: int) -> None:
        start = int(_get(definition, "start-value") or 1)
        while len(counts) <= depth:
            counts.append(start - step if len(counts) == depth else 1)
        counts[depth] += step
        if step:
            del counts[depth + 1 :]

    def _list_level(self, style: str | None, depth: int) -> etree._Element | None:
        for level in self._lists.get(style, ()):
            if _get(level, "level") == str(depth + 1):
                return level
        return None

    def _paragraph(self, paragraph: etree._Element, before: str, form: BlockKind) -> Iterator[Block]:
        style = _get(paragraph, "style-name")
        look = self._look("paragraph", style, Look())
        boxes: list[etree._Element] = []
        runs = list(self._runs(paragraph, look, boxes))
        apart = self._space("margin-top", style) + self._space_after >= _GAP
        if any(run.text.strip() for run in runs):
            first = next(run.look for run in runs if run.text.strip())
            level = _get(paragraph, "outline-level") if local(paragraph) == "h" else None
            yield from to_blocks(
                [Run(before, first), *runs],
                after_gap=self._gap or apart,
                form=form,
                level=int(level) if level and level.isdigit() else None,
            )
            self._gap, self._space_after = False, self._space("margin-bottom", style)
        else:
            self._gap = True
        for box in boxes:
            yield from self._container(box)

    def _runs(self, element: etree._Element, look: Look, boxes: list[etree._Element]) -> Iterator[Run]:
        yield Run(element.text or "", look)
        for inner in element:
            match local(inner):
                case "span":
                    yield from self._runs(inner, self._look("text", _get(inner, "style-name"), look), boxes)
                case "s" | "tab":
                    yield Run(" ", look)
                case "line-break":
                    yield Run(breaks=True)
                case "note":
                    yield from self._note(inner)
                case "text-box":
                    boxes.append(inner)
                case name if name and name not in _SKIPPED:  # links, fields, bookmarks, frames
                    yield from self._runs(inner, look, boxes)
            yield Run(inner.tail or "", look)

    def _note(self, note: etree._Element) -> Iterator[Run]:
        body = next((inner for inner in note if local(inner) == "note-body"), None)
        paragraphs = [] if body is None else [p for p in body.iter() if local(p) in ("p", "h")]
        text = " ".join(filter(None, map(text_of, paragraphs)))
        if text:
            marker = str(len(self._notes) + 1)
            self._notes[marker] = text
            yield Run(note=marker)

    def _table(self, table: etree._Element) -> Iterator[Block]:
        for row in (element for element in table.iter() if local(element) == "table-row"):
            cells = [list(self._container(cell)) for cell in row if local(cell) == "table-cell"]
            yield from table_rows(cells, after_gap=self._gap)
            self._gap = False
        self._gap = True

    def _look_of(self, family: str, style: str | None, above: Look) -> Look:
        """The look of a style with what it inherits, over what stands around it."""
        values: dict[str, str] = {}
        for element in [*self._chain(family, style), *self._chain(family, None)]:
            for properties in (inner for inner in element if local(inner) == "text-properties"):
                for name in ("font-weight", "font-style", "text-underline-style", "font-size"):
                    if name not in values and (value := _get(properties, name)):
                        values[name] = value
        weight, size = values.get("font-weight"), values.get("font-size", "")
        return Look(
            None,
            above.bold if weight is None else weight in ("bold", "600", "700", "800", "900"),
            values["text-underline-style"] != "none" if "text-underline-style" in values else above.underlined,
            values["font-style"] == "italic" if "font-style" in values else above.italic,
            _points(size) or above.size,
        )

    def _space(self, name: str, style: str | None) -> float:
        for element in self._chain("paragraph", style):
            for properties in (inner for inner in element if local(inner) == "paragraph-properties"):
                if (space := _get(properties, name)) is not None:
                    return _points(space)
        return 0.0

    def _chain(self, family: str, style: str | None) -> list[etree._Element]:
        found: list[etree._Element] = []
        while (family, style) in self._styles and len(found) < _DEEPEST:
            found.append(self._styles[family, style])
            style = _get(found[-1], "parent-style-name")
            if style is None:
                break
        return found


def _points(text: str) -> float:
    for unit, points in _SIZES.items():
        if text.endswith(unit):
            try:
                return float(text.removesuffix(unit)) * points
            except ValueError:
                return 0.0
    return 0.0


def _numeral(count: int, form: str) -> str:
    match form:
        case "I":
            return roman(count)
        case "i":
            return roman(count).lower()
        case "A":
            return letters(count)
        case "a":
            return letters(count).lower()
        case "":
            return ""
        case _:
            return str(count)
