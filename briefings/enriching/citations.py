"""Motions, papers of the EU and EU laws that an item cites, with their permanent addresses.

Addresses: EUR-Lex's own forms (eur-lex.europa.eu/content/help, "linking to documents"), the European Legislation
Identifier (data.europa.eu/eli) and the Council's document register (data.consilium.europa.eu).
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace

from briefings.enriching.lawnames import law_of, laws_named
from briefings.enriching.references import references_in, texts
from briefings.language.fold import fold
from briefings.model.item import AgendaItem
from briefings.model.reference import Citation, CitationKind

_EURLEX = "https://eur-lex.europa.eu/legal-content/NL/TXT/?uri="
_CENTURY_ENDS = 60  #: "06" is 2006, "92" is 1992

_PARTICLE = r"(?:[Vv]an(?: (?:de[nr]?|het|'t))?|[Dd]e[nr]?|[Tt]e[nr]|[Ee]l|[Bb]in|[Dd]i|[Ll]a|'t|[Vv]an't)"
_PARTICLES = frozenset("van de den der het ter ten te 't el bin di la van't".split())
_SURNAME = rf"(?:{_PARTICLE} ){{0,5}}[A-ZÀ-Þ][\w’'À-ÿ]+(?:-(?:{_PARTICLE} )?[A-ZÀ-Þ][\w’'À-ÿ]+)*"
_MOTION = re.compile(
    r"\b[Mm]oties?(?:-| )(?:van (?:het (?:[Kk]amer)?lid|de (?:[Kk]amer)?leden) )?"
    rf"(?P<movers>{_SURNAME}(?:(?:, | en |/){_SURNAME})*)(?: c\.s\.)?"
)
_MOVER = re.compile(_SURNAME)
_COMMISSION = re.compile(r"\b(?P<kind>COM|JOIN|SWD) ?[(/ ]?(?P<year>20\d\d|19\d\d)[)/ ] ?(?P<number>\d{1,4})\b")
_COUNCIL = re.compile(r"\bST ?(?P<number>\d{4,5})/(?P<year>\d{2})(?: (?P<form>REV|ADD|COR) ?(?P<nth>\d+))?\b")
#: Of each type the letter of its CELEX number and its path in the European Legislation Identifier.
_LAWS = {"verordening": ("R", "reg"), "richtlijn": ("L", "dir"), "besluit": ("D", "dec")}
_LAWS |= {"kaderbesluit": ("F", "dec_framw")}
_LAWS |= {"regulation": ("R", "reg"), "directive": ("L", "dir"), "decision": ("D", "dec")}
_LAW = re.compile(
    r"\b(?P<name>\w*?(?P<type>[Vv]erordening|[Rr]ichtlijn|[Kk]aderbesluit|[Bb]esluit|Regulation|Directive|Decision)) "
    r"(?:\((?P<body>EU|EG|EEG|EC|EEC|Euratom|GBVB|JBZ)(?:, Euratom)?\) )?(?P<old>(?:nr\.?|[Nn]o\.?) ?)?"
    r"(?P<one>\d{1,4})/(?P<two>\d{1,4})(?:/(?P<after>EU|EG|EEG|EC|JBZ|GBVB|JHA))?\b"
)
_JOURNAL = re.compile(
    r"\b(?:P[Bb](?:\s?EU|EG)?|Publicatieblad|OJ),? ?(?:(?P<before>\d{4}),? ?)?(?P<series>L|C),? ?(?P<number>\d{1,4})\b"
    r"(?:,? (?:van |of )?\d{1,2}[./ ]\d{1,2}[./ ](?P<after>\d{4}))?"
)
#: The number of a procedure of the EU, with its kind: ordinary (COD), consent (APP, NLE), consultation (CNS), others.
_PROCEDURE = re.compile(
    r"\b(?P<year>(?:19|20)\d\d)/(?P<number>\d{4})[A-Z]? ?[(/] ?(?P<kind>COD|CNS|NLE|APP|AVC|SYN|INI|BUD)\b\)?"
)
_CELEX = re.compile(r"\b(?:CELEX:? ?)?(?P<celex>[1-9](?:19|20)\d\d[A-Z]{1,2}\d{4})\b")
_FURTHEST = 2_000  #: characters behind a motion in which the note of its sentence stands
_DIGIT = re.compile(r"\d")  #: every paper and law has a number
_PLEDGE = re.compile(r"\b(?P<number>TZ\d{6}-\d{3}|T\d{5})\b")


def find_citations(item: AgendaItem) -> tuple[Citation, ...]:
    """What the item cites beside Kamerstukken: motions, what has a number, then laws by name; each once."""
    found = [*_motions(item), *(citation for text in texts(item) for citation in citations_in(text))]
    found += [citation for text in texts(item) for citation in laws_named(text)]
    unique: dict[tuple[CitationKind, str], Citation] = {}
    for citation in found:
        earlier = unique.get((citation.kind, citation.label))
        if earlier is None or (earlier.url is None and citation.url):
            unique[citation.kind, citation.label] = citation
    return tuple(unique.values())


def citations_in(text: str) -> Iterator[Citation]:
    """The papers and laws of the EU in a text, by place."""
    if not _DIGIT.search(text):
        return
    found = [(match.start(), make(match)) for pattern, make in _PATTERNS for match in pattern.finditer(text)]
    yield from (_with_its_law(citation) for _, citation in sorted(found, key=lambda pair: pair[0]) if citation)


def _with_its_law(citation: Citation) -> Citation:
    """A proposal and a procedure are found by the law that came of them too."""
    law = next(filter(None, map(law_of, citation.keys)), None)
    return replace(citation, keys=(*citation.keys, law)) if law and law not in citation.keys else citation


def motion_key(surname: str) -> str:
    """What a motion is found by: the surname of one who moved it, folded, without "van der"."""
    return "motie:" + " ".join(word for word in fold(surname).split() if word not in _PARTICLES)


def _motions(item: AgendaItem) -> Iterator[Citation]:
    for at, paragraph in enumerate(item.paragraphs):
        for match in _MOTION.finditer(paragraph):
            label = f"motie-{match['movers']}"
            yield Citation(CitationKind.MOTION, label, _keys(match["movers"]), _paper_of(item, at, match.end()))


def _keys(movers: str) -> tuple[str, ...]:
    return tuple(motion_key(name) for name in _MOVER.findall(movers))


def _paper_of(item: AgendaItem, paragraph: int, end: int) -> str | None:
    """The Kamerstuk right behind a motion's name: in brackets, or in the note of its sentence."""
    rest = item.paragraphs[paragraph][end : end + _FURTHEST]
    bracket = re.match(r"[^.(]{0,20}\(([^)]{0,300})\)", rest)
    stop = re.search(r"[.!?](?=\s|$)", rest)
    until = end + (stop.end() if stop else len(rest))
    notes = [note.text for note in item.footnotes if note.paragraph == paragraph and end <= note.offset <= until]
    for text in ([bracket[1]] if bracket else []) + notes[:1]:
        papers = list(references_in(text))
        if len(papers) == 1:
            return papers[0].url
    return None


