"""Who acts in a clause, and who speaks in a sentence."""

import re
from dataclasses import dataclass
from functools import lru_cache

from briefings.enriching.clauses import Clause, ParsedSentence, take_apart
from briefings.enriching.finites import Token
from briefings.enriching.lexicon import ADVERBS, AUXILIARIES, CONJUNCTIONS, DETERMINERS, PREPOSITIONS, PRONOUNS
from briefings.enriching.parties import PartyMention, Speaker, mentions
from briefings.enriching.phrases import noun_in
from briefings.language.fold import fold
from briefings.model.statement import Actor

__all__ = [
    "ClauseSubject",
    "Speaker",
    "goes_back",
    "is_reported",
    "speaker",
    "speaker_of",
    "spoken_for",
    "stands_for",
    "subject_of",
]

#: What begins a part before the verb that is not the subject, beside prepositions and adverbs.
_BESIDE = frozenset(
    "wat net als anders samen zoals evenmin vorige afgelopen komende begin eind medio volgende conform"
    " concluderend samenvattend verwijzend gevraagd gelet gesteund kijkend reagerend".split()
)
_TIMES = frozenset("dag week maand jaar keer ochtend middag avond weken maanden raad jaren".split())
_ADVERBIAL = re.compile(r"(?:lijk|eens|weg|maal|halve|gens)$")
#: What "wij" and "ik" stand for needs no sentence before it.
_OWN = frozenset({"ik", "wij", "we"})
_SPOKEN_FOR = re.compile(
    r"\b(?:(?:van|aan|vanuit) nederlandse (?:zijde|kant)(?! van)|door nederland(?: en [a-z]+)?|"
    r"namens nederland|vanuit nederland)\b"
)
_ACCORDING = re.compile(
    r"(?:^|, )(?:Volgens|volgens|Naar (?:het oordeel|de mening|de opvatting) van|In de ogen van|"
    r"Wat) (?P<who>(?:het |de )?[\w-]+)"
)
_REPORTED = re.compile(r"^(?:[Vv]olgens|[Aa]ldus) |, aldus ")
_MATTERS = re.compile(r"^Voor (?P<who>Nederland|het kabinet) (?:is|was|zijn|blijft|staat|geldt|telt)\b")
_MATTERS_SO = re.compile(
    r"\b(?:belang|belangrijk|essentieel|cruciaal|prioriteit|voorop|wenselijk|nodig|noodzakelijk|"
    r"onacceptabel|onaanvaardbaar|onbespreekbaar|onwenselijk|"
    r"acceptabel|aanvaardbaar|bespreekbaar|voorwaarde|rode lijn|randvoorwaarde)\b"
)
#: "Dat is voor Nederland onaanvaardbaar", "De gevolgen baren Nederland zorgen".
_JUDGED_BY = re.compile(
    r"\b(?:is|zijn|was|waren|blijft|blijven) voor (?P<who>Nederland|het kabinet) (?:\w+ ){0,3}"
    r"(?:on)?(?:aanvaardbaar|acceptabel|bespreekbaar)\b"
)
_MOVES = re.compile(
    r"\b(?:baart|baren|baarde|baarden|vervult|vervullen|vervulde|vervulden|stemt|stemmen|stemde|stemden) "
    r"(?P<who>Nederland|het kabinet) (?:\w+ ){0,2}(?:zorg|zorgen|bezorgdheid)\b"
)
#: "Het voorbehoud van Nederland bij artikel 3 bleef staan."
_REMAINS = re.compile(
    r"^(?:Het|De) (?:(?P<side>[\w-]+) van (?P<who>Nederland|het kabinet)|(?P<ours>Nederlandse) (?P<own>[\w-]+))\b.*"
    r"\b(?:blijft|blijven|bleef|bleven) (?:\w+ )?(?:staan|bestaan|overeind|onveranderd|gehandhaafd|van kracht)\b"
)
_THERE_IS = frozenset("bestaat bestaan bestond bestonden leeft leven leefde leefden".split())
_INPUT = re.compile(
    r"^(?:Ook )?[Dd]e Nederlandse (?:inbreng|inzet|interventie|positie|reactie|boodschap|lijn)\b(?! in)"
)
_CONCERNS = re.compile(r"\b[Ww]at (?P<who>het kabinet|Nederland) betreft\b")
#: "De grondhouding van het kabinet is positief."
_ATTITUDE = re.compile(
    r"^(?:De|Het) (?:grondhouding|houding|oordeel|standpunt|positie|appreciatie|eerste reactie) van "
    r"(?P<who>het kabinet|Nederland) (?:(?:ten aanzien van|over|op|jegens) [^,;]{1,80} )?"
    r"(?:is|was|luidt|luidde|blijft) (?:[\w-]+ ){0,3}"
    r"(?:positief|negatief|kritisch|welwillend|terughoudend|gunstig|constructief|afwijzend|instemmend)\b"
)
_MASCULINE = frozenset({Actor.EU_CTC, Actor.HIGH_REPRESENTATIVE, Actor.COUNCIL})
_FEMININE = frozenset({Actor.COMMISSION, Actor.ECB, Actor.HIGH_REPRESENTATIVE})
_NEUTER = frozenset({Actor.PRESIDENCY, Actor.CABINET, Actor.NETHERLANDS, Actor.EPPO, Actor.EUAA, Actor.PARLIAMENT})


