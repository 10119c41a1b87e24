"""What who made a subscription is told when its chat cannot be reached."""

from collections.abc import Callable, Mapping, Sequence

from bot.channel import Render
from bot.conversation.saying import Saying
from bot.conversation.telling import Telling
from briefings.model.chat import Address
from briefings.model.subscription import Subscription
from storage import chats
from storage.database import Session


class Notices:
    """Writes notices. In a private chat there is nobody else to tell, and who wrote on a page has no other address."""

    def __init__(self, renders: Mapping[str, Render], saying_in: Callable[[str], Saying]) -> None:
        self._renders = renders
        self._saying_in = saying_in

    def unreachable(
        self, session: Session, subscription: Subscription, address: Address, reason: str
    ) -> tuple[Address, Sequence[str]] | None:
        """Where the notice goes, and its parts; None when there is nobody to tell."""
        if subscription.made_by is None or address.channel == "web" or subscription.made_by == address.chat:
            return None
        chat = chats.find_chat(session, address)
        told = Telling(self._saying_in(chat.language if chat else "nl")).unreachable(address, reason)
        to = Address(address.channel, address.workspace, subscription.made_by)
        return to, self._renders[address.channel](told)
