"""Letters in the ministry's own Word template, as Word files and as they are printed."""

from pathlib import Path
from typing import Any

import pytest

from bot.export.document_json import document_json
from briefings.errors import JbzError, Unreadable
from briefings.model.document import Provenance
from briefings.reading.read import read
from tests.letters.writers.template import Paragraphs, in_template, invented_template, printed
from tests.said import said

#: Beside the project's root in some places only; nothing is read where they are not.
MINISTRY = Path(__file__).parents[3] / "shared" / "documents" / "ministry"
_SIGNED = (("De Minister van Verzonnen Justitie,", False), ("", False), ("O.P. van Niemand", False), ("", False))
_OFFER = "Hierbij bied ik uw Kamer {} aan van de Raad Justitie en Binnenlandse Zaken op 5 en 6 maart 2031 in Brussel."

REPORT: Paragraphs = (
    (_OFFER.format("het verslag"), False),
    ("", False),
    *_SIGNED,
    ("Verslag van de JBZ-Raad, 5 en 6 maart 2031", True),
    ("", False),
    ("I. Justitie", True),
    ("1. Verzonnen bewijs over de grens", True),
    *(("De Raad bereikte een algemene oriëntatie. Nederland stemde in met de tekst. " * 6 + "Aldus.", False),) * 12,
    ("", False),
    ("2. Rechten van bedachte slachtoffers", True),
    ("De Commissie gaf een toelichting. Nederland vroeg naar de kosten voor kleine organisaties.", False),
    ("II. Binnenlandse Zaken", True),
    ("1. Staat van het denkbeeldige gebied", True),
    ("De ministers spraken over de controles. Nederland riep op tot samenwerking.", False),
)
AGENDA: Paragraphs = (
    (_OFFER.format("de geannoteerde agenda"), False),
    ("", False),
    *_SIGNED,
    ("Geannoteerde agenda van de JBZ-Raad van 5 en 6 maart 2031", True),
    ("", False),
    ("1. Verordening verzonnen vingerafdrukken", True),
    ("Beleidsdebat", False),
    ("Het voorzitterschap wil een beleidsdebat voeren. Het kabinet zet in op waarborgen.", False),
    ("", False),
    ("2. Diversen", True),
    ("a. Proefproject", True),
    ("De Commissie zal het proefproject toelichten. Het kabinet zal dit aanhoren.", False),
)
#: Nothing stands out in it, and it has no title of its own.
PLAIN: Paragraphs = (
    ("Op 5 en 6 maart 2031 vond in Brussel de JBZ-Raad plaats. Met deze brief doe ik u verslag van deze Raad.", False),
    ("", False),
    ("Bestrijding van nagemaakte zegels", False),
    ("", False),
    ("De Raad sprak over nagemaakte zegels. Nederland steunde de aanpak van de Commissie.", False),
    ("", False),
    ("Samenwerking met het bedachte buurland", False),
    ("", False),
    ("De Raad nam kennis van de voortgang. Nederland vroeg om een tijdpad.", False),
    ("", False),
    *_SIGNED[:3],
)
LETTERS: dict[str, tuple[str, Paragraphs, str, list[tuple[str | None, str, str | None]]]] = {
    "report": (
        "Verslag JBZ-Raad 5 en 6 maart 2031",
        REPORT,
        "verslag",
        [
            ("I.1", "Verzonnen bewijs over de grens", None),
            ("I.2", "Rechten van bedachte slachtoffers", None),
            ("II.1", "Staat van het denkbeeldige gebied", None),
        ],
    ),
    "agenda": (
        "Geannoteerde agenda JBZ-Raad 5 en 6 maart 2031",
        AGENDA,
        "geannoteerde_agenda",
        [
            ("1", "Verordening verzonnen vingerafdrukken", "Beleidsdebat"),
            ("2", "Diversen", None),
            ("2.a", "Proefproject", None),
        ],
    ),
    "plain": (
        "Verslag JBZ-Raad 5 en 6 maart 2031",
        PLAIN,
        "verslag",
        [(None, "Bestrijding van nagemaakte zegels", None), (None, "Samenwerking met het bedachte buurland", None)],
    ),
}


