"""Which letters are known: how many of each kind, of which meetings, up to when."""

from collections.abc import Mapping
from dataclasses import dataclass

from bot.commands.asking import ListThemes, ShowMeeting
from bot.commands.command import Command
from bot.commands.settings import ShowLetters, ShowSources
from bot.conversation.visit import Handler, Visit
from bot.reply import Button, Line, Reply, Section
from briefings.errors import NotUnderstood
from briefings.model.document import Kind
from storage.database import Database
from storage.reading import meetings
from storage.search import StoredIndex

_MOST = 10  #: meetings that are named


@dataclass(frozen=True)
class KnownLetters:
    """Counted as readers count: a letter to both Chambers is one, and so is one with its later editions."""

    database: Database
    index: StoredIndex

    def handlers(self) -> Mapping[type[Command], Handler]:
        """Its command."""
        return {ShowLetters: self.show}

    def show(self, _command: ShowLetters, visit: Visit) -> Reply:
        """How many letters there are, and the latest meetings. Raises NotUnderstood where there are none."""
        words, known = visit.words, self.index.meetings()
        if not known:
            raise NotUnderstood("Er zijn nog geen brieven.")
        with self.database.reading() as session:
            counts = meetings.letters_by_kind(session)
        reports = words.count(counts.get(Kind.REPORT, 0), "verslag", "verslagen")
        agendas = words.count(counts.get(Kind.ANNOTATED_AGENDA, 0), "geannoteerde agenda", "geannoteerde agenda's")
        held = words.count(len(known), "vergadering", "vergaderingen")
        first, last = min(one.meeting.dates[0] for one in known), max(one.meeting.dates[-1] for one in known)
        latest, more = known[:_MOST], max(0, len(known) - _MOST)
        rest = words("En nog {count}.", count=words.count(more, "vergadering", "vergaderingen")) if more else None
        return Reply(
            words("Ik ken {reports} en {agendas}.", reports=reports, agendas=agendas),
            words.language,
            (
                words(
                    "Ze gaan over {meetings}, van {first} tot en met {last}.",
                    meetings=held,
                    first=words.day(first),
                    last=words.day(last),
                ),
                words("Een brief aan beide Kamers tel ik één keer."),
            ),
            (Section(lines=(*(Line(words.meeting(one.meeting)) for one in latest), *([Line(rest)] if rest else []))),),
            buttons=(
                Button(words("Laatste raad"), ShowMeeting()),
                Button(words("Thema's"), ListThemes()),
                Button(words("Bronnen"), ShowSources()),
            ),
        )
