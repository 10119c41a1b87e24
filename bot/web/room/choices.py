"""Filters that are links: what was chosen stands in the address, and each choice leads to the same list with it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from bot.web.room.addresses import Addresses


@dataclass(frozen=True, slots=True)
class Choice:
    """One of the things a list can be narrowed to."""

    label: str
    url: str
    chosen: bool = False


@dataclass(frozen=True, slots=True)
class Filter:
    """The choices of one kind."""

    name: str
    choices: tuple[Choice, ...]

    @property
    def chosen(self) -> Choice | None:
        """The one that was chosen, unless that is the first: everything."""
        return next((choice for choice in self.choices[1:] if choice.chosen), None)


class Filters:
    """The filters of one page, with what was chosen of each."""

    def __init__(self, to: Addresses, path: str, given: Mapping[str, str | None]) -> None:
        self._to = to
        self._path = path
        self._given = given  #: by the name each has in the address

    def of(self, key: str, name: str, everything: str, options: Iterable[tuple[str, str]]) -> Filter:
        """One filter: `options` are (value, label)."""
        now = self._given.get(key)
        first = Choice(everything, self.address(**{key: None}), not now)
        others = (Choice(label, self.address(**{key: value}), value == now) for value, label in options)
        return Filter(name, (first, *others))

    def address(self, **changed: str | None) -> str:
        """The page with something chosen anew; on its first page."""
        return self._to(self._path, **{**self._given, **changed})

    def on_page(self, number: int) -> str:
        """Another page of the same list."""
        return self._to(self._path, **self._given, pagina=number if number > 1 else None)


def removable(filters: Sequence[Filter]) -> list[tuple[str, str]]:
    """What was chosen, as (what, the address without it)."""
    return [(f"{one.name}: {one.chosen.label}", one.choices[0].url) for one in filters if one.chosen]
