"""What is to be moved, from where to where. Pure: what is known goes in, a plan or a question comes out."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.commands.joining import GROUP, HERE, MINE, Move, OfferMove, numbered_chat
from bot.conversation.joining.places import channel_name, place_name
from bot.conversation.rights import check_may_change
from bot.conversation.visit import Visit
from bot.conversation.wishes import find_interests
from bot.platforms import CHANNELS
from briefings.errors import NotAllowed, NotUnderstood
from briefings.model.chat import Chat
from briefings.model.interest import Interest
from briefings.model.subscription import Subscription

_LONGEST = 60  #: characters of what someone typed, said again


@dataclass(frozen=True, slots=True)
class KnownChat:
    """A chat, what it follows, and why nothing can be delivered there, when that is so."""

    chat: Chat
    followed: tuple[Subscription, ...] = ()
    lost: str | None = None


@dataclass(frozen=True, slots=True)
class MoveBasis:
    """What a decision rests on."""

    here: Visit
    at_home: KnownChat  #: the chat where it is asked
    others: tuple[KnownChat, ...] = ()  #: the other chats of the same person
    groups: tuple[KnownChat, ...] = ()  #: where they set something, on the platform of this chat


@dataclass(frozen=True, slots=True)
class Part:
    """Something that goes out of one chat."""

    source: Chat
    interests: tuple[Interest, ...]


@dataclass(frozen=True, slots=True)
class MovePlan:
    """It can be done at once: both chats are this person's."""

    parts: tuple[Part, ...]
    target: Chat


@dataclass(frozen=True, slots=True)
class AskThere:
    """The people of a group are asked first; None: of one that is yet to be chosen, by a code."""

    part: Part
    group: Chat | None


@dataclass(frozen=True, slots=True)
class AskMyself:
    """From a group to who asks it: they say so where they are alone with the bot."""

    part: Part


@dataclass(frozen=True, slots=True)
class AskWhich:
    """Several chats may be meant."""

    chats: tuple[Chat, ...]


def decide_move(command: Move, basis: MoveBasis) -> MovePlan | AskThere | AskMyself | AskWhich:
    """What is to be done. Raises NotUnderstood and NotAllowed."""
    here = basis.here
    if not here.is_private:
        if command.to != MINE:
            raise NotUnderstood("move.from_group")
        return AskMyself(_here(command, basis))
    if command.to == GROUP:
        return AskThere(_here(command, basis), None)
    if (group := _group(command.to, basis)) is not None:
        _check_reachable(group, here)
        return AskThere(_here(command, basis), group.chat)
    targets = _targets(command.to, basis)
    if len(targets) > 1:
        return AskWhich(tuple(one.chat for one in targets))
    (target,) = targets
    if target.chat.id != here.chat.id:
        _check_reachable(target, here)
    return MovePlan(_parts(command, basis, target.chat), target.chat)


def to_be_moved(command: Move | OfferMove, basis: MoveBasis) -> tuple[Part, ...]:
    """What is meant, wherever this person follows it; here first. Raises NotUnderstood."""
    places = [basis.at_home, *basis.others]
    if command.of is not None:
        return _some([part for one in places if (part := _of(one, command.of))])
    if not command.names:
        return _some([part for one in places if (part := _whole(one, one.followed))])
    interests, doubts = find_interests(command.names, (), basis.here.saying.catalogue)
    if doubts:
        raise NotUnderstood("move.not_followed")
    wanted = {one.subject for one in interests}
    named = [
        Part(one.chat, tuple(each for kept in one.followed for each in kept.interests if each.subject in wanted))
        for one in places
    ]
    return _some([part for part in named if part.interests])


def destinations(basis: MoveBasis, sources: Sequence[Part]) -> tuple[KnownChat, ...]:
    """Where it can go of this person's own chats."""
    only = {part.source.id for part in sources}
    own = (basis.at_home, *basis.others)
    return tuple(one for one in own if only != {one.chat.id} and one.lost is None)


def _some(parts: Sequence[Part]) -> tuple[Part, ...]:
    if not parts:
        raise NotUnderstood("move.not_followed")
    return tuple(parts)


def _of(known: KnownChat, number: int) -> Part | None:
    return _whole(known, [one for one in known.followed if one.id == number])


def _whole(known: KnownChat, followed: Sequence[Subscription]) -> Part | None:
    interests = tuple(interest for one in followed for interest in one.interests)
    return Part(known.chat, interests) if interests else None


def _parts(command: Move, basis: MoveBasis, target: Chat) -> tuple[Part, ...]:
    """To this chat it comes from all others; to another one it goes from here, or from where it is followed."""
    found = [part for part in to_be_moved(command, basis) if part.source.id != target.id]
    if not found:
        raise NotUnderstood("move.is_there", where=place_name(target.address, basis.here.words))
    mine = [part for part in found if part.source.id == basis.here.chat.id]
    return tuple(mine or found)


def _here(command: Move, basis: MoveBasis) -> Part:
    """What goes out of this chat to others, after looking whether it may."""
    parts = [part for part in to_be_moved(command, basis) if part.source.id == basis.here.chat.id]
    if not parts:
        raise NotUnderstood("move.not_followed")
    going = {one.subject for one in parts[0].interests}
    taken = [one for one in basis.at_home.followed if going & {interest.subject for interest in one.interests}]
    check_may_change(basis.here, taken)
    return parts[0]


def _group(to: str, basis: MoveBasis) -> KnownChat | None:
    number = numbered_chat(to)
    return next((one for one in basis.groups if one.chat.id == number), None)


def _targets(to: str, basis: MoveBasis) -> list[KnownChat]:
    """The chats that may be meant. Raises NotUnderstood when there is none."""
    own, words = (basis.at_home, *basis.others), basis.here.words
    if to in {HERE, MINE}:
        return [basis.at_home]
    number = numbered_chat(to)
    if number is not None:
        found = [one for one in own if one.chat.id == number]
    else:
        found = [one for one in basis.others if one.chat.address.channel == to]
        found = found or [one for one in own[:1] if one.chat.address.channel == to]
    if found:
        return found
    where = channel_name(to, words) if to in {*CHANNELS, "web"} else to
    known = words.listing([place_name(one.chat.address, words) for one in basis.others])
    raise NotUnderstood("move.where_of" if known else "move.nowhere", where=where[:_LONGEST], known=known)


def _check_reachable(known: KnownChat, here: Visit) -> None:
    if known.lost is not None:
        words = here.words
        raise NotAllowed("move.lost", where=place_name(known.chat.address, words), reason=words.reason(known.lost))
