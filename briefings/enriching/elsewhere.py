"""What was not done here: by another body, or before this Council."""

import re
from datetime import date

from briefings.enriching.account import Around
from briefings.enriching.clauses import Clause, ParsedSentence
from briefings.enriching.doings import Mood, read_doing
from briefings.enriching.finites import is_past_form
from briefings.enriching.lexicon import BEFORE
from briefings.enriching.parties import DECIDE_ELSEWHERE, PartyMention, mentions
from briefings.enriching.setting import Setting
from briefings.language.dates import MONTHS, find_dates_near, month_end
from briefings.language.fold import fold
from briefings.language.periods import SEASONS, find_asked
from briefings.model.statement import Actor

#: Behind these a day or month is one by when something is to happen.
_DUE = "".join(rf"(?<!\b{word} )" for word in ("uiterlijk", "voor", "vanaf", "tot", "tegen", "na"))
#: "Gezien de toename van aanvallen in de afgelopen maanden | uitte de Raad"
_IN_VIEW_OF = frozenset("gezien gelet vanwege wegens ondanks".split())
_PLACES = frozenset("in binnen bij tijdens tussen door op namens".split())
_OF_DOING = ("atie", "ing", "toezicht", "controle", "onderzoek")  #: how nouns end that name what someone does
_PASSIVE = frozenset("is was zijn waren werd werden wordt worden".split())
_MONTH = "|".join(sorted((name for name in MONTHS if len(name) > 3 or name == "mei"), key=len, reverse=True))  # noqa: PLR2004 - no short forms
_DAY = re.compile(
    rf"(?:^|(?<!\bde )(?<!\bhet )(?<!\been )(?<!\bvan )(?<!\bdan ){_DUE}\b)(?:op|"
    rf"(?<=raad )van) (?P<day>(?:\w+dag )?\d{{1,2}}(?:(?: en |-)\d{{1,2}})? (?:{_MONTH})(?: \d{{4}})?(?: jl)?)"
)
_IN = re.compile(
    rf"(?:^|(?<!\bde )(?<!\bhet )(?<!\been )(?<!\bdan ){_DUE}\b)(?:in|sinds|begin|eind|medio|(?<=raad )van) "
    rf"(?:de loop van |begin |eind |medio )?"
    rf"(?:(?P<month>{_MONTH})(?: (?P<of>\d{{4}}))?|(?P<year>20\d\d|19\d\d))(?! dat)\b"
)
_SPAN = re.compile(
    rf"(?<!\bde )(?<!\bhet )(?<!\been )\b(?:in|tijdens) (?:de|het) "
    rf"(?P<span>(?:{'|'.join(SEASONS)}|(?:eerste|tweede|derde|vierde) (?:kwartaal|helft)) (?:van )?20\d\d)\b"
)
_TRILOGUE = re.compile(
    r"\bbereikte?n? (?:(?!over |voor )\w+ ){0,40}?met het (?:europees parlement|ep|parlement)\b|"
    r"\bmet het (?:europees parlement|ep|parlement) (?:\w+ ){0,40}?bereikt\b"
)


def elsewhere(sentence: ParsedSentence, clause: Clause, setting: Setting) -> str | None:
    """The words of a clause that say that it was done elsewhere or before; None where there are none."""
    return _body(sentence, clause, setting) or before_this_council(sentence, clause, setting)


def before_this_council(sentence: ParsedSentence, clause: Clause, setting: Setting) -> str | None:
    """The words of a clause that name a time before this Council; what is still to be done is done at no such time."""
    mood = read_doing(sentence, clause).mood
    if mood is Mood.FUTURE or (mood is Mood.WISH and not is_past_form(clause.verb)):
        return None
    text = _told(clause)
    if found := BEFORE.search(text):
        return found[0].strip()
    for match in _DAY.finditer(text):
        if _is_past(find_dates_near(match["day"], setting.letter_date or setting.council_day), setting):
            return match[0]
    for match in _IN.finditer(text):
        if _is_earlier(match, setting):
            return match[0]
    for match in _SPAN.finditer(text):
        if _is_over(match["span"], setting):
            return match[0]
    return None


def bodies_in(raw: str, setting: Setting) -> list[PartyMention]:
    """Everyone named in a sentence who decides without the Council."""
    return [one for one in mentions(raw, setting.council) if one.who.actor in DECIDE_ELSEWHERE]


def others_near(sentence: ParsedSentence, around: Around, setting: Setting) -> bool:
    """Whether this sentence names somebody who decides without the Council, or the one before it one who may have."""
    before = around.before.raw if around.before and around.bodies else ""
    return bool(bodies_in(sentence.raw, setting) or bodies_in(before, setting))


def _told(clause: Clause) -> str:
    """The words of a clause, without those before its verb that only say in view of what it was done."""
    if clause.before and clause.before[0].low in _IN_VIEW_OF:
        return " ".join(token.low for token in clause.tokens[len(clause.before) :] if token.low[0].isalnum())
    return clause.text


def _body(sentence: ParsedSentence, clause: Clause, setting: Setting) -> str | None:
    starts = {token.start for token in clause.tokens}
    for one in mentions(sentence.raw, setting.council):
        if one.start not in starts or one.governed not in _PLACES:
            continue
        by_other = one.governed == "door" and one.who.actor not in {Actor.COUNCIL, Actor.NETHERLANDS}
        if by_other and one.who.actor not in DECIDE_ELSEWHERE and _does_only_a_noun(sentence, clause, one):
            continue
        if one.who.actor in DECIDE_ELSEWHERE or by_other:
            return f"{one.governed} {one.who.named}"
    found = _TRILOGUE.search(clause.text)
    return found[0] if found else None


def _does_only_a_noun(sentence: ParsedSentence, clause: Clause, one: PartyMention) -> bool:
    """ "steunde het beheer door eu-LISA": who does what a noun names, not what the clause tells.

    In a clause that is active "door" never says who does that. In one of what is to come it belongs to a noun of doing
    right before it: "een jaarlijkse evaluatie door de Commissie".
    """
    doing = read_doing(sentence, clause)
    if clause.verb not in _PASSIVE and not doing.passive:
        return True
    before = fold(sentence.raw[: one.start]).rpartition("door")[0].split()
    return bool(before) and before[-1].endswith(_OF_DOING) and doing.mood in {Mood.FUTURE, Mood.WISH}


def _is_past(days: tuple[date, ...], setting: Setting) -> bool:
    if not days:
        return False
    if setting.days:
        return days[0] < setting.days[0] and not set(days) & set(setting.days)
    return setting.letter_date is not None and (setting.letter_date - days[0]).days > _RECENT


_RECENT = 45  #: days: of a letter whose Council is not known, a day nearer than this may be the Council's


def _is_over(span: str, setting: Setting) -> bool:
    anchor = setting.days[0] if setting.days else setting.letter_date
    named = find_asked(f"in {span}", anchor) if anchor else None
    return anchor is None or (named is not None and named.period.last is not None and named.period.last < anchor)


def _is_earlier(match: re.Match[str], setting: Setting) -> bool:
    anchor = setting.days[0] if setting.days else setting.letter_date
    if anchor is None:
        return bool(match["of"] or match["year"])
    if match["year"]:
        return int(match["year"]) < anchor.year
    month = MONTHS[match["month"]]
    year = int(match["of"]) if match["of"] else anchor.year - (month > anchor.month)
    return month_end(year, month) < anchor
