"""Encrypts secrets that are kept in the database."""

import base64
import binascii
from collections.abc import Sequence

from cryptography.fernet import Fernet, InvalidToken, MultiFernet

from briefings.errors import JbzError

_BYTES = 32


class Vault:
    """Encrypts with the first key and opens with any, so that a key can be replaced without losing a secret.

    A key is 32 random bytes in base64, as `openssl rand -base64 32` writes them. Raises JbzError for another.
    """

    def __init__(self, keys: Sequence[str]) -> None:
        self._boxes = [_box(key) for key in keys]

    def close(self, secret: str) -> str:
        """The secret, encrypted."""
        return self._all().encrypt(secret.encode()).decode()

    def open(self, closed: str) -> str:
        """The secret. Raises JbzError when none of the keys is the one it was encrypted with."""
        try:
            return self._all().decrypt(closed.encode()).decode()
        except InvalidToken as error:
            raise JbzError("vault.other_key") from error

    def is_current(self, closed: str) -> bool:
        """Whether it was encrypted with the first key."""
        try:
            self._boxes[0].decrypt(closed.encode())
        except InvalidToken:
            return False
        return True

    def _all(self) -> MultiFernet:
        if not self._boxes:
            raise JbzError("vault.no_key")
        return MultiFernet(self._boxes)


def _box(key: str) -> Fernet:
    try:
        raw = base64.b64decode(key.replace("-", "+").replace("_", "/"), validate=True)
    except binascii.Error:
        raw = b""
    if len(raw) != _BYTES:
        raise JbzError("vault.wrong_key")
    return Fernet(base64.urlsafe_b64encode(raw))
