"""A reading room with letters of several Councils, an agenda beside its report, and a hostile letter."""

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx
import pytest

from bot.app import App
from bot.server import Server
from bot.settings import load_settings
from briefings.model.document import Provenance
from tests.conftest import _copy
from tests.questions.judged import LETTERS
from tests.stand_ins.clock import Clock

#: What letters, readers and links may try.
HOSTILE = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "]]><!--",
    "{{ 7*7 }}",
    "' OR 1=1 --",
    "\x00\x1b[31m",
    "\u202eevil",
    "../../etc/passwd",
    "javascript:alert(1)",
    "\r\nSet-Cookie: x=1",
    "a" * 3000,
    "%00",
    "🎉" * 50,
    "&amp;&lt;",
    "BEGIN:VEVENT",
)
LETTER = """Aan de Voorzitter van de Tweede Kamer der Staten-Generaal
Den Haag, 30 januari 2026

Verslag van de bijeenkomst van de Raad Justitie en Binnenlandse Zaken, 22 januari 2026

I. Binnenlandse Zaken

1. Migratie <script>alert(1)</script> & "><img src=x onerror=alert(1)>

De Raad nam de <script>alert(2)</script> conclusies ]]> aan. Nederland steunde {{ 7*7 }} en \u202e het voorstel \
</script><b onmouseover=alert(3)>. De Commissie zal vóór 1 juli 2026 komen met BEGIN:VEVENT; een "voorstel", \\n &amp;.

2. </title></textarea><style>*{display:none}</style>

Nederland gaf aan -->]]> tegen te zijn. De Raad stemde in met <svg/onload=alert(4)>.
"""


@pytest.fixture(params=["sqlite", "postgresql"])
def many_url(
    request: pytest.FixtureRequest,
    tmp_path: Path,
    made_once: dict[tuple[str, str], str],
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[str]:
    """The address of a database with these letters."""
    monkeypatch.setattr("tests.conftest.fill", lambda url, _content: fill_many(url))
    with _copy(request, tmp_path, made_once, "many") as url:
        yield url


def fill_many(url: str) -> None:
    """Takes these letters into an empty database."""
    app = App(load_settings({"JBZ_DATABASE_URL": url}), lambda: datetime(2025, 11, 1, 9, 0, tzinfo=UTC))
    app.database.upgrade()
    for path in LETTERS.values():
        app.take_in(path.read_bytes(), Provenance(path.name))
    app.take_in(LETTER.encode(), Provenance("hostile.txt"))
    app.close()
    if app.database.sqlite:
        with app.database.engine.connect() as connection:
            connection.exec_driver_sql("COMMIT")
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
            connection.exec_driver_sql("BEGIN")
        app.database.close()


class Reader:
    """Someone with a browser or a program; `app` is what they ask."""

    def __init__(self, app: App, http: httpx.AsyncClient) -> None:
        self.app = app
        self.http = http

    async def get(self, path: str, **more: Any) -> httpx.Response:
        """What stands at an address."""
        return await self.http.get(path, **more)


NO_LIMITS = {"JBZ_LIMIT_QUESTIONS": "0", "JBZ_LIMIT_CHANGES": "0", "JBZ_LIMIT_API": "0"}


@asynccontextmanager
async def reading(url: str, clock: Clock, **settings: str) -> AsyncIterator[Reader]:
    """The service without channels that need a token."""
    given = (
        {"JBZ_DATABASE_URL": url, "JBZ_SOURCES": "geen", "JBZ_BASE_URL": "https://jbz.example.nl"}
        | NO_LIMITS
        | settings
    )
    app = App(load_settings(given), clock)
    app.prepare()
    transport = httpx.ASGITransport(Server(app).asgi)
    async with httpx.AsyncClient(transport=transport, base_url=given["JBZ_BASE_URL"]) as http:
        yield Reader(app, http)
    app.close()


@pytest.fixture
async def reader(many_url: str, clock: Clock) -> AsyncIterator[Reader]:
    """A reader, on 1 November 2025, on both kinds of database."""
    clock.forward(days=222)
    async with reading(many_url, clock) as found:
        yield found


@asynccontextmanager
async def served(url: str, clock: Clock, **settings: str) -> AsyncIterator[Any]:
    """Asks from an address on the network: `ask(address, path, headers…)`."""
    app = App(load_settings({"JBZ_DATABASE_URL": url, "JBZ_SOURCES": "geen"} | settings), clock)
    app.prepare()
    server = Server(app)

    async def ask(address: str, path: str, method: str = "GET", **more: Any) -> httpx.Response:
        transport = httpx.ASGITransport(server.asgi, client=(address, 4711))
        async with httpx.AsyncClient(transport=transport, base_url="http://localhost") as http:
            return await http.request(method, path, **more)

    ask.app = app  # type: ignore[attr-defined]  # for who looks behind it
    yield ask
    app.close()
