"""Administration on the web: who may, that nothing changes unasked, and that each act does what it says."""

import sqlite3
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest

from bot.app import App
from bot.web.administration.pages import _sent_once
from briefings.errors import Unreadable
from briefings.gathering.ledger import OfferOutcome, OfferState
from briefings.model.chat import Address, Person
from briefings.model.delivery import DeliveryState
from briefings.sources.source import Offer, OfferPage
from storage import audit, deliveries, endings, outbox, subscriptions
from storage.audit_check import verify
from storage.deliveries import NewDelivery
from tests.bot.web.conftest import served
from tests.conftest import REPORT
from tests.stand_ins.clock import Clock

PROXY = {
    "JBZ_ACCESS": "proxy",
    "JBZ_TRUSTED_PROXIES": "10.0.0.5",
    "JBZ_EDITOR_GROUPS": "redactie",
    "JBZ_ADMINISTRATOR_GROUPS": "beheer",
    "TELEGRAM_BOT_TOKEN": "99:secret-of-telegram",
    "JBZ_LIMIT_CHANGES": "0",
}
PAGES = (
    "bezorging", "bronnen", "abonnementen", "brieven", "correcties", "themas", "werkruimten", "instellingen", "logboek",
    "kopie",
)  # fmt: skip
CHAT = Address("telegram", "99", "-100")
CHANGE = '[kabels]\nnl = "kabels"\nen = "cables"\nsynonyms = ["zeekabels"]\n'


class Hall:
    """The service, and somebody whom the proxy names."""

    def __init__(self, ask: Any) -> None:
        self._ask = ask
        self.app: App = ask.app

    async def see(self, path: str, groups: str = "beheer") -> httpx.Response:
        """A page."""
        headers = {"X-Forwarded-User": "marc", "X-Forwarded-Groups": groups, "X-Forwarded-For": "192.0.2.7"}
        return await self._ask("10.0.0.5", path, headers=headers)  # type: ignore[no-any-return]  # it is one

    async def press(self, page: str, act: str, value: str = "", *, origin: str | None = None, **more: Any) -> Any:
        """A button."""
        headers = {"X-Forwarded-User": "marc", "X-Forwarded-Groups": "beheer", "X-Forwarded-For": "192.0.2.7"}
        headers |= {"Origin": origin} if origin else {}
        files = more.pop("files", None)
        data = {"act": act, "value": value} | more
        return await self._ask("10.0.0.5", f"/beheer/{page}", "POST", headers=headers, data=data, files=files)

    async def do(self, page: str, act: str, value: str = "", **more: Any) -> str:
        """A button, and yes."""
        asked = await self.press(page, act, value, **{name: one for name, one in more.items() if name != "files"})
        assert (asked.status_code, "Weet u het zeker?" in asked.text) == (200, True)
        done = await self.press(page, act, value, sure="yes", **more)
        assert (done.status_code, "<h1>Gedaan</h1>" in done.text) == (200, True), done.text
        return str(done.text)

    def audited(self) -> list[tuple[str, str, str, str]]:
        """What was done on the pages: who, from where, about what, what."""
        with self.app.database.reading() as session:
            assert verify(session).problems == ()
            rows = list(audit.entries(session))
        return [(row.who, row.place, row.subject, row.action) for row in rows if row.who == "web:marc"]


@pytest.fixture
async def hall(filled_url: str, clock: Clock, tmp_path: Path) -> AsyncIterator[Hall]:
    settings = PROXY | {"JBZ_QUARANTINE": str(tmp_path / "quarantine")}
    async with served(filled_url, clock, **settings) as ask:
        yield Hall(ask)


@pytest.mark.parametrize("path", ["/beheer", "/beheer/brieven", "/en/beheer/brieven"])
async def test_in_a_house_that_is_open_to_all_it_says_how_to_turn_it_on(
    filled_url: str, clock: Clock, path: str
) -> None:
    async with served(filled_url, clock) as ask:
        told = await ask("127.0.0.1", path)
        assert (told.status_code, "JBZ_ACCESS" in told.text) == (404, True)
        assert (await ask("127.0.0.1", "/beheer/kopie", "POST", data={"act": "copy", "sure": "yes"})).status_code in {
            404,
            405,
        }


