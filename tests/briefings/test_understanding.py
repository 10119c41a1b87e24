"""Who says what in a sentence, by when, in which paper: each rule on a sentence of the genre, most of them invented."""

from datetime import date

import pytest

from briefings.enriching.actors import Speaker, speaker
from briefings.enriching.citations import citations_in, find_citations
from briefings.enriching.references import references_in
from briefings.enriching.statements import find_statements
from briefings.language.periods import find_coming
from briefings.model.item import AgendaItem, Footnote
from briefings.model.statement import Actor, DecisionKind, Period, Quantity, Stance, StatementKind

SAID_ON = date(2025, 3, 21)


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Nederland steunde het voorstel.", Speaker(Actor.NETHERLANDS, "Nederland")),
        ("Ook sprak de Commissie steun uit.", Speaker(Actor.COMMISSION, "de Commissie")),
        ("Het Poolse Voorzitterschap concludeerde dat.", Speaker(Actor.PRESIDENCY, "Het Poolse Voorzitterschap")),
        ("Duitsland vroeg aandacht voor de kosten.", Speaker(Actor.OTHER_STATE, "Duitsland")),
        ("Italië en Griekenland vroegen aandacht.", Speaker(Actor.OTHER_STATE, "Italië en Griekenland")),
        ("Eu-LISA meldde vertraging.", Speaker(Actor.EU_LISA, "Eu-LISA")),
        ("Het EOM vroeg om meer middelen.", Speaker(Actor.EPPO, "Het EOM")),
        ("De ECB wees op de inflatie.", Speaker(Actor.ECB, "De ECB")),
        ("Enkele lidstaten waren kritisch.", Speaker(Actor.MEMBER_STATES, "Enkele lidstaten", Quantity.FEW)),
        ("Een aantal lidstaten steunde dit.", Speaker(Actor.MEMBER_STATES, "Een aantal lidstaten", Quantity.SOME)),
        ("Veel lidstaten steunden dit.", Speaker(Actor.MEMBER_STATES, "Veel lidstaten", Quantity.MANY)),
        (
            "Een grote meerderheid van de lidstaten stemde in.",
            Speaker(Actor.MEMBER_STATES, "Een grote meerderheid van de lidstaten", Quantity.MAJORITY),
        ),
        (
            "Nagenoeg alle lidstaten waren het eens.",
            Speaker(Actor.MEMBER_STATES, "Nagenoeg alle lidstaten", Quantity.NEARLY_ALL),
        ),
        ("Alle lidstaten stemden in.", Speaker(Actor.MEMBER_STATES, "Alle lidstaten", Quantity.ALL)),
        (
            "Daarnaast vroegen meerdere lidstaten, waaronder Nederland, om tijd.",
            Speaker(Actor.NETHERLANDS, "Nederland", Quantity.SOME),
        ),
        ("Er werd gesproken over de samenwerking met Europol.", None),
        ("De bespreking duurde kort.", None),
    ],
)
def test_the_speaker_of_a_sentence(sentence: str, expected: Speaker | None) -> None:
    assert speaker(sentence) == expected


@pytest.mark.parametrize(
    ("before", "sentence", "actor"),
    [
        ("De Commissie gaf een toelichting.", "Zij riep op tot spoed.", Actor.COMMISSION),
        ("Eurocommissaris Bedacht gaf een toelichting.", "Daarnaast pleitte hij voor samenwerking.", Actor.COMMISSION),
        ("Het Voorzitterschap gaf een toelichting.", "Aanvullend vroeg het om reacties.", Actor.PRESIDENCY),
        ("Enkele lidstaten waren kritisch.", "Zij vroegen om een overgangstermijn.", Actor.MEMBER_STATES),
        # not certain, so not carried over:
        ("De Commissie sprak met Nederland.", "Zij riep op tot spoed.", None),  # two are named
        ("De Commissie gaf een toelichting.", "Hij riep op tot spoed.", None),  # "hij" is not the Commission
        ("Enkele lidstaten waren kritisch.", "Zij vroeg om tijd.", None),  # one speaks, several were named
        ("De Commissie gaf een toelichting.", "Het is belangrijk dat dit snel gaat.", None),
        ("De Commissie gaf een toelichting.", "Ook werd gesproken over de kosten.", None),
        ("Het werd laat.", "Zij riep op tot spoed.", None),
    ],
)
def test_a_pronoun_is_carried_over_only_where_it_is_certain(before: str, sentence: str, actor: Actor | None) -> None:
    found = speaker(sentence, before)
    assert (found.actor if found else None) is actor


