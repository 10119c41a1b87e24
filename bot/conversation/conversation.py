"""Command -> Visit -> its one handler -> Reply, for every channel."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from bot.commands.command import Command
from bot.commands.following import Resume
from bot.commands.grammar import command_in, is_english
from bot.commands.settings import SetLanguage
from bot.conversation.changing.changes import Changes
from bot.conversation.contacts import Contacts
from bot.conversation.drafts import Drafts
from bot.conversation.forms import SubscriptionForms
from bot.conversation.homes import Homes
from bot.conversation.joining.joined import Joining
from bot.conversation.notices import of_error
from bot.conversation.presence import Presence
from bot.conversation.questions import Questions
from bot.conversation.restraint import Restraint
from bot.conversation.talks import TalkMemory, Talks
from bot.conversation.themes import Themes
from bot.conversation.visit import Handler, Visit, Visits
from bot.reply import Button, Reply
from bot.telemetry import COMMAND_SECONDS
from bot.tracing import span
from briefings.errors import JbzError
from briefings.model.chat import Address, Person
from storage import chat_lifecycle
from storage.database import Database

#: For who types English where Dutch is spoken: without the word for it they would not find how to change that.
_IN_ENGLISH = Button("In English", SetLanguage("en"))


@dataclass(frozen=True)
class Conversation:
    """What the bot says to what people type or press, and the small things channels need beside it.

    Synchronous: a channel runs it in a thread.
    """

    database: Database
    handlers: Mapping[type[Command], Handler]
    visits: Visits
    changes: Changes
    joining: Joining
    questions: Questions
    themes: Themes
    forms: SubscriptionForms
    drafts: Drafts
    talks: Talks
    homes: Homes
    contacts: Contacts
    presence: Presence
    restraint: Restraint

    def handle(self, text: str, address: Address, person: Person, talk: TalkMemory | None = None) -> Reply:
        """The reply to `text`. What it changes is stored when this returns; a JbzError becomes its sentence."""
        reply = self.carry_out(command_in(text), address, person, talk)
        if reply.language == "nl" and is_english(text):
            return replace(reply, buttons=(*reply.buttons, _IN_ENGLISH))
        return reply

    def carry_out(self, command: Command, address: Address, person: Person, talk: TalkMemory | None = None) -> Reply:
        """The reply to a command; a JbzError becomes its sentence. In a `talk` a question may lean on the last one."""
        visit = self.visits.at(address, person, talk)
        kind = type(command).__name__.lower()
        try:
            self.restraint.check(command, address, person)
            with span(f"command {kind}"), COMMAND_SECONDS.labels(address.channel, kind).time():
                return self._with_standstill(self.handlers[type(command)](command, visit), visit)
        except JbzError as error:
            return of_error(error, visit.chat.language)

    def change(self, command: Command, address: Address, person: Person) -> Reply:
        """Carries out a command that changes something, all or nothing. Raises JbzError."""
        self.restraint.check(command, address, person)
        if isinstance(command, self.joining.kinds):
            return self.joining.change(command, address, person)
        return self.changes.change(command, address, person)

    def language(self, address: Address, person: Person) -> str:
        """The language that is spoken with someone there."""
        return self.visits.at(address, person).chat.language

    def _with_standstill(self, reply: Reply, visit: Visit) -> Reply:
        """Who writes where briefings stand still, because the chat could not be reached, is told so."""
        if not visit.chat.id:
            return reply
        with self.database.reading() as session:
            reason = chat_lifecycle.is_unreachable(session, visit.chat.address)
        if reason is None:
            return reply
        words = visit.words
        why = words.reason(reason)
        said = words("De briefings staan hier stil ({reason}). Typ hervat, dan komen ze weer.", reason=why)
        return replace(reply, lead=(said, *reply.lead), buttons=(*reply.buttons, Button(words("Hervat"), Resume())))
