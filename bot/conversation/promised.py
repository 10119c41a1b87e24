"""What was announced and promised: of a theme, a ministry, a period."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from urllib.parse import urlencode

from bot.commands.asking import Commitments
from bot.conversation.announced import MOST_ANNOUNCED, MOST_ANNOUNCED_EVER, Shown, Told, Window, show_commitments
from bot.conversation.saying import Saying
from bot.conversation.subjects import theme_label, theme_labels
from bot.reply import Reply
from briefings.answering.answer import Outcome
from briefings.answering.answering import Answering
from briefings.answering.speakers import find_speaker
from briefings.errors import NotUnderstood
from briefings.language.fold import fold
from briefings.language.periods import FoundPeriod, find_asked, find_coming
from briefings.language.tokens import words as folded_words
from briefings.model.briefing import Announced, Sentence
from briefings.model.interest import Interest, Subject, SubjectKind
from briefings.model.statement import Actor, Period, StatementKind
from briefings.reading.formations import find_formation
from briefings.themes.match import recognise
from storage.database import Database, Session
from storage.followed import Letters
from storage.reading import announced

PROMISED = "/toezeggingen"  #: where the reading room has them
_YEAR = timedelta(days=366)
_MOST_COUNTED = 100  #: beyond those that are shown
_MOST_ITEMS = 50  #: that answer to a word
_BY = re.compile(r"(?:(?:van|door|of|by|from) )?(?P<who>.+?)(?: (?:over|about|on|rond) (?P<rest>.+))?")
#: Whose announcements are told apart; those of the cabinet are what parliament was promised, and more.
_ANNOUNCERS = frozenset(Actor) - {Actor.NETHERLANDS, Actor.CABINET, Actor.COUNCIL, Actor.OTHER_STATE}
_OF = ("over ", "about ", "on ", "van ", "of ", "in ", "uit ")


@dataclass(frozen=True, slots=True)
class Promised:
    """Which announcements are asked for: of a theme or a ministry, due in a period; all where nothing is named."""

    theme: str | None = None  #: its slug
    ministry: str | None = None
    period: Period | None = None
    corrected: bool = False  #: a typing error in the theme was mended
    by: Actor | None = None  #: who announced it
    word: str = ""  #: what else it is about, as typed: whatever the letters answer to

    def given(self, today: date) -> dict[str, str]:
        """What the address of the reading room has behind it: what is past stands apart there."""
        period = self.period
        year = f"{period.first.year}" if period and period.first and _is_year(period) else None
        past = "voorbij" if period and period.last and period.last < today else None
        by = self.by.value if self.by else None
        told = {"wanneer": past, "thema": self.theme, "wie": by, "ministerie": self.ministry, "periode": year}
        return {name: value for name, value in told.items() if value}

    def address(self, today: date) -> str:
        """Where the reading room has them; of a word the talk."""
        if self.word:
            return f"/?{urlencode({'q': f'toezeggingen {self.word}'})}"
        given = self.given(today)
        return f"{PROMISED}?{urlencode(given)}" if given else PROMISED


@dataclass(frozen=True)
class PromisedQuestions:
    """Answers what was announced."""

    database: Database
    answering: Answering
    letters: Callable[[Session], Letters]
    today: Callable[[], date]

    def answer(self, command: Commitments, saying: Saying) -> Reply:
        """For the year to come and the year past, for the period that is named, or ever. Raises NotUnderstood."""
        today = self.today()
        with self.database.reading() as session:
            asked = read_promised(session, command.text, self.answering, saying, today)
        most = MOST_ANNOUNCED_EVER if command.ever else MOST_ANNOUNCED
        first, last = today - _YEAR, today + _YEAR
        if command.ever:
            first, last = date.min, date.max
        elif asked.period is not None:
            first, last = asked.period.first or date.min, asked.period.last or date.max
        yesterday = today - timedelta(days=1)
        soon, past = (max(first, today), last), (first, min(last, yesterday))
        looked = most + _MOST_COUNTED + 1
        with self.database.reading() as session:
            letters, of_word = self.letters(session), tuple(self._about(asked))
            coming, overdue = (
                self._due(session, letters, asked, of_word, days, looked, latest_first=latest)
                for days, latest in ((soon, False), (past, True))
            )
            undated = self._undated(session, asked, of_word, (first, last) if asked.period else (date.min, date.max))
            outside = 0
            if not (coming or overdue or undated or command.ever):
                outside = len(self._due(session, letters, asked, of_word, (date.min, date.max), looked))
            told = Told(
                *(
                    Shown(letters.pledges(some[:most], today), min(len(some), looked - 1), more=len(some) == looked)
                    for some in (coming, overdue, undated)
                )
            )
        name = asked.ministry or (theme_label(asked.theme, saying) if asked.theme else asked.word or None)
        of = f"van {asked.by.value.replace('-', ' ')}" if asked.by else ""
        what = asked.ministry or " over ".join(one for one in (of, asked.theme or asked.word) if one)
        wider = None if command.ever else Commitments(what, ever=True)
        period = None if command.ever else asked.period
        window = Window(wider, period, asked.address(today), name if asked.corrected else None, asked.by, outside)
        return show_commitments(told, name, window, saying)

    def _due(
        self,
        session: Session,
        letters: Letters,
        asked: Promised,
        of_word: Sequence[Announced],
        days: tuple[date, date],
        limit: int,
        *,
        latest_first: bool = False,
    ) -> tuple[Announced, ...]:
        """What is due between two days."""
        if asked.word:
            found = [one for one in of_word if one.sentence.due and days[0] <= _by(one) <= days[1]]
            return tuple(sorted(found, key=_by, reverse=latest_first)[:limit])
        if asked.ministry or asked.by:
            due = announced.Due(
                *days, latest_first=latest_first, slug=asked.theme, by=asked.by, ministry=asked.ministry
            )
            return tuple(announced.announced(session, due, limit=limit))
        about = [Interest(Subject(SubjectKind.THEME, asked.theme))] if asked.theme else []
        return letters.commitments(about, *days, limit, latest_first=latest_first)

    def _about(self, asked: Promised) -> Iterator[Announced]:
        """What is announced in the items that answer to a word, by whom it is asked of; nothing where none is named."""
        if not asked.word:
            return
        for found in self.answering.answer(asked.word, limit=_MOST_ITEMS).items:
            source = found.entry.source
            for said in source.item.statements:
                counts = said.kind is StatementKind.COMMITMENT and (said.due or said.is_promise)
                if counts and (asked.by is None or announced.is_by(said, asked.by)):
                    yield Announced(Sentence.of(source.item, said), source)

    def _undated(
        self, session: Session, asked: Promised, of_word: Sequence[Announced], told: tuple[date, date]
    ) -> list[Announced]:
        """What parliament was promised without a day, by a letter about a Council between two days; newest first."""
        first, last = told
        if asked.word:
            found = [one for one in of_word if not one.sentence.due]
        else:
            due = announced.Due(
                date.min, date.max, slug=asked.theme, by=asked.by, ministry=asked.ministry, undated=True
            )
            found = announced.announced(session, due, limit=_MOST_COUNTED)
        return [one for one in found if first <= one.source.meeting.dates[-1] <= last]


def read_promised(session: Session, text: str, answering: Answering, saying: Saying, today: date) -> Promised:
    """What a text names. Raises NotUnderstood for what is no theme, ministry or period."""
    if ministry := announced.ministry_named(session, text) if text else None:
        return Promised(ministry=ministry)
    folded = fold(text)
    found = _nearest(find_asked(folded, today), find_coming(folded, today), today)
    period = found.period if found else None
    rest = f"{folded[: found.start]} {folded[found.end :]}".strip() if found else folded.strip()
    by, rest = _of_whom(rest)
    rest = next((rest.removeprefix(one) for one in _OF if rest.startswith(one)), rest).strip()
    if not rest:
        return Promised(period=period, by=by)
    if ministry := announced.ministry_named(session, rest):
        return Promised(ministry=ministry, period=period)
    if theme := recognise(folded_words(rest), saying.catalogue):
        return Promised(theme=theme.theme.slug, period=period, corrected=theme.corrected, by=by)
    if find_formation(rest) or rest.split()[0] in {"raad", "council", "vergadering", "meeting"}:
        raise NotUnderstood("Achter toezeggingen komt een thema, een ministerie of een jaar: toezeggingen visa 2025.")
    if answering.answer(rest, limit=1).outcome is not Outcome.NOTHING:
        return Promised(word=rest, period=period, by=by)
    near = theme_labels([one.slug for one in answering.suggestions(rest)], saying)
    raise NotUnderstood("Het thema “{text}” ken ik niet. Wel: {near}.", text=rest[:60], near=near)


def _of_whom(rest: str) -> tuple[Actor | None, str]:
    """Who announced it, where somebody of the EU is named first ("van de commissie over drugs"), and the rest."""
    match = _BY.fullmatch(rest)
    named = find_speaker(match["who"]) if match else None
    by = next((actor for actor in _ANNOUNCERS if actor.value == named), None)
    return (by, match["rest"] or "") if match and by else (None, rest)


def _by(one: Announced) -> date:
    """The day by which it is due."""
    due = one.sentence.due
    return (due and due.latest) or date.max


def _nearest(asked: FoundPeriod | None, coming: FoundPeriod | None, today: date) -> FoundPeriod | None:
    """A month of no year may be the one that was or the one to come: the nearer, as both have promises."""
    if asked is None or coming is None or asked.period.last is None or coming.period.first is None:
        return asked or coming
    ago, ahead = today - asked.period.last, coming.period.first - today
    return coming if timedelta() < ahead < ago else asked


def _is_year(period: Period) -> bool:
    first, last = period.first, period.last
    return bool(first and last and first == date(first.year, 1, 1) and last == date(first.year, 12, 31))
