"""One person, several chats: joined by a code, shown and moved in each, and left again."""

import re
from dataclasses import dataclass, field
from datetime import datetime

import pytest
from sqlalchemy import select

from bot.app import App
from bot.commands.joining import ALPHABET, CODE_LENGTH
from bot.reply import Button, Reply
from briefings.model.chat import Address, Changers, Person
from briefings.model.subscription import Subscription
from storage import audit, chat_lifecycle, chats, joining, subscriptions
from storage.audit import AuditSubject, place_of
from storage.database import Session
from storage.rows import ChatRow, JoinCodeRow
from tests.stand_ins.clock import Clock
from tests.talk import buttons, headings, lines

SLACK, TELEGRAM = Address("slack", "T1", "D1"), Address("telegram", "99", "42")
MAIL, PAGE = Address("email", "example.org", "anna@example.org"), Address("web", "web", "abc")
GROUP, CHANNEL = Address("telegram", "99", "-7"), Address("slack", "T1", "C1")
WHO = {SLACK: "U1", TELEGRAM: "42", MAIL: MAIL.chat, PAGE: "web", GROUP: "42", CHANNEL: "U1"}
ON_SQLITE = pytest.mark.parametrize("filled_url", ["sqlite"], indirect=True)


@dataclass
class Anna:
    """Someone with several chats."""

    app: App
    clock: Clock
    posted: list[tuple[Address, Reply]] = field(default_factory=list)  #: what other chats heard

    def says(self, text: str, at: Address = SLACK, person: Person | None = None) -> Reply:
        return self.app.conversation.handle(text, at, person or Person(WHO[at]))

    def presses(self, button: Button, at: Address, person: Person | None = None) -> Reply:
        return self.app.conversation.carry_out(button.command, at, person or Person(WHO[at]))

    def code(self, at: Address = SLACK) -> str:
        return _code(self.says("koppel", at))

    def joins(self, *chats_: Address) -> None:
        for one in chats_[1:]:
            assert self.says(f"koppel {self.code(chats_[0])}", one).title.startswith("Deze chat is gekoppeld")
        self.posted.clear()

    def follows(self, at: Address) -> list[str]:
        with self.app.database.reading() as session:
            chat = chats.find_chat(session, at)
            found = subscriptions.of_chat(session, chat.id) if chat else []
        return [f"{interest.code} {one.schedule.code}" for one in found for interest in one.interests]

    def joined(self, at: Address) -> set[Address]:
        with self.app.database.reading() as session:
            chat = chats.find_chat(session, at)
            return {one.address for one in joining.others_of(session, chat.id)} if chat else set()


@pytest.fixture
def anna(app: App, clock: Clock) -> Anna:
    anna = Anna(app, clock)

    def post(_session: Session, to: Address, told: Reply, _now: datetime) -> None:
        anna.posted.append((to, told))

    app.conversation.joining.connect(post, {"slack", "telegram", "email", "web"})
    return anna


def _code(reply: Reply) -> str:
    (code,) = re.findall(r"koppel ([A-Z0-9]{3}-[A-Z0-9]{3}-[A-Z0-9]{3})", " ".join(reply.lead))
    return str(code)


def test_a_code_joins_two_chats_and_both_hear_it(anna: Anna) -> None:
    code = anna.code(SLACK)
    said = anna.says(f"koppel {code}", TELEGRAM)
    assert (said.title, anna.joined(SLACK), anna.joined(TELEGRAM)) == (
        "Deze chat is gekoppeld met Slack.", {TELEGRAM}, {SLACK},
    )  # fmt: skip
    assert [(to, told.title) for to, told in anna.posted] == [(SLACK, "Deze chat is gekoppeld met Telegram.")]
    assert anna.presses(anna.posted[0][1].buttons[1], SLACK).title == "Deze chat staat weer op zichzelf."
    assert (anna.joined(SLACK), anna.joined(TELEGRAM)) == (set(), set())


