"""Reply -> Telegram messages: HTML and an inline keyboard, split between cards and lines.

Of an agenda item the sentence that matters most stands open; the others stand in a quote that opens when it is pressed.
"""

import json
from collections.abc import Iterator, Sequence
from dataclasses import replace
from html import escape
from typing import Any

from bot.channel import Render, pieces_of
from bot.commands.grammar import write_command
from bot.reply import Card, Line, Reply, Section
from bot.settings import Settings
from bot.telegram.data import whole_of
from bot.telegram.split import Piece, packed, units
from bot.templates import Templates, dependable

_LONGEST = 3500  #: UTF-16 units of one piece
_CUT = 1700  #: characters of a sentence that is longer than that by itself
_COMMAND = 350  #: characters of a button's command; a question is read to 300
_MOST_BUTTONS = 45
_LABEL = 40
_ROWS = {1: _LABEL, 2: 22, 3: 13, 4: 8}  #: buttons in a row -> the longest label with which all can be read
_TEMPLATE = "telegram/reply.html.j2"
_GAP = "\n\n"

Message = dict[str, Any]
Key = list[str]  #: [label, what it carries], or [label, "", address]; kept as JSON with what is delivered
Keyboard = list[list[Key]]  #: rows


def make_render(_settings: Settings, templates: Templates) -> Render:
    """Renders a reply as the parts of a delivery in Telegram."""
    return TelegramRenderer(templates).parts


class TelegramRenderer:
    """Replies as Telegram's HTML, with the templates of an administrator where there are."""

    def __init__(self, templates: Templates) -> None:
        self._templates = templates

    def messages(self, reply: Reply) -> list[Message]:
        """The reply as one or more messages with `html`.

        The last has the `keyboard`: rows of [label, what it carries], or [label, "", address]. Those after the first
        make no sound.
        """
        texts = dependable(lambda templates: packed(pieces(reply, templates)), self._templates)
        made = [{"html": text, "keyboard": [], "quiet": at > 0} for at, text in enumerate(texts)]
        made[-1]["keyboard"] = keyboard(reply)
        return made

    def parts(self, reply: Reply) -> list[str]:
        """The messages as the opaque parts of a delivery."""
        return [json.dumps(message) for message in self.messages(reply)]


def pieces(reply: Reply, templates: Templates) -> Iterator[Piece]:
    """The parts between which messages may be divided, made with just these templates."""
    macros = templates.macros(_TEMPLATE, reply.language)
    for piece in pieces_of(reply.title, _fits, _CUT) if not _is_one_card(reply) else ():
        yield Piece(str(macros.title(piece)), leads=True)
    for sentence in reply.lead:
        yield from (Piece(plain(piece)) for piece in pieces_of(sentence, _fits, _CUT))
    numbers = _numbers(reply.sections)
    for section in reply.sections:
        yield from _section(macros, section, numbers.get(id(section)))
    if reply.sources:
        yield Piece(str(macros.links(reply.sources[:10])), gap=_GAP)
    if reply.footer:
        yield from (Piece(f"<i>{plain(piece)}</i>", gap=_GAP) for piece in pieces_of(reply.footer, _fits, _CUT))


def keyboard(reply: Reply) -> Keyboard:
    """The rows of buttons; those about one of several parts bear its number."""
    numbers = _numbers(reply.sections)
    shown = [
        (f"{button.label} {numbers[id(section)]}" if id(section) in numbers else button.label, button)
        for section in reply.sections
        for button in section.buttons
    ]
    shown += [(button.label, button) for button in reply.buttons]
    written = [(label, write_command(button.command), button.at) for label, button in shown]
    made = [key(label, whole_of(text, at)) for label, text, at in written if len(text) <= _COMMAND][:_MOST_BUTTONS]
    if reply.reading and reply.reading.url.startswith("https://"):  # Telegram refuses what is not on the internet
        made.append([reply.reading.label, "", reply.reading.url])
    return in_rows(made)


def key(label: str, data: str) -> Key:
    """A button that comes back with its data when it is pressed."""
    return [label if len(label) <= _LABEL else label[: _LABEL - 1] + "…", data]


def in_rows(buttons: Sequence[Key]) -> Keyboard:
    """As many beside each other as can be read."""
    rows: Keyboard = []
    for button in buttons:
        widened = [*rows[-1], button] if rows else []
        if widened and max(len(one[0]) for one in widened) <= _ROWS.get(len(widened), -1):
            rows[-1] = widened
        else:
            rows.append([button])
    return rows


def plain(text: str) -> str:
    """A plain text as HTML that shows it as it is."""
    return escape(text, quote=False)


def _is_one_card(reply: Reply) -> bool:
    """Whether the reply is about one item, whose heading says what the title would."""
    cards = reply.sections[0].cards if reply.sections and not reply.lead else ()
    return len(cards) == 1 and reply.title.endswith(cards[0].title)


def _numbers(sections: Sequence[Section]) -> dict[int, int]:
    """The parts with buttons about them, numbered when there are several: all buttons stand together below."""
    own = [section for section in sections if any(button.about for button in section.buttons)]
    return {id(section): number for number, section in enumerate(own, 1)} if len(own) > 1 else {}


def _section(macros: Any, section: Section, number: int | None) -> Iterator[Piece]:
    gap = _GAP
    if section.heading:
        yield Piece(str(macros.title(section.heading)), gap=gap, leads=True)
        gap = "\n"
    for at, line in enumerate(section.lines):
        shown = replace(line, label=f"{number}. {line.label or ''}".strip()) if number and at == 0 else line
        for piece in _line(macros, shown):
            yield replace(piece, gap=gap)
            gap = "\n"
    for card in section.cards:
        yield from _card(macros, card)


def _card(macros: Any, card: Card) -> Iterator[Piece]:
    main = next((line for line in card.lines if line.is_main), card.lines[0] if card.lines else None)
    opening = [Piece(str(macros.heading(card)).strip(), gap=_GAP, leads=main is not None, starts=True)]
    yield from opening
    if main is not None:
        yield from _line(macros, main)
    for line in card.lines:
        if line is not main:
            gap = _GAP if line.anchor else "\n"
            yield from (replace(piece, quoted=True, gap=gap) for piece in _line(macros, line))
    if card.references:
        yield Piece(str(macros.links(card.references[:10])))


def _line(macros: Any, line: Line) -> Iterator[Piece]:
    whole = str(macros.line(line))
    if units(whole) <= _LONGEST:
        yield Piece(whole)
        return
    first, *rest = pieces_of(line.text, _fits, _CUT)
    yield Piece(str(macros.line(replace(line, text=first, remark=None, source=None))))
    yield from (Piece(plain(piece), gap=" ") for piece in rest)


def _fits(text: str) -> bool:
    return units(plain(text)) <= _CUT
