"""What someone takes along: before a Council, and when taking over a subject."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from bot.commands.asking import ShowMeeting
from bot.commands.command import Command
from bot.commands.comparing import Prepare, ShowHandover
from bot.conversation.comparing.handover import show_handover
from bot.conversation.comparing.named_meeting import days_of, meetings_named, names_a_meeting, nearest, the_next
from bot.conversation.comparing.planned import lacking
from bot.conversation.comparing.preparation import Pack, show_preparation
from bot.conversation.lookup import Lookup
from bot.conversation.saying import Saying
from bot.conversation.visit import Handler
from bot.reply import Button, Reply
from briefings.answering.index import MeetingSummary
from briefings.answering.question import Question, read_question
from briefings.comparing.handover import Handover, Handovers, period_of
from briefings.comparing.preparation import Preparations
from briefings.errors import NotUnderstood
from storage.database import Database
from storage.reading import letters, meetings

_TWO_YEARS = re.compile(r"\b(?:19|20)\d\d,? (?:en |and )?(?:19|20)\d\d\b")


@dataclass(frozen=True)
class Packs:
    """Preparations and handovers."""

    database: Database
    preparations: Preparations
    handovers: Handovers
    lookup: Lookup
    today: Callable[[], date]

    def handlers(self) -> Mapping[type[Command], Handler]:
        """Its commands."""
        return {
            Prepare: lambda command, visit: self.prepare(command, visit.saying),
            ShowHandover: lambda command, visit: self.hand_over(command, visit.saying),
        }

    def hand_over(self, command: ShowHandover, saying: Saying, *, whole: bool = False) -> Reply:
        """A period of a subject. Raises NotUnderstood where no letter speaks of it then."""
        return show_handover(self.handover(command.text, saying), command, saying, whole=whole)

    def handover(self, text: str, saying: Saying) -> Handover:
        """The same as it was found."""
        if _TWO_YEARS.search(text):
            raise NotUnderstood("Noem één jaar of periode. Zo kan het: overdracht migratie 2025, of: 2024-2025.")
        told = self.handovers.of(text, saying.words.language)
        if told is None:
            question = read_question(text, self.today())
            since, until = period_of(question, self.today())
            raise NotUnderstood(
                "Over “{text}” vind ik niets van {first} tot en met {last}. Zo kan het: overdracht migratie 2025.",
                text=" ".join(question.words)[:60] or text[:60],
                first=saying.words.day(since),
                last=saying.words.day(until),
            )
        return told

    def prepare(self, command: Prepare, saying: Saying, *, whole: bool = False) -> Reply:
        """What to know before a meeting. Raises NotUnderstood where none fits, or no agenda is known at all."""
        meeting = self.meeting(command, saying)
        with self.database.reading() as session:
            agenda, _ = letters.agenda_and_report(session, meeting.id)
        if not agenda:
            button = Button(saying.words("Vergadering"), ShowMeeting(meeting.id))
            title = saying.words("Voorbereiding: {meeting}", meeting=saying.words.meeting(meeting.meeting))
            return Reply(title, saying.language, (saying.words(lacking(())),), buttons=(button,))
        pack = Pack(meeting.id, meeting.meeting, self.preparations.of(agenda))
        return show_preparation(pack, saying, whole=whole, before=self._lateness(meeting, command, saying))

    def meeting(self, command: Prepare, saying: Saying) -> MeetingSummary:
        """The meeting that is meant: of those named the nearest to come with an agenda, else the latest. Raises."""
        known = self.lookup.index.meetings()
        if isinstance(command.of, int):
            named = [one for one in known if one.id == command.of]
        else:
            named = meetings_named(command.of, known, self.lookup.read, self.today())
        with self.database.reading() as session:
            with_agenda = meetings.with_agenda(session)
        prepared = [one for one in named if one.id in with_agenda]
        chosen = nearest(prepared or named, self.today())
        if chosen is None and (coming := self._coming(command)):
            kept = [m for m in known if m.id in with_agenda and coming.council in (None, m.meeting.council)]
            chosen = nearest(kept, self.today())
        if not with_agenda:
            raise NotUnderstood("Ik ken nog geen geannoteerde agenda.")
        if chosen is None:
            if isinstance(command.of, str) and not names_a_meeting(command.of, self.lookup.read):
                raise NotUnderstood(
                    "“{what}” is geen vergadering. Zo kan het: voorbereiding jbz oktober 2025.", what=command.of[:60]
                )
            listed = saying.words.listing([saying.words.meeting(m.meeting) for m in known if m.id in with_agenda][:3])
            raise NotUnderstood("Van die vergadering heb ik geen geannoteerde agenda. Wel van: {known}.", known=listed)
        return chosen

    def _coming(self, command: Prepare) -> Question | None:
        return the_next(command.of, self.lookup.read) if isinstance(command.of, str) else None

    def _lateness(self, meeting: MeetingSummary, command: Prepare, saying: Saying) -> tuple[str, ...]:
        """That the meeting is over, where that was not asked for."""
        if (command.of and self._coming(command) is None) or days_of(meeting)[-1] >= self.today():
            return ()
        return (saying.words("Van een komende Raad ken ik nog geen agenda. Dit is de laatste die ik ken."),)
