"""What the pages of the reading room say."""

import re
from datetime import date
from pathlib import Path

import httpx
import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from bot.settings import load_settings
from bot.web.room.passages import paragraphs_of
from bot.words import Words
from briefings.errors import JbzError
from briefings.model.document import Chamber, Provenance
from briefings.model.item import AgendaItem, Footnote, Part
from briefings.model.statement import Actor, Statement, StatementKind
from briefings.themes.catalogue import load_catalogue
from storage import items
from storage.database import Database
from storage.reading.letters import letters_of
from storage.reading.meetings import at_address
from tests.bot.web.conftest import Reader, reading
from tests.questions.judged import LETTERS
from tests.stand_ins.clock import Clock

pytestmark = pytest.mark.one_database

MEETING = "/vergaderingen/jbz/2025-10-09"


def _texts(html: str, pattern: str) -> list[str]:
    return [" ".join(re.sub(r"<[^>]+>", " ", found).split()) for found in re.findall(pattern, html, re.DOTALL)]


async def test_a_meeting_shows_its_agenda_beside_its_report(reader: Reader) -> None:
    page = (await reader.get(MEETING)).text
    rows = re.split(r'<div class="pair both"', page)[1:]
    assert len(rows) >= 3
    both = [row for row in rows if row.count('<article class="item">') == 2]
    assert len(both) >= 3
    for row in both:
        planned, said = (
            re.search(r"<h4>(.*?)</h4>", half, re.DOTALL) for half in row.split('<div class="side reported">')
        )
        assert planned
        assert said
    assert _texts(page, r"<h2>(.*?)</h2>")[0] == "Besluiten"


async def test_every_theme_can_be_followed_also_one_of_which_nothing_is_kept(reader: Reader) -> None:
    page = (await reader.get("/volgen")).text
    offered = set(re.findall(r"/feeds/thema/([a-z0-9-]+)\.atom", page))
    assert offered == {theme.slug for theme in load_catalogue().themes}
    assert f"Een thema ({len(offered)})" in page


async def test_the_same_letter_to_the_other_house_is_told_once_and_its_items_are_reached(reader: Reader) -> None:
    senate = LETTERS["V"].read_text("utf-8").replace("Tweede Kamer", "Eerste Kamer")
    kept = reader.app.take_in(senate.encode(), Provenance("eerste-kamer.txt", chamber=Chamber.EERSTE_KAMER))
    page = (await reader.get(MEETING)).text
    quotes = _texts(page, r'<a class="quiet"[^>]*>(.*?)</a>')
    assert len(quotes) == len(set(quotes))
    with reader.app.database.reading() as session:
        other = next(one for one in letters_of(session, _meeting(session)) if one.id == kept.document_id)
    assert [item.id for item in other.items if f'href="/items/{item.id}"' not in page] == []
    assert len(other.items) > 3


_LISTS = ("/", "/zoek?q=terugkeer", "/zoek?soort=besluit&volgorde=nieuwste", "/themas/terugkeer", "/tijdlijn?q=EES",
          "/toezeggingen", "/feeds/alles.json", "/feeds/wie/nederland.json", "/agenda.ics")  # fmt: skip


async def test_lists_do_not_double_when_the_same_letter_went_to_the_other_house_too(reader: Reader) -> None:
    def shown(answer: httpx.Response) -> list[str]:
        parts = r"<h[23]><a[^>]*>.*?</a>|<a class=.quiet.*?</a>|agendapunten</h2>|\"title\": .*?,|SUMMARY:.*?\r"
        return re.findall(parts, answer.text, re.DOTALL)

    before = {path: shown(await reader.get(path)) for path in _LISTS}
    senate = LETTERS["V"].read_text("utf-8").replace("Tweede Kamer", "Eerste Kamer")
    reader.app.take_in(senate.encode(), Provenance("eerste-kamer.txt", chamber=Chamber.EERSTE_KAMER))
    assert {path: shown(await reader.get(path)) for path in _LISTS} == before
    assert min(map(len, before.values())) >= 3


