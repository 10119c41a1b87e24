"""E-mail as the service runs it: its sender, its pages, and the inbox that is looked into."""

import asyncio
import hashlib
from contextlib import AsyncExitStack, suppress
from datetime import timedelta
from functools import partial

from starlette.routing import Route

from bot.channel import Channel, SendError
from bot.channels import ChannelContext
from bot.commands.schedules import read_schedule
from bot.email.addresses import read_from
from bot.email.apart import MailsApart, UnreadableMail
from bot.email.handlers import EmailHandlers
from bot.email.inbox import inbox_of
from bot.email.invitations import Invitations
from bot.email.limits import SharedQuota
from bot.email.pages import EmailPages, form_url
from bot.email.received import ReceivedMail
from bot.email.render import EmailRenderer
from bot.email.seals import Seals
from bot.email.sender import EmailSender, MailOffice, Postman, pace_of
from bot.email.smtp import Courier, Relay
from bot.email.strangers import Strangers
from bot.telemetry import log
from briefings.errors import JbzError

_LOOK = 30.0  #: seconds between two looks into the inbox
_FINISHING = 5.0  #: seconds in which the mail that is being handled is finished when the service stops
_MOST_STUMBLES = 5  #: after which a mail that cannot be handled is left alone
_MOST_TRIES = 2  #: at reading a mail, in all starts together
_LEASE = timedelta(seconds=90)  #: after which another process looks, when this one died


def make_service(context: ChannelContext) -> "EmailService":
    """E-mail, with the settings of `context`."""
    return EmailService(context)


class EmailService:
    """Everything of e-mail in one process."""

    def __init__(self, context: ChannelContext) -> None:
        settings = context.settings
        self.trouble: str | None = None  #: a relay that does not answer holds its lanes; everything else goes on
        sender = read_from(settings.mail_from or "", settings.jbz_name)
        seals = Seals(settings.encryption_keys, context.clock)
        self._inbox = inbox_of(settings)
        office = MailOffice(sender, seals, settings.jbz_base_url, self._inbox is not None, context.clock)
        postman = Postman(office, Courier(Relay.of(settings)))
        self.channel = Channel("email", EmailSender(postman, context.delivered.of), pace_of(settings.jbz_email_minute))
        plain, limits = EmailRenderer(context.templates), SharedQuota(context.seen, context.clock)
        form = partial(form_url, settings.jbz_base_url)
        self._invitations = Invitations(context.conversation, postman, plain, limits, form)
        domains, mail = settings.email_domains, sender.mail if self._inbox is not None else None
        pages = EmailPages(context.conversation, seals, self._invitations, domains, mail, context.frame, context.doors)
        self._routes = pages.routes()
        default = read_schedule(settings.jbz_default_schedule)
        strangers = Strangers(context.catalogue, self._invitations, default, domains)
        self._handlers = EmailHandlers(
            context.conversation, plain, postman, seals, sender, context.seen, limits, strangers
        )
        self._lease = context.lease("email-inbox", _LEASE)
        self._stopping = asyncio.Event()
        self._stumbled: dict[str, int] = {}  #: how often a mail of the inbox could not be handled
        self._seen = context.seen
        self._apart = MailsApart()

    def routes(self) -> list[Route]:
        """Its pages."""
        return self._routes

    async def clean(self) -> None:
        """Nothing is kept here."""

    async def start(self, stack: AsyncExitStack, hearing: AsyncExitStack) -> None:
        """Looks into the inbox, when there is one, until `stack` ends."""
        hearing.push_async_callback(self._invitations.settle)
        if self._inbox is None:
            return
        looking = asyncio.create_task(self._keep_looking())
        hearing.push_async_callback(asyncio.to_thread, self._apart.close)
        hearing.push_async_callback(self._finish, looking)

    async def look(self) -> int:
        """Handles what came in; how many mails. Raises JbzError when the inbox cannot be opened."""
        inbox, number = self._inbox, 0
        if inbox is None:
            return 0
        found = iter(inbox.look())
        while not self._stopping.is_set() and (mail := await asyncio.to_thread(next, found, None)) is not None:
            name, data = mail
            number += 1
            if await self._handle(name, data):
                self._stumbled.pop(name, None)
                await asyncio.to_thread(inbox.done, name)
        return number

    async def _handle(self, name: str, data: bytes) -> bool:
        """Whether that is all there is to do with a mail. One that we stumble over is not read for ever."""
        try:
            mail = await self._read(name, data)
            if mail is not None:
                await self._handlers.handle(mail)
        except UnreadableMail as error:
            log.warning("mail_not_read", mail=name, reason=str(error))
            return False
        except SendError as error:
            log.warning("mail_waits", reason=str(error))
            return False
        except Exception as error:  # noqa: BLE001 - whatever it is, the others are read
            log.exception("mail_not_handled", reason=type(error).__name__)
            self._stumbled[name] = self._stumbled.get(name, 0) + 1
            return self._stumbled[name] >= _MOST_STUMBLES
        return True

    async def _read(self, name: str, data: bytes) -> ReceivedMail | None:
        """The mail; None when it was begun so often and never read, whatever ended it: then it is laid aside.

        That it is begun is written down before, so a mail that ends the whole service does so no more often.
        Raises UnreadableMail.
        """
        key = f"email-mail-{hashlib.sha256(data).hexdigest()[:32]}"
        if not await self._seen.was_handled(key) and not await self._is_tried(key):
            log.error("mail_laid_aside", mail=name, bytes=len(data))
            return None
        mail = await asyncio.to_thread(self._apart.read, data)
        await self._seen.first(key)
        return mail

    async def _is_tried(self, key: str) -> bool:
        """Whether it may be tried once more; that counts as one."""
        for number in range(_MOST_TRIES):
            if await self._seen.first(f"{key}-{number}"):
                return True
        return False

    async def _keep_looking(self) -> None:
        while not self._stopping.is_set():
            try:
                if await self._lease.hold():
                    await self.look()
            except JbzError as error:
                log.warning("inbox_closed", reason=str(error))
            except Exception as error:  # noqa: BLE001 - whatever it is, the inbox is looked into again
                log.warning("inbox_failed", reason=type(error).__name__)
            with suppress(TimeoutError):
                await asyncio.wait_for(self._stopping.wait(), _LOOK)

    async def _finish(self, looking: "asyncio.Task[None]") -> None:
        """What is being read is finished: a thread that works for it cannot be called back."""
        self._stopping.set()
        await asyncio.wait([looking], timeout=_FINISHING)
        looking.cancel()
        with suppress(asyncio.CancelledError):
            await looking
        await self._lease.release()
