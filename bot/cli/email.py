"""What `jbz doctor` asks the mail server and the inbox."""

import asyncio

from bot.cli.starting import dutch
from bot.settings import Settings
from briefings.errors import JbzError

Finding = tuple[str, str | None]  #: what was checked, what is wrong and how to mend it

_HERE = {"localhost", "127.0.0.1", "::1"}


async def check_email(settings: Settings) -> list[Finding]:
    """Whether the server knows us and takes mail from us, and whether the inbox can be read. No mail goes out."""
    if "email" not in settings.channels:
        return [("e-mail staat uit (geen JBZ_SMTP_HOST)", None)]
    return [await _server(settings), await _inbox(settings)]


async def _server(settings: Settings) -> Finding:
    from bot.email.addresses import read_from  # only who mails loads what that needs
    from bot.email.smtp import Courier, Relay
    from bot.email.verdict import Step

    name = f"e-mail ({settings.jbz_smtp_host}:{settings.jbz_smtp_port})"
    if settings.jbz_smtp_tls == "none" and settings.jbz_smtp_host not in _HERE:
        return name, "de verbinding is niet versleuteld. Zet JBZ_SMTP_TLS op starttls of tls"
    sender = read_from(settings.jbz_email_from or "", settings.jbz_name)
    exchange = await Courier(Relay.of(settings)).try_out(sender.mail)
    said = f"{exchange.code} {exchange.said}" if exchange.code else exchange.said
    match exchange.step:
        case _ if 200 <= exchange.code < 300 and exchange.step is Step.SENDER:  # noqa: PLR2004 - a reply that all is well
            return name, None
        case Step.CONNECTING:
            return name, f"niet te bereiken ({said}). Kijk naar JBZ_SMTP_HOST, JBZ_SMTP_PORT en JBZ_SMTP_TLS"
        case Step.STANDING:
            return name, f"de server laat ons niet toe ({said}). Kijk naar JBZ_SMTP_USER, JBZ_SMTP_PASSWORD en TLS"
        case _:
            return name, f"de server neemt geen mail aan van {sender.mail} ({said}). Kijk naar JBZ_EMAIL_FROM"


async def _inbox(settings: Settings) -> Finding:
    from bot.email.inbox import inbox_of  # only who mails loads what that needs

    inbox = inbox_of(settings)
    if inbox is None:
        return "e-mail, antwoorden worden niet gelezen (geen JBZ_EMAIL_INBOX)", None
    try:
        await asyncio.to_thread(lambda: next(iter(inbox.look()), None))
    except JbzError as error:
        return "e-mail, postvak", dutch(error.message)
    return "e-mail, postvak", None
