"""A question -> what to look for: themes, phrases and papers, typing errors mended, and what is not known set apart."""

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from rapidfuzz import process
from rapidfuzz.distance import OSA

from briefings.answering.asking import section
from briefings.answering.frames import asks_for_holder, asks_who, begins_a_sentence
from briefings.answering.index import Concept, ItemIndex, Search
from briefings.answering.meanings import Meanings
from briefings.answering.question import Question
from briefings.answering.sayings import put_together
from briefings.answering.thesaurus import LONGEST, Phrase, phrases_near, same_as
from briefings.answering.together import Together
from briefings.answering.understood import Lost, Meant, Understood
from briefings.answering.worth import Lacking, Worth, is_everyday, is_filler, is_side, lacking
from briefings.enriching.citations import motion_key
from briefings.language.fold import fold
from briefings.language.lemmas import is_dutch, is_ordinary, lemma
from briefings.language.tokens import words
from briefings.themes.catalogue import Catalogue
from briefings.themes.match import Recognised, differs_in_unknown, misspelt_at, recognise, recognise_within

_OWN = re.compile(r"\b(?:mijn|m'n|my)\b", re.IGNORECASE)
_LISTS = re.compile(r",|&|\+|/|\b(?:en|and|of|or|alsmede|evenals)\b", re.IGNORECASE)
_HYPHENED = re.compile(r"\w+(?:-\w+)+")
_CAPITALS = re.compile(r"\b[A-Z]{2,}\b")
_CAPITALISED = re.compile(r"(?<=[\w,;:] )[A-Z]\w+")  #: not the first of a sentence
_APPOINTED = [(word,) for word in "benoeming benoemen herbenoeming opvolger opvolging kandidaat aanstelling".split()]
_SHORTEST_MENDED = 9  #: letters of a phrase in which an error is mended
_LONG_MENDED = 15  #: letters for each further error


