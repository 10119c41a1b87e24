"""A question -> what to look for: themes, phrases and papers, typing errors mended."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from briefings.answering.index import Group, ItemIndex
from briefings.answering.question import EMPTY, Question
from briefings.answering.thesaurus import LONGEST, Phrase, same_as, single_words
from briefings.answering.vocabulary import Guess
from briefings.language.lemmas import lemma
from briefings.model.theme import Theme
from briefings.themes.catalogue import Catalogue
from briefings.themes.match import Recognised, recognise, recognise_within

_SHORTEST_HEAD = 5  #: letters of a theme's name that begins a longer word: "visum" in "visumbeleid"
_SHORTEST_TAIL = 3
_LONG = 8  #: letters of a synonym whose compounds mean the same


@dataclass(frozen=True, slots=True)
class Meant:
    """What some of the words of a question ask for."""

    group: Group
    name: str  #: as said to the person
    length: int = 1  #: how many of the typed words
    theme: Theme | None = None
    corrected: bool = False
    doubtful: bool = False  #: a guess that is only to be offered


@dataclass(frozen=True, slots=True)
class Understood:
    """What a question asks for."""

    groups: tuple[Group, ...]
    name: str  #: in the language asked for
    theme: Theme | None = None  #: when the question is one theme
    corrected: bool = False
    doubtful: bool = False


class Understanding:
    """Understands the words of questions, with the words of the letters and the themes of a catalogue."""

    def __init__(self, index: ItemIndex, catalogue: Catalogue, language: str) -> None:
        self._index = index
        self._catalogue = catalogue
        self._language = language

    def understand(self, question: Question) -> Understood | None:
        """What is asked for; None as soon as a word means nothing that is known."""
        papers = tuple(Group(papers=(key,)) for key in question.papers)
        names = tuple(question.papers)
        asked = question.words
        if movers := self._index.cited(question.movers):
            papers += tuple(Group(papers=(key,)) for key in movers)
            names += tuple(f"motie {key.removeprefix('motie:').title()}" for key in movers)
            asked = question.beside
        found = self._words(asked, {"".join(parts): parts for parts in question.hyphens})
        if found is None:
            return None
        return replace(found, groups=papers + found.groups, name=" ".join((*names, found.name)).strip())

    def literal(self, phrase: Phrase) -> Group:
        """The word in its forms, or the phrase and what means the same; an empty group when no letter has it."""
        known = self._same(phrase, 0)
        return known.group if known and known.length == len(phrase) else self._any_of([phrase])

    def joined(self, question: Question) -> Understood | None:
        """What is asked for when two words belong together: "klimaat doel" for "klimaatdoel"."""
        asked = [word for word in question.words if word not in EMPTY]
        for at in range(len(asked) - 1):
            if found := self._joined(asked, at):
                beside = (*asked[:at], *asked[at + 2 :])
                others = self._one_by_one(beside, {})
                if others is not None:
                    return _together((found, *others))
        return None

    def _words(self, typed: Sequence[str], hyphens: dict[str, tuple[str, ...]]) -> Understood | None:
        asked = [word for word in typed if word not in EMPTY]
        ways = dict.fromkeys((tuple(typed), tuple(asked))) if asked else ()
        whole = next((hit for way in ways if (hit := recognise(way, self._catalogue))), None)
        if whole is not None and (not whole.corrected or len(asked) > 1):
            return _together([self._theme(whole)])
        meant = self._one_by_one(typed if asked else [], hyphens)
        return _together(meant) if meant is not None else None

    def _one_by_one(self, typed: Sequence[str], hyphens: dict[str, tuple[str, ...]]) -> list[Meant] | None:
        themes = {hit.start: hit for hit in recognise_within(typed, self._catalogue)}
        meant: list[Meant] = []
        at = 0
        while at < len(typed):
            found = self._named(themes.get(at), typed, at) or self._at(typed, at, hyphens)
            if found is None and typed[at] in EMPTY:
                at += 1
                continue
            if found is None and meant and (joined := self._joined(typed, at - 1)):
                meant[-1] = joined
                at += 1
                continue
            if found is None:
                return None
            meant.append(found)
            at += found.length
        return meant

    def _named(self, hit: Recognised | None, typed: Sequence[str], at: int) -> Meant | None:
        """The theme named here, unless a longer phrase says something else: "return hubs" is not just "return"."""
        if hit is None:
            return None
        longer = self._same(typed, at)
        theme = self._theme(hit)
        return longer if longer and longer.length > theme.length else theme

    def _theme(self, hit: Recognised) -> Meant:
        theme = hit.theme
        return Meant(Group(theme=theme.slug), theme.label(self._language), hit.end - hit.start, theme, hit.corrected)

    def _at(self, asked: Sequence[str], at: int, hyphens: dict[str, tuple[str, ...]]) -> Meant | None:
        """What the words from `at` on mean, the longest phrase that is known first."""
        word = asked[at]
        same = self._same(asked, at)
        if same is not None or word in EMPTY:
            return same
        return (
            self._form(word)
            or self._parts(word, hyphens.get(word, ()))
            or self._joined(asked, at)
            or self._compound(word)
            or self._guess(word)
        )

    def _same(self, asked: Sequence[str], at: int) -> Meant | None:
        for end in range(min(len(asked), at + LONGEST), at, -1):
            phrase = tuple(asked[at:end])
            same = same_as(phrase) or (same_as((lemma(phrase[0]),)) if len(phrase) == 1 else ())
            group = self._any_of((phrase, *same) if same else ())
            if group.any_phrase:
                return Meant(group, " ".join(phrase), end - at)
        return None

    def _any_of(self, same: Iterable[Phrase]) -> Group:
        """The phrases whose every word is known, single words inflected.

        Compounds count with the first, which was typed, and with long words: "export" ends in "port".
        """
        own: dict[Phrase, None] = {}
        wider: dict[Phrase, None] = {}
        for at, phrase in enumerate(same):
            forms = [self._index.forms(word) for word in phrase]
            if len(phrase) == 1:
                own |= dict.fromkeys((form,) for form in forms[0].own)
                joins = at == 0 or len(phrase[0]) >= _LONG
                wider |= dict.fromkeys((form,) for form in forms[0].compounds if joins)
            elif all(forms):
                own[phrase] = None
        return Group(phrases=tuple(own), wider=tuple(phrase for phrase in wider if phrase not in own))

    def _form(self, word: str) -> Meant | None:
        group = self._any_of([(word,)])
        return Meant(group, word) if group.any_phrase else None

    def _parts(self, word: str, parts: Phrase) -> Meant | None:
        """ "EU-kader" where letters write "EU kader"."""
        if parts and all(self._index.forms(part) for part in parts):
            return Meant(Group(phrases=(parts,)), "-".join(parts))
        return None

    def _joined(self, asked: Sequence[str], at: int) -> Meant | None:
        """ "grens bewaking" for "grensbewaking"."""
        joined = self._form("".join(asked[at : at + 2])) if at + 1 < len(asked) else None
        return replace(joined, length=2) if joined else None

    def _compound(self, word: str) -> Meant | None:
        """ "visumbeleid" is about visas where the letters know "beleid". A word's end does not say what it is about."""
        for end in range(len(word) - _SHORTEST_TAIL, _SHORTEST_HEAD - 1, -1):
            theme = self._catalogue.by_name.get(word[:end])
            if theme is not None and self._index.forms(word[end:].removeprefix("s")):
                return Meant(Group(theme=theme.slug), theme.label(self._language), 1, theme)
        return None

    def _guess(self, word: str) -> Meant | None:
        if word in self._catalogue.abbreviations:
            return None
        guess = self._index.vocabulary().nearest(word, self._catalogue.single_words | single_words())
        return self._guessed(guess) if guess else None

    def _guessed(self, guess: Guess) -> Meant | None:
        """The word guessed as a theme or as words of the letters; None when these do not have it either."""
        theme = self._catalogue.by_name.get(guess.word)
        if theme is not None:
            found: Meant | None = Meant(Group(theme=theme.slug), theme.label(self._language), 1, theme)
        else:
            found = self._same([guess.word], 0) or self._form(guess.word)
        return replace(found, corrected=True, doubtful=not guess.sure) if found else None


def _together(parts: Sequence[Meant]) -> Understood:
    return Understood(
        tuple(part.group for part in parts),
        " ".join(part.name for part in parts),
        parts[0].theme if len(parts) == 1 else None,
        any(part.corrected for part in parts),
        any(part.doubtful for part in parts),
    )
