"""What was delivered to a chat as one zip: all of it, nothing else, the same bytes each time."""

import hashlib
import io
import json
import os
import re
import tracemalloc
import zipfile
from collections.abc import AsyncIterator
from datetime import UTC, date, datetime, timedelta
from functools import partial
from pathlib import Path

import pytest
from lxml import etree
from sqlalchemy import select, update

from bot.administration.bundling import MadeBundle, find_chat, make_bundle
from bot.cli.bundling import _own_page
from bot.commands.asking import Ask
from bot.commands.grammar import command_in
from bot.export.bundle import BundleAbout, PackedBundle, safe_name, words_in, write_bundle
from bot.web.browsers import COOKIE, signed_in
from briefings.errors import JbzError
from briefings.model.bundle import BundledEdition, BundledLetter, BundledMessage, period_of
from briefings.model.chat import Address, Person
from briefings.model.delivery import Delivery, DeliveryKind, DeliveryState
from storage.audit import entries, place_of
from storage.rows import BundleTicketRow, EditionRow, MessageRow
from tests.bot.delivery.places import OnMattermost, OnSlack, OnTeams, OnTelegram
from tests.bot.delivery.seen import ON_SQLITE, Make
from tests.bot.delivery.test_faults import MONDAY, _rounds
from tests.bot.delivery.test_recall import ASIDE, DAILY, RIGHT, WRONG, letter, takes_in
from tests.bot.export.mdto_rules import wrong_in
from tests.stand_ins.clock import Clock
from tests.world import World, make_world

THAT_DAY = MONDAY.date()
MDTO = "{https://www.nationaalarchief.nl/mdto}"


@pytest.fixture
async def world(filled_url: str, clock: Clock) -> AsyncIterator[World]:
    async with make_world(filled_url, clock) as world, world.running():
        yield world


def made(world: World, named: str, folder: Path, since: date = THAT_DAY, days: int = 0) -> MadeBundle:
    address = find_chat(world.app.database, named)
    period = period_of(since, since + timedelta(days=days), "Europe/Amsterdam")
    about = BundleAbout(named, period, "https://jbz.example.nl", 400)
    return make_bundle(world.app.database, address, period, world.clock.now, partial(write_bundle, about), folder)


def left_in(folder: Path) -> list[Path]:
    return list(folder.iterdir())


def read(bundle: MadeBundle) -> dict[str, bytes]:
    with zipfile.ZipFile(bundle.file) as file:
        return {name: file.read(name) for name in file.namelist()}


async def test_everything_that_came_is_in_it_with_letters_and_hashes_and_nothing_of_another_chat(
    world: World, tmp_path: Path
) -> None:
    place = OnSlack(world)
    await place.types(DAILY)
    await place.types("volg drugs dagelijks 08:00", place.other)
    takes_in(world, letter())
    world.clock.now = MONDAY
    await _rounds(world)
    takes_in(world, letter(RIGHT))
    await _rounds(world, 2)
    bundle = made(world, "slack:T1:C1", tmp_path)
    files = read(bundle)
    index = json.loads(files["index.json"])
    told = [(one["kind"], one["state"], one["amends"] is not None, one["parts_sent"]) for one in index["messages"]]
    assert told == [("briefing", "sent", False, 1), ("edit", "sent", True, 1)]
    first, edit = (files[one["file"]].decode() for one in index["messages"])
    assert [WRONG in first, RIGHT in first, ASIDE in first] == [True, False, True]
    assert [WRONG in edit, RIGHT in edit, "Gecorrigeerd op 31 maart 2025" in edit] == [False, True, True]
    ours = next(one for one in index["letters"] if len(one["editions"]) == 2)
    assert [files[one["file"]] for one in ours["editions"]] == [letter(), letter(RIGHT)]
    assert all(one["is_as_received"] for one in ours["editions"])
    assert index["files"] == {
        name: hashlib.sha256(data).hexdigest() for name, data in sorted(files.items()) if name != "index.json"
    }
    assert bundle.packed.sha256 == hashlib.sha256(files["index.json"]).hexdigest()
    everything = b"".join(files.values())
    assert [secret in everything for secret in (b"C2", b"xoxb", b"signing", b"jbz:")] == [False] * 4
    again = made(world, "C1", tmp_path)
    assert again.file.read_bytes() != b""
    named = made(world, "slack:T1:C1", tmp_path)
    assert named.file.read_bytes() == bundle.file.read_bytes()
    with world.app.database.reading() as session:
        audited = [one for one in entries(session) if one.action == "bundled"]
    assert [(one.what, (one.after or {})["messages"]) for one in audited] == [("slack:T1:C1", 2)] * 3


