"""What is asked of letters laid side by side."""

from collections.abc import Mapping, Sequence

from bot.commands.asking import ShowMeeting
from bot.commands.command import Command
from bot.commands.comparing import CheckQuote, ComparePlanned, ShowCourse
from bot.conversation.comparing.courses import no_course, show_course
from bot.conversation.comparing.planned import names_a_meeting, offer_meetings, show_planned
from bot.conversation.comparing.quotes import show_quote, show_quotes
from bot.conversation.lookup import Lookup
from bot.conversation.saying import Saying
from bot.conversation.visit import Handler
from bot.reply import Reply
from briefings.answering.index import MeetingSummary
from briefings.comparing.course import Courses
from briefings.comparing.quote_check import QuoteChecker
from briefings.errors import NotUnderstood
from storage.database import Database
from storage.reading import letters, meetings

_MOST_NAMED = 3  #: meetings that can be compared, where the one asked for cannot
_LATEST = ("", "laatste", "last", "latest")  #: what names the latest meeting that can be compared


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
        return show_quotes(checked, saying) if checked.sentences else show_quote(checked, saying)

    def course(self, command: ShowCourse, saying: Saying) -> Reply:
        """What the Netherlands said on a subject through time. Raises NotUnderstood where it said nothing."""
        found = self._courses.of(command.text, saying.words.language)
        if found is None:
            raise no_course(command.text, saying.today)
        return show_course(found, command, saying)

    def planned(self, command: ComparePlanned, saying: Saying) -> Reply:
        """What was planned for a meeting beside what was said there. Raises NotUnderstood where one is not known."""
        found = self._latest() if command.of in _LATEST else self._among(command.of, saying)
        if len(found) > 1:
            return offer_meetings(command, found, saying)
        with self._database.reading() as session:
            both = letters.agenda_and_report(session, found[0].id)
        return show_planned(found[0], both, saying, self._with_both())

    def _among(self, of: int | str, saying: Saying) -> Sequence[MeetingSummary]:
        """The meeting that is named; of a longer period those that can be compared, if there are several."""
        question = names_a_meeting(of, saying.today)
        meeting = self._lookup.meeting(ShowMeeting(of))
        if meeting is None:
            near = self._lookup.nearest(question or self._lookup.read(""))
            known = saying.words.listing([saying.words.meeting(one.meeting) for one in near])
            raise NotUnderstood("Van die vergadering heb ik geen brief. Wel van: {known}.", known=known)
        if question is None or not question.spans:
            return (meeting,)
        with self._database.reading() as session:
            known_both = meetings.with_both(session)
        fitting = self._lookup.answering.meetings(question)
        return [one for one in fitting if one.id in known_both] or (meeting,)

    def _with_both(self) -> Sequence[MeetingSummary]:
        """The latest meetings that can be compared."""
        with self._database.reading() as session:
            known = meetings.with_both(session)
        return [one for one in self._lookup.index.meetings() if one.id in known][:_MOST_NAMED]

    def _latest(self) -> Sequence[MeetingSummary]:
        """The latest meeting of which agenda and report are known."""
        with self._database.reading() as session:
            known = meetings.with_both(session, limit=1)
        found = [one for one in self._lookup.index.meetings() if one.id in known]
        if not found:
            raise NotUnderstood("Er is nog geen vergadering waarvan ik de agenda en het verslag heb.")
        return found
