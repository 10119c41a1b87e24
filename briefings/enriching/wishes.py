"""What the Netherlands wants, where it takes no other side: "zou graag zien dat", "hecht aan", "zet in op"."""

import re
from collections.abc import Iterable

from briefings.enriching.clauses import Clause, ParsedSentence
from briefings.enriching.doings import Doing, Mood
from briefings.model.statement import Act

_WANTS = r"(?:wil|willen|wilde|wilden|wenst|wensen|wenste|wensten)"
#: Said of itself in a clause: turns of phrase, and what somebody wants to be changed or kept.
_SAID = re.compile(
    r"\bgraag (?:\w+ ){0,3}(?:zien|gezien)\b|\b(?:ziet|zien|zag|zagen)\b.{0,120}\bgraag\b|"
    r"\b(?:hecht|hechten|hechtte|hechtten) (?:(?:er|ook|sterk|zeer|veel|zich) )*aan\b|"
    r"\b(?:zet|zetten|zette|zetten) (?:(?:zich|hierbij|daarbij|ook|vooral|sterk|er|nederland|"
    r"het kabinet) )*in (?:op|voor)\b|"
    r"\b(?:heeft|hebben) (?:[\w-]+ ){0,3}ingezet op\b|"
    r"^(?:ook )?voor (?:nederland|het kabinet) (?:is|was|blijft|blijven|zijn|staat|staan|geldt|telt)\b.*"
    r"\b(?:van (?:\w+ )?belang|belangrijk|essentieel|cruciaal|prioriteit|voorop|wenselijk|noodzakelijk|nodig)\b|"
    r"\bwat (?:nederland|het kabinet) betreft\b.*\b(?:wordt|worden|moet|moeten|dient|dienen|komt|komen|blijft|"
    r"blijven|mag|mogen|zou|zouden)\b|"
    rf"\b{_WANTS}\b.{{0,150}}\b(?:behouden|handhaven|verder gaan|schrappen|verlagen|verhogen|uitbreiden|beperken|"
    r"inperken|verlengen|verkorten|opnemen|toevoegen|uitstellen|versnellen|aanscherpen|versoepelen|afschaffen|verbieden|uitzonderen|"
    r"verankeren|versterken|vereenvoudigen)\b"
)
_WANTS_THAT = re.compile(rf"\b{_WANTS}(?: (?:ook|graag|wel|daarom|echter|dan|nederland|het kabinet))*$")
_INPUT_AIMS = re.compile(
    r"^(?:ook )?de nederlandse inzet .{0,80}?\b(?:richt(?:te)? zich|(?:is|was|blijft) (?:\w+ )?gericht) (?:er)?op\b"
)
#: "benadrukte dat de begrotingsregels gehandhaafd moeten worden", "gaf aan dat verdere discussie nodig is".
_SAYS_WHAT_MUST_BE = re.compile(
    r"\b(?:moet|moeten|dient|dienen|mag|mogen)\b|"
    r"\b(?:nodig|noodzakelijk|wenselijk|belangrijk|essentieel|cruciaal|van (?:\w+ )?belang) (?:is|zijn|blijft|blijven)$"
)
#: What is still to be seen, or what others must.
_TO_BE_SEEN = re.compile(
    r"\b(?:blijken|bezien|uitwijzen|afwachten|afgewacht|gewacht|gezegd|toegeven|constateren|"
    r"vaststellen)\b|\b(?:in nederland|nederlands\w* (?:stelsel|recht|wet|systeem))\b"
)
_SAYS = frozenset({Act.SAYS, Act.INFORMS, Act.CONCLUDES, Act.ESTABLISHES_THAT})
_TOLD = frozenset({Mood.PAST, Mood.NOW, Mood.FUTURE})


def wishes(sentence: ParsedSentence, told: Iterable[tuple[Clause, Doing]]) -> bool:
    """Whether the Netherlands says in its clauses what it wants to be; what it denies it does not."""
    if _INPUT_AIMS.search(sentence.folded):
        return True
    for clause, doing in told:
        if doing.denied:
            continue
        if _SAID.search(clause.text) or (doing.act is Act.WISHES and _WANTS_THAT.search(clause.text)):
            return True
        if doing.act in _SAYS and doing.mood in _TOLD and any(map(_must_be, _said_by(sentence, clause))):
            return True
    return False


def _said_by(sentence: ParsedSentence, clause: Clause) -> Iterable[Clause]:
    """What a clause says: the clauses with "dat" behind it."""
    behind = (under for under in sentence.under if under.opener == "dat")
    return (under for under in behind if under.tokens[0].start > clause.tokens[0].start)


def _must_be(under: Clause) -> bool:
    return _SAYS_WHAT_MUST_BE.search(under.text) is not None and _TO_BE_SEEN.search(under.text) is None
