"""What is being asked: about what, by whom, when, in which letter."""

import re
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum

from briefings.answering.councils import in_dutch
from briefings.answering.frames import Asks, counted
from briefings.answering.speakers import actor_of, read_manner
from briefings.answering.worth import is_filler, is_place
from briefings.enriching.citations import citations_in, motion_key
from briefings.enriching.references import references_in
from briefings.language.dates import MONTHS
from briefings.language.fold import fold
from briefings.language.periods import SEASONS, a_year_before, find_asked
from briefings.language.tokens import hyphenated, words
from briefings.model.statement import Actor, Period
from briefings.reading.formations import find_formation

LONGEST = 300  #: characters of a question that are read
_MARKUP = re.compile(r"</?[a-zA-Z][^<>]*>")  #: pasted along with words; it is none
_A_MONTH = timedelta(days=31)

ITEM_NUMBER = r"(?P<number>(?:[ivx]{1,4}\.)?\d{1,2}(?:\.?[a-z])?)"  #: as typed, folded: "i.9a"
_NUMBER = re.compile(rf"^(?:agenda)?(?:punt|item)? ?{ITEM_NUMBER}$")
#: Words that only say that a meeting is meant.
MEETING_WORDS = frozenset(
    "jbz jbzraad raad council meeting van in de het the of op informele informal vergadering geannoteerde annotated"
    " agenda verslag kamerbrief".split()
)
_WHICH = re.compile(
    r"\b(?P<which>vorige|laatste|afgelopen|last|previous|latest|volgende|komende|next|coming) "
    r"(?:(?:\w+[ -]?)?(?:raad|council)|rbz(?: (?:handel|defensie|os|ontwikkeling\w*))?|"
    r"raz|ecofin|eurogroep|epsco|ojcs|wsbvc)\b"
)
_PAPER = re.compile(
    r"\b(?:kst|kamerstuk(?:ken)?|dossier|kamerstukdossier)[ -]?"
    r"(?P<paper>\d{2} ?\d{3}(?:[ -](?:\d{2}|[ivx]{1,5}))?(?:[ -]\d{1,5}|[ -][a-z]{1,3})?)\b"
    r"|\b(?P<bare>\d{5}(?:-\d{2})?-(?:\d{1,5}|[a-z]{1,3}))\b"
)
_DOSSIER = re.compile(
    r"(?:kst|kamerstuk(?:ken)?|dossier|kamerstukdossier)?[ -]?(\d{2}) ?(\d{3})(?:[ -](\d{2}|[ivx]{1,5}))?"
)
_EU_PAPER = re.compile(r"\b(?P<kind>com|join|swd) ?\(?(?P<year>20\d\d|19\d\d)\)?[ /-]?(?P<number>\d{1,4})\b")
_EU_LAW = re.compile(
    r"\b(?:verordening|richtlijn|besluit|regulation|directive)?(?: \((?:eu|eg)\))? ?"
    r"(?P<law>\d{4}/\d{1,4}|\d{1,4}/\d{4})(?:/(?:eu|eg|jbz))?\b"
)
_MONTH = "|".join(sorted(MONTHS, key=len, reverse=True))
#: A year or several, or what is before or after a month: in a month itself a Council may be planned.
_TO_COME = re.compile(
    r"(?:(?:in|na|voor|van|tot|vanaf|per|eind|begin|medio|for|of|after|until|from|by) )*20\d\d(?: ?[-–/] ?(?:20)?\d\d)?"
    rf"|(?:na|voor|tot|vanaf|per|eind|begin|medio|after|until|from|by) (?:{_MONTH}) 20\d\d"
)
#: What says no side of a time: "van" does where it begins what has an end.
_BEFORE_A_TIME = re.compile(
    r"^(?:(?:in|op|tijdens|uit|over|during|on|of) |(?:van|from) (?!.* (?:en|tot|t/m|and|to|until) ))?"
    r"(?:(?:de|het|the) )?"
)
_MOTION = re.compile(
    r"\bmoties?[ -](?:van )?(?:het |de )?(?:kamer)?(?:lid |leden )?"
    r"(?P<movers>.+?)(?: (?:over|inzake|betreffende|about|on) (?P<rest>.+))?$"
)


class Which(StrEnum):
    """A meeting named by its place in time."""

    LATEST = "latest"
    NEXT = "next"


