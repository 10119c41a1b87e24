"""A Dutch sentence as its clauses: which words belong to the sentence itself, and which hang under it.

In a main clause the finite verb is the second part, in a subordinate one it stands at the end (ANS 21.1). So a
subordinate clause runs from the word that opens it to the first comma, or verb of the main clause, behind its own verb.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from briefings.enriching.finites import Token, finites, has_finite, tokens_of
from briefings.enriching.lexicon import (
    ADVERBS,
    AUXILIARIES,
    CONJUNCTIONS,
    DETERMINERS,
    GOING_ON,
    IS_AUXILIARY,
    PARTICIPLES,
    PREPOSITIONS,
    PRONOUNS,
    SUBORDINATORS,
    is_finite,
)
from briefings.language.fold import fold

_STOPS = frozenset(",;:–—-")
_PARTICIPLE = re.compile(r"(?:aan|op|uit|in|af|voor)?(?:ge|be|ver|ont|her)\w+(?:d|t|en)$")
_MAY_END = frozenset({",", ";", "en", "maar"})
#: "Zoals gebruikelijk ontvangt uw Kamer …", and so behind a participle: no clause of its own.
_AS_EXPECTED = frozenset("gebruikelijk bekend voorzien verwacht".split())
#: "vond dat voorbarig, en": "dat" opens no clause.
_JUDGES = frozenset("vindt vinden vond vonden noemt noemen noemde noemden acht achten achtte achtten".split())
_PARTICLES = frozenset("af aan op in uit toe over voor tegen bij mee goed".split())
#: Particles that "dat" follows, as of these verbs: "kondigde aan dat", "stelde voor dat".
_BEFORE_THAT = {
    "aan": re.compile(r"(?:gaf|gaven|geef|geeft|geven|kondig\w*|dring\w*|drong\w*|voer\w*|toon\w*|neem\w*|nam\w*)$"),
    "voor": re.compile(r"(?:stel\w*)$"),
    "in": re.compile(r"(?:zie\w*|zag\w*|breng\w*|bracht\w*)$"),
    "uit": re.compile(r"(?:ga|gaat|gaan|ging\w*|sluit\w*|sloot\w*|spreek\w*|sprak\w*|leg\w*)$"),
    "toe": re.compile(r"(?:zeg\w*|zei\w*|voeg\w*|licht\w*|geef\w*|gaf\w*|geven)$"),
    "op": re.compile(r"(?:merk\w*|roep\w*|riep\w*)$"),
    "af": re.compile(r"(?:spreek\w*|sprak\w*|leid\w*)$"),
}
#: "Als A-punt is de verordening aangenomen": no condition.
_AS_POINT = re.compile(r"(?:[ab]|ii?|ii?/a)-punt(?:en)?$")
_NO_QUESTION = frozenset("vraag onduidelijk onzeker onbekend vragen bezien nagaan onderzoeken afwachten".split())


@dataclass(frozen=True, eq=False)
class Clause:
    """One clause: its tokens in order, and where among them its finite verb stands. Each is equal to itself only.

    `opener` is the word that opens a subordinate clause, None for a clause of the sentence itself.
    """

    tokens: tuple[Token, ...]
    finite: int | None
    opener: str | None = None
    follows: bool = False  #: it is joined to a clause before it ("… en riep op"), whose subject it may share

    @property
    def before(self) -> tuple[Token, ...]:
        """What stands before the finite verb."""
        return self.tokens[: self.finite] if self.finite is not None else self.tokens

    @property
    def behind(self) -> tuple[Token, ...]:
        """What stands behind the finite verb."""
        return self.tokens[self.finite + 1 :] if self.finite is not None else ()

    @property
    def verb(self) -> str:
        """The finite verb; empty when there is none."""
        return self.tokens[self.finite].low if self.finite is not None else ""

    @cached_property
    def words(self) -> list[str]:
        """Its folded words and signs."""
        return [token.low for token in self.tokens]

    @cached_property
    def text(self) -> str:
        """Its folded words, signs left out."""
        return " ".join(token.low for token in self.tokens if token.low[0].isalnum())


@dataclass(frozen=True, eq=False)
class ParsedSentence:
    """A sentence taken apart. Each is equal to itself only."""

    raw: str
    tokens: tuple[Token, ...]
    clauses: tuple[Clause, ...]  #: in the order of their beginning; those of the sentence itself first

    @cached_property
    def folded(self) -> str:
        """The whole sentence, folded."""
        return fold(self.raw)

    @cached_property
    def main(self) -> tuple[Clause, ...]:
        """The clauses of the sentence itself."""
        return tuple(clause for clause in self.clauses if clause.opener is None)

    @cached_property
    def under(self) -> tuple[Clause, ...]:
        """The subordinate clauses."""
        return tuple(clause for clause in self.clauses if clause.opener is not None)

    def as_written(self, folded: str) -> str:
        """Folded words as the sentence writes them; a word that does not stand in it stays as it is."""
        return " ".join(self._written.get(word, word) for word in folded.split())

    @cached_property
    def _written(self) -> dict[str, str]:
        return {token.low: self.raw[token.start : token.end] for token in reversed(self.tokens)}

    def without(self, clauses: Iterable[Clause]) -> str:
        """The sentence in which these clauses cannot be read; every place stays what it was."""
        left = self.raw
        for clause in clauses:
            begin, end = clause.tokens[0].start, clause.tokens[-1].end
            left = f"{left[:begin]}{'x' * (end - begin)}{left[end:]}"
        return left

    def between(self, start: int, end: int) -> "ParsedSentence":
        """The part of it between two places, with the clauses that begin there; places stay those of the whole."""
        tokens = tuple(token for token in self.tokens if start <= token.start < end)
        return ParsedSentence(
            self.raw, tokens, tuple(clause for clause in self.clauses if start <= clause.tokens[0].start < end)
        )

    def around(self, start: int, end: int) -> tuple[list[Token], list[Token]]:
        """Its words and signs before one place, and behind another."""
        return [t for t in self.tokens if t.start < start], [t for t in self.tokens if t.start >= end]

    def next_to(self, token: Token) -> str:
        """The folded word behind a token, a comma passed over; empty at the end."""
        behind = [other.low for other in self.tokens if other.start >= token.end][:2]
        return behind[-1] if behind and behind[0] == "," else "".join(behind[:1])


def take_apart(raw: str) -> ParsedSentence:
    """The clauses of a sentence. What is said in brackets, or quoted, is left out."""
    tokens = tokens_of(raw)
    main, under = _hang(tokens)
    clauses = [*_joined(main), *(_under(opener, held) for opener, held in under)]
    return ParsedSentence(raw, tokens, tuple(clause for clause in clauses if clause.tokens))


_Held = list[tuple[str, list[Token]]]


def _hang(tokens: Sequence[Token]) -> tuple[list[Token], _Held]:
    """The words of the sentence itself, and those of each subordinate clause with what opens it."""
    main: list[Token] = []
    under: _Held = []
    open_ones: list[tuple[str, list[Token]]] = []
    if _asks_first(tokens):
        open_ones.append(("mocht", []))
        under.append(open_ones[-1])
    for at, token in enumerate(tokens):
        while open_ones and _ends(open_ones[-1], tokens, at, main):
            done = open_ones.pop()
            if open_ones and has_finite(open_ones[-1][1]) and has_finite(done[1]):
                open_ones.pop()
        if _opens(tokens, at, main, inside=bool(open_ones)):
            if open_ones and has_finite(open_ones[-1][1]):
                open_ones.pop()
            open_ones.append((token.low, []))
            under.append(open_ones[-1])
        elif open_ones:
            open_ones[-1][1].append(token)
        else:
            main.append(token)
    return main, under


def _asks_first(tokens: Sequence[Token]) -> bool:
    """ "Mocht de Raad instemmen, dan …", "Wordt de tekst aangenomen, dan …": a condition without a word for it."""
    words = [token.low for token in tokens]
    return bool(words) and is_finite(words[0]) and "," in words and words[words.index(",") + 1 :][:1] == ["dan"]


def _opens(tokens: Sequence[Token], at: int, main: Sequence[Token], *, inside: bool) -> bool:
    word, before = tokens[at].low, tokens[at - 1].low if at else ""
    behind = tokens[at + 1].low if at + 1 < len(tokens) else ""
    match word:
        case "als":
            clear = (
                behind == "er"
                or behind in DETERMINERS
                or behind in PRONOUNS
                or (at + 1 < len(tokens) and tokens[at + 1].capital)
            )
            clear = clear and not _AS_POINT.match(behind)
            begins = at == 0 or before in _STOPS | {"en", "alleen"} or _is_condition(tokens, at)
            return before not in {"net", "zowel", "zo"} and clear and begins
        case "dat":
            after = tokens[at + 2].low if at + 2 < len(tokens) else ""
            judged = before in _JUDGES and after != "" and (not after[0].isalnum() or after in CONJUNCTIONS)
            begins = (
                (before not in PREPOSITIONS or _is_particle(tokens, at - 1) or _is_pronominal(tokens, at - 1))
                and not (at == 0 and is_finite(behind))
                and not judged
            )
            return begins and not _points_at(tokens, at)
        case "die":
            return at > 0 and before not in PREPOSITIONS and not is_finite(before) and before not in CONJUNCTIONS
        case "of":
            return (
                at == 0
                or before in _NO_QUESTION
                or (is_finite(before) and before not in {"heeft", "is"})
                or (before == "," and inside is False and has_finite(main))
            )
        case "nu":
            return (at == 0 or before == ",") and behind in DETERMINERS
        case "om":
            rest = [token.low for token in tokens[at + 1 :]]
            upto = rest[: rest.index(",")] if "," in rest else rest
            return "te" in upto
        case "waar":
            return at == 0 or before == ","
        case "daar":
            return before == "," and (behind in DETERMINERS or (at + 1 < len(tokens) and tokens[at + 1].capital))
        case "wat" | "hoe":
            return at > 0 and not (word == "wat" and behind == "betreft")
        case "zoals":
            return at > 0 or not (behind in PARTICIPLES or behind in _AS_EXPECTED)
        case _:
            return word in SUBORDINATORS and not (word == "wat" and at == 0)


def _is_condition(tokens: Sequence[Token], at: int) -> bool:
    """ "zou het voorstel steunen | als de termijn wordt verlengd": behind an infinitive, with a verb of its own."""
    rest = [token.low for token in tokens[at + 1 :]]
    stops = (nth for nth, word in enumerate(rest) if word in _MAY_END)
    wishes = any(token.low in AUXILIARIES["modal"] for token in tokens[:at])
    return wishes and tokens[at - 1].low.endswith("en") and any(map(is_finite, rest[1 : next(stops, len(rest))]))


def _is_particle(tokens: Sequence[Token], at: int) -> bool:
    """ "gaf aan | dat de termijn te kort is": it belongs to the verb before it, and "dat" has a verb of its own."""
    verbs = _BEFORE_THAT.get(tokens[at].low)
    if verbs is None or not any(verbs.match(token.low) for token in tokens[:at]):
        return False
    rest = [token.low for token in tokens[at + 2 :]]
    stops = (nth for nth, word in enumerate(rest) if word in _MAY_END)
    return any(map(is_finite, rest[1 : next(stops, len(rest))]))


def _is_pronominal(tokens: Sequence[Token], at: int) -> bool:
    """ "is er niet tegen | dat Frontex groeit": what it is against follows."""
    near = {token.low for token in tokens[max(at - 3, 0) : at]}
    return tokens[at].low in {"tegen", "voor"} and "er" in near and any(is_finite(t.low) for t in tokens[at + 2 :])


def _points_at(tokens: Sequence[Token], at: int) -> bool:
    """ "wezen dat verzoek af": behind a verb, with none of its own, or with the particle of that verb at its end."""
    if at == 0 or not is_finite(tokens[at - 1].low):
        return False
    rest = [token.low for token in tokens[at + 1 :]]
    whole = rest[: rest.index(";")] if ";" in rest else rest
    parted = len(rest) > 2 and rest[1] in _PARTICLES and (not rest[2][0].isalnum() or rest[2] in CONJUNCTIONS)  # noqa: PLR2004
    return parted or not any(map(is_finite, whole))


def _ends(opened: tuple[str, list[Token]], tokens: Sequence[Token], at: int, main: Sequence[Token]) -> bool:
    """Whether an open clause ends before the token at `at`."""
    opener, held = opened
    word = tokens[at].low
    if word not in _MAY_END and word not in PARTICIPLES and not is_finite(word):
        return False
    rest = tokens[at + 1 : at + 4]
    goes_on = bool(rest) and is_finite(rest[0].low)
    finite = has_finite(held)
    if word in {",", ";"}:
        return (
            finite or word == ";" or opener == "zoals" or (goes_on and not has_finite(main)) or _ends_infinitive(held)
        )
    if word in {"en", "maar"} and (finite or _ends_infinitive(held)):
        soon = len(rest) > 1 and rest[0].low in ADVERBS and is_finite(rest[1].low)
        return goes_on or soon
    if word in PARTICIPLES and _has_cluster(held) and _lacks_participle(main):
        return True
    is_past = is_finite(word) and not word.endswith("en")
    if opener == "om" and is_past and _ends_infinitive(held) and not has_finite(main):
        return True  # "Een voorstel om dit te schrappen | kreeg geen steun"
    return finite and is_past and not has_finite(main) and bool(held) and not is_finite(held[-1].low)


def _has_cluster(held: Sequence[Token]) -> bool:
    """ "gepland was": the clause has all of its verb."""
    return len(held) > 1 and is_finite(held[-1].low) and bool(_PARTICIPLE.match(held[-2].low))


def _lacks_participle(main: Sequence[Token]) -> bool:
    """The sentence has an auxiliary that waits for its participle: "is de ronde die gepland was | opgeschort"."""
    words = [token.low for token in main]
    return any(word in IS_AUXILIARY for word in words) and not any(word in PARTICIPLES for word in words)


def _ends_infinitive(held: Sequence[Token]) -> bool:
    return any(token.low == "te" for token in held[:-1])


def _joined(tokens: Sequence[Token]) -> Iterator[Clause]:
    """The clauses of the sentence itself: "De Raad sprak over X" and "nam daarna de conclusies aan"."""
    found = finites(tokens)
    begin = 0
    for nth, finite in enumerate(found):
        end = _boundary(tokens, finite, found[nth + 1]) if nth + 1 < len(found) else len(tokens)
        held = tuple(tokens[begin:end])
        yield Clause(held, finite - begin, None, nth > 0)
        begin = end + (1 if end < len(tokens) and tokens[end].low in CONJUNCTIONS | {",", ";", ":"} else 0)
    if not found:
        yield Clause(tuple(tokens), None)


def _boundary(tokens: Sequence[Token], finite: int, following: int) -> int:
    """Between two finite verbs: at a semicolon or colon, else the last conjunction or comma, else before the second."""
    between = range(following - 1, finite, -1)
    if stop := next((at for at in between if tokens[at].low in {";", ":"}), None):
        return stop
    commas = [at for at in between if tokens[at].low == ","]
    joins = [at for at in between if tokens[at].low in CONJUNCTIONS]
    if commas and joins and _joins_names(tokens, joins[0]):
        return next((at for at in commas if not _joins_names(tokens, at)), commas[-1])
    return (joins or commas or [following])[0]


def _joins_names(tokens: Sequence[Token], at: int) -> bool:
    """Whether what stands there joins two names: "…, Frankrijk en Polen lieten zich er afwijzend over uit"."""
    return tokens[at - 1].capital and at + 1 < len(tokens) and tokens[at + 1].capital


def _under(opener: str, tokens: Sequence[Token]) -> Clause:
    """A subordinate clause; its finite verb is the last that stands in it."""
    found = finites(tokens)
    return Clause(tuple(tokens), found[-1] if found else None, opener)


def goes_on(clause: Clause) -> bool:
    """Whether a subordinate clause tells what happened next, as a sentence would: "waarna de Raad … aannam"."""
    return clause.opener in GOING_ON


def is_attributive(clause: Clause, at: int) -> bool:
    """Whether a participle stands before a noun: "de aangenomen richtlijn", "een door de Raad aangenomen besluit"."""
    tokens = clause.tokens
    behind = tokens[at + 1].low if at + 1 < len(tokens) else ""
    before = tokens[at - 1].low if at else ""
    if before in DETERMINERS and not (before == "zijn" and clause.finite == at - 1):
        return True
    plain = behind and behind[0].isalnum() and not is_finite(behind) and not _is_function(behind)
    early = clause.opener is None and clause.finite is not None and 0 < at < clause.finite
    return bool(plain) or early


def _is_function(word: str) -> bool:
    known = word in PREPOSITIONS or word in CONJUNCTIONS or word in ADVERBS or word in SUBORDINATORS
    return (
        known
        or word in DETERMINERS
        or word in {"te", "worden", "zijn", "hebben", "geweest", "geworden"} | AUXILIARIES["be"]
    )
