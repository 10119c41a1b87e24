"""Answering people in Teams: at its pace, before briefings; in place of an earlier message if asked.

Who asks so that only the bot sees it (a targeted message) is answered so that only they see it: in that chat, or alone
with the bot where Teams does not take it there. What changed for everybody is said to everybody.
"""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.channel import Later, Refused, SendError
from bot.commands.command import Command
from bot.conversation.answering import answer
from bot.conversation.conversation import Conversation
from bot.delivery.pace import Paced
from bot.reply import Reply
from bot.seal import Seal
from bot.seen import Seen
from bot.teams.activity import TeamsActivity
from bot.teams.client import TeamsClient
from bot.teams.people import TeamsPeople
from bot.teams.render import TeamsRenderer
from bot.teams.sender import Activity, TeamsSender, activity_with, only_for, plain_activity
from bot.teams.verdict import judged
from bot.telemetry import ANSWERS_REFUSED, fault, log
from bot.tracing import span
from briefings.model.chat import Person
from briefings.themes.catalogue import Catalogue

MOST_MESSAGES = 4
_LONGEST_WAIT = 20.0  #: seconds in all that an answer waits for its turn; who asked has gone on by then
_MOST_ATTEMPTS = 4
_PAUSE = 0.3  #: seconds before the second attempt where Teams names none; then twice as long
_FINISHING = 2.0  #: seconds in which what is under way is finished when the service stops


@dataclass(frozen=True)
class TeamsTools:
    """What the handlers work with."""

    conversation: Conversation
    renderer: TeamsRenderer
    catalogue: Callable[[], Catalogue]
    client: TeamsClient
    sender: TeamsSender
    people: TeamsPeople
    seal: Seal
    seen: Seen
    paced: Callable[[str], Paced]  #: of a tenant
    clock: Callable[[], datetime]


class TeamsAnswers:
    """What is said to people. What cannot be said is logged; it never ends the work that it belongs to."""

    def __init__(self, tools: TeamsTools) -> None:
        self._tools = tools
        self._conversation = tools.conversation
        self._under_way: set[asyncio.Task[None]] = set()

    async def handle(self, command: Command, activity: TeamsActivity, who: Person) -> Reply:
        """The reply to a command."""
        talks = self._conversation.talks
        if activity.at.is_private or (activity.thread and not activity.hidden):
            talk = talks.at(activity.at, activity.thread)
        else:
            talk = talks.of_person(activity.at, who.id)
        return await answer(self._conversation, command, activity.at, who, talk)

    def say_soon(self, activity: TeamsActivity, reply: Reply, *, over: str = "", how: str = "set_by") -> None:
        """Says it, while Teams hears that its request came; `how`: what who asked did for everybody."""
        task = asyncio.create_task(self._said(activity, reply, over, how))
        self._under_way.add(task)
        task.add_done_callback(self._under_way.discard)

    async def settle(self) -> None:
        """Waits for what is being said; not long, as Teams may be slow."""
        if self._under_way:
            _, late = await asyncio.wait(self._under_way, timeout=_FINISHING)
            for task in late:
                task.cancel()

    async def _said(self, activity: TeamsActivity, reply: Reply, over: str, how: str) -> None:
        try:
            if activity.hidden and not reply.announced:
                await self.whisper(activity, reply, over)
            else:
                await self.say(activity, reply, over, how)
        except Exception:  # noqa: BLE001 - one answer must not end the others
            fault("answer_failed", "teams")

    async def say(self, activity: TeamsActivity, reply: Reply, over: str = "", how: str = "set_by") -> None:
        """A reply where it was asked, with who changed something; in place of message `over` when it is one message."""
        messages = self._tools.renderer.messages(reply)[:MOST_MESSAGES]
        if (reply.announced or how != "set_by") and not activity.at.is_private:
            messages[-1]["card"]["body"].append(self._tools.renderer.said_by(how, activity.name, reply.language))
        for message in messages:
            error = await self._put(activity, [activity_with(message), plain_activity(message)], over, len(messages))
            if error is not None:
                log.warning("answer_not_sent", channel="teams", reason=str(error))
                return

    async def whisper(self, activity: TeamsActivity, reply: Reply, over: str = "") -> None:
        """A reply that only who asked sees; in the chat with the bot, as words, where Teams does not take it there."""
        asked = activity.id if activity.text else ""
        messages = self._tools.renderer.messages(reply, hidden=True)[:MOST_MESSAGES]
        for message in messages:
            forms = [only_for(one, activity.user, asked) for one in (activity_with(message), plain_activity(message))]
            error = await self._put(activity, forms, over, len(messages))
            if error is not None:
                log.info("whisper_refused", channel="teams", reason=str(error))
                await self._tell_alone(activity, reply.without_buttons())
                return

    async def _tell_alone(self, activity: TeamsActivity, reply: Reply) -> None:
        there = activity.at.of_person(activity.user)
        try:
            for part in self._tools.renderer.parts(reply)[:MOST_MESSAGES]:
                await self._tools.sender.send(there, part, "")
        except SendError as error:
            log.warning("answer_not_sent", channel="teams", reason=str(error))

    async def _put(self, activity: TeamsActivity, forms: list[Activity], over: str, of: int) -> SendError | None:
        """A message, in its plain form where the whole is refused; in place of `over` when it is one `of` one."""
        whole, plain = forms
        replaced = over if of == 1 else ""
        error = await self._in_turn(activity, whole, replaced)
        if error is not None and replaced:  # it is no longer there
            error = await self._in_turn(activity, whole, "")
        if isinstance(error, Refused):
            ANSWERS_REFUSED.labels("teams").inc()
            log.warning("answer_refused", channel="teams", reason=str(error))
            error = await self._in_turn(activity, plain, "")
        return error

    async def _in_turn(self, at: TeamsActivity, said: Activity, over: str) -> SendError | None:
        """Says one message when it may be said; what became of it."""
        paced = self._tools.paced(at.tenant)
        error: SendError | None = None
        for attempt in range(_MOST_ATTEMPTS):
            try:
                async with asyncio.timeout(_LONGEST_WAIT):
                    message = await paced.turn(at.at.chat)
            except TimeoutError:
                return Later("Teams asks to wait too long")
            try:
                with span("answer teams"):
                    error = judged(await self._call(at, said, over), self._tools.clock())
            except SendError as failed:
                error = failed
            finally:
                message.end()
            if not isinstance(error, Later) or error.unknown:
                return error
            if error.seconds is None:
                await asyncio.sleep(_PAUSE * 2.0**attempt)
            else:
                paced.hold(at.at.chat, error.seconds)
        return error

    async def _call(self, at: TeamsActivity, said: Activity, over: str) -> Any:
        client = self._tools.client
        if over:  # who sees it stays as it is, and is not named again
            kept = {name: value for name, value in said.items() if name not in {"recipient", "entities"}}
            return await client.put(at.service_url, at.conversation, over, kept, hidden="recipient" in said)
        return await client.post(at.service_url, at.conversation, said)
