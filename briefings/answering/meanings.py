"""What letters and themes make of a word or phrase of a question: its forms, what means the same, compounds."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import cache, lru_cache
from itertools import chain, islice, product

from briefings.answering.candidates import Candidates
from briefings.answering.index import Concept, ItemIndex, Search
from briefings.answering.thesaurus import (
    LONGEST,
    Phrase,
    broader_than,
    called,
    everyday_words,
    hinted,
    meant_by,
    narrower_than,
    same_as,
    single_words,
)
from briefings.answering.understood import Meant
from briefings.answering.vocabulary import Guess
from briefings.answering.worth import Lacking, Worth, is_everyday, is_filler, is_place, is_side, lacking, worth_of
from briefings.language.compounds import halves, is_made_of_words, joinings
from briefings.language.derivations import derived
from briefings.language.lemmas import is_dutch, is_ordinary, lemma
from briefings.model.theme import Theme
from briefings.themes.catalogue import Catalogue
from briefings.themes.match import Recognised

_SHORTEST_HEAD = 5  #: letters of a theme's name that begins a longer word: "visum" in "visumbeleid"
_SHORTEST_TAIL = 3
_SHORTEST_HALF = 5
_SHORTEST_INSIDE = 6  #: letters of a word that is looked for in the middle of others
_LONG = 7  #: letters of a synonym that the compounds beginning with it mean too
_LONGER = 10  #: letters of one that all its compounds mean
_ENDING = 2  #: letters in which the inflections of a compound may differ
_MOST_APART = 3  #: words from one part of a compound to the other: "dieren voor de slacht"
_MOST_FORMS = 24  #: of one phrase of several words


class Meanings:
    """What the letters of an index and the themes of a catalogue know of the words of questions."""

    def __init__(self, index: ItemIndex, catalogue: Catalogue, language: str) -> None:
        self._index = index
        self._catalogue = catalogue
        self._language = language
        self._vocabulary = index.vocabulary()

    def theme(self, hit: Recognised, typed: Sequence[str]) -> Meant:
        """A theme that typed words name."""
        theme = hit.theme
        named = "".join(typed) in self._catalogue.abbreviations
        return Meant(
            Concept(theme=theme.slug), theme.label(self._language), hit.end - hit.start, theme, hit.corrected,
            typed=" ".join(typed), worth=max(Worth.PLAIN, worth_of(tuple(typed), named=named, termed=True)),
        )  # fmt: skip

    def same(self, asked: Sequence[str], at: int) -> Meant | None:
        """The longest phrase from `at` on that the glossary knows and letters have, in any of its ways."""
        for end in range(min(len(asked), at + LONGEST), at, -1):
            phrase = tuple(asked[at:end])
            ways = [one for one in _numbers(phrase) if same_as(one)]
            known = ways[0] if ways else phrase
            same = tuple(dict.fromkeys(meant for one in ways for meant in same_as(one)))
            narrower = narrower_than(known)
            group = self.any_of((phrase, *same) if same else (), narrower)
            if theme := self._theme_meant(known):
                group = replace(group, theme=theme.slug)
            is_met = self._is_met(group)
            if (meant_by(known) or not is_met) and (field := self._called(known)):
                group = replace(self.any_of((phrase, *same, *field), narrower), theme=group.theme)
                is_met = self._is_met(group)
            if is_met:
                worth = (
                    worth_of(phrase) if same else min(worth_of(phrase), Worth.NAME if len(phrase) > 1 else Worth.PLAIN)
                )
                return Meant(group, " ".join(phrase), end - at, typed=" ".join(phrase), worth=worth)
            if hint := self._hint(phrase):
                return hint
        return None

    def _hint(self, phrase: Phrase) -> Meant | None:
        """What people who say this may mean, where letters do not have it as it was said."""
        if all(is_filler(word) or self.own(word) for word in phrase):
            return None
        meant = hinted(phrase)
        group = self.any_of((phrase, *meant)) if meant else Concept()
        if not self._is_met(group):
            return None
        typed, of_place = " ".join(phrase), any(len(one) == 1 and is_place(one[0]) for one in meant)
        worth = Worth.SIDE if of_place else Worth.PLAIN
        return Meant(group, typed, len(phrase), typed=typed, worth=worth, hint=not of_place)

    def _called(self, phrase: Phrase) -> tuple[Phrase, ...]:
        """What letters of any formation may call it, where these letters do not have the word itself."""
        return () if len(phrase) == 1 and self.own(phrase[0]) else called(phrase)

    def _is_met(self, group: Concept) -> bool:
        """Whether an item has it: that each word of a phrase is known, does not say that they stand together."""
        if group.theme or any(len(phrase) == 1 for phrase in group.any_phrase):
            return True
        return bool(group.any_phrase and self._index.search(Search((group,), limit=1)).hits)

    def _theme_meant(self, said: Phrase) -> Theme | None:
        """The theme that people mean who say this in words of their own."""
        named = (self._catalogue.by_name.get(" ".join(phrase)) for phrase in meant_by(said))
        return next(filter(None, named), None)

    def any_of(self, same: Iterable[Phrase], narrower: Iterable[Phrase] = ()) -> Concept:
        """The phrases whose every word is known, single words inflected; behind them what is narrower than they are.

        Compounds count with the first, which was typed, and with long words: "export" ends in "port".
        """
        own: dict[Phrase, None] = {}
        wider: dict[Phrase, None] = {}
        for phrase in narrower:
            wider |= self._inflected(phrase)
        for at, phrase in enumerate(same):
            own |= self._inflected(phrase)
            if len(phrase) > 1:
                continue
            all_mean_it = at == 0 or len(phrase[0]) >= _LONGER  # "aquacultuur" is not what "creative europe" means
            if all_mean_it or len(phrase[0]) >= _LONG:
                compounds = self._index.forms(phrase[0]).compounds
                meant = (form for form in compounds if all_mean_it or form.startswith(phrase[0]))
                wider |= dict.fromkeys((form,) for form in meant if not is_place(form))  # "kopen" in "kopenhagen"
        if not own and not wider:  # "soil": letters have "bodemmonitoring" only
            told = [
                (word, phrase[0])
                for phrase in same
                if len(phrase) == 1
                for word in self._index.forms(phrase[0]).compounds
            ]
            wider = dict.fromkeys((word,) for word, part in told if word.startswith(part))
        return Concept(phrases=tuple(own), wider=tuple(phrase for phrase in wider if phrase not in own))

    def own(self, word: str) -> Phrase:
        """A word and its inflections, as far as letters have them, the most used first."""
        return self._vocabulary.own(word)

    def form(self, word: str) -> Meant | None:
        """A word in its forms, and as a part of compounds; what is no word itself is one with a typing error."""
        group = self.any_of([(word,)])
        if not group.any_phrase:
            return None
        found = Meant(group, word, typed=word, worth=worth_of((word,)))
        meant = self._slipped(word)
        if meant is None:
            return found
        guessed = self.guess(word)
        return guessed if guessed and not guessed.doubtful else replace(found, name=meant, corrected=True)

    def _slipped(self, word: str) -> str | None:
        """The word of the letters that is met only because its stem is what was typed: "terugker"."""
        own = self.own(word)
        return own[0] if own and word not in own and lemma(word) == word and not is_ordinary(word) else None

    def parts(self, word: str, parts: Phrase) -> Meant | None:
        """ "EU-kader" where letters write "EU kader"."""
        if parts and all(self._index.forms(part) for part in parts):
            name = "-".join(parts)
            return Meant(Concept(phrases=(parts,)), name, typed=name, worth=worth_of(parts))
        return None

    def joined(self, asked: Sequence[str], at: int) -> Meant | None:
        """ "grens bewaking" for "grensbewaking", "prijs van melk" for "melkprijs"."""
        second = next((later for later in range(at + 1, len(asked)) if not is_filler(asked[later])), None)
        if second is None or second - at > _MOST_APART or is_filler(asked[at]):
            return None
        pair = (asked[at], asked[second])
        linked = (one for one in joinings(*pair) if self._may_have(one) and self.own(one))
        together = (one for one in ("".join(pair), "".join(reversed(pair))) if self._may_have(one))
        joined = next((form for one in chain(together, linked) if (form := self.form(one))), None)
        return replace(joined, length=second + 1 - at, typed=" ".join(asked[at : second + 1])) if joined else None

    def _may_have(self, word: str) -> bool:
        """Whether letters may have the word or an inflection, which ends otherwise: looked up fast, as most do not."""
        return self._vocabulary.has_start(word[:-_ENDING])

    def halves(self, word: str) -> list[Meant] | None:
        """ "kabelactieplan" where letters write "actieplan" and "kabels": both are asked for."""
        if same_as((word,)) or lacking(word) is Lacking.ELSEWHERE:
            return None
        for head, tail in halves(word, _SHORTEST_HALF):
            if is_side(head) or is_filler(head) or is_filler(tail):
                continue
            same = same_as((head,))
            group = self.any_of([(head,), *same]) if same or self.own(head) else Concept()
            if not group.any_phrase:
                if (same or is_dutch(head)) and is_made_of_words(tail):
                    return None  # about something that no letter has: "grondwater" in "grondwaterbescherming"
                continue
            named = bool(same) and not is_everyday(head)
            first = Meant(group, head, typed=word, worth=Worth.NAME if named else Worth.PLAIN)
            if self.own(tail):
                side = is_side(tail) or lacking(tail) is Lacking.SIDE
                second = self.any_of([(tail,)])
                worth = Worth.SIDE if side else Worth.PLAIN
                wider = second.wider if len(tail) >= _LONG else ()
                return [first, Meant(Concept(phrases=second.phrases, wider=wider), tail, typed=word, worth=worth)]
            if lacking(tail) in {Lacking.SIDE, Lacking.FIELD, Lacking.SUBJECT} and is_made_of_words(tail):
                return [first]
        return None

    def kind(self, word: str) -> Meant | None:
        """ "jeugdradicalisering" is a kind of "radicalisering", where that word means one thing only."""
        if broader := broader_than((word,)) or broader_than((lemma(word),)):
            group = self.any_of(same_as(broader))
            return Meant(group, " ".join(broader), typed=word) if group.any_phrase else None
        for _, tail in halves(word, _SHORTEST_HALF):
            found = self._theme_of(tail) or self.same([tail], 0)
            if found is not None and found.worth is Worth.TERM:
                return found
        return None

    def derived(self, word: str) -> Meant | None:
        """ "vaccineren" where letters write "vaccinatie"."""
        if lacking(word) is Lacking.ELSEWHERE:
            return None
        ways = (self.same([one], 0) or self._own_form(one) or self._theme_of(one) for one in derived(word))
        found = next(filter(None, ways), None)
        return replace(found, typed=word) if found else None

    def compound(self, word: str) -> Meant | None:
        """ "visumbeleid" is about visas where the letters know "beleid". A word's end does not say what it is about."""
        for end in range(len(word) - _SHORTEST_TAIL, _SHORTEST_HEAD - 1, -1):
            theme = self._catalogue.by_name.get(word[:end])
            if theme is not None and self._index.forms(word[end:].removeprefix("s")):
                name = theme.label(self._language)
                return Meant(Concept(theme=theme.slug), name, 1, theme, typed=word, worth=Worth.PLAIN)
        return None

    def inside(self, word: str) -> Meant | None:
        """ "belasting" where letters write "energiebelastingrichtlijn"."""
        if len(word) < _SHORTEST_INSIDE:
            return None
        found = self._vocabulary.holding(word)
        group = Concept(wider=tuple((longer,) for longer in found))
        return Meant(group, word, typed=word, worth=worth_of((word,))) if found else None

    def guess(self, word: str) -> Meant | None:
        """What a word may be a typing error of; a word for a side of a subject, or of another world, is none."""
        if word in self._catalogue.abbreviations or is_side(word) or lacking(word) is Lacking.ELSEWHERE:
            return None
        guess = self._vocabulary.nearest(word, _named_by(self._catalogue))
        if guess is None and (said := self._vocabulary.nearest(word, _said_by_people())) and said.errors <= 1:
            guess = said
        found = self._guessed(guess) if guess else None
        return replace(found, typed=word) if found else None

    def _inflected(self, phrase: Phrase) -> dict[Phrase, None]:
        """The ways in which letters have the words of a phrase; none where one of them is in no letter."""
        forms = [self.own(word) for word in phrase]
        return dict.fromkeys(islice(product(*forms), _MOST_FORMS if all(forms) else 0))

    def _theme_of(self, word: str) -> Meant | None:
        theme = self._catalogue.by_name.get(word)
        return self.theme(Recognised(theme, 0, 1), [word]) if theme is not None else None

    def _own_form(self, word: str) -> Meant | None:
        return self.form(word) if self.own(word) else None

    def _guessed(self, guess: Guess) -> Meant | None:
        """The word guessed as a theme or as words of the letters; None when these do not have it either."""
        theme = self._catalogue.by_name.get(guess.word)
        if theme is not None:
            found: Meant | None = Meant(Concept(theme=theme.slug), theme.label(self._language), 1, theme)
        else:
            found = self.same([guess.word], 0) or self.form(guess.word)
        return replace(found, length=1, corrected=True, doubtful=not guess.sure) if found else None


@lru_cache(2)
def _named_by(catalogue: Catalogue) -> Candidates:
    """The single words that are names of themes or stand in the glossary."""
    return Candidates(catalogue.single_words | single_words())


@cache
def _said_by_people() -> Candidates:
    return Candidates(everyday_words())


def _numbers(phrase: Phrase) -> tuple[Phrase, ...]:
    """A phrase as typed, and in the singular or plural; of one word in its dictionary form."""
    if len(phrase) == 1:
        return phrase, (lemma(phrase[0]),)
    *begin, last = phrase
    return phrase, (*begin, last.removesuffix("s")), (*begin, f"{last}s")
