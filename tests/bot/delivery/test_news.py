"""What a briefing tells of a subscription, as Briefing values, from the real report on both databases."""

from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest

from bot.app import App
from bot.commands.schedules import read_schedule
from bot.delivery.news import SubscriptionNews, missed
from briefings.composing.compose import Composer
from briefings.model.briefing import Briefing
from briefings.model.document import Provenance
from briefings.model.interest import Interest, Subject, SubjectKind
from briefings.model.subscription import Followed, Gap, Missed, Subscription, Watermark
from storage.search import session_sequence

TODAY = date(2025, 3, 31)
MIGRATION = Interest(Subject(SubjectKind.THEME, "migratie"))
VISA = Interest(Subject(SubjectKind.THEME, "visa"))


#: A report of our own that comes in after the first load, so that it is news.
LETTER = (
    b"Den Haag, 27 maart 2025\n\nVerslag van de JBZ-Raad van 26 maart 2025 te Brussel\n\n"
    b"1. Terugkeer en migratie\n\nDe Raad sprak over migratie. Nederland steunde het voorstel over terugkeer.\n\n"
    b"2. Drugs\n\nDe Commissie lichtte de bestrijding van drugs toe.\n"
)


@pytest.fixture
def news(app: App) -> Iterator[SubscriptionNews]:
    app.take_in(LETTER, Provenance("verslag.txt"))
    with app.database.reading() as session:
        yield SubscriptionNews(app.letters(session, {}), Composer(app.catalogue), session_sequence(session))


def _following(*followed: Followed) -> Subscription:
    return Subscription(
        id=1,
        chat_id=1,
        followed=followed,
        schedule=read_schedule("elke maandag 08:00"),
        timezone="Europe/Amsterdam",
        next_due_at=datetime(2025, 3, 31, 6, 0, tzinfo=UTC),
    )


def _items(briefing: Briefing) -> list[tuple[str, list[str]]]:
    return [
        (group.interest.subject.name, [entry.source.item.number or "" for entry in group.entries])
        for group in briefing.groups
    ]


def test_at_first_the_latest_meeting_is_told(news: SubscriptionNews) -> None:
    new = Followed(MIGRATION, Watermark(news.sequence, nothing=True))
    briefing = news.briefing(_following(new), TODAY, None)
    ((name, numbers),) = _items(briefing)
    assert (name, briefing.first, briefing.has_news) == ("migratie", True, True)
    assert numbers
    assert all(entry.source.meeting.dates[-1] == date(2025, 3, 26) for entry in briefing.entries)


def test_what_was_told_is_not_told_again_and_what_is_quiet_is_named(news: SubscriptionNews) -> None:
    known = (Followed(MIGRATION, Watermark(news.sequence)), Followed(VISA, Watermark(news.sequence)))
    briefing = news.briefing(_following(*known), TODAY, date(2025, 3, 24))
    assert (briefing.has_news, _items(briefing)) == (False, [])
    assert [interest.subject.name for interest in briefing.quiet] == ["migratie", "visa"]


def test_letters_that_did_not_arrive_are_told_again_and_it_is_said_why(news: SubscriptionNews) -> None:
    told = Watermark(news.sequence, gaps=(Gap(0, news.sequence, Missed.FAILED),))
    subscription = _following(Followed(MIGRATION, told), Followed(VISA, Watermark(news.sequence)))
    first = news.briefing(_following(Followed(MIGRATION, Watermark(0))), TODAY, None)
    again = news.briefing(subscription, TODAY, None)
    assert _items(again) == _items(first) != []
    assert (again.has_news, missed(subscription)) == (True, Missed.FAILED)


@pytest.mark.parametrize(
    ("gaps", "why"),
    [
        ((), None),
        ((Missed.PAUSED,), None),
        ((Missed.FAILED,), Missed.FAILED),
        ((Missed.FAILED, Missed.UNKNOWN, Missed.PAUSED), Missed.UNKNOWN),
    ],
)
def test_of_several_reasons_the_one_that_leaves_most_doubt_is_said(
    gaps: tuple[Missed, ...], why: Missed | None
) -> None:
    mark = Watermark(9, gaps=tuple(Gap(n, n + 1, because) for n, because in enumerate(gaps)))
    assert missed(_following(Followed(MIGRATION, mark))) is why
