"""Plain text as the Markdown of Adaptive Cards that shows it as it is.

Teams has two readers of it: on a computer a whole one (markdown-it), on a phone one that knows no backslash before a
link (AdaptiveCards, MarkDownBlockParser.cpp). So what makes a link is broken by an invisible space as well, and so is
what only Teams gives a meaning (mentions, dates, entities).
"""

import re

_ESCAPED = re.compile(r"([\\`*_\[\]~])")
#: What makes a heading, list, quote or rule of a line.
_BEGINS = re.compile(r"(?m)^[ \t]*([-+>#=|]|\d+(?=[.)]))")
_INVISIBLE = "\u200b"
_SPECIAL = re.compile(r"\](?=[(\[])|\{(?=\{)|<(?=/?(?:at\b|[a-z]+:))|&(?=#?\w+;)|!(?=\[)", re.IGNORECASE)


def escaped(text: str) -> str:
    """`text`, which nobody can use to mention people, make links or change how the rest looks."""
    shown = _SPECIAL.sub(lambda found: found[0] + _INVISIBLE, text.replace("\r", "\n").replace("\t", " "))
    shown = _ESCAPED.sub(r"\\\1", shown)
    shown = _BEGINS.sub(lambda found: _held(found[1]), shown)
    return re.sub(r"\n[ ]*", "\n\n", re.sub(r"\n+", "\n", shown))


def _held(mark: str) -> str:
    """A number keeps its point: the backslash goes behind it, before the point."""
    return f"{mark}\\" if mark[0].isdigit() else f"\\{mark}"


def address(url: str) -> str:
    """An address as it may stand in a link: nothing in it ends the link."""
    return url.replace("(", "%28").replace(")", "%29").replace(" ", "%20").replace("<", "%3C").replace(">", "%3E")
