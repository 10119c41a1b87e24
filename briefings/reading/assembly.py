"""Blocks with their roles -> items."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import Enum, auto

from briefings.model.item import AgendaItem, Footnote, ItemKind, Part
from briefings.reading.blocks import Block


class ItemRole(Enum):
    """What a block is in the outline; a block without a role is text."""

    SECTION = auto()
    OPENING = auto()  #: of the text or of a section; what stands under it is introduction
    ITEM = auto()
    SUBITEM = auto()
    SUBTITLE = auto()
    STATUS = auto()
    PART = auto()


@dataclass(frozen=True, slots=True)
class Placed:
    """A heading in its role."""

    role: ItemRole
    title: str
    number: str | None = None  #: as printed, without what stands above it


@dataclass(slots=True)
class _Draft:
    """An item while its lines are still coming in."""

    title: str
    number: str | None
    parent: str | None
    section: str | None
    subtitle: str | None = None
    status: str | None = None
    paragraphs: list[str] = field(default_factory=list)
    parts: list[Part] = field(default_factory=list)
    footnotes: list[Footnote] = field(default_factory=list)


@dataclass(slots=True)
class Assembly:
    """Goes through the blocks in order."""

    notes: Mapping[str, str]
    kind: ItemKind
    section: str | None = None
    section_number: str | None = None
    item_number: str | None = None
    drafts: list[_Draft] = field(default_factory=list)
    introduction: list[Block] = field(default_factory=list)

    def run(
        self, lines: Iterable[Block], roles: Mapping[int, Placed]
    ) -> tuple[tuple[AgendaItem, ...], tuple[Block, ...]]:
        """Every block lands in an item or in the introduction."""
        open_item = False
        for at, block in enumerate(lines):
            placed = roles.get(at)
            if placed is not None and placed.role is ItemRole.SECTION:
                self.section, self.section_number = placed.title, placed.number
                self.item_number, open_item = None, False
            elif placed is not None and placed.role is ItemRole.OPENING:
                open_item = False
                self.introduction.append(block)
            elif placed is not None and placed.role in (ItemRole.ITEM, ItemRole.SUBITEM):
                self._begin(placed)
                open_item = True
                self._mark(block, in_heading=True)
            elif open_item:
                self._add(block, placed)
            else:
                self.introduction.append(block)
        return tuple(map(self._finished, self.drafts)), tuple(self.introduction)

    def _begin(self, placed: Placed) -> None:
        if placed.role is ItemRole.ITEM:
            self.item_number = _path(self.section_number, placed.number)
            self.drafts.append(_Draft(placed.title, self.item_number, None, self.section))
        else:
            number = _path(self.item_number, placed.number)
            self.drafts.append(_Draft(placed.title, number, self.item_number, self.section))

    def _add(self, block: Block, placed: Placed | None) -> None:
        draft = self.drafts[-1]
        if placed is None:
            draft.paragraphs.append(block.text)
        elif placed.role is ItemRole.STATUS:
            draft.status = placed.title
        elif placed.role is ItemRole.SUBTITLE:
            draft.subtitle = placed.title
        else:
            draft.parts.append(Part(placed.title, len(draft.paragraphs)))
        self._mark(block, in_heading=placed is not None)

    def _mark(self, block: Block, *, in_heading: bool) -> None:
        draft = self.drafts[-1]
        paragraph = len(draft.paragraphs) - (not in_heading)
        draft.footnotes.extend(
            Footnote(mark.marker, self.notes[mark.marker], max(paragraph, 0), 0 if in_heading else mark.offset)
            for mark in block.marks
            if mark.marker in self.notes
        )

    def _finished(self, draft: _Draft) -> AgendaItem:
        return AgendaItem(
            title=draft.title,
            kind=self.kind,
            number=draft.number,
            parent=draft.parent,
            section=draft.section,
            subtitle=draft.subtitle,
            status=draft.status,
            paragraphs=tuple(draft.paragraphs),
            parts=tuple(draft.parts),
            footnotes=tuple(draft.footnotes),
        )


def _path(above: str | None, own: str | None) -> str | None:
    return f"{above}.{own}" if above and own else own
