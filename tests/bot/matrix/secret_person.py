"""Somebody in encrypted rooms, with a device of their own: what they say and read, by vodozemac and nothing of ours."""

import base64
import json
import uuid
from typing import Any

from vodozemac import (
    Account,
    AnyOlmMessage,
    Curve25519PublicKey,
    Ed25519PublicKey,
    Ed25519Signature,
    GroupSession,
    InboundGroupSession,
    MegolmMessage,
    PreKeyMessage,
    Session,
    SessionKey,
)

from tests.stand_ins.matrix_server import BOT, MatrixServer
from tests.stand_ins.synapse import Synapse

OLM, MEGOLM = "m.olm.v1.curve25519-aes-sha2", "m.megolm.v1.aes-sha2"


class SecretPerson:
    """Reads and writes in encrypted rooms of a homeserver."""

    def __init__(self, home: MatrixServer | Synapse, user: str) -> None:
        self.home, self.user = home, user
        home.logs_in_again(user)
        self.device = home.device_of(user)
        self.account = Account()
        self.curve, self.signing = self.account.curve25519_key.to_base64(), self.account.ed25519_key.to_base64()
        self.room_keys: dict[str, tuple[str, InboundGroupSession]] = {}  #: session -> who gave it, and it
        self.outbound: dict[str, GroupSession] = {}
        self._olm: list[Session] = []
        self.account.generate_one_time_keys(20)
        one_time = {
            f"signed_curve25519:{name}": self.signed({"key": key.to_base64()})
            for name, key in self.account.one_time_keys.items()
        }
        keys = {f"curve25519:{self.device}": self.curve, f"ed25519:{self.device}": self.signing}
        told = {"user_id": user, "device_id": self.device, "algorithms": [OLM, MEGOLM], "keys": keys}
        home.asks("POST", "keys/upload", user, {"device_keys": self.signed(told), "one_time_keys": one_time})
        self.account.mark_keys_as_published()

    def signed(self, value: dict[str, Any]) -> dict[str, Any]:
        """With the signature of this device."""
        text = json.dumps(value, sort_keys=True, separators=(",", ":")).encode()
        return {**value, "signatures": {self.user: {f"ed25519:{self.device}": self.account.sign(text).to_base64()}}}

    def says(self, text: str, room: str, **content: Any) -> str:
        """Writes a message, after giving the bot the key; the event."""
        return self.sends(room, self.sealed(room, {"msgtype": "m.text", "body": text, **content}))

    def sealed(self, room: str, content: dict[str, Any], *, shared: bool = True, **inside: Any) -> dict[str, Any]:
        """A message as the homeserver sees it."""
        if room not in self.outbound:
            self.outbound[room] = GroupSession()
            if shared:
                self.shares(room)
        group = self.outbound[room]
        clear = {"m.relates_to": content.pop("m.relates_to")} if "m.relates_to" in content else {}
        said = {"type": "m.room.message", "content": content, "room_id": room} | inside
        ciphertext = group.encrypt(json.dumps(said).encode()).to_base64()
        own = {"sender_key": self.curve, "device_id": self.device}
        return {"algorithm": MEGOLM, "ciphertext": ciphertext, "session_id": group.session_id, **own, **clear}

    def sends(self, room: str, content: dict[str, Any], user: str | None = None) -> str:
        return self.home.happens(room, "m.room.encrypted", content, user or self.user)

    def shares(self, room: str) -> None:
        """Gives the bot's devices the key of what is said in a room."""
        group = self.outbound[room]
        content = {
            "algorithm": MEGOLM, "room_id": room, "session_id": group.session_id,
            "session_key": group.session_key.to_base64(),
        }  # fmt: skip
        self.whispers("m.room_key", content)

    def whispers(self, kind: str, content: dict[str, Any], **inside: Any) -> None:
        """Says something to the bot's devices alone."""
        devices = self.home.asks("POST", "keys/query", self.user, {"device_keys": {BOT: []}})["device_keys"][BOT]
        for name, told in devices.items():
            curve, signing = told["keys"][f"curve25519:{name}"], told["keys"][f"ed25519:{name}"]
            assert _is_signed(told, BOT, name, signing)
            wanted = {"one_time_keys": {BOT: {name: "signed_curve25519"}}}
            (key,) = self.home.asks("POST", "keys/claim", self.user, wanted)["one_time_keys"][BOT][name].values()
            assert _is_signed(key, BOT, name, signing)
            session = self.account.create_outbound_session(
                Curve25519PublicKey.from_base64(curve), Curve25519PublicKey.from_base64(key["key"])
            )
            self._olm.append(session)
            said = {
                "type": kind, "content": content, "sender": self.user, "keys": {"ed25519": self.signing},
                "recipient": BOT, "recipient_keys": {"ed25519": signing},
            } | inside  # fmt: skip
            number, body = session.encrypt(json.dumps(said).encode()).to_parts()
            sealed = {curve: {"type": number, "body": base64.b64encode(body).decode().rstrip("=")}}
            event = {"algorithm": OLM, "sender_key": self.curve, "ciphertext": sealed}
            path = f"sendToDevice/m.room.encrypted/{uuid.uuid4().hex}"
            self.home.asks("PUT", path, self.user, {"messages": {BOT: {name: event}}})

    def reads(self, room: str) -> list[dict[str, Any]]:
        """What the bot said in a room, as far as this device has its keys; edits as they came."""
        return [one for one in (self._opened(post) for post in self.posts(room)) if one is not None]

    def bodies(self, room: str) -> list[str]:
        """The same as plain text."""
        return [str(one["body"]) for one in self.reads(room)]

    def posts(self, room: str) -> list[dict[str, Any]]:
        """The bot's events as the homeserver sees them."""
        return self.home.posts(room, "m.room.encrypted")

    def index_of(self, post: dict[str, Any]) -> tuple[str, int]:
        """Which message of which session it is."""
        content = post["content"]
        return content["session_id"], MegolmMessage.from_base64(content["ciphertext"]).message_index()

    def takes_in(self) -> None:
        """Keys that came in."""
        for event in self.home.inbox(self.user):
            sealed = event["content"]["ciphertext"].get(self.curve)
            said = json.loads(self._whispered(event["content"]["sender_key"], sealed))
            assert (said["recipient"], said["recipient_keys"]["ed25519"]) == (self.user, self.signing)
            if said["type"] == "m.room_key":
                content = said["content"]
                session = InboundGroupSession(SessionKey(content["session_key"]))
                self.room_keys.setdefault(content["session_id"], (said["sender"], session))

    def _whispered(self, curve: str, sealed: dict[str, Any]) -> bytes:
        body = sealed["body"] + "=" * (-len(sealed["body"]) % 4)
        message = AnyOlmMessage.from_parts(sealed["type"], base64.b64decode(body))
        for session in self._olm:
            try:
                return session.decrypt(message)
            except ValueError:
                continue
        their = Curve25519PublicKey.from_base64(curve)
        session, opened = self.account.create_inbound_session(their, PreKeyMessage.from_base64(sealed["body"]))
        self._olm.append(session)
        return opened

    def _opened(self, post: dict[str, Any]) -> dict[str, Any] | None:
        self.takes_in()
        content = post["content"]
        sender, session = self.room_keys.get(content["session_id"], ("", None))
        if session is None or sender != post["sender"]:
            return None
        try:
            said = json.loads(session.decrypt(MegolmMessage.from_base64(content["ciphertext"])).plaintext)
        except ValueError:
            return None
        assert (said["type"], said["room_id"]) == ("m.room.message", post["room_id"])
        opened: dict[str, Any] = {**said["content"], "m.relates_to": content.get("m.relates_to")}
        return opened


def _is_signed(value: dict[str, Any], user: str, device: str, key: str) -> bool:
    bare = {name: one for name, one in value.items() if name not in {"signatures", "unsigned"}}
    text = json.dumps(bare, sort_keys=True, separators=(",", ":")).encode()
    signature = Ed25519Signature.from_base64(value["signatures"][user][f"ed25519:{device}"])
    Ed25519PublicKey.from_base64(key).verify_signature(text, signature)  # raises when it is not
    return True
