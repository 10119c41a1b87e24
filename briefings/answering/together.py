"""A name that no letter has as such, where a title or a sentence has all its words near each other.

"Richtlijn minimumnormen voor de rechten van slachtoffers" is the "slachtofferrichtlijn".
"""

from collections.abc import Iterable, Iterator, Sequence

from briefings.answering.explain import holds_phrase, title_text
from briefings.answering.index import Concept, ItemIndex, Search
from briefings.answering.meanings import Meanings
from briefings.answering.thesaurus import Phrase, same_as
from briefings.answering.understood import Meant
from briefings.answering.worth import Worth, is_filler, is_side
from briefings.language.compounds import halves, is_made_of_words
from briefings.language.tokens import index_words
from briefings.model.item import AgendaItem

_FEWEST = 2  #: words that must stand together
_SPAN = 8  #: words of a sentence, from the first of them to the last
_SPAN_OF_TWO = 6
_LOOKED_AT = 10  #: items, the best first
_SHORTEST_HALF = 4  #: letters


class Together:
    """Finds the words of names in titles and sentences of an index."""

    def __init__(self, index: ItemIndex, meanings: Meanings) -> None:
        self._index = index
        self._meanings = meanings

    def name(self, phrase: Phrase) -> Meant | None:
        """A name by what letters write for it: its words, or those of what means the same; None where none has them."""
        for way in dict.fromkeys((phrase, *same_as(phrase))):
            parts = self._parts(way)
            if len(parts) < _FEWEST or all(is_side(word) for word, _ in parts):
                continue
            groups = [group for _, group in parts]
            if runs := self._runs(groups, _SPAN_OF_TWO if len(groups) == _FEWEST else _SPAN):
                typed = " ".join(phrase)
                return Meant(Concept(phrases=runs), typed, len(phrase), typed=typed, worth=Worth.NAME)
        return None

    def words_of(self, phrase: Phrase) -> list[Meant] | None:
        """The words of a phrase as typed, where they stand together; None where they do not."""
        found = [self._meanings.form(word) for word in phrase if not is_filler(word)]
        known = [one for one in found if one]
        if len(known) < _FEWEST or len(known) < len(found):
            return None
        return known if self._runs([one.group for one in known], _SPAN) else None

    def _parts(self, way: Phrase) -> Sequence[tuple[str, Concept]]:
        """The telling words of a phrase, of a compound its halves; none where letters do not have all of them."""
        found: list[tuple[str, Concept]] = []
        for word in way:
            if is_filler(word):
                continue
            in_two = (self._known(pair) for pair in halves(word, _SHORTEST_HALF) if all(map(self._is_word, pair)))
            known = self._known([word]) or next(filter(None, in_two), None)
            if known is None:
                return ()
            found += known
        return found

    def _known(self, words: Iterable[str]) -> list[tuple[str, Concept]] | None:
        parts: list[tuple[str, Concept]] = []
        for word in words:
            group = self._meanings.any_of([(word,)])
            if not group.any_phrase:
                return None
            parts.append((word, group))
        return parts

    def _is_word(self, half: str) -> bool:
        """Only what can be a word is looked up: a compound can be cut in many places."""
        return is_made_of_words(half) or bool(self._meanings.own(half))

    def _runs(self, groups: Sequence[Concept], span: int) -> tuple[Phrase, ...]:
        """The runs of words that have all of them: of a title whole, of a sentence within so many words."""
        hits = self._index.search(Search(tuple(groups), limit=_LOOKED_AT)).hits
        return tuple(dict.fromkeys(run for hit in hits for run in _runs_in(hit.item.item, groups, span)))


def _runs_in(item: AgendaItem, groups: Sequence[Concept], span: int) -> Iterator[Phrase]:
    title = index_words(title_text(item))
    yield from _shortest(title, groups, len(title))
    for statement in item.statements:
        yield from _shortest(index_words(item.text_of(statement)), groups, span)


def _shortest(words: Sequence[str], groups: Sequence[Concept], span: int) -> Iterator[Phrase]:
    """The shortest run that has all of the groups, if it is no longer than `span`."""
    if not all(_holds(words, group) for group in groups):
        return
    for length in range(_FEWEST, min(span, len(words)) + 1):
        for at in range(len(words) - length + 1):
            if all(_holds(words[at : at + length], group) for group in groups):
                yield tuple(words[at : at + length])
                return


def _holds(words: Sequence[str], group: Concept) -> bool:
    return any(holds_phrase(words, phrase) for phrase in group.any_phrase)
