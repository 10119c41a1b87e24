"""What kind of sentence a question asks for, apart from its subject: decisions, who was against, what comes next.

The words that ask so are taken out of the question. *Besloten* asks for decisions where the question is about the
Council; a "besloten lunch" is a closed one and is left as typed.
"""

import re
from collections.abc import Mapping
from enum import StrEnum
from functools import cache

from briefings.answering.asking import section
from briefings.language.lemmas import is_dutch, lemma

_LONGEST_SAYING = 5  #: words
_AND = frozenset({"en", "maar", "dus", "and", "but", "so"})


class Asks(StrEnum):
    """A kind of sentence that is asked for."""

    DECISIONS = "decisions"
    AGAINST = "against"  #: who opposed
    SUPPORT = "support"  #: who was in favour
    CONCERNS = "concerns"  #: who was worried or critical
    ABSTAINED = "abstained"
    PROMISED = "promised"  #: what a minister promised parliament
    NEXT = "next"  #: what is still to come
    WHEN = "when"
    HOW_MANY = "how_many"  #: a number, an amount, a share

    @property
    def is_of_states(self) -> bool:
        """Asks who took which side: only of the Council people ask so."""
        return self in {Asks.AGAINST, Asks.SUPPORT, Asks.CONCERNS, Asks.ABSTAINED}


