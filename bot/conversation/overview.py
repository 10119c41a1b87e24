"""What someone follows and where, what comes next, the latest meeting, what is still to come."""

from collections.abc import Callable
from datetime import timedelta

from bot.commands.asking import ListThemes, ShowMeeting
from bot.commands.following import StartFollowing
from bot.commands.settings import Help
from bot.conversation.cards import announced_line
from bot.conversation.followed import one_followed
from bot.conversation.saying import Saying
from bot.conversation.subjects import name_interests
from bot.conversation.visit import Visit
from bot.reply import Button, Line, Reply, Section
from bot.scheduling.moments import NEVER
from briefings.model.chat import Address, Chat, Person
from briefings.model.subscription import Subscription
from storage import subscriptions
from storage.database import Database, Session
from storage.followed import Letters
from storage.search import StoredIndex

_MOST = 12  #: subscriptions
_NEXT = 5
_TITLES = 5
_COMMITMENTS = 5
_YEAR = timedelta(days=366)

_Kept = tuple[Subscription, Chat]


class Overviews:
    """The page of someone's own."""

    def __init__(
        self,
        database: Database,
        index: StoredIndex,
        letters: Callable[[Session], Letters],
    ) -> None:
        self._database = database
        self._index = index
        self._letters = letters

    def show(self, visit: Visit) -> Reply:
        """For the chat where someone is: what it follows, and what they set elsewhere in the same workspace."""
        chat, saying = visit.chat, visit.saying
        words, today = saying.words, saying.today
        with self._database.reading() as session:
            followed = self._followed(session, chat, visit.person)
            interests = [interest for one, _ in followed for interest in one.interests]
            coming = self._letters(session).commitments(interests, today, today + _YEAR, _COMMITMENTS)
        sections = [
            Section(words("Wat u volgt")),
            *(one_followed(one, saying, _elsewhere(where, chat)) for one, where in followed[:_MOST]),
        ]
        if not followed:
            sections = [Section(words("Wat u volgt"), lines=(Line(words("U volgt nog niets.")),))]
        sections += self._next(followed, chat, saying) + self._latest(saying)
        if coming:
            lines = tuple(announced_line(one, saying) for one in coming)
            sections.append(Section(words("Toegezegd en aangekondigd"), lines=lines))
        return Reply(
            words("Uw overzicht"),
            words.language,
            (words("Bijgewerkt {moment}.", moment=words.moment(visit.now, chat.timezone)),),
            tuple(sections),
            buttons=(
                Button(words("Volg een thema"), StartFollowing()),
                Button(words("Thema's"), ListThemes()),
                Button(words("Help"), Help()),
            ),
        )

    def _followed(self, session: Session, chat: Chat, person: Person) -> list[_Kept]:
        here = [(one, chat) for one in subscriptions.of_chat(session, chat.id)]
        there = subscriptions.made_by(session, chat.address.channel, chat.address.workspace, person.id)
        return here + [(one, where) for one, where in there if where.id != chat.id]

    def _next(self, followed: list[_Kept], chat: Chat, saying: Saying) -> list[Section]:
        due = sorted(
            (one.next_due_at, one.id, one, where)
            for one, where in followed
            if one.next_due_at not in {None, NEVER} and one.stopped_because is None
        )
        lines = tuple(
            Line(
                name_interests(one.interests, saying),
                saying.words.moment(moment, one.timezone),
                place=_elsewhere(where, chat),
            )
            for moment, _, one, where in due[:_NEXT]
            if moment
        )
        return [Section(saying.words("Volgende briefings"), lines=lines)] if lines else []

    def _latest(self, saying: Saying) -> list[Section]:
        words, meetings = saying.words, self._index.meetings()
        if not meetings:
            return []
        kept = self._index.items_of_meeting(meetings[0].id)
        lines = [Line(words.count(len(kept), "agendapunt", "agendapunten"), words.meeting(meetings[0].meeting))]
        lines += [Line(source.item.title, source.item.number) for source in kept[:_TITLES]]
        button = Button(words("Bekijk de vergadering"), ShowMeeting())
        return [Section(words("Laatste vergadering"), lines=tuple(lines), buttons=(button,))]


def _elsewhere(where: Chat, chat: Chat) -> Address | None:
    return where.address if where.id != chat.id else None
