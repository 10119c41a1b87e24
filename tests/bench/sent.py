"""What is looked up in what was sent, on 20,000 items and 10,000 deliveries: `.venv/bin/python -m tests.bench.sent`.

Who was told of a letter that is corrected, and a chat's deliveries of a year as one zip; and what a letter costs that
comes in in place of another. docs/benchmarks.md keeps figures.
"""

import json
import random
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from functools import partial
from pathlib import Path
from resource import RUSAGE_SELF, getrusage

from sqlalchemy import select

from bot.administration.bundling import make_bundle
from bot.app import App
from bot.conversation.keeping import to_kept
from bot.export.bundle import BundleAbout, write_bundle
from bot.settings import load_settings
from briefings.intake.replacing import LetterFacts, doubt_of
from briefings.model.bundle import period_of
from briefings.model.chat import Address, Person
from briefings.model.delivery import DeliveryKind, DeliveryState
from briefings.model.recall import RecallKind
from storage import recalls, rewordings
from storage.rows import DeliveryRow, DocumentRow, ItemRow, MessageItemRow, MessageRow
from storage.search import session_sequence
from tests.bench.comparing import timed
from tests.bench.pages import fill
from tests.letters.told_over_years import TOLD_ON
from tests.stand_ins.clock import Clock

_CHATS, _DELIVERIES, _ITEMS = 20, 500, 10  #: chats, what each got, and of how many items each tells
_RECALLS = 20
_BATCH = 10  #: deliveries looked at in one transaction


def measure(chats: int = _CHATS, each: int = _DELIVERIES) -> Iterator[str]:
    """A line for each figure."""
    with tempfile.TemporaryDirectory() as folder:
        app = App(load_settings({"JBZ_DATABASE_URL": f"sqlite:///{folder}/bench.db"}), Clock(TOLD_ON))
        app.database.upgrade()
        fill(app)
        _deliver(app, chats, each)
        before = getrusage(RUSAGE_SELF).ru_maxrss
        with app.database.reading() as session:
            every = list(session.scalars(select(DocumentRow.id)))
        chosen = random.Random(2).sample(every, _RECALLS)  # noqa: S311 - no secret
        yield timed("who was told of a letter", [partial(_found, app, number) for number in chosen])
        yield timed("who had it, listed", [partial(_listed, app, number) for number in range(1, _RECALLS + 1)])
        yield timed("a chat's year as a zip", [partial(_bundled, app, at, Path(folder)) for at in range(min(chats, 5))])
        yield timed("whether a letter replaces another", [partial(_compared, app, number) for number in chosen])
        yield f"memory for it: {(getrusage(RUSAGE_SELF).ru_maxrss - before) / 1024:.0f} MiB"
        app.close()


def _deliver(app: App, chats: int, each: int) -> None:
    """As if these chats had got a briefing each day."""
    rng, now = random.Random(1), app.clock()  # noqa: S311 - no secret
    reply = json.loads(to_kept(app.conversation.handle("migratie", _chat(0), Person("U1"))))
    with app.database.writing() as session:
        numbers, sequence = list(session.scalars(select(ItemRow.id))), session_sequence(session)
        covers: dict[str, object] = {
            "subjects": {"migratie": {"ranges": [[0, sequence]], "first": False}},
            "told_at": None,
            "until": "",
        }
        for number in range(chats * each):
            message = MessageRow(sha256=f"{number:064}", parts=[f"<b>Bericht {number}</b>"], reply=reply)
            session.add(message)
            session.flush()
            session.add_all(MessageItemRow(message_id=message.id, item_id=item) for item in rng.sample(numbers, _ITEMS))
            session.add(_delivery(number, message.id, now - timedelta(days=number // chats, seconds=1), chats, covers))
            if number % 1_000 == 0:
                session.flush()
                session.expunge_all()


def _delivery(number: int, message: int, at: datetime, chats: int, covers: dict[str, object]) -> DeliveryRow:
    to = _chat(number % chats)
    return DeliveryRow(
        subscription_id=number % chats + 1, kind=DeliveryKind.BRIEFING.value, channel=to.channel,
        workspace=to.workspace, chat=to.chat, thread="", lane=to.lane, due_at=at, state=DeliveryState.SENT.value,
        message_id=message, part_count=1, parts_sent=1, attempts=1, repeats=0, next_attempt_at=at, sent_at=at,
        covers=covers,
    )  # fmt: skip


def _found(app: App, letter: int) -> int:
    """A letter is corrected, and everybody who was told of it is found."""
    with app.database.writing() as session:
        row = session.get_one(DocumentRow, letter)
        items = list(session.scalars(select(ItemRow).where(ItemRow.document_id == letter)))
        changes = rewordings.whole(items)
        recalls.keep(session, row, RecallKind.CORRECTED, changes, session_sequence(session) + 1, app.clock())
    found = 0
    while True:
        with app.database.writing() as session:
            recall = recalls.claim(session)
            if recall is None:
                return found
            found += len(recalls.next_holders(session, recall, _BATCH, app.clock()))


def _listed(app: App, number: int) -> object:
    with app.database.reading() as session:
        recall = recalls.one(session, number)
        return recalls.holders(session, recall) if recall else None


def _bundled(app: App, chat: int, folder: Path) -> object:
    period = period_of(date(TOLD_ON.year - 1, 1, 1), TOLD_ON.date(), "Europe/Amsterdam")
    about = BundleAbout("slack", period, "https://jbz.example.nl", 400)
    made = make_bundle(app.database, _chat(chat), period, app.clock(), partial(write_bundle, about), folder)
    made.file.unlink()
    return made


def _compared(app: App, letter: int) -> object:
    facts = app.library.facts(letter)
    assert facts is not None
    return doubt_of(facts, LetterFacts(facts.title, None, None, None, tuple(map(replace, facts.items))))


def _chat(number: int) -> Address:
    return Address("slack", "T1", f"C{number}")


if __name__ == "__main__":
    for line in measure():
        print(line)  # noqa: T201
