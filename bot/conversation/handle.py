"""Command -> Reply, for every channel."""

from collections.abc import Callable

from bot.conversation.asking import Asking
from bot.conversation.following import Following
from bot.conversation.grammar import (
    Ask,
    BriefNow,
    Change,
    Command,
    Commitments,
    Help,
    ListSubscriptions,
    ListThemes,
    OfferMoments,
    ShowItem,
    ShowMeeting,
    ShowSources,
    Timeline,
    Why,
    read_command,
)
from bot.conversation.previews import Previews
from bot.conversation.saying import Saying
from bot.conversation.sources import show_sources
from bot.reply import Button, Reply
from bot.words import Words
from briefings.errors import JbzError, NotUnderstood
from briefings.model.chat import Address, Chat, Person
from storage import chats
from storage.database import Database
from storage.ledger import StoredLedger

WENT_WRONG = "Er ging hier iets mis. Probeer het over een minuut nog eens."


class Conversation:
    """What the bot says to what people type. Synchronous: a channel runs it in a thread."""

    def __init__(
        self,
        database: Database,
        asking: Asking,
        following: Following,
        previews: Previews,
        ledger: StoredLedger,
        saying_in: Callable[[str], Saying],
        *,
        timezone: str,
    ) -> None:
        self._database = database
        self._asking = asking
        self._following = following
        self._previews = previews
        self._ledger = ledger
        self._saying_in = saying_in
        self._timezone = timezone

    def handle(self, text: str, address: Address, person: Person) -> Reply:
        """The reply to `text`. What it changes is stored when this returns; a JbzError becomes its sentence."""
        chat = self._chat(address)
        saying = self._saying_in(chat.language)
        try:
            return self._reply(read_command(text), chat, person, saying)
        except JbzError as error:
            return self.notice(error.sentence(chat.language), chat.language)

    def notice(self, sentence: str, language: str = "nl") -> Reply:
        """One sentence, with the way to help."""
        return Reply(sentence, language, buttons=(Button(Words(language)("Help"), "help"),))

    def confirm(self, text: str, language: str = "nl") -> Reply:
        """A button for a command that came by a link, which by itself must change nothing."""
        words = Words(language)
        typed = " ".join(text.split())[:200]
        return Reply(
            words("Wilt u dit doen: {command}?", command=typed),
            language,
            buttons=(Button(words("Ja, doe dit"), typed),),
        )

    def whole(self, item_id: int, language: str = "nl") -> Reply | None:
        """An item whole, as the reading room shows it."""
        return self._asking.whole(item_id, self._saying_in(language))

    def _reply(self, command: Command, chat: Chat, person: Person, saying: Saying) -> Reply:
        match command:
            case Ask(text, offset):
                return self._asking.ask(text, offset, saying)
            case Help():
                return self._asking.help(saying)
            case ListThemes():
                return self._asking.themes(saying)
            case ShowMeeting(text):
                return self._asking.meeting(text, saying)
            case ShowItem(text):
                return self._asking.item(text, saying)
            case Timeline(text):
                return self._asking.timeline(text, saying)
            case Why(text):
                return self._asking.why(text, saying)
            case Commitments(text):
                return self._asking.commitments(text, saying)
            case ShowSources():
                return show_sources(self._ledger, saying.words, chat.timezone)
            case ListSubscriptions():
                return self._following.subscriptions(chat, saying)
            case OfferMoments():
                return self._following.other_moments(chat, saying)
            case BriefNow(names, without):
                return self._previews.briefing(chat, names, without, saying)
            case _:
                return self._change(command, chat, person)

    def _change(self, command: Change, chat: Chat, person: Person) -> Reply:
        if not person.may_change:
            raise NotUnderstood(
                "Alleen een beheerder van deze groep kan wijzigen wat de groep volgt.",
                "Only an administrator of this group can change what it follows.",
            )
        with self._database.writing() as session:
            kept = chats.open_chat(session, chat.address, chat.language, chat.timezone)
            return self._following.change(session, command, kept, person, self._saying_in)

    def _chat(self, address: Address) -> Chat:
        """The chat; one that never changed anything is not kept."""
        with self._database.reading() as session:
            return chats.find_chat(session, address) or Chat(0, address, "nl", self._timezone)
