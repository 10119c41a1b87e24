"""How often: each address on the network and each person has so many a minute.

Each process counts for itself: of n processes behind one proxy someone gets at most n times as much. That keeps one
person from taking the time of all others, without a question to the database before every answer.
"""

import ipaddress
import math
import time
from collections import OrderedDict
from collections.abc import Callable
from threading import Lock

from briefings.errors import JbzError

_MINUTE = 60.0
_MOST = 20_000  #: whom we count at a time; some 4 MB
_NETWORK = 64  #: bits: of IPv6 somebody has at least so large a network to themselves (RFC 6177)


class TooMany(JbzError):
    """Somebody asks more than one person may."""

    def __init__(self, code: str, /, **values: int) -> None:
        super().__init__(code, **values)
        self.seconds = values["seconds"]  #: to wait


class Limits:
    """Counts by the moment at which all that was taken would be given back (GCRA): one number for each. Thread-safe."""

    def __init__(self, clock: Callable[[], float] = time.monotonic, most: int = _MOST) -> None:
        self._clock = clock
        self._most = most
        self._lock = Lock()
        self._full_at: OrderedDict[str, float] = OrderedDict()

    def wait(self, key: str, a_minute: int) -> int:
        """0, and one was taken; or how many seconds to wait until there is one. Without a limit always 0."""
        if not a_minute:
            return 0
        now, each = self._clock(), _MINUTE / a_minute
        with self._lock:
            full_at = max(now, self._full_at.get(key, now))
            over = full_at + each - now - _MINUTE
            if over > 1e-6:  # noqa: PLR2004 - of a second: what reckoning in floats leaves
                return math.ceil(over)
            self._full_at[key] = full_at + each
            self._full_at.move_to_end(key)
            while len(self._full_at) > self._most:
                self._full_at.popitem(last=False)
        return 0

    def take(self, key: str, a_minute: int) -> None:
        """Takes one. Raises TooMany."""
        if seconds := self.wait(key, a_minute):
            raise TooMany("limit.too_many", seconds=seconds)


def network_of(address: str) -> str:
    """Whom an address is counted as: IPv6 by its network."""
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return address
    if isinstance(found, ipaddress.IPv4Address):
        return address
    return str(ipaddress.ip_network((found, _NETWORK), strict=False))
