"""Plain text as Matrix's HTML, and that HTML as the plain text that stands beside it.

What a letter or a person says is escaped by the templates. Here it loses what clients make something of by themselves:
control characters, and the marks that begin the name of a person or a room (matrix-org/matrix-spec, "m.room.message";
Element's linkify-matrix).
"""

import re
from html.parser import HTMLParser

_INVISIBLE = "\u200b"
_NAMES = re.compile(r"@(?=\w)|[#!](?=[^\s:]+:)")
_BEHIND_HEADING = re.compile(r"(?<=</h4>)\n+")
#: What turns the direction of the text around it, and stays on when nobody ends it.
_TURNS = dict.fromkeys(map(ord, "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"))
_BLOCKS = {"h4", "p", "blockquote"}

#: The tags that we use; all are among those that the specification lets clients show.
TAGS = frozenset({"a", "b", "i", "br", "h4"})


def harmless(text: str) -> str:
    """`text`, with which nobody can name people or rooms, or break what stands around it; still to be escaped."""
    shown = "".join(one if one.isprintable() or one == "\n" else " " for one in text.translate(_TURNS))
    return _NAMES.sub(lambda found: found[0] + _INVISIBLE, shown)


def address(url: str) -> str | None:
    """An address as a link may have it; None for what is none of the web."""
    return url if url.startswith(("https://", "http://")) else None


def broken(html: str) -> str:
    """Lines of HTML as one text; a heading is a line by itself."""
    return _BEHIND_HEADING.sub("", html.strip("\n")).replace("\n", "<br>")


def plain(html: str) -> str:
    """Our HTML as the text for who sees no HTML; a link has its address behind it."""
    reader = _Plain()
    reader.feed(html)
    reader.close()
    return "".join(reader.said).strip()


class _Plain(HTMLParser):
    """Collects what HTML says."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.said: list[str] = []
        self._to = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """A tag opens."""
        if tag == "br":
            self.said.append("\n")
        elif tag == "a":
            self._to = dict(attrs).get("href") or ""

    def handle_endtag(self, tag: str) -> None:
        """A tag closes."""
        if tag == "a" and self._to:
            self.said.append(f" ({self._to})")
            self._to = ""
        elif tag in _BLOCKS:
            self.said.append("\n")

    def handle_data(self, data: str) -> None:
        """Words."""
        self.said.append(data)
