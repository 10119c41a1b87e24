"""What taking in a year of letters costs when the network costs nothing, and a question that finds nothing new."""

import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from resource import RUSAGE_SELF, getrusage

from bot.app import App
from bot.settings import load_settings
from tests.letters.published import Story, year
from tests.stand_ins.clock import Clock
from tests.stand_ins.parliament_server import PDF, Paper, Parliament, Publication

_NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
_LETTERS = 60


def measure() -> Iterator[str]:
    """A line for each figure."""
    stories = list(year(date(2025, 1, 20), _LETTERS, 1))
    for form in ("docx", "pdf", "kst xml"):
        with tempfile.TemporaryDirectory() as folder:
            yield from _year(stories, form, Path(folder))


def _year(stories: list[Story], form: str, folder: Path) -> Iterator[str]:
    parliament, clock = Parliament(), Clock(_NOW)
    parliament.start()
    for story in stories:
        _publish(parliament, story, form)
    given = {"JBZ_DATABASE_URL": f"sqlite:///{folder}/x.db", "JBZ_QUARANTINE": f"{folder}/q", **parliament.settings()}
    app = App(load_settings(given), clock)
    app.prepare()
    client = app.client()
    client.wait = lambda seconds: clock.forward(seconds=seconds)
    began = time.perf_counter()
    told = app.gathering().round(app.sources(client), now=True) or []
    took = time.perf_counter() - began
    taken = sum(sum(progress.outcomes.values()) for progress in told)
    yield (
        f"a year of letters as {form:8} {taken} letters in {took:5.1f} s: {taken / took:5.1f} a second; "
        f"peak memory {getrusage(RUSAGE_SELF).ru_maxrss // 1024} MiB"
    )
    if form == "docx":
        yield from _quiet(app, parliament, clock)
    client.close()
    app.close()
    parliament.stop()


def _publish(parliament: Parliament, story: Story, form: str) -> None:
    if form == "kst xml":
        key = f"kst-{story.kamerstuk}"
        parliament.gazette(Publication(key, story.subject, "Brief regering", "32317", story.day, story.as_xml))
        return
    data, media_type = (story.as_pdf, PDF) if form == "pdf" else (story.as_docx, Paper.media_type)
    paper = Paper(story.number, story.subject, story.day, data, media_type, dossier="32317", sequel=story.sequel)
    parliament.publish(paper, _NOW - timedelta(days=400))


def _quiet(app: App, parliament: Parliament, clock: Clock) -> Iterator[str]:
    """Fifty rounds in which nothing is new."""
    client = app.client()
    client.wait = lambda seconds: clock.forward(seconds=seconds)
    gathering, times = app.gathering(), []
    asked = len(parliament.requests)
    for _ in range(50):
        began = time.perf_counter()
        gathering.round(app.sources(client), now=True)
        times.append((time.perf_counter() - began) * 1000)
    requests = (len(parliament.requests) - asked) / 50
    times.sort()
    yield f"a quiet round of two sources: median {times[25]:.1f} ms, p99 {times[-1]:.1f} ms, {requests:.0f} requests"
    client.close()
