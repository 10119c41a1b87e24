"""The words of a card, for when Teams refuses its form: nothing in them can be refused again."""

import re
from typing import Any

_LINK = re.compile(r"\[((?:\\.|[^\]\\])*)\]\(([^)]*)\)")
_MARK, _HOLDS = re.compile(r"([*_])"), r"\"
_MARKS = re.compile(r"(?<!\\)[*_]")
_HELD = re.compile(r"\\(.)|\u200b")
_LONGEST = 12_000  #: characters


def words_of(message: dict[str, Any]) -> str:
    """What a card says, without buttons and with its links written out; at least its `summary`."""
    lines = [_read(block["text"]) for block in message["card"]["body"] if block["type"] == "TextBlock"]
    return ("\n\n".join(line for line in lines if line) or str(message["summary"]))[:_LONGEST]


def _read(text: str) -> str:
    """Markdown of ours as it is read."""
    shown = _LINK.sub(lambda link: f"{link[1]} ({_MARK.sub(_HOLDS, link[2])})", text)
    return _HELD.sub(lambda found: found[1] or "", _MARKS.sub("", shown))
