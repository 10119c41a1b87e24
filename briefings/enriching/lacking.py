"""That what a decision takes is not there: no majority, no unanimity, no agreement."""

import re
from collections.abc import Iterator

from briefings.enriching.account import Around, ClauseAccount
from briefings.enriching.actors import is_reported, subject_of
from briefings.enriching.clauses import Clause, ParsedSentence
from briefings.enriching.doings import Mood, read_doing
from briefings.enriching.elsewhere import elsewhere, others_near
from briefings.enriching.lexicon import HEDGES
from briefings.enriching.setting import Setting
from briefings.model.statement import Act, Actor, Quantity

_KIND = r"(?:[a-z]+e |politiek |algeheel |breed |volledig )"
_NEEDED = (
    r"(?:meerderheid|unanimiteit|eenparigheid|eenstemmigheid|eensgezindheid|consensus|overeenstemming|akkoord"
    r"|algemene orientatie|algemene benadering)\b(?! (?:van (?:de )?(?:[a-z]+ )?(?:lidstaten|delegaties)|met)\b)"
    r"(?! tussen (?!(?:de |alle )?(?:[a-z]+ )?(?:lidstaten|ministers|delegaties)))"
)
_SUPPORT = r"(?:steun|draagvlak)"
_NOT_THERE = (
    r"(?:ontbreekt|ontbrak|ontbreken|(?:nog |vooralsnog |ook )?(?:niet|evenmin) "
    r"(?:(?:is|was|werd|wordt|kon|blijkt|bleek) )?"
    r"(?:gehaald|bereikt|behaald|gevonden|voorhanden|haalbaar|aanwezig|mogelijk)|"
    r"(?:buiten (?:het )?bereik|onhaalbaar|onbereikbaar))"
)
_LACKS = re.compile(
    rf"\bgeen {_KIND}{{0,3}}{_NEEDED}|"
    rf"\b(?:onvoldoende|niet voldoende|te weinig|geen {_KIND}{{0,2}}(?:voldoende|vereiste|benodigde)) {_SUPPORT}\b|"
    rf"(?:^|\b(?:dat|bleek|lag|bleef|was|is) )(?:(?:een|de|er) )?{_KIND}{{0,3}}(?:{_NEEDED}|{_SUPPORT}\b) "
    rf"(?:[\w-]+ ){{0,12}}?{_NOT_THERE}\b|"
    rf"\b(?:ontbreekt|ontbrak) (?:[a-z]+ ){{0,6}}aan (?:een |de )?{_KIND}{{0,3}}(?:{_NEEDED}|{_SUPPORT}\b)|"
    rf"\bte vroeg (?:was |is )?voor (?:een |het )?(?:\w+ )?(?:standpunt|besluit(?:en|vorming)?|conclusies?|{_NEEDED})|"
    rf"\bbij gebrek aan (?:een |de )?{_KIND}{{0,3}}{_NEEDED}|"
    rf"\bniet over (?:een |de )?{_KIND}{{0,3}}meerderheid\b|"
    r"\b(?:raad|ministers|lidstaten)\b.{0,80}\bniet eens\b(?! (?:[a-z]+ )?met\b)"
)
#: "geen unanimiteit vereist": it need not be there.
_NEED_NOT = re.compile(r"\b(?:nodig|vereist|noodzakelijk|benodigd|verplicht)\b")
_NOT_SO = frozenset({Mood.FUTURE, Mood.MODAL, Mood.WISH, Mood.PLUPERFECT})
_WHOSE = frozenset({None, Actor.COUNCIL, Actor.MEMBER_STATES})
_BECAUSE = frozenset({"aangezien", "omdat", "doordat", "daar"})
_TELLS = frozenset({Act.CONCLUDES, Act.ESTABLISHES_THAT, Act.SAYS, Act.INFORMS})


def lacks(sentence: ParsedSentence, clause: Clause) -> str | None:
    """The folded words by which a clause says that what a decision takes is not there; None where it does not."""
    found = _LACKS.search(clause.text)
    if found and not _NEED_NOT.search(clause.text, found.end()):
        return found[0]
    doing, acts = read_doing(sentence, clause), subject_of(sentence, clause)
    of_council = doing.verb is not None and doing.verb.of_council
    return doing.denied if of_council and acts.who and acts.who.actor is Actor.COUNCIL else None


def lacking(sentence: ParsedSentence, one: ClauseAccount, around: Around, setting: Setting) -> str | None:
    """The words by which a clause, or what the Presidency tells in it, says that the Council could not decide.

    An agenda tells of what may change before the Council. Who else speaks tells what it thinks of it.
    """
    if setting.is_agenda or not around.on_agenda or others_near(sentence, around, setting):
        return None
    if is_reported(sentence) or (one.doing.mood in _NOT_SO and one.clause.verb != "moest"):
        return None
    return next((found for clause in _telling(sentence, one) if (found := _here(clause, sentence, setting))), None)


def _telling(sentence: ParsedSentence, one: ClauseAccount) -> Iterator[Clause]:
    """The clauses in which it may stand: the clause itself, and what the Presidency tells or was seen."""
    actor = one.who.actor if one.who else None
    some = one.who is not None and one.who.quantity not in {None, Quantity.ALL}
    seen = one.doing.passive and one.doing.act in {Act.CONCLUDES, Act.ESTABLISHES_THAT}
    presides = actor is Actor.PRESIDENCY
    if presides or (actor in _WHOSE and not some):
        yield one.clause
    if actor in _WHOSE and one.doing.denied:
        yield from (under for under in sentence.under if under.opener in _BECAUSE)
    if (presides and one.doing.act in _TELLS and not one.doing.denied) or (actor is None and seen):
        yield from (under for under in sentence.under if under.opener == "dat")


def _here(clause: Clause, sentence: ParsedSentence, setting: Setting) -> str | None:
    if HEDGES.search(clause.text) or elsewhere(sentence, clause, setting):
        return None
    return lacks(sentence, clause)
