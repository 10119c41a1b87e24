"""How good preparations and handovers are, and what they cost: `.venv/bin/python -m tests.bench.preparing`.

Right and wrong are counted on the judged letters (tests/letters/preparing/judged.toml); time on 20,000 items around
the series. docs/benchmarks.md keeps the figures.
"""

import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from resource import RUSAGE_SELF, getrusage

from bot.app import App
from bot.settings import load_settings
from briefings.comparing.earlier import SameMatter
from briefings.comparing.handover import Handover
from briefings.model.briefing import Announced, StoredItem
from briefings.model.document import Kind
from storage.reading import letters, meetings
from tests.bench.comparing import timed
from tests.bench.pages import fill
from tests.letters.prepared import WORLDS, Judged, belonging, judged_items, placed, take_in, world
from tests.letters.told_over_years import TOLD_ON
from tests.stand_ins.clock import Clock

_LOOKED_AT = 40


@dataclass(slots=True)
class Joined:
    """What was joined to something: for sure, perhaps, wrongly, and what was missed; each with its place."""

    right: list[str] = field(default_factory=list)
    perhaps: list[str] = field(default_factory=list)  #: that belong, and are told as uncertain
    wrong: list[str] = field(default_factory=list)
    missed: list[str] = field(default_factory=list)
    idle: list[str] = field(default_factory=list)  #: told as uncertain, and neither belong nor may belong

    def __str__(self) -> str:
        """For people."""
        told, all_ = len(self.right), len(self.right) + len(self.perhaps) + len(self.missed)
        return (
            f"right {told}, perhaps {len(self.perhaps)}, wrong {len(self.wrong)}, missed {len(self.missed)},"
            f" idle doubts {len(self.idle)};"
            f" precision {told / max(told + len(self.wrong), 1):.2f}, recall {told / max(all_, 1):.2f}"
        )


def joined_items(apps: Mapping[str, App], which: Judged = Judged.SEEN) -> Joined:
    """Which earlier items are joined to each judged item of an agenda."""
    found = {
        placed(item, name): (item, name, app)
        for name, app in apps.items()
        for item in _items_of_agendas(app)
    }  # fmt: skip
    told = Joined()
    for one in judged_items(which):
        planned, name, app = found[one["agenda"]]
        earlier = app.packs.preparations.earlier(planned)
        sure = {placed(two.source, name) for two in earlier if two.how is SameMatter.SURE and _is_report(two.source)}
        perhaps = {placed(two.source, name) for two in earlier if two.how is SameMatter.PERHAPS}
        belongs, may = set(one["belongs"]), set(one.get("may", ()))

        def at(places: set[str], agenda: str = one["agenda"]) -> list[str]:
            return [f"{agenda} <- {place}" for place in sorted(places)]

        told.right += at(sure & belongs)
        told.perhaps += at(perhaps & belongs)
        told.wrong += at(sure - belongs)
        told.missed += at(belongs - sure - perhaps)
        told.idle += at({place for place in perhaps - belongs - may if "agenda" not in place})
    return told


def joined_sentences(apps: Mapping[str, App]) -> Joined:
    """Which sentences are in each judged handover."""
    told = Joined()
    for one in belonging()["year"]:
        made = apps[one["letters"]].packs.handovers.of(one["asked"])
        for kind, sentences in _sentences(made).items():
            wanted = list(one[kind])
            for sentence in sentences:
                hit = next((start for start in wanted if sentence.startswith(start)), None)
                if hit:
                    wanted.remove(hit)
                (told.right if hit else told.wrong).append(f"{one['asked']}, {kind}: {sentence}")
            told.missed += [f"{one['asked']}, {kind}: {start}" for start in wanted]
    return told


def _sentences(made: Handover | None) -> dict[str, list[str]]:
    kinds: dict[str, Sequence[Announced]] = {"said": (), "decided": (), "open": ()}
    if made is not None:
        kinds = {"said": made.said, "decided": made.decided, "open": [one.announced for one in made.open]}
    return {kind: [one.sentence.text for one in told] for kind, told in kinds.items()}


def _items_of_agendas(app: App) -> Iterator[StoredItem]:
    with app.database.reading() as session:
        for meeting in sorted(meetings.with_agenda(session)):
            yield from letters.agenda_and_report(session, meeting)[0]


def _is_report(source: StoredItem) -> bool:
    return source.kind == Kind.REPORT.value


def measure() -> Iterator[str]:
    """A line for each figure."""
    folder = Path(tempfile.mkdtemp(prefix="jbz-bench"))
    try:
        apps = {name: world(name, f"sqlite:///{folder}/{name}.db") for name in WORLDS}
        for name, told in (
            ("items", joined_items(apps)),
            ("items judged after the rule", joined_items(apps, Judged.AFTER)),
            ("items under another title", joined_items(apps, Judged.RETITLED)),
            ("items under another title, afresh", joined_items(apps, Judged.AFRESH)),
            ("sentences", joined_sentences(apps)),
        ):
            yield f"joined {name}: {told}"
            yield from (
                f"  {what}: {one}" for what in ("perhaps", "wrong", "missed", "idle") for one in getattr(told, what)
            )
        for app in apps.values():
            app.close()
        yield from _timed(f"sqlite:///{folder}/many.db")
    finally:
        shutil.rmtree(folder)


def _timed(url: str) -> Iterator[str]:
    app = App(load_settings({"JBZ_DATABASE_URL": url}), Clock(TOLD_ON))
    app.database.upgrade()
    fill(app)
    take_in(app, WORLDS["series"][0])
    app.warm_up()
    with app.database.reading() as session:
        newest = meetings.by_ids(session, sorted(meetings.with_agenda(session)))[:_LOOKED_AT]
        agendas = [letters.agenda_and_report(session, one.id)[0] for one in newest]
    asked: dict[str, Sequence[Callable[[], object]]] = {
        "a preparation of 20 items": [partial(app.packs.preparations.of, agenda) for agenda in agendas],
        "a handover of a theme and year": [
            partial(app.packs.handovers.of, f"{slug} {TOLD_ON.year}") for slug in app.index.theme_sizes()
        ],
    }
    for name, calls in asked.items():
        yield timed(name, calls)
    yield f"peak memory: {getrusage(RUSAGE_SELF).ru_maxrss / 1024:.0f} MiB"
    app.close()


if __name__ == "__main__":
    for line in measure():
        print(line)  # noqa: T201
