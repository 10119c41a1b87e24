"""Slack's modals: a subscription's form, its example, and the question of a shortcut."""

import asyncio
from dataclasses import replace

from slack_bolt.async_app import AsyncAck, AsyncApp

from bot.commands.command import Command
from bot.commands.grammar import changes, command_in, may_change
from bot.conversation.notices import confirm, of_error
from bot.reply import Reply
from bot.slack import form as forms
from bot.slack.answers import SlackAnswers
from bot.slack.form import FormView
from bot.slack.surface import Body, Surface
from bot.words import Words
from briefings.errors import JbzError, NotUnderstood
from briefings.model.chat import Address

_MOST_OPTIONS = 50
_SEARCH = "jbz:search"


class Modals:
    """What is filled in is stored before it is acknowledged."""

    def __init__(self, answers: SlackAnswers) -> None:
        self._answers = answers
        self._tools, self._surfaces = answers.tools, answers.surfaces
        self._conversation, self._renderer = answers.tools.conversation, answers.tools.renderer

    def add_to(self, app: AsyncApp) -> None:
        """Makes Bolt call them."""
        app.action(forms.PREVIEW)(self.preview)
        app.view(forms.SUBMITTED)(self.submit)
        app.view(_SEARCH)(self.search)
        app.options(forms.THEMES)(self.theme_options)
        app.options(forms.ZONES)(self.zone_options)
        app.shortcut("jbz_search")(self.open_search)

    async def preview(self, ack: AsyncAck, body: Body) -> None:
        """What the form, as it is filled in now, would bring."""
        self._answers.begin()
        await ack()
        view = body["view"]
        form, surface = await asyncio.to_thread(self._surfaces.form, body, view)
        if form is None:
            return
        who = await self._answers.who(surface)
        try:
            reply = await asyncio.to_thread(self._conversation.forms.preview, form, who)
        except JbzError as error:
            language = await asyncio.to_thread(self._conversation.language, form.at, who)
            reply = of_error(error, language)
        shown = self._renderer.modal(replace(reply, buttons=(), shareable=None))
        await self._tools.screens.push(surface.address.workspace, surface.organisation, surface.trigger, shown)

    async def submit(self, ack: AsyncAck, body: Body) -> None:
        """A form that was filled in: stored, then acknowledged with what came of it."""
        self._answers.begin()
        form, surface = await asyncio.to_thread(self._surfaces.form, body, body["view"])
        if form is None or not await self._answers.is_new(surface):
            await ack(response_action="clear")
            return
        who = await self._answers.who(surface)
        language = await asyncio.to_thread(self._conversation.language, form.at, who)
        try:
            await self._may_be_there(form.at, surface)
            reply = await asyncio.to_thread(self._conversation.forms.keep, form, who)
        except JbzError as error:
            await ack(response_action="errors", errors={forms.block_of(error): Words(language).say(error.message)})
            return
        await ack(response_action="update", view=self._renderer.modal(reply.without_buttons()))
        await self._answers.announce(reply, form.at, surface)
        await self._tools.screens.refresh(form.at, surface.person)

    async def search(self, ack: AsyncAck, body: Body) -> None:
        """The question of the shortcut's modal; the answer comes in its place."""
        self._answers.begin()
        surface = await asyncio.to_thread(self._surfaces.in_view, body)
        values = {name: given for block in body["view"]["state"]["values"].values() for name, given in block.items()}
        text = str(values.get("question", {}).get("value") or "")
        who = await self._answers.who(surface)
        command = command_in(text)
        if changes(command):
            reply = confirm(command, text, who.language or "nl")
        else:
            reply = await self._answers.handle(command, surface, who)
        metadata = self._tools.seal.close(surface.address.chat)
        await ack(response_action="update", view=self._renderer.modal(replace(reply, shareable=None), metadata))

    async def open_search(self, ack: AsyncAck, body: Body) -> None:
        """The shortcut that is everywhere: a modal with a question."""
        self._answers.begin()
        await ack()
        surface = await asyncio.to_thread(self._surfaces.in_view, body)
        words = Words((await self._answers.who(surface)).language or "nl")
        view = self._tools.screens.ask(words, _SEARCH)
        await self._tools.screens.open(surface.address.workspace, surface.organisation, surface.trigger, view)

    async def theme_options(self, ack: AsyncAck, body: Body) -> None:
        """The themes that are like what was typed so far."""
        language = (await self._answers.who(await asyncio.to_thread(self._surfaces.in_view, body))).language or "nl"
        found = await asyncio.to_thread(
            self._conversation.themes.like, str(body.get("value") or ""), language, _MOST_OPTIONS
        )
        await ack(options=forms.options(found))

    async def zone_options(self, ack: AsyncAck, body: Body) -> None:
        """The time zones that are like what was typed so far."""
        await ack(options=forms.options(forms.zone_options(str(body.get("value") or ""), _MOST_OPTIONS)))

    async def opened_form(self, command: Command, surface: Surface) -> bool:
        """Opens the form that a command asks for; whether it was."""
        if not may_change(command):
            return False
        who = await self._answers.who(surface)
        form = await asyncio.to_thread(self._conversation.forms.asked_for, command, surface.address, who)
        if form is None:
            return False
        language = await asyncio.to_thread(self._conversation.language, surface.address, who)
        metadata = self._tools.seal.close(forms.to_metadata(form))
        view = FormView(Words(language), self._tools.catalogue()).view(form, metadata)
        screens, team = self._tools.screens, surface.address.workspace
        show = screens.push if surface.view == "modal" else screens.open
        return await show(team, surface.organisation, surface.trigger, view)

    async def show(self, reply: Reply, surface: Surface) -> bool:
        """Shows a reply as a modal, on the one that is open; whether it was."""
        view = self._renderer.modal(replace(reply, shareable=None), self._tools.seal.close(surface.address.chat))
        screens, team = self._tools.screens, surface.address.workspace
        show = screens.push if surface.view == "modal" else screens.open
        return await show(team, surface.organisation, surface.trigger, view)

    async def _may_be_there(self, at: Address, surface: Surface) -> None:
        """Someone may only let a briefing come where they are: asked of Slack, unless it is where they came from."""
        if at.chat == surface.address.chat:
            return
        if not await self._tools.screens.is_member(at, surface.person, surface.organisation):
            raise NotUnderstood("Ik kan niet zien of u in dat kanaal bent. Typ daar /jbz volg, dan kan het wel.")
