"""What a command changes and who may: values in, values out. No database, no clock of its own."""

from dataclasses import replace
from datetime import UTC, date, datetime, time

import pytest

from bot.commands.command import Command
from bot.commands.following import Follow, Pause, Reschedule, Resume, Rewrite, Stop
from bot.commands.names import Named
from bot.commands.settings import Forget, SetChangers, SetLanguage, SetQuiet, SetTimezone
from bot.conversation.changing.decide import Basis, Decided, decide
from bot.conversation.changing.steps import (
    ChangeStep,
    End,
    EndEmpty,
    Erase,
    GoOn,
    Keep,
    PauseUntil,
    Settle,
    TakeOut,
)
from bot.conversation.saying import Saying
from bot.conversation.visit import Visit
from bot.words import Words
from briefings.errors import NotAllowed, NotUnderstood
from briefings.model.chat import Address, Changers, Chat, Person, Quiet
from briefings.model.interest import Interest, Subject, SubjectKind
from briefings.model.schedule import Schedule, Weekly
from briefings.model.subscription import Followed, Subscription, Watermark
from briefings.themes.catalogue import load_catalogue
from tests.said import said

NOW = datetime(2025, 3, 24, 9, 0, tzinfo=UTC)
MONDAY, DAILY = Schedule(Weekly((0,)), time(8)), Schedule(Weekly(tuple(range(7))), time(7, 30))
MIGRATION, VISA = Subject(SubjectKind.THEME, "migratie"), Subject(SubjectKind.THEME, "visa")
CHANNEL, DM = Address("slack", "T1", "C1"), Address("slack", "T1", "D1")
MAKER, OTHER, ADMIN = Person("U1"), Person("U2"), Person("U3", is_administrator=True)


def _visit(person: Person = MAKER, rule: Changers = Changers.EVERYONE, at: Address = CHANNEL) -> Visit:
    saying = Saying(Words("nl"), load_catalogue(), "https://bot.example.nl", NOW.date())
    return Visit(Chat(7, at, "nl", "Europe/Amsterdam"), person, rule, NOW, saying)


def _subscription(number: int, *subjects: Subject, by: str | None = "U1") -> Subscription:
    followed = tuple(Followed(Interest(one), Watermark(0)) for one in subjects)
    return Subscription(number, 7, followed, MONDAY, "Europe/Amsterdam", NOW, made_by=by)


FOLLOWED = (_subscription(1, MIGRATION), _subscription(2, VISA, by="U2"))
BASIS = Basis(FOLLOWED, MONDAY)


@pytest.mark.parametrize(
    ("command", "steps"),
    [
        (Follow((Named("terugkeer"),)), (Keep((Interest(Subject(SubjectKind.THEME, "terugkeer")),), MONDAY),)),
        (Follow((Named("migratie"),), DAILY, (Named("visa"),)), (Keep((Interest(MIGRATION, (VISA,)),), DAILY),)),
        (Reschedule(DAILY), (Keep((Interest(MIGRATION), Interest(VISA)), DAILY),)),
        (Reschedule(DAILY, 2), (Keep((Interest(VISA),), DAILY),)),
        (Pause(), (PauseUntil(None),)),
        (Pause("1 september", 1), (PauseUntil(date(2025, 9, 1), 1),)),
        (Pause("1 maart"), (PauseUntil(date(2026, 3, 1)),)),
        (Pause(date(2025, 4, 7)), (PauseUntil(date(2025, 4, 7)),)),
        (Resume(2), (GoOn(FOLLOWED[1:]),)),
        (Stop(everything=True), (End(None),)),
        (Stop((Named("migratie"),)), (End((MIGRATION,)),)),
        (SetLanguage("en"), (Settle(language="en"),)),
        (SetTimezone("Brussels"), (Settle(timezone="Europe/Brussels"),)),
        (SetQuiet(Quiet.SILENT), (Settle(quiet=Quiet.SILENT),)),
        (SetChangers(Changers.MAKERS), (Settle(changers=Changers.MAKERS),)),
        (Forget(), (Erase(),)),
    ],
)
def test_what_a_command_changes(command: Command, steps: tuple[ChangeStep, ...]) -> None:
    assert decide(command, _visit(), BASIS).steps == steps


