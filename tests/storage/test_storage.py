"""Letters are kept once, whole, and found; on both databases."""

from pathlib import Path

import pytest
from sqlalchemy import select, text

from bot.app import App
from bot.settings import load_settings
from briefings.answering.answer import Outcome
from briefings.answering.forms import Forms
from briefings.errors import JbzError
from briefings.intake.decide import Decision
from briefings.model.document import Chamber, Provenance
from storage import backup
from storage.copies import is_copy
from storage.database import Database
from storage.reading.items import corrected
from storage.rows import DocumentRow, EditionRow, ItemRow
from storage.search import StoredIndex
from tests.conftest import REPORT
from tests.stand_ins.clock import Clock


def test_taking_the_same_letter_in_twice_changes_nothing(app: App) -> None:
    before = _everything(app)
    taken = app.take_in(REPORT.read_bytes(), Provenance("again.txt"))
    assert taken.decision is Decision.SAME
    assert _everything(app) == before


def test_a_later_edition_replaces_the_items_and_keeps_ids_and_bytes(app: App) -> None:
    first = _ids(app)
    text = REPORT.read_text("utf-8").replace("2. Vastelling aanbeveling", "2. Vaststelling aanbeveling").encode()
    taken = app.take_in(text, Provenance("later.txt"))
    assert taken.decision is Decision.NEW_EDITION
    assert sorted(_ids(app).values()) == sorted(first.values())
    with app.database.reading() as session:
        assert [e.data for e in session.scalars(select(EditionRow).order_by(EditionRow.id))] == [
            REPORT.read_bytes(),
            text,
        ]
        assert session.scalars(select(DocumentRow.kamerstuk)).all() == ["32317-935"]
    assert [f.entry.source.item.number for f in app.answering.answer("vaststelling").items] == ["I.2"]


def test_a_correction_in_the_archive_is_shown_as_one_and_is_no_news(database_url: str, clock: Clock) -> None:
    clock.forward(days=90)
    app = App(load_settings({"JBZ_DATABASE_URL": database_url}), clock)
    app.prepare()
    sentence = app.index.numbered("I.6")[0].item.paragraphs[0].partition(". ")[0]
    changed = REPORT.read_text("utf-8").replace(sentence, f"{sentence} en van de grenzen", 1)
    clock.forward(days=1)
    assert app.take_in(changed.encode(), Provenance("correctie.txt")).decision is Decision.NEW_EDITION
    with app.database.reading() as session:
        rows = session.scalars(select(ItemRow).where(ItemRow.corrected_at.is_not(None))).all()
        assert [(row.number, row.corrected_at, row.news_sequence) for row in rows] == [("I.6", clock.now, None)]
        assert corrected(session, limit=9) == []
    edited = app.quotes.check(f"{sentence} en van de grenzen.").edited
    assert edited is not None
    assert not edited.stood_before
    app.close()


def test_what_the_letter_to_the_other_house_says_again_is_counted_once(app: App) -> None:
    sizes = app.index.theme_sizes()
    senate = REPORT.read_text("utf-8").replace("Tweede Kamer", "Eerste Kamer")
    kept = app.take_in(senate.encode(), Provenance("eerste-kamer.txt", chamber=Chamber.EERSTE_KAMER))
    with app.database.reading() as session:
        items = select(ItemRow.place).join(DocumentRow, DocumentRow.id == ItemRow.document_id)
        copied = set(session.scalars(items.where(is_copy())))
        later = set(session.scalars(items.where(DocumentRow.id == kept.document_id)))
    assert app.index.copied() == copied == later
    assert len(later) > 1
    assert app.index.theme_sizes() == sizes
    assert len(sizes) > 1


def test_a_letter_that_cannot_be_read_leaves_nothing_behind(app: App) -> None:
    before = _everything(app)
    for data in (b"", b"\x00\x01\x02" * 100, b"%PDF-1.7", b"Verslag van een schriftelijk overleg\n1. Iets\n"):
        with pytest.raises(JbzError):
            app.take_in(data, Provenance("bad"))
    assert _everything(app) == before


