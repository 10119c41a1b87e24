"""Codes that join chats, or bring a subscription to another chat."""

import secrets
from datetime import timedelta

from bot.commands.joining import ALPHABET, CODE_LENGTH
from bot.conversation.visit import Visit
from briefings.model.chat import Chat

CODE_LASTS = timedelta(minutes=15)


def new_code() -> str:
    """One by chance."""
    return "".join(secrets.choice(ALPHABET) for _ in range(CODE_LENGTH))


def meant_chat(chat: Chat) -> str:
    """That only people of this chat may use it."""
    return f"chat {chat.id}"


def meant_person(visit: Visit) -> str:
    """That only this person may use it."""
    at = visit.chat.address
    return f"person {at.channel}:{at.workspace}:{visit.person.id}"
