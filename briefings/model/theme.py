"""Themes that people follow."""

from dataclasses import dataclass

#: From this score on an item is about a theme; below it the theme is only mentioned.
ABOUT = 2.0


@dataclass(frozen=True, slots=True)
class Theme:
    """A subject with all its names."""

    slug: str
    nl: str
    en: str
    synonyms: tuple[str, ...] = ()  #: other names, in Dutch or English, of one or more words
    terms: tuple[str, ...] = ()  #: words that belong to it but are no name of it: "Europol" of police cooperation
    compounds: tuple[str, ...] = ()  #: words that count inside a longer one too: "migratie" in "migratiedruk"
    abbreviations: tuple[str, ...] = ()  #: count as whole words in capitals only, and are never corrected
    broader: tuple[str, ...] = ()  #: slugs
    related: tuple[str, ...] = ()  #: slugs

    def label(self, language: str) -> str:
        """The name in `language` ("nl" or "en")."""
        return self.en if language == "en" else self.nl

    @property
    def names(self) -> tuple[str, ...]:
        """Everything people may call it."""
        return (self.nl, self.en, *self.synonyms, *self.abbreviations)

    @property
    def all_names(self) -> tuple[str, ...]:
        """Its names, and the words that only belong to it."""
        return (*self.names, *self.terms, *self.compounds)


@dataclass(frozen=True, slots=True)
class ThemeMatch:
    """Why an item is about a theme: which of its names stands where, and how heavily that weighs."""

    slug: str
    score: float  #: see enriching.topics
    terms: tuple[tuple[str, str], ...]  #: (name as in the thesaurus, "title" or "text")

    @property
    def in_title(self) -> bool:
        """One of its names stands in the title."""
        return any(where == "title" for _, where in self.terms)

    @property
    def about(self) -> bool:
        """The item is about the theme rather than mentioning it once."""
        return self.score >= ABOUT
