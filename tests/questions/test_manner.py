"""How a question is asked: on which part it is answered, what kind of sentence leads, and what is said of the rest."""

import pytest

from bot.app import App
from briefings.answering.answer import Answer, Outcome
from briefings.answering.frames import Asks, read_frame
from briefings.answering.question import read_question
from briefings.answering.worth import is_filler
from briefings.model.statement import Actor
from tests.questions.conftest import lines_shown, say
from tests.questions.judged import ASKED_ON


def _ask(app: App, question: str) -> Answer:
    return app.answering.answer(question)


def test_what_is_known_is_answered_and_what_is_not_is_said(asked_once: App) -> None:
    answer = _ask(asked_once, "eurodac invoeringsdatum")
    assert (answer.outcome, answer.not_found) == (Outcome.PARTIAL, ("invoeringsdatum",))
    reply = say(asked_once, "eurodac invoeringsdatum")
    assert reply.lead[0] == "“invoeringsdatum” vond ik niet; dit gaat over Eurodac."
    apart = say(asked_once, "vogelgriep inflatie")
    assert (apart.title, apart.lead[0]) == ("Vogelgriep", "“inflatie” vond ik niet samen met vogelgriep.")


@pytest.mark.parametrize(
    "question",
    [
        "migratie van ganzen",
        "drugs in de sport",
        "kabels voor thuis",
        "belang nieuwe fietsen",
        "spanje villa huren kust",
        "boswijk fietsenwinkel",  # who moved a motion does not say what is asked about
        "faillissement van mijn kapper",
        "gezichtsherkenning instellen op iphone",
        "carnaval in 2026",
    ],
)
def test_a_known_word_alone_does_not_carry_a_question_of_another_world(asked_once: App, question: str) -> None:
    answer = _ask(asked_once, question)
    assert (answer.outcome, answer.items) == (Outcome.NOTHING, ())


def test_a_kind_of_something_is_answered_with_that_and_it_is_said(asked_once: App) -> None:
    answer = _ask(asked_once, "internetradicalisering")
    assert (answer.outcome, answer.not_found) == (Outcome.PARTIAL, ("internetradicalisering",))
    assert say(asked_once, "internetradicalisering").lead[0] == (
        "“internetradicalisering” vond ik niet; dit gaat over terrorisme en radicalisering."
    )


def test_who_moved_a_motion_is_found_beside_a_side_of_the_subject(asked_once: App) -> None:
    answer = _ask(asked_once, "boswijk planning")
    assert (answer.outcome, answer.not_found) == (Outcome.PARTIAL, ("planning",))


def test_a_season_of_no_year_is_what_is_asked_about(asked_once: App) -> None:
    numbers = [found.entry.source.item.number for found in _ask(asked_once, "arabische ministers herfst").items]
    assert numbers == ["I.9.b"]


@pytest.mark.parametrize(
    ("asked", "asks", "rest"),
    [
        ("welke besluiten nam de raad over grondrechten", Asks.DECISIONS, "welke nam de raad over grondrechten"),
        ("is de terugkeerverordening aangenomen", Asks.DECISIONS, "is de terugkeerverordening"),
        ("wie was tegen de wolf", Asks.AGAINST, "de wolf"),
        ("strijd tegen straffeloosheid", None, "strijd tegen straffeloosheid"),
        ("besloten ministerslunch", None, "besloten ministerslunch"),
        ("wanneer komt de drugsstrategie", Asks.WHEN, "komt de drugsstrategie"),
        ("hoe gaat het verder met dataretentie", Asks.NEXT, "dataretentie"),
        ("what happens next with the pact", Asks.NEXT, "the pact"),
        ("terugkeerbesluiten", None, "terugkeerbesluiten"),
    ],
)
def test_the_shape_of_a_question_is_not_its_subject(asked: str, asks: Asks | None, rest: str) -> None:
    assert read_frame(asked) == (asks, rest)


def test_the_kind_of_sentence_that_is_asked_for_leads(asked_once: App) -> None:
    assert lines_shown(say(asked_once, "wie was tegen de wolf")) == ["Spanje en Ierland stemden tegen."]
    assert lines_shown(say(asked_once, "is de confiscatierichtlijn aangenomen"))[0] == (
        "De Raad nam de confiscatierichtlijn zonder discussie aan."
    )
    silent = say(asked_once, "wie was tegen bijensterfte")
    assert silent.lead[0] == "Wie hiertegen was, vond ik niet met zoveel woorden. Dit vond ik wel:"


