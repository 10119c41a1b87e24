"""Fulfils ItemIndex: finds the kept items."""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cache
from threading import Lock
from typing import TypeVar

from sqlalchemy import TextClause, exists, func, or_, select, text
from sqlalchemy.orm import Session

from briefings.answering.forms import Forms
from briefings.answering.index import MOST_COUNTED, Hit, HitPage, MeetingSummary, Search
from briefings.answering.vocabulary import Vocabulary
from briefings.language.compounds import begins, ends
from briefings.language.lemmas import family, lemma
from briefings.model.briefing import StoredItem
from briefings.model.document import Kind
from storage import places, tags
from storage.batches import batches
from storage.copies import copies
from storage.database import Database
from storage.indexing import full_text
from storage.items import IS_SHOWN, REPORT_FIRST, stored, to_meeting
from storage.phrases import WantedPhrase
from storage.rows import CorpusRow, DocumentRow, ItemRow, ItemThemeRow, MeetingRow, WordRow
from storage.tiers import Tier, passes, widest

_LAST_PLACE = (1 << 63) - 1
_SHORTEST_COMPOUND = 5  #: letters of a word that is looked for at either end of longer ones
_MOST_FORMS = 60  #: of one word; the rarest compounds are left out
_BATCH = 500  #: places in one query

_SEQUENCE = select(CorpusRow.sequence)
_T = TypeVar("_T")


