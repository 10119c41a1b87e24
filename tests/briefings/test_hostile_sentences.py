"""A text made to take long is understood about as fast as another of its length, or not at all."""

import re
from dataclasses import replace
from datetime import date
from time import process_time

import pytest

from briefings.answering import frames
from briefings.enriching import citations, elsewhere, finites, promises, stances
from briefings.enriching.enrich import understand
from briefings.enriching.setting import Setting
from briefings.enriching.statements import LONGEST_SENTENCE
from briefings.errors import Unreadable
from briefings.intake.apart import ReadingApart
from briefings.model.document import Provenance
from briefings.model.item import AgendaItem, ItemKind
from briefings.model.statement import Statement
from briefings.themes.catalogue import load_catalogue
from tests.letters.forms import FORMS
from tests.letters.invented import shapes, write

_AGAIN: tuple[str, ...] = (
    "heeft ",
    "zegt ",
    "kom ",
    "is ",
    "vindt ",
    "zal ",
    "sprak zich ",
    "moeilijk ",
    "geen standpunt ",
    "de ",
)
_AGAIN += ("nederland bereikte ", "met het parlement a ", "„x ", "motie Jansen ", "is voor de ")


def _patterns() -> dict[str, re.Pattern[str]]:
    modules = (citations, elsewhere, finites, frames, promises, stances)
    return {
        f"{module.__name__.rpartition('.')[2]}.{name}": value
        for module in modules
        for name, value in vars(module).items()
        if isinstance(value, re.Pattern)
    }


@pytest.mark.parametrize("name", _patterns())
def test_no_pattern_looks_to_the_end_from_every_word(name: str) -> None:
    pattern = _patterns()[name]
    for word in _AGAIN:
        text = word * (40_000 // len(word))
        began = process_time()
        pattern.findall(text)
        assert process_time() - began < 1, word


def test_a_sentence_without_end_is_kept_and_nothing_is_said_of_it() -> None:
    endless = "De minister heeft toegezegd " * 400 + "x."
    text = f"{endless} De minister zegt de Kamer een brief toe."
    item = AgendaItem("x", ItemKind.AGENDA, paragraphs=(text,))
    first, second = understand(item, Setting(date(2025, 3, 5)), load_catalogue().themes).statements
    assert len(endless) > LONGEST_SENTENCE
    assert first == Statement(0, 0, len(endless))
    assert (text[second.start : second.end], second.actor) == ("De minister zegt de Kamer een brief toe.", "nederland")


def test_a_paragraph_of_one_word_is_understood_at_once() -> None:
    item = AgendaItem("x", ItemKind.AGENDA, paragraphs=("heeft " * 33_000, "motie Jansen " * 10_000))
    began = process_time()
    understand(item, Setting(date(2025, 3, 5)), load_catalogue().themes)
    assert process_time() - began < 5


def test_understanding_that_hangs_is_stopped_and_the_next_letter_is_understood() -> None:
    apart = ReadingApart()
    document = apart.read(FORMS["docx, headings by style"](write(next(shapes()))), Provenance("x"))
    endless = replace(document, items=document.items * 5_000)  # of seconds
    apart.seconds = 0.3
    with pytest.raises(Unreadable) as refused:
        apart.understand(endless, load_catalogue().themes, "traag.docx")
    assert (refused.value.message.code, refused.value.message.values["name"]) == ("letter.took_too_long", "traag.docx")
    apart.seconds = 30
    understood = apart.understand(document, load_catalogue().themes, "x")
    assert (understood.title, any(item.statements for item in understood.items)) == (document.title, True)
    apart.close()
