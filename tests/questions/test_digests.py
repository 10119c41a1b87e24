"""What was decided and what there is to know, of meetings, periods and themes: counts that are true, kinds named."""

import pytest

from bot.app import App
from bot.conversation import digests
from bot.reply import Reply
from briefings.answering import digest
from briefings.model.chat import Address, Person
from tests.questions.conftest import say
from tests.talk import buttons, headings, lines


def _under(reply: Reply, heading: str) -> list[str]:
    return [line.text for section in reply.sections if section.heading == heading for line in section.lines]


@pytest.mark.parametrize(
    ("typed", "lead", "shown"),
    [
        ("besluiten 2022", "5 besluiten", 5),
        ("besluiten 2025", "6 besluiten, 1 conclusie van het Voorzitterschap en 2 keer kennisgenomen", 9),
        ("besluiten sinds januari 2025", "6 besluiten, 1 conclusie van het Voorzitterschap en 2 keer kennisgenomen", 9),
        ("besluiten eerste helft 2025", "4 besluiten en 1 conclusie van het Voorzitterschap", 5),
        ("besluiten maart 2025", "4 besluiten en 1 conclusie van het Voorzitterschap", 5),
        ("hoeveel besluiten nam de raad in 2022", "5 besluiten", 5),
        ("how many decisions in 2025", "6 besluiten, 1 conclusie van het Voorzitterschap en 2 keer kennisgenomen", 9),
        (
            "wat is er besloten van 5 maart 2025 tot en met 8 juli 2025",
            "5 besluiten, 1 conclusie van het Voorzitterschap en 1 keer kennisgenomen",
            7,
        ),
        ("wat besloot de ecofinraad in 2025", "1 besluit en 1 keer kennisgenomen", 2),
        (
            "welke maatregelen zijn er aangenomen in 2025",
            "6 besluiten, 1 conclusie van het Voorzitterschap en 2 keer kennisgenomen",
            9,
        ),
        ("what was decided in the second quarter of 2024", "2 besluiten", 2),
        ("which proposals were adopted in june 2024", "2 besluiten", 2),
        ("wat heeft de milieuraad besloten", "1 besluit", 1),
    ],
)
def test_decisions_of_a_period_are_all_counted_each_by_its_label(years: App, typed: str, lead: str, shown: int) -> None:
    reply = say(years, typed)
    assert reply.lead == (lead,)
    assert len(_under(reply, "Besluiten")) == shown


def test_that_there_was_no_majority_is_no_decision(years: App) -> None:
    assert [
        text.partition(" voor het compromis")[0] for text in _under(say(years, "besluiten 2025"), "Geen besluit")
    ] == [
        "Het Voorzitterschap constateerde dat er geen gekwalificeerde meerderheid is",
        "Er is geen unanimiteit over de herziening van de energiebelastingrichtlijn.",
    ]


def test_what_was_suspended_is_not_to_come(years: App) -> None:
    reply = say(years, "nieuws maart 2025")
    told = _under(reply, "Opgeschort of uitgesteld")
    assert told == [
        "Op verzoek van de nieuwe Amerikaanse regering is de onderhandelingsronde die in maart gepland was opgeschort."
    ]
    assert set(told).isdisjoint(_under(reply, "Wat komt er aan"))