def test_a_form_that_changes_a_subscription_takes_it_apart_and_puts_it_together_in_this_order() -> None:
    form = Rewrite(
        (Named("migratie"),), None, DAILY, "Europe/Brussels", Quiet.SILENT, of=1, paused_until=date(2025, 5, 1)
    )
    excepted = replace(FOLLOWED[0], followed=(Followed(Interest(MIGRATION, (VISA,)), Watermark(0)),))
    basis = replace(BASIS, followed=(excepted,), source=_visit(), replaced=excepted)
    assert decide(form, _visit(), basis).steps == (
        TakeOut(1),
        Settle(timezone="Europe/Brussels", quiet=Quiet.SILENT),
        Keep((Interest(MIGRATION, (VISA,)),), DAILY),
        EndEmpty(7),
        PauseUntil(date(2025, 5, 1), of_kept=True),
    )


def test_where_nothing_is_followed_nothing_is_paused_resumed_or_moved() -> None:
    nothing = replace(BASIS, followed=())
    for command in (Pause("gisteren"), Resume(), Reschedule(DAILY)):
        assert decide(command, _visit(), nothing) == Decided()


def test_a_name_that_is_no_theme_for_sure_changes_nothing_and_is_asked_about() -> None:
    asked = decide(Follow((Named("migartie"),)), _visit(), BASIS)
    assert (asked.steps, [doubt.near for doubt in asked.doubts]) == ((), [(MIGRATION,)])


@pytest.mark.parametrize(
    ("command", "sentence"),
    [
        (Pause("gisteren"), "Tot wanneer? Zo kan het: pauzeer tot 1 september."),
        (Pause(date(2025, 3, 24)), "Tot wanneer? Zo kan het: pauzeer tot 1 september."),
        (SetTimezone("Parijs"), "Die tijdzone ken ik niet. Zo kan het: tijdzone Europe/Paris."),
        (
            Resume(9),
            "Dit abonnement is intussen gestopt of verplaatst. Typ abonnementen om te zien wat er nu is.",
        ),
    ],
)
def test_what_cannot_be_done_says_how_it_can(command: Command, sentence: str) -> None:
    with pytest.raises(NotUnderstood) as refused:
        decide(command, _visit(), BASIS)
    assert said(refused.value) == sentence


#: Of each rule: who may add, change one's own, change someone else's, change everything.
_ADD, _OWN = Follow((Named("terugkeer"),)), Stop((Named("migratie"),))
_ELSES, _ALL = Stop((Named("visa"),)), Stop(everything=True)


@pytest.mark.parametrize(
    ("rule", "person", "at", "may"),
    [
        (Changers.EVERYONE, MAKER, CHANNEL, [True, True, True, True]),
        (Changers.MAKERS, MAKER, CHANNEL, [True, True, False, False]),
        (Changers.MAKERS, ADMIN, CHANNEL, [True, True, True, True]),
        (Changers.ADMINISTRATORS, MAKER, CHANNEL, [False, False, False, False]),
        (Changers.ADMINISTRATORS, ADMIN, CHANNEL, [True, True, True, True]),
        (Changers.ADMINISTRATORS, MAKER, DM, [True, True, True, True]),
    ],
)
def test_who_may_change_what(rule: Changers, person: Person, at: Address, may: list[bool]) -> None:
    def allowed(command: Command) -> bool:
        try:
            return bool(decide(command, _visit(person, rule, at), BASIS).steps)
        except NotAllowed:
            return False

    assert [allowed(command) for command in (_ADD, _OWN, _ELSES, _ALL)] == may


def test_only_an_administrator_sets_that_only_administrators_may_change() -> None:
    strict = SetChangers(Changers.ADMINISTRATORS)
    with pytest.raises(NotAllowed):
        decide(strict, _visit(OTHER), replace(BASIS, followed=()))
    assert decide(strict, _visit(ADMIN), BASIS).steps == (Settle(changers=Changers.ADMINISTRATORS),)


def test_what_a_form_moves_out_of_another_chat_is_asked_of_that_chat() -> None:
    old = _subscription(1, MIGRATION)
    form = Rewrite((Named("migratie"),), (), MONDAY, "Europe/Amsterdam", Quiet.LINE, of=1, moved_from=CHANNEL)
    there = replace(_visit(OTHER, Changers.MAKERS), chat=Chat(7, CHANNEL, "nl", "Europe/Amsterdam"))
    here = replace(_visit(OTHER), chat=Chat(8, DM, "nl", "Europe/Amsterdam"))
    with pytest.raises(NotAllowed):
        decide(form, here, Basis((), MONDAY, source=there, replaced=old))
