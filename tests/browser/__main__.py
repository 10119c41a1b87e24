"""The pages in a real browser: `make browser`. Exit status 1 when axe-core, the keyboard or an act finds anything.

Every kind of page, light and dark, on a telephone and a wide screen; none may be wider than a screen of 320 px, which
is also what 400% zoom of 1280 px leaves. With `--pictures` the pictures in docs/ are made anew.
"""

import shutil
import sys
import tempfile
import threading
import time
from base64 import b64encode
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal

import uvicorn
from playwright.sync_api import Browser, ConsoleMessage, Page, sync_playwright

from bot.app import App
from bot.server import Server
from bot.settings import load_settings
from briefings.errors import Unreadable
from briefings.gathering.ledger import OfferOutcome, OfferState
from briefings.model.chat import Address, Person
from briefings.model.delivery import DeliveryState
from briefings.sources.source import Offer, OfferPage
from storage import deliveries, endings, outbox
from storage.deliveries import NewDelivery
from tests.bot.web.conftest import fill_many
from tests.browser.administering import administered

_HERE = Path(__file__).parent
_PICTURES = _HERE.parents[1] / "docs" / "pictures"
_PORT = 8427
_AT = f"http://localhost:{_PORT}"
_FLAGS = (
    "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking --disable-sync".split()
)
PAGES = {
    "home": "/",
    "search": "/zoek?q=terugkeer",
    "narrowed": "/zoek?q=terugkeer&soort=standpunt&raad=jbz",
    "nothing": "/zoek?q=pizza",
    "meetings": "/vergaderingen",
    "meeting": "/vergaderingen/jbz/2025-10-09",
    "report": "/vergaderingen/jbz/2025-03-05",
    "item": "/items/6#p3-1",
    "marked": "/items/12?markeer=iedereen",
    "hostile": "/items/66",
    "themes": "/themas",
    "theme": "/themas/terugkeer",
    "timeline": "/tijdlijn?q=EES",
    "announced": "/toezeggingen?wanneer=voorbij",
    "quote": "/klopt?q=Nederland+steunde+het+voorstel+en+pleitte+voor+erkenning+van+terugkeerbesluiten.",
    "quotes": "/klopt?q=Nederland+steunde+het+voorstel+en+pleitte+voor+erkenning.+Nederland+was+tegen+het+akkoord.",
    "command": "/zoek?q=volg+migratie",
    "by e-mail": "/volgen/e-mail",
    "planned": "/vergaderingen/jbz/2025-10-09/gepland",
    "planned-list": "/gepland",
    "preparation": "/vergaderingen/jbz/2025-10-09/voorbereiding",
    "preparations": "/voorbereiding",
    "handover": "/overdracht?q=migratie+2025",
    "course": "/koers?q=terugkeer",
    "follow": "/volgen",
    "sources": "/bronnen",
    "about": "/over",
    "help": "/help",
    "privacy": "/privacy",
    "accessibility": "/toegankelijkheid",
    "talk": "/gesprek?q=migratie",
    "missing": "/nergens",
    "english": "/en/items/6",
    "administration": "/beheer/bezorging",
    "administered sources": "/beheer/bronnen",
    "administered subscriptions": "/beheer/abonnementen",
    "administered letters": "/beheer/brieven",
    "administered letter": "/beheer/brieven?brief=1",
    "recalls": "/beheer/correcties",
    "administered themes": "/beheer/themas",
    "workspaces": "/beheer/werkruimten",
    "settings": "/beheer/instellingen",
    "log": "/en/beheer/logboek?nagaan=1",
    "copy": "/beheer/kopie",
}
#: Who the proxy names: somebody who may see everything.
_NAMED = {"X-Forwarded-User": "marc@example.nl", "X-Forwarded-Groups": "beheer"}
_HOUSE = {
    "JBZ_ACCESS": "proxy", "JBZ_TRUSTED_PROXIES": "127.0.0.1,::1", "JBZ_ADMINISTRATOR_GROUPS": "beheer",
    "JBZ_LIMIT_QUESTIONS": "0", "JBZ_LIMIT_CHANGES": "0", "JBZ_LIMIT_API": "0",
    "SMTP_URL": "smtp://localhost:1", "MAIL_FROM": "jbz@example.nl", "JBZ_EMAIL_DOMAINS": "example.nl",
    "JBZ_ENCRYPTION_KEY": b64encode(bytes(32)).decode(),
}  # fmt: skip
_LOOKS: tuple[tuple[str, int, Literal["light", "dark"]], ...] = (
    ("wide", 1280, "light"),
    ("dark", 1280, "dark"),
    ("phone", 390, "light"),
)
_SHOWN = ("home", "search", "meeting", "item", "theme", "administration")
_RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
_AXE = """async rules => (await axe.run(document, {runOnly: {type: 'tag', values: rules}})).violations.map(one => {
    const nodes = one.nodes.map(node => `${node.target.join(' ')} ${node.failureSummary}`).slice(0, 3);
    return `${one.id}: ${nodes.join('; ')}`; })"""
