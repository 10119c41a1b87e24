"""Several planners at once, and every moment once."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

from sqlalchemy import func, select

from bot.app import App
from bot.delivery.planner import BriefingTools, Planner
from bot.delivery.steps import Step, Watcher, nobody
from briefings.model.chat import Address, Person
from storage import planning
from storage.rows import DeliveryRow, SubscriptionRow
from tests.stand_ins.clock import Clock

SOMEONE = Person("U1")


def test_four_planners_at_once_plan_every_subscription_once(app: App, clock: Clock) -> None:
    for number in range(60):
        app.conversation.handle("volg visa elke maandag 08:00", Address("slack", "T1", f"C{number}"), SOMEONE)
    clock.now = datetime(2025, 3, 31, 6, 0, tzinfo=UTC)
    planner = _planner(app, clock)
    with ThreadPoolExecutor(4) as pool:
        planned = list(pool.map(lambda _: planner.plan(), range(4)))
    with app.database.reading() as session:
        rows = session.scalar(select(func.count()).select_from(DeliveryRow))
        due = session.scalars(select(SubscriptionRow.next_due_at).distinct()).all()
    assert (sum(planned), rows) == (60, 60)
    assert due == [datetime(2025, 4, 7, 6, 0, tzinfo=UTC)]


def test_a_planner_that_stops_leaves_the_rest_due(app: App, clock: Clock) -> None:
    for number in range(30):
        app.conversation.handle("volg visa elke maandag 08:00", Address("slack", "T1", f"C{number}"), SOMEONE)
    clock.now = datetime(2025, 3, 31, 6, 0, tzinfo=UTC)
    planner = _planner(app, clock, lambda step: planner.stop() if step is Step.PLANNED else None)
    assert 0 < planner.plan() <= 30
    assert planner.plan() == 0
    with app.database.reading() as session:
        rows = session.scalar(select(func.count()).select_from(DeliveryRow)) or 0
        left = len(planning.claim_due(session, clock.now, 100))
    assert (rows + left, left > 0) == (30, app.database.sqlite)  # PostgreSQL plans hundreds at a time


def _planner(app: App, clock: Clock, watcher: Watcher = nobody) -> Planner:
    return Planner(
        app.database, BriefingTools(app.themes.catalogue, app.letters, app.renders, app.saying), clock, watcher
    )


def test_many_chats_changing_at_once_lose_nothing(app: App) -> None:
    def follow(number: int) -> None:
        app.conversation.handle(
            f"volg visa dagelijks {number % 24:02}:00",
            Address("slack", "T1", "C1"),
            SOMEONE,
        )
        app.conversation.handle("volg migratie", Address("slack", "T1", f"C{number}"), SOMEONE)

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(follow, range(2, 26)))
    with app.database.reading() as session:
        chats = session.scalar(select(func.count(SubscriptionRow.chat_id.distinct())))
    assert chats == 25