def _commission(match: re.Match[str]) -> Citation:
    kind, year, number = match["kind"], match["year"], int(match["number"])
    url = f"{_EURLEX}{kind}:{year}:{number}:FIN"
    key = f"{kind.lower()}-{year}-{number}"
    return Citation(CitationKind.COMMISSION_PAPER, f"{kind}({year}) {number}", (key,), url)


def _council(match: re.Match[str]) -> Citation:
    number, year = match["number"], 2000 + int(match["year"])
    part = f"{match['form']}-{match['nth']}" if match["form"] else "INIT"
    label = f"ST {number}/{match['year']}" + (f" {match['form']} {match['nth']}" if match["form"] else "")
    url = f"https://data.consilium.europa.eu/doc/document/ST-{number}-{year}-{part}/nl/pdf"
    return Citation(CitationKind.COUNCIL_PAPER, label, (f"st-{number}-{match['year']}",), url)


def _law(match: re.Match[str]) -> Citation | None:
    if not (match["body"] or match["after"] or match["old"]):
        return None  # "het besluit 3/4" is no law
    year, number = _year_and_number(match)
    if year is None:
        return None
    letter, path = _LAWS[fold(match["type"])]
    label = " ".join(match[0].split())
    celex = f"3{year}{letter}{number:04}"
    url = f"http://data.europa.eu/eli/{path}/{year}/{number}/oj"
    keys = (f"{year}-{number}", f"{number}-{year}", celex.lower())
    return Citation(CitationKind.LAW, label[:1].upper() + label[1:], keys, url)


def _year_and_number(match: re.Match[str]) -> tuple[int | None, int]:
    """Directives and decisions have always been year/number; regulations number/year until 2015."""
    one, two = match["one"], match["two"]
    number_first = bool(match["old"]) or (fold(match["type"]) in {"verordening", "regulation"} and not _is_year(one))
    year, number = (two, one) if number_first else (one, two)
    if not _is_year(year):
        return None, 0
    full = int(year) if len(year) == len("2015") else int(year) + (2000 if int(year) < _CENTURY_ENDS else 1900)
    return full, int(number)


def _is_year(text: str) -> bool:
    return len(text) == 2 or (len(text) == 4 and text[:2] in {"19", "20"})  # noqa: PLR2004 - digits of a year


def _journal(match: re.Match[str]) -> Citation | None:
    year = match["before"] or match["after"]
    if year is None:
        return None
    label = f"PbEU {year}, {match['series']} {match['number']}"
    key = f"{match['series'].lower()}-{year}-{match['number']}"
    url = f"{_EURLEX}OJ:{match['series']}:{year}:{int(match['number']):03}:TOC"
    return Citation(CitationKind.OFFICIAL_JOURNAL, label, (key,), url)


def _procedure(match: re.Match[str]) -> Citation:
    year, number, kind = match["year"], match["number"], match["kind"]
    url = f"https://eur-lex.europa.eu/procedure/NL/{year}_{int(number)}"
    return Citation(CitationKind.PROCEDURE, f"{year}/{number}({kind})", (f"{year}-{number}-{kind.lower()}",), url)


def _celex(match: re.Match[str]) -> Citation:
    return Citation(CitationKind.CELEX, match["celex"], (match["celex"].lower(),), f"{_EURLEX}CELEX:{match['celex']}")


def _pledge(match: re.Match[str]) -> Citation:
    return Citation(CitationKind.PLEDGE, f"toezegging {match['number']}", (match["number"].lower(),))


_PATTERNS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], Citation | None]], ...] = (
    (_COMMISSION, _commission),
    (_COUNCIL, _council),
    (_LAW, _law),
    (_JOURNAL, _journal),
    (_PROCEDURE, _procedure),
    (_CELEX, _celex),
    (_PLEDGE, _pledge),
)
