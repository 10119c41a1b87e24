"""Judged sentences (README.txt beside this) against what is understood of them."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from briefings.enriching.setting import Setting
from briefings.enriching.statements import find_statements
from briefings.model.document import Kind
from briefings.model.item import AgendaItem, ItemKind
from briefings.model.meeting import Meeting
from briefings.model.statement import Statement, StatementKind

HERE = Path(__file__).parent
SETTING = Setting(date(2025, 3, 21), Kind.REPORT, Meeting("JBZ", (date(2025, 3, 5), date(2025, 3, 7)), "Brussel"))
LABELS = ("besluit", "kennisgenomen", "conclusie", "geen-besluit", "nederland", "toezegging", "aangekondigd")


@dataclass(frozen=True, slots=True)
class Judged:
    """A sentence, what it is by a person's judgement, and what was understood."""

    text: str
    label: str  #: "-" for none
    stance: str | None  #: "geen" for none; None when it was not judged
    found: Statement

    @property
    def found_label(self) -> str:
        """The label that is shown."""
        return label_of(self.found)

    @property
    def found_stance(self) -> str:
        """The stance that was read, as the files write it."""
        return self.found.stance.value.replace(" ", "-") if self.found.stance else "geen"


def label_of(said: Statement) -> str:
    """The label that a sentence is shown with, as the files write it."""
    match said.kind:
        case StatementKind.DECISION:
            if said.is_noted:
                return "kennisgenomen"
            return "conclusie" if said.is_conclusion else "besluit"
        case StatementKind.NO_DECISION:
            return "geen-besluit"
        case StatementKind.POSITION:
            return "nederland"
        case StatementKind.COMMITMENT:
            return "toezegging" if said.is_promise else "aangekondigd"
        case StatementKind.INFORMATION:
            return "-"


def read(path: Path) -> Iterator[Judged]:
    """The judged sentences of a file."""
    setting, is_side = SETTING, False
    item: list[list[tuple[str, str]]] = []
    whole = False
    for line in [*path.read_text("utf-8").splitlines(), "##"]:
        if line.startswith(("##", "@", "=")):
            yield from _whole(item, setting, is_side=is_side)
            item, whole = [[]], line.startswith("##")
            is_side = line.startswith("## - ")
        if line.startswith("@ "):
            setting = _setting(line[2:], setting)
        elif line.startswith("¶"):
            item.append([])
        elif " | " in line and not line.startswith("#"):
            verdict, text = line.split(" | ", 1)
            if whole:
                item[-1].append((verdict.strip(), text))
            else:
                yield _alone(verdict.strip(), text, setting)


def _setting(words: str, before: Setting) -> Setting:
    if words == "verslag":
        return replace(before, kind=Kind.REPORT)
    if words == "geannoteerde agenda":
        return replace(before, kind=Kind.ANNOTATED_AGENDA)
    council, days, *letter = words.split()
    meeting = Meeting(council, tuple(date.fromisoformat(day) for day in days.split(",")))
    return replace(before, meeting=meeting, letter_date=date.fromisoformat(letter[0]) if letter else None)


def _alone(verdict: str, text: str, setting: Setting) -> Judged:
    context, text = text[1:].split("} ", 1) if text.startswith("{") else ("", text)
    item = AgendaItem("x", paragraphs=(f"{context} {text}".strip(),))
    return _judged(verdict, text, find_statements(item, setting)[-1])


def _whole(item: list[list[tuple[str, str]]], setting: Setting, *, is_side: bool) -> Iterator[Judged]:
    held = [paragraph for paragraph in item if paragraph]
    paragraphs = tuple(" ".join(text for _, text in paragraph) for paragraph in held)
    kind = ItemKind.SIDE_TOPIC if is_side else ItemKind.AGENDA
    found = find_statements(AgendaItem("x", kind, paragraphs=paragraphs), setting)
    judged = [one for paragraph in held for one in paragraph]
    texts = [paragraphs[s.paragraph][s.start : s.end] for s in found]
    if texts != [text for _, text in judged]:
        raise ValueError(f"The sentences of this item are divided otherwise: {texts}")
    for (verdict, text), statement in zip(judged, found, strict=True):
        if verdict != "~":
            yield _judged(verdict, text, statement)


def _judged(verdict: str, text: str, found: Statement) -> Judged:
    label, _, stance = verdict.partition("/")
    return Judged(text, label, stance or None, found)


def score(judged: list[Judged]) -> dict[str, tuple[int, int, int]]:
    """Of each label (right, shown, judged so); of "houding" (right, judged, judged)."""
    shown = Counter(one.found_label for one in judged)
    meant = Counter(one.label for one in judged)
    right = Counter(one.label for one in judged if one.label == one.found_label)
    stances = [one for one in judged if one.stance]
    kept = sum(one.stance == one.found_stance for one in stances)
    return {label: (right[label], shown[label], meant[label]) for label in LABELS} | {
        "houding": (kept, len(stances), len(stances))
    }


def measure() -> Iterator[str]:
    """A line for each label: precision and recall on the sentences the rules were made with, and on those held out."""
    sets = {"made with": ("real", "own"), "held out": ("held-out",)}
    for name, files in sets.items():
        judged = [one for file in files for one in read(HERE / f"{file}.txt")]
        for label, (right, shown, meant) in score(judged).items():
            precision, recall = (right / shown if shown else 1.0), (right / meant if meant else 1.0)
            told = f"precision {precision:.3f} ({right}/{shown})   recall {recall:.3f} ({right}/{meant})"
            yield f"{name:<9} {label:<13} {told}"
