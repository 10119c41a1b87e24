"""What falls due on a day to come, and is announced by nobody: a rule that will apply, a term, a vote that is set."""

import re

from briefings.enriching.account import Account
from briefings.enriching.actors import is_reported
from briefings.enriching.clauses import Clause, ParsedSentence
from briefings.enriching.doings import denial, read_doing
from briefings.enriching.setting import Setting
from briefings.language.fold import fold
from briefings.model.statement import Act, Period

#: A rule, a mandate, a term: what holds until or from a day.
_HOLDS = frozenset(
    "geldt gelden eindigt eindigen verstrijkt verstrijken vervalt vervallen start starten begint beginnen hervat"
    " hervatten".split()
)
#: The same of verbs that tell it only with a word beside them: "loopt af", and not "loopt op tot 30.000".
_HOLDS_WITH = re.compile(
    r"\b(?:loopt|lopen)\b(?!.*\b(?:op(?: tot\b|$)|uiteen\b))(?=.*\b(?:tot|af|door)\b)|"
    r"\b(?:gaat|gaan)\b.*\b(?:in|verder|door|van start|open|dicht)$|"
    r"\b(?:is|zijn|blijft|blijven)\b.*\bvan (?:kracht|toepassing)\b|\b(?:heeft|hebben) tot\b.*\bde tijd\b"
)
#: "moet uiterlijk op 1 oktober zijn omgezet": not "zou moeten", and not what there must be of something.
_MUST = re.compile(
    r"\b(?:moet|moeten|dient|dienen)\b(?=.*\b(?:zijn|worden|hebben|te \w+|indienen|aanleveren|omzetten|rapporteren|"
    r"melden|uitvoeren|afronden|aanwijzen|invoeren|voltooien|voldoen|opleveren|presenteren|publiceren|evalueren|instellen)\b)"
)
#: A day or a term; "moet voor de zomer zijn aangenomen" is somebody's wish.
_BY_THEN = re.compile(
    r"\buiterlijk\b(?! voor)|\bbinnen (?:\w+ )?(?:dagen|weken|maanden|maand|jaar)\b|"
    r"\b(?:per|voor|vanaf|op|met ingang van) \d{1,2} [a-z]"
)
_TERM = re.compile(
    r"^(?:de|het) (?:[\w-]+ )?(?:deadline|termijn|einddatum|uiterste (?:datum|dag)|streefdatum|implementatietermijn|"
    r"omzettingstermijn|ingangsdatum)\b.{0,120}?\b(?:is|ligt|loopt|valt|verstrijkt)\b"
)
#: "Tussen 1 september en 15 oktober kunnen de lidstaten reageren."
_MAY_TILL = re.compile(
    r"^(?:tussen|tot|vanaf|uiterlijk|van)\b.*\b(?:kan|kunnen)\b.*"
    r"\b(?:reageren|indienen|aanmelden|inschrijven|aanvragen|deelnemen|inspreken|gebruiken)\b|"
    r"\b(?:kan|kunnen) (?:\w+ ){0,4}(?:tussen|tot|vanaf|uiterlijk)\b.*"
    r"\b(?:reageren|indienen|aanmelden|inschrijven|aanvragen|deelnemen|inspreken)\b"
)
#: In the present, with a day to come: what somebody will do then.
_MEETS = frozenset(
    "spreekt spreken stemt stemmen bespreekt bespreken behandelt behandelen vergadert vergaderen bezoekt bezoeken"
    " debatteert debatteren beslist beslissen reist reizen ontmoet ontmoeten ondertekent ondertekenen evalueert"
    " evalueren buigt buigen".split()
)
_FOR_THE_COMING = re.compile(
    r"^voor (?:de|het) komende\b.*?\b(?:is|zijn|staat|staan|heeft|hebben|gelden|geldt)\b|"
    r"\b(?:is|zijn|staat|staan|heeft|hebben|gelden|geldt) voor (?:de|het) komende\b"
)
_AFTER_RECESS = re.compile(r"\b(?:na|voor|tijdens) het (?:zomer|herfst|kerst|mei|voorjaars|krokus|winter)reces\b")


def falls_due(sentence: ParsedSentence, account: Account, due: Period | None, setting: Setting) -> str | None:
    """The words by which a sentence says that something falls due on the day it names; None where it does not."""
    said_on = setting.letter_date or setting.council_day
    if due and due.first and due.last is None and said_on and due.first <= said_on:
        return None  # "Vanaf 12 juni is het van toepassing", in a letter of 26 June
    hoped = any(read_doing(sentence, clause).act is Act.WISHES for clause in sentence.main)
    if account.stance is not None or hoped or is_reported(sentence):
        return None
    for clause in sentence.main:
        text = clause.text
        recess = _AFTER_RECESS.search(text)
        if denial(clause) or not (recess or (due and _of_due(due) in text)):
            continue
        if clause.verb in _HOLDS | _MEETS:
            return clause.verb
        found = (one for told in (_HOLDS_WITH, _TERM, _MAY_TILL, _FOR_THE_COMING) if (one := told.search(text)))
        if said := next(found, None) or _must(clause):
            return said[0]
    return None


def _of_due(due: Period) -> str:
    return fold(due.words or "").removeprefix("niet ")


def _must(clause: Clause) -> re.Match[str] | None:
    if (clause.before and clause.before[0].low == "er") or not _BY_THEN.search(clause.text):
        return None
    return _MUST.search(clause.text) if clause.verb in {"moet", "moeten", "dient", "dienen"} else None
