"""Styles of a Word file with what they inherit."""

from dataclasses import dataclass
from functools import cache

from lxml import etree

from briefings.reading.blocks import Look
from briefings.reading.formats.docx.names import child, children, number, on, value

_DEEPEST = 20  #: styles based on each other
_DEFAULT_HALF_POINTS = 20


@dataclass(frozen=True, slots=True)
class CharLook:
    """What run properties say; None: nothing."""

    bold: bool | None = None
    italic: bool | None = None
    underlined: bool | None = None
    half_points: int | None = None
    hidden: bool | None = None

    def over(self, below: "CharLook") -> "CharLook":
        """These properties, and those of `below` where these say nothing."""
        return CharLook(
            bold=below.bold if self.bold is None else self.bold,
            italic=below.italic if self.italic is None else self.italic,
            underlined=below.underlined if self.underlined is None else self.underlined,
            half_points=below.half_points if self.half_points is None else self.half_points,
            hidden=below.hidden if self.hidden is None else self.hidden,
        )

    @property
    def look(self) -> Look:
        """As the look of a block."""
        return Look(
            None,
            bool(self.bold),
            bool(self.underlined),
            bool(self.italic),
            (self.half_points or _DEFAULT_HALF_POINTS) / 2,
        )


@dataclass(frozen=True, slots=True)
class ParagraphStyle:
    """What a paragraph gets from its style."""

    look: CharLook
    level: int | None  #: of a heading: 1 is the highest
    num_id: str | None
    num_level: int | None
    space_before: int  #: twentieths of a point
    space_after: int


class Styles:
    """The styles by id."""

    def __init__(self, root: etree._Element | None) -> None:
        styles = children(root, "style") if root is not None else []
        self._by_id = {value(style, "styleId"): style for style in styles}
        self._default = next(
            (
                value(s, "styleId")
                for s in styles
                if value(s, "type") == "paragraph" and value(s, "default") in ("1", "true")
            ),
            None,
        )
        defaults = child(root, "docDefaults", "rPrDefault", "rPr") if root is not None else None
        self._base = char_look(defaults)
        self.paragraph = cache(self._paragraph)
        self.character = cache(self._character)

    def _paragraph(self, style_id: str | None) -> ParagraphStyle:
        """The style of a paragraph, with what it inherits."""
        look, level, num_id, num_level, before, after = CharLook(), None, None, None, None, None
        for style in self._chain(style_id or self._default):
            look = look.over(char_look(child(style, "rPr")))
            properties = child(style, "pPr")
            if level is None:
                level = heading_level(properties)
            if num_id is None:
                num_id = value(child(properties, "numPr", "numId"))
                num_level = number(child(properties, "numPr", "ilvl"))
            spacing = child(properties, "spacing")
            before = number(spacing, "before") if before is None else before
            after = number(spacing, "after") if after is None else after
        return ParagraphStyle(look.over(self._base), level, num_id, num_level, before or 0, after or 0)

    def _character(self, style_id: str | None) -> CharLook:
        """The style of a run, with what it inherits."""
        look = CharLook()
        for style in self._chain(style_id):
            look = look.over(char_look(child(style, "rPr")))
        return look

    def list_style(self, style_id: str | None) -> str | None:
        """The numbering a numbering style stands for (numStyleLink)."""
        return next(
            (found for style in self._chain(style_id) if (found := value(child(style, "pPr", "numPr", "numId")))), None
        )

    def _chain(self, style_id: str | None) -> list[etree._Element]:
        found: list[etree._Element] = []
        while style_id in self._by_id and len(found) < _DEEPEST:
            style = self._by_id[style_id]
            found.append(style)
            style_id = value(child(style, "basedOn"))
        return found


def char_look(properties: etree._Element | None) -> CharLook:
    """What an rPr says."""
    if properties is None:
        return CharLook()
    return CharLook(
        bold=on(child(properties, "b")),
        italic=on(child(properties, "i")),
        underlined=on(child(properties, "u")),
        half_points=number(child(properties, "sz")),
        hidden=on(child(properties, "vanish")),
    )


def heading_level(properties: etree._Element | None) -> int | None:
    """The outline level of a pPr: 1 is the highest; None for body text."""
    level = number(child(properties, "outlineLvl"))
    return level + 1 if level is not None and 0 <= level < 9 else None  # noqa: PLR2004 - nine levels; 9 is body text
