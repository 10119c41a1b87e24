"""Sends to Telegram."""

import json
from datetime import datetime

import httpx
from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup, LinkPreviewOptions, Message
from telegram.constants import ParseMode
from telegram.error import BadRequest, ChatMigrated, Forbidden, InvalidToken, NetworkError, RetryAfter, TelegramError

from bot.channel import Gone, Later, Moved, Pace, Refused, SendError, UnknownOutcome
from bot.telegram.render import Message as Rendered
from briefings.model.chat import Address

#: About 30 a second over all chats, 1 a second in a chat, 20 a minute in a group (core.telegram.org/bots/faq).
PACE = Pace(lane_seconds=1 / 29, chat_seconds=1.05, group_seconds=3.05)
#: What a 400 says when it is the chat, not the message, that is wrong.
_GONE = (
    "chat not found", "not enough rights", "have no rights", "need administrator rights", "chat_write_forbidden",
    "thread not found", "topic_closed", "peer_id_invalid", "group chat was deactivated", "user_is_blocked",
)  # fmt: skip


class TelegramSender:
    """Sends with `sendMessage`, which knows no idempotency key: what may have arrived is sent once more."""

    def __init__(self, bot: Bot) -> None:
        self._bot = bot

    async def send(self, address: Address, part: str, key: str) -> None:
        """Sends one message."""
        try:
            await send_message(self._bot, address, json.loads(part))
        except TelegramError as error:
            raise _send_error(error) from error

    async def has_arrived(self, address: Address, key: str, since: datetime) -> None:
        """Telegram cannot tell."""


async def send_message(bot: Bot, address: Address, message: Rendered) -> Message:
    """A rendered message to a chat or its topic. Raises TelegramError."""
    rows = [[InlineKeyboardButton(label, callback_data=data) for label, data in row] for row in message["keyboard"]]
    return await bot.send_message(
        chat_id=int(address.chat),
        text=message["html"],
        parse_mode=ParseMode.HTML,
        message_thread_id=int(address.thread) if address.thread else None,
        link_preview_options=LinkPreviewOptions(is_disabled=True),
        reply_markup=InlineKeyboardMarkup(rows) if rows else None,
    )


def wished_wait(error: RetryAfter) -> float:
    """The seconds that Telegram asks to wait."""
    wait = error.retry_after
    return float(wait if isinstance(wait, int) else wait.total_seconds())


def _send_error(error: TelegramError) -> SendError:
    match error:
        case RetryAfter():
            return Later("Telegram: too many requests", wished_wait(error))
        case ChatMigrated():
            return Moved(str(error.new_chat_id))
        case Forbidden() | InvalidToken():
            return Gone(f"Telegram: {error.message}")
        case BadRequest():
            gone = any(words in error.message.lower() for words in _GONE)
            return (Gone if gone else Refused)(f"Telegram: {error.message}")
        case NetworkError() if isinstance(error.__cause__, httpx.ConnectError):
            return Later("Telegram: no connection")
        case NetworkError() if "Bad Gateway" in error.message or "Internal" in error.message:
            return Later(f"Telegram: {error.message}")
        case _:
            return UnknownOutcome(f"Telegram: {type(error).__name__}")