_WHO = (
    r"(?:wie|(?:welke?|hoeveel) (?:landen|lidstaten|land|lidstaat|delegaties)|"
    r"(?:waren|zijn) er (?:ook )?(?:landen|lidstaten)|"
    r"who|(?:which|how many) (?:countries|country|member states?|states?)|did any(?:one| country| member state)?)"
)
_ASKS_WHO = re.compile(rf"^{_WHO}(?:$| )")
_GOT = (
    r"(?: (?:is|was|waren|zijn|had|hadden|heeft|hebben|maakten?|uitten?|have|has|were|are|did|zich|er|ook|grote?|het))*"
)
_SIDES = (
    (
        Asks.AGAINST,
        (
            r"(?:stemden? tegen|stem(?:t|men) tegen|(?:stem(?:de|den|t|men)|steun(?:de|den|t|en)) (?:\w+ )?niet"
            r"(?: voor| in met)?|verzet(?:ten|te|tten)? zich(?: tegen)?|bezwa(?:ar|ren) (?:tegen|bij|op)|"
            r"tegen|dwars|(?:lagen|lag|liggen|ligt) dwars(?: bij)?|"
            r"voted? against|did not (?:vote for|support)|opposed?|oppose|against|objected to|object to)"
        ),
    ),
    (
        Asks.ABSTAINED,
        r"(?:onthield(?:en)? zich(?: van stemming)?|zich onthouden|abstain(?:ed)?)(?: bij| van| over| on| from)?",
    ),
    (
        Asks.CONCERNS,
        (
            r"(?:zorgen|bezorgd|kritisch|kritiek|twijfels?|concerns?|concerned|critical|worried)(?: over| op| bij|"
            r" about| of)?"
        ),
    ),
    (
        Asks.SUPPORT,
        (
            r"(?:steunden?|steunt|steunen|voorstanders? van|voorstander|stemden? voor|voor|supports?|supported|"
            r"backed|in favou?r of|voted? for)"
        ),
    ),
)
_STANCES = (
    *((asks, re.compile(rf"^{_WHO}{_GOT} {words}(?:$| )")) for asks, words in _SIDES),
    (Asks.AGAINST, re.compile(r"^(?:tegenstanders?|tegenstand|tegenstemmers?|verzet|weerstand|opponents|"
                              r"opposition)(?: van| tegen| bij| of| to)?(?:$| )")),
    (Asks.SUPPORT, re.compile(r"^(?:voorstanders?|voorstemmers?|medestanders|supporters)(?: van| of)?(?:$| )")),
    (Asks.CONCERNS, re.compile(r"^(?:lidstaten|landen) (?:kritisch|bezorgd)(?: over)?(?:$| )")),
    (Asks.AGAINST, re.compile(r"^(?:lidstaten|landen) (?:die )?tegen(?:$| )")),
)  # fmt: skip
#: "welke landen wezen de lijst af", "wie steunde het akkoord niet": what turns it stands at the end.
_REJECTED = re.compile(
    rf"^(?P<who>{_WHO}) (?:(?:wees|wezen|wijst|wijzen) (?P<what>.+) (?:af|van de hand)|"
    r"(?:steunt|steunen|steunden?) (?P<not_backed>.+) niet)$"
)
_NEXT = re.compile(
    r"^(?:(?:en )?wat gebeurt er (?:nu |nog |verder )?(?:met|rond|bij)?|hoe (?:nu )?(?:gaat|"
    r"loopt) (?:het )?(?:nu )?(?:verder|af)"
    r"(?: met| bij)?|hoe nu verder(?: met| bij)?|wat (?:komt|volgt) er (?:nu |nog )?(?:aan |bij )?(?:over|van|"
    r"rond|met|bij)?|"
    r"wat staat er nog te gebeuren(?: met| bij)?|"
    r"(?:wat (?:is|wordt) )?(?:het )?vervolg(?:stap(?:pen)?)?(?: van| op| bij| met)?|"
    r"(?:wat (?:is|zijn) )?(?:de )?volgende stap(?:pen)?(?: van| bij| voor| in)?|what happens next(?: with| to| on)?|"
    r"what(?: is|'s| comes) next(?: for| on| with)?|what happens (?:to|with)|next steps?(?: for| on| of| in)?)(?:$| )"
)
_WHEN = re.compile(
    r"^(?:(?:sinds|tot|vanaf|per) )?(?:wanneer|hoe ?lang|hoe laat|(?:op )?welke (?:datum|dag)|(?:wat|welke) (?:is|"
    r"wordt) de (?:datum|deadline|"
    r"termijn|startdatum|invoeringsdatum) (?:van|voor)|when|how long|by when|what is the (?:date|deadline) (?:of|"
    r"for))(?:$| )"
)
_HOW_MANY = re.compile(
    r"\b(?:(?:wat is het )?aantal|hoeveel|hoe (?=vaak)|(?:welk|wat is het) (?=bedrag|percentage)|"
    r"how (?:many|much|(?=often)))"
    r"(?: (?P<what>(?:[^\W\d_]+e )?[^\W\d_]+))?"
)
_HOW_LARGE = re.compile(
    r"\b(?:hoe (?:hoog|groot|vol|oud|zwaar|duur)|how (?:high|large|big|old|full)) (?:is|was|zijn|waren|are|were)\b"
)
#: How many items are about something is told with every answer.
_COUNTS_ITEMS = re.compile(
    r"(?:hoeveel|how many) (?:agendapunten|punten|items|brieven|verslagen|letters|reports)"
    r"(?: (?:zijn er|er zijn|gaan|gingen|gaat|ging|are there|are|is|heb je|ken je))* (?:over|about|on) "
)
_DECIDES = frozenset(
    "ingestemd instemde raadsbesluit raadsbesluiten"
    " besluit besluiten besloot besloten beslist beslissing beslissingen aangenomen vastgesteld overeengekomen"
    " afgesproken akkoord conclusie conclusies concludeerde concludeerden ondertekend goedgekeurd bekrachtigd"
    " afspraak afspraken decision decisions decide decided adopted adopt approved agreed agree agreement concluded"
    " conclude sign signed conclusions conclusion uitkomst stemming".split()
)
_ASKS_DECISION = re.compile(
    r"\b(?:ingestemd|instemde|stemden? in met|raadsbesluit(?:en)?|besluit(?:en)?|besloot|"
    r"beslist|beslissing(?:en)?|aangenomen|overeengekomen|afgesproken|goedgekeurd|bekrachtigd|"
    r"decisions?|decided?|adopted|approved|ondertekend|concludeerden?|concluded?|"
    r"signed|did (?:the )?ministers sign|did the (?:eu )?(?:council|ministers) (?:agree|adopt|approve|decide))\b"
    r"|\b(?:is|zijn|heeft|hebben|werd|werden|wordt|wat|has|have|was|were)\b.{0,300}\b(?:besloten|vastgesteld|akkoord|conclusies?|agreed|agreement|uitkomst)\b"
    r"|^(?:uitkomst|stemming|besloten|conclusies?|akkoord|afspraken)(?: (?:over|van|met|bij|rond|op))?\b"
    r"|\w{3,} (?:vastgesteld|besloten|bekrachtigd)$"
)
_BY_FORM = {Asks.PROMISED, Asks.HOW_MANY}  #: asked for by these forms only, and by no saying
_PROMISED = re.compile(r"\b(?:beloofd|beloofde|beloven|toegezegd|toezegde|toezegging(?:en)?|promised?|promises)\b")
#: Who promises parliament something, and to whom: not what it is about.
_PROMISES = re.compile(
    r"\b(?:(?:de|het|onze|the|our) )?(?:ministers?|staatssecretaris(?:sen)?|bewindspersoon|bewindspersonen|kabinet|"
    r"regering|nederland|cabinet|government|netherlands|(?:aan )?de (?:tweede |eerste )?kamer)\b"
)
_CLOSED = re.compile(
    r"\bbesloten (?:\w+)?(?:lunch|zitting|sessie|bijeenkomst|vergadering|deel|overleg|gesprek|diner|werk\w*|"
    r"ministers\w*)\b"
)
#: What begins a question and is no verb.
_NO_VERB = re.compile(r"hoe\w*|how|waar\w*|wanneer|wat|wi[ej]|welke?|wh\w+|we|ik|er|any")
_OF_PARTICIPLES = ("ge", "be", "ver", "ont", "her", "onder", "over")
_HOLDER = re.compile(
    r"(?:wie (?:is|zijn|was|wordt|worden|werd)|who (?:is|are|was|will be|becomes|became)) (?:nu |now )?"
    r"(?:de |het |the )?"
    r"(?:(?:nieuwe?|volgende|huidige|new|next|current) )?(?:uitvoerend |adjunct-?|executive |deputy )?"
    r"(?:directeur|directrice|hoofd|baas|chef|voorzitter|minister|staatssecretaris|(?:euro)?commissaris|premier|president|"
    r"burgemeester|ambassadeur|hoofdaanklager|aanklager|korpschef|korpscommandant|bestuurder|"
    r"director|head|chair|chairman|commissioner|mayor|ambassador|chief|prosecutor)s?\b(?! die\b| dat\b| that\b| who\b)"
)


