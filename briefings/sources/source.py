"""What a source of letters offers, and how asking it can fail."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Protocol

from briefings.errors import JbzError, Message
from briefings.model.document import Chamber


@dataclass(frozen=True, slots=True)
class Offer:
    """A publication as a source names it; its content is still to be fetched."""

    key: str  #: its lasting name: "tk/<guid>", "ob/kst-32317-935", "map/<path>", "mail/<file>/1"
    version: str = ""  #: differs when its content or its numbers may have changed
    title: str = ""
    address: str = ""  #: where its content is: a URL, or a path
    media_type: str | None = None  #: as the source says
    size: int | None = None  #: bytes, as the source says
    day: date | None = None  #: of the letter
    kamerstuk: str | None = None
    document_number: str | None = None
    chamber: Chamber | None = None
    annex_of: str | None = None  #: key of the letter it was published with
    gone: bool = False  #: no longer published

    @property
    def register(self) -> str:
        """Which register gave the key."""
        return self.key.partition("/")[0]

    @property
    def official(self) -> bool:
        """Published by parliament or the official gazette, rather than handed to us."""
        return self.register in {"tk", "ob"}


@dataclass(frozen=True, slots=True)
class OfferPage:
    """A piece of what a source names, in its own order."""

    offers: tuple[Offer, ...]
    checkpoint: str  #: where to go on after these
    in_all: int | None = None  #: how many there are in all, where the source says


@dataclass(frozen=True, slots=True)
class Content:
    """What was fetched."""

    data: bytes
    validators: tuple[str, str] | None = None  #: ETag and Last-Modified


class Source(Protocol):
    """A place where letters are published. What it raises is a SourceError."""

    @property
    def name(self) -> str:
        """Of the feed: "tweedekamer:JBZ"."""

    def recent(self, now: datetime) -> str | None:
        """A checkpoint just before `now`, to see whether the source answers."""

    def pages(self, checkpoint: str | None) -> Iterator[OfferPage]:
        """What is new or changed since the checkpoint; everything that is wanted without one."""

    def fetch(self, offer: Offer, validators: tuple[str, str] | None, *, checked: bool = True) -> Content | None:
        """The content; None when it is still what the validators belong to.

        `checked=False`: an administrator released it, so what the source says of its size and type is not held.
        """


class SourceError(JbzError):
    """A source did not give what was asked."""


class Silent(SourceError):
    """The source does not answer, or asks us to wait: ask again later."""

    def __init__(self, code: str, /, *, until: datetime | None = None, **values: Any) -> None:
        super().__init__(code, **values)
        self.until = until  #: the source's own wish, which is obeyed


class Changed(SourceError):
    """The source answers in a form that is not the one known: someone must look."""


def changed(host: str, why: str | Message) -> Changed:
    """The error for an answer of this host that is not as it should be."""
    return Changed("source.changed", host=host, why=why)


class NotThere(SourceError):
    """The publication is named, and its content is not there (yet)."""


class Unacceptable(SourceError):
    """The content is not what it should be, and is not read."""

    def __init__(self, code: str, /, *, data: bytes = b"", **values: Any) -> None:
        super().__init__(code, **values)
        self.data = data  #: what was received, to be looked at
