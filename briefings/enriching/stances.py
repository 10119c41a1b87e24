"""What someone thinks of what lies on the table: for, against, worried, abstaining, under a condition.

A denial turns a stance: "geen voorstander" is against, "geen bezwaar" is no objection. Words of comparison, of a quote,
or under a preposition ("ging in op de zorgen van burgers") take no stance.
"""

import re
from collections.abc import Iterable

from briefings.enriching.clauses import Clause, ParsedSentence
from briefings.enriching.doings import Doing, Mood, is_half, said_to_do
from briefings.enriching.lexicon import AUXILIARIES, PREPOSITIONS, STANCE_WORDS, is_finite
from briefings.enriching.phrases import side_said, turned
from briefings.model.statement import Act, DecisionKind, Stance

#: The stance that somebody takes by what it does.
BY_ACT = {
    Act.SUPPORTS: Stance.SUPPORT,
    Act.AGREES: Stance.SUPPORT,
    Act.OPPOSES: Stance.OPPOSITION,
    Act.ABSTAINS: Stance.ABSTENTION,
    Act.HAS_CONCERNS: Stance.CONCERN,
    Act.ASKS: Stance.CALL,
}
_WANTS = frozenset("wil willen wilde wilden wenst wensen wenste wensten".split())
#: With these a stance word beside the verb says it; beside others it is only spoken of.
_SAID_WITH = frozenset({Act.SAYS, Act.WISHES, Act.HAS_CONCERNS, Act.ESTABLISHES_THAT, Act.INFORMS})
_WORDS = (
    ("opposition", Stance.OPPOSITION),
    ("concern", Stance.CONCERN),
    ("support", Stance.SUPPORT),
    ("call", Stance.CALL),
)
_ONLY_PREDICATES = frozenset("akkoord eens open achter onzeker".split())
#: Verbs that join a subject to what it is, beside "zijn".
PREDICATES = frozenset("staat staan stond stonden toonde toonden toont tonen blijft blijven bleef bleven".split())
#: "op hoofdlijnen positief", "in beginsel akkoord": how far, and no preposition with its object.
_BY_AND_LARGE = frozenset("hoofdlijnen lijnen beginsel principe algemeen".split())
_WEIGHT = re.compile(r"\b(?:belang|noodzaak|urgentie|toegevoegde waarde|meerwaarde|wenselijkheid)\b")
_STRESSES = re.compile(
    r"\b(?:benadruk\w*|onderstre\w*|beklemto\w*|benoem\w*|wees|wezen|gewezen|wijz\w*|wijst|hecht\w*|hamer\w*|gehamerd)\b"
)
_FOR_OR_AGAINST = re.compile(
    r"\b(?:(?:sprak|spraken|spreekt|heeft|hebben) (?:[\w-]+ ){0,40}?(?:uit|uitgesproken) (?P<one>voor|tegen)\b|"
    r"zich (?:[\w-]+ ){0,3}(?:uitgesproken|uitspreken|uit te spreken) (?P<two>voor|tegen)\b|"
    r"(?:is|was|zijn|waren|blijft) (?:(?:nog|niet|ook|altijd|wel|nederland|het kabinet) ){0,9}"
    r"(?P<three>tegen(?=$| )|voor(?! (?:de|het) (?:\w*zomer|\w*reces|einde?)\b)"
    r"(?= (?:het|de|een|dit|deze|nieuwe|verplichte|"
    r"verdere)\b(?! .{0,300}(?:verantwoordelijk|belang|nodig)))))|"
    r"\b(?:is|was|zijn|waren|blijft|bleef|blijven|bleven) (?:[\w-]+ ){0,5}?"
    r"(?P<four>tegen|voor)(?=$| (?:vanwege|wegens|omdat|gezien)\b)|"
    r"\b(?:is|was|zijn|waren) als enige (?:\w+ )?(?P<five>tegen|voor)"
    r"(?=$| (?:vanwege|wegens|omdat|gezien|de|het|een|elke|verdere|nieuwe)\b)|"
    r"\b(?:is|was|zijn|waren|blijft|blijven|bleef|bleven) (?:(?:vanwege|wegens|gezien|gelet op|met het oog op) "
    r"(?:[\w-]+ ){1,8}?|(?!klaar )[\w-]*[^\Wdtn] )(?P<seven>tegen)"
    r"(?= (?:het|de|een|elke?|iedere?|verdere|verplichte)\b)|"
    r"\b(?:is|was|zijn|waren|blijft|blijven|bleef|bleven|stem(?:t|men|de|den)) (?:\w+ ){0,3}"
    r"(?:er|daar|hier)(?P<eight>tegen|voor)(?=$| )|"
    r"\b(?:er|daar|hier)?(?P<six>tegen|voor) (?:is|was|zijn|waren|blijft|blijven|bleef|bleven|stem(?:t|men|de|den))$"
)
#: "positief over het plan, maar tegen de heffing": the other half has no verb of its own.
_BUT = re.compile(
    r"\b(?:maar|doch|echter|al (?:is|was|zijn|waren)) (?:\w+ ){0,3}?"
    r"(?:(?P<against>tegen (?:de|het|een|elke|iedere|verdere|verplichte|nieuwe))|"
    r"(?:kritisch|bezorgd|terughoudend|sceptisch|huiverig) (?:over|ten aanzien|voor))\b"
)
#: "herhaalde tegen terugkeerhubs te zijn"; to be ready by a day or proof against something is no stance.
_TO_BE_AGAINST = re.compile(
    r"\btegen te zijn\b|\btegen (?!\d|eind|begin|medio|half|de zomer|het einde|het eind)[^,;]{1,200}? te zijn\b"
)
_BEFORE_TO_BE = re.compile(r"\b(?:klaar|gereed|af|bestand|opgewassen|beschermd|verzekerd|gewapend|beveiligd) te zijn\b")
#: "liet weten geen rechters te leveren": what somebody says it will not do.
_REFUSES = re.compile(
    r"\b(?:geen|niet)\b.{0,120}\bte (?:nemen|overnemen|leveren|betalen|sturen|zenden|dragen|doen|werken|willen|"
    r"ondertekenen|accepteren|aanvaarden|voeren|afstaan|dulden)\b"
)
#: "wilde geen tijdstip noemen": what somebody does not want to say is no side.
_DECLINES = re.compile(
    r"\b(?:noemen|zeggen|vooruitlopen|ingaan|reageren|speculeren|bevestigen|prijsgeven|uitsluiten|"
    r"(?:datum|termijn|cijfers|oordeel|uitsluitsel|toelichting|reactie|tijdpad) geven|"
    r"(?:toezegging|toezeggingen|uitspraak|uitspraken|mededelingen) doen)\b"
)
#: "deelden die opvatting", and not "deelde haar visie".
_SHARES = re.compile(
    r"\b(?:deelt|delen|deelde|deelden|gedeeld)\b.{0,60}\b(?:die|deze|dat|dit|diens|de|het) (?:[a-z]+e )?"
    r"(?:opvatting|zienswijze|analyse|mening|standpunt|visie|lezing|inschatting|oordeel|wens)\b"
)
#: "zijn vóór"; folded it cannot be told from "voor" before a noun, and "vóór de zomer" is a time.
_IN_FAVOUR = re.compile(
    r"\b(?:is|was|zijn|waren|blijft|bleef|bleven|bleek|bleken) (?:\w+ ){0,3}v[óò][óò]r\b"
    r"(?! (?:de |het |)(?:\d|\w*zomer|\w*reces|kerst|eind|einde|begin|raad|stemming|inwerkingtreding|\w+ari\b|maart|"
    r"april|mei|juni|juli|augustus|\w+ber\b))"
)
_IS = frozenset("is was zijn waren blijft bleef bleven bleek bleken".split())
#: What something is found to be; what is found possible takes no side, but what is not does.
_OPINES = frozenset({"vinden", "achten", "noemen", "beschouwen", "bestempelen", "kwalificeren"})
_NOT_FOUND = re.compile(
    r"\bniet (?:\w+ )?(?:haalbaar|uitvoerbaar|werkbaar|realistisch|evenwichtig|redelijk|verdedigbaar|verstandig)\b"
)
_FOUND = (
    (re.compile(r"\b(?:overbodig|onwenselijk|onnodig|onverteerbaar|onaanvaardbaar|onacceptabel)\b"), Stance.OPPOSITION),
    (
        re.compile(
            r"\b(?:onuitvoerbaar|onhaalbaar|onwerkbaar|onrealistisch|krap|voorbarig|onevenredig|\w+verstorend|"
            r"onvoldoende|ontoereikend|riskant|onduidelijk|te zwak)\b"
        ),
        Stance.CONCERN,
    ),
    (
        re.compile(
            r"\b(?:stap in de (?:goede|juiste) richting|"
            r"evenwichtig|uitgebalanceerd|gebalanceerd|verdedigbaar|redelijk|verstandig|stap vooruit|"
            r"goed(?:e)? (?:voorstel|stap|basis|uitgangspunt|compromis))\b"
        ),
        Stance.SUPPORT,
    ),
)
_CONDITIONS = frozenset("mits tenzij indien zolang als wanneer".split())
_ON_CONDITION = re.compile(
    r"\b(?:onder|op|als|met) (?:de |de uitdrukkelijke |uitdrukkelijke )?voorwaarden?\b|\bvoorwaardelijk\b|"
    r"\bmits\b|\balleen als\b|\benkel als\b"
)
#: "kan alleen instemmen met een gerichte plicht": to all else it does not agree.
_ONLY = re.compile(r"(?<!\bniet )\b(?:alleen|slechts|enkel|uitsluitend)\b")
#: The stance of a sentence in which one is taken in several clauses: the first of these that is among them.
_ORDER = (Stance.OPPOSITION, Stance.ABSTENTION, Stance.CONDITION, Stance.CONCERN)


