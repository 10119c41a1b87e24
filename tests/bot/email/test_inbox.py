"""A Maildir and an IMAP folder give what was not handled yet, and keep what was."""

import mailbox
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest

from bot.email.inbox import Imap, Inbox, Maildir, inbox_of
from bot.settings import load_settings
from briefings.errors import JbzError
from tests.stand_ins.imap_server import PASSWORD, USER, ImapServer

MAIL = b"From: a@example.org\r\nSubject: x\r\n\r\nstop\r\n"


@pytest.fixture
def imap() -> Iterator[ImapServer]:
    server = ImapServer()
    server.start()
    yield server
    server.stop()


def _names(inbox: Inbox) -> list[str]:
    return [name for name, _ in inbox.look()]


def test_a_maildir_gives_what_is_not_seen_and_loses_nothing(maildir: Path) -> None:
    for name in ("new/1.a.host", "cur/2.b.host:2,", "cur/3.c.host:2,S"):
        (maildir / name).write_text(MAIL.decode().replace("\r\n", "\n"))
    inbox = Maildir(maildir)
    assert [data.replace(b"\n", b"\r\n") for _, data in inbox.look()] == [MAIL, MAIL]
    inbox.done("1.a.host")
    assert _names(inbox) == ["2.b.host"]
    assert len(mailbox.Maildir(maildir, create=False)) == 3


def test_a_folder_that_is_none_is_said(tmp_path: Path) -> None:
    with pytest.raises(JbzError) as found:
        list(Maildir(tmp_path / "nowhere").look())
    assert found.value.message.code == "email.inbox_closed"


def test_an_imap_folder_gives_what_is_not_seen(imap: ImapServer) -> None:
    imap.mails = {4: MAIL, 7: MAIL, 9: b"x" * (5 * 1024 * 1024)}
    inbox = Imap(f"imap://{quote(USER)}:{quote(PASSWORD)}@127.0.0.1:{imap.port}/INBOX")
    assert [(name, len(data)) for name, data in inbox.look()] == [("4", len(MAIL)), ("7", len(MAIL)), ("9", 0)]
    assert imap.seen == set()
    inbox.done("4")
    assert (imap.seen, _names(inbox)) == ({4}, ["7", "9"])


@pytest.mark.parametrize(
    ("folder", "password", "breaks", "code"),
    [
        ("Archive", PASSWORD, False, "email.no_folder"),
        ("INBOX", "wrong", False, "email.inbox_closed"),
        ("INBOX", PASSWORD, True, "email.inbox_closed"),
    ],
)
def test_what_is_wrong_with_an_imap_folder_is_said_without_its_password(
    imap: ImapServer, folder: str, password: str, breaks: bool, code: str
) -> None:
    imap.breaks = breaks
    with pytest.raises(JbzError) as found:
        list(Imap(f"imap://{quote(USER)}:{quote(password)}@127.0.0.1:{imap.port}/{folder}").look())
    assert found.value.message.code == code
    assert password not in str(found.value)


def test_the_setting_says_which(maildir: Path) -> None:
    given = ({"JBZ_EMAIL_INBOX": str(maildir)}, {"IMAP_URL": "imaps://a:b@c.nl/X"})
    kinds = [type(inbox_of(load_settings(one))) for one in given]
    assert (kinds, inbox_of(load_settings({}))) == ([Maildir, Imap], None)
