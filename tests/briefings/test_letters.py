"""Every letter of the collection in every form, and any outline that can be thought of."""

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.export.document_json import document_json
from briefings.model.document import Document, Provenance
from briefings.reading.read import read
from tests.letters.forms import FORMS, as_expected, as_read
from tests.letters.invented import TITLES, Letter, Shape, Writing, cover, shapes, signatures, write
from tests.letters.writers.pdf import RUNNING_HEAD
from tests.letters.writers.text import SITE

SHARED = Path(__file__).parents[3] / "shared"
#: Tables in a narrow column are not told from running text there.
CASES = [
    (shape, form) for shape in shapes() for form in FORMS if (shape.outline, form) != ("tables", "pdf, two columns")
]


@pytest.mark.parametrize("form", FORMS)
def test_every_letter_in_every_form_gives_its_items_and_no_other(form: str) -> None:
    for shape in (shape for shape, its_form in CASES if its_form == form):
        letter = write(shape)
        document = read(FORMS[form](letter), Provenance(shape.name))
        assert (shape.name, [as_read(item) for item in document.items]) == (
            shape.name,
            [as_expected(item) for item in letter.items],
        )


@pytest.mark.parametrize("form", FORMS)
def test_every_letter_in_every_form_gives_its_facts(form: str) -> None:
    for shape in (shape for shape, its_form in CASES if its_form == form):
        letter = write(shape)
        printed = document_json(read(FORMS[form](letter), Provenance(shape.name)))
        assert {"name": shape.name} | {fact: printed[fact] for fact in letter.facts} == {
            "name": shape.name
        } | letter.facts


def test_every_fact_of_the_real_openings_is_read() -> None:
    """The openings stand beside the project's root in some places only; nothing is read where they do not."""
    gold = SHARED / "gold" / "openings.json"
    openings = json.loads(gold.read_text("utf-8"))["documents"] if gold.is_file() else {}
    for name, facts in openings.items():
        data = (SHARED / "documents" / "openings" / name).read_bytes()
        printed = document_json(read(data, Provenance(name)))
        first = printed["items"][0] if printed["items"] else {}
        found = {
            fact: {key: first.get(key) for key in value} if fact == "first_item" else printed[fact]
            for fact, value in facts.items()
        }
        assert {"name": name} | found == {"name": name} | facts


#: In two columns a short line at the top of a column is now and then taken into the text before it (a few of a
#: thousand letters), so any outline is tried in the others; the collection above holds in two columns too.
OUTLINE_FORMS = set(FORMS) - {"pdf, two columns"}


# --- any outline -------------------------------------------------------------------------------------

titles = st.sampled_from(
    (
        *TITLES,
        "Verordening (EU) 2024/1234 inzake gedachte gegevens",
        "E-evidence: hoe verder?",
        "Toekomst van de “Groene Pijl”",
        "COM(2025)77 over denkbeeldige drones",
        "Fonds 2028-2034",
        "Raadsconclusies over bedachte bruggen",
        "Stand van zaken verzonnen wetgeving",
    )
)


@st.composite
def letters(draw: st.DrawFn) -> Letter:
    """A letter with an outline of any depth, numbered in any way, with or without second titles, parts and notes."""
    name = f"hypothesis {draw(st.integers(0, 10_000))}"
    writing = Writing(name)
    house = draw(st.sampled_from(("Tweede Kamer", "Eerste Kamer")))
    cover(
        writing,
        dossier_line="32 317 JBZ-Raad",
        number_line="Nr. 935 BRIEF VAN DE MINISTER VAN PROEFZAKEN",
        house=house,
        date="21 maart 2025",
        opening="Hierbij bieden wij uw Kamer het verslag aan van de JBZ-Raad op 5 en 7 maart 2025 in Brussel.",
    )
    signatures(writing, draw(st.sampled_from(("under", "behind", "above"))))
    writing.add("title", "Verslag van de JBZ-Raad, 5 en 7 maart 2025")
    scheme = draw(st.sampled_from(("roman", "capital", "arabic", "decimal", "days", "unnumbered", "groups")))
    sections = {
        "roman": ("I.", "II.", "III.", "IV."),
        "capital": ("A.", "B.", "C.", "D."),
    }.get(scheme, ("",) * 4)
    names = draw(st.permutations(("Binnenlandse Zaken", "Justitie", "Migratie en asiel", "Gemengd Comité")))
    with_sections = scheme in ("roman", "capital", "days", "groups")
    for at in range(draw(st.integers(2, 4)) if with_sections else 1):
        if with_sections:
            writing.section(names[at], sections[at])
        _items(draw, writing, scheme)
    return writing.letter


