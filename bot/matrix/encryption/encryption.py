"""Encryption as the rest of the channel meets it: what comes in is opened, what goes out is sealed."""

import asyncio
import uuid
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from time import monotonic
from typing import Any

from bot.attempts import Attempt, Stage
from bot.keyring import Keyring, Keys
from bot.matrix.batch import ENCRYPTED, ENCRYPTION, MEMBER, MESSAGE, RoomEvent, list_in
from bot.matrix.client import MatrixClient
from bot.matrix.content import Content, dict_in, text_in
from bot.matrix.encryption import inbound, outbound, own
from bot.matrix.encryption.inbound import Opened, UnreadableError
from bot.matrix.encryption.olm import SESSIONS, begin_session, has_session, heard
from bot.matrix.encryption.others import Device, Others
from bot.matrix.encryption.own import Self
from bot.matrix.posting import post
from bot.matrix.rooms import NotNowError
from bot.matrix.secrecy import SENT, KeysLostError
from bot.matrix.verdict import error_of
from bot.telemetry import log

_OK = 200
_KEPT = timedelta(days=400)  #: as deliveries are, whose buttons are read with them
_FEW, _ENOUGH = 25, 50  #: one-time keys at the homeserver
_MOST = 1_000  #: messages to the device in one answer of /sync
_AT_ONCE = 100  #: devices that are written to in one request
_TRIES = 3
_PATIENCE = 10.0  #: seconds for which a message waits for the keys of a process that just started
_LOOKS, _PAUSE = 8, 0.5  #: for a key that may come a little later than what it opens; seconds
_SELDOM = 60.0  #: seconds in which a room waits for a key once


