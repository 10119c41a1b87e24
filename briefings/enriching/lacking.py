"""That what a decision takes is not there: no majority, no unanimity, no agreement."""

import re
from collections.abc import Iterator

from briefings.enriching.account import Around, ClauseAccount
from briefings.enriching.actors import is_reported, subject_of
from briefings.enriching.clauses import Clause, ParsedSentence
from briefings.enriching.doings import Mood, read_doing
from briefings.enriching.elsewhere import elsewhere, others_near
from briefings.enriching.lexicon import HEDGES, PAPERS
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
    r"(?:nog |vooralsnog )?niet (?:binnen (?:hand)?bereik|in zicht)|(?:nog )?ver (?:weg|te zoeken)|"
    r"(?:buiten (?:het )?bereik|onhaalbaar|onbereikbaar))"
)
_LACKS = re.compile(
    rf"\bgeen {_KIND}{{0,3}}{_NEEDED}|"
    rf"\b(?:onvoldoende|niet voldoende|te weinig|geen {_KIND}{{0,2}}(?:voldoende|vereiste|benodigde)) {_SUPPORT}\b|"
    rf"(?:^|\b(?:dat|bleek|lag|bleef|was|is) )(?:(?:een|de|er) )?{_KIND}{{0,3}}(?:{_NEEDED}|{_SUPPORT}\b) "
    rf"(?:[\w-]+ ){{0,12}}?{_NOT_THERE}\b|"
    rf"\b(?:ontbreekt|ontbrak) (?:[a-z]+ ){{0,6}}aan (?:een |de )?{_KIND}{{0,3}}(?:{_NEEDED}|{_SUPPORT}\b)|"
    rf"\bte vroeg (?:was |is )?voor (?:een |het )?(?:\w+ )?(?:standpunt|besluit(?:en|vorming)?|conclusies?|{_NEEDED})|"
    rf"\b(?:bij gebrek aan|(?:wegens|vanwege|door) het (?:ontbreken|uitblijven) van) (?:een |de )?"
    rf"{_KIND}{{0,3}}{_NEEDED}|"
    r"\bwaren (?:er )?(?:\w+ )?(?:onvoldoende|te weinig|niet (?:genoeg|voldoende)) stemmen\b|"
    rf"^(?:een |de |het )?{_KIND}{{0,3}}{_NEEDED} kwam(?:en)? er (?:\w+ )?niet$|"
    rf"\bniet over (?:een |de )?{_KIND}{{0,3}}meerderheid\b|"
    r"\b(?:raad|ministers|lidstaten)\b.{0,80}\bniet eens\b(?! (?:[a-z]+ )?met\b)"
)
_DECIDING = (
    r"(?:vaststelling|aanneming|aanname|goedkeuring|besluit(?:en|vorming)?|stemming|standpunt(?:bepaling)?|"
    r"conclusies)\b"
)
#: What the Council let be: "zag af van vaststelling", "liet na te besluiten", "kwam niet toe aan besluitvorming".
_LET_BE = re.compile(
    r"\b(?:nagelaten|naliet|nalieten|(?:liet|lieten) na) .{0,150}\b(?:vast te stellen|aan te nemen|te besluiten|"
    r"te beslissen|goed te keuren|in te nemen|te bereiken)\b|"
    rf"\b(?:zag|zagen) (?:\w+ )?af van (?:de |het |een )?(?:\w+ )?{_DECIDING}|"
    rf"\bafgezien van (?:de |het |een )?(?:\w+ )?{_DECIDING}"
)
_NOT_CAME_TO = re.compile(
    rf"\bkwam(?:en)? (?:\w+ ){{0,4}}niet toe aan (?:de |een )?(?:\w+ )?{_DECIDING}|"
    rf"\bkwam(?:en)? (?:\w+ ){{0,4}}niet aan (?:de |een )?{_DECIDING}.*\btoe\b|"
    r"\bzich (?:[\w-]+ ){0,4}niet (?:\w+ ){0,2}uitgesproken over (?:de |het |een )?(?:[\w-]+ ){0,3}"
    r"(?:[\w-]*mandaat|[\w-]*voorstel|[\w-]*verordening|[\w-]*richtlijn|[\w-]*conclusies|[\w-]*besluit|compromis)\b"
)
#: "werd van de agenda gehaald": what lay on the table was not decided.
_OFF_AGENDA = re.compile(
    r"\bvan de agenda (?:gehaald|afgevoerd|geschrapt|verwijderd|af)\b|\b(?:haalde|haalden|schrapte)\b.*\bvan de agenda$"
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
    if let_be := _let_be(sentence, one, setting):
        return let_be
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
    return lacks(sentence, clause) or _off_agenda(clause)


def _off_agenda(clause: Clause) -> str | None:
    """ "Het voorstel is van de agenda gehaald": of a paper, or of the vote on one."""
    words = [word for word in clause.words if word != "agenda"]
    of_paper = PAPERS.first(words) or {"stemming", "besluitvorming"} & set(words)
    found = _OFF_AGENDA.search(clause.text) if of_paper else None
    return found[0] if found else None


def _let_be(sentence: ParsedSentence, one: ClauseAccount, setting: Setting) -> str | None:
    """The words by which the Council is said to have left a decision be."""
    of_council = one.who is not None and one.who.actor is Actor.COUNCIL
    if not of_council or one.doing.mood in _NOT_SO or elsewhere(sentence, one.clause, setting):
        return None
    found = _NOT_CAME_TO.search(one.clause.text) or (None if one.doing.denied else _LET_BE.search(sentence.folded))
    return found[0] if found else None
