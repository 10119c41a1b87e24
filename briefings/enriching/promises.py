"""What a minister promises parliament."""

import re

from briefings.enriching.account import OURS
from briefings.enriching.actors import subject_of
from briefings.enriching.clauses import Clause, ParsedSentence
from briefings.enriching.doings import Doing, Mood, read_doing
from briefings.enriching.due import due_of
from briefings.enriching.parties import MEMBER_STATES, Speaker
from briefings.enriching.setting import Setting
from briefings.model.statement import Actor

_PARLIAMENT = re.compile(r"\b(?:uw|de|tweede|eerste|beide) kamers?\b|\bu\b|\bkamer(?:leden)?\b")
#: What is sent with this very letter is no promise.
_WITH_THIS = re.compile(
    r"\b(?:hierbij|hiermee|bij dezen?|langs deze weg|"
    r"(?:met|middels|in|door|bij) (?:deze (?:kamer)?brief|dit verslag))\b"
)
#: What was promised before it is one only where it is still to come.
_PROMISED_BEFORE = re.compile(
    r"\b(?:(?:conform|in navolging van|naar aanleiding van|overeenkomstig) (?:de|mijn|een|eerdere|het|zijn|"
    r"haar) (?:\w+ )?toezegging\w*|zoals (?:\w+ )?toegezegd)\b"
)
#: To whom else a minister may promise something.
_TO_OTHERS = re.compile(
    r"\b(?:\w*collegas?|ambtgeno\w+|voorzitterschap|(?:euro)?commissaris|(?<!vaste )commissie(?! voor)|lidstaten|"
    r"landen|burgemeesters?|gemeenten|provincies|organisaties|sector|oekraine)\b"
)
#: A new ministry has a name that no list has yet; of a member state's minister the state is named.
_OUR_MINISTER = re.compile(
    r"(?:[Dd]e )?(?:[Mm]inister|[Ss]taatssecretaris) (?:van|voor) (?!(?:de|het) )"
    rf"(?!{'|'.join(MEMBER_STATES)})[A-Z][\w-]+(?:(?:, | en |, en | )[A-Z][\w-]+)*"
)
_AIMS = frozenset({"streef", "streeft", "streven"})  #: "ik streef ernaar uw Kamer vóór het reces te informeren"
#: "Uw Kamer is op 2 juni toegezegd dat", "Aan uw Kamer is toegezegd dat".
_PROMISED_TO = re.compile(
    r"\b(?:(?:uw|de|beide) kamers?|u) (?:is|werd) .{0,100}\btoegezegd\b|"
    r"\b(?:is|werd) (?:aan )?(?:uw|de) kamer .{0,100}\btoegezegd\b"
)
_GIVES = re.compile(
    r"\b(?:informe\w+|bericht(?:en)?|toekomen|toesturen|toezenden|stuur|stuurt|sturen|zend|zendt|zenden|"
    r"ontvangt|ontvangen|geinformeerd|bericht|toegestuurd|toegezonden|gezonden|"
    r"aanbieden|bied|biedt|schrijven|brief|melden|delen|op de hoogte|"
    r"krijgt|krijgen|rapporteren|rapporteert|kenbaar|verstrekken|verstrekt|"
    r"voorleggen|leg(?:t|gen)? .{0,200}\bvoor|inlichten|licht(?:en)? .{0,200}\bin|in kennis|weten)\b"
)
#: "Uw Kamer kan een fiche tegemoetzien", "De brief wordt aan uw Kamer gezonden": by us, who alone do that.
_MAY_EXPECT = re.compile(
    r"\b(?:(?:uw|de) kamer|u) (?:kan|kunt|mag)\b.{0,300}\b(?:tegemoet ?zien|verwachten|rekenen op)\b|"
    r"\b(?:kan|kunt|mag) (?:(?:uw|de) kamer|u)\b.{0,300}\b(?:tegemoet ?zien|verwachten)\b"
)
_SENT_TO = re.compile(
    r"\b(?:wordt|worden|zal|zullen) .{0,200}\b(?:uw|de) kamer\b.{0,200}"
    r"\b(?:toegezonden|gezonden|toegestuurd|gestuurd|aangeboden|voorgelegd|verstrekt)\b|"
    r"\b(?:gaat|komt|zal) .{0,200}\b(?:uw|de) kamer\b.{0,200}\b(?:toe|toekomen|toegaan)$|"
    r"\b(?:wordt|worden) (?:[\w-]+ ){0,2}u\b.{0,120}\b(?:toegezonden|gezonden|toegestuurd|gestuurd|aangeboden)\b|"
    r"\bu (?:ontvangt|krijgt)\b|\b(?:ontvangt|krijgt) u\b"
)
_RETURNS = re.compile(r"\b(?:kom|komt|komen)\b.{0,300}\bterug\b|\bterug(?:komen|kom|komt|te komen)\b")
_PROMISED = re.compile(
    r"\b(?:zeg|zegt|zeggen|zegde|zegden|zei)\b.{0,300}\btoe\b|\b(?:heb|heeft|hebben)\b.{0,300}\b(?:toegezegd|beloofd)\b|"
    r"\b(?:beloofde|beloofden|beloof|belooft|beloven)\b"
)


