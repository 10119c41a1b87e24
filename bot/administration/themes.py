"""The themes changed without a new version: what a change would do, and making it."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.commands.grammar import is_question
from bot.words import Words
from briefings.enriching.topics import find_themes
from briefings.errors import JbzError
from briefings.model.item import AgendaItem
from briefings.themes.catalogue import Catalogue, changed_catalogue
from storage import items
from storage.database import Database
from storage.themes import StoredThemes
from storage.understanding import Understand

_SHOWN = 5  #: titles of a theme that are named in a preview


@dataclass(frozen=True, slots=True)
class Preview:
    """What a change of the themes would do."""

    before: Catalogue
    after: Catalogue
    gained: Mapping[str, Sequence[str]]  #: the titles of the items that get a theme, by its slug
    lost: Mapping[str, int]  #: how many items lose it


def changed(text: str) -> Catalogue:
    """The themes with a change. Raises JbzError, also where a name is a command: nobody could ask for that theme."""
    after = changed_catalogue(text)
    for theme in after.themes:
        for name in (theme.slug, *theme.names):
            if not is_question(name):
                raise JbzError(
                    "Het thema {theme}: “{name}” is ook een opdracht, dus wie dat typt krijgt het thema nooit."
                    " Kies een andere naam.",
                    theme=theme.slug,
                    name=name,
                )
    return after


def preview(database: Database, before: Catalogue, after: Catalogue) -> Preview:
    """Looks at every kept item with the themes as they are and as they would be."""
    gained: dict[str, list[str]] = {}
    lost: Counter[str] = Counter()
    for item in items.everything(database):
        was, becomes = _about(item, before), _about(item, after)
        for slug in becomes - was:
            gained.setdefault(slug, []).append(item.title)
        lost.update(was - becomes)
    return Preview(before, after, gained, lost)


def change(themes: StoredThemes, text: str, understand: Understand, now: datetime) -> int:
    """Makes the change; how many items were looked at again. Raises JbzError."""
    changed(text)
    return themes.change(text, understand, now)


def lines(preview: Preview, words: Words) -> Iterator[str]:
    """Which themes come, go and get another name, and which items get or lose a theme."""
    yield from _names(preview.before, preview.after, words)
    for slug, titles in sorted(preview.gained.items()):
        count = words.count(len(titles), "agendapunt", "agendapunten")
        named = "”, “".join(titles[:_SHOWN])
        yield words("{slug}: {count} erbij, zoals “{titles}”", slug=slug, count=count, titles=named)
    for slug, number in sorted(preview.lost.items()):
        yield words("{slug}: {count} eraf", slug=slug, count=words.count(number, "agendapunt", "agendapunten"))
    if not preview.gained and not preview.lost:
        yield words("Geen enkel agendapunt krijgt of verliest een thema.")


def _names(before: Catalogue, after: Catalogue, words: Words) -> Iterator[str]:
    was, becomes = ({theme.slug: theme for theme in one.themes} for one in (before, after))
    for slug in sorted(becomes.keys() - was.keys()):
        yield words("{slug}: nieuw thema, {name}", slug=slug, name=becomes[slug].label(words.language))
    for slug in sorted(was.keys() - becomes.keys()):
        into = after.merged.get(slug)
        yield (
            words("{slug}: gaat op in {into}; wie het volgt, volgt dan {into}", slug=slug, into=into)
            if into
            else words("{slug}: verdwijnt", slug=slug)
        )
    for slug in sorted(was.keys() & becomes.keys()):
        if was[slug].nl != becomes[slug].nl:
            yield words("{slug}: heet nu {name} (was {old})", slug=slug, name=becomes[slug].nl, old=was[slug].nl)


def _about(item: AgendaItem, catalogue: Catalogue) -> set[str]:
    return {match.slug for match in find_themes(item, catalogue.themes) if match.about}
