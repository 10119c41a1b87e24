"""A question -> what to look for: themes, phrases and papers, typing errors mended, and what is not known set apart."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import islice, product

from rapidfuzz import process
from rapidfuzz.distance import OSA

from briefings.answering.index import Group, ItemIndex
from briefings.answering.question import Question
from briefings.answering.thesaurus import LONGEST, Phrase, broader_than, narrower_than, phrases, same_as, single_words
from briefings.answering.understood import Lost, Meant, Understood
from briefings.answering.vocabulary import Guess
from briefings.answering.worth import Lacking, Worth, is_everyday, is_filler, is_side, lacking, worth_of
from briefings.enriching.citations import motion_key
from briefings.language.compounds import halves, joinings
from briefings.language.derivations import derived
from briefings.language.lemmas import is_ordinary, lemma
from briefings.themes.catalogue import Catalogue
from briefings.themes.match import Recognised, differs_in_unknown, recognise, recognise_within

_OWN = re.compile(r"\b(?:mijn|m'n|my)\b", re.IGNORECASE)
_CAPITALS = re.compile(r"\b[A-Z]{2,}\b")
_SHORTEST_HEAD = 5  #: letters of a theme's name that begins a longer word: "visum" in "visumbeleid"
_SHORTEST_TAIL = 3
_SHORTEST_HALF = 5
_SHORTEST_INSIDE = 6  #: letters of a word that is looked for in the middle of others
_LONG = 7  #: letters of a synonym whose compounds mean the same
_SHORTEST_MENDED = 9  #: letters of a phrase in which an error is mended
_LONG_MENDED = 15  #: letters for each further error
_MOST_APART = 3  #: words from one part of a compound to the other: "dieren voor de slacht"
_MOST_FORMS = 24  #: of one phrase of several words


class Understanding:
    """Understands the words of questions, with the words of the letters and the themes of a catalogue."""

    def __init__(self, index: ItemIndex, catalogue: Catalogue, language: str) -> None:
        self._index = index
        self.catalogue = catalogue
        self._language = language
        self._spelt: frozenset[str] = frozenset()  #: the words of the question that are typed in capitals
        self._vocabulary = index.vocabulary()

    def understand(self, question: Question) -> Understood:
        """What is asked for, and the words that mean nothing the letters know."""
        papers = [Meant(Group(papers=(key,)), key) for key in question.papers]
        asked = question.words
        if movers := self._index.cited(question.movers):
            papers += [Meant(Group(papers=(key,)), f"motie {key.removeprefix('motie:').title()}") for key in movers]
            asked = question.beside
        self._spelt = frozenset(word.lower() for word in _CAPITALS.findall(question.raw))
        found = self._words(asked, {"".join(parts): parts for parts in question.hyphens})
        parts = self._persons_weighed(found.parts) if found.lost else found.parts
        lost = map(_as_private, found.lost) if _OWN.search(question.raw) else found.lost
        return replace(found, parts=(*papers, *parts), lost=tuple(lost))

    def _persons_weighed(self, parts: Sequence[Meant]) -> Iterator[Meant]:
        """Who moved a motion has a name like others ("boswijk fietsenwinkel"): it does not say what is asked about."""
        movers = set(self._index.cited([motion_key(part.typed) for part in parts if part.worth is Worth.NAME]))
        for part in parts:
            yield replace(part, worth=Worth.PLAIN) if motion_key(part.typed) in movers else part

    def literal(self, phrase: Phrase) -> Group:
        """The word in its forms, or the phrase and what means the same; an empty group when no letter has it."""
        known = self._same(phrase, 0)
        return known.group if known and known.length == len(phrase) else self._any_of([phrase])

    def joined(self, question: Question) -> Understood | None:
        """What is asked for when two words belong together: "klimaat doel" for "klimaatdoel"."""
        asked = [word for word in question.words if not is_filler(word)]
        for at in range(len(asked) - 1):
            if found := self._joined(asked, at):
                others = self._one_by_one((*asked[:at], *asked[at + 2 :]), {})
                if not others.lost:
                    return replace(others, parts=(found, *others.parts))
        return None

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
            return Understood((self._theme(whole, asked),))
        mended = self._mended(asked) if len(asked) > 1 else None
        if mended is not None:
            return mended
        found = self._one_by_one(typed, hyphens)
        return found if found.parts else self._one_by_one(typed, hyphens, by_phrase=False)

    def _mended(self, asked: Sequence[str]) -> Understood | None:
        """A phrase of the glossary with a typing error in it, where that is all that is asked: "digitale eiro"."""
        text = " ".join(asked)
        if same_as(tuple(asked)) or all(is_ordinary(word) for word in asked) or len(text) < _SHORTEST_MENDED:
            return None
        found = process.extractOne(text, phrases(), scorer=OSA.distance, score_cutoff=1 + len(text) // _LONG_MENDED)
        if found is None or not differs_in_unknown(asked, found[0].split()):
            return None
        known = self._same(found[0].split(), 0)
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
            found = self._one_word(typed, at) or self._named(themes.get(at), typed, at) or self._at(typed, at, hyphens)
            word, length = typed[at], self._unmet(typed, at) if by_phrase else 0
            if length > sum(part.length for part in found or ()):
                found = None
            if found is None and length > 1:
                lost.append(Lost(" ".join(typed[at : at + length]), Lacking.FIELD))
            elif found is None and not is_filler(word):
                if meant and not lost and (joined := self._joined(typed, at - 1)):
                    meant[-1] = joined
                elif kind := self._kind(word):
                    meant.append(kind)
                    lost.append(Lost(word, Lacking.SIDE))
                else:
                    lost.append(Lost(word, lacking(word)))
            elif found is not None and found[0].doubtful:
                lost.append(Lost(word, Lacking.FOREIGN))
                offer = offer or found[0].name
            elif found is not None:
                meant += found
            at += found[0].length if found else max(length, 1)
        return Understood(tuple(meant), tuple(lost), offer)

    def _one_word(self, typed: Sequence[str], at: int) -> list[Meant] | None:
        """ "terugkeer hubs" where letters or glossary have "terugkeerhubs": that is meant, however it is written."""
        pair = tuple(typed[at : at + 2])
        if len(pair) < 2 or any(is_filler(word) or is_side(word) for word in pair) or same_as(pair):  # noqa: PLR2004
            return None
        joined = "".join(pair)
        if joined in self.catalogue.by_name:
            return None
        own = self._own(joined) if not same_as((joined,)) else self._any_of(same_as((joined,))).phrases
        if not own:
            return None
        group = self._any_of(((joined,), *same_as((joined,))))
        both = Group(phrases=(*group.phrases, pair), wider=group.wider)
        return [Meant(both, " ".join(pair), 2, typed=" ".join(pair), worth=Worth.NAME)]

    def _unmet(self, typed: Sequence[str], at: int) -> int:
        """How many words from `at` on are a phrase of the glossary, of two words or more; 0 where there is none."""
        ends = range(min(len(typed), at + LONGEST), at + 1, -1)
        return next((end - at for end in ends if same_as(tuple(typed[at:end]))), 0)

    def _named(self, hit: Recognised | None, typed: Sequence[str], at: int) -> list[Meant] | None:
        """The theme named here, unless a longer phrase says something else: "return hubs" is not just "return"."""
        if hit is None or (hit.end - hit.start == 1 and self._is_common(typed[at])):
            return None
        longer = self._same(typed, at)
        theme = self._theme(hit, typed[hit.start : hit.end])
        return [longer if longer and longer.length > theme.length else theme]

    def _is_common(self, word: str) -> bool:
        """A word of every day that is an abbreviation only where it is typed in capitals: "vis" and "VIS"."""
        return is_everyday(word) and word in self.catalogue.abbreviations and word not in self._spelt

    def _theme(self, hit: Recognised, typed: Sequence[str]) -> Meant:
        theme = hit.theme
        named = "".join(typed) in self.catalogue.abbreviations
        return Meant(
            Group(theme=theme.slug), theme.label(self._language), hit.end - hit.start, theme, hit.corrected,
            typed=" ".join(typed), worth=max(Worth.PLAIN, worth_of(tuple(typed), named=named, termed=True)),
        )  # fmt: skip

    def _at(self, asked: Sequence[str], at: int, hyphens: dict[str, tuple[str, ...]]) -> list[Meant] | None:
        """What the words from `at` on mean, the longest phrase that is known first."""
        word = asked[at]
        same = self._same(asked, at)
        if same is not None or is_filler(word):
            return [same] if same else None
        found = self._form(word) or self._parts(word, hyphens.get(word, ())) or self._joined(asked, at)
        if found is None and (halves := self._halves(word)):
            return halves
        found = found or self._derived(word) or self._compound(word) or self._inside(word) or self._guess(word)
        return [found] if found else None

    def _same(self, asked: Sequence[str], at: int) -> Meant | None:
        for end in range(min(len(asked), at + LONGEST), at, -1):
            phrase = tuple(asked[at:end])
            known = next((one for one in _numbers(phrase) if same_as(one)), phrase)
            same, narrower = same_as(known), narrower_than(known)
            group = self._any_of((phrase, *same) if same else (), narrower)
            if group.any_phrase:
                worth = worth_of(phrase) if len(phrase) > 1 or not is_side(phrase[0]) else Worth.SIDE
                return Meant(group, " ".join(phrase), end - at, typed=" ".join(phrase), worth=worth)
        return None

    def _any_of(self, same: Iterable[Phrase], narrower: Iterable[Phrase] = ()) -> Group:
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
            if at == 0 or len(phrase[0]) >= _LONG:
                wider |= dict.fromkeys((form,) for form in self._index.forms(phrase[0]).compounds)
        if not own and not wider:
            told = [word for phrase in same if len(phrase) == 1 for word in self._index.forms(phrase[0]).compounds]
            wider = dict.fromkeys((word,) for word in told)
        return Group(phrases=tuple(own), wider=tuple(phrase for phrase in wider if phrase not in own))

    def _inflected(self, phrase: Phrase) -> dict[Phrase, None]:
        """The ways in which letters have the words of a phrase; none where one of them is in no letter."""
        forms = [self._own(word) for word in phrase]
        return dict.fromkeys(islice(product(*forms), _MOST_FORMS if all(forms) else 0))

    def _own(self, word: str) -> Phrase:
        return self._vocabulary.own(word)

    def _form(self, word: str) -> Meant | None:
        group = self._any_of([(word,)])
        return Meant(group, word, typed=word, worth=worth_of((word,))) if group.any_phrase else None

    def _parts(self, word: str, parts: Phrase) -> Meant | None:
        """ "EU-kader" where letters write "EU kader"."""
        if parts and all(self._index.forms(part) for part in parts):
            name = "-".join(parts)
            return Meant(Group(phrases=(parts,)), name, typed=name, worth=worth_of(parts))
        return None

    def _joined(self, asked: Sequence[str], at: int) -> Meant | None:
        """ "grens bewaking" for "grensbewaking", "prijs van melk" for "melkprijs"."""
        second = next((later for later in range(at + 1, len(asked)) if not is_filler(asked[later])), None)
        if second is None or second - at > _MOST_APART or is_filler(asked[at]):
            return None
        pair = (asked[at], asked[second])
        linked = [one for one in joinings(*pair) if self._own(one)]
        together = ("".join(pair), "".join(reversed(pair)), *linked)
        joined = next((form for one in together if (form := self._form(one))), None)
        return replace(joined, length=second + 1 - at, typed=" ".join(asked[at : second + 1])) if joined else None

    def _halves(self, word: str) -> list[Meant] | None:
        """ "kabelactieplan" where letters write "actieplan" and "kabels": both are asked for."""
        if same_as((word,)):
            return None
        for head, tail in halves(word, _SHORTEST_HALF):
            if is_side(head) or is_filler(head) or is_filler(tail) or not (self._own(head) or same_as((head,))):
                continue
            group = self._any_of([(head,), *same_as((head,))])
            if not group.any_phrase:
                continue
            first = Meant(group, head, typed=word, worth=Worth.PLAIN)
            if self._own(tail):
                side = is_side(tail) or lacking(tail) is Lacking.SIDE
                second = self._any_of([(tail,)])
                worth = Worth.SIDE if side else Worth.PLAIN
                wider = second.wider if len(tail) >= _LONG else ()
                return [first, Meant(Group(phrases=second.phrases, wider=wider), tail, typed=word, worth=worth)]
            if lacking(tail) in {Lacking.SIDE, Lacking.FIELD}:
                return [first]
        return None

    def _kind(self, word: str) -> Meant | None:
        """ "jeugdradicalisering" is a kind of "radicalisering", where that word means one thing only."""
        if broader := broader_than((word,)) or broader_than((lemma(word),)):
            group = self._any_of(same_as(broader))
            return Meant(group, " ".join(broader), typed=word) if group.any_phrase else None
        for _, tail in halves(word, _SHORTEST_HALF):
            found = self._theme_of(tail) or self._same([tail], 0)
            if found is not None and found.worth is Worth.TERM:
                return found
        return None

    def _theme_of(self, word: str) -> Meant | None:
        theme = self.catalogue.by_name.get(word)
        return self._theme(Recognised(theme, 0, 1), [word]) if theme is not None else None

    def _inside(self, word: str) -> Meant | None:
        """ "belasting" where letters write "energiebelastingrichtlijn"."""
        if len(word) < _SHORTEST_INSIDE:
            return None
        found = self._vocabulary.holding(word)
        group = Group(wider=tuple((longer,) for longer in found))
        return Meant(group, word, typed=word, worth=worth_of((word,))) if found else None

    def _derived(self, word: str) -> Meant | None:
        """ "vaccineren" where letters write "vaccinatie"."""
        if lacking(word) is Lacking.ELSEWHERE:
            return None
        found = next((same for one in derived(word) if (same := self._same([one], 0) or self._own_form(one))), None)
        return replace(found, typed=word) if found else None

    def _own_form(self, word: str) -> Meant | None:
        return self._form(word) if self._own(word) else None

    def _compound(self, word: str) -> Meant | None:
        """ "visumbeleid" is about visas where the letters know "beleid". A word's end does not say what it is about."""
        for end in range(len(word) - _SHORTEST_TAIL, _SHORTEST_HEAD - 1, -1):
            theme = self.catalogue.by_name.get(word[:end])
            if theme is not None and self._index.forms(word[end:].removeprefix("s")):
                name = theme.label(self._language)
                return Meant(Group(theme=theme.slug), name, 1, theme, typed=word, worth=Worth.PLAIN)
        return None

    def _guess(self, word: str) -> Meant | None:
        if word in self.catalogue.abbreviations:
            return None
        if is_side(word):
            return None
        guess = self._vocabulary.nearest(word, self.catalogue.single_words | single_words())
        found = self._guessed(guess) if guess else None
        return replace(found, typed=word) if found else None

    def _guessed(self, guess: Guess) -> Meant | None:
        """The word guessed as a theme or as words of the letters; None when these do not have it either."""
        theme = self.catalogue.by_name.get(guess.word)
        if theme is not None:
            found: Meant | None = Meant(Group(theme=theme.slug), theme.label(self._language), 1, theme)
        else:
            found = self._same([guess.word], 0) or self._form(guess.word)
        return replace(found, length=1, corrected=True, doubtful=not guess.sure) if found else None


def _as_private(lost: Lost) -> Lost:
    """ "faillissement van mijn kapper": what is somebody's own is not of the Council."""
    return replace(lost, what=Lacking.ELSEWHERE) if lost.what is Lacking.FOREIGN else lost


def _numbers(phrase: Phrase) -> tuple[Phrase, ...]:
    """A phrase as typed, and in the singular or plural; of one word in its dictionary form."""
    if len(phrase) == 1:
        return phrase, (lemma(phrase[0]),)
    *begin, last = phrase
    return phrase, (*begin, last.removesuffix("s")), (*begin, f"{last}s")