def test_a_code_is_long_short_to_type_good_once_and_kept_as_a_hash(anna: Anna) -> None:
    code = anna.code(SLACK)
    assert len(ALPHABET) ** CODE_LENGTH > 2**40
    assert not set("01OILBSZ258") & set(ALPHABET) - set("258")
    with anna.app.database.reading() as session:
        kept = session.scalars(select(JoinCodeRow)).one()
        rows = [row.after for row in audit.entries(session, subject=AuditSubject.CHAT)]
    assert code.replace("-", "") not in f"{kept.digest} {kept.subjects} {kept.meant_for} {rows}"
    assert anna.says(f"koppel {code.lower().replace('-', ' ')}", TELEGRAM).title == "Deze chat is gekoppeld met Slack."
    assert anna.says(f"koppel {code}", MAIL).title.startswith("Deze code klopt niet, is al gebruikt of is verlopen.")


@ON_SQLITE
def test_a_code_lives_a_quarter_of_an_hour_and_is_replaced_by_the_next(anna: Anna) -> None:
    first, second = anna.code(SLACK), anna.code(SLACK)
    assert anna.says(f"koppel {first}", TELEGRAM).title.startswith("Deze code klopt niet")
    anna.clock.forward(minutes=15, seconds=1)
    assert anna.says(f"koppel {second}", TELEGRAM).title.startswith("Deze code klopt niet")
    third = anna.code(SLACK)
    anna.clock.forward(minutes=14, seconds=59)
    assert anna.says(f"koppel {third}", TELEGRAM).title == "Deze chat is gekoppeld met Slack."


@ON_SQLITE
def test_guesses_are_limited_in_a_chat_and_in_all_of_a_channel(anna: Anna) -> None:
    code = anna.code(SLACK)
    said = [anna.says(f"koppel CDF-GHJ-KM{sign}", TELEGRAM).title.split(",")[0] for sign in "23467CD"]
    assert said == ["Deze code klopt niet"] * 6 + [
        "Er zijn te veel codes geprobeerd. Wacht een kwartier en vraag een nieuwe code."
    ]
    assert anna.says(f"koppel {code}", TELEGRAM).title.startswith("Er zijn te veel codes geprobeerd.")
    assert anna.says(f"koppel {code}", MAIL).title == "Deze chat is gekoppeld met Slack."
    for number in range(300):
        anna.says("koppel CDF-GHJ-KMN", Address("web", "web", f"{number}"), Person("web"))
    assert anna.says("koppel CDF-GHJ-KMN", PAGE).title.startswith("Er zijn te veel codes geprobeerd.")
    anna.clock.forward(minutes=16)
    assert anna.says("koppel CDF-GHJ-KMN", PAGE).title.startswith("Deze code klopt niet")


@pytest.mark.parametrize(
    ("typed", "at", "said"),
    [
        ("koppel", GROUP, "Een groep kunt u niet koppelen: koppelen is voor chats van u alleen."),
        ("koppel {code}", CHANNEL, "Een groep kunt u niet koppelen: koppelen is voor chats van u alleen."),
        ("koppel {code}", SLACK, "Deze code is van deze chat."),
        ("koppel 12-34", TELEGRAM, "Dat is geen hele code."),
        ("koppel AAA-BBB-CCC", TELEGRAM, "Deze code klopt niet, is al gebruikt of is verlopen."),
        ("ontkoppel", TELEGRAM, "Deze chat is met geen andere gekoppeld."),
        ("verplaats migratie naar e-mail", SLACK, "Deze chat is niet gekoppeld met e-mail."),
        ("verplaats visa naar groep", SLACK, "Dat volgt u niet, dus het is niet verplaatst."),
        ("verplaats migratie naar <!channel>", SLACK, "Deze chat is niet gekoppeld met <!channel>."),
        ("verplaats #999 naar hier", SLACK, "Dat volgt u niet, dus het is niet verplaatst."),
        ("verplaats migratie naar hier", SLACK, "Daar komt het al: Slack."),
        ("verplaats migratie naar chat 1", TELEGRAM, "Deze chat is niet gekoppeld met chat 1."),
        ("move everything to telegram", CHANNEL, "Uit een groep kunt u het alleen naar uzelf verplaatsen"),
    ],
)  # fmt: skip
@ON_SQLITE
def test_what_cannot_be_done_says_why_and_changes_nothing(anna: Anna, typed: str, at: Address, said: str) -> None:
    anna.says("volg migratie")
    told = anna.says(typed.format(code=anna.code(SLACK)), at)
    assert (told.title[: len(said)], anna.joined(SLACK), anna.posted) == (said, set(), [])
    assert anna.follows(SLACK) == ["migratie mon 08:00"]


