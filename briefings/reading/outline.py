"""Blocks under a title -> sections and items; one piece of code for every format."""

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from itertools import zip_longest

from briefings.errors import Message
from briefings.model.item import AgendaItem, ItemKind
from briefings.reading.assembly import Assembly, Placed, Role
from briefings.reading.blocks import Block, BlockKind
from briefings.reading.genre import is_container, is_opening, is_part, is_section, is_status
from briefings.reading.headings import Heading, find_headings, is_prose
from briefings.reading.numbered import Numbered, Numbering, place_numbers

_LONGEST_SUBTITLE = 250
_FEW = 3  #: unnumbered headings that may stand above the first numbered one
_LONGER, _LONG = 1.5, 80  #: text under a heading is longer than it by so much, and than so many characters


@dataclass(frozen=True, slots=True)
class Outline:
    """What a text under one title holds."""

    items: tuple[AgendaItem, ...]
    introduction: tuple[Block, ...]  #: text before the first item
    doubts: tuple[Message, ...]


def read_outline(lines: Sequence[Block], notes: Mapping[str, str], kind: ItemKind = ItemKind.AGENDA) -> Outline:
    """The items of `lines` in reading order."""
    headings = find_headings(lines)
    numbering = place_numbers(headings)
    if _is_numbered(numbering, headings):
        roles = _numbered_roles(headings, numbering)
        doubts = [_COUNTED] if numbering.counted else []
    else:
        roles, doubts = _unnumbered_roles(lines, headings)
    roles |= {at: Placed(Role.OPENING, one.title) for at, one in roles.items() if _opens(one)}
    _take_second_titles(lines, roles)
    items, introduction = Assembly(notes, kind).run(lines, roles)
    return Outline(items, introduction, tuple(doubts))


def _opens(placed: Placed) -> bool:
    """ "Inleiding" is the opening of its text, and no subject of the Council."""
    return placed.role is Role.ITEM and is_opening(placed.title)


_COUNTED = Message("doubt.counted")


def _is_numbered(numbering: Numbering, headings: Sequence[Heading]) -> bool:
    """The items carry numbers: a number stands at the first heading, or right under it, and they look like it."""
    if not numbering.headings:
        return False
    first = numbering.headings[0].heading
    before = [heading for heading in headings if heading.at < first.at]
    if any(heading.emphasised for heading in headings) and not any(f.heading.emphasised for f in numbering.headings):
        return not [heading for heading in headings if heading.emphasised and not is_part(heading.title)][_FEW:]
    return len(before) < _FEW and len(numbering.headings) >= len(before)


# --- numbered letters --------------------------------------------------------------------------------


def _numbered_roles(headings: Sequence[Heading], numbering: Numbering) -> dict[int, Placed]:
    roles: dict[int, Placed] = {}
    for found, following in zip_longest(numbering.headings, numbering.headings[1:]):
        roles[found.heading.at] = _numbered_role(found, following, numbering.item_depth)
    numbers = {found.heading.at: found for found in numbering.headings}
    for heading in headings:
        if heading.at not in roles and (role := _between_numbers(heading, numbers, numbering)):
            roles[heading.at] = role
    return roles


def _numbered_role(found: Numbered, following: Numbered | None, item_depth: int) -> Placed:
    title, printed = found.heading.title, found.label.printed.rpartition(".")[2]
    if found.depth > item_depth:
        return Placed(Role.SUBITEM, title, printed)
    if found.depth < item_depth and following is not None and following.depth > found.depth:
        return Placed(Role.SECTION, title, printed)
    return Placed(Role.ITEM, title, printed)


def _between_numbers(heading: Heading, numbers: Mapping[int, Numbered], numbering: Numbering) -> Placed | None:
    """An unnumbered heading among numbered ones: a section above a row that begins, or a part of an item."""
    if heading.labelled is not None and not heading.emphasised:
        return None
    below = numbers.get(heading.at + 1)
    begins_row = below is not None and below.depth == 0 and (below.label.first or not _earlier(numbers, heading.at))
    if begins_row and numbering.item_depth == 0:
        return Placed(Role.SECTION, heading.text)
    if not _earlier(numbers, heading.at):
        return None
    if is_part(heading.text):
        return Placed(Role.PART, heading.text)
    if not heading.emphasised or is_status(heading.text):
        return None
    return Placed(Role.PART, heading.text)


def _earlier(numbers: Mapping[int, Numbered], at: int) -> bool:
    return any(place < at for place in numbers)


# --- letters whose headings carry no numbers ---------------------------------------------------------


