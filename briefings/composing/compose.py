"""What a subscription is told."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from briefings.answering.excerpt import summarise
from briefings.composing.upcoming import overdue, upcoming
from briefings.language.tokens import words
from briefings.model.briefing import Announced, Briefing, Entry, Group, StoredItem
from briefings.themes.catalogue import Catalogue

_MOST_PER_THEME = 8


@dataclass(frozen=True, slots=True)
class News:
    """What there is to tell on one theme."""

    theme: str  #: slug
    items: tuple[StoredItem, ...]  #: newest meeting first
    first: bool = False  #: the latest meeting, because nothing was told before


def compose(news: Sequence[News], catalogue: Catalogue, day: date, due: Sequence[Announced] = ()) -> Briefing:
    """The briefing of `day`: each item once, under the first theme that has it; and what is to come.

    `due` are the commitments on its themes that fall due in the window of `day`, of any letter.
    """
    told: set[int] = set()
    groups: list[Group] = []
    for part in news:
        fresh = [item for item in part.items if item.id not in told][:_MOST_PER_THEME]
        told.update(item.id for item in fresh)
        if fresh:
            asked = _words_of(part.theme, catalogue)
            entries = tuple(Entry(item, summarise(item.item, asked)) for item in fresh)
            groups.append(Group(part.theme, entries))
    everything = {item.id: item for part in news for item in part.items}
    return Briefing(
        day=day,
        groups=tuple(groups),
        quiet=tuple(part.theme for part in news if not part.items),
        upcoming=upcoming(everything.values(), due, day),
        overdue=overdue(due, day),
        first=any(part.first for part in news),
    )


def _words_of(theme: str, catalogue: Catalogue) -> set[str]:
    known = catalogue.get(theme)
    return {word for name in known.all_names for word in words(name)} if known else set()
