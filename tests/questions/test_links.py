"""What is joined across letters, what is to come, and why an answer is an answer."""

from dataclasses import replace
from datetime import date

import pytest

from bot.app import App
from bot.commands.asking import Ask
from bot.conversation import promised
from bot.reply import Reply
from briefings.answering.links import own_papers
from briefings.composing.compose import Calls, Composer, InterestNews
from briefings.composing.upcoming import MOST_DUE, window
from briefings.model.chat import Address, Person
from briefings.model.interest import Interest, Subject, SubjectKind
from briefings.model.reference import Reference

pytestmark = pytest.mark.one_database

HERE = Address("web", "web", "someone")


def _say(app: App, text: str) -> Reply:
    return app.conversation.handle(text, HERE, Person("someone"))


def _cards(reply: Reply) -> list[tuple[str | None, list[str]]]:
    return [(s.heading, [f"{card.number} {card.title}" for card in s.cards]) for s in reply.sections]


def test_an_item_of_a_report_shows_what_was_planned(asked_app: App) -> None:
    (number,) = {f.entry.source.id for f in asked_app.answering.answer("jbz oktober 2025 slachtofferrechten").items}
    assert _cards(_say(asked_app, f"punt #{number}")) == [(None, ["II.3 Richtlijn slachtofferrechten"])]  # not planned
    first = asked_app.answering.answer("terugkeerverordening").items[0].entry.source
    reply = _say(asked_app, f"punt #{first.id}")
    assert _cards(reply)[1] == ("Vooraf, in de geannoteerde agenda", ["I.1 Terugkeerverordening"])
    planned = [line.text for line in reply.sections[1].cards[0].lines]
    assert planned == [
        "Nederland steunt de gedeeltelijke algemene oriëntatie.",
        (
            "Nederland zal in de Raad pleiten voor verplichte wederzijdse erkenning van terugkeerbesluiten en voor een "
            "heldere rechtsgrondslag voor terugkeerhubs."
        ),
    ]
    assert [line.text for line in reply.sections[1].lines] == [
        "Gekoppeld op dezelfde titel, hetzelfde stuk, dezelfde thema's en hetzelfde nummer (100 van 100)."
    ]


def test_an_item_of_an_agenda_shows_what_was_said(asked_app: App) -> None:
    planned = asked_app.answering.answer("COM(2025) 101").items[1].entry.source
    reply = _say(asked_app, f"punt #{planned.id}")
    assert (planned.kind, _cards(reply)[1]) == (
        "geannoteerde_agenda",
        ("Daarna, in het verslag", ["I.1 Terugkeerverordening"]),
    )


def test_a_dossier_is_followed_from_meeting_to_meeting(asked_app: App) -> None:
    reply = _say(asked_app, "tijdlijn EES")
    shown = [(card.number, card.note) for section in reply.sections for card in section.cards]
    named = "“Entry/Exit System (EES)” staat in de titel (100 van 100)"
    assert shown == [
        ("I.2", f"JBZ-Raad van 9 en 10 oktober 2025 (Luxemburg), verslag van 24 oktober 2025, {named}"),
        ("I.2", f"JBZ-Raad van 9 en 10 oktober 2025 (Luxemburg), geannoteerde agenda van 25 september 2025, {named}"),
        ("I.3", f"JBZ-Raad van 5 en 7 maart 2025 (Brussel), verslag van 21 maart 2025, Kamerstuk 32317-935, {named}"),
        ("I.2", f"JBZ-Raad van 13 en 14 juni 2024 (Luxemburg), verslag van 28 juni 2024, {named}"),
    ]
    assert all(card.lines for section in reply.sections for card in section.cards)


def test_a_timeline_says_why_an_item_is_there(asked_app: App) -> None:
    reply = _say(asked_app, "tijdlijn zeehavens")
    notes = [card.note for section in reply.sections for card in section.cards]
    october = "JBZ-Raad van 9 en 10 oktober 2025 (Luxemburg)"
    assert notes == [
        f"{october}, verslag van 24 oktober 2025, “zeehavens” staat in de titel (70 van 100)",
        f"{october}, geannoteerde agenda van 25 september 2025, “zeehavens” staat in de titel (70 van 100)",
        (
            "JBZ-Raad van 5 en 7 maart 2025 (Brussel), verslag van 21 maart 2025, Kamerstuk 32317-935,"
            " “havens” staat in de tekst (20 van 100)"
        ),
    ]