def test_a_position_is_about_what_was_asked(asked_once: App) -> None:
    reply = say(asked_once, "standpunt nederland vuurwapens")
    assert (reply.title, reply.lead[0]) == (
        "Vuurwapens",
        ("Nederland: hierover vond ik niets, wel iets bij I.7.b Oekraïne. Wat er wel over staat:"),
    )
    assert [line.label for s in reply.sections for card in s.cards for line in card.lines] == [None, None, None]
    assert say(asked_once, "standpunt kabinet insolventie").title == "Nederland over insolventierecht"


def test_what_was_opposed_and_that_one_abstained_is_shown_of_who_opposed(asked_once: App) -> None:
    lines = [line for s in say(asked_once, "nederland tegen").sections for c in s.cards for line in c.lines]
    assert [(line.label, line.remark) for line in lines] == [
        ("Inzet Nederland", "tegen"),
        ("Inzet Nederland", "onthouding"),
    ]


def test_why_tells_what_was_left_out(asked_once: App) -> None:
    assert say(asked_once, "waarom eurodac invoeringsdatum albanië").lead == (
        "Ik zocht op: Eurodac.",
        "“eurodac” is het thema Eurodac.",
        "“invoeringsdatum” liet ik weg: het staat niet in de brieven.",
        "“albanie” liet ik weg: het hoort bij dit veld, maar staat niet in de brieven.",
        "Eerst de titel, dan het thema, dan de tekst; daarbinnen het nieuwste eerst.",
    )


def test_a_mended_word_is_always_said(asked_once: App) -> None:
    assert say(asked_once, "waarom migartie").lead[1] == "“migartie” las ik als “migratie”."
    assert say(asked_once, "migartie planning").lead[:2] == (
        "“planning” vond ik niet samen met migratie.",
        "Bedoelde u migratie? Dit vond ik:",
    )


@pytest.mark.parametrize("typed", ["wat moet ik weten", "laatste nieuws", "Wat is het nieuws?", "what's new"])
def test_the_news_is_of_the_latest_meeting(asked_once: App, typed: str) -> None:
    reply = say(asked_once, typed)
    assert reply.title == "Nieuws: JBZ-Raad van 9 en 10 oktober 2025 (Luxemburg)"
    assert [section.heading for section in reply.sections] == [
        "Besluiten",
        "Geen besluit",
        "Nederland",
        "Wat komt er aan",
        "De termijn is voorbij",
    ]


def test_decisions_of_a_theme_a_meeting_and_a_period(asked_once: App) -> None:
    def told(typed: str) -> tuple[str, int]:
        reply = say(asked_once, typed)
        return reply.title, sum(len(section.lines) for section in reply.sections)

    assert told("wat heeft de raad besloten") == ("Besluiten: JBZ-Raad van 9 en 10 oktober 2025 (Luxemburg)", 3)
    assert told("besluiten grondrechten") == ("Besluiten: Grondrechten", 1)
    assert told("besluiten maart 2025") == ("Besluiten: JBZ-Raad van 5 en 7 maart 2025 (Brussel)", 6)
    assert told("besluiten 2024") == ("Besluiten: 2024", 5)
    assert told("decisions pizza") == ("Niets gevonden", 0)


def test_a_count_is_of_the_meetings_it_is_said_of(asked_once: App) -> None:
    assert say(asked_once, "terugkeer 2025").lead == ("8 agendapunten in verschillende Raden",)
    only = "46 agendapunten in alle brieven; deze zijn van de JBZ-Raad van 9 en 10 oktober 2025 (Luxemburg)"
    assert say(asked_once, "wat zei nederland").lead == (only,)
    for typed, told in (
        ("standpunten nederland oktober 2025", "14 agendapunten in die tijd; deze zijn van de JBZ-Raad van 9 en 10 "),
        ("wat zei nederland in de jbz-raad", "29 agendapunten van die Raad; deze zijn van de JBZ-Raad van 9 en 10 "),
        ("wat zei nederland op de laatste raad", "14 agendapunten in de JBZ-Raad van 9 en 10 "),
    ):
        assert say(asked_once, typed).lead == (f"{told}oktober 2025 (Luxemburg)",)


