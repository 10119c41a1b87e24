"""Saying things in Slack: to who asked, or to everybody in a channel; and taking each request once."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import aiohttp
from slack_bolt.async_app import AsyncRespond
from slack_sdk.errors import SlackApiError

from bot.commands.command import Command
from bot.conversation.answering import answer
from bot.conversation.conversation import Conversation
from bot.conversation.notices import notice
from bot.reply import Reply
from bot.seal import Seal
from bot.seen import Seen
from bot.slack.people import SlackPeople
from bot.slack.plainly import words_of
from bot.slack.render import SlackRenderer
from bot.slack.screens import Screens
from bot.slack.surface import Surface, Surfaces
from bot.slack.workspaces import NotInstalled, Workspaces, reason_of
from bot.telemetry import ANSWERS_REFUSED, log
from bot.tracing import span
from bot.words import Phrase, Words
from briefings.model.chat import Address, Person
from briefings.themes.catalogue import Catalogue

MOST_MESSAGES = 4  #: response_url may be used five times
FINISHING = 2.0  #: seconds in which what is under way is finished when the service stops
_MOST_REMEMBERED = 10_000
_OK = 200
_PLAIN = 3000  #: characters of an answer in plain text
_FAULTS = (SlackApiError, NotInstalled, aiohttp.ClientError, TimeoutError, OSError)


@dataclass(frozen=True)
class SlackTools:
    """What the handlers work with."""

    conversation: Conversation
    renderer: SlackRenderer
    catalogue: Callable[[], Catalogue]
    workspaces: Workspaces
    people: SlackPeople
    seal: Seal
    seen: Seen
    screens: Screens


class SlackAnswers:
    """What commands, buttons and modals share: who asks, what is said, and to whom."""

    def __init__(self, tools: SlackTools) -> None:
        self.tools = tools
        self.surfaces = Surfaces(tools.seal, tools.conversation.homes.find)
        self._conversation = tools.conversation
        self._renderer = tools.renderer
        self._under_way: set[asyncio.Task[Any]] = set()
        self._handled: set[str] = set()  #: keys of requests, until they are written down for all processes

    async def settle(self) -> None:
        """Waits for what was acknowledged and is not finished; not long, as Slack may be slow."""
        if self._under_way:
            await asyncio.wait(self._under_way, timeout=FINISHING)

    def begin(self) -> None:
        """From here on the service waits for this when it stops."""
        task = asyncio.current_task()
        if task is not None:
            self._under_way.add(task)
            task.add_done_callback(self._under_way.discard)

    async def handle(self, command: Command, surface: Surface, who: Person) -> Reply:
        """The reply to a command."""
        talk = self._conversation.talks.of_person(surface.address, surface.person)
        return await answer(self._conversation, command, surface.address, who, talk)

    async def who(self, surface: Surface) -> Person:
        """Who it is, as far as it matters."""
        return await self.tools.people.who(surface.address, surface.person, surface.organisation)

    async def tell(self, respond: AsyncRespond, reply: Reply, *, replace_original: bool = False) -> None:
        """To who asked, and nobody else."""
        for message in self._renderer.messages(reply)[:MOST_MESSAGES]:
            await answered(respond, message, response_type="ephemeral", replace_original=replace_original)

    async def tell_everybody(self, respond: AsyncRespond, reply: Reply, surface: Surface, hint: Phrase | None) -> None:
        """What changed for everybody is seen by everybody, with who did it."""
        for message in self._renderer.messages(reply)[:MOST_MESSAGES]:
            blocks = [*message["blocks"], self._renderer.set_by(surface.person, reply.language)]
            shown = {"text": message["text"], "blocks": blocks}
            await answered(respond, shown, response_type="in_channel", replace_original=False)
        if hint:
            words = Words(reply.language)
            await self.tell(respond, notice(words(hint), reply.language))

    async def announce(self, reply: Reply, address: Address, surface: Surface) -> None:
        """The same, where Slack gave no address to answer at."""
        if address.is_private:
            return
        try:
            client = await self.tools.workspaces.client(address.workspace, surface.organisation)
            for message in self._renderer.messages(reply)[:MOST_MESSAGES]:
                blocks = [*message["blocks"], self._renderer.set_by(surface.person, reply.language)]
                await client.chat_postMessage(
                    channel=address.chat, text=message["text"], blocks=blocks, unfurl_links=False, unfurl_media=False
                )
        except _FAULTS as error:
            log.warning("announcement_failed", channel="slack", reason=reason_of(error))
            await self.tools.screens.whisper(surface.address, surface.person, surface.organisation, reply.language)

    async def too_old(self, respond: AsyncRespond, surface: Surface) -> None:
        """That a button is not ours, or no longer."""
        words = Words((await self.who(surface)).language or "nl")
        reply = notice(words("Deze knop werkt niet meer. Typ /jbz help."), words.language)
        if surface.view is None:
            await self.tell(respond, reply)

    async def is_new(self, surface: Surface) -> bool:
        """Whether a request was not handled before. Slack repeats none of these: who repeats it is somebody else.

        It is written down beside the work, so that an acknowledgement need not wait for it.
        """
        if surface.key in self._handled:
            return False
        if len(self._handled) >= _MOST_REMEMBERED:
            self._handled.clear()
        self._handled.add(surface.key)
        if await self.tools.seen.was_handled(surface.key):
            return False
        self.tools.seen.note(surface.key)
        return True


async def answered(respond: AsyncRespond, message: dict[str, Any], **how: Any) -> None:
    """Answers at the response_url. What Slack refuses is said in plain text, so that who asked is not left alone."""
    with span("answer slack"):
        told = await respond(**message, **how, unfurl_links=False)
    if told.status_code == _OK:
        return
    ANSWERS_REFUSED.labels("slack").inc()
    log.warning("answer_refused", channel="slack", reason=f"{told.status_code} {str(told.body)[:100]}")
    await respond(text=words_of(message)[:_PLAIN], **how)
