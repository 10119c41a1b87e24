"""Command -> Reply, for every channel."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from bot.conversation.asking import Asking
from bot.conversation.commands import (
    Ask,
    BriefNow,
    Change,
    Command,
    Commitments,
    Decisions,
    Help,
    ListSubscriptions,
    ListThemes,
    News,
    OfferMoments,
    Overview,
    ShowItem,
    ShowMeeting,
    ShowPrivacy,
    ShowSources,
    StartFollowing,
    Timeline,
    Welcome,
    Why,
)
from bot.conversation.drafts import Drafts
from bot.conversation.following import Following
from bot.conversation.forms import Form, Forms
from bot.conversation.grammar import read_command
from bot.conversation.helping import welcome
from bot.conversation.overview import Overviews
from bot.conversation.presence import Presence
from bot.conversation.previews import Previews
from bot.conversation.privacy import privacy
from bot.conversation.rights import Rights
from bot.conversation.saying import Saying
from bot.conversation.sources import show_sources
from bot.conversation.talks import CarriedTalk, Said, StoredTalk, Talk
from bot.reply import Button, Reply
from bot.words import Words
from briefings.answering.follow_up import follow_up
from briefings.errors import JbzError
from briefings.model.chat import Address, Changers, Chat, Person
from storage import chats, homes, lives
from storage.database import Database
from storage.ledger import StoredLedger


@dataclass(frozen=True)
class Parts:
    """What the conversation is made of."""

    database: Database
    asking: Asking
    following: Following
    previews: Previews
    overviews: Overviews
    forms: Forms
    rights: Rights
    ledger: StoredLedger
    saying_in: Callable[[str], Saying]
    clock: Callable[[], datetime]
    keep_days: int  #: of deliveries


class Conversation:
    """What the bot says to what people type or press. Synchronous: a channel runs it in a thread."""

    def __init__(self, parts: Parts, *, timezone: str) -> None:
        self._parts = parts
        self._database = parts.database
        self._saying_in = parts.saying_in
        self._timezone = timezone
        self.drafts = Drafts(parts.database, parts.clock)
        self.presence = Presence(parts.database, parts.following)

    def handle(self, text: str, address: Address, person: Person, talk: Talk | None = None) -> Reply:
        """The reply to `text`. What it changes is stored when this returns; a JbzError becomes its sentence.

        In a `talk` a question may lean on the one before.
        """
        chat = self.chat_at(address, person)
        try:
            command = read_command(text)
        except JbzError as error:
            return self.notice(error.sentence(chat.language), chat.language)
        if talk is not None:
            command = self._in_talk(command, talk)
        return self._carried_out(command, chat, person)

    def carry_out(self, command: Command, address: Address, person: Person) -> Reply:
        """The same for a command that was not typed; a JbzError becomes its sentence."""
        return self._carried_out(command, self.chat_at(address, person), person)

    def change(self, command: Change, address: Address, person: Person) -> Reply:
        """Carries out a command that changes something, all or nothing. Raises JbzError."""
        with self._database.writing() as session:
            language, timezone = "nl", self._timezone
            if person.private:
                language, timezone = person.language or language, person.timezone or timezone
            kept = chats.open_chat(session, address, language, timezone)
            return self._parts.following.change(session, command, kept, person, self._saying_in)

    def notice(self, sentence: str, language: str = "nl") -> Reply:
        """One sentence, with the way to help."""
        return Reply(sentence, language, buttons=(Button(Words(language)("Help"), "help"),))

    def went_wrong(self, language: str = "nl") -> Reply:
        """That something of ours failed."""
        return self.notice(Words(language)("Er ging hier iets mis. Probeer het over een minuut nog eens."), language)

    def confirm(self, text: str, language: str = "nl") -> Reply:
        """A button for a command that came by a link, which by itself must change nothing."""
        words = Words(language)
        typed = " ".join(text.split())[:200]
        return Reply(
            words("Wilt u dit doen: {command}?", command=typed),
            language,
            buttons=(Button(words("Ja, doe dit"), typed),),
        )

    def whole(self, item_id: str, language: str = "nl") -> Reply | None:
        """An item whole, as the reading room shows it, by its id as a link has it; None when there is none."""
        return self._parts.asking.whole(item_id, self._saying_in(language))

    def card(self, item_id: str, language: str = "nl") -> Reply | None:
        """An item in a few sentences, by its id as a link has it; None when there is none."""
        return self._parts.asking.card(item_id, self._saying_in(language))

    def about(self, text: str, address: Address, person: Person) -> Reply:
        """What the letters say of what someone else's message is about."""
        chat = self.chat_at(address, person)
        return self._parts.asking.about(text, self._saying_in(chat.language))

    def themes_like(self, typed: str, language: str, limit: int) -> list[tuple[str, str]]:
        """The themes whose name is like what was typed so far, as (slug, name); all of them for nothing."""
        return self._parts.asking.themes_like(typed, language, limit)

    def new_form(self, address: Address, person: Person, themes: Sequence[str] = ()) -> Form:
        """A form to follow something new here."""
        return self._parts.forms.new(self.chat_at(address, person), themes)

    def form_of(self, address: Address, subscription_id: int | None) -> Form | None:
        """The form of a subscription of this chat; None when there is not just one."""
        return self._parts.forms.of(address, subscription_id)

    def preview(self, form: Form, person: Person) -> Reply:
        """What the form would bring today. Raises JbzError."""
        chat = self.chat_at(form.at, person)
        command, saying = form.command, self._saying_in(chat.language)
        return self._parts.previews.briefing(chat, command.names, command.without or (), saying)

    def talk(self, address: Address, name: str) -> Talk:
        """A talk in a chat that is kept where every process finds it."""
        return StoredTalk(self._database, address, name, self._parts.clock)

    def carried_talk(self, carried: str) -> CarriedTalk:
        """A talk that a page carries with it."""
        return CarriedTalk(carried, self._parts.clock())

    def cards(self, text: str, limit: int, language: str = "nl") -> list[tuple[int, Reply]]:
        """The items that answer a question, or those of the latest meeting, each in a few sentences by its id."""
        return self._parts.asking.cards(text, limit, self._saying_in(language))

    def check(self, address: Address, person: Person) -> None:
        """Raises NotAllowed where `person` may not add to what is followed."""
        self._parts.rights.check(self.chat_at(address, person), person, ())

    def changers(self, address: Address, person: Person) -> Changers:
        """Who may change what is followed here."""
        return self._parts.rights.rule(self.chat_at(address, person))

    def keep_home(self, private: Address, person: str) -> None:
        """Someone opened the bot's own page; `private` is where they are alone with it."""
        with self._database.writing() as session:
            if homes.home(session, private.channel, private.workspace, person) != private:
                homes.keep_home(session, private, person)

    def home_of(self, channel: str, workspace: str, person: str) -> Address | None:
        """Where someone who opened that page is alone with the bot."""
        with self._database.reading() as session:
            return homes.home(session, channel, workspace, person)

    def homes_about(self, address: Address, person: str) -> list[tuple[str, Address]]:
        """On whose pages a change of this chat by `person` shows, and where each is alone with the bot."""
        with self._database.reading() as session:
            return homes.homes_about(session, address, person)

    def is_known(self, address: Address) -> bool:
        """Whether something is kept of the chat."""
        with self._database.reading() as session:
            return chats.find_chat(session, address) is not None

    def chat_at(self, address: Address, person: Person) -> Chat:
        """The chat; one that never changed anything is not kept, and speaks the language of who writes."""
        with self._database.reading() as session:
            kept = chats.find_chat(session, address)
        return kept or Chat(0, address, person.language or "nl", person.timezone or self._timezone)

    def _in_talk(self, command: Command, talk: Talk) -> Command:
        """The command as it is meant after what was said before; it is what was said before the next."""
        if isinstance(command, News | Decisions) and command.text:
            talk.remember(Said(command.text[:300], talk.last().meeting))
        if not isinstance(command, Ask | ShowMeeting | ShowItem) or (isinstance(command, Ask) and command.paged):
            return command
        asking, before = self._parts.asking, talk.last()
        if isinstance(command, Ask):
            command = asking.as_item(command)
        if isinstance(command, Ask) and before.question:
            command = replace(command, text=follow_up(command.text, before.question, self._parts.clock().date()))
        elif isinstance(command, ShowItem) and before.meeting is not None:
            command = replace(command, meeting=before.meeting)
        meeting = asking.meeting_named(command)
        question = f"raad {command.text}".strip() if isinstance(command, ShowMeeting) else command.text
        question = before.question if isinstance(command, ShowItem) else question
        talk.remember(Said(question[:300], meeting if meeting is not None else before.meeting))
        return command

    def _carried_out(self, command: Command, chat: Chat, person: Person) -> Reply:
        try:
            return self._with_standstill(self._reply(command, chat, person), chat)
        except JbzError as error:
            return self.notice(error.sentence(chat.language), chat.language)

    def _with_standstill(self, reply: Reply, chat: Chat) -> Reply:
        """Who writes where briefings stand still, because the chat could not be reached, is told so."""
        if not chat.id:
            return reply
        with self._database.reading() as session:
            reason = lives.is_unreachable(session, chat.address)
        if reason is None:
            return reply
        words = Words(reply.language)
        said = words("De briefings staan hier stil ({reason}). Typ hervat, dan komen ze weer.", reason=reason)
        return replace(reply, lead=(said, *reply.lead), buttons=(*reply.buttons, Button(words("Hervat"), "hervat")))

    def _reply(self, command: Command, chat: Chat, person: Person) -> Reply:
        if isinstance(command, Change):
            return self.change(command, chat.address, person)
        parts, saying = self._parts, self._saying_in(chat.language)
        match command:
            case Ask(text, offset):
                return parts.asking.ask(text, offset, saying)
            case Help():
                return parts.asking.help(saying)
            case Welcome():
                return welcome(saying.words)
            case ListThemes():
                return parts.asking.themes(saying)
            case ShowMeeting(text):
                return parts.asking.meeting(text, saying)
            case ShowItem(text, meeting):
                return parts.asking.item(text, meeting, saying)
            case Timeline(text):
                return parts.asking.timeline(text, saying)
            case Why(text):
                return parts.asking.why(text, saying)
            case News(text):
                return parts.asking.news(text, saying)
            case Decisions(text):
                return parts.asking.decisions(text, saying)
            case Commitments(text):
                return parts.asking.commitments(text, saying)
            case ShowSources():
                return show_sources(parts.ledger, saying.words, chat.timezone)
            case ShowPrivacy():
                return privacy(saying.words, parts.keep_days, chat.address.channel)
            case Overview():
                return parts.overviews.show(chat, person, saying)
            case ListSubscriptions():
                return parts.following.subscriptions(chat, person, saying)
            case StartFollowing():
                return parts.asking.what_to_follow(saying)
            case OfferMoments(of):
                return parts.following.other_moments(chat, of, saying)
            case BriefNow(names, without):
                return parts.previews.briefing(chat, names, without, saying)
