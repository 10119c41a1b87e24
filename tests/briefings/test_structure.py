"""Single rules of reading, each with the case that shows it."""

from datetime import date

import pytest

from briefings.language.dates import dutch_days, find_dates_near
from briefings.model.document import Document, Kind, Provenance
from briefings.model.item import ItemKind, Part
from briefings.reading.blocks import Block
from briefings.reading.footnotes import take_printed_notes
from briefings.reading.formations import formations
from briefings.reading.read import read
from briefings.reading.signatures import find_signatures
from briefings.reading.wrapping import join
from tests.said import said

TITLE = "Verslag van de JBZ-Raad, 5 en 7 maart 2025\n\n"


def _read(text: str) -> Document:
    return read(text.encode(), Provenance("x"))


def _outline(text: str) -> list[tuple[str | None, str]]:
    return [(item.number, item.title) for item in _read(TITLE + text).items]


def test_numbers_that_are_all_one_are_counted_and_it_is_said() -> None:
    letter = _read(
        TITLE + "1. Justitie\n\n1. Visa\n\nTekst.\n\n1. Asiel\n\nTekst.\n\n1. Binnenlandse Zaken\n\n1. Wol\n\nTekst.\n"
    )
    assert [(item.number, item.section) for item in letter.items] == [
        ("I.1", "Justitie"),
        ("I.2", "Justitie"),
        ("II.1", "Binnenlandse Zaken"),
    ]
    assert [said(doubt)[:30] for doubt in letter.doubts] == ["Alle agendapunten hebben in di"]


def test_a_list_in_the_text_is_no_row_of_items() -> None:
    text = "1. Visa\n\nDe Raad besprak:\na. de kosten\nb. de termijn\nc. het toezicht\n\nDaarna sloot de vergadering.\n"
    letter = _read(TITLE + text)
    assert [(item.number, len(item.paragraphs)) for item in letter.items] == [("1", 5)]


def test_points_under_overige_onderwerpen_need_no_text() -> None:
    assert _outline("1. Visa\n\nTekst.\n\n2. Diversen\na. Wol\nb. Was\n") == [
        ("1", "Visa"),
        ("2", "Diversen"),
        ("2.a", "Wol"),
        ("2.b", "Was"),
    ]


def test_numbers_may_be_left_out_doubled_or_named() -> None:
    assert [number for number, _ in _outline("Punt 3: Visa\n\nTekst.\n\nPunt 7: Asiel\n\nTekst.\n")] == ["3", "7"]
    numbers = [
        number for number, _ in _outline("8. Wol\n\nT.\n\n10. Was\n\nT.\n\n10a. Was ook\n\nT.\n\n11. Wit\n\nT.\n")
    ]
    assert numbers == ["8", "10", "10a", "11"]


def test_after_a_gap_a_long_title_with_a_full_stop_is_a_title_where_it_names_an_act() -> None:
    long = "Voorstel voor een verordening inzake wol en de bedachte markt en tot wijziging van Richtlijn 2012/30/EU."
    text = f"1. Verordening wol\nDe Raad besprak het.\n3. {long}\nDe Raad nam er kennis van.\n"
    assert _outline(text) == [("1", "Verordening wol"), ("3", long)]
    assert [number for number, _ in _outline(text.replace(long, "De Raad nam het voorstel over wol aan."))] == ["1"]


def test_a_note_on_a_line_of_its_own_leaves_no_white_space_that_would_part_titles_from_titles() -> None:
    text = "Verordening wol {n}\nDe Raad steunde het.[footnoteRef:{n}] De Raad besprak.\n [{n}:  COM(2024) 1{n}. ] \n"
    items = "".join(text.format(n=n) for n in range(1, 5))
    letter = _read(TITLE.replace("\n\n", "\n") + "Justitie\n" + items)
    assert [(item.section, item.title[-1], len(item.paragraphs)) for item in letter.items] == [
        ("Justitie", str(n), 1) for n in range(1, 5)
    ]
    assert [note.text for item in letter.items for note in item.footnotes] == [f"COM(2024) 1{n}." for n in range(1, 5)]


def test_named_parts_say_where_they_begin() -> None:
    item = _read(TITLE + "1. Visa\n\nInhoud\nEen zin.\n\nInzet Nederland\n\nEen standpunt.\nNog een.\n").items[0]
    assert (item.paragraphs, item.parts) == (
        ("Een zin.", "Een standpunt.", "Nog een."),
        (Part("Inhoud", 0), Part("Inzet Nederland", 1)),
    )


def test_topics_of_the_covering_letter_are_items_of_their_own_kind() -> None:
    letter = _read(
        "Den Haag, 21 maart 2025\n\nHierbij bieden wij u het verslag aan van de JBZ-Raad op 5 en 7 maart 2025.\n\n"
        "Toezegging over wol\n\nOver wol is toegezegd dat er een brief komt.\n\nDe minister van Wol,\nA.B. Bedacht\n\n"
        + TITLE
        + "1. Visa\n\nTekst.\n"
    )
    assert [(item.kind, item.title) for item in letter.items] == [
        (ItemKind.SIDE_TOPIC, "Toezegging over wol"),
        (ItemKind.AGENDA, "Visa"),
    ]
    assert [signatory.name for signatory in letter.signatories] == ["A.B. Bedacht"]