@pytest.mark.parametrize(
    ("sentence", "stance"),
    [
        ("Nederland steunde het compromis.", Stance.SUPPORT),
        ("Nederland uitte zorgen over de kosten.", Stance.CONCERN),
        ("Nederland verzette zich tegen het voorstel.", Stance.OPPOSITION),
        ("Nederland herhaalde tegen terugkeerhubs in derde landen te zijn.", Stance.OPPOSITION),
        ("Nederland gaf aan tegen 1 juli klaar te zijn.", None),
        ("De Commissie zei tegen zware stormen bestand te zijn.", None),
        ("Nederland riep op tot spoed.", Stance.CALL),
        ("Nederland verwelkomde de hubs, mits de mensenrechten geborgd zijn.", Stance.CONDITION),
        ("Nederland gaf een toelichting.", None),
        ("De kosten zijn een zorg.", None),  # nobody says so
    ],
)
def test_the_stance_of_a_sentence(sentence: str, stance: Stance | None) -> None:
    (statement,) = find_statements(AgendaItem("x", paragraphs=(sentence,)), SAID_ON)
    assert statement.stance is stance


@pytest.mark.parametrize(
    ("sentence", "decided"),
    [
        ("De Raad stelde de aanbeveling vast.", DecisionKind.ESTABLISHED),
        ("De Raadsconclusies werden aangenomen.", DecisionKind.ADOPTED),
        ("De Raad nam de algemene oriëntatie aan.", DecisionKind.GENERAL_APPROACH),
        ("De Raad nam kennis van de voortgang.", DecisionKind.NOTED),
        ("De Raad ging akkoord met het mandaat.", DecisionKind.AGREED),
        ("De Commissie stelde vast dat het goed ging.", None),
    ],
)
def test_what_was_decided(sentence: str, decided: DecisionKind | None) -> None:
    (statement,) = find_statements(AgendaItem("x", paragraphs=(sentence,)), SAID_ON)
    assert statement.decided is decided


@pytest.mark.parametrize(
    ("sentence", "due"),
    [
        ("De Commissie zal vóór de zomer een rapport presenteren.", Period(None, date(2025, 6, 21))),
        ("De start is voorzien in het vierde kwartaal van 2025.", Period(date(2025, 10, 1), date(2025, 12, 31))),
        ("Er volgt een conferentie aankomende herfst.", Period(date(2025, 9, 22), date(2025, 12, 22))),
        ("De prioriteiten zijn voor de komende 18 maanden vastgelegd.", Period(SAID_ON, date(2026, 9, 30))),
        ("Het systeem zal in oktober 2025 van start gaan.", Period(date(2025, 10, 1), date(2025, 10, 31))),
        (
            "Het advies van het Hof wordt niet vóór de zomer van 2026 verwacht.",
            Period(date(2026, 6, 21), None, "niet vóór de zomer van 2026"),
        ),
        (
            "Het akkoord, waarvan de onderhandelingen in januari zijn afgerond, wordt in maart 2026 voorgelegd.",
            Period(date(2026, 3, 1), date(2026, 3, 31), "in maart 2026"),
        ),
        (
            "Het standpunt volgt in de tweede week van mei 2025.",
            Period(date(2025, 5, 8), date(2025, 5, 14), "in de tweede week van mei 2025"),
        ),
    ],
)
def test_what_is_announced_and_by_when(sentence: str, due: Period) -> None:
    (statement,) = find_statements(AgendaItem("x", paragraphs=(sentence,)), SAID_ON)
    assert (statement.kind, statement.due) == (StatementKind.COMMITMENT, due)


@pytest.mark.parametrize(
    "sentence",
    [
        "De ronde die in april gepland was, is opgeschort.",
        "In december 2024 werd het verdrag aangenomen.",
        "De richtlijn uit 2014 is van kracht.",
    ],
)
def test_what_is_over_or_called_off_is_not_announced(sentence: str) -> None:
    (statement,) = find_statements(AgendaItem("x", paragraphs=(sentence,)), SAID_ON)
    assert statement.kind is not StatementKind.COMMITMENT


