"""The order in which a document is understood."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from briefings.enriching.citations import find_citations
from briefings.enriching.references import find_references
from briefings.enriching.statements import find_statements
from briefings.enriching.topics import find_themes
from briefings.model.document import Document
from briefings.model.item import AgendaItem
from briefings.model.theme import Theme


def enrich(document: Document, themes: Sequence[Theme]) -> Document:
    """`document` with the references, citations, statements and themes of its items."""
    return replace(document, items=tuple(understand(item, document.letter_date, themes) for item in document.items))


def understand(item: AgendaItem, letter_date: date | None, themes: Sequence[Theme]) -> AgendaItem:
    """The item of a letter of that day, with everything that is found in its text."""
    return replace(
        item,
        references=find_references(item),
        citations=find_citations(item),
        statements=find_statements(item, letter_date),
        themes=find_themes(item, themes),
    )
