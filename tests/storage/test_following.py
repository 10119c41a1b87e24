"""What is followed, as it is kept; and leases."""

from datetime import UTC, datetime, time, timedelta

from briefings.model.chat import Address, Changers, Quiet
from briefings.model.interest import Interest, Subject, SubjectKind
from briefings.model.schedule import Schedule, Weekly
from briefings.model.subscription import Watermark
from storage import chats, leases, subscriptions
from storage.database import Database
from storage.subscriptions import Start

NOW = datetime(2025, 3, 24, 9, 0, tzinfo=UTC)
HERE = Address("slack", "T1", "C1")
MONDAY, DAILY = Schedule(Weekly((0,)), time(8)), Schedule(Weekly(tuple(range(7))), time(8))
MIGRATION, VISA = (Interest(Subject(SubjectKind.THEME, name)) for name in ("migratie", "visa"))


def _start(until: int = 5, by: str | None = None) -> Start:
    return Start(NOW, NOW, Watermark(until), by)


def test_a_subject_on_another_schedule_moves_with_what_was_told_of_it(database: Database) -> None:
    with database.writing() as session:
        chat = chats.open_chat(session, HERE, "nl", "UTC")
        first = subscriptions.follow(session, chat, [MIGRATION, VISA], MONDAY, _start(until=5))
        subscriptions.follow(session, chat, [MIGRATION], DAILY, _start(until=9))
    with database.reading() as session:
        kept = subscriptions.of_chat(session, chat.id)
    assert [(one.schedule, one.interests) for one in kept] == [(MONDAY, (VISA,)), (DAILY, (MIGRATION,))]
    assert (kept[0].id, kept[1].followed[0].watermark.until) == (first.id, 5)


def test_a_subscription_in_which_nothing_is_left_ends(database: Database) -> None:
    with database.writing() as session:
        chat = chats.open_chat(session, HERE, "nl", "UTC")
        subscriptions.follow(session, chat, [MIGRATION, VISA], MONDAY, _start())
        assert subscriptions.stop(session, chat.id, [MIGRATION.subject]) == [MIGRATION]
        assert subscriptions.stop(session, chat.id, None) == [VISA]
        assert subscriptions.of_chat(session, chat.id) == []


def test_what_is_taken_out_is_put_in_elsewhere_with_what_was_told(database: Database) -> None:
    with database.writing() as session:
        chat = chats.open_chat(session, HERE, "nl", "UTC")
        other = chats.open_chat(session, Address("slack", "T1", "C2"), "nl", "UTC")
        old = subscriptions.follow(session, chat, [MIGRATION], MONDAY, _start(until=5, by="U1"))
        told = subscriptions.empty(session, old.id)
        new = subscriptions.follow(session, other, [MIGRATION], MONDAY, _start(until=9, by="U2"), told)
        subscriptions.drop_empty(session, chat.id)
        assert subscriptions.one(session, old.id) is None
    assert (new.followed[0].watermark.until, new.made_by) == (5, "U2")


def test_settings_of_a_chat_that_are_not_given_stay_as_they_were(database: Database) -> None:
    with database.writing() as session:
        chat = chats.open_chat(session, HERE, "nl", "UTC")
        chats.change_chat(session, chat.id, quiet=Quiet.SILENT, changers=Changers.MAKERS)
        chats.change_chat(session, chat.id, language="en")
    with database.reading() as session:
        found = chats.find_chat(session, HERE)
    assert found is not None
    assert (found.language, found.timezone, found.quiet, found.changers) == (
        "en", "UTC", Quiet.SILENT, Changers.MAKERS,
    )  # fmt: skip


def test_a_lease_belongs_to_one_until_it_ends_or_is_given_back(database: Database) -> None:
    minute = timedelta(minutes=1)
    assert leases.hold(database, "gathering", "one", NOW, minute)
    assert leases.hold(database, "gathering", "one", NOW + minute / 2, minute)
    assert not leases.hold(database, "gathering", "other", NOW + minute, minute)
    assert leases.hold(database, "gathering", "other", NOW + 2 * minute, minute)
    leases.give_back(database, "other", NOW + 2 * minute)
    assert leases.hold(database, "gathering", "one", NOW + 2 * minute, minute)
