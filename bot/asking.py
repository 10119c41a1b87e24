"""The part of the composition root that answers questions: `jbz ask` loads nothing that reads or sends letters."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cached_property

from bot.conversation.saying import Saying
from bot.scheduling.moments import local_day
from bot.settings import Settings
from bot.templates import Templates
from bot.words import Words
from briefings.answering.answering import Answering
from briefings.themes.catalogue import Catalogue
from storage import standing
from storage.database import Database
from storage.search import StoredIndex
from storage.themes import StoredThemes

Clock = Callable[[], datetime]


def utc_now() -> datetime:
    """The wall clock."""
    return datetime.now(UTC)


@dataclass(frozen=True)
class Asking:
    """What answers a question from the kept letters."""

    settings: Settings
    clock: Clock = utc_now

    @cached_property
    def database(self) -> Database:
        """The database of the settings; its tables are made or brought up to date by `App.prepare`."""
        return Database(self.settings.jbz_database_url)

    def is_ready(self) -> bool:
        """Whether there is nothing to prepare: the tables are as this release has them, and so are the letters."""
        return self.database.is_current() and standing.is_ready(self.database)

    @cached_property
    def themes(self) -> StoredThemes:
        """The themes, and what the administrator changed in them."""
        return StoredThemes(self.database)

    @property
    def catalogue(self) -> Catalogue:
        """The themes as they are now."""
        return self.themes.catalogue()

    def today(self) -> date:
        """The day in the service's zone."""
        return local_day(self.clock(), self.settings.jbz_timezone)

    @cached_property
    def index(self) -> StoredIndex:
        """The kept items, to be searched; it holds the vocabulary, so there is one."""
        return StoredIndex(self.database)

    @cached_property
    def answering(self) -> Answering:
        """Answers from the kept letters."""
        return Answering(self.index, self.themes.catalogue, self.today)

    @cached_property
    def templates(self) -> Templates:
        """The templates, with those that the administrator replaced."""
        return Templates(self.settings.jbz_templates)

    def saying(self, language: str) -> Saying:
        """How things are said in a language, today."""
        return Saying(Words(language), self.catalogue, self.settings.jbz_base_url.rstrip("/"), self.today())
