"""Matrix's names for people, servers and rooms, and how chats are called after them."""

from collections.abc import Sequence

from briefings.model.chat import Address

SERVER = "server"  #: in place of a workspace: the limits are those of the bot's account at its homeserver


def room_of(address: Address) -> str:
    """The room of a chat; where someone is alone with the bot it has "@" before it."""
    return address.chat.removeprefix("@")


def chat_of(room: str, *, private: bool) -> Address:
    """The chat of a room."""
    return Address("matrix", SERVER, f"@{room}" if private else room)


def server_of(user: str) -> str:
    """The homeserver of a person, in small letters."""
    return user.partition(":")[2].lower()


def is_allowed(user: str, servers: Sequence[str]) -> bool:
    """Whether someone's homeserver is among these: "example.nl", or "*.example.nl" for every one below it."""
    server = server_of(user)
    return any(server.endswith(one[1:]) if one.startswith("*.") else server == one for one in servers)
