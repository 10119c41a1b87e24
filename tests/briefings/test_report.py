"""The real report of 5 and 7 March 2025 against what must be read from it."""

from typing import Any

from bot.export.document_json import document_json
from briefings.model.document import Document
from briefings.model.statement import Actor, StatementKind


def test_the_letterhead_is_read(report: Document, gold: dict[str, Any]) -> None:
    printed = document_json(report)
    for field in ("kind", "council", "letter_date", "meeting_dates", "location", "signatories"):
        assert printed[field] == gold[field]
    assert (printed["chamber"], printed["kamerstuk"], printed["document_number"]) == ("TK", "32317-935", "2025D12334")


def test_every_item_is_read_and_none_invented(report: Document, gold: dict[str, Any]) -> None:
    read = [
        {
            "number": item.number,
            "section": item.section,
            "title": item.title,
            "subtitle": item.subtitle,
            "paragraphs": len(item.paragraphs),
            "footnotes": len(item.footnotes),
        }
        for item in report.items
    ]
    expected = [
        {key: item.get(key) for key in ("number", "section", "title", "subtitle", "paragraphs", "footnotes")}
        for item in gold["items"]
    ]
    assert read == expected


def test_every_item_begins_and_ends_where_it_should(report: Document, gold: dict[str, Any]) -> None:
    for item, expected in zip(report.items, gold["items"], strict=True):
        if item.paragraphs:
            assert item.paragraphs[0][: len(expected["begins"])] == expected["begins"]
            assert item.paragraphs[-1][-len(expected["ends"]) :] == expected["ends"]


def test_the_references_have_their_permalinks(report: Document, gold: dict[str, Any]) -> None:
    found = [
        {"item": item.number, "dossier": r.dossier, "number": r.number, "url": r.url}
        for item in report.items
        for r in item.references
    ]
    assert found == gold["references"]


def test_the_dutch_positions_are_counted_right(report: Document, gold: dict[str, Any]) -> None:
    by_kind = _count(report, lambda s: s.kind is StatementKind.POSITION)
    by_actor = _count(report, lambda s: s.actor is Actor.NETHERLANDS)
    assert by_kind == by_actor == gold["dutch_position_sentences"]


def test_the_decisions_are_those_of_the_council(report: Document) -> None:
    decided = [
        (item.number, item.text_of(s)[:45])
        for item in report.items
        for s in item.statements
        if s.kind is StatementKind.DECISION
    ]
    assert decided == [
        ("I.2", "De JBZ-Raad stelde zonder discussie de aanbev"),
        ("I.3", "De JBZ-Raad nam kennis van de herziene tijdli"),
        ("I.3", "Onder dit agendapunt nam de Raad tevens zonde"),
        ("II.1", "Het Voorzitterschap concludeerde dat de JBZ-R"),
        ("II.4", "De Raadsconclusies werden aangenomen."),
    ]


def test_artefacts_of_the_export_are_gone(report: Document) -> None:
    texts = [text for item in report.items for text in (item.title, *item.paragraphs)]
    assert [text for text in texts if "[" in text or "]" in text] == []


def test_footnotes_stand_at_the_sentence_they_belong_to(report: Document) -> None:
    places = [
        (item.number, item.paragraphs[note.paragraph][: note.offset][-12:], note.text[-10:])
        for item in report.items
        for note in item.footnotes
    ]
    assert places == [
        ("I.1", " en Boswijk.", " nr. 2179."),
        ("I.6", "17 maart jl.", " nr. 3389."),
        ("I.9.a", "mentatieplan", "7, nr. 882"),
    ]


def test_sentences_are_places_in_the_text_and_cover_it(report: Document) -> None:
    for item in report.items:
        for at, paragraph in enumerate(item.paragraphs):
            places = [(s.start, s.end) for s in item.statements if s.paragraph == at]
            between = [
                paragraph[a:b]
                for a, b in zip([0, *(e for _, e in places)], [*(s for s, _ in places), len(paragraph)], strict=True)
            ]
            assert "".join(between).strip() == ""


def _count(report: Document, holds: Any) -> dict[str, int]:
    counts = {item.number: sum(map(holds, item.statements)) for item in report.items}
    return {str(number): count for number, count in counts.items() if count}