def test_subscriptions_of_the_other_chats_stand_below_with_buttons_that_move_and_stop_them(anna: Anna) -> None:
    anna.says("volg migratie", SLACK)
    anna.says("volg visa dagelijks 07:30", MAIL)
    anna.joins(SLACK, TELEGRAM, MAIL)
    shown = anna.says("abonnementen", SLACK)
    assert [label for label, _ in lines(shown)] == ["migratie", "visa", None]
    assert headings(shown) == ["Elders: e-mail (anna@example.org)", "Elders: Telegram"]
    assert [one.label for one in shown.sections[0].buttons] == ["Wijzig", "Pauzeer", "Stop", "Verplaats"]
    here, _ = shown.sections[2].buttons
    assert anna.presses(here, SLACK).title == "Hier komt voortaan: visa."
    assert (anna.follows(SLACK), anna.follows(MAIL)) == (
        ["migratie mon 08:00", "visa mon,tue,wed,thu,fri,sat,sun 07:30"], [],
    )  # fmt: skip
    assert [(to, told.title) for to, told in anna.posted] == [(MAIL, "Verplaatst naar Slack: visa.")]
    (_, stop) = anna.says("abonnementen", MAIL).sections[1].buttons
    assert anna.presses(stop, MAIL).title == "U volgt migratie niet meer."
    assert anna.follows(SLACK) == ["visa mon,tue,wed,thu,fri,sat,sun 07:30"]


def test_what_is_joined_elsewhere_can_be_paused_and_nobody_else_can(anna: Anna) -> None:
    anna.says("volg visa", MAIL)
    anna.joins(SLACK, MAIL)
    with anna.app.database.reading() as session:
        (number,) = [one.id for one, _ in subscriptions.everything(session)]
    stranger = Address("telegram", "99", "43")
    assert anna.says(f"stop #{number} alles", stranger, Person("43")).title.startswith("Dit abonnement is intussen")
    assert anna.says(f"verplaats #{number} naar hier", stranger, Person("43")).title.startswith("Dat volgt u niet")
    assert anna.says(f"pauzeer #{number}", SLACK).title == "De briefings staan stil tot u hervat typt."
    with anna.app.database.reading() as session:
        kept = subscriptions.one(session, number)
        who = {row.who for row in audit.entries(session) if row.action == "paused"}
    assert (kept is not None and kept.paused_because, who) == ("pause.on_request", {"slack:T1:U1"})


def test_a_move_keeps_schedule_zone_pause_and_exceptions_and_goes_back(anna: Anna) -> None:
    anna.says("tijdzone Europe/Lisbon", SLACK)
    anna.says("volg migratie zonder visa elke eerste maandag van de maand 09:00, niet op feestdagen", SLACK)
    anna.says("pauzeer tot 1 mei", SLACK)
    anna.joins(SLACK, TELEGRAM)
    before = _one(anna, SLACK)
    anna.says("verplaats migratie naar telegram", SLACK)
    after = _one(anna, TELEGRAM)
    assert (after.schedule, after.timezone, after.paused_until, after.interests, after.next_due_at) == (
        before.schedule, before.timezone, before.paused_until, before.interests, before.next_due_at,
    )  # fmt: skip
    assert anna.follows(SLACK) == []
    assert anna.says("verplaats alles naar slack", TELEGRAM).title == "Verplaatst naar Slack: migratie zonder visa."
    assert _one(anna, SLACK) == before


def test_one_of_two_subjects_moves_and_what_is_followed_there_already_stays(anna: Anna) -> None:
    anna.says("volg migratie, visa, terugkeer", SLACK)
    anna.says("volg terugkeer dagelijks 07:30", MAIL)
    anna.says('volg "drugs"', MAIL)
    anna.joins(SLACK, MAIL)
    said = anna.says("verplaats migratie, terugkeer naar e-mail", SLACK)
    assert (said.title, said.lead[-1]) == (
        "Verplaatst naar e-mail (anna@example.org): migratie.", "Daar al gevolgd, en zo gebleven: terugkeer.",
    )  # fmt: skip
    assert anna.follows(SLACK) == ["visa mon 08:00"]
    assert anna.follows(MAIL) == [
        "terugkeer mon,tue,wed,thu,fri,sat,sun 07:30",
        '"drugs" mon 08:00',
        "migratie mon 08:00",
    ]


