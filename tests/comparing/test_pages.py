"""The pages and the API on letters side by side say what the chat says; what is hostile stays text."""

import html
import re
from collections.abc import AsyncIterator
from io import BytesIO
from zipfile import ZipFile

import httpx
import pytest
from icalendar import Calendar
from lxml import etree
from sqlalchemy import select

from bot.app import App
from bot.conversation.awaiting import Awaiting
from bot.conversation.silences import show_silences
from bot.export.text import to_text
from bot.server import Server
from briefings.model.chat import Address, Person
from storage.rows import DocumentRow, ItemRow, MeetingRow
from tests.bot.web.conftest import HOSTILE


@pytest.fixture
async def client(series: App) -> AsyncIterator[httpx.AsyncClient]:
    transport = httpx.ASGITransport(Server(series).asgi)
    async with httpx.AsyncClient(transport=transport, base_url="http://localhost:8000") as client:
        yield client


async def test_a_quote_is_shown_with_its_differences(client: httpx.AsyncClient) -> None:
    page = await client.get("/klopt", params={"q": "Nederland was niet tegen terugkeerhubs in derde landen."})
    assert "Nee, zo staat het niet in een brief. Dit lijkt erop:" in _texts(page.text, "h2")
    assert re.findall(r"<del>.*?</span>(.*?)</del>", page.text) == ["niet"]


async def test_planned_inputs_stand_in_groups_with_what_is_missing_first(client: httpx.AsyncClient) -> None:
    page = await client.get("/vergaderingen/jbz/2024-06-13/gepland")
    assert _texts(page.text, "h2") == [
        "Staat niet in het verslag (2)",
        "Staat in het verslag (5)",
        "Agendapunten die het verslag niet heeft",
    ]


async def test_a_meeting_and_the_list_lead_to_it(client: httpx.AsyncClient) -> None:
    link = 'href="/vergaderingen/jbz/2024-06-13/gepland"'
    for path in ("/vergaderingen/jbz/2024-06-13", "/gepland"):
        assert link in (await client.get(path)).text, path
    moved = await client.get("/vergaderingen/jbz/2024-06-14/gepland")
    assert (moved.status_code, moved.headers["location"]) == (301, "/vergaderingen/jbz/2024-06-13/gepland")


async def test_a_meeting_without_an_agenda_says_so(client: httpx.AsyncClient) -> None:
    page = await client.get("/en/vergaderingen/landbouw/2024-05-27/gepland")
    assert "I know no annotated agenda of this meeting." in page.text


async def test_what_is_usual_and_what_is_late_stands_with_the_sources(client: httpx.AsyncClient, series: App) -> None:
    told = show_silences(*Awaiting(series.database).standing(series.today()), None, series.saying("nl"))
    lines = [line.text for part in told.sections for line in part.lines]
    page = _whole((await client.get("/bronnen")).text)
    assert [line for line in lines if line not in page] == []
    assert "het verslag komt meestal 14 dagen na de Raad (" in page
    assert "the report usually comes 14 days after the Council (" in _whole((await client.get("/en/bronnen")).text)


def _whole(page: str) -> str:
    return " ".join(etree.HTML(page).xpath("string(//main)").split())


async def test_a_course_has_old_and_new_beside_each_other(client: httpx.AsyncClient) -> None:
    page = await client.get("/koers", params={"q": "terugkeerhubs"})
    assert _texts(page.text, "h2") == [
        "11 oktober 2024 (gepland): van “open ervoor” naar “voor”",
        "14 juni 2024 (gepland): van “tegen” naar “open ervoor”",
        "De laatste zinnen van Nederland (9)",
    ]
    heads = re.search(r'<div class="both even heads"[^>]*><p>(.*?)</p><p>(.*?)</p>', page.text)
    assert heads is not None
    assert heads.groups() == ("Eerst", "Daarna")
    assert page.text.count("<details") == page.text.count('<details class="fold">') == 1
    assert "ken ik geen zin van Nederland" in (await client.get("/koers", params={"q": "pizza"})).text


async def test_a_course_without_a_change_is_not_folded_and_a_period_without_a_subject_says_what_it_takes(
    client: httpx.AsyncClient,
) -> None:
    page = await client.get("/koers", params={"q": "drugs"})
    assert "Gevonden: 0 veranderingen." in page.text
    assert '<details class="fold" open>' in page.text
    bare = await client.get("/koers", params={"q": "2024"})
    assert "Achter koers komt een onderwerp, en een jaar als u wilt: koers terugkeer 2024." in bare.text