def test_a_word_is_found_in_all_its_forms(app: App) -> None:
    index = StoredIndex(app.database)
    forms = {word: index.forms(word) for word in ("insolventierecht", "grens", "visum", "xyzzy")}
    assert forms == {
        "insolventierecht": Forms(("insolventierecht",)),
        "grens": Forms(("grenzen",), ("buitengrenzen", "grensregio", "grensregios", "grensveiligheid")),
        "visum": Forms(("visa",), ("visumcode", "visummaatregelen")),
        "xyzzy": Forms(),
    }


def test_what_a_mistyped_word_may_be_is_known_after_each_letter(app: App) -> None:
    index = StoredIndex(app.database)
    assert index.vocabulary().nearest("vangstmogelijkhden") is None
    other = REPORT.read_text("utf-8").replace(
        "Staat van het Schengengebied", "Vangstmogelijkheden in het Schengengebied"
    )
    app.take_in(other.replace("5 en 7 maart 2025", "12 en 13 juni 2025").encode(), Provenance("other"))
    guess = index.vocabulary().nearest("vangstmogelijkhden")
    assert guess is not None
    assert (guess.word, guess.sure) == ("vangstmogelijkheden", True)


def test_a_backup_is_restored_whole_into_either_kind_of_database(app: App, tmp_path: Path) -> None:
    copy = tmp_path / "copy.db"
    backup.backup(app.database, copy)
    assert copy.stat().st_mode & 0o077 == 0
    other = Database(f"sqlite:///{tmp_path}/other.db")
    backup.restore(other, copy)
    with other.reading() as session:
        assert len(session.scalars(select(ItemRow)).all()) == 21
    with pytest.raises(JbzError, match=r"database\.not_empty"):
        backup.restore(other, copy)
    other.close()


def test_a_copy_goes_back_into_the_same_kind(database: Database, tmp_path: Path, app: App) -> None:
    copy = tmp_path / "copy.db"
    backup.backup(app.database, copy)
    with database.writing() as session:
        for row in session.scalars(select(ItemRow)):
            session.delete(row)
    with pytest.raises(JbzError):
        backup.restore(database, tmp_path / "missing.db")
    (tmp_path / "garbage.db").write_bytes(b"not a database" * 1000)
    with pytest.raises(JbzError, match=r"backup\.no_copy"):
        backup.restore(database, tmp_path / "garbage.db")


def test_both_databases_answer_the_same(app: App) -> None:
    found = {
        question: [f.entry.source.item.number for f in app.answering.answer(question, limit=9).items]
        for question in ("migratie", "visa", "tribunaal", "go-and-see", "Eurojust", "verordening EES")
    }
    assert found == {
        "migratie": ["I.6", "I.9.a", "I.1"],
        "visa": ["I.1", "I.3"],
        "tribunaal": ["II.3"],
        "go-and-see": ["I.6"],
        "Eurojust": ["II.3"],
        "verordening EES": ["I.3"],
    }


QUESTIONS = [
    ("migartie", "corrected", "migratie", "I.6"),
    ("georganiseerde misdaad", "answer", "georganiseerde-criminaliteit", "I.4"),
    ("organised crime", "answer", "georganiseerde-criminaliteit", "I.4"),
    ("insolvensie", "corrected", "insolventie", "II.1"),
    ("EES", "answer", "ees", "I.3"),
    ("cybercrime", "answer", "cybercrime", "II.5.a"),
    ("rechtsstaat", "answer", "rechtsstaat", "II.2"),
    ("Oekraine", "answer", "oekraine", "I.7.b"),
    ("wat zei nederland over de rechtsstaat", "answer", "rechtsstaat", "II.2"),
    ("what did the netherlands say about insolvency", "answer", "insolventie", "II.1"),
    ("punt I.6", "answer", None, "I.6"),
    ("terugkeer maart 2025", "answer", "terugkeer", "I.2"),
]