async def test_each_page_is_for_who_may_see_it(hall: Hall) -> None:
    of_editors = {"bronnen", "brieven"}
    for page in PAGES:
        seen = [(await hall.see(f"/beheer/{page}", groups)).status_code for groups in ("", "redactie", "beheer")]
        assert seen == [403, 200 if page in of_editors else 403, 200], page
        english = await hall.see(f"/en/beheer/{page}")
        assert (english.status_code, 'lang="en"' in english.text) == (200, True)
        assert english.headers["cache-control"] == "no-store"
    assert (await hall.see("/beheer")).headers["location"] == "/beheer/bezorging"
    assert (await hall.see("/beheer", "redactie")).headers["location"] == "/beheer/bronnen"
    assert "/beheer/kopie" not in (await hall.see("/beheer/bronnen", "redactie")).text
    assert (await hall.see("/beheer/nergens")).status_code == 404


async def test_nothing_changes_before_yes_nor_from_a_page_of_others(hall: Hall) -> None:
    hall.app.conversation.handle("volg migratie", CHAT, Person("7", is_administrator=True))
    before = _followed(hall)
    await hall.see("/beheer/abonnementen?act=stop&value=1&sure=yes")
    await hall.press("abonnementen", "stop", "1")
    other = await hall.press("abonnementen", "stop", "1", sure="yes", origin="https://evil.example")
    assert (other.status_code, _followed(hall), hall.audited()) == (403, before, [])


def _followed(hall: Hall) -> list[tuple[str, str | None]]:
    with hall.app.database.reading() as session:
        return [(chat.address.chat, one.paused_because) for one, chat in subscriptions.everything(session)]


async def test_what_is_followed_is_paused_resumed_moved_and_stopped(hall: Hall) -> None:
    hall.app.conversation.handle("volg migratie", CHAT, Person("7", is_administrator=True))
    assert "telegram:99:-100" in (await hall.see("/beheer/abonnementen")).text
    await hall.do("abonnementen", "pause", "1")
    assert _followed(hall) == [("-100", "pause.on_request")]
    await hall.do("abonnementen", "resume", "1")
    await hall.do("abonnementen", "move", "1", text="-200")
    assert _followed(hall) == [("-200", None)]
    for wrong in ("", "C1", "-200", "<b>"):
        refused = await hall.press("abonnementen", "move", "1", text=wrong, sure="yes")
        assert (refused.status_code, "Niet gedaan" in refused.text, "<b>" in refused.text) == (422, True, False)
    await hall.do("abonnementen", "stop", "1")
    assert _followed(hall) == []
    for act in ("pause", "resume", "stop", "move"):
        for sure in ({}, {"sure": "yes", "text": "-300"}):
            none = await hall.press("abonnementen", act, "1", **sure)
            assert (none.status_code, "Abonnement 1 is er niet, of is al gestopt." in none.text) == (422, True)
    here = ("web:marc", "192.0.2.7")
    assert hall.audited() == [
        (*here, "subscription", "paused"),
        (*here, "subscription", "resumed"),
        (*here, "chat", "moved"),
        (*here, "subscription", "stopped"),
    ]


async def test_a_lost_chat_stands_first(hall: Hall) -> None:
    hall.app.conversation.handle("volg migratie", CHAT, Person("7", is_administrator=True))
    hall.app.conversation.presence.gone(CHAT, "Telegram: bot was kicked")
    page = (await hall.see("/beheer/abonnementen")).text
    assert page.count("Telegram: bot was kicked") == 2
    await hall.do("abonnementen", "resume", "1")
    assert "Telegram: bot was kicked" not in (await hall.see("/beheer/abonnementen")).text


async def test_deliveries_are_sent_again_and_dropped(hall: Hall, clock: Clock) -> None:
    hall.app.conversation.handle("volg migratie", CHAT, Person("7", is_administrator=True))
    for number in range(2):
        with hall.app.database.writing() as session:
            due = clock() - timedelta(minutes=number)
            deliveries.put(session, [NewDelivery(1, CHAT, due, ("<b>een</b>",))], clock())
    with hall.app.database.writing() as session:
        first = next(one for one in outbox.list_deliveries(session) if one.id == 1)
        endings.end(session, first, DeliveryState.FAILED, "Telegram: <chat> not found", clock())
    page = (await hall.see("/beheer/bezorging")).text
    assert ("Telegram: &lt;chat&gt; not found" in page, "<chat>" in page) == (True, False)
    assert "1 bezorging weggelegd." in await hall.do("bezorging", "drop", "2")
    assert "1 bezorging gaat opnieuw." in await hall.do("bezorging", "retry", "1")
    with hall.app.database.reading() as session:
        stands = {one.id: one.state for one in outbox.list_deliveries(session)}
    assert stands == {1: DeliveryState.WAITING, 2: DeliveryState.DROPPED}
    here = ("web:marc", "192.0.2.7", "delivery")
    assert hall.audited() == [(*here, "dropped"), (*here, "retried")]