class Understanding:
    """Understands the words of questions, with the words of the letters and the themes of a catalogue."""

    def __init__(self, index: ItemIndex, catalogue: Catalogue, language: str) -> None:
        self._index = index
        self.catalogue = catalogue
        self._spelt: frozenset[str] = frozenset()  #: the words of the question that are typed in capitals
        self._in_words = False  #: the question is a sentence, and no row of words
        self._meanings = Meanings(index, catalogue, language)
        self._together = Together(index, self._meanings)

    def understand(self, question: Question) -> Understood:
        """What is asked for, and the words that mean nothing the letters know."""
        papers = [Meant(Concept(papers=(key,)), key) for key in question.papers]
        asked = question.words
        if movers := self._index.cited(question.movers):
            papers += [Meant(Concept(papers=(key,)), f"motie {key.removeprefix('motie:').title()}") for key in movers]
            asked = question.beside
        self._in_words = begins_a_sentence(fold(question.raw))
        self._spelt = frozenset(word.lower() for word in _CAPITALS.findall(question.raw))
        hyphens = {"".join(parts): parts for parts in question.hyphens}
        said = put_together(asked, self.catalogue.by_name)
        found = self._words(said, hyphens)
        if said != asked and not found.carries and (as_typed := self._words(asked, hyphens)).carries:
            found = as_typed  # a saying that no letter has hides no words that letters do have
        weighed = self._persons_weighed(found.parts) if len(found.parts) > 1 or found.lost else found.parts
        written = {fold(word).replace("-", ""): word for word in _HYPHENED.findall(question.raw)}
        parts = [replace(part, name=written.get(part.name, part.name)) for part in weighed]
        lost = list(map(_as_private, found.lost)) if _OWN.search(question.raw) else list(found.lost)
        in_words = self._in_words
        if not in_words:
            lost = list(map(_as_foreign, lost))
        lost = _names_as_one(lost, asked, set(words(" ".join(_CAPITALISED.findall(question.raw)))))
        if asks_for_holder(fold(question.raw)) and not self._tells_of_holders([*papers, *parts]):
            lost.append(Lost("wie", Lacking.ELSEWHERE))
        of_states = question.asks is not None and question.asks.is_of_states
        framed = (
            question.actor is not None if not of_states else asks_who(fold(question.raw)) or question.actor is not None
        )
        parts = _hints_as_sides(parts)
        if in_words or question.asks is not None:
            parts = _doings_as_sides(parts)
        listed = in_words or framed or _LISTS.search(question.raw) is not None
        return replace(found, parts=(*papers, *parts), lost=tuple(lost), framed=framed, listed=listed)

    def _tells_of_holders(self, parts: Sequence[Meant]) -> bool:
        """Whether an item that has these tells of an appointment; who else holds an office is in no letter."""
        appointed = self._meanings.any_of(_APPOINTED)
        groups = (*(part.group for part in parts), appointed)
        return bool(appointed.any_phrase and self._index.search(Search(groups, limit=1)).hits)

    def _persons_weighed(self, parts: Sequence[Meant]) -> Iterator[Meant]:
        """Who moved a motion has a name like others ("boswijk fietsenwinkel"): it does not say what is asked about."""
        movers = set(self._index.cited([motion_key(part.typed) for part in parts if part.worth is Worth.NAME]))
        for part in parts:
            yield replace(part, worth=Worth.PLAIN) if motion_key(part.typed) in movers else part

    def literal(self, phrase: Phrase) -> Concept:
        """The word in its forms, or the phrase and what means the same; an empty group when no letter has it."""
        known = self._meanings.same(phrase, 0)
        return known.group if known and known.length == len(phrase) else self._meanings.any_of([phrase])

    def joined(self, question: Question) -> Understood | None:
        """What is asked for when two words belong together: "klimaat doel" for "klimaatdoel"."""
        asked = [word for word in question.words if not is_filler(word)]
        for at in range(len(asked) - 1):
            if found := self._meanings.joined(asked, at):
                others = self._one_by_one((*asked[:at], *asked[at + 2 :]), {})
                if not others.lost:
                    return replace(others, parts=(found, *others.parts))
        return None

    def worded(self, understood: Understood) -> Understood | None:
        """The same with the words of what no item has as such: "SMR-strategie" for "strategie voor SMR's".

        None where all of it stands in one, or the words do not stand together.
        """
        parts: list[Meant] = []
        for part in understood.parts:
            phrase = tuple(re.split(r"[ -]", part.name if part.corrected else part.typed))
            if not part.typed or self._index.search(Search((part.group,), limit=1)).hits:
                parts.append(part)
            elif words_of := self._words_apart(part, phrase) or self._by_its_words(phrase):
                parts += words_of
            else:
                return None
        return replace(understood, parts=tuple(parts)) if parts != list(understood.parts) else None

    def _words_apart(self, part: Meant, phrase: Phrase) -> list[Meant] | None:
        """The words of a phrase that stand together; those of a word with a hyphen ("Europol-voorstel") wherever."""
        if len(phrase) == 1:
            return None
        if "-" not in part.typed:
            return self._together.words_of(phrase)
        known = [self._meanings.form(word) for word in phrase]
        return [one for one in known if one] if all(known) else None

    def _words(self, typed: Sequence[str], hyphens: dict[str, tuple[str, ...]]) -> Understood:
        asked = [word for word in typed if not is_filler(word)]
        if len(asked) == 1 and self._is_common(asked[0]):
            return self._one_by_one(typed, hyphens)
        whole = next(
            (
                hit
                for way in dict.fromkeys((tuple(typed), tuple(asked)))
                if way and (hit := recognise(way, self.catalogue))
            ),
            None,
        )
        if whole is not None and (not whole.corrected or len(asked) > 1):
            return Understood((self._meanings.theme(whole, asked),))
        mended = self._mended(asked) if len(asked) > 1 else None
        if mended is not None:
            return mended
        found = self._one_by_one(typed, hyphens)
        if found.parts and not any(" " in lost.typed for lost in found.lost):
            return found
        apart = self._one_by_one(typed, hyphens, by_phrase=False)
        better = self._in_words and apart.carries and not found.carries if found.parts else True
        return apart if better and any(part.belongs for part in apart.parts) else found

    def _mended(self, asked: Sequence[str]) -> Understood | None:
        """A phrase of the glossary with a typing error in it, where that is all that is asked: "digitale eiro"."""
        text = " ".join(asked)
        if same_as(tuple(asked)) or all(is_ordinary(word) for word in asked) or len(text) < _SHORTEST_MENDED:
            return None
        errors = 1 + len(text) // _LONG_MENDED
        found = process.extractOne(text, phrases_near(len(text), errors), scorer=OSA.distance, score_cutoff=errors)
        if found is None or not differs_in_unknown(asked, found[0].split()):
            return None
        known = self._meanings.same(found[0].split(), 0)
        return Understood((replace(known, corrected=True, typed=text),)) if known else None

    def _one_by_one(
        self, typed: Sequence[str], hyphens: dict[str, tuple[str, ...]], *, by_phrase: bool = True
    ) -> Understood:
        """Each word or phrase by itself; `by_phrase`: one of the glossary that no letter has is lost as a whole."""
        themes = {hit.start: hit for hit in recognise_within(typed, self.catalogue)}
        meant: list[Meant] = []
        lost: list[Lost] = []
        offer: str | None = None
        at = 0
        while at < len(typed):
            theme = themes.get(at) or misspelt_at(typed, at, self.catalogue)
            found = self._one_word(typed, at) or self._named(theme, typed, at) or self._at(typed, at, hyphens)
            word, length = typed[at], self._unmet(typed, at) if by_phrase else 0
            if length > sum(part.length for part in found or ()):
                found = self._by_its_words(tuple(typed[at : at + length]))
            elif found is None and not is_filler(word) and lacking(word) is Lacking.SUBJECT:
                found = self._by_its_words((word,))
            if found is None and length > 1:
                lost.append(Lost(" ".join(typed[at : at + length]), Lacking.SUBJECT))
            elif found is None and not is_filler(word):
                if meant and not lost and (joined := self._meanings.joined(typed, at - 1)):
                    meant[-1] = joined
                elif kind := self._meanings.kind(word):
                    meant.append(kind)
                    lost.append(Lost(word, Lacking.SIDE))
                else:
                    lost.append(Lost(word, lacking(word, hyphens.get(word, ()))))
            elif found is not None and found[0].doubtful:
                lost.append(Lost(word, Lacking.FOREIGN))
                offer = offer or found[0].name
            elif found is not None:
                meant += found
            at += found[0].length if found else max(length, 1)
        return Understood(tuple({part.group: part for part in reversed(meant)}.values())[::-1], tuple(lost), offer)

    def _one_word(self, typed: Sequence[str], at: int) -> list[Meant] | None:
        """ "terugkeer hubs" where letters or glossary have "terugkeerhubs": that is meant, however it is written."""
        pair = tuple(typed[at : at + 2])
        if len(pair) < 2 or any(map(_says_nothing, pair)) or same_as(pair):  # noqa: PLR2004
            return None
        joined = "".join(pair)
        if joined in self.catalogue.by_name:
            return None
        own = (
            self._meanings.own(joined) if not same_as((joined,)) else self._meanings.any_of(same_as((joined,))).phrases
        )
        if not own:
            return None
        group = self._meanings.any_of(((joined,), *same_as((joined,))))
        both = Concept(phrases=(*group.phrases, pair), wider=group.wider)
        return [Meant(both, " ".join(pair), 2, typed=" ".join(pair), worth=Worth.NAME)]

    def _by_its_words(self, phrase: Phrase) -> list[Meant] | None:
        name = self._together.name(phrase)
        return [name] if name else None

    def _unmet(self, typed: Sequence[str], at: int) -> int:
        """How many words from `at` on are a phrase of the glossary, of two words or more; 0 where there is none."""
        ends = range(min(len(typed), at + LONGEST), at + 1, -1)
        return next((end - at for end in ends if same_as(tuple(typed[at:end]))), 0)

    def _named(self, hit: Recognised | None, typed: Sequence[str], at: int) -> list[Meant] | None:
        """The theme named here, unless a longer phrase says something else: "return hubs" is not just "return"."""
        if hit is None or (hit.end - hit.start == 1 and self._is_common(typed[at])):
            return None
        longer = self._meanings.same(typed, at)
        theme = self._meanings.theme(hit, typed[hit.start : hit.end])
        return [longer if longer and longer.length > theme.length else theme]

    def _is_common(self, word: str) -> bool:
        """A word of every day that is an abbreviation only where it is typed in capitals: "vis" and "VIS"."""
        return is_everyday(word) and word in self.catalogue.abbreviations and word not in self._spelt

    def _at(self, asked: Sequence[str], at: int, hyphens: dict[str, tuple[str, ...]]) -> list[Meant] | None:
        """What the words from `at` on mean, the longest phrase that is known first."""
        word = asked[at]
        same = self._meanings.same(asked, at)
        if same is not None or is_filler(word):
            return [same] if same else None
        known = self._meanings
        found = known.form(word) or known.parts(word, hyphens.get(word, ())) or known.joined(asked, at)
        if found is None and (halves := known.halves(word)):
            return halves
        found = found or known.derived(word) or known.compound(word) or known.inside(word) or known.guess(word)
        return [found] if found else None


