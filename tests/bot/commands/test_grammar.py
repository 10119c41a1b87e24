"""What people type, as a command."""

from datetime import date, time

import pytest

from bot.commands.asking import (
    Ask,
    Commitments,
    Decisions,
    ListThemes,
    MorePage,
    News,
    Only,
    ShowAgenda,
    ShowItem,
    ShowMeeting,
    Timeline,
    Why,
)
from bot.commands.comparing import CheckQuote
from bot.commands.following import (
    BriefNow,
    Follow,
    ListSubscriptions,
    OfferMoments,
    Pause,
    Reschedule,
    Resume,
    Stop,
)
from bot.commands.grammar import changes, check_of, command_in, read_command
from bot.commands.names import Named
from bot.commands.settings import Help, SetChangers, SetLanguage, SetQuiet, SetTimezone, ShowLetters
from briefings.errors import NotUnderstood
from briefings.model.chat import Changers, Quiet
from briefings.model.interest import Subject, SubjectKind
from briefings.model.schedule import AtOnce, BeforeCouncil, FreeDays, Monthly, Schedule, Weekly

AI_ACT = Subject(SubjectKind.TERM, "ai act")
MONDAY = Schedule(Weekly((0,)), time(8))


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
        ("punt I.6 van #3", ShowItem("I.6", 3)),
        ("nieuws", News()),
        ("News migration", News("migration")),
        ("nieuws oktober 2025 alles", News("oktober 2025", whole=True)),
        ("news all", News(whole=True)),
        ("wat moet ik weten", News()),
        ("wat is er nieuw over visa?", News("visa")),
        ("besluiten maart 2025", Decisions("maart 2025")),
        ("wat heeft de raad besloten in maart 2025", Decisions("maart 2025")),
        ("besluiten geen 2025", Decisions("2025", Only.UNDECIDED)),
        ("decisions signed", Decisions("", Only.SIGNED)),
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
    ("typed", "command"),
    [
        (
            "wat is er besloten van 5 maart 2025 tot en met 8 juli 2025",
            Decisions("van 5 maart 2025 tot en met 8 juli 2025"),
        ),
        ("wat is er tussen maart en juli 2025 besloten?", Decisions("tussen maart en juli 2025")),
        ("what did the council decide between march 2025 and july 2025", Decisions("between march 2025 and july 2025")),
        ("hoeveel besluiten nam de raad in 2024", Decisions("2024")),
        ("how many decisions in 2025", Decisions("2025")),
        ("which decisions were taken since june 2025", Decisions("since june 2025")),
        ("welke besluiten zijn er genomen in het afgelopen jaar", Decisions("afgelopen jaar")),
        ("wat heeft de raad in de eerste helft van 2025 besloten", Decisions("eerste helft van 2025")),
        ("wat besloot de ecofinraad in 2025", Decisions("ecofinraad 2025")),
        ("wat heeft de milieuraad besloten", Decisions("milieuraad")),
        ("wat besloot de laatste raad", Decisions()),
        ("hoeveel besluiten over terugkeer in 2025", Decisions("terugkeer in 2025")),
        ("geen besluit 2025", Decisions("2025", Only.UNDECIDED)),
        ("wat is er niet besloten", Decisions("", Only.UNDECIDED)),
        ("what was not decided in 2025", Decisions("2025", Only.UNDECIDED)),
        ("wat is er ondertekend", Decisions("", Only.SIGNED)),
        ("what did the ministers sign?", Decisions("", Only.SIGNED)),
        ("waar kwam de raad niet uit", Decisions("", Only.UNDECIDED)),
        ("waar werden de lidstaten het niet over eens in 2025", Decisions("2025", Only.UNDECIDED)),
        ("over welke onderwerpen is niets besloten in oktober 2025", Decisions("oktober 2025", Only.UNDECIDED)),
        ("where was no agreement reached?", Decisions("", Only.UNDECIDED)),
        ("hoeveel keer was er geen besluit in 2024", Decisions("2024", Only.UNDECIDED)),
        ("waar kwam de raad niet uit met de wolf", Ask("waar kwam de raad niet uit met de wolf")),
        ("wat gebeurde er in 2025", News("2025")),
        ("nieuws van de milieuraad sinds 2024", News("van de milieuraad sinds 2024")),
        ("2025", Ask("2025")),
        ("en in 2024?", Ask("en in 2024?")),
        ("milieuraad oktober 2024", Ask("milieuraad oktober 2024")),
        ("wat is er besloten over terugkeer", Ask("wat is er besloten over terugkeer")),
        ("wie was tegen in 2025", Ask("wie was tegen in 2025")),
        ("is dat een besluit?", Ask("is dat een besluit?")),
        ("en wat is er besloten?", Ask("en wat is er besloten?")),
        ("waarom is er geen akkoord over afstamming", Ask("waarom is er geen akkoord over afstamming")),
        ("why was there no deal on parenthood", Ask("why was there no deal on parenthood")),
        ("wat komt er in februari?", Commitments("in februari")),
        ("wat staat er nog te gebeuren in maart 2027", Commitments("in maart 2027")),
        ("wat komt er in de haven", Ask("wat komt er in de haven")),
        ("Welke toezeggingen zijn verlopen?", Commitments()),
        ("toezeggingen die te laat zijn", Commitments()),
        ("waarom onthield Hongarije zich", Ask("waarom onthield Hongarije zich")),
        ("waarom verenigde staten tarieven", Why("verenigde staten tarieven")),
        ("waarom ?is er geen akkoord", Why("is er geen akkoord")),
        ("waarom wat zei nederland", Why("wat zei nederland")),
        ("waarom?", Why()),
        ("en waarom niet?", Why()),
        ("besloten lunch", Ask("besloten lunch")),
        ("wat", Ask("wat")),
    ],
)
def test_what_is_asked_of_a_time_or_a_council_is_asked_of_all_of_it(typed: str, command: object) -> None:
    assert read_command(typed) == command


