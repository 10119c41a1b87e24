"""What people type, settings, and what the channels make of any reply."""

from datetime import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.commands.asking import Ask, ListThemes, MorePage, ShowItem, ShowMeeting, Timeline
from bot.commands.following import (
    BriefNow,
    Follow,
    ListSubscriptions,
    OfferMoments,
    Pause,
    Reschedule,
    Stop,
)
from bot.commands.grammar import changes, command_in, read_command
from bot.commands.names import Named
from bot.commands.settings import Help, SetLanguage, SetQuiet
from bot.reply import Button, Card, Line, Link, Reply, Section
from bot.settings import load_settings
from bot.slack.render import SlackRenderer
from bot.slack.seal import Seal
from bot.telegram.render import TelegramRenderer
from bot.templates import bundled
from briefings.errors import JbzError, NotUnderstood
from briefings.model.chat import Quiet
from briefings.model.interest import Subject, SubjectKind
from briefings.model.schedule import AtOnce, BeforeCouncil, FreeDays, Monthly, Schedule, Weekly
from tests.stand_ins.slack_rules import refusal_of_blocks
from tests.stand_ins.telegram_rules import refusal_of_html

AI_ACT = Subject(SubjectKind.TERM, "ai act")
MONDAY = Schedule(Weekly((0,)), time(8))
to_slack, to_telegram = SlackRenderer(bundled(), Seal("test")).messages, TelegramRenderer(bundled()).messages


@pytest.mark.parametrize(
    ("typed", "command"),
    [
        ("", Help()),
        ("/jbz", Help()),
        ("HELP", Help()),
        ("/jbz migratie", Ask("migratie")),
        ("/jbz@jbz_bot migratie", Ask("migratie")),
        ("help mij met visa", Ask("help mij met visa")),
        ("thema's", ListThemes()),
        ("/themas", ListThemes()),
        ("Raad maart 2025", ShowMeeting("maart 2025")),
        ("punt I.6", ShowItem("I.6")),
        ("tijdlijn EES", Timeline("EES")),
        ("abonnementen", ListSubscriptions()),
        ("meer 3 terugkeer", MorePage("terugkeer", 3)),
        ("volg migratie, terugkeer", Follow((Named("migratie"), Named("terugkeer")))),
        ("volg Migratie elke maandag 08:00", Follow((Named("Migratie"),), MONDAY)),
        (
            "follow migration every monday and thursday at 9",
            Follow((Named("migration"),), Schedule(Weekly((0, 3)), time(9))),
        ),
        ("volg visa dagelijks 07:30", Follow((Named("visa"),), Schedule(Weekly(tuple(range(7))), time(7, 30)))),
        ("volg visa direct", Follow((Named("visa"),), Schedule(AtOnce()))),
        (
            "volg migratie, terugkeer zonder visa, drugs",
            Follow((Named("migratie"), Named("terugkeer")), None, (Named("visa"), Named("drugs"))),
        ),
        ("volg “ai act” elke maandag", Follow((AI_ACT,), MONDAY)),
        (
            "volg raad JBZ 3 dagen voor de raad 07:00",
            Follow((Subject(SubjectKind.COUNCIL, "JBZ"),), Schedule(BeforeCouncil(3), time(7))),
        ),
        (
            "volg visa elke eerste maandag van de maand, niet op feestdagen en in reces",
            Follow((Named("visa"),), Schedule(Monthly(1, 0), time(8), (FreeDays.HOLIDAYS, FreeDays.RECESS))),
        ),
        ("wijzig", OfferMoments()),
        ("wijzig elke maandag", Reschedule(MONDAY)),
        ("niets nieuws: stil", SetQuiet(Quiet.SILENT)),
        ("nothing new monthly", SetQuiet(Quiet.MONTHLY)),
        ("niets is wat het lijkt", Ask("niets is wat het lijkt")),
        ("stop", Stop(everything=True)),
        ('stop "ai act", migratie zonder visa', Stop((AI_ACT, Named("migratie")))),
        (
            'briefing kst 22112 zonder "vuur"',
            BriefNow((Subject(SubjectKind.DOSSIER, "22112"),), (Subject(SubjectKind.TERM, "vuur"),)),
        ),
        ("stop migratie", Stop((Named("migratie"),))),
        ("pauzeer tot 1 september", Pause("1 september")),
        ("briefing migratie", BriefNow((Named("migratie"),))),
        ("taal en", SetLanguage("en")),
        ("language english", SetLanguage("en")),
    ],
)
def test_the_grammar(typed: str, command: object) -> None:
    assert read_command(typed) == command


