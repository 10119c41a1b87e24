"""The numbers of a text, and whether it says how many or how much."""

import re

from briefings.language.fold import fold
from briefings.language.lemmas import family
from briefings.language.tokens import words

_NAMES = frozenset(
    "twee drie vier vijf zes zeven acht negen tien elf twaalf dertien veertien vijftien zestien zeventien achttien"
    " negentien twintig dertig veertig vijftig honderd duizend miljoen miljard half".split()
)
#: Numbers that name a day, a year, a paper, an article or a place in a list, and count nothing.
_NAMING = re.compile(
    r"\b\d{1,2} (?:januari|februari|maart|april|mei|juni|juli|augustus|september|oktober|november|december)\b"
    r"|\b(?:19|20)\d\d\b(?:[-/]\d+)?|\b\d{1,4}/(?:19|20)\d\d\b|\b\d{2} ?\d{3}(?:-[a-z\d]+)?, ?(?:nr|nrs)\b\.? ?\d*"
    r"|\b(?:artikel(?:en)?|artt?\.|lid|nrs?\.?|punt|agendapunt|annex|bijlage|protocol|hoofdstuk|scenario|com)"
    r" ?[\d.]+(?: en \d+)?"
    r"|\bcom\(\d{4}\) ?\d+"
)
#: Besides numbers, what tells how many: shares, and none or all of them.
_SHARES = re.compile(
    r"\b(?:helft|kwart|(?:twee)?derde(?:n)? van|verdubbel\w*|halver\w*|procent(?:en)?|percentages?|geen van de|"
    r"tientallen|honderden|duizenden|miljoenen|miljarden|(?:alle|enkele) (?:overige )?lidstaten|"
    r"(?:meerderheid|merendeel) van)\b|%"
)
_MONEY = frozenset(
    "geld bedrag bedragen budget kosten euro euros subsidie steun money budget funding cost costs".split()
)
_OF_MONEY = re.compile(r"€|\b(?:euro|miljoen|miljard)\b")
_OFTEN = frozenset("vaak keer often times".split())
_OF_TIMES = re.compile(r"\b(?:keer|maal|\w*(?:jaarlijkse?|maandelijkse?|wekelijkse?|dagelijkse?))\b")
_DIGITS = re.compile(r"(?<![\w.-])\d+(?:[.,]\d+)*(?![\w/-])")


def numbers_in(text: str) -> frozenset[str]:
    """The numbers of a text, in digits and words."""
    return frozenset(word for word in words(text) if word.isdigit() or word in _NAMES)


def says_how_many(text: str) -> bool:
    """Whether a sentence says how many or how much: a number that names no day, year or paper, or a share."""
    counting = _NAMING.sub(" ", fold(text))
    return bool(_SHARES.search(counting) or _DIGITS.search(counting)) or not _NAMES.isdisjoint(words(counting))


def speaks_of_counted(text: str, what: str) -> bool:
    """Whether a sentence has what is to be counted: the word itself, an amount for "geld", "keer" for "vaak"."""
    folded = fold(text)
    if what in _MONEY:
        return _OF_MONEY.search(folded) is not None
    if what in _OFTEN:
        return _OF_TIMES.search(folded) is not None
    return family(what) in {family(word) for word in words(folded)}
