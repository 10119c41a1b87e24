"""/healthz, /readyz and /metrics, for whoever watches the process."""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from typing import Protocol

from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from bot.version import commit, version
from storage.database import Database, DatabaseError, Misplaced


class Delivering(Protocol):
    """What is asked of delivery."""

    trouble: str | None  #: why it cannot do its work now; None when it can
    held: tuple[str, ...]  #: the lanes that get nothing now, with the reason

    def measure(self) -> None:
        """Sets the gauges."""


class Health:
    """Alive: the process answers. Ready: the database answers, in this form or a newer one, and delivery goes on."""

    def __init__(
        self,
        database: Database,
        delivery: Delivering,
        channel_trouble: Callable[[], str | None] = lambda: None,
        may_measure: Callable[[Request], bool] = lambda _request: True,
        *,
        measured_here: bool = True,
    ) -> None:
        self._database = database
        self._delivery = delivery
        self._channel_trouble = channel_trouble  #: why a channel cannot be reached; the others are served
        self._may_measure = may_measure  #: who may read /metrics
        self._measured_here = measured_here
        self._commit = commit()
        self._schema: str | None = None

    def routes(self) -> list[Route]:
        """The routes; that of metrics unless they have a port of their own."""
        beside = [Route("/metrics", self.metrics)] if self._measured_here else []
        return [Route("/healthz", self.alive), Route("/readyz", self.ready), *beside]

    async def alive(self, _request: Request) -> Response:
        """Always 200, with which release answers and, once the database said so, the form of its tables."""
        about = {"version": version(), "commit": self._commit, "schema": self._schema}
        return JSONResponse({"status": "ok"} | about)

    async def ready(self, _request: Request) -> Response:
        """200, or 503 with the reason."""
        try:
            current = await asyncio.to_thread(self._database.revision)
        except DatabaseError as error:
            return JSONResponse({"status": "wait", "reason": f"database: {_why(error)}"}, 503)
        self._schema = current
        wanted = self._database.head
        if current:
            try:
                await asyncio.to_thread(self._database.probe)
            except DatabaseError as error:
                return JSONResponse({"status": "wait", "reason": f"database keeps nothing: {_why(error)}"}, 503)
        if (current or "") < wanted:
            return JSONResponse({"status": "wait", "reason": f"database is at {current}, needs {wanted}"}, 503)
        if self._delivery.trouble:
            return JSONResponse({"status": "wait", "reason": f"delivery: {self._delivery.trouble}"}, 503)
        if current != wanted:
            return JSONResponse({"status": "ready", "note": "a newer release plans and sends; this one answers"})
        held = {"held": list(self._delivery.held)} if self._delivery.held else {}
        trouble = self._channel_trouble()
        return JSONResponse({"status": "ready"} | held | ({"note": trouble} if trouble else {}))

    async def metrics(self, request: Request) -> Response:
        """Prometheus text; the gauges of delivery as they are now, or as they were when the database last answered."""
        if not self._may_measure(request):
            return PlainTextResponse("JBZ_METRICS_FROM says who may read this.\n", 403)
        with suppress(DatabaseError):
            await asyncio.to_thread(self._delivery.measure)
        return Response(generate_latest(), media_type=CONTENT_TYPE_LATEST)


def _why(error: DatabaseError) -> str:
    """Ours in full; of the driver's only the kind, as its text may hold what was written."""
    return str(error) if isinstance(error, Misplaced) else type(error).__name__
