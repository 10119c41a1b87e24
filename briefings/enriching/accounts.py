"""The account of a sentence. It alone decides which label a sentence has.

A label is for what is done, here, by the one whose label it is. What is not certain has none, and a doubt instead.
"""

from collections.abc import Sequence
from dataclasses import replace

from briefings.enriching.account import OURS, Account, Around, ClauseAccount, seen_in, voices_by
from briefings.enriching.actors import ClauseSubject, goes_back, speaker_of, spoken_for, stands_for, subject_of
from briefings.enriching.clauses import Clause, ParsedSentence, goes_on
from briefings.enriching.decisions import decision, no_decision
from briefings.enriching.doings import Mood, denial, read_doing
from briefings.enriching.elsewhere import before_this_council
from briefings.enriching.lexicon import CONDITIONS
from briefings.enriching.parties import Speaker
from briefings.enriching.positions import position
from briefings.enriching.setting import Setting
from briefings.enriching.stances import stance_of
from briefings.enriching.voices import voices_of
from briefings.enriching.wishes import view_of
from briefings.model.statement import Act, Actor, Standing, StatementKind, Voice


def account_of(sentence: ParsedSentence, around: Around, setting: Setting) -> Account:
    """The account of a sentence of an item."""
    told = list(_told(sentence, around, setting))
    who = _who_met(speaker_of(sentence, around.before.raw if around.before else None, setting.council), around)
    voices = voices_of(sentence, told, setting.council)
    base = _base(sentence, told, who, voices)
    unsure: Account | None = None
    for read in (decision, position, no_decision):
        found = read(sentence, told, around, setting, base)
        if found and (found.kind is not StatementKind.INFORMATION or read is position):
            return found
        unsure = unsure or found
    return unsure or _plain(sentence, told, setting, base)


def _told(sentence: ParsedSentence, around: Around, setting: Setting) -> Sequence[ClauseAccount]:
    found: list[ClauseAccount] = []
    shared: Speaker | None = None
    for clause in (*sentence.main, *filter(goes_on, sentence.under)):
        subject = subject_of(sentence, clause, setting.council)
        who = _who_met(_who(subject, clause, shared, around, setting), around)
        found.append(ClauseAccount(clause, who, subject.is_named, read_doing(sentence, clause)))
        if clause.opener is None:
            shared = who
    return found


def _who(
    subject: ClauseSubject, clause: Clause, shared: Speaker | None, around: Around, setting: Setting
) -> Speaker | None:
    if subject.shared:
        return shared
    if subject.pronoun:
        if shared is not None and goes_back(subject.pronoun, clause, shared):
            return shared
        return stands_for(subject.pronoun, clause, around.before, setting.council)
    return subject.who


def _who_met(who: Speaker | None, around: Around) -> Speaker | None:
    """ "De ministers" of a meeting beside the Council, of which a letter tells too, are not the Council."""
    if who is not None and who.actor is Actor.COUNCIL and not around.on_agenda and "inisters" in who.named:
        return replace(who, actor=Actor.OTHER_BODY)
    return who


def _plain(sentence: ParsedSentence, told: Sequence[ClauseAccount], setting: Setting, base: Account) -> Account:
    """A sentence without a label: what it says, as far as that is understood."""
    for under in sentence.under:
        doing = read_doing(sentence, under)
        if doing.verb and doing.verb.of_council and under.opener in CONDITIONS:
            return replace(
                base, act=doing.verb.act, standing=Standing.CONDITIONAL, seen=(under.opener or "", *doing.seen)
            )
    one = next((one for one in told if one.doing.act), None)
    if one is None:
        return base
    where = before_this_council(sentence, one.clause, setting)
    return replace(base, act=one.doing.act, standing=_plainly(one, where), where=where, seen=seen_in(one))


def _plainly(one: ClauseAccount, where: str | None) -> Standing:
    if where or one.doing.mood is Mood.PLUPERFECT:
        return Standing.ELSEWHERE
    if one.doing.mood is Mood.FUTURE:
        return Standing.TO_COME
    if one.doing.mood in {Mood.MODAL, Mood.ABLE, Mood.WISH}:
        return Standing.EXPECTED
    if denial(one.clause):
        return Standing.NOT_DONE
    to_council = one.doing.act is Act.ASKS and one.who is not None and one.who.actor not in OURS
    return Standing.ASKED if to_council else Standing.DONE


def _base(
    sentence: ParsedSentence, told: Sequence[ClauseAccount], who: Speaker | None, voices: tuple[Voice, ...]
) -> Account:
    """Who speaks first, on which side, and everybody else who does."""
    who = who or spoken_for(sentence)  # "Voor Nederland is het van belang dat"
    if who is None:
        return Account(voices=voices)
    if own := voices_by(voices, who):
        return Account(who, stance=next((voice.stance for voice in own if voice.stance), None), voices=voices)
    spoken = spoken_for(sentence) is not None
    clauses = [(one.clause, one.doing) for one in told]
    stance = stance_of(sentence, clauses) if spoken else None
    if stance is None and spoken:
        stance = view_of(sentence, clauses)
    return Account(who, stance=stance, voices=(Voice(who.actor, who.named, stance), *voices))
