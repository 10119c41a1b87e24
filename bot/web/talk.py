"""The talk on the page: who types commands there is answered as in every other channel. A browser is a chat."""

import asyncio
import hashlib
import re
from base64 import b64encode
from collections.abc import Mapping, Sequence
from datetime import date
from functools import partial
from urllib.parse import urlencode

from markupsafe import Markup
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from bot.channel import WrittenForm
from bot.commands.command import Command
from bot.commands.following import BriefNow, Pause, Stop
from bot.commands.grammar import as_typed, changes, command_in, write_command
from bot.commands.settings import Forget
from bot.conversation.conversation import Conversation
from bot.conversation.notices import confirm, notice
from bot.reply import Reply
from bot.telemetry import ASKED
from bot.web.answers import PRIVATE
from bot.web.browsers import TALK, Browsers
from bot.web.identity import administers
from bot.web.origin import is_from_us
from bot.web.render import WebRenderer
from bot.web.room.addresses import Addresses
from bot.web.room.rendering import Rendering
from bot.web.room.shelf import Page
from bot.words import Words
from briefings.model.chat import Person

_LONGEST = 1000
_ALWAYS = (Forget, Stop, Pause)  #: what one may do wherever nothing can be followed any more
_STYLE = re.compile(rb"<style>(.*?)</style>", re.DOTALL)


class TalkPages:
    """The pages of the talk."""

    def __init__(
        self,
        conversation: Conversation,
        renderer: WebRenderer,
        rendering: Rendering,
        browsers: Browsers,
        forms: Mapping[str, WrittenForm],
        given: tuple[str | None, bool],
    ) -> None:
        self._conversation = conversation
        self._renderer = renderer
        self._rendering = rendering
        self._browsers = browsers
        self._forms = forms
        #: where the pages stand, when the administrator said so; whether one can follow here
        self._address, self._may_follow = given

    def routes(self, ours: list[Middleware]) -> list[Route]:
        """The routes; a form of a page of an earlier release is sent to "/"."""
        told = [Route("/", partial(self.press, "nl"), methods=["POST"], middleware=ours)]
        for language, path in (("nl", "/gesprek"), ("en", "/en/gesprek")):
            told.append(Route(path, partial(self.ask, language), methods=["GET"], middleware=ours))
            told.append(Route(path, partial(self.press, language), methods=["POST"], middleware=ours))
        return [*told, Route("/briefing.{form:str}", self.briefing, middleware=ours)]

    async def ask(self, language: str, request: Request) -> Response:
        """GET: answers `q`. A link changes nothing: what would change something asks to be confirmed."""
        text = request.query_params.get("q", "")
        return await self._page(request, command_in(text), text, language)

    async def press(self, language: str, request: Request) -> Response:
        """POST: a button. Only from our own page."""
        if not is_from_us(request.headers, self._address):
            words = Words(language)
            refused = notice(words("Dit kwam niet van deze pagina. Typ het hier nog eens."), language)
            return self._html(request, refused, language, "", status=403)
        form = await request.form()
        command = command_in(text := str(form.get("q", "")))
        if changes(command) and not self._may_follow and not isinstance(command, _ALWAYS):
            said = Words(language)("Op deze pagina kunt u niets volgen. Onder Volgen staat hoe het wel kan.")
            return self._html(request, notice(said, language), language, "", status=403)
        typed = as_typed(command) if write_command(command) == text else text
        return await self._page(request, command, typed, language, in_talk=True)

    async def briefing(self, request: Request) -> Response:
        """A briefing now, to keep or to send on."""
        form = self._forms.get(request.path_params["form"])
        if form is None:
            return HTMLResponse("not found", 404)
        text = f"briefing {request.query_params.get('q', '')[:300]}"
        browser = await asyncio.to_thread(self._browsers.recognise, request)
        reply = await asyncio.to_thread(self._conversation.handle, text, browser.address, _person("nl"))
        content = await asyncio.to_thread(form.write, reply)
        headers = {"Cache-Control": PRIVATE, "Content-Disposition": form.disposition}
        if form.media_type.startswith("text/html"):
            headers["Content-Security-Policy"] = _policy(content)
        return Response(content, media_type=form.media_type, headers=headers)

    async def _page(
        self, request: Request, command: Command, text: str, language: str, *, in_talk: bool = False
    ) -> Response:
        ASKED.labels("web").inc()
        return await asyncio.to_thread(self._said, request, command, text, language, in_talk=in_talk)

    def _said(self, request: Request, command: Command, text: str, language: str, *, in_talk: bool) -> Response:
        browser = self._browsers.recognise(request)
        if not in_talk and changes(command):
            reply = confirm(command, text, language)
        else:
            talk = self._conversation.talks.at(browser.address, TALK) if in_talk and text.strip() else None
            reply = self._conversation.carry_out(command, browser.address, _person(language), talk)
        inbox = self._browsers.inbox(browser)
        response = self._html(request, reply, language, text, inbox=inbox, forms=self._links(command, text))
        self._browsers.keep(response, browser)
        return response

    def _html(
        self,
        request: Request,
        reply: Reply,
        language: str,
        text: str,
        *,
        inbox: Sequence[str] = (),
        forms: Sequence[tuple[str, str]] = (),
        status: int = 200,
    ) -> Response:
        delivered = [Markup(html) for html in inbox]  # noqa: S704 - made by `article`
        page = Page(
            "talk",
            reply.title if text else Words(language)("Gesprek"),
            Addresses(language)("/gesprek", q=text[:_LONGEST]),
            {
                "query": text[:_LONGEST],
                "replies": [self._renderer.article(reply)],
                "inbox": delivered,
                "forms": forms,
                "days": {"since": _day(request, "vanaf"), "until": _day(request, "tot")},
            },
            is_listed=False,
        )
        html = self._rendering.html(page, language, administers=administers(request))
        return HTMLResponse(html, status, {"Cache-Control": PRIVATE})

    def _links(self, command: Command, text: str) -> list[tuple[str, str]]:
        """A briefing that was asked for can be taken along: the names of the forms, and their addresses."""
        if not isinstance(command, BriefNow):
            return []
        query = urlencode({"q": text.split(maxsplit=1)[1] if " " in text.strip() else ""})
        return [(form.name, f"/briefing.{suffix}?{query}") for suffix, form in self._forms.items()]


def _day(request: Request, name: str) -> str:
    """A day that a link to the form of the zip fills in; "" for what is none."""
    try:
        return date.fromisoformat(request.query_params.get(name, "")).isoformat()
    except ValueError:
        return ""


def _person(language: str) -> Person:
    return Person("web", language=language)


def _policy(content: bytes) -> str:
    """A page for an e-mail carries its own style: that alone is allowed, by what it is (CSP, Level 3: hashes)."""
    hashes = (b64encode(hashlib.sha256(style).digest()).decode() for style in _STYLE.findall(content))
    allowed = " ".join(f"'sha256-{one}'" for one in hashes) or "'none'"
    return f"default-src 'none'; style-src {allowed}; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