async def test_what_stands_in_the_report_is_folded_away_under_columns_with_their_names(
    client: httpx.AsyncClient,
) -> None:
    page = (await client.get("/vergaderingen/jbz/2024-06-13/gepland")).text
    folded = page.split('<details class="fold">')[1:]
    assert [_texts(one, "h2")[0] for one in folded] == ["Staat in het verslag (5)"]
    assert page.count('class="both heads"') == 2


async def test_pages_lead_to_what_is_laid_side_by_side(client: httpx.AsyncClient) -> None:
    async def compared(path: str) -> list[str]:
        part = (await client.get(path)).text.split('<section class="compare">')[1].split("</section>")[0]
        return re.findall(r'href="(.*?)"', part)

    planned = "/vergaderingen/jbz/2024-06-13/gepland"
    assert await compared("/vergaderingen/jbz/2024-06-13") == [planned, "/klopt"]
    assert await compared("/themas/terugkeer") == ["/koers?q=terugkeer", "/tijdlijn?q=terugkeer", "/klopt"]
    item = re.search(r'href="/items/(\d+)"', (await client.get("/vergaderingen/jbz/2024-06-13")).text)
    assert item is not None
    assert (await compared(f"/items/{item[1]}"))[-2:] == [planned, "/klopt"]


async def test_of_several_pasted_sentences_page_and_api_tell_each_by_itself(client: httpx.AsyncClient) -> None:
    pasted = "Nederland verwelkomde het akkoord. Nederland was niet tegen terugkeerhubs in derde landen."
    page = (await client.get("/klopt", params={"q": pasted})).text
    assert _texts(page, "strong") == [
        "Ja, dit staat woord voor woord in een brief.",
        "Nee, zo staat het niet in een brief. Dit lijkt erop:",
    ]
    told = (await client.get("/api/v1/quote", params={"q": pasted})).json()
    assert [(one["likeness"], one["says_otherwise"]) for one in told["sentences"]] == [
        ("same", False),
        ("differs", True),
    ]
    alone = (await client.get("/api/v1/quote", params={"q": "Nederland verwelkomde het akkoord."})).json()
    assert (alone["likeness"], alone["sentences"]) == ("same", [])


async def test_the_page_of_announcements_says_how_many_are_past_and_a_year_narrows(client: httpx.AsyncClient) -> None:
    async def states(query: str) -> list[tuple[str, str, bool]]:
        page = (await client.get(f"/toezeggingen{query}")).text
        told = page.split('<nav aria-label="Wanneer">')[1].split("</nav>")[0]
        return [
            (html.unescape(address), label, bool(here))
            for address, here, label in re.findall(r'<a href="(.*?)"( aria-current="true")?>(.*?)</a>', told)
        ]

    both = await states("")
    assert [(address, here) for address, _, here in both] == [
        ("/toezeggingen", True),
        ("/toezeggingen?wanneer=voorbij", False),
        ("/toezeggingen?wanneer=zonder-datum", False),
    ]
    counts = [int(label.rpartition("(")[2].rstrip(")")) for _, label, _ in both]
    shown = [
        (await client.get(path)).text.count('<li class="said')
        for path in ("/toezeggingen", "/toezeggingen?wanneer=voorbij", "/toezeggingen?wanneer=zonder-datum")
    ]
    assert counts == shown
    of_2023 = await states("?periode=2023&wanneer=voorbij")
    assert of_2023[0][1] == "Komt nog (0)"
    assert 0 < int(of_2023[1][1].rpartition("(")[2].rstrip(")")) < counts[1]


async def test_what_became_of_announcements_stands_with_them_and_a_ministry_narrows(client: httpx.AsyncClient) -> None:
    page = await client.get("/toezeggingen", params={"wanneer": "voorbij"})
    chips = re.findall(r'<li class="became"><span class="chip nothing">(.*?)</span>', page.text)
    assert (chips.count("Gedaan"), chips.count("De termijn is voorbij"), chips.count("Misschien gedaan")) == (9, 4, 1)
    own = await client.get("/toezeggingen", params={"wanneer": "voorbij", "ministerie": "Justitie en Veiligheid"})
    assert own.text.count('class="became"') == 2


