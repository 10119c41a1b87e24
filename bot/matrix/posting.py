"""One event into a room, under a name by which the homeserver knows it when it is sent again.

The homeserver keeps these names for each token (Synapse: a day): what was taken is taken once.
"""

from hashlib import sha256
from typing import Any

from bot.attempts import Attempt
from bot.matrix.batch import MESSAGE, REACTION
from bot.matrix.client import MatrixClient
from bot.matrix.content import text_in

_LENGTH = 40  #: hexadecimal digits of a name


def name_of(*what: str) -> str:
    """A name for what is sent: the same for the same, in every process."""
    return f"jbz{sha256(chr(0).join(what).encode()).hexdigest()[:_LENGTH]}"


async def post(client: MatrixClient, room: str, name: str, content: dict[str, Any]) -> Attempt:
    """Sends a message."""
    return await client.put("rooms", room, "send", MESSAGE, name, body=content)


async def react(client: MatrixClient, room: str, event: str, sign: str) -> Attempt:
    """Puts a sign under an event, for people to press."""
    relation = {"rel_type": "m.annotation", "event_id": event, "key": sign}
    return await client.put("rooms", room, "send", REACTION, name_of(event, sign), body={"m.relates_to": relation})


def event_of(attempt: Attempt) -> str:
    """The event that was made."""
    return text_in(attempt.answer, "event_id")
