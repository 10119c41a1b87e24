"""Composition root: settings -> the parts, put together."""

import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from hashlib import sha256
from pathlib import Path

from bot.asking import Asking
from bot.channel import Render
from bot.commands.schedules import read_schedule
from bot.conversation.awaiting import Awaiting
from bot.conversation.bundled import Bundles
from bot.conversation.changing.changes import Changes
from bot.conversation.comparing.comparisons import Comparisons
from bot.conversation.comparing.packs import Packs
from bot.conversation.contacts import Contacts
from bot.conversation.conversation import Conversation
from bot.conversation.drafts import Drafts
from bot.conversation.forms import SubscriptionForms
from bot.conversation.helping import Guide
from bot.conversation.homes import Homes
from bot.conversation.joining.joined import Joining
from bot.conversation.known import KnownLetters
from bot.conversation.lookup import Lookup
from bot.conversation.overview import Overviews
from bot.conversation.presence import Presence
from bot.conversation.previews import Previews
from bot.conversation.questions import Questions
from bot.conversation.restraint import Restraint
from bot.conversation.subscribed import Subscribed
from bot.conversation.talks import Talks
from bot.conversation.theme_sizes import ThemeSizes
from bot.conversation.themes import Themes
from bot.conversation.timings import Timings
from bot.conversation.visit import Visits
from bot.keyring import Keyring
from bot.scheduling.calendar import Calendar, load_calendar
from bot.scheduling.zones import zones
from bot.sources import make_client, make_sources
from briefings.answering.understand import Understanding
from briefings.answering.wish import Wish, wish_of
from briefings.comparing.course import Courses
from briefings.comparing.handover import Handovers
from briefings.comparing.kept import Pledge
from briefings.comparing.preparation import Preparations
from briefings.comparing.quote_check import QuoteChecker
from briefings.enriching.enrich import understand
from briefings.gathering.gather import Gathering, Progress
from briefings.gathering.quarantine import Quarantine
from briefings.intake.apart import ReadingApart
from briefings.intake.other_editions import OtherEditions
from briefings.intake.take_in import Intake, Taken
from briefings.model.briefing import Announced
from briefings.model.document import Provenance
from briefings.model.interest import Interest
from briefings.model.schedule import Schedule
from briefings.sources.folder import LetterFile, find_files, load
from briefings.sources.polite import Polite
from briefings.sources.source import Source
from briefings.themes.catalogue import Catalogue
from storage import taking_apart
from storage.comparing import ComparedItems
from storage.database import Session
from storage.documents import StoredLibrary
from storage.followed import Letters, Remembered
from storage.indexing import full_text
from storage.installations import StoredInstallations
from storage.ledger import StoredLedger
from storage.pledges import pledges
from storage.understanding import Understand, is_current, understand_again
from storage.vault import Vault

_YEARS = 10  #: of letters that the first start fetches
EXAMPLES = Path(__file__).parent / "examples"


def bundled() -> list[LetterFile]:
    """The letters that come along, for a first start."""
    return [load(path) for path in find_files([EXAMPLES])]


