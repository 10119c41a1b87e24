"""A subscription goes to another chat: decided, carried out in one transaction, and told in each chat."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import partial

from bot.commands.joining import Move, OfferMove
from bot.conversation.changing.recorded import record, standing
from bot.conversation.joining import tell
from bot.conversation.joining.codes import CODE_LASTS, meant_chat, meant_person, new_code
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
from bot.conversation.joining.posting import Posting
from bot.conversation.rights import check_may_change
from bot.conversation.subjects import name_interests
from bot.conversation.timings import Timings
from bot.conversation.visit import Visit
from bot.reply import Reply
from briefings.errors import NotAllowed, NotUnderstood
from briefings.model.chat import Chat
from storage import chat_lifecycle, joining, subscriptions
from storage.audit import AuditSubject, note, place_of
from storage.database import Session
from storage.moving import MovedInterests, move

_REQUEST_LASTS = timedelta(days=2)  #: a question to the people of a group, who answer with a button
_MOST_REQUESTS = 3  #: to one group in a quarter of an hour


class Moving:
    """Moves what is followed between chats."""

    def __init__(self, timings: Timings, posting: Posting, most: int) -> None:
        self._timings = timings
        self._posting = posting
        self._most = most  #: subjects that a chat may follow

    def elsewhere(self, session: Session, chat: Chat) -> list[KnownChat]:
        """The other chats of who is alone with the bot in this one."""
        if not chat.address.is_private or not chat.id:
            return []
        return [self._known(session, one) for one in joining.others_of(session, chat.id)]

    def move(self, session: Session, command: Move, visit: Visit) -> Reply:
        """What was asked for, or what is asked first. Raises JbzError."""
        basis = self._basis(session, visit)
        match decide_move(command, basis):
            case MovePlan(parts, target):
                return self._moved(session, parts, target, visit)
            case AskThere(part, None):
                code = self._request_code(session, part, CODE_LASTS, None, visit)
                return tell.code_for_group(code, name_interests(part.interests, visit.saying), visit.saying)
            case AskThere(part, group) if group is not None:
                self._check_requests(session, f"group {group.id}", visit.now)
                code = self._request_code(session, part, _REQUEST_LASTS, meant_chat(group), visit)
                self._posting.say(session, group, partial(tell.request, code, part.interests, part.source), visit.now)
                return tell.asked_in_group(group, visit.saying)
            case AskMyself(part):
                return self._ask_myself(session, part, visit)
            case AskWhich(which):
                own = [KnownChat(one) for one in which]
                parts = to_be_moved(command, basis)
                return tell.which_chat(command, own, (), parts, visit.chat, visit.saying)
            case _:
                raise TypeError(command)

    def bring(self, session: Session, source: Chat, subjects: Sequence[str], visit: Visit) -> Reply:
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

    def offer(self, session: Session, command: OfferMove, visit: Visit) -> Reply:
        """The chats to which it can go."""
        basis = self._basis(session, visit)
        parts = to_be_moved(command, basis)
        own = destinations(basis, parts) if visit.is_private else ()
        groups = [one for one in basis.groups if one.lost is None]
        return tell.which_chat(command, own, groups, parts, visit.chat, visit.saying)

    def _ask_myself(self, session: Session, part: Part, visit: Visit) -> Reply:
        """A message to who asks in a group, where they are alone with the bot: nobody else can press its button."""
        if not self._posting.is_connected or not visit.person.id or visit.person.is_channel:
            raise NotAllowed("move.nobody")
        self._check_requests(session, f"person {meant_person(visit)}", visit.now)
        code = self._request_code(session, part, _REQUEST_LASTS, meant_person(visit), visit)
        to = visit.chat.address.of_person(visit.person.id)
        saying = self._posting.saying_in(visit.person.language or visit.chat.language)
        self._posting.put(session, to, tell.request(code, part.interests, part.source, saying), visit.now)
        return tell.asked_myself(visit.saying)

    def _request_code(self, session: Session, part: Part, lasts: timedelta, meant_for: str | None, visit: Visit) -> str:
        code = new_code()
        subjects = [one.subject.code for one in part.interests]
        joining.keep_code(session, code, part.source.id, visit.now + lasts, visit.now, subjects, meant_for)
        after = {"follows": [one.code for one in part.interests]}
        note(session, AuditSubject.CHAT, "move asked", place_of(part.source.address), visit.now, after=after)
        return code

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
                self._posting.say(session, one, partial(tell.moved, result, target, one), visit.now)
        return tell.moved(result, target, visit.chat, visit.saying)

    def _find_again(self, session: Session, result: MovedInterests) -> None:
        """It stood still for the chat where it was."""
        for one in result.now_in:
            if one.paused_because is None:
                subscriptions.find_again(session, one.id, self._timings.next_or_owed(session, one.id))

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
        if not self._posting.is_on(chat.address.channel):
            lost = "delivery.channel_off"
        return KnownChat(chat, tuple(subscriptions.of_chat(session, chat.id)), lost)

    def _check_requests(self, session: Session, to: str, now: datetime) -> None:
        if joining.count_try(session, f"ask {to}", now) > _MOST_REQUESTS:
            raise NotAllowed("move.too_many")

    def _check_not_too_many(self, session: Session, chat_id: int) -> None:
        if sum(len(one.interests) for one in subscriptions.of_chat(session, chat_id)) > self._most:
            raise NotAllowed("limit.followed", most=self._most)


def _together(session: Session, results: Sequence[MovedInterests], target: Chat) -> MovedInterests:
    """What came out of several chats, as it stands in the new one."""
    kept = {one.id for result in results for one in result.now_in}
    return MovedInterests(
        tuple(one for one in subscriptions.of_chat(session, target.id) if one.id in kept),
        tuple(one for result in results for one in result.moved),
        tuple(one for result in results for one in result.known_there),
        any(result.was_lost for result in results),
    )
