"""Letters that no rule was made with, and questions by those who wrote them; see newcomers/README.txt."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.app import App
from bot.settings import load_settings
from briefings.answering.answer import Answer
from briefings.model.document import Provenance
from tests.questions.conftest import lines_shown, say
from tests.questions.judged import FOLDER, MISTYPED, judged_in, mark
from tests.verdicts.verdicts import label_of

_HERE = FOLDER / "newcomers"
_LETTERS = tuple(sorted((_HERE / "letters").glob("*.txt")))
#: Each with the letters of its writer.
_OF = {"12.txt": "JOP", "13.txt": "KNQ", "14.txt": "RST", "15.txt": "UVW", "16.txt": "XYZ", "17.txt": "LMG"}
_ASKED_ON = {
    "12.txt": datetime(2025, 12, 20, 12, tzinfo=UTC),
    "13.txt": datetime(2026, 6, 30, 12, tzinfo=UTC),
    "14.txt": datetime(2026, 6, 30, 12, tzinfo=UTC),
    "15.txt": datetime(2026, 3, 30, 12, tzinfo=UTC),
    "16.txt": datetime(2026, 12, 20, 12, tzinfo=UTC),
    "17.txt": datetime(2027, 2, 5, 12, tzinfo=UTC),
}
#: Of all questions; the last two writers asked in words of their own that share nothing with their letters.
_FEWEST = {"12.txt": 0.88, "13.txt": 0.86, "14.txt": 0.90, "15.txt": 0.89, "16.txt": 0.79, "17.txt": 0.80}
#: Recall of whole questions.
_FEWEST_SENTENCES = {"12.txt": 0.92, "13.txt": 0.92, "14.txt": 0.98, "15.txt": 0.90, "16.txt": 0.97, "17.txt": 0.98}
#: Of forty sentences that answer.
_FEWEST_SHOWN = {"12.txt": 29, "13.txt": 29, "14.txt": 29, "15.txt": 33, "16.txt": 35, "17.txt": 34}
#: Of the sentences that a reader named.
_FEWEST_LABELS = {"12.txt": 0.9, "13.txt": 0.9, "14.txt": 0.9, "15.txt": 0.9, "16.txt": 0.94, "17.txt": 0.85}
_AS_READERS_SAY = {
    "conclusie": "besluit",
    "kennisgenomen": "niets",
    "-": "niets",
}  #: our label -> what the writers call it
_NUMBER = re.compile(r"(?:[IVX]+\.)?\d+")  #: of an item, without the part of it


@pytest.fixture(scope="module", params=_OF)
def newcomers(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, App]]:
    """A file of questions, and the product with the letters of its writer, on the day they were asked."""
    folder = tmp_path_factory.mktemp("newcomers")
    asked_on = _ASKED_ON[request.param]
    app = App(load_settings({"JBZ_DATABASE_URL": f"sqlite:///{folder / 'jbz.db'}"}), clock=lambda: asked_on)
    app.database.upgrade()
    for path in _letters_of(request.param):
        app.take_in(path.read_bytes(), Provenance(path.name))
    yield request.param, app
    app.close()


def _letters_of(name: str) -> list[Path]:
    return [path for path in _LETTERS if path.stem in _OF[name]]


def _found(name: str, answer: Answer) -> list[str]:
    """The items of an answer as the questions name them; a part of one is that one."""
    letters = dict(enumerate((path.stem for path in _letters_of(name)), 1))
    items = [found.entry.source for found in answer.items]
    return [f"{letters[item.document_id]}:{_NUMBER.match(item.item.number or '')[0]}" for item in items]  # type: ignore[index]


def test_every_item_is_read(newcomers: tuple[str, App]) -> None:
    name, app = newcomers
    wanted = {code for question in judged_in(f"newcomers/{name}") for code in question.wanted}
    kept = [source for one in app.index.meetings() for source in app.index.items_of_meeting(one.id)]
    assert wanted <= {f"{letter.stem}:{source.item.number}" for letter in _letters_of(name) for source in kept}


def test_what_newcomers_ask_is_answered(newcomers: tuple[str, App]) -> None:
    name, app = newcomers
    judged = judged_in(f"newcomers/{name}")
    found = {question.ask: _found(name, app.answering.answer(question.ask)) for question in judged}
    marks = mark(judged, found.__getitem__)
    mistyped = mark([question for question in judged if question.kind in MISTYPED], found.__getitem__)
    sentences = mark([question for question in judged if question.kind == "sentence"], found.__getitem__)
    assert len(judged) == 330
    assert marks.recall >= _FEWEST[name]
    assert mistyped.recall >= (0.92 if name == "16.txt" else 0.95)
    assert sentences.recall >= _FEWEST_SENTENCES[name]
    assert marks.wrong <= 0.15 * marks.hopeless


@pytest.mark.parametrize("newcomers", ["13.txt"], indirect=True)
@pytest.mark.parametrize(
    ("asked", "shown"),
    [
        (
            "wat was het standpunt van nederland over CBAM",
            "Nederland, Zweden, Finland en Denemarken zagen hier niets in",
        ),
        ("wat zei nederland over encryptie", "Nederland benadrukte dat opsporing in het digitale domein"),
        ("wat vindt nederland van een europese havenautoriteit", "Een Europese havenautoriteit acht het kabinet onwen"),
        ("wat zei Zweden over Mauritanië", "Zweden was als enige lidstaat tegen, vanwege"),
        ("wie was tegen het visserijprotocol met Mauritanië", "Zweden was als enige lidstaat tegen, vanwege"),
        ("wie was tegen pulsvisserij", "Frankrijk liet weten daar fel op tegen te zijn."),
        ("wie onthield zich bij nieuwe genomische technieken", "Oostenrijk, Hongarije, Kroatië"),
        ("wanneer gaat e-evidence in", "Op 18 augustus 2026 worden de regels van toepassing"),
        ("hoe hoog zijn de leges voor een visum", "De leges voor een visum voor kort verblijf"),
    ],
)
def test_who_stood_where_is_seen_in_other_words(newcomers: tuple[str, App], asked: str, shown: str) -> None:
    reply = say(newcomers[1], asked)
    assert lines_shown(reply)[0].startswith(shown)
    assert not any("hierover vond ik niets" in line or "niet met zoveel woorden" in line for line in reply.lead)


@pytest.mark.parametrize("newcomers", ["13.txt"], indirect=True)
def test_what_was_promised_about_a_word_that_is_no_theme_is_listed(newcomers: tuple[str, App]) -> None:
    reply = say(newcomers[1], "toezeggingen vaccinatie")
    told = [line.text for section in reply.sections for line in section.lines]
    assert [text[:44] for text in told] == [
        "Toezegging: in het commissiedebat van 20 mei",
        "De Commissie kondigde aan in het najaar een ",
    ]


@pytest.mark.parametrize("newcomers", ["14.txt"], indirect=True)
@pytest.mark.parametrize(
    ("asked", "shown"),
    [
        ("wie stemde tegen de leges voor Gambia", "Hongarije stemde tegen en Slowakije onthield zich."),
        ("wie stemde tegen maatregelen tegen Mali", "Italië, Spanje, Frankrijk en Portugal vreesden"),
        ("wat zei Duitsland over dataretentie", "Over de termijn bestond verdeeldheid: Frankrijk, Spanje en"),
    ],
)
def test_a_side_belongs_to_what_its_paragraph_is_about(newcomers: tuple[str, App], asked: str, shown: str) -> None:
    assert lines_shown(say(newcomers[1], asked))[0].startswith(shown)


@pytest.mark.parametrize("newcomers", ["16.txt"], indirect=True)
@pytest.mark.parametrize(
    ("asked", "shown"),
    [
        ("Waarom onthield Hongarije zich bij de conclusies over gevangenissen?", "Hongarije onthield zich van instemm"),
        ("Wie onthield zich bij het akkoord met Indonesië?", "Oostenrijk onthield zich daarbij van stemming."),
        ("Welke landen wezen een lijst van tegenmaatregelen tegen de VS af?", "Ierland, Italië en Hongarije waarsch"),
    ],
)
def test_a_verb_in_two_parts_and_why_somebody_did_something(newcomers: tuple[str, App], asked: str, shown: str) -> None:
    assert lines_shown(say(newcomers[1], asked))[0].startswith(shown)


@pytest.mark.parametrize("newcomers", ["17.txt"], indirect=True)
def test_both_sides_are_given_where_both_are_asked(newcomers: tuple[str, App]) -> None:
    shown = lines_shown(say(newcomers[1], "Wie was voor en wie tegen de verordening kwetsbare volwassenen?"))
    assert any(text.startswith("België, Luxemburg, Portugal en Finland steunden") for text in shown)
    assert any(text.startswith("Duitsland stemde tegen") for text in shown)


@pytest.mark.parametrize("newcomers", ["17.txt"], indirect=True)
@pytest.mark.parametrize(
    ("asked", "shown", "hidden"),
    [
        ("Wie was tegen toetreding van Cyprus?", "Oostenrijk en Nederland achtten de evaluatie", "Luxemburg, België"),
        ("Wie stemde tegen het ETS2-mandaat?", "Polen, Slowakije en Hongarije stemden tegen", "nog een versoepeling"),
        (
            "Hoe staat Nederland tegenover de PFAS-beperking?",
            "groepsgewijze beperking van PFAS",
            "PFAS-beperking op de",
        ),
        ("wat besloot de raad over Gambia", "besloten de maatregelen jegens Gambia te beëindigen", "hoofdstad"),
    ],
)
def test_the_sentence_nearest_to_what_was_asked_answers(
    newcomers: tuple[str, App], asked: str, shown: str, hidden: str
) -> None:
    lines = lines_shown(say(newcomers[1], asked))
    assert any(shown in line for line in lines)
    assert not any(hidden in line for line in lines)


@pytest.mark.parametrize("newcomers", ["17.txt"], indirect=True)
@pytest.mark.parametrize(
    ("typed", "title"),
    [
        ("nieuws wsbvc-raad", "Nieuws: Raad WSBVC van 7 december 2026 (Brussel)"),
        ("Wat moet ik weten over de WSBVC-raad van 7 december?", "Nieuws: Raad WSBVC van 7 december 2026 (Brussel)"),
        ("Wat staat er in de geannoteerde agenda WSBVC?", "Raad WSBVC van 7 december 2026 (Brussel)"),
    ],
)
def test_a_council_of_which_there_is_only_an_agenda_is_found(
    newcomers: tuple[str, App], typed: str, title: str
) -> None:
    assert say(newcomers[1], typed).title == title


@pytest.mark.parametrize("newcomers", ["17.txt"], indirect=True)
@pytest.mark.parametrize(
    ("asked", "side", "most"),
    [
        ("Waar onthield Nederland zich?", "zich van stemming te onthouden", 1),
        ("Bij welke punten stemde Nederland tegen?", "tegen", 9),
    ],
)
def test_a_side_without_a_subject_is_that_of_who_was_asked(
    newcomers: tuple[str, App], asked: str, side: str, most: int
) -> None:
    answer = newcomers[1].answering.answer(asked)
    assert answer.heard
    assert 0 < answer.total <= most
    assert any(side in line for line in lines_shown(say(newcomers[1], asked)))


@pytest.mark.parametrize("newcomers", ["17.txt"], indirect=True)
def test_what_is_to_come_in_a_month_is_announced_for_it(newcomers: tuple[str, App]) -> None:
    reply = say(newcomers[1], "wat komt er in maart?")
    assert reply.title == "Toezeggingen en aankondigingen"
    assert "Met een datum in deze tijd: maart 2027; van elk hoogstens 10." in reply.lead


@pytest.mark.parametrize("newcomers", ["16.txt"], indirect=True)
def test_a_number_that_may_be_the_one_is_not_denied(newcomers: tuple[str, App]) -> None:
    reply = say(newcomers[1], "Hoeveel Benin-bronzen zijn er?")
    assert any("119" in line for line in lines_shown(reply))
    assert not any("aantal of bedrag" in line for line in reply.lead)


@pytest.mark.parametrize("newcomers", ["16.txt"], indirect=True)
@pytest.mark.parametrize(
    ("asked", "items"),
    [
        ("looted art burden of proof for dealers", ["Z:11"]),
        ("Chinese export controls on rare earths", ["Y:3"]),
        ("burden of proof", []),
    ],
)
def test_what_is_hinted_at_counts_beside_other_words_only(
    newcomers: tuple[str, App], asked: str, items: list[str]
) -> None:
    name, app = newcomers
    assert _found(name, app.answering.answer(asked))[:1] == items


@pytest.mark.parametrize("newcomers", ["16.txt"], indirect=True)
def test_a_time_may_be_told_in_the_words_of_the_question(newcomers: tuple[str, App]) -> None:
    reply = say(newcomers[1], "Hoeveel geprinte wapens nam de Nederlandse politie vorig jaar in beslag?")
    assert any("vorig jaar 61 geprinte wapens" in line for line in lines_shown(reply))


@pytest.mark.parametrize("newcomers", ["16.txt"], indirect=True)
@pytest.mark.parametrize("asked", ["volgende raad", "wanneer is de volgende RBZ Handel?", "besluiten volgende raad"])
def test_a_council_to_come_may_be_named_by_a_letter_about_another(newcomers: tuple[str, App], asked: str) -> None:
    assert say(newcomers[1], asked).title == (
        "Van een volgende Raad heb ik nog geen brief. Een andere brief noemt wel de RBZ Handel van 22 februari 2027."
    )


@pytest.mark.parametrize("newcomers", ["15.txt"], indirect=True)
def test_of_who_is_only_named_is_not_said_that_the_letters_have_nothing(newcomers: tuple[str, App]) -> None:
    reply = say(newcomers[1], "wat zei Oostenrijk over de ontsnappingsclausule")
    assert reply.lead[0] == (
        "Oostenrijk: een eigen uitspraak hierover vond ik niet. Oostenrijk wordt hier wel genoemd:"
    )
    assert "ontsnappingsclausule voor Oostenrijk" in lines_shown(reply)[0]


@pytest.mark.parametrize("newcomers", ["13.txt"], indirect=True)
def test_what_was_decided_and_when_and_where_is_told_as_it_was(newcomers: tuple[str, App]) -> None:
    app = newcomers[1]
    assert {one.meeting.location for one in app.index.meetings()} == {"Luxemburg", "Brussel"}
    told = say(app, "besluiten landbouw").lead[0]
    assert told == say(app, "besluiten landbouwraad").lead[0] == "2 besluiten en 1 keer kennisgenomen"
    assert any(
        "slaagde de Raad er niet in" in line for line in lines_shown(say(app, "is er een besluit over afstamming"))
    )
    said = {
        item.text_of(statement): statement.due.words
        for one in app.index.meetings()
        for source in app.index.items_of_meeting(one.id)
        for item in (source.item,)
        for statement in item.statements
        if statement.due
    }
    assert next(due for text, due in said.items() if text.startswith("Op 18 augustus 2026")) == "Op 18 augustus 2026"
    assert next(due for text, due in said.items() if "vangstmogelijkheden voor 2027" in text) == "eind juni"


@pytest.mark.parametrize("newcomers", ["13.txt"], indirect=True)
def test_two_countries_on_two_subjects_are_asked_apart(newcomers: tuple[str, App]) -> None:
    reply = say(newcomers[1], "wat zei Duitsland over Europol en wat zei Zweden over Mauritanië")
    shown = lines_shown(reply)
    assert any(text.startswith("Duitsland, Spanje en Italië drongen aan") for text in shown)
    assert any(text.startswith("Zweden was als enige lidstaat tegen") for text in shown)


@pytest.mark.parametrize("newcomers", ["13.txt"], indirect=True)
@pytest.mark.parametrize(
    ("asked", "title"),
    [
        ("punt 2 van de landbouwraad", "2 Marktsituatie en kunstmest"),
        ("punt II.2 juni 2026", "II.2 Verordening afstamming en Europees bewijs van ouderschap"),
        ("item 2 of the agriculture council", "2 Marktsituatie en kunstmest"),
    ],
)
def test_an_item_of_a_meeting_that_is_named_is_read(newcomers: tuple[str, App], asked: str, title: str) -> None:
    assert say(newcomers[1], asked).title == title


@pytest.mark.parametrize("newcomers", ["13.txt"], indirect=True)
def test_an_item_that_a_meeting_does_not_have_is_not_taken_from_another(newcomers: tuple[str, App]) -> None:
    assert "ken ik niet" in say(newcomers[1], "punt I.1 van de landbouwraad").title


@pytest.mark.parametrize("newcomers", ["14.txt"], indirect=True)
def test_what_is_counted_may_have_another_word_and_a_hyphen_stays(newcomers: tuple[str, App]) -> None:
    reply = say(newcomers[1], "hoeveel drugslabs zijn ontmanteld")
    assert lines_shown(reply)[0].startswith("Het drugsagentschap EUDA in Lissabon meldde dat in 2025 in de Unie 530")
    assert not any("aantal of bedrag" in line for line in reply.lead)
    assert say(newcomers[1], "wie onthield zich bij de AI-verordening").title == "AI-verordening"


@pytest.mark.parametrize("newcomers", ["13.txt"], indirect=True)
def test_a_label_that_the_letter_gives_itself_is_not_given_twice(newcomers: tuple[str, App]) -> None:
    lines = [line for section in say(newcomers[1], "nieuws landbouwraad alles").sections for line in section.lines]
    lines += [line for section in say(newcomers[1], "vaccinatie").sections for c in section.cards for line in c.lines]
    promised = [line for line in lines if line.text.startswith("Toezegging: ")]
    assert promised
    assert {line.label for line in promised} == {None}


@pytest.mark.parametrize("newcomers", ["14.txt"], indirect=True)
@pytest.mark.parametrize(
    ("asked", "items"),
    [
        ("Waarom kon de machtiging voor het Haags Verdrag van 2000 niet worden aangenomen?", ["R:II.2"]),
        ("Wanneer begint het vooruitgeschoven team van het tribunaal in Den Haag?", ["R:II.6"]),
        ("drugslabs sinds 2027", []),
        ("vliegbewijs voor drones", []),
        ("leges voor een paspoort", []),
        ("drones en vliegbewijs", ["R:I.3"]),
    ],
)
def test_a_year_may_be_of_the_subject_and_a_subject_of_its_own_is_not_answered_with_a_word(
    newcomers: tuple[str, App], asked: str, items: list[str]
) -> None:
    name, app = newcomers
    assert _found(name, app.answering.answer(asked))[:1] == items


def test_the_sentence_that_answers_is_shown(newcomers: tuple[str, App]) -> None:
    name, app = newcomers
    lines = (_HERE / "answering.txt").read_text("utf-8").splitlines()
    rows = [line.split("\t") for line in lines if not line.startswith("#")]
    asked = [(question, sentence) for question, code, sentence in rows if code[0] in _OF[name]]
    shown = sum(sentence in _sentences(app.answering.answer(question)) for question, sentence in asked)
    assert len(asked) == 40
    assert shown >= _FEWEST_SHOWN[name]


def test_a_sentence_is_called_what_a_reader_calls_it(newcomers: tuple[str, App]) -> None:
    name, app = newcomers
    lines = (_HERE / "labels.txt").read_text("utf-8").splitlines()
    judged = {text: label for letter, label, text in (line.split("\t") for line in lines[1:]) if letter in _OF[name]}
    found = {
        " ".join(source.item.text_of(said).split()): _AS_READERS_SAY.get(label_of(said), label_of(said))
        for one in app.index.meetings()
        for source in app.index.items_of_meeting(one.id)
        for said in source.item.statements
    }
    shown = [(label, found.get(text, "niets")) for text, label in judged.items()]
    right = sum(meant == called for meant, called in shown)
    wrong = sum(called not in {"niets", meant} for meant, called in shown)
    assert len(judged) > 60
    assert right >= _FEWEST_LABELS[name] * len(judged)
    assert wrong <= 0.02 * len(judged)


def _sentences(answer: Answer) -> set[str]:
    return {one.text for found in answer.items[:3] for one in found.entry.summary.all_sentences}