async def test_what_was_refused_is_released(hall: Hall, clock: Clock) -> None:
    ledger = hall.app.ledger
    ledger.note("map", OfferPage((Offer("k", "1", "Brief <i>", "https://example.org"),), ""), clock())
    kept = ledger.next("map", clock())
    assert kept is not None
    outcome = OfferOutcome(OfferState.REFUSED, reason=Unreadable("letter.empty"))
    ledger.settle(kept.id, "1", outcome, clock())
    page = (await hall.see("/beheer/bronnen")).text
    assert ("Brief &lt;i&gt;" in page, "Geef vrij" in page) == (True, True)
    assert "opnieuw geprobeerd" in await hall.do("bronnen", "release", str(kept.id))
    assert ledger.refused() == []
    again = await hall.press("bronnen", "release", str(kept.id), sure="yes")
    assert (again.status_code, hall.audited()) == (422, [("web:marc", "192.0.2.7", "source", "released")])


async def test_a_letter_is_taken_in_looked_at_and_withdrawn(hall: Hall) -> None:
    later = REPORT.read_text("utf-8").replace("5 en 7 maart 2025", "12 en 13 juni 2025").replace("935", "951")
    said = await hall.do("brieven", "take_in", files={"file": ("../<b>brief.txt", later.encode(), "text/plain")})
    assert ("&lt;b&gt;brief.txt: nieuw" in said, "<b>" in said) == (True, False)
    again = await hall.do("brieven", "take_in", files={"file": ("brief.txt", later.encode(), "text/plain")})
    assert "al bekend" in again
    bad = await hall.press("brieven", "take_in", sure="yes", files={"file": ("x.txt", b"", "text/plain")})
    none = await hall.press("brieven", "take_in", sure="yes")
    assert (bad.status_code, none.status_code) == (422, 422)
    page = (await hall.see("/beheer/brieven?brief=2")).text
    assert ("&lt;b&gt;brief.txt" in page, "met de hand" in page, "Niet zeker" in page) == (True, True, True)
    before = hall.app.answering.answer("migratie").total
    await hall.do("brieven", "withdraw", "2")
    assert hall.app.answering.answer("migratie").total < before
    assert "ingetrokken" in (await hall.see("/beheer/brieven")).text
    assert (await hall.press("brieven", "withdraw", "2", sure="yes")).status_code == 422
    for none in ("2", "9999", "abc", ""):  # withdrawn, or never there
        asked = await hall.press("brieven", "withdraw", none)
        assert (asked.status_code, f"Brief {none} is er niet" in asked.text) == (422, True)
    again = await hall.do("brieven", "take_in", files={"file": ("brief.txt", later.encode(), "text/plain")})
    assert "Deze brief was ingetrokken, en is nu weer te lezen." in again
    assert hall.app.answering.answer("migratie").total == before
    assert (await hall.see("/beheer/brieven?brief=999")).status_code == 200
    here = ("web:marc", "192.0.2.7", "letter")
    done = ("new", "refused", "withdrawn", "new_edition")
    assert hall.audited() == [(*here, one) for one in done]


