"""Reply -> a part: the words and the page of a mail, with places for the links of who gets it.

Several people may get one part. What is signed for one of them (the links of buttons) is filled in when it is sent.
"""

import json
import textwrap
from base64 import b64decode, b64encode
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from bot.channel import Render
from bot.commands.grammar import write_command
from bot.email.message import Attachment
from bot.export.docx import to_docx
from bot.export.pdf import to_pdf
from bot.export.text import cleaned, to_text
from bot.reply import Button, Reply
from bot.settings import Settings
from bot.templates import Templates, dependable
from bot.words import Words

_WIDTH = 72
_MOST_BUTTONS = 12
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
Attach = Callable[[Reply, Templates], Attachment]


@dataclass(frozen=True, slots=True)
class Pressable:
    """A button of a part."""

    label: str
    command: str


@dataclass(frozen=True, slots=True)
class Part:
    """What is kept of a mail until it is sent."""

    title: str
    language: str
    text: str
    html: str
    buttons: tuple[Pressable, ...]
    file: Attachment | None


class EmailRenderer:
    """Replies as mails."""

    def __init__(self, templates: Templates, attach: Attach | None = None) -> None:
        self._templates = templates
        self._attach = attach

    def parts(self, reply: Reply) -> list[str]:
        """The one part, as JSON."""
        shown = cleaned(reply)
        buttons = _buttons(shown)
        html = dependable(lambda own: page(shown, own), self._templates)
        told = {
            "title": shown.title,
            "language": shown.language,
            "text": wrapped(to_text(shown, self._templates) + _reading(shown)),
            "html": html,
            "buttons": [[one.label, write_command(one.command)] for one in buttons],
        }
        if self._attach and any(section.cards for section in reply.sections):
            file = self._attach(reply, self._templates)
            told["file"] = [file.name, file.media_type, b64encode(file.content).decode()]
        return [json.dumps(told, ensure_ascii=False)]


def make_render(settings: Settings, templates: Templates) -> Render:
    """What renders a briefing."""
    return make_renderer(settings, templates).parts


def make_renderer(settings: Settings, templates: Templates) -> EmailRenderer:
    """The one of the settings, with the file that goes along."""
    return EmailRenderer(templates, {"none": None, "word": _word, "pdf": _pdf}[settings.jbz_email_attach])


def read_part(part: str) -> Part:
    """What `EmailRenderer.parts` wrote."""
    told = json.loads(part)
    file = told.get("file")
    return Part(
        told["title"],
        told["language"],
        told["text"],
        told["html"],
        tuple(Pressable(label, command) for label, command in told["buttons"]),
        Attachment(file[0], file[1], b64decode(file[2])) if file else None,
    )


def place_of(number: int) -> str:
    """Where the link of a button stands in the page. No text of a letter has it: its quotes are escaped."""
    return f'href="press:{number}"'


#: Where the sentences below a mail stand in its page.
FOOT = "<!-- foot -->"


def page(reply: Reply, templates: Templates) -> str:
    """The page with these templates. Raises what a template raises."""
    values = {"reply": reply, "buttons": _buttons(reply), "_": Words(reply.language)}
    return templates.get("email/message.html.j2").render(values)


def wrapped(text: str) -> str:
    """Lines of at most 72 signs, as mail programs show them; an address stays whole."""
    return "\n".join(_wrap(line) for line in text.splitlines()) + "\n"


def _wrap(line: str) -> str:
    indent = line[: len(line) - len(line.lstrip(" -*"))]
    return textwrap.fill(
        line,
        _WIDTH,
        subsequent_indent=" " * len(indent),
        break_long_words=False,
        break_on_hyphens=False,
    )


def _reading(reply: Reply) -> str:
    """Where more is read: a terminal has no use for it, a mail has, in words as on its page."""
    return f"\n{reply.reading.label}: {reply.reading.url}\n" if reply.reading else ""


def _buttons(reply: Reply) -> Sequence[Button]:
    every = [button for section in reply.sections for button in section.buttons]
    return [*every, *reply.buttons][:_MOST_BUTTONS]


def _word(reply: Reply, templates: Templates) -> Attachment:
    return Attachment("briefing.docx", _WORD, to_docx(reply, templates))


def _pdf(reply: Reply, templates: Templates) -> Attachment:
    return Attachment("briefing.pdf", "application/pdf", to_pdf(reply, templates))
