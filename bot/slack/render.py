"""Reply -> Slack messages, modals and the Home tab: Block Kit, checked by slack_sdk's models.

Messages are split between cards and lines; a view that would be too long ends with where the rest is.
"""

import json
from collections.abc import Callable, Iterator, Sequence
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

from bot.channel import Render, pack, pieces_of
from bot.commands.grammar import write_command
from bot.reply import Button, Card, Line, Reply
from bot.seal import Seal
from bot.settings import Settings
from bot.slack.labels import linkable
from bot.templates import Templates, dependable
from bot.words import Words

_SECTION = 2900  #: characters of a section's text; the limit is 3,000
_MESSAGE = 8500  #: characters of all blocks of a message together; Slack refuses from about 11,000 (FACTS)
_BLOCKS = 45  #: blocks in a message; the limit is 50
_CUT = 500  #: characters; a sentence of so many fits in a section however much of it is escaped
_COMMAND = 350  #: characters of a button's command; a question is read to 300
_BUTTONS = 12
_VIEW_BLOCKS = 98  #: blocks in a modal or Home tab; the limit is 100
_VIEW_TITLE = 24
_TEMPLATE = "slack/reply.mrkdwn.j2"

Message = dict[str, Any]


def seal_of(settings: Settings) -> Seal:
    """Seals what goes to Slack and comes back; the same in every process with the same settings."""
    secret = settings.slack_signing_secret or settings.slack_app_token
    return Seal(secret.get_secret_value() if secret else "")


def make_render(settings: Settings, templates: Templates) -> Render:
    """Renders a reply as the parts of a delivery in Slack."""
    return SlackRenderer(templates, seal_of(settings)).parts


class SlackRenderer:
    """Replies as Block Kit, with the templates of an administrator where there are.

    What a button says comes back sealed, so that nobody else can make one.
    """

    def __init__(self, templates: Templates, seal: Seal) -> None:
        self._templates = templates
        self._seal = seal

    def messages(self, reply: Reply) -> list[Message]:
        """The reply as one or more messages with `text` and `blocks`; the buttons stand under the last."""
        return self._with(reply, lambda page: page.messages())

    def blocks(self, reply: Reply) -> list[Message]:
        """The reply as the blocks of something that is shown beside a message; as many as fit in one."""
        return self._with(reply, lambda page: page.messages())[0]["blocks"]  # type: ignore[no-any-return]

    def modal(self, reply: Reply, metadata: str = "") -> Message:
        """The reply as a modal. `metadata` comes back with what is pressed in it."""
        words = Words(reply.language)
        return {
            "type": "modal",
            "title": plain(words("JBZ-briefings")),
            "close": plain(words("Sluit")),
            "private_metadata": metadata,
            "blocks": self._view(reply),
        }

    def home(self, reply: Reply) -> Message:
        """The reply as the Home tab."""
        return {"type": "home", "blocks": self._view(reply)}

    def _view(self, reply: Reply) -> list[Message]:
        return self._with(reply, lambda page: page.view())

    def _with(self, reply: Reply, make: Callable[["_Page"], list[Message]]) -> list[Message]:
        return dependable(lambda templates: make(_Page(reply, templates, self._seal)), self._templates)

    def parts(self, reply: Reply) -> list[str]:
        """The messages as the opaque parts of a delivery."""
        return [json.dumps(message) for message in self.messages(reply)]

    def shared_by(self, person: str, language: str) -> Message:
        """A line that says who shared an answer."""
        return self._line_about("shared", person, language)

    def set_by(self, person: str, language: str) -> Message:
        """A line that says who changed something for everybody."""
        return self._line_about("set_by", person, language)

    def _line_about(self, macro: str, person: str, language: str) -> Message:
        text = dependable(
            lambda templates: getattr(templates.macros(_TEMPLATE, language), macro)(person), self._templates
        )
        return ContextBlock(elements=[MarkdownTextObject(text=_unquote(text))]).to_dict()


def strict(reply: Reply, own: Templates) -> list[Message]:
    """The messages made with just these templates. Raises what a template raises."""
    return _Page(reply, own, Seal("")).messages()


def plain(text: str) -> Message:
    """A plain text as a title or button of a view has it, no longer than the shortest of them may be."""
    fitting = text if len(text) <= _VIEW_TITLE else text[: _VIEW_TITLE - 1] + "…"
    return {"type": "plain_text", "text": fitting, "emoji": False}


