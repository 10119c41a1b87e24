"""Whether a sentence is about what was asked, and not merely one of an item that mentions it."""

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache

from briefings.answering.explain import body_text, holds_phrase
from briefings.answering.index import Concept
from briefings.enriching.offices import without_offices
from briefings.enriching.topics import names_theme
from briefings.language.compounds import ends
from briefings.language.fold import fold
from briefings.language.tokens import index_words
from briefings.model.item import AgendaItem
from briefings.model.statement import Statement
from briefings.model.theme import Theme

#: What a sentence begins or goes on with that speaks of what was said just before.
_REFERS = frozenset(
    "dit deze daarbij hierbij hiermee daarmee hiervoor daarvoor hierover daarover hieraan daaraan daarnaast bovendien"
    " verder aanvullend ook tevens zij hij".split()
)
_REFERS_BACK = (
    "het voorstel", "dit voorstel", "het actieplan", "de regeling", "deze regeling", "het compromis", "het akkoord",
    "de verordening", "de richtlijn", "het systeem", "de aanpak", "het verdrag", "de conventie", "het plan",
    "de strategie", "tot slot",
)  # fmt: skip
#: A side without what it is about: "zagen hier niets in", "was als enige tegen", "hielden hun bezwaren in stand".
_TAKES_SIDE = re.compile(
    r"\b(?:hier|daar|hiervan|daarvan|hierin|daarin|hiertegen|daartegen|ertegen|hiervoor|daarvoor|ervoor|hiermee|daarmee|"
    r"ermee|erover|hierover|daarover)\b|"
    r"\b(?:tegen|voor)(?: (?:te zijn|gestemd|te stemmen))?(?=[.;,]| en\b|$)|"
    r"\bonthiel(?:d|den) zich(?: (?:daarbij|hierbij|ook|echter))?(?: van (?:stem|stemming))?(?=[.;,]| en\b|$)|"
    r"\bbezwa(?:ar|ren)(?: (?:in stand|gehandhaafd|kenbaar))?(?=[.;]|$)"
)
_MOST_BACK = 2  #: sentences
SHORT_ITEM = 4  #: sentences of an item that speaks of one thing: each of the one before it
#: "de controles", of "grenscontroles" that were named before.
_POINTED_AT = re.compile(r"\b(?:de|het|deze|dit|die|dat) ([a-z]{6,})\b")