def test_where_only_a_speaker_is_asked_for_the_sides_it_took_stand_first(asked_once: App) -> None:
    found = asked_once.answering.answer("standpunten nederland oktober 2025").items
    assert found[0].entry.source.item.number == "II.1"
    assert found[0].entry.summary.positions[0].text.startswith("Nederland onthield zich")


@pytest.mark.parametrize(
    ("question", "actor", "state"),
    [
        ("wat vinden de duitsers van versleuteling", Actor.OTHER_STATE, "Duitsland"),
        ("wat vindt Berlijn van versleuteling", Actor.OTHER_STATE, "Duitsland"),
        ("het Duitse standpunt over versleuteling", Actor.OTHER_STATE, "Duitsland"),
        ("wat zei de Duitse minister over versleuteling", Actor.OTHER_STATE, "Duitsland"),
        ("where do the Dutch stand on encryption", Actor.NETHERLANDS, None),
        ("wat vindt Den Haag van versleuteling", Actor.NETHERLANDS, None),
        ("wat vond onze minister van financiën van versleuteling", Actor.NETHERLANDS, None),
        ("wat zegt LNV over versleuteling", Actor.NETHERLANDS, None),
        ("wat zegt Brussel over versleuteling", Actor.COMMISSION, None),
        ("heeft Polen iets gezegd over versleuteling", Actor.OTHER_STATE, "Polen"),
        ("heeft de raad iets gezegd over versleuteling", None, None),
        ("het tribunaal in Den Haag", None, None),
        ("dublin en terugkeer", None, None),
    ],
)
def test_who_speaks_may_be_called_otherwise(question: str, actor: Actor | None, state: str | None) -> None:
    read = read_question(question, ASKED_ON)
    assert (read.actor, read.state) == (actor, state)


@pytest.mark.parametrize(
    ("question", "asks", "left"),
    [
        ("heeft de confiscatierichtlijn groen licht gekregen", Asks.DECISIONS, "confiscatierichtlijn"),
        ("is chatcontrole van de baan?", Asks.DECISIONS, "chatcontrole"),
        ("dwarsliggers chatcontrole", Asks.AGAINST, "chatcontrole"),
        ("wie trok aan de bel over btw-fraude", Asks.CONCERNS, "btwfraude"),
        ("is er al iets bekend over de bewaarplicht", None, "bewaarplicht"),
        ("groen licht", None, "groen licht"),
    ],
)
def test_what_people_say_of_a_council_asks_for_a_kind_of_sentence(question: str, asks: Asks | None, left: str) -> None:
    read = read_question(question, ASKED_ON)
    assert (read.asks, " ".join(word for word in read.words if not is_filler(word))) == (asks, left)


@pytest.mark.parametrize(
    ("asked", "lead", "sentence"),
    [
        ("stemde Nederland tegen de wolf", "U vroeg of Nederland hiertegen was.", "Nederland stemde voor."),
        (
            "steunde Nederland de pre-pack regeling",
            "1 agendapunt",
            "Nederland benadrukte dat de pre-pack-regeling positief bijdraagt",
        ),
        ("is Hongarije tegen het pact", "1 agendapunt", "Hongarije gaf aan het Pact niet uit te voeren."),
        ("steunden Spanje en Ierland de wolf", "U vroeg of Spanje hiervoor was.", "Spanje en Ierland stemden tegen."),
        ("did the commission oppose data retention", "U vroeg of de Commissie hiertegen was.", "De Commissie presen"),
        ("was de commissie tevreden over het cybercrimeverdrag", "1 agendapunt", "Zowel het Voorzitterschap als de"),
        ("wat heeft de Commissie toegezegd over het EES", "3 agendapunten", "De Commissie zegde toe in het eerste"),
        ("nederland tegen chatcontrole", "2 agendapunten", "Nederland onthield zich van een standpunt"),
        ("is de raad akkoord over depositogarantie", "Een besluit van de Raad hierover", "De Raad nam kennis van"),
        (
            "wie waren tegen de kerosineaccijns",  # of a short item each sentence speaks of the one before
            "1 agendapunt",
            "Malta en Cyprus maakten bezwaar",
        ),
    ],
)
def test_what_somebody_said_is_shown_whichever_side_was_asked_for(
    asked_once: App, asked: str, lead: str, sentence: str
) -> None:
    reply = say(asked_once, asked)
    assert (reply.lead[0][: len(lead)], lines_shown(reply)[0][: len(sentence)]) == (lead, sentence)


