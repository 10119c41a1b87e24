"""What a question was taken for: the parts that letters know, and the words that were left out."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from briefings.answering.index import Concept
from briefings.answering.thesaurus import same_as
from briefings.answering.worth import Lacking, Worth, carries, is_everyday, is_place
from briefings.model.theme import Theme


@dataclass(frozen=True, slots=True)
class Meant:
    """What some of the words of a question ask for."""

    group: Concept
    name: str  #: as said to the person
    length: int = 1  #: how many of the typed words
    theme: Theme | None = None
    corrected: bool = False
    doubtful: bool = False  #: a guess that is only to be offered
    typed: str = ""  #: as typed, folded
    worth: Worth = Worth.NAME
    hint: bool = False  #: people only hint at it so: it says something beside other words, and nothing by itself

    @property
    def belongs(self) -> bool:
        """It is of the field, whatever stands beside it."""
        words = tuple(self.typed.split())
        known = self.theme is not None or self.worth >= Worth.NAME or bool(same_as(words))
        return known and self.worth is not Worth.SIDE and not is_everyday("_".join(words))

    @property
    def as_lost(self) -> "Lost":
        """What becomes of it when it is left out though letters know it."""
        if self.hint:
            what = Lacking.FOREIGN
        elif self.worth is Worth.SIDE:
            what = Lacking.SIDE
        elif self.worth is Worth.PLAIN:
            what = Lacking.FIELD if self.belongs else Lacking.COMMON
        else:
            what = Lacking.FOREIGN
        return Lost(self.typed or self.name, what, apart=True)


@dataclass(frozen=True, slots=True)
class Lost:
    """A word of a question that no letter has, or that stands in no item together with the rest."""

    typed: str
    what: Lacking
    apart: bool = False  #: the letters do have it


@dataclass(frozen=True, slots=True)
class Understood:
    """What a question asks for."""

    parts: tuple[Meant, ...]
    lost: tuple[Lost, ...] = ()
    offer: str | None = None  #: what may have been meant by a word that was not found
    framed: bool = False  #: the shape of the question says that it is about the Council
    listed: bool = False  #: it names several things side by side: what is known of them is answered

    @property
    def groups(self) -> tuple[Concept, ...]:
        """What is asked for."""
        return tuple(part.group for part in self.parts)

    @property
    def subject(self) -> tuple[Concept, ...]:
        """What every item must meet: the long terms asked for, else the names, else all but the sides of a subject."""
        least = max((part.worth for part in self.parts), default=Worth.SIDE)
        return tuple(part.group for part in self.parts if part.worth >= least)

    @property
    def name(self) -> str:
        """In the language asked for."""
        return " ".join(part.name for part in self.parts)

    @property
    def theme(self) -> Theme | None:
        """When the question is one theme."""
        return self.parts[0].theme if len(self.parts) == 1 else None

    @property
    def corrected(self) -> bool:
        """A typing error was mended."""
        return any(part.corrected for part in self.parts)

    @property
    def carries(self) -> bool:
        """What is known says what is asked about."""
        if self._is_only_hinted_at:
            return False
        lost = [lost.what for lost in self.lost]
        known = {part.name: part.worth for part in self.parts}
        if any(part.worth is Worth.PLAIN and part.belongs for part in self.parts):
            known |= {part.name: Worth.PLAIN for part in self._places}  # "visa voor studenten uit Ethiopië"
        if Lacking.SUBJECT in lost and not self._has_a_subject:
            return False
        if Lacking.PLACE in lost and not any(part.belongs or part.group.theme for part in self.parts):
            return False
        return not lost or carries(list(known.values()), lost, framed=self.framed)

    @property
    def _is_only_hinted_at(self) -> bool:
        """All that says something is one hint."""
        hints = {part.group for part in self.parts if part.hint}
        return len(hints) == 1 and all(part.hint or part.worth is Worth.SIDE for part in self.parts)

    @property
    def _has_a_subject(self) -> bool:
        """Beside a subject that no letter is about: a name, or where several are listed a word of the field."""
        least = Worth.PLAIN if self.listed else Worth.NAME
        return any(part.belongs and part.worth >= least for part in self.parts)

    def narrower(self) -> Iterator["Understood"]:
        """The same with less asked, for when no item has all of it: sides of the subject first, then one thing."""
        sides = tuple(part for part in self.parts if part.worth is Worth.SIDE)
        if sides and len(sides) < len(self.parts):
            core = self._without(sides)
            if core.carries or not any(part.hint for part in sides):
                yield core
                yield from core.narrower()
        elif len(sides) > 1 and not self.lost and 0 < len(self._places) < len(sides):
            yield self._without(tuple(part for part in sides if part not in self._places))
        elif not sides and len(self.parts) > 1:
            least = sorted(enumerate(self.parts), key=_tells_least)
            narrowed = [self._without((part,)) for _, part in least]
            yield from (fewer for fewer in narrowed if fewer.is_enough)
            yield from narrowed[0].narrower()

    @property
    def _places(self) -> tuple[Meant, ...]:
        """What is a country or a part of the world: beside sides of a subject it is what is asked about."""
        return tuple(part for part in self.parts if is_place(part.typed))

    def put_back(self, narrowed: "Understood", is_there: Callable[[Meant], bool]) -> "Understood":
        """`narrowed`, which has less of this, with those of the left out parts that are there after all."""
        back = [part for part in self.parts if part not in narrowed.parts and is_there(part)]
        again = [part.as_lost for part in back]
        parts = tuple(part for part in self.parts if part in narrowed.parts or part in back)
        return replace(narrowed, parts=parts, lost=tuple(one for one in narrowed.lost if one not in again))

    @property
    def is_enough(self) -> bool:
        """It still says what was asked about, when something was left out of it."""
        return self.carries and any(part.belongs for part in self.parts)

    def _without(self, some: Sequence[Meant]) -> "Understood":
        lost = tuple(part.as_lost for part in some)
        return replace(self, parts=tuple(part for part in self.parts if part not in some), lost=self.lost + lost)


def _tells_least(one: tuple[int, Meant]) -> tuple[Worth, bool, Worth, int]:
    """The order in which parts are left out, each with its place: a theme stays longest, and what was said first."""
    at, part = one
    return min(part.worth, Worth.NAME), part.theme is not None, part.worth, -at
