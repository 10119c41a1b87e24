"""Keeping what is followed, and when it comes: what the commands of bot.conversation.following share."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime, time

from sqlalchemy.orm import Session

from bot.calendar import Calendar
from bot.conversation.previews import Previews
from bot.conversation.rights import Rights
from bot.conversation.saying import Saying
from bot.moments import NEVER, Timing, local_day, local_moment
from bot.words import capital
from bot.zones import zone_named, zones_like
from briefings.errors import NotUnderstood
from briefings.language.dates import find_dates
from briefings.model.chat import Chat, Person
from briefings.model.interest import Interest
from briefings.model.schedule import BeforeCouncil, FreeDays, Schedule
from briefings.model.subscription import Subscription, Told
from briefings.themes.catalogue import Catalogue
from storage import chats, deliveries, subscriptions
from storage.database import Database
from storage.followed import ahead
from storage.search import session_sequence
from storage.subscriptions import Start

ON_REQUEST = "op verzoek"  #: why people pause


class Keeping:
    """Subscriptions as they are kept, with the moments they come at."""

    def __init__(
        self,
        database: Database,
        catalogue: Callable[[], Catalogue],
        previews: Previews,
        clock: Callable[[], datetime],
        default_schedule: Schedule,
        calendar: Calendar,
        rights: Rights,
    ) -> None:
        self._database = database
        self._catalogue = catalogue
        self._previews = previews
        self._clock = clock
        self._default_schedule = default_schedule
        self._calendar = calendar
        self._rights = rights

    def found_again(self, session: Session, subscription_id: int) -> bool:
        """Whether the chat of a subscription could not be reached, and can be. A pause on request stays."""
        kept = subscriptions.one(session, subscription_id)
        if kept is None or kept.unreachable is None:
            return False
        if kept.paused_because is None:
            deliveries.take_up(session, kept.id, self._clock())
        subscriptions.find_again(session, kept.id, self._next_or_owed(session, kept, kept.timezone))
        return True

    def tell_owed(self, session: Session, subscription_id: int) -> None:
        """A briefing now, where something that was told did not arrive."""
        kept = subscriptions.one(session, subscription_id)
        if kept is not None and kept.is_owed and kept.still is None:
            subscriptions.find_again(session, kept.id, self._clock())

    def _next_or_owed(self, session: Session, subscription: Subscription, zone: str) -> datetime:
        """When the next briefing comes; now, when something that was told did not arrive."""
        again = subscriptions.one(session, subscription.id)
        return self._clock() if again is not None and again.is_owed else self._next(session, subscription, zone)

    def _keep(
        self,
        session: Session,
        interests: Sequence[Interest],
        schedule: Schedule,
        chat: Chat,
        person: Person,
        saying: Saying,
        told_before: Mapping[str, Told] | None = None,
    ) -> tuple[Subscription, str]:
        """Keeps what is followed; and when it comes, as a sentence."""
        now, words = self._clock(), saying.words
        due = self._timing(session, schedule, chat.timezone).after(now)
        # What is told at once begins with the next letter; any other schedule begins with the latest meeting.
        told = Told(session_sequence(session), nothing=not schedule.immediate)
        # A Council still to come may be told of late, when its letter comes after the moment before it.
        done_until = None if isinstance(schedule.rhythm, BeforeCouncil) else now
        start = Start(due, done_until, told, None if person.private else person.id or None)
        kept = subscriptions.follow(session, chat, interests, schedule, start, told_before)
        first = words("De eerste briefing komt {moment}.", moment=words.moment(due, chat.timezone))
        if due == NEVER:
            first = words("De eerste briefing komt zodra er een nieuwe brief is.")
        return kept, f"{capital(words.schedule(schedule))}. {first}"

    def _chosen(self, session: Session, chat: Chat, of: int | None) -> list[Subscription]:
        """One subscription of the chat, or all of them. Raises NotUnderstood when that one is not there."""
        followed = [one for one in subscriptions.of_chat(session, chat.id) if of in {None, one.id}]
        if of is not None and not followed:
            raise gone()
        return followed

    def _moved(self, session: Session, chat: Chat, interests: Sequence[Interest]) -> list[Subscription]:
        """The subscriptions from which something of this would be taken."""
        subjects = {interest.subject for interest in interests}
        followed = subscriptions.of_chat(session, chat.id)
        return [one for one in followed if subjects & {interest.subject for interest in one.interests}]

    def _of(self, chat: Chat) -> list[Subscription]:
        with self._database.reading() as session:
            return subscriptions.of_chat(session, chat.id)

    def _free_days(self, schedule: Schedule, saying: Saying) -> list[str]:
        """What is not known of the days that were to be left out."""
        until = self._calendar.recess_known_until
        if FreeDays.RECESS not in schedule.skip or (until is not None and until > self._clock().date()):
            return []
        return [saying.words("Ik ken de recesdata nog niet. Tot de beheerder ze geeft, komt de briefing ook dan.")]

    def _pause_until(self, session: Session, chat: Chat, day: date, of: int | None, saying: Saying) -> str:
        if day <= local_day(self._clock(), chat.timezone):
            raise until_when()
        subscriptions.pause(session, chat.id, ON_REQUEST, day, local_moment(day, time(0, 1), chat.timezone), of)
        self._lay_aside(session, chat, of)
        return saying.words("De briefings staan stil tot {day}.", day=saying.words.day(day))

    def _lay_aside(self, session: Session, chat: Chat, of: int | None) -> None:
        """Nothing that waits comes during a pause; it is told when that ends."""
        ids = [one.id for one in subscriptions.of_chat(session, chat.id) if of in {None, one.id}]
        deliveries.drop_of(session, ids, "gepauzeerd", self._clock())

    def _day(self, text: str, chat: Chat) -> date:
        today = local_day(self._clock(), chat.timezone)
        for year in (today.year, today.year + 1):
            days = find_dates(text, year)
            if days and days[0] > today:
                return days[0]
        raise until_when()

    def _move_zone(self, session: Session, chat: Chat, zone: str) -> None:
        chats.change_chat(session, chat.id, timezone=zone)
        for subscription in subscriptions.of_chat(session, chat.id):
            if subscription.still is None:
                subscriptions.move_zone(session, subscription.id, zone, self._next(session, subscription, zone))

    def _next(self, session: Session, subscription: Subscription, zone: str) -> datetime:
        return self._timing(session, subscription.schedule, zone).after(self._clock())

    def _timing(self, session: Session, schedule: Schedule, zone: str) -> Timing:
        return Timing(schedule, zone, self._calendar, ahead(session, local_day(self._clock(), zone)))


def gone() -> NotUnderstood:
    """That a subscription is not there any more."""
    return NotUnderstood(
        "Dit abonnement is intussen gestopt of verplaatst. Typ abonnementen om te zien wat er nu is.",
        "This subscription was stopped or moved meanwhile. Type subscriptions to see what there is now.",
    )


def until_when() -> NotUnderstood:
    """That it is not clear until when."""
    return NotUnderstood(
        "Tot wanneer? Zo kan het: pauzeer tot 1 september.", "Until when? For example: pause until 1 september."
    )


def known_zone(name: str) -> str:
    """The time zone that is named whole or by its city. Raises NotUnderstood, with one that is like it."""
    zone = zone_named(name)
    if zone is None:
        like = [*(zones_like(name) if name else ()), "Europe/Brussels"][0]
        raise NotUnderstood(
            f"Die tijdzone ken ik niet. Zo kan het: tijdzone {like}.",
            f"I do not know that time zone. For example: timezone {like}.",
        )
    return zone
