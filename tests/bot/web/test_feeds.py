"""Feeds and calendars: what they hold, and that nothing old is told anew."""

import uuid
from datetime import date
from typing import Any

import pytest
from icalendar import Calendar
from lxml import etree
from sqlalchemy import text

from briefings.model.document import Provenance
from briefings.model.meeting import Change
from storage.understanding import rebuild_within
from tests.bot.web.conftest import Reader
from tests.questions.judged import LETTERS

pytestmark = pytest.mark.one_database

_NS = {"a": "http://www.w3.org/2005/Atom"}
_CHANGED = text("UPDATE corpus SET sequence = sequence + 1")
_FIELDS = ("id", "updated", "title")


async def _atom(reader: Reader, path: str) -> list[tuple[str, str, str]]:
    """(id, updated, title) of each entry."""
    answer = await reader.get(path)
    assert answer.headers["content-type"] == "application/atom+xml; charset=utf-8"
    root = etree.fromstring(answer.content)
    texts = [[entry.findtext(f"a:{name}", "", _NS) for name in _FIELDS] for entry in root.findall("a:entry", _NS)]
    return [(name, updated, title) for name, updated, title in texts]


@pytest.mark.parametrize("name", ["alles", "raad/jbz", "thema/migratie", "wie/nederland", "vraag"])
async def test_both_forms_of_a_feed_tell_the_same(reader: Reader, name: str) -> None:
    query = "?q=terugkeer" if name == "vraag" else ""
    entries = await _atom(reader, f"/feeds/{name}.atom{query}")
    told = (await reader.get(f"/feeds/{name}.json{query}")).json()
    assert [(one["id"], one["date_modified"], one["title"]) for one in told["items"]] == entries
    assert len(entries) > 1
    assert len({uuid.UUID(one) for one, _, _ in entries}) == len(entries)
    assert [updated for _, updated, _ in entries] == sorted((updated for _, updated, _ in entries), reverse=True)
    assert told["feed_url"] == f"https://jbz.example.nl/feeds/{name}.json{query}"
    page = (await reader.get(told["home_page_url"])).text
    if name.startswith(("alles", "raad", "thema")):
        assert (
            f'type="application/atom+xml" title="{told["title"].partition(" - ")[0]}" href="/feeds/{name}.atom"' in page
        )


async def test_an_upgrade_or_the_same_letter_again_tells_nothing_anew(reader: Reader) -> None:
    before = await _atom(reader, "/feeds/alles.atom")
    app = reader.app
    with app.database.writing() as session:
        rebuild_within(session, app.database, app.understand_with(app.catalogue))
    app.take_in(LETTERS["V"].read_bytes(), Provenance("weer.txt"))
    app.take_in(LETTERS["V"].read_bytes() + b"\n", Provenance("andere-editie.txt"))
    assert await _atom(reader, "/feeds/alles.atom") == before


async def test_a_correction_is_an_update_of_its_entry(reader: Reader) -> None:
    before = await _atom(reader, "/feeds/alles.atom")
    corrected = LETTERS["V"].read_text("utf-8").replace("Nederland", "Het kabinet", 1)
    assert corrected != LETTERS["V"].read_text("utf-8")
    reader.app.take_in(corrected.encode(), Provenance("correctie.txt"))
    after = await _atom(reader, "/feeds/alles.atom")
    changed = [one for one in after if one not in before]
    assert len(changed) == 1
    assert changed[0][0] in {one for one, _, _ in before}
    assert changed[0][1] == "2025-11-01T00:00:00Z"


async def _events(reader: Reader, path: str = "/agenda.ics") -> dict[str, tuple[int, str, date]]:
    told: Any = Calendar.from_ical((await reader.get(path)).content)
    return {
        str(event["uid"]): (int(event["sequence"]), str(event["status"]), event["dtstart"].dt)
        for event in told.walk("VEVENT")
    }


