"""The commands about what a chat follows."""

from collections.abc import Callable, Sequence
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from bot.conversation.grammar import Change, Follow, Pause, Resume, SetLanguage, SetTimezone, Stop
from bot.conversation.saying import Saying
from bot.moments import local_day, local_moment, next_moment
from bot.reply import Button, Line, Reply, Section
from briefings.composing.compose import News, compose
from briefings.composing.upcoming import MOST_DUE, window
from briefings.errors import NotUnderstood
from briefings.language.dates import find_dates
from briefings.language.tokens import words as folded_words
from briefings.model.chat import Chat
from briefings.model.subscription import Schedule, Subscription
from briefings.themes.catalogue import Catalogue
from briefings.themes.match import recognise, resembling
from storage import chats, items, subscriptions
from storage.database import Database
from storage.search import session_sequence

_QUARTER = timedelta(days=92)
_MOST_THEMES = 20
_MOMENTS = ("elke maandag 08:00", "elke maandag en donderdag 08:00", "dagelijks 07:30", "direct")

SayingIn = Callable[[str], Saying]


class Following:
    """Subscriptions and the settings of a chat."""

    def __init__(
        self,
        database: Database,
        catalogue: Callable[[], Catalogue],
        clock: Callable[[], datetime],
        default_schedule: Schedule,
    ) -> None:
        self._database = database
        self._catalogue = catalogue
        self._clock = clock
        self._default_schedule = default_schedule

    def change(self, session: Session, command: Change, chat: Chat, saying_in: SayingIn) -> Reply:
        """Carries out a command that changes something, in the unit of work `session`."""
        saying = saying_in(chat.language)
        match command:
            case Follow():
                return self._follow(session, command, chat, saying)
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
            Line(self._status(subscription, saying), saying.labels([f.theme for f in subscription.themes]))
            for subscription in followed
        )
        stops = tuple(
            Button(words("Stop {theme}", theme=saying.label(f.theme)), f"stop {f.theme}")
            for subscription in followed
            for f in subscription.themes
        )[:6]
        paused = any(subscription.paused_because for subscription in followed)
        return Reply(
            words("Wat hier wordt gevolgd"),
            words.language,
            sections=(Section(lines=lines),),
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
        slugs = [f.theme for subscription in followed for f in subscription.themes]
        if not slugs:
            return self.subscriptions(chat, saying)
        words = saying.words
        return Reply(
            words("Wanneer wilt u de briefing krijgen?"),
            words.language,
            (words("Een ander moment kan ook. Typ: volg {themes} elke woensdag 09:00", themes=", ".join(slugs)),),
            buttons=tuple(Button(words(moment), f"volg {', '.join(slugs)} {moment}") for moment in _MOMENTS),
        )

    def briefing(self, chat: Chat, named: Sequence[str], saying: Saying) -> Reply:
        """A briefing now, on the latest meeting of each theme; what is sent later does not change by it."""
        with self._database.reading() as session:
            slugs = (
                self._slugs(named, saying)
                if named
                else [f.theme for subscription in subscriptions.of_chat(session, chat.id) for f in subscription.themes]
            )
            if not slugs:
                raise NotUnderstood(
                    "Waarover? Typ bijvoorbeeld: briefing migratie. Of volg eerst een thema.",
                    "About what? For example: briefing migration. Or follow a theme first.",
                )
            news = [News(slug, items.latest(session, slug), first=True) for slug in slugs]
            today = local_day(self._clock(), chat.timezone)
            due = items.commitments(session, slugs, *window(today), MOST_DUE)
        return saying.briefing(compose(news, self._catalogue(), today, due), None)

    def _follow(self, session: Session, command: Follow, chat: Chat, saying: Saying) -> Reply:
        slugs = self._slugs(command.themes, saying)
        now = self._clock()
        schedule = command.schedule or self._default_schedule
        due = next_moment(schedule, chat.timezone, now)
        # What is told at once begins with the next letter; any other schedule begins with the latest meeting.
        told_until = session_sequence(session) if schedule.immediate else None
        subscription = subscriptions.follow(session, chat, slugs, schedule, due, told_until)
        had = items.about_since(session, slugs, (now - _QUARTER).date())
        words = saying.words
        first = words("De eerste briefing komt zodra er een nieuwe brief is.")
        if subscription.next_due_at and not schedule.immediate:
            first = words(
                "De eerste briefing komt {moment}.", moment=words.moment(subscription.next_due_at, chat.timezone)
            )
        count = words.count(had, "agendapunt", "agendapunten")
        return Reply(
            words("U volgt nu {themes}.", themes=saying.labels(slugs)),
            words.language,
            (
                f"{words.schedule(schedule).capitalize()}. {first}",
                words("In de laatste drie maanden had u hiermee {count} gekregen.", count=count),
            ),
            buttons=(
                Button(words("Bekijk"), f"briefing {', '.join(slugs)}"),
                *saying.subscription_buttons(paused=False),
            ),
        )

    def _slugs(self, named: Sequence[str], saying: Saying) -> list[str]:
        """The themes that people named. Nearly a theme is asked about, not assumed."""
        if len(named) > _MOST_THEMES:
            raise NotUnderstood(
                f"Dat zijn te veel thema's tegelijk: {_MOST_THEMES} is het meeste.",
                f"Too many themes at once: {_MOST_THEMES} is the most.",
            )
        slugs: list[str] = []
        for name in named:
            found = recognise(folded_words(name), self._catalogue())
            if found is None or found.corrected:
                near = [found.theme] if found else resembling(" ".join(folded_words(name)), self._catalogue(), 3)
                raise _unknown_theme(name[:60], [theme.label(saying.words.language) for theme in near])
            slugs.append(found.theme.slug)
        return list(dict.fromkeys(slugs))

    def _pause(self, session: Session, chat: Chat, until: str, saying: Saying) -> Reply:
        day = self._day(until, chat) if until else None
        resume_at = local_moment(day, time(0, 1), chat.timezone) if day else None
        words = saying.words
        if not subscriptions.pause(session, chat.id, "op verzoek", day, resume_at):
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
        now, words = self._clock(), saying.words
        followed = subscriptions.of_chat(session, chat.id)
        if not followed:
            return _say(saying, words("Hier wordt nog niets gevolgd."))
        for subscription in followed:
            moment = next_moment(subscription.schedule, chat.timezone, now)
            subscriptions.reschedule(session, subscription.id, moment)
        return _say(saying, words("De briefings komen weer."), Button(words("Abonnementen"), "abonnementen"))

    def _stop(self, session: Session, command: Stop, chat: Chat, saying: Saying) -> Reply:
        words = saying.words
        slugs = None if command.everything else self._slugs(command.themes, saying)
        stopped = subscriptions.stop(session, chat.id, slugs)
        if not stopped:
            return _say(saying, words("Dat werd hier niet gevolgd."), Button(words("Abonnementen"), "abonnementen"))
        said = words("U volgt {themes} niet meer.", themes=saying.labels(list(dict.fromkeys(stopped))))
        return _say(saying, said, Button(words("Toch volgen"), f"volg {', '.join(dict.fromkeys(stopped))}"))

    def _set_timezone(self, session: Session, chat: Chat, timezone: str, saying: Saying) -> Reply:
        zone = _known_zone(timezone)
        chats.change_chat(session, chat.id, timezone=zone)
        moved = subscriptions.of_chat(session, chat.id)
        for subscription in moved:
            if subscription.paused_because is None:
                subscriptions.move_zone(
                    session, subscription.id, zone, next_moment(subscription.schedule, zone, self._clock())
                )
        return _say(saying, saying.words("De tijdzone is hier nu {zone}.", zone=zone))

    def _status(self, subscription: Subscription, saying: Saying) -> str:
        words = saying.words
        said = words.schedule(subscription.schedule)
        if subscription.paused_because and subscription.paused_until:
            return words("{schedule}; staat stil tot {day}", schedule=said, day=words.day(subscription.paused_until))
        if subscription.paused_because:
            return words("{schedule}; staat stil: {reason}", schedule=said, reason=subscription.paused_because)
        if subscription.next_due_at is None or subscription.schedule.immediate:
            return said
        moment = words.moment(subscription.next_due_at, subscription.timezone)
        return words("{schedule}; de volgende komt {moment}", schedule=said, moment=moment)


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


def _unknown_theme(name: str, near: Sequence[str]) -> NotUnderstood:
    if near:
        return NotUnderstood(
            f"Het thema “{name}” ken ik niet. Bedoelde u {' of '.join(near)}? Typ het dan zo.",
            f"I do not know the theme “{name}”. Did you mean {' or '.join(near)}? Then type that.",
        )
    return NotUnderstood(
        f"Het thema “{name}” ken ik niet. Typ thema's voor de lijst.",
        f"I do not know the theme “{name}”. Type themes for the list.",
    )
