"""What Teams sends us (an activity of the Bot Connector), read once.

Source: the Bot Framework's activity schema, and Teams' own `channelData` (learn.microsoft.com, "Conversation events in
your Teams bot", "Receive a message", "Send and receive targeted messages in group conversations").
"""

import html
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.scheduling.zones import zones
from briefings.model.chat import Address

_THREAD = ";messageid="  #: between a channel and the post that is answered
_MOST_TEXT = 4000  #: characters of a message that are read; a question is read to 300
_MENTION = re.compile(r"<at\b[^>]*>(.*?)</at>", re.DOTALL)

Told = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class TeamsActivity:
    """Something that was typed, pressed or filled in, or that happened to a chat."""

    kind: str  #: "message", "invoke", "conversationUpdate", "installationUpdate", …
    id: str
    platform: str  #: of the Bot Connector: "msteams"; others may be connected to the same bot
    at: Address  #: the chat; without the thread in it
    conversation: str  #: the conversation as Teams names it, with the thread
    service_url: str
    user: str
    name: str  #: as people see it
    directory_id: str  #: the user's number in the tenant's directory; empty where it is not told
    text: str  #: without the mention of the bot
    value: Told  #: what a button, form or search carries
    invoked: str  #: the name of an invoke: "task/fetch"
    reply_to: str  #: the message in which was pressed
    tenant: str
    team: str  #: the team of a channel; empty elsewhere
    group: str  #: that team's number in the tenant's directory, where it is told
    meeting: str  #: the meeting of a chat; empty elsewhere
    channel: str  #: the channel that an event is about
    event: str  #: what happened: "channelDeleted"; of an installation: "add", "remove"
    is_bot_added: bool
    is_bot_removed: bool
    hidden: bool  #: only who wrote it and the bot see it: a targeted message
    language: str | None
    timezone: str | None

    @property
    def is_of_bot(self) -> bool:
        """Whether a bot says it, this one or another: no talk is had with those."""
        return self.user.startswith("28:")

    @property
    def thread(self) -> str:
        """The post that is answered; empty outside a channel."""
        return self.conversation.partition(_THREAD)[2]


def activity_of(told: Told) -> TeamsActivity:
    """The activity; what is missing or of another kind is empty."""
    conversation, data, sender = _of(told, "conversation"), _of(told, "channelData"), _of(told, "from")
    team, named = _of(data, "team"), _text(conversation, "id")
    tenant = (_text(conversation, "tenantId") or _text(_of(data, "tenant"), "id")).lower()
    kind, recipient = _text(told, "type"), _of(told, "recipient")
    bot = _text(recipient, "id")
    private = _text(conversation, "conversationType") == "personal"
    chat = named.partition(_THREAD)[0]
    return TeamsActivity(
        kind=kind,
        id=_text(told, "id"),
        platform=_text(told, "channelId"),
        at=Address("teams", tenant, f"@{chat}" if private else chat),
        conversation=named,
        service_url=_text(told, "serviceUrl").rstrip("/"),
        user=_text(sender, "id"),
        name=_text(sender, "name") or _text(sender, "id"),
        directory_id=_text(sender, "aadObjectId"),
        text=_said(told, bot),
        value=_of(told, "value"),
        invoked=_text(told, "name"),
        reply_to=_text(told, "replyToId"),
        tenant=tenant,
        team=_text(team, "id"),
        group=_text(team, "aadGroupId"),
        meeting=_text(_of(data, "meeting"), "id"),
        channel=_text(_of(data, "channel"), "id"),
        event=_text(told, "action") if kind == "installationUpdate" else _text(data, "eventType"),
        is_bot_added=bool(bot) and _names(told, "membersAdded", bot),
        is_bot_removed=bool(bot) and _names(told, "membersRemoved", bot),
        hidden=recipient.get("isTargeted") is True and not private,
        language=_language(_text(told, "locale")),
        timezone=_zone(told),
    )


def _said(told: Told, bot: str) -> str:
    """What was typed; the mention of the bot is how it was reached, other mentions are their names."""
    text = _text(told, "text")[:_MOST_TEXT]
    for entity in _listed(told, "entities"):
        if _text(_of(entity, "mentioned"), "id") == bot and _text(entity, "text"):
            text = text.replace(_text(entity, "text"), " ", 1)
    return " ".join(html.unescape(_MENTION.sub(r"\1", text)).replace("\xa0", " ").split())


def _names(told: Told, name: str, bot: str) -> bool:
    return any(one.get("id") == bot for one in _listed(told, name))


def _language(locale: str) -> str | None:
    return None if not locale else "nl" if locale.lower().startswith("nl") else "en"


def _zone(told: Told) -> str | None:
    client: Told = next((one for one in _listed(told, "entities") if one.get("type") == "clientInfo"), {})
    zone = _text(told, "localTimezone") or _text(client, "timezone")
    return zone if zone in zones() else None


def _listed(told: Told, name: str) -> list[Told]:
    value = told.get(name)
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []


def _of(told: Told, name: str) -> Told:
    value = told.get(name)
    return value if isinstance(value, dict) else {}


def _text(told: Told, name: str) -> str:
    value = told.get(name)
    return value if isinstance(value, str) else ""
