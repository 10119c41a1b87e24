"""A subscription as a form: what a channel lets people fill in, and the command that it becomes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, time
from typing import Any

from bot.commands.command import Command
from bot.commands.following import BriefNow, OfferMoments, Rewrite, StartFollowing
from bot.commands.names import Named, read_names
from bot.conversation.changing.changes import Changes
from bot.conversation.previews import Previews
from bot.conversation.rights import check_may_change
from bot.conversation.visit import Visits
from bot.reply import Reply
from bot.words import Phrase, Words, capital
from briefings.errors import NotUnderstood
from briefings.model.chat import Address, Chat, Person, Quiet
from briefings.model.interest import Subject, SubjectKind
from briefings.model.schedule import FreeDays, Schedule, Weekly, schedule_of
from briefings.model.subscription import Subscription
from storage import chats, subscriptions
from storage.database import Database

#: The rhythms that a form offers, as codes of schedules without their time; on fixed days the days are asked too.
ON_DAYS = "days"
RHYTHMS = (ON_DAYS, "immediate", "2 before any", "3 preparing any", "monthly first mon")


#: What comes when there is nothing new, as a form offers it.
QUIETS = {
    Quiet.LINE: Phrase("Eén regel die dat zegt"),
    Quiet.SILENT: Phrase("Niets"),
    Quiet.MONTHLY: Phrase("Hooguit één regel per maand"),
}


def rhythm_name(code: str, words: Words) -> str:
    """One of RHYTHMS, or another schedule's code without its time, as it is offered."""
    if code == ON_DAYS:
        return words("Op vaste dagen")
    schedule = schedule_of(code if code == "immediate" else f"{code} 08:00")
    return words("Direct, bij elke nieuwe brief") if schedule.immediate else capital(words.rhythm(schedule.rhythm))


class Incomplete(NotUnderstood):
    """A field of a form that must be filled in."""

    def __init__(self, field: str, code: str, /, **values: Any) -> None:
        super().__init__(code, **values)
        self.field = field


@dataclass(frozen=True, slots=True)
class SubscriptionForm:
    """What is filled in. `at` is the chat that will follow; `came_from` the one that follows now."""

    at: Address
    themes: tuple[str, ...] = ()  #: slugs
    others: str = ""  #: words, dossiers, councils, positions, as they are typed
    without: str | None = ""  #: what of it is not wanted; None: of each its own, which the form does not show
    rhythm: str = ON_DAYS  #: one of RHYTHMS, or another schedule's code without its time
    days: tuple[int, ...] = (0,)
    time: time = time(8, 0)
    skip: tuple[FreeDays, ...] = ()
    timezone: str = "Europe/Amsterdam"
    quiet: Quiet = Quiet.LINE
    paused_until: date | None = None
    of: int | None = None  #: the subscription that is changed; None: a new one
    came_from: Address | None = None

    @property
    def schedule(self) -> Schedule:
        """When it comes. Raises Incomplete when no day is chosen."""
        if self.rhythm == ON_DAYS:
            if not self.days:
                raise Incomplete("days", "Kies ten minste één dag.")
            return Schedule(Weekly(tuple(sorted(self.days))), self.time, self.skip)
        told = "" if self.rhythm == "immediate" else f" {self.time:%H:%M}"
        schedule = schedule_of(f"{self.rhythm}{told}")
        return schedule if schedule.immediate else replace(schedule, skip=self.skip)

    @property
    def command(self) -> Rewrite:
        """What it asks. Raises Incomplete when it names nothing, or no day."""
        others, _ = read_names(self.others)
        if not self.themes and not others:
            raise Incomplete("themes", "Kies ten minste één thema.")
        return Rewrite(
            (*(Named(slug) for slug in self.themes), *others),
            None if self.without is None else read_names(self.without)[0],
            self.schedule,
            self.timezone,
            self.quiet,
            self.of,
            self.came_from if self.came_from != self.at else None,
            self.paused_until,
        )


def kept_form(form: SubscriptionForm) -> dict[str, Any]:
    """The form as JSON, to be kept between two steps of filling it in. Where it is for goes without saying."""
    return {
        "themes": list(form.themes),
        "others": form.others,
        "without": form.without,
        "rhythm": form.rhythm,
        "days": list(form.days),
        "time": f"{form.time:%H:%M}",
        "skip": [one.value for one in form.skip],
        "timezone": form.timezone,
        "quiet": form.quiet.value,
        "paused_until": form.paused_until.isoformat() if form.paused_until else None,
        "of": form.of,
    }


