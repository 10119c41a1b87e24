"""The pages of e-mail: where following begins, and where the links of our mails lead. GET shows, POST acts.

A link of a mail is a right: whoever has it may change what its address follows, and nothing else.
"""

import asyncio
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any
from urllib.parse import quote

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, Response
from starlette.routing import Route

from bot.channel import SendError
from bot.channels import Doors, Frame
from bot.commands.command import Command
from bot.commands.following import Follow, ListSubscriptions
from bot.commands.grammar import as_typed, changes, command_in, write_command
from bot.commands.names import Named
from bot.commands.settings import Forget
from bot.conversation.conversation import Conversation
from bot.conversation.notices import confirm, notice
from bot.email.addresses import read_address
from bot.email.invitations import Invitations, TooOften
from bot.email.seals import Seals, SignedLink
from bot.reply import Button, Reply
from bot.telemetry import ASKED, log
from bot.words import Words, capital
from briefings.errors import JbzError, NotUnderstood
from briefings.model.chat import Address, Person
from briefings.model.schedule import schedule_of

FORM, DOING = "/volgen/e-mail", "/volgen/e-mail/doe"
#: The moments that the form offers; any other can be typed once someone follows something.
MOMENTS = (
    "mon 08:00",
    "mon,tue,wed,thu,fri 08:00",
    "immediate",
    "2 before any 08:00",
    "3 preparing any 08:00",
    "monthly first mon 08:00",
)
_MOST_THEMES = 20
_LONGEST = 1000
_HEADERS = {"Cache-Control": "no-store"}


