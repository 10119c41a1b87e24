"""A preparation comes some days before a Council, once: whatever comes in, fails, is read anew or changed meanwhile."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime

import pytest
from sqlalchemy import select

from bot.app import App
from bot.reply import Reply
from bot.settings import load_settings
from briefings.model.document import Provenance
from briefings.model.subscription import Missed
from storage import owed
from storage.rows import DeliveryRow, SubscriptionRow
from storage.understanding import understand_again
from tests.letters.told_over_years import SERIES, comes_in
from tests.stand_ins.clock import Clock
from tests.talk import CHANNEL, SOMEONE, Talk, buttons, headings

JUNE = "Voorbereiding: JBZ-Raad van 8 en 9 juni 2023 (Luxemburg)"
OCTOBER = "Voorbereiding: JBZ-Raad van 19 en 20 oktober 2023 (Luxemburg)"


@pytest.fixture
def talk(database_url: str) -> Iterator[Talk]:
    """A chat in May 2023, when the letters about the Council of March are known."""
    clock = Clock(datetime(2023, 1, 1, tzinfo=UTC))
    app = App(load_settings({"JBZ_DATABASE_URL": database_url}), clock)
    app.database.upgrade()
    talk = Talk(app, clock)
    for letter in ("2023-03_agenda", "2023-03_verslag"):
        _comes(talk, letter)
    clock.now = datetime(2023, 5, 20, 12, tzinfo=UTC)
    yield talk
    app.close()


def test_it_comes_three_days_before_the_council_and_once(talk: Talk) -> None:
    told = talk.says("volg terugkeer voorbereiding")
    assert told.title == "Dit kanaal volgt nu terugkeer."
    assert " ".join(told.lead) == (
        "Voorbereiding 3 dagen voor de Raad 08:00. Die komt als op de agenda van een Raad iets staat over wat u volgt."
    )
    assert talk.plan() == []
    _comes(talk, "2023-06_agenda")
    assert _at(talk, "2023-06-05 05:59") == []
    (reply,) = _at(talk, "2023-06-05 06:00")
    assert (reply.title, headings(reply), [card.number for card in reply.sections[0].cards]) == (
        JUNE, ["Binnenlandse Zaken"], ["I.1"],
    )  # fmt: skip
    assert reply.lead[0] == "Dit zijn de agendapunten over terugkeer."
    assert reply.footer == (
        "U krijgt dit voorbereiding 3 dagen voor de Raad 08:00. Iets wijzigen of stoppen? Typ: abonnementen."
    )
    assert [_at(talk, f"2023-06-{day:02} 08:00") for day in (5, 6, 7, 8, 9, 30)] == [[]] * 6


def test_an_agenda_that_comes_late_is_prepared_at_once(talk: Talk) -> None:
    talk.says("volg raad JBZ met voorbereiding 20 dagen voor de raad")
    assert _at(talk, "2023-05-25 12:00") == []
    _comes(talk, "2023-06_agenda")
    assert [reply.title for reply in talk.plan()] == [JUNE]
    assert talk.plan() == []


def test_who_begins_to_follow_shortly_before_a_council_gets_it_still(talk: Talk) -> None:
    _comes(talk, "2023-06_agenda")
    talk.clock.now = datetime(2023, 6, 7, 12, tzinfo=UTC)
    talk.says("volg terugkeer voorbereiding")
    assert [reply.title for reply in talk.plan()] == [JUNE]
    assert talk.plan() == []


def test_nothing_comes_of_a_council_on_whose_agenda_nothing_is_followed(talk: Talk) -> None:
    talk.says("volg visserij voorbereiding")
    _comes(talk, "2023-06_agenda")
    assert _at(talk, "2023-06-05 08:00") == []


def test_each_council_has_its_own(talk: Talk) -> None:
    talk.says("volg terugkeer voorbereiding")
    _comes(talk, "2023-06_agenda")
    told = _at(talk, "2023-06-05 08:00")
    for letter in ("2023-06_verslag", "2023-10_agenda"):
        _comes(talk, letter)
    told += _at(talk, "2023-10-16 08:00")
    assert [reply.title for reply in told] == [JUNE, OCTOBER]


def _read_anew(talk: Talk) -> None:
    understand_again(talk.app.database, talk.app.understand_with(talk.app.catalogue))


def _corrected(talk: Talk) -> None:
    letter = (SERIES / "2023-06_agenda.txt").read_text("utf-8").replace("extra werklast", "grote werklast")
    talk.app.take_in(letter.encode(), Provenance("agenda.txt"))


def _moved(talk: Talk) -> None:
    talk.says("wijzig #1 voorbereiding 2 dagen voor de raad 09:00")


def _followed_again(talk: Talk) -> None:
    talk.says("volg terugkeer voorbereiding 2 dagen voor de raad")


def _paused(talk: Talk) -> None:
    talk.says("pauzeer")
    talk.says("hervat")


@pytest.mark.parametrize("happens", [_read_anew, _corrected, _moved, _followed_again, _paused])
def test_what_was_told_is_not_told_again(talk: Talk, happens: Callable[[Talk], None]) -> None:
    talk.says("volg terugkeer voorbereiding")
    _comes(talk, "2023-06_agenda")
    assert [reply.title for reply in _at(talk, "2023-06-05 08:00")] == [JUNE]
    talk.arrives()
    happens(talk)
    assert [_at(talk, f"2023-06-{day:02} 12:00") for day in (5, 6, 7, 8)] == [[]] * 4


def test_what_is_followed_later_is_told_by_itself(talk: Talk) -> None:
    talk.says("volg terugkeer voorbereiding")
    _comes(talk, "2023-06_agenda")
    _at(talk, "2023-06-05 08:00")
    talk.says("volg drugs voorbereiding")
    (reply,) = talk.plan()
    assert [card.number for part in reply.sections for card in part.cards] == ["I.3"]


def test_briefings_and_preparations_of_one_subject_stand_beside_each_other(talk: Talk) -> None:
    talk.says("volg terugkeer elke maandag 08:00")
    offered = buttons(talk.says("wijzig"))["Ook voorbereiding"]
    talk.app.conversation.carry_out(offered, CHANNEL, SOMEONE)
    assert [line.text.partition(";")[0] for part in talk.says("abonnementen").sections for line in part.lines] == [
        "elke maandag 08:00", "voorbereiding 3 dagen voor de Raad 08:00",
    ]  # fmt: skip
    assert "Ook voorbereiding" not in buttons(talk.says("wijzig"))
    _comes(talk, "2023-06_agenda")
    titles = [reply.title for reply in _at(talk, "2023-06-05 08:00")]
    assert sorted(titles) == ["JBZ-briefing: vergadering van 9 en 10 maart 2023", JUNE]
    talk.says("wijzig dagelijks 07:00")  # of the briefings
    assert [one.schedule for one in _subscriptions(talk)] == [
        "3 preparing any 08:00",
        "mon,tue,wed,thu,fri,sat,sun 07:00",
    ]
    talk.says("stop terugkeer")
    assert _subscriptions(talk) == []


def test_what_did_not_arrive_is_told_again_as_long_as_the_council_is_to_come(talk: Talk) -> None:
    talk.says("volg terugkeer elke maandag 08:00")
    talk.says("volg terugkeer voorbereiding")
    _comes(talk, "2023-06_agenda")
    _at(talk, "2023-06-05 08:00")
    with talk.app.database.writing() as session:
        row = session.scalars(select(DeliveryRow).where(DeliveryRow.covers["meeting"].as_string().is_not(None))).one()
        owed.give_back(session, row, Missed.FAILED, talk.clock.now)
    assert _at(talk, "2023-06-05 08:30") == []
    assert [reply.title for reply in _at(talk, "2023-06-05 12:00")] == [JUNE]
    with talk.app.database.writing() as session:
        last = session.scalars(select(DeliveryRow).order_by(DeliveryRow.id.desc()).limit(1)).one()
        owed.give_back(session, last, Missed.FAILED, talk.clock.now)
    assert [reply.title for reply in _at(talk, "2023-06-09 12:00")] == []


def test_a_briefing_that_failed_makes_no_preparation_owed(talk: Talk) -> None:
    talk.says("volg terugkeer elke maandag 08:00")
    talk.says("volg terugkeer voorbereiding")
    _at(talk, "2023-05-22 08:00")
    with talk.app.database.writing() as session:
        row = session.scalars(select(DeliveryRow)).one()
        owed.give_back(session, row, Missed.FAILED, talk.clock.now)
    with talk.app.database.reading() as session:
        rows = session.scalars(select(SubscriptionRow).order_by(SubscriptionRow.id)).all()
        assert [bool(row.followed[0].gaps) for row in rows] == [True, False]


def _comes(talk: Talk, letter: str) -> None:
    comes_in(talk.app, talk.clock, SERIES / f"{letter}.txt")


def _at(talk: Talk, moment: str) -> list[Reply]:
    """What is planned at a moment (UTC), and at once again after it."""
    talk.clock.now = datetime.fromisoformat(moment).replace(tzinfo=UTC)
    return talk.plan() + talk.plan()


def _subscriptions(talk: Talk) -> list[SubscriptionRow]:
    with talk.app.database.reading() as session:
        return list(session.scalars(select(SubscriptionRow).order_by(SubscriptionRow.schedule)))
