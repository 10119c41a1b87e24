"""Telegram's updates -> the conversation."""

import asyncio
import re
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace

from telegram import Bot, CallbackQuery, InlineQuery, InlineQueryResultsButton, Message, Update
from telegram.constants import ChatType
from telegram.error import TelegramError

from bot.commands.asking import MorePage, ShowItem
from bot.commands.command import Command
from bot.commands.grammar import changes, check_of, command_in, is_verb, may_change
from bot.commands.settings import Welcome
from bot.conversation.answering import answer
from bot.conversation.conversation import Conversation
from bot.conversation.notices import confirm, notice, of_error, went_wrong
from bot.reply import Reply
from bot.shorthand import Shorthand, key_of
from bot.telegram import inline
from bot.telegram.answers import TelegramAnswers
from bot.telegram.chat_events import ChatEvents
from bot.telegram.data import Pressed, read, short_name
from bot.telegram.people import TelegramPeople, language_of
from bot.telegram.render import TelegramRenderer
from bot.telegram.steps import press_in
from bot.telegram.wizard import Wizard
from bot.telemetry import ASKED, begin_request, fault, log
from bot.words import Words
from briefings.errors import JbzError
from briefings.model.chat import Address, Person

#: What Telegram is asked to tell.
UPDATES = ["message", "channel_post", "callback_query", "inline_query", "my_chat_member"]
_LINK = re.compile(r"/start(?:@\w+)? ([A-Za-z0-9_-]{1,64})")
_ID = re.compile(r"[0-9]{1,9}")
_MOST_ALERT = 200  #: characters of what is said to who pressed a button


@dataclass(frozen=True)
class TelegramTools:
    """What the handlers work with."""

    bot: Bot
    bot_id: int
    conversation: Conversation
    renderer: TelegramRenderer
    answers: TelegramAnswers
    shorthand: Shorthand
    name: Callable[[], str]  #: the bot's at Telegram, which is known once it is connected


