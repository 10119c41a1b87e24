"""HTML as Telegram reads it (core.telegram.org/bots/api, HTML style): text and entities, or a refusal."""

import html
import re
from dataclasses import dataclass, field
from typing import NoReturn
from urllib.parse import urlsplit

_KINDS = {
    "b": "bold", "strong": "bold", "i": "italic", "em": "italic", "u": "underline", "ins": "underline",
    "s": "strikethrough", "strike": "strikethrough", "del": "strikethrough", "tg-spoiler": "spoiler", "a": "text_link",
    "code": "code", "pre": "pre", "blockquote": "blockquote",
}  # fmt: skip
_TOKEN = re.compile(
    r"<(/?)([a-zA-Z][a-zA-Z0-9-]*)((?:\s+[a-zA-Z-]+(?:\s*=\s*(?:\"[^\"]*\"|'[^']*'|[^\s\"'>]+))?)*)\s*>"
)
_ATTRIBUTE = re.compile(r"([a-zA-Z-]+)(?:\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+)))?")
_ENTITY = re.compile(r"&(?:lt|gt|amp|quot|#\d+|#x[0-9a-fA-F]+);")


class CannotParse(Exception):
    """Telegram refuses the text."""


@dataclass(frozen=True)
class Entity:
    """A part of a text that is shown in a way of its own; offset and length in UTF-16 units."""

    kind: str
    offset: int
    length: int
    url: str | None = None


@dataclass
class _Reading:
    text: str = ""
    entities: list[Entity] = field(default_factory=list)
    open: list[tuple[str, int, dict[str, str]]] = field(default_factory=list)

    @property
    def units(self) -> int:
        return len(self.text.encode("utf-16-le")) // 2


def parse(source: str) -> tuple[str, list[Entity]]:
    """The text and its entities. Raises CannotParse."""
    reading, at = _Reading(), 0
    while at < len(source):
        if source[at] == "<":
            match = _TOKEN.match(source, at)
            if match is None:
                _refuse("Unexpected character or unclosed start tag", source, at)
            (_close if match[1] else _begin)(reading, match, source)
            at = match.end()
        elif entity := _ENTITY.match(source, at):
            reading.text += html.unescape(entity[0])
            at = entity.end()
        else:
            reading.text += source[at]
            at += 1
    if reading.open:
        raise CannotParse(
            f"can't parse entities: Can't find end tag corresponding to start tag \"{reading.open[-1][0]}\""
        )
    return reading.text, sorted(reading.entities, key=lambda one: (one.offset, -one.length))


def _begin(reading: _Reading, match: re.Match[str], source: str) -> None:
    tag = match[2].lower()
    attributes = {one[1].lower(): one[2] or one[3] or one[4] or "" for one in _ATTRIBUTE.finditer(match[3])}
    if tag not in _KINDS and not (tag == "span" and attributes.get("class") == "tg-spoiler"):
        _refuse(f'Unsupported start tag "{tag}"', source, match.start())
    above = [name for name, _, _ in reading.open]
    if tag == "blockquote" and "blockquote" in above:
        _refuse("blockquotes can't be nested", source, match.start())
    if {"code", "pre"} & set(above) and not (tag == "code" and above[-1] == "pre"):
        _refuse(f'"{tag}" in code', source, match.start())
    reading.open.append((tag, reading.units, attributes))


def _close(reading: _Reading, match: re.Match[str], source: str) -> None:
    tag = match[2].lower()
    if not reading.open:
        _refuse("Unexpected end tag", source, match.start())
    opened, offset, attributes = reading.open.pop()
    if opened != tag:
        _refuse(f'Unmatched end tag, expected "</{opened}>", found "</{tag}>"', source, match.start())
    length = reading.units - offset
    if length == 0:
        return
    kind = _KINDS.get(tag, "spoiler")
    if tag == "blockquote" and "expandable" in attributes:
        kind = "expandable_blockquote"
    url = html.unescape(attributes["href"]) if "href" in attributes else None
    if tag == "a" and not is_address(url or ""):
        return  # Telegram shows the words without a link
    reading.entities.append(Entity(kind, offset, length, url if tag == "a" else None))


def is_address(url: str) -> bool:
    """Whether Telegram takes it for an address on the internet."""
    parts = urlsplit(url)
    return parts.scheme in {"http", "https", "tg"} and (parts.scheme == "tg" or "." in (parts.hostname or ""))


def _refuse(what: str, source: str, at: int) -> NoReturn:
    offset = len(source[:at].encode())
    raise CannotParse(f"can't parse entities: {what} at byte offset {offset}")
