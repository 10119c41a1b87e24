"""The pages and the API on letters side by side say what the chat says; what is hostile stays text."""

import html
import re
from collections.abc import AsyncIterator

import httpx
import pytest
from icalendar import Calendar
from sqlalchemy import select

from bot.app import App
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


async def test_a_course_has_old_and_new_beside_each_other(client: httpx.AsyncClient) -> None:
    page = await client.get("/koers", params={"q": "terugkeerhubs"})
    assert _texts(page.text, "h2") == [
        "30 mei 2024 (gepland): van “tegen” naar “voor” (niet zeker)",
        "De laatste zinnen van Nederland",
    ]
    assert "ken ik geen zin van Nederland" in (await client.get("/koers", params={"q": "pizza"})).text


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
    assert [(one["kind"], one["sure"]) for one in course["turns"]] == [("stance", False)]
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


@pytest.mark.parametrize("hostile", HOSTILE)
@pytest.mark.parametrize("path", ["/klopt", "/koers", "/en/klopt", "/en/koers"])
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
