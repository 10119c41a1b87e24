"""What a team would take instead, each as its own manual says; none of them knows our themes."""

import difflib
import json
import os
import shutil
import sqlite3
import subprocess
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from tests.bench.search.corpus import Text
from tests.stand_ins.node import node
from tests.stand_ins.postgres import Postgres

_HERE = Path(__file__).parent
_FOUND = 5


class Peer:
    """An engine filled with the same items."""

    build_seconds = 0.0

    def answerer(self) -> Callable[[str], Sequence[str]]:
        """A question -> keys of the items found."""
        raise NotImplementedError

    def index_bytes(self) -> int:
        """What the index takes on disk; 0 when it lives in memory."""
        return 0

    def close(self) -> None:
        """Takes everything away."""


class Fts5(Peer):
    """SQLite's FTS5 alone: every word must be there, best by bm25, titles count more."""

    tokenizer = "unicode61 remove_diacritics 2"

    def __init__(self, items: Sequence[Text]) -> None:
        self._file = Path(tempfile.mkdtemp()) / "fts.db"
        begin = time.perf_counter()
        self._db = sqlite3.connect(self._file)
        self._db.execute(f"CREATE VIRTUAL TABLE t USING fts5(key UNINDEXED, title, body, tokenize='{self.tokenizer}')")
        self._db.executemany("INSERT INTO t VALUES (?, ?, ?)", ((i.key, i.title, i.body) for i in items))
        self._db.commit()
        self.build_seconds = time.perf_counter() - begin

    def answerer(self) -> Callable[[str], Sequence[str]]:
        """Words in quotes, so that none is an operator."""

        def answer(question: str) -> list[str]:
            query = " ".join('"' + word.replace('"', "") + '"' for word in question.split())
            sql = "SELECT key FROM t WHERE t MATCH ? ORDER BY bm25(t, 0, 5, 1) LIMIT ?"
            return [key for (key,) in self._db.execute(sql, (query, _FOUND))]

        return answer

    def index_bytes(self) -> int:
        """The whole file: this engine keeps the text in its index."""
        return self._file.stat().st_size

    def close(self) -> None:
        """Takes the file away."""
        self._db.close()
        shutil.rmtree(self._file.parent, ignore_errors=True)


class Fts5Trigram(Fts5):
    """FTS5 over runs of three letters: finds a word inside a longer one."""

    tokenizer = "trigram"


class PostgresDutch(Peer):
    """PostgreSQL's own Dutch full text, titles first, best by ts_rank."""

    def __init__(self, items: Sequence[Text]) -> None:
        import psycopg

        self._server = Postgres()
        self._server.start()
        begin = time.perf_counter()
        self._db = psycopg.connect(self._server.url, autocommit=True)
        self._db.execute("CREATE TABLE t (key text, title text, body text, words tsvector)")
        with self._db.cursor().copy("COPY t (key, title, body) FROM STDIN") as copy:
            for item in items:
                copy.write_row((item.key, item.title, item.body))
        self._db.execute(
            "UPDATE t SET words = setweight(to_tsvector('dutch', title), 'A') || to_tsvector('dutch', body)"
        )
        self._db.execute("CREATE INDEX ON t USING gin(words)")
        self._db.execute("VACUUM ANALYZE t")
        self.build_seconds = time.perf_counter() - begin

    def answerer(self) -> Callable[[str], Sequence[str]]:
        """As its manual says for what people type."""

        def answer(question: str) -> list[str]:
            sql = (
                "SELECT key FROM t, websearch_to_tsquery('dutch', %s) q WHERE words @@ q"
                " ORDER BY ts_rank(words, q) DESC LIMIT %s"
            )
            return [key for (key,) in self._db.execute(sql, (question, _FOUND))]

        return answer

    def index_bytes(self) -> int:
        """The table with its vector, and the index."""
        row = self._db.execute("SELECT pg_total_relation_size('t')").fetchone()
        return int(row[0]) if row else 0

    def close(self) -> None:
        """Ends the server."""
        self._db.close()
        self._server.close()


