"""Where a meeting was: the place named in a sentence beside its days or the Council."""

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from briefings.language.dates import MONTHS, find_dates_near
from briefings.language.fold import fold
from briefings.language.sentences import sentence_spans
from briefings.reading.formations import first_mention

_LONGEST = 2_000  #: characters of a sentence that are looked at
_NAME = r"[A-Z][^\W\d_]+(?:['’-][^\W\d_]+)*"
_JOINED = rf"{_NAME}(?:[ -](?:(?:aan de|aan den|aan|den|der|la|le|am|an der|de la)[ -])?{_NAME})*"
_PLACE = re.compile(rf"\b(?:in|te) (?P<place>{_JOINED})")
#: "Raad Algemene Zaken (Brussel)", "JBZ-Raad, Luxemburg, 12 juni": only of places where Councils meet.
_BARE = re.compile(rf"[(,] ?(?P<place>{_JOINED})(?=\)|,? \d)")
_BEFORE = re.compile(
    r"(?:\d{4}|\d|"
    + "|".join(MONTHS)
    + r"|jl\.?|a\.s\.?|\)|raad|groep|ecofin|bijeenkomst|plaatsvond|plaatshad|plaatsvindt|plaatsvinden|plaats|vond|"
    r"vonden|vindt|vinden|samen|bijeen|bijeenkwam|bijeenkwamen|gehouden|unie|ministers|razeb|rbz|raz|wsbvc|epsco|ojcs|vte),?$"
)
_AFTER = re.compile(r"^[\d,]{0,3} ?(?:op \w*d?a?g? ?\d|heeft|hebben|plaats|vond|is gehouden|werd gehouden|gehouden)")
_NO_PLACE = frozenset(
    "Europa Europees Europese EU Raadsverband Coreper Raad Kamer Nederland Nederlands Unie Benelux".split()
)
#: Where Councils meet, as Dutch letters write it: the two seats and the cities of presidencies since 1999.
_SEATS = frozenset(
    "Brussel Luxemburg Amsterdam Antwerpen Athene Barcelona Berlijn Boedapest Boekarest Bratislava Budapest Cardiff "
    "Dresden Dublin Gent Gödöllő Graz Helsinki Keulen Kopenhagen Kraków Krakau Leuven Lille Lissabon Ljubljana Lyon "
    "Maastricht Madrid Malta Milaan München Namen Nicosia Nice Nyköping Parijs Porto Praag Riga Rome Salzburg Sofia "
    "Stockholm Straatsburg Tallinn Tampere Toledo Valencia Valletta Verona "
    "Versailles Vilnius Warschau Wenen Zagreb".split()
)


def find_place(texts: Sequence[str], dates: tuple[date, ...]) -> str | None:
    """The place of the meeting. A text that ends in mid-sentence goes on in the next ("plaatsvond in" / "Brussel.")."""
    for text in _whole(texts):
        for start, end in sentence_spans(text):
            sentence = text[start : min(end, start + _LONGEST)]
            days = find_dates_near(sentence, dates[0])
            if not (set(days) & set(dates)) and first_mention(fold(sentence)) is None:
                continue
            if (place := next(_places(sentence), None)) is not None:
                return place
    return None


def _places(sentence: str) -> Iterator[str]:
    for match in _PLACE.finditer(sentence):
        before, after = fold(sentence[: match.start()]), fold(sentence[match.end() :])
        said = match["place"].split(" ")[0] not in _NO_PLACE
        if said and (_BEFORE.search(before) or _AFTER.search(after)):
            yield match["place"]
    for match in _BARE.finditer(sentence):
        if match["place"] in _SEATS:
            yield match["place"]


def _whole(texts: Iterable[str]) -> Iterator[str]:
    begun = ""
    for text in texts:
        begun = f"{begun} {text}".strip()
        if not re.search(r"\b(?:in|te|op|van|de|het|een|den)$", begun):
            yield begun
            begun = ""
    if begun:
        yield begun