@ON_SQLITE
def test_where_it_can_go_is_offered_as_buttons(anna: Anna) -> None:
    anna.says("volg migratie", SLACK)
    assert list(buttons(anna.says("verplaats migratie"))) == ["Een andere groep"]
    anna.says("volg visa", CHANNEL)
    anna.joins(SLACK, TELEGRAM, MAIL)
    asked = anna.says("verplaats")
    assert (asked.title, list(buttons(asked))) == (
        "Waarheen verplaatsen: migratie?",
        ["Telegram", "E-mail (anna@example.org)", "De groep die visa volgt", "Een andere groep"],
    )
    anna.presses(asked.buttons[0], SLACK)
    assert anna.follows(TELEGRAM) == ["migratie mon 08:00"]
    assert list(buttons(anna.says("verplaats migratie"))) == [
        "Hierheen", "E-mail (anna@example.org)", "De groep die visa volgt", "Een andere groep",
    ]  # fmt: skip


@ON_SQLITE
def test_of_two_chats_in_one_channel_is_asked_which(anna: Anna) -> None:
    other = Address("email", "example.com", "anna@example.com")
    WHO[other] = other.chat
    anna.says("volg migratie", SLACK)
    anna.joins(SLACK, MAIL, other)
    asked = anna.says("verplaats migratie naar mail", SLACK)
    assert [one.label for one in asked.buttons[:2]] == ["E-mail (anna@example.org)", "E-mail (anna@example.com)"]
    anna.presses(asked.buttons[1], SLACK)
    assert anna.follows(other) == ["migratie mon 08:00"]


def test_a_group_is_asked_and_until_somebody_there_who_may_agrees_it_stays(anna: Anna) -> None:
    anna.says("volg migratie", SLACK)
    anna.says("volg visa", CHANNEL)
    anna.says("rechten makers", CHANNEL)
    with anna.app.database.writing() as session:
        chat = chats.find_chat(session, CHANNEL)
        assert chat is not None
        chats.change_chat(session, chat.id, changers=Changers.ADMINISTRATORS)
    (ask,) = [one for one in anna.says("verplaats").buttons if one.label == "De groep die visa volgt"]
    assert anna.presses(ask, SLACK).title == "Ik vraag het in een kanaal in Slack."
    ((to, asked),) = anna.posted
    assert (to, asked.title, anna.follows(SLACK)) == (
        CHANNEL, "Wilt u hier de briefing over migratie?", ["migratie mon 08:00"],
    )  # fmt: skip
    yes = asked.buttons[0]
    assert anna.presses(yes, CHANNEL, Person("U2")).title == "Alleen een beheerder kan wijzigen wat hier wordt gevolgd."
    assert anna.presses(yes, GROUP, Person("U9", is_administrator=True)).title.startswith("Deze code klopt niet")
    said = anna.presses(yes, CHANNEL, Person("U9", is_administrator=True))
    assert (said.title, said.announced) == ("Hier komt voortaan: migratie.", True)
    assert (anna.follows(SLACK), anna.follows(CHANNEL)) == ([], ["visa mon 08:00", "migratie mon 08:00"])
    assert anna.presses(yes, CHANNEL, Person("U9", is_administrator=True)).title.startswith("Deze code klopt niet")


def test_a_code_typed_in_a_group_of_another_platform_moves_it_there(anna: Anna) -> None:
    anna.says("volg migratie", MAIL)
    asked = anna.says("verplaats migratie naar groep", MAIL)
    assert asked.title == "Naar een groep verplaatsen: migratie"
    said = anna.says(f"koppel {_code(asked)}", GROUP, Person("7", is_administrator=True))
    assert (said.title, anna.follows(GROUP), anna.follows(MAIL)) == (
        "Hier komt voortaan: migratie.", ["migratie mon 08:00"], [],
    )  # fmt: skip
    assert [(to, told.title) for to, told in anna.posted] == [
        (MAIL, "Verplaatst naar een groep in Telegram: migratie.")
    ]
    assert _one(anna, GROUP).made_by == "7"
    assert anna.joined(MAIL) == set()


