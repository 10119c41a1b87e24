"""What is said in rooms, opened by the keys that its senders gave us (Megolm), within a unit of work."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from vodozemac import GroupSession, InboundGroupSession, MegolmMessage, SessionKey

from bot.keyring import Keys
from bot.matrix.batch import MEGOLM
from bot.matrix.content import text_in
from bot.matrix.encryption.olm import Whisper
from bot.matrix.encryption.own import NO_KEY, Self

INBOUND, HEARD = "inbound", "heard"  #: kinds of what is kept: sessions; which event each of their messages was
_LONGEST = 65_536  #: characters of a message; the most that an event may be


class UnreadableError(Exception):
    """What is encrypted is not shown: there is no key for it, or it is not what it says it is."""

    def __init__(self, reason: str, *, may_come: bool = False) -> None:
        super().__init__(reason)
        self.may_come = may_come  #: a key for it may still come


@dataclass(frozen=True, slots=True)
class Opened:
    """What stood in an encrypted event, and which device said it."""

    kind: str
    content: dict[str, Any]
    curve: str
    signing: str


def keep_room_key(keys: Keys, told: Whisper) -> None:
    """Somebody gives us the key of what they are going to say in a room. One that is known stays as it is."""
    content = told.content
    room, name = text_in(content, "room_id"), text_in(content, "session_id")
    if told.kind != "m.room_key" or text_in(content, "algorithm") != MEGOLM or not room or not name:
        return
    try:
        session = InboundGroupSession(SessionKey(text_in(content, "session_key")))
    except ValueError:
        return
    if session.session_id == name:
        _keep(keys, room, session, (told.sender, told.curve, told.signing))


def keep_own_key(keys: Keys, me: Self, room: str, session: GroupSession) -> None:
    """What we say is read by us too: a sign under it is looked up in it."""
    _keep(keys, room, InboundGroupSession(session.session_key), (me.user, me.curve, me.signing))


def opened(keys: Keys, room: str, event: str, sender: str, content: Mapping[str, Any]) -> Opened:
    """What stands in an encrypted event. Raises UnreadableError.

    Its sender is who gave us the key, whatever the event says beside it; and each message of a session is one event.
    """
    body, name = text_in(content, "ciphertext"), text_in(content, "session_id")
    if text_in(content, "algorithm") != MEGOLM or not 0 < len(body) <= _LONGEST:
        raise UnreadableError("algorithm")
    kept = keys.get(INBOUND, f"{room} {name}")
    if kept is None:
        raise UnreadableError("no key", may_come=True)
    if kept["sender"] != sender:
        raise UnreadableError("sender")
    try:
        read = InboundGroupSession.from_pickle(kept["pickle"], NO_KEY).decrypt(MegolmMessage.from_base64(body))
        said = json.loads(read.plaintext)
    except (ValueError, RecursionError) as error:
        raise UnreadableError(type(error).__name__) from error
    _refuse_again(keys, f"{room} {name} {read.message_index}", event)
    inner = said.get("content") if isinstance(said, dict) else None
    if not isinstance(inner, dict) or text_in(said, "room_id") != room:
        raise UnreadableError("another room")
    inner.pop("m.relates_to", None)
    if isinstance(relation := content.get("m.relates_to"), dict):
        inner["m.relates_to"] = relation  # stands in the clear, for the homeserver to know
    return Opened(text_in(said, "type"), inner, kept["curve"], kept["signing"])


def _refuse_again(keys: Keys, name: str, event: str) -> None:
    """A message of a session comes in one event: the homeserver could make another of it."""
    before = keys.get(HEARD, name)
    if before is None:
        keys.put(HEARD, name, {"event": event})
    elif before["event"] != event:
        raise UnreadableError("said before")


def _keep(keys: Keys, room: str, session: InboundGroupSession, who: tuple[str, str, str]) -> None:
    name = f"{room} {session.session_id}"
    if keys.get(INBOUND, name) is None:
        sender, curve, signing = who
        pickle = session.pickle(NO_KEY)
        keys.put(INBOUND, name, {"pickle": pickle, "sender": sender, "curve": curve, "signing": signing}, room)
