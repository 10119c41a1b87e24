"""Modals, the Home tab, and the few things that are asked of Slack about a channel."""

import asyncio
from collections.abc import Awaitable
from dataclasses import replace
from typing import Any

import aiohttp
from slack_sdk.errors import SlackApiError

from bot.commands.following import Overview
from bot.conversation.conversation import Conversation
from bot.slack.people import SlackPeople
from bot.slack.render import SlackRenderer, escape, plain
from bot.slack.workspaces import NotInstalled, Workspaces, reason_of
from bot.telemetry import log
from bot.words import Words
from briefings.model.chat import Address

_FAULTS = (SlackApiError, NotInstalled, aiohttp.ClientError, TimeoutError, OSError)
_MOST_PAGES = 10
_PATIENCE = 1.2  #: seconds; a command is acknowledged within three

View = dict[str, Any]


class Screens:
    """Shows views. One that cannot be shown is logged, and said to be not shown."""

    def __init__(
        self, workspaces: Workspaces, conversation: Conversation, renderer: SlackRenderer, people: SlackPeople
    ) -> None:
        self._workspaces = workspaces
        self._conversation = conversation
        self._renderer = renderer
        self._people = people

    async def open(self, team: str, organisation: str | None, trigger: str, view: View) -> bool:
        """Opens a modal; whether it was."""
        client = await self._workspaces.client(team, organisation)
        return await _shown(client.views_open(trigger_id=trigger, view=view))

    async def push(self, team: str, organisation: str | None, trigger: str, view: View) -> bool:
        """Puts a modal on the one that is open; whether it was."""
        client = await self._workspaces.client(team, organisation)
        return await _shown(client.views_push(trigger_id=trigger, view=view))

    def ask(self, words: Words, callback: str) -> View:
        """A modal with one question."""
        example = {"type": "plain_text", "text": words("migratie, of: wat zei nederland over visa"), "emoji": False}
        element = {"type": "plain_text_input", "action_id": "question", "max_length": 300, "placeholder": example}
        label = {"type": "plain_text", "text": words("Wat wilt u weten?"), "emoji": False}
        return {
            "type": "modal",
            "callback_id": callback,
            "title": plain(words("JBZ-briefings")),
            "submit": plain(words("Zoek")),
            "close": plain(words("Sluit")),
            "blocks": [{"type": "input", "block_id": "question", "label": label, "element": element}],
        }

    async def publish(self, private: Address, person: str, organisation: str | None = None) -> None:
        """Makes someone's Home tab anew."""
        who = await self._people.who(private, person, organisation)
        reply = await asyncio.to_thread(self._conversation.carry_out, Overview(), private, who)
        try:
            client = await self._workspaces.client(private.workspace, organisation)
        except NotInstalled:
            return
        await _shown(client.views_publish(user_id=person, view=self._renderer.home(reply)))

    async def refresh(self, address: Address, person: str) -> None:
        """Makes the Home tabs anew on which a change of this chat shows."""
        for one, private in await asyncio.to_thread(self._conversation.homes.about, address, person):
            await self.publish(private, one)

    async def whisper(self, address: Address, person: str, organisation: str | None, language: str) -> None:
        """To one person: the change was made, and the bot cannot write in the channel yet."""
        said = Words(language)("Het is ingesteld, maar ik kan in dat kanaal nog niet schrijven. Typ daar /invite @JBZ.")
        try:
            client = await self._workspaces.client(address.workspace, organisation)
            await client.chat_postMessage(channel=person, text=escape(said))
        except _FAULTS as error:
            log.warning("person_not_told", channel="slack", reason=reason_of(error))

    async def private_chat(self, address: Address, person: str, organisation: str | None) -> Address:
        """Where someone is alone with the bot; `address` when Slack does not tell."""
        try:
            async with asyncio.timeout(_PATIENCE):
                client = await self._workspaces.client(address.workspace, organisation)
                own: View = (await client.conversations_open(users=person))["channel"]
        except _FAULTS as error:
            log.info("private_chat_unknown", channel="slack", reason=reason_of(error))
            return address
        return replace(address, chat=str(own["id"]))

    async def is_member(self, address: Address, person: str, organisation: str | None) -> bool:
        """Whether someone is in a channel; no where the scopes do not let us see it."""
        try:
            client = await self._workspaces.client(address.workspace, organisation)
            if address.is_private:
                return await self.private_chat(replace(address, chat=""), person, organisation) == address
            cursor = ""
            for _ in range(_MOST_PAGES):
                page = await client.conversations_members(channel=address.chat, limit=1000, cursor=cursor)
                members: list[str] = page["members"]
                if person in members:
                    return True
                onward: View = page.get("response_metadata") or {}
                cursor = str(onward.get("next_cursor") or "")
                if not cursor:
                    break
        except _FAULTS as error:
            log.info("membership_unknown", channel="slack", reason=reason_of(error))
        return False


async def _shown(call: Awaitable[object]) -> bool:
    try:
        await call
    except _FAULTS as error:
        log.warning("view_not_shown", channel="slack", reason=reason_of(error))
        return False
    return True
