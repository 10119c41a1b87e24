"""What is asked of letters laid side by side."""

from collections.abc import Mapping

from bot.commands.asking import ShowMeeting
from bot.commands.command import Command
from bot.commands.comparing import CheckQuote, ComparePlanned, ShowCourse
from bot.conversation.comparing.courses import show_course
from bot.conversation.comparing.planned import show_planned
from bot.conversation.comparing.quotes import show_quote, show_quotes
from bot.conversation.lookup import Lookup
from bot.conversation.saying import Saying
from bot.conversation.visit import Handler
from bot.reply import Reply
from briefings.answering.index import MeetingSummary
from briefings.comparing.course import Courses
from briefings.comparing.quote_check import Likeness, QuoteChecker
from briefings.errors import NotUnderstood
from briefings.language.sentences import sentence_spans
from storage.database import Database
from storage.reading import letters, meetings

_MOST_SENTENCES = 5  #: of what was pasted


class Comparisons:
    """Quotes, plans, positions and commitments, each beside what the letters say of it."""

    def __init__(self, database: Database, quotes: QuoteChecker, courses: Courses, lookup: Lookup) -> None:
        self._database = database
        self._quotes = quotes
        self._courses = courses
        self._lookup = lookup

    def handlers(self) -> Mapping[type[Command], Handler]:
        """Its commands."""
        return {
            CheckQuote: lambda command, visit: self.quote(command, visit.saying),
            ComparePlanned: lambda command, visit: self.planned(command, visit.saying),
            ShowCourse: lambda command, visit: self.course(command, visit.saying),
        }

    def quote(self, command: CheckQuote, saying: Saying) -> Reply:
        """Whether it stands in a letter; of several sentences that do not stand there together, each by itself."""
        checked = self._quotes.check(command.text)
        spans = sentence_spans(checked.pasted)[:_MOST_SENTENCES]
        if checked.likeness is Likeness.SAME or len(spans) <= 1:
            return show_quote(checked, saying)
        each = [self._quotes.check(checked.pasted[start:end]) for start, end in spans]
        return show_quotes(checked.pasted, each, saying)

    def course(self, command: ShowCourse, saying: Saying) -> Reply:
        """What the Netherlands said on a subject through time. Raises NotUnderstood where it said nothing."""
        found = self._courses.of(command.text, saying.words.language)
        if found is None:
            raise NotUnderstood("Over “{text}” ken ik geen zin van Nederland.", text=command.text[:60])
        return show_course(found, command, saying)

    def planned(self, command: ComparePlanned, saying: Saying) -> Reply:
        """What was planned for a meeting beside what was said there. Raises NotUnderstood where one is not known."""
        meeting = self._lookup.meeting(ShowMeeting(command.of)) if command.of else self._latest()
        if meeting is None and command.of:
            known = saying.words.listing([saying.words.meeting(m.meeting) for m in self._lookup.index.meetings()[:3]])
            raise NotUnderstood("Van die vergadering heb ik geen brief. Wel van: {known}.", known=known)
        if meeting is None:
            raise NotUnderstood("Er is nog geen vergadering waarvan ik de agenda en het verslag heb.")
        with self._database.reading() as session:
            both = letters.agenda_and_report(session, meeting.id)
        return show_planned(meeting, both, saying)

    def _latest(self) -> MeetingSummary | None:
        """The latest meeting of which agenda and report are known."""
        with self._database.reading() as session:
            known = meetings.with_both(session, limit=1)
        return next((one for one in self._lookup.index.meetings() if one.id in known), None)
