"""A link to a zip of what was delivered in a chat, for who is in it."""

import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from bot.commands.bundling import TakeBundle
from bot.commands.command import Command
from bot.conversation.changing.recorded import actor_of
from bot.conversation.visit import Handler, Visit
from bot.reply import Line, Link, Reply, Section
from briefings.errors import NotUnderstood
from briefings.language.periods import find_asked
from briefings.model.bundle import period_of
from storage import bundle_tickets, bundles
from storage.bundle_tickets import BundleTicket
from storage.database import Database

GOOD_FOR = timedelta(hours=1)
PATH = "/bundel"


@dataclass(frozen=True)
class Bundles:
    """What is kept of deliveries goes back `keep_days`."""

    database: Database
    keep_days: int
    clock: Callable[[], datetime]
    timezone: str  #: in which days begin

    def handlers(self) -> Mapping[type[Command], Handler]:
        """Its command."""
        return {TakeBundle: self.take}

    def take(self, command: TakeBundle, visit: Visit) -> Reply:
        """The link, which is good for an hour and for this chat alone. On the page the form stands there itself."""
        words, saying = visit.words, visit.saying
        since, until = self._days(command.text, visit.today)
        title = words("Wat hier is bezorgd, als zip")
        days = words("Van {first} tot en met {last}.", first=words.day(since), last=words.day(until))
        with self.database.reading() as session:
            if bundles.is_empty(session, visit.chat.address, period_of(since, until, self.timezone)):
                return Reply(title, words.language, (days, words("In deze dagen is hier niets bezorgd.")))
        if visit.chat.address.channel == "web":
            form = f"{saying.base_url}/gesprek?vanaf={since}&tot={until}#bundel"
            told = words("De zip maakt u onder Uw briefings.")
            line = Line(told, source=Link(words("Naar het formulier"), form))
            return Reply(title, words.language, (days,), (Section(lines=(line,)),))
        link = Link(words("Naar de zip"), f"{saying.base_url}{PATH}/{self._ticket(visit, since, until)}")
        good = words("De link werkt een uur. Wie hem heeft, kan de zip maken; dat het gebeurt, staat in het logboek.")
        return Reply(title, words.language, (days,), (Section(lines=(Line(good, source=link),)),), ())

    def _ticket(self, visit: Visit, since: date, until: date) -> str:
        secret, now = secrets.token_urlsafe(24), self.clock()
        ticket = BundleTicket(visit.chat.address, since, until, actor_of(visit).who)
        with self.database.writing() as session:
            bundle_tickets.keep(session, secret, ticket, now + GOOD_FOR, now)
        return secret

    def _days(self, text: str, today: date) -> tuple[date, date]:
        found = find_asked(text, today) if text else None
        first = found.period.first if found else None
        last = found.period.last if found else None
        days = first or today - timedelta(days=self.keep_days), min(last or today, today)
        if days[0] > days[1]:
            raise NotUnderstood("Die periode moet nog komen. Zo kan het: bundel maart 2025.")
        return days
