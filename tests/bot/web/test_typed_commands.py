"""A command typed into the search box leads to its page, or says where it can be carried out."""

import html
import re

import pytest

from tests.bot.web.conftest import Reader

LEADS = {
    "vergaderingen": "/vergaderingen",
    "thema's": "/themas",
    "toezeggingen": "/toezeggingen",
    "toezeggingen terugkeer": "/toezeggingen?thema=terugkeer",
    "toezeggingen 2024": "/toezeggingen?wanneer=voorbij&periode=2024",
    "abonnementen": "/gesprek?q=abonnementen",
    "overzicht": "/gesprek?q=overzicht",
    "briefing migratie": "/gesprek?q=briefing+migratie",
    "koers": "/koers",
    "koers terugkeer": "/koers?q=terugkeer",
    "klopt": "/klopt",
    'klopt "Nederland steunde het voorstel"': "/klopt?q=Nederland+steunde+het+voorstel",
    "gepland": "/gepland",
    "gepland oktober 2025": "/vergaderingen/jbz/2025-10-09/gepland",
    "gepland 2025": "/gepland",
    "voorbereiding": "/voorbereiding",
    "voorbereiding oktober 2025": "/vergaderingen/jbz/2025-10-09/voorbereiding",
    "overdracht": "/overdracht",
    "overdracht migratie 2025": "/overdracht?q=migratie+2025",
    "tijdlijn EES": "/tijdlijn?q=EES",
    "nieuws": "/",
    "nieuws terugkeer": "/themas/terugkeer",
    "besluiten": "/zoek?soort=besluit&volgorde=nieuwste",
    "besluiten 2025": "/zoek?soort=besluit&periode=2025&volgorde=nieuwste",
    "besluiten migratie": "/zoek?q=%3F+migratie&soort=besluit",
    "raad maart 2025": "/vergaderingen/jbz/2025-03-05",
    "raad 2025": "/vergaderingen?jaar=2025",
    "punt I.6": "/items/6",
    "bronnen": "/bronnen",
    "alarm": "/bronnen",
    "help": "/help",
    "privacy": "/privacy",
}
ASKED = ("migratie", "raad van europa", "punt van orde", "brief van de minister", "rechten van slachtoffers", "taal",
         "klopt het dat nederland tegen was", "gepland")  # fmt: skip


async def test_a_command_that_reads_leads_to_its_page(reader: Reader) -> None:
    found = {typed: await reader.get("/zoek", params={"q": typed}) for typed in LEADS}
    assert {typed: answer.headers.get("location") for typed, answer in found.items()} == LEADS
    assert {answer.status_code for answer in found.values()} == {302}
    for address in dict.fromkeys(LEADS.values()):
        assert (await reader.get(address)).status_code == 200, address


async def test_an_error_in_the_words_that_ask_leads_to_the_talk_that_says_how_it_was_read(reader: Reader) -> None:
    page = await reader.get("/zoek", params={"q": "toezegingen migratie"}, follow_redirects=True)
    assert page.url.path == "/gesprek"
    assert "“toezegingen” las ik als “toezeggingen”." in html.unescape(page.text)


async def test_what_is_no_command_is_searched_for(reader: Reader) -> None:
    for typed in ASKED[:-1]:
        page = await reader.get("/zoek", params={"q": typed})
        assert (page.status_code, "is een opdracht" in page.text) == (200, False), typed


@pytest.mark.parametrize("typed", ["volg migratie", "stop mensenhandel", "pauzeer", "taal en", "vergeet mij"])
async def test_a_command_that_changes_something_says_so_and_offers_the_talk(reader: Reader, typed: str) -> None:
    page = await reader.get("/zoek", params={"q": typed})
    links = [
        html.unescape(one)
        for one in re.findall(r'<li><a href="(.*?)"', page.text.split("<main")[1].split("</main>")[0])
    ]
    assert f"<h1>“{typed}” is een opdracht</h1>" in page.text
    quoted = typed.replace(" ", "+")
    assert links == [f"/gesprek?q={quoted}", f"/zoek?q=%3F+{quoted}", "/help"]
    assert [(await reader.get(link)).status_code for link in links] == [200, 200, 200]


async def test_a_command_that_cannot_be_carried_out_says_what_it_takes(reader: Reader) -> None:
    for typed, told in (
        ("gepland terugkeer", "Achter gepland komt een vergadering: gepland oktober 2025."),
        ("toezeggingen pizza", "Het thema “pizza” ken ik niet."),
        ("volg migratie elke blauwe maandag", "Ik begrijp niet wanneer."),
    ):
        assert told in (await reader.get("/zoek", params={"q": typed})).text, typed


async def test_the_words_of_a_command_can_be_searched_for(reader: Reader) -> None:
    page = (await reader.get("/zoek", params={"q": "? punt I.6"})).text
    assert 'value="? punt I.6"' in page
    assert '<h3><a href="/items/6"' in page


async def test_searching_again_keeps_what_was_chosen(reader: Reader) -> None:
    page = (await reader.get("/en/zoek", params={"q": "terugkeer", "soort": "standpunt", "raad": "jbz"})).text
    form = page.split('class="ask"')[1].split("</form>")[0]
    assert 'action="/en/zoek"' in form
    kept = re.findall(r'<input type="hidden" name="(.*?)" value="(.*?)">', form)
    assert kept == [("raad", "jbz"), ("soort", "standpunt")]