@ON_SQLITE
async def test_a_period_in_which_nothing_came_says_so(world: World, tmp_path: Path) -> None:
    place = OnTelegram(world)
    await place.types(DAILY)
    world.clock.now = MONDAY
    await _rounds(world)
    files = read(made(world, "42", tmp_path, since=date(2025, 3, 24), days=6))
    assert sorted(files) == ["index.html", "index.json", "mdto.xml"]
    assert "In deze periode is hier niets bezorgd." in files["index.html"].decode()
    assert json.loads(files["index.json"])["is_empty"] is True
    assert "index.json" in read(made(world, "42", tmp_path, since=date(2025, 3, 24), days=7))


@ON_SQLITE
async def test_the_metadata_is_xml_in_the_order_of_mdto(world: World, tmp_path: Path) -> None:
    place = OnSlack(world)
    await place.types(DAILY)
    world.clock.now = MONDAY
    await _rounds(world)
    files = read(made(world, "C1", tmp_path))
    shapes = {}
    for name, data in files.items():
        if name.endswith("mdto.xml"):
            assert wrong_in(data) == []
            (one,) = etree.fromstring(data)
            shapes[name] = (etree.QName(one).localname, [etree.QName(child).localname for child in one])
    whole = shapes["mdto.xml"][1]
    assert list(dict.fromkeys(whole)) == [
        "identificatie", "naam", "aggregatieniveau", "omschrijving", "dekkingInTijd", "waardering", "bevatOnderdeel",
        "archiefvormer", "beperkingGebruik",
    ]  # fmt: skip
    message = next(name for name in files if name.startswith("berichten/") and name.endswith(".txt"))
    assert shapes[f"{message}.mdto.xml"] == (
        "bestand", ["identificatie", "naam", "omvang", "bestandsformaat", "checksum", "isRepresentatieVan"]
    )  # fmt: skip
    assert shapes[message.replace(".txt", ".mdto.xml")][1] == [
        "identificatie", "naam", "aggregatieniveau", "taal", "event", "waardering", "isOnderdeelVan",
        "heeftRepresentatie", "archiefvormer", "beperkingGebruik",
    ]  # fmt: skip


@pytest.mark.parametrize("make", [OnSlack, OnTelegram, OnMattermost, OnTeams])
@ON_SQLITE
async def test_a_message_of_before_replies_were_kept_has_its_words(world: World, make: Make, tmp_path: Path) -> None:
    place = make(world)
    await place.types(DAILY)
    takes_in(world, letter())
    world.clock.now = MONDAY
    await _rounds(world)
    with world.app.database.writing() as session:
        session.execute(update(MessageRow).values(reply=None))
    files = read(made(world, place.chat, tmp_path))
    (text,) = (data.decode() for name, data in files.items() if name.endswith(".txt") and "berichten" in name)
    assert [WRONG in text, "<b>" in text, "action" in text, "}" in text] == [True, False, False, False]


@pytest.mark.parametrize("part", [json.dumps({"html": "<b>Ja</b>", "plain": "Ja", "buttons": {}}), "<p>Ja</p>"])
def test_the_words_of_a_part_in_matrix_and_of_a_mail(part: str) -> None:
    assert words_in(part).strip() == "Ja"


