"""Why an item answers a question: the words that were met, and where."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from briefings.answering.index import Concept
from briefings.answering.thesaurus import Phrase
from briefings.language.tokens import index_words
from briefings.model.briefing import StoredItem
from briefings.model.item import AgendaItem


@dataclass(frozen=True, slots=True)
class Matched:
    """A word, theme or paper that was asked for, and where it stands in the item."""

    term: str
    where: str  #: "title", "text", "theme" (a name of the theme asked for, in title or text) or "paper"


def explain(source: StoredItem, groups: Sequence[Concept]) -> tuple[Matched, ...]:
    """What of the groups is met in the item, each term once, titles first."""
    found = [match for group in groups for match in _met(source, group)]
    order = {"title": 0, "theme": 1, "text": 2, "paper": 3}
    return tuple(sorted(dict.fromkeys(found), key=lambda match: order[match.where]))


def _met(source: StoredItem, group: Concept) -> Iterator[Matched]:
    item = source.item
    for match in item.themes:
        if match.slug == group.theme:
            yield from (Matched(name, "title" if where == "title" else "theme") for name, where in match.terms)
    title = index_words(title_text(item)) if group.any_phrase else []
    body = index_words(body_text(item)) if group.any_phrase else []
    for phrase in group.any_phrase:
        for where, text in (("title", title), ("text", body)):
            if holds_phrase(text, phrase):
                yield Matched(" ".join(phrase), where)
    for key, label in papers_of(source):
        if key in group.papers:
            yield Matched(label, "paper")


def title_text(item: AgendaItem) -> str:
    """What counts as the title of an item."""
    return f"{item.title} {item.subtitle or ''}"


def body_text(item: AgendaItem) -> str:
    """Everything of an item that is searched beside its title."""
    parts = (part.title for part in item.parts)
    notes = (note.text for note in item.footnotes)
    return "\n".join((item.status or "", *parts, *item.paragraphs, *notes))


def papers_of(source: StoredItem) -> Iterator[tuple[str, str]]:
    """(key, label) of every paper an item cites, and of its own letter."""
    if source.kamerstuk:
        yield from paper_keys(source.kamerstuk)
    for reference in source.item.references:
        yield from paper_keys(reference.kamerstuk)
    for citation in source.item.citations:
        yield from ((key, citation.label) for key in citation.keys)


def paper_keys(kamerstuk: str) -> Iterator[tuple[str, str]]:
    """(key, label) by which a Kamerstuk is found: itself, and its dossier."""
    yield kamerstuk.lower(), f"Kamerstuk {kamerstuk}"
    yield kamerstuk.rpartition("-")[0].lower(), f"Kamerstuk {kamerstuk}"


def holds_phrase(text: Sequence[str], phrase: Phrase) -> bool:
    """Whether the words of a text hold the run of words."""
    length = len(phrase)
    return any(tuple(text[at : at + length]) == phrase for at in range(len(text) - length + 1))
