"""What commands name: an item by its id or number, a meeting by its id or in words."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from bot.commands.asking import Ask, ShowItem, ShowMeeting
from bot.words import Words
from briefings.answering.answering import Answering
from briefings.answering.index import MeetingSummary
from briefings.answering.question import ITEM_NUMBER, Question, item_number, read_question
from briefings.model.briefing import StoredItem
from briefings.model.meeting import Meeting
from storage import items
from storage.arrivals import next_announced
from storage.database import Database
from storage.search import StoredIndex

#: "I.1 maart 2025", "2 van de landbouwraad".
_OF_A_MEETING = re.compile(
    rf"{ITEM_NUMBER} (?:(?:van|uit|in|of|from) )?(?:(?:de|the) )?(?:raad )?(?P<meeting>\S.*)", re.IGNORECASE
)
_NEAREST = 3  #: meetings that are named where the one asked for is not known


@dataclass(frozen=True)
class Lookup:
    """Finds what is named among the kept letters."""

    database: Database
    index: StoredIndex
    answering: Answering
    today: Callable[[], date]

    def read(self, text: str) -> Question:
        """The question in `text`, as it is meant today."""
        return read_question(text, self.today())

    def item(self, command: ShowItem) -> StoredItem | None:
        """By its id, or by its number ("I.6"): of the meeting spoken of or named, or of the latest that has it."""
        if isinstance(command.of, int):
            return items.item(self.database, command.of)
        if named := _OF_A_MEETING.fullmatch(command.of):
            meetings = self.answering.meetings(self.read(f"raad {named['meeting']}"))
            of_it = (self.index.numbered(item_number(named["number"]), one.id) for one in meetings)
            return next((found[0] for found in of_it if found), None)
        number, meeting = item_number(command.of), command.meeting
        here = self.index.numbered(number, meeting) if meeting is not None else ()
        found = here or self.index.numbered(number)
        return found[0] if found else None

    def next_announced(self, question: Question) -> Meeting | None:
        """The next Council, of the formation that is named, of which only letters about others tell when it is."""
        with self.database.reading() as session:
            return next_announced(session, self.today(), question.council)

    def nearest(self, question: Question) -> list[MeetingSummary]:
        """The meetings nearest to the days that are asked for, of the formation that is asked for if it has any."""
        days = [day for day in (question.since, question.until) if day] or [self.today()]
        known = self.index.meetings()
        of_council = [one for one in known if question.council in (None, one.meeting.council)] or known
        return sorted(of_council, key=lambda one: min(abs(day - held) for day in days for held in one.meeting.dates))[
            :_NEAREST
        ]

    def meeting(self, command: Ask | ShowMeeting | ShowItem) -> MeetingSummary | None:
        """The meeting that a command names, or whose item it asks for."""
        meetings = self.index.meetings()
        if isinstance(command, ShowItem):
            found = self.item(command)
            return next((one for one in meetings if found and one.meeting == found.meeting), None)
        if isinstance(command, ShowMeeting) and isinstance(command.of, int):
            return next((one for one in meetings if one.id == command.of), None)
        if command == ShowMeeting():
            return next(iter(meetings), None)
        question = self.read(f"raad {command.of}" if isinstance(command, ShowMeeting) else command.text)
        names = question.council or question.which or question.since or question.until
        return self.answering.meeting(question) if names else None


def typed_meeting(meeting: MeetingSummary) -> str:
    """A meeting as it can be typed: "raad ecofin 8 juli 2025", and which of several in a month by its day."""
    return f"raad {meeting.meeting.council.lower()} {Words('nl').day(meeting.meeting.dates[0])}"
