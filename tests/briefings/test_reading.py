"""Letters of other shapes, and what is no letter."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from briefings.errors import BadMetadata, ForeignLetter, JbzError, Unreadable
from briefings.model.document import Chamber, Document, Provenance
from briefings.reading.metadata import parse_metadata, provenance
from briefings.reading.read import read
from briefings.reading.sniff import MAX_BYTES
from tests.conftest import REPORT
from tests.said import said

COVER = (
    "32 317 JBZ-Raad\nNr. 12 BRIEF VAN DE MINISTER VAN VOORBEELDEN\n"
    "Aan de Voorzitter van de Eerste Kamer der Staten-Generaal\nDen Haag, 20 juni 2025\n\n"
    "Hierbij het verslag van de JBZ-Raad op 12 en 13 juni 2025 in Luxemburg.\n\n"
    "De Minister van Voorbeelden, A.B. van Verzonnen\n\nVerslag van de JBZ-Raad, 12 en 13 juni 2025\n\n"
)


def _read(text: str) -> Document:
    return read(text.encode(), Provenance("test.txt"))


def test_the_letterhead_of_a_kamerstuk() -> None:
    letter = _read(COVER + "1. Visa\n\nTekst.\n")
    assert (letter.kamerstuk, letter.chamber, letter.meeting.location) == (
        "32317-12",
        Chamber.EERSTE_KAMER,
        "Luxemburg",
    )
    assert [(s.name, s.role) for s in letter.signatories] == [("A.B. van Verzonnen", "minister van Voorbeelden")]


def test_given_metadata_win_over_the_text() -> None:
    given = Provenance("x", kamerstuk="32317-999", document_number="2025D00001", chamber=Chamber.TWEEDE_KAMER)
    letter = read((COVER + "1. Visa\n\nTekst.\n").encode(), given)
    assert (letter.kamerstuk, letter.document_number, letter.chamber) == ("32317-999", "2025D00001", "TK")


def test_a_sentence_that_begins_with_a_number_is_no_heading() -> None:
    letter = _read(
        COVER + "1. Visa\n\nEr waren drie punten.\n2025. was een jaar\n7. en dit is een zin.\n2. Asiel\nTekst.\n"
    )
    assert [(item.number, len(item.paragraphs)) for item in letter.items] == [("1", 3), ("2", 1)]


def test_numbering_with_a_gap_behind_an_empty_line_goes_on() -> None:
    letter = _read(
        COVER
        + "I. Justitie\n\n1. Visa\n\nTekst.\n\n3. Asiel\n\nTekst.\n\nII. Binnenlandse Zaken\n\n1. Grenzen\n\nTekst.\n"
    )
    assert [item.number for item in letter.items] == ["I.1", "I.3", "II.1"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_every_encoding_gives_the_same_letter(encoding: str) -> None:
    text = COVER.replace("\n", "\r\n") + "1. Oekraïne\u00a0en Syrië\r\n\r\nDe regio’s.\r\n"
    letter = read(text.encode(encoding), Provenance("x"))
    assert [(item.title, item.paragraphs) for item in letter.items] == [("Oekraïne en Syrië", ("De regio’s.",))]


@pytest.mark.parametrize(
    ("data", "error", "reason"),
    [
        (b"", Unreadable, "leeg"),
        (b" \n ", Unreadable, "leeg"),
        (b"x" * (MAX_BYTES + 1), Unreadable, "te groot"),
        (b"%PDF-1.7 ...", Unreadable, "beschadigd"),
        (b"PK\x03\x04....", Unreadable, "beschadigd"),
        (b"{\\rtf1 x}", Unreadable, "een rtf-bestand"),
        (b"<?xml version='1.0'?><iets/>", Unreadable, "xml"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 oud", Unreadable, "een oud Word-bestand"),
        (bytes(range(256)) * 50, Unreadable, "geen tekst"),
        (b"Zomaar een tekst over koffie.", ForeignLetter, "geen titel"),
        (
            b"VERSLAG VAN EEN SCHRIFTELIJK OVERLEG\nVerslag JBZ-Raad 5 maart 2025\n",
            ForeignLetter,
            "schriftelijk overleg",
        ),
        (b"Verslag van een commissiedebat\nover de JBZ-Raad\n", ForeignLetter, "een verslag van een debat"),
        (b"MOTIE VAN HET LID BEDACHT\nVerslag JBZ-Raad 5 maart 2025\n", ForeignLetter, "een motie"),
        (b"Beslisnota bij Kamerbrief verslag JBZ-Raad\n", ForeignLetter, "een beslisnota"),
        (b"Inbreng verslag schriftelijk overleg JBZ-Raad\n", ForeignLetter, "een inbreng"),
    ],
)
def test_what_is_no_letter_is_refused_by_name_and_reason(data: bytes, error: type[JbzError], reason: str) -> None:
    with pytest.raises(error) as refused:
        read(data, Provenance("brief.txt"))
    assert said(refused.value).startswith("brief.txt is ")
    assert reason in said(refused.value)


@settings(max_examples=200, deadline=None)
@given(st.data())
def test_a_damaged_letter_is_read_or_refused_and_never_a_crash(data: st.DataObject) -> None:
    letter = bytearray(REPORT.read_bytes()[:6000])
    for _ in range(data.draw(st.integers(1, 30))):
        at = data.draw(st.integers(0, len(letter) - 1))
        letter[at : at + data.draw(st.integers(0, 4))] = data.draw(st.binary(max_size=6))
    try:
        read(bytes(letter), Provenance("x"))
    except JbzError as error:
        assert said(error).startswith("x is ")  # noqa: PT017 - either is right


def test_metadata_are_checked() -> None:
    assert provenance("x", {"kamerstuk": "21501-20-2179"}) == Provenance("x", "21501-20-2179")
    for bad in ({"kamerstuk": "../../etc"}, {"chamber": "XX"}, {"document_number": "12"}, {"color": "red"}):
        with pytest.raises(BadMetadata):
            provenance("x", bad)
    for data in (b"", b"[1]", b"{", json.dumps("x").encode(), b"\xff\xfe"):
        with pytest.raises(BadMetadata):
            parse_metadata(data, "x.json")


def test_a_letter_without_items_is_read_and_says_so() -> None:
    letter = _read("Verslag van de JBZ-Raad, 5 maart 2025\n\nNiets.\n")
    assert (letter.items, letter.introduction) == ((), ("Niets.",))
    assert [said(doubt)[:37] for doubt in letter.doubts] == ["Er staan geen agendapunten in dit bes"]


def test_the_title_counts_the_items_of_a_long_letter_once_a_line() -> None:
    """Reading takes time in proportion to length: ten times the text, about ten times the time."""
    many = COVER + "".join(f"{n}. Punt {n}\n\n" + "Nederland sprak steun uit. " * 40 + "\n\n" for n in range(1, 100))
    assert len(_read(many).items) == 99
