"""How good comparing letters is, and what it costs: `.venv/bin/python -m tests.bench.comparing`; docs/benchmarks.md.

Right and wrong are counted on the judged letters of two years (tests/letters/series); time on 20,000 items around them.
"""

import random
import shutil
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path
from resource import RUSAGE_SELF, getrusage

from bot.app import App
from bot.settings import load_settings
from briefings.comparing.kept import Fate
from briefings.comparing.planned import Echo, compare, positions_of
from briefings.comparing.quote_check import Likeness, QuoteChecked
from briefings.comparing.sides import side_taken
from briefings.model.briefing import Announced, TurnKind
from briefings.model.document import Provenance
from storage.indexing import full_text
from storage.pledges import pledges
from storage.reading import announced, items, letters, meetings
from tests.bench.pages import fill
from tests.letters.told_over_years import AFRESH, LETTERS, SERIES, TOLD_ON, judged, named, series_app
from tests.stand_ins.clock import Clock

_ASKED, _LOOKED_AT = 60, 400


@dataclass(frozen=True, slots=True)
class Marks:
    """How often it was right, wrong, or said that it is unsure where a reader is not."""

    right: int
    wrong: int
    unsure: int

    def __str__(self) -> str:
        """For people."""
        return f"right {self.right}, wrong {self.wrong}, unsure {self.unsure}"


@dataclass(frozen=True, slots=True)
class Found:
    """What was found that is right or wrong, and what was not found."""

    right: int
    wrong: int
    missed: int

    def __str__(self) -> str:
        """For people."""
        return f"right {self.right}, wrong {self.wrong}, missed {self.missed}"


def marks_of_quotes(app: App) -> Marks:
    """Of each pasted sentence: how it stands in the letters, where, and whether a later edition changed it."""
    found = [
        (verdict(app.quotes.check(one["text"])), (one["verdict"], one.get("place"), one.get("changed", False)))
        for one in judged()["quote"]
    ]
    right = sum(told == wanted for told, wanted in found)
    return Marks(right, len(found) - right, 0)


def verdict(checked: QuoteChecked) -> tuple[str, str | None, bool]:
    """(likeness, place, whether a later edition changed it); what is absent has no place."""
    first = checked.places[0] if checked.places and checked.likeness is not Likeness.ABSENT else None
    place = f"{named(first.source)}:{first.paragraph + 1}" if first else None
    return checked.likeness.value, place, checked.edited is not None


def marks_of_planned(app: App, of: Path = SERIES) -> Marks:
    """Of each announced Dutch input: whether the report has it."""
    wanted = {one["agenda"]: one["inputs"] for one in judged(of)["meeting"]}
    told: list[tuple[str, str]] = []
    with app.database.reading() as session:
        for meeting in app.index.meetings():
            agenda, report = letters.agenda_and_report(session, meeting.id)
            name = named(agenda[0]).partition(":")[0] if agenda else ""
            if name in wanted:
                found = [one.echo.value for one in compare(agenda, report).inputs]
                told += zip(found, wanted[name], strict=True)
    return marks(told, Echo.UNSURE.value)


def found_commitments(app: App) -> Found:
    """Of the judged sentences of the fresh series that announce something: by whom and for when they are found to."""
    wanted = {(one["starts"], one["by"], one["until"]) for one in judged(AFRESH)["commitment"]}
    with app.database.reading() as session:
        due = announced.announced(session, announced.Due(date.min, date.max), limit=100)
    found = {
        (start, said.actor.value if said.actor else "", str(period.due_day))
        for one in due
        if (said := one.sentence.said) and (period := one.sentence.due)
        for start in [next((s for s, _, _ in wanted if one.sentence.text.startswith(s)), one.sentence.text)]
    }
    return Found(len(found & wanted), len(found - wanted), len(wanted - found))


def marks_of_commitments(app: App, of: Path = SERIES) -> Marks:
    """Of each judged announcement: what became of it, and whether the right letter shows it."""
    told: list[tuple[str, str]] = []
    with app.database.reading() as session:
        due = announced.announced(session, announced.Due(date.min, date.max), limit=100)
        found = pledges(session, full_text(app.database), due, app.today())
    for one in judged(of)["commitment"]:
        pledge = next(p for p in found if p.announced.sentence.text.startswith(one["starts"]))
        shown = named(pledge.shown_by.source) if pledge.shown_by else None
        told.append((f"{pledge.fate} {shown}", f"{one['fate']} {one.get('shown')}"))
    doubted = [(Fate.PERHAPS.value if text.startswith("perhaps") else text, wanted) for text, wanted in told]
    return marks(doubted, Fate.PERHAPS.value)


