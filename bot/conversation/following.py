"""The commands about what a chat follows."""

from collections.abc import Callable, Sequence
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from bot.calendar import Calendar
from bot.conversation.grammar import Change, Follow, Pause, Reschedule, Resume, SetLanguage, SetQuiet, SetTimezone, Stop
from bot.conversation.previews import Previews
from bot.conversation.saying import Saying
from bot.conversation.wishes import codes, read_interests
from bot.moments import NEVER, Timing, local_day, local_moment
from bot.reply import Button, Line, Reply, Section
from bot.words import capital
from briefings.errors import NotUnderstood
from briefings.language.dates import find_dates
from briefings.model.chat import Chat, Person, Quiet
from briefings.model.interest import Interest
from briefings.model.schedule import BeforeCouncil, FreeDays, Schedule
from briefings.model.subscription import Subscription
from briefings.themes.catalogue import Catalogue
from storage import chats, deliveries, subscriptions
from storage.database import Database
from storage.followed import ahead
from storage.search import session_sequence
from storage.subscriptions import Start

ON_REQUEST = "op verzoek"  #: why people pause; every other reason is a platform's
_MOMENTS = (
    "elke maandag 08:00",
    "elke maandag en donderdag 08:00",
    "dagelijks 07:30",
    "direct",
    "2 dagen voor de raad 08:00",
)

_CHOICES = ("niets nieuws stil", "niets nieuws regel", "niets nieuws maandelijks")

SayingIn = Callable[[str], Saying]


