"""What following something would bring: shown before it is followed, and when a briefing is asked for now."""

from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta

from bot.commands.asking import ListThemes
from bot.commands.command import Command
from bot.commands.following import BriefNow
from bot.commands.names import Name, named
from bot.conversation.briefings import briefing_reply
from bot.conversation.saying import Saying
from bot.conversation.subjects import name_subject
from bot.conversation.visit import Visit
from bot.conversation.wishes import Doubt, find_interests
from bot.reply import Button, Line, Reply, Section
from briefings.composing.compose import Calls, Composer, InterestNews
from briefings.composing.upcoming import MOST_DUE, window
from briefings.errors import NotUnderstood
from briefings.model.interest import Interest, Subject
from briefings.themes.catalogue import Catalogue
from storage import subscriptions
from storage.database import Database, Session
from storage.followed import Letters

_QUARTER = timedelta(days=92)
_SHOWN = 3  #: titles of what a subscription would have brought


class Previews:
    """Briefings that are shown and not sent."""

    def __init__(
        self,
        database: Database,
        catalogue: Callable[[], Catalogue],
        letters: Callable[[Session], Letters],
        clock: Callable[[], datetime],
    ) -> None:
        self._database = database
        self._catalogue = catalogue
        self._letters = letters
        self._clock = clock

    def briefing(self, names: Sequence[Name], without: Sequence[Name], visit: Visit) -> Reply:
        """A briefing now, on the latest meeting of each interest; what is sent later does not change by it."""
        saying = visit.saying
        with self._database.reading() as session:
            if names:
                interests, doubts = find_interests(names, without, saying.catalogue)
                if doubts:
                    return self.asked_first(doubts, lambda subject: BriefNow((named(subject),)), saying)
            else:
                kept = subscriptions.of_chat(session, visit.chat.id)
                interests = [interest for subscription in kept for interest in subscription.interests]
            if not interests:
                raise NotUnderstood("Waarover? Typ bijvoorbeeld: briefing migratie. Of volg eerst een thema.")
            return self.compose_now(session, interests, visit.today, saying)

    def compose_now(
        self,
        session: Session,
        interests: Sequence[Interest],
        today: date,
        saying: Saying,
        period: tuple[date, date] | None = None,
    ) -> Reply:
        """A briefing on the meetings of a period; without one on the latest meeting of each interest."""
        letters = self._letters(session)
        news = [
            InterestNews(
                interest,
                letters.between(interest, *period) if period else letters.latest(interest, today),
                () if period else letters.planned(interest, today),
                first=period is None,
            )
            for interest in interests
        ]
        due = letters.commitments(interests, *window(today), MOST_DUE)
        calls = Calls(due, letters.done(due, today), letters.ahead(today))
        return briefing_reply(Composer(self._catalogue()).compose(news, today, calls, letters.turn), None, saying)

    def would_have_brought(
        self, session: Session, interests: Sequence[Interest], saying: Saying
    ) -> tuple[str, tuple[Section, ...]]:
        """What following these would have told in the last three months: a sentence, and the newest titles."""
        letters, words, today = self._letters(session), saying.words, self._clock().date()
        found = {item.id: item for one in interests for item in letters.between(one, today - _QUARTER, today)}
        newest = sorted(found.values(), key=lambda item: item.meeting.dates[-1], reverse=True)
        several = len({item.meeting for item in newest}) > 1
        lines = [
            Line(item.item.title, item.item.number, words.meeting(item.meeting) if several else None)
            for item in newest[:_SHOWN]
        ]
        if len(newest) > _SHOWN:
            more = words.count(len(newest) - _SHOWN, "agendapunt", "agendapunten")
            lines.append(Line(words("En nog {count}.", count=more)))
        count = words.count(len(newest), "agendapunt", "agendapunten")
        said = words("In de laatste drie maanden had u hiermee {count} gekregen.", count=count)
        return said, (Section(lines=tuple(lines)),) if lines else ()

    def asked_first(self, doubts: Sequence[Doubt], meant: Callable[[Subject], Command], saying: Saying) -> Reply:
        """Asks what was meant by nearly a theme, or by none; with what each would have brought."""
        words, doubt = saying.words, doubts[0]
        offered = (*doubt.near, *((doubt.term,) if doubt.term else ()))
        today = self._clock().date()
        lines = []
        with self._database.reading() as session:
            letters = self._letters(session)
            for subject in offered:
                found = letters.between(Interest(subject), today - _QUARTER, today)
                count = words.count(len(found), "agendapunt", "agendapunten")
                lines.append(
                    Line(words("{count} in de laatste drie maanden", count=count), name_subject(subject, saying))
                )
        return Reply(
            words("“{name}” is geen thema dat ik ken.", name=doubt.name),
            words.language,
            (words("Er is nog niets gewijzigd. Bedoelt u een van deze?"),),
            (Section(lines=tuple(lines)),),
            buttons=(
                *(
                    Button(words("Ja, {what}", what=name_subject(subject, saying)), meant(subject))
                    for subject in offered
                ),
                Button(words("Alle thema's"), ListThemes()),
            ),
        )