class About:
    """What was asked, to be looked for in the sentences of items."""

    def __init__(
        self,
        groups: Sequence[Concept],
        themes: Mapping[str, Theme],
        hyphens: Sequence[Sequence[str]] = (),
        *,
        short_as_one: bool = False,
    ) -> None:
        """`short_as_one`: of a short item each sentence speaks of the one before it, as who asks would take it."""
        self._short_as_one = short_as_one
        self._groups = groups
        self._themes = themes
        self._apart = {"".join(parts): tuple(parts) for parts in hyphens}  #: "pfasbeperking" -> "pfas", "beperking"

    @property
    def is_of_anything(self) -> bool:
        """Nothing was asked for by name."""
        return not self._groups

    def is_subject(self, item: AgendaItem) -> bool:
        """The title names it: then every sentence of the item is about it."""
        return self.is_of_anything or any(
            self._in(group, f"{item.title} {item.subtitle or ''}") for group in self._groups
        )

    def speaks(self, item: AgendaItem, statement: Statement) -> bool:
        """The sentence names it, or speaks of the sentence before that does; or the whole item is about it.

        Where the title names only some of what was asked, and the text the rest, what stands before the rest is
        named is about something else ("Visummaatregelen": first of Gambia, then of Mali); and a side without what
        it is about ("Hongarije stemde tegen") is about what its own paragraph names.
        """
        if self.is_subject(item):
            return self._is_of_rest(item, statement)
        if self._says(item, statement):
            return True
        said = [s for s in item.statements if s.paragraph == statement.paragraph and s.start <= statement.start]
        is_short = self._short_as_one and len(item.statements) <= SHORT_ITEM
        for later, earlier in zip(said[: -_MOST_BACK - 1 : -1], said[-2 : -_MOST_BACK - 2 : -1], strict=False):
            if not is_short and not _refers(item.text_of(later)):
                return False
            if self._says(item, earlier):
                return True
        return False

    def _is_of_rest(self, item: AgendaItem, statement: Statement) -> bool:
        title = f"{item.title} {item.subtitle or ''}"
        rest = [group for group in self._groups if not self._in(group, title)]
        return all(self._reaches(group, item, statement) for group in rest)

    def closest(self, item: AgendaItem, some: Sequence[Statement]) -> list[Statement]:
        """Of sentences about it those that are nearest to what the title does not name: "toetreding van Cyprus".

        That is named in the sentence or just before it, or earlier in the paragraph; where none is, all of them.
        """
        rest = [group for group in self._groups if not self._in(group, item.title)]
        near = [sum(self._nearness(group, item, said) for group in rest) for said in some]
        nearest = max(near, default=0)
        return [said for said, number in zip(some, near, strict=True) if number == nearest]

    def _nearness(self, group: Concept, item: AgendaItem, statement: Statement) -> int:
        before = [s for s in item.statements if s.paragraph == statement.paragraph and s.start <= statement.start]
        back = next((at for at, said in enumerate(reversed(before)) if self._says_it(group, item, said)), len(before))
        return (back <= _MOST_BACK and back < len(before)) + (back < len(before))

    def _says_it(self, group: Concept, item: AgendaItem, statement: Statement) -> bool:
        return self._in(group, without_offices(item.text_of(statement)))

    def _reaches(self, group: Concept, item: AgendaItem, statement: Statement) -> bool:
        """Whether a sentence may be about what only the text of its item names; also where that does not name it."""
        named_in = [at for at, text in enumerate(item.paragraphs) if self._in(group, without_offices(text))]
        own = statement.paragraph
        if not named_in or self._says_it(group, item, statement):
            return True
        if not _TAKES_SIDE.search(fold(item.text_of(statement))):
            return own >= named_in[0]
        before = item.paragraphs[own][: statement.start].strip()
        return self._in(group, without_offices(before or (item.paragraphs[own - 1] if own else "")))

    def mentions(self, item: AgendaItem) -> bool:
        """The text names it somewhere."""
        return any(self._in(group, without_offices(body_text(item))) for group in self._groups)

    def _says(self, item: AgendaItem, statement: Statement) -> bool:
        return any(self._says_it(group, item, statement) for group in self._groups)

    def _in(self, group: Concept, text: str) -> bool:
        theme = self._themes.get(group.theme) if group.theme else None
        if theme is not None and names_theme(theme, text):
            return True
        said = _words_of(text)
        phrases = (*group.any_phrase, *(self._apart[one[0]] for one in group.any_phrase if one[0] in self._apart))
        if any(holds_phrase(said, phrase) or _has_all(said, phrase) for phrase in phrases):
            return True
        pointed_at = _POINTED_AT.findall(fold(text))
        return any(ends(phrase[0], word) for phrase in group.any_phrase if len(phrase) == 1 for word in pointed_at)


def _has_all(said: Sequence[str], phrase: Sequence[str]) -> bool:
    """ "de groepsgewijze beperking van PFAS" has the words of "pfas beperking"."""
    return len(phrase) > 1 and set(phrase) <= set(said)


def _refers(text: str) -> bool:
    folded = text.lower()
    begins = folded.split(" ", 1)[0].strip(",") in _REFERS
    return begins or _TAKES_SIDE.search(fold(text)) is not None or any(words in folded for words in _REFERS_BACK)


@lru_cache(2_000)
def _words_of(text: str) -> tuple[str, ...]:
    return tuple(index_words(text))
