"""What is understood of a sentence: who acts, what is done, how it stands."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from briefings.enriching.clauses import Clause, ParsedSentence
from briefings.enriching.doings import Doing
from briefings.enriching.parties import PartyMention, Speaker
from briefings.enriching.stances import decision_kind
from briefings.model.statement import Act, Actor, DecisionKind, Stance, Standing, StatementKind, Uncertain, Voice

OURS = frozenset({Actor.NETHERLANDS, Actor.CABINET})


@dataclass(frozen=True, slots=True)
class Account:
    """What is understood of a sentence."""

    who: Speaker | None = None
    kind: StatementKind = StatementKind.INFORMATION
    act: Act | None = None
    standing: Standing | None = None
    stance: Stance | None = None
    decided: DecisionKind | None = None
    where: str | None = None
    seen: tuple[str, ...] = ()
    doubt: Uncertain | None = None
    voices: tuple[Voice, ...] = ()


@dataclass(frozen=True, slots=True)
class ClauseAccount:
    """A clause of a sentence with who acts in it and what they do."""

    clause: Clause
    who: Speaker | None
    is_named: bool  #: the clause has a subject of its own
    doing: Doing


@dataclass(frozen=True, slots=True)
class Around:
    """What stands around a sentence: the one before it in its paragraph, and who the item named before."""

    before: ParsedSentence | None = None
    bodies: tuple[PartyMention, ...] = ()
    on_agenda: bool = True  #: the item is one of the Council's, and no side topic of the letter


def voices_by(voices: Sequence[Voice], who: Speaker | None) -> list[Voice]:
    """Those of one speaker."""
    return [voice for voice in voices if who and (voice.actor, voice.named) == (who.actor, who.named)]


def labelled(base: Account, one: ClauseAccount, act: Act, kind: StatementKind) -> Account:
    """The account of a sentence that has a label by what one of its clauses tells."""
    decided = decision_kind(one.clause, act) if kind is StatementKind.DECISION else None
    who = one.who or base.who
    own = voices_by(base.voices, who) if who != base.who else []
    return replace(
        base,
        who=who,
        stance=own[0].stance if own else base.stance,
        kind=kind,
        act=act,
        standing=Standing.DONE,
        decided=decided,
        seen=seen_in(one),
        doubt=None,
    )


def seen_in(one: ClauseAccount) -> tuple[str, ...]:
    """Who, and the words of the verb: ("De Raad", "bereikte … oriëntatie")."""
    denied = [one.doing.denied] if one.doing.denied else []
    verb = " … ".join(dict.fromkeys([*one.doing.seen[:1], *denied, *one.doing.seen[1:]]))
    return tuple(part for part in (one.who.named if one.who else "", verb) if part)