@dataclass(frozen=True, slots=True)
class Question:
    """A question taken apart. `words` are what is left when everything else named here is gone."""

    raw: str
    words: tuple[str, ...] = ()  #: empty ones ("de", "van") among them: a theme's name may hold them
    hyphens: tuple[tuple[str, ...], ...] = ()  #: the parts of those typed with a hyphen
    actor: Actor | None = None
    state: str | None = None  #: a member state: "Duitsland"
    number: str | None = None  #: an item's number in capitals: "I.6", "I.9.a"
    papers: tuple[str, ...] = ()  #: keys of papers, each to be met
    movers: tuple[str, ...] = ()  #: keys of who may have moved a motion: "motie:piri"
    beside: tuple[str, ...] = ()  #: `words` without the motion, for when one of the movers is known
    since: date | None = None
    until: date | None = None
    council: str | None = None  #: the formation's code, where one is named
    yearless: bool = False  #: its time is a month, a day or a season of no year
    when: str = ""  #: the words for its time and its formation, as they can be typed: "ecofinraad 2025"
    which: Which | None = None
    asks: Asks | None = None  #: the kind of sentence that is asked for
    counted: tuple[str, ...] = ()  #: the words for what is to be counted, where is asked how many: "lidstaten"
    meeting_only: bool = False  #: nothing but a meeting: "raad maart 2025", "vorige raad", "ecofin"

    @property
    def speaker(self) -> str | None:
        """Whose words are asked for, as items are indexed."""
        if self.state:
            return fold(self.state)
        return self.actor.value if self.actor else None

    @property
    def spans(self) -> bool:
        """Whether it names a period in which may be several meetings: longer than a month."""
        if self.since is None and self.until is None:
            return False
        return self.until is None or self.since is None or self.until - self.since > _A_MONTH

    @property
    def period(self) -> Period | None:
        """The time it names."""
        return Period(self.since, self.until) if self.since or self.until else None

    @property
    def ends_before_it_begins(self) -> bool:
        """Whether its time was typed the wrong way round."""
        return self.since is not None and self.until is not None and self.since > self.until

    def in_years_before(self, years: int) -> "Question":
        """The same of so many years earlier."""
        since, until = (day and a_year_before(day, years) for day in (self.since, self.until))
        return replace(self, since=since, until=until)

    @property
    def is_time(self) -> bool:
        """Whether it is nothing but a time in which may be several meetings: "2025"."""
        return self.meeting_only and self.spans and self.asks is None

    @property
    def asks_of_a_time(self) -> bool:
        """Whether it asks for a kind of sentence in a time, whatever it is about: "wie was tegen in 2025".

        Promises to parliament are asked for without a time as well.
        """
        if self.asks is Asks.PROMISED and not self.papers and all(is_filler(word) for word in self.words):
            return True
        if not self.meeting_only or self.asks is None:
            return False
        decided = self.asks is Asks.DECISIONS and self.spans
        return decided or self.asks is Asks.PROMISED or self.asks.is_of_states


def read_question(text: str, today: date) -> Question:
    """What `text` asks on a day. Only its first 300 characters are read."""
    raw = " ".join(_MARKUP.sub(" ", text[:LONGEST]).split())
    folded = in_dutch(fold(raw).strip(" ?!.,;:\"'"))
    number = _NUMBER.match(folded)
    if number and ("." in number["number"] or folded.startswith(("punt", "agenda", "item"))):
        return Question(raw, number=item_number(number["number"]))
    papers, rest = _papers(raw, folded)
    asks, who, rest = read_manner(rest)
    actor, state = actor_of(who)
    movers, beside = _movers(rest)
    which, when = _which(rest)
    since, until = None, None
    if which is None:
        rest = f"in {rest}" if who and rest in MONTHS else rest  # what asks whose words may have taken "in" with it
        since, until, when, rest = _period(rest, today)
    council = find_formation(rest)
    left = words(_WHICH.sub(" ", rest) if which else rest)
    if council:
        named = {word for name in council.titles for word in words(name)}
        left = [word for word in left if word not in named]
    asked = any(not is_filler(word) and word not in MEETING_WORDS for word in left)
    hyphens = tuple(parts for parts in hyphenated(rest) if "".join(parts) in left)
    timed = since is not None or until is not None or which is not None or council is not None
    nothing_else = all(word in MEETING_WORDS or is_filler(word) for word in left)
    only_meeting = timed and nothing_else and not (asked or papers or movers or who)
    return Question(
        raw,
        tuple(left),
        hyphens=hyphens,
        actor=actor,
        state=state,
        papers=papers,
        movers=movers,
        beside=beside,
        since=since,
        until=until,
        council=council.code if council else None,
        yearless=_is_yearless(when, since, until),
        when=f"{council.label.lower() if council and not which else ''} {when}".strip(),
        which=which,
        asks=asks,
        counted=tuple(word for word in counted(folded) if not is_place(word)) if asks is Asks.HOW_MANY else (),
        meeting_only=only_meeting,
    )


