"""The addresses under /beheer. A link shows; a button asks whether one is sure; only the second press changes."""

import asyncio
import os
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from http import HTTPStatus
from pathlib import Path
from typing import Any, BinaryIO

from starlette.datastructures import UploadFile
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response, StreamingResponse
from starlette.routing import Route

from bot.access import Role
from bot.telemetry import log
from bot.web.access.house import House
from bot.web.administration import delivering, following, letters, recalls, service, sources, themes
from bot.web.administration.sheet import Sheet
from bot.web.administration.work import Asked, Deed, Office, Work
from bot.web.answers import PRIVATE
from bot.web.identity import identity_of
from bot.web.origin import is_from_us
from bot.web.room.addresses import Addresses
from bot.web.room.rendering import MenuEntry, Rendering
from bot.web.room.shelf import Page
from bot.words import Words
from briefings.errors import JbzError

ROOT = "/beheer"
WORKS: tuple[Work, ...] = (
    delivering.WORK,
    sources.WORK,
    following.WORK,
    letters.WORK,
    recalls.WORK,
    themes.WORK,
    *service.WORKS,
)
_LARGEST = 30 * 1024 * 1024  #: bytes of what is sent along; the reader has its own limit
_LANGUAGES = {"nl": "", "en": "/en"}
_LONGEST = 100_000  #: of what is typed
_PIECE = 64 * 1024  #: bytes of a copy that are sent at a time


class Administration:
    """The pages."""

    def __init__(self, office: Office, house: House, rendering: Rendering, address: str | None) -> None:
        self._office = office
        self._house = house
        self._rendering = rendering
        self._address = address

    def routes(self) -> list[Route]:
        """Every page in both languages; in a house that is open to all a sentence in their place."""
        if self._house.gate.is_open:
            return [
                Route(f"{prefix}{ROOT}{more}", self._off, middleware=self._house.outside)
                for prefix in _LANGUAGES.values()
                for more in ("", "/{page:path}")
            ]
        told = []
        for language, prefix in _LANGUAGES.items():
            told.append(Route(prefix + ROOT, self._first, middleware=self._house.behind(Role.EDITOR)))
            told += [self._route(work, language, prefix) for work in WORKS]
        return told

    def _route(self, work: Work, language: str, prefix: str) -> Route:
        return Route(
            f"{prefix}{ROOT}/{work.path}",
            partial(self._answer, work, language),
            methods=["GET", "POST"],
            middleware=self._house.behind(work.role),
            max_body_size=_LARGEST,
        )

    async def _off(self, request: Request) -> Response:
        return self._house.saying.page(request, "access.no_administration", HTTPStatus.NOT_FOUND)

    async def _first(self, request: Request) -> Response:
        """To the first page that is for who asks."""
        work = next(one for one in WORKS if _is_for(one, request))
        return RedirectResponse(f"{request.url.path}/{work.path}", 303, {"Cache-Control": PRIVATE})

    async def _answer(self, work: Work, language: str, request: Request) -> Response:
        if request.method != "POST":
            return await self._shown(work, Asked(self._office, language, dict(request.query_params)), request)
        if not is_from_us(request.headers, self._address):
            return self._house.saying.page(request, "access.not_ours", HTTPStatus.FORBIDDEN)
        asked = await _filled_in(request, self._office, language)
        deed = work.deeds.get(asked.given.get("act", ""))
        if deed is None:
            return await self._shown(work, asked, request)
        if asked.given.get("sure") != "yes":
            return await self._asked_first(work, deed, asked, request)
        return await self._done(work, deed, asked, request)

    async def _shown(self, work: Work, asked: Asked, request: Request) -> Response:
        return self._html(work, await asyncio.to_thread(work.show, asked), asked, request)

    async def _asked_first(self, work: Work, deed: Deed, asked: Asked, request: Request) -> Response:
        """Whether one is sure."""
        try:
            question = await asyncio.to_thread(deed.ask, asked)
        except JbzError as error:
            return self._failed(work, error, asked, request)
        kept = {name: value for name, value in asked.given.items() if name in {"act", "value", "text"}}
        form = work.forms.get(kept["act"])
        sheet = Sheet(asked.words("Weet u het zeker?"), tuple(question.splitlines()))
        more = {"confirm": kept, "ask": form(asked) if form else None}
        return self._html(work, sheet, asked, request, more)

    async def _done(self, work: Work, deed: Deed, asked: Asked, request: Request) -> Response:
        try:
            said = await asyncio.to_thread(deed.do, asked)
        except JbzError as error:
            return self._failed(work, error, asked, request)
        log.info("administered", page=work.path, act=asked.given["act"])
        if isinstance(said, Path):
            return _sent_once(said)
        sheet = Sheet(asked.words("Gedaan"), tuple(said.splitlines()))
        return self._html(work, sheet, asked, request, {"back": True})

    def _failed(self, work: Work, error: JbzError, asked: Asked, request: Request) -> Response:
        sheet = Sheet(asked.words("Niet gedaan"), (asked.words.say(error.message),))
        return self._html(work, sheet, asked, request, {"back": True}, HTTPStatus.UNPROCESSABLE_ENTITY)

    def _html(
        self,
        work: Work,
        sheet: Sheet,
        asked: Asked,
        request: Request,
        more: Mapping[str, object] | None = None,
        status: HTTPStatus = HTTPStatus.OK,
    ) -> Response:
        to = Addresses(asked.language)
        here = to(f"{ROOT}/{work.path}")
        values: dict[str, Any] = {
            "sheet": sheet,
            "action": here,
            "works": _menu(request, here, asked.words, to),
        }
        values |= {"confirm": None, "ask": None, "back": False} | dict(more or {})
        page = Page("administration", sheet.title, here, values, is_listed=False)
        headers = {"Cache-Control": PRIVATE}
        return HTMLResponse(self._rendering.html(page, asked.language, administers=True), status.value, headers)


def _sent_once(copy: Path) -> StreamingResponse:
    """The file, which has no name any more from now on: nothing of it stays, however the sending ends."""
    file = copy.open("rb")
    copy.unlink()
    size = os.fstat(file.fileno()).st_size
    headers = {
        "Cache-Control": PRIVATE,
        "Content-Disposition": 'attachment; filename="jbz-kopie.db"',
        "Content-Length": str(size),
    }
    return StreamingResponse(_pieces(file), headers=headers, media_type="application/octet-stream")


def _pieces(file: BinaryIO) -> Iterator[bytes]:
    with file:
        while piece := file.read(_PIECE):
            yield piece


def _is_for(work: Work, request: Request) -> bool:
    identity = identity_of(request)
    return identity is not None and identity.role >= work.role


def _menu(request: Request, here: str, words: Words, to: Addresses) -> Sequence[MenuEntry]:
    """The pages that are for who asks."""
    places = [(words(work.label), to(f"{ROOT}/{work.path}")) for work in WORKS if _is_for(work, request)]
    return [MenuEntry(label, url, "page" if url == here else None) for label, url in places]


async def _filled_in(request: Request, office: Office, language: str) -> Asked:
    """What a form sent, and the file in it."""
    async with request.form(max_part_size=_LONGEST) as form:
        given = {name: value[:_LONGEST] for name, value in form.items() if isinstance(value, str)}
        sent = form.get("file")
        file = None
        if isinstance(sent, UploadFile) and sent.filename:
            file = (sent.filename, await sent.read())
        return Asked(office, language, given, file)
