"""Our own search, on SQLite and on PostgreSQL."""

import shutil
import tempfile
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

from sqlalchemy import text

from bot.app import App
from bot.settings import load_settings
from briefings.intake.decide import Decision
from briefings.intake.library import Received, ShownEdition
from briefings.model.document import Document, Provenance
from briefings.model.format import Format
from storage.content import to_content
from storage.database import Database
from storage.items import place
from storage.rows import DocumentRow, ItemRow, MeetingRow
from storage.understanding import rebuild
from tests.bench.search.corpus import judged_letters, noise_documents
from tests.questions.judged import ASKED_ON
from tests.stand_ins.postgres import Postgres

_NOON = datetime(ASKED_ON.year, ASKED_ON.month, ASKED_ON.day, 12, tzinfo=UTC)
_JUDGED_ITEMS = 70


class Ours:
    """The product on a database of its own."""

    def __init__(self, items: int, *, sqlite: bool) -> None:
        self._folder = Path(tempfile.mkdtemp(prefix="jbzb", dir="/tmp"))
        self._server = None if sqlite else Postgres()
        url = f"sqlite:///{self._folder}/bench.db"
        if self._server is not None:
            self._server.start()
            url = self._server.url
        self.app = App(load_settings({"JBZ_DATABASE_URL": url}), lambda: _NOON)
        self.app.database.upgrade()
        begin = time.perf_counter()
        _fill(self.app.database, items - _JUDGED_ITEMS)
        self.build_seconds = time.perf_counter() - begin
        self._codes: dict[int, str] = {}
        self.letter_seconds = [self._keep(code, document) for code, document in judged_letters()]
        with self.app.database.writing() as session:
            session.execute(text("ANALYZE"))

    def _keep(self, code: str, document: Document) -> float:
        received = Received(code.encode(), Provenance(code), sha256(code.encode()).hexdigest(), Format.PLAIN, _NOON)
        begin = time.perf_counter()
        document_id = self.app.library.keep(received, ShownEdition(document), Decision.NEW, None)
        self._codes[document_id] = code
        return time.perf_counter() - begin

    def answerer(self) -> Callable[[str], Sequence[str]]:
        """A question -> keys of the items found."""

        def answer(question: str) -> list[str]:
            found = [f.entry.source for f in self.app.answering.answer(question).items]
            return [f"{self._codes.get(item.document_id, '')}:{item.item.number}" for item in found]

        return answer

    def index_bytes(self) -> int:
        """The full-text index, the words and the themes; not the letters themselves."""
        with self.app.database.reading() as session:
            if self._server is None:
                found = session.scalar(
                    text(
                        "SELECT sum(pgsize) FROM dbstat WHERE name LIKE 'item_texts%' OR name LIKE '%words%'"
                        " OR name LIKE '%item_themes%' OR name LIKE '%commitments%'"
                    )
                )
            else:
                found = session.scalar(
                    text(
                        "SELECT sum(pg_total_relation_size(name::regclass)) FROM"
                        " unnest(ARRAY['item_texts', 'words', 'item_themes', 'commitments']) AS name"
                    )
                )
        return int(found or 0)

    def close(self) -> None:
        """Takes the database away."""
        self.app.close()
        if self._server is not None:
            self._server.close()
        shutil.rmtree(self._folder, ignore_errors=True)


def _fill(database: Database, items: int) -> None:
    """As if the letters had been there long: rows at once, then the index over all of them."""
    with database.writing() as session:
        meetings: dict[tuple[str, str], MeetingRow] = {}
        for document in noise_documents(items):
            meeting = document.meeting
            day = meeting.dates[0]
            row = meetings.setdefault(
                (meeting.council, day.isoformat()),
                MeetingRow(
                    council=meeting.council, first_day=day, last_day=day, dates=[day.isoformat()], informal=False
                ),
            )
            letter = DocumentRow(
                meeting=row,
                kind=document.kind.value,
                title=document.title,
                letter_date=document.letter_date,
                signatories={},
                first_seen_at=_NOON,
            )
            session.add(letter)
            session.flush()
            for position, item in enumerate(document.items):
                session.add(
                    ItemRow(
                        document_id=letter.id,
                        position=position,
                        number=item.number,
                        title=item.title,
                        last_day=day,
                        content=to_content(item),
                        place=place(letter, position, item),
                    )
                )
            session.flush()
            session.expunge(letter)
        session.expunge_all()
        rebuild(session, database)
