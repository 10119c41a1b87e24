"""One mail to one address, by the steps of SMTP: so it is known how far it came."""

import asyncio
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from aiosmtplib import SMTP, SMTPException, SMTPNotSupported, SMTPResponseException

from bot.email.verdict import Exchange, SmtpStep
from bot.platforms import SMTP_PORTS
from bot.settings import Settings

_BEFORE = 5.0  #: seconds for all before the mail itself: the lane waits eight for the whole
_ANSWERING = 7.0  #: seconds for one reply
_AT_ONCE = 20  #: connections of a process


_TLS = {"smtp": "starttls", "smtps": "tls", "smtp+plain": "none"}


@dataclass(frozen=True, slots=True)
class Relay:
    """The server that takes our mail."""

    host: str
    port: int
    tls: str  #: "starttls", "tls", "none"
    user: str | None
    password: str

    @classmethod
    def of(cls, settings: Settings) -> "Relay":
        """The one of the settings, which has a host."""
        secret = settings.smtp_url
        parts = urlsplit(secret.get_secret_value() if secret else "")
        return cls(
            parts.hostname or "",
            parts.port or SMTP_PORTS[parts.scheme],
            _TLS[parts.scheme],
            unquote(parts.username) if parts.username else None,
            unquote(parts.password or ""),
        )


class Courier:
    """Brings mails to a relay."""

    def __init__(self, relay: Relay) -> None:
        self._relay = relay
        self._places = asyncio.Semaphore(_AT_ONCE)

    async def bring(self, sender: str, to: str, mail: bytes) -> Exchange:
        """What came of it; never raises for what the relay or the network does."""
        step = [SmtpStep.CONNECTING]
        try:
            async with self._places:
                return await self._steps(sender, to, mail, step)
        except SMTPResponseException as error:
            return Exchange(step[0], error.code, error.message)
        except (SMTPNotSupported, ssl.SSLError) as error:
            return Exchange(step[0], said=_named(error), insecure=step[0] is not SmtpStep.CONTENT)
        except (SMTPException, OSError, TimeoutError) as error:
            insecure = isinstance(error.__cause__, ssl.SSLError) and step[0] is not SmtpStep.CONTENT
            return Exchange(step[0], said=_named(error.__cause__ if insecure else error), insecure=insecure)

    async def try_out(self, sender: str) -> Exchange:
        """All steps up to who sends; no mail goes out. Code 250 is good."""
        step = [SmtpStep.CONNECTING]
        try:
            async with asyncio.timeout(_ANSWERING), self._known(step) as client:
                step[0] = SmtpStep.SENDER
                response = await client.mail(sender)
                return Exchange(step[0], response.code, response.message)
        except SMTPResponseException as error:
            return Exchange(step[0], error.code, error.message)
        except (SMTPException, OSError, TimeoutError) as error:
            return Exchange(step[0], said=_named(error.__cause__ or error))

    async def _steps(self, sender: str, to: str, mail: bytes, step: list[SmtpStep]) -> Exchange:
        async with asyncio.timeout(_BEFORE) as before, self._known(step) as client:
            step[0] = SmtpStep.SENDER
            await client.mail(sender)
            step[0] = SmtpStep.RECIPIENT
            await client.rcpt(to)
            before.reschedule(None)
            step[0] = SmtpStep.CONTENT
            response = await client.data(mail)
            return Exchange(step[0], response.code, response.message)

    @asynccontextmanager
    async def _known(self, step: list[SmtpStep]) -> AsyncIterator[SMTP]:
        """A connection on which the relay knows us."""
        relay = self._relay
        client = SMTP(
            hostname=relay.host,
            port=relay.port,
            use_tls=relay.tls == "tls",
            start_tls=False,
            timeout=_ANSWERING,
        )
        try:
            await client.connect()
            step[0] = SmtpStep.STANDING
            if relay.tls == "starttls":
                await client.ehlo()
                if not client.supports_extension("starttls"):
                    raise SMTPNotSupported("STARTTLS")
                await client.starttls()
            if relay.user:
                await client.login(relay.user, relay.password)
            yield client
            with suppress(SMTPException, OSError, TimeoutError):
                await client.quit(timeout=1)
        finally:
            client.close()


def _named(error: BaseException | None) -> str:
    """Names what broke, without what an error may quote."""
    if isinstance(error, ssl.SSLCertVerificationError):
        return f"TLS: {error.verify_message}"
    return "no STARTTLS is offered" if isinstance(error, SMTPNotSupported) else type(error).__name__
