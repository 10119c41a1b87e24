"""What of the sentences of a letter is not certain enough for a label, for a person to look at."""

from collections.abc import Iterator

from briefings.errors import Message
from briefings.model.document import Document
from briefings.model.statement import Uncertain

_WHY = {
    Uncertain.WHO: "uncertain.who",
    Uncertain.WHERE: "uncertain.where",
    Uncertain.VERB: "uncertain.verb",
    Uncertain.WHETHER: "uncertain.whether",
}


def doubts_of(document: Document) -> tuple[Message, ...]:
    """The doubts about the sentences of a letter that was understood, in reading order."""
    return tuple(_doubts(document))


def _doubts(document: Document) -> Iterator[Message]:
    for item in document.items:
        for statement in item.statements:
            if statement.doubt:
                said = f"{item.number or item.title}, ¶{statement.paragraph + 1}"
                why, text = Message(_WHY[statement.doubt]), item.text_of(statement)
                yield Message("doubt.sentence", {"said": said, "why": why, "text": text})
