"""Every screen that Telegram shows of us: as readable text for a test, as a page for the eye, as pictures for docs/.

`make screens` writes the texts, and with Chromium the pictures; the page is drawn as Telegram draws messages.
"""

import html
import re
from collections.abc import Iterator
from typing import Any

from bot.app import App
from bot.conversation.drafts import Draft
from bot.conversation.forms import Form
from bot.reply import Reply
from bot.telegram import inline
from bot.telegram.menu import commands
from bot.telegram.render import TelegramRenderer
from bot.telegram.steps import first_screen, pressed, question, shown, typed
from bot.templates import bundled
from bot.words import Words
from briefings.model.chat import Address, Person
from tests.screens.drawing import Screen, bundled_app, page, picture, snapshot, write

_ME, _GROUP = Address("telegram", "1", "42"), Address("telegram", "1", "-100")
_HOST = "https://bot.example.nl"
_TITLES = {
    "start": "/start", "answer": "migratie", "page": "Meer", "corrected": "migartie", "nothing": "pizza",
    "offer": "/volg migartie", "item": "Lees I.6", "meeting": "/raad", "timeline": "tijdlijn EES", "help": "/help",
    "themes": "/volg: wat", "search": "/volg: gezocht op grens", "prompt": "/volg: Zoek", "when": "/volg: wanneer",
    "time": "/volg: hoe laat", "zone": "/volg: tijdzone", "followed": "Bewaard, in een groep",
    "subscriptions": "/abonnementen", "paused": "Pauzeer", "refused": "Zonder recht om te wijzigen",
    "briefing": "Briefing", "privacy": "/privacy", "forgotten": "/vergeet", "inline": "@bot terugkeer",
    "menu": "De menu's",
}  # fmt: skip


def screens(app: App, language: str) -> Iterator[Screen]:
    """Each screen: its name, and its messages."""
    renderer, talk, words = TelegramRenderer(bundled()), app.conversation, Words(language)
    me = Person("42", language=language, private=True)
    admin, member = Person("8", is_administrator=True, language=language), Person("7", language=language)
    talk.handle(f"taal {language}", _GROUP, admin)

    def messages(reply: Reply) -> dict[str, Any]:
        return {"messages": renderer.messages(reply)}

    for name, text in (
        ("start", "start"), ("answer", "migratie"), ("page", "meer 3 wat zei nederland"), ("corrected", "migartie"),
        ("nothing", "pizza"), ("offer", "volg migartie"), ("item", "punt I.6"), ("meeting", "raad"),
        ("timeline", "tijdlijn EES"), ("help", "help"),
    ):  # fmt: skip
        yield name, messages(talk.handle(text, _ME, me))
    yield from _wizard(app, words, me)
    yield "followed", messages(talk.handle("volg georganiseerde criminaliteit elke maandag 08:00", _GROUP, admin))
    talk.handle("volg migratie zonder visa dagelijks 07:30", _GROUP, admin)
    talk.handle("pauzeer #2 tot 1 mei", _GROUP, admin)
    yield "subscriptions", messages(talk.handle("abonnementen", _GROUP, admin))
    yield "paused", messages(talk.handle("pauzeer #1", _GROUP, admin))
    yield "refused", messages(talk.handle("stop alles", _GROUP, member))
    yield "briefing", messages(talk.handle("briefing georganiseerde criminaliteit, migratie", _ME, me))
    yield "privacy", messages(talk.handle("privacy", _ME, me))
    yield "forgotten", messages(talk.handle("vergeet", _GROUP, admin))
    yield "inline", {"results": list(inline.articles(talk.cards("terugkeer", 3), renderer, "jbz_bot"))}
    yield "menu", {"menu": commands(language, set(_ALL_COMMANDS))}


_ALL_COMMANDS = (
    "jbz volg abonnementen briefing nieuws besluiten raad themas toezeggingen pauzeer hervat stop taal rechten"
    " privacy vergeet help"
).split()