class Following:
    """Subscriptions and the settings of a chat."""

    def __init__(
        self,
        database: Database,
        catalogue: Callable[[], Catalogue],
        previews: Previews,
        clock: Callable[[], datetime],
        default_schedule: Schedule,
        calendar: Calendar,
    ) -> None:
        self._database = database
        self._catalogue = catalogue
        self._previews = previews
        self._clock = clock
        self._default_schedule = default_schedule
        self._calendar = calendar

    def change(self, session: Session, command: Change, chat: Chat, person: Person, saying_in: SayingIn) -> Reply:
        """Carries out a command that changes something, in the unit of work `session`."""
        saying = saying_in(chat.language)
        words = saying.words
        match command:
            case Follow():
                return self._follow(session, command, chat, person, saying)
            case Pause(until):
                return self._pause(session, chat, until, saying)
            case Resume():
                return self._resume(session, chat, saying)
            case Stop():
                return self._stop(session, command, chat, saying)
            case SetLanguage(language):
                chats.change_chat(session, chat.id, language=language)
                saying = saying_in(language)
                return _say(saying, saying.words("Ik antwoord hier voortaan in het Nederlands."))
            case SetTimezone(timezone):
                return self._set_timezone(session, chat, timezone, saying)
            case Reschedule(schedule):
                return self._reschedule(session, schedule, chat, person, saying)
            case SetQuiet(quiet):
                chats.change_chat(session, chat.id, quiet=quiet)
                return _say(saying, words(_QUIETS[quiet]), Button(words("Abonnementen"), "abonnementen"))

    def subscriptions(self, chat: Chat, saying: Saying) -> Reply:
        """What this chat follows."""
        with self._database.reading() as session:
            followed = subscriptions.of_chat(session, chat.id)
        words = saying.words
        if not followed:
            return Reply(
                words("Hier wordt nog niets gevolgd."),
                words.language,
                (words("Typ bijvoorbeeld: volg migratie elke maandag 08:00"),),
                buttons=(Button(words("Thema's"), "thema's"),),
            )
        lines = tuple(
            Line(self._status(subscription, saying), saying.interests(subscription.interests))
            for subscription in followed
        )
        stops = tuple(
            Button(words("Stop {theme}", theme=saying.subject(interest.subject)), f"stop {interest.subject.code}")
            for subscription in followed
            for interest in subscription.interests
        )[:6]
        paused = any(subscription.paused_because for subscription in followed)
        return Reply(
            words("Wat hier wordt gevolgd"),
            words.language,
            sections=(Section(lines=lines),),
            footer=words(_QUIETS[chat.quiet]),
            buttons=(
                *saying.subscription_buttons(paused=paused)[:2],
                *stops,
                Button(words("Stop alles"), "stop alles"),
            ),
        )

    def other_moments(self, chat: Chat, saying: Saying) -> Reply:
        """The usual moments as buttons."""
        with self._database.reading() as session:
            followed = subscriptions.of_chat(session, chat.id)
        if not followed:
            return self.subscriptions(chat, saying)
        words = saying.words
        return Reply(
            words("Wanneer wilt u de briefing krijgen?"),
            words.language,
            (
                words("Een ander moment kan ook. Typ: wijzig elke woensdag 09:00"),
                words("Dit mag erachter: niet op feestdagen, of niet in reces."),
                words("Wat u krijgt als er niets nieuws is, kiest u hier ook."),
            ),
            buttons=(
                *(Button(words(moment), f"wijzig {moment}") for moment in _MOMENTS),
                *(Button(words(choice), choice) for choice in _CHOICES),
            ),
        )

    def resume_failed(self, session: Session, subscription_id: int) -> None:
        """A subscription that was paused because its chat could not be reached goes on; another pause stays."""
        kept = subscriptions.one(session, subscription_id)
        if kept and kept.paused_because not in {None, ON_REQUEST}:
            subscriptions.resume(session, kept.id, self._next(session, kept, kept.timezone))

    def _follow(self, session: Session, command: Follow, chat: Chat, person: Person, saying: Saying) -> Reply:
        schedule = command.schedule or self._default_schedule
        interests, doubts = read_interests(command.names, command.without, self._catalogue())
        if doubts:
            when = f" {saying.words.schedule(schedule)}" if command.schedule else ""
            return self._previews.asked_first(doubts, lambda what: f"volg {what}{when}", saying)
        first = self._keep(session, interests, schedule, chat, person, saying)
        brought, titles = self._previews.would_have_brought(session, interests, saying)
        words = saying.words
        return Reply(
            words("U volgt nu {themes}.", themes=saying.interests(interests)),
            words.language,
            (first, brought, *self._free_days(schedule, saying)),
            titles,
            buttons=(
                Button(words("Bekijk"), f"briefing {codes(interests)}"),
                *saying.subscription_buttons(paused=False),
            ),
        )

    def _keep(
        self,
        session: Session,
        interests: Sequence[Interest],
        schedule: Schedule,
        chat: Chat,
        person: Person,
        saying: Saying,
    ) -> str:
        """Keeps what is followed; when it comes, as a sentence."""
        now, words = self._clock(), saying.words
        due = self._timing(session, schedule, chat.timezone).after(now)
        # What is told at once begins with the next letter; any other schedule begins with the latest meeting.
        told_until = session_sequence(session) if schedule.immediate else None
        # A Council still to come may be told of late, when its letter comes after the moment before it.
        done_until = None if isinstance(schedule.rhythm, BeforeCouncil) else now
        start = Start(due, done_until, told_until, None if person.private else person.id)
        subscriptions.follow(session, chat, interests, schedule, start)
        first = words("De eerste briefing komt {moment}.", moment=words.moment(due, chat.timezone))
        if due == NEVER:
            first = words("De eerste briefing komt zodra er een nieuwe brief is.")
        return f"{capital(words.schedule(schedule))}. {first}"

    def _reschedule(self, session: Session, schedule: Schedule, chat: Chat, person: Person, saying: Saying) -> Reply:
        kept = subscriptions.of_chat(session, chat.id)
        interests = {interest.subject: interest for subscription in kept for interest in subscription.interests}
        if not interests:
            return _say(saying, saying.words("Hier wordt nog niets gevolgd."))
        said = self._keep(session, list(interests.values()), schedule, chat, person, saying)
        title = saying.words("U volgt nu {themes}.", themes=saying.interests(list(interests.values())))
        return Reply(title, saying.words.language, (said, *self._free_days(schedule, saying)))

    def _free_days(self, schedule: Schedule, saying: Saying) -> list[str]:
        """What is not known of the days that were to be left out."""
        until = self._calendar.recess_known_until
        if FreeDays.RECESS not in schedule.skip or (until is not None and until > self._clock().date()):
            return []
        return [saying.words("Ik ken de recesdata nog niet. Tot de beheerder ze geeft, komt de briefing ook dan.")]

    def _pause(self, session: Session, chat: Chat, until: str, saying: Saying) -> Reply:
        day = self._day(until, chat) if until else None
        resume_at = local_moment(day, time(0, 1), chat.timezone) if day else None
        words = saying.words
        if not subscriptions.pause(session, chat.id, ON_REQUEST, day, resume_at):
            return _say(saying, words("Hier wordt nog niets gevolgd."))
        if day is None:
            said = words("De briefings staan stil tot u hervat typt.")
        else:
            said = words("De briefings staan stil tot {day}.", day=words.day(day))
        return Reply(said, words.language, buttons=(Button(words("Hervat"), "hervat"),))

    def _day(self, text: str, chat: Chat) -> date:
        today = local_day(self._clock(), chat.timezone)
        for year in (today.year, today.year + 1):
            days = find_dates(text, year)
            if days and days[0] > today:
                return days[0]
        raise NotUnderstood(
            "Tot wanneer? Zo kan het: pauzeer tot 1 september.", "Until when? For example: pause until 1 september."
        )

    def _resume(self, session: Session, chat: Chat, saying: Saying) -> Reply:
        words = saying.words
        followed = subscriptions.of_chat(session, chat.id)
        if not followed:
            return _say(saying, words("Hier wordt nog niets gevolgd."))
        for subscription in followed:
            subscriptions.resume(session, subscription.id, self._next(session, subscription, chat.timezone))
        return _say(saying, words("De briefings komen weer."), Button(words("Abonnementen"), "abonnementen"))

    def _stop(self, session: Session, command: Stop, chat: Chat, saying: Saying) -> Reply:
        words = saying.words
        subjects = None
        if not command.everything:
            interests, doubts = read_interests(command.names, (), self._catalogue())
            if doubts:
                return self._previews.asked_first(doubts, lambda what: f"stop {what}", saying)
            subjects = [interest.subject for interest in interests]
        stopped, ended = subscriptions.stop(session, chat.id, subjects)
        if not stopped:
            return _say(saying, words("Dat werd hier niet gevolgd."), Button(words("Abonnementen"), "abonnementen"))
        deliveries.drop_of(session, ended, "gestopt")
        said = words("U volgt {themes} niet meer.", themes=saying.interests(stopped))
        alike = len({interest.without for interest in stopped}) == 1
        again = (Button(words("Toch volgen"), f"volg {codes(stopped)}"),) if alike else ()
        return _say(saying, said, *again)

    def _set_timezone(self, session: Session, chat: Chat, timezone: str, saying: Saying) -> Reply:
        zone = _known_zone(timezone)
        chats.change_chat(session, chat.id, timezone=zone)
        for subscription in subscriptions.of_chat(session, chat.id):
            if subscription.paused_because is None:
                subscriptions.move_zone(session, subscription.id, zone, self._next(session, subscription, zone))
        return _say(saying, saying.words("De tijdzone is hier nu {zone}.", zone=zone))

    def _next(self, session: Session, subscription: Subscription, zone: str) -> datetime:
        return self._timing(session, subscription.schedule, zone).after(self._clock())

    def _timing(self, session: Session, schedule: Schedule, zone: str) -> Timing:
        return Timing(schedule, zone, self._calendar, ahead(session, local_day(self._clock(), zone)))

    def _status(self, subscription: Subscription, saying: Saying) -> str:
        words = saying.words
        said = words.schedule(subscription.schedule)
        if subscription.paused_because and subscription.paused_until:
            return words("{schedule}; staat stil tot {day}", schedule=said, day=words.day(subscription.paused_until))
        if subscription.paused_because:
            return words("{schedule}; staat stil: {reason}", schedule=said, reason=subscription.paused_because)
        if subscription.next_due_at is None or subscription.next_due_at == NEVER:
            return said
        moment = words.moment(subscription.next_due_at, subscription.timezone)
        return words("{schedule}; de volgende komt {moment}", schedule=said, moment=moment)


_QUIETS = {
    Quiet.LINE: "Is er niets nieuws, dan krijgt u één regel.",
    Quiet.SILENT: "Is er niets nieuws, dan krijgt u niets.",
    Quiet.MONTHLY: "Is er niets nieuws, dan krijgt u hooguit één keer per maand een regel.",
}


def _say(saying: Saying, sentence: str, *buttons: Button) -> Reply:
    return Reply(sentence, saying.words.language, buttons=buttons)


def _known_zone(name: str) -> str:
    try:
        return ZoneInfo(name).key
    except (ValueError, OSError) as error:
        raise NotUnderstood(
            "Die tijdzone ken ik niet. Zo kan het: tijdzone Europe/Brussels.",
            "I do not know that time zone. For example: timezone Europe/Brussels.",
        ) from error
