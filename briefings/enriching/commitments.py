"""What is still to come: promised to parliament by a minister, or announced by others."""

import re
from dataclasses import replace

from briefings.enriching.account import OURS, Account
from briefings.enriching.actors import subject_of
from briefings.enriching.announcements import ANNOUNCED_BEFORE, announcement_in, bill_in
from briefings.enriching.clauses import ParsedSentence
from briefings.enriching.doings import read_doing
from briefings.enriching.falling_due import falls_due
from briefings.enriching.lexicon import BEFORE
from briefings.enriching.parties import Speaker, mentions
from briefings.enriching.promises import minister_in, promise_in
from briefings.enriching.setting import Setting
from briefings.language.fold import fold
from briefings.model.statement import Act, Actor, Period, Standing, StatementKind

_SAYS_SO = frozenset({Act.ANNOUNCES, Act.SAYS, Act.INFORMS, Act.PROMISES, Act.AGREES, Act.DECIDES, Act.CONCLUDES})
_TRILOGUE = re.compile(r"\b[Tt]rilo(?:og|gen)\b")
#: How others are expected to vote is no announcement.
_EXPECTED_TO_VOTE = re.compile(
    r"\b(?:stemt|stemmen) (?:naar verwachting|vermoedelijk|waarschijnlijk)\b|"
    r"\b(?:naar verwachting|vermoedelijk|waarschijnlijk|wellicht)\b.{0,200}\b(?:stemmen|instemmen|steunen|onthouden|"
    r"verzetten|(?:terughoudend|kritisch|positief|tegen|voor) (?:zijn|staan|opstellen))\b"
)
#: That time will tell is no announcement.
_WILL_SHOW = re.compile(
    r"\b(?:aantal|aandeel|vraag|prijs|prijzen|kosten|tekort|druk|instroom|verbruik|dreiging)\b.{0,100}\bzal(?:len)? "
    r".{0,200}\b(?:oplopen|toenemen|afnemen|stijgen|dalen|groeien|krimpen)\b|"
    r"\bzal(?:len)? (?:\w+ ){0,40}(?:blijken|uitwijzen|afhangen)\b|\bzal(?:len)? .{0,300}\bleren\b"
)
#: What was to come does not any more.
_CALLED_OFF = re.compile(
    r"\b(?:(?:gepland|voorzien|aangekondigd) (?:was|waren)|zou(?:den)? plaatsvinden|opgeschort|uitgesteld|"
    r"afgelast|ingetrokken|inmiddels|(?:zag|zagen) (?:er|daar|hier)van af|(?:er|daar|hier)van (?:is|werd) afgezien)\b|"
    r"\bmaar (?:(?:die|dat|deze|dit|het|de) )?(?:[\w-]+ )?(?:bleef uit|kwam er niet|deed (?:dat|dit|het) niet)\b"
)
#: The next sentence tells that it has come already.
_HAS_COME = re.compile(
    r"^(?:dit|deze|dat|die) (?P<what>[\w-]+) (?:is|zijn|werd|werden) (?:inmiddels|intussen|ondertussen|reeds|al)\b"
)


def commitment_of(
    sentence: ParsedSentence, account: Account, due: Period | None, following: str | None, setting: Setting
) -> Account | None:
    """The account of a sentence that announces something to come; None when it does not."""
    folded = sentence.folded
    if promised := promise_in(sentence, folded, setting):
        who = account.who if account.who and account.who.actor in OURS else minister_in(sentence) or account.who
        return _announced(replace(account, who=who), Act.PROMISES, promised)
    if account.kind is not StatementKind.INFORMATION or _CALLED_OFF.search(folded) or _has_come(folded, following):
        return None
    main = " ".join(clause.text for clause in sentence.main)
    if (
        BEFORE.search(main)
        or _WILL_SHOW.search(main)
        or _is_expected_vote(account, main)
        or _expects_of_others(sentence, account)
        or _is_agenda_itself(account, setting)
    ):
        return None
    account = replace(account, who=_announcer(sentence, account.who, setting))
    if seen := announcement_in(sentence, due, setting) or bill_in(sentence, account):
        standing = Standing.EXPECTED if re.search(r"\bverwacht\w*", folded) else Standing.TO_COME
        act = account.act or Act.SAYS if seen == ANNOUNCED_BEFORE else Act.ANNOUNCES
        return _announced(account, act, (seen,), standing)
    if seen := falls_due(sentence, account, due, setting):
        act = account.act if account.act not in {None, Act.ANNOUNCES, Act.PROMISES} else Act.DOES
        return _announced(account, act or Act.DOES, (seen,))
    return None


def _announced(account: Account, act: Act, seen: tuple[str, ...], standing: Standing = Standing.TO_COME) -> Account:
    who = (account.who.named,) if account.who else ()
    return Account(
        account.who, StatementKind.COMMITMENT, act, standing, account.stance, seen=(*who, *seen), voices=account.voices
    )


def _has_come(folded: str, following: str | None) -> bool:
    """Whether the sentence behind it says that what it announced has come: "Dit voorstel is inmiddels besproken"."""
    told = _HAS_COME.match(fold(following)) if following else None
    return bool(told and re.search(rf"\b{re.escape(told['what'])}\b", folded))


def _announcer(sentence: ParsedSentence, who: Speaker | None, setting: Setting) -> Speaker | None:
    """Who announces it: the subject of what is said, and of the Council and all member states only if they say so."""
    subjects = [subject_of(sentence, clause, setting.council) for clause in sentence.main]
    if who is None or _TRILOGUE.search(who.named):
        return None  # "de triloog staat gepland voor 23 juni": that is what is planned
    another = any(one.is_named and one.who is None and not one.pronoun for one in subjects[:1])
    is_subject = who in [one.who for one in subjects] or _stands_first(sentence, who)
    if another and who.actor not in OURS and not is_subject:
        return None
    says = any(read_doing(sentence, clause).act in _SAYS_SO for clause in sentence.main)
    return who if says or who.actor not in {Actor.COUNCIL, Actor.MEMBER_STATES} else None


def _stands_first(sentence: ParsedSentence, who: Speaker) -> bool:
    """ "Het inkomende Ierse Voorzitterschap is van plan": named before the verb of the sentence, with more words."""
    clause = sentence.main[0] if sentence.main else None
    place = next((one for one in mentions(sentence.raw) if one.who == who), None)
    before = {token.start for token in clause.before} if clause else set()
    return place is not None and place.governed is None and place.start in before


def _expects_of_others(sentence: ParsedSentence, account: Account) -> bool:
    """ "Duitsland verwacht dat de Commissie in oktober een voorstel indient": a hope, announced by nobody."""
    of_state = account.who is not None and account.who.actor in {Actor.OTHER_STATE, Actor.MEMBER_STATES}
    return of_state and any(clause.verb.startswith("verwacht") for clause in sentence.main)


def _is_expected_vote(account: Account, main: str) -> bool:
    ours = account.who is not None and account.who.actor in OURS
    return not ours and _EXPECTED_TO_VOTE.search(main) is not None


def _is_agenda_itself(account: Account, setting: Setting) -> bool:
    """In an annotated agenda what the Council or its president will do is what the letter is about."""
    return setting.is_agenda and account.who is not None and account.who.actor in {Actor.COUNCIL, Actor.PRESIDENCY}
