"""How people ask for a command, a promise or a side without knowing what it is called here."""

import pytest

from bot.app import App
from bot.commands.asking import Ask, Decisions, News
from bot.commands.command import Command
from bot.commands.comparing import Prepare
from bot.commands.grammar import command_in
from bot.reply import Reply
from briefings.answering.frames import Asks
from briefings.answering.question import read_question
from tests.questions.conftest import say
from tests.questions.judged import ASKED_ON
from tests.talk import buttons


def _sentences(reply: Reply) -> list[str]:
    return [line.text for section in reply.sections for card in section.cards for line in card.lines]


@pytest.mark.parametrize(
    ("typed", "command"),
    [
        ("wat is er in 2025 besloten", Decisions("2025")),
        ("wat heeft de raad in maart 2025 besloten?", Decisions("maart 2025")),
        ("wat is er in een besloten lunch besloten", Ask("wat is er in een besloten lunch besloten")),
        ("ik heb over 2 minuten overleg over migratie, wat moet ik weten", News("migratie")),
        ("we hebben zo een gesprek, wat besloot de raad in 2025", Decisions("2025")),
        ("Ik zit in een overleg. Wat vond nederland van eurodac?", Ask("wat vond nederland van eurodac")),
        ("bereid mij voor op de raad van oktober", Prepare("de raad van oktober")),
        ("ik wil me voorbereiden op jbz oktober 2025", Prepare("jbz oktober 2025")),
        ("voorbereiding voor de volgende JBZ raad", Prepare("voor de volgende JBZ raad")),
    ],
)
def test_a_sentence_is_read_as_the_command_it_asks_for(typed: str, command: Command) -> None:
    assert command_in(typed) == command


@pytest.mark.parametrize(
    ("question", "asks", "actor", "words"),
    [
        ("waarover was nederland het niet eens", Asks.AGAINST, "nederland", ()),
        ("waar was nederland het niet mee eens", Asks.AGAINST, "nederland", ()),
        ("waar is nederland het mee eens", Asks.SUPPORT, "nederland", ()),
        ("heeft nederland ingestemd met het pact", Asks.SUPPORT, "nederland", ("pact",)),
        ("heeft nederland tegen gestemd", Asks.AGAINST, "nederland", ()),
        ("heeft nederland voor of tegen gestemd over terugkeerhubs", None, "nederland", ("terugkeerhubs",)),
        ("is nederland voor of tegen terugkeerhubs", None, "nederland", ("terugkeerhubs",)),
    ],
)
def test_sides_are_asked_for_in_many_ways(question: str, asks: Asks | None, actor: str, words: tuple[str, ...]) -> None:
    read = read_question(question, ASKED_ON)
    assert (read.asks, read.speaker, read.words) == (asks, actor, words)


@pytest.mark.parametrize(
    "typed", ["heeft de minister iets beloofd over kabels", "wat heeft nederland toegezegd over kabels"]
)
def test_what_was_promised_is_what_a_minister_promised_parliament(years: App, typed: str) -> None:
    said = "Het kabinet informeert uw Kamer conform de gebruikelijke BNC-procedure over het standpunt van het kabinet"
    assert [text.startswith(said) for text in _sentences(say(years, typed))][:1] == [True]


def test_where_nothing_was_promised_that_is_said(years: App) -> None:
    lead = say(years, "heeft de minister iets beloofd over insolventie").lead
    assert lead[0] == "Een toezegging hierover vond ik niet in de brieven. Wat ik wel vond:"


def test_against_is_told_of_nobody_who_agrees(years: App) -> None:
    reply = say(years, "waarover was nederland het niet eens")
    lines = [line for section in reply.sections for card in section.cards for line in card.lines]
    assert {line.remark and line.remark.split(";")[0] for line in lines} == {"tegen", "onthouding"}


def test_an_agreement_of_the_netherlands_comes_first(years: App) -> None:
    assert _sentences(say(years, "heeft nederland ingestemd met het pact"))[0] == (
        "Nederland is akkoord gegaan met het voorstel."
    )


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("volgende raad", "Van een volgende Raad heb ik nog geen brief. Typ raad voor de laatste."),
        ("besluiten volgende raad", "Van een volgende Raad heb ik nog geen brief. Typ raad voor de laatste."),
        ("raad 31 februari 2025", "Van “31 februari 2025” heb ik geen brief. Zo kan het: raad maart 2025."),
        ("gepland maart 1999", "Van “maart 1999” heb ik geen brief. Zo kan het: gepland oktober 2025."),
        ("koers bananen", "Over “bananen” ken ik geen zin van Nederland. Zo kan het: koers terugkeer."),
        (
            "volg voorbereiding",
            "Zet er een thema bij. Zo kan het: volg migratie voorbereiding, of: volg migratie dagelijks.",
        ),
        (
            "besluiten van dit jaar",
            (
                "In die tijd ken ik geen vergadering. Wel: JBZ-Raad van 8 en 9 december 2025 (Brussel), JBZ-Raad van 9 "
                "en 10 oktober 2025 (Luxemburg) en Landbouw- en Visserijraad van 22 september 2025 (Brussel)."
            ),
        ),
        (
            "raad 13 maart 2025",
            (
                "Van die vergadering heb ik geen brief. Wel van: JBZ-Raad van 5 en 7 maart 2025 (Brussel), "
                "Transportraad van 5 december 2024 (Brussel) en Ecofinraad van 8 juli 2025 (Brussel)."
            ),
        ),
    ],
)
def test_what_cannot_be_answered_says_what_can(years: App, typed: str, said: str) -> None:
    assert say(years, typed).title == said


