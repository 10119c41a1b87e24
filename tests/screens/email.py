"""Every mail and page of e-mail: as readable text for a test, as pictures for docs/.

`make screens` writes the texts, and with Chromium the pictures. What a link carries differs each time: it is "…" here.
"""

import asyncio
import re
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx
from httpx import ASGITransport

from bot.app import App
from bot.commands.following import Follow, ListSubscriptions, Pause
from bot.commands.grammar import command_in
from bot.conversation.delivered import Belonging
from bot.conversation.notices import confirm
from bot.email.addresses import read_address, read_from
from bot.email.render import make_renderer
from bot.email.seals import CHANGING, Seals
from bot.email.sender import MailContext, MailOffice, Postman
from bot.email.smtp import Courier, Relay
from bot.email.verdict import Exchange, SmtpStep
from bot.server import Server
from bot.words import Words
from briefings.model.chat import Address, Person
from tests.bot.email.places import service_of
from tests.screens.drawing import Screen, bundled_app, picture, snapshot, write
from tests.stand_ins.smtp_server import KEY, Taken

_ANNA = Address("email", "example.org", "anna@example.org")
_HOST = "https://bot.example.nl"
_SETTINGS = {
    "JBZ_BASE_URL": _HOST,
    "SMTP_URL": "smtps://relay.example.nl",
    "MAIL_FROM": "JBZ-briefings <jbz@bot.example.nl>",
    "JBZ_ENCRYPTION_KEY": KEY,
    "JBZ_EMAIL_INBOX": "mail",
}
_TITLES = {
    "form": "/volgen/e-mail", "confirming": "een link volgt", "invitation": "de mail met de link",
    "by_mail": "de mail met de link, per mail gevraagd", "unknown": "per mail gevraagd: geen thema",
    "briefing": "de briefing", "answer": "Re: een vraag", "forged": "Re: pauzeer, niet aan ons eigen adres",
    "followed": "de link onder een mail", "stopped": "stop", "closed": "een link die niet werkt",
}  # fmt: skip
_CSS = Path(__file__).parents[2] / "bot" / "web" / "static" / "page.css"


class _Kept(Courier):
    def __init__(self) -> None:
        super().__init__(Relay("", 0, "none", None, ""))
        self.taken: list[Taken] = []

    async def bring(self, sender: str, to: str, mail: bytes) -> Exchange:
        self.taken.append(Taken(sender, to, mail))
        return Exchange(SmtpStep.CONTENT, 250)


async def _screens(app: App, language: str) -> AsyncIterator[Screen]:
    seals, kept = Seals([KEY], app.clock), _Kept()
    sender = read_from(app.settings.mail_from or "", "")
    office = MailOffice(sender, seals, _HOST, reads_answers=True, clock=app.clock)
    postman, renderer = Postman(office, kept), make_renderer(app.settings, app.templates)
    person, words = Person(_ANNA.chat, language=language), Words(language)
    prefix = "/en" if language == "en" else ""
    server = Server(app)
    service_of(server)._handlers.postman._courier = kept

    async def mailed(reply: Any, about: MailContext) -> dict[str, Any]:
        (part,) = renderer.parts(reply)
        await postman.post(_ANNA, part, about)
        return {"mail": kept.taken[-1]}

    transport = ASGITransport(asgi := server.asgi)
    async with asgi.router.lifespan_context(asgi), httpx.AsyncClient(transport=transport, base_url=_HOST) as http:
        yield "form", {"page": (await http.get(f"{prefix}/volgen/e-mail")).text}
        form = {"mail": _ANNA.chat, "thema": ["migratie", "visa"], "moment": "mon 08:00"}
        yield "confirming", {"page": (await http.post(f"{prefix}/volgen/e-mail", data=form)).text}
        yield "invitation", {"mail": kept.taken[-1]}
        strangers = service_of(server)._handlers.strangers
        for name, typed in (("by_mail", "volg migratie, visa"), ("unknown", "volg pizza")):
            wish = command_in(typed)
            assert isinstance(wish, Follow)
            await strangers.answer(wish, language, read_address(f"{name}@example.org"), name)
            yield name, {"mail": kept.taken.pop()}
        doing = f"{prefix}/volgen/e-mail/doe"
        (carried,) = re.findall(r"doe\?t=(\S+)", kept.taken[-1].text)
        await http.post(doing, data={"t": carried})
        told = app.conversation.handle("briefing migratie", _ANNA, person)
        yield "briefing", await mailed(told, MailContext("1-1", Belonging(1, words.listing(["migratie"]))))
        asked = app.conversation.handle("visa", _ANNA, person)
        yield "answer", await mailed(asked, MailContext("2-1", subject="Re: visa", follows_on="<1@example.org>"))
        forged = confirm(Pause(), "pauzeer", language)
        yield "forged", await mailed(forged, MailContext("3-1", subject="Re: x", follows_on="<1@example.org>"))
        link = seals.link(_ANNA, ListSubscriptions(), CHANGING)
        yield "followed", {"page": (await http.get(doing, params={"t": link})).text}
        yield "stopped", {"page": (await http.post(doing, data={"t": link, "q": "stop alles"})).text}
        yield "closed", {"page": (await http.get(doing, params={"t": "x"})).text}


def readable(screen: dict[str, Any]) -> str:
    """A screen as lines of text."""
    if "mail" in screen:
        message = screen["mail"].message
        names = ("From", "To", "Subject", "Auto-Submitted", "Precedence", "List-Unsubscribe-Post")
        heads = [f"{name}: {message[name]}" for name in names if message[name]]
        return _hidden("\n".join([*heads, "", *screen["mail"].text.split("\n")[1:]]))
    main = screen["page"].partition('<main id="inhoud"')[2].partition(">")[2].partition("</main>")[0]
    shown = re.sub(r'<button[^>]*?(?: value="(?P<value>[^"]*)")?[^>]*>(.*?)</button>', r"[\2]", main)
    shown = re.sub(r"<input type=\"checkbox\"[^>]*>", "[ ] ", shown)
    shown = re.sub(r"<option[^>]*>", "( ) ", shown)
    lines = (" ".join(line.split()) for line in re.sub(r"<[^>]+>", "", shown).split("\n"))
    return _hidden("\n".join(line for line in lines if line))


def _hidden(text: str) -> str:
    return re.sub(r"doe\?t=[\w=-]+", "doe?t=…", text)


def made(language: str) -> list[Screen]:
    """The screens from the bundled report."""

    async def every() -> list[Screen]:
        return [one async for one in _screens(app, language)]

    with bundled_app(**_SETTINGS) as app:
        return asyncio.run(every())


def text(shown_now: list[Screen]) -> str:
    """All screens as one readable text."""
    return snapshot(shown_now, _TITLES, readable)


def _draw(shown_now: list[Screen], language: str, chromium: str) -> None:
    screens = dict(shown_now)
    picture(screens["briefing"]["mail"].page, f"email-{language}-1.png", chromium, 1300)
    styled = f"<style>{_CSS.read_text('utf-8')}</style></head>"
    picture(screens["followed"]["page"].replace("</head>", styled), f"email-{language}-2.png", chromium, 900)


if __name__ == "__main__":
    write("email", made, text, _draw)