def _templates() -> dict[str, bytes]:
    invented = {f"invented {place}": invented_template(in_header=place == "header") for place in ("body", "header")}
    real = sorted(MINISTRY.glob("brief-2010_*.docx")) if MINISTRY.is_dir() else []
    return invented | {path.name: path.read_bytes() for path in real}


def _read(data: bytes) -> dict[str, Any]:
    return document_json(read(data, Provenance("x")))


def _facts(printed_as: dict[str, Any]) -> dict[str, Any]:
    names = ("kind", "council", "chamber", "letter_date", "meeting_dates", "location")
    found: dict[str, Any] = {name: printed_as[name] for name in names}
    found["signed"] = [who["name"] for who in printed_as["signatories"]]
    found["items"] = [(item["number"], item["title"], item["status"]) for item in printed_as["items"]]
    found["text"] = " ".join(paragraph for item in printed_as["items"] for paragraph in item["paragraphs"])
    return found


def _expected(kind: str, text: Paragraphs, items: list[tuple[str | None, str, str | None]]) -> dict[str, Any]:
    """No line of the letterhead or of the margins stands in the text of an item."""
    titles = [title for _, title, _ in items]
    begin = next(at for at, (line, _) in enumerate(text) if line.endswith(titles[0]))
    around = {*titles, *(line for line, _ in _SIGNED), *(status or "" for *_, status in items)}
    kept = [line for line, heading in text[begin:] if not heading and line not in around]
    return {
        "text": " ".join(kept),
        "kind": kind,
        "council": "JBZ",
        "chamber": "TK",
        "letter_date": "2031-03-14",
        "meeting_dates": ["2031-03-05", "2031-03-06"],
        "location": "Brussel",
        "signed": ["O.P. van Niemand"],
        "items": items,
    }


@pytest.mark.parametrize("name", LETTERS)
def test_a_letter_in_the_template_of_the_ministry_is_read(name: str) -> None:
    subject, text, kind, items = LETTERS[name]
    for template, data in _templates().items():
        found = _facts(_read(in_template(data, subject, "14 maart 2031", text)))
        assert (template, found) == (template, _expected(kind, text, items))


@pytest.mark.parametrize("name", LETTERS)
def test_a_letter_in_the_template_is_read_as_it_is_printed(name: str, tmp_path: Path) -> None:
    """Where LibreOffice is at hand; the invented templates are too bare to be opened by it."""
    subject, text, kind, items = LETTERS[name]
    for template, data in _templates().items():
        pdf = None if "invented" in template else printed(in_template(data, subject, "14 maart 2031", text), tmp_path)
        if pdf is not None:
            assert (template, _facts(_read(pdf))) == (template, _expected(kind, text, items))


def test_two_days_above_a_letter_are_a_doubt_and_that_of_its_first_page_counts() -> None:
    """The header of the other pages of the invented template was left as it was."""
    subject, text, *_ = LETTERS["report"]
    printed_as = _read(in_template(invented_template(in_header=False), subject, "14 maart 2031", text))
    assert (printed_as["letter_date"], printed_as["doubts"]) == (
        "2031-03-14",
        [
            (
                "Boven de brief staat de datum 2031-03-14, in de koptekst van de bladzijden 1999-03-03. "
                "Ik houd 2031-03-14 aan."
            )
        ],
    )


def test_no_real_file_of_the_ministry_itself_is_a_letter_about_a_council() -> None:
    for path in sorted(MINISTRY.glob("*")) if MINISTRY.is_dir() else []:
        with pytest.raises(JbzError) as refused:
            read(path.read_bytes(), Provenance(path.name))
        assert said(refused.value).startswith(f"{path.name} is ")


def test_a_word_file_behind_a_password_says_so() -> None:
    """As Word writes it: a compound file with an encrypted package in it (MS-OFFCRYPTO)."""
    data = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512) + "EncryptedPackage".encode("utf-16-le") + bytes(512)
    with pytest.raises(Unreadable) as refused:
        read(data, Provenance("brief.docx"))
    assert (
        said(refused.value) == "brief.docx is een Word-bestand met een wachtwoord. Geef een bestand zonder wachtwoord."
    )
