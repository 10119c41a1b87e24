"""Who speaks in a sentence."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from briefings.language.fold import fold
from briefings.model.statement import Actor, Quantity

#: The member states as letters name them, the Netherlands apart.
MEMBER_STATES = tuple(
    "België Bulgarije Cyprus Denemarken Duitsland Estland Finland Frankrijk Griekenland Hongarije Ierland Italië"
    " Kroatië Letland Litouwen Luxemburg Malta Oostenrijk Polen Portugal Roemenië Slovenië Slowakije Spanje"
    " Tsjechië Zweden".split()
)
_MEMBER_STATES = "|".join(MEMBER_STATES)
STATES = re.compile(_MEMBER_STATES)  #: each member state that a text names
#: How a letter counts member states, folded; the first that fits.
_QUANTITIES = (
    (re.compile(r"\b(?:nagenoeg|bijna|vrijwel|zo goed als) alle\b|\bop een na alle\b"), Quantity.NEARLY_ALL),
    (re.compile(r"\balle\b"), Quantity.ALL),
    (re.compile(r"\bmeerderheid\b|\bmeeste\b|\bmerendeel\b"), Quantity.MAJORITY),
    (re.compile(r"\b(?:veel|vele|groot|flink|ruim|grote) ?(?:aantal|deel|groep)?\b"), Quantity.MANY),
    (re.compile(r"\b(?:klein|kleiner|beperkt|kleine) (?:aantal|deel|groep)\b|\benkele\b|\bminderheid\b"), Quantity.FEW),
    (re.compile(r"\b(?:aantal|deel|groep|verschillende|meerdere|sommige|diverse)\b"), Quantity.SOME),
)
_HOW_MANY = (
    r"(?:(?:[Nn]agenoeg|[Bb]ijna|[Vv]rijwel|[Zz]o goed als) alle |[Aa]lle |[Dd]e meeste |[Hh]et merendeel van (?:de )?|"
    r"(?:[Ee]en |[Dd]e )?(?:\w+ )?(?:meerderheid|minderheid|aantal|deel|groep) (?:van )?(?:de )?|"
    r"(?:[Ee]nkele|[Vv]erschillende|[Mm]eerdere|[Ss]ommige|[Dd]iverse|[Vv]eel|[Vv]ele|[Dd]eze) )"
)
_NAMES = {
    Actor.NETHERLANDS: r"Nederland|[Dd]e Nederlandse (?:minister|staatssecretaris|delegatie)",
    Actor.CABINET: r"[Hh]et kabinet",
    Actor.COMMISSION: r"(?:[Dd]e )?(?:Europese )?Commissie|(?:[Dd]e )?Eurocommissaris|Commissaris(?= [A-Z])",
    Actor.PRESIDENCY: r"(?:[Hh]et )?(?:[A-Z]\w+ )?[Vv]oorzitterschap",
    Actor.COUNCIL: r"[Dd]e (?:JBZ-)?Raad(?! van)|[Dd]e [A-Z]\w+raad",
    Actor.MEMBER_STATES: rf"{_HOW_MANY}?(?:andere |overige )?(?:[Ll]idstaten|delegaties)|[Dd]eze landen",
    Actor.EUROJUST: r"Eurojust",
    Actor.EUROPOL: r"Europol",
    Actor.FRONTEX: r"Frontex",
    Actor.EU_LISA: r"[Ee]u-LISA",
    Actor.EU_CTC: r"(?:[Dd]e )?EU[- ]CTC|[Dd]e EU-coördinator voor terrorismebestrijding",
    Actor.EEAS: r"(?:[Dd]e )?EDEO|[Dd]e Europese Dienst voor Extern Optreden",
    Actor.EPPO: r"[Hh]et (?:EOM|Europees Openbaar Ministerie)|(?:[Dd]e )?Europese? [Hh]oofdaanklager",
    Actor.EUAA: r"(?:[Hh]et )?EUAA|[Hh]et (?:EU|Europees)[- ][Aa]sielagentschap",
    Actor.FRA: r"(?:[Hh]et )?FRA|[Hh]et (?:EU-|Europees )?[Gg]rondrechtenagentschap",
    Actor.CEPOL: r"CEPOL",
    Actor.ECB: r"(?:[Dd]e )?ECB|[Dd]e Europese Centrale Bank",
    Actor.PARLIAMENT: r"[Hh]et Europees Parlement",
    Actor.HIGH_REPRESENTATIVE: r"(?:[Dd]e )?[Hh]oge [Vv]ertegenwoordiger|(?:[Dd]e )?HV",
    Actor.OTHER_STATE: rf"(?:{_MEMBER_STATES})(?:(?:, | en )(?:{_MEMBER_STATES}))*",
}
_MENTION = re.compile(r"(?<![\w-])(?:" + "|".join(f"(?P<{a.name}>{p})" for a, p in _NAMES.items()) + r")(?![\w-])")
#: Behind one of these a name is no subject. "volgens" is not among them: who is quoted, speaks.
_NOT_SUBJECT = frozenset(
    "van aan in door voor met naar uit over bij tot tussen namens tegen op binnen tijdens als rond richting"
    " buiten onder naast per sinds zonder via".split()
)
_BETWEEN = frozenset("de het een alle overige andere verschillende enkele sommige meerdere veel".split())
_AMONG_THEM = re.compile(r"\bwaaronder (?:ook )?Nederland\b")

_SPEAKS = (
    r"benadrukten?|onderstreepten?|riep(?:en)?|pleitten?|vroeg(?:en)?|gaf|gaven|stelden?|wees|wezen|noemden?|benoemden?|"
    r"verwelkomden?|kondigden?|gaat|gaan|zal|zullen|sprak(?:en)?|uitten?|verzochten?|waarschuwden?|concludeerden?|"
    r"steunden?|lichtten?|merkten?|achtten?|vond(?:en)?|zag(?:en)?|bepleitten?|drong(?:en)?|verklaarden?|bevestigden?"
)
_CONNECTS = "(?:Ook|Daarnaast|Aanvullend|Verder|Bovendien|Tevens|Daarbij|Hierbij|Tot slot|Ten slotte|Voorts|Vervolgens)"
#: "Hij riep op", "Daarnaast pleitte het voor": who was named before speaks on.
_SPEAKS_ON = re.compile(
    rf"^(?:(?P<first>Hij|Zij|Het|Deze) (?P<verb>{_SPEAKS})\b|"
    rf"{_CONNECTS} (?P<turned>{_SPEAKS}) (?P<second>hij|zij|het)\b)"
)
_MASCULINE = frozenset({Actor.EU_CTC, Actor.HIGH_REPRESENTATIVE})
_FEMININE = frozenset({Actor.COMMISSION, Actor.ECB, Actor.HIGH_REPRESENTATIVE})
_NEUTER = frozenset({Actor.PRESIDENCY, Actor.CABINET, Actor.NETHERLANDS, Actor.EPPO, Actor.EUAA, Actor.PARLIAMENT})


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who speaks, and how the letter names them."""

    actor: Actor
    named: str
    quantity: Quantity | None = None


