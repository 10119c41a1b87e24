"""What is asked of letters that do not come."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from bot.commands.command import Command
from bot.commands.silence import ShowSilences
from bot.conversation.silences import show_silences
from bot.conversation.visit import Handler, Visit
from bot.reply import Reply
from briefings.silence.arrivals import habits
from briefings.silence.awaited import Habits, Silence
from briefings.silence.silences import silences
from storage.arrivals import known_letters
from storage.database import Database


@dataclass(frozen=True)
class Awaiting:
    """What is later than usual, as it is now; nothing is noted by asking."""

    database: Database

    def handlers(self) -> Mapping[type[Command], Handler]:
        """Its commands."""
        return {ShowSilences: lambda _, visit: self.show(visit)}

    def show(self, visit: Visit) -> Reply:
        """In a chat."""
        found, usual = self.standing(visit.today)
        return show_silences(found, usual, visit.chat, visit.saying)

    def standing(self, today: date) -> tuple[Sequence[Silence], Sequence[Habits]]:
        """What is silent on this day, and what is usual."""
        with self.database.reading() as session:
            known = known_letters(session, today)
        return silences(known, today), habits(known.arrivals)
