"""A mail of somebody who follows nothing here yet, and asks to: the mail with the link by which that begins.

Only who writes "volg …" or "follow …" gets one, at the address the mail says it is from: so a page that forges senders
has nobody mailed by us more often than the form on our site could, and in no words but ours.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from bot.channel import Later, SendError
from bot.commands.following import Follow
from bot.commands.grammar import command_in
from bot.commands.names import Named
from bot.conversation.wishes import find_interests
from bot.email.addresses import read_address
from bot.email.invitations import Invitations, TooOften
from bot.email.received import ReceivedMail
from bot.telemetry import ASKED, log
from briefings.errors import NotUnderstood
from briefings.model.chat import Address
from briefings.model.interest import SubjectKind
from briefings.model.schedule import Schedule
from briefings.themes.catalogue import Catalogue

_ENGLISH = "follow"


@dataclass(frozen=True)
class Strangers:
    """Answers them."""

    catalogue: Callable[[], Catalogue]
    invitations: Invitations
    default: Schedule  #: of who names no moment
    domains: Sequence[str]  #: whose addresses may follow; none: all of them

    def wish(self, received: ReceivedMail) -> tuple[Follow, str] | None:
        """What a mail asks to follow, and the language it asks in; its subject goes before its words."""
        for told in (received.subject, received.words):
            command = command_in(told)
            if isinstance(command, Follow):
                return command, "en" if told.strip().lstrip("/").lower().startswith(_ENGLISH) else "nl"
        return None

    async def answer(self, wish: Follow, language: str, address: Address, key: str) -> None:
        """Sends the link; where a mail is no way to follow this, where it can be chosen. Raises Later."""
        ASKED.labels("email").inc()
        try:
            read_address(address.chat, self.domains)
            command = self._of_themes(wish)
            if command is not None:
                await self.invitations.invite(address, command, language, None, key)
            else:
                await self.invitations.show_form(address, language, key)
        except (TooOften, NotUnderstood) as error:
            log.info("stranger_not_answered", reason=type(error).__name__)
        except Later:
            raise
        except SendError as error:
            log.warning("answer_not_sent", channel="email", reason=str(error))

    def _of_themes(self, wish: Follow) -> Follow | None:
        """The same with names of our own alone; None where it names anything else, or nothing for sure."""
        try:
            interests, doubts = find_interests(wish.names, wish.without, self.catalogue())
        except NotUnderstood:
            return None
        subjects = [one.subject for one in interests]
        if doubts or wish.without or not subjects or any(one.kind is not SubjectKind.THEME for one in subjects):
            return None
        return Follow(tuple(Named(one.name) for one in subjects), wish.schedule or self.default)