async def test_the_api_says_the_same(client: httpx.AsyncClient) -> None:
    root = "/api/v1"
    quote = (await client.get(f"{root}/quote", params={"q": "Nederland verwelkomde het akkoord"})).json()
    planned = (await client.get(f"{root}/meetings/jbz/2023-10-19/planned")).json()
    course = (await client.get(f"{root}/course", params={"q": "terugkeerhubs"})).json()
    due = (await client.get(f"{root}/commitments", params={"ministry": "Proefzaken"})).json()
    assert (quote["likeness"], quote["places"][0]["paragraph"]) == ("same", 0)
    assert [one["echo"] for one in planned["inputs"]].count("said") == 5
    assert [one["planned"]["number"] for one in planned["missing"]] == ["I.3"]
    assert [(one["kind"], one["sure"]) for one in course["turns"]] == [("stance", True), ("stance", True)]
    mended = (await client.get(f"{root}/course", params={"q": "terugker"})).json()
    assert [(one["understood_as"], one["corrected"]) for one in (course, mended)] == [
        ("terugkeerhubs", False),
        ("terugkeer", True),
    ]
    assert [one["fate"] for one in due["commitments"]] == ["met", "overdue", "overdue"]


async def test_a_calendar_says_what_became_of_an_announcement_whose_day_has_passed(client: httpx.AsyncClient) -> None:
    told = Calendar.from_ical((await client.get("/agenda.ics")).content)
    events = [one for one in told.walk("VEVENT") if str(one["uid"]).startswith("announced-")]
    assert [(one.decoded("dtstart").isoformat(), one.decoded("sequence")) for one in events] == [
        ("2024-10-31", 2),
        ("2024-11-01", 1),
        ("2025-01-01", 0),
        ("2025-03-31", 0),
    ]
    perhaps, overdue = (str(one["description"]).splitlines() for one in events[:2])
    assert perhaps[-2:] == [
        "Misschien gedaan",
        "De Raad nam het besluit over de startdatum van het grensregister aan.",
    ]
    assert overdue[-1] == "De termijn is voorbij"


async def test_a_preparation_has_each_item_with_what_came_before(client: httpx.AsyncClient) -> None:
    path = "/vergaderingen/jbz/2024-10-10/voorbereiding"
    page = (await client.get(path)).text
    assert _texts(page, "h2") == ["Binnenlandse Zaken", "Justitie"]
    assert len(re.findall(r'<section class="item" id="punt-\d+">', page)) == 4
    labels = ("Inzet Nederland", "Nederland zei eerder", "Eerder besloten")
    assert [page.count(f">{label}</span>") for label in labels] == [7, 15, 2]
    for start in ("/vergaderingen/jbz/2024-10-10", "/voorbereiding"):
        assert f'href="{path}"' in (await client.get(start)).text, start
    moved = await client.get("/vergaderingen/jbz/2024-10-11/voorbereiding")
    assert (moved.status_code, moved.headers["location"]) == (301, path)
    none = await client.get("/en/vergaderingen/landbouw/2024-05-27/voorbereiding")
    assert "I know no annotated agenda of this meeting." in none.text


async def test_a_handover_has_what_belongs_to_a_year(client: httpx.AsyncClient) -> None:
    page = await client.get("/overdracht", params={"q": "terugkeer 2024"})
    assert _texts(page.text, "h2") == [
        "Vergaderingen",
        "Besluiten",
        "Wat Nederland zei",
        "11 oktober 2024: van “open ervoor” naar “voor” (niet zeker)",
        "Staat nog open",
    ]
    theme = (await client.get("/themas/terugkeer")).text
    assert 'href="/overdracht?q=terugkeer+2024">Overdracht van 2024</a>' in theme
    nothing = await client.get("/en/overdracht", params={"q": "pizza"})
    assert "I find nothing on “pizza” from " in html.unescape(nothing.text)


async def test_both_can_be_taken_along_as_word_and_pdf(client: httpx.AsyncClient) -> None:
    papers = {
        "/vergaderingen/jbz/2024-10-10/voorbereiding": "voorbereiding-jbz-2024-10-10",
        "/en/overdracht": "overdracht",
    }
    for path, name in papers.items():
        for suffix, start in (("docx", b"PK"), ("pdf", b"%PDF")):
            paper = await client.get(f"{path}.{suffix}", params={"q": "terugkeer 2024"})
            told = paper.status_code, paper.content[:4].startswith(start), paper.headers["content-disposition"]
            assert told == (200, True, f'attachment; filename="{name}.{suffix}"')
    for missing in ("/overdracht.docx?q=pizza", "/vergaderingen/landbouw/2024-05-27/voorbereiding.pdf"):
        assert (await client.get(missing)).status_code == 404


