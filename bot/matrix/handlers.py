"""What people write and press in Matrix -> the conversation. What changes something is stored when it returns."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from bot.carried import CarriedCommand, read_carried
from bot.commands.command import Command
from bot.commands.grammar import check_of, command_in, may_change
from bot.conversation.answering import answer
from bot.conversation.conversation import Conversation
from bot.conversation.notices import notice, went_wrong
from bot.conversation.talks import TalkMemory
from bot.matrix.answers import MatrixAnswers
from bot.matrix.batch import MESSAGE, REACTION, RoomEvent
from bot.matrix.content import Spot, dict_in, newest, text_in
from bot.matrix.data import number_of, sealed_in
from bot.matrix.hearing import Own, asked, placed, said_in
from bot.matrix.people import MatrixPeople
from bot.matrix.room_events import RoomLife
from bot.matrix.rooms import MatrixRooms, NotNowError
from bot.reply import Reply
from bot.seal import Seal
from bot.telemetry import ASKED, begin_request, fault, log
from bot.words import Words
from briefings.model.chat import Address, Person

_NO_TEXT = {"m.image", "m.file", "m.audio", "m.video", "m.location"}


@dataclass(frozen=True)
class MatrixTools:
    """What the handlers work with."""

    conversation: Conversation
    answers: MatrixAnswers
    rooms: MatrixRooms
    people: MatrixPeople
    life: RoomLife
    seal: Seal


@dataclass(frozen=True, slots=True)
class Heard:
    """Something that is meant for the bot: what, where, from whom, and where it is answered."""

    command: Command
    at: Address
    event: RoomEvent
    spot: Spot


class MatrixHandlers:
    """Deals with what happened in rooms, one thing at a time of each."""

    def __init__(self, tools: MatrixTools) -> None:
        self._tools = tools
        self._conversation, self._answers = tools.conversation, tools.answers
        self._rooms, self._people = tools.rooms, tools.people
        self.own = Own("")  #: the bot, once it is known how it is named

    async def handle(self, event: RoomEvent) -> None:
        """Deals with an event; when something of ours fails, who wrote or pressed is told. Raises NotNowError."""
        begin_request()
        try:
            match event.kind:
                case "m.room.message":
                    await self._message(event)
                case "m.reaction":
                    await self._reaction(event)
                case _:
                    await self._tools.life.happened(event)
        except NotNowError:
            raise
        except Exception:  # noqa: BLE001 - a person gets a sentence, never silence
            fault("event_failed", "matrix", event_type=event.kind)
            if event.kind in {MESSAGE, REACTION}:
                at = await self._rooms.chat(event.room)
                if at.is_private:
                    await self._answers.say(at, went_wrong(), event.id, Spot())

    def concerns(self, event: RoomEvent) -> bool:
        """Whether something may have to be done: most of what is said in rooms is not for us, and leaves no trace."""
        match event.kind:
            case "m.reaction":
                sign = text_in(dict_in(event.content, "m.relates_to"), "key")
                return event.sender != self.own.user and not event.in_state and number_of(sign) is not None
            case "m.room.message":
                where = placed(event.content)
                if event.sender == self.own.user or event.in_state or where.replaces:
                    return False
                is_named = asked(event, self.own, private=False) is not None
                return is_named or bool(where.answers) or not self._rooms.is_of_several(event.room)
            case _:
                return True

    async def _message(self, event: RoomEvent) -> None:
        where = placed(event.content)
        at = await self._rooms.chat(event.room)
        kind = text_in(event.content, "msgtype")
        if kind != "m.text":
            if at.is_private and kind in _NO_TEXT:
                await self._no_text(event, at)
            return
        await self._people.keep_private(at, event.sender)
        text = asked(event, self.own, private=at.is_private)
        if where.answers and (text is None or (at.is_private and number_of(text) is not None)):
            text = await self._answered(event, at, where.answers, text)
        if text is not None:
            command = await self._check(event, where.answers, text) or command_in(text)
            await self._carry_out(Heard(command, at, event, _spot(at, where.thread, event.id)))

    async def _answered(self, event: RoomEvent, at: Address, which: str, text: str | None) -> str | None:
        """What is asked by answering a message of ours: a button by its number; else what is typed."""
        told = await self._rooms.event(event.room, which)
        if told is None or told.get("sender") != self.own.user:
            return text
        number = number_of(said_in(event))
        if number is not None and await self._pressed(event, at, told, number):
            return None
        return said_in(event)

    async def _check(self, event: RoomEvent, which: str, text: str) -> Command | None:
        """The check of the message that is answered with "klopt", whoever wrote it; else None."""
        if not which or check_of(text, text) is None:
            return None
        told = await self._rooms.event(event.room, which)
        return check_of(text, text_in(newest(told), "body")) if told is not None else None

    async def _no_text(self, event: RoomEvent, at: Address) -> None:
        who = await self._people.who(at, event.sender, changes=False)
        words = Words(await asyncio.to_thread(self._conversation.language, at, who))
        said = words("Ik lees alleen tekst. Typ een onderwerp, bijvoorbeeld migratie.")
        await self._answers.say(at, notice(said, words.language), event.id, Spot())

    async def _reaction(self, event: RoomEvent) -> None:
        """A sign under a message of ours; under another's, or one that stands for nothing, it is not for us."""
        relation = dict_in(event.content, "m.relates_to")
        number, over = number_of(text_in(relation, "key")), text_in(relation, "event_id")
        if number is None or text_in(relation, "rel_type") != "m.annotation" or not over:
            return
        told = await self._rooms.event(event.room, over)
        if told is not None and told.get("sender") == self.own.user:
            await self._pressed(event, await self._rooms.chat(event.room), told, number)

    async def _pressed(self, event: RoomEvent, here: Address, told: Mapping[str, Any], number: int) -> bool:
        """The button with this number under a message of ours; whether there is one."""
        sealed, number_of_message = sealed_in(newest(told), number), text_in(told, "event_id")
        if sealed is None:
            return False
        thread = placed(dict_in(told, "content")).thread
        spot = _spot(here, thread, number_of_message)
        opened = self._tools.seal.open(sealed)
        if opened is None:
            await self._say_too_old(event, here, spot)
            return True
        pressed = read_carried(opened)
        await self._carry_out(Heard(pressed.command, here, event, spot), pressed)
        return True

    async def _carry_out(self, heard: Heard, pressed: CarriedCommand | None = None) -> None:
        """Answers a command; `pressed`: the button that it is, which may be about another chat."""
        here, event = heard.at, heard.event
        about = replace(here, chat=pressed.chat) if pressed and pressed.chat else here
        who: Person | None
        if about == here:
            who = await self._people.who(here, event.sender, changes=may_change(heard.command))
        else:
            who = await self._people.elsewhere(about, event.sender)
        if who is None:
            await self._say_too_old(event, here, heard.spot)
            return
        ASKED.labels("matrix").inc()
        reply = await answer(self._conversation, heard.command, about, who, self._talk(here, heard.spot))
        await self._say(replace(reply, shareable=None), heard, about)

    async def _say(self, reply: Reply, heard: Heard, about: Address) -> None:
        """The answer; what changed for everybody stands in the room itself, with who did it."""
        everybody = reply.announced and about == heard.at and not about.is_private
        below = await self._people.name(about, heard.event.sender) if everybody else None
        spot = Spot() if everybody and not placed(heard.event.content).thread else heard.spot
        await self._answers.say(heard.at, reply, heard.event.id, spot, below)

    async def _say_too_old(self, event: RoomEvent, at: Address, spot: Spot) -> None:
        log.info("button_too_old", channel="matrix")
        words = Words(await asyncio.to_thread(self._conversation.language, at, Person(event.sender)))
        said = words("Deze knop werkt niet meer. Typ !jbz help.")
        await self._answers.say(at, notice(said, words.language), event.id, spot)

    def _talk(self, at: Address, spot: Spot) -> TalkMemory:
        """The talk that a question belongs to: that of its thread, or of the room in which someone is alone."""
        return self._conversation.talks.at(at, spot.thread)


def _spot(at: Address, thread: str, event: str) -> Spot:
    """Where something is answered: in its thread; in a room of several people in one of its own."""
    if thread:
        return Spot(thread, event)
    return Spot() if at.is_private else Spot(event, event)