def test_what_is_left_out_is_said(years: App, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(digest, "MOST_ITEMS", 50)
    assert say(years, "besluiten sinds 2022").lead == (
        "2 besluiten, 1 conclusie van het Voorzitterschap en 2 keer kennisgenomen in de nieuwste agendapunten",
        "Kies een kortere periode om de andere te zien.",
    )


def test_of_many_decisions_the_newest_are_shown_and_all_are_counted(
    years: App, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(digests, "_MOST_DECISIONS", 15)
    reply = say(years, "besluiten sinds 2022")
    assert reply.lead == (
        "16 besluiten, 1 conclusie van het Voorzitterschap en 2 keer kennisgenomen",
        "Besluiten: de nieuwste 15 van 19.",
        "Kies een kortere periode om de andere te zien.",
    )
    assert len(_under(reply, "Besluiten")) == 15


def test_what_was_signed_is_no_decision_of_the_council(years: App) -> None:
    signed = "Tijdens de lunch hebben de deelnemende ministers een nieuwe EU-CLASI verklaring ondertekend."
    for typed in ("besluiten maart 2025", "nieuws maart 2025"):
        reply = say(years, typed)
        assert _under(reply, "Ondertekend") == [signed]
        assert "De Raadsconclusies werden aangenomen." in _under(reply, "Besluiten")
        assert len(_under(reply, "Besluiten")) == 5


def test_without_a_name_the_latest_report_is_told_and_the_newer_agenda_named(years: App) -> None:
    for typed in ("besluiten", "nieuws"):
        reply = say(years, typed)
        assert reply.title.endswith("JBZ-Raad van 9 en 10 oktober 2025 (Luxemburg)")
        assert reply.lead[0] == "Van de JBZ-Raad van 8 en 9 december 2025 (Brussel) ken ik nog geen verslag."
        prepared = say(years, "voorbereiding december 2025")
        assert (
            years.conversation.carry_out(
                buttons(reply)["Voorbereiding"], Address("web", "web", "someone"), Person("someone")
            ).title
            == prepared.title
        )


def test_a_meeting_of_which_only_the_agenda_is_known_says_so(years: App) -> None:
    assert say(years, "besluiten december 2025").lead == (
        "Van deze Raad ken ik alleen de agenda. Wat is besloten, staat straks in het verslag.",
    )
    assert headings(say(years, "nieuws december 2025")) == ["Inzet Nederland"]


def test_a_theme_without_decisions_names_those_around_it_that_have_some(years: App) -> None:
    reply = say(years, "besluiten migratie 2025")
    assert reply.lead == ("Geen besluiten gevonden in de brieven.", "Wel bij terugkeer (2).")
    there = years.conversation.carry_out(
        buttons(reply)["terugkeer"], Address("web", "web", "someone"), Person("someone")
    )
    assert len(_under(there, "Besluiten")) == 2


def test_a_handover_names_the_themes_around_it_with_decisions_of_its_own(years: App) -> None:
    lead = say(years, "overdracht migratie 2025").lead
    assert lead[1] == "In deze tijd zijn er ook besluiten over terugkeer (2): dat zijn andere thema's."


def test_news_tells_of_many_items_and_sets_what_is_past_apart(years: App) -> None:
    reply = say(years, "nieuws maart 2025")
    assert [line for line in reply.lead if line.startswith("Nederland")] == ["Nederland: 5 van 18."]
    told = [line.remark for section in reply.sections if section.heading == "Nederland" for line in section.lines]
    assert len({remark and remark.split(" ")[0] for remark in told}) == 5
    assert [text for text in _under(reply, "Wat komt er aan") if "2025" in text] == []
    assert len(_under(reply, "De termijn is voorbij")) == 5
    whole = years.conversation.carry_out(
        buttons(reply)["Alle agendapunten"], Address("web", "web", "someone"), Person("someone")
    )
    assert len(lines(whole)) == 21


def test_a_time_with_several_meetings_is_told_of_all_of_them(years: App) -> None:
    reply = say(years, "besluiten 8 juli 2025 tot 10 oktober 2025")
    assert reply.title == "Besluiten: 8 juli 2025 tot 10 oktober 2025"
    assert {
        line.remark.partition(" van ")[0] for section in reply.sections for line in section.lines if line.remark
    } == {
        "Ecofinraad",
        "JBZ-Raad",
    }
    for typed in ("2025", "raad 2025", "wat gebeurde er in 2025"):
        assert say(years, typed).title == "Nieuws: 2025"


def test_what_was_signed_and_what_was_not_decided_can_be_asked_alone(years: App) -> None:
    signed = say(years, "wat is er ondertekend")
    assert (signed.title, signed.lead, headings(signed)) == (
        "Ondertekend: Alle brieven",
        ("3 ondertekeningen",),
        ["Ondertekend"],
    )
    undecided = say(years, "geen besluit 2022")
    assert (undecided.title, undecided.lead, headings(undecided)) == (
        "Geen besluit: 2022",
        ("Waar de Raad niet besloot, vond ik niet in de brieven.",),
        [],
    )


def test_who_took_a_side_in_a_time_is_asked_of_all_its_letters(years: App) -> None:
    found = years.answering.answer("wie was tegen in 2025", limit=20).items
    assert sorted({one.entry.source.meeting.council for one in found}) == ["ECOFIN", "JBZ", "LANDBOUW"]
    assert all(one.entry.summary.positions or one.entry.summary.lead for one in found)


def test_all_the_news_can_be_seen_and_abstentions_stand_first(years: App) -> None:
    reply = say(years, "nieuws oktober 2025")
    assert [line for line in reply.lead if line.startswith("Nederland")] == ["Nederland: 5 van 10."]
    assert _under(reply, "Nederland")[0].startswith("Nederland onthield zich van een standpunt")
    whole = years.conversation.carry_out(
        buttons(reply)["Alles tonen"], Address("web", "web", "someone"), Person("someone")
    )
    assert len(_under(whole, "Nederland")) == 10
    assert whole.lead == ()
    assert "Alles tonen" not in buttons(whole)


def test_a_month_of_no_year_is_the_latest_that_has_a_letter_and_that_is_said(years: App) -> None:
    said = "Van oktober 2026 ken ik geen vergadering. Dit is van oktober 2025."
    for typed in ("raad van oktober", "raad oktober", "besluiten oktober", "wat moet ik weten over de jbz van oktober"):
        reply = say(years, typed)
        assert "JBZ-Raad van 9 en 10 oktober 2025 (Luxemburg)" in reply.title
        assert reply.lead[0] == said
    for typed in ("terugkeer in oktober", "wat zei nederland in oktober"):
        assert say(years, typed).lead[0] == said
    assert say(years, "raad oktober 2025").lead == ("11 agendapunten",)


def test_where_nothing_is_found_the_time_that_was_looked_in_is_said(years: App) -> None:
    reply = say(years, "terugkeer sinds maart")
    assert reply.lead[:3] == (
        "Over “terugkeer sinds maart” staat niets in de brieven die ik ken.",
        "Ik zocht in deze tijd: vanaf 1 maart 2026.",
        "Daarbuiten staat er wel iets over, het laatst bij de JBZ-Raad van 8 en 9 december 2025 (Brussel).",
    )
    assert "Zoek terugkeer" in buttons(reply)
    assert say(years, "erwtensoep sinds maart").lead[1] == "Ik zocht in deze tijd: vanaf 1 maart 2026."


def test_a_time_that_ends_before_it_begins_is_said(years: App) -> None:
    said = "Deze tijd eindigt voor hij begint: van 10 oktober 2025 tot 9 oktober 2025."
    time = "tussen 10 oktober 2025 en 9 oktober 2025"
    assert say(years, f"besluiten {time}").title == said
    assert say(years, f"raad {time}").title == said
    assert say(years, f"terugkeer {time}").lead[1] == said


def test_a_time_without_a_meeting_leads_to_what_was_announced_for_it(asked_once: App) -> None:
    for typed in ("december 2025", "wat gebeurt er in december 2025"):
        reply = say(asked_once, typed)
        assert reply.lead[0] == "In die tijd ken ik geen vergadering. Dit is ervoor aangekondigd:"
        assert reply.lead[2] == "Met een datum in deze tijd: december 2025; van elk hoogstens 10."
        assert any("december 2025" in line.text for section in reply.sections for line in section.lines)
    assert say(asked_once, "augustus 2019").title.startswith("Van die vergadering heb ik geen brief. Wel van: ")
    assert say(asked_once, "besluiten december 2025").title.startswith("Van die vergadering heb ik geen brief.")


def test_decisions_on_two_things_are_those_on_each(years: App) -> None:
    reply = say(years, "besluiten over confiscatie en mensensmokkel")
    assert reply.lead == ("2 besluiten",)
    assert _under(reply, "Besluiten") == [
        "De Raad nam de confiscatierichtlijn zonder discussie aan.",
        "De Raad stelde zijn positie vast over de richtlijn tegen mensensmokkel.",
    ]


@pytest.mark.parametrize("typed", ["vat de landbouwraad samen", "geef een samenvatting van de landbouwraad"])
def test_a_summary_of_a_council_is_its_news(asked_once: App, typed: str) -> None:
    assert say(asked_once, typed) == say(asked_once, "nieuws landbouwraad")


def test_of_a_subject_that_no_letter_has_it_is_said_of_the_subject_itself(asked_once: App) -> None:
    assert say(asked_once, "vat roaming samen") == say(asked_once, "roaming")
