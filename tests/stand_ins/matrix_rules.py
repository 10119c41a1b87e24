"""What a Matrix homeserver refuses, after the client-server API v1.11 and Synapse's event_auth.py and validator.py."""

import json
import re
from html.parser import HTMLParser
from typing import Any

#: The most that an event may be, as canonical JSON, with what the homeserver adds ("Size limits").
EVENT = 65_536
_ADDED = 2_000  #: what the homeserver adds: names of earlier events, hashes, signatures
_INTEGER = 2**53 - 1
#: The tags that the specification lets clients show ("m.room.message", "org.matrix.custom.html").
TAGS = set(
    "del h1 h2 h3 h4 h5 h6 blockquote p a ul ol sup sub li b i u strong em s code hr br div table thead tbody tr th td"
    " caption pre span img details summary".split()
)
_SCHEMES = ("https:", "http:", "ftp:", "mailto:", "magnet:")
_MENTION = re.compile(r"@\w|[#!][^\s:]+:\w")


def refusal_of_event(kind: str, content: Any) -> tuple[int, str] | None:
    """(status, errcode); None when it is taken."""
    if not isinstance(content, dict):
        return 400, "M_BAD_JSON"
    if not _is_canonical(content):
        return 400, "M_BAD_JSON"
    if len(json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()) + _ADDED > EVENT:
        return 413, "M_TOO_LARGE"
    if kind == "m.room.message" and not (
        isinstance(content.get("msgtype"), str) and isinstance(content.get("body"), str)
    ):
        return 400, "M_UNKNOWN"
    relation = content.get("m.relates_to")
    if kind == "m.reaction" and (
        not isinstance(relation, dict) or not relation.get("key") or not relation.get("event_id")
    ):
        return 400, "M_BAD_JSON"
    return None


def _is_canonical(value: Any) -> bool:
    """Whether it can be written as canonical JSON: no fractions, no integer beyond 2^53 - 1."""
    if isinstance(value, dict):
        return all(isinstance(name, str) and _is_canonical(one) for name, one in value.items())
    if isinstance(value, list):
        return all(_is_canonical(one) for one in value)
    if isinstance(value, int) and not isinstance(value, bool):
        return abs(value) <= _INTEGER
    return not isinstance(value, float)


def wrong_with_html(html: str) -> str | None:
    """What a client would leave out or not show, or what of it names somebody; None when nothing does."""
    reader = _Strict()
    reader.feed(html)
    reader.close()
    if reader.open:
        return f"<{reader.open[-1]}> is not closed"
    return reader.wrong


class _Strict(HTMLParser):
    """Reads HTML as a client that knows only the tags of the specification."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.wrong: str | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in TAGS:
            self.wrong = f"<{tag}> is not shown"
        for name, value in attrs:
            if (tag, name) != ("a", "href") or not (value or "").startswith(_SCHEMES):
                self.wrong = f"<{tag} {name}={value!r}> is not shown"
            elif "matrix.to" in (value or ""):
                self.wrong = "it mentions somebody"
        if tag not in {"br", "hr", "img"}:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.wrong = f"</{tag}> closes nothing"

    def handle_data(self, data: str) -> None:
        if found := _MENTION.search(data):
            self.wrong = f"{found[0]} names somebody"


class Limit:
    """Synapse's Ratelimiter: so many at once, and then so many a second."""

    def __init__(self, per_second: float = 0.2, burst: int = 10) -> None:
        self.per_second, self.burst = per_second, burst
        self._count, self._at = 0.0, 0.0

    def wait(self, now: float) -> float:
        """Counts one event; the seconds to wait when it is one too many."""
        self._count = max(0.0, self._count - (now - self._at) * self.per_second)
        self._at = now
        if self._count + 1 > self.burst + 1e-6:
            return (self._count + 1 - self.burst) / self.per_second
        self._count += 1
        return 0.0