@dataclass(frozen=True, slots=True)
class ClauseSubject:
    """The subject of a clause. `who` is None for a thing, a person not known, or where it is not certain."""

    who: Speaker | None = None
    pronoun: str | None = None  #: that stands in its place
    shared: bool = False  #: with the clause before, which it is joined to
    is_named: bool = False  #: the clause has a subject of its own, known or not


def speaker(sentence: str, before: str | None = None) -> Speaker | None:
    """The speaker of `sentence`: the first actor named as its subject. None when there is none.

    States "among which the Netherlands" ("meerdere lidstaten, waaronder Nederland") count as the Netherlands. A
    pronoun stands for the actor of the sentence `before` it, if that is the only one named there and agrees with it.
    """
    return speaker_of(take_apart(sentence), before)


@lru_cache(256)
def speaker_of(sentence: ParsedSentence, before: str | None = None, council: str | None = None) -> Speaker | None:
    """The same of a sentence taken apart."""
    for clause in sentence.main:
        acts = subject_of(sentence, clause, council)
        if acts.who:
            return acts.who
        if acts.pronoun:
            return _spoke_before(acts.pronoun, clause, before, council)
    if spoken := spoken_for(sentence):
        return spoken
    named = (one for one in mentions(sentence.raw, council) if one.governed is None)
    return next((one.who for one in named if one.who.actor is not Actor.NETHERLANDS), None)


#: What only somebody does: what stands before it may be what is held so.
_HOLDS = frozenset(
    "acht achten achtte achtten vindt vinden vond vonden verwelkomt verwelkomen verwelkomde verwelkomden betreurt"
    " betreuren betreurde betreurden onderschrijft onderschrijven onderschreef onderschreven".split()
)

_SEES = frozenset("ziet zien zag zagen".split())  #: "een fonds ziet Nederland niet zitten"
_HAS = frozenset("heeft hebben had hadden".split())
_HAS_FIRST = re.compile(
    r"(?:(?:ook|geen|veel|grote|enige|weinig|wel|principieel|principiele|ernstige) )*"
    r"(?:bezwaar|bezwaren|zorgen|moeite|twijfels|kritiek|begrip|waardering|bedenkingen)"
)


def _has_first(clause: Clause) -> bool:
    """ "Geen bezwaar had Nederland tegen": what somebody has stands first."""
    return clause.verb in _HAS and _HAS_FIRST.fullmatch(" ".join(token.low for token in clause.before)) is not None


