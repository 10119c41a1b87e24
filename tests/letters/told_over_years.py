"""The story of a few dossiers over two years, as letters and as what is right of them (series/)."""

import tomllib
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from bot.app import App
from bot.settings import load_settings
from briefings.language.dates import find_dates
from briefings.model.briefing import StoredItem
from briefings.model.document import Provenance
from tests.stand_ins.clock import Clock

SERIES = Path(__file__).parent / "series"
TOLD_ON = datetime(2024, 12, 1, 12, tzinfo=UTC)
#: Three meetings of another Council, written and judged when the rules stood.
AFRESH, AFRESH_ON = Path(__file__).parent / "series_afresh", datetime(2020, 12, 1, 12, tzinfo=UTC)


def day_of(letter: Path) -> date:
    """The day of the letter."""
    return find_dates(letter.read_text("utf-8").splitlines()[1])[0]


def letters_of(series: Path) -> list[Path]:
    """The letters of a series, the oldest first."""
    return sorted(series.glob("*.txt"), key=lambda letter: (day_of(letter), letter.name))


LETTERS = letters_of(SERIES)


def judged(of: Path = SERIES) -> dict[str, Any]:
    """What is right of the letters, by reading them."""
    return tomllib.loads((of / "judged.toml").read_text("utf-8"))


def series_app(url: str, of: Path = SERIES) -> App:
    """The product with a series taken in, on the day it is asked about."""
    told_on = AFRESH_ON if of == AFRESH else TOLD_ON
    clock = Clock(told_on)
    app = App(load_settings({"JBZ_DATABASE_URL": url}), clock)
    app.database.upgrade()
    for letter in letters_of(of):
        comes_in(app, clock, letter)
    clock.now = told_on
    return app


def comes_in(app: App, clock: Clock, letter: Path) -> None:
    """A letter is taken in the day after it was written."""
    clock.now = datetime.combine(day_of(letter) + timedelta(days=1), time(12), UTC)
    app.take_in(letter.read_bytes(), Provenance(letter.name))


def named(source: StoredItem) -> str:
    """An item as the judged list names it: "2023-03_agenda:I.1"."""
    if source.meeting.council == "LANDBOUW" and source.meeting.dates[0].year == TOLD_ON.year:
        letter = "2024-05_verslag_landbouw"
    else:
        kind = "agenda" if source.kind == "geannoteerde_agenda" else "verslag"
        letter = f"{source.meeting.dates[0]:%Y-%m}_{kind}"
    return f"{letter}:{source.item.number}"
