"""Messages from one device to another (Olm), within a unit of work. What is not as it should be is no message."""

import base64
import binascii
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from vodozemac import AnyOlmMessage, Curve25519PublicKey, PreKeyMessage, Session

from bot.keyring import Keys
from bot.matrix.content import dict_in, text_in
from bot.matrix.encryption.others import Device
from bot.matrix.encryption.own import NO_KEY, OLM, Self, account_in, keep_account
from bot.matrix.encryption.signing import is_signed

SESSIONS = "olm"
_MOST = 5  #: sessions with one device; the oldest go
_LONGEST = 65_536  #: characters of a message; the most that an event may be
_BEGINS = 0  #: a message that begins a session


@dataclass(frozen=True, slots=True)
class Whisper:
    """What a device said to ours alone."""

    kind: str
    content: Mapping[str, Any]
    sender: str
    curve: str  #: the device's key
    signing: str  #: the one that it says is its own


def has_session(keys: Keys, device: Device) -> bool:
    """Whether something can be said to it."""
    return bool(keys.about(SESSIONS, device.curve))


def begin_session(keys: Keys, device: Device, told: Mapping[str, Any]) -> bool:
    """Begins a session by a one-time key in an answer of /keys/claim; whether it gave one that the device signed."""
    account = account_in(keys)
    given = dict_in(dict_in(dict_in(told, "one_time_keys"), device.user), device.id)
    key = next((dict_in(given, name) for name in given if name.startswith("signed_curve25519:")), {})
    if account is None or not is_signed(key, device.user, device.id, device.signing):
        return False
    try:
        their = Curve25519PublicKey.from_base64(device.curve)
        session = account.create_outbound_session(their, Curve25519PublicKey.from_base64(text_in(key, "key")))
    except ValueError:
        return False
    _keep(keys, session, device.curve)
    return True


def whispered(keys: Keys, me: Self, device: Device, kind: str, content: Mapping[str, Any]) -> dict[str, Any] | None:
    """The content of an event that only this device reads; None without a session with it."""
    sessions = keys.about(SESSIONS, device.curve)
    if not sessions:
        return None
    session = Session.from_pickle(next(iter(sessions.values()))["pickle"], NO_KEY)
    said = {
        "type": kind, "content": content, "sender": me.user, "keys": {"ed25519": me.signing},
        "recipient": device.user, "recipient_keys": {"ed25519": device.signing},
    }  # fmt: skip
    number, body = session.encrypt(json.dumps(said).encode()).to_parts()
    _keep(keys, session, device.curve)
    sealed = {device.curve: {"type": number, "body": _base64(body)}}
    return {"algorithm": OLM, "sender_key": me.curve, "ciphertext": sealed}


def heard(keys: Keys, me: Self, event: Mapping[str, Any]) -> Whisper | None:
    """What an event says to us; None when it is not for us, was heard before, or is not what it says it is."""
    content, sender = dict_in(event, "content"), text_in(event, "sender")
    curve, sealed = text_in(content, "sender_key"), dict_in(dict_in(content, "ciphertext"), me.curve)
    body, number = text_in(sealed, "body"), sealed.get("type")
    if text_in(content, "algorithm") != OLM or not 0 < len(body) <= _LONGEST or number not in {0, 1}:
        return None
    try:
        opened = _opened(keys, curve, int(number), body)
        said = json.loads(opened) if opened is not None else None
    except (ValueError, RecursionError):
        return None
    if not isinstance(said, dict) or text_in(said, "sender") != sender or text_in(said, "recipient") != me.user:
        return None
    signing = text_in(dict_in(said, "keys"), "ed25519")
    if text_in(dict_in(said, "recipient_keys"), "ed25519") != me.signing or not signing:
        return None
    return Whisper(text_in(said, "type"), dict_in(said, "content"), sender, curve, signing)


def _opened(keys: Keys, curve: str, number: int, body: str) -> bytes | None:
    sessions = [Session.from_pickle(one["pickle"], NO_KEY) for one in keys.about(SESSIONS, curve).values()]
    message = AnyOlmMessage.from_parts(number, _bytes(body))
    for session in sessions:
        try:
            opened = session.decrypt(message)
        except ValueError:
            continue
        _keep(keys, session, curve)
        return opened
    account = account_in(keys) if number == _BEGINS else None
    if account is None:
        return None
    begun, opened = account.create_inbound_session(
        Curve25519PublicKey.from_base64(curve), PreKeyMessage.from_base64(body)
    )
    keep_account(keys, account)  # its one-time key serves once
    _keep(keys, begun, curve)
    return opened


def _keep(keys: Keys, session: Session, curve: str) -> None:
    keys.put(SESSIONS, session.session_id, {"pickle": session.pickle(NO_KEY)}, curve)
    for name in list(keys.about(SESSIONS, curve))[_MOST:]:
        keys.drop(SESSIONS, name)


def _base64(data: bytes) -> str:
    return base64.b64encode(data).decode().rstrip("=")


def _bytes(text: str) -> bytes:
    try:
        return base64.b64decode(text + "=" * (-len(text) % 4), validate=True)
    except binascii.Error as error:
        raise ValueError("no base64") from error
