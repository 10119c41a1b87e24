"""Our own words in Dutch and English, and how dates are said."""

import re
import tomllib
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import NewType
from zoneinfo import ZoneInfo

from briefings.errors import Message
from briefings.model.meeting import Change, Meeting
from briefings.model.schedule import AtOnce, BeforeCouncil, FreeDays, Monthly, Preparing, Rhythm, Schedule, Weekly
from briefings.model.statement import Period
from briefings.reading.formations import label_of

LANGUAGES = ("nl", "en")

#: A sentence of ours in Dutch that has an English one, where it does not stand in the call itself: in a table, say.
Phrase = NewType("Phrase", str)
_MONTHS = {
    "nl": "januari februari maart april mei juni juli augustus september oktober november december".split(),
    "en": "January February March April May June July August September October November December".split(),
}
_DAYS = {
    "nl": "maandag dinsdag woensdag donderdag vrijdag zaterdag zondag".split(),
    "en": "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split(),
}
_FREE = {FreeDays.HOLIDAYS: Phrase("niet op feestdagen"), FreeDays.RECESS: Phrase("niet in reces")}
#: Cities where Councils meet, of which the English name is another.
_CITIES = {
    "Athene": "Athens", "Antwerpen": "Antwerp", "Berlijn": "Berlin", "Boedapest": "Budapest", "Boekarest": "Bucharest",
    "Brussel": "Brussels", "Den Haag": "The Hague", "Kopenhagen": "Copenhagen", "Lissabon": "Lisbon",
    "Luxemburg": "Luxembourg", "Parijs": "Paris", "Praag": "Prague", "Gent": "Ghent",
    "Keulen": "Cologne", "Krakau": "Kraków", "Milaan": "Milan", "München": "Munich", "Namen": "Namur",
    "Straatsburg": "Strasbourg", "Warschau": "Warsaw", "Wenen": "Vienna",
}  # fmt: skip
_NTHS = {
    1: Phrase("eerste"),
    2: Phrase("tweede"),
    3: Phrase("derde"),
    4: Phrase("vierde"),
    -1: Phrase("laatste"),
}
_MONTHS_LONG = timedelta(days=62)  #: a longer period up to a month's end was counted in months: it names no day


@cache
def _english() -> dict[str, str]:
    """Our own Dutch sentences in English."""
    return tomllib.loads(Path(__file__).with_name("english.toml").read_text("utf-8"))


@cache
def _messages() -> dict[str, dict[str, str]]:
    """What the layers below say by a code, in each language."""
    return tomllib.loads(Path(__file__).with_name("messages.toml").read_text("utf-8"))


_CODE = re.compile(r"\bdelivery\.[a-z_]+")


