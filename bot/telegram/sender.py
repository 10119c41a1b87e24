"""Sends to Telegram."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import httpx
from telegram import (
    Bot,
    ForceReply,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    LinkPreviewOptions,
    Message,
    ReplyParameters,
)
from telegram.constants import ParseMode
from telegram.error import BadRequest, ChatMigrated, Forbidden, InvalidToken, NetworkError, RetryAfter, TelegramError

from bot.channel import Gone, Later, Moved, Pace, Refused, SendError, UnknownOutcome
from bot.shorthand import Shorthand
from bot.telegram.data import data_of
from bot.telegram.render import Message as Rendered
from briefings.model.chat import Address

#: About 30 a second over all chats, 1 a second in a chat with short bursts allowed, 20 a minute in a group
#: (core.telegram.org/bots/faq). Who presses one button after another need not wait a second for each.
PACE = Pace(lane_seconds=1 / 30, chat_seconds=1.05, group_minute=20, lane_most=30, burst=2)
#: What a 400 says when it is the chat, not the message, that is wrong.
_GONE = (
    "chat not found", "not enough rights", "have no rights", "need administrator rights", "chat_write_forbidden",
    "thread not found", "topic_closed", "peer_id_invalid", "group chat was deactivated", "user_is_blocked",
)  # fmt: skip
_NO_PREVIEW = LinkPreviewOptions(is_disabled=True)


@dataclass(frozen=True)
class Messenger:
    """Makes the calls that show a rendered message. Raises TelegramError; what buttons carry is kept before."""

    bot: Bot
    shorthand: Shorthand

    async def send(self, address: Address, message: Rendered, reply_to: int | None = None) -> Message:
        """A new message in a chat or its topic, under another one when that is still there."""
        return await self.bot.send_message(
            chat_id=int(address.chat),
            text=message["html"],
            parse_mode=ParseMode.HTML,
            message_thread_id=int(address.thread) if address.thread else None,
            link_preview_options=_NO_PREVIEW,
            reply_markup=await self._markup(message),
            disable_notification=message.get("quiet") or None,
            reply_parameters=ReplyParameters(reply_to, allow_sending_without_reply=True) if reply_to else None,
        )

    async def edit(self, address: Address, message: Rendered, message_id: int) -> None:
        """In place of a message that is there."""
        markup = await self._markup(message)
        await self.bot.edit_message_text(
            message["html"],
            chat_id=int(address.chat),
            message_id=message_id,
            parse_mode=ParseMode.HTML,
            link_preview_options=_NO_PREVIEW,
            reply_markup=markup if isinstance(markup, InlineKeyboardMarkup) else None,
        )

    async def _markup(self, message: Rendered) -> InlineKeyboardMarkup | ForceReply | None:
        if message.get("asks"):
            return ForceReply(selective=True, input_field_placeholder=message["asks"])
        rows = message["keyboard"]
        await self.shorthand.keep([long for row in rows for one in row if (long := data_of(one[1])[1]) is not None])
        return keyboard(rows) if rows else None


def keyboard(rows: Sequence[Sequence[Sequence[str]]]) -> InlineKeyboardMarkup:
    """Rows of [label, what it carries] or [label, "", address] as Telegram has them."""
    return InlineKeyboardMarkup([[_button(*one) for one in row] for row in rows])


class TelegramSender:
    """Sends with `sendMessage`, which knows no idempotency key: what may have arrived is sent once more."""

    def __init__(self, messenger: Messenger) -> None:
        self._messenger = messenger

    async def send(self, address: Address, part: str, key: str) -> None:
        """Sends one message."""
        message: dict[str, Any] = json.loads(part)
        try:
            await self._messenger.send(address, message)
        except TelegramError as error:
            raise _send_error(error) from error

    async def has_arrived(self, address: Address, key: str, since: datetime) -> None:
        """Telegram cannot tell."""


def wished_wait(error: RetryAfter) -> float:
    """The seconds that Telegram asks to wait."""
    wait = error.retry_after
    return float(wait if isinstance(wait, int) else wait.total_seconds())


def is_not_connected(error: TelegramError) -> bool:
    """Whether nothing was sent, for want of a connection."""
    return isinstance(error.__cause__, httpx.ConnectError)


def _button(label: str, whole: str, url: str | None = None) -> InlineKeyboardButton:
    if url:
        return InlineKeyboardButton(label, url=url)
    return InlineKeyboardButton(label, callback_data=data_of(whole)[0])


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
        case NetworkError() if is_not_connected(error):
            return Later("Telegram: no connection")
        case NetworkError() if "Bad Gateway" in error.message or "Internal" in error.message:
            return Later(f"Telegram: {error.message}")
        case _:
            return UnknownOutcome(f"Telegram: {type(error).__name__}")
