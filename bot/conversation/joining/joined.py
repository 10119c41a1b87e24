"""Commands on the chats of one person: decided, carried out in one transaction, and told in each chat."""

import secrets
from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import datetime, timedelta
from functools import partial

from bot.commands.command import Command
from bot.commands.joining import (
    ALPHABET,
    CODE_LENGTH,
    LeaveChats,
    LinkChats,
    Move,
    OfferMove,
    UseCode,
    numbered_chat,
)
from bot.conversation.changing.recorded import actor_of, record, standing
from bot.conversation.joining import tell
from bot.conversation.joining.moves import (
    AskMyself,
    AskThere,
    AskWhich,
    KnownChat,
    MoveBasis,
    MovePlan,
    Part,
    decide_move,
    destinations,
    to_be_moved,
)
from bot.conversation.rights import check_may_change
from bot.conversation.saying import Saying
from bot.conversation.subjects import name_interests
from bot.conversation.timings import Timings
from bot.conversation.visit import Handler, Visit, Visits
from bot.reply import Reply
from briefings.errors import NotAllowed, NotUnderstood
from briefings.model.chat import Address, Chat, Person
from storage import chat_lifecycle, chats, joining, subscriptions
from storage.audit import AuditSubject, acting, note, place_of
from storage.database import Database, Session
from storage.moving import MovedInterests, move

CODE_LASTS = timedelta(minutes=15)
REQUEST_LASTS = timedelta(days=2)  #: a question to the people of a group, who answer with a button
_MOST_TRIES = 6  #: of a code, from one chat in a quarter of an hour
_MOST_OF_ALL = 300  #: from all chats of one channel: a browser is a new chat as often as it likes
_MOST_REQUESTS = 3  #: to one group in a quarter of an hour
_MOST_CHATS = 10  #: of one person

