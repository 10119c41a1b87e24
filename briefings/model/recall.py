"""What changed in a letter that people may have been told of, and what that makes of what they were told."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum

from briefings.model.meeting import Meeting


class RecallKind(StrEnum):
    """What became of a letter."""

    CORRECTED = "corrected"  #: an edition came that says something else
    WITHDRAWN = "withdrawn"
    RESTORED = "restored"  #: it was withdrawn, and is published again


@dataclass(frozen=True, slots=True)
class Rewording:
    """What an agenda item says no longer, and what it says instead: whole sentences of the letter."""

    item: int
    number: str | None
    title: str
    gone: tuple[str, ...] = ()  #: stand nowhere in the letter any more
    new: tuple[str, ...] = ()  #: stood nowhere in it before
    removed: bool = False  #: the item itself is not in the letter any more
    meeting: Meeting | None = None  #: whose item it is; of what an older release kept it is not known

    @property
    def name(self) -> str:
        """ "I.6 Terugkeer"."""
        return f"{self.number} {self.title}" if self.number else self.title


@dataclass(frozen=True, slots=True)
class Recall:
    """One change of one letter, for all who were told of it."""

    id: int
    kind: RecallKind
    document_id: int
    sequence: int  #: of the corpus, when it changed
    at: datetime
    title: str  #: of the letter
    url: str | None  #: of its publication
    changes: tuple[Rewording, ...]  #: of each item that changed; of a whole letter: all its items


@dataclass(frozen=True, slots=True)
class Amended:
    """What a chat hears of a message that was edited: that it was, and what it is about."""

    kind: RecallKind
    sequence: int
    items: tuple[int, ...]
    told: tuple[Rewording, ...]  #: what it says of these
    sent_at: datetime  #: the message
    silent: bool = False  #: a message of its own told it: it is not said again


@dataclass(frozen=True, slots=True)
class Standing:
    """How letters stand now, beside how they stood when a message was made."""

    changed: Mapping[int, Rewording] = field(default_factory=dict)  #: by item
    withdrawn: Mapping[int, Recall] = field(default_factory=dict)  #: by item, with what withdrew it
    at: datetime | None = None  #: of the latest change


def standing(recalls: Iterable[Recall]) -> Standing:
    """What all of these come to, in the order in which they came. What was changed back is as it was."""
    changed: dict[int, Rewording] = {}
    withdrawn: dict[int, Recall] = {}
    at = None
    for recall in sorted(recalls, key=lambda one: (one.sequence, one.id)):
        at = recall.at
        for change in recall.changes:
            if recall.kind is RecallKind.WITHDRAWN:
                withdrawn[change.item] = recall
            elif recall.kind is RecallKind.RESTORED:
                withdrawn.pop(change.item, None)
            else:
                changed[change.item] = _after(changed.get(change.item), change)
    return Standing(changed, withdrawn, at)


def _after(before: Rewording | None, change: Rewording) -> Rewording:
    if before is None:
        return change
    gone = (*(one for one in before.gone if one not in change.new), *change.gone)
    new = (*(one for one in before.new if one not in change.gone), *change.new)
    back = set(before.gone) & set(change.new)
    return replace(change, gone=tuple(dict.fromkeys(gone)), new=tuple(one for one in new if one not in back))
