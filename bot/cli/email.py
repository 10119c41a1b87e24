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
        return [("e-mail staat uit (geen SMTP_URL)", None)]
    return [await _server(settings), await _inbox(settings)]


async def _server(settings: Settings) -> Finding:
    from bot.email.addresses import read_from  # only who mails loads what that needs
    from bot.email.smtp import Courier, Relay
    from bot.email.verdict import SmtpStep

    relay = Relay.of(settings)
    name = f"e-mail ({relay.host}:{relay.port})"
    if relay.tls == "none" and relay.host not in _HERE:
        return name, "de verbinding is niet versleuteld. Begin SMTP_URL met smtp:// of smtps://"
    sender = read_from(settings.mail_from or "", settings.jbz_name)
    exchange = await Courier(relay).try_out(sender.mail)
    said = f"{exchange.code} {exchange.said}" if exchange.code else exchange.said
    match exchange.step:
        case _ if 200 <= exchange.code < 300 and exchange.step is SmtpStep.SENDER:  # noqa: PLR2004 - a reply that all is well
            return name, None
        case SmtpStep.CONNECTING:
            return name, f"niet te bereiken ({said}). Kijk naar SMTP_URL"
        case SmtpStep.STANDING:
            return name, f"de server laat ons niet toe ({said}). Kijk naar SMTP_URL"
        case _:
            return name, f"de server neemt geen mail aan van {sender.mail} ({said}). Kijk naar MAIL_FROM"


async def _inbox(settings: Settings) -> Finding:
    from bot.email.inbox import inbox_of  # only who mails loads what that needs

    inbox = inbox_of(settings)
    if inbox is None:
        return "e-mail, antwoorden worden niet gelezen (geen IMAP_URL of JBZ_EMAIL_INBOX)", None
    try:
        await asyncio.to_thread(lambda: next(iter(inbox.look()), None))
    except JbzError as error:
        return "e-mail, postvak", dutch(error.message)
    return "e-mail, postvak", None
