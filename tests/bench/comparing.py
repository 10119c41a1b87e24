"""How good comparing letters is, and what it costs: `.venv/bin/python -m tests.bench.comparing`; docs/benchmarks.md.

Right and wrong are counted on the judged letters of two years (tests/letters/series); time on 20,000 items around them.
"""

from dataclasses import dataclass

from bot.app import App
from briefings.comparing.planned import Echo, compare
from storage.reading import letters
from tests.letters.told_over_years import judged, named


@dataclass(frozen=True, slots=True)
class Marks:
    """How often it was right, wrong, or said that it is unsure where a reader is not."""

    right: int
    wrong: int
    unsure: int


def marks_of_planned(app: App) -> Marks:
    """Of each announced Dutch input: whether the report has it."""
    wanted = {one["agenda"]: one["inputs"] for one in judged()["meeting"]}
    told: list[tuple[str, str]] = []
    with app.database.reading() as session:
        for meeting in app.index.meetings():
            agenda, report = letters.agenda_and_report(session, meeting.id)
            name = named(agenda[0]).partition(":")[0] if agenda else ""
            if name in wanted:
                found = [one.echo.value for one in compare(agenda, report).inputs]
                told += zip(found, wanted[name], strict=True)
    return marks(told, Echo.UNSURE.value)


def marks(told: list[tuple[str, str]], unsure: str) -> Marks:
    """Of pairs of (what was found, what is right)."""
    right = sum(found == wanted for found, wanted in told)
    doubted = sum(found == unsure != wanted for found, wanted in told)
    return Marks(right, len(told) - right - doubted, doubted)
