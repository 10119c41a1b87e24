"""What was awaited for too long, so that it is said once, and once when it is over."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from briefings.model.meeting import Meeting
from briefings.silence.awaited import Awaited, AwaitedKind
from briefings.silence.telling import ToldSilence
from storage.arrivals import ASKED
from storage.rows import CorpusRow, FeedRow, SilenceRow

_ANSWERED = timedelta(hours=30)  #: a source that is asked once a day has time to answer


def hold(session: Session) -> None:
    """Until the unit of work ends no other process looks."""
    session.scalars(select(CorpusRow).with_for_update()).one()


def looked_on(session: Session) -> date | None:
    """The day of the last look; None: there was none yet, or none since a restore."""
    return session.scalar(select(CorpusRow.watched_on))


def sources_answer(session: Session, now: datetime) -> bool:
    """Whether letters would be here if there were any: every source was read once, and answered lately."""
    asked = session.scalars(select(FeedRow).where(FeedRow.asked_at > now - ASKED))
    return all(feed.loaded_at and feed.answered_at and feed.answered_at > now - _ANSWERED for feed in asked)


def noted(session: Session) -> Mapping[str, ToldSilence]:
    """Every silence that was ever noted, by its key."""
    return {row.key: _to_domain(row) for row in session.scalars(select(SilenceRow))}


def note_begun(session: Session, begun: Iterable[tuple[Awaited, bool]], now: datetime) -> None:
    """These are silent from now on, each with whether that is said."""
    for awaited, told in begun:
        meeting = awaited.meeting
        session.add(
            SilenceRow(
                key=awaited.key,
                kind=awaited.kind.value,
                about=awaited.of,
                day=awaited.day,
                dates=[day.isoformat() for day in meeting.dates] if meeting else [],
                informal=bool(meeting and meeting.informal),
                noted_at=now,
                told=told,
            )
        )


def note_over(session: Session, keys: Iterable[str], now: datetime) -> None:
    """These are silent no more."""
    session.execute(update(SilenceRow).where(SilenceRow.key.in_(list(keys))).values(over_at=now))


def note_look(session: Session, today: date) -> None:
    """Silences were looked for today."""
    session.execute(update(CorpusRow).values(watched_on=today))


def begin_anew(session: Session) -> None:
    """As after an upgrade: what is silent at the next look is only noted, and no end of it is said."""
    session.execute(update(CorpusRow).values(watched_on=None))
    session.execute(update(SilenceRow).where(SilenceRow.over_at.is_(None)).values(told=False))


def _to_domain(row: SilenceRow) -> ToldSilence:
    meeting = None
    if row.dates:
        days = tuple(date.fromisoformat(day) for day in row.dates)
        meeting = Meeting(row.about, days, None, row.informal)
    awaited = Awaited(AwaitedKind(row.kind), row.about, row.day, meeting)
    return ToldSilence(awaited, row.told, row.over_at is not None)
