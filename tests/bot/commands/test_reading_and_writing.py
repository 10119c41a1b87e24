"""Every command is written so that it reads back as the same, whatever an administrator called a theme."""

from datetime import date, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.commands.asking import (
    Ask,
    Commitments,
    Decisions,
    ListThemes,
    MorePage,
    News,
    ShowAgenda,
    ShowItem,
    ShowMeeting,
    Timeline,
    Why,
)
from bot.commands.bundling import TakeBundle
from bot.commands.command import Command, Unclear
from bot.commands.comparing import CheckQuote, ComparePlanned, Prepare, ShowCourse, ShowHandover
from bot.commands.following import (
    BriefNow,
    Follow,
    ListSubscriptions,
    OfferMoments,
    Overview,
    Pause,
    Reschedule,
    Resume,
    Rewrite,
    StartFollowing,
    Stop,
)
from bot.commands.grammar import DECLARED, LONGEST, as_typed, command_in, read_command, write_command
from bot.commands.joining import ALPHABET, CODE_LENGTH, LeaveChats, LinkChats, Move, OfferMove, UseCode
from bot.commands.names import Named
from bot.commands.settings import (
    Forget,
    Help,
    SetChangers,
    SetLanguage,
    SetQuiet,
    SetTimezone,
    ShowLetters,
    ShowPrivacy,
    ShowSources,
    Welcome,
)
from bot.commands.silence import SetAlarm, ShowSilences
from bot.seal import Seal
from bot.slack.surface import Surfaces
from bot.telegram.data import read
from briefings.model.chat import EVERY, Changers, Quiet
from briefings.model.interest import Subject, SubjectKind
from briefings.model.schedule import AtOnce, BeforeCouncil, FreeDays, Monthly, Preparing, Schedule, Weekly

#: Slugs that an administrator may choose, words of our own among them.
_OWN = [word for one in DECLARED for word in (*one.nl, *one.en) if word.isalpha()]
_SLUGS = st.from_regex(r"[a-z0-9]{1,8}(-[a-z0-9]{1,8}){0,2}", fullmatch=True) | st.sampled_from(
    [*_OWN, "alles", "direct", "dagelijks", "zonder", "tot", "nieuws", "2024", "elke-maandag", "maandelijks", "raad-2"]
)
_MEANING = [*_OWN, "?", "#3", "thema:visa", "jbz", "/jbz", "3", '"x"']  #: to the grammar
_words = st.lists(
    st.from_regex(r"[a-z0-9]{2,8}", fullmatch=True) | st.sampled_from(["elke", "op", "zonder"]), min_size=1, max_size=4
)
_names = st.lists(
    _SLUGS.map(Named)
    | _words.map(lambda words: Subject(SubjectKind.TERM, " ".join(words)))
    | st.sampled_from(["22112", "21501-20"]).map(lambda name: Subject(SubjectKind.DOSSIER, name))
    | st.sampled_from(["JBZ", "RAZ"]).map(lambda name: Subject(SubjectKind.COUNCIL, name))
    | st.sampled_from(["nederland", "europees-parlement", "duitsland"]).map(
        lambda name: Subject(SubjectKind.POSITIONS, name)
    ),
    min_size=1,
    max_size=3,
).map(tuple)
_rhythms = (
    st.sets(st.integers(0, 6), min_size=1).map(lambda days: Weekly(tuple(sorted(days))))
    | st.integers(1, 31).map(Monthly)
    | st.builds(Monthly, st.sampled_from([1, 2, 3, 4, -1]), st.integers(0, 6))
    | st.builds(BeforeCouncil, st.integers(1, 60), st.none() | st.just("JBZ"))
    | st.builds(Preparing, st.integers(1, 60), st.none() | st.just("JBZ"))
)
_times = st.times().map(lambda at: at.replace(second=0, microsecond=0))
_skips = st.sampled_from([(), (FreeDays.HOLIDAYS,), (FreeDays.HOLIDAYS, FreeDays.RECESS)])
_schedules = st.builds(Schedule, _rhythms, _times, _skips) | st.just(Schedule(AtOnce(), time(8)))
_of = st.none() | st.integers(1, 999_999)
#: What may be asked: one line, as it is read; it may look like a command.
_texts = (
    st.text(st.characters(categories=["L", "N", "P", "S", "Zs"]), min_size=1, max_size=60)
    | st.builds(" ".join, st.lists(st.sampled_from(_MEANING), min_size=1, max_size=4))
).map(lambda text: " ".join(text.split())).filter(bool)  # fmt: skip
_items = st.integers(1, 999_999) | st.sampled_from(["I.6", "3", "II.12.a"])

