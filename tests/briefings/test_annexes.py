"""Annexes, numbers and keys: what a register gives is known by its fields; an annex takes no letter's place."""

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlalchemy import delete, update

from bot.conversation.sources import show_sources
from bot.delivery.planner import BriefingTools, Planner
from bot.export.text import to_text
from bot.words import Words
from briefings.model.chat import Address, Person
from briefings.reading.read import read
from briefings.sources.folder import find_files, load
from storage.rows import CorpusRow, DocumentRow, EditionRow, ItemRow, MeetingRow, MessageRow, OfferRow
from storage.search import StoredIndex
from storage.taking_apart import take_apart
from tests.desk import Desk
from tests.letters.writers import plainly
from tests.stand_ins.parliament_server import Paper, Publication

pytestmark = pytest.mark.one_database

_HEAD = "Aan de Voorzitter van de Tweede Kamer der Staten-Generaal\nDen Haag, 2 januari 2025\n\n"
_SIGNED = "\n\nDe Minister van Verzonnen Justitie,\nO.P. van Niemand\n"
LETTER = (
    _HEAD + "Hierbij bied ik u de geannoteerde agenda aan van de JBZ-Raad van 13 en 14 januari 2025 in Brussel. Ook "
    "ontvangt u het verslag van de vorige JBZ-Raad." + _SIGNED
)
AGENDA = (
    "Geannoteerde agenda van de JBZ-Raad van 13 en 14 januari 2025\n\n1. Verzonnen grenzen\n\n"
    "Het kabinet steunt het voorstel.\n\n2. Bedachte visa\n\nHet kabinet zet in op eenvoud.\n"
)
REPORT = (
    "Verslag van de JBZ-Raad van 12 en 13 december 2024\n\n1. Denkbeeldige zegels\n\n"
    "De Raad nam het besluit aan. Nederland stemde voor.\n"
)
DAY = date(2025, 1, 2)
_BUNDLED = date(2025, 3, 5)  #: the meeting of the bundled report


def _docx(text: str) -> bytes:
    return plainly.docx(text, ())


def _letter(text: str = LETTER, **more: object) -> Paper:
    subject = "Geannoteerde agenda JBZ-Raad van 13 en 14 januari 2025"
    return replace(Paper("2025D00100", subject, DAY, _docx(text), dossier="32317", sequel=950), **more)  # type: ignore[arg-type]  # fields


def _annex(number: str, title: str, text: str) -> Paper:
    return Paper(number, title, DAY, _docx(text), kind="Bijlage", annex_of=_letter().id)


def _kept(desk: Desk) -> list[tuple[str, list[str], str | None, list[str], str | None]]:
    """(kind, days, number of its own, titles, where it is found) of every letter but the bundled one."""
    found = []
    for row in desk.rows(DocumentRow, DocumentRow.document_number.is_distinct_from("2025D12334")):
        items = sorted(desk.rows(ItemRow, ItemRow.document_id == row.id), key=lambda item: item.position)
        index = desk.app.index
        assert isinstance(index, StoredIndex)
        urls = {item.url for item in index.items_of_meeting(row.meeting_id)}
        url = next(iter(urls), None)
        found.append((row.kind, row.meeting.dates, row.document_number, [item.title for item in items], url))
    return found


_URL = "https://zoek.officielebekendmakingen.nl/kst-32317-950.html"
BOTH = [
    (
        "geannoteerde_agenda",
        ["2025-01-13", "2025-01-14"],
        "2025D00100",
        ["Verzonnen grenzen", "Bedachte visa"],
        _URL,
    ),
    ("verslag", ["2024-12-12", "2024-12-13"], "2025D00102", ["Denkbeeldige zegels"], _URL),
]


@pytest.mark.parametrize("agenda_first", [True, False])
def test_a_letter_with_two_annexes_gives_the_items_of_two_letters(desk: Desk, agenda_first: bool) -> None:
    desk.gather()
    annexes = [
        _annex("2025D00101", "Geannoteerde agenda JBZ-Raad 13 en 14 januari 2025", AGENDA),
        _annex("2025D00102", "Verslag JBZ-Raad 12 en 13 december 2024", REPORT),
    ]
    for paper in (_letter(), *(annexes if agenda_first else annexes[::-1])):
        desk.parliament.publish(paper, desk.clock.now)
    desk.gather()
    desk.gather()
    assert _kept(desk) == BOTH
    assert [row.outcome for row in desk.rows(OfferRow)] == ["new", "new_edition", "new"] or not agenda_first


def test_an_annex_that_only_says_what_it_is_takes_the_rest_from_its_letter(desk: Desk) -> None:
    desk.parliament.publish(_letter(), desk.clock.now)
    bare = AGENDA.replace(" van de JBZ-Raad van 13 en 14 januari 2025", "")
    desk.parliament.publish(_annex("2025D00101", "Bijlage", bare), desk.clock.now)
    desk.gather()
    assert _kept(desk) == BOTH[:1]


