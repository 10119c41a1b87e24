"""A pasted sentence: where it stands, what differs, what a later edition changed; judged in series/judged.toml."""

import pytest
from sqlalchemy import update

from bot.app import App
from bot.commands.asking import Ask
from bot.commands.command import Command
from bot.commands.comparing import CheckQuote
from bot.commands.grammar import read_command
from bot.reply import Reply
from briefings.comparing.nearness import Whose
from briefings.comparing.quote_check import Likeness
from storage.rows import EditionRow
from tests.bench.comparing import verdict
from tests.letters.told_over_years import judged, named
from tests.talk import CHANNEL, SOMEONE, lines

_QUOTES = judged()["quote"]


def test_each_judged_sentence_is_found_where_it_stands(series: App) -> None:
    found = {one["text"]: verdict(series.quotes.check(one["text"])) for one in _QUOTES}
    assert found == {
        one["text"]: (one["verdict"], one.get("place"), one.get("changed", False)) for one in _QUOTES
    }  # fmt: skip


def test_both_databases_find_the_same(series: App, series_kept: App) -> None:
    for one in _QUOTES:
        assert verdict(series_kept.quotes.check(one["text"])) == verdict(series.quotes.check(one["text"]))


def test_what_differs_is_marked_word_by_word(series: App) -> None:
    checked = series.quotes.check("Nederland sprak zich uit voor een minimale detentieduur van zes maanden.")
    assert [(run.whose, run.text) for run in checked.places[0].runs] == [
        (Whose.BOTH, "Nederland sprak zich uit voor een"),
        (Whose.OTHER, "minimale"),
        (Whose.LETTER, "maximale"),
        (Whose.BOTH, "detentieduur van zes maanden"),
    ]


@pytest.mark.parametrize(
    "pasted", ["", "…", "?!", "«»", "\u202e", "x " * 500, "De " * 300, "<script>alert(1)</script>"]
)
def test_what_holds_no_sentence_is_absent_and_no_fault(series: App, pasted: str) -> None:
    assert series.quotes.check(pasted).likeness is Likeness.ABSENT


def test_stops_quotes_dashes_capitals_and_spaces_count_for_nothing(series: App) -> None:
    pasted = " “NEDERLAND  benadrukte daarbij, dat het beginsel van non‑refoulement gewaarborgd moet zijn”…"
    assert verdict(series.quotes.check(pasted)) == ("same", "2024-06_verslag:I.1:1", False)


def test_a_sentence_of_several_letters_says_so_with_the_newest_first(series: App) -> None:
    checked = series.quotes.check("De Commissie lichtte de stand van zaken toe")
    told = series.quotes.check("wederzijdse erkenning van terugkeerbesluiten")
    assert [named(one.source) for one in checked.places] == ["2024-03_verslag:I.3"]
    assert [named(one.source) for one in told.places] == [
        "2024-03_verslag:I.1", "2024-03_agenda:I.1", "2023-10_verslag:I.1", "2023-10_agenda:I.1", "2023-06_verslag:I.1",
    ]  # fmt: skip


def test_a_kept_edition_that_cannot_be_read_any_more_is_left_out(series_kept: App) -> None:
    _spoil_first_edition(series_kept, "2023-10_verslag.txt")
    pasted = next(one["text"] for one in _QUOTES if one.get("changed"))
    assert verdict(series_kept.quotes.check(pasted)) == ("same", "2023-10_verslag:I.1:1", False)


def test_the_reply_says_what_a_reader_must_know(series: App) -> None:
    said = {
        "nl": _ask(series, 'klopt "Nederland was niet tegen terugkeerhubs in derde landen."'),
        "before": _ask(series, 'citaat "' + _QUOTES[14]["text"] + '"'),
        "absent": _ask(series, 'check "Frankrijk kondigde aan het voorzitterschap over te dragen aan een kabouter."'),
    }
    assert [reply.lead for reply in said.values()] == [
        ("Nee, zo staat het niet in een brief. Dit lijkt erop:",),
        (
            "Nee, zo staat het niet in een brief. Dit lijkt erop:",
            "Zo stond het in een eerdere versie van de brief. Die is gecorrigeerd.",
        ),
        ("Dit vind ik in geen enkele brief die ik ken.",),
    ]
    assert lines(said["nl"]) == [
        ("U plakte", "Nederland was [niet] tegen terugkeerhubs in derde landen"),
        ("In de brief", "Nederland was tegen terugkeerhubs in derde landen"),
    ]
    assert said["nl"].sections[0].cards[0].lines[0].text == "Nederland was tegen terugkeerhubs in derde landen."


_NO, _NEARLY = (
    "Nee, zo staat het niet in een brief. Dit lijkt erop:",
    "Dit staat in een brief, maar niet woord voor woord.",
)


