"""Every screen that Teams shows of us: as readable text for a test, as a page for the eye, as pictures for docs/.

`make screens` writes the texts, and with Chromium the pictures; the page is drawn as Teams draws cards.
"""

import html
from collections.abc import Iterator
from typing import Any

from markdown_it import MarkdownIt

from bot.app import App
from bot.commands.settings import Welcome
from bot.reply import Reply
from bot.seal import Seal
from bot.teams import search
from bot.teams.form import form_card
from bot.teams.render import TeamsRenderer
from bot.templates import bundled
from bot.words import Words
from briefings.model.chat import Address, Person
from tests.screens.drawing import Screen, bundled_app, page, picture, snapshot, write

_TENANT = "aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee"
_ME, _CHANNEL = Address("teams", _TENANT, "@a:1"), Address("teams", _TENANT, "19:c1@thread.tacv2")
_HOST = "https://jbz.example.nl"
_TITLES = {
    "welcome": "De bot is toegevoegd", "answer": "@JBZ migratie", "nothing": "@JBZ pizza",
    "offer": "@JBZ volg migartie",
    "item": "@JBZ punt I.6", "meeting": "@JBZ raad", "help": "@JBZ help", "followed": "@JBZ volg …, in een kanaal",
    "subscriptions": "@JBZ abonnementen", "refused": "Zonder recht om te wijzigen", "briefing": "Briefing",
    "privacy": "@JBZ privacy", "form": "Volg een thema: het formulier", "wrong": "Een fout in het formulier",
    "search": "Zoeken vanuit een bericht",
}  # fmt: skip


def screens(app: App, language: str) -> Iterator[Screen]:
    """Each screen: its name, and its cards."""
    renderer, talk = TeamsRenderer(bundled(), Seal("screens")), app.conversation
    me, member = Person("29:u1", language=language), Person("29:u7", language=language)
    admin = Person("29:u8", is_administrator=True, language=language)
    talk.handle(f"taal {language}", _CHANNEL, admin)

    def cards(reply: Reply, by: str = "") -> dict[str, Any]:
        messages = renderer.messages(reply)
        if by:
            messages[-1]["card"]["body"].append(renderer.said_by("set_by", by, reply.language))
        return {"cards": [message["card"] for message in messages]}

    yield "welcome", cards(talk.carry_out(Welcome(), _ME, me))
    for name, text in (
        ("answer", "migratie"), ("nothing", "pizza"), ("offer", "volg migartie"),
        ("item", "punt I.6"), ("meeting", "raad"), ("help", "help"),
    ):  # fmt: skip
        yield name, cards(talk.handle(text, _ME, me))
    followed = talk.handle("volg georganiseerde criminaliteit elke maandag 08:00", _CHANNEL, admin)
    yield "followed", cards(followed, "Anna de Vries")
    talk.handle("rechten beheerders", _CHANNEL, admin)
    yield "subscriptions", cards(talk.handle("abonnementen", _CHANNEL, admin))
    yield "refused", cards(talk.handle("stop alles", _CHANNEL, member))
    yield "briefing", cards(talk.handle("briefing georganiseerde criminaliteit, migratie", _ME, me))
    yield "privacy", cards(talk.handle("privacy", _ME, me))
    words, form = Words(language), talk.forms.new(_ME, me)
    yield "form", {"cards": [form_card(form, words, app.catalogue, "sealed")]}
    wrong = ("what", words("Kies ten minste één thema."))
    yield "wrong", {"cards": [form_card(form, words, app.catalogue, "sealed", {"when": "dagelijks 07:30"}, wrong)]}
    found = talk.questions.cards("migratie", 2, app.saying(language))
    results = search.results(found, renderer)["composeExtension"]["attachments"]
    yield "search", {"previews": [one["preview"]["content"] for one in results], "cards": [results[0]["content"]]}


def readable(screen: dict[str, Any]) -> str:
    """A screen as lines of text."""
    lines = [f"> {one['title']} | {one['text']}" for one in screen.get("previews", [])]
    for card in screen["cards"]:
        lines.append("(kaart)")
        for block in card["body"]:
            lines += _lines(block)
        lines += [f"[{action['title']}]" for action in card.get("actions", [])]
    return "\n".join(line.rstrip() for line in lines)


def _lines(block: dict[str, Any]) -> list[str]:
    match block["type"]:
        case "TextBlock":
            mark = "# " if block.get("style") == "heading" else ""
            return f"{mark}{block['text']}".split("\n")
        case "ActionSet":
            return ["".join(f"[{action['title']}]" for action in block["actions"])]
        case _:
            return [f"{block['label']}: {block['value']}"]


def _drawn(screen: dict[str, Any]) -> str:
    found = "".join(
        f"<div class='card'><p class='heading'>{html.escape(one['title'])}</p><p>{one['text']}</p></div>"
        for one in screen.get("previews", [])
    )
    return found + "".join(_card(card) for card in screen["cards"])


def _card(card: dict[str, Any]) -> str:
    blocks = [*card["body"], {"type": "ActionSet", "actions": card.get("actions", [])}]
    return f"<div class='card'>{''.join(_block(block) for block in blocks)}</div>"


def _block(block: dict[str, Any]) -> str:
    match block["type"]:
        case "TextBlock":
            marks = [block.get("style", ""), block.get("size", ""), block.get("color", "")]
            marks += ["subtle"] * bool(block.get("isSubtle")) + ["line"] * bool(block.get("separator"))
            shown = MarkdownIt("commonmark", {"html": False}).render(block["text"])
            return f"<div class='{' '.join(filter(None, marks))}'>{shown}</div>"
        case "ActionSet":
            pressed = "".join(f"<span>{html.escape(action['title'])}</span>" for action in block["actions"])
            return f"<div class='actions'>{pressed}</div>"
        case _:
            value = html.escape(
                next((c["title"] for c in block.get("choices", []) if c["value"] == block["value"]), block["value"])
            )
            return f"<label>{html.escape(block['label'])}</label><div class='field'>{value}</div>"


def made(language: str) -> list[Screen]:
    """The screens from the bundled report."""
    with bundled_app(JBZ_BASE_URL=_HOST) as app:
        return list(screens(app, language))


def text(shown_now: list[Screen]) -> str:
    """All screens as one readable text."""
    return snapshot(shown_now, _TITLES, readable)


def _draw(shown_now: list[Screen], language: str, chromium: str) -> None:
    for number, (part, height) in enumerate(((shown_now[:7], 1500), (shown_now[7:], 2000)), 1):
        picture(page(part, _TITLES, _drawn, "teams.css", language), f"teams-{language}-{number}.png", chromium, height)


if __name__ == "__main__":
    write("teams", made, text, _draw)
