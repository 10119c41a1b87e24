"""What is called a decision, a position, a commitment is one; and what is not is not."""

from datetime import date

import pytest

from briefings.answering.excerpt import summarise
from briefings.enriching.doubts import doubts_of
from briefings.enriching.setting import Setting
from briefings.enriching.statements import find_statements
from briefings.model.document import Document, Kind
from briefings.model.item import AgendaItem, ItemKind
from briefings.model.meeting import Meeting
from briefings.model.statement import Act, Actor, Period, Stance, Standing, Statement, StatementKind
from tests.said import said
from tests.verdicts.verdicts import HERE, SETTING, read, score


@pytest.mark.parametrize("name", ["real", "own", "adviser", "letters"])
def test_the_sentences_the_rules_were_made_with_have_their_label(name: str) -> None:
    judged = list(read(HERE / f"{name}.txt"))
    assert [(one.label, one.found_label, one.text) for one in judged if one.label != one.found_label] == []
    stances = [one for one in judged if one.stance and one.stance != one.found_stance]
    assert [(one.stance, one.found_stance, one.text) for one in stances] == []


def test_the_sentences_held_out_reach_what_was_asked() -> None:
    scores = score(list(read(HERE / "held-out.txt")))
    for label, (right, shown, meant) in scores.items():
        assert (label, right >= 0.99 * shown or label in {"aangekondigd", "houding"}) == (label, True)
        assert (label, right >= 0.95 * meant) == (label, True)


def _one(text: str, setting: Setting = SETTING) -> Statement:
    return find_statements(AgendaItem("x", paragraphs=(text,)), setting)[-1]


@pytest.mark.parametrize(
    ("text", "act", "standing"),
    [
        ("De Raad nam de verordening aan.", Act.ADOPTS, Standing.DONE),
        ("De Raad heeft de verordening niet aangenomen.", Act.ADOPTS, Standing.NOT_DONE),
        ("Het voorstel is door het Europees Parlement aangenomen.", Act.ADOPTS, Standing.ELSEWHERE),
        ("In december 2024 heeft de Raad de conclusies aangenomen.", Act.ADOPTS, Standing.ELSEWHERE),
        ("De verordening moet door de Raad worden aangenomen.", Act.ADOPTS, Standing.EXPECTED),
        ("Als de verordening is aangenomen, kan de uitvoering beginnen.", Act.ADOPTS, Standing.CONDITIONAL),
        ("De Commissie riep lidstaten op de plannen in te dienen.", Act.ASKS, Standing.ASKED),
        ("De Commissie zal in juni een plan presenteren.", Act.ANNOUNCES, Standing.TO_COME),
    ],
)
def test_how_what_is_done_stands(text: str, act: Act, standing: Standing) -> None:
    found = _one(text)
    assert (found.act, found.standing) == (act, standing)


@pytest.mark.parametrize(
    "text",
    [
        "Nederland zal in maart een reactie geven op het voorstel.",
        "Nederland wil uiterlijk in maart een akkoord.",
        "Nederland vraagt om een voorstel vóór eind maart.",
        "Nederland hoopt in februari op een akkoord.",
    ],
)
def test_what_is_still_to_be_done_was_not_done_before(text: str) -> None:
    autumn = Setting(date(2025, 10, 3), Kind.ANNOTATED_AGENDA, Meeting("JBZ", (date(2025, 10, 13),)))
    assert (_one(text, autumn).standing, _one(text, autumn).where) == (Standing.TO_COME, None)


def test_a_label_says_by_which_words() -> None:
    assert _one("De Raad bereikte een gedeeltelijke algemene oriëntatie.").seen == ("De Raad", "bereikte … oriëntatie")
    assert _one("De Raad nam de conclusies aan.").seen == ("De Raad", "nam … aan")
    assert _one("Nederland is geen voorstander van een fonds.").seen == ("Nederland", "is … geen")


def test_what_is_settled_elsewhere_is_told_with_that(report: Document) -> None:
    item = next(item for item in report.items if item.number == "I.9.a")
    (position,) = (s for s in item.statements if s.kind is StatementKind.POSITION)
    assert (position.standing, position.where) == (
        Standing.ELSEWHERE,
        "het Comité voor de Migratie- en Veiligheidsfondsen",
    )


