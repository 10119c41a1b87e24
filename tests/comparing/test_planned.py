"""What was planned beside what was said: judged in series/judged.toml, and as it is told."""

import pytest

from bot.app import App
from bot.commands.asking import ShowMeeting
from bot.commands.comparing import ComparePlanned
from bot.reply import Reply
from briefings.comparing.planned import Echo, PlannedAgainstSaid, compare
from storage.reading import letters
from tests.bench.comparing import Marks, marks_of_planned
from tests.letters.told_over_years import AFRESH, judged, named
from tests.talk import CHANNEL, SOMEONE, buttons, headings

pytestmark = pytest.mark.one_database

_JUDGED = {one["agenda"]: one for one in judged()["meeting"]}


def _compared(app: App) -> dict[str, PlannedAgainstSaid]:
    """Every meeting with both letters, by its agenda."""
    found = {}
    with app.database.reading() as session:
        for meeting in app.index.meetings():
            agenda, report = letters.agenda_and_report(session, meeting.id)
            if agenda and report:
                found[named(agenda[0]).partition(":")[0]] = compare(agenda, report)
    return found


def test_what_was_announced_is_found_as_judged_and_never_denied(series: App) -> None:
    assert marks_of_planned(series) == Marks(right=40, wrong=0, unsure=1)


def test_what_was_announced_is_found_as_judged_of_another_council(series_afresh: App) -> None:
    assert marks_of_planned(series_afresh, AFRESH) == Marks(right=15, wrong=0, unsure=1)


def test_both_databases_tell_the_same(series: App, series_kept: App) -> None:
    assert _echoes(series_kept) == _echoes(series)


def test_items_that_only_one_of_the_letters_has_are_told(series: App) -> None:
    found = {
        agenda: ([one.planned.item.number for one in told.missing], [one.item.number for one in told.added])
        for agenda, told in _compared(series).items()
    }
    assert found == {agenda: (one["missing"], one["added"]) for agenda, one in _JUDGED.items()}


def test_an_input_on_an_item_that_the_report_lacks_says_so(series: App) -> None:
    told = _compared(series)["2023-10_agenda"]
    lost = [one.planned.sentence.text for one in told.inputs if one.item_missing]
    assert lost == ["Nederland zal vragen naar de samenwerking met Interpol."]


def test_every_sentence_stands_in_its_letter(series: App) -> None:
    for told in _compared(series).values():
        for one in told.inputs:
            for shown in filter(None, (one.planned, one.said)):
                assert shown.sentence.text in " ".join(shown.source.item.paragraphs)


def test_the_reply_puts_what_is_missing_first(series: App) -> None:
    reply = _ask(series, "gepland juni 2024")
    assert (reply.title, reply.lead, headings(reply)) == (
        "Gepland en gezegd: JBZ-Raad van 13 en 14 juni 2024 (Luxemburg)",
        (
            "Aangekondigd door Nederland: 7. In het verslag: 5, misschien: 0, niet: 2.",
            "Een verslag is kort: wat er niet in staat, kan wel zijn gezegd.",
        ),
        ["Staat niet in het verslag", "Staat in het verslag", "Agendapunten die het verslag niet heeft"],
    )
    assert [(line.label, line.text) for line in reply.sections[0].lines] == [
        ("Gepland", "Nederland zal vragen naar de wachttijden op luchthavens."),
        ("Gepland", "Nederland zal ingaan op de Nederlandse richtlijn voor opvanglocaties."),
    ]


def test_without_a_name_it_is_the_latest_meeting_with_both_letters(series: App) -> None:
    assert _ask(series, "planned").title == "Gepland en gezegd: JBZ-Raad van 10 en 11 oktober 2024 (Luxemburg)"


def test_a_meeting_leads_to_it_and_it_leads_back(series: App) -> None:
    meeting = buttons(_ask(series, "raad juni 2024"))["Gepland en gezegd"]
    assert isinstance(meeting, ComparePlanned)
    assert "Gepland en gezegd" not in buttons(_ask(series, "raad landbouw mei 2024"))  # it has no agenda
    assert buttons(series.conversation.carry_out(meeting, CHANNEL, SOMEONE))["Vergadering"] == ShowMeeting(meeting.of)


def test_what_cannot_be_compared_is_said(series: App, app: App) -> None:
    assert (_ask(series, "gepland landbouw mei 2024").lead, _ask(app, "gepland maart 2025").lead) == (
        (
            "Van deze vergadering ken ik geen geannoteerde agenda.",
            (
                "Wel van: JBZ-Raad van 10 en 11 oktober 2024 (Luxemburg), JBZ-Raad van 13 en 14 juni 2024 (Luxemburg)"
                " en JBZ-Raad van 7 en 8 maart 2024 (Brussel)."
            ),
        ),
        ("Van deze vergadering ken ik geen geannoteerde agenda.",),
    )
    assert _ask(app, "gepland").title == "Er is nog geen vergadering waarvan ik de agenda en het verslag heb."
    assert _ask(series, "gepland mei 2001").title.startswith("Van die vergadering heb ik geen brief. Wel van: ")


def test_of_a_year_with_several_meetings_one_is_chosen(series: App) -> None:
    reply = _ask(series, "gepland 2024")
    assert reply.lead[0].startswith("In die tijd waren er ")
    chosen = [button.command for button in reply.buttons]
    assert len(chosen) > 1
    assert all(isinstance(command, ComparePlanned) and isinstance(command.of, int) for command in chosen)
    assert all("2024" in button.label for button in reply.buttons)


@pytest.mark.parametrize("typed", ["gepland terugkeer", "planned return", "gepland terugkeer 2024", "gepland pizza"])
def test_of_a_subject_it_says_what_it_takes(series: App, typed: str) -> None:
    assert _ask(series, typed).title == (
        "Achter gepland komt een vergadering: gepland oktober 2025. Over een onderwerp vraagt u zo: koers visa."
    )


def _echoes(app: App) -> dict[str, list[Echo]]:
    return {agenda: [one.echo for one in told.inputs] for agenda, told in _compared(app).items()}


def _ask(app: App, typed: str) -> Reply:
    return app.conversation.handle(typed, CHANNEL, SOMEONE)
