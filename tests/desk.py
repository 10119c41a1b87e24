"""The product beside a stand-in of parliament, at the test's clock."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import select

from bot.app import App
from bot.settings import load_settings
from briefings.gathering.gather import Progress
from tests.letters.published import Story
from tests.stand_ins.clock import Clock
from tests.stand_ins.parliament_server import Parliament, Publication

BEGIN = datetime(2025, 1, 2, 9, 0, tzinfo=UTC)


@dataclass
class Desk:
    """The product beside the stand-in, at the test's clock."""

    app: App
    parliament: Parliament
    clock: Clock

    def gather(self, watch: Callable[[Progress], None] = lambda _: None) -> list[Progress]:
        """One round over every source."""
        client = self.app.client()
        client.wait = lambda seconds: self.clock.forward(seconds=seconds)
        try:
            return self.app.gathering(tell=watch).round(self.app.sources(client), now=True) or []
        finally:
            client.close()

    def rows(self, table: Any, *conditions: Any) -> list[Any]:
        with self.app.database.reading() as session:
            return list(session.scalars(select(table).where(*conditions).order_by(table.id)))


def desk_app(url: str, parliament: Parliament, clock: Clock, folder: Path, **more: str) -> App:
    given = {"JBZ_DATABASE_URL": url, "JBZ_QUARANTINE": str(folder / "quarantine"), **parliament.settings(), **more}
    return App(load_settings(given), clock)


def gazette(story: Story, data: bytes, day: date) -> Publication:
    return Publication(
        f"kst-{story.kamerstuk}", story.subject, "Brief regering", "32317", story.day, data, modified=day
    )