def test_of_a_long_question_is_said_that_its_beginning_was_read(asked_once: App) -> None:
    long = f"makreel {'en alles wat daarmee samenhangt ' * 20}"
    assert say(asked_once, long).lead[0] == "Uw vraag is lang: ik las de eerste 300 tekens."
    assert say(asked_once, "makreel").lead[0] != "Uw vraag is lang: ik las de eerste 300 tekens."


def test_who_said_nothing_at_all_is_told_so(asked_once: App) -> None:
    assert say(asked_once, "steunde Oostenrijk de wolf").lead[0].startswith("Oostenrijk: hierover vond ik niets")


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("is de richtlijn slachtofferrechten aangenomen", True),
        ("is de richtlijn mensensmokkel aangenomen", True),
        ("is de pre-pack regeling aangenomen", True),
        ("is de verordening kindermisbruik aangenomen?", True),
        ("has the victims rights directive been adopted", True),
        ("is de confiscatierichtlijn aangenomen", False),
        ("zijn de conclusies over grondrechten aangenomen", False),
        ("is de algemene oriëntatie over terugkeer aangenomen", False),
        ("besluit over slachtofferrechten", False),
    ],
)
def test_a_step_on_the_way_is_not_taken_for_adoption(asked_once: App, question: str, *, said: bool) -> None:
    line = "Dat dit is aangenomen, lees ik niet in de brieven. Wat ik wel vond:"
    assert (line in say(asked_once, question).lead) is said


@pytest.mark.parametrize(
    ("asked", "sentence", "not_found"),
    [
        (
            "hoeveel tijd krijgen lidstaten om de slachtofferrechten richtlijn in te voeren",
            "Lidstaten krijgen",
            ["tijd"],
        ),
        ("hoeveel lidstaten zijn niet gereed voor EES", "Drie lidstaten zijn niet gereed.", []),
        ("wat vond een meerderheid over dataretentie", "Een meerderheid van de lidstaten drong aan", []),
        ("polen klimaat", "Polen en Tsjechië uitten zorgen over de kosten.", []),
        ("waren er lidstaten die bezwaar maakten tegen kerosine belasting", "Malta en Cyprus maakten", ["lidstaten"]),
    ],
)
def test_the_sentence_that_has_what_was_asked_of_a_subject_is_shown_and_is_not_said_to_be_missing(
    asked_once: App, asked: str, sentence: str, not_found: list[str]
) -> None:
    answer = asked_once.answering.answer(asked)
    assert lines_shown(say(asked_once, asked))[0].startswith(sentence)
    assert list(answer.not_found) == not_found


def test_a_month_in_which_nothing_was_may_be_what_is_to_come(asked_once: App) -> None:
    answer = asked_once.answering.answer("new EU drugs strategy december")
    assert [found.entry.source.item.number for found in answer.items] == ["I.3"]
    assert answer.not_found == ("december",)


def test_words_that_only_look_like_forms_of_one_are_told_apart(asked_once: App) -> None:
    own = asked_once.index.vocabulary().own
    assert (own("afgewezen"), own("drie"), "uitte" in own("uiten")) == ((), ("drie",), True)


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        ("what did the netherlands support?", "Nederland steunde het compromis"),
        ("waar ging Nederland mee akkoord?", "Nederland steunde het compromis"),
        ("what did the netherlands vote against?", "Nederland kan niet instemmen"),
        ("where did the netherlands abstain?", "Nederland onthield zich"),
        ("wat beloofde de Commissie?", "De Commissie zegde toe"),
        ("what did the Commission promise?", "De Commissie zegde toe"),
        ("which promises did the Commission make about the EES?", "De Commissie zegde toe"),
        ("wat heeft de minister aan de Kamer toegezegd?", "Het kabinet informeert uw Kamer"),
    ],
)
def test_a_side_or_a_promise_is_found_without_a_subject(asked_once: App, asked: str, sentence: str) -> None:
    assert lines_shown(say(asked_once, asked))[0].startswith(sentence)


