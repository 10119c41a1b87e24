"""References to parliamentary papers."""

from dataclasses import dataclass


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