def speaker(sentence: str, before: str | None = None) -> Speaker | None:
    """The speaker of `sentence`: the first actor named as its subject. None when there is none.

    States "among which the Netherlands" ("meerdere lidstaten, waaronder Nederland") count as the Netherlands. A
    pronoun stands for the actor of the sentence `before` it, if that is the only one named there and agrees with it.
    """
    if among := _AMONG_THEM.search(sentence):
        return Speaker(Actor.NETHERLANDS, "Nederland", _quantity(sentence[: among.start()]))
    for mention in _MENTION.finditer(sentence):
        if mention.lastgroup and _is_subject(sentence, mention.start()):
            return _named(Actor[mention.lastgroup], mention[0])
    return _spoke_before(sentence, before) if before else None


def mentions(sentence: str) -> Iterator[Actor]:
    """Every actor named in `sentence`, in order, as a subject or not."""
    for mention in _MENTION.finditer(sentence):
        if mention.lastgroup:
            yield Actor[mention.lastgroup]


def _named(actor: Actor, words: str) -> Speaker:
    return Speaker(actor, words, _quantity(words) if actor is Actor.MEMBER_STATES else None)


def _quantity(words: str) -> Quantity | None:
    folded = fold(words)
    return next((quantity for pattern, quantity in _QUANTITIES if pattern.search(folded)), None)


def _spoke_before(sentence: str, before: str) -> Speaker | None:
    match = _SPEAKS_ON.match(sentence)
    spoke = speaker(before) if match and len(set(mentions(before))) == 1 else None
    if match is None or spoke is None:
        return None
    pronoun = (match["first"] or match["second"]).lower()
    several = (match["verb"] or match["turned"]).endswith("en")
    return spoke if _agrees(pronoun, spoke, several=several) else None


def _agrees(pronoun: str, spoke: Speaker, *, several: bool) -> bool:
    if several or spoke.actor is Actor.MEMBER_STATES:
        return several and spoke.actor is Actor.MEMBER_STATES and pronoun == "zij"
    person = "ommissaris" in spoke.named or "minister" in spoke.named or "secretaris" in spoke.named
    match pronoun:
        case "hij":
            return person or spoke.actor in _MASCULINE
        case "zij":
            return person or spoke.actor in _FEMININE
        case "het":
            return spoke.actor in _NEUTER and not person
        case _:
            return True


def _is_subject(sentence: str, start: int) -> bool:
    before = re.findall(r"[\w-]+|[,;:(]", sentence[:start])
    while before and before[-1].lower() in _BETWEEN:
        before.pop()
    return not before or before[-1].lower() not in _NOT_SUBJECT
