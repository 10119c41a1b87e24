"""What the Netherlands wants or finds, where it takes no other side: "hecht aan", "gaf aan dat de termijn krap is"."""

import re
from collections.abc import Iterable, Sequence

from briefings.enriching.clauses import Clause, ParsedSentence
from briefings.enriching.doings import Doing, Mood, denial
from briefings.enriching.phrases import turned
from briefings.enriching.stances import opinion_in
from briefings.model.statement import Act, Stance

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
    r"\b(?:vraag|blijken|bezien|uitwijzen|afwachten|afgewacht|gewacht|gezegd|toegeven|constateren|"
    r"vaststellen)\b|\b(?:in nederland|nederlands\w* (?:stelsel|recht|wet|systeem))\b"
)
_DOES_GOOD = re.compile(r"\bpositief bij(?:draagt|dragen)\b|\bstap in de (?:goede|juiste) richting\b")
_IS = re.compile(r"\b(?:is|zijn|was|waren|blijft|blijven|blijkt|blijken)$")
#: By these somebody tells or admits what is so, and wants nothing.
_REPORTS = frozenset(
    "melden mededelen meedelen toelichten memoreren herinneren erkennen onderkennen toegeven signaleren constateren"
    " vertellen schetsen".split()
)
_SAYS = frozenset({Act.SAYS, Act.INFORMS, Act.CONCLUDES, Act.ESTABLISHES_THAT})
_TOLD = frozenset({Mood.PAST, Mood.NOW, Mood.FUTURE})


def view_of(sentence: ParsedSentence, told: Sequence[tuple[Clause, Doing]]) -> Stance | None:
    """The side of the Netherlands by what it says to find or to want in its clauses; None where it says neither."""
    said = (under for clause, doing in told if _says(doing) for under in _said_by(sentence, clause))
    found = next((view for under in said if (view := _found_to_be(under))), None)
    return found or (Stance.CALL if _wishes(sentence, told) else None)


def _found_to_be(under: Clause) -> Stance | None:
    """ "dat de termijn onrealistisch is", "dat de regeling positief bijdraagt"; not what others find."""
    text = under.text
    if "volgens" in under.words:
        return None
    if _DOES_GOOD.search(text):
        return turned(Stance.SUPPORT, denial(under))
    view = opinion_in(text) if _IS.search(text) else None
    return view if view in {None, Stance.CONCERN} else turned(view, denial(under)) if view else None


def _says(doing: Doing) -> bool:
    told = doing.act in _SAYS and doing.mood in _TOLD and not doing.denied
    return told and (doing.verb is None or doing.verb.infinitive not in _REPORTS)


def _wishes(sentence: ParsedSentence, told: Iterable[tuple[Clause, Doing]]) -> bool:
    """Whether the Netherlands says in its clauses what it wants to be; what it denies it does not."""
    if _INPUT_AIMS.search(sentence.folded):
        return True
    for clause, doing in told:
        if doing.denied:
            continue
        if _SAID.search(clause.text) or (doing.act is Act.WISHES and _WANTS_THAT.search(clause.text)):
            return True
        if _says(doing) and any(map(_must_be, _said_by(sentence, clause))):
            return True
    return False


def _said_by(sentence: ParsedSentence, clause: Clause) -> Iterable[Clause]:
    """What a clause says: the clauses with "dat" behind it."""
    behind = (under for under in sentence.under if under.opener == "dat")
    return (under for under in behind if under.tokens[0].start > clause.tokens[0].start)


def _must_be(under: Clause) -> bool:
    return _SAYS_WHAT_MUST_BE.search(under.text) is not None and _TO_BE_SEEN.search(under.text) is None