class StoredIndex:
    """The kept items, to be searched. What is remembered is read anew when a letter comes in."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._text = full_text(database)
        self._lock = Lock()
        self._remembered: dict[str, tuple[int, object]] = {}
        self._vocabulary = Vocabulary()
        self._vocabulary_until = 0

    @contextmanager
    def at_once(self) -> Iterator[None]:
        """All that is asked within it is asked in one unit of work."""
        with self._database.reading():
            yield

    def search(self, search: Search) -> HitPage:
        """One page of hits, and how many there are in all."""
        since = max((day for day in (search.since, search.narrowed.since) if day), default=None)
        until = min((day for day in (search.until, search.narrowed.until) if day), default=None)
        first = places.first_of(since) if since else 0
        last = places.last_of(until) if until else _LAST_PLACE
        wanted = search.offset + search.limit
        with self._database.reading() as session:
            found: dict[int, float] = {}
            for tiers in passes(search):
                self._gather(session, tiers, (first, last), wanted, found)
                if not found:
                    break
            chosen = list(found)[search.offset : wanted]
            hits = [Hit(item, found[place]) for place, item in self._at(session, chosen)]
            counted = len(found) if len(found) < wanted else self._count(session, search, first, last)
            return HitPage(hits, min(counted, MOST_COUNTED), counted > MOST_COUNTED)

    def _gather(
        self, session: Session, tiers: Iterable[Tier], between: tuple[int, int], wanted: int, found: dict[int, float]
    ) -> None:
        """Adds to `found` the places that tiers find, each with the score of its first, until there are enough."""
        for query, score in tiers:
            if len(found) >= wanted:
                return
            for place in self._find(session, query, between, wanted + len(found)):
                found.setdefault(place, score)

    def forms(self, word: str) -> Forms:
        """The forms of a folded word in the kept items, as they were when the vocabulary was last asked for."""
        words = self._vocabulary if self._vocabulary_until else self.vocabulary()
        kept = words.remembered.get(word)
        if kept is None:
            kept = words.remembered[word] = self._forms(word, words.own(word))
        return kept

    def _forms(self, word: str, own: tuple[str, ...]) -> Forms:
        """Beside its own forms the longer words that begin or end with one of them, the most used first."""
        base, single = family(word), lemma(word)
        starts = sorted({part for part in (word, single) if len(part) >= _SHORTEST_COMPOUND})
        endings = sorted(
            {end[::-1] for end in (base, word, single, f"{base}s", f"{single}s") if len(end) >= _SHORTEST_COMPOUND}
        )
        asked = [("word", part) for part in starts] + [("backwards", part) for part in endings]
        if not asked:
            return Forms(own)
        bounds = {f"from{at}": part for at, (_, part) in enumerate(asked)}
        bounds |= {f"to{at}": f"{part}\x7f" for at, (_, part) in enumerate(asked)}
        query = _longer(tuple(column for column, _ in asked))
        with self._database.reading() as session:
            found = session.connection().scalars(query, bounds).all()
        parts = {part for part in (word, single, base, *own) if len(part) >= _SHORTEST_COMPOUND}
        longer = (one for one in found if one not in own)
        return Forms(own, tuple(one for one in longer if any(begins(one, part) or _ends(one, part) for part in parts)))

    def vocabulary(self) -> Vocabulary:
        """The words of the kept items that a typing error may stand for; after a letter only what changed is read."""
        with self._database.reading() as session:
            sequence = self.sequence()
            with self._lock:  # who waits for it has a connection: else who has it might wait for one
                if sequence > self._vocabulary_until:
                    changed = select(WordRow.word, WordRow.items, WordRow.family)
                    changed = changed.where(WordRow.sequence > self._vocabulary_until)
                    self._vocabulary.add((row.word, row.items, row.family) for row in session.execute(changed))
                    self._vocabulary_until = sequence
                return self._vocabulary

    def cited(self, keys: Collection[str]) -> Sequence[str]:
        """Those of `keys` that kept letters bear or cite."""
        if not keys:
            return ()
        with self._database.reading() as session:
            return [key for key in keys if self._any(session, WantedPhrase(tags=([tags.paper(key)],)))]

    def copied(self) -> frozenset[int]:
        """The places of items that say what another letter about their meeting says, word for word."""
        return self._remember("copies", copies)

    def theme_sizes(self) -> Mapping[str, int]:
        """How many items are about each theme, by slug."""

        def count(session: Session) -> Counter[str]:
            counted = select(ItemThemeRow.theme, func.count()).where(ItemThemeRow.about).group_by(ItemThemeRow.theme)
            sizes = Counter(dict(session.execute(counted).all()))
            for batch in batches(sorted(self.copied()), _BATCH):
                again = counted.where(ItemThemeRow.place.in_(batch))
                sizes.subtract(dict(session.execute(again).all()))
            return +sizes

        return self._remember("themes", count)

    def meetings(self) -> Sequence[MeetingSummary]:
        """All meetings, newest first."""

        def read(session: Session) -> list[MeetingSummary]:
            told = select(MeetingRow).where(exists().where(DocumentRow.meeting_id == MeetingRow.id, IS_SHOWN))
            rows = session.scalars(told.order_by(MeetingRow.last_day.desc(), MeetingRow.council))
            return [MeetingSummary(row.id, to_meeting(row)) for row in rows]

        return self._remember("meetings", read)

    def numbered(self, number: str, meeting_id: int | None = None) -> Sequence[StoredItem]:
        """The items with this number, or ending in it where the section is left out; newest first."""
        wanted = or_(ItemRow.number == number, ItemRow.number.endswith(f".{number}", autoescape=True))
        query = select(ItemRow).join(DocumentRow).where(wanted, IS_SHOWN)
        if meeting_id is not None:
            query = query.where(DocumentRow.meeting_id == meeting_id)
        newest = ItemRow.last_day.desc(), *REPORT_FIRST, ItemRow.position
        with self._database.reading() as session:
            return [stored(row) for row in session.scalars(query.order_by(*newest).limit(_MOST_FORMS))]

    def items_of_meeting(self, meeting_id: int) -> Sequence[StoredItem]:
        """The items of a meeting in reading order; those of the report where there is one, and what was told after."""
        query = select(ItemRow).join(DocumentRow).where(DocumentRow.meeting_id == meeting_id, IS_SHOWN)
        with self._database.reading() as session:
            rows = session.scalars(query.order_by(*REPORT_FIRST, ItemRow.document_id, ItemRow.position)).all()
            notices = [row for row in rows if row.document.kind == Kind.NOTICE.value]
            others = [row for row in rows if row.document.kind != Kind.NOTICE.value]
            return [stored(row) for row in (*notices, *(o for o in others if o.document_id == others[0].document_id))]

    def parts_of(self, item: StoredItem) -> Sequence[StoredItem]:
        """The items that stand under it in its letter, in order."""
        if not item.item.number:
            return ()
        under = ItemRow.number.startswith(f"{item.item.number}.", autoescape=True)
        query = select(ItemRow).where(ItemRow.document_id == item.document_id, under).order_by(ItemRow.position)
        with self._database.reading() as session:
            return [stored(row) for row in session.scalars(query)]

    def letters_of_meeting(self, item: StoredItem) -> Sequence[StoredItem]:
        """The items of the other letters about the meeting of `item`, of the other kind."""
        with self._database.reading() as session:
            document = session.get_one(DocumentRow, item.document_id)
            query = (
                select(ItemRow)
                .join(DocumentRow)
                .where(DocumentRow.meeting_id == document.meeting_id, DocumentRow.kind != document.kind, IS_SHOWN)
            )
            return [stored(row) for row in session.scalars(query.order_by(ItemRow.document_id, ItemRow.position))]

    def sequence(self) -> int:
        """The number of the newest change of the corpus."""
        return self._database.value(_SEQUENCE) or 0

    def _at(self, session: Session, wanted: Sequence[int]) -> Iterator[tuple[int, StoredItem]]:
        seen = self._database.seen()
        if missing := [place for place in wanted if (ItemRow, place) not in seen]:
            rows = session.scalars(select(ItemRow).where(ItemRow.place.in_(missing)))
            seen.update({(ItemRow, row.place): stored(row) for row in rows})
        yield from ((place, seen[ItemRow, place]) for place in wanted if (ItemRow, place) in seen)

    def _find(self, session: Session, wanted: WantedPhrase, between: tuple[int, int], most: int) -> list[int]:
        """The first places, without what the same letter to the other house says again."""
        copied = self.copied()
        limit = most
        while True:
            found = list(self._text.find(session, wanted, *between, limit))
            kept = [place for place in found if place not in copied]
            if len(kept) >= most or len(found) < limit:
                return kept[:most]
            limit *= 2

    def _count(self, session: Session, search: Search, first: int, last: int) -> int:
        """How many items there are in all; one more than are counted when there are more."""
        query = widest(search)
        if self.copied():
            return len(self._find(session, query, (first, last), MOST_COUNTED + 1))
        counted: int = self._text.count(session, query, first, last, MOST_COUNTED + 1)
        return counted

    def _any(self, session: Session, wanted: WantedPhrase) -> bool:
        return bool(self._text.count(session, wanted, 0, _LAST_PLACE, 1))

    def _remember(self, name: str, read: Callable[[Session], _T]) -> _T:
        """What `read` gives, until a letter comes in."""
        kept = self._remembered.get(name)
        if kept is None or kept[0] != self.sequence():
            with self._database.reading() as session:
                kept = self._remembered[name] = session.scalar(_SEQUENCE) or 0, read(session)
        return kept[1]  # type: ignore[return-value]  # one name, one reader


def sequence_now(session: Session) -> int:
    """The number of the newest change of the corpus that this unit of work sees."""
    return session.scalar(_SEQUENCE) or 0


def session_sequence(session: Session) -> int:
    """The number of the newest change of the corpus, with letters that are coming in waited for."""
    return session.scalars(select(CorpusRow).with_for_update(read=True)).one().sequence


@cache
def _longer(columns: tuple[str, ...]) -> TextClause:
    """Words between bounds, for each of the columns named; written out, as it is asked several times for a question."""
    where = " OR ".join(f"({column} >= :from{at} AND {column} <= :to{at})" for at, column in enumerate(columns))
    said = f"SELECT word FROM words WHERE items > 0 AND ({where}) ORDER BY items DESC, word LIMIT {_MOST_FORMS}"  # noqa: S608 - our own names
    return text(said)


def _ends(longer: str, part: str) -> bool:
    """Whether a word is a compound that ends with a part, in one of its forms."""
    at = longer.rfind(part)
    return at > 0 and ends(longer[: at + len(part)], part)
