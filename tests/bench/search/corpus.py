"""What every engine is given: the letters of the judged questions, and letters without meaning around them."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from briefings.enriching.enrich import enrich
from briefings.model.document import Document, Kind, Provenance
from briefings.model.item import AgendaItem
from briefings.model.meeting import Meeting
from briefings.reading.read import read
from briefings.themes.catalogue import load_catalogue
from tests.bench.search import noise
from tests.questions.judged import LETTERS


@dataclass(frozen=True, slots=True)
class Text:
    """An item as plain engines take it."""

    key: str  #: "R:I.6"; "" for one without meaning
    title: str
    body: str


@cache
def judged_letters() -> tuple[tuple[str, Document], ...]:
    """The letters that the questions are about, by their code."""
    themes = load_catalogue().themes
    return tuple(
        (code, enrich(read(path.read_bytes(), Provenance(path.name)), themes)) for code, path in LETTERS.items()
    )


def noise_documents(items: int) -> Iterator[Document]:
    """Letters without meaning, understood as any letter."""
    themes = load_catalogue().themes
    for letter in noise.letters(items):
        document = Document(
            kind=Kind.REPORT,
            meeting=Meeting(letter.council, (letter.day,)),
            title=f"Verslag van de {letter.council} van {letter.day}",
            letter_date=letter.day,
            items=tuple(AgendaItem(i.title, number=i.number, paragraphs=i.paragraphs) for i in letter.items),
        )
        yield enrich(document, themes)


def texts(items: int) -> Iterator[Text]:
    """Every item as plain text: the judged letters, and noise up to `items` in all."""
    judged = [
        Text(f"{code}:{item.number}", f"{item.title} {item.subtitle or ''}".strip(), "\n".join(item.paragraphs))
        for code, document in judged_letters()
        for item in document.items
    ]
    yield from judged
    for letter in noise.letters(items - len(judged)):
        for item in letter.items:
            yield Text("", item.title, "\n".join(item.paragraphs))