@lru_cache(512)
def subject_of(sentence: ParsedSentence, clause: Clause, council: str | None = None) -> ClauseSubject:
    """The subject of a clause: before its verb, or right behind it when something else stands there."""
    named = _mentions_in(sentence, clause, council)
    if clause.opener is not None:
        first = next((one for one in named if one.governed is None), None)
        return ClauseSubject(first.who if first else None, is_named=first is not None)
    before = _instead(clause.before)
    lead = _lead(before)
    if lead is None or _is_adverbial(before, lead):
        if clause.follows and lead is None:
            return ClauseSubject(shared=True)
        return _behind(clause, named)
    if lead.low in PRONOUNS and lead.low not in _OWN and (lead.low not in {"het", "deze"} or len(_bare(before)) == 1):
        return ClauseSubject(pronoun=lead.low, is_named=True)
    who = next((one for one in named if _begins(one, lead, clause) and one.governed is None), None)
    holds = clause.verb in _HOLDS or (clause.verb in _SEES and "zitten" in clause.words) or _has_first(clause)
    if who is None and holds and (behind := _behind(clause, named)).who:
        return behind  # "een verlenging acht Nederland onwenselijk"
    return ClauseSubject(who.who if who else None, is_named=True)


def is_reported(sentence: ParsedSentence) -> bool:
    """Whether the whole is what somebody else says: "Volgens Polen …", "…, aldus de Commissie"."""
    return bool(_REPORTED.search(sentence.raw))


_FOR_US = re.compile(
    r"\b(?:gaat|gaan|ging|gingen) (?:voor )?(?P<who>Nederland|het kabinet) (?:\w+ ){0,3}te ver\b"
)  #: "dat gaat Nederland te ver"
_TOO_FAR_FOR = re.compile(r"^Voor (?P<who>Nederland|het kabinet) (?:gaat|gaan|ging|gingen)\b.{1,200}\bte ver\b")


@lru_cache(256)
def spoken_for(sentence: ParsedSentence) -> Speaker | None:
    """The Netherlands where it speaks without being the subject: "Van Nederlandse zijde is gewezen op"."""
    clause = sentence.main[0] if sentence.main else None
    if clause is None:
        return None
    if "nederland" not in sentence.folded and "kabinet" not in sentence.folded:
        return None
    passive = clause.verb in AUXILIARIES["be"] | AUXILIARIES["passive"] | AUXILIARIES["was"] or (
        clause.verb in AUXILIARIES["future"] and "worden" in clause.words
    )
    if (passive or clause.verb in _THERE_IS) and (match := _SPOKEN_FOR.search(clause.text)):
        return Speaker(Actor.NETHERLANDS, match[0])
    if told := _speaks_so(sentence.raw):
        named = told["who"] or told["ours"]
        return Speaker(Actor.CABINET if "kabinet" in named else Actor.NETHERLANDS, named)
    told = _INPUT.match(sentence.raw)
    return Speaker(Actor.NETHERLANDS, told[0]) if told else None


def _speaks_so(raw: str) -> re.Match[str] | None:
    """Where a sentence says whose view it is, and `who` that is: the Netherlands, or the cabinet."""
    if (told := _ACCORDING.match(raw)) and told["who"] in {"Nederland", "het kabinet"}:
        return told
    if (told := _MATTERS.match(raw)) and _MATTERS_SO.search(raw):
        return told
    if (told := _REMAINS.match(raw)) and noun_in(fold(told["side"] or told["own"])):
        return told
    others = (
        _JUDGED_BY.search(raw),
        _MOVES.search(raw),
        _FOR_US.search(raw),
        _TOO_FAR_FOR.search(raw),
        _CONCERNS.search(raw),
        _ATTITUDE.match(raw),
    )
    return next(filter(None, others), None)


def stands_for(pronoun: str, clause: Clause, before: ParsedSentence | None, council: str | None) -> Speaker | None:
    """Who a pronoun stands for: the one actor of the sentence before it, if it agrees."""
    return _spoke_before(pronoun, clause, before.raw if before else None, council)


def goes_back(pronoun: str, clause: Clause, spoke: Speaker) -> bool:
    """Whether a pronoun stands for who spoke before it in the same sentence: "…; zij willen niet dat"."""
    if pronoun == "het" and clause.verb in AUXILIARIES["be"] | AUXILIARIES["was"]:
        return False  # "het is belangrijk dat …"
    return _agrees(pronoun, spoke, several=clause.verb.endswith("en"))


def _mentions_in(sentence: ParsedSentence, clause: Clause, council: str | None) -> list[PartyMention]:
    starts = {token.start for token in clause.tokens}
    return [one for one in mentions(sentence.raw, council) if one.start in starts]


