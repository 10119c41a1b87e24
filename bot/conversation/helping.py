"""What the bot says of itself: what it is for, what can be typed, where letters come from, what is kept of people."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from bot.commands.asking import Ask, ListThemes, News, ShowMeeting
from bot.commands.command import Command, Unclear
from bot.commands.following import ListSubscriptions, StartFollowing
from bot.commands.grammar import examples
from bot.commands.settings import Forget, Help, SetLanguage, ShowPrivacy, ShowSources, Welcome
from bot.conversation.sources import show_sources
from bot.conversation.texts import text
from bot.conversation.visit import Handler, Visit
from bot.reply import Button, Line, Reply, Section
from bot.templates import Templates
from bot.words import Phrase, Words
from briefings.answering.index import MeetingSummary
from storage.ledger import StoredLedger
from storage.search import StoredIndex

_PRIVACY = "privacy"  #: a word of the letters too
_SPEAK = Phrase("English, please")  #: said in the language that is spoken, asks for the other one


@dataclass(frozen=True)
class Guide:
    """Everything about the bot itself."""

    index: StoredIndex
    ledger: StoredLedger
    templates: Templates
    keep_days: int  #: of deliveries
    audit_days: int  #: of the audit
    items_on: Callable[[str], int]  #: how many items answer to a word

    def handlers(self) -> Mapping[type[Command], Handler]:
        """Its commands."""
        return {
            Help: self.help,
            Welcome: lambda _, visit: self.welcome(visit.words),
            ShowSources: lambda _, visit: show_sources(self.ledger, visit.words, visit.chat.timezone),
            Unclear: _raise,
            ShowPrivacy: lambda _, visit: self.privacy(visit),
        }

    def help(self, command: Help, visit: Visit) -> Reply:
        """What can be typed; in another language than that of the chat with the way to speak it here."""
        spoken = visit.words.language
        if command.language in {"", spoken}:
            return help_on(visit.words, self.index.meetings())
        reply = help_on(Words(command.language), self.index.meetings())
        speak = Button(Words(spoken)(_SPEAK), SetLanguage(command.language))
        return replace(reply, buttons=(*reply.buttons, speak))

    def welcome(self, words: Words) -> Reply:
        """What it is for, and how to begin."""
        first, follow = Button(words("Laatste raad"), ShowMeeting()), Button(words("Volg een thema"), StartFollowing())
        reply = text("welcome", words.language, self.templates)
        return replace(reply, buttons=(first, follow, Button(words("Help"), Help())))

    def privacy(self, visit: Visit) -> Reply:
        """What is kept of who uses the bot, in a few lines, of the channel in which it is asked."""
        channel, words = visit.chat.address.channel, visit.words
        days = {"days": self.keep_days, "audit_days": self.audit_days}
        reply = text("privacy", words.language, self.templates, channel=channel, **days)
        told = self.items_on(_PRIVACY)
        if told:
            count = words.count(told, "agendapunt", "agendapunten")
            reply = replace(
                reply, lead=(*reply.lead, words("Over privacy in de brieven: typ zoek privacy ({count}).", count=count))
            )
        searched = (Button(words("Privacy in de brieven"), Ask(_PRIVACY)),) if told else ()
        forget = (Button(words("Wis alles van deze chat"), Forget()),) if channel == "telegram" else ()
        return replace(reply, buttons=(*searched, *forget))


def _raise(command: Unclear, _visit: Visit) -> Reply:
    raise command.error


def help_on(words: Words, meetings: Sequence[MeetingSummary]) -> Reply:
    """What can be typed, and what is known."""
    known = [words("Ik ken {count}.", count=words.count(len(meetings), "vergadering", "vergaderingen"))]
    if meetings:
        known.append(words("De laatste: {meeting}.", meeting=words.meeting(meetings[0].meeting)))
    lines = tuple(Line(words(one.gives), words(one.typed)) for one in examples() if one.in_help)
    buttons = [
        Button(words("Nieuws"), News()),
        Button(words("Thema's"), ListThemes()),
        Button(words("Laatste raad"), ShowMeeting()),
    ]
    return Reply(
        words("Wat de Raad besloot, en wat Nederland zei"),
        words.language,
        (" ".join(known),),
        (Section(words("Typ bijvoorbeeld"), lines=lines),),
        buttons=(*buttons, Button(words("Abonnementen"), ListSubscriptions())),
    )