@pytest.mark.parametrize(
    ("typed", "command"),
    [
        ("rechten van vliegtuigpassagiers", Ask("rechten van vliegtuigpassagiers")),
        ("rechten slachtoffers", Ask("rechten slachtoffers")),
        ("rights of victims", Ask("rights of victims")),
        ("/jbz rechten van de mens", Ask("rechten van de mens")),
        ("rechten: beheerders", SetChangers(Changers.ADMINISTRATORS)),
        ("rechten voor iedereen", SetChangers(Changers.EVERYONE)),
        ("rights only admins", SetChangers(Changers.ADMINISTRATORS)),
        ("taal en cultuur", Ask("taal en cultuur")),
        ("language of the agenda", Ask("language of the agenda")),
        ("taal: engels", SetLanguage("en")),
        ("language to english", SetLanguage("en")),
        ("tijdzone van de raad", Ask("tijdzone van de raad")),
        ("tijdzone New York", SetTimezone("New York")),
    ],
)
def test_a_word_of_ours_that_begins_a_subject_asks_about_it(typed: str, command: object) -> None:
    assert read_command(typed) == command


@pytest.mark.parametrize(
    ("typed", "command"),
    [
        ("kun je de agenda van de jbz raad oktober geven", ShowAgenda("jbz raad oktober")),
        ("Kunt u mij alstublieft de thema's laten zien?", ListThemes()),
        ("kun je me vertellen wat er over de wolf is gezegd", Ask("wat er over de wolf is gezegd")),
        ("mag ik de besluiten van maart 2025 zien?", Decisions("maart 2025")),
        ("Mag ik mijn abonnementen zien", ListSubscriptions()),
        ("laat me de raad van maart 2025 zien", ShowMeeting("van maart 2025")),
        ("laat zien wat nederland over terugkeer zei", Ask("wat nederland over terugkeer zei")),
        ("geef me het laatste nieuws", News()),
        ("geef de tijdlijn EES aub", Timeline("EES")),
        ("toon thema's", ListThemes()),
        ("stuur me even de agenda", ShowAgenda()),
        ("ik wil graag de standpunten over drugs zien", Ask("de standpunten over drugs")),
        ("zoek het verslag van maart 2025 op", ShowMeeting("maart 2025")),
        ("ik zoek de geannoteerde agenda", ShowAgenda()),
        ("ik zoek iets over privacy", Ask("privacy")),
        ("zoek privacy", Ask("privacy")),
        ("search for help", Ask("help")),
        ("can you give me the agenda please", ShowAgenda()),
        ("could you show me what was said about drugs?", Ask("what was said about drugs")),
        ("show me the themes", ListThemes()),
        ("may I see my subscriptions", ListSubscriptions()),
        ("i would like to see the news on migration", News("on migration")),
        ("migratie alstublieft", Ask("migratie")),
        ("kun je alles stoppen en vergeet laten zien", Ask("alles stoppen en vergeet")),
        ("toon stop alles", Ask("stop alles")),
        ("mag de politie meelezen in whatsapp", Ask("mag de politie meelezen in whatsapp")),
        ("kan Nederland instemmen met detectie", Ask("kan Nederland instemmen met detectie")),
        ("laat Nederland mensen toe", Ask("laat Nederland mensen toe")),
    ],
)
def test_what_is_asked_politely_is_the_question_inside_and_changes_nothing(typed: str, command: object) -> None:
    assert read_command(typed) == command


