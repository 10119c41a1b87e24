"""Each day a message to a chat of the administrator's, by the way of a briefing; a URL hears whether it arrived.

Who dies cannot say so: what raises the alarm is the silence of that URL, at a service that waits for it (Healthchecks
and the like: a request to the URL is good, one to URL/fail is bad).
"""

import asyncio
from collections.abc import Callable
from datetime import datetime, time, timedelta
from enum import Enum

import httpx

from bot.delivery.notices import NOBODYS, Notices
from bot.scheduling.moments import local_day, local_moment
from bot.seen import Begun, Seen
from bot.telemetry import SIGN_OF_LIFE, log
from briefings.model.chat import Address
from briefings.model.delivery import Delivery, DeliveryState
from briefings.sources.trust import trusted
from storage import outbox
from storage.database import Database, DatabaseError

_PATIENCE = timedelta(minutes=15)  #: what is not there by then is said to be missing
_TIMEOUT = 10.0  #: seconds for the URL to answer


class Sign(Enum):
    """What the URL is told, with what is put behind it."""

    ARRIVED = ""
    MISSING = "/fail"


class SignOfLife:
    """Puts the day's message in the outbox, sees what becomes of it, and tells the URL once for each outcome.

    Any number of processes may do so: what was put and what was told is in the database.
    """

    def __init__(  # noqa: PLR0913 - what it reaches and when
        self,
        database: Database,
        notices: Notices,
        seen: Seen,
        clock: Callable[[], datetime],
        *,
        chat: Address,
        url: str | None,
        at: time,
        zone: str,
    ) -> None:
        self._database, self._notices, self._seen, self._clock = database, notices, seen, clock
        self._chat, self._url, self._at, self._zone = chat, url, at, zone
        self._arrived_at = clock()  #: the last one; until one did, when this process began

    async def tick(self) -> None:
        """A look, as often as one likes."""
        moment = self._moment()
        try:
            delivery = await asyncio.to_thread(self._put, moment)
            sign = outcome(delivery, self._clock()) if delivery else None
            if delivery and delivery.state is DeliveryState.SENT and delivery.sent_at:
                self._arrived_at = delivery.sent_at
            SIGN_OF_LIFE.set(max(0.0, (self._clock() - self._arrived_at).total_seconds()))
            if sign is None or self._url is None:
                return
            key = f"sign-of-life {moment.isoformat()} {sign.name}"
            if await self._seen.begin(key) is Begun.NOW and await tell(self._url, sign):
                await self._seen.finish(key)
        except DatabaseError as error:
            log.warning("sign_of_life_waits", reason=type(error).__name__)

    def _moment(self) -> datetime:
        """The last one that was."""
        now = self._clock()
        today = local_day(now, self._zone)
        moment = local_moment(today, self._at, self._zone)
        return moment if moment <= now else local_moment(today - timedelta(days=1), self._at, self._zone)

    def _put(self, moment: datetime) -> Delivery | None:
        """What is in the outbox for the moment, put there when it is not; None of a newer release beside us."""
        with self._database.reading() as session:
            if found := outbox.find(session, NOBODYS, moment):
                return found
        with self._database.writing() as session:
            if self._database.is_newer(session):
                return None
            self._notices.sign_of_life(session, self._chat, moment, self._clock())
        log.info("sign_of_life_put", lane=self._chat.lane)
        return None


def outcome(delivery: Delivery, now: datetime) -> Sign | None:
    """What is to be told of it; None as long as it may still arrive in time."""
    if delivery.state is DeliveryState.SENT:
        return Sign.ARRIVED
    is_open = delivery.state in {DeliveryState.WAITING, DeliveryState.SENDING}
    return Sign.MISSING if not is_open or now - delivery.due_at > _PATIENCE else None


async def tell(url: str, sign: Sign) -> bool:
    """Whether the URL took it. It is a secret: who knows it can keep the alarm silent."""
    address = httpx.URL(url)
    address = address.copy_with(path=address.path.rstrip("/") + sign.value)
    try:
        async with httpx.AsyncClient(timeout=_TIMEOUT, verify=trusted()) as client:
            answer = await client.post(address)
    except httpx.HTTPError as error:
        log.warning("sign_of_life_not_told", reason=type(error).__name__)
        return False
    if not answer.is_success:
        log.warning("sign_of_life_not_told", reason=str(answer.status_code))
    return answer.is_success
