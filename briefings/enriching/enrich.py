"""The order in which a document is understood."""

from collections.abc import Sequence
from dataclasses import replace

from briefings.enriching.citations import find_citations
from briefings.enriching.references import find_references
from briefings.enriching.setting import Setting
from briefings.enriching.statements import find_statements
from briefings.enriching.topics import find_themes
from briefings.model.document import Document
from briefings.model.item import AgendaItem
from briefings.model.theme import Theme


def enrich(document: Document, themes: Sequence[Theme]) -> Document:
    """`document` with the references, citations, statements and themes of its items."""
    setting = Setting.of(document)
    return replace(document, items=tuple(understand(item, setting, themes) for item in document.items))


def understand(item: AgendaItem, setting: Setting, themes: Sequence[Theme]) -> AgendaItem:
    """The item of a letter, with everything that is found in its text."""
    return replace(
        item,
        references=find_references(item),
        citations=find_citations(item),
        statements=find_statements(item, setting),
        themes=find_themes(item, themes),
    )