_WALK = """() => { const at = document.activeElement, style = getComputedStyle(at), box = at.getBoundingClientRect();
    return {tag: at.tagName, name: at.className, seen: style.outlineStyle !== 'none' && box.width > 0,
            id: [...document.querySelectorAll('a,button,input,summary')].indexOf(at)}; }"""


_ON_PAPER = """() => { const of = (one, name) => getComputedStyle(one)[name];
    const all = what => [...document.querySelectorAll(what)];
    const unbroken = all('.pair + .pair:not(.part)').filter(one => of(one, 'breakBefore') !== 'page').length;
    const shut = all('details .said').filter(one => !one.getClientRects().length).length;
    const shown = all('button, .menu, .paging, .follow').filter(one => one.offsetParent).length;
    return [[unbroken, 'items do not begin a page'], [shut, 'sentences are folded away'], [shown, 'things to press']]
        .filter(([count]) => count).map(([count, what]) => `on paper: ${count} ${what}`); }"""
_UNSEEN_LINKS = "[...document.querySelectorAll('.here')].filter(one => getComputedStyle(one).opacity !== '1').length"


def main() -> int:
    """0 when nothing was found."""
    chromium = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if chromium is None:
        sys.stdout.write("Chromium is needed: apt-get install chromium\n")
        return 1
    axe = (_HERE / "node_modules" / "axe-core" / "axe.min.js").read_text("utf-8")
    with _service(), sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=_FLAGS)
        found = list(_looked_at(browser, axe))
        if "--pictures" in sys.argv:
            _draw(browser)
        found += _administered(browser)
        browser.close()
    for line in found:
        sys.stdout.write(f"{line}\n")
    sys.stdout.write(f"{len(PAGES)} kinds of pages looked at, {len(found)} findings\n")
    return 1 if found else 0


@contextmanager
def _service() -> Iterator[None]:
    """The pages on a database of their own, on 1 November 2025."""
    with tempfile.TemporaryDirectory() as folder:
        fill_many(url := f"sqlite:///{folder}/jbz.db")
        given = {"JBZ_DATABASE_URL": url, "JBZ_SOURCES": "geen", "JBZ_BASE_URL": _AT}
        settings = load_settings(given | _HOUSE)
        app = App(settings, lambda: datetime(2025, 11, 1, 9, 0, tzinfo=UTC))
        app.prepare()
        _live(app)
        config = uvicorn.Config(Server(app).asgi, port=_PORT, log_level="error", lifespan="off")
        server = uvicorn.Server(config)
        thread = threading.Thread(target=server.run, daemon=True)
        thread.start()
        while not server.started:
            time.sleep(0.05)
        yield
        server.should_exit = True
        thread.join(10)
        app.close()


