"""A letter, and what is known about it from outside its text."""

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from briefings.errors import Message
from briefings.model.item import AgendaItem
from briefings.model.meeting import Meeting
from briefings.model.reference import Reference


class Kind(StrEnum):
    """The kinds of letters of the genre."""

    REPORT = "verslag"
    ANNOTATED_AGENDA = "geannoteerde_agenda"
    NOTICE = "mededeling"  #: only that a Council is cancelled or moved


class Chamber(StrEnum):
    """The house of parliament a letter is addressed to."""

    TWEEDE_KAMER = "TK"
    EERSTE_KAMER = "EK"


@dataclass(frozen=True, slots=True)
class Signatory:
    """Who signs a letter."""

    name: str  #: "D.M. van Weel"
    role: str  #: "minister van Justitie en Veiligheid"


@dataclass(frozen=True, slots=True)
class Registered:
    """What a register says of a publication beside its content."""

    title: str = ""  #: "Verslag JBZ-Raad van 5 en 7 maart 2025"
    kind: str = ""  #: "Brief regering", "Bijlage"
    day: date | None = None  #: of the letter
    letter_title: str = ""  #: of the letter that it is an annex of


@dataclass(frozen=True, slots=True)
class Evidence:
    """One sign of what a letter is, and where it stands."""

    where: str  #: "het register", "het onderwerp", "de titel", "de brief", "de vorm"
    line: int | None  #: of the text as it was read, counted from 1
    text: str
    says: tuple[str, ...]  #: "verslag", "JBZ", "2025-03-05"
    weight: int  #: below 0: against


@dataclass(frozen=True, slots=True)
class Provenance:
    """Where a letter came from, and numbers its own text may not carry."""

    name: str  #: the file's name or the address it was fetched from
    kamerstuk: str | None = None  #: "32317-935"
    document_number: str | None = None  #: "2025D12334"
    chamber: Chamber | None = None
    origin: str | None = None  #: lasting name of the official publication it was fetched from; None: given by hand
    annex_of: int | None = None  #: the kept letter it was published with, as an annex
    registered: Registered | None = None  #: what its register says of it


@dataclass(frozen=True, slots=True)
class Document:
    """One letter as read: what it says about itself, and its agenda items in reading order."""

    kind: Kind
    meeting: Meeting
    title: str
    chamber: Chamber | None = None
    letter_date: date | None = None
    kamerstuk: str | None = None
    document_number: str | None = None
    signatories: tuple[Signatory, ...] = ()
    items: tuple[AgendaItem, ...] = ()  #: in reading order: side topics of the covering letter, then the agenda
    letter: tuple[str, ...] = ()  #: what stands around the items: letterhead, opening, signatures, as printed
    introduction: tuple[str, ...] = ()  #: the report's own text before its first item
    doubts: tuple[Message, ...] = ()
    evidence: tuple[Evidence, ...] = ()  #: by which it is what it is; not kept

    @property
    def url(self) -> str | None:
        """The permanent address of the official publication; None while its number is unknown."""
        return kamerstuk_url(self.kamerstuk)


def kamerstuk_url(kamerstuk: str | None) -> str | None:
    """The permanent address of "32317-935" or "21501-20-2179"; None without a number."""
    if kamerstuk is None:
        return None
    dossier, _, number = kamerstuk.rpartition("-")
    return Reference(dossier, number).url


def publication_url(publication: str | None) -> str | None:
    """The permanent address of a publication by its name in the gazette; None without one."""
    return f"https://zoek.officielebekendmakingen.nl/{publication}.html" if publication else None


KAMERSTUK = re.compile(r"\d{5}(?:-[0-9A-Z]{1,5})?-(?:\d{1,5}|[A-Z]{1,3})")
#: The name of a publication in the gazette; one of a correction, reprint or annex ("-n1", "-h1", "-b1") is no letter's.
PUBLICATION = re.compile(r"kst-(?:\d{5}(?:-[0-9A-Z]{1,6})?-(?:\d{1,5}|[A-Z]{1,3})|\d{6,9})")
DOCUMENT_NUMBER = re.compile(r"\d{4}D\d{5}")