@pytest.mark.parametrize(
    "asked",
    [
        "wie wordt de nieuwe directeur van Frontex",
        "wie is de minister van landbouw",
        "who is the new executive director of Frontex",
    ],
)
def test_who_holds_an_office_is_not_answered_with_what_the_office_is_of(asked_once: App, asked: str) -> None:
    assert _ask(asked_once, asked).outcome is Outcome.NOTHING


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        ("wat wilde het kabinet met vertraagde vluchten", "Nederland wil de drempel van drie uur behouden."),
        ("eurodac tijdpad", "Verder is de implementatie van het vernieuwde Eurodac-system voorzien in"),
        ("heeft het kabinet iets beloofd over onderzeese infrastructuur", "Het kabinet informeert uw Kamer conform"),
        ("aanbeveling schengenevaluatie vastgesteld?", "De JBZ-Raad stelde zonder discussie de aanbeveling"),
    ],
)
def test_what_a_letter_has_is_not_denied(asked_once: App, asked: str, sentence: str) -> None:
    reply = say(asked_once, asked)
    assert any(line.startswith(sentence) for line in lines_shown(reply))
    assert "niet" not in reply.lead[0]


def test_how_many_items_there_are_is_told_by_their_count(asked_once: App) -> None:
    assert say(asked_once, "hoeveel agendapunten gaan over oekraine").lead == say(asked_once, "oekraine").lead


def test_a_month_without_a_meeting_is_not_answered_by_its_year(asked_once: App) -> None:
    lead = say(asked_once, "terugkeer april 2025").lead
    assert lead[:2] == (
        "Over “terugkeer april 2025” staat niets in de brieven die ik ken.",
        "Ik zocht in deze tijd: april 2025.",
    )


def test_an_answer_from_a_letter_without_a_number_says_which_letter_it_is(asked_once: App) -> None:
    (card,) = [card for section in say(asked_once, "wolf").sections for card in section.cards]
    assert card.note == "verslag van 30 oktober 2024"


@pytest.mark.parametrize(
    ("asked", "title"),
    [
        ("welk standpunt heeft Nederland ingenomen over insolventie", "Nederland over insolventierecht"),
        ("what position did the Netherlands take on insolvency", "Nederland over insolventierecht"),
        ("welke positie nam Duitsland in over versleutelde berichten", "Duitsland over versleutelde berichten"),
    ],
)
def test_which_position_somebody_took_asks_for_their_words(asked_once: App, asked: str, title: str) -> None:
    assert say(asked_once, asked).title == title


@pytest.mark.parametrize(
    ("typed", "read", "as_typed_right"),
    [
        ("toezegingen migratie", "“toezegingen” las ik als “toezeggingen”.", "toezeggingen migratie"),
        ("besluitn oktober 2025", "“besluitn” las ik als “besluiten”.", "besluiten oktober 2025"),
        ("wie was tegn de wolf", "“tegn” las ik als “tegen”.", "wie was tegen de wolf"),
        (
            "wat vond nederlnd van insolventie",
            "“nederlnd” las ik als “nederland”.",
            "wat vond nederland van insolventie",
        ),
        ("standput nederland digitale eruo", "“standput” las ik als “standpunt”.", "standpunt nederland digitale eruo"),
    ],
)
def test_a_typing_error_in_what_asks_is_mended_and_said(
    asked_once: App, typed: str, read: str, as_typed_right: str
) -> None:
    reply, right = say(asked_once, typed), say(asked_once, as_typed_right)
    assert reply.lead == (read, *right.lead)
    assert reply.sections == right.sections


@pytest.mark.parametrize(
    "typed", ["volgg drugs", "stop drgus", "kabels", "tongen", "frontex", "prum", "eurodac planning"]
)
def test_what_is_right_or_would_change_something_is_not_mended(asked_once: App, typed: str) -> None:
    assert not any("las ik als" in line for line in say(asked_once, typed).lead)


@pytest.mark.parametrize(
    "typed", ["toezeggingen jbz raad oktober 2025", "wat is toegezegd in de jbz raad van oktober 2025"]
)
def test_what_was_promised_at_a_council_stands_in_its_news(asked_once: App, typed: str) -> None:
    reply, news = say(asked_once, typed), say(asked_once, "nieuws jbz-raad oktober 2025")
    assert (reply.title, reply.lead, reply.sections) == (news.title, news.lead, news.sections)


def test_whose_position_may_stand_behind_what_it_is_about(asked_once: App) -> None:
    reply = say(asked_once, "go-and-see bezoeken syrie standpunt nederland")
    assert reply.title.startswith("Nederland over")
    assert not any("vond ik niet" in line for line in reply.lead)
