"""A paper of what is followed turns up in another Council: judged letters, and what a subscription is told of them."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest

from bot.app import App
from bot.commands.following import Follow
from bot.commands.names import Name, Named
from bot.commands.schedules import read_schedule
from bot.conversation.briefings import briefing_reply
from bot.delivery.news import SubscriptionNews
from bot.settings import load_settings
from briefings.composing.compose import Composer
from briefings.language.dates import find_dates
from briefings.model.briefing import Briefing
from briefings.model.document import Provenance
from briefings.model.interest import Interest, Subject, SubjectKind, subject_of
from briefings.model.subscription import Followed, Gap, Missed, Subscription, Watermark
from storage.indexing import full_text
from storage.items import item
from storage.radar import also_in
from storage.search import session_sequence
from tests.stand_ins.clock import Clock

TODAY = date(2025, 6, 30)
_NAMES = {
    "JBZ": "JBZ-Raad", "LANDBOUW": "Landbouw- en Visserijraad", "MILIEU": "Milieuraad", "ECOFIN": "Ecofinraad",
    "RBZ": "Raad Buitenlandse Zaken",
}  # fmt: skip
_ON_MIGRATION = "Terugkeer en migratie. De Raad sprak over terugkeer en migratie. Nederland steunde migratie."


def letter(council: str, day: str, *items: str, kind: str = "Verslag") -> bytes:
    """A letter with items, each "title. text", as a report or an annotated agenda."""
    numbered = "\n\n".join(
        f"{at}. {one.partition('. ')[0]}\n\n{one.partition('. ')[2]}" for at, one in enumerate(items, 1)
    )
    return (
        f"Den Haag, {day} 2025\n\n{kind} van de {_NAMES[council]} van {day} 2025 te Brussel\n\n{numbered}\n"
    ).encode()


class Desk:
    """Letters that come in, and what a subscription is told."""

    def __init__(self, app: App, clock: Clock) -> None:
        self.app, self.clock = app, clock
        self.told_until = self.sequence

    @property
    def sequence(self) -> int:
        with self.app.database.reading() as session:
            return session_sequence(session)

    def comes(self, council: str, day: str, *items: str, kind: str = "Verslag") -> None:
        """A letter comes in on the day after its own."""
        self.clock.now = datetime.combine(find_dates(day, 2025)[0] + timedelta(days=1), time(12), UTC)
        name = f"{council}-{day}-{kind}.txt".replace(" ", "-")
        self.app.take_in(letter(council, day, *items, kind=kind), Provenance(name))

    def briefing(self, *codes: str, mark: Watermark | None = None) -> Briefing:
        """The briefing of who follows this and was told everything up to the last `told`."""
        mark = mark or Watermark(self.told_until)
        followed = tuple(Followed(Interest(subject_of(code)), mark) for code in codes or ("migratie",))
        subscription = Subscription(
            1, 1, followed, read_schedule("elke maandag 08:00"), "Europe/Amsterdam", datetime(2025, 6, 30, tzinfo=UTC)
        )
        with self.app.database.reading() as session:
            news = SubscriptionNews(self.app.letters(session, {}), Composer(self.app.catalogue), self.sequence)
            return news.briefing(subscription, TODAY, None)

    def elsewhere(self, *codes: str, mark: Watermark | None = None) -> list[tuple[str, str, list[str]]]:
        """What it tells of other Councils: formation, title, papers."""
        return [
            (one.source.meeting.council, one.source.item.title, [paper.label for paper in one.papers])
            for one in self.briefing(*codes, mark=mark).elsewhere
        ]

    def told(self) -> None:
        """Everything up to here is told."""
        self.told_until = self.sequence


@pytest.fixture
def desk(database_url: str) -> Iterator[Desk]:
    clock = Clock(datetime(2025, 3, 1, 12, tzinfo=UTC))
    app = App(load_settings({"JBZ_DATABASE_URL": database_url}), clock)
    app.database.upgrade()
    desk = Desk(app, clock)
    desk.comes("JBZ", "5 maart", f"{_ON_MIGRATION} Zie COM(2025)101 en Verordening (EU) 2024/1348.")
    desk.told()
    yield desk
    app.close()


ON_SQLITE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
_FARMING = "Seizoenarbeid. De Commissie lichtte COM(2025)101 toe voor seizoenarbeiders."


def test_it_is_told_once_with_the_council_the_item_and_the_paper(desk: Desk) -> None:
    desk.comes("LANDBOUW", "20 maart", _FARMING, "Zuivel. De Raad sprak over melk.")
    assert desk.elsewhere() == [("LANDBOUW", "Seizoenarbeid", ["COM(2025) 101"])]
    assert (desk.briefing().new, desk.briefing().has_news) == (0, True)
    desk.told()
    assert (desk.elsewhere(), desk.briefing().has_news) == ([], False)
    desk.comes("LANDBOUW", "20 april", _FARMING)  # the same paper there again
    assert desk.elsewhere() == []
    desk.comes("MILIEU", "21 april", _FARMING)  # the same paper in one more Council
    assert [council for council, *_ in desk.elsewhere()] == ["MILIEU"]


@ON_SQLITE
def test_the_agenda_tells_it_and_the_report_of_the_same_does_not_again(desk: Desk) -> None:
    desk.comes("LANDBOUW", "20 maart", _FARMING, kind="Geannoteerde agenda")
    assert len(desk.elsewhere()) == 1
    desk.told()
    desk.comes("LANDBOUW", "20 maart", _FARMING)
    assert desk.elsewhere() == []


@ON_SQLITE
def test_two_letters_that_come_together_tell_it_once(desk: Desk) -> None:
    for kind in ("Geannoteerde agenda", "Verslag"):
        desk.comes("LANDBOUW", "20 maart", _FARMING, kind=kind)
    desk.comes("LANDBOUW", "20 april", _FARMING)
    assert desk.elsewhere() == [("LANDBOUW", "Seizoenarbeid", ["COM(2025) 101"])]


@ON_SQLITE
def test_what_is_followed_there_already_is_told_as_that_alone(desk: Desk) -> None:
    desk.comes("LANDBOUW", "20 maart", f"{_ON_MIGRATION} Zie COM(2025)101.", _FARMING)
    assert (desk.elsewhere(), desk.briefing().new) == ([], 1)
    assert desk.elsewhere("migratie", "raad LANDBOUW") == []
    assert desk.elsewhere("raad JBZ") == [("LANDBOUW", "Terugkeer en migratie", ["COM(2025) 101"])]


@ON_SQLITE
def test_nothing_is_told_of_before_it_was_followed_and_what_did_not_arrive_is_told_again(desk: Desk) -> None:
    before = desk.sequence
    desk.comes("LANDBOUW", "20 maart", _FARMING)
    assert desk.elsewhere(mark=Watermark(desk.sequence, nothing=True)) == []
    missed = Watermark(desk.sequence, gaps=(Gap(before, desk.sequence, Missed.FAILED),))
    assert [council for council, *_ in desk.elsewhere(mark=missed)] == ["LANDBOUW"]


#: What an item of another Council says, and whether that it turns up there is worth telling who follows migration.
_JUDGED = [
    ("Dieren. Dit volgt uit Verordening (EU) 2024/1348 over procedures.", True, "a law"),
    ("Dieren. Zie verordening 2024/1348/EU.", True, "the same law, written otherwise"),
    ("Dieren. De Commissie lichtte COM(2025) 101 toe.", True, "a proposal, with a space"),
    ("Dieren. Zie Kamerstukken II 2024/25, 36600, nr. 12.", True, "a parliamentary paper"),
    ("Dieren. Zie COM(2025)102.", False, "another proposal"),
    ("Dieren. Zie Kamerstukken II 2024/25, 36600, nr. 13.", False, "another paper of the dossier"),
    ("Dieren. Zie Kamerstukken II 2024/25, 32317, nr. 930.", False, "a letter about the JBZ-Raad"),
    ("Dieren. Zie Kamerstukken II 2024/25, 22112, nr. 4000.", False, "a dossier of all proposals"),
    ("Dieren. Zoals gevraagd in de motie-Piri.", False, "another motion of the same member"),
    ("Dieren. De Raad sprak over terugkeer.", False, "words alone"),
    ("Dieren. Zie Verordening (EU) 2016/679.", False, "a law that stands in every Council"),
]


@ON_SQLITE
@pytest.mark.parametrize(("says", "worth"), [one[:2] for one in _JUDGED], ids=[one[2] for one in _JUDGED])
def test_of_judged_items_those_are_told_that_are_worth_it(desk: Desk, says: str, worth: bool) -> None:
    law = "Verordening (EU) 2016/679"
    desk.comes(
        "JBZ", "10 maart",
        f"{_ON_MIGRATION} Zie {law}, de motie-Piri en Kamerstukken II 2024/25, 36600, nr. 12;"
        " Kamerstukken II 2024/25, 32317, nr. 930; Kamerstukken II 2024/25, 22112, nr. 4000.",
    )  # fmt: skip
    for council in ("ECOFIN", "RBZ"):
        desk.comes(council, "11 maart", f"Gegevens. Zie {law}.")
    desk.told()
    desk.comes("MILIEU", "12 mei", says)
    assert bool(desk.elsewhere()) == worth


@ON_SQLITE
def test_a_law_is_known_by_its_name_and_what_only_a_name_or_a_dossier_says_is_said_to_be_unsure(desk: Desk) -> None:
    desk.comes("JBZ", "10 maart", f"{_ON_MIGRATION} Zie de Zegelverordening en Kamerstukken II 2024/25, 36123, nr. 12.")
    desk.told()
    desk.comes("LANDBOUW", "20 maart", "Seizoenarbeid. De Terugkeerverordening raakt de landbouw.")
    desk.comes("MILIEU", "21 maart", "Lak. De zegelverordening verbiedt lak.")
    desk.comes("ECOFIN", "22 maart", "Lasten. Zie Kamerstukken II 2024/25, 36123, nr. 3, en de Zegelrichtlijn.")
    desk.comes("RBZ", "23 maart", "Zegels. Zie COM(2025) 101 en de Zegelverordening.")
    for language, perhaps in (("nl", "mogelijk hetzelfde"), ("en", "perhaps the same")):
        reply = briefing_reply(
            replace(desk.briefing(), elsewhere=desk.briefing().elsewhere), None, desk.app.saying(language)
        )
        said = [line.text for section in reply.sections for line in section.lines]
        told = [text.partition(": ")[0] for text in said if "mogelijk" in text or "perhaps" in text or "101" in text]
        assert told == ["COM(2025) 101", f"Dossier 36123, {perhaps}", f"Zegelverordening, {perhaps}"]
    assert [one.papers[0].label for one in desk.briefing().elsewhere][-1] == "Terugkeerverordening"


@ON_SQLITE
def test_the_briefing_says_it_in_both_languages_with_a_button_to_follow_what_it_is_about(desk: Desk) -> None:
    desk.comes("LANDBOUW", "20 maart", _FARMING)
    desk.comes("MILIEU", "21 maart", "Drugs in het water. De Raad sprak over drugs en COM(2025)101. Drugs zijn overal.")
    briefing = desk.briefing()
    said = {
        language: [
            section
            for section in briefing_reply(briefing, None, desk.app.saying(language)).sections
            if section.heading in {"Ook in een andere Raad", "Also in another Council"}
        ]
        for language in ("nl", "en")
    }
    (dutch,), (english,) = said["nl"], said["en"]
    assert [line.text for line in dutch.lines] == [
        "COM(2025) 101: Milieuraad van 21 maart 2025 (Brussel), “1 Drugs in het water”",
        "COM(2025) 101: Landbouw- en Visserijraad van 20 maart 2025 (Brussel), “1 Seizoenarbeid”",
    ]
    assert [line.text.partition(":")[0] for line in english.lines] == ["COM(2025) 101"] * 2
    names: list[Name] = [Named("drugs"), Subject(SubjectKind.COUNCIL, "LANDBOUW")]
    assert [(one.label, one.command) for one in dutch.buttons] == [
        ("Volg drugs", Follow((names[0],))),
        ("Volg de Landbouw- en Visserijraad", Follow((names[1],))),
    ]
    many = replace(briefing, elsewhere=briefing.elsewhere * 3)
    sections = briefing_reply(many, None, desk.app.saying("nl")).sections
    (shown,) = [one for one in sections if one.heading == "Ook in een andere Raad"]
    assert (len(shown.lines), shown.lines[-1].text) == (4, "En nog 3 agendapunten.")


def test_an_item_shows_where_other_councils_have_its_papers(desk: Desk) -> None:
    for kind in ("Geannoteerde agenda", "Verslag"):
        desk.comes("LANDBOUW", "20 maart", _FARMING, kind=kind)
    desk.comes("JBZ", "10 april", f"{_ON_MIGRATION} Zie COM(2025)101.")
    source = item(desk.app.database, 1)
    assert source is not None
    with desk.app.database.reading() as session:
        found = also_in(session, full_text(desk.app.database), source)
    assert [(one.paper.label, one.source.meeting.council, one.source.kind) for one in found] == [
        ("COM(2025) 101", "LANDBOUW", "verslag")
    ]
