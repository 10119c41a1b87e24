"""Slack's commands and buttons -> the conversation."""

import asyncio
import re
from dataclasses import replace
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncRespond
from slack_sdk.web.async_client import AsyncWebClient

from bot.conversation.grammar import would_change
from bot.conversation.handle import WENT_WRONG, Conversation
from bot.reply import Reply
from bot.slack.render import SlackRenderer
from bot.telemetry import ASKED, log
from briefings.model.chat import Address, Person

_MOST_MESSAGES = 4  #: response_url may be used five times


def build_app(
    conversation: Conversation, renderer: SlackRenderer, client: AsyncWebClient, signing_secret: str | None
) -> AsyncApp:
    """Bolt's app. Requests reach it only through the guard, or through Socket Mode."""
    app = AsyncApp(
        client=client,
        signing_secret=signing_secret,
        request_verification_enabled=False,
        raise_error_for_unhandled_request=False,
    )

    async def on_command(ack: AsyncAck, respond: AsyncRespond, command: dict[str, Any]) -> None:
        await _answer(ack, respond, command["text"] or "", _address(command), command["user_id"])

    async def on_button(ack: AsyncAck, respond: AsyncRespond, body: dict[str, Any]) -> None:
        await _answer(ack, respond, body["actions"][0]["value"], _address_of_action(body), body["user"]["id"])

    async def on_share(ack: AsyncAck, respond: AsyncRespond, body: dict[str, Any]) -> None:
        await ack()
        person = body["user"]["id"]
        reply = await _handle(body["actions"][0]["value"], _address_of_action(body), person)
        for message in renderer.messages(_without_buttons(reply))[:_MOST_MESSAGES]:
            blocks = [*message["blocks"][:48], renderer.shared_by(person, reply.language)]
            await respond(text=message["text"], blocks=blocks, response_type="in_channel", replace_original=False)

    async def _answer(ack: AsyncAck, respond: AsyncRespond, text: str, address: Address, person: str) -> None:
        """What changes something is stored before it is acknowledged; the rest is acknowledged at once."""
        ASKED.labels("slack").inc()
        if would_change(text):
            reply = await _handle(text, address, person)
            await ack()
        else:
            await ack()
            reply = await _handle(text, address, person)
        for message in renderer.messages(reply)[:_MOST_MESSAGES]:
            await respond(**message, response_type="ephemeral", replace_original=False, unfurl_links=False)

    async def _handle(text: str, address: Address, person: str) -> Reply:
        who = Person(person, private=address.chat.startswith("D"))  # a direct message
        try:
            return await asyncio.to_thread(conversation.handle, text, address, who)
        except Exception:  # noqa: BLE001 - a person gets a sentence, never a stack trace
            log.exception("command_failed", channel="slack")
            return conversation.notice(WENT_WRONG)

    app.command(re.compile(r"^/jbz"))(on_command)
    app.action("jbz:share")(on_share)
    app.action(re.compile(r"^jbz:\d+$"))(on_button)
    return app


def _address(command: dict[str, Any]) -> Address:
    return Address("slack", command["team_id"], command["channel_id"])


def _address_of_action(body: dict[str, Any]) -> Address:
    return Address("slack", body["team"]["id"], body["channel"]["id"])


def _without_buttons(reply: Reply) -> Reply:
    """A shared answer is read by people for whom the buttons were not meant."""
    return replace(reply, buttons=(), shareable=None)
