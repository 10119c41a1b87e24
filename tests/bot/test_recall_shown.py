"""Who had a message that is not so any more, as administrators see it: on the command line and under /beheer."""

import json
import zipfile
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.app import App
from bot.delivery.planner import BriefingTools, Planner
from bot.delivery.recalling import Recaller
from bot.settings import load_settings
from briefings.model.chat import Address, Person
from briefings.model.delivery import DeliveryKind
from briefings.model.document import Provenance
from storage import deliveries
from tests.bot.delivery.seen import ON_SQLITE
from tests.bot.delivery.test_recall import DAILY, RIGHT, WRONG, letter
from tests.bot.test_cli import jbz
from tests.bot.web.administration.test_pages import PROXY, Hall
from tests.bot.web.conftest import served
from tests.stand_ins.clock import Clock

CHATS = Address("slack", "T1", "C1"), Address("telegram", "123456", "42")


def sent(app: App, clock: Clock) -> None:
    """Everything that waits is taken by its platform."""
    for chat in CHATS:
        while True:
            with app.database.writing() as session:
                claimed = deliveries.claim_next(session, chat.lane, clock.now)
                if claimed is None:
                    break
                named = None if claimed.delivery.kind is DeliveryKind.EDIT else f"m{claimed.delivery.id}"
                deliveries.part_taken(session, claimed.delivery, clock.now, clock.now, named)


@pytest.fixture
def corrected_url(filled_url: str, clock: Clock) -> str:
    """Two chats were told of a letter that was corrected since; the message of one is edited."""
    app = App(load_settings({"JBZ_DATABASE_URL": filled_url, "JBZ_SOURCES": "geen"}), clock)
    for chat in CHATS:
        app.conversation.handle(DAILY, chat, Person("U1", is_administrator=True))
    app.take_in(letter(item="Migratie <b>twee</b>"), Provenance("letter.txt"))
    clock.now = datetime(2025, 3, 31, 6, 0, 10, tzinfo=UTC)
    tools = BriefingTools(app.themes.catalogue, app.letters, app.renders, app.saying)
    assert Planner(app.database, tools, clock).plan() == 2
    sent(app, clock)
    app.take_in(letter(RIGHT, item="Migratie <b>twee</b>"), Provenance("letter.txt"))
    assert Recaller(app.database, app.renders, app.saying, clock).plan() == 2
    with app.database.writing() as session:
        claimed = deliveries.claim_next(session, CHATS[0].lane, clock.now)
        assert claimed is not None
        assert claimed.edits is not None
        assert (claimed.edits.message, claimed.edits.key) == ("m1", "1-1")
        deliveries.part_taken(session, claimed.delivery, clock.now, clock.now)
    app.close()
    return filled_url


@ON_SQLITE
def test_the_command_line_says_who_had_it_and_makes_the_bundle(corrected_url: str, tmp_path: Path) -> None:
    listed = jbz(tmp_path, "recall", "list", url=corrected_url).stdout.decode()
    assert "2 berichten; bericht gewijzigd 1; onderweg 1" in listed
    shown = jbz(tmp_path, "recall", "show", "1", url=corrected_url).stdout.decode().splitlines()
    assert shown[1:] == [
        "  I.1 Migratie <b>twee</b>",
        f"    - {WRONG}",
        f"    + {RIGHT}",
        "  slack:T1 C1  bezorging 1  2025-03-31 06:00 UTC  bericht gewijzigd",
        "  telegram:123456 42  bezorging 2  2025-03-31 06:00 UTC  onderweg",
    ]
    told = json.loads(jbz(tmp_path, "recall", "show", "1", "--json", url=corrected_url).stdout)
    assert [(one["chat"], one["outcome"]) for one in told["had"]] == [("C1", "edited"), ("42", "on_its_way")]
    assert (told["items"][0]["gone"], told["items"][0]["new"]) == ([WRONG], [RIGHT])
    unknown = jbz(tmp_path, "recall", "show", "9", url=corrected_url)
    assert (unknown.returncode, unknown.stderr.decode().splitlines()[-1]) == (
        1, "Wijziging 9 is er niet. jbz recall list toont ze.",
    )  # fmt: skip
    zipped = tmp_path / "bundel.zip"
    days = ("--since", "2025-03-31", "--until", "2025-03-31", "--to", str(zipped))
    made = jbz(tmp_path, "bundle", "slack:T1:C1", *days, url=corrected_url)
    assert made.stdout.decode().splitlines()[0] == f"{zipped}: 2 berichten, 1 brief."
    with zipfile.ZipFile(zipped) as file:
        assert json.loads(file.read("index.json"))["schema"] == "jbz-bundle/1"
    again = jbz(tmp_path, "bundle", "slack:T1:C1", *days, url=corrected_url)
    assert (again.returncode, "is er al" in again.stderr.decode()) == (1, True)


@ON_SQLITE
async def test_the_page_says_who_had_it(corrected_url: str, clock: Clock, tmp_path: Path) -> None:
    settings = PROXY | {"JBZ_QUARANTINE": str(tmp_path / "quarantine")}
    async with served(corrected_url, clock, **settings) as ask:
        hall = Hall(ask)
        page = (await hall.see("/beheer/correcties")).text
        assert ["2 berichten; bericht gewijzigd 1; onderweg 1" in page, "?wijziging=1" in page] == [True, True]
        one = (await hall.see("/beheer/correcties?wijziging=1")).text
        assert [text in one for text in (WRONG, RIGHT, "slack:T1:C1", "telegram:123456:42")] == [True] * 4
        assert ["&lt;b&gt;twee" in one, "<b>twee" in one] == [True, False]
        assert "Wijziging 9 is er niet." in (await hall.see("/beheer/correcties?wijziging=9")).text
        assert "message edited" in (await hall.see("/en/beheer/correcties?wijziging=1")).text
