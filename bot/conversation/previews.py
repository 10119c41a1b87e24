"""What following something would bring: shown before it is followed, and when a briefing is asked for now."""

from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta

from bot.commands.asking import Ask, ListThemes
from bot.commands.command import Command
from bot.commands.following import BriefNow, Follow
from bot.commands.grammar import as_typed, write_command
from bot.commands.names import named
from bot.conversation.briefings import asked_briefing
from bot.conversation.saying import Saying
from bot.conversation.subjects import name_subject
from bot.conversation.visit import Visit
from bot.conversation.wishes import Doubt, find_interests
from bot.reply import Button, Line, Reply, Section
from briefings.composing.compose import Calls, Composer, InterestNews
from briefings.composing.upcoming import MOST_DUE, window
from briefings.errors import NotUnderstood
from briefings.language.periods import find_asked
from briefings.model.interest import Interest, Subject, SubjectKind
from briefings.themes.catalogue import Catalogue
from storage import subscriptions
from storage.database import Database, Session
from storage.followed import Letters
from storage.reading import meetings

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

    def briefing(self, command: BriefNow, visit: Visit) -> Reply:
        """A briefing now, on a period or on the latest meeting of each interest; what comes later does not change."""
        saying = visit.saying
        period = _period(command.when, visit.today)
        with self._database.reading() as session:
            if command.names:
                interests, doubts = find_interests(command.names, command.without, saying.catalogue)
                if doubts:
                    return self._asked_of_what(session, doubts[0], command, saying)
            else:
                kept = subscriptions.of_chat(session, visit.chat.id)
                interests = [interest for subscription in kept for interest in subscription.interests]
            if not interests and period:
                interests = [Interest(Subject(SubjectKind.COUNCIL, code)) for code in meetings.held(session, *period)]
            if not interests:
                raise NotUnderstood("Waarover? Typ bijvoorbeeld: briefing migratie. Of volg eerst een thema.")
            return self.compose_now(session, interests, visit.today, saying, period)

    def _asked_of_what(self, session: Session, doubt: Doubt, command: BriefNow, saying: Saying) -> Reply:
        """Of a word that is no theme: that a briefing is on themes, and where the word can be asked for."""
        words = saying.words
        asked = Ask(f"{doubt.name} {command.when}".strip())
        follow = (write_command(Follow((doubt.term,))),) if doubt.term else ()
        how = words("Typ {question} voor wat de brieven erover zeggen.", question=as_typed(asked))
        also = [words("Of typ {follow} om het te volgen.", follow=one) for one in follow]
        return Reply(
            words("“{name}” is geen thema dat ik ken.", name=doubt.name),
            words.language,
            (how, *also),
            (self._would_bring(session, doubt.offered, saying),),
            buttons=(
                *(
                    Button(
                        words("Briefing: {what}", what=name_subject(one, saying)),
                        BriefNow((named(one),), when=command.when),
                    )
                    for one in doubt.offered
                ),
                Button(doubt.name, asked),
                Button(words("Alle thema's"), ListThemes()),
            ),
        )

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
        is_past = period is not None and period[1] < today
        calls = Calls() if is_past else Calls(due, letters.done(due, today), letters.ahead(today))
        briefing = Composer(self._catalogue()).compose(news, today, calls, letters.turn)
        return asked_briefing(briefing, period, saying)

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
        with self._database.reading() as session:
            would_bring = self._would_bring(session, doubt.offered, saying)
        return Reply(
            words("“{name}” is geen thema dat ik ken.", name=doubt.name),
            words.language,
            (words("Er is nog niets gewijzigd. Bedoelt u een van deze?"),),
            (would_bring,),
            buttons=(
                *(
                    Button(words("Ja, {what}", what=name_subject(subject, saying)), meant(subject))
                    for subject in doubt.offered
                ),
                Button(words("Alle thema's"), ListThemes()),
            ),
        )

    def _would_bring(self, session: Session, subjects: Sequence[Subject], saying: Saying) -> Section:
        """How much each would have brought in the last three months."""
        letters, words, today, lines = self._letters(session), saying.words, self._clock().date(), []
        for subject in subjects:
            found = letters.between(Interest(subject), today - _QUARTER, today)
            count = words.count(len(found), "agendapunt", "agendapunten")
            lines.append(Line(words("{count} in de laatste drie maanden", count=count), name_subject(subject, saying)))
        return Section(lines=tuple(lines))


def _period(typed: str, today: date) -> tuple[date, date] | None:
    """The days of a period as someone typed it; None for none. Raises NotUnderstood where it ends before it begins."""
    found = find_asked(typed, today) if typed else None
    if found is None:
        return None
    period = found.period
    last = (period.last or date.max) - timedelta(days=1 if period.before else 0)
    if (period.first or date.min) > last:
        raise NotUnderstood("Deze tijd eindigt voor hij begint. Zo kan het: briefing migratie maart 2025.")
    return period.first or date.min, last
