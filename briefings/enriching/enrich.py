"""The order in which a document is understood."""

from collections.abc import Sequence
from dataclasses import replace

from briefings.enriching.references import find_references
from briefings.enriching.statements import find_statements
from briefings.enriching.topics import find_themes
from briefings.model.document import Document
from briefings.model.theme import Theme


def enrich(document: Document, themes: Sequence[Theme]) -> Document:
    """`document` with the references, statements and themes of its items."""
    return replace(
        document,
        items=tuple(
            replace(
                item,
                references=find_references(item),
                statements=find_statements(item, document.letter_date),
                themes=find_themes(item, themes),
            )
            for item in document.items
        ),
    )
