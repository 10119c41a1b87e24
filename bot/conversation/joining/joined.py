"""Commands on the chats of one person: carried out in one transaction, and told in each chat."""

from collections.abc import Callable, Collection, Mapping
from functools import partial

from bot.commands.command import Command
from bot.commands.joining import LeaveChats, LinkChats, Move, OfferMove, UseCode, numbered_chat
from bot.conversation.changing.recorded import actor_of
from bot.conversation.joining import tell
from bot.conversation.joining.codes import CODE_LASTS, meant_chat, meant_person, new_code
from bot.conversation.joining.moves import KnownChat
from bot.conversation.joining.moving import Moving
from bot.conversation.joining.posting import Post, Posting
from bot.conversation.saying import Saying
from bot.conversation.timings import Timings
from bot.conversation.visit import Handler, Visit, Visits
from bot.reply import Reply
from briefings.errors import NotAllowed, NotUnderstood
from briefings.model.chat import Address, Chat, Person
from storage import chats, joining, subscriptions
from storage.audit import AuditSubject, acting, note, place_of
from storage.database import Database, Session

_MOST_TRIES = 6  #: of a code, from one chat in a quarter of an hour
_MOST_OF_ALL = 300  #: from all chats of one channel: a browser is a new chat as often as it likes
_MOST_CHATS = 10  #: of one person


class Joining:
    """The chats of one person."""

    def __init__(
        self,
        database: Database,
        visits: Visits,
        timings: Timings,
        saying_in: Callable[[str], Saying],
        most: int,
    ) -> None:
        self._database = database
        self._visits = visits
        self._timings = timings
        self._posting = Posting(saying_in)
        self._moving = Moving(timings, self._posting, most)

    def connect(self, post: Post, channels: Collection[str]) -> None:
        """Where messages can be sent: how, and in which channels briefings come."""
        self._posting.connect(post, channels)

    def handlers(self) -> Mapping[type[Command], Handler]:
        """Its commands."""
        changing: dict[type[Command], Handler] = dict.fromkeys(
            self.kinds, lambda command, visit: self.change(command, visit.chat.address, visit.person)
        )
        return changing | {OfferMove: self._offer}

    def elsewhere(self, session: Session, chat: Chat) -> list[KnownChat]:
        """The other chats of who is alone with the bot in this one."""
        return self._moving.elsewhere(session, chat)

    @property
    def kinds(self) -> tuple[type[Command], ...]:
        """Those of its commands that change something."""
        return LinkChats, UseCode, LeaveChats, Move

    def change(self, command: Command, address: Address, person: Person) -> Reply:
        """A command that changes something, carried out all or nothing. Raises JbzError."""
        if isinstance(command, UseCode):
            self._check_tries(address)
        with self._database.writing() as session:
            visit = self._visits.opened(session, address, person)
            with acting(actor_of(visit), unless_known=True):
                match command:
                    case LinkChats():
                        return self._give_code(session, visit)
                    case UseCode(code):
                        return self._use(session, code, visit)
                    case LeaveChats(which):
                        return self._leave(session, which, visit)
                    case Move():
                        return self._moving.move(session, command, visit)
                    case _:
                        raise TypeError(type(command).__name__)

    def home_of(self, address: Address, subscription: int | None) -> Address:
        """The chat in which a subscription is to be changed: another of the same person's, where it is theirs."""
        if subscription is None or not address.is_private:
            return address
        with self._database.reading() as session:
            chat = chats.find_chat(session, address)
            kept = subscriptions.one(session, subscription)
            others = joining.others_of(session, chat.id) if chat else []
        return next((one.address for one in others if kept and one.id == kept.chat_id), address)

    def _check_tries(self, address: Address) -> None:
        """In a unit of work of its own, so that what is refused counts. Raises NotAllowed."""
        now = self._timings.clock()
        with self._database.writing() as session:
            mine = joining.count_try(session, f"code {address}", now)
            everybody = joining.count_try(session, f"codes {address.channel}", now)
        if mine > _MOST_TRIES or everybody > _MOST_OF_ALL:
            raise NotAllowed("join.too_many_tries")

    def _give_code(self, session: Session, visit: Visit) -> Reply:
        if not visit.is_private:
            raise NotAllowed("join.group")
        code = new_code()
        joining.keep_code(session, code, visit.chat.id, visit.now + CODE_LASTS, visit.now)
        note(session, AuditSubject.CHAT, "code given", place_of(visit.chat.address), visit.now)
        return tell.code_given(code, visit.saying)

    def _use(self, session: Session, code: str, visit: Visit) -> Reply:
        kept = joining.take_code(session, code, visit.now)
        if kept is None or kept.meant_for not in {None, meant_chat(visit.chat), meant_person(visit)}:
            raise NotUnderstood("join.wrong_code")
        if kept.chat.id == visit.chat.id:
            raise NotUnderstood("join.same_chat")
        if kept.subjects is None:
            return self._join(session, kept.chat, visit)
        return self._moving.bring(session, kept.chat, kept.subjects, visit)

    def _join(self, session: Session, other: Chat, visit: Visit) -> Reply:
        chat = visit.chat
        if not visit.is_private:
            raise NotAllowed("join.group")
        if other.id in {one.id for one in joining.others_of(session, chat.id)}:
            raise NotUnderstood("join.already")
        joining.join(session, chat.id, other.id)
        every = [chat, *joining.others_of(session, chat.id)]
        if len(every) > _MOST_CHATS:
            raise NotAllowed("join.too_many", most=_MOST_CHATS)
        note(
            session,
            AuditSubject.CHAT,
            "joined",
            place_of(chat.address),
            visit.now,
            after={"with": [place_of(one.address) for one in every[1:]]},
        )
        for one in every[1:]:
            others = [each for each in every if each.id != one.id]
            self._posting.say(session, one, partial(tell.joined, others), visit.now)
        return tell.joined(every[1:], visit.saying)

    def _leave(self, session: Session, which: str, visit: Visit) -> Reply:
        others = joining.others_of(session, visit.chat.id)
        if not others:
            return tell.not_joined(visit.saying)
        leaving = visit.chat
        if which:
            number = numbered_chat(which)
            found = [one for one in others if number == one.id or which == one.address.channel]
            if len(found) != 1:
                raise NotUnderstood("join.leave_which")
            leaving = found[0]
        joining.leave(session, leaving.id)
        with_these = [place_of(one.address) for one in (visit.chat, *others) if one.id != leaving.id]
        note(session, AuditSubject.CHAT, "left", place_of(leaving.address), visit.now, before={"with": with_these})
        for one in others:
            gone = None if one.id == leaving.id else leaving.address
            self._posting.say(session, one, partial(tell.left, gone), visit.now)
        return tell.left(None if leaving.id == visit.chat.id else leaving.address, visit.saying)

    def _offer(self, command: OfferMove, visit: Visit) -> Reply:
        """The chats to which it can go."""
        with self._database.reading() as session:
            return self._moving.offer(session, command, visit)
