"""EU laws that a text calls by a name, without their number: "de Terugkeerrichtlijn", "AI Act", "AVG".

A name in laws.txt is that of one law, whose numbers stand there. Any other name that is formed as one tells the law by
its name alone, and two letters that have it may still speak of an older and a newer law.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from itertools import pairwise

from briefings.language.fold import fold
from briefings.model.reference import Citation, CitationKind

_EURLEX = "https://eur-lex.europa.eu/legal-content/NL/TXT/?uri="
_WORD = re.compile(r"[\w’']+(?:-[\w’']+)*")
_KINDS = ("verordening", "richtlijn")
_ENGLISH = frozenset({"act", "regulation", "directive"})
#: Behind a name stands its number: then it is known by that.
_NUMBERED = re.compile(r" ?(?:\((?:EU|EG|EEG|EC|EEC)\) ?)?(?:[Nn][ro]\.? ?)?\d{1,4}/\d")
_SHORTEST = 3  #: letters of what stands before "richtlijn" in the name of one law
#: Before "verordening" or "richtlijn" these make no name: a kind of law, who made it, a rule of a town or a trade.
_ANY_LAW = frozenset(
    "aanvullings afvalstoffen antidumping bacs basis begrotings behandel beroeps branche beleids belasting"
    " bijzondere commissie concept eg eu europa europese gedelegeerde gedrags gemeente fatf grond handels"
    " herzienings huisvestings icao ilo imo kader kaderwet landen leges lands machtigings model moeder navo"
    " nood oecd oeso om omgevings omnibus onderhandelings ontwerp overgangs parkeer politie provinciale raads"
    " raad rijks sanctie sancties straf strafvorderings subsidie tarief tijdelijke uitvoerings unie"
    " vergoedings verzamel vn who wijzigings wto zorg".split()
)
#: Words before "Act", "Regulation" and "Directive" that name no law by themselves.
_ANY_ENGLISH = frozenset(
    "a an the this that commission council delegated draft eu european eec ec final framework general implementing new"
    " parliament proposed recast revised union de het een die deze dit van voor en".split()
)
_OPENING = frozenset({"eu", "europese", "european", "herziene", "nieuwe"})
_LONG = 9  #: letters of a noun that names a law by itself: "Richtlijn dijkbewaking"; "Verordening goed" is no name
_ADJECTIVE = re.compile(r"[a-z]{3,}(?:e|en)$")  #: it goes with the next word
#: Behind a capital "Verordening" these begin no name.
_GOES_ON = frozenset(
    "aan bij binnen biedt brengt dat de den der die door dus een en er geldt geven geeft had heeft hebben hem het hier"
    " hoe houdt in inzake is kan komt krijgt kwam maar maakt met mits moet naar nadat niet nog of om omdat onder ook op"
    " over per regelt staat te tegen ten ter terwijl toe tot treedt tussen uit uitvoering vaak van vanaf vastgesteld"
    " verder verplicht voor voorziet vraagt waar waarin waarmee wat werd wie wil wordt worden zal ziet zich zijn zo zou"
    " zonder zoals betreffende nr werkt was waren houdende".split()
)


@dataclass(frozen=True, slots=True)
class _Law:
    """A law whose name is known."""

    keys: tuple[str, ...]  #: by which it is found; the last is its own
    url: str | None


@dataclass(frozen=True, slots=True)
class _Token:
    text: str
    bare: str  #: folded, without hyphens
    start: int
    end: int


def laws_named(text: str) -> Iterator[Citation]:
    """The laws that a text calls by name, in reading order."""
    tokens = [_Token(match[0], _bare(match[0]), match.start(), match.end()) for match in _WORD.finditer(text)]
    at = 0
    while at < len(tokens):
        length, law = _known(tokens, at) or _called(text, tokens, at) or (1, None)
        last = tokens[at + length - 1]
        if law is not None and not _NUMBERED.match(text, last.end):
            label = text[tokens[at].start : last.end]
            yield Citation(CitationKind.NAMED_LAW, label[:1].upper() + label[1:], law.keys, law.url)
        at += length


@lru_cache(20_000)
def _bare(word: str) -> str:
    return fold(word).replace("-", "")


def law_of(key: str) -> str | None:
    """The key of the law of which this is the number, the proposal or the procedure; None when that is not known."""
    return _names().numbers.get(key)


def is_certain(key: str) -> bool:
    """Whether a key is the number of one law, and no name."""
    return not key.startswith("wet:")


def _known(tokens: list[_Token], at: int) -> tuple[int, _Law] | None:
    """The longest name in laws.txt that begins here: how many words, and its law."""
    for words, exact, law in _names().by_first.get(tokens[at].bare, ()):
        here = tokens[at : at + len(words)]
        if tuple(one.bare for one in here) == words and (exact is None or here[0].text == exact):
            return len(words), law
    return None


def _called(text: str, tokens: list[_Token], at: int) -> tuple[int, _Law] | None:
    """A name that is formed as that of a law: how many words, and the law by that name."""
    token = tokens[at]
    for kind in _KINDS:
        if token.bare == kind and token.text[:1].isupper():
            return _behind(text, tokens, at, kind)
        if token.bare.endswith(kind) and token.text[-2:].islower():
            stem = token.bare.removesuffix(kind)
            parts = fold(token.text).removesuffix(kind).strip("-").split("-")
            while len(parts) > 1 and parts[0] in _OPENING:
                stem, parts = stem.removeprefix(parts[0]), parts[1:]
            return (1, _of_kind(stem, kind)) if len(stem) >= _SHORTEST and stem not in _ANY_LAW else None
    return _in_english(text, tokens, at)


def _behind(text: str, tokens: list[_Token], at: int, kind: str) -> tuple[int, _Law] | None:
    """ "Verordening digitale zegels": what stands behind a kind with a capital, up to its noun."""
    words: list[str] = []
    for before, token in pairwise(tokens[at : at + 5]):
        if text[before.end : token.start] != " " or token.bare in _GOES_ON or not token.bare.isalpha():
            break
        words.append(token.bare)
        if not _ADJECTIVE.match(token.bare):
            break
    if not words or words[0] in _ANY_LAW or (len(words) == 1 and (_ADJECTIVE.match(words[0]) or len(words[0]) < _LONG)):
        return None
    return len(words) + 1, _of_kind("".join(words), kind)


def _in_english(text: str, tokens: list[_Token], at: int) -> tuple[int, _Law] | None:
    """ "Digital Seals Act": words with capitals up to the kind."""
    words: list[str] = []
    for place in range(at, min(at + 7, len(tokens))):
        token = tokens[place]
        if not token.text[:1].isupper() or (place == at and token.bare in _ANY_ENGLISH):
            return None
        if place > at and (text[tokens[place - 1].end : token.start] != " " or _known(tokens, place)):
            return None
        if token.bare in _ENGLISH:
            named = [word for word in words if word not in _ANY_ENGLISH and word not in _OPENING]
            return (place - at + 1, _by_name("".join(named) + token.bare)) if named else None
        words.append(token.bare)
    return None


def _of_kind(stem: str, kind: str) -> _Law:
    """The s that joins two words is none of the name: "dijkbewakingsrichtlijn", "Richtlijn dijkbewaking"."""
    return _by_name(stem.removesuffix("s") + kind)


def _by_name(name: str) -> _Law:
    return _Law((f"wet:{name}",), None)


@dataclass(frozen=True, slots=True)
class _Names:
    #: Of each first word the names that begin with it, the longest first: its words, how it is written, its law.
    by_first: dict[str, list[tuple[tuple[str, ...], str | None, _Law]]]
    numbers: dict[str, str]


@cache
def _names() -> _Names:
    by_first: dict[str, list[tuple[tuple[str, ...], str | None, _Law]]] = {}
    numbers: dict[str, str] = {}
    for line in (files(__package__) / "laws.txt").read_text(encoding="utf-8").splitlines():
        if not line or line.startswith("#"):
            continue
        told, _, names = line.partition("=")
        law = _law(told.split())
        numbers |= {_key(number): law.keys[-1] for number in told.split()}
        for name in (one.strip() for one in names.split("|")):
            for words in {tuple(fold(name).replace("-", "").split()), tuple(fold(name).replace("-", " ").split())}:
                meant = law if law.keys else _unsure(words)
                by_first.setdefault(words[0], []).append((words, _exactly(name), meant))
    for known in by_first.values():
        known.sort(key=lambda one: -len(one[0]))
    return _Names(by_first, numbers)


def _law(numbers: list[str]) -> _Law:
    if not numbers:
        return _Law((), None)
    keys = list(map(_key, numbers))
    own = numbers[0]
    if own.startswith("COM-"):
        url = f"{_EURLEX}{own.replace('-', ':')}:FIN"
    else:
        year, number = own[1:5], str(int(own[6:]))
        keys += [f"{year}-{number}", f"{number}-{year}"]
        url = f"{_EURLEX}CELEX:{own}"
    return _Law((*keys[1:], keys[0]), url)


def _unsure(words: tuple[str, ...]) -> _Law:
    name = "".join(words)
    kind = next((kind for kind in _KINDS if name.endswith(kind)), "")
    return _of_kind(name.removesuffix(kind), kind) if kind else _by_name(name)


def _key(number: str) -> str:
    """ "COM-2025-101" -> "com-2025-101"; "2025/0059(COD)" -> "2025-0059-cod"."""
    return re.sub(r"[^a-z0-9]+", "-", number.lower()).strip("-")


def _exactly(name: str) -> str | None:
    """A name of one word without its kind is an abbreviation, and is read as it is written."""
    is_one_word = " " not in name and not fold(name).endswith((*_KINDS, "code"))
    return name if is_one_word else None