def found_turns(app: App, of: Path = SERIES) -> Found:
    """Of each judged subject: where the Dutch stance changed."""
    right = wrong = missed = 0
    for one in judged(of)["course"]:
        wanted = {(before, after) for before, after, *_ in one["turns"]}
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


def measure() -> Iterator[str]:
    """A line for each figure."""
    folder = Path(tempfile.mkdtemp(prefix="jbz-bench"))
    try:
        yield from _judged(f"sqlite:///{folder}/series.db")
        yield from _judged_afresh(f"sqlite:///{folder}/afresh.db")
        yield from _timed(f"sqlite:///{folder}/many.db")
    finally:
        shutil.rmtree(folder)


def _judged(url: str) -> Iterator[str]:
    app = series_app(url)
    found = found_turns(app)
    yield f"quotes: {marks_of_quotes(app)}"
    yield f"planned against said: {marks_of_planned(app)}"
    yield f"changes of stance: {found}"
    yield f"commitments: {marks_of_commitments(app)}"
    app.close()


def _judged_afresh(url: str) -> Iterator[str]:
    app = series_app(url, AFRESH)
    yield f"afresh, planned against said: {marks_of_planned(app, AFRESH)}"
    yield f"afresh, changes of stance: {found_turns(app, AFRESH)}"
    yield f"afresh, what is announced, by whom, for when: {found_commitments(app)}"
    yield f"afresh, commitments: {marks_of_commitments(app, AFRESH)}"
    app.close()


def _timed(url: str) -> Iterator[str]:
    app = App(load_settings({"JBZ_DATABASE_URL": url}), Clock(TOLD_ON))
    app.database.upgrade()
    fill(app)
    for letter in LETTERS:
        app.take_in(letter.read_bytes(), Provenance(letter.name))
    app.warm_up()
    rng = random.Random(1)  # noqa: S311 - no secret
    with app.database.reading() as session:
        kept = items.newest(session, limit=_LOOKED_AT)
        both = meetings.with_both(session, _LOOKED_AT)
        due = announced.announced(session, announced.Due(date.min, TOLD_ON.date(), latest_first=True), limit=_LOOKED_AT)
    sentences = rng.sample([i.item.text_of(said) for i in kept for said in i.item.statements], 2 * _ASKED)
    asked: dict[str, Sequence[Callable[[], object]]] = {
        "a sentence that stands there": [partial(app.quotes.check, one) for one in sentences[:_ASKED]],
        "one with a word changed": [partial(app.quotes.check, _changed(one, rng)) for one in sentences[_ASKED:]],
        "words without meaning": [partial(app.quotes.check, _jumbled(sentences, rng)) for _ in range(_ASKED)],
        "planned against said": [partial(_compared, app, one) for one in both],
        "the course of a theme": [partial(app.courses.of, slug) for slug in app.index.theme_sizes()],
        "what became of 20 announcements": [partial(_became, app, due[at : at + 20]) for at in range(0, len(due), 20)],
        "whether a position turned": [
            partial(_turned, app, one) for i in kept for one in positions_of(i) if side_taken(one)
        ][:_ASKED],
    }
    for name, calls in asked.items():
        yield timed(name, calls)
    yield f"peak memory: {getrusage(RUSAGE_SELF).ru_maxrss / 1024:.0f} MiB"
    app.close()


def timed(name: str, calls: Sequence[Callable[[], object]]) -> str:
    """What these calls took, as a line."""
    walls, ours = zip(*(_milliseconds(call) for call in calls), strict=True)
    return (
        f"{name:<32} median {statistics.median(walls):6.1f} ms  longest {max(walls):6.1f} ms"
        f"  processor median {statistics.median(ours):6.1f} ms  longest {max(ours):6.1f} ms  of {len(calls)}"
    )


def _milliseconds(call: Callable[[], object]) -> tuple[float, float]:
    """By the clock, and of the processor alone."""
    start, worked = time.perf_counter(), time.process_time()
    call()
    return (time.perf_counter() - start) * 1000, (time.process_time() - worked) * 1000


def _changed(sentence: str, rng: random.Random) -> str:
    told = sentence.split()
    told[rng.randrange(len(told))] = "anders"
    return " ".join(told)


def _jumbled(sentences: Sequence[str], rng: random.Random) -> str:
    return " ".join(rng.sample([word for one in sentences for word in one.split()], 12))


def _compared(app: App, meeting_id: int) -> object:
    with app.database.reading() as session:
        return compare(*letters.agenda_and_report(session, meeting_id))


def _became(app: App, some: Sequence[Announced]) -> object:
    with app.database.reading() as session:
        return pledges(session, full_text(app.database), some, app.today())


def _turned(app: App, one: Announced) -> object:
    with app.database.reading() as session:
        return app.letters(session).turn(one)


if __name__ == "__main__":
    for line in measure():
        print(line)  # noqa: T201
