"""What an administrator does with what any chat follows: pausing, going on, stopping, moving the chat."""

import re

from bot.commands.command import Command
from bot.commands.following import Pause, Resume, Stop
from bot.conversation.conversation import Conversation
from briefings.errors import NotUnderstood
from briefings.model.chat import Address, Person
from storage import chats, subscriptions
from storage.database import Database

_CHATS = {
    "slack": re.compile(r"[A-Z][A-Z0-9]{1,30}"),
    "telegram": re.compile(r"-?\d{1,20}"),
    "mattermost": re.compile(r"@?[a-z0-9]{1,30}"),
    "matrix": re.compile(r"@?![^\s,]{1,254}"),
    "teams": re.compile(r"@?(?:19|a):[\w.@:=+/-]{1,250}"),
}
_ADMINISTRATOR = Person("administrator", is_administrator=True)


def pause(database: Database, conversation: Conversation, number: int) -> None:
    """Nothing comes until somebody has it go on. Raises NotUnderstood when it is not there."""
    _change(database, conversation, number, Pause(of=number))


def resume(database: Database, conversation: Conversation, number: int) -> None:
    """It comes again, whatever it stood still for. Raises NotUnderstood."""
    _change(database, conversation, number, Resume(of=number))


def stop(database: Database, conversation: Conversation, number: int) -> None:
    """It ends. Raises NotUnderstood."""
    _change(database, conversation, number, Stop(everything=True, of=number))


def move(database: Database, conversation: Conversation, number: int, new_chat: str) -> Address:
    """All that its chat follows, and what still has to be sent there, goes to another chat of that workspace.

    Gives where it was. Raises NotUnderstood.
    """
    old = address_of(database, number)
    pattern = _CHATS.get(old.channel)
    if pattern is None or not pattern.fullmatch(new_chat) or new_chat == old.chat:
        raise NotUnderstood("administration.no_chat", chat=new_chat)
    conversation.presence.moved(old, new_chat)
    return old


def address_of(database: Database, number: int) -> Address:
    """Where a subscription is. Raises NotUnderstood when it is not there."""
    with database.reading() as session:
        kept = subscriptions.one(session, number)
        chat = chats.chat_with(session, kept.chat_id) if kept else None
    if chat is None:
        raise NotUnderstood("administration.no_subscription", id=number)
    return chat.address


def _change(database: Database, conversation: Conversation, number: int, command: Command) -> None:
    conversation.changes.change(command, address_of(database, number), _ADMINISTRATOR)
