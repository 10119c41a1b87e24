"""/healthz, /readyz and /metrics, for whoever watches the process."""

import asyncio

from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from sqlalchemy.exc import SQLAlchemyError
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from storage.database import Database


class Health:
    """Alive: the process answers. Ready: the database answers, in this release's form."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def routes(self) -> list[Route]:
        """The three routes."""
        return [Route("/healthz", self.alive), Route("/readyz", self.ready), Route("/metrics", self.metrics)]

    async def alive(self, _request: Request) -> Response:
        """Always 200."""
        return JSONResponse({"status": "ok"})

    async def ready(self, _request: Request) -> Response:
        """200, or 503 with the reason."""
        try:
            current = await asyncio.to_thread(self._database.revision)
        except SQLAlchemyError as error:
            return JSONResponse({"status": "wait", "reason": f"database: {type(error).__name__}"}, 503)
        wanted = self._database.head
        if current != wanted:
            return JSONResponse({"status": "wait", "reason": f"database is at {current}, needs {wanted}"}, 503)
        return JSONResponse({"status": "ready"})

    async def metrics(self, _request: Request) -> Response:
        """Prometheus text."""
        return Response(generate_latest(), media_type=CONTENT_TYPE_LATEST)