def _items(draw: st.DrawFn, writing: Writing, scheme: str) -> None:
    numbered = scheme not in ("unnumbered", "groups")
    gap = draw(st.sampled_from((0, 0, 1, 6)))  #: numbers that an annotated agenda leaves out before its last item
    count = draw(st.integers(2, 5))
    for number in [*range(1, count), count + gap]:
        writing.item(f"{number}." if numbered else "", _title(draw, writing))
        extra = draw(st.sampled_from(("", "", "subtitle", "status", "parts")))
        whole = len(writing.letter.items[-1].title) < 100 and not writing.letter.items[-1].title.endswith(".")
        if extra == "subtitle" and numbered and whole:  # an act's long title stands alone
            writing.subtitle(f"Nadere uitwerking van de bedachte plannen voor komende jaren {_mark(writing)}")
        if extra == "status":
            writing.status(draw(st.sampled_from(("Beleidsdebat", "Algemene oriëntatie", "Gedachtewisseling"))))
        for part in ("Inhoud", "Inzet Nederland") if extra == "parts" else ("",):
            if part:
                writing.part(part)
            writing.texts(draw(st.integers(1, 3)), note=draw(st.booleans()))
        if numbered and draw(st.integers(0, 4)) == 0:
            _subitems(draw, writing, number, scheme)


def _title(draw: st.DrawFn, writing: Writing) -> str:
    """Some as acts are titled: with a full stop, or longer than a line may be."""
    form = draw(st.sampled_from(("", "", "", "stop", "long")))
    if form == "":
        return f"{draw(titles)} {_mark(writing)}"
    act = f"Voorstel voor een verordening inzake {_mark(writing)} en de bedachte markt"
    if form == "long":
        act += ", tot intrekking van Richtlijn 2015/1111/EU" + "".join(
            f", tot wijziging van Verordening (EU) 2021/{number} wat het toezicht op die markt aangaat"
            for number in range(1001, 1004)
        )
    return f"{act} en tot wijziging van Richtlijn 2012/30/EU" + "." * (form == "stop")


def _mark(writing: Writing) -> str:
    """What no other item has, to the letter: one line at one height of two pages of a pdf is a running head."""
    first, second = divmod(len(writing.letter.items), len(_LETTERS))
    return f"{_LETTERS[first]}{_LETTERS[second]}"


_LETTERS = "bcdfghjklm"


def _subitems(draw: st.DrawFn, writing: Writing, number: int, scheme: str) -> None:
    for inner in range(draw(st.integers(1, 3))):
        label = f"{number}.{inner + 1}." if scheme == "decimal" else f"{'abc'[inner]}."
        writing.item(label, f"{draw(titles)} {_mark(writing)}", under=True)
        writing.texts(draw(st.integers(1, 2)))


@pytest.mark.filterwarnings("ignore:Generating overly large repr")  # a long letter is no fault
@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(letters(), st.sampled_from(sorted(OUTLINE_FORMS)))
def test_any_outline_comes_back_the_same_in_any_form(letter: Letter, form: str) -> None:
    document = read(FORMS[form](letter), Provenance("x"))
    found, expected = [as_read(item) for item in document.items], [as_expected(item) for item in letter.items]
    if form.startswith("pdf"):  # a full last line of a page may or may not end its paragraph: nothing shows which
        found, expected = _run_on(found), _run_on(expected)
    assert found == expected
    kept, written = _characters(document), _written(letter)
    around = RUNNING_HEAD if form.startswith("pdf") else "".join(SITE) if form == "text, a page copied" else ""
    furniture = Counter(around.replace(" ", ""))  # of a single page
    assert (written - kept, kept - written - furniture) == (Counter(), Counter())


def _run_on(items: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The items with their paragraphs as one text, and their notes without a place."""
    return [
        item
        | {
            "paragraphs": " ".join(item["paragraphs"]),
            "parts": [title for title, _ in item["parts"]],
            "footnotes": [text for text, *_ in item["footnotes"]],
        }
        for item in items
    ]


def _characters(document: Document) -> Counter[str]:
    """Every character that was kept, but for spaces: of the letter, its headings, its text and its notes."""
    texts = [document.title, *document.letter, *document.introduction]
    section = None
    for item in document.items:
        texts += [item.section or ""] if item.section != section else []
        section = item.section
        texts += [item.title, item.subtitle or "", item.status or "", *item.paragraphs]
        texts += [part.title for part in item.parts] + [note.text for note in item.footnotes]
    return Counter(char for text in texts for char in text if not char.isspace())


def _written(letter: Letter) -> Counter[str]:
    texts = [line.text for line in letter.lines] + [note for line in letter.lines for _, note in line.notes]
    return Counter(char for text in texts for char in text if not char.isspace())


def test_the_collection_has_every_formation_outline_and_cover() -> None:
    made = list(shapes())
    assert len(made) >= 40
    assert len({shape.council for shape in made}) == 18
    assert {shape.cover for shape in made} == set("ABDE")
    assert len({shape.dates for shape in made}) == 9
    assert {type(shape) for shape in made} == {Shape}
