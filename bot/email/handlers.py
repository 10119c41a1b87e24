"""A mail that came in -> what is done, and the mail that answers it.

Anybody can write a mail in somebody's name. So only an address that was confirmed is answered, at that address; and a
mail changes something by itself only where it was sent to the address that we gave to it alone (the tag behind the
plus). Without that the answer has a link that does it. Who follows nothing yet and asks to gets just such a link.
"""

import asyncio
import hashlib
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from functools import partial
from itertools import islice

from bot.channel import Later, SendError
from bot.commands.grammar import as_typed, changes, check_of, command_in
from bot.conversation.conversation import Conversation
from bot.conversation.notices import confirm
from bot.email.addresses import From, read_address
from bot.email.limits import SharedQuota
from bot.email.received import Bounce, ReceivedMail
from bot.email.render import EmailRenderer
from bot.email.seals import Seals
from bot.email.sender import ANSWERS, BOUNCES, MailContext, Postman
from bot.email.strangers import Strangers
from bot.reply import Reply
from bot.seen import Begun, Seen
from bot.telemetry import ASKED, log
from briefings.errors import NotUnderstood
from briefings.model.chat import Address, Person

_ANSWERS_A_DAY = 20  #: to one address
_MOST_TAGS = 10  #: of one mail: it comes to one address of ours, named in a few headers


@dataclass(frozen=True)
class EmailHandlers:
    """Handles what comes in."""

    conversation: Conversation
    renderer: EmailRenderer
    postman: Postman
    seals: Seals
    sender: From
    seen: Seen
    limits: SharedQuota
    strangers: Strangers

    async def handle(self, received: ReceivedMail) -> None:
        """Once, however often it comes in. Raises Later when it is to be handled again."""
        tags = self._tags(received)
        for bounce in received.bounces:
            await asyncio.to_thread(self._returned, bounce, tags)
        if received.automatic or not received.message_id or received.sender == self.sender.mail.lower():
            return
        try:
            address = read_address(received.sender)
        except NotUnderstood:
            return
        if not await asyncio.to_thread(self.conversation.visits.is_known, address):
            wish = self.strangers.wish(received)
            if wish is None:
                log.info("mail_of_nobody_known")
                return
            await self._once(received, address, partial(self.strangers.answer, *wish, address))
            return
        trusted = await asyncio.to_thread(self.seals.was_given, tags, ANSWERS, address.chat)
        await self._once(received, address, partial(self._answer, received, address, trusted=trusted))

    def _tags(self, received: ReceivedMail) -> list[str]:
        """What stood behind the plus of our addresses; of more than a mail of ours ever gets, the first."""
        found = (tag for one in received.recipients if (tag := self.sender.tag_of(one)) is not None)
        return list(islice(dict.fromkeys(found), _MOST_TAGS))

    async def _once(self, received: ReceivedMail, address: Address, answer: Callable[[str], Awaitable[None]]) -> None:
        """Has a mail answered, with a name for the answer; once, whatever process it comes to. Raises Later."""
        key = hashlib.sha256(f"{address.chat} {received.message_id}".encode("utf-8", "replace")).hexdigest()[:32]
        begun = await self.seen.begin(f"email-in-{key}")
        if begun is Begun.DONE:
            return
        if begun is Begun.ELSEWHERE:
            raise Later("someone is handling it")
        await answer(key)
        await self.seen.finish(f"email-in-{key}")

    async def _answer(self, received: ReceivedMail, address: Address, key: str, *, trusted: bool) -> None:
        if not await self.limits.allow("answers", address.chat, _ANSWERS_A_DAY):
            log.warning("mails_answered_too_often")
            return
        ASKED.labels("email").inc()
        reply = await asyncio.to_thread(self._reply, received, address, trusted=trusted)
        try:
            await self._post(reply, received, address, key)
        except Later:
            raise
        except SendError as error:
            log.warning("answer_not_sent", channel="email", reason=str(error))

    def _reply(self, received: ReceivedMail, address: Address, *, trusted: bool) -> Reply:
        person = Person(address.chat)
        command = check_of(received.words, received.below) or command_in(received.words)
        if changes(command) and not trusted:
            language = self.conversation.language(address, person)
            return confirm(command, as_typed(command), language)
        talk = self.conversation.talks.at(address, "")
        return self.conversation.carry_out(command, address, person, talk)

    async def _post(self, reply: Reply, received: ReceivedMail, address: Address, key: str) -> None:
        (part,) = await asyncio.to_thread(self.renderer.parts, reply)
        subject = f"Re: {received.subject}" if received.subject else reply.title
        await self.postman.post(
            address, part, MailContext(f"answer-{key}", subject=subject, follows_on=received.message_id)
        )

    def _returned(self, bounce: Bounce, tags: list[str]) -> None:
        """A mail of ours came back: believed when it came to the address that only that mail had."""
        try:
            address = read_address(bounce.mail)
        except NotUnderstood:
            return
        if not self.seals.was_given(tags, BOUNCES, address.chat):
            log.warning("bounce_of_nobody")
            return
        if not bounce.failed or not bounce.status.startswith("5"):
            log.info("mail_is_late", status=bounce.status)
            return
        reason = f"E-mail: {bounce.status} {bounce.reason}".rstrip()
        self.conversation.presence.gone(address, reason)
        log.warning("mail_came_back", domain=address.workspace, status=bounce.status)