@pytest.mark.parametrize(
    ("typed", "command"),
    [
        ("vat de landbouwraad samen", News("landbouwraad")),
        ("vat milieuraad even kort samen", News("milieuraad")),
        ("vat dat samen", News()),
        ("vat de laatste jbz-raad samen", News()),
        ("kun je de ecofin van juli 2025 samenvatten?", News("ecofin van juli 2025")),
        ("geef een samenvatting van de ecofin", News("ecofin")),
        ("geef me een korte samenvatting maart 2025", News("maart 2025")),
        ("summary of the agriculture council", News("agriculture council")),
        ("please summarise the environment council", News("environment council")),
        ("samenvatting", News()),
        ("wat is het belangrijkste nieuws", News()),
        ("het belangrijkste nieuws over migratie", News("migratie")),
        ("what is the most important news?", News()),
        ("latest news", News()),
        ("samenvatting dierentransport", Ask("samenvatting dierentransport")),
        ("vat water samen in kannen", Ask("vat water samen in kannen")),
    ],
)
def test_a_summary_and_the_main_news_are_the_news(typed: str, command: object) -> None:
    assert read_command(typed) == command


@pytest.mark.parametrize(
    ("typed", "command"),
    [
        ("briefing oekraïne maart 2025", BriefNow((Named("oekraïne"),), when="maart 2025")),
        (
            "brief migratie vanaf 1 maart tot 1 april 2025",
            BriefNow((Named("migratie"),), when="vanaf 1 maart tot 1 april 2025"),
        ),
        ("briefing over asiel, drugs in 2024", BriefNow((Named("asiel"), Named("drugs")), when="in 2024")),
        ("briefing van maart 2025 over asiel", BriefNow((Named("asiel"),), when="van maart 2025")),
        ("briefing migratie zonder visa 2025", BriefNow((Named("migratie"),), (Named("visa"),), "2025")),
        ("brief asiel tot 2024-12-31", BriefNow((Named("asiel"),), when="tot 2024-12-31")),
        ("weekbriefing week 10 van 2025", BriefNow(when="week 10 van 2025")),
        ("briefing on drugs", BriefNow((Named("drugs"),))),
        ("briefing thema:2024", BriefNow((Named("2024"),))),
        ('briefing "maart 2025"', BriefNow((Subject(SubjectKind.TERM, "maart 2025"),))),
    ],
)
def test_a_briefing_may_be_of_a_period(typed: str, command: object) -> None:
    assert read_command(typed) == command


@pytest.mark.parametrize(
    ("typed", "schedule"),
    [
        ("follow drugs weekly", MONDAY),
        ("volg drugs wekelijks", MONDAY),
        ("volg drugs elke week", MONDAY),
        ("volg drugs eens per week", MONDAY),
        ("follow drugs once a week at 9", Schedule(Weekly((0,)), time(9))),
        ("volg drugs wekelijks om 10:00", Schedule(Weekly((0,)), time(10))),
        ("volg drugs wekelijks op vrijdag 10:00", Schedule(Weekly((4,)), time(10))),
        ("volg drugs elke week op vrijdag 10:00, niet in reces", Schedule(Weekly((4,)), time(10), (FreeDays.RECESS,))),
        ("follow drugs on fridays at 10:00", Schedule(Weekly((4,)), time(10))),
        ("volg drugs vrijdag 10:00", Schedule(Weekly((4,)), time(10))),
        ("volg drugs maandag en vrijdag", Schedule(Weekly((0, 4)), time(8))),
    ],
)
def test_once_a_week_is_a_moment(typed: str, schedule: Schedule) -> None:
    assert read_command(typed) == Follow((Named("drugs"),), schedule)


