"""What letters that changed make of a message, without a database."""

import json
from dataclasses import replace
from datetime import UTC, datetime

from bot.commands.following import OfferMoments, Pause, Stop
from bot.commands.names import Named
from bot.conversation.keeping import from_kept, items_of, to_kept
from bot.reply import Button, Card, Line, Link, Reply, Section
from briefings.model.chat import Address
from briefings.model.recall import Recall, RecallKind, Rewording, standing

AT = datetime(2025, 3, 31, 9, 0, tzinfo=UTC)
REPLY = Reply(
    "Titel",
    "nl",
    ("een", "twee"),
    (
        Section(
            "Migratie",
            (
                Card(
                    "Terugkeer",
                    "I.6",
                    Link("Lees", "https://jbz.example.nl/items/12"),
                    (
                        Line(
                            "Zin.",
                            "Nederland",
                            "elders",
                            Link("¶1", "https://jbz.example.nl/items/12#p1"),
                            is_main=True,
                        ),
                        Line("Eerder.", "Eerder tegen", source=Link("¶3", "https://jbz.example.nl/items/9#p3")),
                    ),
                    (Link("Kamerstuk 1", "https://zoek.officielebekendmakingen.nl/kst-1-1.html"),),
                    "verslag",
                ),
            ),
            (Line("Komt nog.", "mei", source=Link("¶2", "https://jbz.example.nl/items/31#p2")),),
            (Button("Meer", Pause(), Address("slack", "T1", "C1")),),
        ),
    ),
    (Link("Bron", "https://zoek.officielebekendmakingen.nl/kst-32317-935.html"),),
    "U krijgt dit elke maandag.",
    (
        Button("Wijzig", OfferMoments(), about="migratie"),
        Button("Stop", Stop((Named("migratie"), Named("visa"))), about="migratie"),
    ),
)


def test_a_reply_is_the_same_when_it_comes_back() -> None:
    kept = to_kept(REPLY)
    assert from_kept(json.loads(kept)) == REPLY
    assert to_kept(from_kept(json.loads(kept))) == kept
    assert items_of(REPLY) == {9, 12, 31}


def _recall(number: int, kind: RecallKind, change: Rewording) -> Recall:
    return Recall(number, kind, 1, number, AT, "Verslag", None, (change,))


def test_what_was_changed_back_is_as_it_was_and_the_last_word_holds() -> None:
    item = Rewording(12, "I.6", "Terugkeer")
    changes = [
        _recall(1, RecallKind.CORRECTED, replace(item, gone=("a",), new=("b",))),
        _recall(2, RecallKind.CORRECTED, replace(item, gone=("b", "x"), new=("c",))),
    ]
    assert (standing(changes).changed[12].gone, standing(changes).changed[12].new) == (("a", "b", "x"), ("c",))
    back = _recall(3, RecallKind.CORRECTED, replace(item, gone=("c",), new=("a",)))
    now = standing([back, *changes]).changed[12]
    assert ("a" in now.gone, "a" in now.new, "c" in now.new) == (False, False, False)
    withdrawn = _recall(4, RecallKind.WITHDRAWN, item)
    restored = _recall(5, RecallKind.RESTORED, item)
    assert list(standing([withdrawn]).withdrawn) == [12]
    assert list(standing([withdrawn, restored]).withdrawn) == []
