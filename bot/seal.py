"""Seals what goes to a platform and comes back with a press: nobody but us wrote it, or it is not read."""

import hashlib
import hmac

_LENGTH = 16  #: hexadecimal digits
_NAME = b"jbz seal 1"


class Seal:
    """Values with a signature in front. With another secret older ones are no longer read."""

    def __init__(self, secret: str) -> None:
        self._key = hmac.digest(secret.encode() or b"-", _NAME, "sha256")

    def close(self, value: str) -> str:
        """The value, sealed."""
        return f"{self._sign(value)}:{value}"

    def open(self, sealed: str) -> str | None:
        """The value; None when it is not ours."""
        sign, _, value = sealed.partition(":")
        return value if hmac.compare_digest(_bytes(sign), self._sign(value).encode()) else None

    def _sign(self, value: str) -> str:
        return hmac.new(self._key, _bytes(value), hashlib.sha256).hexdigest()[:_LENGTH]


def _bytes(text: str) -> bytes:
    """Of any text, also one that cannot be written in UTF-8: half a pair of UTF-16, as JSON may have it."""
    return text.encode("utf-8", "surrogatepass")
