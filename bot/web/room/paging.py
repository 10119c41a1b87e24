"""A long list in pages."""

from collections.abc import Callable
from dataclasses import dataclass

MOST = 500  #: the highest page that can be asked for


@dataclass(frozen=True, slots=True)
class Paging:
    """Where the reader is, and where the pages beside it stand."""

    number: int
    earlier: str | None
    later: str | None


def paging(number: int, *, more: bool, address: Callable[[int], str]) -> Paging | None:
    """None when everything stands on one page."""
    earlier = address(number - 1) if number > 1 else None
    later = address(number + 1) if more and number < MOST else None
    return Paging(number, earlier, later) if earlier or later else None