def _meeting(session: Session) -> int:
    line = at_address(session, "JBZ", date(2025, 10, 9), informal=False)
    assert line is not None
    return line.id


async def test_addresses_that_are_nearly_right_lead_on(reader: Reader) -> None:
    moved = {
        "/vergaderingen/JBZ/2025-03-05": "/vergaderingen/jbz/2025-03-05",
        "/vergaderingen/jbz/2025-03-07": "/vergaderingen/jbz/2025-03-05",
        "/vergaderingen/jbz/2025-03-05-informeel": "/vergaderingen/jbz/2025-03-05",
        "/en/vergaderingen/jbz/2025-03-07": "/en/vergaderingen/jbz/2025-03-05",
        "/?q=migratie": "/zoek?q=migratie",
        "/?q=volg+migratie": "/gesprek?q=volg+migratie",
        "/sources": "/bronnen",
        "/favicon.ico": "/static/icon.svg",
        "/items/007": "/items/7",
    }
    found = {path: await reader.get(path) for path in moved}
    assert {path: answer.headers.get("location") for path, answer in found.items()} == moved
    assert {answer.status_code for answer in found.values()} == {301}


@pytest.mark.parametrize(
    "path",
    [
        "/items/0", "/items/999", "/items/x", "/items/%C2%B2", "/themas/pizza", "/vergaderingen/pizza",
        "/vergaderingen/jbz/2025-13-99", "/vergaderingen/jbz/1999-01-01", "/vergaderingen?jaar=1850", "/en/nergens",
        "/feeds/thema/pizza.atom", "/agenda/pizza.ics", "/.well-known/security.txt", "/feeds/vraag.atom",
        "/themas/migratie?pagina=99",
    ],
)  # fmt: skip
async def test_what_is_not_there_says_so(reader: Reader, path: str) -> None:
    answer = await reader.get(path)
    assert answer.status_code == 404
    assert answer.headers["cache-control"] == "no-store"
    assert answer.text.count("<h1") == 1


async def test_filters_are_links_and_narrow(reader: Reader) -> None:
    everything = await reader.get("/zoek", params={"q": "migratie"})
    assert "soort=besluit" in everything.text
    for given, held in (
        ({"soort": "besluit"}, StatementKind.DECISION),
        ({"soort": "standpunt"}, StatementKind.POSITION),
        ({"soort": "aangekondigd"}, StatementKind.COMMITMENT),
        ({"soort": "geen-besluit"}, StatementKind.NO_DECISION),
    ):
        page = (await reader.get("/zoek", params=given)).text
        found = [int(one) for one in re.findall(r'<h3><a href="/items/(\d+)"', page)]
        assert found, given
        for item_id in found:
            source = items.item(reader.app.database, item_id)
            assert source is not None
            assert held in {statement.kind for statement in source.item.statements}
    landbouw = (await reader.get("/zoek", params={"raad": "landbouw"})).text
    assert set(_texts(landbouw, r'<p class="note">(Landbouw.*?)</p>')) == {
        "Landbouw- en Visserijraad van 22 september 2025 (Brussel)"
    }
    newest = (await reader.get("/zoek", params={"q": "nederland", "volgorde": "nieuwste", "periode": "2024"})).text
    assert set(re.findall(r"van \d+(?: en \d+)? \w+ (\d{4})", newest.split('class="found"')[1])) <= {"2024"}


async def test_the_answer_is_that_of_the_chat(reader: Reader) -> None:
    page = (await reader.get("/zoek", params={"q": "wat zei nederland over terugkeer"})).text
    answer = reader.app.answering.answer("wat zei nederland over terugkeer", limit=10)
    assert re.findall(r'<h3><a href="/items/(\d+)"', page) == [str(found.entry.source.id) for found in answer.items]


async def test_a_mistyped_question_is_said_and_a_hopeless_one_helped(reader: Reader) -> None:
    assert "Bedoelde u" in (await reader.get("/zoek", params={"q": "migartie"})).text
    hopeless = (await reader.get("/zoek", params={"q": "pizza"})).text
    assert "Over “pizza” staat niets" in hopeless
    assert '<article class="item">' not in hopeless


