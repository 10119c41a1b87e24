"""Which moment is due, and whether a briefing is wanted then; on values alone."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.commands.schedules import read_schedule
from bot.delivery.due import due_moment, is_wanted
from bot.scheduling.moments import Timing
from briefings.model.chat import Address, Chat, Quiet
from briefings.model.interest import Interest, Subject, SubjectKind
from briefings.model.subscription import Followed, Gap, Missed, Subscription, Watermark

MONDAY = datetime(2025, 3, 31, 6, 0, tzinfo=UTC)  #: eight in the morning in Amsterdam
VISA = Interest(Subject(SubjectKind.THEME, "visa"))


def _subscription(schedule: str = "elke maandag 08:00", *gaps: Gap) -> Subscription:
    return Subscription(
        id=1,
        chat_id=1,
        followed=(Followed(VISA, Watermark(3, gaps=gaps)),),
        schedule=read_schedule(schedule),
        timezone="Europe/Amsterdam",
        next_due_at=MONDAY,
    )


def _due(subscription: Subscription, now: datetime) -> datetime | None:
    return due_moment(subscription, Timing(subscription.schedule, subscription.timezone), now)


def test_a_moment_is_due_from_when_it_comes_and_for_two_days() -> None:
    subscription = replace(_subscription(), last_moment=MONDAY - timedelta(days=7))
    assert _due(subscription, MONDAY) == MONDAY
    assert _due(subscription, MONDAY + timedelta(hours=47)) == MONDAY
    assert _due(subscription, MONDAY + timedelta(hours=49)) is None


def test_a_moment_that_was_planned_is_not_planned_again_also_when_the_clock_was_set_back() -> None:
    planned = replace(_subscription(), last_moment=MONDAY)
    assert _due(planned, MONDAY + timedelta(hours=1)) is None
    assert _due(planned, MONDAY - timedelta(days=2)) is None


def test_what_did_not_arrive_is_due_now_and_never_at_a_moment_that_had_a_briefing() -> None:
    owing = replace(_subscription("elke maandag 08:00", Gap(1, 2, Missed.FAILED)), last_moment=MONDAY)
    later = MONDAY + timedelta(hours=3)
    assert _due(owing, later) == later
    assert _due(owing, MONDAY - timedelta(hours=1)) == MONDAY + timedelta(microseconds=1)


def test_at_the_end_of_a_pause_only_what_did_not_arrive_is_due() -> None:
    paused = replace(_subscription(), paused_because="chat.paused")
    assert _due(paused, MONDAY) is None
    owing = replace(_subscription("elke maandag 08:00", Gap(1, 2, Missed.PAUSED)), paused_because="chat.paused")
    assert _due(owing, MONDAY) == MONDAY


@pytest.mark.parametrize(
    ("quiet", "told_days_ago", "wanted"),
    [
        (Quiet.LINE, 7, True),
        (Quiet.SILENT, 400, False),
        (Quiet.MONTHLY, 27, False),
        (Quiet.MONTHLY, 28, True),
        (Quiet.MONTHLY, None, True),
    ],
)
def test_without_news_a_chat_hears_what_it_chose(quiet: Quiet, told_days_ago: int | None, *, wanted: bool) -> None:
    chat = Chat(1, Address("slack", "T1", "C1"), "nl", "Europe/Amsterdam", quiet=quiet)
    told_at = MONDAY - timedelta(days=told_days_ago) if told_days_ago is not None else None
    subscription = replace(_subscription(), told_at=told_at)
    assert is_wanted(False, subscription, chat, MONDAY) is wanted
    assert is_wanted(True, subscription, chat, MONDAY)


def test_who_hears_of_letters_at_once_hears_nothing_without_one_and_before_a_council_always() -> None:
    chat = Chat(1, Address("slack", "T1", "C1"), "nl", "Europe/Amsterdam", quiet=Quiet.LINE)
    assert not is_wanted(False, _subscription("direct"), chat, MONDAY)
    silent = replace(chat, quiet=Quiet.SILENT)
    assert is_wanted(False, _subscription("3 dagen voor de JBZ-Raad 08:00"), silent, MONDAY)
