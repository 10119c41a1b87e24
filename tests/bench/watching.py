"""What watching costs on 20,000 items: `.venv/bin/python -m tests.bench.watching`; docs/benchmarks.md keeps figures."""

import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from resource import RUSAGE_SELF, getrusage

from sqlalchemy import func, select, update

from bot.app import App
from bot.settings import load_settings
from briefings.model.interest import Interest, subject_of
from briefings.silence.silences import silences
from storage import items as kept_items
from storage.arrivals import known_letters
from storage.radar import kept_also_in
from storage.reading import items
from storage.rows import DocumentRow, ItemRow
from storage.search import session_sequence
from tests.bench.pages import fill

_TIMES = 20
_NEW = 500  #: items that are news at once


def measure() -> Iterator[str]:
    """A line for each figure."""
    with tempfile.TemporaryDirectory() as folder:
        app = App(load_settings({"JBZ_DATABASE_URL": f"sqlite:///{folder}/bench.db"}))
        app.database.upgrade()
        fill(app)
        with app.database.writing() as session:
            total = session.scalar(select(func.count()).select_from(ItemRow))
            newest = select(DocumentRow.id).order_by(DocumentRow.id.desc()).limit(_NEW // 20)
            chosen = list(session.scalars(newest))
            sequence = session_sequence(session)
            session.execute(update(DocumentRow).values(news_sequence=None))
            session.execute(update(DocumentRow).where(DocumentRow.id.in_(chosen)).values(news_sequence=sequence))
            last = session.scalar(select(func.max(DocumentRow.letter_date))) or date(2025, 1, 1)
        yield f"{total:,} items"
        before = getrusage(RUSAGE_SELF).ru_maxrss
        yield _line("one look for silences", lambda: _look(app, last + timedelta(days=1)))
        yield _line(f"papers elsewhere of {_NEW} new items, for one who follows ten themes", lambda: _radar(app))
        with app.database.reading() as session:
            every = list(items.every_id(session))[:: max(1, (total or 1) // _TIMES)]
        sources = iter([one for one in (kept_items.item(app.database, number) for number in every) if one] * 2)
        yield _line(
            "where other Councils have the papers of one item", lambda: kept_also_in(app.database, next(sources))
        )
        yield f"memory for it: {(getrusage(RUSAGE_SELF).ru_maxrss - before) / 1024:.0f} MiB"
        app.close()


def _look(app: App, today: date) -> None:
    with app.database.reading() as session:
        silences(known_letters(session, today), today)


def _radar(app: App) -> None:
    themes = [Interest(subject_of(theme.slug)) for theme in app.catalogue.themes[:10]]
    with app.database.reading() as session:
        sequence = session_sequence(session)
        letters = app.letters(session, {})
        letters.elsewhere(themes, themes, sequence - 1, sequence)


def _line(what: str, do: Callable[[], object]) -> str:
    """Of a machine that is shared with other work the time of the processor says more."""
    took, processor = [], []
    for _ in range(_TIMES):
        begun, worked = time.perf_counter(), time.process_time()
        do()
        took.append(1000 * (time.perf_counter() - begun))
        processor.append(1000 * (time.process_time() - worked))
    return (
        f"{what}: median {statistics.median(took):.1f} ms, longest {max(took):.1f} ms,"
        f" processor median {statistics.median(processor):.1f} ms, longest {max(processor):.1f} ms"
    )


if __name__ == "__main__":
    for line in measure():
        print(line)  # noqa: T201