@pytest.mark.parametrize(
    ("pasted", "opening"),
    [
        ("Nederland was niet tegen terugkeerhubs in derde landen.", _NO),
        ("Nederland was voor terugkeerhubs in derde landen.", _NO),
        ("Frankrijk was tegen terugkeerhubs in derde landen.", _NO),
        ("De Raad nam het besluit over de einddatum van het grensregister aan.", _NO),
        ("zij bedragen naar schatting 21 miljoen euro per jaar", _NO),
        ("Nederland sprak zich uit voor een minimale detentieduur van zes maanden.", _NO),
        ("Nederland was tegen de terugkeerhubs in derde landen.", _NEARLY),
        ("Nederland was tegen terugkeer hubs in derde landen.", _NEARLY),
        ("Nederland pleite voor een stapsgewijse invoering van het grensregister.", _NEARLY),
    ],
)
def test_what_says_something_else_is_denied(series: App, pasted: str, opening: str) -> None:
    assert _ask(series, f'klopt "{pasted}"').lead[0] == opening


def test_a_fragment_says_which_denial_or_condition_it_leaves_out(series: App) -> None:
    pasted = {
        "voorstander van verplichte wederzijdse erkenning van terugkeerbesluiten": "“geen”",
        "Nederland gaf aan verplichte wederzijdse erkenning van terugkeerbesluiten te kunnen steunen": "“mits”",
    }
    for text, word in pasted.items():
        assert _ask(series, f'klopt "{text}"').lead[:2] == (
            "Deze woorden staan in een brief, maar niet de hele zin.",
            f"Let op: in de zin van de brief staat ook {word}. Lees de hele zin.",
        )


@pytest.mark.parametrize("source", [" (Kamerstuk 32317, nr. 935, p. 3)", " (kst-32317-935).", " (p. 3)"])
def test_a_source_behind_a_quote_is_left_out(series: App, source: str) -> None:
    said = _ask(series, f"klopt Nederland was tegen terugkeerhubs in derde landen{source}")
    assert said.lead[0] == "Ja, dit staat woord voor woord in een brief."


def test_of_several_sentences_each_is_told_by_itself(series: App) -> None:
    one, other = "Nederland was tegen terugkeerhubs in derde landen.", "Nederland verwelkomde het akkoord niet."
    said = _ask(series, f'klopt "{one} {other} (Kamerstuk 32317, nr. 935)"')
    assert said.lead == ("Elke zin apart:",)
    told = {part.heading: part.lines[0].text for part in said.sections if part.heading and part.heading.startswith("“")}
    assert told == {f"“{one}”": "Ja, dit staat woord voor woord in een brief.", f"“{other}”": _NO}


def test_a_few_words_are_too_short(series: App) -> None:
    said = _ask(series, 'klopt "Nederland was tegen"')
    assert said.lead == (
        (
            "Dit is te kort om te controleren, en geen hele zin uit een brief die ik ken. "
            "Plak minstens vier woorden uit de brief."
        ),
    )
    assert not said.sections


@pytest.mark.parametrize("pasted", ["Spanje stemde tegen.", "spanje  stemde tegen", "„Spanje stemde tegen”"])
def test_a_few_words_that_are_a_whole_sentence_are_found(series: App, pasted: str) -> None:
    said = _ask(series, f'klopt "{pasted}"')
    assert said.lead[0] == "Ja, dit staat woord voor woord in een brief."
    (place,) = series.quotes.check(pasted).places
    assert (named(place.source), place.text, place.cut) == ("2024-10_verslag:I.1", "Spanje stemde tegen.", False)


@pytest.mark.parametrize("pasted", ["stemde tegen", "Nederland stemde tegen", "tegen"])
def test_a_few_words_of_a_longer_sentence_are_none(series: App, pasted: str) -> None:
    assert series.quotes.check(pasted).likeness is Likeness.SHORT


def test_every_sentence_shown_stands_in_a_letter(series: App) -> None:
    for one in _QUOTES:
        for place in series.quotes.check(one["text"]).places:
            assert _squeezed(place.text) in _squeezed(" ".join(place.source.item.paragraphs))


@pytest.mark.parametrize(
    ("typed", "command"),
    [
        ('klopt "Nederland steunde het"', CheckQuote("Nederland steunde het")),
        ("klopt “Nederland steunde het.”", CheckQuote("Nederland steunde het.")),
        ("check Nederland steunde het voorstel niet", CheckQuote("Nederland steunde het voorstel niet")),
        ("klopt het dat nederland terugkeerhubs steunt", Ask("klopt het dat nederland terugkeerhubs steunt")),
        ("klopt dit", Ask("klopt dit")),
    ],
)
def test_what_is_pasted_is_told_from_what_is_asked(typed: str, command: Command) -> None:
    assert read_command(typed) == command


@pytest.mark.parametrize("typed", ["klopt", 'klopt ""', "klopt “ ”", "check", 'citaat "'])
def test_without_a_sentence_it_says_how_it_is_asked(series: App, typed: str) -> None:
    assert _ask(series, typed).title == (
        "Zet er een zin uit een brief achter. Zo kan het: klopt “Nederland steunde het voorstel niet”."
    )


def _ask(app: App, typed: str) -> Reply:
    return app.conversation.handle(typed, CHANNEL, SOMEONE)


def _squeezed(text: str) -> str:
    return " ".join(text.split())


def _spoil_first_edition(app: App, name: str) -> None:
    with app.database.writing() as session:
        session.execute(update(EditionRow).where(EditionRow.name == name).values(data=b""))
