"""The judged questions, and how well an answerer does on them."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from pathlib import Path

from tests.conftest import REPORT

ASKED_ON = date(2025, 11, 1)
FOLDER = Path(__file__).parent
#: The letters by the code the questions use for them.
LETTERS = {
    "R": REPORT,
    "A": FOLDER / "letters" / "agenda-jbz-2025-10.txt",
    "V": FOLDER / "letters" / "verslag-jbz-2025-10.txt",
    "G": FOLDER / "letters" / "verslag-jbz-2024-06.txt",
    "L": FOLDER / "letters" / "verslag-landbouw-2025-09.txt",
    "E": FOLDER / "letters" / "verslag-ecofin-2025-07.txt",
    "T": FOLDER / "letters" / "verslag-transport-2024-12.txt",
    "M": FOLDER / "letters" / "verslag-milieu-2024-10.txt",
}
#: Kinds of questions that hold a typing error.
MISTYPED = (
    "transposed", "doubled or missing letter", "sound", "two errors", "wrong key", "mistyped sentence", "mistyped",
)  # fmt: skip
#: By people who had not seen the rules: all held out.
_UNSEEN = ("unseen.txt", "second.txt", "third.txt", *(f"fresh/{number}.txt" for number in range(1, 12)))
_FILES = ("questions.txt", "asked.txt", "tried.txt", *_UNSEEN)
#: The questions of `asked.txt` that are held out: five in twelve.
_HELD, _OF = 5, 12
_TOP = 3
_LINE = re.compile(r"^(?P<held>\* )?(?P<ask>.+?) =>(?P<wanted>[^#]*)(?:#.*)?$")

Answerer = Callable[[str], Sequence[str]]  #: a question -> the items found, best first: "R:I.6"


@dataclass(frozen=True, slots=True)
class Judged:
    """A question with the items that answer it; none for one that must find nothing."""

    ask: str
    kind: str
    wanted: frozenset[str]
    held_out: bool  #: looked at once, after the rules stood
    fresh: bool = False  #: of the eleven persons whose files stand in fresh/


@dataclass(frozen=True, slots=True)
class Marks:
    """How well an answerer did on some questions."""

    asked: int
    recall: float  #: of the items wanted, at most three, how many are among the first three
    reciprocal_rank: float  #: one over the rank of the first item wanted; the mean
    hopeless: int  #: questions that must find nothing
    wrong: int  #: those of them that were answered


def questions() -> list[Judged]:
    """Every judged question. Raises ValueError on a line that is none."""
    return [question for name in _FILES for question in _questions(name)]


def judged_in(name: str) -> list[Judged]:
    """The questions of one file, beside those of `questions`. Raises ValueError on a line that is none."""
    return list(_questions(name))


def _questions(name: str) -> Iterator[Judged]:
    kind = ""
    for line in (FOLDER / name).read_text("utf-8").splitlines():
        if not line.strip() or line.startswith("#"):
            continue
        if line.startswith("["):
            kind = line.strip("[]")
            continue
        match = _LINE.match(line)
        if match is None:
            raise ValueError(f"{name}: {line}")
        held_out = name in _UNSEEN or (name == "asked.txt" and _is_held_out(match["ask"]))
        yield Judged(match["ask"], kind, frozenset(match["wanted"].split()), held_out, name.startswith("fresh"))


def _is_held_out(ask: str) -> bool:
    """Settled by the question itself, so that nobody chooses."""
    return int(sha256(ask.encode()).hexdigest(), 16) % _OF < _HELD


def mark(asked: Iterable[Judged], answer: Answerer) -> Marks:
    """The marks of an answerer."""
    recalls: list[float] = []
    ranks: list[float] = []
    hopeless = wrong = 0
    for question in asked:
        found = list(answer(question.ask))
        if question.wanted:
            recalls.append(len(question.wanted.intersection(found[:_TOP])) / min(_TOP, len(question.wanted)))
            ranks.append(next((1 / rank for rank, item in enumerate(found, 1) if item in question.wanted), 0.0))
        else:
            hopeless += 1
            wrong += bool(found)
    return Marks(len(recalls), _mean(recalls), _mean(ranks), hopeless, wrong)


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values) if values else 0.0
