"""What one command costs. `make bench` prints medians and 99th percentiles; docs/benchmarks.md keeps figures."""

import asyncio
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from pathlib import Path
from resource import RUSAGE_SELF, getrusage

from bot.app import App
from bot.conversation.briefings import briefing_reply
from bot.export.docx import to_docx
from bot.export.html import to_email
from bot.export.pdf import to_pdf
from bot.export.text import to_text
from bot.reply import Reply
from bot.settings import load_settings
from bot.templates import Templates
from briefings.composing.compose import Composer, InterestNews
from briefings.enriching.enrich import enrich
from briefings.model.interest import Interest, Subject, SubjectKind
from briefings.reading.read import read
from briefings.sources.folder import load
from tests.bench import email, gathering, mattermost, slack, teams, telegram
from tests.bench.reading import measure
from tests.conftest import REPORT
from tests.stand_ins.clock import Clock
from tests.verdicts import verdicts
from tests.world import make_world

_QUESTIONS = ("migratie", "migartie", "wat zei nederland over terugkeer", "pizza", "tribunaal", "EES")


def main() -> None:
    """Prints a line for each figure."""
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{folder}/bench.db"
        app = App(load_settings({"JBZ_DATABASE_URL": url}))
        app.prepare()
        _reading(app)
        _asking(app)
        _briefing(app)
        app.close()
        asyncio.run(_slack(url))
        _command_line(url)
    channels = slack, telegram, mattermost, teams, email
    for line in (*gathering.measure(), *(told for one in channels for told in one.measure())):
        print(line)  # noqa: T201
    print(f"peak memory of this process: {getrusage(RUSAGE_SELF).ru_maxrss / 1024:.0f} MiB")  # noqa: T201


def _reading(app: App) -> None:
    letter = load(REPORT)
    document = read(letter.data, letter.provenance)
    _print("decode the report's text alone", _times(lambda: letter.data.decode().split("\n"), 500))
    _print("read the report into items", _times(lambda: read(letter.data, letter.provenance), 200))
    for line in measure(document):
        print(line)  # noqa: T201
    for line in verdicts.measure():
        print(line)  # noqa: T201
    _print("understand it (references, statements, themes)", _times(lambda: enrich(document, app.catalogue.themes), 50))


def _asking(app: App) -> None:
    for question in _QUESTIONS:
        _print(f"answer “{question}”", _times(lambda question=question: app.answering.answer(question), 200))  # type: ignore[misc]  # the loop's own value


def _briefing(app: App) -> None:
    interests = [Interest(Subject(SubjectKind.THEME, slug)) for slug in ("migratie", "terugkeer")]
    day = datetime.now(UTC).date()
    with app.database.reading() as session:
        letters = app.letters(session)
        news = [InterestNews(interest, letters.latest(interest, day), first=True) for interest in interests]
    composed = Composer(app.catalogue).compose(news, day)
    reply = briefing_reply(composed, None, app.saying("nl"))
    _print("compose a briefing of two themes", _times(lambda: Composer(app.catalogue).compose(news, day), 200))
    for name, render in app.renders.items():
        _print(f"render it for {name}", _times(lambda render=render: render(reply), 200))  # type: ignore[misc]  # as above
    forms: dict[str, Callable[[Reply, Templates], object]]
    forms = {"pdf": to_pdf, "Word": to_docx, "e-mail": to_email, "text": to_text}
    for name, write in forms.items():
        _print(f"write it as {name}", _times(lambda write=write: write(reply, app.templates), 100))  # type: ignore[misc]  # as above


async def _slack(url: str) -> None:
    async with make_world(url, Clock(datetime.now(UTC))) as world, world.running():
        world.slack.strict = False

        async def acknowledged() -> None:
            world.clock.forward(milliseconds=1)
            fields, _ = world.slack.command(f"migratie {time.perf_counter_ns()}")
            await world.slack_sends(fields)

        async def answered() -> None:
            world.clock.forward(seconds=1)
            await world.slack_types("migratie")

        _print("signed Slack request to acknowledgement", await _times_async(acknowledged, 200))
        _print("signed Slack request to answer at the response_url", await _times_async(answered, 100))


def _command_line(url: str) -> None:
    command = [sys.executable, "-m", "bot", "ask", "migartie"]
    environment = {"JBZ_DATABASE_URL": url, "PATH": "/usr/bin:/bin"}
    run = lambda: subprocess.run(command, check=True, capture_output=True, env=environment, cwd=_ROOT)  # noqa: E731, S603 - our own command
    _print("`jbz ask migartie`, the whole command", _times(run, 10))


_ROOT = Path(__file__).parents[2]


def _times(work: Callable[[], object], runs: int) -> list[float]:
    """Milliseconds of each run, after one to warm up."""
    work()
    times = []
    for _ in range(runs):
        began = time.perf_counter()
        work()
        times.append((time.perf_counter() - began) * 1000)
    return times


async def _times_async(work: Callable[[], Awaitable[None]], runs: int) -> list[float]:
    await work()
    times = []
    for _ in range(runs):
        began = time.perf_counter()
        await work()
        times.append((time.perf_counter() - began) * 1000)
    return times


def _print(what: str, times: list[float]) -> None:
    ordered = sorted(times)
    p99 = ordered[min(len(ordered) - 1, int(len(ordered) * 0.99))]
    print(f"{what:55} median {statistics.median(times):9.3f} ms   p99 {p99:9.3f} ms   ({len(times)} runs)")  # noqa: T201


main()
