"""Telegram's updates -> the conversation."""

import asyncio
import re
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace

from telegram import Bot, CallbackQuery, InlineQuery, InlineQueryResultsButton, Message, Update
from telegram.constants import ChatType
from telegram.error import TelegramError

from bot.conversation.commands import Ask, Change, Changing, Command, OfferMoments, StartFollowing
from bot.conversation.grammar import command_in, is_verb
from bot.conversation.handle import Conversation
from bot.reply import Reply
from bot.shorthand import Shorthand, key_of
from bot.telegram import inline
from bot.telegram.data import Pressed, read, short_name
from bot.telegram.lives import Lives
from bot.telegram.people import People, language_of
from bot.telegram.render import TelegramRenderer
from bot.telegram.steps import step_in
from bot.telegram.voice import Voice
from bot.telegram.wizard import Wizard
from bot.telemetry import ASKED, log
from bot.words import Words
from briefings.errors import JbzError
from briefings.model.chat import Address, Person

#: What Telegram is asked to tell.
UPDATES = ["message", "channel_post", "callback_query", "inline_query", "my_chat_member"]
_LINK = re.compile(r"/start(?:@\w+)? ([A-Za-z0-9_-]{1,64})")
_MOST_ALERT = 200  #: characters of what is said to who pressed a button


@dataclass(frozen=True)
class Desk:
    """What the handlers work with."""

    bot: Bot
    bot_id: int
    conversation: Conversation
    renderer: TelegramRenderer
    voice: Voice
    shorthand: Shorthand
    name: Callable[[], str]  #: the bot's at Telegram, which is known once it is connected