def test_of_several_dossiers_the_number_belongs_to_the_first(desk: Desk) -> None:
    desk.parliament.publish(_letter(dossier="22112;32317", sequel=4001), desk.clock.now)
    desk.gather()
    (row,) = desk.rows(DocumentRow, DocumentRow.document_number == "2025D00100")
    assert row.kamerstuk == "22112-4001"


def _gazette(key: str, text: str = REPORT, **more: object) -> Publication:
    title = "Verslag JBZ-Raad van 12 en 13 december 2024"
    data = plainly.kst_xml(_HEAD + text, ())
    made = Publication(key, title, "Brief regering", "32317", DAY, data, modified=DAY)
    return replace(made, **more)  # type: ignore[arg-type]  # fields


@pytest.mark.parametrize(
    ("publication", "kamerstuk", "url"),
    [
        (_gazette("kst-32317-941"), "32317-941", "kst-32317-941"),
        (_gazette("kst-1268678", fields={"dossiernummer": "32317", "ondernummer": "941"}), "32317-941", "kst-1268678"),
        (
            _gazette("kst-1268678", metadata={"dossiernummer": "32317;22112", "ondernummer": "941"}),
            "32317-941",
            "kst-1268678",
        ),
        (
            _gazette("kst-1268678", fields={"dossiernummer": "36600-VI", "ondernummer": "OO"}),
            "36600-VI-OO",
            "kst-1268678",
        ),
        (_gazette("kst-32317-941-n1"), "32317-941", "kst-32317-941"),
        (_gazette("kst-1268678"), None, "kst-1268678"),
        (_gazette("kst-32317-941", type_only="Brief"), "32317-941", "kst-32317-941"),
    ],
)
def test_a_publication_is_known_by_what_the_register_gives(
    desk: Desk, publication: Publication, kamerstuk: str | None, url: str
) -> None:
    desk.parliament.gazette(publication)
    desk.gather()
    (row,) = desk.rows(DocumentRow, DocumentRow.document_number.is_(None))
    (item,) = desk.app.index.items_of_meeting(row.meeting_id)
    assert (row.kamerstuk, item.url) == (kamerstuk, f"https://zoek.officielebekendmakingen.nl/{url}.html")


def test_the_metadata_beside_a_file_are_evidence_of_their_own(tmp_path: Path) -> None:
    """Of a paper that says no more than "Geannoteerde agenda", in the form of metadata.xml that real ones have."""
    file = tmp_path / "kst-1268678.xml"
    file.write_bytes(plainly.kst_xml(AGENDA.replace(" van de JBZ-Raad van 13 en 14 januari 2025", ""), ()))
    file.with_suffix(".metadata.xml").write_text(
        '<metadata_gegevens><metadata name="DC.title" scheme="" content="JBZ-Raad; Brief regering; Geannoteerde agenda '
        'JBZ-Raad 13 en 14 januari 2025"/><metadata name="OVERHEIDop.dossiernummer" content="32317;22112"/>'
        '<metadata name="OVERHEIDop.ondernummer" content="950"/></metadata_gegevens>'
    )
    (found,) = find_files([tmp_path])
    letter = load(found)
    document = read(letter.data, letter.provenance)
    assert (document.kamerstuk, document.meeting.dates, len(document.items)) == (
        "32317-950",
        (date(2025, 1, 13), date(2025, 1, 14)),
        2,
    )


def test_an_annex_of_a_publication_is_a_letter_of_its_own(desk: Desk) -> None:
    desk.parliament.gazette(_gazette("kst-32317-950", LETTER, title="Geannoteerde agenda JBZ-Raad 13-14 januari 2025"))
    annex = {"kind": "Bijlage", "head": "kst-32317-950"}
    desk.parliament.gazette(_gazette("blg-1", AGENDA, title="Geannoteerde agenda", **annex))
    desk.parliament.gazette(_gazette("blg-2", **annex))
    desk.gather()
    assert _kept(desk) == [(*letter[:2], None, *letter[3:]) for letter in BOTH]


def test_a_publication_whose_xml_is_empty_is_read_from_its_pdf(desk: Desk) -> None:
    frame = b"<officiele-publicatie><metadata/><kamerstuk><stuk/></kamerstuk></officiele-publicatie>"
    whole = plainly.pdf(_HEAD + REPORT, ())
    desk.parliament.gazette(replace(_gazette("kst-32317-941"), data=frame, pdf=whole))
    desk.gather()
    (edition,) = desk.rows(EditionRow, EditionRow.origin == "ob/kst-32317-941")
    assert (edition.form, edition.data) == ("PDF", whole)


def test_what_was_fetched_and_skipped_is_told_with_its_reason(desk: Desk) -> None:
    text = _HEAD + "Met deze brief reageer ik op uw verzoek over verzonnen zaken."
    desk.parliament.publish(_letter(text, subject="JBZ-Raad"), desk.clock.now)
    desk.gather()
    told = to_text(show_sources(desk.app.ledger, Words("nl"), "Europe/Amsterdam"), desk.app.templates)
    why = "er staat geen titel of zin in die zegt van welke Raad en welke dag het is"
    assert told.rpartition("Overgeslagen ==")[2].strip().splitlines()[0] == (
        f"- JBZ-Raad: JBZ-Raad is geen verslag of geannoteerde agenda van een Raad: {why}."
    )


