"""Plain text as Mattermost's Markdown that shows it as it is.

The characters that its parser lets a backslash escape are escaped. What only the server or a client gives a meaning
(mentions, hashtags, emoji, entities, formulas) has an invisible space put into it.
"""

import re

_ESCAPED = re.compile(r"([\\`*_{}\[\]!~|])")
#: What makes a heading, list, quote or rule of a line.
_BEGINS = re.compile(r"(?m)^(\s*)([-+>#=]|\d+(?=[.)]))")
_INVISIBLE = "\u200b"
_SPECIAL = re.compile(r"@(?=\w)|#(?=\w)|:(?=[\w+-]+:)|&(?=#?\w+;)|\$")


def escaped(text: str) -> str:
    """`text`, which nobody can use to mention people, make links or change how the rest looks."""
    shown = _ESCAPED.sub(r"\\\1", " ".join(text.split(" ")).replace("\t", " "))
    shown = _SPECIAL.sub(lambda found: found[0] + _INVISIBLE, shown)
    return _BEGINS.sub(lambda found: f"{found[1].strip(' ')}{_held(found[2])}", shown)


def _held(mark: str) -> str:
    """A number keeps its point: the backslash goes behind it, before the point."""
    return f"{mark}\\" if mark[0].isdigit() else f"\\{mark}"


def address(url: str) -> str:
    """An address as it may stand in a link: nothing in it ends the link."""
    return url.replace("(", "%28").replace(")", "%29").replace(" ", "%20").replace("<", "%3C").replace(">", "%3E")
