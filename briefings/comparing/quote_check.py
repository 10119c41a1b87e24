"""Whether a pasted sentence stands in a letter: word for word, or with its differences; and whether that changed.

Quotes, capitals, dashes, spaces and stops count for nothing, as people lose them when they copy; every word counts.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from briefings.comparing.meaning import restraining, says_otherwise
from briefings.comparing.nearness import ComparedRun, Nearest, Whose, nearest_in, runs_between, shared_words
from briefings.comparing.spelled import SpelledWord, joined, run_of, spelled
from briefings.language.sentences import sentence_spans
from briefings.language.tokens import index_words, words
from briefings.model.briefing import StoredItem
from briefings.model.item import AgendaItem
from briefings.model.statement import Statement

_ALIKE = 0.6  #: from this likeness on what was pasted is told to stand there, with its differences
_NEAR = 0.3  #: below this likeness nothing is near
_FEWEST = 4  #: words; fewer stand anywhere, unless they are a whole sentence
_FEWEST_OF_SENTENCE = 2  #: words
_BESIDE = 8  #: words before and behind what was pasted in which a negation or condition is looked for
_MOST_SENTENCES = 5  #: of what was pasted that are each looked up
_EDGE = 3  #: characters of stops and quotes around a sentence that are no words
_MOST_PLACES = 5  #: of a sentence that stands word for word in several letters
_SURE = 0.85  #: from this likeness on nothing nearer is looked for
_CANDIDATES = 30  #: items of one look-up
_COMPARED = 5  #: of these that are laid beside what was pasted
_RAREST = 6  #: words by which candidates are looked up
_SELDOM = 300  #: items; a word that more of them hold says too little by itself

#: A source between brackets behind a quote: "(Kamerstuk 32317, nr. 935, p. 3)".
_SOURCE = re.compile(r"\s*\((?:Kamerst|kst|TK|EK|nr\.|p\.|blz\.)[^()]*\)[\s.”\"]*$", re.IGNORECASE)

#: The items that hold one of each of these runs of words, newest meeting first, at most so many.
Holding = Callable[[Sequence[Sequence[Sequence[str]]], int], Sequence[StoredItem]]
#: In how many items each of these words stands.
Counting = Callable[[Sequence[str]], dict[str, int]]
#: The items of the other editions of a letter, as they read.
OtherEditions = Callable[[int], Sequence[Sequence[AgendaItem]]]


@dataclass(frozen=True, slots=True)
class SaidBefore:
    """Sentences that a letter said until it was corrected."""

    text: str
    source: StoredItem | None  #: the item that said it, as it is now; None where it is gone

    def is_sentence(self, wanted: Sequence[SpelledWord]) -> bool:
        """Whether these words are a whole sentence of it."""
        said = (spelled([self.text[start:end]]) for start, end in sentence_spans(self.text))
        return joined(wanted) in map(joined, said)

    def as_edited(self, pasted: str, wanted: Sequence[SpelledWord]) -> "Edited":
        """What was pasted, which stands in it word for word."""
        said = spelled([self.text])
        at = run_of(wanted, said) or 0
        return Edited(runs_between(pasted, wanted, [self.text], said[at : at + len(wanted)]), stood_before=True)


#: What a letter said until it was corrected and has these words in this order.
Before = Callable[[Sequence[SpelledWord]], SaidBefore | None]


class Likeness(StrEnum):
    """How what was pasted stands in the letters."""

    SAME = "same"  #: word for word
    DIFFERS = "differs"
    ABSENT = "absent"
    SHORT = "short"  #: too few words to be a quote, and no whole sentence


@dataclass(frozen=True, slots=True)
class QuotePlace:
    """Where it stands: the whole sentences of the item that hold it, or are nearest to it."""

    source: StoredItem
    paragraph: int  #: index into the item's paragraphs
    text: str  #: the letter's own, from the first of these sentences to the end of the last
    runs: tuple[ComparedRun, ...]  #: what was pasted beside what stands there
    cut: bool  #: the letter's sentence begins before what was pasted, or goes on behind it
    left_out: tuple[str, ...] = ()  #: words there that deny or limit what was pasted ("geen", "mits"), folded


@dataclass(frozen=True, slots=True)
class Edited:
    """A later edition of the letter changed the place."""

    was: tuple[ComparedRun, ...]  #: what was pasted beside the earlier edition
    stood_before: bool  #: it stood word for word in the earlier edition


@dataclass(frozen=True, slots=True)
class QuoteChecked:
    """What became of a pasted sentence."""

    pasted: str
    likeness: Likeness
    score: float = 0.0  #: 0 to 1
    places: tuple[QuotePlace, ...] = ()  #: newest meeting first; of what is absent the nearest, if any is near
    edited: Edited | None = None  #: of the first place; of what is absent: it is said no longer
    sentences: tuple["QuoteChecked", ...] = ()  #: of several that do not stand there together, each by itself

    @property
    def says_otherwise(self) -> bool:
        """Whether it differs in more than spelling, small words and order."""
        return self.likeness is Likeness.DIFFERS and says_otherwise(self.places[0].runs)


class QuoteChecker:
    """Looks a pasted sentence up in the kept letters."""

    def __init__(self, holding: Holding, counting: Counting, editions: OtherEditions, before: Before) -> None:
        self._holding = holding
        self._counting = counting
        self._editions = editions
        self._before = before

    def check(self, pasted: str) -> QuoteChecked:
        """Where `pasted` stands, without its source; of several sentences also where each stands.

        What holds no word of any letter is absent.
        """
        pasted = _SOURCE.sub("", pasted)
        whole = self._checked(pasted)
        spans = sentence_spans(pasted)[:_MOST_SENTENCES]
        if whole.likeness is Likeness.SAME or len(spans) <= 1:
            return whole
        return replace(whole, sentences=tuple(self._checked(pasted[start:end]) for start, end in spans))

    def _checked(self, pasted: str) -> QuoteChecked:
        """Where it stands as one text."""
        wanted = spelled([pasted])
        if not wanted:
            return QuoteChecked(pasted, Likeness.ABSENT)
        if len(wanted) < _FEWEST:
            return self._short(pasted, wanted)
        seen: dict[int, tuple[StoredItem, Nearest]] = {}
        for found in self._candidates(pasted):
            texts = [(source, spelled(source.item.paragraphs)) for source in found if source.id not in seen]
            same = [source for source, there in texts if run_of(wanted, there) is not None]
            if same:
                return self._same(pasted, wanted, same[:_MOST_PLACES])
            for source, there in _likeliest(wanted, texts):
                if near := nearest_in(wanted, there):
                    seen[source.id] = source, near
            if any(near.score >= _SURE for _, near in seen.values()):
                break
        return self._near(pasted, wanted, [*seen.values()])

    def _short(self, pasted: str, wanted: Sequence[SpelledWord]) -> QuoteChecked:
        """So few words stand in many sentences; they are a quote where they are one by themselves."""
        if len(wanted) < _FEWEST_OF_SENTENCE:
            return QuoteChecked(pasted, Likeness.SHORT)
        found = self._holding([[run] for run in _runs(pasted)], _CANDIDATES)
        texts = [(source, source.item.paragraphs) for source in found]
        whole = [source for source, text in texts if _sentence_at(wanted, spelled(text), text) is not None]
        return self._same(pasted, wanted, whole[:_MOST_PLACES]) if whole else QuoteChecked(pasted, Likeness.SHORT)

    def _same(self, pasted: str, wanted: Sequence[SpelledWord], sources: Sequence[StoredItem]) -> QuoteChecked:
        places = []
        for source in sources:
            there = spelled(source.item.paragraphs)
            at = _sentence_at(wanted, there, source.item.paragraphs) or run_of(wanted, there) or 0
            places.append(_place(source, pasted, wanted, there[at : at + len(wanted)]))
        edited = self._edited(pasted, wanted, sources[0], is_now=True)
        if edited is None and places[0].cut and (before := self._before(wanted)) and before.is_sentence(wanted):
            edited = before.as_edited(pasted, wanted)
        return QuoteChecked(pasted, Likeness.SAME, 1.0, tuple(places), edited)

    def _near(
        self, pasted: str, wanted: Sequence[SpelledWord], seen: Sequence[tuple[StoredItem, Nearest]]
    ) -> QuoteChecked:
        best = max(seen, key=lambda one: (one[1].score, one[0].meeting.dates[-1], -one[0].id), default=None)
        is_alike = best is not None and best[1].score >= _ALIKE
        edited = self._edited(pasted, wanted, best[0], is_now=False) if best and is_alike else None
        if edited is None and (before := self._before(wanted)):
            return _said_no_longer(pasted, wanted, before)
        if best is None or best[1].score < _NEAR:
            return QuoteChecked(pasted, Likeness.ABSENT)
        source, near = best
        place = _place(source, pasted, wanted, _clipped(source.item, wanted, near))
        return QuoteChecked(pasted, Likeness.DIFFERS if is_alike else Likeness.ABSENT, near.score, (place,), edited)

    def _edited(self, pasted: str, wanted: Sequence[SpelledWord], source: StoredItem, *, is_now: bool) -> Edited | None:
        """How the place reads in the editions that are not shown; None where they say the same of it."""
        if source.corrected_on is None:
            return None
        for text in map(_all_paragraphs, self._editions(source.document_id)):
            there = spelled(text)
            at = run_of(wanted, there)
            if at is not None and not is_now:
                return Edited(runs_between(pasted, wanted, text, there[at : at + len(wanted)]), stood_before=True)
            if at is None and is_now and (near := nearest_in(wanted, there)) and near.score >= _ALIKE:
                return Edited(runs_between(pasted, wanted, text, there[near.first : near.last]), stood_before=False)
        return None

    def _candidates(self, pasted: str) -> Iterator[Sequence[StoredItem]]:
        """Items that may hold it, the likeliest first: with its run of words, then with its rarest words."""
        yield self._holding([[run] for run in _runs(pasted)], _MOST_PLACES)
        counts = self._counting([*dict.fromkeys(index_words(pasted))])
        rare = sorted(counts, key=lambda word: (counts[word], word))[:_RAREST]
        if not rare:
            return
        one, other, *more = [[word] for word in (*rare, *rare[-1:])]
        asked = [[[[word]] for word in rare], [[[word]] for word in rare[:3]], [[one], [other]]]
        if len(more) > 1:  # any of the first two with any of the next two, and these two
            asked += [[[one, other], more[:2]], [more[:1], more[1:2]]]
        asked += [[[[word]]] for word in rare[:3] if counts[word] <= _SELDOM]
        told: list[object] = []
        for look_up in asked:
            if look_up not in told:
                told.append(look_up)
                yield self._holding(look_up, _CANDIDATES)


def _said_no_longer(pasted: str, wanted: Sequence[SpelledWord], before: SaidBefore) -> QuoteChecked:
    """What was corrected, beside what stands there now; absent where the item says nothing like it any more."""
    edited = before.as_edited(pasted, wanted)
    near = nearest_in(wanted, spelled(before.source.item.paragraphs)) if before.source else None
    if before.source is None or near is None:
        return QuoteChecked(pasted, Likeness.ABSENT, edited=edited)
    place = _place(before.source, pasted, wanted, _clipped(before.source.item, wanted, near))
    is_shorter = not place.cut and all(run.whose is not Whose.LETTER for run in place.runs)
    likeness = Likeness.DIFFERS if near.score >= _NEAR or is_shorter else Likeness.ABSENT
    return QuoteChecked(pasted, likeness, near.score, (place,), edited)


def _likeliest(
    wanted: Sequence[SpelledWord], texts: Sequence[tuple[StoredItem, Sequence[SpelledWord]]]
) -> list[tuple[StoredItem, Sequence[SpelledWord]]]:
    """The few items that share most of the words; laying a text beside another takes time."""
    asked = {one.word for one in wanted}
    shared = [(len(asked & {one.word for one in there}), at) for at, (_, there) in enumerate(texts)]
    return [texts[at] for _, at in sorted(shared, key=lambda one: (-one[0], one[1]))[:_COMPARED]]


def _runs(pasted: str) -> list[list[str]]:
    """The runs of plain words as the index holds them: a hyphenated word ends one, as its parts stand behind it."""
    runs: list[list[str]] = [[]]
    for part in pasted.split():
        found = words(part)
        if found != index_words(part) or len(found) > 1:
            runs.append([])
        else:
            runs[-1] += found
    return [run for run in runs if run] or [words(pasted)]


def _clipped(item: AgendaItem, wanted: Sequence[SpelledWord], near: Nearest) -> Sequence[SpelledWord]:
    """The run that is nearest, without what belongs to sentences of which nothing was pasted."""
    run = spelled(item.paragraphs)[near.first : near.last]
    shared = shared_words(wanted, run)
    if not shared:
        return run
    first, last = run[shared[0]], run[shared[-1]]
    begins = max((s.start for s in item.statements if _begins_before(s, first)), default=0)
    ends = min((s.end for s in item.statements if _ends_behind(s, last)), default=last.end)
    return [
        word
        for word in run
        if (first.paragraph, begins) <= (word.paragraph, word.start)
        and (word.paragraph, word.end) <= (last.paragraph, ends)
    ]


def _begins_before(sentence: Statement, word: SpelledWord) -> bool:
    return sentence.paragraph == word.paragraph and sentence.start <= word.start


def _ends_behind(sentence: Statement, word: SpelledWord) -> bool:
    return sentence.paragraph == word.paragraph and sentence.end >= word.end


def _sentence_at(wanted: Sequence[SpelledWord], there: Sequence[SpelledWord], paragraphs: Sequence[str]) -> int | None:
    """At which of `there`, the words of `paragraphs`, these words are a whole sentence."""
    run = joined(wanted)
    for number, paragraph in enumerate(paragraphs):
        for start, end in sentence_spans(paragraph):
            inside = [at for at, w in enumerate(there) if w.paragraph == number and start <= w.start < end]
            if joined([there[at] for at in inside]) == run:
                return inside[0]
    return None


def _all_paragraphs(items: Sequence[AgendaItem]) -> list[str]:
    return [paragraph for item in items for paragraph in item.paragraphs]


def _place(source: StoredItem, pasted: str, wanted: Sequence[SpelledWord], there: Sequence[SpelledWord]) -> QuotePlace:
    """Where these words of the item stand, with the whole sentences around them."""
    first, last = there[0], there[-1]
    said = source.item.statements
    begins = max((s.start for s in said if _begins_before(s, first)), default=first.start)
    ends = min((s.end for s in said if _ends_behind(s, last)), default=last.end)
    paragraphs = source.item.paragraphs
    if first.paragraph == last.paragraph:
        text = paragraphs[first.paragraph][begins:ends]
    else:
        between = paragraphs[first.paragraph + 1 : last.paragraph]
        text = " ".join((paragraphs[first.paragraph][begins:], *between, paragraphs[last.paragraph][:ends]))
    cut = first.start - begins > _EDGE or ends - last.end > _EDGE
    before = [w.word for w in spelled([paragraphs[first.paragraph][begins : first.start]])]
    behind = [w.word for w in spelled([paragraphs[last.paragraph][last.end : ends]])]
    left_out = restraining((*before[-_BESIDE:], *behind[:_BESIDE]))
    return QuotePlace(source, first.paragraph, text, runs_between(pasted, wanted, paragraphs, there), cut, left_out)
