"""Metrics at a port of their own."""

import socket
from time import monotonic

import httpx
import pytest

from bot.access import networks
from bot.app import App
from bot.server import Server
from bot.settings import load_settings
from bot.web.metrics_port import serve_metrics


def _free() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port: int = one.getsockname()[1]
        return port


@pytest.mark.parametrize(("allowed", "status"), [("127.0.0.0/8,::1", 200), ("10.0.0.1", 403)])
def test_who_may_read_them_gets_them_measured_just_then(allowed: str, status: int) -> None:
    measured: list[bool] = []
    port = _free()
    end = serve_metrics(port, lambda: measured.append(True), networks(allowed))
    try:
        answer = httpx.get(f"http://127.0.0.1:{port}/metrics")
    finally:
        end()
    assert (answer.status_code, measured) == (status, [True] if status == 200 else [])
    assert ("jbz_deliveries" in answer.text) is (status == 200)


def test_who_says_nothing_holds_up_nobody_nor_the_end() -> None:
    port = _free()
    end = serve_metrics(port, lambda: None, networks("127.0.0.0/8,::1"))
    silent = [socket.create_connection(("127.0.0.1", port)) for _ in range(40)]
    try:
        assert httpx.get(f"http://127.0.0.1:{port}/metrics", timeout=4).status_code == 200
        silent[0].settimeout(4)
        assert silent[0].recv(1) == b""  # of so many the first is cut off
    finally:
        began = monotonic()
        end()
        took = monotonic() - began
        for one in silent:
            one.close()
    assert took < 2


async def test_beside_the_pages_they_are_not_there_then(filled_url: str) -> None:
    port = _free()
    app = App(load_settings({"JBZ_DATABASE_URL": filled_url, "JBZ_SOURCES": "geen", "JBZ_METRICS_PORT": str(port)}))
    app.prepare()
    asgi = Server(app, tick_seconds=3600).asgi
    async with (
        asgi.router.lifespan_context(asgi),
        httpx.AsyncClient(transport=httpx.ASGITransport(asgi), base_url="http://localhost:8000") as http,
        httpx.AsyncClient() as other,
    ):
        assert (await http.get("/metrics")).status_code == 404
        assert "jbz_deliveries" in (await other.get(f"http://127.0.0.1:{port}/metrics")).text
    app.close()
