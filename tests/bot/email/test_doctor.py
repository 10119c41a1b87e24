"""`jbz doctor` says what is wrong with e-mail, and how to mend it; and who does not mail loads nothing of it."""

import subprocess
import sys
from pathlib import Path

import pytest

from bot.cli.email import check_email
from bot.settings import load_settings
from briefings.errors import JbzError
from tests.stand_ins.smtp_server import SmtpServer


async def _wrong(relay: SmtpServer, **more: str) -> list[str]:
    return [wrong for _, wrong in await check_email(load_settings(relay.settings(**more))) if wrong]


async def test_what_is_right_is_said(relay: SmtpServer, maildir: Path) -> None:
    found = await check_email(load_settings(relay.settings(JBZ_EMAIL_INBOX=str(maildir))))
    assert found == [(f"e-mail (127.0.0.1:{relay.port})", None), ("e-mail, postvak", None)]
    assert relay.calls == []


async def test_what_is_wrong_is_said_with_the_setting(relay: SmtpServer, tmp_path: Path) -> None:
    (password,) = await _wrong(relay, SMTP_URL=relay.address(password="not-the-password"))
    (tls,) = await _wrong(relay, SMTP_URL=relay.address("smtp"))
    (plain,) = await _wrong(relay, SMTP_URL=relay.address(host="relay.example.nl"))
    (inbox,) = await _wrong(relay, JBZ_EMAIL_INBOX=str(tmp_path / "none"))
    (closed,) = await _wrong(relay, SMTP_URL=relay.address(port=1))
    assert "laat ons niet toe (535" in password
    assert "not-the-password" not in password
    assert "STARTTLS" in tls
    assert "niet versleuteld" in plain
    assert "JBZ_EMAIL_INBOX" in inbox
    assert "niet te bereiken" in closed


@pytest.mark.parametrize(
    ("change", "setting"),
    [
        ({"MAIL_FROM": ""}, "MAIL_FROM"),
        ({"MAIL_FROM": "raad"}, "MAIL_FROM"),
        ({"MAIL_FROM": "raad@example.nl\nBcc: x@example.nl"}, "MAIL_FROM"),
        ({"JBZ_ENCRYPTION_KEY": ""}, "JBZ_ENCRYPTION_KEY"),
        ({"JBZ_ENCRYPTION_KEY": "short"}, "JBZ_ENCRYPTION_KEY"),
        ({"JBZ_BASE_URL": ""}, "JBZ_BASE_URL"),
        ({"JBZ_EMAIL_DOMAINS": "not a domain"}, "JBZ_EMAIL_DOMAINS"),
        ({"IMAP_URL": "pop3://user:secret@example.nl/INBOX"}, "IMAP_URL"),
        ({"IMAP_URL": "imaps://secret@example.nl/INBOX"}, "IMAP_URL"),
        ({"SMTP_URL": "https://user:secret@example.nl"}, "SMTP_URL"),
        ({"SMTP_URL": "smtps://user:secret@example.nl:99999"}, "SMTP_URL"),
    ],
)
async def test_a_setting_that_is_wrong_is_named_and_not_shown(
    relay: SmtpServer, change: dict[str, str], setting: str
) -> None:
    with pytest.raises(JbzError) as found:
        load_settings(relay.settings(**change))
    needed_by = {"needed_by": "SMTP_URL"} if change.get(setting) == "" else {}
    assert found.value.message.values == {"names": setting} | needed_by
    assert "secret" not in str(found.value)


def test_who_does_not_mail_loads_nothing_of_it() -> None:
    names = ("bot.email", "aiosmtplib", "imaplib")
    code = f"import sys, bot.server; print([one for one in sys.modules if one.startswith({names})])"
    shown = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)  # noqa: S603 - ours
    assert shown.stdout.strip() == "[]"