class Words:
    """The words of one language. Called with a Dutch sentence it gives the sentence in this language.

    mypy holds that each sentence has its English one (tests/typing_of_words.py). One without, as a template of an
    administrator may have, is said in Dutch.
    """

    def __init__(self, language: str) -> None:
        self.language = language if language in LANGUAGES else "nl"

    def __call__(self, dutch: Phrase, **values: object) -> str:
        """The sentence; `{name}` in it is replaced by the value of that name."""
        sentence = self._own(dutch)
        return sentence.format(**values) if values else sentence

    def _own(self, dutch: str) -> str:
        return _english().get(dutch, dutch) if self.language == "en" else dutch

    def say(self, message: Message) -> str:
        """A message as a sentence; the messages in it too."""
        values = {name: self.say(one) if isinstance(one, Message) else one for name, one in message.values.items()}
        by_code = _messages().get(message.code)
        sentence = by_code[self.language] if by_code else self._own(message.code)
        return sentence.format(**values) if values else sentence

    def reason(self, kept: str) -> str:
        """Why a delivery or subscription stands as it does, as it is kept: a platform's words, our codes, or both."""
        return _CODE.sub(lambda found: self.say(Message(found[0])), kept)

    def count(self, number: int, one: Phrase, many: Phrase) -> str:
        """ "1 agendapunt", "3 agendapunten", "20.000 agendapunten": both given in Dutch."""
        return f"{self.number(number)} {self(one if number == 1 else many)}"

    def number(self, number: int) -> str:
        """ "20.000"."""
        return f"{number:,}" if self.language == "en" else f"{number:,}".replace(",", ".")

    def listing(self, names: Sequence[str]) -> str:
        """ "migratie, terugkeer en visa"."""
        return f" {self('en')} ".join([", ".join(names[:-1]), names[-1]]) if len(names) > 1 else "".join(names)

    def day(self, day: date, *, year: bool = True) -> str:
        """ "7 maart 2025"."""
        return f"{day.day} {_MONTHS[self.language][day.month - 1]}" + (f" {day.year}" if year else "")

    def days(self, days: Sequence[date]) -> str:
        """ "5 en 7 maart 2025", "30 november en 1 december 2025"."""
        same_month = len({(day.year, day.month) for day in days}) == 1
        if not same_month:
            return self.listing([self.day(day, year=day == days[-1]) for day in days])
        return self.listing([str(day.day) for day in days]) + self.day(days[0]).lstrip("0123456789")

    def meeting(self, meeting: Meeting) -> str:
        """ "JBZ-Raad van 5 en 7 maart 2025 (Brussel)"."""
        name = (
            self("informele {council}", council=label_of(meeting.council))
            if meeting.informal
            else label_of(meeting.council)
        )
        said = self("{council} van {days}", council=name, days=self.days(meeting.dates))
        said = f"{said} ({self.city(meeting.location)})" if meeting.location else said
        if meeting.change is Change.CANCELLED:
            return self("{meeting}: gaat niet door", meeting=said)
        if meeting.change is Change.MOVED and meeting.moved_to:
            return self("{meeting}: verplaatst naar {days}", meeting=said, days=self.days(meeting.moved_to))
        return self("{meeting}: uitgesteld", meeting=said) if meeting.change else said

    def city(self, name: str) -> str:
        """ "Brussel" as it is called in this language; another place as the letter has it."""
        return _CITIES.get(name, name) if self.language == "en" else name

    def period(self, period: Period) -> str:
        """ "vóór 21 juni 2025", "uiterlijk 31 maart 2026", "10 april 2026", "oktober – december 2025"."""
        if period.first is None:
            by = Phrase("vóór {day}") if period.before else Phrase("uiterlijk {day}")
            return self(by, day=self.day(period.last)) if period.last else ""
        if period.last is None:
            return self("vanaf {day}", day=self.day(period.first))
        if period.first == period.last:
            return self.day(period.first)
        whole_months = period.first.day == 1 and (period.last + timedelta(days=1)).day == 1
        if whole_months and period.first.year == period.last.year:
            first, last = (_MONTHS[self.language][day.month - 1] for day in (period.first, period.last))
            return f"{first} {period.last.year}" if first == last else f"{first} – {last} {period.last.year}"
        to_month_end = (period.last + timedelta(days=1)).day == 1
        if to_month_end and period.last - period.first > _MONTHS_LONG:
            first, last = (f"{_MONTHS[self.language][day.month - 1]} {day.year}" for day in (period.first, period.last))
            return f"{first} – {last}"
        return f"{self.day(period.first)} – {self.day(period.last)}"

    def moment(self, moment: datetime, zone: str) -> str:
        """ "maandag 30 november om 08:00", in the zone."""
        local = moment.astimezone(ZoneInfo(zone))
        return self(
            "{weekday} {day} om {time}",
            weekday=_DAYS[self.language][local.weekday()],
            day=self.day(local.date(), year=False),
            time=f"{local:%H:%M}",
        )

    def schedule(self, schedule: Schedule) -> str:
        """ "elke maandag 08:00", "dagelijks 07:30, niet op feestdagen", "3 dagen voor de JBZ-Raad 08:00", "direct"."""
        at = "" if schedule.immediate else f" {schedule.at:%H:%M}"
        return ", ".join([f"{self.rhythm(schedule.rhythm)}{at}", *(self.free_days(kind) for kind in schedule.skip)])

    def free_days(self, kind: FreeDays) -> str:
        """ "niet op feestdagen"."""
        return self(_FREE[kind])

    def weekday(self, day: int) -> str:
        """ "maandag" for 0."""
        return _DAYS[self.language][day]

    def rhythm(self, rhythm: Rhythm) -> str:
        """ "elke maandag", "elke eerste maandag van de maand", "3 dagen voor de JBZ-Raad"."""
        match rhythm:
            case AtOnce():
                return self("direct")
            case Weekly(days):
                names = [_DAYS[self.language][day] for day in days]
                return self("dagelijks") if rhythm.daily else f"{self('elke')} {self.listing(names)}"
            case Monthly(nth, weekday):
                if weekday is None:
                    day = self("de laatste dag") if nth < 0 else self("dag {number}", number=nth)
                    return self("elke maand op {day},", day=day)
                day = _DAYS[self.language][weekday]
                return self("elke {nth} {weekday} van de maand", nth=self(_NTHS[nth]), weekday=day)
            case BeforeCouncil(days, council):
                count = self.count(days, "dag", "dagen")
                name = label_of(council) if council else self("Raad")
                return self("{count} voor de {council}", count=count, council=name)
            case Preparing(days, council):
                return self("voorbereiding {when}", when=self.rhythm(BeforeCouncil(days, council)))


def weekday_names() -> dict[str, int]:
    """What people may type for a weekday, to its number; whole names and their first two or three letters."""
    names = {name.lower(): number for days in _DAYS.values() for number, name in enumerate(days)}
    short = {name[:length]: number for name, number in names.items() for length in (2, 3)}
    return short | names | {"di": 1, "do": 3, "tu": 1, "th": 3}


def capital(text: str) -> str:
    """The text as the beginning of a sentence."""
    return text[:1].upper() + text[1:]
