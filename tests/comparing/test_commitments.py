"""What became of announcements: judged in series/judged.toml, and as it is told everywhere."""

import re
from datetime import UTC, date, datetime

import pytest

from bot.app import App
from bot.reply import Reply
from bot.settings import load_settings
from briefings.comparing.kept import Fate, Pledge
from briefings.enriching.ministries import ministries_of, ministry_in
from briefings.model.statement import Act, Actor, Statement, StatementKind
from storage.indexing import full_text
from storage.pledges import pledges
from storage.reading import announced
from tests.bench.comparing import Found, Marks, found_commitments, marks_of_commitments
from tests.letters.told_over_years import AFRESH, LETTERS, comes_in
from tests.stand_ins.clock import Clock
from tests.talk import CHANNEL, SOMEONE, Talk, lines

pytestmark = pytest.mark.one_database


def test_what_became_of_each_announcement_is_as_judged(series: App) -> None:
    assert marks_of_commitments(series) == Marks(right=15, wrong=0, unsure=1)


def test_what_is_announced_is_found_as_judged_of_another_council(series_afresh: App) -> None:
    assert found_commitments(series_afresh) == Found(right=8, wrong=0, missed=0)
    assert marks_of_commitments(series_afresh, AFRESH) == Marks(right=8, wrong=0, unsure=0)


def test_both_databases_tell_the_same(series: App, series_kept: App) -> None:
    assert [one.fate for one in _pledges(series_kept)] == [one.fate for one in _pledges(series)]


def test_what_shows_it_stands_in_a_later_letter(series: App) -> None:
    for one in _pledges(series):
        if one.shown_by:
            assert one.shown_by.source.meeting.dates[0] > one.announced.source.meeting.dates[-1]
            assert one.shown_by.sentence.text in " ".join(one.shown_by.source.item.paragraphs)


def test_before_the_later_letter_came_it_was_open_and_then_overdue(database_url: str) -> None:
    clock = Clock(datetime(2023, 1, 1, tzinfo=UTC))
    app = App(load_settings({"JBZ_DATABASE_URL": database_url}), clock)
    app.database.upgrade()
    for letter in LETTERS[:2]:
        comes_in(app, clock, letter)
    fates = [_fate(app, "impactanalyse")]
    clock.now = datetime(2023, 6, 2, tzinfo=UTC)
    fates.append(_fate(app, "impactanalyse"))
    for letter in LETTERS[2:4]:
        comes_in(app, clock, letter)
    fates.append(_fate(app, "impactanalyse"))
    app.close()
    assert fates == [Fate.OPEN, Fate.OVERDUE, Fate.MET]


def test_the_reply_has_what_is_overdue_apart_from_what_was_done(series: App) -> None:
    reply = _ask(series, "toezeggingen alles")
    told = {part.heading: [(line.label, line.text[:60]) for line in part.lines] for part in reply.sections}
    assert list(told) == ["Komt nog", "De termijn is voorbij", "Misschien gedaan", "Gedaan"]
    assert [text for _, text in told["De termijn is voorbij"]] == [
        "De Commissie zegde toe vóór 1 november 2024 richtsnoeren voo",
        "Ik zal uw Kamer vóór 1 september 2024 informeren over de gev",
        "De Commissie kondigde aan vóór 1 december 2023 een evaluatie",
        "Ik zal uw Kamer vóór 1 oktober 2023 informeren over de gevol",
    ]
    assert told["Misschien gedaan"][1] == ("Later", "De Raad nam het besluit over de startdatum van het grensregi")


def test_what_was_due_before_a_year_is_not_told_as_of_that_year(series: App) -> None:
    asked = {year: lines(_ask(series, f"toezeggingen terugkeer {year}")) for year in (2024, 2025)}
    told = {year: [text[:40] for _, text in found] for year, found in asked.items()}
    hubs = "De minister van Asiel en Migratie informeert uw Kamer vóór 1 januari 2025"[:40]
    assert [told[year].count(hubs) for year in (2024, 2025)] == [1, 0]


