"""Headers of every answer, what may be kept, and hostile letters, questions and parameters in all of them."""

import json
import re
from urllib.parse import quote

import httpx
import pytest
from icalendar import Calendar
from lxml import etree
from sqlalchemy import text

from bot.server import Server
from briefings.model.document import Provenance
from tests.bot.web.conftest import HOSTILE, Reader, reading
from tests.bot.web.test_crawl import faults, read
from tests.questions.judged import LETTERS
from tests.stand_ins.clock import Clock

pytestmark = pytest.mark.parametrize("many_url", ["sqlite"], indirect=True)
PUBLIC = (
    "/", "/zoek?q=migratie", "/vergaderingen", "/vergaderingen/jbz/2025-10-09", "/items/6", "/themas",
    "/themas/migratie",
    "/tijdlijn?q=EES", "/toezeggingen", "/volgen", "/bronnen", "/over", "/help", "/privacy", "/toegankelijkheid", "/en",
    "/feeds/alles.atom", "/feeds/alles.json", "/agenda.ics", "/api/v1/items/6", "/api/v1/openapi.json", "/sitemap.xml",
    "/robots.txt", "/opensearch.xml", "/static/colours.css",
)  # fmt: skip
OTHER = ("/gesprek", "/nergens", "/api/v1/nergens", "/static/page.css", "/static/nergens", "/healthz", "/briefing.html")
ITEM = "/items/66"  #: of the hostile letter


async def test_every_answer_keeps_browsers_from_being_misused(reader: Reader) -> None:
    for path in (*PUBLIC, *OTHER):
        headers = (await reader.get(path)).headers
        policy = headers["content-security-policy"]
        assert policy.startswith("default-src 'none'"), path
        assert "unsafe" not in policy, path
        assert headers["x-content-type-options"] == "nosniff", path
        assert headers["strict-transport-security"] == "max-age=63072000", path
        assert "geolocation=()" in headers["permissions-policy"], path
        assert "set-cookie" not in headers, path
    refused = await reader.http.delete("/items/6")
    assert refused.status_code == 405
    assert "content-security-policy" in refused.headers


async def test_what_goes_wrong_is_said_and_says_nothing_else(reader: Reader) -> None:
    with reader.app.database.writing() as session:
        session.execute(text("ALTER TABLE meetings RENAME TO gone"))
    transport = httpx.ASGITransport(Server(reader.app).asgi, raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="https://jbz.example.nl") as http:
        page, call = await http.get("/"), await http.get("/api/v1/meetings")
    assert page.text == (
        "Er ging hier iets mis. Probeer het over een minuut nog eens."
        f" Blijft het zo, noem dan {page.headers['x-request-id']}.\n"
    )
    said = f"Something went wrong here. Mention {call.headers['x-request-id']} when it stays so."
    assert (call.status_code, call.json()["detail"]) == (500, said)
    for answer in (page, call):
        assert answer.headers["content-security-policy"].startswith("default-src 'none'")


async def test_what_is_the_same_for_everybody_is_asked_for_once(reader: Reader) -> None:
    for path in PUBLIC:
        first = await reader.get(path)
        assert first.status_code == 200, path
        assert first.headers["cache-control"].startswith("public, max-age="), path
        again = await reader.get(path, headers={"If-None-Match": f'"x", W/{first.headers["etag"]}'})
        assert (again.status_code, again.content) == (304, b""), path
    assert (await reader.get("/gesprek")).headers["cache-control"] == "no-store"


async def test_a_letter_is_shown_as_soon_as_it_came_in(reader: Reader) -> None:
    paths = (
        "/",
        "/vergaderingen/jbz/2025-10-09",
        "/feeds/raad/jbz.atom",
        "/api/v1/meetings?council=jbz",
        "/sitemap.xml",
    )
    before = [(await reader.get(path)).headers["etag"] for path in paths]
    assert [(await reader.get(path)).headers["etag"] for path in paths] == before
    later = LETTERS["V"].read_text("utf-8").replace("9 en 10 oktober", "30 en 31 oktober")
    reader.app.take_in(later.encode(), Provenance("later.txt"))
    after = [(await reader.get(path)).headers["etag"] for path in paths]
    assert [one == other for one, other in zip(before, after, strict=True)] == [False] * len(paths)


