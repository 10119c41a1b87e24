"""A server that takes every connection and never says a word: a platform that hangs."""

import asyncio
from asyncio import StreamReader, StreamWriter


class SilentServer:
    """At `port` of this machine, for any protocol."""

    def __init__(self) -> None:
        self.port = 0
        self.heard: list[bytes] = []  #: how what was said on each connection begins
        self._open: set[StreamWriter] = set()
        self._server: asyncio.Server | None = None

    @property
    def url(self) -> str:
        """As an address of HTTP."""
        return f"http://127.0.0.1:{self.port}"

    async def start(self) -> None:
        """Listens on a free port."""
        self._server = await asyncio.start_server(self._take, "127.0.0.1", 0)
        self.port = self._server.sockets[0].getsockname()[1]

    async def stop(self) -> None:
        """Hangs up."""
        for writer in self._open:
            writer.close()
        if self._server is not None:
            self._server.close()

    async def _take(self, reader: StreamReader, writer: StreamWriter) -> None:
        self._open.add(writer)
        self.heard.append(b"")
        at = len(self.heard) - 1
        while told := await reader.read(4096):
            self.heard[at] += told
