"""The text of an item cut into what can be linked: paragraphs, sentences, marks of notes."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from bot.web.room.quoting import TONES
from briefings.model.briefing import Sentence
from briefings.model.item import AgendaItem
from briefings.model.statement import Actor, Statement

Label = Callable[[Sentence], str | None]
Who = Callable[[Actor | None, str | None], str | None]


@dataclass(frozen=True, slots=True)
class Note:
    """A note of the letter, under the names that lead to it and back."""

    id: str
    marker: str
    text: str


@dataclass(frozen=True, slots=True)
class TextRun:
    """A run of text, and the notes whose marks stand behind it."""

    text: str
    notes: tuple[Note, ...] = ()


@dataclass(frozen=True, slots=True)
class Spoken:
    """A sentence, or what stands between two (without an id)."""

    id: str | None
    runs: tuple[TextRun, ...]
    number: int = 0
    label: str | None = None  #: "Besluit", "Nederland"
    tone: str = ""
    who: str | None = None  #: who speaks in it
    is_marked: bool = False

    @property
    def said_by(self) -> str:
        """What stands before a marked sentence: who speaks and what it is, once where the one names the other."""
        label, who = self.label or "", self.who or ""
        return label if who.lower() in label.lower() else f"{who} · {label}" if label else who


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph; the names of the parts that begin at it stand above it."""

    number: int
    headings: tuple[str, ...]
    sentences: tuple[Spoken, ...]
    is_text: bool = True  #: no: only headings, behind the last paragraph

    @property
    def id(self) -> str:
        """As links have it: "p3"."""
        return f"p{self.number}"


def paragraphs_of(item: AgendaItem, label: Label, who: Who, only: str | None) -> Sequence[Paragraph]:
    """Every paragraph. Sentences with a speaker are marked; with `only` those of that actor."""
    notes = {id(note): kept for note, kept in zip(item.footnotes, notes_of(item), strict=True)}
    headings = {
        at: tuple(part.title for part in item.parts if part.paragraph == at) for at in range(len(item.paragraphs) + 1)
    }
    told = [
        Paragraph(at + 1, headings[at], tuple(_sentences(item, at, notes, (label, who, only))))
        for at in range(len(item.paragraphs))
    ]
    if behind := headings[len(item.paragraphs)]:
        told.append(Paragraph(len(item.paragraphs) + 1, behind, (), is_text=False))
    return told


def notes_of(item: AgendaItem) -> list[Note]:
    """The notes in order; two of one marker stay two."""
    return [Note(f"n{at + 1}", note.marker, note.text) for at, note in enumerate(item.footnotes)]


def _sentences(item: AgendaItem, at: int, notes: dict[int, Note], how: tuple[Label, Who, str | None]) -> list[Spoken]:
    text = item.paragraphs[at]
    said = sorted((one for one in item.statements if one.paragraph == at), key=lambda one: one.start)
    marks = [(note.offset, notes[id(note)]) for note in item.footnotes if note.paragraph == at]
    told: list[Spoken] = []
    end = 0
    for number, statement in enumerate(said, 1):
        start = max(statement.start, end)
        if start > end:
            told.append(Spoken(None, _runs(text, end, start, marks, first=end == 0)))
        runs = _runs(text, start, statement.end, marks, first=start == 0)
        told.append(_spoken(item, statement, f"p{at + 1}-{number}", number, runs, how))
        end = max(end, statement.end)
    if end < len(text) or not said:
        told.append(Spoken(None, _runs(text, end, len(text), marks, first=end == 0)))
    return told


def _spoken(
    item: AgendaItem,
    statement: Statement,
    name: str,
    number: int,
    runs: tuple[TextRun, ...],
    how: tuple[Label, Who, str | None],
) -> Spoken:
    label, who, only = how
    speaker = who(statement.actor, statement.named)
    is_marked = speaker is not None and (
        only is None or (statement.actor is not None and statement.actor.value == only)
    )
    sentence = Sentence.of(item, statement)
    return Spoken(name, runs, number, label(sentence), TONES[statement.kind], speaker, is_marked)


def _runs(text: str, start: int, end: int, marks: Sequence[tuple[int, Note]], *, first: bool) -> tuple[TextRun, ...]:
    """The text between two places, cut behind each note's mark; one at the very start is of what begins there."""
    here = sorted(
        ((offset, note) for offset, note in marks if start < offset <= end or (first and offset == 0)),
        key=lambda one: one[0],
    )
    cuts = sorted({offset for offset, _ in here if start < offset <= end})
    runs: list[TextRun] = []
    if any(offset == start for offset, _ in here):
        runs.append(TextRun("", tuple(note for offset, note in here if offset == start)))
    at = start
    for cut in cuts:
        runs.append(TextRun(text[at:cut], tuple(note for offset, note in here if offset == cut)))
        at = cut
    if at < end:
        runs.append(TextRun(text[at:end]))
    return tuple(runs)


def all_text(paragraph: Paragraph) -> str:
    """The paragraph as the letter has it."""
    return "".join(run.text for spoken in paragraph.sentences for run in spoken.runs)
