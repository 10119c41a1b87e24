"""What everything that is said has in common: the words of a language, the names of the themes, today, our address."""

from dataclasses import dataclass
from datetime import date

from bot.reply import Link
from bot.words import Words, capital
from briefings.themes.catalogue import Catalogue

_HEADING = 80  #: characters


def heading(text: str) -> str:
    """What someone typed as a heading: with a capital, and cut after a word where it is long."""
    if len(text) > _HEADING:
        text = f"{text[: _HEADING + 1].rpartition(' ')[0] or text[:_HEADING]}…"
    return capital(text)


@dataclass(frozen=True, slots=True)
class Saying:
    """In one language, on one day. Links lead to the reading room at `base_url`."""

    words: Words
    catalogue: Catalogue
    base_url: str  #: without a slash at its end
    today: date

    @property
    def language(self) -> str:
        """ "nl" or "en"."""
        return self.words.language

    def reading(self, path: str) -> Link:
        """Where something stands in the reading room, whole."""
        return Link(self.words("Lees meer"), f"{self.base_url}{path}")