def stance_of(sentence: ParsedSentence, told: Iterable[tuple[Clause, Doing]]) -> Stance | None:
    """The stance taken in the clauses of one actor; None when it only informs."""
    told = list(told)
    if any(_is_neither(clause) for clause, _ in told):
        return None
    by_clause = [(clause, _stances(clause, doing)) for clause, doing in told]
    found = [one for _, stances in by_clause for one in stances]
    taken = [one for one, _ in found]
    if _IN_FAVOUR.search(sentence.raw) and any(
        "voor" in clause.words and clause.verb in _IS for clause, _ in by_clause
    ):
        found.append((Stance.SUPPORT, True))
        taken.append(Stance.SUPPORT)
    condition = _condition(sentence) or any((Stance.SUPPORT, True) in of and _is_limited(one) for one, of in by_clause)
    if condition and (Stance.SUPPORT, True) in found and not any(one in _ORDER for one in taken):
        return Stance.CONDITION
    if _is_condition_itself(sentence):
        taken.append(Stance.CONDITION)
    for first in _ORDER:
        if first in taken:
            return first
    if (Stance.SUPPORT, True) in found:
        return Stance.SUPPORT
    return next((one for one in (Stance.CALL, Stance.SUPPORT, Stance.NO_OBJECTION) if one in taken), None)


