"""Reply -> pdf, on a Typst template that an administrator may replace.

What a letter or a person says reaches the template as data (JSON), never as its markup. The pdf is tagged so that it
can be read aloud (PDF/UA-1) and fit to be archived (PDF/A-2a) at once.
"""

import json
import re
from collections.abc import Iterator
from typing import Any

import typst

from bot.export.document_json import reply_json
from bot.export.text import printable
from bot.reply import Reply
from bot.templates import Templates, dependable

TEMPLATE = "export/print.typ"
_REPLACEMENT = "\N{REPLACEMENT CHARACTER}"
_HEADINGS = ("title", "heading")
_NOTHING = "–"

#: How Typst names what no font of ours can show, with the character as Rust writes it: "中", "\u{7}", "\"".
_UNKNOWN = re.compile(r'the text `"(.+?)"` could not be displayed')
_ESCAPED = re.compile(r"\\u\{([0-9a-f]+)\}")

#: Typst fetches a package that a template names from the network.
_PACKAGE = b"@preview"


def to_pdf(reply: Reply, templates: Templates) -> bytes:
    """The reply on A4, as the bytes of a pdf that is PDF/UA-1 and PDF/A-2a."""
    return dependable(lambda own: printed(reply, own), templates)


def printed(reply: Reply, templates: Templates) -> bytes:
    """The pdf made with just these templates. Raises typst.TypstError, or ValueError where it names a package.

    A character that no font of ours has is shown as U+FFFD: both standards forbid an empty box in its place.
    """
    path = templates.path(TEMPLATE)
    if _PACKAGE in path.read_bytes():
        raise ValueError("a template uses no packages: nothing is fetched from the network")
    values = json.dumps(_shown(reply_json(reply)), ensure_ascii=False)
    while True:
        try:
            return typst.compile(
                path,
                root=path.parent,
                font_paths=[path.parent],
                ignore_system_fonts=True,
                sys_inputs={"reply": values},
                pdf_standards=["ua-1", "a-2a"],
            )
        except typst.TypstError as error:
            unknown = {character for character in _unknown(error.diagnostic) if character in values}
            if not unknown:
                raise
            values = values.translate(dict.fromkeys(map(ord, unknown), _REPLACEMENT))


def _shown(value: Any, name: str = "") -> Any:
    """A value of the reply as the template gets it: no control characters, no heading without words."""
    match value:
        case str():
            return printable(value) if printable(value).strip() or name not in _HEADINGS else _NOTHING
        case dict():
            return {key: _shown(one, key) for key, one in value.items()}
        case list() | tuple():
            return [_shown(one) for one in value]
        case _:
            return value


def _unknown(diagnostic: str) -> Iterator[str]:
    """The characters that Typst says no font can show; those of JSON itself are never among them."""
    for found in _UNKNOWN.findall(diagnostic):
        yield from (char for char in _ESCAPED.sub(lambda code: chr(int(code[1], 16)), found) if not char.isascii())
