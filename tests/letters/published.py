"""A year of letters as parliament publishes them: docx, then pdf, then the official XML, with what goes wrong."""

import random
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property
from typing import Any

from bot.words import Words
from tests.letters.invented import Letter, Line, Shape, write
from tests.letters.writers import docx, official, pdf
from tests.stand_ins.parliament_server import Paper

_COUNCIL = "Raad Justitie en Binnenlandse Zaken"
_CHANGED = "De Raad besloot alsnog om het verzonnen voorstel met een meerderheid van veertien landen aan te nemen."


@dataclass
class Story:
    """One letter, and what happens to it."""

    number: str  #: "2025D00017"
    kind: str
    meeting: tuple[date, date]
    day: date
    sequel: int
    has_annex: bool = False  #: the report itself is an annex of the letter
    is_corrected: bool = False
    is_deleted: bool = False
    is_late: bool = False  #: without a dossier on its first day
    days: str = field(init=False)
    letter: Letter = field(init=False)

    def __post_init__(self) -> None:
        words, (first, last) = Words("nl"), self.meeting
        self.days = f"{first.day if first.month == last.month else words.day(first)} en {words.day(last)}"
        self.letter = write(
            Shape(
                name=self.number,
                council="JBZ",
                council_name=_COUNCIL,
                outline="jbz",
                kind=self.kind,
                dates=(self.days, tuple(day.isoformat() for day in self.meeting)),
                letter_date=(words.day(self.day), self.day.isoformat()),
                number=str(self.sequel),
            )
        )

    @property
    def subject(self) -> str:
        """As parliament lists it."""
        word = "Verslag" if self.kind == "verslag" else "Geannoteerde agenda"
        return f"{word} JBZ-Raad van {self.days}"

    @property
    def kamerstuk(self) -> str:
        """Its number once it has one."""
        return f"32317-{self.sequel}"

    @property
    def titles(self) -> list[str]:
        """Of its items."""
        return [item.title for item in self.letter.items]

    def corrected(self) -> Letter:
        """The letter with another sentence in its first item."""
        letter = deepcopy(self.letter)
        at = next(at for at, line in enumerate(letter.lines) if line.style == "text")
        letter.lines[at] = Line("text", _CHANGED, gap=letter.lines[at].gap)
        return letter

    @cached_property
    def as_docx(self) -> bytes:
        """As first sent: without its number."""
        return docx.by_style(_without_number(self.letter))

    @cached_property
    def as_pdf(self) -> bytes:
        """As published."""
        return pdf.write(self.letter)

    @cached_property
    def as_xml(self) -> bytes:
        """As edited."""
        return official.xml(self.letter)

    @cached_property
    def covering(self) -> bytes:
        """The letter alone, when the report is an annex."""
        letter = _without_number(self.letter)
        letter.lines = letter.lines[: _title_at(letter)]
        return docx.by_style(letter)

    @cached_property
    def annex(self) -> bytes:
        """The report alone."""
        letter = deepcopy(self.letter)
        letter.lines = letter.lines[_title_at(letter) :]
        return docx.by_style(letter)


def year(first: date, letters: int, seed: int) -> Iterator[Story]:
    """Agendas before and reports after, over a year."""
    chance = random.Random(seed)  # noqa: S311 - the same year every time
    for number in range(letters):
        meeting = first + timedelta(days=round((number // 2) * 365 / (letters / 2)))
        kind = "verslag" if number % 2 else "geannoteerde_agenda"
        yield Story(
            number=f"2025D{10_000 + number}",
            kind=kind,
            meeting=(meeting, meeting + timedelta(days=1)),
            day=meeting + (timedelta(days=14) if number % 2 else timedelta(days=-10)),
            sequel=1000 + number,
            has_annex=number % 7 == 3,
            is_corrected=number % 6 == 1 and number % 7 != 3,
            is_deleted=number % 20 == 6,
            is_late=chance.random() < 0.5,
        )


def paper(story: Story, **more: Any) -> Paper:
    """As first sent."""
    return Paper(story.number, story.subject, story.day, story.as_docx, **more)


def published(story: Story) -> Paper:
    """With its number."""
    return paper(story, dossier="32317", sequel=story.sequel)


def one(number: int = 0, **more: Any) -> Story:
    """A report of a recent meeting."""
    meeting = (date(2025, 1, 6) + timedelta(days=7 * number), date(2025, 1, 7) + timedelta(days=7 * number))
    return Story(f"2025D{20_000 + number}", "verslag", meeting, meeting[1], 700 + number, **more)


def _without_number(letter: Letter) -> Letter:
    """Fresh letters bear no number of the dossier."""
    bare = deepcopy(letter)
    bare.lines = bare.lines[2:]
    return bare


def _title_at(letter: Letter) -> int:
    return next(at for at, line in enumerate(letter.lines) if line.style == "title")
