"""Slack's commands, buttons, shortcuts and forms -> the conversation."""

import asyncio
import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import aiohttp
from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncRespond
from slack_sdk.errors import SlackApiError

from bot.conversation.commands import Ask, Command, Help, OfferMoments, ShowItem, StartFollowing
from bot.conversation.grammar import read_command, would_change
from bot.conversation.handle import Conversation
from bot.reply import Reply
from bot.seen import Seen
from bot.slack import form as forms
from bot.slack.form import FormView
from bot.slack.people import People
from bot.slack.render import SlackRenderer
from bot.slack.screens import Screens
from bot.slack.seal import Seal
from bot.slack.surface import Body, Surface, Surfaces, invitation, organisation_of, plain_text, team_of
from bot.slack.workspaces import NotInstalled, Workspaces, reason_of
from bot.telemetry import ASKED, log
from bot.words import Words
from briefings.errors import JbzError, NotUnderstood
from briefings.model.chat import Address, Person
from briefings.themes.catalogue import Catalogue

_MOST_MESSAGES = 4  #: response_url may be used five times
_MOST_OPTIONS = 50
_MOST_REMEMBERED = 10_000
_FAULTS = (SlackApiError, NotInstalled, aiohttp.ClientError, TimeoutError, OSError)
_SEARCH = "jbz:search"


@dataclass(frozen=True)
class Desk:
    """What the handlers work with."""

    conversation: Conversation
    renderer: SlackRenderer
    catalogue: Callable[[], Catalogue]
    workspaces: Workspaces
    people: People
    seal: Seal
    seen: Seen
    screens: Screens


