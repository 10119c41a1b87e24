"""What the bot says of itself: what it is for, what can be typed, where letters come from, what is kept of people."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.commands.asking import ListThemes, ShowMeeting
from bot.commands.command import Command, Unclear
from bot.commands.following import ListSubscriptions, StartFollowing
from bot.commands.grammar import examples
from bot.commands.settings import Help, ShowPrivacy, ShowSources, Welcome
from bot.conversation.privacy import privacy
from bot.conversation.sources import show_sources
from bot.conversation.visit import Handler, Visit
from bot.reply import Button, Line, Reply, Section
from bot.words import Words
from briefings.answering.index import MeetingSummary
from storage.ledger import StoredLedger
from storage.search import StoredIndex


@dataclass(frozen=True)
class Guide:
    """Everything about the bot itself."""

    index: StoredIndex
    ledger: StoredLedger
    keep_days: int  #: of deliveries

    def handlers(self) -> Mapping[type[Command], Handler]:
        """Its commands."""
        return {
            Help: lambda _, visit: help_on(visit.words, self.index.meetings()),
            Welcome: lambda _, visit: welcome(visit.words),
            ShowSources: lambda _, visit: show_sources(self.ledger, visit.words, visit.chat.timezone),
            Unclear: _raise,
            ShowPrivacy: lambda _, visit: privacy(visit.words, self.keep_days, visit.chat.address.channel),
        }


def _raise(command: Unclear, _visit: Visit) -> Reply:
    raise command.error


def welcome(words: Words) -> Reply:
    """What it is for, in four lines, and how to begin."""
    return Reply(
        words("JBZ-briefings: wat de Raad van de EU besloot, en wat Nederland zei"),
        words.language,
        (
            words("Vraag: typ een onderwerp, bijvoorbeeld migratie, of: wat zei nederland over terugkeer."),
            words("Volg een thema, dan krijgt u een briefing, bijvoorbeeld elke maandag om 08:00."),
            words("Elke zin komt uit een brief van het kabinet; de link erachter brengt u daar."),
        ),
        buttons=(
            Button(words("Laatste raad"), ShowMeeting()),
            Button(words("Volg een thema"), StartFollowing()),
            Button(words("Help"), Help()),
        ),
    )


def help_on(words: Words, meetings: Sequence[MeetingSummary]) -> Reply:
    """What can be typed, and what is known."""
    known = [words("Ik ken {count}.", count=words.count(len(meetings), "vergadering", "vergaderingen"))]
    if meetings:
        known.append(words("De laatste: {meeting}.", meeting=words.meeting(meetings[0].meeting)))
    lines = tuple(Line(words(one.gives), words(one.typed)) for one in examples() if one.in_help)
    buttons = [Button(words("Thema's"), ListThemes()), Button(words("Laatste raad"), ShowMeeting())]
    return Reply(
        words("Wat de Raad besloot, en wat Nederland zei"),
        words.language,
        (" ".join(known),),
        (Section(words("Typ bijvoorbeeld"), lines=lines),),
        buttons=(*buttons, Button(words("Abonnementen"), ListSubscriptions())),
    )