def said_outright(clause: Clause, doing: Doing) -> Stance | None:
    """The stance that one clause takes in so many words."""
    return next((taken for taken, outright in _stances(clause, doing) if outright), None)


def _is_condition_itself(sentence: ParsedSentence) -> bool:
    return any(re.search(r"\bals (?:harde )?voorwaarde\b", clause.text) for clause in sentence.main)


def _condition(sentence: ParsedSentence) -> bool:
    opened = any(clause.opener in _CONDITIONS for clause in sentence.under)
    return opened or any(_ON_CONDITION.search(clause.text) for clause in sentence.main)


def _is_limited(clause: Clause) -> bool:
    """Whether what is done is done for one thing only; "alleen Nederland steunde" tells of who did it."""
    return _ONLY.search(" ".join(token.low for token in clause.behind)) is not None


def _stances(clause: Clause, doing: Doing) -> list[tuple[Stance, bool]]:
    """(stance, whether it is said outright) of one clause."""
    text = clause.text
    if is_half(clause):
        return []
    if (said := side_said(text, doing.denied)) is not None:
        return [(said, True)]
    if other := _BUT.search(text):
        return [*_by_verb(clause, doing), (Stance.OPPOSITION if other["against"] else Stance.CONCERN, True)]
    if (side := _FOR_OR_AGAINST.search(text)) and not (clause.opener and side["three"]):
        against = "tegen" in side.groups()
        return [(turned(Stance.OPPOSITION if against else Stance.SUPPORT, doing.denied), True)]
    if doing.act is Act.SAYS and _TO_BE_AGAINST.search(text) and not _BEFORE_TO_BE.search(text):
        return [(turned(Stance.OPPOSITION, doing.denied), True)]
    return _by_verb(clause, doing)


def _is_neither(clause: Clause) -> bool:
    """ "steunde noch | verwierp het compromis"."""
    return len(clause.words) > 1 and clause.words[-1] == "noch" and is_finite(clause.words[-2])


