"""The numbers before headings: "I.", "2.", "10a.", "c)", "3.1", "Punt 4"."""

import re
from dataclasses import dataclass

from briefings.reading.numerals import roman

_LABELLED = re.compile(
    r"^(?P<word>(?:agenda)?punt|ad)?\s*"
    r"(?P<number>\d{1,3}(?:\.\d{1,2}){0,3}[a-z]?|[IVXL]{1,6}|[ivx]{1,5}|[A-Za-z])"
    r"(?P<stop>[.):]|\s[-–:])?\s+(?P<title>\S.*)$",
    re.IGNORECASE,
)
#: What a heading's Roman number is worth.
_ROMAN = {roman(value): value for value in range(1, 40)}


@dataclass(frozen=True, slots=True)
class Label:
    """One way to read a heading's number."""

    scheme: str  #: "roman", "arabic", "letter", "capital", "small roman", "decimal 2", "decimal 3"
    value: int  #: its place in the row: "c" is 3; of "2.4" the 4
    printed: str  #: "I", "10a", "c", "2.4"
    suffix: str = ""  #: the "a" of "10a"

    def follows(self, last: "Label", gap: int) -> bool:
        """Whether it comes next after `last`, with at most `gap` numbers left out."""
        if self.scheme != last.scheme:
            return False
        if self.value == last.value and self.scheme == "arabic":
            return self.suffix > last.suffix
        return last.value < self.value <= last.value + 1 + gap

    @property
    def first(self) -> bool:
        """A row can begin with it."""
        return self.value == 1


@dataclass(frozen=True, slots=True)
class Labelled:
    """A line with a number before it."""

    readings: tuple[Label, ...]  #: "I." may be a Roman number or a capital
    title: str
    stopped: bool  #: a point, bracket or word makes it clear that it is a number


def read_label(line: str) -> Labelled | None:
    """The number before `line` and what comes behind it; None when it begins with none."""
    match = _LABELLED.match(line)
    if match is None:
        return None
    number = match["number"]
    stopped = bool(match["stop"] or match["word"])
    if not stopped and not number[0].isdigit():
        return None
    return Labelled(tuple(_readings(number)), match["title"], stopped)


def _readings(number: str) -> list[Label]:
    if number[0].isdigit():
        digits = number.rstrip("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ")
        *above, last = digits.split(".")
        scheme = f"decimal {len(above) + 1}" if above else "arabic"
        return [Label(scheme, int(last), number, number[len(digits) :])]
    readings = []
    if number.upper() in _ROMAN:
        scheme = "roman" if number.isupper() else "small roman"
        readings.append(Label(scheme, _ROMAN[number.upper()], number))
    if len(number) == 1:
        scheme = "capital" if number.isupper() else "letter"
        readings.append(Label(scheme, ord(number.lower()) - ord("a") + 1, number))
    return readings
