"""The style sheets and pictures of the pages; the colours and the logo are the administrator's."""

from pathlib import Path
from typing import Any

from starlette.requests import Request
from starlette.responses import FileResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from bot.settings import Settings
from bot.web.answers import public

_HOUR = "public, max-age=3600"
_DARK = "@media (prefers-color-scheme: dark)"


class Looks:
    """Everything under /static."""

    def __init__(self, settings: Settings) -> None:
        self._colours = _colours(*settings.colours)
        self._logo = settings.jbz_logo
        self.logo = f"/static/logo{settings.jbz_logo.suffix.lower()}" if settings.jbz_logo else None

    def routes(self) -> list[Route | Mount]:
        """The routes; what is made from settings goes before the files."""
        told: list[Route | Mount] = [Route("/static/colours.css", self._stylesheet)]
        if self.logo is not None:
            told.append(Route(self.logo, self._picture))
        return [*told, Mount("/static", _Files(directory=Path(__file__).parent / "static"))]

    async def _stylesheet(self, request: Request) -> Response:
        return public(request, self._colours, "text/css; charset=utf-8", headers={"Cache-Control": _HOUR})

    async def _picture(self, _request: Request) -> Response:
        assert self._logo is not None  # noqa: S101 - else it has no route
        return FileResponse(self._logo, headers={"Cache-Control": _HOUR})


class _Files(StaticFiles):
    """Files that a browser may keep for a while."""

    def file_response(self, *given: Any, **named: Any) -> Response:
        response = super().file_response(*given, **named)
        response.headers["Cache-Control"] = _HOUR
        return response


def _colours(light: str, dark: str) -> str:
    """In print the colour is that of the text."""
    screen = f"@media screen {{ :root {{ --accent: {light}; }} }}\n"
    return f"{screen}@media screen {{ {_DARK} {{ :root {{ --accent: {dark}; }} }} }}\n"
