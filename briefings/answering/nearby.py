"""Themes around another in which the Council decided something: to look at where that one has nothing."""

from collections.abc import Iterator
from datetime import date

from briefings.answering.about import About
from briefings.answering.index import Concept, ItemIndex, Narrowed, Search
from briefings.model.statement import StatementKind
from briefings.model.theme import Theme
from briefings.themes.catalogue import Catalogue

_MOST_ITEMS = 400  #: of one theme, the newest with a decision


def decided_nearby(
    index: ItemIndex, catalogue: Catalogue, theme: Theme, council: str | None, since: date | None, until: date | None
) -> tuple[tuple[str, int], ...]:
    """The slugs of the themes around this one, and how many decisions on them there are in that time; most first."""

    def counted() -> Iterator[tuple[str, int]]:
        for slug in catalogue.near(theme):
            group = Concept(theme=slug)
            narrowed = Narrowed(kind=StatementKind.DECISION, newest=True)
            page = index.search(Search((group,), None, council, since, until, _MOST_ITEMS, narrowed=narrowed))
            about = About((group,), {slug: catalogue[slug]})
            yield (
                slug,
                sum(
                    said.kind is StatementKind.DECISION and about.speaks(hit.item.item, said)
                    for hit in page.hits
                    for said in hit.item.item.statements
                ),
            )

    return tuple(sorted((one for one in counted() if one[1]), key=lambda one: -one[1]))
