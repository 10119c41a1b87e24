"""The formations in which the Council meets."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Name:
    """A name of a formation and the years in which it held."""

    text: str  #: as printed
    since: int | None = None
    until: int | None = None

    def held(self, year: int | None) -> bool:
        """Whether it was in use then; a year that is not known tells nothing."""
        return year is None or (self.since or year) <= year <= (self.until or year)


@dataclass(frozen=True, slots=True)
class Formation:
    """A Council formation and the names letters give it."""

    code: str  #: "JBZ"
    label: str  #: "JBZ-Raad"
    names: tuple[Name, ...]
    dossier: str
    ministers: tuple[str, ...] = ()
    of: str | None = None  #: the formation it is a part of
    parts: tuple[str, ...] = ()
    also_dutch: tuple[str, ...] = ()

    @property
    def titles(self) -> tuple[str, ...]:
        """The names as printed."""
        return tuple(name.text for name in self.names)
