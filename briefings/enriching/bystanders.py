"""Who takes a side in a sentence without being the subject: "gesteund door", "met tegenstem van", "net als Finland"."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from briefings.enriching.account import ClauseAccount
from briefings.enriching.clauses import ParsedSentence
from briefings.enriching.lexicon import AUXILIARIES, PARTICIPLES
from briefings.enriching.parties import PartyMention, Speaker
from briefings.enriching.phrases import noun_in, turned
from briefings.enriching.stances import BY_ACT, opinion_in
from briefings.language.fold import fold
from briefings.model.statement import Actor, Stance, Voice

#: Between two who speak together ("De Commissie en Duitsland"), or a group and who is among it.
_TOGETHER = re.compile(
    r",? (?:en|alsook|alsmede|evenals|net als|als|noch|maar)(?: ook)? (?:de (?=lidstaten|delegaties))?| \(|"
    r"[ ,(]*(?:waaronder|onder wie|met name|namelijk|te weten|onder aanvoering van|geleid door)(?: ook| met name)? "
)
#: Before one who thinks the same: "riep, daarin bijgevallen door Spanje, op", "had, net als Finland, bedenkingen".
_LIKEWISE = re.compile(
    r"(?:^|, )(?:(?:[Nn]et |[Ee]ven)als|[Ii]n navolging van|"
    r"(?:daarin )?(?:bijgevallen|gesteund|gevolgd) door)(?: ook)? $|"
    r"^(?!.*\bwerk\w* ).*(?:\b[Ss]amen|\bst(?:ond|onden|aat|aan) (?:daarin|hierin)) met(?: ook)? $|^Met $"
)
#: What is said of one who thinks what was said just before.
_ECHO_BEFORE = re.compile(r"\b(?:gold|geldt) (?:\w+ )?voor $|\bgedeeld door $")
_ECHO = re.compile(
    r" (?:(?:werd|wordt|worden|werden) gedeeld\b|zich (?:\w+ )?aansl(?:oot|oten|uit|uiten)\b|"
    r"(?:sloot|sloten|sluit|sluiten) zich (?:(?:hierbij|daarbij|hier|daar)\b|bij (?:die|deze|dat) \w+ aan\b)|"
    r"(?:viel|vielen|valt|vallen) (?:hen|hem|haar|dit|deze|die|dat|[A-Z]\w+)(?: \w+){0,3} bij\b)"
)
_GROUP = re.compile(
    r"(?:[Dd]e|[Ee]en|[Hh]et) (?:[\w-]+ ){0,2}"
    r"(?:\w*groep|coalitie|kamp|blok|\w*staten|\w*landen|meerderheid|minderheid)(?: [\w-]+){0,3}?"
    r"(?: \(|,? (?:onder leiding van|onder aanvoering van|aangevoerd door|geleid door|rond|bestaande uit) )"
)
_NOT_SO = re.compile(r" niet(?=[:;.,]|$)")  #: "…, maar Italië niet"
_TOO = re.compile(r" (?:[\w-]+ ){0,2}ook(?=[:;.,]|$)")  #: "…, Griekenland in beginsel ook"
_VOTE = re.compile(
    r" (?P<side>v[oó]{2}r|tegen)"
    r"(?=[,;.]| en\b|$| (?:nam|namen|heeft|hebben|werd|werden|is|zijn|stelde|keurde|besloot)\b)"
)  #: "stemden Nederland vóór, Zweden tegen"
_ACCORDING = re.compile(r"\b[Vv]olgens $")
_SO_SAYS = re.compile(r"(?:^Volgens|\b[Aa]ldus) (?:de |het )?$")
#: "Van de Oostenrijkse minister kwam het pleidooi om".
_FROM_FIRST = re.compile(r"^(?:Van|Vanuit) $")
_CAME_A_CALL = re.compile(r"^ (?:kwam|kwamen|klonk|klonken) .{0,40}\b(?:pleidooi|oproep|verzoek|voorstel|suggestie)\b")
_GOES = re.compile(r"\b(?:gaat|gaan|ging|gingen) (?:voor )?$")  #: "ging Polen te ver"
_FROM = frozenset({"van", "bij", "uit", "door", "vanuit", "onder", "voor"})
#: "de tegenstanders van het quotum (Polen en Malta)".
_SIDES_OF = re.compile(r"\b(?P<side>voor|tegen)standers\b[^();.]{0,80}\($")
#: "met steun van", beside what somebody else does: the noun right before the name, and the preposition behind it.
_RIGHT_BEFORE = re.compile(
    r"(?P<beside>\b(?:met|bij|onder|ondanks|na|tegen|door) (?:een |de |het )?)?\b(?P<noun>[\w-]+) \w+(?: de| het)? ?$"
)
_DENIED = re.compile(r"\b(?:geen|niet(?! alleen| slechts)|zonder)\b[^,;]{0,40}$", re.IGNORECASE)
#: Who has it from somebody: "kreeg steun van Polen".
_GOT = frozenset("kreeg kregen krijgt krijgen ontving ontvingen oogstte oogstten vond vonden genoot".split())
_HAVE_NO_SAY = frozenset({Actor.COUNCIL, Actor.OTHER_BODY, Actor.OTHER_COUNCIL})
_IS = AUXILIARIES["be"] | AUXILIARIES["was"] | frozenset("ligt liggen lag lagen blijft bleef".split())
_TURNED = {Stance.SUPPORT: Stance.OPPOSITION, Stance.OPPOSITION: Stance.SUPPORT}


@dataclass(frozen=True)
class Part:
    """The part of a sentence in which one speaks, what is told in it, and who is named there."""

    parsed: ParsedSentence
    begin: int
    end: int
    speaker: Speaker | None
    told: Sequence[ClauseAccount]
    named: Sequence[PartyMention]

    def before(self, one: PartyMention) -> str:
        """What is written in it before a name."""
        return self.parsed.raw[self.begin : one.start]

    def behind(self, one: PartyMention) -> str:
        """What is written in it behind a name."""
        return self.parsed.raw[one.end : self.end]


def together(part: Part, first: PartyMention) -> list[PartyMention]:
    """Who is named there, and who behind it and with it."""
    found = [first]
    for one in part.named:
        if one.start <= first.start:
            continue
        if not _TOGETHER.fullmatch(part.parsed.raw[found[-1].end : one.start]):
            break
        found.append(one)
    return found


def likewise(part: Part) -> list[Speaker]:
    """Who thinks as the speaker does: "net als Finland"."""
    return [one.who for one in part.named if _LIKEWISE.search(part.before(one))]


def members(part: Part) -> list[Speaker]:
    """Who makes up the group that the part begins with: "De noordelijke kuststaten (Denemarken en Zweden)"."""
    group = next((one for one in part.named if _GROUP.fullmatch(part.before(one))), None)
    return [one.who for one in together(part, group)] if group else []


def votes(part: Part) -> Iterator[Voice]:
    """ "stemden Nederland en Denemarken vóór, Zweden tegen"."""
    for one in part.named if re.search(r"\bstem", part.parsed.raw) else ():
        if vote := _VOTE.match(part.behind(one)):
            yield _voice(one, Stance.OPPOSITION if vote["side"] == "tegen" else Stance.SUPPORT)


def by_whom(part: Part) -> Iterator[Voice]:
    """ "werd gesteund door Duitsland, maar door Polen afgewezen"."""
    for one in part.named:
        if one.governed != "door" or _LIKEWISE.search(part.before(one)):
            continue
        several = together(part, one)
        before, behind = part.parsed.around(one.start, several[-1].end)
        done = before[-2:-1] if [t.low for t in before[-1:]] == ["door"] else []
        participle = next((t.low for t in (*done, *behind) if t.low in PARTICIPLES), None)
        taken = _of_participle(participle) if participle else None
        nor = "noch" in fold(part.parsed.raw[one.start : several[-1].end]).split()
        if taken and (nor or _DENIED.search(part.before(one))):
            taken = turned(taken, "niet")
        if taken is not None:
            yield from (_voice(who, taken) for who in several)


def from_whom(part: Part, spoken: Sequence[Voice]) -> Iterator[Voice]:
    """ "Bezwaren kwamen van Italië", "met steun van Malta", "deelde de zorgen van Polen": of whom something comes.

    Beside what somebody does only what stands right before the name counts; support is for what the speaker wants.
    """
    for one in part.named:
        if one.who == part.speaker:
            continue
        several = together(part, one)
        taken = _taken_by(part, one, several[-1])
        if taken is Stance.SUPPORT and spoken and spoken[0].stance is not None:
            taken = spoken[0].stance
        if taken is not None and not _DENIED.search(part.before(one)):
            yield from (_voice(who, taken) for who in several)


def echoes(part: Part, said: Stance) -> Iterator[Voice]:
    """Who thinks what was said just before: "een zorg die door Finland werd gedeeld", "wat ook gold voor Malta"."""
    for one in part.named:
        several = together(part, one)
        behind = part.behind(several[-1])
        too = _TOO.match(behind) and part.before(one).endswith((", ", "maar ", "en "))
        if too or _ECHO_BEFORE.search(part.before(one)) or _ECHO.match(behind):
            yield from (_voice(who, said) for who in several)
        elif _NOT_SO.match(behind) and said in _TURNED and part.before(one).endswith((", ", "maar ", "; ")):
            yield from (_voice(who, _TURNED[said]) for who in several)


def _voice(one: PartyMention, taken: Stance) -> Voice:
    return Voice(one.who.actor, one.who.named, taken)


def _of_participle(word: str) -> Stance | None:
    return next((BY_ACT[verb.act] for verb in PARTICIPLES[word] if verb.needs is None and verb.act in BY_ACT), None)


def _taken_by(part: Part, one: PartyMention, last: PartyMention) -> Stance | None:
    """The stance of somebody who is named, and of those up to the last."""
    before = part.before(one)
    if sides := _SIDES_OF.search(before):
        return Stance.OPPOSITION if sides["side"] == "tegen" else Stance.SUPPORT
    if _ACCORDING.search(before):
        return next((found for told in part.told if (found := opinion_in(told.clause.text))), None)
    if _GOES.search(before) and "te ver" in part.behind(one):
        return Stance.OPPOSITION
    if _SO_SAYS.search(before) and _demands(part):
        return Stance.CALL
    if _FROM_FIRST.search(before) and _CAME_A_CALL.search(part.behind(last)):
        return Stance.CALL
    if one.governed not in _FROM:
        return None
    return _come_from(part, one, fold(before), fold(part.behind(last)).partition(",")[0])


def _demands(part: Part) -> bool:
    """ "De Raad zou een akkoord moeten bereiken", of what somebody is quoted to say."""
    return re.search(r"\bzou(?:den)?\b.*\bmoeten\b", part.parsed.folded) is not None


def _come_from(part: Part, one: PartyMention, before: str, behind: str) -> Stance | None:
    """The stance of a noun that comes from somebody; `before`, folded, ends with the preposition."""
    right_before = _RIGHT_BEFORE.search(before)
    nearest = noun_in(right_before["noun"]) if right_before else None
    if one.governed == "voor":
        is_so = nearest is None and part.speaker is None and any(told.clause.verb in _IS for told in part.told)
        return (noun_in(behind) or noun_in(before)) if is_so else None
    if part.speaker is not None:
        shares = any(told.doing.verb and told.doing.verb.infinitive == "delen" for told in part.told)
        got = any(told.clause.verb in _GOT for told in part.told)
        if right_before and nearest is not None and (shares or got or right_before["beside"]):
            return nearest
        if part.speaker.actor not in _HAVE_NO_SAY:
            return None
    if told := nearest or noun_in(before.rpartition(",")[2], last=True):
        return told
    of_another = any(other.start > one.start and other.governed in _FROM for other in part.named)
    return None if of_another else _unless_denied(behind)


def _unless_denied(behind: str) -> Stance | None:
    """Of "Bij Nederland | bestaat geen bezwaar": that there is no objection."""
    taken = noun_in(behind)
    return turned(taken, "geen") if taken and re.search(r"\bgeen\b", behind) else taken
