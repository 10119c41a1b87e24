"""What can be followed, what it brings, and what a chat gets when there is nothing new."""

from dataclasses import replace
from datetime import UTC, datetime, time

import pytest

from bot.app import App
from bot.commands.asking import ListThemes
from bot.commands.following import BriefNow, Follow, Stop
from bot.commands.names import Named
from bot.conversation.saying import heading
from briefings.model.delivery import DeliveryState
from briefings.model.document import Provenance
from briefings.model.interest import Subject, SubjectKind
from briefings.model.schedule import Schedule, Weekly
from storage import outbox
from tests.stand_ins.clock import Clock
from tests.talk import CHANNEL, Talk, buttons, headings, lines, numbers

pytestmark = pytest.mark.one_database

TUESDAY = Schedule(Weekly((1,)), time(9))


@pytest.fixture
def talk(app: App, clock: Clock) -> Talk:
    return Talk(app, clock)


def agenda(day: str = "13 juni 2025") -> bytes:
    """An annotated agenda of our own."""
    return (
        "Aan de Voorzitter van de Tweede Kamer der Staten-Generaal\nDen Haag, 26 maart 2025\n\n"
        f"Geannoteerde agenda van de JBZ-Raad van {day} te Luxemburg\n\n"
        "Binnenlandse Zaken\n1. Migratie aan de buitengrens\nDe Raad bespreekt de migratie over zee.\n"
        "Nederland zal pleiten voor snellere terugkeer.\n2. Drugs in havens\nDe Raad bespreekt drugs in havens.\n"
    ).encode()


def _brings(talk: Talk, text: str) -> list[str | None]:
    """The items that following `text` brings at the next moment."""
    assert talk.says(text).title.startswith("Dit kanaal volgt nu")
    talk.clock.forward(days=7)
    return [number for briefing in talk.plan() for number in numbers(briefing)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("volg migratie", ["I.6", "I.9.a", "I.1"]),
        ("volg migratie zonder schengen", ["I.6", "I.9.a"]),
        ('volg migratie zonder "pact"', ["I.6", "I.1"]),
        ('volg "drugs"', ["I.8"]),
        ('volg "gezichtsherkenning"', []),
        ("volg standpunten duitsland", []),
        ("volg kst 19637", ["I.6"]),
        ("volg insolventie, migratie zonder schengen", ["II.1", "I.6", "I.9.a"]),
        ("volg migratie, terugkeer", ["I.6", "I.9.a", "I.1", "I.2", "I.7.b"]),
        ("volg raad JBZ", ["I.1", "I.2", "I.3", "I.4", "I.5", "I.6", "I.7", "I.7.a"]),
        ("volg standpunten nederland", ["I.1", "I.4", "I.6", "I.7.a", "I.7.b", "I.9.a", "II.1", "II.2"]),
    ],
)
def test_what_is_followed_brings_these_items_each_once(talk: Talk, text: str, expected: list[str]) -> None:
    assert _brings(talk, text) == expected


def test_of_a_whole_council_it_is_said_how_much_more_there_is(talk: Talk) -> None:
    _brings(talk, "volg raad JBZ")
    assert (None, "En nog 13 agendapunten.") in lines(talk.briefings[0])


def test_of_someones_positions_nothing_else_is_told(talk: Talk) -> None:
    _brings(talk, "volg standpunten nederland")
    (briefing,) = talk.briefings
    told = {line.label for section in briefing.sections for card in section.cards for line in card.lines}
    assert (told, headings(briefing)) == ({"Nederland"}, ["Standpunten van Nederland", "Wat komt er aan"])


def test_nearly_a_theme_is_asked_about_and_followed_only_when_that_is_said(talk: Talk) -> None:
    asked = talk.says("volg migartie elke dinsdag 09:00")
    assert (asked.title, asked.lead) == (
        "“migartie” is geen thema dat ik ken.",
        ("Er is nog niets gewijzigd. Bedoelt u een van deze?",),
    )
    assert lines(asked) == [
        ("migratie", "3 agendapunten in de laatste drie maanden"),
        ("“migartie”", "0 agendapunten in de laatste drie maanden"),
    ]
    assert buttons(asked) == {
        "Ja, migratie": Follow((Named("migratie"),), TUESDAY),
        "Ja, “migartie”": Follow((Subject(SubjectKind.TERM, "migartie"),), TUESDAY),
        "Alle thema's": ListThemes(),
    }
    assert talk.says("abonnementen").title == "Hier wordt nog niets gevolgd."
    said = talk.presses(asked.buttons[0])
    assert (said.title, said.lead) == (
        "Dit kanaal volgt nu migratie.",
        (
            "Elke dinsdag 09:00. De eerste briefing komt dinsdag 25 maart om 09:00.",
            "In de laatste drie maanden had u hiermee 3 agendapunten gekregen.",
        ),
    )


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('volg "!"', '"!" is te kort of te lang om te volgen. Kies een of enkele woorden.'),
        ("volg raad Mars", "De raad “mars” ken ik niet. Zo kan het: volg raad JBZ."),
        ("volg kst 22", "Een dossier heeft vijf cijfers. Zo kan het: volg kst 22112. Eén stuk volgen kan niet."),
        (
            "volg standpunten van de paus",
            "Wie “van de paus” is, weet ik niet. Zo kan het: volg standpunten nederland, of commissie.",
        ),
        ("volg " + ", ".join(f"thema {n}" for n in range(30)), "Dat is te veel tegelijk: 20 is het meeste."),
        ("volg <!channel>", "“<!channel>” is geen thema dat ik ken."),
    ],
)  # fmt: skip
def test_what_cannot_be_followed_says_what_can(talk: Talk, text: str, said: str) -> None:
    assert talk.says(text).title == said


