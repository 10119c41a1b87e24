"""The places of numbered headings: which number belongs to which row, and what only looks like one."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from briefings.reading.genre import has_verb, is_container, is_section, names_act
from briefings.reading.headings import Heading
from briefings.reading.labels import Label
from briefings.reading.numerals import roman

_GAP = 8  #: numbers an annotated agenda may leave out
_SECTION_SCHEMES = ("roman", "capital")
_LIST_SCHEMES = ("letter", "small roman")


@dataclass(frozen=True, slots=True)
class Numbered:
    """A heading with its place among the others."""

    heading: Heading
    label: Label
    depth: int  #: 0 is the outermost row


@dataclass(frozen=True, slots=True)
class Numbering:
    """The numbered headings of a text, and which rows are sections and items."""

    headings: tuple[Numbered, ...]
    item_depth: int  #: rows above it are sections, rows below it sub-items
    counted: bool = False  #: every number was printed as 1; these are counted by us


def place_numbers(headings: Sequence[Heading]) -> Numbering:
    """The numbered headings.

    A number is taken only where it is to be expected: the next of an open row, or the first of a new one. So a
    sentence that happens to begin with a number stays text. Where an export printed every number as 1
    (SOURCES 3.3) they are counted instead.
    """
    numbered = [heading for heading in headings if heading.labelled]
    if _all_ones(headings):
        return _counted(numbered)
    walk = _Walk(headings)
    placed = tuple(found for i, heading in enumerate(headings) if heading.labelled and (found := walk.place(i)))
    return Numbering(placed, _item_depth(placed))


def _all_ones(headings: Sequence[Heading]) -> bool:
    labels = [(i, label) for i, h in enumerate(headings) if h.labelled for label in h.labelled.readings[:1]]
    if len(labels) < 2 or any(label.printed != "1" for _, label in labels):  # noqa: PLR2004 - one proves nothing
        return False
    restarts = [i for i, _ in labels[1:] if not _under_section(headings, i)]
    return bool(restarts)


def _under_section(headings: Sequence[Heading], i: int) -> bool:
    """Directly under an unnumbered heading that can be a section."""
    above = headings[i - 1] if i else None
    return above is not None and above.labelled is None and above.at + 1 == headings[i].at


def _counted(numbered: Sequence[Heading]) -> Numbering:
    placed: list[Numbered] = []
    nested = any(_holds_the_next(numbered, i) for i in range(len(numbered)))
    sections = items = 0
    for i, heading in enumerate(numbered):
        if nested and (_holds_the_next(numbered, i) or is_section(heading.title)):
            sections, items = sections + 1, 0
            placed.append(Numbered(heading, Label("roman", sections, roman(sections)), 0))
        else:
            items += 1
            placed.append(Numbered(heading, Label("arabic", items, str(items)), int(nested)))
    return Numbering(tuple(placed), int(nested), counted=True)


def _holds_the_next(numbered: Sequence[Heading], i: int) -> bool:
    return i + 1 < len(numbered) and numbered[i + 1].at == numbered[i].at + 1


class _Walk:
    """Goes through the headings in order, keeping the open rows."""

    def __init__(self, headings: Sequence[Heading]) -> None:
        self._headings = headings
        self._open: list[tuple[Label, Heading]] = []

    def place(self, i: int) -> Numbered | None:
        """The place of the numbered heading `i`; None when its number is not to be expected there."""
        heading = self._headings[i]
        found = self._going_on(heading) or self._beginning(i)
        if found is None:
            return None
        depth, label = found
        self._open[depth:] = [(label, heading)]
        return Numbered(heading, label, depth)

    def _going_on(self, heading: Heading) -> tuple[int, Label] | None:
        """The next number of an open row, the innermost first."""
        labelled = heading.labelled
        if labelled is None:
            return None
        for depth in reversed(range(len(self._open))):
            last, before = self._open[depth]
            sure = heading.emphasised or (heading.after_gap and not before.emphasised) or _alike(heading, before)
            for label in labelled.readings:
                if label.follows(last, _GAP if sure else 0) and self._same_row(label, depth):
                    return depth, label
        return None

    def _same_row(self, label: Label, depth: int) -> bool:
        """ "3.1" belongs under 3 only."""
        above, point, _ = label.printed.rpartition(".")
        return not point or depth == 0 or self._open[depth - 1][0].printed == above

    def _beginning(self, i: int) -> tuple[int, Label] | None:
        """The first number of a new row: inside the open ones, or again after an unnumbered section."""
        heading = self._headings[i]
        labelled = heading.labelled
        schemes = [label.scheme for label, _ in self._open]
        for label in labelled.readings if labelled else ():
            if label.scheme in schemes:
                depth = schemes.index(label.scheme)
                if label.first and _under_section(self._headings, i):
                    return depth, label
            elif self._may_begin(label, i):
                return len(self._open), label
        return None

    def _may_begin(self, label: Label, i: int) -> bool:
        heading = self._headings[i]
        if label.scheme.startswith("decimal"):
            above = label.printed.rpartition(".")[0]
            return bool(self._open) and self._open[-1][0].printed == above
        if not self._open and not label.first:  # an agenda may begin further on
            begins = label.scheme in ("arabic", "roman") and label.value <= _GAP
            shown = heading.emphasised or heading.after_gap or heading.at == 0
            return begins and (shown or (not heading.spaced and _is_title(heading)))
        inner = label.scheme in _LIST_SCHEMES or (label.scheme == "arabic" and len(self._open) > 1)
        if inner and not self._open and not heading.emphasised:
            return False
        return label.first and not (inner and self._is_list(label, i))

    def _is_list(self, label: Label, i: int) -> bool:
        """Numbered lines with no text between them, anywhere but under "Overige onderwerpen", are a list."""
        heading = self._headings[i]
        if heading.emphasised or (self._open and is_container(self._open[-1][1].title)):
            return False
        following = self._headings[i + 1] if i + 1 < len(self._headings) else None
        if following is None or following.labelled is None or following.at != heading.at + 1:
            return False
        return any(reading.follows(label, 0) for reading in following.labelled.readings)


def _alike(heading: Heading, before: Heading) -> bool:
    """In a text without white space: a title as the one before it is, and no sentence that begins with a number."""
    spaced = heading.spaced and (heading.after_gap or before.after_gap or before.emphasised)
    as_much = heading.weight >= before.weight or names_act(heading.title)  # a long one has less weight
    return not spaced and _is_title(heading) and as_much


def _is_title(heading: Heading) -> bool:
    """By its words: it begins with a capital and has no verb."""
    return heading.title[:1].isupper() and not has_verb(heading.title)


def _item_depth(placed: Sequence[Numbered]) -> int:
    """Which row holds the items: the second, where the first is of sections."""
    if not any(found.depth == 1 for found in placed):
        return 0
    outer = {found.label.scheme for found in placed if found.depth == 0}
    inner = {found.label.scheme for found in placed if found.depth == 1}
    if outer & set(_SECTION_SCHEMES) and not inner & set(_LIST_SCHEMES):
        return 1
    holders = [(f.heading, g.heading) for f, g in pairwise(placed) if (f.depth, g.depth) == (0, 1)]
    empty = all(inside.at == holder.at + 1 and is_section(holder.title) for holder, inside in holders)
    if "decimal 2" in inner and empty:
        return 1
    return 0
