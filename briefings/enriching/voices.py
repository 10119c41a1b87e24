"""Everybody who speaks in a sentence, with the stance each takes: a sentence has one label, and may tell of more."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from briefings.enriching.account import OURS, ClauseAccount
from briefings.enriching.actors import subject_of
from briefings.enriching.bystanders import Part, by_whom, echoes, from_whom, likewise, members, together, votes
from briefings.enriching.clauses import Clause, ParsedSentence
from briefings.enriching.doings import Mood, read_doing
from briefings.enriching.parties import STATE_OR_OURS, PartyMention, Speaker, mentions
from briefings.enriching.stances import said_outright, stance_of
from briefings.enriching.wishes import view_of
from briefings.model.statement import Act, Actor, Quantity, Stance, Voice

_SEVERAL = rf"(?P<states>{STATE_OR_OURS}(?:(?:, | en |, en ){STATE_OR_OURS})*)"
_AMONG = re.compile(
    r"(?:waaronder(?: ook)?|onder wie|zoals|met name|te weten|(?:aangevoerd|geleid|getrokken) door|"
    rf"onder (?:aanvoering|leiding) van|met(?= [^();]{{1,80}} als \w+(?:ers?|houders?))) {_SEVERAL}"
)
#: "meerdere lidstaten, waaronder Nederland"
_GROUP_OF_OURS = re.compile(r"(?P<group>[^,(]+?)[ ,(]+waaronder (?:ook )?Nederland$")
#: Who asked for what is told: "op aandringen van Polen".
_ASKED = re.compile(r"\b[Oo]p (?:aandringen|verzoek|initiatief|voorstel|instigatie|voorspraak) van $")
_BEHIND_COMMA = re.compile(r"[,;:] (?:en |maar |terwijl )?$")
#: Behind these a member state may be the subject of what it does: "doordat Duitsland de tekst blokkeerde".
_TELLS_MORE = frozenset(
    "doordat omdat nadat hoewel ofschoon aangezien daar waar die dat waarvoor waartegen waarbij waarop waarmee hetgeen"
    " wat".split()
)


@dataclass
class _Turn:
    """What one speaker says in a sentence."""

    who: Speaker | None
    told: list[ClauseAccount] = field(default_factory=list)

    @property
    def start(self) -> int:
        return min((one.clause.tokens[0].start for one in self.told), default=0)


def voices_of(sentence: ParsedSentence, told: Sequence[ClauseAccount], council: str | None) -> tuple[Voice, ...]:
    """Each who speaks, in the order of the sentence, with the stance it takes in it; None where it takes none.

    Who takes one side in one thing and another in the next stands there with both.
    """
    named = mentions(sentence.raw, council)
    turns = _turns([*told, *_told_beside(sentence, named, council)]) or [_Turn(None)]
    begins = [0, *(_begin(sentence, one, other) for one, other in pairwise(turns))]
    found: list[Voice] = []
    for turn, begin, end in zip(turns, begins, [*begins[1:], len(sentence.raw)], strict=True):
        within = [one for one in named if begin <= one.start < end]
        part = Part(sentence.between(begin, end), begin, end, turn.who, turn.told, within)
        voted = list(votes(part))
        spoken = [voice for voice in _spoken(part) if voice.named not in {vote.named for vote in voted}]
        found += [*spoken, *voted, *by_whom(part), *from_whom(part, spoken)]
        if last := next((voice.stance for voice in reversed(found) if voice.stance), None):
            found += echoes(part, last)
    known = {voice.named for voice in found}
    found += [Voice(Actor.OTHER_STATE, who, None) for who in _without_verb(sentence, named) if who not in known]
    takes_side = {(voice.actor, voice.named) for voice in found if voice.stance}
    return tuple(
        dict.fromkeys(voice for voice in found if voice.stance or (voice.actor, voice.named) not in takes_side)
    )


def _without_verb(sentence: ParsedSentence, named: Sequence[PartyMention]) -> Iterator[str]:
    """Member states whose verb is not said again ("Frankrijk wilde een jaar, Duitsland drie"), or who asked for it."""
    for one in named:
        before = sentence.raw[: one.start]
        begins = one.governed is None and _BEHIND_COMMA.search(before)
        if one.who.actor is Actor.OTHER_STATE and (begins or _ASKED.search(before)):
            yield one.who.named


def _told_beside(
    sentence: ParsedSentence, named: Sequence[PartyMention], council: str | None
) -> Iterator[ClauseAccount]:
    """Subordinate clauses in which a member state does something: "Polen, dat tegen is", "doordat Polen blokkeerde"."""
    for clause in sentence.under:
        if clause.opener not in _TELLS_MORE or clause.finite is None:
            continue
        first = clause.tokens[0].start
        if clause.opener in {"die", "dat"}:
            who = next((one for one in named if re.fullmatch(r",? (?:die|dat) ", sentence.raw[one.end : first])), None)
            who = who or next((one for one in named if one.start == first), None)  # "een norm die Polen afwees"
        else:
            begins = {first, first + len("ook ") if sentence.raw.startswith("ook ", first) else first}
            who = next((one for one in named if one.start in begins), None)
        if any(one != who for one in _may_act_in(clause, named)):  # "dat Zweden dit afwees en Letland zich onthield"
            continue
        doing = read_doing(sentence, clause)
        wished = doing.mood in {Mood.MODAL, Mood.ABLE}  # "meende dat Nederland dit moest steunen"
        if clause.opener == "dat" and (wished or _tells_of_others(sentence, council)):
            continue
        if who is not None and who.who.actor in {Actor.OTHER_STATE, Actor.NETHERLANDS}:
            yield ClauseAccount(clause, who.who, is_named=True, doing=doing)


def _tells_of_others(sentence: ParsedSentence, council: str | None) -> bool:
    """ "Duitsland merkte op dat Nederland tegen is": what a state says of another is not that other's word."""
    clause = sentence.main[0] if sentence.main else None
    who = subject_of(sentence, clause, council).who if clause else None
    says = clause is not None and read_doing(sentence, clause).act in {Act.SAYS, Act.INFORMS, Act.HAS_CONCERNS}
    return says and who is not None and who.actor is Actor.OTHER_STATE


