"""Reply -> Telegram messages: HTML and an inline keyboard, split between cards and lines."""

import json
import re
from collections.abc import Iterator
from html import escape, unescape
from typing import Any

from telegram.constants import InlineKeyboardButtonLimit

from bot.channel import pack, pieces_of
from bot.reply import Button, Card, Line, Reply
from bot.templates import Templates, dependable

_MESSAGE = 4000  #: UTF-16 units; the limit is 4,096
_CUT = 700  #: characters; a sentence of so many fits in a message however much of it is escaped
_MOST_BUTTONS = 12
_TAG = re.compile(r"<[^<>]*>")
_TEMPLATE = "telegram/reply.html.j2"

Message = dict[str, Any]


class TelegramRenderer:
    """Replies as Telegram's HTML, with the templates of an administrator where there are."""

    def __init__(self, templates: Templates) -> None:
        self._templates = templates

    def messages(self, reply: Reply) -> list[Message]:
        """The reply as one or more messages with `html`; the last has the `keyboard`: rows of [label, data]."""
        texts = pack(
            dependable(lambda templates: list(pieces(reply, templates)), self._templates), _MESSAGE, "\n\n", _units
        )
        return [{"html": text, "keyboard": _keyboard(reply) if text is texts[-1] else []} for text in texts]

    def parts(self, reply: Reply) -> list[str]:
        """The messages as the opaque parts of a delivery."""
        return [json.dumps(message) for message in self.messages(reply)]


def pieces(reply: Reply, templates: Templates) -> Iterator[str]:
    """The parts between which messages may be divided, made with just these templates."""
    macros = templates.macros(_TEMPLATE, reply.language)
    titles = [str(macros.title(piece)) for piece in pieces_of(reply.title, _fits, _CUT)]
    yield from _joined(
        [*titles, *(_escape(piece) for sentence in reply.lead for piece in pieces_of(sentence, _fits, _CUT))]
    )
    for part in reply.sections:
        lines = [text for line in part.lines for text in _line(macros, line)]
        yield from _joined(([str(macros.title(part.heading))] if part.heading else []) + lines)
        for card in part.cards:
            yield from _joined(list(_card(macros, card)))
    if reply.sources:
        yield str(macros.links(reply.sources[:10]))
    if reply.footer:
        yield f"<i>{_escape(reply.footer)}</i>"


def _card(macros: Any, card: Card) -> Iterator[str]:
    yield str(macros.heading(card)).strip()
    for line in card.lines:
        yield from _line(macros, line)
    if card.references:
        yield str(macros.links(card.references[:10]))


def _line(macros: Any, line: Line) -> Iterator[str]:
    whole = str(macros.line(line))
    if _units(whole) <= _MESSAGE:
        yield whole
    else:
        yield from (_escape(piece) for piece in pieces_of(line.text, _fits, _CUT))


def _joined(lines: list[str]) -> list[str]:
    return pack(lines, _MESSAGE, "\n", _units)


def _keyboard(reply: Reply) -> list[list[list[str]]]:
    pressable = (*(button for part in reply.sections for button in part.buttons), *reply.buttons)
    buttons = [_button(button) for button in pressable if len(button.command.encode()) <= _DATA_BYTES]
    return [buttons[at : at + 2] for at in range(0, min(len(buttons), _MOST_BUTTONS), 2)]


_DATA_BYTES = int(InlineKeyboardButtonLimit.MAX_CALLBACK_DATA)


def _button(button: Button) -> list[str]:
    return [button.label if len(button.label) <= 40 else button.label[:39] + "…", button.command]  # noqa: PLR2004


def _fits(text: str) -> bool:
    return _units(_escape(text)) <= _CUT


def _units(html: str) -> int:
    """The length as Telegram counts it: UTF-16 code units of what is left when the tags are read."""
    return len(unescape(_TAG.sub("", html)).encode("utf-16-le")) // 2


def _escape(text: str) -> str:
    return escape(text, quote=False)
