"""The routes for other programs."""

import json
from collections.abc import Callable, Mapping
from functools import partial
from http import HTTPStatus
from typing import Any

from pydantic import ValidationError
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot.web.answers import public
from bot.web.machine import calendars, feeds, finding
from bot.web.machine.api import ENDPOINTS
from bot.web.machine.call import ROOT, Call, Endpoint
from bot.web.machine.feeds import Story
from bot.web.machine.given import NotTaken, only
from bot.web.machine.openapi import JSON, PROBLEM, description
from bot.web.recent import Recent
from bot.web.room.rendering import Site
from bot.web.room.search import CHOICES
from bot.web.room.shelf import Missing, PageContext, Shelf
from bot.web.turns import OfEachProcess, Turns

_FEEDS: dict[str, Callable[..., Story]] = {
    "alles": feeds.everything,
    "raad/{code}": feeds.of_council,
    "thema/{slug}": feeds.of_theme,
    "wie/{actor}": feeds.of_speaker,
    "vraag": feeds.of_question,
}
#: What may stand behind the question mark of a feed; behind that of a calendar nothing may.
_TAKEN = {feeds.of_question: ("q", *CHOICES)}
_PREFIXES = {"nl": "", "en": "/en"}
#: Anybody's page may read these: they are the same for everybody, and no cookie is looked at.
_OPEN = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": "ETag, Link",
    "Cross-Origin-Resource-Policy": "cross-origin",
}
_ASKED_BEFORE = {
    "Access-Control-Allow-Methods": "GET",
    "Access-Control-Allow-Headers": "If-None-Match",
    "Access-Control-Max-Age": "86400",
}

Written = tuple[str | bytes, str]  #: what is answered, and its media type


class Machine(OfEachProcess):
    """Feeds, calendars, the API, and what search engines ask for."""

    def __init__(self, shelf: Shelf, site: Site, turns: Turns, recent: Recent) -> None:
        self._shelf = shelf
        self._turns = turns
        self._site = site
        self._recent = recent

    def routes(self, ours: list[Middleware]) -> list[Route]:
        """Every address."""
        told = [self._endpoint(endpoint, ours) for endpoint in ENDPOINTS]
        told.append(Route(f"{ROOT}/openapi.json", partial(self._plain, "nl", self._description), middleware=ours))
        for language, prefix in _PREFIXES.items():
            for name, make in _FEEDS.items():
                for form in ("atom", "json"):
                    answer = partial(self._plain, language, partial(self._feed, make, form))
                    told.append(Route(f"{prefix}/feeds/{name}.{form}", answer, middleware=ours))
            for path, write in (("/agenda.ics", calendars.of_everything), ("/agenda/{slug}.ics", calendars.of_theme)):
                answer = partial(self._plain, language, partial(self._calendar, write))
                told.append(Route(prefix + path, answer, middleware=ours))
            told.append(
                Route(f"{prefix}/opensearch.xml", partial(self._plain, language, self._opensearch), middleware=ours)
            )
        for path, tell in (
            ("/sitemap.xml", self._sitemap),
            ("/robots.txt", self._robots),
            ("/.well-known/security.txt", self._security),
        ):
            told.append(Route(path, partial(self._plain, "nl", tell), middleware=ours))
        return told

    def _endpoint(self, endpoint: Endpoint, ours: list[Middleware]) -> Route:
        return Route(ROOT + endpoint.path, partial(self._api, endpoint), methods=["GET", "OPTIONS"], middleware=ours)

    async def _api(self, endpoint: Endpoint, request: Request) -> Response:
        if request.method == "OPTIONS":
            return Response(status_code=204, headers=_OPEN | _ASKED_BEFORE)
        return await self._turns.take(self._called, endpoint, request)

    def _called(self, endpoint: Endpoint, request: Request) -> Response:
        try:
            given = endpoint.given.model_validate(_single(request))
        except (ValidationError, ValueError) as error:
            return problem(HTTPStatus.BAD_REQUEST, _why(error))
        with self._shelf.database.reading() as session:
            desk = PageContext(self._shelf, session, "nl", {})
            try:
                told = endpoint.answer(Call(desk, self._site.base_url, given, request.path_params))
            except Missing:
                return problem(HTTPStatus.NOT_FOUND, "There is no such thing here.")
        link = {"Link": f'<{told["next"]}>; rel="next"'} if told.get("next") else {}
        return public(request, json.dumps(told, ensure_ascii=False), JSON, headers=_OPEN | link)

    async def _plain(self, language: str, write: Callable[..., Written], request: Request) -> Response:
        return await self._turns.take(self._written, language, write, request)

    def _written(self, language: str, write: Callable[..., Written], request: Request) -> Response:
        def written() -> Written:
            with self._shelf.database.reading() as session:
                told: Written = write(
                    PageContext(self._shelf, session, language, request.query_params), request.path_params
                )
                return told

        name = str(request.url), self._shelf.index.sequence(), self._shelf.today()
        try:
            content, media_type = self._recent.get(name, written)
        except NotTaken as error:
            return problem(HTTPStatus.BAD_REQUEST, str(error))
        return public(request, content, media_type, headers=_OPEN)

    def _feed(self, make: Callable[..., Story], form: str, desk: PageContext, path: Mapping[str, str]) -> Written:
        only(desk, _TAKEN.get(make, ()))
        story = make(desk, **path)
        if form == "atom":
            return feeds.atom(desk, story, self._site.base_url, self._site.name), feeds.ATOM
        return feeds.json_feed(desk, story, self._site.base_url, self._site.name), feeds.JSON

    def _calendar(self, write: Callable[..., bytes], desk: PageContext, path: Mapping[str, str]) -> Written:
        only(desk)
        return write(desk, self._site.base_url, self._site.name, **path), calendars.ICS

    def _description(self, _desk: PageContext, _path: Mapping[str, str]) -> Written:
        told = description(self._site.base_url, self._site.version)
        return json.dumps(told, ensure_ascii=False), JSON

    def _opensearch(self, desk: PageContext, _path: Mapping[str, str]) -> Written:
        return finding.opensearch(desk, self._site.base_url, self._site.name), finding.OPENSEARCH

    def _sitemap(self, desk: PageContext, _path: Mapping[str, str]) -> Written:
        return finding.sitemap(desk, self._site.base_url), finding.XML

    def _robots(self, _desk: PageContext, _path: Mapping[str, str]) -> Written:
        return finding.robots(self._site.base_url), finding.TEXT

    def _security(self, desk: PageContext, _path: Mapping[str, str]) -> Written:
        return finding.security(desk, self._site.base_url), finding.TEXT


def problem(status: HTTPStatus, detail: str, headers: Mapping[str, str] | None = None) -> Response:
    """What went wrong, as RFC 9457 has it."""
    told = {"type": "about:blank", "title": status.phrase, "status": status.value, "detail": detail}
    given = _OPEN | {"Cache-Control": "no-store"} | dict(headers or {})
    return Response(json.dumps(told, ensure_ascii=False), status, given, PROBLEM)


def _single(request: Request) -> dict[str, Any]:
    """What was given, each name once. Raises ValueError."""
    pairs = request.query_params.multi_items()
    if len({name for name, _ in pairs}) != len(pairs):
        raise ValueError("A parameter is given twice.")
    return dict(pairs)


def _why(error: ValueError) -> str:
    if not isinstance(error, ValidationError):
        return str(error)
    return "; ".join(f"{'.'.join(str(at) for at in one['loc'])}: {one['msg']}" for one in error.errors()[:5])