class PostgresTrigrams(Peer):
    """pg_trgm on the server that JBZ_BENCH_POSTGRES names, as its manual shows for words in a text."""

    def __init__(self, items: Sequence[Text]) -> None:
        import psycopg

        if not (server := os.environ.get("JBZ_BENCH_POSTGRES")):
            raise RuntimeError("JBZ_BENCH_POSTGRES names no server that has pg_trgm")
        begin = time.perf_counter()
        self._db = psycopg.connect(server, autocommit=True)
        self._db.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
        self._db.execute("DROP TABLE IF EXISTS bench; CREATE TABLE bench (key text, title text, body text)")
        with self._db.cursor().copy("COPY bench FROM STDIN") as copy:
            for item in items:
                copy.write_row((item.key, item.title, item.body))
        self._db.execute("CREATE INDEX ON bench USING gin (title gin_trgm_ops, body gin_trgm_ops)")
        self._db.execute("VACUUM ANALYZE bench")
        self.build_seconds = time.perf_counter() - begin

    def answerer(self) -> Callable[[str], Sequence[str]]:
        """By word_similarity, at its own cut-off of 0.6; titles count more."""
        sql = (
            "SELECT key FROM bench WHERE %(q)s <%% title OR %(q)s <%% body"
            " ORDER BY 5 * word_similarity(%(q)s, title) + word_similarity(%(q)s, body) DESC LIMIT %(n)s"
        )
        return lambda question: [key for (key,) in self._db.execute(sql, {"q": question, "n": _FOUND})]

    def index_bytes(self) -> int:
        """The table and its index."""
        row = self._db.execute("SELECT pg_total_relation_size('bench')").fetchone()
        return int(row[0]) if row else 0

    def close(self) -> None:
        """Takes the table away."""
        self._db.execute("DROP TABLE bench")
        self._db.close()


class InFolder(Peer):
    """An engine that keeps its index in a folder of files."""

    def __init__(self) -> None:
        self._folder = tempfile.mkdtemp()

    def index_bytes(self) -> int:
        """Its folder."""
        return sum(file.stat().st_size for file in Path(self._folder).iterdir())

    def close(self) -> None:
        """Takes the folder away."""
        shutil.rmtree(self._folder, ignore_errors=True)


class Tantivy(InFolder):
    """tantivy with its Dutch stemmer; a word may have one error."""

    def __init__(self, items: Sequence[Text]) -> None:
        import tantivy

        super().__init__()
        begin = time.perf_counter()
        schema = tantivy.SchemaBuilder()
        schema.add_text_field("key", stored=True, tokenizer_name="raw")
        for name in ("title", "body"):
            schema.add_text_field(name, tokenizer_name="dutch")
        self._index = tantivy.Index(schema.build(), path=self._folder)
        analyzer = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.simple()).filter(tantivy.Filter.lowercase())
        analyzer = analyzer.filter(tantivy.Filter.ascii_fold()).filter(tantivy.Filter.stemmer("dutch"))
        self._index.register_tokenizer("dutch", analyzer.build())
        writer = self._index.writer(100_000_000)
        for item in items:
            writer.add_document(tantivy.Document(key=[item.key], title=[item.title], body=[item.body]))
        writer.commit()
        writer.wait_merging_threads()
        self._index.reload()
        self.build_seconds = time.perf_counter() - begin

    def answerer(self) -> Callable[[str], Sequence[str]]:
        """Every word must be met, with one error allowed; titles count more."""
        searcher = self._index.searcher()
        fuzzy = {"title": (False, 1, True), "body": (False, 1, True)}

        def answer(question: str) -> list[str]:
            text = "".join(char if char.isalnum() else " " for char in question)
            try:
                query = self._index.parse_query(
                    text, ["title", "body"], {"title": 5.0}, fuzzy_fields=fuzzy, conjunction_by_default=True
                )
            except ValueError:
                return []
            hits = searcher.search(query, _FOUND).hits
            return [str(searcher.doc(address)["key"][0]) for _, address in hits]

        return answer


