"""What of the sentences of a letter is not certain enough for a label, in sentences for a person."""

from collections.abc import Iterator

from briefings.model.document import Document, Doubt
from briefings.model.statement import Uncertain

_WHY = {
    Uncertain.WHO: ("niet zeker wie dit deed", "not certain who did this"),
    Uncertain.WHERE: (
        "niet zeker of de Raad dit besloot; het punt noemt ook een ander orgaan",
        "not certain that the Council decided this; the item names another body too",
    ),
    Uncertain.VERB: ("onbekend werkwoord, dus geen standpunt", "an unknown verb, so no position"),
    Uncertain.WHETHER: ("niet zeker of dit ook gebeurde", "not certain that this was done"),
}


def doubts_of(document: Document) -> tuple[Doubt, ...]:
    """The doubts about the sentences of a letter that was understood, in reading order."""
    return tuple(_doubts(document))


def _doubts(document: Document) -> Iterator[Doubt]:
    for item in document.items:
        for statement in item.statements:
            if statement.doubt:
                nl, en = _WHY[statement.doubt]
                said = f"{item.number or item.title}, ¶{statement.paragraph + 1}"
                text = item.text_of(statement)
                yield Doubt(f"{said}: {nl}: “{text}”", f"{said}: {en}: “{text}”")