def _unnumbered_roles(lines: Sequence[Block], headings: Sequence[Heading]) -> tuple[dict[int, Placed], list[Message]]:
    above = {heading.at + 1: heading for heading in headings}
    at_headings = {heading.at for heading in headings}
    kept = [heading for heading in headings if not _is_status_of(heading, above.get(heading.at))]
    looks = any(heading.emphasised for heading in kept)
    if looks:
        kept = [heading for heading in kept if heading.emphasised or is_part(heading.text)]
    else:
        kept = [heading for heading in kept if heading.labelled is None and _leads(heading, lines, at_headings)]
    item_rank = _item_rank(kept)
    roles: dict[int, Placed] = {}
    doubts: list[Message] = []
    in_container = False
    for heading, following in zip_longest(kept, kept[1:]):
        if is_part(heading.text) and roles:
            roles[heading.at] = Placed(Role.PART, heading.text)
            continue
        if looks and heading.rank > item_rank and not in_container:
            roles[heading.at] = Placed(Role.PART, heading.text)
            continue
        empty = following is not None and following.at == heading.at + 1 and not is_part(following.text)
        deeper = following is not None and following.rank > heading.rank
        named = is_section(heading.text) or is_container(heading.text)
        if empty and (named or not looks or heading.rank < item_rank):
            in_container = deeper and is_container(heading.text)
            roles[heading.at] = Placed(Role.SECTION, heading.text)
            if not named and not looks:
                doubts.append(_taken_as_section(heading.text))
        else:
            in_container = in_container and heading.rank > item_rank
            roles[heading.at] = Placed(Role.ITEM, heading.text)
    return roles, doubts


def _is_status_of(heading: Heading, above: Heading | None) -> bool:
    """A status stands directly under its item's title; elsewhere the words are a title: "Raadsconclusies over …"."""
    if above is None or is_part(heading.text) or not is_status(heading.text):
        return False
    return not (is_section(above.text) or is_container(above.text))


def _leads(heading: Heading, lines: Sequence[Block], at_headings: AbstractSet[int]) -> bool:
    """Text or another heading follows it: nothing but its place tells that a plain line is a heading."""
    following = lines[heading.at + 1] if heading.at + 1 < len(lines) else None
    if following is None or following.kind is not BlockKind.PARAGRAPH:
        return False
    longer = len(following.text) > max(_LONGER * len(heading.text), _LONG)
    named = is_status(following.text) or heading.at + 1 in at_headings
    return is_prose(following) or longer or named


def _item_rank(headings: Sequence[Heading]) -> tuple[float, ...]:
    """The highest look of which at least half the headings stand directly above text."""
    named = [heading for heading in headings if not is_part(heading.text)]
    at = {heading.at for heading in named}
    for rank in sorted({heading.rank for heading in named}):
        alike = [heading for heading in named if heading.rank == rank]
        if 2 * sum(heading.at + 1 not in at for heading in alike) >= len(alike):
            return rank
    return ()


def _taken_as_section(title: str) -> Message:
    return Message("doubt.empty_heading", {"title": title})


# --- second titles -----------------------------------------------------------------------------------


def _take_second_titles(lines: Sequence[Block], roles: dict[int, Placed]) -> None:
    """Lines directly under an item's heading that are its status or its subtitle."""
    for at in [at for at, placed in roles.items() if placed.role in (Role.ITEM, Role.SUBITEM)]:
        has_status = _take_status(lines, roles, at + 1)
        here = at + 1 + has_status
        if here < len(lines) and _free(roles, here) and _is_subtitle(lines, here, roles):
            roles[here] = Placed(Role.SUBTITLE, lines[here].text)
            if not has_status:
                _take_status(lines, roles, here + 1)


def _take_status(lines: Sequence[Block], roles: dict[int, Placed], at: int) -> bool:
    """Whether the line is a status; it has its role then."""
    if at >= len(lines) or not (is_status(lines[at].text) and _free(roles, at) and _short(lines[at])):
        return False
    roles[at] = Placed(Role.STATUS, _without_brackets(lines[at].text))
    return True


def _free(roles: Mapping[int, Placed], at: int) -> bool:
    """No heading stands there, or one that was taken for a part only because it stands out."""
    placed = roles.get(at)
    return placed is None or (placed.role is Role.PART and not is_part(placed.title))


def _short(block: Block) -> bool:
    return (block.kind is BlockKind.PARAGRAPH and not is_prose(block)) or block.text.endswith(")")


def _is_subtitle(lines: Sequence[Block], at: int, roles: Mapping[int, Placed]) -> bool:
    block, following = lines[at], lines[at + 1] if at + 1 < len(lines) else None
    if block.kind is not BlockKind.PARAGRAPH or block.text.endswith((".", ";", ":", "!", "?", ",")):
        return False
    if following is None or len(block.text) > _LONGEST_SUBTITLE or following.kind is not BlockKind.PARAGRAPH:
        return False
    if at in roles:  # it stands out: a lone heading under the title, not the first of the item's parts
        return not _another_part(roles, at)
    return (at + 1 not in roles and is_prose(following)) or is_part(following.text)


def _another_part(roles: Mapping[int, Placed], at: int) -> bool:
    following = min((place for place in roles if place > at), default=None)
    return following is not None and roles[following].role is Role.PART


def _without_brackets(text: str) -> str:
    """ "(Update door de Commissie)" and "= Algemene oriëntatie" without what surrounds them."""
    bare = text.lstrip("= ").strip()
    return bare[1:-1].strip() if bare.startswith("(") and bare.find(")") == len(bare) - 1 else bare
