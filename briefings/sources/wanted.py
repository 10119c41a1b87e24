"""Which of the papers that a source names are letters we want to read."""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from briefings.language.fold import fold
from briefings.model.formation import Formation
from briefings.reading.formations import find_formation, formations
from briefings.reading.genre import genre
from briefings.reading.kinds import kind_words


@dataclass(frozen=True, slots=True)
class Wanted:
    """The Council formations that are followed."""

    formations: tuple[Formation, ...]

    @classmethod
    def of(cls, codes: Collection[str]) -> "Wanted":
        """The formations with these codes."""
        return cls(tuple(formation for formation in formations() if formation.code in codes))

    @property
    def dossiers(self) -> Sequence[str]:
        """The parliamentary dossiers of their letters: "32317", "21501-02"."""
        return sorted({formation.dossier for formation in self.formations})

    def is_letter(self, subject: str, dossiers: Collection[str] = ()) -> bool:
        """Worth reading: its subject names a Council that is followed, or none at all and it is in its dossier.

        The reader decides what it is; this only spares what is surely something else.
        """
        if looks_alike(subject):
            return False
        named = find_formation(subject)
        if named is not None:
            return named in self.formations
        return next(kind_words(fold(subject)), None) is not None and bool(set(dossiers) & set(self.dossiers))

    def is_annex(self, title: str) -> bool:
        """Worth reading as an annex of a letter: it names a Council that is followed, or only what it is.

        "Geannoteerde agenda" or "Bijlage 1" leaves the rest to the letter it goes with.
        """
        if looks_alike(title):
            return False
        named = find_formation(title)
        if named is not None:
            return named in self.formations
        return is_bare(title)


def is_bare(title: str) -> bool:
    """A title that says no more than that a paper is an annex, a report or an annotated agenda."""
    return bool(_BARE.match(fold(title))) or next(kind_words(fold(title)), None) is not None


_BARE = re.compile(r"^(?:bijlagen?|annex)(?: \d+| [ivx]+| [a-c])?[ :.-]*$")


def looks_alike(subject: str) -> bool:
    """A paper that goes with the letters and is none: a decision note, a written consultation."""
    folded = fold(subject)
    return any(other.pattern.search(folded) for other in genre().look_alikes)
