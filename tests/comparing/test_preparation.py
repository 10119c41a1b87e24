"""What to know before a Council, and a year handed over: judged in preparing/judged.toml, and as it is told."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from importlib import import_module

import pytest

from bot.app import App
from bot.commands.asking import ShowMeeting
from bot.commands.comparing import Prepare, ShowCourse
from bot.conversation.comparing.preparation import anchor_of, earlier_heading
from bot.platforms import CHANNELS
from bot.reply import Line, Link, Reply
from bot.templates import bundled
from bot.words import Words
from briefings.comparing.called import short_names
from briefings.comparing.earlier import EarlierItems, Ground, SameMatter
from briefings.comparing.kept import Fate
from briefings.comparing.preparation import PreparedItem
from briefings.comparing.titles import Names, is_kin, is_same, title_words
from briefings.enriching.citations import citations_in
from briefings.model.briefing import Announced, StoredItem
from briefings.themes.catalogue import load_catalogue
from storage.reading import letters, meetings
from tests.bench.preparing import joined_items, joined_sentences
from tests.letters.prepared import WORLDS, Judged, placed, world
from tests.talk import CHANNEL, SOMEONE, buttons, headings


@pytest.fixture(scope="module")
def worlds(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, App]]:
    """The judged letters, on SQLite."""
    folder = tmp_path_factory.mktemp("worlds")
    apps = {name: world(name, f"sqlite:///{folder / name}.db") for name in WORLDS}
    yield apps
    for app in apps.values():
        app.close()


@pytest.mark.parametrize(
    ("judged", "right", "perhaps", "wrong", "missed", "idle"),
    [
        (Judged.SEEN, 64, 2, [], [], 2),
        (Judged.AFTER, 12, 1, ["2025-12_agenda:II.4 <- V:II.4"], [], 0),  # its report of a year, and who leads it
        (Judged.RETITLED, 29, 3, [], ["2022-10_agenda:I.7 <- 2022-03_verslag:I.7"], 2),  # "data" for "gegevens"
        (Judged.AFRESH, 18, 1, [], ["2021-10_agenda:II.3 <- 2021-03_verslag:II.3"], 0),  # prisons, and who is in them
    ],
)
def test_earlier_items_are_joined_as_judged(
    worlds: dict[str, App], judged: Judged, right: int, perhaps: int, wrong: list[str], missed: list[str], idle: int
) -> None:
    told = joined_items(worlds, judged)
    assert (len(told.right), len(told.perhaps), told.wrong, told.missed, len(told.idle)) == (
        right,
        perhaps,
        wrong,
        missed,
        idle,
    )


def test_a_year_has_the_sentences_that_are_judged_to_be_of_it(worlds: dict[str, App]) -> None:
    told = joined_sentences(worlds)
    assert (len(told.right), len(told.wrong), told.missed) == (32, 3, [])


def test_both_databases_join_the_same(series: App, series_kept: App) -> None:
    assert _joined(series_kept) == _joined(series)


@pytest.mark.parametrize(
    ("title", "words"),
    [
        ("Verordening terugkeer", ("terugkeer",)),
        ("Stand van zaken Entry/Exit System (EES)", ("entry", "exit", "system", "ees")),
        ("EU-Latijns Amerikaanse Comité", ("latijns", "amerikaanse", "comite")),
        ("Overige onderwerpen", ()),
        ("", ()),
        ("<b>'; DROP TABLE items; --</b>", ("drop", "table")),
    ],
)
def test_a_title_is_about_its_words_of_content(title: str, words: tuple[str, ...]) -> None:
    assert title_words(title) == words


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Screeningsverordening", "Verordening over screening"),
        ("AI-verordening", "Regels voor artificiële intelligentie"),
        ("ETIAS: planning", "European Travel Information and Authorisation System"),
        ("API- en PNR-gegevens", "Passagiersgegevens"),
        ("e-evidence", "Elektronisch bewijsmateriaal"),
    ],
)
def test_a_law_is_the_same_under_each_of_its_names(one: str, other: str) -> None:
    names = Names(load_catalogue())
    assert is_same(names.terms(one)[0], names.terms(other)[0])


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Drugsprecursoren", "Passagiersgegevens"),
        ("Mensenhandel", "Mensensmokkel"),  # one theme of two subjects
        ("Screeningsverordening", "Batterijenverordening"),
        ("Passagiersgegevens", "Gezondheidsgegevens"),
        ("Vestiging", "Hervestiging"),
    ],
)
def test_two_subjects_stay_two(one: str, other: str) -> None:
    names = Names(load_catalogue())
    assert [is_kin(a, b) for a in names.terms(one) for b in names.terms(other)] == [False]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Het mechanisme voor koolstofcorrectie aan de grens (CBAM).", [(("cbam",), "koolstofcorrectie aan de grens")]),
        ("Zulke rechtszaken (SLAPP's) nemen toe.", [(("slapp",), "Zulke rechtszaken")]),
        ("Het voorstel dat bekend staat als Prüm II is besproken.", [(("prum", "ii"), "Het voorstel dat")]),
        ("De regels voor het luchtruim (SES2+).", [(("ses2",), "voor het luchtruim")]),
        ("Dit gebeurt (zie hieronder) later.", []),
        ("De Raad (van 5 maart) sprak.", []),
    ],
)
def test_a_letter_says_what_it_calls_something(text: str, told: list[tuple[tuple[str, ...], str]]) -> None:
    found = short_names(text)
    assert [one.name for one in found] == [name for name, _ in told]
    assert all(one.before.endswith(before) for one, (_, before) in zip(found, told, strict=True))


def test_what_may_belong_says_why(worlds: dict[str, App]) -> None:
    items = _prepared(worlds["series"], "12 december 2024")
    told = {
        (one.planned.item.number, placed(other.source, "series"), other.why, other.shared)
        for one in items
        for other in one.perhaps
        if one.planned.item.number in {"I.1", "I.5"}
    }
    assert told == {
        ("I.1", "2024-05_verslag_landbouw:1", Ground.PAPER, "COM(2023) 901"),
        ("I.5", "2023-10_verslag:II.2", Ground.TITLE, "drugssmokkel"),
    }


def test_an_item_is_on_the_matter_of_itself(series: App) -> None:
    item = _agenda(series, "13 juni 2024")[0]
    found = EarlierItems(Names(series.themes.catalogue()), item).compare(item)
    assert found is not None
    assert found.how is SameMatter.SURE


def test_each_sentence_stands_in_its_letter_at_its_place(worlds: dict[str, App]) -> None:
    told = [one for app in worlds.values() for item in _every_item(app) for one in item.told]
    told += [one for app in worlds.values() for year in ("migratie 2025", "terugkeer 2024") for one in _year(app, year)]
    for one in told:
        assert one.sentence.text in one.source.item.paragraphs[one.sentence.paragraph]
    assert len(told) > 200


def test_an_item_has_what_came_before_newest_first(series: App) -> None:
    item = _prepared(series, "10 oktober 2024")[0]
    assert _texts(item.will_say) == [
        "Nederland steunt de algemene oriëntatie.",
        "Nederland is voorstander van terugkeerhubs in derde landen.",
        "Nederland zal pleiten voor een Europees fonds voor terugkeerhubs.",
    ]
    assert [placed(one.source, "series") for one in item.said_before] == [
        *["2024-06_verslag:I.1"] * 2, *["2024-03_verslag:I.1"] * 2, *["2023-10_verslag:I.1"] * 3,
        *["2023-06_verslag:I.1"] * 2, "2023-03_verslag:I.1",
    ]  # fmt: skip
    assert _texts(item.decided) == [
        "De Raad bereikte een gedeeltelijke algemene oriëntatie over de verordening over terugkeer (COM(2023)901).",
        "Het Voorzitterschap concludeerde dat er voldoende steun is om verder te werken aan het compromis.",
    ]
    assert _texts(item.sides) == ["Enkele lidstaten waren kritisch."]
    assert item.open == ()  # the impact analysis, the costs and the test were all shown to be done


def test_what_may_belong_is_never_without_the_words_that_say_so(worlds: dict[str, App]) -> None:
    perhaps = [other for app in worlds.values() for item in _every_item(app) for other in item.perhaps]
    assert [other for other in perhaps if not other.shared] == []
    assert len(perhaps) > 10


def test_that_a_matter_comes_on_the_agenda_is_met_by_that_agenda(series_afresh: App) -> None:
    item = _prepared(series_afresh, "18 mei 2020", "landbouw")[2]
    assert (item.planned.item.title, item.has_past, item.open) == ("Vangstmogelijkheden voor paling", True, ())


def test_a_decision_on_another_proposal_is_told_as_that(series: App) -> None:
    item = _prepared(series, "10 oktober 2024")[0]
    other = replace(item.planned.item, references=(), citations=tuple(citations_in("COM(2025)101")))
    planned = replace(item.planned, item=other)
    told = [earlier_heading(item.decided[0], one, Words("nl")) for one in (item.planned, planned)]
    assert told == ["Eerder besloten", "Eerder besloten over een ander voorstel"]


def test_a_side_that_changes_is_told(series: App) -> None:
    turns = _prepared(series, "13 juni 2024")[0].turns
    assert [(turn.before.sentence.text, turn.after.sentence.text) for turn in turns] == [
        (
            "Nederland herhaalde tegen terugkeerhubs in derde landen te zijn.",
            "Nederland staat open voor terugkeerhubs in derde landen.",
        )
    ]


def test_what_the_agenda_says_of_others_is_apart(worlds: dict[str, App]) -> None:
    item = _prepared(worlds["series"], "12 december 2024")[0]
    assert (_texts(item.sides), _texts(item.expected_sides)) == (
        ["Spanje stemde tegen."],
        [
            "Een meerderheid van de lidstaten steunt de inzet van het Voorzitterschap.",
            "Spanje is tegen terugkeerhubs.",
        ],
    )


def test_of_others_only_what_they_say_outright_is_for_or_against(worlds: dict[str, App]) -> None:
    """Judged on the real report: to stress that something matters, or to be open to it, is neither."""
    told = {
        one.planned.item.number: [said.sentence.text.split(" ")[:4] for said in one.sides]
        for one in _prepared(worlds["report"], "12 juni 2025")
        if one.sides
    }
    assert {number: [" ".join(words) for words in some] for number, some in told.items()} == {
        "I.1": ["Een klein aantal lidstaten"],  # has concerns on checks at the borders
        "I.2": ["Nagenoeg alle lidstaten waren"],  # agree; those that were open to the plan are left out
        "I.5.a": ["Een meerderheid van de"],  # supports the action plan
        "II.1": ["Enkele lidstaten waren (zeer)"],  # critical
        "II.2": ["Een aantal lidstaten spraken"],  # support for the Court
        "II.4.a": ["Zowel het Voorzitterschap als"],  # content with the text
    }


def test_what_is_open_says_so_and_what_was_done_is_left_out(series: App) -> None:
    item = _prepared(series, "10 oktober 2024")[1]
    assert [(one.fate, one.announced.sentence.text[:40]) for one in item.open] == [
        (Fate.PERHAPS, "De Commissie zegde toe in oktober 2024 e"),
        (Fate.OVERDUE, "De Commissie kondigde aan vóór 1 decembe"),
    ]


def test_without_words_it_is_the_next_council_with_an_agenda(worlds: dict[str, App]) -> None:
    reply = _ask(worlds["series"], "voorbereiding")
    assert (reply.title, reply.lead) == (
        "Voorbereiding: JBZ-Raad van 12 en 13 december 2024 (Brussel)",
        (
            "8 agendapunten. Bij 5 vond ik iets in eerdere brieven, bij 0 misschien en bij 3 niets.",
            _CAUTION,
            "Wat openstaat en welke termijn voorbij is: stand van 1 december 2024.",
        ),
    )
    assert headings(reply) == ["Binnenlandse Zaken", "Justitie"]


def test_without_one_to_come_it_is_the_last_and_says_so(series: App) -> None:
    reply = _ask(series, "preparation")
    assert (reply.title, reply.lead[0]) == (
        "Voorbereiding: JBZ-Raad van 10 en 11 oktober 2024 (Luxemburg)",
        "Van een komende Raad ken ik nog geen agenda. Dit is de laatste die ik ken.",
    )


@pytest.mark.parametrize(
    ("typed", "title"),
    [
        ("voorbereiding jbz oktober", "Voorbereiding: JBZ-Raad van 10 en 11 oktober 2024 (Luxemburg)"),
        ("voorbereiding jbz", "Voorbereiding: JBZ-Raad van 12 en 13 december 2024 (Brussel)"),
        ("preparation jbz march 2024", "Voorbereiding: JBZ-Raad van 7 en 8 maart 2024 (Brussel)"),
        ("voorbereiding landbouw", "Voorbereiding: Landbouw- en Visserijraad van 27 mei 2024 (Brussel)"),
        ("voorbereiding volgende", "Voorbereiding: JBZ-Raad van 12 en 13 december 2024 (Brussel)"),
    ],
)
def test_a_council_is_named_as_people_name_it(worlds: dict[str, App], typed: str, title: str) -> None:
    assert _ask(worlds["series"], typed).title == title


def test_of_a_meeting_without_an_agenda_that_is_said(worlds: dict[str, App], app: App) -> None:
    reply = _ask(worlds["series"], "voorbereiding landbouw mei 2024")
    assert (reply.lead, reply.sections) == (("Van deze vergadering ken ik geen geannoteerde agenda.",), ())
    assert _ask(app, "voorbereiding").title == "Ik ken nog geen geannoteerde agenda."


@pytest.mark.parametrize(
    ("typed", "what"),
    [
        ("voorbereiding op noodweer", "op noodweer"),
        ("pack onzin", "onzin"),
        ("prepare <b>x</b>'; --", "<b>x</b>'; --"),
    ],
)
def test_what_is_no_meeting_is_said_to_be_none(worlds: dict[str, App], typed: str, what: str) -> None:
    assert _ask(worlds["series"], typed).title == (
        f"“{what}” is geen vergadering. Zo kan het: voorbereiding jbz oktober 2025."
    )


def test_a_meeting_without_letters_is_answered_with_those_there_are(worlds: dict[str, App]) -> None:
    assert _ask(worlds["series"], "voorbereiding mei 2001").title.startswith(
        "Van die vergadering heb ik geen geannoteerde agenda. Wel van: JBZ-Raad van 12 en 13 december 2024"
    )


def test_in_a_chat_there_are_the_first_of_each_kind_and_how_many_more(series: App) -> None:
    card = _ask(series, "voorbereiding oktober 2024").sections[0].cards[0]
    assert [line.label for line in card.lines] == [
        *["Inzet Nederland"] * 3,
        "Nederland eerder (open ervoor)",
        *["Nederland zei eerder"] * 3,
        "Eerder besloten",
        "Eerder geconcludeerd door het Voorzitterschap",
        "Anderen vorige keer (zorgen)",
        "Misschien ook hierover",
        None,
    ]
    assert card.lines[-1] == Line("En nog 6 zinnen.", source=card.lines[-1].source)
    page = _ask(series, "voorbereiding oktober 2024").reading
    assert page is not None
    assert card.lines[-1].source == Link(
        "Lees alles", f"{page.url}#{anchor_of(_prepared(series, '10 oktober 2024')[0])}"
    )


@pytest.mark.parametrize("channel", sorted(CHANNELS))
def test_how_many_more_leads_to_the_page_on_every_channel(series: App, channel: str) -> None:
    reply = _ask(series, "voorbereiding oktober 2024")
    link = reply.sections[0].cards[0].lines[-1].source
    assert link is not None
    render = import_module(f"bot.{channel}.render").make_render(series.settings, bundled())
    assert [link.url in str(render(reply)), "En nog 6 zinnen." in str(render(reply))] == [True, True]


def test_a_council_that_was_held_is_told_as_of_today(series: App) -> None:
    assert _ask(series, "voorbereiding oktober 2024").lead[2:] == (
        "Deze vergadering is geweest. Wat eerder is gezegd en besloten, is van vóór die vergadering.",
        "Wat openstaat en welke termijn voorbij is: stand van 1 december 2024.",
    )


def test_an_item_without_a_dutch_position_says_so(worlds: dict[str, App]) -> None:
    cards = [card for part in _ask(worlds["report"], "voorbereiding").sections for card in part.cards]
    card = next(card for card in cards if card.number == "II.4.a")
    assert card.lines[0] == Line("In dit punt van de agenda vind ik geen inzet van Nederland.")


def test_a_meeting_leads_to_its_preparation_and_back(series: App) -> None:
    command = buttons(_ask(series, "raad juni 2024"))["Voorbereiding"]
    assert isinstance(command, Prepare)
    assert "Voorbereiding" not in buttons(_ask(series, "raad landbouw mei 2024"))
    assert buttons(series.conversation.carry_out(command, CHANNEL, SOMEONE))["Vergadering"] == ShowMeeting(command.of)


def test_a_handover_tells_meetings_decisions_positions_and_what_is_open(series: App) -> None:
    reply = _ask(series, "overdracht terugkeer 2024")
    assert (reply.title, reply.lead, headings(reply)) == (
        "Overdracht: terugkeer, 1 januari 2024 tot en met 31 december 2024",
        (
            (
                "4 vergaderingen, 2 besluiten en conclusies, 5 zinnen van Nederland. Van 1 aankondiging zie ik niet "
                "dat het is gedaan."
            ),
            "Of iets is gedaan of veranderd, leid ik af uit de woorden van de brieven. Lees ze zelf na.",
            "Wat openstaat en welke termijn voorbij is: stand van 1 december 2024.",
        ),
        [
            "Vergaderingen",
            "Besluiten",
            "Wat Nederland zei",
            "11 oktober 2024: van “open ervoor” naar “voor” (niet zeker)",
            "Staat nog open",
        ],
    )
    assert [(line.text, line.remark) for line in reply.sections[0].lines] == [
        ("JBZ-Raad van 7 en 8 maart 2024 (Brussel)", "1 agendapunt"),
        ("Landbouw- en Visserijraad van 27 mei 2024 (Brussel)", "1 agendapunt"),
        ("JBZ-Raad van 13 en 14 juni 2024 (Luxemburg)", "1 agendapunt"),
        ("JBZ-Raad van 10 en 11 oktober 2024 (Luxemburg)", "1 agendapunt"),
    ]
    assert buttons(reply)["Koers van Nederland"] == ShowCourse("terugkeer 2024")


def test_a_handover_keeps_what_was_planned_apart_and_says_what_is_still_to_come(worlds: dict[str, App]) -> None:
    reply = _ask(worlds["report"], "overdracht georganiseerde criminaliteit 2025")
    told = {str(part.heading): part.lines for part in reply.sections}
    assert [line.remark for line in told["Vergaderingen"]] == ["3 agendapunten", "1 agendapunt, moet nog komen"]
    assert [line.text for line in told["Wat Nederland van plan was"]] == [
        "Nederland zal het belang van de samenwerking benadrukken."
    ]
    assert "Staat nog open" not in told  # priorities were laid down for eighteen months: nothing is owed


def test_without_a_year_it_is_the_last_one(series: App) -> None:
    told = series.packs.handovers.of("terugkeer")
    assert told is not None
    assert (told.since.isoformat(), told.until.isoformat()) == ("2023-12-02", "2024-12-01")


@pytest.mark.parametrize("typed", ["overdracht", "handover"])
def test_without_a_subject_it_says_how_a_handover_is_asked(series: App, typed: str) -> None:
    assert _ask(series, typed).title == "Zet er een thema en een jaar achter. Zo kan het: overdracht migratie 2025."


@pytest.mark.parametrize("typed", ["overdracht pizza 2024", "overdracht visa 1999", "handover <b>pizza</b>"])
def test_of_what_no_letter_says_nothing_is_handed_over(series: App, typed: str) -> None:
    assert _ask(series, typed).title.startswith("Over “")


_CAUTION = (
    "Wat bij een punt hoort, leid ik af uit titels, namen en stukken. Wat niet zeker is, staat onder “misschien”. Wat"
    " eerder heel anders heette, kan ik missen."
)


def _joined(app: App) -> list[tuple[str, str, SameMatter]]:
    with app.database.reading() as session:
        known = sorted(meetings.with_agenda(session))
        planned = [item for one in known for item in letters.agenda_and_report(session, one)[0]]
    return [
        (placed(item, "series"), placed(other.source, "series"), other.how)
        for item in planned
        for other in app.packs.preparations.earlier(item)
    ]


def _agenda(app: App, day: str, council: str = "jbz") -> Sequence[StoredItem]:
    meeting = app.packs.meeting(Prepare(f"{council} {day}"), app.saying("nl"))
    with app.database.reading() as session:
        return letters.agenda_and_report(session, meeting.id)[0]


def _prepared(app: App, day: str, council: str = "jbz") -> tuple[PreparedItem, ...]:
    return app.packs.preparations.of(_agenda(app, day, council))


def _every_item(app: App) -> Iterator[PreparedItem]:
    with app.database.reading() as session:
        agendas = [letters.agenda_and_report(session, one)[0] for one in sorted(meetings.with_agenda(session))]
    for agenda in agendas:
        yield from app.packs.preparations.of(agenda)


def _year(app: App, asked: str) -> tuple[Announced, ...]:
    told = app.packs.handovers.of(asked)
    return told.told if told else ()


def _texts(told: tuple[Announced, ...]) -> list[str]:
    return [one.sentence.text for one in told]


def _ask(app: App, typed: str) -> Reply:
    return app.conversation.handle(typed, CHANNEL, SOMEONE)