def _begins(one: PartyMention, lead: Token, clause: Clause) -> bool:
    """Whether a name begins the part before the verb; "De | lidstaten" are named without their article."""
    behind = next((token for token in clause.tokens if token.start > lead.start), None)
    of_all = one.who.actor is Actor.MEMBER_STATES and lead.low == "de" and behind is not None
    return one.start == lead.start or (of_all and behind is not None and one.start == behind.start)


def _bare(tokens: tuple[Token, ...]) -> list[Token]:
    return [token for token in tokens if token.low[0].isalnum() and token.low not in CONJUNCTIONS]


def _instead(before: tuple[Token, ...]) -> tuple[Token, ...]:
    """ "Niet Nederland maar | België verzette zich": who did, and not who did not."""
    but = next((at for at, token in enumerate(before) if token.low == "maar"), None)
    words = [token.low for token in before[:2]]
    return before[but + 1 :] if but and words[0] == "niet" and words[1] not in {"alleen", "slechts"} else before


def _lead(before: tuple[Token, ...]) -> Token | None:
    """The word with which the part before the verb begins, adverbs left out: "Ook | Nederland"."""
    skipped = ADVERBS - {"andere"}
    return next(
        (t for t in before if t.low[0].isalnum() and t.low not in skipped and t.low not in CONJUNCTIONS | {"zowel"}),
        None,
    )


def _is_adverbial(before: tuple[Token, ...], lead: Token) -> bool:
    if lead.low in PREPOSITIONS or lead.low in _BESIDE or lead.low[0].isdigit():
        return True
    words = [token.low for token in before if token.start >= lead.start]
    of_a_time = len(words) > 1 and (words[1] in _TIMES or "van" not in words)  # not "een wachttijd van negen jaar"
    if lead.low in DETERMINERS and of_a_time and words[-1] in _TIMES and not {"raad"} & set(words[:2]):
        return True
    return len(words) == 1 and not lead.low.isdigit() and bool(_ADVERBIAL.search(lead.low))


def _behind(clause: Clause, named: list[PartyMention]) -> ClauseSubject:
    """The subject right behind the verb; a name further on may be an object."""
    token = next((t for t in clause.behind if t.low not in ADVERBS or t.low == "er"), None)
    if token is None:
        return ClauseSubject()
    who = next((one for one in named if one.start == token.start and one.governed is None), None)
    if who:
        return ClauseSubject(who.who, is_named=True)
    if token.low in {"hij", "zij", "het", "deze"} and _stands_alone(clause, token):
        return ClauseSubject(pronoun=token.low, is_named=True)
    return ClauseSubject(is_named=token.low in DETERMINERS)


def _stands_alone(clause: Clause, token: Token) -> bool:
    """Whether "het" or "deze" is a pronoun: no noun follows."""
    if token.low in {"hij", "zij"}:
        return True
    words = [other.low for other in clause.tokens if other.start > token.start][:1]
    return not words or words[0] in PREPOSITIONS | ADVERBS or not words[0][0].isalnum()


def _spoke_before(pronoun: str, clause: Clause, before: str | None, council: str | None) -> Speaker | None:
    if not before:
        return None
    if pronoun == "het" and clause.verb in AUXILIARIES["be"] | AUXILIARIES["was"]:
        return None  # "Het is belangrijk dat …"
    apart = take_apart(before)
    spoke = speaker_of(apart, None, council)
    if spoke is None or len({one.who.actor for one in mentions(before, council)}) != 1:
        return None
    return spoke if _agrees(pronoun, spoke, several=clause.verb.endswith("en")) else None


def _agrees(pronoun: str, spoke: Speaker, *, several: bool) -> bool:
    are_several = spoke.actor is Actor.MEMBER_STATES or (spoke.actor is Actor.OTHER_STATE and " en " in spoke.named)
    if several or are_several:
        return several and are_several and pronoun == "zij"
    match pronoun:
        case "hij":
            return spoke.is_person or spoke.actor in _MASCULINE
        case "zij":
            return spoke.is_person or spoke.actor in _FEMININE
        case "het":
            return spoke.actor in _NEUTER and not spoke.is_person
        case _:
            return True