async def test_without_https_nothing_promises_it(many_url: str, clock: Clock) -> None:
    async with reading(many_url, clock, JBZ_BASE_URL="http://localhost:8000") as reader:
        assert "strict-transport-security" not in (await reader.get("/")).headers


async def test_a_hostile_letter_is_text_wherever_it_is_shown(reader: Reader) -> None:
    title = "Migratie <script>alert(1)</script>"
    source = (await reader.get(f"/api/v1{ITEM}")).json()
    assert source["title"].startswith(title)
    paths = [path for path in PUBLIC if not path.startswith(("/api", "/static", "/feeds", "/agenda"))]
    for path in (*paths, ITEM, f"{ITEM}?markeer=iedereen", "/items/67", "/vergaderingen/jbz/2026-01-22", f"/en{ITEM}"):
        shown = (await reader.get(path)).text
        assert "<script>alert" not in shown, path
        assert not re.search(r"<(img|svg|style|b|textarea)[\s>/]", shown), path
    page = (await reader.get(ITEM)).text
    assert "&lt;script&gt;alert(2)&lt;/script&gt;" in page
    data = json.loads(page.split('<script type="application/ld+json">')[1].split("</script>")[0])
    assert data["name"].startswith(title)


async def test_a_hostile_letter_leaves_feeds_and_calendars_whole(reader: Reader) -> None:
    for path in (
        "/feeds/alles.atom",
        "/en/feeds/raad/jbz.atom",
        "/feeds/wie/nederland.atom",
        "/sitemap.xml",
        "/opensearch.xml",
    ):
        etree.fromstring((await reader.get(path)).content)
    feed = (await reader.get("/feeds/alles.json")).json()
    hostile = next(entry for entry in feed["items"] if entry["url"].endswith(ITEM))
    assert "<script" not in hostile["content_html"]
    told = Calendar.from_ical((await reader.get("/agenda.ics")).content)
    events = [event for event in told.walk("VEVENT") if "BEGIN:VEVENT" in str(event.get("description"))]
    assert len(events) == 1


@pytest.mark.parametrize("typed", HOSTILE)
async def test_hostile_questions_and_parameters_are_text(reader: Reader, typed: str) -> None:
    given = quote(typed, safe="")
    asked = ("/zoek", "/tijdlijn", "/gesprek", "/feeds/vraag.atom", "/feeds/vraag.json", "/", "/api/v1/search")
    chosen = ("raad", "soort", "wie", "thema", "periode", "volgorde", "pagina")
    under = ("/items", "/themas", "/vergaderingen", "/feeds/thema", "/agenda", "/api/v1/items")
    paths = [
        *(f"{page}?q={given}" for page in asked),
        *(f"/zoek?q=migratie&{name}={given}" for name in chosen),
        *(f"{page}/{given}" for page in under),
        f"/toezeggingen?wanneer={given}&thema={given}&wie={given}&pagina={given}",
        f"/themas/migratie?pagina={given}",
        f"/vergaderingen?jaar={given}",
        f"/items/6?markeer={given}",
        f"/api/v1/timeline?q={given}",
        f"/api/v1/items?limit={given}",
        f"/api/v1/commitments?since={given}&theme={given}",
    ]
    for path in paths:
        answer = await reader.get(path)
        assert answer.status_code in {200, 301, 400, 404}, path
        assert "set-cookie" not in answer.headers, path
        kind = answer.headers.get("content-type", "")
        if kind.startswith("text/html"):
            assert "<script>alert" not in answer.text, path
            assert "<img" not in answer.text, path
            assert faults(read(answer.text)) == [], path
        elif "json" in kind:
            answer.json()
        elif "xml" in kind:
            etree.fromstring(answer.content)