async def test_a_calendar_has_meetings_and_announced_days(reader: Reader) -> None:
    events = await _events(reader)
    meetings = {uid: event for uid, event in events.items() if uid.startswith("meeting-")}
    announced = {event[2] for uid, event in events.items() if uid.startswith("announced-")}
    assert {event[1] for event in events.values()} == {"CONFIRMED"}
    assert date(2025, 3, 5) in {event[2] for event in meetings.values()}
    assert date(2026, 7, 1) in announced or date(2026, 6, 30) in announced
    of_theme = await _events(reader, "/agenda/migratie.ics")
    assert set(of_theme) < set(events)
    assert len(of_theme) > 1


async def test_a_change_raises_the_sequence_and_what_is_withdrawn_is_cancelled(reader: Reader) -> None:
    before = await _events(reader)
    uid = next(uid for uid, event in before.items() if event[2] == date(2025, 10, 9) and uid.startswith("meeting-"))
    meeting = int(uid.partition("-")[2].partition("@")[0])
    reader.app.take_in(LETTERS["V"].read_bytes() + b"\n", Provenance("andere-editie.txt"))
    edited = await _events(reader)
    assert edited[uid][0] == before[uid][0] + 1
    with reader.app.database.writing() as session:
        session.execute(
            text("UPDATE meetings SET change = :change WHERE id = :id"), {"change": Change.CANCELLED, "id": meeting}
        )
        session.execute(_CHANGED)
    assert (await _events(reader))[uid][1] == "CANCELLED"
    with reader.app.database.writing() as session:
        session.execute(text("UPDATE meetings SET change = NULL WHERE id = :id"), {"id": meeting})
        session.execute(_CHANGED)


async def test_the_sequence_never_falls_also_when_what_was_withdrawn_is_published_again(reader: Reader) -> None:
    letter = LETTERS["V"].read_bytes().replace(b"9 en 10 oktober 2025", b"3 en 4 november 2025") + b"\n"
    told: list[tuple[int, str]] = []
    uid = ""
    for _ in range(3):
        reader.app.take_in(letter, Provenance("kst-1.txt", origin="ob/kst-1"))
        events = await _events(reader)
        uid = uid or next(uid for uid, event in events.items() if event[2] == date(2025, 11, 3) and "meeting" in uid)
        told.append(events[uid][:2])
        reader.app.intake.withdraw("ob/kst-1")
        told.append((await _events(reader))[uid][:2])
    assert [status for _, status in told] == ["CONFIRMED", "CANCELLED"] * 3
    assert [sequence for sequence, _ in told] == sorted({sequence for sequence, _ in told})


@pytest.mark.parametrize(
    ("path", "told"),
    [
        ("/agenda.ics?thema=terugkeer", "Dit adres kent geen “thema”. Wat u kunt volgen, staat bij Volgen."),
        ("/agenda/terugkeer.ics?raad=jbz", "Dit adres kent geen “raad”. Wat u kunt volgen, staat bij Volgen."),
        ("/en/agenda.ics?x=1", "This address takes no “x”. What you can follow is under Follow."),
        ("/feeds/alles.atom?thema=terugkeer", "Dit adres kent geen “thema”. Wat u kunt volgen, staat bij Volgen."),
        ("/feeds/vraag.json?q=terugkeer&soort=pizza", "“pizza” ken ik niet als soort."),
    ],
)
async def test_a_filter_that_would_be_left_out_is_said(reader: Reader, path: str, told: str) -> None:
    answer = await reader.get(path)
    assert (answer.status_code, answer.json()["detail"]) == (400, told)


async def test_a_feed_of_a_question_takes_what_the_search_page_takes(reader: Reader) -> None:
    narrowed = await reader.get("/feeds/vraag.json?q=terugkeer&soort=besluit&raad=jbz")
    assert narrowed.status_code == 200
    assert 0 < len(narrowed.json()["items"]) < len((await reader.get("/feeds/vraag.json?q=terugkeer")).json()["items"])
