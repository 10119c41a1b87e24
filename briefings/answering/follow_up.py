"""A question that leans on the one before: "en de Commissie?" after "wat zei nederland over terugkeer"."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date

from briefings.answering.frames import Asks
from briefings.answering.question import MEETING_WORDS, item_number, read_question
from briefings.answering.speakers import find_speaker, read_manner, split_speaker
from briefings.answering.worth import is_filler, is_side
from briefings.language.fold import fold
from briefings.language.periods import split_time

_AND = re.compile(r"^(?:en|and|maar|but|ook|also)\s+(?:dan\s+|then\s+)?")
#: What stands for a subject: "wie was daar tegen", "wie was ertegen".
_POINTS = re.compile(r"\b(?:daar|er|hier)(?=(?:tegen|voor|over|mee|bij|van|op|aan)\b)|\b(?:daar|hier|dat|dit) ")
_SUBJECT = "x0x"  #: a word that nobody types, in the place of the subject
_PLACES = ("", "over ", "met ")
#: A kind of sentence as it is asked for, and what stands between that and its subject.
_TYPED = {
    Asks.DECISIONS: ("wat is er besloten", "over"),
    Asks.AGAINST: ("wie was tegen", ""),
    Asks.SUPPORT: ("wie was voor", ""),
    Asks.CONCERNS: ("wie had zorgen", "over"),
    Asks.ABSTAINED: ("wie onthield zich", "bij"),
    Asks.PROMISED: ("wat is er toegezegd", "over"),
    Asks.NEXT: ("wat komt er nog aan", "over"),
    Asks.WHEN: ("wanneer is", ""),
    Asks.HOW_MANY: ("hoeveel is", ""),
}
#: The same of somebody: whether they took that side.
_TYPED_OF: Mapping[Asks | None, tuple[str, str]] = {
    Asks.AGAINST: ("was {who} tegen", ""),
    Asks.SUPPORT: ("was {who} voor", ""),
    Asks.CONCERNS: ("had {who} zorgen", "over"),
}
_SAYS = ("wat zei {who}", "over")


@dataclass(frozen=True, slots=True)
class _Asked:
    """A question in its parts, each as typed; empty where it has none."""

    asks: Asks | None
    who: str
    subject: str
    when: str

    def typed(self) -> str:
        asked, between = self._manner()
        subject = (between, self.subject) if self.subject else ()
        return " ".join(part for part in (asked.format(who=self.who), *subject, self.when) if part)

    def _manner(self) -> tuple[str, str]:
        if self.who:
            return _TYPED_OF.get(self.asks, _SAYS)
        return _TYPED[self.asks] if self.asks else ("", "")


def follow_up(text: str, before: str, today: date) -> str:
    """What `text` asks after the question `before`; `text` itself when it does not lean on it.

    It leans when it begins with "en", or names nothing but a speaker, a period or a kind of sentence ("wie was
    tegen?"). What it names takes the place of the same part of the question before; the other parts stay.
    """
    return follow_ups(text, before, today)[0]


def follow_ups(text: str, before: str, today: date) -> tuple[str, ...]:
    """The same, and behind it what asks less of the question before: without its period, without its speaker."""
    folded = fold(text).strip(" ?!.")
    rest, leans = _AND.subn("", folded, count=1)
    asked = _parts(rest, today)
    meeting = read_question(rest, today)
    whole = asked.subject or (asked.asks and asked.when) or meeting.council or meeting.which
    if whole and not leans:
        return (text,)
    names = asked.asks or asked.who or asked.subject or asked.when
    former = _parts(fold(before).strip(" ?!."), today)
    if not names or former == _Asked(None, "", "", "") or item_number(asked.subject) != asked.subject:
        return (text,)
    return tuple(dict.fromkeys(one.typed() for one in _both(asked, former)))


def names_only_a_speaker(text: str, today: date) -> bool:
    """Whether a question is of somebody's words, whatever they are about: "wat zei eurojust"."""
    asked = _parts(fold(text).strip(" ?!."), today)
    return bool(asked.who) and not asked.subject and not asked.when


def _both(asked: _Asked, former: _Asked) -> Iterator[_Asked]:
    named = asked.asks is not None or bool(asked.who)
    full = _Asked(
        asked.asks if named else former.asks,
        asked.who if named else former.who,
        asked.subject or former.subject,
        asked.when or former.when,
    )
    timeless = full if asked.when or not full.subject else replace(full, when="")
    yield from (full, timeless)
    if not named and full.subject:
        yield replace(full, asks=None, who="")
        yield replace(timeless, asks=None, who="")


def _parts(folded: str, today: date) -> _Asked:
    question = read_question(folded, today)
    when, rest = split_time(folded, today)
    if question.meeting_only and question.asks is None:
        return _Asked(None, "", "", question.when if question.council or question.which else when)
    if find_speaker(rest) is not None:
        return _Asked(None, rest, "", when)
    asks, who, subject = _of_kind(_POINTS.sub("", f"{rest} ").strip())
    if asks is None:
        who, subject = split_speaker(rest)
        subject = _bare(subject.split())
    said = subject if any(not is_filler(word) and not (asks and is_side(word)) for word in subject.split()) else ""
    return _Asked(asks, who, said, when)


def _of_kind(folded: str) -> tuple[Asks | None, str, str]:
    """The kind of sentence that is asked for, of whom, and what about, which it need not name."""
    read = (read_manner(f"{folded} {place}{_SUBJECT}") for place in _PLACES)
    asks, who, rest = next((one for one in read if one[0] is not None), (None, "", ""))
    return asks, who, _bare(word for word in rest.split() if word != _SUBJECT)


def _bare(words: Iterable[str]) -> str:
    """Words without those around them that say nothing: "ETIAS" in "wat is ETIAS"."""
    left = [*words]
    while left and (is_filler(left[0]) or left[0] in MEETING_WORDS):
        left = left[1:]
    while left and is_filler(left[-1]):
        left = left[:-1]
    return " ".join(left)
