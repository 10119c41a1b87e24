"""Sentences on one matter through time, and where the stance or the wording changed."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from briefings.comparing.matter import is_of_each, matter_of, matter_words, part_in
from briefings.comparing.planned import positions_of
from briefings.comparing.proposals import are_on_two_proposals
from briefings.comparing.sides import are_alike, limits_in, side_taken
from briefings.comparing.whole import is_on_all
from briefings.language.numbers import numbers_in
from briefings.model.briefing import Announced, StoredItem, Turn, TurnKind

_SAME = 0.6  #: part of the matter of the shorter sentence that the longer must hold
_PART = 6  #: letters
_SPECIAL = 10  #: letters of a word that by itself says what a sentence is about
_ASKED = 5  #: words by which earlier sentences are looked for
_REMEMBERED = 6  #: sentences of a strand that a new one is laid beside


class _Strands:
    """Sentences by their matter, oldest first; found by how their words begin and end, as there may be many."""

    def __init__(self) -> None:
        self._strands: list[list[Announced]] = []
        self._by_part: dict[str, set[int]] = defaultdict(set)

    def of(self, one: Announced) -> list[list[Announced]]:
        """The strands that a sentence goes on with; a new one where there is none. The sentence is put at their end."""
        near = {at for part in _parts(one) for at in self._by_part.get(part, ())}
        own = [at for at in sorted(near) if self._goes_on(self._strands[at], one)]
        if not own:
            own = [len(self._strands)]
            self._strands.append([])
        for at in own:
            self._strands[at].append(one)
            for part in _parts(one):
                self._by_part[part].add(at)
        return [self._strands[at] for at in own]

    def _goes_on(self, strand: Sequence[Announced], one: Announced) -> bool:
        return any(are_on_one_matter(one, other) for other in strand[-_REMEMBERED:])


def _parts(one: Announced) -> set[str]:
    """The beginnings and ends of the words of a sentence's matter: one of them is like in every two that are akin."""
    words = matter_of(one.sentence.text)
    return {part for word in words for part in (word[:_PART], word[-_PART:])}


def turns_in(sentences: Iterable[Announced]) -> list[Turn]:
    """Where a stance or wording changed in sentences that come oldest first; each change once, oldest first."""
    strands = _Strands()
    found = [
        turn_of([other for other in strand[:-1] if are_on_one_matter(one, other)], one)
        for one in sentences
        for strand in strands.of(one)
    ]
    return list(
        {
            (one.before.source.id, one.before.sentence, one.after.source.id, one.after.sentence): one
            for one in found
            if one
        }.values()
    )


def asked_before(one: Announced) -> list[list[list[str]]]:
    """The words by which earlier sentences on the same matter are looked for: its longest, and one of the next.

    None where no word is a special one.
    """
    special = sorted({word for word in matter_words(one.sentence.text) if word.isalpha()}, key=lambda w: (-len(w), w))
    if not special or len(special[0]) < _SPECIAL:
        return []
    first, others = special[:1], special[1:_ASKED]
    return [[first], [[word] for word in others]] if others else [[first]]


def stance_turn(one: Announced, earlier: Iterable[StoredItem]) -> Turn | None:
    """Whether a sentence takes another side than the last one on its matter in these items."""
    told = (other for source in earlier for other in positions_of(source) if are_on_one_matter(one, other))
    turn = turn_of([*by_time(told)], one)
    return turn if turn and turn.kind is TurnKind.STANCE else None


def are_on_one_matter(one: Announced, other: Announced) -> bool:
    """Whether two sentences speak of the same: most words of the shorter stand in the longer.

    One word must be a special one; a common one ("het voorstel") is the same in items of one title only. "De algemene
    oriëntatie" of two proposals are two.
    """
    ours, theirs = sorted((matter_of(one.sentence.text), matter_of(other.sentence.text)), key=len)
    if not ours or part_in(ours, theirs) < _SAME:
        return False
    shared = [word for word in ours if part_in((word,), theirs) == 1.0]
    if are_on_two_proposals(one.source, other.source) and is_of_each(shared):
        return False
    if len(shared) > 1 or any(len(word) >= _SPECIAL for word in shared):
        return True
    titles = matter_of(one.source.item.title), matter_of(other.source.item.title)
    return bool(shared) and bool(titles[0]) and titles[0] == titles[1]


def turn_of(earlier: Sequence[Announced], one: Announced) -> Turn | None:
    """The change that a sentence makes after the earlier ones on its matter, oldest first; None where it makes none.

    Within one letter nothing changes: what it says of one thing and of another are two sentences of one position.
    """
    earlier = [other for other in earlier if not _is_in_one_letter(one, other)]
    side = side_taken(one)
    if side is not None:
        before = next((other for other in reversed(earlier) if side_taken(other) is not None), None)
        if before is not None and not are_alike(before, one) and not _says_so_too(before, one):
            return Turn(TurnKind.STANCE, before, one, _is_sure(before, one))
    before = next((other for other in reversed(earlier) if _is_sure(other, one)), None)
    if before is not None and (side_taken(before) is None or are_alike(before, one)) and _says_other(before, one):
        return Turn(TurnKind.WORDING, before, one, sure=True)
    return None


def _says_so_too(before: Announced, one: Announced) -> bool:
    """Whether the item of an earlier sentence takes the side of a later one too: of its matter, or of all.

    "Nederland kan niet instemmen met detectie. Nederland zal zich onthouden.": to abstain was announced.
    """
    told = (other for other in positions_of(before.source) if side_taken(other) is not None)
    return any(
        are_alike(other, one) and (is_on_all(other.sentence.text) or are_on_one_matter(one, other)) for other in told
    )


def _is_in_one_letter(one: Announced, other: Announced) -> bool:
    return (one.source.meeting, one.source.kind) == (other.source.meeting, other.source.kind)


def _is_sure(one: Announced, other: Announced) -> bool:
    """Both speak of the same and of little else, so that the stance of each is on that."""
    ours, theirs = matter_of(one.sentence.text), matter_of(other.sentence.text)
    return part_in(ours, theirs) >= _SAME and part_in(theirs, ours) >= _SAME


def _says_other(before: Announced, after: Announced) -> bool:
    """Whether the two allow something else; between the letters on one meeting only a number says so."""
    told = numbers_in if before.source.meeting == after.source.meeting else limits_in
    return told(before.sentence.text) != told(after.sentence.text)


def by_time(sentences: Iterable[Announced]) -> Iterator[Announced]:
    """Oldest meeting first, the agenda before the report, then as in the letters."""

    def order(one: Announced) -> tuple[object, ...]:
        report = one.source.kind != "geannoteerde_agenda"
        start = one.sentence.said.start if one.sentence.said else 0
        return one.source.meeting.dates[-1], report, one.source.id, one.sentence.paragraph, start

    yield from sorted(sentences, key=order)
