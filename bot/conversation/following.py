"""The commands that change what a chat follows, and its settings."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import timedelta

from sqlalchemy.orm import Session

from bot.conversation.commands import (
    Change,
    Follow,
    Forget,
    Pause,
    Reschedule,
    Resume,
    Rewrite,
    SetChangers,
    SetLanguage,
    SetQuiet,
    SetTimezone,
    Stop,
)
from bot.conversation.followed import (
    list_followed,
    nothing_followed,
    offer_moments,
    quiet_sentence,
    rights_sentence,
)
from bot.conversation.keeping import ON_REQUEST, Keeping, gone, known_zone
from bot.conversation.saying import Saying
from bot.conversation.wishes import Doubt, codes, read_interests
from bot.moments import local_day
from bot.reply import Button, Reply
from bot.words import Words
from briefings.errors import NotAllowed, NotUnderstood
from briefings.model.chat import Changers, Chat, Person
from briefings.model.interest import Interest
from briefings.model.schedule import Schedule
from briefings.model.subscription import Subscription, Told
from storage import chats, deliveries, lives, subscriptions

_PAUSES = (7, 14, 28)  #: days, offered when no end was named

SayingIn = Callable[[str], Saying]


class Following(Keeping):
    """Subscriptions and the settings of a chat. Every change is checked against who may make it."""

    def change(self, session: Session, command: Change, chat: Chat, person: Person, saying_in: SayingIn) -> Reply:
        """Carries out a command that changes something, in the unit of work `session`. Raises JbzError."""
        saying = saying_in(chat.language)
        words = saying.words
        match command:
            case Follow():
                return self._follow(session, command, chat, person, saying)
            case Rewrite():
                return self._rewrite(session, command, chat, person, saying)
            case Pause(until, of):
                return self._pause(session, chat, person, (until, of), saying)
            case Resume(of):
                return self._resume(session, chat, person, of, saying)
            case Stop():
                return self._stop(session, command, chat, person, saying)
            case Reschedule(schedule, of):
                return self._reschedule(session, (schedule, of), chat, person, saying)
            case Forget():
                return self._forget(session, chat, person, saying)
            case SetChangers(changers):
                return self._set_changers(session, changers, chat, person, saying)
            case _:
                self._rights.check(chat, person, subscriptions.of_chat(session, chat.id))
        match command:
            case SetLanguage(language):
                chats.change_chat(session, chat.id, language=language)
                saying = saying_in(language)
                return _say(saying, saying.words("Ik antwoord hier voortaan in het Nederlands."))
            case SetTimezone(timezone):
                return self._set_timezone(session, chat, timezone, saying)
            case SetQuiet(quiet):
                chats.change_chat(session, chat.id, quiet=quiet)
                return _say(saying, quiet_sentence(quiet, saying), Button(words("Abonnementen"), "abonnementen"))

    def subscriptions(self, chat: Chat, person: Person, saying: Saying) -> Reply:
        """What this chat follows."""
        rule = None if person.private else self._rights.rule(chat)
        return list_followed(chat, self._of(chat), rule, saying)

    def other_moments(self, chat: Chat, of: int | None, saying: Saying) -> Reply:
        """The usual moments as buttons."""
        return offer_moments(self._of(chat), of, saying)

    def _follow(self, session: Session, command: Follow, chat: Chat, person: Person, saying: Saying) -> Reply:
        schedule = command.schedule or self._default_schedule
        interests, doubts = read_interests(command.names, command.without, self._catalogue())
        if doubts:
            when = f" {saying.words.schedule(schedule)}" if command.schedule else ""
            return self._previews.asked_first(doubts, lambda what: f"volg {what}{when}", saying)
        self._rights.check(chat, person, self._moved(session, chat, interests))
        kept, first = self._keep(session, interests, schedule, chat, person, saying)
        return self._followed(session, interests, kept, ([first], chat, person), saying)

    def _rewrite(self, session: Session, command: Rewrite, chat: Chat, person: Person, saying: Saying) -> Reply:
        """A form that was filled in: what it replaces ends, and what was told of it goes along."""
        interests, doubts = read_interests(command.names, command.without or (), self._catalogue())
        if doubts:
            raise _doubtful(doubts[0], saying)
        told: dict[str, Told] = {}
        source = chats.find_chat(session, command.moved_from) if command.moved_from else chat
        if command.of is not None:
            old = subscriptions.one(session, command.of)
            if old is None or source is None or old.chat_id != source.id:
                raise gone()
            was_private = old.made_by is None  # where it comes from, which need not be where it goes
            self._rights.check(source, replace(person, private=was_private), [old])
            if command.without is None:
                spared = {interest.subject: interest.without for interest in old.interests}
                interests = [Interest(one.subject, spared.get(one.subject, ())) for one in interests]
            told = subscriptions.empty(session, old.id)
        self._rights.check(chat, person, self._moved(session, chat, interests))
        chat = self._with_settings(session, command, chat, person)
        kept, first = self._keep(session, interests, command.schedule, chat, person, saying, told)
        if source is not None:
            ended = subscriptions.drop_empty(session, source.id)
            deliveries.drop_of(session, ended, "gewijzigd", self._clock(), into=kept.id)
        lead = [first]
        if command.paused_until is not None:
            lead = [self._pause_until(session, chat, command.paused_until, kept.id, saying)]
        return self._followed(session, interests, kept, (lead, chat, person), saying)

    def _with_settings(self, session: Session, command: Rewrite, chat: Chat, person: Person) -> Chat:
        """The chat with the zone and the choice of the form, which hold for all it follows."""
        if (command.timezone, command.quiet) == (chat.timezone, chat.quiet):
            return chat
        followed = subscriptions.of_chat(session, chat.id)
        self._rights.check(chat, person, followed)
        self._move_zone(session, chat, known_zone(command.timezone))
        chats.change_chat(session, chat.id, quiet=command.quiet)
        return replace(chat, timezone=command.timezone, quiet=command.quiet)

    def _followed(
        self,
        session: Session,
        interests: Sequence[Interest],
        kept: Subscription,
        told: tuple[Sequence[str], Chat, Person],
        saying: Saying,
    ) -> Reply:
        """That it is followed now, when it comes, and what it would have brought."""
        lead, chat, person = told
        brought, titles = self._previews.would_have_brought(session, interests, saying)
        words, named = saying.words, saying.interests(interests)
        return Reply(
            _follows_now(saying, named, chat, person),
            words.language,
            (*lead, brought, *self._free_days(kept.schedule, saying)),
            titles,
            buttons=(
                Button(words("Bekijk"), f"briefing {codes(interests)}", about=named),
                Button(words("Wijzig"), f"wijzig #{kept.id}", about=named),
                Button(words("Pauzeer"), f"pauzeer #{kept.id}", about=named),
                Button(words("Stop"), f"stop {codes([Interest(one.subject) for one in interests])}", about=named),
            ),
            announced=True,
        )

    def _reschedule(
        self, session: Session, new: tuple[Schedule, int | None], chat: Chat, person: Person, saying: Saying
    ) -> Reply:
        schedule, of = new
        followed = self._chosen(session, chat, of)
        interests = {interest.subject: interest for subscription in followed for interest in subscription.interests}
        if not interests:
            return nothing_followed(saying)
        self._rights.check(chat, person, followed)
        _, said = self._keep(session, list(interests.values()), schedule, chat, person, saying)
        title = _follows_now(saying, saying.interests(list(interests.values())), chat, person)
        return Reply(title, saying.words.language, (said, *self._free_days(schedule, saying)), announced=True)

    def _pause(
        self, session: Session, chat: Chat, person: Person, wanted: tuple[str, int | None], saying: Saying
    ) -> Reply:
        until, of = wanted
        followed = self._chosen(session, chat, of)
        if not followed:
            return nothing_followed(saying)
        self._rights.check(chat, person, followed)
        words, which = saying.words, f" #{of}" if of else ""
        if until:
            said = self._pause_until(session, chat, self._day(until, chat), of, saying)
            return _announce(saying, said, Button(words("Hervat"), f"hervat{which}"))
        subscriptions.pause(session, chat.id, ON_REQUEST, None, None, of)
        self._lay_aside(session, chat, of)
        today = local_day(self._clock(), chat.timezone)
        days = [today + timedelta(days=number) for number in _PAUSES]
        until_then = [
            Button(words("Tot {day}", day=words.day(day, year=False)), f"pauzeer{which} tot {Words('nl').day(day)}")
            for day in days
        ]
        said = words("De briefings staan stil tot u hervat typt.")
        return _announce(saying, said, Button(words("Hervat"), f"hervat{which}"), *until_then)

    def _resume(self, session: Session, chat: Chat, person: Person, of: int | None, saying: Saying) -> Reply:
        words = saying.words
        followed = self._chosen(session, chat, of)
        if not followed:
            return nothing_followed(saying)
        self._rights.check(chat, person, followed)
        for subscription in followed:
            if subscription.still is not None:
                deliveries.take_up(session, subscription.id, self._clock())
            subscriptions.resume(session, subscription.id, self._next_or_owed(session, subscription, chat.timezone))
        return _announce(saying, words("De briefings komen weer."), Button(words("Abonnementen"), "abonnementen"))

    def _stop(self, session: Session, command: Stop, chat: Chat, person: Person, saying: Saying) -> Reply:
        words = saying.words
        subjects = None
        concerned = self._chosen(session, chat, command.of)
        if not command.everything:
            interests, doubts = read_interests(command.names, (), self._catalogue())
            if doubts:
                return self._previews.asked_first(doubts, lambda what: f"stop {what}", saying)
            subjects = [interest.subject for interest in interests]
            concerned = self._moved(session, chat, interests)
        self._rights.check(chat, person, concerned)
        stopped, ended = subscriptions.stop(session, chat.id, subjects, command.of)
        if not stopped:
            return _say(saying, words("Dat werd hier niet gevolgd."), Button(words("Abonnementen"), "abonnementen"))
        deliveries.drop_of(session, ended, "gestopt", self._clock())
        said = _follows_no_more(saying, saying.interests(stopped), person)
        alike = len({interest.without for interest in stopped}) == 1
        again = (Button(words("Toch volgen"), f"volg {codes(stopped)}"),) if alike else ()
        return _announce(saying, said, *again)

    def _forget(self, session: Session, chat: Chat, person: Person, saying: Saying) -> Reply:
        """Everything of this chat, and of someone alone with the bot also what they set elsewhere."""
        followed = subscriptions.of_chat(session, chat.id)
        self._rights.check(chat, person, followed)
        lives.forget_chat(session, chat.address)
        if person.private:
            lives.forget_person(session, chat.address.channel, chat.address.workspace, person.id)
        words = saying.words
        count = words.count(len(followed), "abonnement", "abonnementen")
        return Reply(
            words("Alles wat ik van deze chat bewaarde, is gewist."),
            words.language,
            (
                words("Dat waren: {count}, de instellingen, en wat hier is bezorgd.", count=count),
                words("Ik stuur hier niets meer uit mezelf. Antwoorden doe ik nog wel."),
            ),
            announced=True,
        )

    def _set_changers(self, session: Session, changers: Changers, chat: Chat, person: Person, saying: Saying) -> Reply:
        """Only who may change everything here says who may; and only an administrator that only they may."""
        self._rights.check(chat, person, subscriptions.of_chat(session, chat.id))
        if not person.is_administrator and not person.private and changers is Changers.ADMINISTRATORS:
            raise NotAllowed(
                "Alleen een beheerder kan instellen dat alleen beheerders mogen wijzigen.",
                "Only an administrator can set that only administrators may change.",
            )
        chats.change_chat(session, chat.id, changers=changers)
        return _announce(saying, rights_sentence(changers, saying))

    def _set_timezone(self, session: Session, chat: Chat, timezone: str, saying: Saying) -> Reply:
        zone = known_zone(timezone)
        self._move_zone(session, chat, zone)
        return _say(saying, saying.words("De tijdzone is hier nu {zone}.", zone=zone))


def _say(saying: Saying, sentence: str, *buttons: Button) -> Reply:
    return Reply(sentence, saying.words.language, buttons=buttons)


def _announce(saying: Saying, sentence: str, *buttons: Button) -> Reply:
    return replace(_say(saying, sentence, *buttons), announced=True)


def _follows_now(saying: Saying, named: str, chat: Chat, person: Person) -> str:
    if person.private:
        return saying.words("U volgt nu {themes}.", themes=named)
    if chat.address.channel == "telegram" and not person.is_channel:
        return saying.words("Deze groep volgt nu {themes}.", themes=named)
    return saying.words("Dit kanaal volgt nu {themes}.", themes=named)


def _follows_no_more(saying: Saying, named: str, person: Person) -> str:
    if person.private:
        return saying.words("U volgt {themes} niet meer.", themes=named)
    return saying.words("Hier wordt niet meer gevolgd: {themes}.", themes=named)


def _doubtful(doubt: Doubt, saying: Saying) -> NotUnderstood:
    """What a form says of a name that is no theme for sure."""
    near = [saying.subject(subject) for subject in doubt.near]
    nl = f"“{doubt.name}” is geen thema dat ik ken."
    en = f"“{doubt.name}” is no theme that I know."
    if near:
        nl, en = f"{nl} Bedoelt u {near[0]}?", f"{en} Do you mean {near[0]}?"
    return NotUnderstood(
        f'{nl} Zet een los woord tussen aanhalingstekens: "drugs".', f'{en} Put a single word in quotes: "drugs".'
    )
