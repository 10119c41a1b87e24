"""Text as XML and calendars can hold it."""

import re

#: What XML 1.0 (2.2) has no place for: control characters, halves of pairs.
_NONE = re.compile("[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def plain(text: str) -> str:
    """The text without characters that no XML document may hold."""
    return _NONE.sub(" ", text)
