"""Commands that change something: decided, carried out in one transaction, and told."""

from collections.abc import Callable, Mapping
from dataclasses import replace

from bot.commands.command import Command, Does
from bot.commands.following import Follow, Pause, Reschedule, Resume, Rewrite, Stop
from bot.commands.grammar import DECLARED
from bot.commands.joining import JOINING
from bot.commands.names import Name, named
from bot.conversation.changing.carry_out import Done, carry_out
from bot.conversation.changing.decide import Basis, Decided, decide
from bot.conversation.changing.recorded import actor_of, record, standing
from bot.conversation.changing.tell import follows, tell
from bot.conversation.previews import Previews
from bot.conversation.saying import Saying
from bot.conversation.timings import Timings
from bot.conversation.visit import Handler, Visit, Visits
from bot.reply import Reply, Section
from briefings.errors import NotAllowed
from briefings.model.chat import Address, Person
from briefings.model.interest import Subject
from briefings.model.schedule import Schedule
from storage import chats, subscriptions
from storage.audit import acting
from storage.database import Database, Session


class Changes:
    """Every change is checked against who may make it."""

    def __init__(
        self,
        database: Database,
        visits: Visits,
        previews: Previews,
        timings: Timings,
        given: tuple[Schedule, int],
        saying_in: Callable[[str], Saying],
        home_of: Callable[[Address, int | None], Address],
    ) -> None:
        self._database = database
        self._visits = visits
        self._previews = previews
        self._timings = timings
        #: of what is followed without one; how many subjects a chat may follow
        self._schedule, self._most = given
        self._saying_in = saying_in
        self._home_of = home_of  #: the chat of somebody's own in which a subscription by its number is

    def handlers(self) -> Mapping[type[Command], Handler]:
        """Its commands."""
        return {one.kind: self.handle for one in DECLARED if one.does is Does.CHANGES and one not in JOINING}

    def handle(self, command: Command, visit: Visit) -> Reply:
        """The command carried out, all or nothing. Raises JbzError."""
        return self.change(command, visit.chat.address, visit.person)

    def change(self, command: Command, address: Address, person: Person) -> Reply:
        """The same in a chat that is not looked up yet. Raises JbzError."""
        if isinstance(command, Pause | Resume | Reschedule | Stop):
            home = self._home_of(address, command.of)
            if home != address:
                here = self._visits.at(address, person)
                with acting(actor_of(here)):
                    return self._change(command, home, person, here.saying)
        return self._change(command, address, person)

    def _change(self, command: Command, address: Address, person: Person, saying: Saying | None = None) -> Reply:
        """In a chat; `saying` is that of who asks it elsewhere."""
        with self._database.writing() as session:
            visit = self._visits.opened(session, address, person)
            basis = self._known(session, command, visit)
            decision = decide(command, visit, basis)
            if decision.doubts:
                return self._previews.asked_first(decision.doubts, _meaning(command), visit.saying)
            with acting(actor_of(visit), unless_known=True):
                done = self._carry_out(session, decision, basis, visit)
            done.visit = replace(done.visit, saying=saying or self._saying_in(done.visit.chat.language))
            if isinstance(command, Follow | Rewrite | Reschedule) and decision.steps:
                return self._follows(session, command, decision, done)
            return tell(command, decision, done, len(basis.followed))

    def _carry_out(self, session: Session, decision: Decided, basis: Basis, visit: Visit) -> Done:
        """The steps, and what they changed as the audit has it."""
        concerned = {visit.chat.id, *([basis.source.chat.id] if basis.source else [])}
        before = standing(session, concerned)
        done = carry_out(session, decision.steps, visit, self._timings)
        record(session, visit, decision.steps, before, standing(session, concerned))
        self._check_not_too_many(session, visit.chat.id, basis)
        return done

    def _check_not_too_many(self, session: Session, chat_id: int, basis: Basis) -> None:
        """Raises NotAllowed when the chat now follows more than it did and more than it may."""
        followed = sum(len(one.interests) for one in subscriptions.of_chat(session, chat_id))
        if followed > max(self._most, sum(len(one.interests) for one in basis.followed)):
            raise NotAllowed("limit.followed", most=self._most)

    def _known(self, session: Session, command: Command, visit: Visit) -> Basis:
        basis = Basis(tuple(subscriptions.of_chat(session, visit.chat.id)), self._schedule)
        if not isinstance(command, Rewrite):
            return basis
        source = chats.find_chat(session, command.moved_from) if command.moved_from else visit.chat
        return replace(
            basis,
            source=self._visits.to(source, visit.person) if source else None,
            replaced=subscriptions.one(session, command.of) if command.of is not None else None,
        )

    def _follows(
        self, session: Session, command: Follow | Rewrite | Reschedule, decision: Decided, done: Done
    ) -> Reply:
        saying = done.visit.saying
        brought: tuple[str, tuple[Section, ...]] = ("", ())
        if not isinstance(command, Reschedule) and not (done.kept and done.kept.schedule.prepares):
            brought = self._previews.would_have_brought(session, decision.interests, saying)
        unknown = []
        if done.kept is not None and not self._timings.knows_free_days(done.kept.schedule):
            unknown = [
                saying.words("Ik ken de recesdata nog niet. Tot de beheerder ze geeft, komt de briefing ook dan.")
            ]
        return follows(command, decision, done, brought, unknown)


def _meaning(command: Command) -> Callable[[Subject], Command]:
    """The same command for the subject that was meant."""

    def meant(subject: Subject) -> Command:
        names: tuple[Name, ...] = (named(subject),)
        match command:
            case Follow(schedule=schedule):
                return Follow(names, schedule)
            case Reschedule() | Pause() | Resume():
                return replace(command, names=names)
            case _:
                return Stop(names)

    return meant
