"""The keys of a channel whose platform encrypts from end to end; every process with this database finds them."""

import asyncio
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import TypeVar

from storage import keys
from storage.database import Database
from storage.keys import Keys
from storage.vault import Vault

__all__ = ["Keyring", "Keys"]

_T = TypeVar("_T")


class Keyring:
    """Keys by their owner: an account on one device. Raises JbzError where the key that encrypts them is another."""

    def __init__(self, database: Database, vault: Vault, clock: Callable[[], datetime]) -> None:
        self._database = database
        self._vault = vault
        self._clock = clock

    async def using(self, owner: str, work: Callable[[Keys], _T]) -> _T:
        """What `work` makes of the keys of an owner: one at a time in all processes, and kept whole or not at all."""
        return await asyncio.to_thread(self._using, owner, work)

    def _using(self, owner: str, work: Callable[[Keys], _T]) -> _T:
        with keys.using(self._database, self._vault, owner, self._clock()) as kept:
            return work(kept)

    async def names(self, kind: str) -> list[str]:
        """The names of a kind, whosever they are."""
        return await asyncio.to_thread(keys.names, self._database, kind)

    async def renew(self) -> None:
        """What an older key encrypted is encrypted with the newest."""
        await asyncio.to_thread(keys.encrypt_again, self._database, self._vault)

    async def forget_unused(self, kinds: dict[str, timedelta]) -> None:
        """Removes what was not used for so long, of each of these kinds."""
        now = self._clock()
        before = {kind: now - unused for kind, unused in kinds.items()}
        await asyncio.to_thread(keys.forget_unused, self._database, before)
