"""Every screen that Mattermost shows of us: as readable text for a test, as a page for the eye, as pictures for docs/.

`make screens` writes the texts, and with Chromium the pictures; the page is drawn as Mattermost draws posts.
"""

import html
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from markdown_it import MarkdownIt

from bot.app import App
from bot.mattermost.dialog import dialog
from bot.mattermost.people import SERVER
from bot.mattermost.render import MattermostRenderer
from bot.reply import Reply
from bot.templates import bundled
from bot.words import Words
from briefings.model.chat import Address, Person
from tests.screens.drawing import Screen, bundled_app, page, picture, snapshot, write

_ME, _CHANNEL = Address("mattermost", SERVER, "@dm"), Address("mattermost", SERVER, "c1")
_HOST = "https://jbz.example.nl"
_TITLES = {
    "welcome": "/jbz start", "answer": "/jbz migratie", "nothing": "/jbz pizza", "offer": "/jbz volg migartie",
    "item": "/jbz punt I.6", "meeting": "/jbz raad", "help": "/jbz help", "followed": "/jbz volg …, in een kanaal",
    "subscriptions": "/jbz abonnementen", "refused": "Zonder recht om te wijzigen", "briefing": "Briefing",
    "privacy": "/jbz privacy", "form": "/jbz volg: de dialoog",
}  # fmt: skip


def screens(app: App, language: str) -> Iterator[Screen]:
    """Each screen: its name, and its posts."""
    renderer, talk = MattermostRenderer(bundled(), f"{_HOST}/mattermost/action"), app.conversation
    me, member = Person("u1", language=language), Person("u7", language=language)
    admin = Person("u8", is_administrator=True, language=language)
    talk.handle(f"taal {language}", _CHANNEL, admin)

    def posts(reply: Reply) -> dict[str, Any]:
        return {"posts": renderer.messages(replace(reply, shareable=None))}

    for name, text in (
        ("welcome", "start"), ("answer", "migratie"), ("nothing", "pizza"), ("offer", "volg migartie"),
        ("item", "punt I.6"), ("meeting", "raad"), ("help", "help"),
    ):  # fmt: skip
        yield name, posts(talk.handle(text, _ME, me))
    yield "followed", posts(talk.handle("volg georganiseerde criminaliteit elke maandag 08:00", _CHANNEL, admin))
    talk.handle("rechten beheerders", _CHANNEL, admin)
    yield "subscriptions", posts(talk.handle("abonnementen", _CHANNEL, admin))
    yield "refused", posts(talk.handle("stop alles", _CHANNEL, member))
    yield "briefing", posts(talk.handle("briefing georganiseerde criminaliteit, migratie", _ME, me))
    yield "privacy", posts(talk.handle("privacy", _ME, me))
    form = talk.forms.new(_ME, me)
    yield "form", {"dialog": dialog(form, Words(language), app.catalogue, "sealed")}


def readable(screen: dict[str, Any]) -> str:
    """A screen as lines of text."""
    lines: list[str] = []
    for post in screen.get("posts", []):
        lines += ["(bericht)", *post["message"].split("\n")]
        lines += [f"[{action['name']}]" for one in post["attachments"] for action in one["actions"]]
    if shown := screen.get("dialog"):
        lines += [f"# {shown['title']}"]
        lines += [f"{one['display_name']}: {one['default']} ({one.get('help_text', '')})" for one in shown["elements"]]
        lines += [f"[{shown['submit_label']}]"]
    return "\n".join(line.rstrip() for line in lines)


def _drawn(screen: dict[str, Any]) -> str:
    drawn = "".join(_post(post) for post in screen.get("posts", []))
    if shown := screen.get("dialog"):
        fields = "".join(
            f"<label>{html.escape(one['display_name'])}</label><div class='field'>{html.escape(one['default'])}</div>"
            f"<small>{html.escape(one.get('help_text', ''))}</small>"
            for one in shown["elements"]
        )
        drawn += (
            f"<div class='dialog'><h3>{shown['title']}</h3>{fields}<p><span>{shown['submit_label']}</span></p></div>"
        )
    return drawn


def _post(post: dict[str, Any]) -> str:
    shown = MarkdownIt("commonmark", {"breaks": True, "html": False}).render(post["message"])
    actions = "".join(
        f"<span>{html.escape(action['name'])}</span>" for one in post["attachments"] for action in one["actions"]
    )
    return f"<div class='post'>{shown}<div class='actions'>{actions}</div></div>"


def made(language: str) -> list[Screen]:
    """The screens from the bundled report."""
    with bundled_app(JBZ_BASE_URL=_HOST) as app:
        return list(screens(app, language))


def text(shown_now: list[Screen]) -> str:
    """All screens as one readable text."""
    return snapshot(shown_now, _TITLES, readable)


def _draw(shown_now: list[Screen], language: str, chromium: str) -> None:
    for number, (part, height) in enumerate(((shown_now[:7], 1400), (shown_now[7:], 1950)), 1):
        picture(
            page(part, _TITLES, _drawn, "mattermost.css", language),
            f"mattermost-{language}-{number}.png",
            chromium,
            height,
        )


if __name__ == "__main__":
    write("mattermost", made, text, _draw)