async def test_an_item_has_an_address_for_each_paragraph_and_sentence_and_notes_lead_both_ways(reader: Reader) -> None:
    found = await reader.get("/items/6")
    page = found.text
    assert re.findall(r'<p class="paragraph" id="(p\d)"', page) == ["p1", "p2", "p3"]
    assert re.findall(r'<span id="(p3-\d)"', page) == ["p3-1", "p3-2", "p3-3"]
    assert '<a id="n1-terug" href="#n1" role="doc-noteref"' in page
    assert '<a href="#n1-terug" role="doc-backlink"' in page
    assert "Verslag JBZ-Raad van 5 en 7 maart 2025 (Brussel), brief van 21 maart 2025" in page
    assert 'class="marked' not in page
    marked = (await reader.get("/items/6?markeer=nederland")).text
    assert re.findall(r'<span id="(p[\d-]+)" class="marked', marked) == ["p3-1", "p3-2"]
    assert (await reader.get("/items/6?markeer=pizza")).text == page


async def test_english_pages_say_which_sentences_are_dutch(reader: Reader) -> None:
    page = (await reader.get("/en/items/6")).text
    assert '<html lang="en">' in page
    assert re.findall(r'<p class="paragraph" id="p\d" lang="(\w+)"', page) == ["nl"] * 3
    assert "In short" in page
    assert '<a class="language" href="/items/6" lang="nl" hreflang="nl">' in page


async def test_the_administrator_names_and_colours_the_site(many_url: str, clock: Clock, tmp_path: Path) -> None:
    logo = tmp_path / "wapen.svg"
    logo.write_text('<svg xmlns="http://www.w3.org/2000/svg"/>')
    given = {
        "JBZ_NAME": "Raad & Daad",
        "JBZ_COLOURS": "#005000,#a0f0a0",
        "JBZ_CONTACT": "mailto:a@example.nl",
        "JBZ_LOGO": str(logo),
    }
    async with reading(many_url, clock, **given) as reader:
        page = (await reader.get("/")).text
        assert '<img src="/static/logo.svg" alt="" height="40">Raad &amp; Daad</a>' in page
        assert (await reader.get("/static/logo.svg")).content == logo.read_bytes()
        assert "--accent: #005000" in (await reader.get("/static/colours.css")).text
        told = (await reader.get("/.well-known/security.txt")).text
        assert told.split("\n")[:2] == ["Contact: mailto:a@example.nl", "Expires: 2025-09-01T00:00:00Z"]


@pytest.mark.parametrize(
    "given",
    [
        {"JBZ_COLOURS": "#cccccc,#9cc3f5"},
        {"JBZ_COLOURS": "red"},
        {"JBZ_LOGO": "/nergens.svg"},
        {"JBZ_LOGO": "/etc/passwd"},
        {"JBZ_CONTACT": "javascript:alert(1)"},
        {"JBZ_NAME": "x" * 61},
    ],
)
def test_what_would_make_the_site_unreadable_is_refused_at_the_start(given: dict[str, str]) -> None:
    with pytest.raises(JbzError, match=next(iter(given))):
        load_settings(given)


def test_large_numbers_are_written_as_people_write_them() -> None:
    counts = [Words(language).count(20_000, "agendapunt", "agendapunten") for language in ("nl", "en")]
    assert counts == ["20.000 agendapunten", "20,000 agenda items"]


