"""The themes: all of them, those that are like what is typed, and those that one may begin with."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from bot.commands.asking import ListThemes
from bot.commands.command import Command
from bot.commands.following import StartFollowing
from bot.conversation.saying import Saying
from bot.conversation.subjects import follow_button, theme_button
from bot.conversation.visit import Handler
from bot.reply import Button, Line, Reply, Section
from briefings.language.fold import fold
from briefings.language.tokens import words as folded_words
from briefings.model.theme import Theme
from briefings.themes.catalogue import Catalogue
from briefings.themes.match import resembling
from storage.search import StoredIndex

_SHOWN = 4  #: with a button


@dataclass(frozen=True)
class Themes:
    """In the order of how much there is of each."""

    index: StoredIndex
    catalogue: Callable[[], Catalogue]
    counted: Callable[[], Mapping[str, int]]  #: how many items answer to each, by slug

    def handlers(self) -> Mapping[type[Command], Handler]:
        """Its commands."""
        return {
            ListThemes: lambda _, visit: self.show(visit.saying),
            StartFollowing: lambda _, visit: self.offer(visit.saying),
        }

    def show(self, saying: Saying) -> Reply:
        """The themes, with how many items each has."""
        words, sizes = saying.words, self.counted()
        ordered = self._by_size(words.language, sizes)
        lines = tuple(
            Line(words.count(sizes.get(theme.slug, 0), "agendapunt", "agendapunten"), theme.label(words.language))
            for theme in ordered
        )
        return Reply(
            words("Thema's"),
            words.language,
            (
                words("Typ een thema om het te lezen, of volg met het thema om het te volgen."),
                words("Geteld is in hoeveel agendapunten het thema voorkomt, ook als die over iets anders gaan."),
            ),
            (Section(lines=lines),),
            buttons=tuple(theme_button(theme.slug, saying) for theme in ordered[:_SHOWN]),
        )

    def offer(self, saying: Saying) -> Reply:
        """How to follow something, with the themes of which there is most."""
        words = saying.words
        return Reply(
            words("Wat wilt u volgen?"),
            words.language,
            (words("Typ bijvoorbeeld: volg migratie, terugkeer elke maandag 08:00"),),
            buttons=(
                *(follow_button(theme.slug, saying) for theme in self._by_size(words.language)[:_SHOWN]),
                Button(words("Alle thema's"), ListThemes()),
            ),
        )

    def like(self, typed: str, language: str, limit: int) -> list[tuple[str, str]]:
        """The themes whose name is like what was typed so far, as (slug, name), the likest first; all for nothing."""
        themes = self._by_size(language)
        if typed.strip():
            near = resembling(" ".join(folded_words(typed)), self.catalogue(), limit)
            begun = [theme for theme in themes if fold(typed.strip()) in fold(theme.label(language))]
            themes = list({theme.slug: theme for theme in (*begun, *near)}.values())
        return [(theme.slug, theme.label(language)) for theme in themes[:limit]]

    def _by_size(self, language: str, counted: Mapping[str, int] | None = None) -> list[Theme]:
        """The themes, those of most items first: as counted, else by what items are mainly about, which is known."""
        sizes = self.index.theme_sizes() if counted is None else counted
        return sorted(self.catalogue().themes, key=lambda t: (-sizes.get(t.slug, 0), t.label(language).lower()))
