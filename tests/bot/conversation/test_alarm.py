"""What is late, as people ask for it, and of which Councils a chat hears."""

import pytest

from bot.app import App
from briefings.model.chat import Address, Chat, Person
from storage import audit, chat_lifecycle, chats
from tests.talk import CHANNEL, SOMEONE

OTHER = Address("telegram", "99", "-100")
ADMINISTRATOR = Person("7", is_administrator=True)


def _chat(app: App, at: Address = CHANNEL) -> Chat | None:
    with app.database.reading() as session:
        return chats.find_chat(session, at)


@pytest.mark.parametrize(
    ("typed", "alarm", "said"),
    [
        ("alarm jbz", ("JBZ",), "Blijft een brief over de JBZ-Raad langer uit"),
        ("alarm JBZ en landbouw", ("JBZ", "LANDBOUW"), "over de JBZ-Raad en Landbouw- en Visserijraad langer uit"),
        ("alarm de milieuraad", ("MILIEU",), "over de Milieuraad langer uit"),
        ("alarm alles", ("*",), "Blijft een brief langer uit dan gewoonlijk"),
        ("alarm aan", ("*",), "Blijft een brief langer uit dan gewoonlijk"),
        ("alert all", ("*",), "Blijft een brief langer uit dan gewoonlijk"),
        ("alarm uit", (), "Het alarm staat hier uit."),
    ],
)
def test_a_chat_says_of_which_councils_it_wants_to_hear(
    app: App, typed: str, alarm: tuple[str, ...], said: str
) -> None:
    app.conversation.handle("alarm ecofin", CHANNEL, SOMEONE)
    told = app.conversation.handle(typed, CHANNEL, SOMEONE)
    chat = _chat(app)
    assert chat is not None
    assert (chat.alarm, said in told.title) == (alarm, True)


@pytest.mark.parametrize("typed", ["alarm kabouters", "alarm JBZ, kabouters", "alarm <b>", "alarm ,"])
def test_what_is_no_council_changes_nothing_and_it_is_said_how_it_can_be(app: App, typed: str) -> None:
    told = app.conversation.handle(typed, CHANNEL, SOMEONE)
    assert told.title == "Van welke Raad wilt u het horen? Zo kan het: alarm JBZ, alarm alles of alarm uit."
    assert _chat(app) is None


def test_of_too_few_letters_it_says_that_it_does_not_know_and_shows_how_to_turn_it_on(app: App) -> None:
    told = app.conversation.handle("alarm", CHANNEL, SOMEONE)
    assert told.title == "Er blijft nu niets langer uit dan gewoonlijk."
    assert told.lead == ("Een verslag dat er 180 dagen na de Raad nog niet is, tel ik hier niet meer mee.",)
    (line,) = told.sections[0].lines
    assert (line.label, line.text) == (
        "JBZ-Raad",
        "van het verslag weet ik het nog niet (1 van 5); van de geannoteerde agenda weet ik het nog niet (0 van 5).",
    )
    assert told.footer == "Het alarm staat hier uit. Aanzetten? Typ: alarm JBZ, of alarm alles."
    assert [one.label for one in told.buttons] == ["Meld dit hier"]
    app.conversation.carry_out(told.buttons[0].command, CHANNEL, SOMEONE)
    app.conversation.handle("taal en", CHANNEL, SOMEONE)
    english = app.conversation.handle("alert", CHANNEL, SOMEONE)
    assert english.title == "Nothing is later than usual now."
    assert [one.label for one in english.buttons] == ["Alert off"]


def test_it_stands_in_the_audit_goes_with_the_chat_and_ends_when_everything_stops(app: App) -> None:
    app.conversation.handle("alarm jbz", CHANNEL, Person("U1"))
    with app.database.reading() as session:
        changes = [(row.action, row.before, row.after) for row in audit.entries(session) if row.subject == "setting"]
    assert [(action, (after or {}).get("alarm")) for action, _, after in changes] == [("changed", ["JBZ"])]
    app.conversation.handle("alarm jbz", OTHER, ADMINISTRATOR)
    app.conversation.handle("taal nl", Address("telegram", "99", "-200"), ADMINISTRATOR)
    with app.database.writing() as session:
        chat_lifecycle.move_chat(session, OTHER, "-200")
    moved = _chat(app, Address("telegram", "99", "-200"))
    assert moved is not None
    assert moved.alarm == ("JBZ",)
    app.conversation.handle("stop alles", CHANNEL, Person("U1"))
    stopped = _chat(app)
    assert stopped is not None
    assert stopped.alarm == ()
