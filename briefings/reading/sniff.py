"""Which format bytes are in, by their content and not by their name."""

import re
from io import BytesIO
from zipfile import BadZipFile, ZipFile

from briefings.errors import Unreadable
from briefings.model.format import Format

OLD_WORD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  #: how a .doc begins, and a .docx behind a password
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")  #: the name of what is inside the latter (MS-OFFCRYPTO 2.3.4.4)
MAX_BYTES = 25 * 1024 * 1024
_SAMPLE = 65_536
_OFFICIAL = re.compile(rb"<(?:\w+:)?(?:officiele-publicatie|kamerstuk|stuk)\b")
_METADATA = re.compile(rb"<(?:\w+:)?(?:metadata_gegevens|owms-metadata|owmskern|gzd|searchRetrieveResponse)\b")
_HTML = re.compile(rb"<!doctype html|<html\b|<body\b|<div\b|<p\b|<h1\b", re.IGNORECASE)


def sniff(data: bytes, name: str) -> Format:
    """The format of `data`. Raises Unreadable, naming the file and the reason, for what no reader can read."""
    if not data.strip():
        raise Unreadable("letter.empty", name=name)
    if len(data) > MAX_BYTES:
        size = len(data) / 1024 / 1024
        raise Unreadable("letter.too_large", name=name, size=size)
    if b"%PDF-" in data[:1024]:
        return Format.PDF
    if data.startswith(b"PK\x03\x04"):
        return _in_zip(data, name)
    if data.startswith(OLD_WORD):
        refuse_password(data, name)
        return Format.DOC
    if data.startswith(b"{\\rtf"):
        raise Unreadable("letter.rtf", name=name)
    return _text_format(data, name)


def refuse_password(data: bytes, name: str) -> None:
    """Raises Unreadable for a Word file behind a password."""
    if data.startswith(OLD_WORD) and _ENCRYPTED in data:
        raise Unreadable("letter.word_with_password", name=name)


def _in_zip(data: bytes, name: str) -> Format:
    try:
        with ZipFile(BytesIO(data)) as archive:
            names = set(archive.namelist())
    except (BadZipFile, ValueError, NotImplementedError, OSError, EOFError, UnicodeDecodeError) as error:
        raise Unreadable("letter.damaged_word", name=name) from error
    if "word/document.xml" in names:
        return Format.DOCX
    if "content.xml" in names:
        return Format.ODT
    raise Unreadable("letter.zip_without_word", name=name)


def _text_format(data: bytes, name: str) -> Format:
    sample = data[:_SAMPLE]
    beginning = sample.lstrip(b"\xef\xbb\xbf \t\r\n")
    if beginning.startswith(b"<"):
        if _OFFICIAL.search(sample):
            return Format.OFFICIAL_XML
        if _HTML.search(sample):
            return Format.HTML
        if _METADATA.search(sample):
            raise Unreadable("letter.only_metadata", name=name)
        raise Unreadable("letter.other_xml", name=name)
    if _looks_binary(sample):
        raise Unreadable("letter.no_text", name=name)
    return Format.PLAIN


def _looks_binary(sample: bytes) -> bool:
    if sample.startswith((b"\xff\xfe", b"\xfe\xff")):
        return False
    controls = sum(byte < 9 or 13 < byte < 32 or byte == 127 for byte in sample)  # noqa: PLR2004 - ASCII
    return b"\x00" in sample or controls > len(sample) / 100