_until = st.dates(date(2020, 1, 1), date(2099, 1, 1)) | st.sampled_from(["", "1 september"])
_when = st.sampled_from(["", "maart 2025", "van 1 maart tot 1 april 2025", "week 10 van 2025", "sinds 2024-01-31"])
_places = st.sampled_from(["here", "me", "group", "email", "slack", "web", "chat 12", "mars"])

#: How any command of each kind is made.
COMMANDS: dict[type[Command], st.SearchStrategy[Command]] = {
    Ask: st.builds(Ask, _texts.filter(lambda text: not text.lower().lstrip("/").startswith("jbz"))),
    MorePage: st.builds(MorePage, _texts, st.integers(0, 9999)),
    ListThemes: st.just(ListThemes()),
    ShowMeeting: st.builds(ShowMeeting, st.integers(1, 999_999) | st.sampled_from(["", "maart 2025", "vorige"])),
    ShowAgenda: st.sampled_from(["", "jbz", "maart 2025", "volgende raad"]).map(ShowAgenda),
    ShowItem: st.builds(ShowItem, _items, _of),
    News: st.builds(News, st.just("") | _texts),
    Decisions: st.builds(Decisions, st.just("") | _texts),
    Timeline: st.builds(Timeline, _texts),
    Why: st.builds(Why, _texts),
    Commitments: st.builds(Commitments, _SLUGS.filter(lambda slug: slug not in {"alles", "all"}), st.booleans()),
    ShowCourse: st.builds(ShowCourse, _texts),
    ComparePlanned: st.builds(ComparePlanned, st.integers(1, 999_999) | st.sampled_from(["", "maart 2025", "vorige"])),
    CheckQuote: st.builds(CheckQuote, _texts),
    Prepare: st.builds(Prepare, st.integers(1, 999_999) | st.sampled_from(["", "jbz oktober", "volgende"])),
    ShowHandover: st.builds(ShowHandover, _texts),
    Follow: st.builds(Follow, _names, st.none() | _schedules, st.just(()) | _names),
    StartFollowing: st.just(StartFollowing()),
    ListSubscriptions: st.just(ListSubscriptions()),
    Overview: st.just(Overview()),
    OfferMoments: st.builds(OfferMoments, _of),
    Reschedule: st.builds(Reschedule, _schedules, _of) | st.builds(Reschedule, _schedules, st.none(), _names),
    Pause: st.builds(Pause, _until, _of) | st.builds(Pause, _until, st.none(), _names),
    Resume: st.builds(Resume, _of) | st.builds(Resume, st.none(), _names),
    Stop: st.builds(Stop, _names, st.just(False), _of) | st.builds(Stop, st.just(()), st.just(True), _of),
    LinkChats: st.just(LinkChats()),
    UseCode: st.text(ALPHABET, min_size=CODE_LENGTH, max_size=CODE_LENGTH).map(UseCode),
    LeaveChats: st.sampled_from(["", "email", "chat 7", "telegram"]).map(LeaveChats),
    Move: st.builds(Move, _places, _names) | st.builds(Move, _places, st.just(()), _of),
    OfferMove: st.builds(OfferMove, _names) | st.builds(OfferMove, st.just(()), _of),
    BriefNow: st.builds(BriefNow, st.just(()) | _names, st.just(()), _when)
    | st.builds(BriefNow, _names, _names, _when),
    SetLanguage: st.sampled_from(["nl", "en"]).map(SetLanguage),
    SetTimezone: st.sampled_from(["", "Europe/Brussels", "Parijs"]).map(SetTimezone),
    SetQuiet: st.sampled_from(Quiet).map(SetQuiet),
    SetChangers: st.sampled_from(Changers).map(SetChangers),
    SetAlarm: st.sampled_from([(), (EVERY,), ("JBZ",), ("RBZ", "JBZ", "LANDBOUW")]).map(SetAlarm),
    ShowSilences: st.just(ShowSilences()),
    TakeBundle: st.sampled_from(["", "2025", "maart 2025", "vorig jaar", "van maart tot juni 2025"]).map(TakeBundle),
    Forget: st.just(Forget()),
    Help: st.sampled_from(["", "nl", "en"]).map(Help),
    Welcome: st.just(Welcome()),
    ShowSources: st.just(ShowSources()),
    ShowLetters: st.just(ShowLetters()),
    ShowPrivacy: st.just(ShowPrivacy()),
}


def test_every_command_that_can_be_typed_is_made_here() -> None:
    assert {one.kind for one in DECLARED} - {Rewrite, Unclear} == set(COMMANDS)


