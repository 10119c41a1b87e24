"""Reply -> HTML."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from markupsafe import Markup

from bot.channel import Render
from bot.commands.grammar import write_command
from bot.reply import Button, Reply
from bot.settings import Settings
from bot.templates import Templates, dependable


@dataclass(frozen=True, slots=True)
class WrittenButton:
    """A button as a template has it: its command as text, which the form of the page sends back."""

    label: str
    command: str
    about: str | None


def written(reply: Reply) -> Reply:
    """The reply for a template, with what its buttons send back."""
    sections = tuple(replace(one, buttons=_buttons(one.buttons)) for one in reply.sections)
    return replace(reply, sections=sections, buttons=_buttons(reply.buttons))


def _buttons(buttons: Sequence[Button]) -> Any:
    return tuple(WrittenButton(one.label, write_command(one.command), one.about) for one in buttons)


def make_render(_settings: Settings, templates: Templates) -> Render:
    """Renders a reply as the parts of a delivery on the pages."""
    return WebRenderer(templates).parts


class WebRenderer:
    """Replies as HTML, with the templates of an administrator where there are."""

    def __init__(self, templates: Templates) -> None:
        self._templates = templates

    def article(self, reply: Reply) -> Markup:
        """The reply as an article, everything that is not ours escaped."""
        html = dependable(lambda own: own.get("web/reply.html.j2").render(reply=written(reply)), self._templates)
        return Markup(html)  # noqa: S704 - rendered with autoescape

    def parts(self, reply: Reply) -> list[str]:
        """The article as the one part of a delivery."""
        return [str(self.article(reply))]