def test_commitments_to_come_and_past_their_day(asked_app: App) -> None:
    reply = _say(asked_app, "toezeggingen drugs")
    said = [(s.heading, [(line.label, line.text) for line in s.lines]) for s in reply.sections]
    assert (reply.title, said) == (
        "Toezeggingen en aankondigingen over drugs",
        [
            (
                "Komt nog",
                [
                    (
                        "in december 2025",
                        "De Commissie kondigde een nieuwe drugsstrategie aan, die in december 2025 verschijnt.",
                    )
                ],
            )
        ],
    )
    everything = _say(asked_app, "toezeggingen")
    assert [section.heading for section in everything.sections] == [
        "Komt nog",
        "De termijn is voorbij",
        "Misschien gedaan",
        "Toegezegd zonder datum",
    ]
    overdue = everything.sections[1].lines
    assert "vóór de zomer; wij rekenen: vóór 21 juni 2025" in [line.label for line in overdue]


PROMISED = (
    "Het kabinet informeert uw Kamer conform de gebruikelijke BNC-procedure over het standpunt van het kabinet over het"
    " voorstel."
)


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("toezeggingen", [PROMISED]),
        ("toezeggingen kritieke infrastructuur", [PROMISED]),
        ("toezeggingen justitie en veiligheid", [PROMISED]),
        ("toezeggingen 2025", [PROMISED]),
        ("toezeggingen 2024", []),
        ("toezeggingen visserij", []),
    ],
)
def test_a_promise_without_a_day_is_told_apart(asked_once: App, typed: str, told: list[str]) -> None:
    sections = _say(asked_once, typed).sections
    assert [one.text for s in sections if s.heading == "Toegezegd zonder datum" for one in s.lines] == told


def test_what_was_laid_down_is_not_told_as_announced(asked_once: App) -> None:
    told = [line.text for section in _say(asked_once, "toezeggingen alles").sections for line in section.lines]
    assert [text for text in told if "vastgelegd" in text] == []