def _by_verb(clause: Clause, doing: Doing) -> list[tuple[Stance, bool]]:
    """The stance of a clause by its verb, or by the words said with it."""
    act = Act.OPPOSES if doing.verb is not None and doing.verb.infinitive == "verwerpen" else doing.act
    if act in BY_ACT:
        taken = BY_ACT[act]
        if taken is Stance.CALL and clause.behind[:1] and clause.behind[0].low == "niet":
            return []
        if taken in {Stance.CALL, Stance.ABSTENTION}:
            return [(taken, True)]
        return [(turned(taken, doing.denied), True)]
    if doing.act is Act.WISHES and doing.denied and clause.verb in _WANTS:
        return [] if _DECLINES.search(clause.text) else [(Stance.OPPOSITION, True)]
    if _SHARES.search(clause.text):
        return [(turned(Stance.SUPPORT, doing.denied), True)]
    if (opinion := _opinion(clause, doing)) is not None:
        return [(opinion, True)]
    said = said_to_do(clause) if doing.act in {Act.SAYS, Act.ANNOUNCES} else None
    helps = said is not None and said.infinitive == "ondersteunen" and doing.act is Act.ANNOUNCES  # "zegde toe te"
    if said and said.act in BY_ACT and not helps:
        return [(turned(BY_ACT[said.act], doing.denied), True)]
    found = [(turned(taken, doing.denied), True) for taken in _named(clause, doing)]
    if not found and doing.act is Act.SAYS and "vragen" not in clause.words and _REFUSES.search(clause.text):
        found.append((Stance.OPPOSITION, True))
    if not found and _WEIGHT.search(clause.text) and _STRESSES.search(clause.text):
        found.append((Stance.SUPPORT, False))
    return found


def _opinion(clause: Clause, doing: Doing) -> Stance | None:
    """ "vond het pakket evenwichtig", "gaf aan de termijn krap te vinden"."""
    opines = doing.verb is not None and doing.verb.infinitive in _OPINES
    if not opines and not re.search(r"\bte (?:vinden|achten|noemen)\b", clause.text):
        return None
    found = opinion_in(clause.text)
    return found if found is None or _NOT_FOUND.search(clause.text) else turned(found, doing.denied)


def opinion_in(text: str) -> Stance | None:
    """The stance of a word by which something is judged: "onwenselijk", "evenwichtig", "niet haalbaar"."""
    if _NOT_FOUND.search(text):
        return Stance.CONCERN
    return next((taken for words, taken in _FOUND if words.search(text)), None)


def _named(clause: Clause, doing: Doing) -> Iterable[Stance]:
    """The stances whose words are said in a clause."""
    is_or_has = (
        clause.verb in AUXILIARIES["be"] | AUXILIARIES["was"] | AUXILIARIES["perfect"] | AUXILIARIES["pluperfect"]
    )
    predicate = is_or_has or clause.verb in PREDICATES
    if doing.act not in _SAID_WITH and not predicate and (doing.act is not None or doing.mood is Mood.NONE):
        return
    words = clause.words
    for name, taken in _WORDS:
        for at, word in enumerate(words):
            if word not in STANCE_WORDS[name] or at == clause.finite or _is_governed(words, at, doing):
                continue
            if word in _ONLY_PREDICATES and not predicate:
                continue
            yield taken


def _is_governed(words: list[str], at: int, doing: Doing) -> bool:
    """Whether a preposition stands right before a word, or with one or two words between: "op de zorgen"."""
    for back in range(at - 1, max(at - 4, -1), -1):
        if words[back] in _BY_AND_LARGE and words[back - 1] in {"op", "in", "over"}:
            return False
        if doing.verb and words[back] == doing.verb.particle:
            return False
        if words[back] == "dan" and words[back - 1] == "meer":
            return False  # "meer dan een bezwaar"
        if words[back] in PREPOSITIONS:
            return words[back] != "van" or words[at] not in {"mening", "oordeel"}
        if not words[back].endswith(("e", "n", "r")) and words[back] not in {"het", "geen", "veel", "groot"}:
            return False
    return False


_KINDS = {
    Act.ADOPTS: DecisionKind.ADOPTED,
    Act.ESTABLISHES: DecisionKind.ESTABLISHED,
    Act.TAKES_NOTE: DecisionKind.NOTED,
    Act.INSTRUCTS: DecisionKind.INSTRUCTED,
    Act.ACTIVATES: DecisionKind.ACTIVATED,
    Act.DECIDES: DecisionKind.DECIDED,
    Act.CONCLUDES: DecisionKind.CONCLUDED,
}
_GENERAL_APPROACH = re.compile(r"\balgemene (?:orientatie|benadering)\b")


def decision_kind(clause: Clause, act: Act) -> DecisionKind:
    """What the Council did in a clause that is a decision; an agreement where nothing nearer is said."""
    if act is not Act.CONCLUDES and _GENERAL_APPROACH.search(clause.text):
        return DecisionKind.GENERAL_APPROACH
    return _KINDS.get(act, DecisionKind.AGREED)
