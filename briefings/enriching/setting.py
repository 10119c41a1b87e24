"""What is known of a letter from outside the sentence: which Council it is about, and when."""

from dataclasses import dataclass
from datetime import date

from briefings.model.document import Document, Kind
from briefings.model.meeting import Meeting


@dataclass(frozen=True, slots=True)
class Setting:
    """The letter in which a sentence stands."""

    letter_date: date | None = None
    kind: Kind = Kind.REPORT
    meeting: Meeting | None = None

    @classmethod
    def of(cls, document: Document) -> "Setting":
        """The setting of a letter's items."""
        return cls(document.letter_date, document.kind, document.meeting)

    @property
    def council(self) -> str | None:
        """The code of the formation."""
        return self.meeting.council if self.meeting else None

    @property
    def days(self) -> tuple[date, ...]:
        """The days of the meeting."""
        return self.meeting.dates if self.meeting else ()

    @property
    def is_agenda(self) -> bool:
        """The Council is still to come."""
        return self.kind is Kind.ANNOTATED_AGENDA

    @property
    def council_day(self) -> date | None:
        """From which day a period is counted that was named at the Council: its last; the letter's where unknown."""
        return self.days[-1] if self.days and not self.is_agenda else self.letter_date
