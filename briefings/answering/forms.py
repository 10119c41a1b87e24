"""The forms of a word in the kept items."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Forms:
    """The most used first."""

    own: tuple[str, ...] = ()  #: itself and its inflections
    compounds: tuple[str, ...] = ()  #: longer words that begin or end with it

    def __bool__(self) -> bool:
        """Whether it is known in any form."""
        return bool(self.own or self.compounds)
