"""Says what is awaited for longer than is usual, once, and once when it is there: to administrators and who asked."""

import asyncio
from collections import Counter
from collections.abc import Callable
from datetime import date, datetime
from zoneinfo import ZoneInfo

from bot.delivery.failures import log_failure
from bot.delivery.notices import Notices
from bot.scheduling.moments import local_day
from bot.telemetry import SILENCES, log
from briefings.silence.awaited import AwaitedKind, Silence
from briefings.silence.silences import silences
from briefings.silence.telling import Sighting, what_to_say
from storage import silences as noted
from storage.arrivals import known_letters
from storage.database import Database, Session

_FIRST_HOUR, _LAST_HOUR = 8, 20  #: of the day, between which anybody is told


class SilenceAlarm:
    """Looks, notes and tells in one transaction; any number of processes may do so."""

    def __init__(self, database: Database, notices: Notices, clock: Callable[[], datetime], zone: str) -> None:
        self._database, self._notices, self._clock, self._zone = database, notices, clock, zone

    async def tick(self) -> None:
        """A look, as often as one likes."""
        try:
            await asyncio.to_thread(self.look)
        except Exception as error:  # noqa: BLE001 - the next look tries again, whatever it was
            log_failure("silences_not_looked_for", error)

    def look(self) -> Sighting:
        """What the look led to. At night nobody is told, and nothing while a source does not answer."""
        now = self._clock()
        today = local_day(now, self._zone)
        with self._database.reading() as session:
            known = known_letters(session, today)
            found = silences(known, today)
            self._measure(found)
            looked_on, answers = noted.looked_on(session), noted.sources_answer(session, now)
            sighting = what_to_say(found, noted.noted(session), known, today, looked_on)
        by_day = _FIRST_HOUR <= now.astimezone(ZoneInfo(self._zone)).hour < _LAST_HOUR
        if not by_day or not answers or (looked_on == today and not sighting.notes):
            return Sighting()
        with self._database.writing() as session:
            return Sighting() if self._database.is_newer(session) else self._note(session, today, now)

    def _note(self, session: Session, today: date, now: datetime) -> Sighting:
        """Looks again, while no other process does, and writes down and tells what is new."""
        noted.hold(session)
        known = known_letters(session, today)
        found, looked_on = silences(known, today), noted.looked_on(session)
        sighting = what_to_say(found, noted.noted(session), known, today, looked_on)
        noted.note_begun(session, [(one.awaited, True) for one in sighting.begun], now)
        noted.note_begun(session, [(one.awaited, False) for one in sighting.unsaid], now)
        noted.note_over(session, sighting.over, now)
        noted.note_look(session, today)
        if sighting.begun or sighting.came:
            self._notices.silences(session, sighting.begun, sighting.came, now)
            log.info("silences_told", begun=len(sighting.begun), came=len(sighting.came))
        return sighting

    def _measure(self, found: list[Silence]) -> None:
        counted = Counter(one.awaited.kind for one in found)
        for kind in AwaitedKind:
            SILENCES.labels(kind.value).set(counted[kind])