def _turns(told: Sequence[ClauseAccount]) -> list[_Turn]:
    turns: list[_Turn] = []
    for one in sorted(told, key=lambda one: one.clause.tokens[0].start):
        if not turns or (turns[-1].who != one.who and (one.is_named or one.who is not None)):
            turns.append(_Turn(one.who))
        turns[-1].told.append(one)
    return turns


def _begin(sentence: ParsedSentence, before: _Turn, turn: _Turn) -> int:
    """Where a turn begins: behind a semicolon, with what is said there first; else with its clause."""
    stops = (t.end for t in sentence.tokens if t.low == ";" and before.start < t.start < turn.start)
    return max(stops, default=turn.start)


def _spoken(part: Part) -> Iterator[Voice]:
    """The speaker and who speaks with it; of a group that is no actor its members: "De kopgroep (Malta en Polen)"."""
    speaker, own = part.speaker, [(one.clause, one.doing) for one in part.told if not _is_done_to(part, one)]
    stance = stance_of(part.parsed, own)
    if speaker is None:
        yield from (Voice(who.actor, who.named, stance) for who in members(part) if stance)
        return
    if stance is None and speaker.actor in OURS:
        stance = view_of(part.parsed, own)
    if _is_not_all(part, speaker) or (speaker.actor is Actor.COUNCIL and stance is not Stance.SUPPORT):
        stance = None  # "bij onthouding van Malta heeft de Raad": that was Malta
    place = next((one for one in part.named if one.who == speaker), None)
    everybody = [one.who for one in together(part, place)] if place else [speaker]
    everybody += [who for who in likewise(part) if who not in everybody]
    if _names_others(part, everybody):
        stance = None  # "waarna Polen ertegen stemde en Malta zich onthield": which is whose is not read
    for who in everybody:
        yield Voice(who.actor, who.named, stance)
    if place and speaker.quantity and (group := _GROUP_OF_OURS.match(part.parsed.raw, place.start, place.end)):
        yield Voice(Actor.MEMBER_STATES, group["group"], stance)
        return
    if place and (among := _among(part, place)):
        yield Voice(Actor.OTHER_STATE, among, stance)
    if stance in {Stance.OPPOSITION, Stance.CONCERN} and any(said_outright(*one) is Stance.SUPPORT for one in own):
        yield from (Voice(who.actor, who.named, Stance.SUPPORT) for who in everybody)


def _is_done_to(part: Part, one: ClauseAccount) -> bool:
    """ "Nederland werd gesteund door Finland", "wordt opgeroepen": what is done is done by another."""
    by_other = any(other.governed == "door" and other.who != one.who for other in part.named)
    return one.who is not None and one.doing.passive and (by_other or one.doing.act is Act.ASKS)


def _names_others(part: Part, known: Sequence[Speaker]) -> bool:
    """Whether a subordinate clause has another member state as a subject beside those known."""
    within = (one for told in part.told if told.clause.opener for one in _may_act_in(told.clause, part.named))
    return any(one.who.actor is Actor.OTHER_STATE and one.who not in known for one in within)


def _may_act_in(clause: Clause, named: Sequence[PartyMention]) -> Iterator[PartyMention]:
    """Who is named inside a clause behind no preposition, and so may be its subject."""
    begin, end = clause.tokens[0].start, clause.tokens[-1].end
    return (one for one in named if begin < one.start < end and one.governed is None)


def _among(part: Part, group: PartyMention) -> str | None:
    """The states that a group is said to have in its name, or behind it before the verb; of no other group."""
    named = part.parsed.raw[group.start : group.end]
    if group.who.quantity is None and group.who.actor is not Actor.MEMBER_STATES and "waaronder" not in named:
        return None
    found = _AMONG.search(part.parsed.raw, group.start, part.end)
    if found is None:
        return None
    between = part.parsed.raw[group.end : found.start()].strip(" ,(")
    verb = next((one.clause.tokens[one.clause.finite] for one in part.told if one.clause.finite is not None), None)
    is_its = not between or (verb is not None and found.end() < verb.start)
    return found["states"] if is_its else None


def _is_not_all(part: Part, who: Speaker) -> bool:
    """ "Niet alle lidstaten steunden dit": which side the others took is not said."""
    return who.quantity is Quantity.ALL and f"niet {who.named.lower()}" in part.parsed.raw.lower()