def test_who_prepares_for_a_council_to_come_gets_the_latest_agenda_and_hears_so(years: App) -> None:
    reply = say(years, "voorbereiding voor de volgende JBZ raad")
    assert reply.title == "Voorbereiding: JBZ-Raad van 8 en 9 december 2025 (Brussel)"
    assert reply.lead[0] == "Van een komende Raad ken ik nog geen agenda. Dit is de laatste die ik ken."
    assert say(years, "bereid mij voor op de raad van oktober").title == (
        "Voorbereiding: JBZ-Raad van 9 en 10 oktober 2025 (Luxemburg)"
    )


def test_a_meeting_without_an_agenda_offers_those_that_can_be_compared(years: App) -> None:
    reply = say(years, "gepland maart 2025")
    assert reply.lead == (
        "Van deze vergadering ken ik geen geannoteerde agenda.",
        "Wel van: JBZ-Raad van 9 en 10 oktober 2025 (Luxemburg).",
    )
    assert [button.label for button in reply.buttons] == [
        "JBZ-Raad van 9 en 10 oktober 2025 (Luxemburg)",
        "Vergadering",
    ]


def test_who_asks_whether_something_is_true_hears_how_a_sentence_is_checked(years: App) -> None:
    lead = say(years, "is het waar dat nederland akkoord is met het voorstel").lead
    assert lead[0] == "Of een zin in een brief staat, vraagt u zo: klopt “Nederland steunde het voorstel niet”."


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("kst 99999-1", "Geen brief die ik ken, noemt dit stuk."),
        ("COM(2019) 999", "Geen brief die ik ken, noemt dit stuk."),
        ("*", "Ik lees hier geen onderwerp in. Zo kan het: migratie."),
        ("🎉", "Ik lees hier geen onderwerp in. Zo kan het: migratie."),
    ],
)
def test_no_themes_are_offered_for_what_names_none(years: App, typed: str, said: str) -> None:
    reply = say(years, typed)
    assert (reply.title, reply.lead) == ("Niets gevonden", (said,))
    assert [button.label for button in reply.buttons] == ["Alle thema's"]


def test_a_handover_that_finds_nothing_names_the_subject_alone(years: App) -> None:
    assert say(years, "overdracht blabla 2025").title == (
        "Over “blabla” vind ik niets van 1 januari 2025 tot en met 31 december 2025. "
        "Zo kan het: overdracht migratie 2025."
    )


@pytest.mark.parametrize(
    "typed",
    ["kun je de agenda van de jbz raad oktober geven", "geannoteerde agenda jbz", "agenda", "can I see the agenda?"],
)
def test_an_annotated_agenda_is_shown_by_its_own_items(asked_once: App, typed: str) -> None:
    reply = say(asked_once, typed)
    assert reply.title == "Geannoteerde agenda: JBZ-Raad van 9 en 10 oktober 2025 (Luxemburg)"
    assert [line.label for section in reply.sections for line in section.lines] == ["I.1", "I.2", "I.3", "II.1", "II.2"]


def test_of_a_meeting_without_an_agenda_its_report_is_shown_and_said_to_be_one(asked_once: App) -> None:
    reply = say(asked_once, "de agenda van de landbouwraad")
    assert reply.title == "Landbouw- en Visserijraad van 22 september 2025 (Brussel)"
    assert reply.lead == ("Van die vergadering heb ik geen geannoteerde agenda.", "7 agendapunten")


def test_privacy_points_to_what_the_letters_say_of_it(asked_once: App) -> None:
    reply = say(asked_once, "privacy")
    assert reply.lead[-1] == "Over privacy in de brieven: typ zoek privacy (2 agendapunten)."
    assert buttons(reply)["Privacy in de brieven"] == Ask("privacy")
    assert say(asked_once, "zoek privacy").title == "Privacy"