@pytest.mark.parametrize(
    ("typed", "command"),
    [
        ("mijn abonnementen", ListSubscriptions()),
        ("my subscriptions", ListSubscriptions()),
        ("wat volg ik?", ListSubscriptions()),
        ("welke thema's volg ik nu", ListSubscriptions()),
        ("what do I follow", ListSubscriptions()),
        ("what am i subscribed to", ListSubscriptions()),
        ("wat wordt hier gevolgd", ListSubscriptions()),
        ("hulp", Help()),
        ("help me", Help()),
        ("Hoe werkt dit?", Help()),
        ("wat kun je", Help()),
        ("wat kan ik hier vragen", Help()),
        ("what can you do?", Help()),
        ("help in english", Help("en")),
        ("help in het nederlands", Help("nl")),
        ("help en", Help("en")),
        ("english please", SetLanguage("en")),
        ("In English", SetLanguage("en")),
        ("do you speak english?", SetLanguage("en")),
        ("spreek je engels", SetLanguage("en")),
        ("in het Nederlands", SetLanguage("nl")),
        ("nederlands graag", SetLanguage("nl")),
        ("kun je in het nederlands antwoorden", SetLanguage("nl")),
        ("welke thema's zijn er", ListThemes()),
        ("hoeveel brieven ken je", ShowLetters()),
        ("hoeveel verslagen zijn er?", ShowLetters()),
        ("how many letters do you know", ShowLetters()),
        ("welke brieven heb je", ShowLetters()),
        ("tot wanneer lopen je brieven", ShowLetters()),
        ("brieven", ShowLetters()),
        ("brieven over asiel", Ask("brieven over asiel")),
        ("hoeveel vergaderingen gingen over drugs", Ask("hoeveel vergaderingen gingen over drugs")),
        ("what topics do you have", ListThemes()),
        ("wat volgt nederland", Ask("wat volgt nederland")),
        ("wat heb ik aan terugkeer", Ask("wat heb ik aan terugkeer")),
        ("hoe werkt het ees", Ask("hoe werkt het ees")),
        ("wat kun je zeggen over drugs", Ask("wat kun je zeggen over drugs")),
        ("engels en irland over schengen", Ask("engels en irland over schengen")),
        ("in het nederlands standpunt", Ask("in het nederlands standpunt")),
    ],
)
def test_what_the_bot_is_and_has_is_asked_in_sentences(typed: str, command: object) -> None:
    assert read_command(typed) == command


@pytest.mark.parametrize(
    ("typed", "command"),
    [
        ("welke termijnen lopen er", Commitments()),
        ("deadlines", Commitments()),
        ("which deadlines are there?", Commitments()),
        ("aankondigingen", Commitments()),
        ("aankondigingen van de commissie", Commitments("van de commissie")),
        ("wat kondigde de commissie aan", Commitments("van de commissie")),
        ("wat heeft de Commissie aangekondigd over drugs?", Commitments("van de commissie over drugs")),
        ("what did the commission announce", Commitments("van the commission")),
        ("wat heeft hij aangekondigd", Ask("wat heeft hij aangekondigd")),
        ("termijn van detentie", Ask("termijn van detentie")),
    ],
)
def test_what_is_still_to_come_is_asked_in_sentences(typed: str, command: object) -> None:
    assert read_command(typed) == command


FRIDAY = Schedule(Weekly((4,)), time(10))
RETURN = (Named("terugkeer"),)