def test_from_a_group_it_goes_to_who_asks_when_they_say_so_alone_with_the_bot(anna: Anna) -> None:
    me = Person("42", is_administrator=True)
    anna.says("volg migratie, visa", GROUP, me)
    assert anna.says("verplaats migratie naar mij", GROUP, me).title.startswith("Ik stuur u een bericht")
    ((to, asked),) = anna.posted
    assert (to, asked.lead[0], anna.follows(GROUP)) == (
        TELEGRAM,
        "Die komt nu elders: een groep in Telegram. Iemand daar vroeg om haar hierheen te verplaatsen.",
        ["migratie mon 08:00", "visa mon 08:00"],
    )
    other = Address("telegram", "99", "43")
    assert anna.presses(asked.buttons[0], other, Person("43")).title.startswith("Deze code klopt niet")
    assert anna.presses(asked.buttons[0], TELEGRAM).title == "Hier komt voortaan: migratie."
    assert (anna.follows(GROUP), anna.follows(TELEGRAM)) == (["visa mon 08:00"], ["migratie mon 08:00"])


@ON_SQLITE
def test_who_may_not_change_a_group_takes_nothing_out_of_it(anna: Anna) -> None:
    anna.says("volg migratie", GROUP, Person("8", is_administrator=True))
    anna.says("rechten beheerders", GROUP, Person("8", is_administrator=True))
    said = anna.says("verplaats migratie naar mij", GROUP)
    assert (said.title, anna.posted) == ("Alleen een beheerder kan wijzigen wat hier wordt gevolgd.", [])


def test_a_chat_that_is_lost_is_refused_with_the_reason_also_when_it_follows_nothing_any_more(anna: Anna) -> None:
    anna.says("volg migratie", TELEGRAM)
    anna.says("volg visa", SLACK)
    anna.joins(SLACK, TELEGRAM)
    anna.app.conversation.presence.gone(TELEGRAM, "Telegram: bot was blocked by the user")
    refused = "Naar Telegram kan nu niets: Telegram: bot was blocked by the user. Het blijft waar het is."
    assert anna.says("verplaats visa naar telegram", SLACK).title == refused
    saved = anna.says("verplaats migratie naar hier", SLACK)
    assert saved.lead == ("migratie: elke maandag 08:00; de volgende komt maandag 31 maart om 08:00",)
    assert anna.says("verplaats visa naar telegram", SLACK).title == refused
    anna.app.conversation.presence.back(TELEGRAM)
    assert anna.says("verplaats visa naar telegram", SLACK).title == "Verplaatst naar Telegram: visa."


@ON_SQLITE
def test_a_channel_that_is_off_is_refused(anna: Anna) -> None:
    mattermost = Address("mattermost", "server", "@1")
    WHO[mattermost] = "1"
    anna.says("volg visa", SLACK)
    anna.joins(SLACK, mattermost)
    assert anna.says("verplaats visa naar mattermost", SLACK).title == (
        "Naar Mattermost kan nu niets: dit kanaal staat uit. Het blijft waar het is."
    )


def test_a_chat_that_is_forgotten_is_out_and_so_are_its_codes(anna: Anna) -> None:
    anna.joins(SLACK, TELEGRAM, MAIL)
    code = anna.code(TELEGRAM)
    anna.says("vergeet", TELEGRAM)
    assert (anna.joined(SLACK), anna.joined(TELEGRAM)) == ({MAIL}, set())
    assert anna.says(f"koppel {code}", PAGE).title.startswith("Deze code klopt niet")
    anna.says("vergeet", MAIL)
    with anna.app.database.reading() as session:
        assert session.scalars(select(ChatRow.joined).where(ChatRow.joined.is_not(None))).all() == []


@ON_SQLITE
def test_another_chat_can_be_unlinked_from_here(anna: Anna) -> None:
    anna.joins(SLACK, TELEGRAM, MAIL)
    assert (
        anna.says("ontkoppel e-mail", SLACK).title == "E-mail (anna@example.org) is niet meer gekoppeld met deze chat."
    )
    assert (anna.joined(SLACK), anna.joined(MAIL)) == ({TELEGRAM}, set())
    assert {to: told.title for to, told in anna.posted} == {
        TELEGRAM: "E-mail (anna@example.org) is niet meer gekoppeld met deze chat.",
        MAIL: "Deze chat staat weer op zichzelf.",
    }
    assert anna.says("ontkoppel e-mail", SLACK).title.startswith("Welke chat wilt u ontkoppelen?")