class TelegramHandlers:
    """One method for each kind of update. What changes something is stored when it returns."""

    def __init__(self, tools: TelegramTools) -> None:
        self._bot, self._id = tools.bot, tools.bot_id
        self._conversation, self._renderer = tools.conversation, tools.renderer
        self._answers, self._shorthand = tools.answers, tools.shorthand
        self._name = tools.name
        self._people = TelegramPeople(tools.bot)
        self._wizard = Wizard(tools.conversation, tools.answers)
        self._events = ChatEvents(tools.conversation, tools.answers)

    async def handle(self, update: Update) -> None:
        """Deals with an update; when something of ours fails, who wrote or pressed is told."""
        begin_request()
        try:
            await self._deal_with(update)
        except Exception:  # noqa: BLE001 - a person gets a sentence, never silence
            fault("update_failed", "telegram")
            with suppress(Exception):  # else it comes again, to fail again
                await self._say_it_went_wrong(update)

    async def _say_it_went_wrong(self, update: Update) -> None:
        wrong = went_wrong((language_of(update.effective_user) if update.effective_user else None) or "nl")
        if update.callback_query is not None:
            await self._answer(update.callback_query, wrong.title)
        elif update.message is not None and update.message.chat.type == ChatType.PRIVATE:
            await self._answers.say(self._address(update.message), wrong)

    async def _deal_with(self, update: Update) -> None:
        if update.callback_query is not None:
            await self._pressed(update.callback_query)
        elif update.inline_query is not None:
            await self._inline(update.inline_query)
        elif update.my_chat_member is not None:
            await self._events.place_changed(update.my_chat_member, str(self._id))
        elif (message := update.message or update.channel_post) is not None:
            await self._message(message)

    async def _message(self, message: Message) -> None:
        address = self._address(message)
        if await self._events.told_by(message, address):
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
        check = check_of(text, _answered(message))
        command, of_someone = (check, None) if check else await self._read(text)
        who = await self._people.writer(message, changes=may_change(command))
        reply_to = None if message.chat.type in {ChatType.PRIVATE, ChatType.CHANNEL} else message.message_id
        if of_someone and changes(command):
            await self._answers.say(address, confirm(command, of_someone, who.language or "nl"))
        elif not await self._opened(command, address, who, reply_to):
            await self._answers.say(address, await self._handle(command, address, who), reply_to=reply_to)

    async def _opened(self, command: Command, address: Address, who: Person, reply_to: int | None) -> bool:
        """Whether a form was asked for, and is shown or refused."""
        if changes(command) or not may_change(command):
            return False
        try:
            return await self._wizard.begin(command, address, who, reply_to)
        except JbzError as error:
            language = await asyncio.to_thread(self._conversation.language, address, who)
            await self._answers.say(address, of_error(error, language), reply_to=reply_to)
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
            await self._answers.say(address, of_error(error, who.language or "nl"))
        return True

    async def _no_text(self, message: Message, address: Address) -> None:
        """A picture or a answers; in private it is said that these are not read."""
        if message.chat.type == ChatType.PRIVATE and message.effective_attachment is not None:
            who = await self._people.writer(message, changes=False)
            words = Words(await asyncio.to_thread(self._conversation.language, address, who))
            said = words("Ik lees alleen tekst. Typ een onderwerp, bijvoorbeeld migratie.")
            await self._answers.say(address, notice(said, words.language))

    async def _pressed(self, query: CallbackQuery) -> None:
        message, data = query.message, query.data or ""
        if not isinstance(message, Message):  # too old for Telegram to say what it was
            await self._answer(query, _too_old(query))
            return
        address = self._address(message)
        step = press_in(data)
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
        command = pressed.command
        matters = may_change(command)
        about = here
        if pressed.chat:
            about = replace(here, chat=pressed.chat, thread=pressed.thread)
            person = await self._people.elsewhere(query.from_user, int(pressed.chat))
            if person is None:
                await self._answer(query, _too_old(query))
                return
        else:
            person = await self._people.presser(query.from_user, message, changes=matters)
        if message.chat.type == ChatType.CHANNEL and not matters:
            await self._in_private(query, pressed.text)
            return
        try:
            reply = await self._reply(command, here, about, person)
        except JbzError as error:  # said to who pressed, and to nobody else
            language = await asyncio.to_thread(self._conversation.language, about, person)
            await self._answer(query, Words(language).say(error.message))
            return
        await self._answer(query)
        if reply is not None:
            over = message.message_id if isinstance(command, MorePage) else None
            await self._answers.say(here, reply, over=over)

    async def _reply(self, command: Command, here: Address, about: Address, who: Person) -> Reply | None:
        """What a button brings about; None when it is a form, which shows itself. Raises JbzError."""
        if changes(command):
            return await asyncio.to_thread(self._conversation.change, command, about, who)
        if may_change(command) and about == here and await self._wizard.begin(command, here, who, None):
            return None
        return await self._handle(command, about, who)

    async def _in_private(self, query: CallbackQuery, text: str) -> None:
        """Who reads a channel asks on alone with the bot: what they press must not be posted to everybody."""
        await self._shorthand.keep([text])
        url = f"https://t.me/{self._name()}?start=vraag_{key_of(text)}"
        await self._answer(query, url=url)

    async def _inline(self, query: InlineQuery) -> None:
        ASKED.labels("telegram_inline").inc()
        found = await asyncio.to_thread(self._cards, query.query)
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

    def _cards(self, text: str) -> list[tuple[int, Reply]]:
        visit = self._conversation.visits.at(Address("telegram", str(self._id), ""), Person("", language="nl"))
        return self._conversation.questions.cards(text, inline.MOST, visit.saying)

    async def _handle(self, command: Command, address: Address, who: Person) -> Reply:
        ASKED.labels("telegram").inc()
        return await answer(self._conversation, command, address, who, self._conversation.talks.at(address, ""))

    async def _answer(self, query: CallbackQuery, said: str | None = None, *, url: str | None = None) -> None:
        """Stops the button's clock, and says something to who pressed it alone; one pressed long ago has no clock."""
        try:
            await query.answer(said[:_MOST_ALERT] if said else None, show_alert=True if said else None, url=url)
        except TelegramError:
            log.info("button_too_old", channel="telegram")

    async def _read(self, text: str) -> tuple[Command, str | None]:
        """What is typed, or asked by a link to the bot (t.me/bot?start=…); with its text when someone else wrote it."""
        match = _LINK.fullmatch(text)
        if match is None:
            return command_in(text), None
        kind, _, told = match[1].partition("_")
        if kind == "volg" and told:
            return command_in(f"volg {told.replace('_', ' ')}"), None
        if kind == "item" and told:
            return ShowItem(int(told) if _ID.fullmatch(told) else f"#{told}"), None
        whole = await self._shorthand.whole(told) if kind == "vraag" else None
        pressed = read(whole) if whole else None
        return (pressed.command, pressed.text) if pressed else (Welcome(), None)

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


def _answered(message: Message) -> str:
    """The words of the message that this one answers; of them those that were marked, where some were."""
    if message.quote is not None:
        return message.quote.text
    answered = message.reply_to_message
    return (answered.text or answered.caption or "") if answered else ""


def _too_old(query: CallbackQuery) -> str:
    words = Words(language_of(query.from_user) or "nl")
    return words("Deze knop werkt niet meer. Typ uw vraag opnieuw.")