def test_a_theme_that_an_administrator_calls_as_a_command_is_followed_and_stopped_by_its_buttons(talk: Talk) -> None:
    app = talk.app
    own = '[alles]\nnl = "alles"\nen = "everything"\nterms = ["migratie"]\n'
    app.themes.change(own, app.understand_with(app.catalogue), app.clock())
    talk.says("volg visa")
    followed = talk.says("volg thema:alles")
    assert followed.title == "Dit kanaal volgt nu alles."
    assert buttons(followed)["Stop"].__class__.__name__ == "Stop"
    stopped = talk.presses(next(one for one in followed.buttons if one.label == "Stop"))
    assert stopped.title == "Hier wordt niet meer gevolgd: alles."
    assert [label for label, _ in lines(talk.says("abonnementen"))] == ["visa"]


def test_a_subject_with_exceptions_is_shown_stopped_and_followed_again(talk: Talk) -> None:
    talk.says("volg migratie zonder visa, schengen")
    assert lines(talk.says("abonnementen")) == [
        ("migratie zonder visa en Schengen", "elke maandag 08:00; de volgende komt maandag 31 maart om 08:00")
    ]
    again = Follow((Named("migratie"),), None, (Named("visa"), Named("schengen")))
    assert buttons(talk.says("stop migratie")) == {"Toch volgen": again}


def test_changing_the_moment_keeps_what_is_followed_and_what_was_told(talk: Talk) -> None:
    talk.says("volg migratie zonder visa dagelijks 08:00")
    talk.says('volg "drugs" direct')
    talk.clock.forward(days=1)
    talk.plan()
    talk.arrives()
    said = talk.says("wijzig elke eerste maandag van de maand 09:00, niet op feestdagen")
    when = "Elke eerste maandag van de maand 09:00, niet op feestdagen."
    first = "De eerste briefing komt maandag 7 april om 09:00."
    together = "Dit komt nu samen in één briefing: migratie zonder visa en “drugs”."
    assert (said.title, said.lead) == ("Gewijzigd: migratie zonder visa en “drugs”.", (f"{when} {first}", together))
    talk.clock.now = datetime(2025, 4, 7, 7, 0, tzinfo=UTC)
    assert [one.lead[0] for one in talk.plan()] == ["Niets nieuws over migratie zonder visa en “drugs”."]


def test_the_first_briefing_has_every_letter_since_it_is_followed(talk: Talk) -> None:
    talk.says("volg migratie elke maandag 08:00")
    for day in ("25 maart 2025", "26 maart 2025"):
        report = agenda(day).replace(b"Geannoteerde agenda", b"Verslag").replace(b"Den Haag, 26", b"Den Haag, 27")
        talk.app.take_in(report, Provenance(f"{day}.txt"))
    talk.clock.forward(days=7)
    (briefing,) = talk.plan()
    told = [card for section in briefing.sections for card in section.cards if card.title.startswith("Migratie aan")]
    assert [card.note for card in told] == [
        "JBZ-Raad van 26 maart 2025 (Luxemburg)",
        "JBZ-Raad van 25 maart 2025 (Luxemburg)",
    ]


@pytest.mark.parametrize(("choice", "briefings"), [("stil", 1), ("regel", 6), ("maandelijks", 2)])
def test_with_nothing_new_a_chat_gets_what_it_chose(talk: Talk, choice: str, briefings: int) -> None:
    talk.says("volg migratie elke maandag 08:00")
    assert talk.says(f"niets nieuws {choice}").title.startswith("Is er niets nieuws, dan krijgt u")
    for _ in range(6):
        talk.clock.forward(days=7)
        talk.plan()
    assert len(talk.briefings) == briefings


def test_a_commitment_that_comes_near_is_news_even_for_who_wants_silence(talk: Talk) -> None:
    talk.says("volg migratie elke maandag 08:00")
    talk.says("niets nieuws stil")
    for _ in range(20):
        talk.clock.forward(days=7)
        talk.plan()
    near = {"Wat komt er aan", "De termijn is voorbij"}
    assert [[one for one in headings(briefing) if one in near] for briefing in talk.briefings] == [
        ["Wat komt er aan"],
        ["Wat komt er aan"],
        ["De termijn is voorbij"],
    ]