class _Page:
    """One reply, being rendered."""

    def __init__(self, reply: Reply, templates: Templates, seal: Seal) -> None:
        self._reply = linkable(reply)
        self._seal = seal
        self._macros = templates.macros(_TEMPLATE, reply.language)

    def messages(self) -> list[Message]:
        reply = self._reply
        units = [*([block] for block in (*self._opening(), *self._body())), self._closing()]
        text = reply.title if not reply.lead else f"{reply.title}. {reply.lead[0]}"
        return [
            {"text": escape(text)[:2900], "blocks": [block.to_dict() for block in group]} for group in _grouped(units)
        ]

    def view(self) -> list[Message]:
        """All blocks of the reply, with a last one that says so where there are more than a view holds."""
        shown = [*self._opening(), *self._body(), *self._closing()]
        for block in shown:
            block.validate_json()
        if len(shown) > _VIEW_BLOCKS:
            rest = escape(
                Words(self._reply.language)("Dit is niet alles. De rest leest u via de titel in de leeskamer.")
            )
            shown = [*shown[: _VIEW_BLOCKS - 1], SectionBlock(text=MarkdownTextObject(text=rest))]
        return [block.to_dict() for block in shown]

    def _opening(self) -> Iterator[Block]:
        reply = self._reply
        if len(reply.title) <= HeaderBlock.text_max_length:
            yield HeaderBlock(text=PlainTextObject(text=reply.title, emoji=False))
        else:
            yield from _sections([self._markup("section", piece) for piece in pieces_of(reply.title, _fits, _CUT)])
        yield from _sections([escape(piece) for sentence in reply.lead for piece in pieces_of(sentence, _fits, _CUT)])

    def _body(self) -> Iterator[Block]:
        for part in self._reply.sections:
            if part.heading:
                yield DividerBlock()
                yield from _sections([self._markup("section", part.heading)])
            yield from _sections([text for line in part.lines for text in self._line(line)])
            for card in part.cards:
                yield from _sections(list(self._card(card)))
            if part.buttons:
                yield ActionsBlock(elements=list(self._pressable(part.buttons)))

    def _closing(self) -> list[Block]:
        reply = self._reply
        notes = [self._markup("links", reply.sources[:10])] if reply.sources else []
        notes += [escape(piece) for piece in pieces_of(reply.footer, _fits, _CUT)] if reply.footer else []
        blocks: list[Block] = [ContextBlock(elements=[MarkdownTextObject(text=note)]) for note in notes]
        if buttons := self._buttons():
            blocks.append(ActionsBlock(elements=buttons))
        return blocks

    def _buttons(self) -> list[ButtonElement]:
        reply = self._reply
        buttons = self._pressable(reply.buttons)
        if reply.shareable and len(shared := write_command(reply.shareable)) <= _COMMAND:
            label = PlainTextObject(text=Words(reply.language)("Deel in kanaal"), emoji=False)
            value = self._seal.close(f"|{shared}")
            buttons.append(ButtonElement(text=label, action_id="jbz:share", value=value))
        return buttons

    def _pressable(self, buttons: Sequence[Button]) -> list[ButtonElement]:
        written = [(button, write_command(button.command)) for button in buttons]
        usable = [(button, text) for button, text in written if len(text) <= _COMMAND][:_BUTTONS]
        return [self._button(button, text, at) for at, (button, text) in enumerate(usable)]

    def _button(self, button: Button, text: str, at: int) -> ButtonElement:
        longest = ButtonElement.text_max_length
        about = f"{button.label}: {button.about}" if button.about else None
        return ButtonElement(
            text=PlainTextObject(text=_short(button.label, longest), emoji=False),
            action_id=f"jbz:{at}",
            value=self._seal.close(f"{button.at.chat if button.at else ''}|{text}"),
            accessibility_label=_short(about, longest) if about else None,
        )

    def _card(self, card: Card) -> Iterator[str]:
        yield self._markup("heading", card)
        for line in card.lines:
            yield from self._line(line)
        if card.references:
            yield self._markup("links", card.references[:10])

    def _line(self, line: Line) -> Iterator[str]:
        whole = self._markup("line", line)
        if len(whole) <= _SECTION:
            yield f"{whole}\n" if line.anchor else whole  # a paragraph of the letter stands by itself
            return
        for piece in pieces_of(line.text, _fits, _CUT):
            yield escape(piece)

    def _markup(self, macro: str, value: object) -> str:
        return _unquote(getattr(self._macros, macro)(value)).strip()


def _short(text: str, longest: int) -> str:
    return text if len(text) <= longest else text[: longest - 1] + "…"


def _fits(text: str) -> bool:
    return len(escape(text)) <= _CUT


def _sections(texts: list[str]) -> list[Block]:
    return [SectionBlock(text=MarkdownTextObject(text=text.rstrip())) for text in pack(texts, _SECTION, "\n")]


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


def escape(text: str) -> str:
    """A plain text as mrkdwn that shows it as it is."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
