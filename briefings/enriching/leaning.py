"""Decisions that lean on what was said before them: "…, die daarmee zijn vastgesteld", "Die instemming bleef uit"."""

import re
from collections.abc import Sequence
from dataclasses import replace

from briefings.enriching.account import Account, Around, ClauseAccount, labelled
from briefings.enriching.clauses import Clause, ParsedSentence
from briefings.enriching.doings import Mood, read_doing
from briefings.enriching.elsewhere import elsewhere, others_near
from briefings.enriching.lexicon import PAPERS
from briefings.enriching.parties import Speaker, mentions
from briefings.enriching.setting import Setting
from briefings.model.statement import Act, Actor, DecisionKind, Standing, StatementKind

_THEREBY = re.compile(
    r"\b(?:daarmee|hiermee|daarna|daarop|vervolgens|aldus)\b|"
    r"\bzonder (?:nadere |verdere |enige )?(?:beraadslaging|discussie|debat|bespreking)\b"
)
_PASSIVE = frozenset("is zijn werd werden".split())
_IT = r"^(?:deze|die|dit|dat|het|ze|zij)"
_THEY = r"(?:hij|zij|ze|deze|de (?:jbz-)?raad|de ministers)"
#: What somebody asked the Council to do, or laid before it to be decided.
_LAID = re.compile(r"\b(?:legde|legden|lag|lagen)\b.*\bvoor\b|\bvoorgelegd\b|\bbracht(?:en)?\b.*\bin stemming\b")
_ASKED = re.compile(r"\b(?:vroeg|vroegen|verzocht|verzochten)\b")
_CONSENT = re.compile(r"\bom (?:\w+ )?(?:instemming|goedkeuring|bekrachtiging|toestemming|een mandaat|groen licht)\b")
_TO_DECIDE = re.compile(
    r"\b(?:in te stemmen|aan te nemen|vast te stellen|goed te keuren|te (?:bekrachtigen|aanvaarden|steunen)|"
    r"(?:kon|konden|wilde|wilden) (?:aannemen|vaststellen|goedkeuren|steunen|aanvaarden|instemmen)|"
    r"(?:\w+) (?:aannam|goedkeurde|vaststelde))\b"
)
_GIVEN = re.compile(rf"{_IT} (?:werd|is) (?:(?!niet)\w+ ){{0,3}}(?:verleend|gegeven|verkregen)$|{_IT} kreeg het$")
_NOT_GIVEN = re.compile(
    rf"{_IT} (?:werd|is) (?:\w+ )?niet (?:\w+ )?(?:verleend|gegeven|verkregen)$|{_IT} (?:bleef|bleven) (?:\w+ )?uit$|"
    rf"{_IT} kreeg het niet$|{_IT} kwam er niet$"
)
_DID = re.compile(rf"^dat (?:deed|deden) {_THEY}(?: unaniem)?$")
_DID_NOT = re.compile(rf"^dat (?:deed|deden|kon|konden|wilde|wilden) {_THEY} (?:\w+ )?niet$")


def leaning(
    sentence: ParsedSentence, told: Sequence[ClauseAccount], around: Around, setting: Setting, base: Account
) -> Account | None:
    """That something was decided, or was not, by a sentence that says so of what stands before it."""
    if not around.on_agenda or setting.is_agenda or others_near(sentence, around, setting):
        return None
    return _settled(sentence, told, setting, base) or _answered(sentence, told, around, setting, base)


def _settled(
    sentence: ParsedSentence, told: Sequence[ClauseAccount], setting: Setting, base: Account
) -> Account | None:
    """ "De Raad onderschreef de conclusies, die daarmee zijn vastgesteld": nobody else is named who may have."""
    if any(one.who.actor is not Actor.COUNCIL for one in mentions(sentence.raw, setting.council)):
        return None
    for one in told:
        if one.who is None or one.doing.mood is not Mood.PAST or one.doing.denied or not _of_paper(one.clause):
            continue
        for under in sentence.under:
            if under.opener not in {"die", "dat", "welke"} or not _THEREBY.search(under.text):
                continue
            doing = read_doing(sentence, under)
            decides = doing.verb is not None and doing.verb.of_council and doing.passive and not doing.denied
            if decides and doing.act and under.verb in _PASSIVE and not elsewhere(sentence, under, setting):
                return labelled(base, replace(one, doing=doing), doing.act, StatementKind.DECISION)
    return None


def _answered(
    sentence: ParsedSentence, told: Sequence[ClauseAccount], around: Around, setting: Setting, base: Account
) -> Account | None:
    """What became of what the sentence before it asked of the Council."""
    council = _council_in(around.before, setting)
    if council is None or around.before is None or len(told) != 1 or elsewhere(sentence, told[0].clause, setting):
        return None
    before, text = around.before.folded, told[0].clause.text
    if _ASKED.search(before):
        if _CONSENT.search(before):
            return _answer(base, council, text, given=_GIVEN, withheld=_NOT_GIVEN)
        return _answer(base, council, text, given=_DID, withheld=_DID_NOT) if _TO_DECIDE.search(before) else None
    verb, one = told[0].doing.verb, told[0].doing
    decides = verb is not None and verb.of_council and verb.act is not Act.TAKES_NOTE
    if not decides or not one.passive or one.mood is not Mood.PAST or not re.match(rf"{_IT} (?:is|zijn|werd)", text):
        return None
    if " door " in text or not _LAID.search(before) or not any(map(_of_paper, around.before.main)):
        return None
    return _outcome(base, council, text, done=not one.denied)


def _answer(
    base: Account, council: Speaker, text: str, *, given: re.Pattern[str], withheld: re.Pattern[str]
) -> Account | None:
    if withheld.search(text):
        return _outcome(base, council, text, done=False)
    return _outcome(base, council, text, done=True) if given.search(text) else None


def _outcome(base: Account, council: Speaker, text: str, *, done: bool) -> Account:
    return replace(
        base,
        who=council,
        kind=StatementKind.DECISION if done else StatementKind.NO_DECISION,
        act=Act.AGREES,
        standing=Standing.DONE if done else Standing.NOT_DONE,
        decided=DecisionKind.AGREED if done else None,
        seen=(text,),
    )


def _council_in(before: ParsedSentence | None, setting: Setting) -> Speaker | None:
    named = mentions(before.raw, setting.council) if before else ()
    return next((one.who for one in named if one.who.actor is Actor.COUNCIL), None)


def _of_paper(clause: Clause) -> bool:
    return PAPERS.first(clause.words) is not None
