"""Telegram's updates -> the conversation."""

import asyncio
from typing import Any

from telegram import Bot, BotCommand, CallbackQuery, Message, Update
from telegram.constants import ChatMemberStatus, ChatType
from telegram.error import BadRequest, Forbidden, TelegramError
from telegram.ext import Application, CallbackQueryHandler, ContextTypes, MessageHandler, filters

from bot.conversation.grammar import would_change
from bot.conversation.handle import Conversation
from bot.telegram.render import TelegramRenderer
from bot.telegram.sender import send_message
from bot.telemetry import ASKED, log
from briefings.model.chat import Address, Person

App = Application[Any, Any, Any, Any, Any, Any]
#: The menu of commands that Telegram shows.
MENU = (
    BotCommand("jbz", "Stel een vraag: /jbz migratie"),
    BotCommand("themas", "De thema's"),
    BotCommand("raad", "De laatste vergadering"),
    BotCommand("volg", "Volg een thema: /volg migratie elke maandag 08:00"),
    BotCommand("abonnementen", "Wat u volgt"),
    BotCommand("stop", "Stop met volgen"),
    BotCommand("help", "Hoe het werkt"),
)
_ADMINISTRATORS = (ChatMemberStatus.ADMINISTRATOR, ChatMemberStatus.OWNER)


def build_app(conversation: Conversation, renderer: TelegramRenderer, token: str, api_url: str) -> App:
    """The application; its updates come from our own route or polling, so that none is lost in a queue."""
    app = (
        Application.builder()
        .token(token)
        .base_url(f"{api_url.rstrip('/')}/bot")
        .updater(None)
        .connect_timeout(5)
        .read_timeout(8)
        .build()
    )

    async def on_message(update: Update, _context: ContextTypes.DEFAULT_TYPE) -> None:
        message = update.effective_message
        if message is None or message.text is None:
            return
        text = _for_us(message, app.bot)
        if text is not None:
            await answer(app.bot, message, text, await _person(app.bot, message, text))

    async def on_button(update: Update, _context: ContextTypes.DEFAULT_TYPE) -> None:
        query = update.callback_query
        if query is None or not isinstance(query.message, Message) or not query.data:
            return
        person = await _presser(app.bot, query, query.message)
        await answer(app.bot, query.message, query.data, person)
        await _quietly(query)

    async def answer(bot: Bot, message: Message, text: str, person: Person) -> None:
        ASKED.labels("telegram").inc()
        address = Address("telegram", str(bot.id), str(message.chat_id), _topic(message))
        try:
            reply = await asyncio.to_thread(conversation.handle, text, address, person)
        except Exception:  # noqa: BLE001 - a person gets a sentence, never silence
            log.exception("command_failed", channel="telegram")
            reply = conversation.went_wrong()
        for part in renderer.messages(reply):
            try:
                await send_message(bot, address, part)
            except (BadRequest, Forbidden) as error:
                log.warning("answer_refused", channel="telegram", reason=error.message)
                return

    app.add_handler(MessageHandler(filters.TEXT & filters.UpdateType.MESSAGES, on_message))
    app.add_handler(CallbackQueryHandler(on_button))
    return app


def _topic(message: Message) -> str:
    return str(message.message_thread_id) if message.is_topic_message and message.message_thread_id else ""


def _for_us(message: Message, bot: Bot) -> str | None:
    """The text when it is meant for the bot: everything in private; commands, mentions and replies elsewhere."""
    text = (message.text or "").strip()
    first = text.split(maxsplit=1)[0] if text else ""
    if first.startswith("/"):
        _, _, name = first.partition("@")
        return text if not name or name.lower() == bot.username.lower() else None
    if message.chat.type == ChatType.PRIVATE:
        return text
    mention = f"@{bot.username}"
    if mention.lower() in text.lower():
        at = text.lower().index(mention.lower())
        return (text[:at] + text[at + len(mention) :]).strip()
    replied = message.reply_to_message
    return text if replied and replied.from_user and replied.from_user.id == bot.id else None


async def _person(bot: Bot, message: Message, text: str) -> Person:
    """Who wrote; in a group only an administrator may change what it follows, and only then it is asked who is."""
    writer = message.from_user
    name = str(writer.id) if writer else "0"
    if message.chat.type == ChatType.PRIVATE or not would_change(text):
        return Person(name, private=message.chat.type == ChatType.PRIVATE)
    if message.sender_chat and message.sender_chat.id == message.chat_id:  # an anonymous administrator
        return Person(name, is_administrator=True)
    return Person(name, is_administrator=await _is_administrator(bot, message.chat_id, int(name)))


async def _presser(bot: Bot, query: CallbackQuery, message: Message) -> Person:
    name = str(query.from_user.id)
    if message.chat.type == ChatType.PRIVATE or not would_change(query.data or ""):
        return Person(name, private=message.chat.type == ChatType.PRIVATE)
    return Person(name, is_administrator=await _is_administrator(bot, message.chat_id, query.from_user.id))


async def _is_administrator(bot: Bot, chat: int, person: int) -> bool:
    try:
        member = await bot.get_chat_member(chat, person)
    except TelegramError:
        return False
    return member.status in _ADMINISTRATORS


async def _quietly(query: CallbackQuery) -> None:
    """Stops the button's clock; one pressed long ago no longer has any."""
    try:
        await query.answer()
    except TelegramError:
        log.info("button_too_old", channel="telegram")
