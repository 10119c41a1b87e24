"""Mattermost's slash command, buttons and dialogs -> the conversation. What changes something is stored first."""

import asyncio
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from bot.carried import CarriedCommand
from bot.commands.asking import MorePage
from bot.commands.command import Command
from bot.commands.grammar import changes, command_in, may_change
from bot.conversation import typed_forms
from bot.conversation.notices import notice, went_wrong
from bot.mattermost.answers import MattermostAnswers, MattermostTools
from bot.mattermost.data import opened_in
from bot.mattermost.dialog import dialog
from bot.mattermost.people import SERVER
from bot.reply import Reply
from bot.telemetry import ASKED
from bot.words import Phrase, Words
from briefings.errors import JbzError
from briefings.model.chat import Address, Person

_INVITE = Phrase("Ik kan in dit kanaal niet schrijven. Nodig de bot uit met /invite, dan kan het.")
_OK = 200

_ID = re.compile(r"[a-z0-9]{1,26}")  #: model.NewId of Mattermost makes 26 of them

Told = Mapping[str, Any]


class NotOursError(Exception):
    """What came with a button or dialog was not sealed by us, for there or for them."""


@dataclass(frozen=True, slots=True)
class Origin:
    """Where something was typed or pressed, and by whom."""

    at: Address
    user: str
    name: str  #: as people see it
    trigger: str  #: opens one dialog, for a few seconds
    channel: str = ""  #: in which it was typed or pressed, which may be another than the chat it is about
    is_found: bool = True  #: else nothing can be kept of it now: someone's private chat with the bot is not known


class MattermostHandlers:
    """One method for each thing that comes in; each gives the answer as Mattermost reads it."""

    def __init__(self, tools: MattermostTools, dialog_url: str) -> None:
        self._tools = tools
        self._answers = MattermostAnswers(tools)
        self._conversation = tools.conversation
        self._dialog_url = dialog_url

    async def command(self, told: Told) -> dict[str, Any]:
        """/jbz."""
        command = command_in(_text(told, "text"))
        source = await self._source(told, _text(told, "channel_name"))
        ASKED.labels("mattermost").inc()
        who = await self._tools.people.who(source.at, source.user)
        if changes(command) and not await self._is_new(source):
            return {}
        if may_change(command) and not source.is_found:
            return self._answers.to_command(went_wrong(who.language or "nl"), source.at, source.name, source.channel)
        if await self._opened_form(command, source, who):
            return {}
        reply = await self._answers.handle(command, source.at, who)
        if reply.announced and not await self._tools.people.can_write(source.at):
            reply = replace(reply, lead=(*reply.lead, Words(reply.language)(_INVITE)))
        return self._answers.to_command(reply, source.at, source.name, source.channel)

    async def press(self, told: Told) -> dict[str, Any]:
        """A button of ours. Nothing is done or asked before the seal is opened. Raises NotOursError."""
        pressed = opened_in(_id(told, "channel_id"), told.get("context"), self._tools.seal)
        if pressed is None or not _id(told, "user_id"):
            raise NotOursError
        ASKED.labels("mattermost").inc()
        source = await self._source(told, _text(told, "channel_name"))
        who = await self._tools.people.who(source.at, source.user)
        if pressed.chat:
            source = replace(source, at=replace(source.at, chat=pressed.chat))
        if changes(pressed.command) and not await self._is_new(source):
            return {}
        if pressed.share:
            return await self._share(pressed, source, who)
        return await self._pressed(pressed, source, who)

    async def submit(self, told: Told) -> dict[str, Any]:
        """A dialog that was filled in; what is wrong is said at its field. Raises NotOursError."""
        opened = self._tools.seal.open(_text(told, "state"))
        if opened is None:
            raise NotOursError
        try:
            form, person = typed_forms.form_of(opened, "mattermost", SERVER)
        except ValueError as error:
            raise NotOursError from error
        given = told.get("submission")
        if person != _id(told, "user_id") or not isinstance(given, dict):
            raise NotOursError
        who = await self._tools.people.who(form.at, person)
        language = await asyncio.to_thread(self._conversation.language, form.at, who)
        try:
            command = typed_forms.filled_in(form, given)
            reply = await asyncio.to_thread(self._conversation.change, command, form.at, who)
        except JbzError as error:
            return {"errors": {typed_forms.field_of(error): Words(language).say(error.message)}}
        source = Origin(form.at, person, _text(told, "user_name") or person, "")
        if form.at.is_private or not await self._announced(reply, source):
            await self._answers.to_press(reply, form.at, person)
        return {}

    async def _pressed(self, pressed: CarriedCommand, source: Origin, who: Person) -> dict[str, Any]:
        command = pressed.command
        if await self._opened_form(command, source, who):
            return {}
        reply = await self._answers.handle(command, source.at, who)
        if reply.announced and not source.at.is_private and await self._announced(reply, source):
            return {}
        if pressed.hidden and isinstance(command, MorePage):
            return self._answers.in_place(reply, source.channel)
        return await self._answers.to_press(reply, source.at, source.user)

    async def _share(self, pressed: CarriedCommand, source: Origin, who: Person) -> dict[str, Any]:
        if changes(pressed.command):
            return {}
        reply = (await self._answers.handle(pressed.command, source.at, who)).without_buttons()
        if await self._answers.announce(reply, source.at, source.name, "shared"):
            return {}
        words = Words(reply.language)
        return await self._answers.to_press(notice(words(_INVITE), words.language), source.at, source.user)

    async def _announced(self, reply: Reply, source: Origin) -> bool:
        return await self._answers.announce(reply, source.at, source.name, "set_by")

    async def _opened_form(self, command: Command, source: Origin, who: Person) -> bool:
        """Opens the dialog that a command asks for; whether it was."""
        if not may_change(command):
            return False
        form = await asyncio.to_thread(self._conversation.forms.asked_for, command, source.at, who)
        if form is None:
            return False
        language = await asyncio.to_thread(self._conversation.language, source.at, who)
        state = self._tools.seal.close(typed_forms.state_of(form, source.user))
        shown = dialog(form, Words(language), self._tools.catalogue(), state)
        asked = {"trigger_id": source.trigger, "url": self._dialog_url, "dialog": shown}
        return (await self._tools.client.post("actions", "dialogs", "open", body=asked)).status == _OK

    async def _is_new(self, source: Origin) -> bool:
        """Mattermost repeats none of these: who repeats one is somebody else."""
        return not source.trigger or await self._tools.seen.first(f"mattermost:{source.trigger[:100]}:{source.user}")

    async def _source(self, told: Told, channel_name: str) -> Origin:
        """Where it came from. Talks of two people are named by both their numbers; ours are those with the bot."""
        user, channel = _id(told, "user_id"), _id(told, "channel_id")
        at, found = Address("mattermost", SERVER, channel), True
        if "__" in channel_name:
            bot = await self._tools.people.bot()
            if bot is not None and bot in channel_name.split("__"):
                at = replace(at, chat=f"@{channel}")
            else:
                own = await self._tools.people.private(user)
                found, at = own is not None, own or replace(at, chat=f"@{user}")
        return Origin(at, user, _text(told, "user_name") or user, _text(told, "trigger_id"), channel, found)


def _id(told: Told, name: str) -> str:
    """The number of something at Mattermost; empty when it is none."""
    value = _text(told, name)
    return value if _ID.fullmatch(value) else ""


def _text(told: Any, name: str) -> str:
    value = told.get(name) if isinstance(told, Mapping) else None
    return value if isinstance(value, str) else ""