@pytest.mark.parametrize(
    "typed",
    [
        "volg migratie elke blauwe maandag",
        "volg visa dagelijks 25:00",
        "wijzig 90 dagen voor de raad",
        "taal fr",
    ],
)
def test_a_command_that_cannot_be_carried_out_says_how_it_should_be(typed: str) -> None:
    with pytest.raises(NotUnderstood, match=r"[Zz]o kan het|Bijvoorbeeld|taal nl"):
        read_command(typed)


def test_only_commands_that_change_something_wait_for_storage() -> None:
    changing = ["volg visa", "stop", "pauzeer", "hervat", "taal en", "tijdzone Europe/Brussels", "niets nieuws stil"]
    assert [
        text for text in [*changing, "visa", "abonnementen", "briefing", "volg"] if changes(command_in(text))
    ] == changing


def test_a_secret_comes_from_its_file_and_a_missing_file_is_said(tmp_path: Path) -> None:
    (tmp_path / "token").write_text("xoxb-1\n")
    loaded = load_settings({"SLACK_BOT_TOKEN_FILE": str(tmp_path / "token")})
    assert loaded.secrets == ("xoxb-1",)
    assert "xoxb" not in repr(loaded)
    with pytest.raises(JbzError, match="SLACK_BOT_TOKEN_FILE"):
        load_settings({"SLACK_BOT_TOKEN_FILE": str(tmp_path / "missing")})


def test_a_wrong_setting_is_named_and_its_value_is_not() -> None:
    for given_ in ({"JBZ_TIMEZONE": "Mars/Olympus"}, {"TELEGRAM_MODE": "hunter2"}):
        with pytest.raises(JbzError) as error:
            load_settings(given_)
        assert next(iter(given_)) in str(error.value)
        assert next(iter(given_.values())) not in str(error.value)


def test_the_environment_wins_over_the_file(tmp_path: Path) -> None:
    (tmp_path / "env").write_text("# settings\nJBZ_BASE_URL=https://a.example\nexport JBZ_TIMEZONE='UTC'\n")
    loaded = load_settings({"JBZ_ENV_FILE": str(tmp_path / "env"), "JBZ_BASE_URL": "https://b.example"})
    assert (loaded.jbz_base_url, loaded.jbz_timezone) == ("https://b.example", "UTC")


_text = st.text(max_size=400) | st.sampled_from(
    ["<!channel> " * 100, "&" * 5000, "🎉" * 3000, "Zin. " * 2000, "<b>", "a" * 9000]
)
_some = _text.filter(lambda text: bool(text.strip()))
_links = st.builds(Link, _some, st.just("https://zoek.officielebekendmakingen.nl/kst-1-1.html"))
_lines = st.builds(
    Line, _some, st.none() | st.text(min_size=1, max_size=40), st.none() | st.text(min_size=1, max_size=40)
)
_cards = st.builds(
    Card,
    _some.map(lambda t: t[:250]),
    st.none() | st.just("I.1"),
    st.none() | st.builds(Link, st.just("x"), st.just("https://x.example/1")),
    st.lists(_lines, max_size=4).map(tuple),
)
_sections = st.builds(
    Section,
    st.none() | _some.map(lambda t: t[:200]),
    st.lists(_cards, max_size=4).map(tuple),
    st.lists(_lines, max_size=6).map(tuple),
)
_buttons = st.builds(Button, _some.map(lambda t: t[:90]), st.builds(Ask, _some))
_replies = st.builds(
    Reply,
    _some.map(lambda t: t[:250]),
    st.sampled_from(["nl", "en"]),
    st.lists(_some, max_size=2).map(tuple),
    st.lists(_sections, max_size=4).map(tuple),
    footer=st.none() | _some.map(lambda t: t[:200]),
    buttons=st.lists(_buttons, max_size=30).map(tuple),
    shareable=st.none() | st.builds(Ask, _some),
)


@settings(max_examples=60, deadline=None)
@given(_replies)
def test_any_reply_is_taken_by_slack_and_telegram(reply: Reply) -> None:
    assert [
        refusal_of_blocks(message["blocks"]) for message in to_slack(reply) if refusal_of_blocks(message["blocks"])
    ] == []
    assert [
        refusal_of_html(message["html"]) for message in to_telegram(reply) if refusal_of_html(message["html"])
    ] == []
