"""What a question gets: the items that answer it, and how the question was understood."""

from dataclasses import dataclass, replace
from enum import StrEnum

from briefings.answering.explain import Matched, explain
from briefings.answering.frames import Asks
from briefings.answering.index import Concept, MeetingSummary
from briefings.answering.understood import Lost, Meant
from briefings.model.briefing import Entry
from briefings.model.meeting import Meeting
from briefings.model.statement import Actor, Period
from briefings.model.theme import Theme


class Outcome(StrEnum):
    """How a question ended."""

    ANSWER = "answer"
    CORRECTED = "corrected"  #: answered after a typing error was mended; said on top
    PARTIAL = "partial"  #: answered on a part of what was asked; the rest is said on top
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class FoundItem:
    """One item of an answer."""

    entry: Entry
    score: float  #: 0 to 1
    groups: tuple[Concept, ...] = ()  #: what was asked for
    names_who: bool = False  #: it names whose words are asked for, and none of these as far as they are understood

    def with_sentences_of(self, other: "FoundItem") -> "FoundItem":
        """The same with what the item says to another question, after its own."""
        summary = self.entry.summary.joined_with(other.entry.summary)
        return replace(self, entry=replace(self.entry, summary=summary), groups=(*self.groups, *other.groups))

    @property
    def matched(self) -> tuple[Matched, ...]:
        """Why it is an answer; looked up only when somebody asks."""
        return explain(self.entry.source, self.groups)


@dataclass(frozen=True, slots=True)
class Answer:
    """What was understood, and the items that fit, best first."""

    query: str
    outcome: Outcome
    understood_as: str | None = None  #: in the language asked for
    theme: Theme | None = None  #: when the question is one theme
    actor: Actor | None = None
    state: str | None = None  #: the member state, when it is one
    items: tuple[FoundItem, ...] = ()
    total: int = 0  #: items that fit in all
    more: bool = False  #: there are more than `total`
    offset: int = 0
    meeting: MeetingSummary | None = None  #: when the question is one meeting
    suggestions: tuple[Theme, ...] = ()  #: when nothing was found
    offer: str | None = None  #: what may have been meant, when that is too doubtful to answer
    lost: tuple[Lost, ...] = ()  #: what was asked and left out
    parts: tuple[Meant, ...] = ()  #: what was asked and looked for
    asks: Asks | None = None  #: the kind of sentence that was asked for
    heard: bool = False  #: whose words are asked for did speak of it, on whichever side
    period: Period | None = None  #: the time in which was looked for it
    nearest: Period | None = None  #: that time as it would be by itself, where no meeting is in it: a month of no year
    beyond: Meeting | None = None  #: when nothing was found in that time: the latest meeting at which there was
    silent: bool = (
        False  #: the letters have no such sentence, or not of whom was asked; the items are about the subject
    )
    apart: tuple["Answer", ...] = ()  #: the answers to the questions of which it is made, where they were several

    @property
    def not_found(self) -> tuple[str, ...]:
        """The words, as typed, that were left out."""
        return tuple(lost.typed for lost in self.lost)

    @property
    def mended(self) -> tuple[Meant, ...]:
        """What was taken for a typing error."""
        return tuple(part for part in self.parts if part.corrected)
