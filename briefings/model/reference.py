"""What a letter cites: parliamentary papers, motions, papers and laws of the EU."""

from dataclasses import dataclass
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class Reference:
    """A parliamentary paper that a letter cites, as printed and as a permanent link."""

    dossier: str  #: "21501-20": spaces removed, suffix kept
    number: str  #: "2179"; letters for the Eerste Kamer ("OO")

    @property
    def kamerstuk(self) -> str:
        """Dossier and number as one: "21501-20-2179"."""
        return f"{self.dossier}-{self.number}"

    @property
    def url(self) -> str:
        """The permanent address of the official publication."""
        return f"https://zoek.officielebekendmakingen.nl/kst-{self.kamerstuk}.html"


class CitationKind(StrEnum):
    """What else a letter cites."""

    MOTION = "motie"
    PLEDGE = "toezegging"  #: a numbered promise of a minister to parliament
    COMMISSION_PAPER = "com"  #: COM, JOIN and SWD numbers
    COUNCIL_PAPER = "st"
    PROCEDURE = "procedure"  #: by which the EU makes a law
    LAW = "eu-wet"
    NAMED_LAW = "eu-wet-bij-naam"  #: an EU law without its number
    OFFICIAL_JOURNAL = "publicatieblad"
    CELEX = "celex"


@dataclass(frozen=True, slots=True)
class Citation:
    """A motion, an EU paper or an EU law, with its permanent address where one exists."""

    kind: CitationKind
    label: str  #: as people know it: "COM(2025) 101", "motie-Piri en Bontenbal", "Richtlijn 2014/42/EU"
    keys: tuple[str, ...]  #: what it is found by: "com-2025-101"; of a motion each mover, "motie:piri"
    url: str | None = None
