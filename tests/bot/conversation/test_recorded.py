"""What people change in a chat stands in the audit: by whom, where, before and after; never what they asked."""

import pytest

from bot.app import App
from briefings.model.chat import Address, Person
from storage import audit
from storage.audit import AuditActor, AuditEntry, acting
from storage.audit_check import verify

pytestmark = pytest.mark.one_database

CHANNEL, PRIVATE = Address("slack", "T1", "C1"), Address("telegram", "99", "7")
MARC, ROOT = Person("U1"), Person("U9", is_administrator=True)


def _rows(app: App) -> list[AuditEntry]:
    with app.database.reading() as session:
        assert verify(session).problems == ()
        return [row for row in audit.entries(session) if row.subject != "letter"]


def _said(app: App) -> list[tuple[str, str, str, str, str]]:
    return [(row.who, row.place, row.subject, row.action, row.what) for row in _rows(app)]


def test_what_is_followed_paused_moved_and_stopped(app: App) -> None:
    for typed in ("volg migratie", "volg migratie dagelijks 07:30", "pauzeer", "hervat", "stop alles"):
        app.conversation.handle(typed, CHANNEL, MARC)
    here = ("slack:T1:U1", "slack:T1:C1", "subscription")
    assert _said(app) == [
        (*here, "followed", "1"),
        (*here, "stopped", "1"),
        (*here, "followed", "2"),
        (*here, "paused", "2"),
        (*here, "resumed", "2"),
        (*here, "stopped", "2"),
    ]
    assert (_rows(app)[3].before, _rows(app)[3].after) == tuple(
        {
            "chat": "slack:T1:C1",
            "follows": ["migratie"],
            "schedule": "mon,tue,wed,thu,fri,sat,sun 07:30",
            "timezone": "Europe/Amsterdam",
            "paused": paused,
            "paused_until": None,
        }
        for paused in (None, "pause.on_request")
    )


def test_settings_and_who_may_change(app: App) -> None:
    for typed in ("taal engels", "tijdzone Europe/Brussels", "rights administrators"):
        app.conversation.handle(typed, CHANNEL, ROOT)
    here = ("slack:T1:U9", "slack:T1:C1")
    assert _said(app) == [
        (*here, "setting", "changed", "slack:T1:C1"),
        (*here, "setting", "changed", "slack:T1:C1"),
        (*here, "right", "changed", "slack:T1:C1"),
    ]
    assert (_rows(app)[2].before, _rows(app)[2].after) == ({"changers": None}, {"changers": "administrators"})


def test_questions_and_what_changes_nothing_leave_no_row(app: App) -> None:
    for typed in ("wat is er gezegd over migratie?", "help", "stop alles", "taal nederlands", "abonnementen"):
        app.conversation.handle(typed, PRIVATE, MARC)
    assert _rows(app) == []


def test_of_a_chat_that_is_forgotten_only_that_it_was(app: App) -> None:
    app.conversation.handle('volg "drugs"', PRIVATE, MARC)
    app.conversation.handle("vergeet", PRIVATE, MARC)
    last = _rows(app)[-1]
    assert (last.subject, last.action, last.what) == ("chat", "forgotten", "telegram:99:7")
    assert (last.before, last.after) == ({"subscriptions": 1}, None)


def test_a_browser_is_nobody_and_a_signed_in_person_somebody(app: App) -> None:
    browser = Address("web", "web", "5eb63bbbe01eeed093cb22bb8f5acdc3")
    app.conversation.handle("volg migratie", browser, Person("web"))
    with acting(AuditActor("web:marc@example.nl", "192.0.2.1")):
        app.conversation.handle("pauzeer", browser, Person("web"))
    assert [(row.who, row.place) for row in _rows(app)] == [("web", "web"), ("web:marc@example.nl", "192.0.2.1")]
    assert "5eb63bbb" not in repr(_rows(app))


def test_a_chat_that_is_lost_found_and_moved(app: App) -> None:
    app.conversation.handle("volg migratie", PRIVATE, MARC)
    app.conversation.presence.gone(PRIVATE, "Telegram: blocked")
    app.conversation.presence.back(PRIVATE)
    app.conversation.presence.moved(PRIVATE, "8")
    assert [(row.who, row.subject, row.action, row.what) for row in _rows(app)[1:]] == [
        ("service", "chat", "lost", "1"),
        ("service", "chat", "found again", "1"),
        ("service", "chat", "moved", "telegram:99:7"),
    ]


@pytest.mark.parametrize("text", ["", '[kabels]\nnl = "kabels"\nen = "cables"\n'])
def test_a_change_of_the_themes(app: App, text: str) -> None:
    app.themes.change(text, app.understand_with(app.catalogue), app.clock())
    (row,) = _rows(app)
    assert (row.subject, row.action, row.what) == ("theme", "changed" if text else "reset", "1")
    assert (row.before or {}).get("themes") == []
    assert (row.after or {}).get("themes") == (["kabels"] if text else [])


def test_a_letter_that_came_in(app: App) -> None:
    with app.database.reading() as session:
        (row,) = audit.entries(session)
    assert (row.who, row.place, row.subject, row.what) == ("service", "service", "letter", "1")
    assert (row.after or {}).keys() == {"name", "origin", "sha256"}
