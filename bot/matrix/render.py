"""Reply -> Matrix messages: HTML with the same as plain text, and buttons as numbers under the last."""

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from html import escape
from typing import Any

from bot.carried import carried_by
from bot.channel import Render, pack
from bot.matrix.data import SIGNS
from bot.matrix.markup import address, broken, harmless, plain
from bot.reply import Button, Link, Reply
from bot.seal import Seal
from bot.settings import Settings
from bot.templates import Templates, dependable
from bot.written import Hand, made, written

_MESSAGE = 10_000  #: bytes of HTML; an event may have 65,536 with the plain text, the buttons and the server's own
_CUT = 4000  #: bytes of HTML of a sentence that is longer by itself
_LONGEST = 800  #: characters of its pieces: at most five bytes of HTML each
_COMMAND = 350  #: characters of a button's command; a question is read to 300
_LABEL = 60
_TEMPLATE = "matrix/reply.html.j2"

Message = dict[str, Any]


@dataclass(frozen=True, slots=True)
class NumberedButton:
    """A button as it is shown."""

    sign: str
    label: str
    sealed: str


def seal_of(settings: Settings) -> Seal:
    """Seals what messages carry; the same in every process with the same settings."""
    secret = settings.matrix_access_token
    return Seal(secret.get_secret_value() if secret else "")


def make_renderer(settings: Settings, templates: Templates) -> "MatrixRenderer":
    """Renders what is said in Matrix."""
    return MatrixRenderer(templates, seal_of(settings))


def make_render(settings: Settings, templates: Templates) -> Render:
    """Renders a reply as the parts of a delivery in Matrix."""
    return make_renderer(settings, templates).parts


class MatrixRenderer:
    """Replies as Matrix's HTML, with the templates of an administrator where there are."""

    def __init__(self, templates: Templates, seal: Seal) -> None:
        self._templates = templates
        self._seal = seal

    def messages(self, reply: Reply, below: str | None = None) -> list[Message]:
        """The reply as one or more messages with `html`, `plain` and `buttons` (number -> sealed).

        `below`: who changed something for everybody, which is said under it.
        """
        choices = self._choices(reply)
        texts = dependable(
            lambda own: pack(list(pieces(reply, own, choices, below)), _MESSAGE, "\n", _size), self._templates
        )
        made: list[Message] = [{"html": broken(text), "plain": plain(broken(text)), "buttons": {}} for text in texts]
        made[-1]["buttons"] = {str(number): choice.sealed for number, choice in enumerate(choices, 1)}
        return made

    def parts(self, reply: Reply) -> list[str]:
        """The messages as the opaque parts of a delivery."""
        return [json.dumps(message) for message in self.messages(reply)]

    def _choices(self, reply: Reply) -> list[NumberedButton]:
        buttons = [button for section in reply.sections for button in section.buttons] + list(reply.buttons)
        written = [(button, carried_by(button)) for button in buttons]
        usable = [one for one in written if len(one[1].text) <= _COMMAND][: len(SIGNS)]
        alike = Counter(button.label for button, _ in usable)
        return [
            NumberedButton(sign, _label(button, alike[button.label] > 1), self._seal.close(reacted.written))
            for sign, (button, reacted) in zip(SIGNS, usable, strict=False)
        ]


def pieces(reply: Reply, own: Templates, choices: list[NumberedButton], below: str | None = None) -> Iterator[str]:
    """The parts between which messages may be divided, made with just these templates."""
    macros = own.macros(_TEMPLATE, reply.language)
    yield from written(reply, Hand(macros, harmless, _link, _fits, _LONGEST))
    if below:
        yield "\n" + made(macros.set_by(harmless(below)))
    if choices:
        yield "\n" + made(macros.choices(choices))


def _link(link: Link) -> Link:
    return Link(harmless(link.label), address(link.url) or "")


def _label(button: Button, told_apart: bool) -> str:
    """All buttons stand together below: one that looks like another says what it is about."""
    label = harmless(f"{button.label}: {button.about}" if told_apart and button.about else button.label)
    return label if len(label) <= _LABEL else label[: _LABEL - 1] + "…"


def _fits(text: str) -> bool:
    return _size(escape(harmless(text))) <= _CUT


def _size(text: str) -> int:
    return len(text.encode())