def form_from(kept: Mapping[str, Any], at: Address) -> SubscriptionForm:
    """The form again."""
    return SubscriptionForm(
        at,
        tuple(kept["themes"]),
        kept["others"],
        kept["without"],
        kept["rhythm"],
        tuple(kept["days"]),
        time.fromisoformat(kept["time"]),
        tuple(FreeDays(one) for one in kept["skip"]),
        kept["timezone"],
        Quiet(kept["quiet"]),
        date.fromisoformat(kept["paused_until"]) if kept["paused_until"] else None,
        kept["of"],
        at,
    )


class SubscriptionForms:
    """Fills in forms with what is known, shows what they would bring, and keeps them."""

    def __init__(
        self, database: Database, visits: Visits, previews: Previews, changes: Changes, schedule: Schedule
    ) -> None:
        self._database = database
        self._visits = visits
        self._previews = previews
        self._changes = changes
        self._schedule = schedule

    def check(self, address: Address, person: Person) -> None:
        """Raises NotAllowed where `person` may not add to what is followed."""
        check_may_change(self._visits.at(address, person))

    def new(self, address: Address, person: Person) -> SubscriptionForm:
        """To follow something new in a chat."""
        chat = self._visits.at(address, person).chat
        timezone = person.timezone if person.timezone and address.is_private else chat.timezone
        return _timed(SubscriptionForm(address, timezone=timezone, quiet=chat.quiet, came_from=address), self._schedule)

    def of(self, address: Address, subscription_id: int | None) -> SubscriptionForm | None:
        """To change a subscription of this chat; its only one when none is named. None when there is not just one."""
        with self._database.reading() as session:
            chat = chats.find_chat(session, address)
            followed = subscriptions.of_chat(session, chat.id) if chat else []
        chosen = [one for one in followed if subscription_id in {None, one.id}]
        return _filled(chosen[0], chat) if chat and len(chosen) == 1 else None

    def asked_for(self, command: Command, address: Address, person: Person) -> SubscriptionForm | None:
        """The form that a command asks for; None when there is none for it."""
        match command:
            case StartFollowing():
                return self.new(address, person)
            case OfferMoments(of):
                return self.of(address, of)
            case _:
                return None

    def preview(self, form: SubscriptionForm, person: Person) -> Reply:
        """What the form would bring today. Raises JbzError."""
        command = form.command
        asked = BriefNow(command.names, command.without or ())
        return self._previews.briefing(asked, self._visits.at(form.at, person))

    def keep(self, form: SubscriptionForm, person: Person) -> Reply:
        """What was filled in is followed from now on. Raises JbzError."""
        return self._changes.change(form.command, form.at, person)


def _filled(subscription: Subscription, chat: Chat) -> SubscriptionForm:
    themes = [one.subject.name for one in subscription.interests if one.subject.kind is SubjectKind.THEME]
    others = [one.subject for one in subscription.interests if one.subject.kind is not SubjectKind.THEME]
    exceptions = {interest.without for interest in subscription.interests}
    form = SubscriptionForm(
        chat.address,
        tuple(themes),
        _typed(others),
        _typed(exceptions.pop()) if len(exceptions) == 1 else None,
        timezone=subscription.timezone,
        quiet=chat.quiet,
        paused_until=subscription.paused_until,
        of=subscription.id,
        came_from=chat.address,
    )
    return _timed(form, subscription.schedule)


def _timed(form: SubscriptionForm, schedule: Schedule) -> SubscriptionForm:
    if isinstance(schedule.rhythm, Weekly):
        rhythm, chosen = ON_DAYS, schedule.rhythm.days
    else:
        code = replace(schedule, skip=()).code
        rhythm, chosen = code if schedule.immediate else code.rpartition(" ")[0], ()
    return replace(form, rhythm=rhythm, days=chosen, time=schedule.at, skip=schedule.skip)


def _typed(subjects: Sequence[Subject]) -> str:
    return ", ".join(subject.code for subject in subjects)