#: Puts a message on its way to a chat.
Post = Callable[[Session, Address, Reply, datetime], None]


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
        self._saying_in = saying_in
        self._most = most  #: subjects that a chat may follow
        self._post_to: Post | None = None
        self._channels: Collection[str] | None = None

    def connect(self, post: Post, channels: Collection[str]) -> None:
        """Where messages can be sent: how, and in which channels briefings come."""
        self._post_to, self._channels = post, channels

    def handlers(self) -> Mapping[type[Command], Handler]:
        """Its commands."""
        changing: dict[type[Command], Handler] = dict.fromkeys(
            self.kinds, lambda command, visit: self.change(command, visit.chat.address, visit.person)
        )
        return changing | {OfferMove: self._offer}

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
                        return self._move(session, command, visit)
                    case _:
                        raise TypeError(type(command).__name__)

    def elsewhere(self, session: Session, chat: Chat) -> list[KnownChat]:
        """The other chats of who is alone with the bot in this one."""
        if not chat.address.is_private or not chat.id:
            return []
        return [self._known(session, one) for one in joining.others_of(session, chat.id)]

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
        code = _new_code()
        joining.keep_code(session, code, visit.chat.id, visit.now + CODE_LASTS, visit.now)
        note(session, AuditSubject.CHAT, "code given", place_of(visit.chat.address), visit.now)
        return tell.code_given(code, visit.saying)

    def _use(self, session: Session, code: str, visit: Visit) -> Reply:
        kept = joining.take_code(session, code, visit.now)
        if kept is None or kept.meant_for not in {None, _meant_chat(visit.chat), _meant_person(visit)}:
            raise NotUnderstood("join.wrong_code")
        if kept.chat.id == visit.chat.id:
            raise NotUnderstood("join.same_chat")
        if kept.subjects is None:
            return self._join(session, kept.chat, visit)
        return self._bring(session, kept.chat, kept.subjects, visit)

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
            self._post(session, one, partial(tell.joined, others), visit.now)
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
            self._post(session, one, partial(tell.left, gone), visit.now)
        return tell.left(None if leaving.id == visit.chat.id else leaving.address, visit.saying)

    def _move(self, session: Session, command: Move, visit: Visit) -> Reply:
        basis = self._basis(session, visit)
        match decide_move(command, basis):
            case MovePlan(parts, target):
                return self._moved(session, parts, target, visit)
            case AskThere(part, None):
                code = self._request_code(session, part, CODE_LASTS, None, visit)
                return tell.code_for_group(code, name_interests(part.interests, visit.saying), visit.saying)
            case AskThere(part, group) if group is not None:
                self._check_requests(session, f"group {group.id}", visit.now)
                code = self._request_code(session, part, REQUEST_LASTS, _meant_chat(group), visit)
                self._post(session, group, partial(tell.request, code, part.interests, part.source), visit.now)
                return tell.asked_in_group(group, visit.saying)
            case AskMyself(part):
                return self._ask_myself(session, part, visit)
            case AskWhich(which):
                own = [KnownChat(one) for one in which]
                parts = to_be_moved(command, basis)
                return tell.which_chat(command, own, (), parts, visit.chat, visit.saying)
            case _:
                raise TypeError(command)

    def _ask_myself(self, session: Session, part: Part, visit: Visit) -> Reply:
        """A message to who asks in a group, where they are alone with the bot: nobody else can press its button."""
        if self._post_to is None or not visit.person.id or visit.person.is_channel:
            raise NotAllowed("move.nobody")
        self._check_requests(session, f"person {_meant_person(visit)}", visit.now)
        code = self._request_code(session, part, REQUEST_LASTS, _meant_person(visit), visit)
        to = visit.chat.address.of_person(visit.person.id)
        saying = self._saying_in(visit.person.language or visit.chat.language)
        self._post_to(session, to, tell.request(code, part.interests, part.source, saying), visit.now)
        return tell.asked_myself(visit.saying)

    def _request_code(self, session: Session, part: Part, lasts: timedelta, meant_for: str | None, visit: Visit) -> str:
        code = _new_code()
        subjects = [one.subject.code for one in part.interests]
        joining.keep_code(session, code, part.source.id, visit.now + lasts, visit.now, subjects, meant_for)
        after = {"follows": [one.code for one in part.interests]}
        note(session, AuditSubject.CHAT, "move asked", place_of(part.source.address), visit.now, after=after)
        return code

    def _bring(self, session: Session, source: Chat, subjects: Sequence[str], visit: Visit) -> Reply:
        """The people of this chat agree that it comes here."""
        check_may_change(visit)
        wanted = set(subjects)
        interests = tuple(
            interest
            for one in subscriptions.of_chat(session, source.id)
            for interest in one.interests
            if interest.subject.code in wanted
        )
        if not interests:
            raise NotUnderstood("join.wrong_code")
        return self._moved(session, [Part(source, interests)], visit.chat, visit)

    def _moved(self, session: Session, parts: Sequence[Part], target: Chat, visit: Visit) -> Reply:
        concerned = {target.id, *(part.source.id for part in parts)}
        before = standing(session, concerned)
        made_by = None if target.address.is_private else visit.person.id or None
        results = []
        for part in parts:
            going = frozenset(one.subject.code for one in part.interests)
            result = move(session, part.source, target, going, made_by, visit.now)
            if result.was_lost:
                self._find_again(session, result)
            results.append(result)
        record(session, visit, (), before, standing(session, concerned))
        self._check_not_too_many(session, target.id)
        result = _together(session, results, target)
        for one in [target, *(part.source for part in parts)]:
            if one.id != visit.chat.id:
                self._post(session, one, partial(tell.moved, result, target, one), visit.now)
        return tell.moved(result, target, visit.chat, visit.saying)

    def _find_again(self, session: Session, result: MovedInterests) -> None:
        """It stood still for the chat where it was."""
        for one in result.now_in:
            if one.paused_because is None:
                subscriptions.find_again(session, one.id, self._timings.next_or_owed(session, one.id))

    def _offer(self, command: OfferMove, visit: Visit) -> Reply:
        """The chats to which it can go."""
        with self._database.reading() as session:
            basis = self._basis(session, visit)
        parts = to_be_moved(command, basis)
        own = destinations(basis, parts) if visit.is_private else ()
        groups = [one for one in basis.groups if one.lost is None]
        return tell.which_chat(command, own, groups, parts, visit.chat, visit.saying)

    def _basis(self, session: Session, visit: Visit) -> MoveBasis:
        at = visit.chat.address
        groups: dict[int, Chat] = {}
        if visit.is_private and visit.person.id and at.channel not in {"web", "email"}:
            made = subscriptions.made_by(session, at.channel, at.workspace, visit.person.id)
            groups = {chat.id: chat for _, chat in made if not chat.address.is_private}
        return MoveBasis(
            visit,
            self._known(session, visit.chat),
            tuple(self.elsewhere(session, visit.chat)),
            tuple(self._known(session, one) for one in groups.values()),
        )

    def _known(self, session: Session, chat: Chat) -> KnownChat:
        lost = chat_lifecycle.is_unreachable(session, chat.address) or joining.lost_because(session, chat.id)
        if not self._is_on(chat.address.channel):
            lost = "delivery.channel_off"
        return KnownChat(chat, tuple(subscriptions.of_chat(session, chat.id)), lost)

    def _check_requests(self, session: Session, to: str, now: datetime) -> None:
        if joining.count_try(session, f"ask {to}", now) > _MOST_REQUESTS:
            raise NotAllowed("move.too_many")

    def _check_not_too_many(self, session: Session, chat_id: int) -> None:
        if sum(len(one.interests) for one in subscriptions.of_chat(session, chat_id)) > self._most:
            raise NotAllowed("limit.followed", most=self._most)

    def _post(self, session: Session, to: Chat, make: Callable[[Saying], Reply], now: datetime) -> None:
        if self._post_to is not None and self._is_on(to.address.channel):
            self._post_to(session, to.address, make(self._saying_in(to.language)), now)

    def _is_on(self, channel: str) -> bool:
        return self._channels is None or channel in self._channels


def _new_code() -> str:
    return "".join(secrets.choice(ALPHABET) for _ in range(CODE_LENGTH))


def _meant_chat(chat: Chat) -> str:
    return f"chat {chat.id}"


def _meant_person(visit: Visit) -> str:
    at = visit.chat.address
    return f"person {at.channel}:{at.workspace}:{visit.person.id}"


def _together(session: Session, results: Sequence[MovedInterests], target: Chat) -> MovedInterests:
    """What came out of several chats, as it stands in the new one."""
    kept = {one.id for result in results for one in result.now_in}
    return MovedInterests(
        tuple(one for one in subscriptions.of_chat(session, target.id) if one.id in kept),
        tuple(one for result in results for one in result.moved),
        tuple(one for result in results for one in result.known_there),
        any(result.was_lost for result in results),
    )
