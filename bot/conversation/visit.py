"""Somebody's visit to a chat: all that an answer depends on but what is asked."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from bot.conversation.saying import Saying
from bot.conversation.talks import TalkMemory
from bot.reply import Reply
from bot.scheduling.moments import local_day
from bot.words import Words
from briefings.model.chat import Address, Changers, Chat, Person
from storage import chats
from storage.database import Database, Session


@dataclass(frozen=True, slots=True)
class Visit:
    """Someone in a chat, at a moment."""

    chat: Chat
    person: Person
    rule: Changers  #: who may change what the chat follows
    now: datetime
    saying: Saying  #: in the language of the chat
    talk: TalkMemory | None = None  #: in which a question may lean on the one before

    @property
    def words(self) -> Words:
        """Our words in the language of the chat."""
        return self.saying.words

    @property
    def today(self) -> date:
        """The day it is in the chat's zone."""
        return local_day(self.now, self.chat.timezone)

    @property
    def is_private(self) -> bool:
        """Whether someone is alone with the bot."""
        return self.chat.address.is_private


#: Carries out the one kind of command that it is for. Raises JbzError.
Handler = Callable[[Any, Visit], Reply]


class Visits:
    """Makes visits. A chat without a rule of its own has that of its platform."""

    def __init__(
        self,
        database: Database,
        saying_in: Callable[[str], Saying],
        rules: Mapping[str, Changers],
        clock: Callable[[], datetime],
        timezone: str,
    ) -> None:
        self._database = database
        self._saying_in = saying_in
        self._rules = rules
        self._clock = clock
        self._timezone = timezone

    def at(self, address: Address, person: Person, talk: TalkMemory | None = None) -> Visit:
        """A visit to a chat; one that never changed anything is not kept, and speaks the language of who writes."""
        with self._database.reading() as session:
            kept = chats.find_chat(session, address)
        language, timezone = person.language or "nl", person.timezone or self._timezone
        return self.to(kept or Chat(0, address, language, timezone), person, talk)

    def opened(self, session: Session, address: Address, person: Person) -> Visit:
        """A visit that changes something: the chat is kept from now on, and held until the change is made.

        A place of several people is not made in the language of the first who changes something.
        """
        language, timezone = "nl", self._timezone
        if address.is_private:
            language, timezone = person.language or language, person.timezone or timezone
        return self.to(chats.open_chat(session, address, language, timezone), person)

    def to(self, chat: Chat, person: Person, talk: TalkMemory | None = None) -> Visit:
        """A visit to a chat that is known."""
        rule = chat.changers or self._rules.get(chat.address.channel, Changers.EVERYONE)
        return Visit(chat, person, rule, self._clock(), self._saying_in(chat.language), talk)

    def is_known(self, address: Address) -> bool:
        """Whether something is kept of the chat."""
        with self._database.reading() as session:
            return chats.find_chat(session, address) is not None
