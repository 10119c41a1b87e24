"""A question that leans on the one before: "en de Commissie?" after "wat zei nederland over terugkeer"."""

import re
from dataclasses import dataclass
from datetime import date

from briefings.answering.question import item_number
from briefings.answering.speakers import find_speaker, split_speaker
from briefings.answering.worth import is_filler
from briefings.language.fold import fold
from briefings.language.periods import find_asked

_AND = re.compile(r"^(?:en|and|maar|but|ook|also)\s+(?:dan\s+|then\s+)?")
_ABOUT = re.compile(r"^(?:over|van|bij|in|sinds|about|on|of|since)\s+(?=\S)")


@dataclass(frozen=True, slots=True)
class _Asked:
    """A question in three parts, each as typed; empty where it has none."""

    who: str
    subject: str
    when: str

    def typed(self) -> str:
        asked = f"wat zei {self.who} over {self.subject}" if self.who and self.subject else self.who or self.subject
        if self.who and not self.subject:
            asked = f"wat zei {self.who}"
        return f"{asked} {self.when}".strip()


def follow_up(text: str, before: str, today: date) -> str:
    """What `text` asks after the question `before`; `text` itself when it does not lean on it.

    It leans when it begins with "en", or names nothing but a speaker or a period. What it names takes the place of
    the same part of the question before; the other parts stay.
    """
    folded = fold(text).strip(" ?!.")
    rest, leans = _AND.subn("", folded, count=1)
    asked = _parts(rest, today)
    if asked.subject and not leans:
        return text
    if not (asked.who or asked.subject or asked.when) or item_number(asked.subject) != asked.subject:
        return text
    former = _parts(fold(before).strip(" ?!."), today)
    subject = asked.subject or former.subject
    return _Asked(asked.who or former.who, subject, asked.when or former.when).typed()


def _parts(folded: str, today: date) -> _Asked:
    found = find_asked(folded, today)
    when = folded[found.start : found.end].strip() if found else ""
    rest = " ".join(f"{folded[: found.start]} {folded[found.end :]}".split()) if found else folded
    if find_speaker(rest) is not None:
        return _Asked(rest, "", when)
    who, subject = split_speaker(rest)
    subject = _ABOUT.sub("", subject).strip()
    said = subject if any(not is_filler(word) for word in subject.split()) else ""
    return _Asked(who, said, when)
