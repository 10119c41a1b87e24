"""What is awaited: of which meeting, or from which source."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from briefings.model.meeting import Meeting
from briefings.silence.habit import Habit


class AwaitedKind(StrEnum):
    """The kinds of silence."""

    REPORT = "report"  #: a Council is over, and its report is later than its formation's habit
    AGENDA = "agenda"  #: a Council comes near, and its annotated agenda is later than its formation's habit
    SOURCE = "source"  #: the newest letter of a source is older than usual


@dataclass(frozen=True, slots=True)
class Awaited:
    """One letter, or the next letter of a source."""

    kind: AwaitedKind
    of: str  #: the formation's code, or the source's name
    day: date  #: of a meeting its first; of a source that of its newest letter
    meeting: Meeting | None = None  #: None of a source

    @property
    def key(self) -> str:
        """Names the silence: the same as long as it lasts, and after a restart."""
        return f"{self.kind} {self.of} {self.day.isoformat()}"

    @property
    def councils(self) -> tuple[str, ...]:
        """The formations it concerns; of a source those in its name, and none where it gives letters of any."""
        if self.kind is not AwaitedKind.SOURCE:
            return (self.of,)
        return tuple(code for code in self.of.partition(":")[2].split("+") if code)


@dataclass(frozen=True, slots=True)
class Silence:
    """Something that is awaited for longer than is usual."""

    awaited: Awaited
    since: date  #: the first day on which that was so
    days: int  #: since the Council, until the Council, or since the newest letter
    usual: int  #: how many of these days are usual: the middle, or of a source the longest pause in this season
    letters: int  #: by how many that is known
    told_in: int | None = None  #: the item in which the day of a Council was announced


@dataclass(frozen=True, slots=True)
class Habits:
    """What is known of a formation: None where it has too few letters."""

    council: str
    report: Habit | None
    reports: int  #: letters of which both days are known
    agenda: Habit | None
    agendas: int