class Handlers:
    """One method for each thing that comes in. What changes something is stored before it is acknowledged."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._conversation = desk.conversation
        self._renderer = desk.renderer
        self._surfaces = Surfaces(desk.seal, desk.conversation.home_of)
        self._under_way: set[asyncio.Task[Any]] = set()
        self._handled: set[str] = set()  #: keys of requests, until they are written down for all processes

    def add_to(self, app: AsyncApp) -> None:
        """Makes Bolt call them."""
        app.command(re.compile(r"^/jbz"))(self.command)
        app.action("jbz:share")(self.share)
        app.action(re.compile(r"^jbz:\d+$"))(self.button)
        app.action(forms.PREVIEW)(self.preview)
        app.view(forms.SUBMITTED)(self.submit)
        app.view(_SEARCH)(self.search)
        app.options(forms.THEMES)(self.theme_options)
        app.options(forms.ZONES)(self.zone_options)
        app.shortcut("jbz_about")(self.about_message)
        app.shortcut("jbz_search")(self.open_search)

    async def command(self, ack: AsyncAck, respond: AsyncRespond, body: Body) -> None:
        """/jbz."""
        self._begin()
        text = str(body.get("text") or "")
        address = Address("slack", team_of(body), str(body["channel_id"]))
        surface = Surface(address, str(body["user_id"]), organisation_of(body), str(body["trigger_id"]))
        if address.chat.startswith("D") and would_change(text):  # it may be a talk of two people, without the bot
            own = await self._desk.screens.private_chat(address, surface.person, surface.organisation)
            surface = replace(surface, address=own)
        await self._answer(ack, respond, text, surface, invitation(body))

    async def button(self, ack: AsyncAck, respond: AsyncRespond, body: Body) -> None:
        """A button of ours. What it says was sealed by us; else it is not read."""
        self._begin()
        surface, text = await asyncio.to_thread(self._surfaces.pressed, body)
        if text is None:
            await ack()
            await self._too_old(respond, surface)
            return
        await self._answer(ack, respond, text, surface, None)

    async def share(self, ack: AsyncAck, respond: AsyncRespond, body: Body) -> None:
        """Shows an answer to everybody in the channel, with who shared it, readable without the app."""
        self._begin()
        await ack()
        surface, text = await asyncio.to_thread(self._surfaces.pressed, body)
        if text is None or would_change(text):
            await self._too_old(respond, surface)
            return
        if not await self._is_new(surface):
            return
        reply = await self._handle(text, surface, await self._who(surface))
        shown = _without_buttons(reply)
        for message in self._renderer.messages(shown)[:_MOST_MESSAGES]:
            blocks = [*message["blocks"][:48], self._renderer.shared_by(surface.person, reply.language)]
            await respond(text=message["text"], blocks=blocks, response_type="in_channel", replace_original=False)

    async def preview(self, ack: AsyncAck, body: Body) -> None:
        """What the form, as it is filled in now, would bring."""
        self._begin()
        await ack()
        view = body["view"]
        form, surface = await asyncio.to_thread(self._surfaces.form, body, view)
        if form is None:
            return
        who = await self._who(surface)
        try:
            reply = await asyncio.to_thread(self._conversation.preview, form, who)
        except JbzError as error:
            language = (await asyncio.to_thread(self._conversation.chat_at, form.at, who)).language
            reply = self._conversation.notice(error.sentence(language), language)
        shown = self._renderer.modal(replace(reply, buttons=(), shareable=None))
        await self._desk.screens.push(surface.address.workspace, surface.organisation, surface.trigger, shown)

    async def submit(self, ack: AsyncAck, body: Body) -> None:
        """A form that was filled in: stored, then acknowledged with what came of it."""
        self._begin()
        form, surface = await asyncio.to_thread(self._surfaces.form, body, body["view"])
        if form is None or not await self._is_new(surface):
            await ack(response_action="clear")
            return
        who = await self._who(surface)
        language = (await asyncio.to_thread(self._conversation.chat_at, form.at, who)).language
        try:
            await self._may_be_there(form.at, surface)
            there = replace(who, private=form.at.chat.startswith("D"))
            reply = await asyncio.to_thread(self._conversation.change, form.command, form.at, there)
        except JbzError as error:
            await ack(response_action="errors", errors={forms.block_of(error): error.sentence(language)})
            return
        await ack(response_action="update", view=self._renderer.modal(_without_buttons(reply)))
        await self._announce(reply, form.at, surface)
        await self._desk.screens.refresh(form.at, surface.person)

    async def search(self, ack: AsyncAck, body: Body) -> None:
        """The question of the shortcut's modal; the answer comes in its place."""
        self._begin()
        surface = await asyncio.to_thread(self._surfaces.in_view, body)
        values = {name: given for block in body["view"]["state"]["values"].values() for name, given in block.items()}
        text = str(values.get("question", {}).get("value") or "")
        who = await self._who(surface)
        if would_change(text):
            reply = self._conversation.confirm(text, who.language or "nl")
        else:
            reply = await self._handle(text, surface, who)
        metadata = self._desk.seal.close(surface.address.chat)
        await ack(response_action="update", view=self._renderer.modal(replace(reply, shareable=None), metadata))

    async def open_search(self, ack: AsyncAck, body: Body) -> None:
        """The shortcut that is everywhere: a modal with a question."""
        self._begin()
        await ack()
        surface = await asyncio.to_thread(self._surfaces.in_view, body)
        words = Words((await self._who(surface)).language or "nl")
        view = self._desk.screens.ask(words, _SEARCH)
        await self._desk.screens.open(surface.address.workspace, surface.organisation, surface.trigger, view)

    async def about_message(self, ack: AsyncAck, respond: AsyncRespond, body: Body) -> None:
        """The shortcut on a message: what the letters say of what it is about."""
        self._begin()
        await ack()
        surface = Surface(
            Address("slack", team_of(body), str(body["channel"]["id"])),
            str(body["user"]["id"]),
            organisation_of(body),
            str(body["trigger_id"]),
        )
        if not await self._is_new(surface):
            return
        text = plain_text(str(body["message"].get("text") or ""))
        who = await self._who(surface)
        reply = await asyncio.to_thread(self._conversation.about, text, surface.address, who)
        await self._tell(respond, reply)

    async def theme_options(self, ack: AsyncAck, body: Body) -> None:
        """The themes that are like what was typed so far."""
        language = (await self._who(await asyncio.to_thread(self._surfaces.in_view, body))).language or "nl"
        found = await asyncio.to_thread(
            self._conversation.themes_like, str(body.get("value") or ""), language, _MOST_OPTIONS
        )
        await ack(options=forms.options(found))

    async def zone_options(self, ack: AsyncAck, body: Body) -> None:
        """The time zones that are like what was typed so far."""
        await ack(options=forms.options(forms.zone_options(str(body.get("value") or ""), _MOST_OPTIONS)))

    async def settle(self) -> None:
        """Waits for what was acknowledged and is not finished."""
        await asyncio.gather(*self._under_way, return_exceptions=True)

    def _begin(self) -> None:
        """From here on the service waits for this when it stops."""
        task = asyncio.current_task()
        if task is not None:
            self._under_way.add(task)
            task.add_done_callback(self._under_way.discard)

    async def _answer(
        self, ack: AsyncAck, respond: AsyncRespond, text: str, surface: Surface, hint: str | None
    ) -> None:
        ASKED.labels("slack").inc()
        changes = would_change(text)
        if not changes:
            await ack()
        is_new, who = await asyncio.gather(self._is_new(surface), self._who(surface))
        if not is_new:
            await ack()
            return
        if not changes and await self._opened(text, surface):
            return
        reply = await self._handle(text, surface, who)
        if changes:
            await ack()
        if surface.view is not None:
            await self._show(reply, surface)
            if reply.announced:
                await self._announce(reply, surface.address, surface)
        elif reply.announced and not surface.address.chat.startswith("D"):
            await self._tell_everybody(respond, reply, surface, hint)
        else:
            await self._tell(respond, reply, replace_original=_is_page(text) and surface.ephemeral)
        if reply.announced:
            await self._desk.screens.refresh(surface.address, surface.person)

    async def _opened(self, text: str, surface: Surface) -> bool:
        """Whether `text` asks for something that is shown as a modal, and was."""
        command = _command(text)
        if isinstance(command, StartFollowing | OfferMoments):
            return await self._opened_form(command, surface)
        if isinstance(command, ShowItem) and surface.view is None:
            reply = await self._handle(text, surface, await self._who(surface))
            return bool(reply.sections) and await self._show(reply, surface)
        return False

    async def _opened_form(self, command: StartFollowing | OfferMoments, surface: Surface) -> bool:
        who = await self._who(surface)
        if isinstance(command, StartFollowing):
            form = await asyncio.to_thread(self._conversation.new_form, surface.address, who)
        else:
            found = await asyncio.to_thread(self._conversation.form_of, surface.address, command.of)
            if found is None:
                return False
            form = found
        if who.timezone and form.of is None and form.at.chat.startswith("D"):
            form = replace(form, timezone=who.timezone)
        language = (await asyncio.to_thread(self._conversation.chat_at, surface.address, who)).language
        metadata = self._desk.seal.close(forms.to_metadata(form))
        view = FormView(Words(language), self._desk.catalogue()).view(form, metadata)
        screens, team = self._desk.screens, surface.address.workspace
        show = screens.push if surface.view == "modal" else screens.open
        return await show(team, surface.organisation, surface.trigger, view)

    async def _show(self, reply: Reply, surface: Surface) -> bool:
        """Shows a reply as a modal, on the one that is open; whether it was."""
        view = self._renderer.modal(replace(reply, shareable=None), self._desk.seal.close(surface.address.chat))
        screens, team = self._desk.screens, surface.address.workspace
        show = screens.push if surface.view == "modal" else screens.open
        return await show(team, surface.organisation, surface.trigger, view)

    async def _tell(self, respond: AsyncRespond, reply: Reply, *, replace_original: bool = False) -> None:
        for message in self._renderer.messages(reply)[:_MOST_MESSAGES]:
            await respond(**message, response_type="ephemeral", replace_original=replace_original, unfurl_links=False)

    async def _tell_everybody(self, respond: AsyncRespond, reply: Reply, surface: Surface, hint: str | None) -> None:
        """What changed for everybody is seen by everybody, with who did it."""
        for message in self._renderer.messages(reply)[:_MOST_MESSAGES]:
            blocks = [*message["blocks"], self._renderer.set_by(surface.person, reply.language)]
            await respond(text=message["text"], blocks=blocks, response_type="in_channel", replace_original=False)
        if hint:
            words = Words(reply.language)
            await self._tell(respond, self._conversation.notice(words(hint), reply.language))

    async def _announce(self, reply: Reply, address: Address, surface: Surface) -> None:
        """The same, where Slack gave no address to answer at."""
        if address.chat.startswith("D"):
            return
        try:
            client = await self._desk.workspaces.client(address.workspace, surface.organisation)
            for message in self._renderer.messages(reply)[:_MOST_MESSAGES]:
                blocks = [*message["blocks"], self._renderer.set_by(surface.person, reply.language)]
                await client.chat_postMessage(
                    channel=address.chat, text=message["text"], blocks=blocks, unfurl_links=False, unfurl_media=False
                )
        except _FAULTS as error:
            log.warning("announcement_failed", channel="slack", reason=reason_of(error))
            await self._desk.screens.whisper(surface.address, surface.person, surface.organisation, reply.language)

    async def _may_be_there(self, at: Address, surface: Surface) -> None:
        """Someone may only let a briefing come where they are: asked of Slack, unless it is where they came from."""
        if at.chat == surface.address.chat:
            return
        if not await self._desk.screens.is_member(at, surface.person, surface.organisation):
            raise NotUnderstood(
                "Ik kan niet zien of u in dat kanaal bent. Typ daar /jbz volg, dan kan het wel.",
                "I cannot see whether you are in that channel. Type /jbz follow there, and it can be done.",
            )

    async def _too_old(self, respond: AsyncRespond, surface: Surface) -> None:
        words = Words((await self._who(surface)).language or "nl")
        reply = self._conversation.notice(words("Deze knop werkt niet meer. Typ /jbz help."), words.language)
        if surface.view is None:
            await self._tell(respond, reply)

    async def _handle(self, text: str, surface: Surface, who: Person) -> Reply:
        try:
            reply = await asyncio.to_thread(self._conversation.handle, text, surface.address, who)
            return for_chat(reply, surface.address)
        except Exception:  # noqa: BLE001 - a person gets a sentence, never a stack trace
            log.exception("command_failed", channel="slack")
            return self._conversation.went_wrong(who.language or "nl")

    async def _is_new(self, surface: Surface) -> bool:
        """Whether a request was not handled before. Slack repeats none of these: who repeats it is somebody else.

        It is written down beside the work, so that an acknowledgement need not wait for it.
        """
        if surface.key in self._handled:
            return False
        if len(self._handled) >= _MOST_REMEMBERED:
            self._handled.clear()
        self._handled.add(surface.key)
        if await self._desk.seen.was_handled(surface.key):
            return False
        task = asyncio.create_task(self._write_down(surface.key))
        self._under_way.add(task)
        task.add_done_callback(self._under_way.discard)
        return True

    async def _write_down(self, key: str) -> None:
        try:
            await self._desk.seen.first(key)
        except Exception as error:  # noqa: BLE001 - this process remembers it all the same
            log.warning("request_not_written_down", channel="slack", reason=type(error).__name__)

    async def _who(self, surface: Surface) -> Person:
        return await self._desk.people.who(surface.address, surface.person, surface.organisation)


def _command(text: str) -> Command:
    try:
        return read_command(text)
    except NotUnderstood:
        return Help()


def _is_page(text: str) -> bool:
    command = _command(text)
    return isinstance(command, Ask) and command.paged


def for_chat(reply: Reply, address: Address) -> Reply:
    """The reply as it suits a chat: someone alone with the bot has nobody to share it with."""
    return replace(reply, shareable=None) if address.chat.startswith("D") else reply


def _without_buttons(reply: Reply) -> Reply:
    """A shared answer is read by people for whom the buttons were not meant."""
    return replace(
        reply, sections=tuple(replace(part, buttons=()) for part in reply.sections), buttons=(), shareable=None
    )