class Whoosh(InFolder):
    """whoosh-reloaded with its Dutch stemmer; every word may have one error."""

    def __init__(self, items: Sequence[Text]) -> None:
        from whoosh import fields, index, qparser
        from whoosh.analysis import LanguageAnalyzer

        super().__init__()
        begin = time.perf_counter()
        dutch = LanguageAnalyzer("nl")
        schema = fields.Schema(
            key=fields.STORED, title=fields.TEXT(analyzer=dutch, field_boost=5.0), body=fields.TEXT(analyzer=dutch)
        )
        self._index = index.create_in(self._folder, schema)
        writer = self._index.writer(limitmb=256)
        for item in items:
            writer.add_document(key=item.key, title=item.title, body=item.body)
        writer.commit()
        self.build_seconds = time.perf_counter() - begin
        self._parser: Any = qparser.MultifieldParser(["title", "body"], schema)
        self._parser.add_plugin(qparser.FuzzyTermPlugin())

    def answerer(self) -> Callable[[str], Sequence[str]]:
        """Its syntax for one error is a tilde behind the word."""
        searcher = self._index.searcher()

        def answer(question: str) -> list[str]:
            words = "".join(char if char.isalnum() else " " for char in question).split()
            query = self._parser.parse(" ".join(f"{word}~" for word in words))
            return [str(hit["key"]) for hit in searcher.search(query, limit=_FOUND)]

        return answer


class TheFuzz(Peer):
    """thefuzz over the titles, with the cut-off its manual shows."""

    def __init__(self, items: Sequence[Text]) -> None:
        self._titles = {at: item.title for at, item in enumerate(items)}
        self._keys = [item.key for item in items]

    def answerer(self) -> Callable[[str], Sequence[str]]:
        """The titles that resemble the question by 80 of 100."""
        from thefuzz import process

        def answer(question: str) -> list[str]:
            hits = process.extract(question, self._titles, limit=_FOUND)
            return [self._keys[at] for _, score, at in hits if score >= 80]

        return answer


class Difflib(TheFuzz):
    """The standard library's get_close_matches over the titles, as it comes."""

    def answerer(self) -> Callable[[str], Sequence[str]]:
        """The titles that resemble the question by 0.6."""
        lowered: dict[str, str] = {}
        for at, title in self._titles.items():
            lowered.setdefault(title.lower(), self._keys[at])

        def answer(question: str) -> list[str]:
            return [lowered[title] for title in difflib.get_close_matches(question.lower(), list(lowered), _FOUND)]

        return answer


class Node(Peer):
    """A library of npm, in a process of its own that is spoken to line by line."""

    library = ""

    def __init__(self, items: Sequence[Text]) -> None:
        begin = time.perf_counter()
        self._process = subprocess.Popen(
            [str(node()), "--max-old-space-size=4096", str(_HERE / "node.mjs"), self.library],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self._say([{"key": item.key, "title": item.title, "body": item.body} for item in items])
        self.build_seconds = time.perf_counter() - begin

    def _say(self, value: object) -> Any:
        if self._process.stdin is None or self._process.stdout is None:
            raise RuntimeError("node has no pipes")
        self._process.stdin.write(json.dumps(value) + "\n")
        self._process.stdin.flush()
        return json.loads(self._process.stdout.readline())

    def answerer(self) -> Callable[[str], Sequence[str]]:
        """One line there, one line back."""
        return lambda question: [str(key) for key in self._say(question)["found"]]

    def memory(self) -> int:
        """Bytes that node holds, beside this process."""
        return int(self._say("\x00memory")["memory"])

    def close(self) -> None:
        """Ends node."""
        self._process.terminate()
        self._process.wait()


class MiniSearch(Node):
    """MiniSearch with fuzziness and prefixes as its manual shows; every word must be met."""

    library = "minisearch"


class FuseJs(Node):
    """Fuse.js over title and text, at the threshold that gave it the best marks in a first trial (0.3)."""

    library = "fuse"


PEERS: dict[str, Callable[[Sequence[Text]], Peer]] = {
    "SQLite FTS5": Fts5,
    "SQLite FTS5 trigram": Fts5Trigram,
    "PostgreSQL dutch": PostgresDutch,
    "PostgreSQL pg_trgm": PostgresTrigrams,
    "tantivy": Tantivy,
    "whoosh-reloaded": Whoosh,
    "thefuzz, titles": TheFuzz,
    "difflib, titles": Difflib,
    "MiniSearch": MiniSearch,
    "Fuse.js": FuseJs,
}