@pytest.mark.parametrize(
    ("text", "where"),
    [
        ("Het Voorzitterschap streeft naar een mandaat voor de triloog. Nederland stemde in met het mandaat.", None),
        ("De tekst is basis voor gesprekken met het Europees Parlement. Nederland stemde in met de tekst.", None),
        ("De tekst is in de triloog besproken. Nederland stemde in met de tekst.", "de triloog"),
        ("Nederland steunde het beheer door eu-LISA.", None),
        ("Nederland steunde het door de Commissie gekozen beheer.", None),
        ("De maatregel is door Duitsland genomen en Nederland stemde in met de maatregel in Coreper.", "in Coreper"),
    ],
)
def test_a_body_that_is_only_spoken_of_is_not_where_it_was_done(text: str, where: str | None) -> None:
    assert _one(text).where == where


def test_ministers_who_met_beside_the_council_are_not_the_council() -> None:
    text = "De Ministers spraken af om in de eerste helft van 2026 weer bij elkaar te komen."
    items = (AgendaItem("x", kind, paragraphs=(text,)) for kind in (ItemKind.AGENDA, ItemKind.SIDE_TOPIC))
    found = [find_statements(item, SETTING)[-1] for item in items]
    assert [(one.actor, one.named) for one in found] == [
        (Actor.COUNCIL, "De Ministers"),
        (Actor.OTHER_BODY, "De Ministers"),
    ]


def test_what_is_not_certain_is_a_doubt_and_has_no_label(report: Document) -> None:
    why = "I.9.a, ¶1: niet zeker of de Raad dit besloot; het punt noemt ook een ander orgaan"
    sentence = "Geen van de overige lidstaten heeft bezwaar geuit, waarmee het voorstel is vastgesteld."
    assert [said(doubt) for doubt in doubts_of(report)] == [f"{why}: “{sentence}”"]
    kinds = {_one(text).kind for text in ("De Raad kon instemmen met het voorstel.", "Nederland fabriekt een plan.")}
    assert kinds == {StatementKind.INFORMATION}


@pytest.mark.parametrize(
    ("text", "period", "words"),
    [
        ("De Commissie zal vóór de zomer een plan presenteren.", Period(None, date(2025, 6, 21)), "vóór de zomer"),
        (
            "Het Voorzitterschap zal de prioriteiten de komende 18 maanden uitvoeren.",
            Period(date(2025, 3, 7), date(2026, 9, 30)),  # from the Council
            "de komende 18 maanden",
        ),
        (
            "Ik zal uw Kamer binnen twee weken informeren.",
            Period(None, date(2025, 4, 4)),  # from the letter
            "binnen twee weken",
        ),
        (
            "De Commissie zal binnen drie maanden na 1 juli 2025 een verslag presenteren.",
            Period(None, date(2025, 10, 1)),  # from the day that is named
            "binnen drie maanden na 1 juli 2025",
        ),
        ("De Commissie zal binnen drie maanden na inwerkingtreding een verslag presenteren.", None, None),
        (
            "Tussen 1 september en 15 oktober 2025 kunnen de lidstaten reageren.",
            Period(date(2025, 9, 1), date(2025, 10, 15)),
            "Tussen 1 september en 15 oktober 2025",
        ),
        (
            "Met ingang van 1 januari 2026 wordt de overeenkomst toegepast.",
            Period(date(2026, 1, 1), None),
            "Met ingang van 1 januari 2026",
        ),
        (
            "In de loop van 2026 volgt de aansluiting.",
            Period(date(2026, 1, 1), date(2026, 12, 31)),
            "In de loop van 2026",
        ),
    ],
)
def test_a_period_is_counted_from_the_right_day(text: str, period: Period | None, words: str | None) -> None:
    found = _one(text)
    assert (found.kind, found.due) == (StatementKind.COMMITMENT, period)
    assert (found.due.words if found.due else None) == words