async def test_half_a_letter_waits_until_it_is_chosen_and_the_whole_one_can_be_shown_again(hall: Hall) -> None:
    whole = REPORT.read_text("utf-8")
    cut = whole[: len(whole) // 4].encode()
    before = hall.app.answering.answer("migratie").total
    said = await hall.do("brieven", "take_in", files={"file": ("cut.txt", cut, "text/plain")})
    assert ("bewaard en niet getoond" in said, "Is het bestand heel?" in said) == (True, True)
    assert hall.app.answering.answer("migratie").total == before
    assert "Van brief 1 is nu versie 2 te lezen" in await hall.do("brieven", "choose", "2")
    assert hall.app.answering.answer("migratie").total < before
    assert "Toon deze versie" in (await hall.see("/beheer/brieven?brief=1")).text
    await hall.do("brieven", "choose", "1")
    assert hall.app.answering.answer("migratie").total == before
    assert (await hall.press("brieven", "choose", "1", sure="yes")).status_code == 422
    done = [action for *_, action in hall.audited()]
    assert done == ["held", "waits to replace", "chosen", "chosen"]


async def test_themes_are_shown_first_changed_and_put_back(hall: Hall) -> None:
    asked = await hall.press("themas", "apply", text=CHANGE)
    assert ("kabels: nieuw thema, kabels" in asked.text, hall.app.themes.changes()) == (True, "")
    await hall.do("themas", "apply", text=CHANGE)
    assert hall.app.themes.changes() == CHANGE
    await hall.do("themas", "reset")
    assert hall.app.themes.changes() == ""
    await hall.do("themas", "back_to", "1")
    assert hall.app.themes.changes() == CHANGE
    page = (await hall.see("/beheer/themas")).text
    assert page.count("web:marc") == 3
    for wrong in ("not toml", '[x]\nnl = "help"\nen = "help"\n'):
        refused = await hall.press("themas", "apply", text=wrong)
        assert (refused.status_code, "Niet gedaan" in refused.text) == (422, True)
    assert (await hall.press("themas", "back_to", "99")).status_code == 422
    assert [row[3] for row in hall.audited()] == ["changed", "reset", "changed"]


async def test_every_page_leads_who_may_to_administration_and_nobody_else(hall: Hall) -> None:
    for path, link in (
        ("/themas", 'href="/beheer"'),
        ("/en/gesprek", 'href="/en/beheer"'),
        ("/nergens", 'href="/beheer"'),
    ):
        leads = {
            groups: link in (await hall.see(path, groups)).text for groups in ("lezers", "redactie", "beheer", "lezers")
        }
        expected = {"lezers": False, "redactie": path != "/nergens", "beheer": path != "/nergens"}
        assert leads == expected, path


async def test_settings_show_no_secret_and_the_log_shows_itself(hall: Hall) -> None:
    page = (await hall.see("/beheer/instellingen")).text
    assert ("secret-of-telegram" in page, "TELEGRAM_BOT_TOKEN" in page, "10.0.0.5" in page) == (False, True, True)
    hall.app.conversation.handle("volg migratie", CHAT, Person("7", is_administrator=True))
    log = (await hall.see("/beheer/logboek?over=subscription")).text
    assert ("telegram:99:7" in log, "abonnement 1: gevolgd" in log, "brief 1" in log) == (True, True, False)
    english = (await hall.see("/en/beheer/logboek?over=subscription")).text
    assert "subscription 1: followed" in english
    assert "when: - → every Monday 08:00" in english
    assert "Alles klopt" in (await hall.see("/beheer/logboek?nagaan=1")).text
    assert "telegram:99:7" not in (await hall.see("/beheer/logboek?voor=1")).text


async def test_of_a_copy_nothing_stays_when_it_fails_or_when_its_sending_does(
    hall: Hall, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    (tmp_path / "jbz-copy.db").write_bytes(b"x" * 200_000)
    sent = _sent_once(tmp_path / "jbz-copy.db")
    assert list(tmp_path.glob("jbz-*")) == []  # before a byte of it is sent  # noqa: ASYNC240 - a test
    sending = [bytes(piece) async for piece in sent.body_iterator if not isinstance(piece, str)]
    assert (sent.headers["content-length"], len(b"".join(sending))) == ("200000", 200_000)
    monkeypatch.setattr("storage.backup._write", lambda *_: (_ for _ in ()).throw(OSError(28, "No space left")))
    failed = await hall.press("kopie", "copy", sure="yes")
    assert (failed.status_code, list(tmp_path.glob("jbz-*"))) == (422, [])  # noqa: ASYNC240 - a test


async def test_a_copy_is_sent_and_not_left_behind(hall: Hall, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    asked = await hall.press("kopie", "copy")
    sent = await hall.press("kopie", "copy", sure="yes")
    assert ("Weet u het zeker?" in asked.text, sent.headers["content-disposition"]) == (
        True,
        'attachment; filename="jbz-kopie.db"',
    )
    file = tmp_path / "mine.db"
    file.write_bytes(sent.content)
    with sqlite3.connect(file) as copy:
        assert copy.execute("SELECT count(*) FROM documents").fetchone() == (1,)
    copy.close()
    assert [file for file in tmp_path.iterdir() if file.name.startswith("jbz-")] == []  # noqa: ASYNC240 - a test
    assert hall.audited() == [("web:marc", "192.0.2.7", "backup", "made")]
