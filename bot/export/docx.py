"""Reply -> a Word document."""

from io import BytesIO

import docx
import docx.document

from bot.reply import Reply


def to_docx(reply: Reply) -> bytes:
    """The reply as the bytes of a .docx, with headings that Word's navigation shows."""
    document = docx.Document()
    document.add_heading(reply.title, 1)
    for sentence in reply.lead:
        document.add_paragraph(sentence)
    for section in reply.sections:
        if section.heading:
            document.add_heading(section.heading, 2)
        for line in section.lines:
            _paragraph(document, line.label, line.text, "List Bullet")
        for card in section.cards:
            document.add_heading(f"{card.title} ({card.number})" if card.number else card.title, 3)
            if card.note:
                document.add_paragraph(card.note)
            for line in card.lines:
                _paragraph(document, line.label, line.text, None)
            for link in card.references:
                document.add_paragraph(f"{link.label}: {link.url}")
    for link in reply.sources:
        document.add_paragraph(f"{link.label}: {link.url}")
    written = BytesIO()
    document.save(written)
    return written.getvalue()


def _paragraph(document: docx.document.Document, label: str | None, text: str, style: str | None) -> None:
    paragraph = document.add_paragraph(style=style)
    if label:
        paragraph.add_run(f"{label}: ").bold = True
    paragraph.add_run(text)
