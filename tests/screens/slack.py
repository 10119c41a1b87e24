"""Every screen that Slack shows of us: as readable text for a test, as a page for the eye, as pictures for docs/.

`make screens` writes the texts, and with Chromium the pictures; the page is drawn as Slack draws blocks.
"""

import html
import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from bot.app import App
from bot.reply import Reply
from bot.seal import Seal
from bot.slack.form import FormView, to_metadata
from bot.slack.people import SlackPeople
from bot.slack.render import SlackRenderer
from bot.slack.screens import Screens
from bot.slack.workspaces import Clients, OneWorkspace
from bot.templates import bundled
from bot.words import Words
from briefings.model.chat import Address, Person
from tests.screens.drawing import Screen, bundled_app, page, picture, snapshot, write

_DM, _CHANNEL = Address("slack", "T1", "D1"), Address("slack", "T1", "C1")
_TITLES = {
    "answer": "/jbz migratie", "page": "/jbz wat zei nederland, Meer", "corrected": "/jbz migartie",
    "nothing": "/jbz pizza", "offer": "/jbz volg migartie", "help": "/jbz help", "meeting": "/jbz raad",
    "timeline": "/jbz tijdlijn EES", "shared": "Deel in kanaal", "followed": "/jbz volg … elke maandag 08:00",
    "subscriptions": "/jbz abonnementen", "refused": "Zonder recht om te wijzigen", "briefing": "Briefing",
    "privacy": "/jbz privacy", "item": "Lees I.6", "new": "/jbz volg", "change": "Wijzig", "search": "Snelkoppeling",
    "home": "Home", "unfurl": "Een link naar de leeskamer",
}  # fmt: skip


def screens(app: App, language: str) -> Iterator[Screen]:
    """Each screen: its name, and the message or view."""
    renderer, talk = SlackRenderer(bundled(), Seal("screens")), app.conversation
    me = Person("U1", language=language)
    us, admin = Person("U1", language=language), Person("U8", is_administrator=True)
    talk.handle(f"taal {language}", _CHANNEL, admin)

    def message(reply: Reply, *below: dict[str, Any]) -> dict[str, Any]:
        whole = renderer.messages(reply)
        return {"type": "message", "blocks": [block for one in whole for block in one["blocks"]] + list(below)}

    for name, text in (
        ("answer", "migratie"), ("page", "meer 3 wat zei nederland"), ("corrected", "migartie"), ("nothing", "pizza"),
        ("offer", "volg migartie"), ("help", "help"), ("meeting", "raad"), ("timeline", "tijdlijn EES"),
    ):  # fmt: skip
        yield name, message(talk.handle(text, _CHANNEL, us))
    answer = replace(talk.handle("rechtsstaat", _CHANNEL, us), buttons=(), shareable=None)
    yield "shared", message(answer, renderer.shared_by("U1", language))
    followed = talk.handle("volg georganiseerde criminaliteit elke maandag 08:00", _CHANNEL, us)
    yield "followed", message(followed, renderer.set_by("U1", language))
    talk.handle("volg migratie zonder visa dagelijks 07:30", _CHANNEL, us)
    talk.handle("pauzeer #2 tot 1 mei", _CHANNEL, us)
    yield "subscriptions", message(talk.handle("abonnementen", _CHANNEL, us))
    talk.handle("rechten beheerders", _CHANNEL, admin)
    yield "refused", message(talk.handle("stop alles", _CHANNEL, us))
    yield "briefing", message(talk.handle("briefing georganiseerde criminaliteit, migratie", _DM, me))
    yield "privacy", message(talk.handle("privacy", _DM, me))
    yield "item", renderer.modal(replace(talk.handle("punt I.6", _DM, me), shareable=None))
    yield from _views(app, renderer, language, me)


def _views(app: App, renderer: SlackRenderer, language: str, me: Person) -> Iterator[Screen]:
    talk, forms = app.conversation, FormView(Words(language), app.catalogue)
    new, old = talk.forms.new(_CHANNEL, me), talk.forms.of(_CHANNEL, 2)
    assert old is not None
    yield "new", forms.view(new, to_metadata(new))
    yield "change", forms.view(old, to_metadata(old))
    workspaces = OneWorkspace("xoxb", Clients("http://localhost/"))
    screens = Screens(workspaces, talk, renderer, SlackPeople(workspaces))
    yield "search", screens.ask(Words(language), "jbz:search")
    yield "home", renderer.home(talk.handle("overzicht", _DM, me))
    card = talk.questions.card("6", app.saying(language))
    assert card is not None
    yield "unfurl", {"type": "message", "blocks": renderer.blocks(card)}


def readable(screen: dict[str, Any]) -> str:
    """A screen as lines of text."""
    lines = [f"({screen['type']})"]
    if screen["type"] == "modal":
        told = [f"{name}: {screen[name]['text']}" for name in ("title", "submit", "close") if name in screen]
        lines.append(" | ".join(told))
    for block in screen["blocks"]:
        lines += [line.rstrip() for line in _readable(block)]
    return "\n".join(lines)


