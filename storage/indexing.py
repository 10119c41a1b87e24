"""What is derived from the kept items so that they are found: words, themes, commitments, the full-text index."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from types import ModuleType
from typing import Any

from sqlalchemy import bindparam, delete, select, update
from sqlalchemy.orm import Session

from briefings.answering.explain import body_text, title_text
from briefings.comparing.kept import can_be_met
from briefings.language.lemmas import family
from briefings.language.tokens import index_words
from briefings.model.briefing import StoredItem
from briefings.model.item import AgendaItem
from briefings.model.statement import StatementKind
from storage import search_postgres, search_sqlite, tags
from storage.batches import batches
from storage.content import from_content
from storage.database import Database, insert_into
from storage.items import stored
from storage.rows import NO_DAY, CommitmentRow, CorpusRow, ItemRow, ItemThemeRow, WordRow

_BATCH = 200  #: words of one statement: databases limit its parameters


def full_text(database: Database) -> ModuleType:
    """The full-text index of this kind of database."""
    return search_sqlite if database.sqlite else search_postgres


@dataclass(frozen=True, slots=True)
class _Words:
    """The words of an item, as indexed."""

    title: list[str]
    body: list[str]


def index(session: Session, texts: ModuleType, rows: Sequence[ItemRow]) -> None:
    """Makes items found. Their rows are flushed, and none of them is indexed yet."""
    sources = [stored(row) for row in rows]
    words = [_words(source.item) for source in sources]
    written = list(zip([row.place for row in rows], sources, words, strict=True))
    texts.put(session, [_text(place, source, held) for place, source, held in written])
    _add(session, ItemThemeRow, [theme for place, source, _ in written for theme in _themes(place, source.item)])
    _add(session, CommitmentRow, [due for place, source, _ in written for due in _commitments(place, source.item)])
    _count(session, words, 1)


def forget(session: Session, texts: ModuleType, rows: Sequence[ItemRow]) -> None:
    """Takes back what `index` did, before the rows change."""
    taken = [row.place for row in rows]
    texts.remove(session, taken)
    for table in (ItemThemeRow, CommitmentRow):
        session.execute(delete(table).where(table.place.in_(taken)))
    _count(session, [_words(from_content(row.content)) for row in rows], -1)


def _words(item: AgendaItem) -> _Words:
    return _Words(index_words(title_text(item)), index_words(body_text(item)))


def _text(place: int, source: StoredItem, words: _Words) -> tuple[int, str, str, str]:
    return place, " ".join(words.title), " ".join(words.body), " ".join(tags.tags_of(source))


def _themes(place: int, item: AgendaItem) -> Iterable[dict[str, Any]]:
    for match in item.themes:
        yield {
            "place": place,
            "theme": match.slug,
            "score": match.score,
            "in_title": match.in_title,
            "about": match.about,
        }


def _commitments(place: int, item: AgendaItem) -> Iterable[dict[str, Any]]:
    for at, statement in enumerate(item.statements):
        due = (statement.due and statement.due.latest) or (NO_DAY if statement.is_promise else None)
        if statement.kind is StatementKind.COMMITMENT and due and can_be_met(item.text_of(statement)):
            yield {"place": place, "statement": at, "due": due}


def _add(session: Session, table: Any, rows: Sequence[dict[str, Any]]) -> None:
    if rows:
        session.execute(insert_into(session, table), rows)


def _count(session: Session, items: Sequence[_Words], step: int) -> None:
    """Adds (or with -1 takes away) the items to the counts of the words they hold.

    Words are counted in one order by everybody, so that two that count at the same time do not wait for each other.
    """
    sequence = session.scalar(select(CorpusRow.sequence)) or 0
    counts = Counter(word for item in items for word in {*item.title, *item.body})
    if step < 0:
        less = update(WordRow).where(WordRow.word == bindparam("known"))
        less = less.values(items=WordRow.items - bindparam("fewer"), sequence=sequence)
        if counts:
            session.connection().execute(less, [{"known": w, "fewer": count} for w, count in sorted(counts.items())])
        return
    rows = [
        {"word": word, "backwards": family(word)[::-1], "family": family(word), "items": count, "sequence": sequence}
        for word, count in sorted(counts.items())
    ]
    for batch in batches(rows, _BATCH):
        statement = insert_into(session, WordRow).values(batch)
        session.execute(
            statement.on_conflict_do_update(
                index_elements=["word"],
                set_={"items": WordRow.items + statement.excluded["items"], "sequence": sequence},
            )
        )
