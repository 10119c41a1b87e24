"""Which format bytes are in, by their content and not by their name."""

import re
from enum import Enum, auto
from io import BytesIO
from zipfile import BadZipFile, ZipFile

from briefings.errors import Unreadable

OLD_WORD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  #: how a .doc begins, and a .docx behind a password
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")  #: the name of what is inside the latter (MS-OFFCRYPTO 2.3.4.4)
MAX_BYTES = 25 * 1024 * 1024
_SAMPLE = 65_536
_OFFICIAL = re.compile(rb"<(?:\w+:)?(?:officiele-publicatie|kamerstuk|stuk)\b")
_METADATA = re.compile(rb"<(?:\w+:)?(?:metadata_gegevens|owms-metadata|owmskern|gzd|searchRetrieveResponse)\b")
_HTML = re.compile(rb"<!doctype html|<html\b|<body\b|<div\b|<p\b|<h1\b", re.IGNORECASE)


class Format(Enum):
    """The formats letters come in."""

    PLAIN = auto()
    DOCX = auto()
    ODT = auto()
    DOC = auto()
    PDF = auto()
    OFFICIAL_XML = auto()
    HTML = auto()


def sniff(data: bytes, name: str) -> Format:
    """The format of `data`. Raises Unreadable, naming the file and the reason, for what no reader can read."""
    if not data.strip():
        raise Unreadable(f"{name} is leeg.", f"{name} is empty.")
    if len(data) > MAX_BYTES:
        size = len(data) / 1024 / 1024
        raise Unreadable(
            f"{name} is te groot: {size:.1f} MB, en het mag 25 MB zijn.",
            f"{name} is too large: {size:.1f} MB, and the limit is 25 MB.",
        )
    if b"%PDF-" in data[:1024]:
        return Format.PDF
    if data.startswith(b"PK\x03\x04"):
        return _in_zip(data, name)
    if data.startswith(OLD_WORD):
        refuse_password(data, name)
        return Format.DOC
    if data.startswith(b"{\\rtf"):
        raise Unreadable(
            f"{name} is een rtf-bestand; dat kan ik niet lezen. Bewaar het als Word-bestand (.docx) of pdf.",
            f"{name} is an rtf file, which I cannot read. Save it as a Word file (.docx) or pdf.",
        )
    return _text_format(data, name)


def refuse_password(data: bytes, name: str) -> None:
    """Raises Unreadable for a Word file behind a password."""
    if data.startswith(OLD_WORD) and _ENCRYPTED in data:
        raise Unreadable(
            f"{name} is een Word-bestand met een wachtwoord. Geef een bestand zonder wachtwoord.",
            f"{name} is a Word file behind a password. Give a file without one.",
        )


def _in_zip(data: bytes, name: str) -> Format:
    try:
        with ZipFile(BytesIO(data)) as archive:
            names = set(archive.namelist())
    except (BadZipFile, ValueError, NotImplementedError, OSError, EOFError, UnicodeDecodeError) as error:
        raise Unreadable(
            f"{name} is beschadigd: het begint als een Word-bestand, maar is niet open te maken.",
            f"{name} is damaged: it begins as a Word file and cannot be opened.",
        ) from error
    if "word/document.xml" in names:
        return Format.DOCX
    if "content.xml" in names:
        return Format.ODT
    raise Unreadable(
        f"{name} is een zip zonder Word-document. Geef de brief zelf.",
        f"{name} is a zip without a Word document in it. Give the letter itself.",
    )


def _text_format(data: bytes, name: str) -> Format:
    sample = data[:_SAMPLE]
    beginning = sample.lstrip(b"\xef\xbb\xbf \t\r\n")
    if beginning.startswith(b"<"):
        if _OFFICIAL.search(sample):
            return Format.OFFICIAL_XML
        if _HTML.search(sample):
            return Format.HTML
        if _METADATA.search(sample):
            raise Unreadable(
                f"{name} is alleen de metadata van een publicatie. Geef de publicatie zelf (xml, pdf of html).",
                f"{name} is only the metadata of a publication. Give the publication itself (xml, pdf or html).",
            )
        raise Unreadable(
            f"{name} is xml, maar geen officiële publicatie (kst) en geen webpagina.",
            f"{name} is xml, but no official publication (kst) and no web page.",
        )
    if _looks_binary(sample):
        raise Unreadable(
            f"{name} is geen tekst: er staan tekens in die in een brief niet voorkomen.",
            f"{name} is not text: it holds characters that no letter has.",
        )
    return Format.PLAIN


def _looks_binary(sample: bytes) -> bool:
    if sample.startswith((b"\xff\xfe", b"\xfe\xff")):
        return False
    controls = sum(byte < 9 or 13 < byte < 32 or byte == 127 for byte in sample)  # noqa: PLR2004 - ASCII
    return b"\x00" in sample or controls > len(sample) / 100
