"""`make bench-search`: our search beside what a team would take instead; docs/benchmarks.md keeps a table.

Every engine runs in a process of its own, with the same items and questions. `--engine` and `--items` choose some, and
`--questions` asks so many of the questions, drawn evenly: for an engine that takes a second for each. The last two
columns are the processor time of that process: what other work on the machine hardly changes.
"""

import json
import statistics
import subprocess
import sys
import time
from argparse import ArgumentParser, Namespace
from resource import RUSAGE_SELF, getrusage
from typing import Any

from tests.bench.search.corpus import texts
from tests.bench.search.noise import BROAD
from tests.bench.search.ours import Ours
from tests.bench.search.peers import PEERS, Node
from tests.questions.judged import MISTYPED, Judged, Marks, mark, questions

_OURS = {"ours, SQLite": True, "ours, PostgreSQL": False}
_SIZES = (1_000, 10_000, 100_000)
#: An engine that looks at every item, or takes an hour to build, is not asked at more items than these.
_MOST = {"Fuse.js": 10_000, "difflib, titles": 10_000, "whoosh-reloaded": 10_000}
_HEAD = (
    f"{'engine':22}{'items':>8}{'recall@3':>10}{'mistyped':>10}{'held out':>10}{'MRR':>7}{'wrong':>8}"
    f"{'median':>10}{'p99':>10}{'build':>9}{'letter':>9}{'index':>9}{'memory':>9}{'median cpu':>12}{'p99 cpu':>10}"
)


def main() -> None:
    """Prints the table, or with --one the figures of one engine as JSON."""
    parser = ArgumentParser()
    parser.add_argument("--engine", action="append", choices=[*_OURS, *PEERS])
    parser.add_argument("--items", action="append", type=int)
    parser.add_argument("--questions", type=int)
    parser.add_argument("--one", action="store_true")
    chosen = parser.parse_args()
    if chosen.one:
        print(json.dumps(_one(chosen.engine[0], chosen.items[0], chosen.questions)))
        return
    print(_HEAD, flush=True)
    for items in chosen.items or _SIZES:
        for engine in _engines(chosen, items):
            print(_line(engine, items, _measured(engine, items, chosen.questions)), flush=True)


def _engines(chosen: Namespace, items: int) -> list[str]:
    engines = chosen.engine or [*_OURS, *PEERS]
    return [engine for engine in engines if items <= _MOST.get(engine, items)]


def _measured(engine: str, items: int, most: int | None) -> dict[str, Any]:
    command = [sys.executable, "-m", "tests.bench.search", "--one", "--engine", engine, "--items", str(items)]
    command += ["--questions", str(most)] if most else []
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        return {"failed": done.stderr.strip().splitlines()[-1] if done.stderr.strip() else "?"}
    figures: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return figures


def _one(engine: str, items: int, most: int | None) -> dict[str, Any]:
    subject: Any = Ours(items, sqlite=_OURS[engine]) if engine in _OURS else PEERS[engine](list(texts(items)))
    try:
        answer = subject.answerer()
        answer("migartie")  # whatever is read at the first question is read
        judged = _drawn(questions(), most)
        times: list[float] = []
        processor: list[float] = []
        replies: dict[str, list[str]] = {}

        def timed(question: str) -> list[str]:
            begin, used = time.perf_counter(), time.process_time()
            replies[question] = list(answer(question))
            times.append(1000 * (time.perf_counter() - begin))
            processor.append(1000 * (time.process_time() - used))
            return replies[question]

        plain = mark([question for question in judged if question.kind not in MISTYPED], timed)
        mistyped = mark([question for question in judged if question.kind in MISTYPED], timed)
        for question in BROAD:
            timed(question)
        return _figures(subject, plain, mistyped, mark(_held_out(judged), replies.__getitem__), times, processor)
    finally:
        subject.close()


def _drawn(judged: list[Judged], most: int | None) -> list[Judged]:
    return judged if most is None else judged[:: max(1, len(judged) // most)][:most]


def _held_out(judged: list[Judged]) -> list[Judged]:
    return [question for question in judged if question.held_out]


def _figures(
    subject: Any, plain: Marks, mistyped: Marks, held_out: Marks, times: list[float], processor: list[float]
) -> dict[str, Any]:
    letters = getattr(subject, "letter_seconds", [])
    memory = getrusage(RUSAGE_SELF).ru_maxrss * 1024 if not isinstance(subject, Node) else subject.memory()
    return {
        "recall": plain.recall,
        "mistyped": mistyped.recall,
        "held_out": held_out.recall,
        "mrr": (plain.reciprocal_rank * plain.asked + mistyped.reciprocal_rank * mistyped.asked)
        / (plain.asked + mistyped.asked),
        "wrong": (plain.wrong + mistyped.wrong) / (plain.hopeless + mistyped.hopeless),
        "median": statistics.median(times),
        "p99": _p99(times),
        "processor": None if isinstance(subject, Node) else (statistics.median(processor), _p99(processor)),
        "build": subject.build_seconds,
        "letter": 1000 * statistics.median(letters) if letters else None,
        "index": subject.index_bytes() / 1e6,
        "memory": memory / 1e6,
    }


def _p99(times: list[float]) -> float:
    return statistics.quantiles(times, n=100)[98]


def _line(engine: str, items: int, figures: dict[str, Any]) -> str:
    if "failed" in figures:
        return f"{engine:22}{items:>8}  failed: {figures['failed']}"
    letter = f"{figures['letter']:6.0f} ms" if figures["letter"] is not None else ""
    processor = "{:9.2f} ms{:7.1f} ms".format(*figures["processor"]) if figures["processor"] else ""
    return (
        f"{engine:22}{items:>8}{figures['recall']:>10.3f}{figures['mistyped']:>10.3f}{figures['held_out']:>10.3f}"
        f"{figures['mrr']:>7.2f}{figures['wrong']:>8.1%}{figures['median']:>7.2f} ms{figures['p99']:>7.1f} ms"
        f"{figures['build']:>7.0f} s{letter:>9}{figures['index']:>6.0f} MB{figures['memory']:>6.0f} MB{processor}"
    )


if __name__ == "__main__":
    main()
