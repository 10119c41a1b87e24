"""What every stand-in over HTTP does alike: it listens on a port of this machine, and stops."""

from aiohttp import web


class Listening:
    """A server at `url`, once it listens."""

    url = ""
    _runner: web.AppRunner | None = None

    async def listen(self, app: web.Application, port: int = 0) -> None:
        """On a free port, or on this one."""
        self._runner = web.AppRunner(app, shutdown_timeout=0.1)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", port).start()
        self.url = f"http://127.0.0.1:{self._runner.addresses[0][1]}"

    async def stop(self) -> None:
        """Stops listening."""
        if self._runner:
            await self._runner.cleanup()
