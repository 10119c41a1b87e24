"""Answering people in Telegram: at the platform's pace, before briefings; in place of an earlier message if asked."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace

from telegram.error import BadRequest, ChatMigrated, NetworkError, RetryAfter, TelegramError

from bot.conversation.presence import Presence
from bot.delivery.pace import Paced
from bot.reply import Reply
from bot.telegram.render import Message, TelegramRenderer
from bot.telegram.sender import Messenger, is_not_connected, wished_wait
from bot.telemetry import ANSWERS_REFUSED, log
from bot.tracing import span
from briefings.model.chat import Address

_LONGEST_WAIT = 20.0  #: seconds in all that an answer waits for its turn; who asked has gone on by then
_MOST_ATTEMPTS = 4

Call = Callable[[Address], Awaitable[object]]


class TelegramAnswers:
    """What is said to people. What cannot be said is logged; it never ends the work that it belongs to."""

    def __init__(self, messenger: Messenger, renderer: TelegramRenderer, paced: Paced, presence: Presence) -> None:
        self._messenger = messenger
        self._renderer = renderer
        self._paced = paced
        self._presence = presence

    async def say(
        self, address: Address, reply: Reply, *, reply_to: int | None = None, over: int | None = None
    ) -> None:
        """A reply, as new messages; in place of message `over` when it is one message and that can be changed."""
        messages = self._renderer.messages(reply)
        if over is not None and len(messages) == 1:
            await self.put(address, messages[0], over=over)
            return
        for message in messages:
            if await self.show(address, message, reply_to=reply_to) is None:
                return

    async def put(self, address: Address, message: Message, *, over: int) -> None:
        """In place of a message; as a new one when that cannot be changed any more."""
        try:
            await self._in_turn(address, lambda to: self._messenger.edit(to, message, over))
        except BadRequest as error:
            if "not modified" not in error.message.lower():
                await self.show(address, message)

    async def show(self, address: Address, message: Message, *, reply_to: int | None = None) -> int | None:
        """A new message; its number, or None when it could not be sent."""
        try:
            sent = await self._in_turn(address, lambda to: self._messenger.send(to, message, reply_to))
        except BadRequest as error:
            ANSWERS_REFUSED.labels("telegram").inc()
            log.warning("answer_refused", channel="telegram", reason=error.message)
            sent = await self._plainly(address, message)
        return int(getattr(sent, "message_id", 0)) if sent is not None else None

    async def _plainly(self, address: Address, message: Message) -> object | None:
        """The same in plain text without buttons, which Telegram has no reason to refuse; None when it does."""
        try:
            return await self._in_turn(address, lambda to: self._messenger.send_plain(to, message))
        except BadRequest as error:
            log.warning("plain_answer_refused", channel="telegram", reason=error.message)
            return None

    async def take_away(self, address: Address, message_id: int) -> None:
        """A message of ours that is no longer of use; one that cannot be deleted stays."""
        try:
            await self._messenger.bot.delete_message(int(address.chat), message_id)
        except TelegramError as error:
            log.info("message_not_deleted", channel="telegram", reason=type(error).__name__)

    async def _in_turn(self, address: Address, call: Call) -> object | None:
        """Makes a call when it may be made; None when it cannot be. Raises BadRequest."""
        for _ in range(_MOST_ATTEMPTS):
            try:
                async with asyncio.timeout(_LONGEST_WAIT):
                    message = await self._paced.turn(address.chat)
            except TimeoutError:
                log.warning("answer_not_sent", channel="telegram", reason="the platform asks to wait too long")
                return None
            try:
                with span("answer telegram"):
                    return await call(address)
            except RetryAfter as error:
                self._paced.hold(address.chat, wished_wait(error))
            except ChatMigrated as error:
                await asyncio.to_thread(self._presence.moved, address, str(error.new_chat_id))
                address = replace(address, chat=str(error.new_chat_id))
            except BadRequest:
                raise
            except NetworkError as error:
                if not is_not_connected(error):
                    log.warning("answer_uncertain", channel="telegram", reason=type(error).__name__)
                    return None
            except TelegramError as error:
                log.warning("answer_refused", channel="telegram", reason=error.message)
                return None
            finally:
                message.end()
        log.warning("answer_not_sent", channel="telegram", reason="tried too often")
        return None
