"""What is being asked: about what, by whom, when."""

import re
from dataclasses import dataclass
from datetime import date

from briefings.language.dates import MONTHS, find_month, month_end
from briefings.language.fold import fold
from briefings.language.tokens import words
from briefings.model.statement import Actor

LONGEST = 300  #: characters of a question that are read

_ACTORS = {
    "nederland": Actor.NETHERLANDS,
    "netherlands": Actor.NETHERLANDS,
    "nederlandse": Actor.NETHERLANDS,
    "dutch": Actor.NETHERLANDS,
    "kabinet": Actor.CABINET,
    "commissie": Actor.COMMISSION,
    "commission": Actor.COMMISSION,
    "voorzitterschap": Actor.PRESIDENCY,
    "presidency": Actor.PRESIDENCY,
    "raad": Actor.COUNCIL,
    "council": Actor.COUNCIL,
    "lidstaten": Actor.MEMBER_STATES,
    "member states": Actor.MEMBER_STATES,
    "eurojust": Actor.EUROJUST,
    "europol": Actor.EUROPOL,
    "frontex": Actor.FRONTEX,
    "eu-lisa": Actor.EU_LISA,
    "eu ctc": Actor.EU_CTC,
    "edeo": Actor.EEAS,
}
_WHO = r"(?:de |het |the )?(?:europese |european )?(?P<who>" + "|".join(_ACTORS) + r")"
_ABOUT = r"(?:over|van|inzake|op|bij|aangaande|rond|about|on|regarding)"
_SAYS = r"(?:zei|zegt|vond|vindt|wil|wilde|deed|doet|stelde|zeiden|vonden|willen)"
_STAND = r"(?:standpunt|positie|inbreng|inzet|position)(?:en|s)?"
_THE = r"(?:(?:wat|what) (?:is|was) )?(?:het |the )?"
_REST = rf"(?: {_ABOUT})? (?P<rest>.+)$"
_ASKS_WHO = tuple(
    re.compile(pattern)
    for pattern in (
        rf"^wat {_SAYS} {_WHO}{_REST}",
        rf"^what (?:did|does|do) {_WHO} (?:say|think|want|do){_REST}",
        rf"^{_THE}{_STAND} (?:van |of )?{_WHO}{_REST}",
        rf"^{_THE}{_WHO} {_STAND}{_REST}",
        rf"^{_WHO} (?:over|about|on) (?P<rest>.+)$",
    )
)
_NUMBER = re.compile(r"^(?:agenda)?(?:punt|item)? ?(?P<number>(?:[ivx]{1,4}\.)?\d{1,2}(?:\.?[a-z])?)$")
_MEETING_WORDS = frozenset("jbz jbzraad raad council meeting van in de het the of vorige laatste last previous".split())

#: Words that ask, and say nothing of the subject.
_EMPTY = frozenset(
    "de het een en of in op van voor over met aan bij tot uit naar om te door als dan dat die dit deze is"
    " zijn was waren wordt worden werd werden er wat wie waar wanneer hoe waarom welke welk zei zegt"
    " gezegd besproken bespreking staat stand zaken iets alles meer laatste nieuws info informatie graag"
    " kan kun je u mij me ik we wij onderwerp thema zoek geef toon vertel besloten beslist gaat gaan heeft"
    " hebben jbz jbzraad raad verslag the a an and or of to for about on with at by from what who where"
    " when how which is are was were said say tell show me please find search latest news".split()
)


@dataclass(frozen=True, slots=True)
class Question:
    """A question taken apart. `words` are what is left when actor, period and empty words are gone."""

    raw: str
    words: tuple[str, ...] = ()
    actor: Actor | None = None
    number: str | None = None  #: an item's number in capitals: "I.6", "I.9.a"
    since: date | None = None
    until: date | None = None
    meeting_only: bool = False  #: nothing but a period, or "raad" with one


def read_question(text: str) -> Question:
    """What `text` asks. Only its first 300 characters are read."""
    raw = " ".join(text[:LONGEST].split())
    folded = fold(raw).strip(" ?!.,;:\"'/")
    number = _NUMBER.match(folded)
    if number and ("." in number["number"] or folded.startswith(("punt", "agenda", "item"))):
        return Question(raw, number=item_number(number["number"]))
    actor, rest = _who(folded)
    since, until, rest = _period(rest)
    left = words(rest)
    asked = tuple(word for word in left if word not in _EMPTY)
    only_meeting = since is not None and actor is None and all(word in _MEETING_WORDS for word in left)
    if not asked and actor is None and not only_meeting:
        asked = tuple(left)
    return Question(raw, asked, actor, None, since, until, only_meeting)


def item_number(text: str) -> str:
    """A typed number in the letters' form: "i.9a" -> "I.9.a"."""
    match = re.fullmatch(r"(?:([ivx]+)\.)?(\d+)(?:\.?([a-z]))?", fold(text))
    if match is None:
        return text
    return ".".join(part for part in ((match[1] or "").upper(), match[2], match[3] or "") if part)


def _who(folded: str) -> tuple[Actor | None, str]:
    for pattern in _ASKS_WHO:
        if match := pattern.match(folded):
            return _ACTORS[match["who"]], match["rest"]
    return None, folded


def _period(text: str) -> tuple[date | None, date | None, str]:
    """The period named, and the text without it. A month needs its year: "mei" alone may be anything."""
    year, month = find_month(text)
    if year is None:
        return None, None, text
    rest = re.sub(r"\b20\d\d(?:-\d\d)?\b", " ", text)
    if month is None:
        return date(year, 1, 1), date(year, 12, 31), rest
    names = "|".join(sorted(MONTHS, key=len, reverse=True))
    rest = re.sub(rf"\b(?:\d{{1,2}}(?: en \d{{1,2}}|-\d{{1,2}})? )?(?:{names})\b\.?", " ", rest)
    return date(year, month, 1), month_end(year, month), rest