def _wizard(app: App, words: Words, me: Person) -> Iterator[Screen]:
    talk = app.conversation
    themes = talk.themes_like("", words.language, 1000)
    form: Form = talk.new_form(_ME, me)
    draft = pressed(Draft(7, form, first_screen(form)), "t", "migratie")

    def step(draft: Draft, found: list[tuple[str, str]] = themes) -> dict[str, Any]:
        return {"messages": [shown(draft, themes, found, words)]}

    yield "themes", step(draft)
    part = words("grens")
    searched = typed(draft, "find", part)
    assert searched is not None
    yield "search", step(searched, talk.themes_like(part, words.language, 1000))
    yield "prompt", {"messages": [question("find", words)]}
    yield "when", step(pressed(pressed(draft, "go", "when"), "d", "3"))
    yield "time", step(pressed(draft, "go", "time"))
    yield "zone", step(pressed(draft, "go", "zone"))


def readable(screen: dict[str, Any]) -> str:
    """A screen as lines of text."""
    lines: list[str] = []
    for message in screen.get("messages", []):
        lines.append("(bericht)")
        lines += message["html"].split("\n")
        lines += [" ".join(f"[{_label(one)}]" for one in row) for row in message["keyboard"]]
        lines += [f"(vraagt om: {message['asks']})"] if "asks" in message else []
    for result in screen.get("results", []):
        lines += [f"# {result.title}", str(result.description), *result.input_message_content.message_text.split("\n")]
        lines += [f"[{button.text} -> {button.url}]" for row in result.reply_markup.inline_keyboard for button in row]
    lines += [f"/{command.command} – {command.description}" for command in screen.get("menu", [])]
    return "\n".join(line.rstrip() for line in lines)


def _label(button: list[str]) -> str:
    label, whole, *address = button
    return f"{label} -> {address[0]}" if address else f"{label} | {whole}"


def _drawn(screen: dict[str, Any]) -> str:
    drawn = "".join(_message(message) for message in screen.get("messages", []))
    for result in screen.get("results", []):
        drawn += (
            f'<div class="result"><b>{html.escape(result.title)}</b><br>{html.escape(str(result.description))}</div>'
        )
    if "results" in screen:
        drawn += _message({"html": screen["results"][0].input_message_content.message_text, "keyboard": []})
    menu = "".join(
        f"<tr><td>/{one.command}</td><td>{html.escape(one.description)}</td></tr>" for one in screen.get("menu", [])
    )
    return drawn + (f"<table>{menu}</table>" if menu else "")


def _message(message: dict[str, Any]) -> str:
    body = re.sub(r"\n?(<blockquote expandable>.*?</blockquote>)\n?", r"\1", message["html"], flags=re.DOTALL)
    body = body.replace("<blockquote expandable>", '<blockquote class="closed">').replace("\n", "<br>")
    rows = "".join(
        f'<div class="row">{"".join(f"<span>{html.escape(one[0])}{_arrow(one)}</span>" for one in row)}</div>'
        for row in message["keyboard"]
    )
    asked = f'<div class="field">{html.escape(message["asks"])}</div>' if "asks" in message else ""
    return f'<div class="bubble">{body}</div>{rows}{asked}'


def _arrow(button: list[str]) -> str:
    return " ↗" if len(button) > 2 else ""


def made(language: str) -> list[Screen]:
    """The screens from the bundled report."""
    with bundled_app(JBZ_BASE_URL=_HOST) as app:
        return list(screens(app, language))


def text(shown_now: list[Screen]) -> str:
    """All screens as one readable text."""
    return snapshot(shown_now, _TITLES, readable)


def _draw(shown_now: list[Screen], language: str, chromium: str) -> None:
    parts = ((shown_now[:10], 2150), (shown_now[10:17], 830), (shown_now[17:], 1850))
    for number, (part, height) in enumerate(parts, 1):
        name = f"telegram-{language}-{number}.png"
        picture(page(part, _TITLES, _drawn, "telegram.css", language), name, chromium, height)


if __name__ == "__main__":
    write("telegram", made, text, _draw)