def promise_in(sentence: ParsedSentence, folded: str, setting: Setting) -> tuple[str, ...]:
    """The words by which a minister promises parliament something; none where it is no promise."""
    for clause in (*sentence.main, *filter(_is_ours_to_do, sentence.under)):
        doing = read_doing(sentence, clause)
        text = clause.text
        if doing.denied or not _is_by_us(sentence, clause, text, setting):
            continue
        promised = _PROMISED.search(text)
        if promised and (_PARLIAMENT.search(text) or not _TO_OTHERS.search(text)):
            return (promised[0],)
        if promised := _PROMISED_TO.search(text):
            return (promised[0].split()[-1], "Kamer")
        if expects := _MAY_EXPECT.search(text):
            return (expects[0],)
        aims = clause.verb in _AIMS
        if not (aims or doing.mood in {Mood.NOW, Mood.FUTURE}) or _WITH_THIS.search(folded):
            continue
        if _PROMISED_BEFORE.search(folded) and not _is_still_to_come(sentence, doing, setting):
            continue
        if returns := _RETURNS.search(text):
            return (returns[0],)
        if (gives := _GIVES.search(text)) and _PARLIAMENT.search(text):
            return (gives[0], "Kamer")
        if sent := _SENT_TO.search(text):
            return (sent[0].split()[-1], "Kamer")
    return ()


def minister_in(sentence: ParsedSentence) -> Speaker | None:
    """A minister whose ministry is not known, and who by what is promised is one of ours."""
    told = _OUR_MINISTER.match(sentence.raw)
    return Speaker(Actor.NETHERLANDS, told[0]) if told else None


def _is_ours_to_do(under: Clause) -> bool:
    """ "…, waarvan ik u de uitkomst zal doen toekomen": promised in a clause that hangs under another."""
    return {"ik", "wij"} & set(under.words[:1]) != set() and {"zal", "zullen"} & set(under.words) != set()


def _is_still_to_come(sentence: ParsedSentence, doing: Doing, setting: Setting) -> bool:
    """Whether what was promised before is promised again: "Zoals toegezegd ontvangt u eind januari een brief"."""
    said_on = setting.letter_date or setting.council_day
    if re.search(r"\b(?:ontvangt|krijgt) (?:voor|in|na|nog|begin|eind|medio|rond|uiterlijk)\b", sentence.folded):
        return True
    return doing.mood is Mood.FUTURE or (said_on is not None and due_of(sentence.raw, said_on) is not None)


def _is_by_us(sentence: ParsedSentence, clause: Clause, text: str, setting: Setting) -> bool:
    subject = subject_of(sentence, clause, setting.council)
    if subject.who and subject.who.actor in OURS:
        return subject.who.actor is Actor.CABINET or subject.who.is_person
    if re.search(r"\b(?:ik|wij)\b", text) or (subject.who is None and minister_in(sentence)):
        return True
    if subject.who is None:
        return _SENT_TO.search(text) is not None or _PROMISED_TO.search(text) is not None
    told = "amer" in subject.who.named
    return told and bool(re.search(r"\b(?:wordt|zal|worden|ontvangt|ontvangen|krijgt|kan|mag|toegezegd)\b", text))