def test_hostile_names_and_words_stay_words_and_no_more_than_one_letter_is_in_memory() -> None:
    at = datetime(2025, 3, 31, 6, 0, tzinfo=UTC)
    address, evil = Address("slack", "T1", "C1"), '<script>alert(1)</script>\x00\x1b[31m & "'
    delivery = Delivery(1, 1, DeliveryKind.BRIEFING, address, at, DeliveryState.SENT, 1, 1, 0, 0, None, at, None, at)
    message = BundledMessage(delivery, (json.dumps({"message": evil}),), None, (7,), None)
    editions = tuple(
        BundledEdition(number, f"../../{evil}/../brief.txt", None, "0" * 64, at, None, None) for number in range(40)
    )
    letters = [BundledLetter(1, evil, "verslag", None, None, None, None, None, (7,), editions)]
    period = period_of(at.date(), at.date(), "Europe/Amsterdam")
    tracemalloc.start()
    with open(os.devnull, "wb") as nowhere:  # noqa: PTH123 - a device
        about = BundleAbout("slack:T1:C1", period, evil, 400)
        packed = write_bundle(about, nowhere, [message], lambda _items: letters, lambda _id: os.urandom(1 << 20))
        assert tracemalloc.get_traced_memory()[1] < 10 << 20
    tracemalloc.stop()
    assert (packed.messages, packed.letters) == (1, 1)
    out = io.BytesIO()
    write_bundle(about, out, [message], lambda _items: letters, lambda _id: b"x")
    with zipfile.ZipFile(out) as file:
        names = file.namelist()
        page, data = file.read("index.html").decode(), json.loads(file.read("index.json"))
        parsed = [etree.fromstring(file.read(name)).tag for name in names if name.endswith(".xml")]
        assert [wrong_in(file.read(name)) for name in names if name.endswith(".xml")] == [[]] * len(parsed)
    assert [name for name in names if ".." in name or "<" in name or name.startswith("/")] == []
    assert (page.count("<script"), "\x00" in page, set(parsed)) == (0, False, {f"{MDTO}MDTO"})
    assert data["letters"][0]["editions"][0]["is_as_received"] is False


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("verslag.docx", "verslag.docx"),
        ("../../etc/passwd", "passwd"),
        ("C:\\brieven\\a b.pdf", "a_b.pdf"),
        (".hidden", "hidden"),
        ("…", "bestand"),
        ("x" * 300 + ".pdf", "x" * 80 + ".pdf"),
    ],
)
def test_a_name_is_one_everywhere(name: str, safe: str) -> None:
    assert safe_name(name) == safe


def test_words_are_found_in_what_channels_send() -> None:
    slack = {
        "text": "kort",
        "blocks": [{"type": "section", "text": {"type": "mrkdwn", "text": "a &amp; b"}}, {"type": "actions"}],
    }
    told = [words_in(json.dumps(one)) for one in (slack, {"html": "<b>a</b> &lt;i&gt;"}, {"message": "**a**"})]
    assert told == ["a & b", "a <i>", "**a**"]
    assert words_in("<p>een</p><p>twee</p>") == "een\ntwee\n"


