"""Annotated agendas: which is meant, and what stands in it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from bot.commands.asking import ShowAgenda, ShowMeeting
from bot.commands.comparing import ComparePlanned, Prepare
from bot.conversation.cards import source_links
from bot.conversation.comparing.named_meeting import meetings_named, nearest
from bot.conversation.saying import Saying
from bot.reply import Button, Line, Reply, Section
from briefings.answering.index import MeetingSummary
from briefings.answering.question import Question
from briefings.model.briefing import StoredItem
from storage.database import Database
from storage.reading import letters, meetings
from storage.search import StoredIndex


@dataclass(frozen=True)
class Agendas:
    """The annotated agendas that are kept."""

    database: Database
    index: StoredIndex
    read: Callable[[str], Question]
    today: Callable[[], date]

    def chosen(self, command: ShowAgenda) -> MeetingSummary | None:
        """Of the meetings named with an agenda the nearest to come, else the latest; None where none has one."""
        today = self.today()
        named = meetings_named(command.of, self.index.meetings(), self.read, today)
        with self.database.reading() as session:
            with_agenda = meetings.with_agenda(session)
        return nearest([one for one in named if one.id in with_agenda], today)

    def show(self, meeting: MeetingSummary, saying: Saying) -> Reply:
        """The items of an agenda, by its sections."""
        words = saying.words
        with self.database.reading() as session:
            items, report = letters.agenda_and_report(session, meeting.id)
        compared = (Button(words("Gepland en gezegd"), ComparePlanned(meeting.id)),) if report else ()
        return Reply(
            words("Geannoteerde agenda: {meeting}", meeting=words.meeting(meeting.meeting)),
            words.language,
            (words.count(len(items), "agendapunt", "agendapunten"),),
            tuple(_sections(items)),
            source_links(items, saying),
            buttons=(
                Button(words("Voorbereiding"), Prepare(meeting.id)),
                *compared,
                Button(words("Vergadering"), ShowMeeting(meeting.id)),
            ),
        )


def _sections(items: Sequence[StoredItem]) -> list[Section]:
    grouped: dict[str | None, list[Line]] = {}
    for one in items:
        grouped.setdefault(one.item.section, []).append(Line(one.item.title, one.item.number))
    return [Section(heading, lines=tuple(lines)) for heading, lines in grouped.items()]