@ON_SQLITE
def test_one_person_has_ten_chats_at_most(anna: Anna) -> None:
    mails = [Address("email", "example.org", f"{number}@example.org") for number in range(11)]
    WHO.update({one: one.chat for one in mails})
    anna.joins(*mails[:10])
    assert anna.says(f"koppel {anna.code(mails[0])}", mails[10]).title.startswith(
        "U kunt ten hoogste 10 chats koppelen."
    )
    assert (len(anna.joined(mails[0])), anna.joined(mails[10])) == (9, set())


def test_all_of_it_stands_in_the_audit(anna: Anna) -> None:
    anna.says("volg migratie", SLACK)
    anna.joins(SLACK, TELEGRAM)
    anna.says("verplaats migratie naar telegram", SLACK)
    anna.says("ontkoppel", TELEGRAM)
    with anna.app.database.reading() as session:
        rows = [row for row in audit.entries(session) if row.subject != "letter"]
    assert [(row.who, row.subject, row.action) for row in rows] == [
        ("slack:T1:U1", "subscription", "followed"),
        ("slack:T1:U1", "chat", "code given"),
        ("telegram:99:42", "chat", "joined"),
        ("slack:T1:U1", "subscription", "moved"),
        ("telegram:99:42", "chat", "left"),
    ]
    assert rows[2].after == {"with": ["slack:T1:D1"]}
    assert [(row or {}).get("chat") for row in (rows[3].before, rows[3].after)] == ["slack:T1:D1", "telegram:99:42"]


@ON_SQLITE
def test_a_chat_that_its_platform_numbers_anew_stays_joined(anna: Anna) -> None:
    anna.joins(SLACK, TELEGRAM)
    with anna.app.database.writing() as session:
        chats.open_chat(session, Address("slack", "T1", "D2"), "nl", "Europe/Amsterdam")
        chat_lifecycle.move_chat(session, SLACK, "D2")
    assert anna.joined(TELEGRAM) == {Address("slack", "T1", "D2")}


@ON_SQLITE
def test_no_more_is_moved_to_a_chat_than_it_may_follow(anna: Anna) -> None:
    anna.app.conversation.joining._moving._most = 2
    anna.says("volg migratie", SLACK)
    anna.says("volg visa, terugkeer", TELEGRAM)
    anna.joins(SLACK, TELEGRAM)
    refused = anna.says("verplaats migratie naar telegram", SLACK)
    assert (refused.title.startswith("Verplaatst"), anna.follows(SLACK)) == (False, ["migratie mon 08:00"])


@ON_SQLITE
def test_a_group_is_not_asked_over_and_over(anna: Anna) -> None:
    anna.says("volg migratie", SLACK)
    anna.says("volg visa", CHANNEL)
    (ask,) = [one for one in anna.says("verplaats").buttons if one.label == "De groep die visa volgt"]
    said = [anna.presses(ask, SLACK).title for _ in range(4)]
    assert said == ["Ik vraag het in een kanaal in Slack."] * 3 + [
        "Dit is daar net al een paar keer gevraagd. Probeer het over een kwartier nog eens."
    ]
    anna.clock.forward(days=2, seconds=1)
    assert anna.presses(anna.posted[0][1].buttons[0], CHANNEL).title.startswith("Deze code klopt niet")


def _one(anna: Anna, at: Address) -> Subscription:
    with anna.app.database.reading() as session:
        chat = chats.find_chat(session, at)
        assert chat is not None, place_of(at)
        (found,) = subscriptions.of_chat(session, chat.id)
    return found


@ON_SQLITE
def test_who_moves_something_to_a_group_is_not_told_what_else_it_follows(anna: Anna) -> None:
    boss = Person("9", is_administrator=True)
    anna.says("volg visa", GROUP, boss)
    anna.says("volg migratie", MAIL)
    anna.says(f"koppel {_code(anna.says('verplaats migratie naar groep', MAIL))}", GROUP, boss)
    ((_, heard),) = anna.posted
    assert heard.lead == ("migratie: elke maandag 08:00; de volgende komt maandag 31 maart om 08:00",)