class Handlers:
    """One method for each kind of update. What changes something is stored when it returns."""

    def __init__(self, desk: Desk) -> None:
        self._bot, self._id = desk.bot, desk.bot_id
        self._conversation, self._renderer = desk.conversation, desk.renderer
        self._voice, self._shorthand = desk.voice, desk.shorthand
        self._name = desk.name
        self._people = People(desk.bot)
        self._wizard = Wizard(desk.conversation, desk.voice)
        self._lives = Lives(desk.conversation, desk.voice)

    async def handle(self, update: Update) -> None:
        """Deals with an update; when something of ours fails, who wrote or pressed is told."""
        try:
            await self._deal_with(update)
        except Exception:  # noqa: BLE001 - a person gets a sentence, never silence
            log.exception("update_failed", channel="telegram")
            with suppress(Exception):  # else it comes again, to fail again
                await self._say_it_went_wrong(update)

    async def _say_it_went_wrong(self, update: Update) -> None:
        wrong = self._conversation.went_wrong(
            (language_of(update.effective_user) if update.effective_user else None) or "nl"
        )
        if update.callback_query is not None:
            await self._answer(update.callback_query, wrong.title)
        elif update.message is not None and update.message.chat.type == ChatType.PRIVATE:
            await self._voice.say(self._address(update.message), wrong)

    async def _deal_with(self, update: Update) -> None:
        if update.callback_query is not None:
            await self._pressed(update.callback_query)
        elif update.inline_query is not None:
            await self._inline(update.inline_query)
        elif update.my_chat_member is not None:
            await self._lives.place_changed(update.my_chat_member, str(self._id))
        elif (message := update.message or update.channel_post) is not None:
            await self._message(message)

    async def _message(self, message: Message) -> None:
        address = self._address(message)
        if await self._lives.told_by(message, address):
            return
        if message.is_automatic_forward or (message.via_bot and message.via_bot.id == self._id):
            return  # our own words, or those of a channel that has its own talk with us
        if message.text is None:
            await self._no_text(message, address)
            return
        asked = await self._asked_by_us(message, address)
        text = None if asked else self._for_us(message)
        if text is None:
            return
        text, is_link = await self._linked(text)
        command = command_in(text)
        who = await self._people.writer(message, changes=isinstance(command, Changing))
        reply_to = None if message.chat.type in {ChatType.PRIVATE, ChatType.CHANNEL} else message.message_id
        if is_link and isinstance(command, Change):
            await self._voice.say(address, self._conversation.confirm(text, who.language or "nl"))
        elif not await self._opened(command, address, who, reply_to):
            await self._voice.say(address, await self._handle(text, address, who), reply_to=reply_to)

    async def _opened(self, command: Command, address: Address, who: Person, reply_to: int | None) -> bool:
        """Whether a form was asked for, and is shown or refused."""
        if not isinstance(command, StartFollowing | OfferMoments):
            return False
        try:
            return await self._wizard.begin(command, address, who, reply_to)
        except JbzError as error:
            language = (await asyncio.to_thread(self._conversation.chat_at, address, who)).language
            notice = self._conversation.notice(error.sentence(language), language)
            await self._voice.say(address, notice, reply_to=reply_to)
            return True

    async def _asked_by_us(self, message: Message, address: Address) -> bool:
        """Whether a message answers what a form of ours asked; it is taken so."""
        replied = message.reply_to_message
        if replied is None or replied.from_user is None or replied.from_user.id != self._id:
            return False
        draft = await self._wizard.that_asked(address, replied.message_id)
        if draft is None:
            return False
        who = await self._people.writer(message, changes=True)
        try:
            await self._wizard.answered(draft, message.text or "", who)
        except JbzError as error:
            await self._voice.say(address, self._conversation.notice(error.sentence(who.language or "nl")))
        return True

    async def _no_text(self, message: Message, address: Address) -> None:
        """A picture or a voice; in private it is said that these are not read."""
        if message.chat.type == ChatType.PRIVATE and message.effective_attachment is not None:
            who = await self._people.writer(message, changes=False)
            words = Words((await asyncio.to_thread(self._conversation.chat_at, address, who)).language)
            said = words("Ik lees alleen tekst. Typ een onderwerp, bijvoorbeeld migratie.")
            await self._voice.say(address, self._conversation.notice(said, words.language))

    async def _pressed(self, query: CallbackQuery) -> None:
        message, data = query.message, query.data or ""
        if not isinstance(message, Message):  # too old for Telegram to say what it was
            await self._answer(query, _too_old(query))
            return
        address = self._address(message)
        step = step_in(data)
        if step is not None:
            who = await self._people.presser(query.from_user, message, changes=True)
            await self._answer(query, await self._wizard.press(step, message, address, who))
            return
        name = short_name(data)
        whole = await self._shorthand.whole(name) if name else data
        if whole is None:
            await self._answer(query, _too_old(query))
            return
        await self._carry_out(query, message, address, read(whole))

    async def _carry_out(self, query: CallbackQuery, message: Message, here: Address, pressed: Pressed) -> None:
        """A button that is a command."""
        command = command_in(pressed.command)
        changes = isinstance(command, Changing)
        about = here
        if pressed.chat:
            about = replace(here, chat=pressed.chat, thread=pressed.thread)
            person = await self._people.elsewhere(query.from_user, int(pressed.chat))
            if person is None:
                await self._answer(query, _too_old(query))
                return
        else:
            person = await self._people.presser(query.from_user, message, changes=changes)
        if message.chat.type == ChatType.CHANNEL and not changes:
            await self._in_private(query, pressed.command)
            return
        try:
            reply = await self._reply(command, pressed.command, here, about, person)
        except JbzError as error:  # said to who pressed, and to nobody else
            language = (await asyncio.to_thread(self._conversation.chat_at, about, person)).language
            await self._answer(query, error.sentence(language))
            return
        await self._answer(query)
        if reply is not None:
            over = message.message_id if isinstance(command, Ask) and command.paged else None
            await self._voice.say(here, reply, over=over)

    async def _reply(self, command: Command, text: str, here: Address, about: Address, who: Person) -> Reply | None:
        """What a button brings about; None when it is a form, which shows itself. Raises JbzError."""
        match command:
            case StartFollowing() | OfferMoments() if about == here and await self._wizard.begin(
                command, here, who, None
            ):
                return None
            case _ if isinstance(command, Change):
                return await asyncio.to_thread(self._conversation.change, command, about, who)
            case _:
                return await self._handle(text, about, who)

    async def _in_private(self, query: CallbackQuery, command: str) -> None:
        """Who reads a channel asks on alone with the bot: what they press must not be posted to everybody."""
        await self._shorthand.keep([command])
        url = f"https://t.me/{self._name()}?start=vraag_{key_of(command)}"
        await self._answer(query, url=url)

    async def _inline(self, query: InlineQuery) -> None:
        ASKED.labels("telegram_inline").inc()
        found = await asyncio.to_thread(self._conversation.cards, query.query, inline.MOST)
        nothing = InlineQueryResultsButton(Words("nl")("Niets gevonden. Vraag het de bot"), start_parameter="hulp")
        try:
            await self._bot.answer_inline_query(
                query.id,
                list(inline.articles(found, self._renderer, self._name())),
                cache_time=inline.CACHE_SECONDS,
                is_personal=False,
                button=None if found else nothing,
            )
        except TelegramError as error:  # it is answered within seconds, or nobody sees it any more
            log.info("inline_not_answered", channel="telegram", reason=type(error).__name__)

    async def _handle(self, text: str, address: Address, who: Person) -> Reply:
        ASKED.labels("telegram").inc()
        talk = self._conversation.talk(address, "")
        try:
            return await asyncio.to_thread(self._conversation.handle, text, address, who, talk)
        except Exception:  # noqa: BLE001 - a person gets a sentence, never silence
            log.exception("command_failed", channel="telegram")
            return self._conversation.went_wrong(who.language or "nl")

    async def _answer(self, query: CallbackQuery, said: str | None = None, *, url: str | None = None) -> None:
        """Stops the button's clock, and says something to who pressed it alone; one pressed long ago has no clock."""
        try:
            await query.answer(said[:_MOST_ALERT] if said else None, show_alert=True if said else None, url=url)
        except TelegramError:
            log.info("button_too_old", channel="telegram")

    async def _linked(self, text: str) -> tuple[str, bool]:
        """What a link to the bot asks (t.me/bot?start=…), and whether it is a command that someone else wrote."""
        match = _LINK.fullmatch(text)
        if match is None:
            return text, False
        kind, _, told = match[1].partition("_")
        if kind == "volg" and told:
            return f"volg {told.replace('_', ' ')}", False
        if kind == "item" and told:
            return f"punt #{told}", False
        whole = await self._shorthand.whole(told) if kind == "vraag" else None
        return (read(whole).command, True) if whole else ("start", False)

    def _address(self, message: Message) -> Address:
        thread = str(message.message_thread_id) if message.is_topic_message and message.message_thread_id else ""
        return Address("telegram", str(self._id), str(message.chat.id), thread)

    def _for_us(self, message: Message) -> str | None:
        """The text when it is meant for the bot: everything in private; commands, mentions and replies elsewhere."""
        text = (message.text or "").strip()
        first = text.partition(" ")[0]
        if first.startswith("/"):
            word, _, name = first.partition("@")
            if name and name.lower() != self._name().lower():
                return None
            alone = message.chat.type == ChatType.PRIVATE or bool(name)
            if not alone and not is_verb(word):  # another bot's command
                return None
            return text
        if message.chat.type == ChatType.PRIVATE:
            return text
        if message.chat.type == ChatType.CHANNEL:
            return None
        mention = re.search(rf"@{re.escape(self._name())}\b", text, re.IGNORECASE)
        if mention:
            return " ".join(f"{text[: mention.start()]} {text[mention.end() :]}".split())
        replied = message.reply_to_message
        return text if replied and replied.from_user and replied.from_user.id == self._id else None


def _too_old(query: CallbackQuery) -> str:
    words = Words(language_of(query.from_user) or "nl")
    return words("Deze knop werkt niet meer. Typ uw vraag opnieuw.")