def test_how_many_announcements_are_left_out_is_said(asked_once: App, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(promised, "MOST_ANNOUNCED", 2)
    assert _say(asked_once, "toezeggingen 2024").lead[2:] == ()
    lead = _say(asked_once, "toezeggingen 2025").lead
    assert lead[2:] == ("Nog te komen: 2 van 8.", "Datum voorbij: 2 van 4.")
    monkeypatch.setattr(promised, "_MOST_COUNTED", 1)
    assert _say(asked_once, "toezeggingen 2025").lead[2:] == (
        "Nog te komen: 2 van meer dan 3.",
        "Datum voorbij: 2 van meer dan 3.",
    )


def test_commitments_on_an_unknown_theme_name_the_nearest(asked_app: App) -> None:
    reply = _say(asked_app, "toezeggingen pizza")
    assert reply.title[:33] == "Het thema “pizza” ken ik niet. We"


def test_the_next_and_the_last_council(asked_app: App) -> None:
    assert _say(asked_app, "raad vorige").title == "JBZ-Raad van 9 en 10 oktober 2025 (Luxemburg)"
    assert _say(asked_app, "vorige ecofin raad").title == "Ecofinraad van 8 juli 2025 (Brussel)"
    assert _say(asked_app, "raad maart 2025").title == "JBZ-Raad van 5 en 7 maart 2025 (Brussel)"
    assert _say(asked_app, "volgende raad").title[:44] == "Van een volgende Raad heb ik nog geen brief."


def test_why_names_the_words_and_where_they_stand(asked_app: App) -> None:
    reply = _say(asked_app, "waarom drugs havenpersoneel")
    assert reply.lead == (
        "Ik zocht op: drugs havenpersoneel.",
        "“drugs” is het thema drugs.",
        "“havenpersoneel” zocht ik als woord.",
        "Eerst de titel, dan het thema, dan de tekst; daarbinnen het nieuwste eerst.",
    )
    why = [(card.number, [(line.label, line.text) for line in card.lines]) for s in reply.sections for card in s.cards]
    assert why == [
        (
            "I.3",
            [
                ("in de titel", "drugs"),
                ("in de tekst, als woord van het thema", "drugs, cocaïne, cocaine, havens"),
                ("in de tekst", "havenpersoneel"),
                ("Aangekondigd door de Commissie, omdat", "De Commissie + kondigde een nieuwe drugsstrategie aan"),
                ("Nederland, omdat", "Nederland + vroeg"),
            ],
        ),
        (
            "I.3",
            [
                ("in de titel", "drugs"),
                ("in de tekst, als woord van het thema", "havens"),
                ("in de tekst", "havenpersoneel"),
                ("Inzet Nederland, omdat", "Nederland + zal … vragen"),
            ],
        ),
    ]


def test_a_doubtful_word_is_offered_as_a_button(asked_app: App) -> None:
    reply = _say(asked_app, "makrxxl")
    assert (reply.title, reply.lead[1], reply.buttons[0].command) == (
        "Niets gevonden",
        "Bedoelde u misschien makreel?",
        Ask("makreel"),
    )


def test_a_briefing_tells_again_what_falls_due_soon_and_what_just_was(asked_app: App) -> None:
    def told(day: date, theme: str) -> tuple[list[str], list[str]]:
        interest = Interest(Subject(SubjectKind.THEME, theme))
        with asked_app.database.reading() as session:
            letters = asked_app.letters(session)
            due = letters.commitments([interest], *window(day), MOST_DUE)
        briefing = Composer(asked_app.catalogue).compose([InterestNews(interest, ())], day, Calls(due))
        coming, over = (
            [one.source.item.number or "" for one in some] for some in (briefing.upcoming, briefing.overdue)
        )
        return coming, over

    assert told(date(2025, 11, 1), "drugs") == ([], [])  # two months ahead
    assert told(date(2025, 12, 5), "drugs") == (["I.3"], [])
    assert told(date(2026, 1, 5), "drugs") == ([], ["I.3"])
    assert told(date(2026, 1, 15), "drugs") == ([], [])


def test_a_law_links_items_and_the_number_of_their_own_letter_does_not(asked_app: App) -> None:
    source = asked_app.answering.answer("confiscatierichtlijn").items[0].entry.source
    assert sorted(own_papers(source)) == ["2014-42", "32014l0042", "42-2014"]
    numbered = replace(source, kamerstuk="32317-9", item=replace(source.item, references=(Reference("32317", "9"),)))
    assert sorted(own_papers(numbered)) == ["2014-42", "32014l0042", "42-2014"]


@pytest.mark.parametrize(
    ("typed", "title", "told"),
    [
        (
            "toezeggingen pact",
            "Toezeggingen en aankondigingen over pact",
            ["De Commissie gaf aan vóór de zomer een voortgangsrapport over de implementatie van het Pact"],
        ),
        (
            "toezeggingen terugkeerverordening",
            "Toezeggingen en aankondigingen over terugkeerverordening",
            ["Het Voorzitterschap kondigde aan vóór het einde van het jaar met het Europees Parlement"],
        ),
        (
            "wat kondigde de commissie aan over drugs",
            "Aangekondigd door de Commissie, over drugs",
            ["De Commissie kondigde een nieuwe drugsstrategie aan, die in december 2025 verschijnt."],
        ),
    ],
)
def test_what_was_announced_is_asked_of_any_word_and_of_who_did(
    asked_once: App, typed: str, title: str, told: list[str]
) -> None:
    reply = _say(asked_once, typed)
    texts = [line.text for section in reply.sections for line in section.lines if line.label != "Later"]
    dated = [text for text in texts if any(one in text for one in told)]
    assert (reply.title, len(dated)) == (title, len(told))


def test_what_was_announced_in_other_years_is_said_where_this_one_has_nothing(years: App) -> None:
    reply = _say(years, "toezeggingen migratiepact")
    assert reply.sections == ()
    assert reply.lead[2] == "In andere jaren: 2 aankondigingen. Typ toezeggingen migratiepact alles om ze te zien."
