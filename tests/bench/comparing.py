"""How good comparing letters is, and what it costs: `.venv/bin/python -m tests.bench.comparing`; docs/benchmarks.md.

Right and wrong are counted on the judged letters of two years (tests/letters/series); time on 20,000 items around them.
"""

from dataclasses import dataclass

from bot.app import App
from briefings.comparing.planned import Echo, compare
from briefings.model.briefing import TurnKind
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


@dataclass(frozen=True, slots=True)
class Found:
    """What was found that is right or wrong, and what was not found."""

    right: int
    wrong: int
    missed: int


def found_turns(app: App) -> Found:
    """Of each judged subject: where the Dutch stance changed."""
    right = wrong = missed = 0
    for one in judged()["course"]:
        wanted = {(before, after) for before, after, _ in one["turns"]}
        course = app.courses.of(one["subject"])
        turns = course.turns if course else ()
        found = {
            (named(turn.before.source), named(turn.after.source)) for turn in turns if turn.kind is TurnKind.STANCE
        }
        right, wrong, missed = right + len(found & wanted), wrong + len(found - wanted), missed + len(wanted - found)
    return Found(right, wrong, missed)


def marks(told: list[tuple[str, str]], unsure: str) -> Marks:
    """Of pairs of (what was found, what is right)."""
    right = sum(found == wanted for found, wanted in told)
    doubted = sum(found == unsure != wanted for found, wanted in told)
    return Marks(right, len(told) - right - doubted, doubted)
