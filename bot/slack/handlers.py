"""Slack's commands, buttons and the shortcut on a message -> the conversation."""

import asyncio
import re
from dataclasses import replace

from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncRespond

from bot.commands.asking import MorePage, ShowItem
from bot.commands.command import Command
from bot.commands.comparing import check_of_message
from bot.commands.grammar import changes, command_in
from bot.reply import Reply
from bot.slack.answers import MOST_MESSAGES, SlackAnswers
from bot.slack.modals import Modals
from bot.slack.surface import Body, Surface, invitation, organisation_of, said_in, team_of
from bot.telemetry import ASKED
from bot.words import Phrase
from briefings.model.chat import Address, Person


class SlackHandlers:
    """One method for each thing that comes in. What changes something is stored before it is acknowledged."""

    def __init__(self, answers: SlackAnswers, modals: Modals) -> None:
        self._answers = answers
        self._modals = modals
        self._tools, self._surfaces = answers.tools, answers.surfaces
        self._conversation, self._renderer = answers.tools.conversation, answers.tools.renderer

    def add_to(self, app: AsyncApp) -> None:
        """Makes Bolt call them."""
        app.command(re.compile(r"^/jbz"))(self.command)
        app.action("jbz:share")(self.share)
        app.action(re.compile(r"^jbz:\d+$"))(self.button)
        app.shortcut("jbz_about")(self.about_message)
        app.shortcut("jbz_check")(self.check_message)

    async def command(self, ack: AsyncAck, respond: AsyncRespond, body: Body) -> None:
        """/jbz."""
        self._answers.begin()
        command = command_in(str(body.get("text") or ""))
        address = Address("slack", team_of(body), str(body["channel_id"]))
        surface = Surface(address, str(body["user_id"]), organisation_of(body), str(body["trigger_id"]))
        if address.is_private and changes(command):  # it may be a talk of two people, without the bot
            own = await self._tools.screens.private_chat(address, surface.person, surface.organisation)
            surface = replace(surface, address=own)
        await self._answer(ack, respond, command, surface, invitation(body))

    async def button(self, ack: AsyncAck, respond: AsyncRespond, body: Body) -> None:
        """A button of ours. What it says was sealed by us; else it is not read."""
        self._answers.begin()
        surface, command = await asyncio.to_thread(self._surfaces.pressed, body)
        if command is None:
            await ack()
            await self._answers.too_old(respond, surface)
            return
        await self._answer(ack, respond, command, surface, None)

    async def share(self, ack: AsyncAck, respond: AsyncRespond, body: Body) -> None:
        """Shows an answer to everybody in the channel, with who shared it, readable without the app."""
        self._answers.begin()
        await ack()
        surface, command = await asyncio.to_thread(self._surfaces.pressed, body)
        if command is None or changes(command):
            await self._answers.too_old(respond, surface)
            return
        if not await self._answers.is_new(surface):
            return
        reply = await self._answers.handle(command, surface, await self._answers.who(surface))
        shown = reply.without_buttons()
        for message in self._renderer.messages(shown)[:MOST_MESSAGES]:
            blocks = [*message["blocks"][:48], self._renderer.shared_by(surface.person, reply.language)]
            await respond(text=message["text"], blocks=blocks, response_type="in_channel", replace_original=False)

    async def about_message(self, ack: AsyncAck, respond: AsyncRespond, body: Body) -> None:
        """A shortcut on a message: what the letters say of what it is about."""
        self._answers.begin()
        await ack()
        surface = _on_message(body)
        if await self._answers.is_new(surface):
            who = await self._answers.who(surface)
            await self._answers.tell(respond, await asyncio.to_thread(self._about, said_in(body), surface, who))

    async def check_message(self, ack: AsyncAck, respond: AsyncRespond, body: Body) -> None:
        """A shortcut on a message: whether what it says stands in a letter."""
        self._answers.begin()
        await ack()
        surface = _on_message(body)
        if await self._answers.is_new(surface):
            command = check_of_message(said_in(body)) or command_in("klopt")
            reply = await self._answers.handle(command, surface, await self._answers.who(surface))
            await self._answers.tell(respond, reply)

    async def _answer(
        self, ack: AsyncAck, respond: AsyncRespond, command: Command, surface: Surface, hint: Phrase | None
    ) -> None:
        ASKED.labels("slack").inc()
        is_change = changes(command)
        if not is_change:
            await ack()
        is_new, who = await asyncio.gather(self._answers.is_new(surface), self._answers.who(surface))
        if not is_new:
            await ack()
            return
        if not is_change and await self._opened(command, surface):
            return
        reply = await self._answers.handle(command, surface, who)
        if is_change:
            await ack()
        if surface.view is not None:
            await self._modals.show(reply, surface)
            if reply.announced:
                await self._answers.announce(reply, surface.address, surface)
        elif reply.announced and not surface.address.is_private:
            await self._answers.tell_everybody(respond, reply, surface, hint)
        else:
            await self._answers.tell(
                respond, reply, replace_original=isinstance(command, MorePage) and surface.ephemeral
            )
        if reply.announced:
            await self._tools.screens.refresh(surface.address, surface.person)

    async def _opened(self, command: Command, surface: Surface) -> bool:
        """Whether a command asks for something that is shown as a modal, and was."""
        if isinstance(command, ShowItem) and surface.view is None:
            reply = await self._answers.handle(command, surface, await self._answers.who(surface))
            return bool(reply.sections) and await self._modals.show(reply, surface)
        return await self._modals.opened_form(command, surface)

    def _about(self, text: str, surface: Surface, who: Person) -> Reply:
        visit = self._conversation.visits.at(surface.address, who)
        return self._conversation.questions.about(text, visit.saying)


def _on_message(body: Body) -> Surface:
    """Where a shortcut on a message was chosen, and by whom."""
    address = Address("slack", team_of(body), str(body["channel"]["id"]))
    return Surface(address, str(body["user"]["id"]), organisation_of(body), str(body["trigger_id"]))