@ON_SQLITE
async def test_what_cannot_be_made_is_said_and_leaves_nothing(
    world: World, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("out")
    with pytest.raises(JbzError) as nobody:
        find_chat(world.app.database, "slack:T1:CNOBODY")
    assert nobody.value.message.code == "bundle.no_chat"
    with pytest.raises(JbzError) as backwards:
        period_of(date(2025, 2, 1), date(2025, 1, 1), "Europe/Amsterdam")
    assert backwards.value.message.code == "bundle.backwards"
    place = OnSlack(world)
    await place.types(DAILY)
    world.clock.now = MONDAY
    await _rounds(world)

    def breaks(*_arguments: object) -> PackedBundle:
        raise OSError("No space left on device")

    address, period = find_chat(world.app.database, "C1"), period_of(MONDAY.date(), MONDAY.date(), "Europe/Amsterdam")
    with pytest.raises(OSError, match="No space"):
        make_bundle(world.app.database, address, period, MONDAY, breaks, folder)
    assert left_in(folder) == []


@ON_SQLITE
async def test_a_browser_takes_along_its_own_and_no_other(world: World) -> None:
    ours = {"origin": "http://testserver"}
    followed = await world.http.post("/gesprek", data={"q": DAILY}, headers=ours)
    cookie = followed.cookies[COOKIE]
    takes_in(world, letter())
    world.clock.now = MONDAY
    await _rounds(world)
    page = (await world.http.get("/gesprek", headers={"cookie": f"{COOKIE}={cookie}"})).text
    assert 'action="/gesprek/bundel"' in page
    asked = (await world.http.post("/gesprek", data={"q": "bundel maart 2025"}, headers=ours)).text
    link = re.findall(r'href="[^"]*(/gesprek\?[^"#]*)#bundel"', asked)
    told = ("Van 1 maart 2025 tot en met 31 maart 2025." in asked, link)
    assert told == (True, ["/gesprek?vanaf=2025-03-01&amp;tot=2025-03-31"])
    form = (await world.http.get(link[0].replace("&amp;", "&"), headers={"cookie": f"{COOKIE}={cookie}"})).text
    assert re.findall(r'type="date" value="([^"]*)"', form) == ["2025-03-01", "2025-03-31"]
    odd = (await world.http.get('/gesprek?vanaf="><b>', headers={"cookie": f"{COOKIE}={cookie}"})).text
    assert re.findall(r'type="date" value="([^"]*)"', odd) == ["", ""]
    days = {"since": "2025-03-31", "until": "2025-03-31"}
    answer = await world.http.post("/gesprek/bundel", data=days, headers=ours)
    assert (answer.status_code, answer.headers["content-type"]) == (200, "application/zip")
    with zipfile.ZipFile(io.BytesIO(answer.content)) as file:
        index = json.loads(file.read("index.json"))
        assert WRONG in file.read(index["messages"][0]["file"]).decode()
    assert index["chat"] == "een browser"
    world.http.cookies.clear()
    for given, headers, status in (
        (days, ours, 422),  # nothing was delivered in this browser
        (days, {"origin": "https://elders.example"}, 403),
        ({"since": "gisteren"}, ours, 422),
    ):
        refused = await world.http.post("/gesprek/bundel", data=given, headers=headers)
        assert refused.status_code == status
    assert (await world.http.get("/gesprek/bundel")).status_code == 405
    with world.app.database.reading() as session:
        assert [one.what for one in entries(session) if one.action == "bundled"] == ["web"]
        assert session.scalars(select(EditionRow.id)).first() is not None


@ON_SQLITE
@pytest.mark.parametrize("make", [OnSlack, OnTeams])
async def test_who_is_in_a_chat_takes_along_what_came_there_by_a_link_that_works_an_hour(
    world: World, make: Make
) -> None:
    place = make(world)
    await place.types(DAILY)
    takes_in(world, letter())
    world.clock.now = MONDAY
    await _rounds(world)
    address = find_chat(world.app.database, place.chat)
    reply = world.app.conversation.handle("bundel 31 maart 2025", address, Person("U1"))
    assert (reply.title, reply.lead) == (
        "Wat hier is bezorgd, als zip", ("Van 31 maart 2025 tot en met 31 maart 2025.",)
    )  # fmt: skip
    (line,) = reply.sections[0].lines
    assert line.source is not None
    path = "/" + line.source.url.split("/", 3)[3]
    page = await world.http.get(path)
    assert (page.status_code, page.headers["cache-control"], f'action="{path}"' in page.text) == (
        200, "no-store", True
    )  # fmt: skip
    refused = await world.http.post(path, headers={"origin": "https://elders.example"})
    answer = await world.http.post(path, headers={"origin": "http://testserver"})
    with zipfile.ZipFile(io.BytesIO(answer.content)) as file:
        index = json.loads(file.read("index.json"))
        assert WRONG in file.read(index["messages"][0]["file"]).decode()
    assert (refused.status_code, answer.status_code, len(index["messages"])) == (403, 200, 1)
    assert index["chat"] == place_of(address)
    with world.app.database.reading() as session:
        audited = [(one.who, one.what) for one in entries(session) if one.action == "bundled"]
        assert line.source.url.rpartition("/")[2] not in session.scalars(select(BundleTicketRow.digest)).all()
    assert audited == [(f"{address.channel}:{address.workspace}:U1", place_of(address))]
    world.clock.now += timedelta(hours=1, seconds=1)
    for asked in (path, path + "x", "/bundel/niets", "/en/bundel/niets"):
        assert [(await world.http.get(asked)).status_code, (await world.http.post(asked, headers={
            "origin": "http://testserver"})).status_code] == [404, 404]  # fmt: skip


@ON_SQLITE
async def test_bundel_reads_a_period_and_nothing_else(world: World) -> None:
    at = Address("slack", "T1", "C1")
    world.clock.now = MONDAY
    asked = partial(world.app.conversation.handle, address=at, person=Person("U1"))
    none = "In deze dagen is hier niets bezorgd."
    assert asked("bundel").lead == ("Van 25 februari 2024 tot en met 31 maart 2025.", none)
    assert asked("bundle 2024").lead == ("Van 1 januari 2024 tot en met 31 december 2024.", none)
    assert asked("bundel dit jaar").lead == ("Van 1 januari 2025 tot en met 31 maart 2025.", none)
    assert asked("bundel 2027").title == "Die periode moet nog komen. Zo kan het: bundel maart 2025."
    assert command_in("bundel maatregelen") == Ask("bundel maatregelen")
    page = world.app.conversation.handle("bundel", Address("web", "web", "x"), Person(""))
    assert (page.lead[1], page.reading) == (none, None)
    with world.app.database.reading() as session:
        assert list(session.scalars(select(BundleTicketRow))) == []  # a link to nothing is not given


@ON_SQLITE
async def test_the_page_of_who_signs_in_is_bundled_by_name(world: World) -> None:
    address = signed_in("sub-1").address
    world.app.conversation.handle(DAILY, address, Person(""))
    assert _own_page(world.app.database, "web:sub-1") == address
    assert [_own_page(world.app.database, named) for named in ("web:sub-2", "web:", "slack:sub-1")] == [None] * 3
