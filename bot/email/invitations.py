"""Mails that somebody asks for on a page or by mail, for an address that may not be theirs.

They are few, and have words of ours alone.
"""

import asyncio
import secrets
from collections.abc import Callable
from dataclasses import dataclass, field

from bot.channel import SendError
from bot.commands.following import Follow, ListSubscriptions
from bot.commands.names import Named
from bot.conversation.conversation import Conversation
from bot.email.addresses import mailbox_of
from bot.email.limits import SharedQuota
from bot.email.render import EmailRenderer
from bot.email.seals import CONFIRMING
from bot.email.sender import MailContext, Postman
from bot.limits import network_of
from bot.reply import Button, Link, Reply
from bot.telemetry import log
from bot.words import Words
from briefings.errors import JbzError
from briefings.model.chat import Address

_FINISHING = 3.0  #: seconds, when the service stops
_A_DAY, _AN_HOUR = 3, 10  #: mails to a mailbox in a day; mails for one who asks in an hour
_BY_MAIL = 60  #: in an hour, for all who ask by mail: who that is, a mail does not prove


class TooOften(JbzError):
    """Somebody asked for more mails than anybody needs."""


@dataclass(frozen=True)
class Invitations:
    """Sends them. Raises TooOften and SendError."""

    conversation: Conversation
    postman: Postman
    renderer: EmailRenderer
    limits: SharedQuota
    form_url: Callable[[str], str]  #: of the page on which following begins, in a language
    under_way: set["asyncio.Task[None]"] = field(default_factory=set)

    async def invite(self, address: Address, command: Follow, language: str, ip: str | None, key: str) -> None:
        """The mail with the link by which following begins. `ip`: of who asks; None: it is asked by mail."""
        await self._count(address, ip)
        words = Words(language)
        names = await asyncio.to_thread(self._names, command, language)
        when = words.schedule(command.schedule) if command.schedule else ""
        reply = Reply(
            words("Bevestig dat u dit wilt volgen"),
            language,
            lead=(
                words("Iemand vroeg op onze site een briefing over {themes}, {when}.", themes=names, when=when)
                if ip is not None
                else words("Iemand vroeg per mail een briefing over {themes}, {when}.", themes=names, when=when),
                words("Was u dat niet? Dan hoeft u niets te doen: zonder uw bevestiging komt er niets."),
                words("De link werkt drie dagen."),
            ),
            buttons=(Button(words("Ja, ik wil deze briefing"), command),),
        )
        await self._post(address, reply, f"invite-{key}")

    async def show_form(self, address: Address, language: str, key: str) -> None:
        """The mail that says where it can be chosen what is followed."""
        await self._count(address, None)
        words = Words(language)
        reply = Reply(
            words("Kies wat u wilt volgen"),
            language,
            lead=(
                words("Iemand vroeg per mail een briefing. Zo kan dat alleen over een thema dat ik ken."),
                words("Was u dat niet? Dan hoeft u niets te doen: zonder uw bevestiging komt er niets."),
            ),
            reading=Link(words("Kies het op de pagina Volgen per e-mail"), self.form_url(language)),
        )
        await self._post(address, reply, f"invite-{key}")

    async def remind(self, address: Address, language: str, ip: str) -> None:
        """The mail with a new link, for who follows something; nothing for anybody else.

        It is sent beside the answer, so that not even the time that takes tells which of the two it is.
        """
        await self._count(address, ip)
        sending = asyncio.create_task(self._remind(address, language))
        self.under_way.add(sending)
        sending.add_done_callback(self.under_way.discard)

    async def settle(self) -> None:
        """What is sent beside an answer is sent."""
        if self.under_way:
            await asyncio.wait(self.under_way, timeout=_FINISHING)

    async def _remind(self, address: Address, language: str) -> None:
        known = await asyncio.to_thread(self.conversation.visits.is_known, address)
        if not known:
            log.info("reminder_for_nobody")
            return
        words = Words(language)
        reply = Reply(
            words("Uw abonnementen"),
            language,
            lead=(words("U vroeg om een link waarmee u wijzigt wat u volgt. De link werkt drie dagen."),),
            buttons=(Button(words("Bekijk of wijzig wat u volgt"), ListSubscriptions()),),
        )
        try:
            await self._post(address, reply, f"remind-{secrets.token_hex(8)}")
        except SendError as error:
            log.warning("reminder_not_sent", reason=str(error))

    async def _count(self, address: Address, ip: str | None) -> None:
        who, most = ("mail", _BY_MAIL) if ip is None else (network_of(ip), _AN_HOUR)
        if not await self.limits.allow("ip", who, most, hours=1):
            raise TooOften("email.too_often")
        if not await self.limits.allow("address", mailbox_of(address), _A_DAY):
            raise TooOften("email.too_often")

    async def _post(self, address: Address, reply: Reply, key: str) -> None:
        (part,) = self.renderer.parts(reply)
        await self.postman.post(address, part, MailContext(key, subject=reply.title, lasts=CONFIRMING))

    def _names(self, command: Follow, language: str) -> str:
        labels = dict(self.conversation.themes.like("", language, 1000))
        slugs = [one.name for one in command.names if isinstance(one, Named)]
        return Words(language).listing([labels.get(slug, slug) for slug in slugs])