@pytest.mark.parametrize(
    ("text", "papers"),
    [
        ("Kamerstukken II, 2024 – 2025, 21501-20, nr. 2179.", ["21501-20-2179"]),
        ("(Kamerstuk 19637, nr. 3358)", ["19637-3358"]),
        ("Kamerstuk 21 501-32, nr. 900", ["21501-32-900"]),
        ("Kamerstukken II 2023-2024  32317, nr. 882", ["32317-882"]),
        ("21 501-02, nrs. 3180 en 3181", ["21501-02-3180", "21501-02-3181"]),
        ("Kamerstuk 32317-935 en kst-21501-20-2179", ["32317-935", "21501-20-2179"]),
        ("Kamerstuk 36 600 VII, nr. 12", ["36600-VII-12"]),
        ("Kamerstukken I 2023/24, 32 317, OO", ["32317-OO"]),
        ("het bedrag van 32 317 euro in 2024", []),
    ],
)
def test_kamerstukken_in_every_spelling(text: str, papers: list[str]) -> None:
    assert [reference.kamerstuk for reference in references_in(text)] == papers


@pytest.mark.parametrize(
    ("text", "label", "url"),
    [
        ("COM(2025)101", "COM(2025) 101", "https://eur-lex.europa.eu/legal-content/NL/TXT/?uri=COM:2025:101:FIN"),
        ("JOIN (2025) 9", "JOIN(2025) 9", "https://eur-lex.europa.eu/legal-content/NL/TXT/?uri=JOIN:2025:9:FIN"),
        ("ST8789/16", "ST 8789/16", "https://data.consilium.europa.eu/doc/document/ST-8789-2016-INIT/nl/pdf"),
        (
            "ST 8803/16 REV 2",
            "ST 8803/16 REV 2",
            "https://data.consilium.europa.eu/doc/document/ST-8803-2016-REV-2/nl/pdf",
        ),
        ("Richtlijn 2014/42/EU", "Richtlijn 2014/42/EU", "http://data.europa.eu/eli/dir/2014/42/oj"),
        ("Verordening (EU) 2024/1348", "Verordening (EU) 2024/1348", "http://data.europa.eu/eli/reg/2024/1348/oj"),
        ("Verordening (EG) nr. 562/2006", "Verordening (EG) nr. 562/2006", "http://data.europa.eu/eli/reg/2006/562/oj"),
        (
            "PB L 180 van 29.6.2013, blz. 31",
            "PbEU 2013, L 180",
            "https://eur-lex.europa.eu/legal-content/NL/TXT/?uri=OJ:L:2013:180:TOC",
        ),
        ("32024R1348", "32024R1348", "https://eur-lex.europa.eu/legal-content/NL/TXT/?uri=CELEX:32024R1348"),
        ("toezegging TZ202503-123", "toezegging TZ202503-123", None),
    ],
)
def test_papers_and_laws_of_the_eu(text: str, label: str, url: str | None) -> None:
    assert [(citation.label, citation.url) for citation in citations_in(f"Zie {text} hierover.")] == [(label, url)]


def test_a_motion_leads_to_its_paper_in_brackets_or_in_its_note() -> None:
    text = "De motie van de leden Proef en Van der Denk (Kamerstuk 19637, nr. 1) en de motie Bedacht."
    note = Footnote("1", "Kamerstukken II 2024-2025, 32317, nr. 2", 0, len(text))
    item = AgendaItem("x", paragraphs=(text,), footnotes=(note,))
    assert [(c.label, c.keys, c.url) for c in find_citations(item)] == [
        (
            "motie-Proef en Van der Denk",
            ("motie:proef", "motie:denk"),
            "https://zoek.officielebekendmakingen.nl/kst-19637-1.html",
        ),
        ("motie-Bedacht", ("motie:bedacht",), "https://zoek.officielebekendmakingen.nl/kst-32317-2.html"),
    ]


def test_numbers_that_are_no_paper_are_left_alone() -> None:
    text = "Op 3/4 maart 2025 werd besluit 3/4 besproken; 20211 en nr. 3358 zijn geen wet, 2024/25 een jaar."
    assert list(citations_in(text)) == []


@pytest.mark.parametrize(
    ("words", "said_on", "first"),
    [
        ("nog dit najaar", date(2026, 10, 23), date(2026, 9, 22)),
        ("deze winter", date(2027, 1, 10), date(2026, 12, 21)),
        ("deze zomer", date(2026, 5, 1), date(2026, 6, 21)),
    ],
)
def test_a_season_that_is_called_this_one_may_have_begun(words: str, said_on: date, first: date) -> None:
    found = find_coming(f"De brief volgt {words}.", said_on)
    assert found is not None
    assert found.period.first == first
