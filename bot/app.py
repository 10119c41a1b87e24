"""Composition root: settings -> the parts, put together."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path

from bot.conversation.grammar import read_schedule
from bot.conversation.handle import Conversation
from bot.settings import Settings
from briefings.answering.answer import Answering
from briefings.intake.apart import ReadingApart
from briefings.intake.take_in import Intake, Taken
from briefings.model.document import Provenance
from briefings.sources.folder import find_files, load
from briefings.themes.catalogue import Catalogue, load_catalogue
from storage.database import Database
from storage.documents import StoredLibrary
from storage.search import StoredIndex

EXAMPLES = Path(__file__).parent / "examples"

Clock = Callable[[], datetime]


def utc_now() -> datetime:
    """The wall clock."""
    return datetime.now(UTC)


@dataclass(frozen=True)
class App:
    """The product without its channels: what the command line and the service share."""

    settings: Settings
    clock: Clock = utc_now

    @cached_property
    def database(self) -> Database:
        """The database of the settings; its tables are made or brought up to date by `prepare`."""
        return Database(self.settings.jbz_database_url)

    @cached_property
    def catalogue(self) -> Catalogue:
        """The themes."""
        return load_catalogue()

    @cached_property
    def reading(self) -> ReadingApart:
        """The worker process that reads letters."""
        return ReadingApart()

    @cached_property
    def library(self) -> StoredLibrary:
        """The kept letters."""
        return StoredLibrary(self.database)

    @cached_property
    def index(self) -> StoredIndex:
        """The kept items, to be searched; it holds the vocabulary, so there is one."""
        return StoredIndex(self.database)

    @cached_property
    def answering(self) -> Answering:
        """Answers from the kept letters."""
        return Answering(self.index, self.catalogue)

    @cached_property
    def conversation(self) -> Conversation:
        """What the bot says."""
        return Conversation(
            self.database,
            self.index,
            self.catalogue,
            self.clock,
            base_url=self.settings.jbz_base_url,
            timezone=self.settings.jbz_timezone,
            default_schedule=read_schedule(self.settings.jbz_default_schedule),
        )

    def prepare(self) -> None:
        """Migrates the database, and loads the bundled report when it is empty."""
        self.database.upgrade()
        if self.library.is_empty():
            for path in find_files([EXAMPLES]):
                letter = load(path)
                self.take_in(letter.data, letter.provenance)
            self.reading.close()  # a service that takes in no letters keeps no worker

    def close(self) -> None:
        """Ends the worker process and the connections."""
        self.reading.close()
        self.database.close()

    def take_in(self, data: bytes, provenance: Provenance) -> Taken:
        """Keeps a letter. Raises JbzError."""
        return Intake(self.library, self.catalogue, self.clock, self.reading.read).take_in(data, provenance)
