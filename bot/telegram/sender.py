"""Sends to Telegram."""

import html
import json
import re
from collections.abc import Coroutine, Sequence
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
from telegram.error import RetryAfter, TelegramError

from bot.channel import NotEditable, Pace, Refused
from bot.shorthand import Shorthand
from bot.telegram.data import data_of
from bot.telegram.hearing import heard
from bot.telegram.render import Message as Rendered
from bot.telegram.verdict import judged
from bot.telemetry import log
from briefings.model.chat import Address
from briefings.model.delivery import Posted

#: About 30 a second over all chats, 1 a second in a chat with short bursts allowed, 20 a minute in a group
#: (core.telegram.org/bots/faq). Who presses one button after another need not wait a second for each.
PACE = Pace(lane_seconds=1 / 30, chat_seconds=1.05, group_minute=20, lane_most=30, burst=2)
_TAG = re.compile(r"<[^>]*>")
_LONGEST = 4000  #: characters of a message; the limit is 4,096
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

    async def send_plain(self, address: Address, message: Rendered) -> Message:
        """A new message of the words alone."""
        words = html.unescape(_TAG.sub("", message["html"])).strip()[:_LONGEST] or "…"
        return await self.bot.send_message(
            chat_id=int(address.chat),
            text=words,
            message_thread_id=int(address.thread) if address.thread else None,
            link_preview_options=_NO_PREVIEW,
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

    async def send(self, address: Address, part: str, key: str) -> str | None:
        """Sends one message; its words where its form is refused. Gives its number."""
        message: dict[str, Any] = json.loads(part)
        try:
            return await _judged(self._messenger.send(address, message))
        except Refused as error:
            log.warning("briefing_refused", channel="telegram", reason=str(error))
            return await _judged(self._messenger.send_plain(address, message))

    async def edit(self, address: Address, part: str, posted: Posted) -> None:
        """Puts another message in its place. Raises NotEditable for one whose number is not known."""
        if posted.message is None:
            raise NotEditable("Telegram: message to edit not found")
        await _judged(self._messenger.edit(address, json.loads(part), int(posted.message)))

    async def has_arrived(self, address: Address, key: str, since: datetime) -> None:
        """Telegram cannot tell."""


async def _judged(sending: Coroutine[Any, Any, Message | None]) -> str | None:
    """What came of it is judged by what was heard, not by what the SDK makes of that. Raises SendError.

    Gives the number of the message.
    """
    heard.set(None)
    try:
        sent = await sending
    except (TelegramError, ValueError, TypeError, KeyError, AttributeError):
        attempt = heard.get()
        if attempt is None:
            raise  # it never came to a call: a fault of ours
        error = judged(attempt)
        if error is not None:
            raise error from None
        return None
    return str(sent.message_id) if sent else None


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