def test_a_briefing_tells_what_was_done_with_the_sentence_that_shows_it(database_url: str) -> None:
    clock = Clock(datetime(2023, 1, 1, tzinfo=UTC))
    app = App(load_settings({"JBZ_DATABASE_URL": database_url}), clock)
    app.database.upgrade()
    talk = Talk(app, clock)
    told = []
    for letter in LETTERS:
        comes_in(app, clock, letter)
        if letter.name.startswith("2023-03_agenda"):
            talk.says("volg terugkeer elke maandag 08:00")
        clock.forward(days=7 - clock.now.weekday())
        told += [(letter.stem, part) for reply in talk.plan() for part in reply.sections]
        talk.arrives()
    app.close()
    done = {name: [line.text for line in part.lines] for name, part in told if part.heading == "Gedaan"}
    assert done == {
        "2023-06_verslag": [
            "Ik informeer uw Kamer vóór de zomer van 2023 over de kosten voor de uitvoeringsorganisaties.",
            (
                "Met deze brief informeer ik uw Kamer over de kosten voor de uitvoeringsorganisaties, zoals toegezegd:"
                " zij bedragen naar schatting 12 miljoen euro per jaar."
            ),
        ],
        "2024-06_verslag": [
            (
                "De staatssecretaris van Justitie en Veiligheid zal uw Kamer vóór 1 juli 2024 een uitvoeringstoets van"
                " de verordening over terugkeer sturen."
            ),
            "De uitvoeringstoets van de verordening over terugkeer is op 20 juni 2024 aan uw Kamer gestuurd.",
        ],
    }


def test_promises_are_found_by_ministry(series_kept: App) -> None:
    found = {name: len(_pledges(series_kept, name)) for name in ("Justitie en Veiligheid", "Proefzaken", "Onzin")}
    with series_kept.database.reading() as session:
        assert announced.ministries(session) == ["Denkbeeldige Landbouw", "Proefzaken"]
    assert found == {"Justitie en Veiligheid": 2, "Proefzaken": 3, "Onzin": 0}


@pytest.mark.parametrize("typed", ["toezeggingen proefzaken alles", "commitments ministerie van Proefzaken alles"])
def test_a_ministry_can_be_typed(series: App, typed: str) -> None:
    reply = _ask(series, typed)
    told = [line.text[:30] for part in reply.sections for line in part.lines if line.label != "Later"]
    assert (reply.title, told) == (
        "Toezeggingen en aankondigingen over Proefzaken",
        ["Ik zal uw Kamer vóór 1 septemb", "Ik zal uw Kamer vóór 1 oktober", "Ik informeer uw Kamer vóór de "],
    )


def test_a_year_can_be_typed_with_a_theme_or_a_ministry_or_alone(series: App) -> None:
    def days(typed: str) -> set[int]:
        reply = _ask(series, typed)
        assert reply.lead[1].startswith("Met een datum in deze tijd: januari – december 2023")
        return {int(year) for line in lines(reply) if line[0] for year in re.findall(r"20\d\d", line[0])}

    assert days("toezeggingen 2023") == {2023}
    assert days("commitments proefzaken 2023") <= {2023}
    assert _ask(series, "toezeggingen terugkeer 2023").title == "Toezeggingen en aankondigingen over terugkeer"


def test_what_it_does_not_take_is_said(series: App) -> None:
    takes = "Achter toezeggingen komt een thema, een ministerie of een jaar: toezeggingen visa 2025."
    assert _ask(series, "toezeggingen raad maart 2025").title == takes
    assert _ask(series, "toezeggingen pizza").title.startswith("Het thema “pizza” ken ik niet. Wel: ")


def test_a_theme_with_a_typing_error_is_said_to_be_mended(series: App) -> None:
    assert _ask(series, "toezeggingen terugker").lead[0] == "Bedoelde u terugkeer? Dit vond ik:"


@pytest.mark.parametrize(
    ("title", "ministry"),
    [
        ("De minister van Justitie en Veiligheid", "Justitie en Veiligheid"),
        ("de staatssecretaris van Asiel en Migratie", "Asiel en Migratie"),
        ("minister voor Rechtsbescherming", "Rechtsbescherming"),
        ("De minister-president", None),
        ("Ik", None),
        (None, None),
    ],
)
def test_a_title_names_a_ministry(title: str | None, ministry: str | None) -> None:
    assert ministry_in(title) == ministry


def test_only_a_promise_to_parliament_is_of_a_ministry() -> None:
    said = Statement(0, 0, 1, Actor.COMMISSION, StatementKind.COMMITMENT, act=Act.ANNOUNCES)
    assert ministries_of(said, ["minister van Proefzaken"]) == frozenset()


def _pledges(app: App, ministry: str | None = None) -> list[Pledge]:
    with app.database.reading() as session:
        due = announced.Due(date.min, date.max, ministry=ministry)
        return pledges(session, full_text(app.database), announced.announced(session, due, limit=100), app.today())


def _fate(app: App, word: str) -> Fate:
    return next(one.fate for one in _pledges(app) if word in one.announced.sentence.text)


def _ask(app: App, typed: str) -> Reply:
    return app.conversation.handle(typed, CHANNEL, SOMEONE)
