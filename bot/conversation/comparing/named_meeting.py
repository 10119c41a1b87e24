"""Which meetings someone means who prepares for one: "jbz oktober" is mostly the one to come."""

import re
from collections.abc import Callable, Iterator, Sequence
from datetime import date

from briefings.answering.index import MeetingSummary
from briefings.answering.question import Question, Which
from briefings.language.dates import MONTHS
from briefings.language.fold import fold

_YEAR = re.compile(r"\d{4}")
#: "de raad van oktober": a month without a year, as in "raad oktober".
_BEFORE_MONTH = re.compile(rf"\b(?:van|in|of|op|uit)\s+(?=(?:{'|'.join(MONTHS)})\b)")
_FOR = re.compile(r"(?:(?:me|us) )?(?:voor|op|van|for|of) ")  #: before the meeting that is prepared for
_BESIDE = frozenset({"raad", "council", "vergadering", "meeting", "in", "van", "of", "op", "on", "de", "the"})


def meetings_named(
    typed: str, known: Sequence[MeetingSummary], read: Callable[[str], Question], today: date
) -> list[MeetingSummary]:
    """The meetings of which one is named: all where nothing is typed, none where what is typed is no meeting.

    A month or day without a year is one of any year.
    """
    if not typed:
        return [*known]
    question = _read(typed, read)
    if question is None:
        return []
    months = {MONTHS[word] for word in question.words if word in MONTHS}
    if not _YEAR.search(typed) and question.since is not None and question.since == question.until:
        return [one for one in _of(question, known, today) if _is_on(question.since, one)]
    since, until = question.since or date.min, question.until or date.max
    if question.yearless and since.month == until.month:
        months, since, until = {since.month}, date.min, date.max
    return [
        one
        for one in _of(question, known, today)
        if any(since <= day <= until and (not months or day.month in months) for day in days_of(one))
    ]


def names_a_meeting(typed: str, read: Callable[[str], Question]) -> bool:
    """Whether what is typed is a meeting, known or not."""
    return _read(typed, read) is not None


def _read(typed: str, read: Callable[[str], Question]) -> Question | None:
    folded = fold(typed)
    before = _FOR.match(folded)
    typed = _BEFORE_MONTH.sub("", folded[before.end() :] if before else folded)
    return next((one for text in (f"raad {typed}", f"{typed} raad") if _names_one(one := read(text))), None)


def _names_one(question: Question) -> bool:
    """Whether it names a meeting and nothing else."""
    others = [word for word in question.words if word not in MONTHS and word not in _BESIDE]
    return question.meeting_only or (not others and any(word in MONTHS for word in question.words))


def the_next(typed: str, read: Callable[[str], Question]) -> Question | None:
    """The question, where it names the Council to come and no day."""
    question = _read(typed, read)
    return question if question is not None and question.which is Which.NEXT else None


def nearest(some: Sequence[MeetingSummary], today: date) -> MeetingSummary | None:
    """The first still to come, else the last that was."""
    coming = [one for one in some if one.meeting.days and one.meeting.days[-1] >= today]
    if coming:
        return min(coming, key=lambda one: (days_of(one)[0], one.id))
    return max(some, key=lambda one: (days_of(one)[-1], one.id), default=None)


def days_of(one: MeetingSummary) -> tuple[date, ...]:
    """On which a meeting is held, or was to be."""
    return one.meeting.days or one.meeting.dates


def _of(question: Question, known: Sequence[MeetingSummary], today: date) -> Iterator[MeetingSummary]:
    """Those of the formation, still to come or over as was asked."""
    for one in known:
        coming = days_of(one)[-1] >= today
        if question.council in (None, one.meeting.council) and question.which in (
            None,
            Which.NEXT if coming else Which.LATEST,
        ):
            yield one


def _is_on(asked: date, one: MeetingSummary) -> bool:
    return any((day.month, day.day) == (asked.month, asked.day) for day in days_of(one))
