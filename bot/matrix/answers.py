"""Answering people in Matrix: at the homeserver's pace, before briefings."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from bot.attempts import Attempt
from bot.channel import Later, Refused, UnknownOutcome
from bot.delivery.pace import Paced
from bot.matrix.content import NOTICE, Content, Spot, content_of, words_of
from bot.matrix.names import room_of
from bot.matrix.posting import event_of, name_of
from bot.matrix.render import MatrixRenderer
from bot.matrix.secrecy import Secrecy
from bot.matrix.signs import Signs
from bot.matrix.verdict import judged
from bot.reply import Reply
from bot.telemetry import ANSWERS_REFUSED, log
from bot.tracing import span
from briefings.model.chat import Address

MOST_MESSAGES = 4
_LONGEST_WAIT = 30.0  #: seconds in all that an answer waits for its turn; who asked has gone on by then
_MOST_ATTEMPTS = 4
_PAUSE = 0.5  #: seconds, and each time as many more, when nothing says how long to wait


@dataclass(frozen=True)
class MatrixAnswers:
    """What is said to people. What cannot be said is logged; it never ends the work that it belongs to.

    An answer is named after what it answers: said again, after a death, it is there once. The next page is a message
    too: Matrix takes the same sign of the same person under one message once, so that its buttons would be dead.
    """

    secrecy: Secrecy
    renderer: MatrixRenderer
    paced: Paced
    signs: Signs
    clock: Callable[[], datetime]

    async def say(self, address: Address, reply: Reply, answers: str, spot: Spot, below: str | None = None) -> None:
        """A reply to the event `answers`, as new messages; `below`: who changed something for everybody."""
        for at, message in enumerate(self.renderer.messages(reply, below)[:MOST_MESSAGES]):
            name = name_of(answers, str(at))
            try:
                attempt = await self._sent(address, name, content_of(message, NOTICE, spot))
                numbers = message["buttons"]
            except Refused:
                attempt = await self._plainly(address, f"{name}p", words_of(message, NOTICE) | spot.relation)
                numbers = {}
            if attempt is None:
                return
            self.signs.put(room_of(address), event_of(attempt), numbers)

    async def _plainly(self, address: Address, name: str, content: Content) -> Attempt | None:
        """The words alone, which the homeserver has no reason to refuse; None when it does."""
        try:
            return await self._sent(address, name, content)
        except Refused:
            return None

    async def _sent(self, address: Address, name: str, content: Content) -> Attempt | None:
        """Sends when it may be sent; None when it cannot be. What may have arrived has its name, and is sent again.

        Raises Refused.
        """
        room = room_of(address)
        for number in range(1, _MOST_ATTEMPTS + 1):
            try:
                async with asyncio.timeout(_LONGEST_WAIT):
                    turn = await self.paced.turn(address.chat)
            except TimeoutError:
                log.warning("answer_not_sent", channel="matrix", reason="the homeserver asks to wait too long")
                return None
            with span("answer matrix"):
                attempt = await self.secrecy.post(room, name, content)
            turn.end()
            error = judged(attempt, self.clock())
            if error is None:
                return attempt
            if not isinstance(error, Later | UnknownOutcome):
                ANSWERS_REFUSED.labels("matrix").inc()
                log.warning("answer_refused", channel="matrix", reason=str(error))
                if isinstance(error, Refused):
                    raise error
                return None
            seconds = error.seconds if isinstance(error, Later) else None
            if seconds is not None:
                self.paced.hold(address.chat, seconds)
            elif number < _MOST_ATTEMPTS:
                await asyncio.sleep(_PAUSE * number)
        log.warning("answer_not_sent", channel="matrix", reason="tried too often")
        return None