async def test_word_holds_every_sentence_of_the_page(client: httpx.AsyncClient) -> None:
    path = "/vergaderingen/jbz/2024-10-10/voorbereiding"
    page, paper = (await client.get(path)).text, await client.get(f"{path}.docx")
    told = "".join(etree.fromstring(ZipFile(BytesIO(paper.content)).read("word/document.xml")).itertext())
    quoted = [html.unescape(one) for one in re.findall(r'<a class="quiet"[^>]*><bdi>(.*?)</bdi>', page)]
    assert [one for one in quoted if one not in told] == []
    assert len(quoted) == 31


async def test_the_api_gives_both(client: httpx.AsyncClient) -> None:
    root = "/api/v1"
    latest = (await client.get(f"{root}/preparation")).json()
    named = (await client.get(f"{root}/preparation", params={"council": "jbz", "day": "2024-10-10"})).json()
    assert latest == named
    assert (latest["coming"], latest["meeting"]["dates"]) == (False, ["2024-10-10", "2024-10-11"])
    assert [(one["number"], len(one["will_say"]), len(one["said_before"])) for one in latest["items"]] == [
        ("I.1", 3, 10), ("I.2", 1, 5), ("II.1", 1, 1), ("II.2", 2, 0),
    ]  # fmt: skip
    assert latest["items"][0]["perhaps"][0]["why"] == "paper"
    for missing in ({"council": "jbz", "day": "2001-01-01"}, {"council": "landbouw"}, {"council": "xyz"}):
        assert (await client.get(f"{root}/preparation", params=missing)).status_code == 404
    told = (await client.get(f"{root}/handover", params={"q": "terugkeer 2024"})).json()
    assert (told["since"], told["until"], len(told["meetings"]), len(told["decided"]), len(told["said"])) == (
        "2024-01-01", "2024-12-31", 4, 2, 5,
    )  # fmt: skip
    assert (await client.get(f"{root}/handover", params={"q": "pizza"})).json()["meetings"] == []


@pytest.mark.parametrize("hostile", HOSTILE)
@pytest.mark.parametrize("path", ["/klopt", "/koers", "/overdracht", "/en/klopt", "/en/koers", "/en/overdracht"])
async def test_what_is_hostile_stays_text(client: httpx.AsyncClient, path: str, hostile: str) -> None:
    page = await client.get(path, params={"q": hostile})
    assert page.status_code == 200
    assert "<script>alert" not in page.text
    assert "<img src=x" not in page.text


def _texts(page: str, tag: str) -> list[str]:
    return [html.unescape(one) for one in re.findall(rf"<{tag}>(.*?)</{tag}>", page)]


async def test_an_item_shows_where_other_councils_have_its_papers(client: httpx.AsyncClient, series: App) -> None:
    with series.database.reading() as session:
        of_landbouw = select(ItemRow.id).join(DocumentRow).join(MeetingRow).where(MeetingRow.council == "LANDBOUW")
        item = session.scalars(of_landbouw.where(ItemRow.number == "1")).one()
    for address, heading in (
        (f"/items/{item}", "Ook in een andere Raad"),
        (f"/en/items/{item}", "Also in another Council"),
    ):
        page = await client.get(address)
        assert heading in _texts(page.text, "h2")
    told = (await client.get(f"/api/v1/items/{item}/elsewhere")).json()["elsewhere"]
    assert [(one["paper"]["label"], one["item"]["meeting"]["dates"][0], one["letter"]["kind"]) for one in told] == [
        ("COM(2023) 901", "2024-10-10", "verslag"),
        ("COM(2023) 901", "2024-06-13", "geannoteerde_agenda"),
        ("COM(2023) 901", "2024-03-07", "verslag"),
        ("COM(2023) 901", "2023-10-19", "verslag"),
        ("COM(2023) 901", "2023-06-08", "verslag"),
    ]
    whole = to_text(
        series.conversation.handle("punt I.1", Address("slack", "T1", "C1"), Person("U1")), series.templates
    )
    assert "COM(2023) 901: Landbouw- en Visserijraad van 27 mei 2024 (Brussel)" in whole
