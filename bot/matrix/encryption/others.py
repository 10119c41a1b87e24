"""The devices of people in rooms: their keys as they signed them, and asked again when they change."""

import asyncio
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from bot.attempts import Stage
from bot.keyring import Keyring, Keys
from bot.matrix.batch import MEGOLM, list_in
from bot.matrix.client import MatrixClient
from bot.matrix.content import dict_in, text_in
from bot.matrix.encryption.signing import is_signed
from bot.matrix.rooms import NotNowError
from bot.matrix.verdict import error_of

_KIND = "devices"
_MOST = 100  #: devices of one person; nobody has more
_AT_ONCE = 200  #: people of one question
_PATIENCE = 5_000  #: milliseconds that another homeserver may take to tell us
_OK = 200


@dataclass(frozen=True, slots=True)
class Device:
    """A device of somebody."""

    user: str
    id: str
    curve: str  #: by which it is written to
    signing: str  #: by which it signs

    @property
    def name(self) -> str:
        """As it is kept."""
        return f"{self.user} {self.id}"


def devices_in(told: Mapping[str, Any], user: str) -> dict[str, Device]:
    """Someone's devices in an answer of /keys/query: those that signed their own keys and know Megolm."""
    found = {}
    for name, one in list(dict_in(dict_in(told, "device_keys"), user).items())[:_MOST]:
        keys = dict_in(one, "keys")
        device = Device(user, name, text_in(keys, f"curve25519:{name}"), text_in(keys, f"ed25519:{name}"))
        is_theirs = (text_in(one, "user_id"), text_in(one, "device_id")) == (user, name)
        if is_theirs and MEGOLM in list_in(one, "algorithms") and is_signed(one, user, name, device.signing):
            found[name] = device
    return found


class Others:
    """The devices of everybody but the bot."""

    def __init__(self, client: MatrixClient, keyring: Keyring, owner: str) -> None:
        self._client = client
        self._keyring = keyring
        self._owner = owner
        self._asking = asyncio.Lock()  #: so that many messages at once ask once

    async def of(self, users: Collection[str]) -> list[Device]:
        """Their devices; of whom another homeserver does not tell now, those that are known. Raises NotNowError."""
        async with self._asking:
            unknown = await self._keyring.using(self._owner, lambda keys: _unknown(keys, users))
            waiting = list(unknown)
            for at in range(0, len(waiting), _AT_ONCE):
                await self._ask({user: unknown[user] for user in waiting[at : at + _AT_ONCE]})
        return await self._keyring.using(self._owner, lambda keys: _kept(keys, users))

    def changed(self, keys: Keys, users: Iterable[object]) -> None:
        """The homeserver says that someone's devices are others now."""
        for user in users:
            kept = keys.get(_KIND, user) if isinstance(user, str) else None
            if kept is not None and isinstance(user, str):
                keys.put(_KIND, user, kept | {"wanted": kept["wanted"] + 1})

    def left(self, keys: Keys, users: Iterable[object]) -> None:
        """Nobody tells any more when someone's devices change."""
        for user in users:
            if isinstance(user, str):
                keys.drop(_KIND, user)

    async def _ask(self, wanted: Mapping[str, int]) -> None:
        body = {"device_keys": {user: [] for user in wanted}, "timeout": _PATIENCE}
        attempt = await self._client.post("keys", "query", body=body)
        told = attempt.answer
        if attempt.stage is not Stage.ANSWERED or attempt.status != _OK or told is None:
            raise NotNowError(error_of(attempt) or attempt.fault or "keys/query")
        answered = {user: number for user, number in wanted.items() if user in dict_in(told, "device_keys")}
        found = {user: devices_in(told, user) for user in answered}
        await self._keyring.using(self._owner, lambda keys: _keep(keys, answered, found))


def _unknown(keys: Keys, users: Collection[str]) -> dict[str, int]:
    """Whose devices must be asked for, and which change of them that is."""
    kept = {user: keys.get(_KIND, user) or {"wanted": 1, "known": 0} for user in users}
    return {user: one["wanted"] for user, one in kept.items() if one["wanted"] != one["known"]}


def _kept(keys: Keys, users: Collection[str]) -> list[Device]:
    found = ((user, (keys.get(_KIND, user) or {}).get("devices", {})) for user in users)
    return [Device(user, name, *one) for user, devices in found for name, one in devices.items()]


def _keep(keys: Keys, answered: Mapping[str, int], found: Mapping[str, Mapping[str, Device]]) -> None:
    """Keeps them. The signing key of a device never changes: one that comes with another is not it."""
    for user, number in answered.items():
        kept = keys.get(_KIND, user) or {"wanted": number, "devices": {}}
        before = kept.get("devices", {})
        now = {
            name: before[name] if name in before and before[name][1] != one.signing else [one.curve, one.signing]
            for name, one in found[user].items()
        }
        keys.put(_KIND, user, {"wanted": kept["wanted"], "known": number, "devices": now})