@dataclass(frozen=True)
class App(Asking):
    """The product without its channels: what the command line and the service share."""

    @cached_property
    def reading(self) -> ReadingApart:
        """The worker process that reads letters."""
        return ReadingApart()

    @cached_property
    def library(self) -> StoredLibrary:
        """The kept letters."""
        return StoredLibrary(self.database)

    @cached_property
    def quotes(self) -> QuoteChecker:
        """Where a pasted sentence stands; it remembers editions it read again, so there is one."""
        kept = ComparedItems(self.database)
        others = OtherEditions(self.library, self.reading.read)
        return QuoteChecker(kept.holding, kept.counted, others.of, kept.said_before)

    @property
    def courses(self) -> Courses:
        """What the Netherlands said through time."""
        return Courses(self.index, self.themes.catalogue, self.today)

    @property
    def packs(self) -> Packs:
        """What someone takes along: before a Council, and when taking over a subject."""
        preparations = Preparations(self.index, self.themes.catalogue, self._became)
        handovers = Handovers(self.index, self.themes.catalogue, self._became, self.today)
        lookup = Lookup(self.database, self.index, self.answering, self.today)
        return Packs(self.database, preparations, handovers, lookup, self.today)

    def _became(self, announced: Sequence[Announced]) -> Sequence[Pledge]:
        with self.database.reading() as session:
            return pledges(session, full_text(self.database), announced, self.today())

    def letters(self, session: Session, remembered: Remembered | None = None) -> Letters:
        """The letters in a unit of work, for who follows something; see `Letters` for what is `remembered`."""
        return Letters(session, full_text(self.database), self._wish_of, remembered, self.packs.preparations.of)

    def _wish_of(self, interest: Interest) -> Wish:
        return wish_of(interest, Understanding(self.index, self.catalogue, "nl"))

    @cached_property
    def calendar(self) -> Calendar:
        """The free days."""
        return load_calendar(self.settings.jbz_recess_file)

    @cached_property
    def previews(self) -> Previews:
        """What following something would bring."""
        return Previews(self.database, self.themes.catalogue, self.letters, self.clock)

    @cached_property
    def renders(self) -> Mapping[str, Render]:
        """What renders a reply for each channel."""
        from bot.channels import Renders  # loads what a server needs; most commands render nothing

        return Renders(self.settings, self.templates)

    @property
    def _default_schedule(self) -> Schedule:
        return read_schedule(self.settings.jbz_default_schedule)

    @cached_property
    def conversation(self) -> Conversation:
        """What the bot says: an object for each subject, and which command each of them handles."""
        database, settings, schedule = self.database, self.settings, self._default_schedule
        timings = Timings(self.calendar, self.clock)
        rules = {
            "slack": settings.slack_may_change,
            "telegram": settings.telegram_may_change,
            "mattermost": settings.mattermost_may_change,
            "matrix": settings.matrix_may_change,
            "teams": settings.teams_may_change,
        }
        visits = Visits(database, self.saying, rules, self.clock, settings.jbz_timezone)
        most = settings.jbz_most_followed
        joining = Joining(database, visits, timings, self.saying, most)
        changes = Changes(database, visits, self.previews, timings, (schedule, most), self.saying, joining.home_of)
        questions = Questions(database, self.index, self.answering, self.themes.catalogue, self.letters, self.today)
        counted = ThemeSizes(self.index, self.answering, self.themes.catalogue)
        themes = Themes(self.index, self.themes.catalogue, counted)
        kept = settings.jbz_keep_days, settings.jbz_audit_keep
        guide = Guide(self.index, self.ledger, self.templates, *kept, lambda word: self.answering.answer(word).total)
        subscribed = Subscribed(
            database, self.previews, Overviews(database, self.index, self.letters), joining.elsewhere
        )
        lookup = Lookup(database, self.index, self.answering, self.today)
        comparisons = Comparisons(database, self.quotes, self.courses, lookup)
        bundles = Bundles(database, settings.jbz_keep_days, self.clock, settings.jbz_timezone)
        every = (
            questions,
            comparisons,
            self.packs,
            themes,
            subscribed,
            guide,
            KnownLetters(database, self.index),
            self.awaiting,
            bundles,
            changes,
            joining,
        )
        handlers = [one.handlers() for one in every]
        return Conversation(
            database,
            {kind: handler for each in handlers for kind, handler in each.items()},
            visits,
            changes,
            joining,
            questions,
            themes,
            SubscriptionForms(database, visits, self.previews, changes, schedule),
            Drafts(database, self.clock),
            Talks(database, self.clock),
            Homes(database),
            Contacts(database),
            Presence(database, timings),
            Restraint(),
        )

    @property
    def awaiting(self) -> Awaiting:
        """What is later than usual."""
        return Awaiting(self.database)

    @cached_property
    def installations(self) -> StoredInstallations:
        """The Slack workspaces that installed the bot."""
        return StoredInstallations(self.database, Vault(self.settings.encryption_keys))

    @property
    def keyring(self) -> Keyring:
        """The keys of encrypted rooms."""
        return Keyring(self.database, Vault(self.settings.encryption_keys), self.clock)

    @cached_property
    def ledger(self) -> StoredLedger:
        """What is known of the sources."""
        return StoredLedger(self.database)

    def client(self, record: Path | None = None) -> Polite:
        """The client of the live sources."""
        return make_client(self.settings, self.clock, record)

    def sources(self, client: Polite, since: date | None = None) -> list[Source]:
        """The sources that letters come from by themselves; letters of before `since` are left alone."""
        today = self.today()
        first = since or self.settings.jbz_sync_since or date(today.year - _YEARS, today.month, 1)
        return make_sources(self.settings, client, first, self.clock)

    def gathering(
        self, going_on: Callable[[], bool] = lambda: True, tell: Callable[[Progress], None] = lambda _: None
    ) -> Gathering:
        """Letters come in by themselves."""
        return Gathering(
            self.ledger,
            self.intake,
            Quarantine(self.settings.jbz_quarantine),
            self.clock,
            uuid.uuid4().hex,
            timedelta(minutes=self.settings.jbz_sync_minutes),
            going_on,
            tell,
        )

    def prepare(self) -> bool:
        """Migrates the database, and loads the bundled report when it is empty; whether it was."""
        self.database.upgrade()
        if not is_current(self.database):
            understand_again(self.database, self.understand_with(self.catalogue))
        if not taking_apart.is_current(self.database):
            take_apart = taking_apart.take_apart
            take_apart(self.database, self.library, self.reading.read, self.intake.understood)
        if self.settings.slack_client_id is not None:
            self.installations.check_key()
            self.installations.encrypt_again()
        if not self.library.is_empty():
            return False
        for letter in bundled():
            self.take_in(letter.data, letter.provenance)
        self.reading.close()  # a service that takes in no letters keeps no worker
        return True

    def has_only_bundled(self) -> bool:
        """Whether no letter is kept beside those that come along."""
        return not self.library.has_others([sha256(letter.data).hexdigest() for letter in bundled()])

    def warm_up(self) -> None:
        """Loads what questions need, lists of words mostly, so that the first to ask need not wait for it."""
        for question in (self.catalogue.themes[0].label("nl"), "onbekedn"):  # the second is looked up as mistyped
            self.answering.answer(question)
        zones()

    def understand_with(self, catalogue: Catalogue) -> Understand:
        """How an item is understood with these themes."""
        return lambda item, setting: understand(item, setting, catalogue.themes)

    def close(self) -> None:
        """Ends the worker process and the connections."""
        self.reading.close()
        self.database.close()

    def take_in(self, data: bytes, provenance: Provenance) -> Taken:
        """Keeps a letter. Raises JbzError."""
        return self.intake.take_in(data, provenance)

    @cached_property
    def intake(self) -> Intake:
        """Reads, understands and keeps letters, with the themes as they are when one comes in."""
        return Intake(self.library, self.themes.catalogue, self.clock, self.reading.read, self.reading.understand)
