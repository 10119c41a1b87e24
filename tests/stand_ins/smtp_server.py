"""A mail relay: a real SMTP server (aiosmtpd) with TLS and passwords, that can refuse, wait, and break at each step."""

import asyncio
import ssl
import warnings
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from typing import Any
from urllib.parse import quote

from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

from tests.stand_ins.faults import Fault
from tests.stand_ins.smtp_rules import refusal_of_mail

USER, PASSWORD = "jbz", "relay-password"
SENDER = "jbz@bot.example.nl"
KEY = "a2V5LWtleS1rZXkta2V5LWtleS1rZXkta2V5LWtleSE="


@dataclass(frozen=True)
class Reply:
    """What a server says instead of that it is well; at which step."""

    line: str  #: "550 5.1.1 User unknown"
    step: str = "rcpt"  #: "ehlo", "mail", "rcpt", "content"


Failure = Reply | Fault | str  #: "ok"; "reset": cut before the mail is taken; "reset-after": cut after it


@dataclass(frozen=True)
class Taken:
    """A mail that was taken."""

    back: str  #: MAIL FROM
    to: str
    data: bytes

    @property
    def message(self) -> EmailMessage:
        message = message_from_bytes(self.data, policy=default)
        assert isinstance(message, EmailMessage)
        return message

    @property
    def text(self) -> str:
        """The plain words, with the subject in front."""
        body = self.message.get_body(("plain",))
        return f"{self.message['subject']}\n{body.get_content() if body else ''}".replace("\r\n", "\n")

    @property
    def page(self) -> str:
        body = self.message.get_body(("html",))
        return body.get_content() if body else ""


@dataclass
class SmtpServer:
    """Started on a free port of this machine."""

    secret: bool = True  #: it wants to know who sends
    certificate: Path | None = None  #: with its key; then it offers STARTTLS
    errors: dict[str, Failure] = field(default_factory=dict)  #: by who is written to; "": everybody
    failures: list[Failure] = field(default_factory=list)  #: of the next attempts
    taken: list[Taken] = field(default_factory=list)
    calls: list[str] = field(default_factory=list)  #: to whom a mail was tried
    port: int = 0
    latency: float = 0.0  #: seconds until it has taken a mail

    async def start(self) -> None:
        loop = asyncio.get_running_loop()
        context = None
        if self.certificate is not None:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(self.certificate)
        self._server = await loop.create_server(lambda: self._protocol(loop, context), "127.0.0.1", self.port)
        self.port = self._server.sockets[0].getsockname()[1]

    async def stop(self) -> None:
        self._server.close()

    @property
    def is_on(self) -> bool:
        return self.port > 0

    def settings(self, **more: str) -> dict[str, str]:
        """Of a service that sends its mail here."""
        return {
            "SMTP_URL": self.address(),
            "MAIL_FROM": f"JBZ-briefings <{SENDER}>",
            "JBZ_EMAIL_MINUTE": "6000",
            "JBZ_ENCRYPTION_KEY": KEY,
            "JBZ_BASE_URL": "http://testserver",
        } | more

    def address(
        self, scheme: str | None = None, host: str = "127.0.0.1", port: int | None = None, password: str = PASSWORD
    ) -> str:
        """As SMTP_URL."""
        how = scheme or ("smtp" if self.certificate else "smtp+plain")
        return f"{how}://{quote(USER)}:{quote(password)}@{host}:{port or self.port}"

    def mails(self, to: str) -> list[Taken]:
        return [one for one in self.taken if one.to == to]

    def _protocol(self, loop: asyncio.AbstractEventLoop, context: ssl.SSLContext | None) -> SMTP:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # it warns of passwords without TLS, which one test wants
            return self._made(loop, context)

    def _made(self, loop: asyncio.AbstractEventLoop, context: ssl.SSLContext | None) -> SMTP:
        return SMTP(
            _Handler(self),
            hostname="relay.example",
            loop=loop,
            tls_context=context,
            require_starttls=context is not None,
            auth_require_tls=False,
            auth_required=self.secret,
            authenticator=_knows,
            enable_SMTPUTF8=False,
        )


def _knows(_server: SMTP, _session: Session, _envelope: Envelope, _mechanism: str, data: Any) -> AuthResult:
    good = isinstance(data, LoginPassword) and (data.login, data.password) == (USER.encode(), PASSWORD.encode())
    return AuthResult(success=good, handled=False)


class _Handler:
    """The steps of one connection."""

    def __init__(self, relay: SmtpServer) -> None:
        self._relay = relay
        self._failure: Failure = "ok"

    async def handle_MAIL(  # noqa: N802 - aiosmtpd's names
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        failure = self._relay.errors.get("", "ok")
        if isinstance(failure, Reply) and failure.step == "mail":
            return failure.line
        envelope.mail_from = address
        envelope.mail_options.extend(options)
        return "250 2.1.0 OK"

    async def handle_RCPT(  # noqa: N802
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        relay = self._relay
        relay.calls.append(address)
        default_failure = relay.failures.pop(0) if relay.failures else "ok"
        self._failure = relay.errors.get(address, relay.errors.get("", default_failure))
        if isinstance(self._failure, Fault):
            return f"451 4.3.0 Temporary trouble {self._failure.status}"
        if isinstance(self._failure, Reply) and self._failure.step == "rcpt":
            return self._failure.line
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 OK"

    async def handle_DATA(self, server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802
        content = envelope.original_content
        assert isinstance(content, bytes)
        if refusal := refusal_of_mail(content):
            return f"554 5.6.0 {refusal}"
        if isinstance(self._failure, Reply) and self._failure.step == "content":
            return self._failure.line
        await asyncio.sleep(self._relay.latency)
        if self._failure != "reset":
            self._relay.taken.append(Taken(envelope.mail_from or "", envelope.rcpt_tos[0], content))
        if self._failure in {"reset", "reset-after"}:
            assert isinstance(server.transport, asyncio.Transport)
            server.transport.abort()
        return "250 2.0.0 queued"
