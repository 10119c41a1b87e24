"""Reply -> Mattermost posts: Markdown, with the buttons in an attachment under the last."""

import json
from collections import Counter
from collections.abc import Iterator
from typing import Any

from markupsafe import Markup

from bot.carried import CarriedCommand, carried_by
from bot.channel import Render, pack
from bot.mattermost.data import CARRIED
from bot.mattermost.markup import address, escaped
from bot.reply import Button, Link, Reply
from bot.seal import Seal
from bot.settings import Settings
from bot.templates import Templates, dependable
from bot.words import Words
from bot.written import Hand, written

_MESSAGE = 3900  #: characters; servers with an old database take 4,000, others 16,383
_CUT = 1200  #: characters of a sentence that is longer by itself
_COMMAND = 350  #: characters of a button's command; a question is read to 300
_BUTTONS = 12
_LABEL = 60
_TEMPLATE = "mattermost/reply.md.j2"

Message = dict[str, Any]


def seal_of(settings: Settings) -> Seal:
    """Seals what goes to Mattermost and comes back; the same in every process with the same settings."""
    secret = settings.mattermost_token
    return Seal(secret.get_secret_value() if secret else "")


def make_renderer(settings: Settings, templates: Templates) -> "MattermostRenderer":
    """Renders what is said in Mattermost."""
    return MattermostRenderer(templates, f"{settings.jbz_base_url}/mattermost/action")


def make_render(settings: Settings, templates: Templates) -> Render:
    """Renders a reply as the parts of a delivery in Mattermost."""
    return make_renderer(settings, templates).parts


class MattermostRenderer:
    """Replies as Markdown, with the templates of an administrator where there are.

    What a button carries comes back to `action`. It is sealed when it is known to which channel it goes.
    """

    def __init__(self, templates: Templates, action: str) -> None:
        self._templates = templates
        self._action = action

    def messages(self, reply: Reply, *, hidden: bool = False) -> list[Message]:
        """The reply as posts with `message` and `attachments`. `hidden`: only who asked sees it."""
        texts = dependable(lambda own: pack(list(pieces(reply, own)), _MESSAGE, "\n"), self._templates)
        made: list[Message] = [{"message": text, "attachments": []} for text in texts]
        if actions := self._actions(reply, hidden=hidden):
            made[-1]["attachments"] = [{"fallback": reply.title[:100], "actions": actions}]
        return made

    def parts(self, reply: Reply) -> list[str]:
        """The messages as the opaque parts of a delivery."""
        return [json.dumps(message) for message in self.messages(reply)]

    def said_by(self, macro: str, person: str, language: str) -> str:
        """A line that says who shared an answer ("shared"), or changed something for everybody ("set_by")."""
        make = lambda own: str(getattr(own.macros(_TEMPLATE, language), macro)(Markup(person)))  # noqa: E731, S704 - a name
        return dependable(make, self._templates)

    def _actions(self, reply: Reply, *, hidden: bool) -> list[Message]:
        buttons = [button for section in reply.sections for button in section.buttons] + list(reply.buttons)
        pressed = [(button, carried_by(button, hidden=hidden)) for button in buttons]
        if reply.shareable:
            share = Button(Words(reply.language)("Deel in kanaal"), reply.shareable)
            pressed.append((share, carried_by(share, hidden=hidden, share=True)))
        usable = [one for one in pressed if len(one[1].text) <= _COMMAND][:_BUTTONS]
        alike = Counter(button.label for button, _ in usable)
        return [
            self._action_of(_told_apart(button) if alike[button.label] > 1 else button.label, press, at)
            for at, (button, press) in enumerate(usable)
        ]

    def _action_of(self, label: str, press: CarriedCommand, at: int) -> Message:
        return {
            "id": f"jbz{at}",  # letters and digits only: the address of the press is made of it
            "type": "button",
            "name": label if len(label) <= _LABEL else label[: _LABEL - 1] + "…",
            "integration": {"url": self._action, "context": {CARRIED: press.written}},
        }


def _told_apart(button: Button) -> str:
    """All buttons stand together below: one that looks like another says what it is about."""
    return f"{button.label}: {button.about}" if button.about else button.label


def pieces(reply: Reply, own: Templates) -> Iterator[str]:
    """The parts between which posts may be divided, made with just these templates."""
    return written(reply, Hand(own.macros(_TEMPLATE, reply.language), _plain, _link, _fits, _CUT))


def _plain(text: str) -> Markup:
    """Escaped for Markdown, and so not once more for HTML."""
    return Markup(escaped(text))  # noqa: S704 - Mattermost shows no HTML


def _link(link: Link) -> Link:
    return Link(_plain(link.label), Markup(address(link.url)))  # noqa: S704 - as above


def _fits(text: str) -> bool:
    return len(escaped(text)) <= _CUT