def test_where_the_letter_contradicts_its_subject_the_subject_wins_and_it_is_said() -> None:
    letter = _read(
        "Onderwerp: Geannoteerde agenda JBZ-Raad 8-9 december 2025\nDen Haag, 24 november 2025\n\n"
        "Hierbij bieden wij u de geannoteerde agenda aan van de JBZ-Raad van 13-14 oktober a.s. in Luxemburg.\n"
    )
    assert letter.kind is Kind.ANNOTATED_AGENDA
    assert letter.meeting.dates == (date(2025, 12, 8), date(2025, 12, 9))
    assert said(letter.doubts[0]) == (
        "Volgens het onderwerp was de Raad op 2025-12-08, 2025-12-09, volgens de brief op 2026-10-13, 2026-10-14. "
        "Ik houd 2025-12-08, 2025-12-09 aan."
    )


@pytest.mark.parametrize(
    ("lines", "texts", "marks"),
    [
        (["In 20211 en 2021 besloot men.", "1 Een noot."], ["In 2021 en 2021 besloot men."], [("1", 7)]),
        (
            ["De confiscatierichtlijn1 en COM(2016)723.", "1 Een noot."],
            ["De confiscatierichtlijn en COM(2016)723."],
            [("1", 23)],
        ),
        (["Zie nr. 3358 en C7.", "1 Een noot zonder teken."], ["Zie nr. 3358 en C7.", "1 Een noot zonder teken."], []),
        (["Dat is zo (zie bijlage).1, 2", "1 Een.", "2 Twee."], ["Dat is zo (zie bijlage)."], [("1", 24), ("2", 24)]),
        (
            ["U bent geïnformeerd. 1 Onder dit voorzitterschap.", "1 Noot."],
            ["U bent geïnformeerd. Onder dit voorzitterschap."],
            [("1", 20)],
        ),
        (["De maatregelen¹ werken.", "¹ Noot."], ["De maatregelen werken."], [("1", 14)]),
        (
            ["Op 1 maart kwamen 12 lidstaten bijeen.", "12 lidstaten steunden het."],
            ["Op 1 maart kwamen 12 lidstaten bijeen.", "12 lidstaten steunden het."],
            [],
        ),
    ],
)
def test_a_digit_is_a_note_only_where_there_is_a_note(
    lines: list[str], texts: list[str], marks: list[tuple[str, int]]
) -> None:
    kept, _ = take_printed_notes([Block(line) for line in lines])
    assert [block.text for block in kept] == texts
    assert [(mark.marker, mark.offset) for block in kept for mark in block.marks] == marks


@pytest.mark.parametrize(
    ("lines", "signatories"),
    [
        (["De minister van Wol,", "A.B. Bedacht"], [("A.B. Bedacht", "minister van Wol")]),
        (["De Minister van Wol, A.B. Bedacht"], [("A.B. Bedacht", "minister van Wol")]),
        (["A.B. Bedacht", "Minister van Wol"], [("A.B. Bedacht", "minister van Wol")]),
        (["DE MINISTER VAN WOL,", "Anna van Bedacht"], [("Anna van Bedacht", "MINISTER VAN WOL")]),
        (
            ["De minister van Wol, | De staatssecretaris van Was,", "A.B. Bedacht | C. de Proef"],
            [("A.B. Bedacht", "minister van Wol"), ("C. de Proef", "staatssecretaris van Was")],
        ),
        (["De minister van Wol zal aan de Raad deelnemen."], []),
    ],
)
def test_signatures_in_every_layout(lines: list[str], signatories: list[tuple[str, str]]) -> None:
    found = find_signatures([Block(line) for line in lines])
    assert [(who.name, who.role) for who in found.signatories] if found else signatories == []
    assert bool(found) == bool(signatories)


@pytest.mark.parametrize(
    ("text", "near", "days"),
    [
        ("op 17 mei jl.", date(2016, 5, 25), [date(2016, 5, 17)]),
        ("op 12 december jl.", date(2024, 1, 8), [date(2023, 12, 12)]),
        ("22-23 januari a.s.", date(2025, 12, 15), [date(2026, 1, 22), date(2026, 1, 23)]),
        ("5 en 7 maart 2025", date(2020, 1, 1), [date(2025, 3, 5), date(2025, 3, 7)]),
        ("8/9 december", date(2025, 12, 2), [date(2025, 12, 8), date(2025, 12, 9)]),
    ],
)
def test_a_missing_year_comes_from_the_letter(text: str, near: date, days: list[date]) -> None:
    assert list(find_dates_near(text, near)) == days


def test_days_in_words() -> None:
    assert dutch_days((date(2025, 3, 5), date(2025, 3, 7))) == "5 en 7 maart 2025"
    assert dutch_days((date(2025, 11, 30), date(2025, 12, 1))) == "30 november en 1 december 2025"


@pytest.mark.parametrize(
    ("lines", "text"),
    [
        (["samen-", "werking"], "samenwerking"),
        (["EU-", "lidstaten"], "EU-lidstaten"),
        (["in-", "en uitvoer"], "in- en uitvoer"),
        (["grens", "beheer"], "grens beheer"),
    ],
)
def test_a_hyphen_at_a_line_end_goes_unless_it_belongs(lines: list[str], text: str) -> None:
    assert join(lines)[0] == text


@pytest.mark.parametrize("name", [(f.code, name) for f in formations() for name in f.titles])
def test_every_name_of_a_formation_is_read(name: tuple[str, str]) -> None:
    code, words = name
    assert _read(f"Verslag van de {words}, 5 maart 2025\n\n1. Visa\n\nTekst.\n").meeting.council == code
