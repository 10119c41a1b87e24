"""What every page of administration has at hand, and what an act is."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from bot.access import Role
from bot.conversation.conversation import Conversation
from bot.conversation.saying import Saying
from bot.settings import Settings
from bot.web.administration.sheet import Sheet, SheetForm
from bot.words import Phrase, Words
from briefings.intake.take_in import Intake
from briefings.model.document import Document, Provenance
from briefings.themes.catalogue import Catalogue
from storage.database import Database
from storage.documents import StoredLibrary
from storage.installations import StoredInstallations
from storage.ledger import StoredLedger
from storage.themes import StoredThemes
from storage.understanding import Understand


@dataclass(frozen=True)
class Office:
    """The parts of the service that administration works with."""

    settings: Settings
    database: Database
    conversation: Conversation
    ledger: StoredLedger
    library: StoredLibrary
    intake: Intake
    themes: StoredThemes
    installations: StoredInstallations
    read: Callable[[bytes, Provenance], Document]
    understand_with: Callable[[Catalogue], Understand]
    saying_in: Callable[[str], Saying]
    clock: Callable[[], datetime]


@dataclass(frozen=True)
class Asked:
    """One request: in which language, and what was given with it."""

    office: Office
    language: str
    given: Mapping[str, str]
    file: tuple[str, bytes] | None = None  #: name and bytes

    @property
    def words(self) -> Words:
        """Our words."""
        return Words(self.language)

    @property
    def saying(self) -> Saying:
        """How things are said."""
        return self.office.saying_in(self.language)

    @property
    def number(self) -> int:
        """The number of what it is about; 0 for what is none."""
        text = self.given.get("value", "")
        return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0  # noqa: PLR2004 - digits

    @property
    def named(self) -> str:
        """What was given as its number, to be said back."""
        return self.given.get("value", "")[:20]

    def moment(self, moment: datetime | None) -> str:
        """ "30 november 2026 08:00" in the service's zone."""
        if moment is None:
            return "-"
        local = moment.astimezone(ZoneInfo(self.office.settings.jbz_timezone))
        return f"{self.words.day(local.date())} {local:%H:%M}"


@dataclass(frozen=True, slots=True)
class Deed:
    """An act: what is asked before, and what it does and says afterwards. Both may raise JbzError."""

    ask: Callable[[Asked], str]
    do: Callable[[Asked], str | Path]  #: a file is sent, and then removed


@dataclass(frozen=True)
class Work:
    """A page with its acts."""

    path: str  #: "bezorging"
    label: Phrase
    show: Callable[[Asked], Sheet]
    deeds: Mapping[str, Deed]
    role: Role = Role.ADMINISTRATOR
    forms: Mapping[str, Callable[[Asked], SheetForm]] = field(
        default_factory=dict
    )  #: what is filled in when being sure
