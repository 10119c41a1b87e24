"""Reply -> Slack messages: Block Kit, checked by slack_sdk's models, split between cards and lines."""

import json
from collections.abc import Iterator
from typing import Any

from slack_sdk.models.blocks import (
    ActionsBlock,
    Block,
    ButtonElement,
    ContextBlock,
    DividerBlock,
    HeaderBlock,
    MarkdownTextObject,
    PlainTextObject,
    SectionBlock,
)

from bot.channel import pack, pieces_of
from bot.reply import Button, Card, Line, Reply
from bot.templates import Templates, dependable
from bot.words import Words

_SECTION = 2900  #: characters of a section's text; the limit is 3,000
_MESSAGE = 8500  #: characters of all blocks of a message together; Slack refuses from about 11,000 (FACTS)
_BLOCKS = 45  #: blocks in a message; the limit is 50
_CUT = 500  #: characters; a sentence of so many fits in a section however much of it is escaped
_COMMAND = 350  #: characters of a button's command; a question is read to 300
_BUTTONS = 12
_TEMPLATE = "slack/reply.mrkdwn.j2"

Message = dict[str, Any]


class SlackRenderer:
    """Replies as Block Kit, with the templates of an administrator where there are."""

    def __init__(self, templates: Templates) -> None:
        self._templates = templates

    def messages(self, reply: Reply) -> list[Message]:
        """The reply as one or more messages with `text` and `blocks`; the buttons stand under the last."""
        return dependable(lambda templates: blocks(reply, templates), self._templates)

    def parts(self, reply: Reply) -> list[str]:
        """The messages as the opaque parts of a delivery."""
        return [json.dumps(message) for message in self.messages(reply)]

    def shared_by(self, person: str, language: str) -> Message:
        """A line that says who shared an answer."""
        text = dependable(lambda templates: templates.macros(_TEMPLATE, language).shared(person), self._templates)
        return ContextBlock(elements=[MarkdownTextObject(text=_unquote(text))]).to_dict()


def blocks(reply: Reply, templates: Templates) -> list[Message]:
    """The messages made with just these templates. Raises what a template raises."""
    return _Page(reply, templates).messages()


class _Page:
    """One reply, being rendered."""

    def __init__(self, reply: Reply, templates: Templates) -> None:
        self._reply = reply
        self._macros = templates.macros(_TEMPLATE, reply.language)

    def messages(self) -> list[Message]:
        reply = self._reply
        units = [*([block] for block in (*self._opening(), *self._body())), self._closing()]
        text = reply.title if not reply.lead else f"{reply.title}. {reply.lead[0]}"
        return [
            {"text": _escape(text)[:2900], "blocks": [block.to_dict() for block in group]} for group in _grouped(units)
        ]

    def _opening(self) -> Iterator[Block]:
        reply = self._reply
        if len(reply.title) <= HeaderBlock.text_max_length:
            yield HeaderBlock(text=PlainTextObject(text=reply.title))
        else:
            yield from _sections([self._markup("section", piece) for piece in pieces_of(reply.title, _fits, _CUT)])
        yield from _sections([_escape(piece) for sentence in reply.lead for piece in pieces_of(sentence, _fits, _CUT)])

    def _body(self) -> Iterator[Block]:
        for part in self._reply.sections:
            if part.heading:
                yield DividerBlock()
                yield from _sections([self._markup("section", part.heading)])
            yield from _sections([text for line in part.lines for text in self._line(line)])
            for card in part.cards:
                yield from _sections(list(self._card(card)))

    def _closing(self) -> list[Block]:
        reply = self._reply
        notes = [self._markup("links", reply.sources[:10])] if reply.sources else []
        notes += [_escape(piece) for piece in pieces_of(reply.footer, _fits, _CUT)] if reply.footer else []
        blocks: list[Block] = [ContextBlock(elements=[MarkdownTextObject(text=note)]) for note in notes]
        if buttons := _buttons(reply):
            blocks.append(ActionsBlock(elements=buttons))
        return blocks

    def _card(self, card: Card) -> Iterator[str]:
        yield self._markup("heading", card)
        for line in card.lines:
            yield from self._line(line)
        if card.references:
            yield self._markup("links", card.references[:10])

    def _line(self, line: Line) -> Iterator[str]:
        whole = self._markup("line", line)
        if len(whole) <= _SECTION:
            yield whole
            return
        for piece in pieces_of(line.text, _fits, _CUT):
            yield _escape(piece)

    def _markup(self, macro: str, value: object) -> str:
        return _unquote(getattr(self._macros, macro)(value)).strip()


def _buttons(reply: Reply) -> list[ButtonElement]:
    usable = [button for button in reply.buttons if len(button.command) <= _COMMAND][:_BUTTONS]
    buttons = [_button(button, at) for at, button in enumerate(usable)]
    if reply.shareable and len(reply.shareable) <= _COMMAND:
        label = PlainTextObject(text=Words(reply.language)("Deel in kanaal"))
        buttons.append(ButtonElement(text=label, action_id="jbz:share", value=reply.shareable))
    return buttons


def _button(button: Button, at: int) -> ButtonElement:
    label = button.label if len(button.label) <= ButtonElement.text_max_length else button.label[:74] + "…"
    return ButtonElement(text=PlainTextObject(text=label), action_id=f"jbz:{at}", value=button.command)


def _fits(text: str) -> bool:
    return len(_escape(text)) <= _CUT


def _sections(texts: list[str]) -> list[Block]:
    return [SectionBlock(text=MarkdownTextObject(text=text)) for text in pack(texts, _SECTION, "\n")]


def _grouped(units: list[list[Block]]) -> list[list[Block]]:
    """The blocks of as few messages as the limits allow; a unit is not divided."""
    groups: list[list[Block]] = [[]]
    size = 0
    for unit in units:
        for block in unit:
            block.validate_json()
        length = sum(len(json.dumps(block.to_dict(), ensure_ascii=False)) for block in unit)
        if groups[-1] and (size + length > _MESSAGE or len(groups[-1]) + len(unit) > _BLOCKS):
            groups.append([])
            size = 0
        groups[-1] += unit
        size += length
    return groups


def _unquote(text: str) -> str:
    """Jinja escapes quotes too; Slack decodes only three entities and would show these two as typed."""
    return str(text).replace("&#39;", "'").replace("&#34;", '"')


def _escape(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
