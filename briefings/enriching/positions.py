"""Positions of the Netherlands: what it says, and of an annotated agenda what it will say."""

import re
from collections.abc import Sequence
from dataclasses import replace

from briefings.enriching.account import OURS, Account, Around, ClauseAccount, labelled, seen_in
from briefings.enriching.actors import is_reported, spoken_for
from briefings.enriching.clauses import Clause, ParsedSentence
from briefings.enriching.doings import Mood
from briefings.enriching.elsewhere import elsewhere
from briefings.enriching.lexicon import AUXILIARIES, PAPERS, STANCE_WORDS
from briefings.enriching.phrases import side_said
from briefings.enriching.setting import Setting
from briefings.enriching.stances import PREDICATES
from briefings.model.statement import Act, Stance, Standing, StatementKind, Uncertain

_TAKES_A_STAND = frozenset(
    {
        Act.SUPPORTS,
        Act.OPPOSES,
        Act.ABSTAINS,
        Act.HAS_CONCERNS,
        Act.ASKS,
        Act.SAYS,
        Act.WISHES,
        Act.AGREES,
        Act.ESTABLISHES_THAT,
        Act.CONCLUDES,
        Act.INFORMS,
    }
)

#: What somebody does at a vote. "steunen" is not among them: "zal de lidstaten steunen".
_VOTES = frozenset("onthouden verzetten tegenstemmen voorstemmen stemmen instemmen verwerpen blokkeren".split())
_CAN = re.compile(
    r"\b(?:leven met|met (?:[\w-]+ ){1,8}leven|mee instemmen|zich vinden|uit de voeten|niet anders dan (?:[\w-]+ ){0,8}"
    r"(?:toejuichen|verwelkomen|steunen|ondersteunen|onderschrijven|prijzen|instemmen|afwijzen|verwerpen|betreuren))\b"
)
_TELLS = frozenset({"melden", "mededelen", "meedelen", "bevestigen"})


def position(
    sentence: ParsedSentence, told: Sequence[ClauseAccount], around: Around, setting: Setting, base: Account
) -> Account | None:
    """What the Netherlands says; of an annotated agenda, what it will say."""
    unknown: Account | None = None
    quoted = is_reported(sentence) and spoken_for(sentence) is None
    for one in () if quoted else told:
        if one.who is None or one.who.actor not in OURS:
            continue
        if not _is_stand(one, base.stance, setting):
            is_unknown = one.doing.act is None and one.doing.mood is Mood.NONE
            unknown = unknown or (replace(base, doubt=Uncertain.VERB, seen=seen_in(one)) if is_unknown else None)
            continue
        return _positioned(sentence, one, around, setting, base)
    spoken = spoken_for(sentence)
    later = spoken is not None and told[0].doing.mood is Mood.FUTURE and told[0].doing.passive
    if spoken and (not later or (setting.is_agenda and told[0].doing.act in _TAKES_A_STAND)):
        return _positioned(sentence, replace(told[0], who=spoken), around, setting, replace(base, who=spoken))
    return unknown


def _positioned(
    sentence: ParsedSentence, one: ClauseAccount, around: Around, setting: Setting, base: Account
) -> Account:
    act = one.doing.act or Act.SAYS
    where = elsewhere(sentence, one.clause, setting)
    settled = act is Act.AGREES and around.bodies and not where
    if settled:
        where = around.bodies[-1].who.named
    to_come = setting.is_agenda or one.doing.mood is Mood.FUTURE
    here = Standing.TO_COME if to_come else Standing.DONE
    standing = Standing.ELSEWHERE if where else here
    account = labelled(base, one, act, StatementKind.POSITION)
    return replace(account, standing=standing, where=where)


def _is_stand(one: ClauseAccount, stance: Stance | None, setting: Setting) -> bool:
    """Whether the Netherlands takes a stand by what it does, and does not merely do, get or have to do something."""
    doing, clause = one.doing, one.clause
    if doing.passive or _only_informs(one):
        return False
    if doing.mood is Mood.FUTURE and not setting.is_agenda:
        return _will_vote(one)
    if doing.mood is Mood.FUTURE:
        return doing.act in _TAKES_A_STAND | {Act.TAKES_NOTE} or stance is not None
    if doing.mood is Mood.MODAL:
        return bool(
            re.search(
                r"\bzou(?:den)? (?:het )?(?:\w+ )?(?:graag|willen|liever|wensen|toejuichen|verwelkomen)\b", clause.text
            )
        )
    if doing.mood is Mood.ABLE:
        return doing.act in _TAKES_A_STAND or _CAN.search(clause.text) is not None
    if doing.act in _TAKES_A_STAND:
        return True
    if doing.act is None and doing.mood in {Mood.PAST, Mood.PLUPERFECT}:
        return _is_predicate(clause, stance)
    if (
        doing.act in {None, Act.DOES, Act.DECIDES}
        and doing.mood is not Mood.WISH
        and side_said(clause.text, doing.denied)
    ):
        return True
    return doing.act is Act.DOES and clause.verb in PREDICATES and stance is not None


def _will_vote(one: ClauseAccount) -> bool:
    """ "zal zich niet verzetten", "zal instemmen met het voorstel": which side it will take is taken."""
    verb, act = one.doing.verb, one.doing.act
    if verb is None or verb.infinitive not in _VOTES:
        return False
    return act in {Act.ABSTAINS, Act.OPPOSES} or PAPERS.first(one.clause.words) is not None


def _only_informs(one: ClauseAccount) -> bool:
    """ "Ik kan uw Kamer melden dat": a minister tells parliament what is so, and took no stand in the Council."""
    verb = one.doing.verb
    if verb is None or (verb.act is not Act.INFORMS and verb.infinitive not in _TELLS):
        return False
    able = one.doing.mood is Mood.ABLE and one.who is not None and one.who.is_person
    return able or re.search(r"\b(?:(?:uw|de) kamer|u)\b", one.clause.text) is not None


def _is_predicate(clause: Clause, stance: Stance | None) -> bool:
    """ "is voorstander", "heeft zorgen", "was terughoudend", "is voor", "is van mening"."""
    verbs = AUXILIARIES["be"] | AUXILIARIES["was"] | AUXILIARIES["perfect"] | AUXILIARIES["pluperfect"]
    if clause.verb not in verbs:
        return False
    words = [token.low for token in clause.behind]
    if "voornemens" in words:
        return True
    return stance is not None or any(STANCE_WORDS[name].first(words) for name in STANCE_WORDS)