@pytest.mark.parametrize(("question", "outcome", "theme", "first"), QUESTIONS)
def test_a_question_is_understood(app: App, question: str, outcome: str, theme: str | None, first: str) -> None:
    answer = app.answering.answer(question)
    assert (answer.outcome.value, answer.theme and answer.theme.slug) == (outcome, theme)
    assert answer.items[0].entry.source.item.number == first


@pytest.mark.parametrize(
    "question",
    [
        "pizza",
        "voetbal",
        "kernenergie",
        "emigratie naar Australië",
        "grens van het toelaatbare",
        "xqzzy",
        "EEZ",
        "AIS",
        "terugkeer 2019",
    ],
)
def test_a_question_about_nothing_known_finds_nothing_and_names_themes(app: App, question: str) -> None:
    answer = app.answering.answer(question)
    assert (answer.outcome, answer.items, len(answer.suggestions)) == (Outcome.NOTHING, (), 4)


def test_every_sentence_shown_is_a_sentence_of_the_source(app: App) -> None:
    for theme in app.catalogue.themes:
        for found in app.answering.answer(theme.nl, limit=50).items:
            item = found.entry.source.item
            sentences = {item.text_of(statement) for statement in item.statements}
            shown = (*found.entry.summary.told, *found.entry.summary.positions)
            assert {said.text for said in shown} <= sentences
            assert all(said.text in item.paragraphs[said.paragraph] for said in shown)
            assert (0 < len(shown) <= 3) if item.paragraphs else shown == ()


def test_items_move_with_the_last_day_of_their_meeting(app: App) -> None:
    def letter(kind: str, days: str) -> bytes:
        head = f"Hierbij bieden wij uw Kamer {kind} aan van de JBZ-Raad op {days} in Brussel."
        titles = {"het verslag": "Verslag", "de geannoteerde agenda": "Geannoteerde agenda"}
        item = "I. Justitie\n\n1. Denkbeeldige bruggen\n\nNederland steunde dit.\n"
        return f"Den Haag, 20 mei 2025\n\n{head}\n\n{titles[kind]} van de JBZ-Raad, {days}\n\n{item}".encode()

    app.take_in(letter("de geannoteerde agenda", "2 juni 2025"), Provenance("agenda"))
    app.take_in(letter("het verslag", "2 en 3 juni 2025"), Provenance("report"))
    found = app.answering.answer("bruggen juni 2025").items
    assert [(f.entry.source.kind, f.entry.source.meeting.dates[-1].day) for f in found] == [
        ("verslag", 3),
        ("geannoteerde_agenda", 3),
    ]
    with app.database.reading() as session:
        days = session.scalars(select(ItemRow.last_day).where(ItemRow.title == "Denkbeeldige bruggen")).all()
    assert {day.day for day in days} == {3}


def _everything(app: App) -> list[tuple[object, ...]]:
    with app.database.reading() as session:
        items = [(row.id, row.title, row.content) for row in session.scalars(select(ItemRow).order_by(ItemRow.id))]
        return [*items, *((row.id, row.sha256) for row in session.scalars(select(EditionRow)))]


def _ids(app: App) -> dict[str, int]:
    with app.database.reading() as session:
        return {row.title: row.id for row in session.scalars(select(ItemRow))}


def test_no_statement_is_prepared_as_one_plan_does_not_fit_every_word(postgres_url: str) -> None:
    app = App(load_settings({"JBZ_DATABASE_URL": postgres_url}))
    app.prepare()
    with app.index.at_once(), app.database.reading() as session:
        for _ in range(20):
            assert app.answering.answer("migratie").items
        assert session.scalar(text("SELECT count(*) FROM pg_prepared_statements")) == 0
    app.close()


def test_an_item_is_read_once_for_a_question(app: App) -> None:
    told: list[str] = []
    app.database.watch(lambda verb, _: told.append(verb))
    app.answering.answer("migratie")
    told.clear()
    with app.index.at_once():
        first = app.answering.answer("migratie")
        once = len(told)
        assert app.answering.answer("migratie").items[0].entry.source is first.items[0].entry.source
    assert len(told) - once < once