def test_letters_that_an_older_release_joined_are_taken_apart_and_not_announced(desk: Desk) -> None:
    """As that release left them: the report in the place of the agenda, with its numbers and all its editions."""
    desk.gather()
    for paper in (
        _letter(LETTER.replace("\n\nDe Minister", "\n\n" + AGENDA + "\n\nDe Minister")),
        _annex("2025D00102", "Verslag JBZ-Raad 12 en 13 december 2024", REPORT),
    ):
        desk.parliament.publish(paper, desk.clock.now)
    desk.gather()
    agenda, report = desk.rows(DocumentRow, DocumentRow.document_number != "2025D12334")
    with desk.app.database.writing() as session:
        session.execute(update(EditionRow).where(EditionRow.document_id == agenda.id).values(document_id=report.id))
        session.execute(update(OfferRow).values(document_id=report.id))
        session.execute(delete(ItemRow).where(ItemRow.document_id == agenda.id))
        session.execute(delete(DocumentRow).where(DocumentRow.id == agenda.id))
        numbers = {"kamerstuk": "32317-950", "document_number": "2025D00100", "letter_id": None}
        session.execute(update(DocumentRow).where(DocumentRow.id == report.id).values(**numbers))
        session.execute(update(CorpusRow).values(joining=0))
    before = {item.id: item.title for item in desk.rows(ItemRow, ItemRow.document_id == report.id)}
    desk.app.prepare()
    kept = {row.kind: row for row in desk.rows(DocumentRow, DocumentRow.id > 1)}
    assert sorted((row.kamerstuk or "", row.letter_id or 0) for row in kept.values()) == sorted(
        [("32317-950", 0), ("", kept["geannoteerde_agenda"].id)]
    )
    assert kept["geannoteerde_agenda"].news_sequence is None
    assert {item.id: item.title for item in desk.rows(ItemRow, ItemRow.document_id == kept["verslag"].id)} == before
    assert [item.title for item in desk.rows(ItemRow, ItemRow.document_id == kept["geannoteerde_agenda"].id)] == [
        "Verzonnen grenzen",
        "Bedachte visa",
    ]
    app = desk.app
    assert take_apart(app.database, app.library, app.reading.read, app.intake.understood) == 0


def test_a_council_that_is_cancelled_is_told_to_its_followers_and_shown(desk: Desk) -> None:
    desk.gather()
    web = Address("web", "web", "0" * 32)
    desk.app.conversation.handle("volg raad JBZ direct", web, Person("web"))
    tools = BriefingTools(desk.app.themes.catalogue, desk.app.letters, desk.app.renders, desk.app.saying)
    text = (
        _HEAD
        + "Hierbij deel ik u mee dat de JBZ-Raad van 13 en 14 januari 2025 in Brussel geen doorgang zal vinden."
        + _SIGNED
    )
    desk.parliament.publish(_letter(text, subject="Annulering JBZ-Raad 13 en 14 januari 2025"), desk.clock.now)
    desk.gather()
    desk.clock.forward(hours=1)
    Planner(desk.app.database, tools, desk.clock).plan()
    (message,) = desk.rows(MessageRow)
    assert "JBZ-Raad van 13 en 14 januari 2025 (Brussel): gaat niet door" in "".join(message.parts)
    shown = desk.app.conversation.handle("raad januari 2025", web, Person("web"))
    assert shown.title == "JBZ-Raad van 13 en 14 januari 2025 (Brussel): gaat niet door"
    with desk.app.database.reading() as session:
        assert [meeting.dates[0] for meeting in desk.app.letters(session).ahead(DAY)] == [_BUNDLED]
    (row,) = desk.rows(MeetingRow, MeetingRow.first_day < _BUNDLED)
    assert (row.change, row.moved_to) == ("cancelled", [])


def test_a_council_that_is_moved_lies_ahead_on_its_new_days(desk: Desk) -> None:
    text = (
        _HEAD + "Ik informeer u dat de JBZ-Raad van 13 en 14 januari 2025 is verplaatst naar 3 februari 2025." + _SIGNED
    )
    desk.parliament.publish(_letter(text, subject="JBZ-Raad"), desk.clock.now)
    desk.gather()
    with desk.app.database.reading() as session:
        ahead = desk.app.letters(session).ahead(DAY + timedelta(days=20))
    assert [meeting.dates[0] for meeting in ahead] == [date(2025, 2, 3), _BUNDLED]
    (row,) = desk.rows(MeetingRow, MeetingRow.first_day < _BUNDLED)
    assert (
        desk.app.conversation.handle("raad januari 2025", Address("web", "web", "0" * 32), Person("web")).title
        == "JBZ-Raad van 13 en 14 januari 2025: verplaatst naar 3 februari 2025"
    )
    assert row.moved_to == ["2025-02-03"]
