"""Saying things in Mattermost: to who asked, or to everybody in a channel."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from bot.commands.command import Command
from bot.conversation.answering import answer
from bot.conversation.conversation import Conversation
from bot.mattermost.client import MattermostClient
from bot.mattermost.data import sealed_for
from bot.mattermost.people import MattermostPeople
from bot.mattermost.render import MattermostRenderer, Message
from bot.mattermost.sender import channel_id
from bot.reply import Reply
from bot.seal import Seal
from bot.seen import Seen
from bot.telemetry import ANSWERS_REFUSED
from briefings.model.chat import Address, Person
from briefings.themes.catalogue import Catalogue

MOST_MESSAGES = 4
_CREATED = 201


@dataclass(frozen=True)
class MattermostTools:
    """What the handlers work with."""

    conversation: Conversation
    renderer: MattermostRenderer
    catalogue: Callable[[], Catalogue]
    client: MattermostClient
    people: MattermostPeople
    seal: Seal
    seen: Seen


class MattermostAnswers:
    """What commands, buttons and dialogs share."""

    def __init__(self, tools: MattermostTools) -> None:
        self._tools = tools
        self._conversation, self._renderer = tools.conversation, tools.renderer

    async def handle(self, command: Command, at: Address, who: Person) -> Reply:
        """The reply to a command."""
        talk = self._conversation.talks.of_person(at, who.id)
        return await answer(self._conversation, command, at, who, talk)

    def to_command(self, reply: Reply, at: Address, name: str, channel: str) -> dict[str, Any]:
        """The answer to a slash command, in `channel`: for who typed it; what changed for everybody, for everybody."""
        everybody = reply.announced and not at.is_private
        messages = self._messages(reply, hidden=not everybody)
        if everybody:
            messages[-1]["message"] += f"\n{self._renderer.said_by('set_by', name, reply.language)}"
        kind = "in_channel" if everybody else "ephemeral"
        first, *rest = [self._response(message, kind, channel) for message in messages]
        return first | ({"extra_responses": rest} if rest else {})

    async def to_press(self, reply: Reply, at: Address, user: str) -> dict[str, Any]:
        """A new message that only who pressed sees; where the bot may not write one, its words alone."""
        messages = self._messages(reply, hidden=True)
        for message in messages:
            attempt = await self._tools.client.post(
                "posts", "ephemeral", body={"user_id": user, "post": self._post(message, at)}
            )
            if attempt.status != _CREATED:
                ANSWERS_REFUSED.labels("mattermost").inc()
                words = "\n".join(one["message"] for one in messages)
                return {"ephemeral_text": words, "skip_slack_parsing": True}
        return {}

    def in_place(self, reply: Reply, channel: str) -> dict[str, Any]:
        """Instead of the message in `channel` in which was pressed."""
        message = self._messages(reply, hidden=True)[0]
        update = {"message": message["message"], "props": self._props(message, channel)}
        return {"update": update, "skip_slack_parsing": True}

    async def announce(self, reply: Reply, at: Address, name: str, how: str) -> bool:
        """To everybody in the channel, with who did it; whether it was taken."""
        shown = self._messages(reply, hidden=False)
        shown[-1]["message"] += f"\n{self._renderer.said_by(how, name, reply.language)}"
        for message in shown:
            if (await self._tools.client.post("posts", body=self._post(message, at))).status != _CREATED:
                return False
        return True

    def _messages(self, reply: Reply, *, hidden: bool) -> list[Message]:
        return self._renderer.messages(reply, hidden=hidden)[:MOST_MESSAGES]

    def _response(self, message: Message, kind: str, channel: str) -> dict[str, Any]:
        return {
            "response_type": kind,
            "text": message["message"],
            "attachments": self._props(message, channel)["attachments"],
            "skip_slack_parsing": True,  # else "<!channel>" would become a mention
        }

    def _post(self, message: Message, at: Address) -> dict[str, Any]:
        channel = channel_id(at)
        return {"channel_id": channel, "message": message["message"], "props": self._props(message, channel)}

    def _props(self, message: Message, channel: str) -> dict[str, Any]:
        return {"attachments": sealed_for(channel, message["attachments"], self._tools.seal)}