@pytest.mark.parametrize(
    ("text", "announcer"),
    [
        ("Portugal riep op aanwezig te zijn bij de aangekondigde conferentie in mei 2025.", None),
        ("Portugal zal in mei 2025 een conferentie organiseren.", Actor.OTHER_STATE),
        ("Portugal kondigde een conferentie aan die in mei 2025 plaatsvindt.", Actor.OTHER_STATE),
    ],
)
def test_who_speaks_of_what_was_announced_before_did_not_announce_it(text: str, announcer: Actor | None) -> None:
    found = _one(text)
    assert (found.kind, found.actor, found.announcer) == (StatementKind.COMMITMENT, Actor.OTHER_STATE, announcer)


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("Van de Oostenrijkse minister kwam het pleidooi om Syriërs te laten terugkeren.", "de Oostenrijkse minister"),
        ("De Raad zou deze zomer een akkoord moeten bereiken, aldus Litouwen.", "Litouwen"),
        ("De zuidelijke lidstaten vroegen om meer solidariteit.", "zuidelijke lidstaten"),
    ],
)
def test_who_asks_is_known_where_another_is_the_subject(text: str, named: str) -> None:
    assert [one.named for one in _one(text).voices if one.stance is Stance.CALL] == [named]


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("Met Zweden en Ierland heeft Nederland zich van stemming onthouden.", ["Nederland", "Zweden en Ierland"]),
        ("Niet alleen Nederland, maar ook België steunde het voorstel.", ["Nederland", "België"]),
        ("Meerdere lidstaten, waaronder Nederland, steunden het voorstel.", ["Nederland", "Meerdere lidstaten"]),
    ],
)
def test_those_who_stand_beside_the_speaker_take_its_side(text: str, named: list[str]) -> None:
    found = _one(text)
    assert [(one.named, one.stance) for one in found.voices] == [(who, found.stance) for who in named]


def test_what_falls_due_is_announced_by_nobody() -> None:
    found = _one("De lidstaten moeten uiterlijk op 1 oktober 2026 hun plannen indienen.")
    assert (found.kind, found.announcer, found.due) == (StatementKind.COMMITMENT, None, Period(None, date(2026, 10, 1)))


def test_in_an_agenda_a_position_is_what_will_be_said() -> None:
    found = _one("Nederland zal pleiten voor een korte termijn.", Setting(SETTING.letter_date, Kind.ANNOTATED_AGENDA))
    assert (found.kind, found.act, found.standing) == (StatementKind.POSITION, Act.ASKS, Standing.TO_COME)


def test_another_formation_is_another_council() -> None:
    text = "De Landbouwraad nam de verordening aan."
    farming = Setting(date(2025, 10, 3), Kind.REPORT, Meeting("LANDBOUW", (date(2025, 9, 22),)))
    assert (_one(text).kind, _one(text, farming).kind) == (StatementKind.INFORMATION, StatementKind.DECISION)


@pytest.mark.parametrize(
    ("text", "actor", "named"),
    [
        ("De JBZ-ministers spraken over de pool.", Actor.COUNCIL, "De JBZ-ministers"),
        ("De gezondheidsministers spraken over tabak.", Actor.OTHER_COUNCIL, "De gezondheidsministers"),
        ("De vakministers spraken over de pool.", Actor.COUNCIL, "De vakministers"),
        ("De Commissaris, de heer Brunner, beloofde spoed.", Actor.COMMISSION, "De Commissaris"),
        ("De Commissaris gaf te kennen dat het plan komt.", Actor.COMMISSION, "De Commissaris"),
        ("De Commissaris van de Koning gaf een rondleiding.", None, None),
        ("De volgende Raad is voorzien op 5 maart 2026 te Luxemburg.", None, None),
        ("Een omvangrijke groep landen prees de tekst.", Actor.MEMBER_STATES, "Een omvangrijke groep landen"),
        ("Een tiental lidstaten wees op de kosten.", Actor.MEMBER_STATES, "Een tiental lidstaten"),
        ("Veel landen in Afrika wezen op de kosten.", None, None),
        ("De Noordse landen en Nederland wezen op de kosten.", Actor.NETHERLANDS, "De Noordse landen en Nederland"),
    ],
)
def test_who_speaks_in_a_sentence(text: str, actor: Actor | None, named: str | None) -> None:
    assert (_one(text).actor, _one(text).named) == (actor, named)


@pytest.mark.parametrize(
    ("number", "begins"),
    [
        ("I.4", "Tijdens de lunch hebben de deelnemende ministers een nieuwe EU-CLASI verklaring ondertekend."),
        ("II.1", "Het Voorzitterschap concludeerde dat de JBZ-Raad een voorkeur uitsprak"),
        ("II.5.b", "Op verzoek van de nieuwe Amerikaanse regering is de onderhandelingsronde"),
    ],
)
def test_what_must_not_be_left_out_is_in_the_summary(report: Document, number: str, begins: str) -> None:
    item = next(item for item in report.items if item.number == number)
    assert [said.text[: len(begins)] for said in summarise(item).told].count(begins) == 1
