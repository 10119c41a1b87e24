"""Reply -> HTML."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from markupsafe import Markup

from bot.commands.grammar import write_command
from bot.reply import Button, Reply
from bot.templates import Templates, dependable
from bot.words import Words


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


class WebRenderer:
    """Replies and pages as HTML, with the templates of an administrator where there are."""

    def __init__(self, templates: Templates) -> None:
        self._templates = templates

    def article(self, reply: Reply) -> Markup:
        """The reply as an article, everything that is not ours escaped."""
        html = dependable(lambda own: own.get("web/reply.html.j2").render(reply=written(reply)), self._templates)
        return Markup(html)  # noqa: S704 - rendered with autoescape

    def parts(self, reply: Reply) -> list[str]:
        """The article as the one part of a delivery."""
        return [str(self.article(reply))]

    def page(
        self,
        title: str,
        language: str,
        *,
        asked: tuple[str, str] = ("", ""),
        replies: Sequence[Markup] = (),
        inbox: Sequence[str] = (),
        connect: Sequence[str] = (),
        forms: Sequence[tuple[str, str]] = (),
    ) -> str:
        """A whole page. `asked`: what was typed, and what comes back with the next question.

        `inbox` holds articles as they were delivered.
        """
        delivered = [Markup(html) for html in inbox]  # noqa: S704 - made by `article`
        values: dict[str, object] = {
            "title": title,
            "language": language,
            "query": asked[0],
            "replies": replies,
            "carried": asked[1],
        }
        values |= {"inbox": delivered, "connect": connect, "forms": forms, "_": Words(language)}
        return dependable(lambda own: own.get("web/page.html.j2").render(values), self._templates)
