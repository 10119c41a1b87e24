"""What is done in a clause: which verb of the genre, active or passive, denied or not."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import Enum, auto
from functools import lru_cache

from briefings.enriching.clauses import Clause, ParsedSentence, is_attributive
from briefings.enriching.finites import Token
from briefings.enriching.lexicon import (
    ADVERBS,
    AUXILIARIES,
    CONJUNCTIONS,
    DETERMINERS,
    FINITE,
    INFINITIVES,
    IS_AUXILIARY,
    JOINED,
    NEGATIONS,
    PAPERS,
    PARTICIPLES,
    PREPOSITIONS,
    STRONG,
    SUBORDINATORS,
    Verb,
)
from briefings.model.statement import Act

#: A particle that is a preposition too: what follows must show that it is not one.
_DOUBLE = frozenset("aan in op uit af om bij".split())
_CLOSES = frozenset("besluit besloot besloten".split())
_GIVES = frozenset("geeft geven gaf gaven".split())
_HOLDS = frozenset("houd houdt houden hield hielden".split())
_BARE = frozenset({"gaan"})  #: "ging akkoord", and not "ging uiteen zonder een akkoord"
_ARTICLES = frozenset("een geen het dit zonder".split())
#: Their perfect is made with "zijn".
_TO_BE = frozenset({"gaan", "overgaan", "komen", "overeenkomen", "worden", "staan"})
_OBSERVES = frozenset("dat hoe of wat welke".split())
_HELP = frozenset("hulp steun bijstand ondersteuning expertise".split())
_FAILS = re.compile(r"\b(?:slaagd?e?t?n?|geslaagd|lukte|lukt|gelukt|wist|wisten)\b")
#: "niet alleen", "niet in de laatste plaats": no denial.
_NO_DENIAL = frozenset("alleen slechts enkel zozeer".split())
#: "deed een beroep op de lidstaten" asks them; on a fund or an article it is made use of.
_MAKES_USE = re.compile(
    r"\bberoep op (?:\w+ ){0,4}?[\w-]*(?:fonds|fondsen|artikel|clausule|recht|mechanisme|regeling|orde|bepaling|"
    r"uitzondering|pool|reserve|middelen|budget|facility|faciliteit|subsidie)\b"
)
_NO_LESS = frozenset({"minder", "anders"})  #: "niet minder dan vijf bezwaren", "kan niet anders dan steunen"
#: "ging over tot vaststelling", and not "ging in op de vaststelling en over het tijdpad".
_GOES_OVER = re.compile(
    r"(?=.*(?:\bover tot\b|\bover(?:ging|gingen|gegaan|gaan|te gaan)\b|\bover$)).*\btot (?:de )?(?:\w+ )?"
    r"(?:vaststelling|aanneming|aanname|goedkeuring|bekrachtiging|benoeming)\b"
)
_HALF = re.compile(r"\bmaar (?:nog |ook )?(?:niet|geen)\b(?! (?:alleen|slechts)\b)")
_GOES_ON = frozenset("blijft blijven bleef bleven".split())  #: "blijft pleiten" is to plead, now as before
_PRONOMINAL = frozenset({"er", "daar", "hier"})
_GOVERNED_NONE = frozenset("met door bij ondanks in".split())


class Mood(Enum):
    """How a verb stands in its clause."""

    PAST = auto()  #: "nam aan", "heeft aangenomen", "werd aangenomen"
    PLUPERFECT = auto()
    NOW = auto()  #: "neemt aan", "wordt aangenomen"
    FUTURE = auto()
    ABLE = auto()  #: "kan", "kon"
    MODAL = auto()  #: "moet", "zou", "mag"
    WISH = auto()  #: "hoopt", "verwacht"
    NONE = auto()  #: no verb was found


@dataclass(frozen=True, slots=True)
class Doing:
    """A verb as it stands in a clause."""

    verb: Verb | None
    mood: Mood
    passive: bool = False
    denied: str | None = None  #: the word that denies it
    seen: tuple[str, ...] = ()  #: the words of the verb: ("bereikte", "oriëntatie")

    @property
    def act(self) -> Act | None:
        """What is done; None for a verb that is not known."""
        return self.verb.act if self.verb else None


@lru_cache(512)
def read_doing(sentence: ParsedSentence, clause: Clause) -> Doing:
    """What is done in `clause`."""
    doing = _doing(clause)
    if doing.act is Act.ESTABLISHES and _observes(sentence, clause):
        verb = replace(doing.verb, act=Act.ESTABLISHES_THAT, of_council=False) if doing.verb else None
        doing = replace(doing, verb=verb)
    if doing.verb and (_supposes(sentence, clause, doing.verb) or _closes(clause, doing.verb)):
        doing = replace(doing, verb=replace(doing.verb, act=Act.SAYS, of_council=False))
    if doing.verb and doing.verb.infinitive == "aanbieden" and not _offers(sentence, clause):
        doing = replace(doing, verb=replace(doing.verb, act=Act.DOES))
    if "beroep" in doing.seen and _MAKES_USE.search(clause.text):
        doing = replace(doing, verb=None)
    if "medewerking" in doing.seen and PAPERS.first(clause.words) is None:
        doing = replace(doing, verb=None)
    if doing.verb and doing.verb.infinitive == "overgaan" and not _GOES_OVER.search(clause.text):
        doing = replace(doing, verb=None)
    return replace(doing, denied=denial(clause))


def is_half(clause: Clause) -> bool:
    """ "waren het eens over de ernst, maar niet over het middel": so of one thing, and not of another."""
    return _HALF.search(clause.text) is not None


def denial(clause: Clause) -> str | None:
    """The word by which a clause says that it was not so; None when it does not."""
    words = clause.words
    for at, word in enumerate(words):
        behind = words[at + 1] if at + 1 < len(words) else ""
        before = words[at - 1] if at else ""
        if word == "maar" and is_half(clause):
            return None
        if word == "niet" and at > 1 and words[at - 2] == "maar" and clause.tokens[at - 1].capital:
            return None  # "…, maar Italië niet": so of another
        no_less = behind in _NO_LESS and words[at + 2 : at + 3] == ["dan"]
        if word not in NEGATIONS or behind in _NO_DENIAL or no_less or (word == "geen" and before in _GOVERNED_NONE):
            continue
        attributive = before in DETERMINERS or (before == "nog" and at > 1 and words[at - 2] in DETERMINERS)
        if attributive and word == "niet" and behind.endswith("e") and len(behind) > len("meeste") - 2:
            continue
        return f"nog {word}" if before == "nog" else word
    return None


def _doing(clause: Clause) -> Doing:
    verb = clause.verb
    if not verb:
        return Doing(None, Mood.NONE)
    joined = JOINED.get(verb, ()) if clause.opener is not None else ()
    if known := next((one for one in joined if _needed(clause, one) is not None), None):
        return Doing(known, Mood.PAST, seen=(verb,))
    mood = Mood.FUTURE if "voornemens" in clause.words else _mood(verb)
    plain = _finite(clause)
    if verb in _GOES_ON and (done := _infinitive(clause)):
        return Doing(done[0], _tense(verb, done[0]), seen=(verb, *done[1]))
    if mood is None:
        found = plain
        return Doing(found[0], _tense(verb, found[0]), seen=(verb, *found[1])) if found else Doing(None, Mood.NONE)
    if plain and (plain[0].needs is not None or plain[0].particle) and not _participle(clause, needed=True):
        return Doing(plain[0], _tense(verb, plain[0]), seen=(verb, *plain[1]))
    return _with_auxiliary(clause, verb, mood)


def _with_auxiliary(clause: Clause, verb: str, mood: Mood) -> Doing:
    if mood is Mood.PAST and {"kunnen", "laten"} & set(clause.words) and (done := _infinitive(clause)):
        return Doing(done[0], mood, seen=(verb, *done[1]))  # "heeft een akkoord kunnen bereiken", "heeft laten weten"
    participle = _participle(clause)
    if participle is None:
        found = _infinitive(clause) if mood in {Mood.FUTURE, Mood.ABLE, Mood.MODAL, Mood.NOW} else None
        return Doing(found[0], mood, seen=(verb, *found[1])) if found else Doing(None, mood, seen=(verb,))
    known, seen = participle
    to_be = verb in AUXILIARIES["be"] | AUXILIARIES["was"]
    passive = verb in AUXILIARIES["passive"] | AUXILIARIES["passive_now"] or (to_be and known.infinitive not in _TO_BE)
    if mood in {Mood.FUTURE, Mood.ABLE, Mood.MODAL}:
        passive = bool({"worden", "zijn"} & set(clause.words))
    return Doing(known, mood, passive, seen=(verb, *seen))


def _mood(verb: str) -> Mood | None:
    """Of an auxiliary; None of another verb."""
    match verb:
        case _ if verb in AUXILIARIES["perfect"] or verb in AUXILIARIES["passive"] or verb in AUXILIARIES["be"]:
            return Mood.PAST
        case _ if verb in AUXILIARIES["was"]:
            return Mood.PAST
        case _ if verb in AUXILIARIES["pluperfect"]:
            return Mood.PLUPERFECT
        case _ if verb in AUXILIARIES["passive_now"]:
            return Mood.NOW
        case _ if verb in AUXILIARIES["future"]:
            return Mood.FUTURE
        case _ if verb in AUXILIARIES["able"]:
            return Mood.ABLE
        case _ if verb in AUXILIARIES["modal"]:
            return Mood.MODAL
        case _:
            return None


def _tense(form: str, verb: Verb) -> Mood:
    if verb.act is Act.WISHES:
        return Mood.WISH
    past = re.search(r"(?:de|te|den|ten)$", form) or form in STRONG
    return Mood.PAST if past else Mood.NOW


def _finite(clause: Clause) -> tuple[Verb, tuple[str, ...]] | None:
    """The verb of the finite form, with the particle and the word it needs."""
    for verb in FINITE.get(clause.verb, ()):
        if verb.particle and not _has_particle(clause, verb.particle, of_council=verb.of_council):
            continue
        if (needed := _needed(clause, verb)) is not None:
            return verb, (*((verb.particle,) if verb.particle else ()), *needed)
    return None


def _participle(clause: Clause, *, needed: bool = False) -> tuple[Verb, tuple[str, ...]] | None:
    for at, token in enumerate(clause.tokens):
        if token.low not in PARTICIPLES or at == clause.finite or is_attributive(clause, at):
            continue
        for verb in PARTICIPLES[token.low]:
            if needed and not (verb.needs or verb.of_council):
                continue
            if (words := _needed(clause, verb)) is not None:
                return verb, (token.low, *words)
    return None


def said_to_do(clause: Clause) -> Verb | None:
    """The verb of "gaf aan het voorstel te steunen"; None where nothing is said so."""
    found = _infinitive(clause) if "te" in clause.words else None
    return found[0] if found else None


def _infinitive(clause: Clause) -> tuple[Verb, tuple[str, ...]] | None:
    """Behind "zal", "kan": "vaststellen", "een akkoord bereiken", "aan te nemen"."""
    words = clause.words
    for at in range(len(words) - 1, -1, -1):
        word = words[at]
        parted = words[at - 1] in PREPOSITIONS and bool(_PRONOMINAL & set(words))  # "er voor pleiten"
        if at and not parted and (words[at - 1] in PREPOSITIONS or words[at - 1] in DETERMINERS):
            continue
        joined = f"{words[at - 2]}{word}" if at > 1 and words[at - 1] == "te" else word
        for known in (joined, word):
            for verb in sorted(INFINITIVES.get(known, ()), key=lambda one: one.nearness, reverse=True):
                if (needed := _needed(clause, verb)) is not None:
                    return verb, (known, *needed)
    return None


def _needed(clause: Clause, verb: Verb) -> tuple[str, ...] | None:
    if verb.needs is None:
        return ()
    words = clause.words
    bare = verb.infinitive in _BARE
    free = (w for at, w in enumerate(words) if at != clause.finite and not (bare and at and words[at - 1] in _ARTICLES))
    found = verb.needs.first(free)
    return (found,) if found else None


def _has_particle(clause: Clause, particle: str, *, of_council: bool) -> bool:
    """Whether "aan" stands there as part of "nam … aan", and not of "aan het einde"."""
    only = {verb.particle for verb in FINITE[clause.verb]} == {particle}
    behind = clause.behind
    for at, token in enumerate(behind):
        if token.low != particle:
            continue
        following = behind[at + 1].low if at + 1 < len(behind) else ""
        if particle == "tegen" and clause.verb in _HOLDS and not _may_follow(following):
            continue  # "hield de kaarten tegen de borst", "hield een betoog over de strijd tegen drugs"
        if particle not in _DOUBLE or particle == "op" or (only and not of_council):
            return True
        if _may_follow(following) or (at == 0 and not of_council and following not in DETERMINERS):
            return True
        if not of_council and (following == "te" or (at == 0 and any(other.low == "te" for other in behind))):
            return True
        if only is False and particle == "aan" and clause.verb in _GIVES and _says_to(behind[at + 1 :]):
            return True
    return False


def _says_to(behind: Sequence[Token]) -> bool:
    """ "gaf namens Nederland aan | volledig achter het voorstel te staan"."""
    words = [token.low for token in behind]
    return "te" in words and words[0] not in PREPOSITIONS and not behind[0].capital


def _may_follow(word: str) -> bool:
    closes = not word or not word[0].isalnum()
    return closes or word in PREPOSITIONS or word in CONJUNCTIONS or word in SUBORDINATORS or word in _CLOSING


_CLOSING = frozenset("zonder ondanks dat zoals die unaniem eensgezind ook gisteren vandaag".split())


def _observes(sentence: ParsedSentence, clause: Clause) -> bool:
    """ "stelde vast dat", "Er werd vastgesteld dat": nothing is established, something is seen."""
    last = next((t for t in reversed(clause.tokens) if t.low in {"vast", "vastgesteld", "vaststellen"}), None)
    if last is None:
        return False
    following = sentence.next_to(last)
    turned = last is clause.tokens[0] and following in IS_AUXILIARY
    told = any(under.opener == "dat" for under in sentence.under) if turned else following in _OBSERVES
    between = [t for t in clause.behind if t.start < last.start] if not turned else []
    return told and all(_is_empty(token.low) for token in between)


def _supposes(sentence: ParsedSentence, clause: Clause, verb: Verb) -> bool:
    """ "nam aan dat de cijfers kloppen": nothing is adopted, something is taken to be so."""
    last = clause.tokens[-1]
    return verb.infinitive == "aannemen" and last.low == "aan" and sentence.next_to(last) == "dat"


def _closes(clause: Clause, verb: Verb) -> bool:
    """ "besloot zijn beraadslagingen met een lunch": with an object and nothing to do it is ended, not decided."""
    behind = [token.low for token in clause.behind]
    if verb.infinitive != "besluiten" or clause.verb not in _CLOSES or {"te", "tot"} & {*behind}:
        return False
    return bool(behind) and behind[0] in {"de", "het", "zijn", "haar", "hun", "deze", "dit"}


def _offers(sentence: ParsedSentence, clause: Clause) -> bool:
    """ "bood aan om te helpen", "bood hulp aan": somebody says what it will do; "bood een rapport aan" does it."""
    words = set(clause.words)
    if "te" in words or words & _HELP:
        return True
    last = next((t for t in reversed(clause.tokens) if t.low in {"aan", "aangeboden", "aanbieden"}), None)
    return last is not None and sentence.next_to(last) == "om"


def _is_empty(word: str) -> bool:
    return (
        word in ADVERBS
        or not word[0].isalnum()
        or word in {"de", "raad", "jbz-raad", "het", "voorzitterschap", "commissie"}
    )


def fails(clause: Clause) -> str | None:
    """ "slaagde er niet in", "is er niet in geslaagd": the word that says so."""
    found = _FAILS.search(clause.text)
    return found[0] if found and denial(clause) else None


def holds(words: Iterable[str], sought: Sequence[str]) -> bool:
    """Whether the words stand in this order, next to each other."""
    listed = list(words)
    return any(listed[at : at + len(sought)] == list(sought) for at in range(len(listed)))