@pytest.mark.parametrize(
    ("typed", "command"),
    [
        ("wijzig terugkeer elke vrijdag 10:00", Reschedule(FRIDAY, names=RETURN)),
        ("wijzig terugkeer vrijdag 10:00", Reschedule(FRIDAY, names=RETURN)),
        ("change schengen to every friday 10:00", Reschedule(FRIDAY, names=(Named("schengen"),))),
        ("wijzig de briefing over terugkeer naar vrijdag om 10:00", Reschedule(FRIDAY, names=RETURN)),
        ("wijzig terugkeer, drugs vrijdag 10:00", Reschedule(FRIDAY, names=(*RETURN, Named("drugs")))),
        ("wijzig “ai act” dagelijks 08:00", Reschedule(Schedule(Weekly(tuple(range(7))), time(8)), names=(AI_ACT,))),
        ("wijzig alles vrijdag 10:00", Reschedule(FRIDAY)),
        ("wijzig #3 vrijdag 10:00", Reschedule(FRIDAY, 3)),
        ("wijzig vrijdag 10:00", Reschedule(FRIDAY)),
        ("pauzeer terugkeer tot 1 maart 2027", Pause(date(2027, 3, 1), names=RETURN)),
        ("pause return until 1 march", Pause("1 march", names=(Named("return"),))),
        ("pauzeer terugkeer", Pause(names=RETURN)),
        ("pauzeer alles tot 1 september", Pause("1 september")),
        ("pauzeer de briefings", Pause()),
        ("pauzeer 1 september", Pause("1 september")),
        ("pauzeer 2 weken", Pause("2 weken")),
        ("hervat terugkeer, drugs", Resume(names=(*RETURN, Named("drugs")))),
        ("hervat alles", Resume()),
        ("resume #3", Resume(3)),
    ],
)
def test_a_part_of_what_is_followed_is_changed_by_its_name(typed: str, command: object) -> None:
    assert read_command(typed) == command


@pytest.mark.parametrize(
    ("typed", "command"),
    [
        ("agenda", ShowAgenda()),
        ("geannoteerde agenda", ShowAgenda()),
        ("de geannoteerde agenda van de jbz", ShowAgenda("jbz")),
        ("annotated agenda of the jha council", ShowAgenda("jha council")),
        ("Wat is de laatste agenda?", ShowAgenda()),
        ("agenda jbz oktober 2025", ShowAgenda("jbz oktober 2025")),
        ("het laatste verslag", ShowMeeting()),
        ("verslag van de ecofinraad", ShowMeeting("ecofinraad")),
        ("agenda voor migratie", Ask("agenda voor migratie")),
        ("agenda van de wolf", Ask("agenda van de wolf")),
        ("wat staat er op de agenda over drugs", Ask("wat staat er op de agenda over drugs")),
    ],
)
def test_a_letter_is_asked_for_by_its_kind(typed: str, command: object) -> None:
    assert read_command(typed) == command


@pytest.mark.parametrize(
    "typed",
    [
        "rechten",
        "rechten iedreen",
        "volg migratie elke blauwe maandag",
        "volg visa dagelijks 25:00",
        "wijzig 90 dagen voor de raad",
        "taal fr",
    ],
)
def test_a_command_that_cannot_be_carried_out_says_how_it_should_be(typed: str) -> None:
    with pytest.raises(NotUnderstood, match=r"[Zz]o kan het|Kies:|Bijvoorbeeld|taal nl"):
        read_command(typed)


def test_only_commands_that_change_something_wait_for_storage() -> None:
    changing = ["volg visa", "stop", "pauzeer", "hervat", "taal en", "tijdzone Europe/Brussels", "niets nieuws stil"]
    assert [
        text for text in [*changing, "visa", "abonnementen", "briefing", "volg"] if changes(command_in(text))
    ] == changing


SAID = "Nederland steunde het voorstel van de Commissie."


@pytest.mark.parametrize(
    "typed", ["klopt", "Klopt?", "/jbz klopt dit?", "/klopt@jbz_bot", "check", "is: x", "klopt het dat"]
)
def test_klopt_alone_asks_of_the_message_that_it_answers(typed: str) -> None:
    is_one = typed not in {"is: x", "klopt het dat"}
    assert check_of(typed, SAID) == (CheckQuote(SAID) if is_one else None)


@pytest.mark.parametrize(
    ("message", "checked"),
    [
        ("", None),
        (" \n\u200b", None),
        (f"Zij zeggen: “{SAID}”", SAID),
        (f'Zij zeggen: "{SAID}" en "{SAID}"', f'Zij zeggen: "{SAID}" en "{SAID}"'),
        ('Hij noemt het "een goed plan".\nEn nu?', 'Hij noemt het "een goed plan". En nu?'),
        ("x " * 2000, ("x " * 500).strip()),
    ],
)
def test_of_a_message_the_one_passage_that_it_quotes_is_checked_or_all(message: str, checked: str | None) -> None:
    found = check_of("klopt", message)
    assert (found.text.strip() if found else None) == checked
