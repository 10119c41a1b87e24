"""What stands between rooms and us: their encryption, or nothing.

Here is what both are asked; `bot/matrix/encryption/` is loaded where JBZ_MATRIX_ENCRYPTION is on.
"""

from collections.abc import Mapping
from typing import Any, Protocol

from bot.attempts import Attempt
from bot.matrix.batch import RoomEvent
from bot.matrix.client import MatrixClient
from bot.matrix.content import Content
from bot.matrix.posting import post

#: Of what is kept: a room to which something was sent encrypted.
SENT = "outbound"


class KeysLostError(Exception):
    """The homeserver knows other keys of this device than we have: of a database that is gone, or was restored."""


class Secrecy(Protocol):
    """Encrypts what goes into rooms, and opens what comes out of them."""

    is_on: bool

    async def begin(self, device: str) -> None:
        """The token is of this device. Raises KeysLostError, and NotNowError when the homeserver does not answer."""

    async def clean(self) -> None:
        """Erases what need not be kept any more."""

    async def take_in(self, told: Mapping[str, Any]) -> None:
        """What /sync told beside rooms. When it returns it is kept: the homeserver tells it once."""

    async def opened(self, event: RoomEvent) -> RoomEvent:
        """The event as its sender wrote it; as it came when it is not encrypted, or cannot be read."""

    async def opened_told(self, room: str, told: dict[str, Any]) -> dict[str, Any]:
        """The same of an event in the homeserver's own form, and of its last edit."""

    async def post(self, room: str, name: str, content: Content) -> Attempt:
        """Sends a message into a room, encrypted if the room is."""


class NoSecrecy:
    """Nothing is encrypted, and what is cannot be read."""

    is_on = False

    def __init__(self, client: MatrixClient) -> None:
        self._client = client

    async def begin(self, device: str) -> None:
        """Nothing is needed."""

    async def clean(self) -> None:
        """Nothing is kept."""

    async def take_in(self, told: Mapping[str, Any]) -> None:
        """Nothing of it is for us."""

    async def opened(self, event: RoomEvent) -> RoomEvent:
        """As it came."""
        return event

    async def opened_told(self, room: str, told: dict[str, Any]) -> dict[str, Any]:
        """As it came."""
        return told

    async def post(self, room: str, name: str, content: Content) -> Attempt:
        """Sends a message."""
        return await post(self._client, room, name, content)