@dataclass(frozen=True)
class EmailPages:
    """The pages."""

    conversation: Conversation
    seals: Seals
    invitations: Invitations
    domains: tuple[str, ...]  #: whose addresses may follow; none: all of them
    mail: str | None  #: our address, where mails are read: following can begin with one
    frame: Frame
    doors: Doors

    def routes(self) -> list[Route]:
        """The routes, in both languages."""
        told = []
        for language, prefix in (("nl", ""), ("en", "/en")):
            for path, method, answer in (
                (FORM, "GET", self.form),
                (FORM, "POST", self.invite),
                (DOING, "GET", self.show),
                (DOING, "POST", self.act),
            ):
                ours = self.doors.readers if path == FORM else self.doors.everybody  # a link says by itself who may
                told.append(Route(prefix + path, partial(answer, language), methods=[method], middleware=ours))
        return told

    async def form(self, language: str, request: Request) -> Response:
        """The form to follow."""
        given = request.query_params.get("thema", "")
        return await asyncio.to_thread(self._form, language, {"themes": [given]})

    async def invite(self, language: str, request: Request) -> Response:
        """Sends the mail by which following is confirmed; or, without a theme, the links of who follows already."""
        form = await request.form(max_files=0, max_fields=_MOST_THEMES + 10)
        given: dict[str, Any] = {
            "mail": str(form.get("mail", ""))[:_LONGEST],
            "themes": [str(one) for one in form.getlist("thema")],
            "moment": str(form.get("moment", "")),
        }
        words = Words(language)
        if not self.doors.is_from_us(request):
            said = words("Dit kwam niet van deze pagina. Typ het hier nog eens.")
            return await asyncio.to_thread(self._form, language, {}, said, 403)
        try:
            address = read_address(given["mail"], self.domains)
            await self._invite(address, form, language, self.doors.asker(request))
        except TooOften as error:
            return await asyncio.to_thread(self._form, language, given, words.say(error.message), 429)
        except JbzError as error:
            return await asyncio.to_thread(self._form, language, given, words.say(error.message), 400)
        except SendError as error:
            log.warning("invitation_not_sent", reason=str(error))
            sentence = words("De mail kon nu niet worden verstuurd. Probeer het over een paar minuten nog eens.")
            return await asyncio.to_thread(self._form, language, given, sentence, 503)
        said = words(
            "Er is een mail onderweg naar {address}. Open de link daarin; pas daarna verandert er iets.",
            address=address.chat,
        )
        if "links" in form:
            said = words("Volgt {address} hier iets? Dan is er een mail met een link onderweg.", address=address.chat)
        return self._html(Reply(words("Kijk in uw mail"), language, (said,)), None, "", language, 200)

    async def show(self, language: str, request: Request) -> Response:
        """What a link does. It is not done yet: programs that look into mail open links too."""
        carried = request.query_params.get("t", "")
        link = self.seals.open(carried)
        if link is None or link.is_over:
            return self._closed(language)
        if changes(link.command):
            words = Words(language)
            reply = confirm(link.command, as_typed(link.command), language)
            subject = words("Voor {address}", address=link.address.chat)
            return self._html(Reply(reply.title, language, (subject,), buttons=reply.buttons), link, carried, language)
        return await asyncio.to_thread(self._said, link.command, link, carried, language)

    async def act(self, language: str, request: Request) -> Response:
        """Does what the link says, or what was pressed or typed on its page."""
        form = await request.form(max_files=0, max_fields=10)
        carried = str(request.query_params.get("t") or form.get("t", ""))
        link = self.seals.open(carried)
        if link is None or link.is_over:
            return self._closed(language)
        if form.get("List-Unsubscribe") == "One-Click":
            await asyncio.to_thread(self._carry_out, link.command, link, language)
            return PlainTextResponse("", headers=_HEADERS)
        typed = str(form.get("q", ""))[:_LONGEST]
        command = command_in(typed) if typed.strip() else link.command
        return await asyncio.to_thread(self._said, command, link, carried, language)

    async def _invite(self, address: Address, form: FormData, language: str, ip: str) -> None:
        if "links" in form:
            await self.invitations.remind(address, language, ip)
            return
        slugs = {slug for slug, _ in self.conversation.themes.like("", language, _LONGEST)}
        chosen = [str(one) for one in form.getlist("thema") if str(one) in slugs][:_MOST_THEMES]
        moment = str(form.get("moment", ""))
        if not chosen:
            raise NotUnderstood("Kies ten minste één thema.")
        if moment not in MOMENTS:
            raise NotUnderstood("email.no_moment")
        command = Follow(tuple(Named(slug) for slug in dict.fromkeys(chosen)), schedule_of(moment))
        await self.invitations.invite(address, command, language, ip, secrets.token_hex(8))

    def _carry_out(self, command: Command, link: SignedLink, language: str) -> Reply:
        ASKED.labels("email").inc()
        return self.conversation.carry_out(command, link.address, Person(link.address.chat, language=language))

    def _said(self, command: Command, link: SignedLink, carried: str, language: str) -> Response:
        return self._html(self._carry_out(command, link, language), link, carried, language)

    def _form(self, language: str, given: Mapping[str, Any], wrong: str | None = None, status: int = 200) -> Response:
        words = Words(language)
        values = {
            "action": _path(FORM, language),
            "mail": given.get("mail", ""),
            "chosen": given.get("themes", []),
            "moment": given.get("moment") or MOMENTS[0],
            "wrong": wrong,
            "themes": sorted(self.conversation.themes.like("", language, _LONGEST), key=lambda one: one[1].lower()),
            "moments": [(one, capital(words.schedule(schedule_of(one)))) for one in MOMENTS],
            "domains": self.domains,
            "mailed": self._mailed(words),
        }
        html = self.frame("email/form.html.j2", words("Volgen per e-mail"), _path(FORM, language), values, language)
        return HTMLResponse(html, status, _HEADERS)

    def _mailed(self, words: Words) -> tuple[str, str] | None:
        """What can be mailed to us to begin with, and the link that writes such a mail."""
        typed = words("volg migratie elke maandag 08:00")
        return (typed, f"mailto:{self.mail}?subject={quote(typed)}") if self.mail else None

    def _closed(self, language: str) -> Response:
        words = Words(language)
        said = words("Deze link werkt niet (meer). Vraag hieronder een nieuwe.")
        return self._html(notice(said, language), None, "", language, 410)

    def _html(self, reply: Reply, link: SignedLink | None, carried: str, language: str, status: int = 200) -> Response:
        words = Words(language)
        values = {
            "reply": reply,
            "sections": [(section, _pressable(section.buttons)) for section in reply.sections],
            "buttons": _pressable(reply.buttons) if link else [],
            "always": _pressable(_always(words)) if link else [],
            "action": _path(DOING, language),
            "carried": carried,
            "mail": link.address.chat if link else None,
            "form": _path(FORM, language) if status != 200 else None,  # noqa: PLR2004 - OK
        }
        path = _path(DOING, language) + (f"?t={carried}" if carried else "")
        return HTMLResponse(self.frame("email/page.html.j2", reply.title, path, values, language), status, _HEADERS)


def _pressable(buttons: tuple[Button, ...]) -> list[tuple[str, str, str | None]]:
    """Labels, commands, and what they are about."""
    return [(one.label, write_command(one.command), one.about) for one in buttons]


def _always(words: Words) -> tuple[Button, ...]:
    """What can be done on every page of a link."""
    return Button(words("Abonnementen"), ListSubscriptions()), Button(words("Wis alles van dit adres"), Forget())


def form_url(base: str, language: str) -> str:
    """The address of the page on which following begins."""
    return base + _path(FORM, language)


def _path(path: str, language: str) -> str:
    return f"/en{path}" if language == "en" else path
