"""Reply -> a Word document, on a template that an administrator may replace."""

from io import BytesIO
from typing import Any

from docxtpl import DocxTemplate, RichText
from jinja2 import StrictUndefined
from jinja2.sandbox import ImmutableSandboxedEnvironment

from bot.export.text import cleaned
from bot.reply import Card, Line, Link, Reply, Section
from bot.templates import Templates, dependable

_WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_LANGUAGES = {"nl": "nl-NL", "en": "en-GB"}  #: by which Word reads and spells


def to_docx(reply: Reply, templates: Templates) -> bytes:
    """The reply as the bytes of a .docx, with headings that Word's navigation shows."""
    return dependable(lambda own: filled(reply, own), templates)


def filled(reply: Reply, templates: Templates) -> bytes:
    """The document made with just these templates. Raises what a template raises."""
    template = DocxTemplate(templates.path("export/briefing.docx"))
    sandbox = ImmutableSandboxedEnvironment(undefined=StrictUndefined, autoescape=True)
    template.render(_Linked(template).reply(cleaned(reply)), jinja_env=sandbox, autoescape=True)
    for one in template.docx.styles.element.iter(f"{_WORD}lang"):
        one.set(f"{_WORD}val", _LANGUAGES[reply.language])
    written = BytesIO()
    template.save(written)
    return written.getvalue()


class _Linked:
    """A reply for the template: its links as text that leads there."""

    def __init__(self, template: Any) -> None:
        self._template = template
        self._letters: str | None = None  #: the language of sentences of letters, where the document has another

    def reply(self, reply: Reply) -> dict[str, Any]:
        self._letters = None if reply.language == "nl" else _LANGUAGES["nl"]
        return {
            "title": reply.title,
            "lead": reply.lead,
            "sections": [self._section(section) for section in reply.sections],
            "sources": [self._link(link) for link in reply.sources],
            "footer": reply.footer or "",
        }

    def _section(self, section: Section) -> dict[str, Any]:
        return {
            "heading": section.heading or "",
            "lines": [self._line(line) for line in section.lines],
            "cards": [self._card(card) for card in section.cards],
        }

    def _card(self, card: Card) -> dict[str, Any]:
        return {
            "title": f"{card.title} ({card.number})" if card.number else card.title,
            "note": card.note or "",
            "lines": [self._line(line) for line in card.lines],
            "references": [self._link(link) for link in card.references],
        }

    def _line(self, line: Line) -> RichText:
        text = RichText()
        if line.label:
            text.add(f"{line.label}: ", bold=True)
        text.add(line.text, lang=self._letters if line.source and line.label else None)
        if line.remark:
            text.add(f" ({line.remark})", italic=True)
        if line.source:
            text.add(" ")
            text.add(line.source.label, url_id=self._template.build_url_id(line.source.url), color="#01689b")
        return text

    def _link(self, link: Link) -> RichText:
        return RichText(link.label, url_id=self._template.build_url_id(link.url), color="#01689b", underline=True)
