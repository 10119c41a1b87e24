"""Whether the audit is as it was written: each row hashed anew, and held to the one before."""

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy.orm import Session

from briefings.errors import Message
from storage.audit import NONE, AuditEntry, as_values, digest, entries, head


@dataclass(frozen=True, slots=True)
class Checked:
    """What was found."""

    rows: int
    first: int  #: the number of the oldest row; 0 when there is none
    newest: int
    hash: str  #: of the newest row: noted elsewhere, it shows later that nothing up to here was changed
    problems: tuple[Message, ...]
    trimmings: tuple[Message, ...] = ()  #: when rows were removed as too old, by whom and how many


def verify(session: Session, noted: tuple[int, str] | None = None) -> Checked:
    """Reads the whole audit. `noted`: a number and hash that were written down elsewhere, which must still stand."""
    walk = _Walk(noted)
    for entry in entries(session):
        walk.step(entry)
    newest, hashed = head(session)
    if (walk.last, walk.hash) != (newest, hashed):
        walk.problems.append(Message("audit.head", {"newest": newest, "last": walk.last}))
    if noted is not None and not walk.was_met:
        walk.problems.append(Message("audit.noted_gone", {"id": noted[0]}))
    return Checked(
        walk.rows, walk.first, walk.last, walk.hash, (*walk.problems, *walk.unanchored()), tuple(walk.trimmings)
    )


class _Walk:
    """From row to row."""

    def __init__(self, noted: tuple[int, str] | None) -> None:
        self.rows, self.first, self.last, self.hash = 0, 0, 0, NONE
        self.problems: list[Message] = []
        self.trimmings: list[Message] = []
        self.was_met = False
        self._noted = noted
        self._before_first = NONE
        self._anchors: set[tuple[int, str]] = set()

    def step(self, entry: AuditEntry) -> None:
        if self.rows == 0:
            self.first, self._before_first = entry.id, entry.previous
        else:
            self.problems += self._joint(entry)
        if digest(as_values(entry)) != entry.hash:
            self.problems.append(Message("audit.altered", {"id": entry.id}))
        if self._noted is not None and self._noted[0] == entry.id:
            self.was_met = True
            if self._noted[1] != entry.hash:
                self.problems.append(Message("audit.noted_other", {"id": entry.id}))
        if entry.trimmed_to is not None:
            self._anchors.add((entry.trimmed_to, str((entry.after or {}).get("hash"))))
            values = {"id": entry.id, "last": entry.trimmed_to, "day": entry.at.date().isoformat(), "who": entry.who}
            self.trimmings.append(Message("audit.trimmed", values))
        self.rows, self.last, self.hash = self.rows + 1, entry.id, entry.hash

    def unanchored(self) -> Iterator[Message]:
        """The oldest row is the first ever, or an anchor says what stood before it."""
        if self.rows == 0 or (self.first == 1 and self._before_first == NONE):
            return
        if (self.first - 1, self._before_first) not in self._anchors:
            yield Message("audit.beginning", {"id": self.first})

    def _joint(self, entry: AuditEntry) -> Iterator[Message]:
        if entry.id != self.last + 1:
            yield Message("audit.missing", {"first": self.last + 1, "last": entry.id - 1})
        elif entry.previous != self.hash:
            yield Message("audit.not_joined", {"id": entry.id})
