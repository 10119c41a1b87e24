"""An answer for a channel that waits for it in its event loop."""

import asyncio

from bot.commands.command import Command
from bot.conversation.conversation import Conversation
from bot.conversation.notices import went_wrong
from bot.conversation.talks import TalkMemory
from bot.reply import Reply
from bot.telemetry import fault
from briefings.model.chat import Address, Person


async def answer(conversation: Conversation, command: Command, at: Address, who: Person, talk: TalkMemory) -> Reply:
    """The reply to a command, made in a thread; a fault of ours becomes a sentence, never a stack trace or silence."""
    try:
        reply = await asyncio.to_thread(conversation.carry_out, command, at, who, talk)
    except Exception:  # noqa: BLE001 - as it says
        fault("command_failed", at.channel)
        return went_wrong(who.language or "nl")
    return reply.within(at)
