"""What the pages are made from, and what a page is."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

from bot.conversation.comparing.packs import Packs
from bot.conversation.saying import Saying
from bot.templates import Templates
from bot.web.room.addresses import Addresses
from bot.web.room.quoting import Quoting
from bot.words import Phrase, Words
from briefings.answering.answering import Answering
from briefings.comparing.course import Courses
from briefings.comparing.quote_check import QuoteChecker
from briefings.themes.catalogue import Catalogue
from storage.database import Database, Session
from storage.ledger import StoredLedger
from storage.search import StoredIndex


@dataclass(frozen=True)
class Shelf:
    """The kept letters and everything that is asked of them."""

    database: Database
    index: StoredIndex
    answering: Answering
    quotes: QuoteChecker
    courses: Courses
    packs: Packs
    catalogue: Callable[[], Catalogue]
    ledger: StoredLedger
    saying_in: Callable[[str], Saying]
    templates: Templates
    today: Callable[[], date]
    timezone: str
    keep_days: int
    audit_days: int
    contact: str | None
    connect: tuple[Phrase, ...]  #: what is still to be done to connect Slack and Telegram
    by_email: bool = False  #: whether people can follow by e-mail


@dataclass(frozen=True, slots=True)
class Feed:
    """What can be followed with a reader of feeds."""

    label: str
    atom: str
    json: str


def everything(to: Addresses, words: Words) -> Feed:
    """The feed of all news."""
    return feed(to, words("Al het nieuws"), "alles")


def feed(to: Addresses, label: str, name: str, **values: object) -> Feed:
    """A feed by its name: "thema/migratie"."""
    return Feed(label, to(f"/feeds/{name}.atom", **values), to(f"/feeds/{name}.json", **values))


@dataclass(frozen=True)
class PageContext:
    """What one page is made with: the shelf, in one language, in one unit of work."""

    shelf: Shelf
    session: Session
    language: str
    given: Mapping[str, str]  #: what stands behind the question mark of the address

    @cached_property
    def saying(self) -> Saying:
        """How things are said."""
        return self.shelf.saying_in(self.language)

    @cached_property
    def words(self) -> Words:
        """Our own words."""
        return Words(self.language)

    @cached_property
    def to(self) -> Addresses:
        """Where pages stand."""
        return Addresses(self.language)

    @cached_property
    def quoting(self) -> Quoting:
        """How sentences and items are shown."""
        return Quoting(self.saying, self.to)

    def feed(self, label: str, name: str, **values: object) -> Feed:
        """A feed by its name: "thema/migratie"."""
        return feed(self.to, label, name, **values)

    def text(self, name: str, most: int = 300) -> str:
        """What was given under a name, without signs that are none."""
        return readable(self.given.get(name, "")[:most])

    def number(self, name: str, lowest: int, highest: int) -> int:
        """A number that was given; the lowest for what is none."""
        text = self.given.get(name, "")
        fits = text.isascii() and text.isdigit() and len(text) < 6  # noqa: PLR2004 - no page has more digits
        return min(max(int(text), lowest), highest) if fits else lowest


def readable(text: str) -> str:
    """The text without signs that are none, and with single spaces."""
    return " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())


@dataclass(frozen=True, slots=True)
class Page:
    """What one page shows: the name of its template and what that needs."""

    template: str  #: "item" for web/item.html.j2; of another channel its whole name
    title: str
    path: str  #: its own address, without what changes nothing of what it is about
    values: Mapping[str, Any] = field(default_factory=dict)
    description: str | None = None  #: one sentence for who previews a link
    feeds: tuple[Feed, ...] = ()  #: what can be followed from here, Atom and JSON
    data: Mapping[str, Any] | None = None  #: schema.org, as JSON-LD
    status: int = 200
    is_listed: bool = True  #: search engines may keep it


class Elsewhere(Exception):
    """The page stands at another address; `for_now`: what is asked for stands elsewhere tomorrow."""

    def __init__(self, path: str, *, for_now: bool = False) -> None:
        super().__init__(path)
        self.path = path
        self.for_now = for_now


class Missing(Exception):
    """There is no such page."""
