"""People's programs that connect and then hardly say anything: the service goes on, and its log stays small."""

import asyncio
import os
import resource
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import httpx
import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route
from uvicorn import Config, Server

from bot.connections import ConnectionLimit, Deadlines, backlog, protocol

ROOT = Path(__file__).parents[2]
_HEAD = b"POST / HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-www-form-urlencoded\r\n"


@contextmanager
def served(url: str, log: Path, descriptors: int) -> Iterator[int]:
    """`jbz serve` as a process that may open this many descriptors; its port."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environment = {"PATH": os.defpath, "JBZ_DATABASE_URL": url, "JBZ_SOURCES": "geen"}
    with log.open("wb") as written:
        process = subprocess.Popen(  # noqa: S603 - our own
            [sys.executable, "-m", "bot", "serve", "--port", str(port)],
            cwd=ROOT,
            env=environment,
            stdout=written,
            stderr=written,
            preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_NOFILE, (descriptors, descriptors)),  # noqa: PLW1509
        )
    try:
        for _ in range(400):
            if "Stop met Ctrl+C" in log.read_text() and _healthy(port):
                break
            time.sleep(0.05)
        yield port
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(20)


def _healthy(port: int) -> bool:
    try:
        return httpx.get(f"http://127.0.0.1:{port}/healthz", timeout=5).status_code == 200
    except httpx.HTTPError:
        return False


def test_three_hundred_slow_connections_silence_nobody_and_fill_no_log(sqlite_file: Path, tmp_path: Path) -> None:
    database, log = tmp_path / "jbz.db", tmp_path / "log"
    database.write_bytes(sqlite_file.read_bytes())
    with served(f"sqlite:///{database}", log, 256) as port, ExitStack() as stack:
        for at in range(300):
            slow = stack.enter_context(socket.create_connection(("127.0.0.1", port), 5))
            slow.sendall(b"GET / HTTP/1.1\r\nX-Slow: " if at % 2 else _HEAD + b"Content-Length: 100\r\n\r\nq=mi")
            if at % 50 == 49:
                assert _healthy(port), at
        assert [_healthy(port) for _ in range(20)] == [True] * 20
    assert log.stat().st_size < 20_000, log.read_text()[:3000]
    assert "Traceback" not in log.read_text()


def test_who_breaks_off_costs_one_line_at_most(sqlite_file: Path, tmp_path: Path) -> None:
    database, log = tmp_path / "jbz.db", tmp_path / "log"
    database.write_bytes(sqlite_file.read_bytes())
    with served(f"sqlite:///{database}", log, 1024) as port:
        before = len(log.read_text().splitlines())
        for path in (b"/", b"/slack/events", b"/telegram/webhook", b"/no-such-page"):
            for sent in (b"", b"q=migr"):
                with socket.create_connection(("127.0.0.1", port), 5) as broken:
                    broken.sendall(
                        _HEAD.replace(b"POST / ", b"POST " + path + b" ") + b"Content-Length: 50\r\n\r\n" + sent
                    )
        assert _healthy(port)
        time.sleep(0.3)
        lines = log.read_text().splitlines()[before:]
    assert len([line for line in lines if "stop" not in line.lower()]) <= 8, "\n".join(lines)
    assert "Traceback" not in "\n".join(lines)


async def _echo(request: Request) -> PlainTextResponse:
    return PlainTextResponse(await request.body())


@pytest.fixture
def room() -> ConnectionLimit:
    return ConnectionLimit(most=4, kept=1, head_seconds=0.3)


@pytest.fixture
async def port(room: ConnectionLimit) -> Iterator[int]:  # type: ignore[misc]  # pytest-asyncio makes it one
    """A server that waits short, with room for four."""
    app = Starlette(
        routes=[Route("/", _echo, methods=["GET", "POST"]), Route("/healthz", _echo)],
        middleware=[Middleware(Deadlines, body_seconds=0.3)],
    )
    config = Config(
        app, port=0, http=protocol(room), backlog=backlog(ConnectionLimit(400, 1)), log_config=None, lifespan="off"
    )
    server = Server(config)
    server.install_signal_handlers = lambda: None  # type: ignore[attr-defined]
    serving = asyncio.create_task(server.serve())
    while not server.started:  # noqa: ASYNC110 - uvicorn has no event of it
        await asyncio.sleep(0.01)
    yield server.servers[0].sockets[0].getsockname()[1]
    server.should_exit = True
    await serving


async def _said(port: int, sent: bytes) -> bytes:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(sent)
    try:
        return await _rest(reader)
    finally:
        writer.close()


async def _rest(reader: asyncio.StreamReader) -> bytes:
    """What comes until the connection ends, however it ends."""
    try:
        return await asyncio.wait_for(reader.read(), 5)
    except ConnectionResetError:
        return b""


async def test_a_head_that_does_not_come_whole_ends_the_connection(port: int) -> None:
    assert await _said(port, b"GET / HTTP/1.1\r\nHost: local") == b""


async def test_a_body_that_does_not_come_whole_gets_408(port: int) -> None:
    told = await _said(port, _HEAD + b"Content-Length: 9\r\n\r\nq=")
    assert told.split(b"\r\n")[0] == b"HTTP/1.1 408 Request Timeout"
    assert told.endswith(b"De vraag kwam niet op tijd helemaal aan.\n")


async def test_a_slow_but_whole_request_is_answered_on_a_connection_that_stays(port: int) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    for _ in range(3):
        for piece in (_HEAD + b"Content-Length: 4\r\n", b"\r\nq=", b"mi"):
            writer.write(piece)
            await asyncio.sleep(0.05)
        assert (await reader.readuntil(b"q=mi")).startswith(b"HTTP/1.1 200 OK")
    writer.close()


async def test_the_longest_waiting_makes_room_and_health_always_gets_in(port: int, room: ConnectionLimit) -> None:
    room.head_seconds = 30
    waiting = [await asyncio.open_connection("127.0.0.1", port) for _ in range(4)]
    await asyncio.sleep(0.1)
    assert (await _said(port, b"GET / HTTP/1.1\r\nHost: l\r\nConnection: close\r\n\r\n")).startswith(b"HTTP/1.1 200")
    assert await _rest(waiting[0][0]) == b""
    busy = []
    for _ in range(4):  # their heads came: they may not be put out
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(_HEAD + b"Content-Length: 9\r\n\r\n")
        busy.append((reader, writer))
    await asyncio.sleep(0.1)
    ask = b"GET %b HTTP/1.1\r\nHost: l\r\nConnection: close\r\n\r\n"
    assert (await _said(port, ask % b"/")).split(b"\r\n")[0] == b"HTTP/1.1 503 Service Unavailable"
    assert (await _said(port, ask % b"/healthz")).split(b"\r\n")[0] == b"HTTP/1.1 200 OK"
    for _, writer in (*waiting, *busy):
        writer.close()