class Encryption:
    """The bot's device among those of the people in its rooms. Every process finds the same keys."""

    is_on = True

    def __init__(self, client: MatrixClient, keyring: Keyring, user: str, clock: Callable[[], datetime]) -> None:
        self._client = client
        self._keyring = keyring
        self._user = user
        self._clock = clock
        self._me: Self | None = None
        self._others: Others
        self._owner = ""
        self._is_ready = asyncio.Event()
        self._waited: dict[str, float] = {}  #: rooms in which a key was waited for, and when

    async def begin(self, device: str) -> None:
        """Makes the keys of this device and tells the homeserver, unless both are there. See Secrecy."""
        self._owner = f"{self._user} {device}"
        self._others = Others(self._client, self._keyring, self._owner)
        told = await self._asked("keys", "query", body={"device_keys": {self._user: [device]}})
        there = dict_in(dict_in(dict_in(dict_in(told, "device_keys"), self._user), device), "keys")
        account = await self._keyring.using(self._owner, own.account_in)
        if account is None and not there:
            await self._keyring.using(self._owner, _make_account)
            account = await self._keyring.using(self._owner, own.account_in)
        if account is None:
            raise KeysLostError
        me = own.self_of(account, self._user, device)
        if not there:
            made = await self._keyring.using(self._owner, lambda keys: own.new_one_time_keys(keys, me, _ENOUGH))
            body = {"device_keys": own.described(account, me), "one_time_keys": made}
            await self._asked("keys", "upload", body=body)
            await self._keyring.using(self._owner, own.mark_as_published)
        elif text_in(there, f"ed25519:{device}") != me.signing:
            raise KeysLostError
        await self._keyring.renew()
        self._me = me
        self._is_ready.set()
        log.info("matrix_keys", device=device, fingerprint=own.fingerprint(me))

    async def clean(self) -> None:
        """Forgets keys that nothing was done with for long: what stands in rooms of before is read no more."""
        await self._keyring.forget_unused(dict.fromkeys((inbound.INBOUND, inbound.HEARD, SESSIONS), _KEPT))

    async def take_in(self, told: Mapping[str, Any]) -> None:
        """Keys that devices gave us, whose devices changed, and how many keys the homeserver still has of ours."""
        me = self._me
        if me is None:
            return
        events = [one for one in list_in(dict_in(told, "to_device"), "events")[:_MOST] if isinstance(one, dict)]
        lists = dict_in(told, "device_lists")
        changed, left = list_in(lists, "changed"), list_in(lists, "left")
        if events or changed or left:
            await self._keyring.using(self._owner, lambda keys: self._kept(keys, me, events, changed, left))
        counts = told.get("device_one_time_keys_count")
        if isinstance(counts, dict):
            count = counts.get("signed_curve25519", 0)
            if isinstance(count, int) and count < _FEW:
                await self._replenish(me, _ENOUGH - count)

    async def opened(self, event: RoomEvent) -> RoomEvent:
        """The event as its sender wrote it. A key that is not there yet is waited for a little; other rooms go on."""
        if event.kind != ENCRYPTED or self._me is None:
            return event
        looks = self._looks(event.room)
        for look in range(looks):
            try:
                found = await self._opened(event.room, event.id, event.sender, event.content)
            except UnreadableError as error:
                if error.may_come and look < looks - 1:
                    self._waited[event.room] = monotonic()
                    await asyncio.sleep(_PAUSE)
                    continue
                log.info("event_unreadable", channel="matrix", reason=str(error))
                return event
            return replace(event, kind=found.kind, content=found.content) if found.kind == MESSAGE else event
        return event

    def _looks(self, room: str) -> int:
        """How often a key is looked for. A room full of what nobody can read holds itself up once in a while only."""
        now = monotonic()
        self._waited = {one: at for one, at in self._waited.items() if at + _SELDOM > now}
        return 1 if room in self._waited else _LOOKS

    async def opened_told(self, room: str, told: dict[str, Any]) -> dict[str, Any]:
        """The same of an event in the homeserver's own form, and of its last edit."""
        relations = dict_in(dict_in(told, "unsigned"), "m.relations")
        edit = dict_in(relations, "m.replace")
        if edit:
            relations["m.replace"] = await self._told(room, edit)
        return await self._told(room, told)

    async def post(self, room: str, name: str, content: Content) -> Attempt:
        """Sends a message. A room that was encrypted once stays so, whatever the homeserver says later."""
        try:
            async with asyncio.timeout(_PATIENCE):
                await self._is_ready.wait()
        except TimeoutError:
            return Attempt(Stage.NOT_SENT, fault="no keys yet")
        state = await self._client.get("rooms", room, "state", ENCRYPTION, "")
        if not _is_good(state):
            if error_of(state) != "M_NOT_FOUND":
                return _not_sent(state)
            if await self._keyring.using(self._owner, lambda keys: keys.get(SENT, room)) is None:
                return await post(self._client, room, name, content)
        try:
            return await self._post_sealed(room, name, content, outbound.Rotation.asked(state.answer or {}))
        except NotNowError as error:
            return Attempt(Stage.NOT_SENT, fault=str(error))

    async def _post_sealed(self, room: str, name: str, content: Content, rotation: outbound.Rotation) -> Attempt:
        """Shares the key with who lacks it, and then sends. Raises NotNowError."""
        me = self._me
        people = await self._client.get("rooms", room, "members", not_membership="leave")
        if not _is_good(people) or me is None:
            return _not_sent(people)
        devices = await self._others.of(_readers(people.answer or {}) - {self._user})
        for _ in range(_TRIES):
            session, lacking = await self._keyring.using(
                self._owner, lambda keys: outbound.session_for(keys, me, room, devices, rotation, self._clock())
            )
            for at in range(0, len(lacking), _AT_ONCE):
                await self._share(me, room, session, lacking[at : at + _AT_ONCE])
            sealed = await self._keyring.using(
                self._owner,
                lambda keys, session=session: outbound.sealed(keys, me, room, session, MESSAGE, content),  # type: ignore[misc]
            )
            if sealed is not None:
                return await self._client.put("rooms", room, "send", ENCRYPTED, name, body=sealed)
        raise NotNowError("another process begins sessions too")

    async def _share(self, me: Self, room: str, session: str, devices: Sequence[Device]) -> None:
        """Gives them the key of a session. Raises NotNowError."""
        strangers = await self._keyring.using(
            self._owner, lambda keys: [device for device in devices if not has_session(keys, device)]
        )
        told: dict[str, Any] = {}
        if strangers:
            wanted: dict[str, dict[str, str]] = {}
            for device in strangers:
                wanted.setdefault(device.user, {})[device.id] = "signed_curve25519"
            told = await self._asked("keys", "claim", body={"one_time_keys": wanted, "timeout": 5_000})

        def write(keys: Keys) -> dict[str, Any]:
            for device in strangers:
                begin_session(keys, device, told)
            return outbound.shared_with(keys, me, room, session, devices)

        messages = await self._keyring.using(self._owner, write)
        if messages:
            await self._to_devices(messages)
        await self._keyring.using(
            self._owner,
            lambda keys: outbound.mark_as_shared(keys, room, session, devices, messages, self._clock()),
        )

    async def _to_devices(self, messages: Mapping[str, Any]) -> None:
        attempt = await self._client.put("sendToDevice", ENCRYPTED, uuid.uuid4().hex, body={"messages": messages})
        if not _is_good(attempt):
            raise NotNowError(error_of(attempt) or attempt.fault or "sendToDevice")

    def _kept(
        self, keys: Keys, me: Self, events: Collection[dict[str, Any]], changed: list[Any], left: list[Any]
    ) -> None:
        for event in events:
            if text_in(event, "type") == ENCRYPTED and (whisper := heard(keys, me, event)) is not None:
                inbound.keep_room_key(keys, whisper)
        self._others.changed(keys, changed)
        self._others.left(keys, left)

    async def _replenish(self, me: Self, count: int) -> None:
        """Gives the homeserver keys for who wants to write to us. What fails is done at the next answer of /sync."""
        made = await self._keyring.using(self._owner, lambda keys: own.new_one_time_keys(keys, me, count))
        attempt = await self._client.post("keys", "upload", body={"one_time_keys": made})
        if _is_good(attempt):
            await self._keyring.using(self._owner, own.mark_as_published)
        else:
            log.warning("keys_not_given", channel="matrix", reason=error_of(attempt) or attempt.fault)

    async def _opened(self, room: str, event: str, sender: str, content: Mapping[str, Any]) -> Opened:
        """Raises UnreadableError."""
        me = self._me

        def work(keys: Keys) -> Opened | UnreadableError:
            try:
                return inbound.opened(keys, room, event, sender, content)
            except UnreadableError as error:
                return error

        found = await self._keyring.using(self._owner, work)
        if isinstance(found, UnreadableError):
            raise found
        is_own = me is not None and (sender, found.curve, found.signing) == (self._user, me.curve, me.signing)
        if not is_own and not await self._is_device_of(sender, found):
            raise UnreadableError("no device of the sender")
        return found

    async def _is_device_of(self, user: str, found: Opened) -> bool:
        try:
            devices = await self._others.of([user])
        except NotNowError as error:
            raise UnreadableError(str(error), may_come=True) from error
        return any((one.curve, one.signing) == (found.curve, found.signing) for one in devices)

    async def _told(self, room: str, told: dict[str, Any]) -> dict[str, Any]:
        if text_in(told, "type") != ENCRYPTED or self._me is None:
            return told
        try:
            found = await self._opened(
                room, text_in(told, "event_id"), text_in(told, "sender"), dict_in(told, "content")
            )
        except UnreadableError:
            return told
        return {**told, "type": found.kind, "content": found.content}

    async def _asked(self, *path: str, body: Mapping[str, Any]) -> dict[str, Any]:
        """What the homeserver answers. Raises NotNowError."""
        attempt = await self._client.post(*path, body=body)
        if not _is_good(attempt):
            raise NotNowError(error_of(attempt) or attempt.fault or f"status {attempt.status}")
        return attempt.answer or {}


def _make_account(keys: Keys) -> None:
    """Unless another process made it meanwhile."""
    if own.account_in(keys) is None:
        own.keep_account(keys, own.new_account())


def _readers(told: Mapping[str, Any]) -> set[str]:
    """Who is in a room, or is invited and so may read what was said before they came."""
    events = [one for one in list_in(told, "chunk") if text_in(one, "type") == MEMBER]
    there = [one for one in events if text_in(dict_in(one, "content"), "membership") in {"join", "invite"}]
    return {text_in(one, "state_key") for one in there} - {""}


def _is_good(attempt: Attempt) -> bool:
    return attempt.stage is Stage.ANSWERED and attempt.status == _OK and attempt.answer is not None


def _not_sent(attempt: Attempt) -> Attempt:
    """An attempt to ask, as one to send: nothing of the message left."""
    if attempt.stage is Stage.ANSWERED and error_of(attempt) is not None:
        return attempt
    return Attempt(Stage.NOT_SENT, fault=attempt.fault or f"status {attempt.status}")