def find_dossier(text: str) -> str | None:
    """The dossier that "kst 22112", "dossier 21501-20" or "22 112" names; None when it names none."""
    match = _DOSSIER.fullmatch(fold(text))
    if match is None:
        return None
    suffix = f"-{match[3].upper()}" if match[3] else ""
    return f"{match[1]}{match[2]}{suffix}"


def looks_like_a_day(text: str) -> bool:
    """Whether it is written as a day or a month of a year, though there may be none: "31 februari 2025"."""
    typed = [word for word in words(fold(text)) if word not in MEETING_WORDS]
    others = [word for word in typed if word not in MONTHS and not word.isdigit()]
    return bool(typed) and not others and any(word in MONTHS for word in typed)


def item_number(text: str) -> str:
    """A typed number in the letters' form: "i.9a" -> "I.9.a"."""
    match = re.fullmatch(r"(?:([ivx]+)\.)?(\d+)(?:\.?([a-z]))?", fold(text))
    if match is None:
        return text
    return ".".join(part for part in ((match[1] or "").upper(), match[2], match[3] or "") if part)


def _papers(raw: str, folded: str) -> tuple[tuple[str, ...], str]:
    """The keys of the papers named, and the folded text without them."""
    keys: list[str] = []
    rest = folded
    for pattern, key in ((_PAPER, _kamerstuk), (_EU_PAPER, _eu_paper), (_EU_LAW, _eu_law)):
        keys += [key(match) for match in pattern.finditer(rest)]
        rest = pattern.sub(" ", rest)
    if not keys:  # written out in full, as in a letter
        keys += [reference.kamerstuk.lower() for reference in references_in(raw)]
        keys += [citation.keys[0] for citation in citations_in(raw)]
        rest = " " if keys else rest
    return tuple(dict.fromkeys(keys)), " ".join(rest.split())


def _kamerstuk(match: re.Match[str]) -> str:
    if match["bare"]:
        return match["bare"]
    paper = re.sub(r"^(\d{2}) (\d{3})", r"\1\2", match["paper"])
    return paper.replace(" ", "-")


def _eu_paper(match: re.Match[str]) -> str:
    return f"{match['kind']}-{match['year']}-{int(match['number'])}"


def _eu_law(match: re.Match[str]) -> str:
    return match["law"].replace("/", "-")


def _movers(text: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Whoever may have moved "motie van de leden Piri en Bontenbal over Syrië", and the words beside them."""
    match = _MOTION.search(text)
    if match is None:
        return (), ()
    names = re.split(r", ?| en | and |/", match["movers"])
    beside = words(f"{text[: match.start()]} {match['rest'] or ''}")
    return tuple(motion_key(name) for name in names if name.strip()), tuple(beside)


def _which(text: str) -> tuple[Which | None, str]:
    match = _WHICH.search(text)
    if match is None:
        return None, ""
    return (Which.NEXT if match["which"] in {"volgende", "komende", "next", "coming"} else Which.LATEST), match[0]


def _is_yearless(when: str, since: date | None, until: date | None) -> bool:
    named = {*words(when)} & {*MONTHS, *SEASONS}
    return bool(named and since and until and not re.search(r"20\d\d", when))


def _is_subject(text: str, first: date | None, today: date) -> bool:
    """A time to come is what something is about ("klimaatdoel van 2040", "na maart 2027"): no Council has met in it.

    So is a season of no year: "conferentie herfst".
    """
    if re.fullmatch(rf"(?:in )?(?:de |het |the )?(?:{'|'.join(SEASONS)})", text.strip()):
        return True
    return first is not None and first > today and bool(_TO_COME.fullmatch(text.strip()))


def _period(text: str, today: date) -> tuple[date | None, date | None, str, str]:
    """The days, the words for them, and the text without those."""
    found = find_asked(text, today)
    if found is None or _is_subject(text[found.start : found.end], found.period.first, today):
        return None, None, "", text
    when = _BEFORE_A_TIME.sub("", text[found.start : found.end].strip())
    return found.period.first, found.period.last, when, f"{text[: found.start]} {text[found.end :]}"
