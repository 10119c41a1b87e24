"""What the Netherlands said through time, and where it changed: judged in series/judged.toml, and as it is told."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.app import App
from bot.commands.asking import Timeline
from bot.commands.comparing import ShowCourse
from bot.conversation.comparing.courses import show_course
from bot.conversation.saying import Saying
from bot.reply import Line, Reply
from bot.words import Words
from briefings.comparing.sides import Side, side_taken
from briefings.comparing.strands import by_time, turns_in
from briefings.model.briefing import Announced, TurnKind
from briefings.model.statement import Stance
from tests.bench.comparing import Found, found_turns
from tests.comparing.following import told_by_letter
from tests.letters.told_over_years import AFRESH, TOLD_ON, named
from tests.talk import CHANNEL, SOMEONE, buttons, headings

pytestmark = pytest.mark.one_database


def test_changes_of_stance_are_found_as_judged(series: App) -> None:
    assert found_turns(series) == Found(right=10, wrong=0, missed=1)


def test_changes_of_stance_are_found_as_judged_of_another_council(series_afresh: App) -> None:
    assert found_turns(series_afresh, AFRESH) == Found(right=6, wrong=0, missed=0)


@pytest.mark.parametrize(
    ("text", "stance", "side"),
    [
        ("Nederland steunt het fonds.", Stance.SUPPORT, Side.FOR),
        ("Nederland staat open voor een fonds.", Stance.SUPPORT, Side.OPEN),
        ("Nederland gaf aan open te staan voor een fonds, mits het tijdelijk is.", Stance.CONDITION, Side.OPEN),
        ("Nederland staat welwillend tegenover het fonds.", Stance.SUPPORT, Side.OPEN),
        ("Nederland is bereid om een fonds te onderzoeken.", None, Side.OPEN),
        ("Nederland staat niet open voor een fonds.", Stance.OPPOSITION, Side.AGAINST),
        ("Nederland is bereid het fonds te betalen.", None, None),
        ("Nederland steunt het fonds, mits het tijdelijk is.", Stance.CONDITION, Side.CONDITION),
    ],
)
def test_to_be_open_to_something_is_a_side_of_its_own(
    series: App, text: str, stance: Stance | None, side: Side | None
) -> None:
    course = series.courses.of("terugkeer")
    assert course is not None
    one = course.positions[0]
    assert one.sentence.said is not None
    said = replace(one.sentence.said, stance=stance)
    assert side_taken(replace(one, sentence=replace(one.sentence, text=text, said=said))) is side


def test_both_databases_tell_the_same(series: App, series_kept: App) -> None:
    assert _turns(series_kept, "terugkeer") == _turns(series, "terugkeer")


def test_a_subject_by_any_of_its_names_has_one_course(series: App) -> None:
    assert _turns(series, "return") == _turns(series, "terugkeer")


def test_a_number_that_changed_is_a_change_of_wording(series: App) -> None:
    course = series.courses.of("terugkeer")
    assert course is not None
    three = next(one for one in course.positions if "overgangstermijn van drie jaar" in one.sentence.text)
    two = _said_otherwise(three, "drie", "twee")
    assert [(turn.kind, turn.sure) for turn in turns_in([two, three])] == [(TurnKind.WORDING, True)]
    assert turns_in([three, three]) == []


def test_the_order_is_that_of_the_meetings_with_the_agenda_first(series: App) -> None:
    course = series.courses.of("terugkeerhubs")
    assert course is not None
    told = [named(one.source).partition(":")[0] for one in course.positions]
    assert list(dict.fromkeys(told)) == [
        "2023-06_agenda", "2023-06_verslag", "2023-10_agenda", "2023-10_verslag", "2024-06_agenda", "2024-06_verslag",
        "2024-10_agenda", "2024-10_verslag",
    ]  # fmt: skip
    assert tuple(by_time(reversed(course.positions))) == course.positions


def test_every_sentence_stands_in_its_letter(series: App) -> None:
    course = series.courses.of("terugkeer")
    assert course is not None
    for one in course.positions:
        assert one.sentence.text in " ".join(one.source.item.paragraphs)


def test_the_reply_has_old_and_new_under_each_other(series: App) -> None:
    reply = _ask(series, "koers terugkeerhubs")
    assert (reply.title, reply.lead, headings(reply)) == (
        "Koers: terugkeerhubs",
        (
            "9 zinnen van Nederland, van 9 juni 2023 tot en met 11 oktober 2024. Gevonden: 2 veranderingen.",
            "Of een standpunt veranderde, leid ik af uit de woorden. Lees beide zinnen zelf na.",
        ),
        [
            "11 oktober 2024 (gepland): van “open ervoor” naar “voor”",
            "14 juni 2024 (gepland): van “tegen” naar “open ervoor”",
            "De laatste zinnen van Nederland",
        ],
    )
    assert [(line.label, line.text) for line in reply.sections[1].lines] == [
        ("Eerst", "Nederland herhaalde tegen terugkeerhubs in derde landen te zijn."),
        ("Daarna", "Nederland staat open voor terugkeerhubs in derde landen."),
    ]
    assert buttons(reply)["Tijdlijn"] == Timeline("terugkeerhubs")


def test_that_only_the_last_changes_stand_there_is_said(series: App) -> None:
    course = series.courses.of("terugkeerhubs")
    assert course is not None
    saying = Saying(Words("nl"), series.themes.catalogue(), "https://bot.example.nl", TOLD_ON.date())
    command, turns = ShowCourse("terugkeerhubs"), course.turns
    told = [show_course(replace(course, turns=turns * times), command, saying) for times in (3, 4)]
    said = "Hier staan de laatste 6; op de pagina staan ze alle."
    assert [(len(reply.sections) - 1, reply.lead.count(said)) for reply in told] == [(6, 0), (6, 1)]


def test_a_mended_typing_error_is_said(series: App) -> None:
    assert _ask(series, "koers grensregistr").lead[0] == "Bedoelde u grensregister? Dit vond ik:"
    assert "Bedoelde" not in _ask(series, "koers grensregister").lead[0]


def test_a_timeline_leads_to_the_course(series: App) -> None:
    assert buttons(_ask(series, "tijdlijn terugkeerhubs"))["Koers van Nederland"] == ShowCourse("terugkeerhubs")


@pytest.mark.parametrize(
    "typed",
    [
        "koers pizza",
        "course <script>alert(1)</script>",
    ],
)
def test_of_what_the_netherlands_said_nothing_is_said_so(series: App, typed: str) -> None:
    assert _ask(series, typed).title.startswith("Over “")


@pytest.mark.parametrize("typed", ["koers", "course"])
def test_without_a_subject_it_says_how_it_is_asked(series: App, typed: str) -> None:
    assert _ask(series, typed).title == "Zet er een onderwerp achter. Zo kan het: koers terugkeer."


def test_of_a_period_the_first_change_is_told_from_the_last_sentence_before_it(series: App) -> None:
    whole, since = (series.courses.of(text) for text in ("terugkeerhubs", "terugkeerhubs sinds 2024"))
    assert whole is not None
    assert since is not None
    assert since.turns == whole.turns
    assert since.turns[0].before.source.meeting.dates[-1].year == 2023
    assert {one.source.meeting.dates[-1].year for one in since.positions} == {2024}
    before = series.courses.of("terugkeerhubs tot en met 2023")
    assert before is not None
    assert before.turns == ()


def test_a_briefing_marks_a_sentence_that_takes_another_side(database_url: str) -> None:
    told = told_by_letter(database_url, "2023-03_agenda", lambda reply: [line.text for line in _earlier(reply)])
    assert {letter: was for letter, was in told.items() if was} == {
        "2023-06_agenda": [_AGAINST],
        "2023-06_verslag": [_AGAINST],
        "2023-10_agenda": [_WORRIED],
        "2023-10_verslag": [_WORRIED],
        "2024-03_agenda": [_WORRIED, _ON_CONDITION],  # of the report that was corrected, and of the agenda
        "2024-03_verslag": [_ON_CONDITION],
        "2024-06_agenda": [_NO_HUBS],
        "2024-05_verslag_landbouw": [_NO_HUBS],  # of that agenda, below what turned up in another Council
        "2024-06_verslag": [_NO_HUBS],
        "2024-10_agenda": ["Nederland gaf aan open te staan voor terugkeerhubs in derde landen."],
    }


_WORRIED = (
    "Nederland sprak zorgen uit over verplichte wederzijdse erkenning van terugkeerbesluiten en wees op de extra"
    " werklast voor de rechtspraak."
)
_ON_CONDITION = (
    "Nederland gaf aan verplichte wederzijdse erkenning van terugkeerbesluiten te kunnen steunen, mits er een"
    " overgangstermijn van drie jaar komt."
)
_NO_HUBS = "Nederland herhaalde tegen terugkeerhubs in derde landen te zijn."
_AGAINST = (
    "Nederland gaf aan geen voorstander te zijn van verplichte wederzijdse erkenning van terugkeerbesluiten en pleitte"
    " voor erkenning op vrijwillige basis."
)


def _earlier(reply: Reply) -> list[Line]:
    """The lines that say what the Netherlands said before."""
    told = [line for part in reply.sections for card in part.cards for line in card.lines]
    return [line for line in told if line.label and line.label.startswith("Eerder ")]


def _said_otherwise(one: Announced, old: str, new: str) -> Announced:
    """The same sentence with another word, as an earlier meeting's."""
    day = one.source.meeting.dates[0] - timedelta(days=200)
    source = replace(one.source, id=10_000, meeting=replace(one.source.meeting, dates=(day,)))
    return Announced(replace(one.sentence, text=one.sentence.text.replace(old, new)), source)


def _turns(app: App, subject: str) -> list[tuple[str, str, str]]:
    course = app.courses.of(subject)
    turns = course.turns if course else ()
    return [(named(turn.before.source), named(turn.after.source), turn.kind.value) for turn in turns]


def _ask(app: App, typed: str) -> Reply:
    return app.conversation.handle(typed, CHANNEL, SOMEONE)
