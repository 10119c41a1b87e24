"""Sends briefings to Teams, of its own accord: to where a chat was last reached."""

import asyncio
import json
from collections.abc import Callable
from datetime import datetime
from typing import Any

from bot.attempts import Attempt
from bot.channel import Later, NotEditable, Pace, Refused, UnknownOutcome
from bot.conversation.contacts import Contact, Contacts
from bot.teams.cards import CARD
from bot.teams.client import TeamsClient
from bot.teams.plainly import words_of
from bot.teams.verdict import judged
from bot.telemetry import log
from briefings.model.chat import Address
from briefings.model.delivery import Posted

#: 50 a second for a bot in a tenant; 1,800 an hour in a conversation, of which 7 within a second (learn.microsoft.com,
#: "Optimize your bot with rate limiting in Teams"). Who presses one button after another need not wait for each.
PACE = Pace(lane_seconds=1 / 50, chat_seconds=2.0, lane_most=50, burst=4)

Activity = dict[str, Any]


def conversation_of(address: Address) -> str:
    """The conversation of a chat; a private chat has "@" before it."""
    return address.chat.removeprefix("@")


def activity_with(message: dict[str, Any]) -> Activity:
    """A message as a card."""
    shown = [{"contentType": CARD, "content": message["card"]}]
    return {"type": "message", "summary": message["summary"], "attachments": shown}


def plain_activity(message: dict[str, Any]) -> Activity:
    """The words of a message alone."""
    return {"type": "message", "textFormat": "plain", "text": words_of(message)}


def only_for(activity: Activity, person: str, asked: str) -> Activity:
    """The same for one person's eyes. `asked`: the message of theirs that it answers, shown above it; may be empty."""
    about = {"entities": [{"type": "targetedMessageInfo", "messageId": asked}]} if asked else {}
    return activity | {"recipient": {"id": person}} | about


class TeamsSender:
    """Posts with the bot's token. Teams keeps no name of ours with a message, so none can be looked up."""

    def __init__(
        self, client: TeamsClient, contacts: Contacts, service_url: str, clock: Callable[[], datetime]
    ) -> None:
        self._client = client
        self._contacts = contacts
        self._service_url = service_url
        self._clock = clock

    async def send(self, address: Address, part: str, key: str) -> str | None:
        """Posts one message; only its words if its form is refused. Gives its number in the chat."""
        message: dict[str, Any] = json.loads(part)
        contact = await self._contact(address)
        attempt = await self._post(contact, activity_with(message))
        error = judged(attempt, self._clock())
        if isinstance(error, Refused):
            log.warning("briefing_refused", channel="teams", reason=str(error))
            attempt = await self._post(contact, plain_activity(message))
            error = judged(attempt, self._clock())
        if error is not None:
            raise error
        return str((attempt.answer or {})["id"])

    async def edit(self, address: Address, part: str, posted: Posted) -> None:
        """Puts another message in its place. Raises NotEditable when its number is not known or it is gone."""
        if posted.message is None:
            raise NotEditable("Teams: ActivityNotFoundInConversation")
        contact = await self._contact(address)
        there = conversation_of(contact.address)
        attempt = await self._client.put(contact.url, there, posted.message, activity_with(json.loads(part)))
        error = judged(attempt, self._clock())
        if error is not None:
            raise error

    async def has_arrived(self, address: Address, key: str, since: datetime) -> bool | None:
        """The Connector shows no messages: it cannot tell."""
        return None

    async def _post(self, contact: Contact, activity: Activity) -> Attempt:
        return await self._client.post(contact.url, conversation_of(contact.address), activity)

    async def _contact(self, address: Address) -> Contact:
        """Where the chat is reached; a private chat that is not known is opened. Raises SendError."""
        person = address.person_asked
        if person is None:
            known = await asyncio.to_thread(self._contacts.of, address)
            return known or Contact(address, self._service_url)
        known = await asyncio.to_thread(self._contacts.of_person, address.channel, address.workspace, person)
        return known or await self._opened(address, person)

    async def _opened(self, address: Address, person: str) -> Contact:
        attempt = await self._client.open_private(self._service_url, address.workspace, person)
        error = judged(attempt, self._clock())
        if isinstance(error, UnknownOutcome):  # opening it twice opens the same: nothing was said yet
            raise Later(str(error)) from error
        if error is not None:
            raise error
        chat = f"@{(attempt.answer or {})['id']}"
        return Contact(Address(address.channel, address.workspace, chat), self._service_url, person=person)
