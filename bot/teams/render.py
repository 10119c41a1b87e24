"""Reply -> messages of Teams: Adaptive Cards, with buttons under the part that they are about."""

import json
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from markupsafe import Markup

from bot.carried import carried_by
from bot.channel import Render, pieces_of
from bot.commands.following import OfferMoments, StartFollowing
from bot.reply import Button, Card, Line, Link, Reply
from bot.seal import Seal
from bot.settings import Settings
from bot.teams.cards import Block, CardMessage, card, divided, heading_block, rows_of, text_block
from bot.teams.markup import address, escaped
from bot.templates import Templates, dependable
from bot.words import Words

_CUT = 1200  #: characters of a sentence that is longer by itself
_SHORT = 300  #: characters of a heading, a label or a remark
_COMMAND = 350  #: characters of a button's command; a question is read to 300
_BUTTONS = 24  #: of a reply
_LABEL = 60
_SUMMARY = 150
_TEMPLATE = "teams/reply.md.j2"
_FORMS = (StartFollowing, OfferMoments)  #: what a button opens a form for


def seal_of(settings: Settings) -> Seal:
    """Seals what goes to Teams and comes back; the same in every process with the same settings."""
    secret = settings.teams_client_secret
    return Seal(secret.get_secret_value() if secret else "")


def make_render(settings: Settings, templates: Templates) -> Render:
    """Renders a reply as the parts of a delivery in Teams."""
    return TeamsRenderer(templates, seal_of(settings)).parts


class TeamsRenderer:
    """Replies as cards, with the templates of an administrator where there are."""

    def __init__(self, templates: Templates, seal: Seal) -> None:
        self._templates = templates
        self._seal = seal

    def messages(self, reply: Reply, *, hidden: bool = False) -> list[CardMessage]:
        """The reply as messages, each a `card` with a `summary` for the notification. `hidden`: only one sees it."""
        pieces = dependable(lambda own: list(self.pieces(reply, own, hidden=hidden)), self._templates)
        cards = [card(blocks, reply.language) for blocks in divided(pieces)]
        return [{"summary": reply.title[:_SUMMARY], "card": one} for one in cards]

    def parts(self, reply: Reply) -> list[str]:
        """The messages as the opaque parts of a delivery."""
        return [json.dumps(message) for message in self.messages(reply)]

    def said_by(self, macro: str, person: str, language: str) -> Block:
        """Says who shared an answer ("shared"), or changed something for everybody ("set_by")."""
        name = _plain(person[:_SHORT])
        made = dependable(lambda own: _made(getattr(own.macros(_TEMPLATE, language), macro)(name)), self._templates)
        return text_block(made, isSubtle=True)

    def button(self, button: Button, *, hidden: bool = False, share: bool = False) -> Block | None:
        """What is pressed; None where it carries more than it can."""
        press = carried_by(button, hidden=hidden, share=share)
        if len(press.text) > _COMMAND:
            return None
        data: dict[str, Any] = {"jbz": self._seal.close(press.written)}
        if isinstance(button.command, _FORMS):
            data["msteams"] = {"type": "task/fetch"}
        label = button.label if len(button.label) <= _LABEL else button.label[: _LABEL - 1] + "…"
        told = {"tooltip": f"{label}: {button.about[:_SHORT]}"} if button.about else {}
        return {"type": "Action.Submit", "title": label, "data": data} | told

    def pieces(self, reply: Reply, own: Templates, *, hidden: bool = False) -> Iterator[list[Block]]:
        """The blocks between which messages may be divided, made with just these templates."""
        macros = own.macros(_TEMPLATE, reply.language)
        yield [heading_block(_made(macros.title(_plain(reply.title[:_SHORT]))), "Large")]
        for sentence in reply.lead:
            yield from ([text_block(escaped(piece))] for piece in pieces_of(sentence, _fits, _CUT))
        left = _BUTTONS
        for section in reply.sections:
            if section.heading:
                yield [heading_block(_made(macros.section(_plain(section.heading[:_SHORT]))), "Medium")]
            for line in section.lines:
                yield from ([block] for block in _line(macros, line))
            for one in section.cards:
                yield from _card(macros, one)
            yield from ([row] for row in rows_of(self._made(section.buttons, hidden)[:left]))
            left = max(0, left - len(section.buttons))
        if reply.sources:
            yield [text_block(_made(macros.links([_link(one) for one in reply.sources[:10]])), separator=True)]
        if reply.footer:
            for piece in pieces_of(reply.footer, _fits, _CUT):
                yield [text_block(_made(macros.footer(_plain(piece))), isSubtle=True)]
        if reply.reading:
            yield [text_block(_made(macros.link(_link(reply.reading))))]
        below = self._made(reply.buttons, hidden)[:left]
        if hidden and reply.shareable:
            share = Button(Words(reply.language)("Deel in kanaal"), reply.shareable)
            below += [one for one in (self.button(share, hidden=True, share=True),) if one is not None]
        yield from ([row] for row in rows_of(below))

    def _made(self, buttons: tuple[Button, ...], hidden: bool) -> list[Block]:
        made = (self.button(button, hidden=hidden) for button in buttons)
        return [one for one in made if one is not None]


def _card(macros: Any, one: Card) -> Iterator[list[Block]]:
    shown = replace(
        one,
        title=_plain(one.title[:_SHORT]),
        number=_plain(one.number) if one.number else None,
        link=_link(Link(one.title[:_SHORT], one.link.url)) if one.link else None,
    )
    blocks = [text_block(_made(macros.heading(shown)), spacing="Medium")]
    if one.note:
        blocks.append(text_block(_made(macros.note(_plain(one.note[:_SHORT]))), isSubtle=True, spacing="None"))
    first, *rest = [[block] for line in one.lines for block in _line(macros, line)] or [[]]
    yield [*blocks, *first]  # a heading is not parted from its first sentence
    yield from rest
    if one.references:
        yield [text_block(_made(macros.links([_link(one) for one in one.references[:10]])))]


def _line(macros: Any, line: Line) -> Iterator[Block]:
    first, *rest = list(pieces_of(line.text, _fits, _CUT)) or [""]
    label = _plain(line.label[:_SHORT]) if line.label else None
    if rest:
        yield text_block(_made(macros.line(replace(line, text=_plain(first), label=label, remark=None, source=None))))
        yield from (text_block(escaped(piece)) for piece in rest)
        return
    remark = _plain(line.remark[:_SHORT]) if line.remark else None
    source = _link(line.source) if line.source else None
    yield text_block(_made(macros.line(replace(line, text=_plain(first), label=label, remark=remark, source=source))))


def _plain(text: str) -> Markup:
    """Escaped for Markdown, and so not once more for HTML."""
    return Markup(escaped(text))  # noqa: S704 - a card shows no HTML


def _link(link: Link) -> Link:
    return Link(_plain(link.label[:_SHORT]), Markup(address(link.url)))  # noqa: S704 - as above


def _made(text: object) -> str:
    return str(text).strip()


def _fits(text: str) -> bool:
    return len(escaped(text)) <= _CUT
