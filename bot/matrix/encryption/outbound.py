"""What the bot says in rooms, encrypted so that the devices of who are there can read it (Megolm).

A session serves some messages for some time, and no longer than all who had its key are in the room. Each step of it is
kept before what was made by it leaves: an index is never used twice, whatever dies.
"""

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from vodozemac import GroupSession

from bot.keyring import Keys
from bot.matrix.batch import MEGOLM
from bot.matrix.content import Content
from bot.matrix.data import KEY
from bot.matrix.encryption.inbound import keep_own_key
from bot.matrix.encryption.olm import whispered
from bot.matrix.encryption.others import Device
from bot.matrix.encryption.own import NO_KEY, Self
from bot.matrix.secrecy import SENT

_NOBODY_MEANS = 10**12
_AGAIN = timedelta(hours=1)  #: after which a device that could not be given the key is tried again


@dataclass(frozen=True, slots=True)
class Rotation:
    """When a session ends (m.room.encryption); a room may ask for sooner."""

    messages: int = 100
    age: timedelta = timedelta(days=7)

    @classmethod
    def asked(cls, content: Mapping[str, Any]) -> "Rotation":
        """As the room has it, when that is sooner."""
        usual = cls()
        messages = _number(content.get("rotation_period_msgs")) or usual.messages
        milliseconds = _number(content.get("rotation_period_ms"))
        age = timedelta(milliseconds=milliseconds) if milliseconds else usual.age
        return cls(min(usual.messages, messages), min(usual.age, age))


def session_for(
    keys: Keys, me: Self, room: str, devices: Collection[Device], rotation: Rotation, now: datetime
) -> tuple[str, list[Device]]:
    """The session by which something is said now, and the devices that lack its key. A new one where one must be."""
    kept = keys.get(SENT, room)
    there = {device.name: device for device in devices}
    if kept is None or _is_over(kept, there, rotation, now):
        session = GroupSession()
        keep_own_key(keys, me, room, session)
        kept = {"session": session.session_id, "began": now.isoformat(), "shared": {}, "withheld": {}}
        keys.put(SENT, room, kept | {"pickle": session.pickle(NO_KEY), "messages": 0})
    lately = {name for name, at in kept["withheld"].items() if datetime.fromisoformat(at) + _AGAIN > now}
    return kept["session"], [there[name] for name in there if name not in kept["shared"] and name not in lately]


def shared_with(keys: Keys, me: Self, room: str, session: str, devices: Sequence[Device]) -> dict[str, Any]:
    """The key of the session for each of these devices, as messages to them (user -> device -> content)."""
    kept = keys.get(SENT, room)
    if kept is None or kept["session"] != session:
        return {}
    key = GroupSession.from_pickle(kept["pickle"], NO_KEY).session_key.to_base64()
    content = {"algorithm": MEGOLM, "room_id": room, "session_id": session, "session_key": key}
    messages: dict[str, Any] = {}
    for device in devices:
        said = whispered(keys, me, device, "m.room_key", content)
        if said is not None:
            messages.setdefault(device.user, {})[device.id] = said
    return messages


def mark_as_shared(
    keys: Keys, room: str, session: str, devices: Sequence[Device], told: Mapping[str, Any], now: datetime
) -> None:
    """The homeserver took these messages; who could not be written to is not tried again at once."""
    kept = keys.get(SENT, room)
    if kept is None or kept["session"] != session:
        return
    for device in devices:
        if device.id in told.get(device.user, {}):
            kept["shared"][device.name] = device.curve
            kept["withheld"].pop(device.name, None)
        else:
            kept["withheld"][device.name] = now.isoformat()
    keys.put(SENT, room, kept)


def sealed(keys: Keys, me: Self, room: str, session: str, kind: str, content: Content) -> Content | None:
    """The content as the homeserver sees it, one step of the session on; None when the session is another meanwhile.

    In the clear stand what it is about (a thread, an edited message), and the name of the part of a delivery, by which
    it is looked up.
    """
    kept = keys.get(SENT, room)
    if kept is None or kept["session"] != session:
        return None
    group = GroupSession.from_pickle(kept["pickle"], NO_KEY)
    said = json.dumps({"type": kind, "content": content, "room_id": room})
    ciphertext = group.encrypt(said.encode()).to_base64()
    keys.put(SENT, room, kept | {"pickle": group.pickle(NO_KEY), "messages": kept["messages"] + 1})
    clear = {name: content[name] for name in ("m.relates_to", KEY) if name in content}
    known = {"algorithm": MEGOLM, "ciphertext": ciphertext, "session_id": session}
    return {**known, "sender_key": me.curve, "device_id": me.device, **clear}


def _is_over(kept: Mapping[str, Any], there: Mapping[str, Device], rotation: Rotation, now: datetime) -> bool:
    """Whether it served long enough, or somebody who has its key, or a device, is gone."""
    is_old = datetime.fromisoformat(kept["began"]) + rotation.age <= now
    gone = any(name not in there or there[name].curve != curve for name, curve in kept["shared"].items())
    return is_old or gone or kept["messages"] >= rotation.messages


def _number(told: object) -> int | None:
    """A number of messages or milliseconds; None for what nobody means."""
    return told if isinstance(told, int) and not isinstance(told, bool) and 0 < told < _NOBODY_MEANS else None