def test_a_paragraph_is_whole_whatever_its_sentences_and_notes() -> None:
    text = "Een zin. Nog een zin met een noot. Slot"
    item = AgendaItem(
        "x",
        paragraphs=(text, "Zonder zinnen."),
        parts=(Part("Begin", 0), Part("Leeg", 2)),
        footnotes=(
            Footnote("1", "a", 0, 0),
            Footnote("1", "b", 0, 33),
            Footnote("*", "c", 0, len(text)),
            Footnote("2", "d", 1, 3),
        ),
        statements=(Statement(0, 9, 34, Actor.NETHERLANDS, StatementKind.POSITION), Statement(0, 0, 8)),
    )
    told = paragraphs_of(item, lambda _: None, lambda actor, _: actor and actor.value, None)
    assert ["".join(run.text for one in paragraph.sentences for run in one.runs) for paragraph in told] == [
        text,
        "Zonder zinnen.",
        "",
    ]
    marks = [[note.id for one in paragraph.sentences for run in one.runs for note in run.notes] for paragraph in told]
    assert marks == [["n1", "n2", "n3"], ["n4"], []]
    assert [paragraph.headings for paragraph in told] == [("Begin",), (), ("Leeg",)]
    assert [one.id for one in told[0].sentences] == ["p1-1", None, "p1-2", None]


async def test_an_empty_database_has_a_first_page(database_url: str, clock: Clock) -> None:
    empty = Database(database_url)
    empty.upgrade()
    async with reading(database_url, clock) as reader:
        with reader.app.database.writing() as session:
            session.execute(text("UPDATE documents SET withdrawn_at = first_seen_at"))
        for path in (
            "/",
            "/vergaderingen",
            "/themas",
            "/zoek?q=migratie",
            "/toezeggingen",
            "/feeds/alles.atom",
            "/agenda.ics",
        ):
            assert (await reader.get(path)).status_code == 200, path
    empty.close()


async def test_past_the_end_of_a_list_leads_to_its_beginning(reader: Reader) -> None:
    for path, first in (
        ("/zoek?q=terugkeer&soort=standpunt&pagina=9", "/zoek?q=terugkeer&amp;soort=standpunt"),
        ("/toezeggingen?wie=commissie&pagina=99", "/toezeggingen?wie=commissie"),
    ):
        answer = await reader.get(path)
        assert answer.status_code == 404
        assert f'<a href="{first}">Naar de eerste pagina</a>' in answer.text


async def test_a_theme_says_nothing_twice(reader: Reader) -> None:
    page = (await reader.get("/themas/terugkeer")).text
    quotes = _texts(page, r"<bdi>(.{40,}?)</bdi>")
    assert len(quotes) == len(set(quotes))
    assert len(quotes) >= 10


async def test_who_speaks_and_what_it_is_stand_before_a_marked_sentence_once(reader: Reader) -> None:
    page = (await reader.get("/items/12?markeer=iedereen")).text
    assert _texts(page, r'<span class="who">(.*?)</span>') == [
        "De Commissie:", "De Commissie:", "Aangekondigd door de Commissie:", "De Commissie:", "Home Affairs Committee:",
        "Nederland:", "Geen van de overige lidstaten:",
    ]  # fmt: skip


async def test_an_item_that_is_short_is_not_told_in_brief_too(reader: Reader) -> None:
    pages = {number: (await reader.get(f"/items/{number}")).text for number in (6, 66)}
    assert {number: "In het kort" in page for number, page in pages.items()} == {6: True, 66: False}


async def test_an_item_begins_a_page_on_paper_and_takes_along_what_stands_under_it(reader: Reader) -> None:
    page = (await reader.get("/vergaderingen/jbz/2025-03-05")).text
    pairs = re.findall(r'<div class="pair( part)?".*?<span class="number">(.*?)</span>', page, re.DOTALL)
    assert [number for part, number in pairs if part] == [
        "I.7.a", "I.7.b", "I.9.a", "I.9.b", "II.5.a", "II.5.b", "II.5.c",
    ]  # fmt: skip


async def test_every_page_names_a_feed_and_forms_of_letters_have_names(reader: Reader) -> None:
    for path in ("/over", "/items/6", "/zoek?q=pizza", "/nergens"):
        assert 'type="application/atom+xml" title="Al het nieuws"' in (await reader.get(path)).text
    assert "<dd>tekst, ontvangen op" in (await reader.get(MEETING)).text
