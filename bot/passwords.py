"""The passwords that stand in an address: "postgresql://jbz:s%40crt@db/jbz", "https://c.example/v1?api-key=x"."""

import re
from collections.abc import Iterator
from urllib.parse import parse_qsl, quote, quote_plus, unquote, unquote_plus

_USER = re.compile(r"^[^:/?#]+://(?P<user>[^:/@]*)(?::(?P<password>.*))?@")  #: up to the last @: some write it as it is
_NEAREST = re.compile(r"^[^:/?#]+://[^:/@]*:(?P<password>[^@]*)@")
_NAMED = re.compile(r"pass|pwd|secret|token|key|auth", re.IGNORECASE)


def passwords_in(address: str) -> tuple[str, ...]:
    """The passwords in an address, each as it stands there, decoded and percent-encoded; the longest first."""
    found = {form for one in _raw(address) if one for form in _forms(one)}
    return tuple(sorted(found, key=lambda form: (-len(form), form)))


def _raw(address: str) -> Iterator[str]:
    if "://" not in address:
        return
    for pattern in (_USER, _NEAREST):
        if (match := pattern.match(address)) and match["password"]:
            yield match["password"]
    if (match := _USER.match(address)) and match["password"] is None and not address.startswith("postgres"):
        yield match["user"]  # "https://token@collector"
    for name, value in parse_qsl(address.partition("?")[2].partition("#")[0]):
        if _NAMED.search(name):
            yield value


def _forms(password: str) -> Iterator[str]:
    for plain in (password, unquote(password), unquote_plus(password)):
        yield from (plain, quote(plain, safe=""), quote_plus(plain))