def read_frame(folded: str) -> tuple[Asks | None, str]:
    """The kind of sentence that a folded question asks for, and the question without the words that say so.

    A question of nothing else is left as it is.
    """
    if rejected := _REJECTED.match(folded):
        folded = f"{rejected['who']} tegen {rejected['what'] or rejected['not_backed']}"
    for asks, pattern in (*_STANCES, (Asks.NEXT, _NEXT), (Asks.WHEN, _WHEN)):
        if match := pattern.match(folded):
            rest = folded[match.end() :].strip()
            return asks, _said(rest)[1] if rest else folded
    if _PROMISED.search(folded):
        rest = " ".join(_PROMISES.sub(" ", _PROMISED.sub(" ", folded)).split())
        return Asks.PROMISED, rest or folded
    if _ASKS_DECISION.search(folded) and not _CLOSED.search(folded):
        rest = " ".join(word for word in folded.split() if word not in _DECIDES)
        return Asks.DECISIONS, rest or folded
    how_large = _HOW_LARGE.search(folded)
    if (counts := _COUNTS_ITEMS.match(folded)) and folded[counts.end() :].strip():
        return None, folded[counts.end() :].strip()
    said, rest = _said((how_large and _HOW_LARGE.sub(" ", folded).strip()) or folded)
    return said or (Asks.HOW_MANY if how_large or _HOW_MANY.search(folded) else None), rest


def counted(folded: str) -> tuple[str, ...]:
    """The words for what a folded question asks the number of: "lopende zaken" in "hoeveel lopende zaken zijn er".

    Of "hoe hoog is de boete" none.
    """
    match = _HOW_MANY.search(folded)
    return tuple((match["what"] or "").split()) if match else ()


def without_promise(folded: str) -> str:
    """A question without the words for promising."""
    return " ".join(_PROMISED.sub(" ", folded).split())


def asks_who(folded: str) -> bool:
    """A folded question asks which states, so that it is about the Council; "drempels tegenhouden" need not be."""
    return bool(_ASKS_WHO.match(folded)) or any(pattern.match(folded) for _, pattern in _STANCES)


def asks_for_holder(folded: str) -> bool:
    """A folded question asks who holds an office: "wie wordt de nieuwe directeur van Frontex"."""
    return bool(_HOLDER.match(folded))


def begins_a_sentence(folded: str) -> bool:
    """A folded question is a whole sentence, and no row of words: "mogen wolven weg" and not "wolf weg"."""
    words = folded.split()
    return any(word in section("begins") for word in words[: 2 if words[:1] and words[0] in _AND else 1])


def begins_with_verb(folded: str) -> bool:
    """Its first word can only be a finite verb: "heeft", "onthield", "maakte", and not the "verenigde" of a name."""
    word = folded.partition(" ")[0]
    if word in section("begins"):
        return _NO_VERB.fullmatch(word) is None
    verb = lemma(word)
    adjective = word.endswith("ende") or (word.startswith(_OF_PARTICIPLES) and word.endswith(("de", "te", "en")))
    return verb.endswith("en") and verb != word and not adjective and is_dutch(word)


def _said(folded: str) -> tuple[Asks | None, str]:
    """The same for what people say of the Council in any place: "groen licht", "van de baan", "dwarsliggers"."""
    typed = [word.strip("?!.,;:") for word in folded.split()]
    asks: Asks | None = None
    rest: list[str] = []
    at = 0
    while at < len(typed):
        ends = range(min(len(typed), at + _LONGEST_SAYING), at, -1)
        end = next((end for end in ends if "_".join(typed[at:end]) in _sayings()), None)
        if end is None:
            rest.append(typed[at])
        else:
            asks = asks or _sayings()["_".join(typed[at:end])]
        at = end or at + 1
    return (asks, " ".join(rest)) if rest else (None, folded)


@cache
def _sayings() -> Mapping[str, Asks | None]:
    """What people say, its words joined by "_", with the kind of sentence that it asks for, if any."""
    of_kind = {saying: asks for asks in Asks if asks not in _BY_FORM for saying in section(asks.value)}
    return dict.fromkeys(section("idle")) | of_kind
