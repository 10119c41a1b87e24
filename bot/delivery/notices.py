"""What people are told beside briefings: that these cannot be delivered, that a letter is later than usual."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from functools import partial

from bot.channel import Render
from bot.conversation import undelivered
from bot.conversation.replaced import tell_replaced
from bot.conversation.saying import Saying
from bot.conversation.silences import tell_silences
from bot.reply import Reply
from briefings.model.chat import Address, Chat
from briefings.model.delivery import DeliveryKind
from briefings.model.subscription import Subscription
from briefings.silence.awaited import Awaited, Silence
from storage import chats, deliveries, outbox
from storage.audit import AuditEntry
from storage.database import Session
from storage.deliveries import NewDelivery

NOBODYS = 0  #: in place of a subscription: a notice to administrators belongs to none


class Notices:
    """Writes notices and puts them beside the briefings that wait."""

    def __init__(
        self,
        renders: Mapping[str, Render],
        saying_in: Callable[[str], Saying],
        administrators: Sequence[Address] = (),
    ) -> None:
        self._renders = renders
        self._saying_in = saying_in
        self._administrators = administrators

    def unreachable(
        self, session: Session, subscription: Subscription, address: Address, reason: str, now: datetime
    ) -> None:
        """Who made the subscription is told that its chat cannot be reached.

        In a private chat there is nobody else to tell, and who wrote on a page has no other address.
        """
        if subscription.made_by is None or address.channel == "web" or subscription.made_by == address.chat:
            return
        told = undelivered.unreachable(address, reason, self._saying(session, address))
        to = address.of_person(subscription.made_by)
        self._put(session, subscription.id, to, told, now, now)

    def stopped(self, session: Session, lane: str, reason: str, now: datetime) -> None:
        """The administrators are told that a lane takes nothing; in that lane itself nobody would hear it."""
        self._tell_administrators(session, lane, lambda saying: undelivered.stopped(lane, reason, saying), now)

    def refused(self, session: Session, address: Address, reason: str, now: datetime) -> None:
        """The administrators are told that a platform does not take what stands in a briefing."""
        self._tell_administrators(session, "", lambda saying: undelivered.refused(address, reason, saying), now)

    def replaced(self, session: Session, found: Sequence[AuditEntry], now: datetime) -> None:
        """The administrators are told of letters in whose place another stands that may not be the same."""
        first = outbox.free_moment(session, NOBODYS, now)
        self._tell_administrators(session, "", lambda saying: tell_replaced(found, saying), first)

    def silences(self, session: Session, begun: Sequence[Silence], came: Sequence[Awaited], now: datetime) -> None:
        """The administrators are told of all that begins and ends; a chat that asked for it, of what it named."""
        made: dict[object, tuple[str, ...]] = {}
        new: list[NewDelivery] = []
        first = outbox.free_moment(session, NOBODYS, now)
        for to, language, hears in self._who_hears(session):
            mine = [one for one in begun if hears(one.awaited)]
            over = [one for one in came if hears(one)]
            if not mine and not over:
                continue
            asked = to not in self._administrators
            key = (to.channel, language, asked, *(one.awaited.key for one in mine), *(one.key for one in over))
            if key not in made:
                told = tell_silences(mine, over, self._saying_in(language), asked=asked)
                made[key] = tuple(self._renders[to.channel](told))
            at = first + timedelta(microseconds=len(new))
            new.append(NewDelivery(NOBODYS, to, at, made[key], DeliveryKind.NOTICE))
        deliveries.put(session, new, now)

    def _who_hears(self, session: Session) -> Iterator[tuple[Address, str, Callable[[Awaited], bool]]]:
        """Each address once, with its language and of what it hears."""
        for to in dict.fromkeys(self._administrators):
            if to.channel in self._renders:
                yield to, self._saying(session, to).language, lambda _: True
        for chat in chats.with_alarm(session):
            if chat.address not in self._administrators and chat.address.channel in self._renders:
                yield chat.address, chat.language, partial(_hears, chat)

    def sign_of_life(self, session: Session, to: Address, moment: datetime, now: datetime) -> None:
        """A chat of the administrator's hears that delivery works; put again for the same moment it changes nothing."""
        self._put(session, NOBODYS, to, undelivered.sign_of_life(self._saying(session, to)), moment, now)

    def post(self, session: Session, to: Address, told: Reply, now: datetime) -> None:
        """Tells a chat something that was done in another one of the same person's."""
        while outbox.find(session, NOBODYS, now) is not None:  # a subscription has one delivery at a moment
            now += timedelta(microseconds=1)
        self._put(session, NOBODYS, to, told, now, now)

    def _tell_administrators(
        self, session: Session, but_in: str, make: Callable[[Saying], Reply], now: datetime
    ) -> None:
        for number, to in enumerate(self._administrators):
            if to.lane != but_in and to.channel in self._renders:
                at = now + timedelta(microseconds=number)  # a subscription has one delivery at a moment
                self._put(session, NOBODYS, to, make(self._saying(session, to)), at, at)

    def _put(
        self, session: Session, subscription_id: int, to: Address, told: Reply, due_at: datetime, now: datetime
    ) -> None:
        parts = tuple(self._renders[to.channel](told))
        deliveries.put(session, [NewDelivery(subscription_id, to, due_at, parts, DeliveryKind.NOTICE)], now)

    def _saying(self, session: Session, address: Address) -> Saying:
        chat = chats.find_chat(session, address)
        return self._saying_in(chat.language if chat else "nl")


def _hears(chat: Chat, awaited: Awaited) -> bool:
    return chat.hears_of(awaited.councils)