@pytest.mark.parametrize("kind", COMMANDS, ids=lambda kind: kind.__name__)
def test_what_is_written_reads_back_as_the_same(kind: type[Command]) -> None:
    @given(COMMANDS[kind])
    def holds(command: Command) -> None:
        assert read_command(write_command(command)) == command

    holds()


@given(st.text(max_size=80))
def test_whatever_is_typed_is_read_once_and_its_command_can_be_written(text: str) -> None:
    command = command_in(text)
    if not isinstance(command, Unclear):
        written = write_command(command)
        assert len(written) > LONGEST or command_in(written) == command


@pytest.mark.parametrize(
    ("command", "written", "typed"),
    [
        (Ask("migratie"), "migratie", "migratie"),
        (Ask("stop"), "? stop", "stop"),
        (Follow((Named("migratie"),)), "volg migratie", "volg migratie"),
        (Follow((Named("direct"),)), "volg thema:direct", "volg direct"),
        (Stop((Named("alles"),)), "stop thema:alles", "stop alles"),
        (MorePage("stop", 3), "meer 3 stop", "stop"),
        (ShowMeeting(3), "raad #3", "raad #3"),
        (ShowItem("II.1", 3), "punt II.1 van #3", "punt II.1 van #3"),
        (Ask("wat moet ik weten"), "? wat moet ik weten", "wat moet ik weten"),
        (News(), "nieuws", "nieuws"),
    ],
)
def test_a_theme_that_is_called_as_a_command_is_marked_and_shown_as_its_name(
    command: Command, written: str, typed: str
) -> None:
    assert (write_command(command), as_typed(command)) == (written, typed)


#: What buttons of released versions carry, and the command that they have always been.
RELEASED = {
    "migratie": Ask("migratie"),
    "thema's": ListThemes(),
    "meer 3 wat zei nederland": MorePage("wat zei nederland", 3),
    "punt #12": ShowItem(12),
    "raad": ShowMeeting(),
    "raad 2025-03": ShowMeeting("2025-03"),
    "tijdlijn migratie": Timeline("migratie"),
    "waarom migartie": Why("migartie"),
    "toezeggingen drugs alles": Commitments("drugs", ever=True),
    "volg": StartFollowing(),
    "volg migratie": Follow((Named("migratie"),)),
    'volg "migartie" elke dinsdag 09:00': Follow(
        (Subject(SubjectKind.TERM, "migartie"),), Schedule(Weekly((1,)), time(9))
    ),
    "volg migratie zonder visa, schengen": Follow((Named("migratie"),), None, (Named("visa"), Named("schengen"))),
    "briefing kst 22112, raad JBZ": BriefNow(
        (Subject(SubjectKind.DOSSIER, "22112"), Subject(SubjectKind.COUNCIL, "JBZ"))
    ),
    "wijzig": OfferMoments(),
    "wijzig #3": OfferMoments(3),
    "wijzig #3 2 dagen voor de raad 08:00": Reschedule(Schedule(BeforeCouncil(2), time(8)), 3),
    "pauzeer": Pause(),
    "pauzeer #3": Pause(of=3),
    "pauzeer #3 tot 31 maart 2025": Pause(date(2025, 3, 31), 3),
    "hervat": Resume(),
    "hervat #3": Resume(3),
    "stop alles": Stop(everything=True),
    "stop #3": Stop(everything=True, of=3),
    "stop migratie, standpunten nederland": Stop((Named("migratie"), Subject(SubjectKind.POSITIONS, "nederland"))),
    "niets nieuws stil": SetQuiet(Quiet.SILENT),
    "abonnementen": ListSubscriptions(),
    "vergeet": Forget(),
    "help": Help(),
}


@pytest.mark.parametrize("text", RELEASED)
def test_what_a_button_of_a_released_version_carries_is_the_command_it_was(text: str) -> None:
    seal = Seal("secret")
    body = {
        "actions": [{"value": seal.close(f"C2|{text}")}],
        "team": {"id": "T1"},
        "channel": {"id": "C1"},
        "user": {"id": "U1"},
        "trigger_id": "1",
    }
    surface, pressed = Surfaces(seal, lambda *_: None).pressed(body)
    assert (surface.address.chat, pressed) == ("C2", RELEASED[text])
    assert (read(text).command, read(f"@-100/7 {text}").command) == (RELEASED[text], RELEASED[text])


@pytest.mark.timeout(60)
@pytest.mark.parametrize(
    "words", ["spreek in", "geef me", "laat zien", "kun je geven", "in het", "vat kort samen", "mijn"]
)
def test_words_that_are_repeated_are_read_to_the_end(words: str) -> None:
    """Patterns that try every division of them would not end."""
    for times in (5, 13, 300):
        assert isinstance(command_in(f"{words} " * times + "x"), Ask)