def _says_nothing(word: str) -> bool:
    return is_filler(word) or is_side(word) or word.isdigit()


def _as_foreign(lost: Lost) -> Lost:
    """ "wolf temmen": a verb beside a word, in no sentence, asks how it is done."""
    return replace(lost, what=Lacking.FOREIGN) if lost.what is Lacking.DOING else lost


def _hints_as_sides(parts: Sequence[Meant]) -> list[Meant]:
    """Beside what says what is asked a hint orders the items, and hides none."""
    if not any(part.worth > Worth.SIDE and not part.hint for part in parts):
        return list(parts)
    return [replace(part, worth=Worth.SIDE) if part.hint else part for part in parts]


def _doings_as_sides(parts: Sequence[Meant]) -> list[Meant]:
    """In a sentence a verb says what happens to the subject: it hides no item that does not have it."""
    told = [replace(part, worth=Worth.SIDE) if _is_doing(part) else part for part in parts]
    return told if any(part.worth > Worth.SIDE for part in told) else list(parts)


def _is_doing(part: Meant) -> bool:
    word = part.typed
    if part.worth is not Worth.PLAIN or part.belongs or not (word.isalpha() and is_dutch(word)):
        return False
    verb = lemma(word)
    is_verb = verb.endswith("en") and (verb != word or word in section("doing"))
    return is_verb and {word, verb}.isdisjoint(section("athome"))


def _names_as_one(lost: Sequence[Lost], asked: Sequence[str], capitals: Collection[str]) -> list[Lost]:
    """A name of several words ("Gelderse Vallei", "pam bondi") is one thing that is not known."""
    kept: list[Lost] = []
    for one in lost:
        before = kept[-1] if kept else None
        if before and _is_name(before, capitals) and _is_name(one, capitals) and _follows(before, one, asked):
            kept[-1] = replace(before, typed=f"{before.typed} {one.typed}")
        else:
            kept.append(one)
    return kept


def _is_name(lost: Lost, capitals: Collection[str]) -> bool:
    """No letter has it, and it is written with a capital or is no word of the dictionary."""
    last = lost.typed.split()[-1]
    return lost.what is Lacking.FOREIGN and (last in capitals or not is_ordinary(last))


def _follows(before: Lost, one: Lost, asked: Sequence[str]) -> bool:
    last = before.typed.split()[-1]
    return any(pair == (last, one.typed) for pair in pairwise(asked))


def _as_private(lost: Lost) -> Lost:
    """ "faillissement van mijn kapper": what is somebody's own is not of the Council."""
    return replace(lost, what=Lacking.ELSEWHERE) if lost.what is Lacking.FOREIGN else lost