def _live(app: App) -> None:
    """Somebody follows something, a briefing failed, a letter was refused: so that there is something to administer."""
    chat, now = Address("slack", "T1", "C0123ABCD"), app.clock()
    for typed in ("volg migratie", "volg visa elke dinsdag 09:00", "pauzeer"):
        app.conversation.handle(typed, chat, Person("U1", is_administrator=True))
    app.conversation.presence.gone(Address("slack", "T1", "C0123ABCD"), "Slack: is_archived")
    with app.database.writing() as session:
        deliveries.put(session, [NewDelivery(1, chat, now, ("een",)), NewDelivery(2, chat, now, ("twee",))], now)
        first = next(one for one in outbox.list_deliveries(session) if one.id == 1)
        endings.end(session, first, DeliveryState.FAILED, "Slack: channel_not_found", now)
    offer = Offer("k1", "1", "Verslag van de JBZ-Raad <met meer>", "https://example.org/brief.pdf")
    app.ledger.note("map", OfferPage((offer,), ""), now)
    if (kept := app.ledger.next("map", now)) is not None:
        app.ledger.settle(kept.id, "1", OfferOutcome(OfferState.REFUSED, reason=Unreadable("letter.empty")), now)


def _looked_at(browser: Browser, axe: str) -> Iterator[str]:
    for scheme in ("light", "dark"):
        for width in (1280, 390, 320):
            context = browser.new_context(
                viewport={"width": width, "height": 900}, color_scheme=scheme, extra_http_headers=_NAMED
            )
            page = context.new_page()
            said: list[str] = []
            page.on("console", _listener(said))
            for name, path in PAGES.items():
                where = f"{name}, {scheme}, {width} px"
                page.goto(_AT + path)
                if page.evaluate("document.documentElement.scrollWidth") > width:
                    yield f"{where}: wider than the screen"
                page.evaluate(axe)
                yield from (f"{where}: {one}" for one in page.evaluate(_AXE, _RULES))
                if scheme == "light" and width == 1280:
                    yield from (f"{where}: {one}" for one in _walked(page))
            if scheme == "light" and width == 1280:
                page.emulate_media(media="print")
                for name in ("report", "meeting", "search", "item"):
                    page.goto(_AT + PAGES[name])
                    yield from (f"{name}, {one}" for one in page.evaluate(_ON_PAPER))
            yield from (f"{scheme}, {width} px: the console says {line}" for line in said if "404" not in line)
            context.close()
    touched = browser.new_context(viewport={"width": 390, "height": 900}, has_touch=True, is_mobile=True)
    page = touched.new_page()
    page.goto(_AT + PAGES["item"])
    if unseen := page.evaluate(_UNSEEN_LINKS):
        yield f"item, by touch: {unseen} links to sentences are not seen"
    touched.close()


def _administered(browser: Browser) -> list[str]:
    """What is not right with what an administrator does; last, as it changes what is seen."""
    context = browser.new_context(extra_http_headers=_NAMED)
    found = [f"administration, {one}" for one in administered(context.new_page(), _AT)]
    context.close()
    return found


def _listener(said: list[str]) -> Callable[[ConsoleMessage], None]:
    return lambda message: said.append(message.text)


def _walked(page: Page) -> Iterator[str]:
    """By the Tab key through the page: the way past the menu first, then everything once and in order."""
    page.reload()
    page.keyboard.press("Tab")
    first: dict[str, Any] = page.evaluate(_WALK)
    if first["name"] != "skip":
        yield "the way past the menu does not come first"
        return
    before = first["id"]
    for _ in range(400):
        page.keyboard.press("Tab")
        at: dict[str, Any] = page.evaluate(_WALK)
        if at["tag"] == "BODY" or at["id"] == first["id"]:
            break
        if not at["seen"]:
            yield f"focus is not seen on {at}"
        if at["id"] != -1 and at["id"] <= before:
            yield f"the order jumps back to {at}"
            break
        before = max(before, at["id"])
    page.reload()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    if page.evaluate("document.activeElement.id") != "inhoud":
        yield "the way past the menu does not lead to the content"


def _draw(browser: Browser) -> None:
    for name in _SHOWN:
        for kind, width, scheme in _LOOKS:
            if kind == "dark" and name != "item":
                continue
            context = browser.new_context(
                viewport={"width": width, "height": 900}, color_scheme=scheme, extra_http_headers=_NAMED
            )
            page = context.new_page()
            page.goto(_AT + PAGES[name].partition("#")[0])
            page.screenshot(path=_PICTURES / f"page-{name}-{kind}.png")
            context.close()


if __name__ == "__main__":
    sys.exit(main())
