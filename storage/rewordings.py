"""What an edition of a letter says otherwise than the one before, item by item."""

from collections.abc import Mapping, Sequence

from briefings.intake.corrections import Wording, reworded
from briefings.model.item import AgendaItem
from briefings.model.recall import Rewording
from storage.content import from_content
from storage.rows import ItemRow


def contents(rows: Sequence[ItemRow]) -> dict[int, AgendaItem]:
    """What these items say, by their ids."""
    return {row.id: from_content(row.content) for row in rows}


def changes(
    before: Mapping[int, AgendaItem], rows: Sequence[ItemRow], items: Sequence[AgendaItem], *, other_format: bool
) -> dict[int, Rewording]:
    """The items that say something else than before, by their ids; one that was not there before is new."""
    earlier, now = Wording.of(before.values()), Wording.of(items)
    later = dict(zip((row.id for row in rows), items, strict=False))
    found: dict[int, Rewording] = {}
    for known in (*later, *(one for one in before if one not in later)):
        item = later.get(known) or before[known]
        gone, new = reworded(earlier, now, before.get(known), later.get(known), other_format=other_format)
        if gone or new:
            found[known] = Rewording(known, item.number, item.title, gone, new, removed=known not in later)
    return found


def whole(rows: Sequence[ItemRow]) -> list[Rewording]:
    """Every item of a letter, of which nothing changed but that it is shown or not."""
    return [Rewording(row.id, row.number, row.title) for row in rows]
