"""Where in Slack something was typed or pressed, read from what Slack sends."""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from bot.commands.command import Command
from bot.commands.grammar import command_in
from bot.conversation.forms import SubscriptionForm
from bot.seal import Seal
from bot.slack.form import filled_in, from_metadata
from bot.words import Phrase
from briefings.model.chat import Address

Body = dict[str, Any]
_CHAT = re.compile(r"[A-Z0-9]+")


@dataclass(frozen=True, slots=True)
class Surface:
    """Where something was typed or pressed."""

    address: Address
    person: str
    organisation: str | None
    trigger: str
    view: str | None = None  #: the kind of view it was pressed in: "modal" or "home"
    ephemeral: bool = True  #: only this person sees the message it was pressed in

    @property
    def key(self) -> str:
        """Names the request: a trigger is given out once."""
        return f"slack:{self.trigger}:{self.person}"


class Surfaces:
    """Reads surfaces. What comes back from a button or view is only believed with our seal."""

    def __init__(self, seal: Seal, home_of: Callable[[str, str, str], Address | None]) -> None:
        self._seal = seal
        self._home_of = home_of

    def pressed(self, body: Body) -> tuple[Surface, Command | None]:
        """Where a button was pressed, and its command; None when the button is not ours."""
        container = body.get("container", {})
        opened = self._seal.open(str(body["actions"][0].get("value") or ""))
        chat, _, text = (opened or "").partition("|")
        if body.get("view"):
            surface = self.in_view(body)
        else:
            address = Address("slack", team_of(body), str(body["channel"]["id"]))
            hidden = bool(container.get("is_ephemeral", True)) or address.is_private
            surface = Surface(
                address, str(body["user"]["id"]), organisation_of(body), str(body["trigger_id"]), ephemeral=hidden
            )
        if chat:
            surface = replace(surface, address=replace(surface.address, chat=chat))
        return surface, command_in(text) if opened is not None else None

    def in_view(self, body: Body) -> Surface:
        """A view is about the chat that its sealed metadata names; else about the person alone."""
        view, team, person = body.get("view") or {}, team_of(body), str(body["user"]["id"])
        opened = self._seal.open(str(view.get("private_metadata") or "")) or ""
        address = Address("slack", team, opened if _CHAT.fullmatch(opened) else "")
        if not address.chat:
            address = self._home_of("slack", team, person) or Address("slack", team, person)
        trigger = str(body.get("trigger_id") or "")
        return Surface(address, person, organisation_of(body), trigger, view=str(view.get("type") or "modal"))

    def form(self, body: Body, view: Body) -> tuple[SubscriptionForm | None, Surface]:
        """What was filled in; None when the form is not ours."""
        opened = self._seal.open(str(view.get("private_metadata") or ""))
        surface = self.in_view(body)
        if opened is None:
            return None, surface
        before = from_metadata(opened)
        if before.at.workspace != surface.address.workspace:
            return None, surface
        surface = replace(surface, address=before.at)
        return filled_in(before, view["state"], before.at), surface


def team_of(body: Body) -> str:
    """The workspace that something comes from."""
    team = body.get("team_id") or (body.get("team") or {}).get("id") or (body.get("user") or {}).get("team_id")
    return str(team or organisation_of(body))


def organisation_of(body: Body) -> str | None:
    """The organisation of the workspace, where it has one."""
    found = body.get("enterprise_id") or (body.get("enterprise") or {}).get("id")
    return str(found) if found else None


def plain_text(mrkdwn: str) -> str:
    """What someone wrote, without Slack's markup for links, mentions and escapes."""
    text = re.sub(r"<(?:https?|mailto):[^|>]*\|([^>]*)>", r"\1", mrkdwn)
    text = re.sub(r"<[@!#][^>|]*(?:\|([^>]*))?>", lambda match: match[1] or "", text)
    text = re.sub(r"<([^>]*)>", r"\1", text)
    return " ".join(text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&").split())


def said_in(body: Body) -> str:
    """What the message says on which a shortcut was chosen; of one that only passes on another, what that says."""
    message = body["message"]
    passed_on = (str(one.get("text") or "") for one in message.get("attachments") or () if isinstance(one, dict))
    return plain_text(str(message.get("text") or "") or "\n".join(passed_on))


def invitation(body: Body) -> Phrase | None:
    """What to type where the bot cannot write unless it is invited."""
    if str(body.get("channel_name") or "").startswith(("privategroup", "mpdm-")):
        return Phrase("Dit is een besloten kanaal. Typ /invite @JBZ, dan kan ik hier de briefing bezorgen.")
    return None
