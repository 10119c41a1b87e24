"""Slack's events: mentions, direct messages, the Home tab, links, and the end of an installation."""

import asyncio
import re
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from urllib.parse import urlsplit

import aiohttp
from slack_bolt import BoltResponse
from slack_sdk.errors import SlackApiError

from bot.commands.command import Command
from bot.commands.grammar import changes, command_in
from bot.conversation.answering import answer
from bot.reply import Reply
from bot.seen import Seen
from bot.slack.answers import FINISHING, MOST_MESSAGES, SlackTools
from bot.slack.surface import Body, organisation_of, plain_text, team_of
from bot.slack.workspaces import NotInstalled, reason_of
from bot.telemetry import ASKED, fault, log
from briefings.model.chat import Address
from briefings.retries import RetryPolicy

_PATIENCE = RetryPolicy(first=1.0, longest=20.0, attempts=4)
_TOO_MANY = 429
_ITEM = re.compile(r"^/items/([^/]+)/?$")
_MOST_LINKS = 5
_MENTION = re.compile(r"<@[UW][A-Z0-9]+(?:\|[^>]*)?>")

Ended = Callable[[str, str, datetime], Awaitable[None]]


class Events:
    """Each event is handled once, by whichever process got it.

    What changes something is stored before the event is acknowledged; the rest is acknowledged at once. An event that
    another process is handling at this moment is not acknowledged, so that Slack sends it again if that one dies.
    """

    def __init__(self, tools: SlackTools, seen: Seen, base_url: str, ended: Ended) -> None:
        self._tools = tools
        self._conversation = tools.conversation
        self._seen = seen
        self._host = urlsplit(base_url).netloc
        self._ended = ended
        self._under_way: set[asyncio.Task[None]] = set()

    async def middleware(self, body: Body, next_: Callable[[], Awaitable[BoltResponse]]) -> BoltResponse:
        """Takes the events out of what Bolt hands on."""
        if body.get("type") == "app_rate_limited":
            log.warning("slack_events_limited", workspace=body.get("team_id"), since=body.get("minute_rate_limited"))
            return BoltResponse(status=200, body="")
        if body.get("type") != "event_callback":
            return await next_()
        key = f"slack:{body['event_id']}"
        begun = await self._seen.begin(key)
        if begun.value != "now":
            return BoltResponse(status=200 if begun.value == "done" else 503, body="")
        command = _command(body["event"])
        work = self._handled(body, key, command)
        if _ends(body["event"]) or (command is not None and changes(command)):
            await work
        else:
            task = asyncio.create_task(work)
            self._under_way.add(task)
            task.add_done_callback(self._under_way.discard)
        return BoltResponse(status=200, body="")

    async def settle(self) -> None:
        """Waits for what is under way."""
        if self._under_way:
            await asyncio.wait(self._under_way, timeout=FINISHING)

    async def _handled(self, body: Body, key: str, command: Command | None) -> None:
        event: Body = body["event"]
        try:
            match event.get("type"):
                case "app_mention" | "message" if command is not None:
                    await self._said(body, event, command)
                case "app_home_opened" if event.get("tab", "home") == "home":
                    await self._home(body, event)
                case "link_shared":
                    await self._unfurl(body, event)
                case "app_uninstalled" | "tokens_revoked":
                    await self._installation_ended(body, event)
                case _:
                    pass
        except Exception:  # noqa: BLE001 - one event must not end the others
            fault("event_failed", "slack", event_type=str(event.get("type")))
        await self._seen.finish(key)

    async def _said(self, body: Body, event: Body, command: Command) -> None:
        """A mention or a direct message; in a channel the answer comes in its thread."""
        ASKED.labels("slack").inc()
        address = Address("slack", team_of(body), str(event["channel"]))
        thread = event.get("thread_ts") or (None if address.is_private else event["ts"])
        who = await self._tools.people.who(address, str(event["user"]), organisation_of(body))
        talk = self._conversation.talks.at(address, str(thread or ""))
        reply = await answer(self._conversation, command, address, who, talk)
        blocks = []
        if reply.announced and not address.is_private:
            blocks = [self._tools.renderer.set_by(who.id, reply.language)]
        await self._post(address, organisation_of(body), reply, thread, blocks)
        if reply.announced:
            await self._tools.screens.refresh(address, who.id)

    async def _home(self, body: Body, event: Body) -> None:
        private = Address("slack", team_of(body), str(event["channel"]))
        await asyncio.to_thread(self._conversation.homes.keep, private, str(event["user"]))
        await self._tools.screens.publish(private, str(event["user"]), organisation_of(body))

    async def _unfurl(self, body: Body, event: Body) -> None:
        """Links to the reading room show the item in a few sentences."""
        address = Address("slack", team_of(body), str(event["channel"]))
        who = await self._tools.people.who(address, str(event["user"]), organisation_of(body))
        visit = await asyncio.to_thread(self._conversation.visits.at, address, who)
        unfurls = {}
        for link in event.get("links", [])[:_MOST_LINKS]:
            parts = urlsplit(str(link.get("url") or ""))
            match = _ITEM.match(parts.path)
            if parts.netloc != self._host or match is None:
                continue
            reply = await asyncio.to_thread(self._conversation.questions.card, match[1], visit.saying)
            if reply is not None:
                unfurls[str(link["url"])] = {"blocks": self._tools.renderer.blocks(reply)}
        if unfurls:
            client = await self._tools.workspaces.client(address.workspace, organisation_of(body))
            where = {"unfurl_id": event["unfurl_id"], "source": event["source"]} if event.get("unfurl_id") else {
                "channel": event["channel"], "ts": event["message_ts"],
            }  # fmt: skip
            await client.chat_unfurl(unfurls=unfurls, **where)

    async def _installation_ended(self, body: Body, event: Body) -> None:
        if event["type"] == "tokens_revoked" and not event.get("tokens", {}).get("bot"):
            return
        told_at = datetime.fromtimestamp(float(body.get("event_time") or 0), UTC)
        whole = bool((body.get("authorizations") or [{}])[0].get("is_enterprise_install"))
        key = organisation_of(body) if whole else team_of(body)
        await self._ended(str(event["type"]), str(key), told_at)

    async def _post(
        self, address: Address, organisation: str | None, reply: Reply, thread: str | None, below: list[Body]
    ) -> None:
        client = await self._tools.workspaces.client(address.workspace, organisation)
        for message in self._tools.renderer.messages(reply)[:MOST_MESSAGES]:
            try:
                await _PATIENCE.retrying_async(_asked, _asks_to_wait, asyncio.sleep)(
                    client.chat_postMessage,
                    channel=address.chat,
                    text=message["text"],
                    blocks=[*message["blocks"], *below],
                    thread_ts=thread,
                    unfurl_links=False,
                    unfurl_media=False,
                )
            except SlackApiError as error:
                log.warning("answer_refused", channel="slack", reason=reason_of(error))
                return
            except (NotInstalled, aiohttp.ClientError, TimeoutError, OSError) as error:
                log.warning("answer_not_sent", channel="slack", reason=reason_of(error))
                return


def _asks_to_wait(error: BaseException) -> bool:
    return isinstance(error, SlackApiError) and error.response.status_code == _TOO_MANY


def _asked(error: BaseException) -> float | None:
    """The seconds that Slack asks to wait."""
    told = error.response.headers.get("Retry-After") if isinstance(error, SlackApiError) else None
    return float(told) if told else None


def _ends(event: Body) -> bool:
    return event.get("type") in {"app_uninstalled", "tokens_revoked"}


def _command(event: Body) -> Command | None:
    """What a mention or a direct message asks; None for any other event."""
    text = str(event.get("text") or "")
    if event.get("type") == "app_mention":
        return command_in(plain_text(_MENTION.sub(" ", text, count=1)))
    return command_in(plain_text(text)) if event.get("type") == "message" and _is_ours(event) else None


def _is_ours(event: Body) -> bool:
    """A direct message from a person: no bot, no change of a message."""
    return (
        event.get("channel_type") == "im"
        and not event.get("bot_id")
        and not event.get("subtype")
        and bool(event.get("user"))
    )
