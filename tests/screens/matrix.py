"""Every screen that Matrix shows of us: as readable text for a test, as a page for the eye, as pictures for docs/.

`make screens` writes the texts, and with Chromium the pictures; the page is drawn as Element draws messages.
"""

from collections.abc import Iterator
from typing import Any

from bot.app import App
from bot.matrix.data import SIGNS
from bot.matrix.names import chat_of
from bot.matrix.render import MatrixRenderer
from bot.reply import Reply
from bot.seal import Seal
from bot.templates import bundled
from briefings.model.chat import Person
from tests.screens.drawing import Screen, bundled_app, page, picture, snapshot, write

_ME, _ROOM = chat_of("!ik:example.nl", private=True), chat_of("!team:example.nl", private=False)
_HOST = "https://jbz.example.nl"
_TITLES = {
    "welcome": "!jbz start", "answer": "!jbz migratie", "nothing": "!jbz pizza", "offer": "!jbz volg migartie",
    "item": "!jbz punt I.6", "meeting": "!jbz raad", "help": "!jbz help", "form": "!jbz volg",
    "followed": "!jbz volg …, in een kamer", "subscriptions": "!jbz abonnementen", "change": "Wijzig",
    "refused": "Zonder recht om te wijzigen", "briefing": "Briefing", "privacy": "!jbz privacy",
}  # fmt: skip


def screens(app: App, language: str) -> Iterator[Screen]:
    """Each screen: its name, and its messages."""
    renderer, talk = MatrixRenderer(bundled(), Seal("screens")), app.conversation
    me, member = Person("@jan:example.nl", language=language), Person("@els:example.nl", language=language)
    admin = Person("@jan:example.nl", is_administrator=True, language=language)
    talk.handle(f"taal {language}", _ROOM, admin)

    def shown(reply: Reply, below: str | None = None) -> dict[str, Any]:
        return {"messages": renderer.messages(reply, below)}

    for name, text in (
        ("welcome", "start"), ("answer", "migratie"), ("nothing", "pizza"), ("offer", "volg migartie"),
        ("item", "punt I.6"), ("meeting", "raad"), ("help", "help"), ("form", "volg"),
    ):  # fmt: skip
        yield name, shown(talk.handle(text, _ME, me))
    followed = talk.handle("volg georganiseerde criminaliteit elke maandag 08:00", _ROOM, admin)
    yield "followed", shown(followed, "Jan")
    yield "subscriptions", shown(talk.handle("abonnementen", _ROOM, admin))
    yield "change", shown(talk.handle("wijzig", _ROOM, admin))
    yield "refused", shown(talk.handle("stop alles", _ROOM, member))
    yield "briefing", shown(talk.handle("briefing georganiseerde criminaliteit, migratie", _ME, me))
    yield "privacy", shown(talk.handle("privacy", _ME, me))


def readable(screen: dict[str, Any]) -> str:
    """A screen as lines of text."""
    lines: list[str] = []
    for message in screen["messages"]:
        lines += ["(bericht)", *message["plain"].split("\n")]
    return "\n".join(line.rstrip() for line in lines)


def _drawn(screen: dict[str, Any]) -> str:
    drawn = "".join(f"<div class='message'>{message['html']}</div>" for message in screen["messages"])
    for number, sign in enumerate(SIGNS, 1):  # clients have a picture of each
        drawn = drawn.replace(sign, f"<kbd>{number}</kbd>")
    return drawn


def made(language: str) -> list[Screen]:
    """The screens from the bundled report."""
    with bundled_app(JBZ_BASE_URL=_HOST) as app:
        return list(screens(app, language))


def text(shown_now: list[Screen]) -> str:
    """All screens as one readable text."""
    return snapshot(shown_now, _TITLES, readable)


def _draw(shown_now: list[Screen], language: str, chromium: str) -> None:
    for number, (part, height) in enumerate(((shown_now[:7], 1500), (shown_now[7:], 2500)), 1):
        source = page(part, _TITLES, _drawn, "matrix.css", language)
        picture(source, f"matrix-{language}-{number}.png", chromium, height)


if __name__ == "__main__":
    write("matrix", made, text, _draw)
