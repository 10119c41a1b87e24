"""The letters around coming agendas, and what belongs to them and to a year of a subject (preparing/judged.toml)."""

import tomllib
from collections.abc import Iterable
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import Any

from bot.app import App
from bot.settings import load_settings
from briefings.model.briefing import StoredItem
from briefings.model.document import Provenance
from tests.conftest import REPORT
from tests.letters.told_over_years import LETTERS, TOLD_ON, named
from tests.questions.judged import ASKED_ON
from tests.questions.judged import LETTERS as ASKED_OF

PREPARING = Path(__file__).parent / "preparing"
#: The letters that are known together, and the day on which they are asked.
WORLDS: dict[str, tuple[tuple[Path, ...], datetime]] = {
    "series": ((*LETTERS, PREPARING / "2024-12_agenda.txt"), TOLD_ON),
    "report": ((REPORT, PREPARING / "2025-06_agenda.txt"), datetime(2025, 6, 2, 12, tzinfo=UTC)),
    "questions": (
        (*ASKED_OF.values(), PREPARING / "2025-12_agenda.txt"),
        datetime(ASKED_ON.year, ASKED_ON.month, ASKED_ON.day, 12, tzinfo=UTC),
    ),
    "retitled": (tuple(sorted((PREPARING / "retitled").glob("*.txt"))), datetime(2022, 10, 1, 12, tzinfo=UTC)),
    "afresh": (tuple(sorted((PREPARING / "afresh").glob("*.txt"))), datetime(2021, 10, 1, 12, tzinfo=UTC)),
}
_CODES = {
    ("JBZ", "2025-03", "verslag"): "R",
    ("JBZ", "2025-10", "geannoteerde_agenda"): "A", ("JBZ", "2025-10", "verslag"): "V",
    ("LANDBOUW", "2025-09", "verslag"): "L", ("ECOFIN", "2025-07", "verslag"): "E",
    ("TRANSPORT", "2024-12", "verslag"): "T", ("MILIEU", "2024-10", "verslag"): "M",
}  # fmt: skip


def belonging() -> dict[str, Any]:
    """What is right, by reading the letters."""
    return tomllib.loads((PREPARING / "judged.toml").read_text("utf-8"))


class Judged(StrEnum):
    """When the items of an agenda were judged."""

    SEEN = "seen"  #: by who wrote the rule
    AFTER = "after"  #: when the rule stood
    RETITLED = "retitled"  #: other subjects, mostly under other titles; before the rule that joins these
    AFRESH = "afresh"  #: other subjects again; when that rule stood


def judged_items(which: Judged) -> list[dict[str, Any]]:
    """The items of agendas with what belongs to them."""
    if which in (Judged.RETITLED, Judged.AFRESH):
        return list(tomllib.loads((PREPARING / which / "judged.toml").read_text("utf-8"))["item"])
    return [one for one in belonging()["item"] if one.get("unseen", False) is (which is Judged.AFTER)]


def world(name: str, url: str) -> App:
    """The product with the letters of a world taken in, on the day they are asked."""
    letters, now = WORLDS[name]
    app = App(load_settings({"JBZ_DATABASE_URL": url}), lambda: now)
    app.database.upgrade()
    take_in(app, letters)
    return app


def take_in(app: App, letters: Iterable[Path]) -> None:
    """These letters come in."""
    for letter in letters:
        app.take_in(letter.read_bytes(), Provenance(letter.name))


def placed(source: StoredItem, world: str) -> str:
    """An item as the judged list names it: "2023-03_agenda:I.1", "R:I.6"."""
    key = (source.meeting.council, f"{source.meeting.dates[0]:%Y-%m}", source.kind)
    code = "G" if world == "questions" and key[1] == "2024-06" else _CODES.get(key)
    return f"{code}:{source.item.number}" if code and world != "series" else named(source)