def test_what_the_netherlands_will_say_stands_with_the_next_council(talk: Talk) -> None:
    talk.says("volg migratie elke maandag 08:00")
    talk.app.take_in(agenda(), Provenance("agenda.txt"))
    talk.clock.forward(days=7)
    (briefing,) = talk.plan()
    assert briefing.lead[0] == "1 thema, 4 agendapunten, 1 aankondiging"
    ahead = next(one for one in briefing.sections if one.heading == "Volgende: JBZ-Raad van 13 juni 2025 (Luxemburg)")
    assert [(line.label, line.text) for line in ahead.cards[0].lines] == [
        (None, "De Raad bespreekt de migratie over zee."),
        ("Inzet Nederland", "Nederland zal pleiten voor snellere terugkeer."),
    ]
    titles = [card.title for section in briefing.sections for card in section.cards]
    assert titles.count("Migratie aan de buitengrens") == 1


def test_before_a_council_one_briefing_comes_when_its_agenda_is_there(talk: Talk) -> None:
    first = talk.says("volg drugs 3 dagen voor de JBZ-Raad 08:00").lead[0]
    assert first == "3 dagen voor de JBZ-Raad 08:00. De eerste briefing komt zodra er een nieuwe brief is."
    talk.app.take_in(agenda(), Provenance("agenda.txt"))
    talk.plan()
    ((_, status),) = lines(talk.says("abonnementen"))
    assert status.endswith("de volgende komt dinsdag 10 juni om 08:00")
    for day in (9, 10, 11, 12, 16):
        talk.clock.now = datetime(2025, 6, day, 6, 0, 30, tzinfo=UTC)
        talk.plan()
    (briefing,) = talk.briefings
    assert headings(briefing)[-1] == "Volgende: JBZ-Raad van 13 juni 2025 (Luxemburg)"


def test_a_late_agenda_is_still_told_before_the_council(talk: Talk) -> None:
    talk.says("volg drugs 20 dagen voor de raad")
    talk.app.take_in(agenda("9 april 2025"), Provenance("agenda.txt"))
    for _ in range(3):
        talk.clock.forward(days=1)
        talk.plan()
    assert len(talk.briefings) == 1


def test_a_briefing_now_takes_the_same_names(talk: Talk) -> None:
    assert numbers(talk.says('briefing "drugs", migratie zonder schengen')) == ["I.8", "I.6", "I.9.a"]
    assert next(iter(buttons(talk.says("briefing drgus")).values())) == BriefNow((Named("drugs"),))


def test_the_clock_set_back_and_a_schedule_made_again_send_nothing_twice(talk: Talk) -> None:
    talk.says("volg migratie elke maandag 08:00")
    talk.clock.now = datetime(2025, 3, 31, 6, 0, tzinfo=UTC)
    talk.plan()
    talk.clock.forward(days=-3)
    talk.says("pauzeer")
    talk.says("hervat")
    talk.clock.forward(days=3, minutes=5)
    talk.plan()
    assert len(talk.briefings) == 1
    talk.clock.forward(days=7)
    talk.plan()
    assert len(talk.briefings) == 2


def test_two_chats_that_follow_the_same_get_the_same_words_made_once(talk: Talk) -> None:
    for chat in ("C1", "C2"):
        talk.says("volg migratie elke maandag 08:00", replace(CHANNEL, chat=chat))
    talk.clock.forward(days=7)
    assert (len(talk.plan()), len(talk.rendered)) == (2, 1)


def test_what_was_stopped_is_not_sent_any_more(talk: Talk) -> None:
    talk.says("volg migratie dagelijks 08:00")
    talk.clock.forward(days=1)
    talk.plan()
    talk.says("stop alles")
    with talk.app.database.reading() as session:
        assert [one.state for one in outbox.list_deliveries(session, None)] == [DeliveryState.DROPPED]


def test_what_is_not_followed_is_not_asked_about_when_it_is_stopped(talk: Talk) -> None:
    talk.says("volg migratie, terugkeer dagelijks 08:00")
    for typed in ("stop bananen", "stop visa", "stop visaa"):
        assert talk.says(typed).title == "Dat werd hier niet gevolgd."
    assert buttons(talk.says("stop migartie")) == {
        "Ja, migratie": Stop((Named("migratie"),)),
        "Alle thema's": ListThemes(),
    }
    assert talk.says("abonnementen").title != "Hier wordt nog niets gevolgd."


def test_a_changed_moment_names_what_is_changed_and_not_all_that_is_followed(talk: Talk) -> None:
    talk.says("volg migratie dagelijks 08:00")
    talk.says("volg voorbereiding terugkeer")
    assert talk.says("wijzig elke woensdag 09:00").title == "Gewijzigd: migratie."


def test_markup_around_a_question_is_not_read_and_a_long_question_has_a_short_heading(talk: Talk) -> None:
    assert talk.says("<b>migratie</b>").title == talk.says("migratie").title == "Migratie"
    long = "migratie terugkeer asiel visa drugs " * 8
    assert heading(long) == "Migratie terugkeer asiel visa drugs migratie terugkeer asiel visa drugs migratie…"
    assert (heading("x" * 300), heading("visa")) == (f"X{'x' * 79}…", "Visa")