def _readable(block: dict[str, Any]) -> Iterator[str]:
    match block["type"]:
        case "header":
            yield f"# {block['text']['text']}"
        case "section":
            yield from block["text"]["text"].split("\n")
        case "context":
            yield from (f"> {element['text']}" for element in block["elements"])
        case "divider":
            yield "----"
        case "actions":
            yield " ".join(f"[{_button(element)}]" for element in block["elements"])
        case "input":
            element = block["element"]
            yield f"{block['label']['text']}{' (mag leeg)' if block.get('optional') else ''}: {_filled(element)}"
            for option in element.get("options", []):
                yield f"  - {option['text']['text']}"
            if "hint" in block:
                yield f"  {block['hint']['text']}"
        case other:
            raise AssertionError(other)


def _button(element: dict[str, Any]) -> str:
    about = element.get("accessibility_label")
    return f"{element['text']['text']} ({about})" if about else str(element["text"]["text"])


def _filled(element: dict[str, Any]) -> str:
    chosen = [
        *element.get("initial_options", []),
        *([element["initial_option"]] if "initial_option" in element else []),
    ]
    given = [option["text"]["text"] for option in chosen]
    given += [
        str(element[name])
        for name in ("initial_value", "initial_time", "initial_date", "initial_conversation")
        if name in element
    ]
    return ", ".join(given) or str(element.get("placeholder", {}).get("text", ""))


def _drawn(screen: dict[str, Any]) -> str:
    body = "".join(_block(block) for block in screen["blocks"])
    if screen["type"] == "modal":
        submit = f'<span class="button go">{html.escape(screen["submit"]["text"])}</span>' if "submit" in screen else ""
        close = f'<span class="button">{html.escape(screen["close"]["text"])}</span>'
        title = html.escape(screen["title"]["text"])
        return f'<div class="modal"><h3>{title}</h3>{body}<p class="foot">{close} {submit}</p></div>'
    if screen["type"] == "home":
        return f'<div class="home">{body}</div>'
    return f'<div class="message"><span class="face">J</span><div><b>JBZ</b> <small>APP 10:00</small>{body}</div></div>'


def _block(block: dict[str, Any]) -> str:
    match block["type"]:
        case "header":
            return f"<h4>{html.escape(block['text']['text'])}</h4>"
        case "section":
            return f"<p>{_mrkdwn(block['text']['text'])}</p>"
        case "context":
            return "".join(f'<p class="context">{_mrkdwn(element["text"])}</p>' for element in block["elements"])
        case "divider":
            return "<hr>"
        case "actions":
            buttons = (f'<span class="button">{html.escape(e["text"]["text"])}</span>' for e in block["elements"])
            return f"<p>{' '.join(buttons)}</p>"
        case _:
            return _input(block)


def _input(block: dict[str, Any]) -> str:
    element = block["element"]
    label = (
        f"<label>{html.escape(block['label']['text'])}{' <i>(optional)</i>' if block.get('optional') else ''}</label>"
    )
    if element["type"] == "checkboxes":
        ticked = element.get("initial_options", [])
        boxes = (
            f"{'☑' if option in ticked else '☐'} {html.escape(option['text']['text'])}" for option in element["options"]
        )
        filled = f'<p class="boxes">{"<br>".join(boxes)}</p>'
    else:
        filled = f'<p class="field">{html.escape(_filled(element))}</p>'
    hint = f'<p class="context">{html.escape(block["hint"]["text"])}</p>' if "hint" in block else ""
    return label + filled + hint


def _mrkdwn(text: str) -> str:
    """Slack's markup as HTML. The three entities stand in it already; quotes are harmless here."""
    text = re.sub(r"<(https?://[^|>]+)\|([^>]*)>", r'<a href="\1">\2</a>', text)
    text = re.sub(r"<@(\w+)>", r'<span class="at">@Sanne</span>', text)
    text = re.sub(r"<#(\w+)>", r'<span class="at">#migratie-team</span>', text)
    text = re.sub(r"(?<![\w*])\*([^*\n]+)\*", r"<b>\1</b>", text)
    text = re.sub(r"(?<!\w)_([^_\n]+)_(?!\w)", r"<i>\1</i>", text)
    return text.replace("\n", "<br>")


def made(language: str) -> list[Screen]:
    """The screens from the bundled report."""
    with bundled_app() as app:
        return list(screens(app, language))


def text(shown: list[Screen]) -> str:
    """All screens as one readable text."""
    return snapshot(shown, _TITLES, readable)


def _draw(shown: list[Screen], language: str, chromium: str) -> None:
    for number, part in enumerate((shown[:8], shown[8:14], shown[14:]), 1):
        picture(page(part, _TITLES, _drawn, "slack.css", language), f"slack-{language}-{number}.png", chromium)


if __name__ == "__main__":
    write("slack", made, text, _draw)
