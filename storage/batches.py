"""Many rows in statements of a few: databases limit the parameters of one."""

from collections.abc import Iterator, Sequence
from typing import TypeVar

_T = TypeVar("_T")


def batches(rows: Sequence[_T], size: int) -> Iterator[Sequence[_T]]:
    """The rows in their order, `size` of them at a time; the last has what is left."""
    return (rows[begin : begin + size] for begin in range(0, len(rows), size))
