"""Which sentences of an item are shown: sentences of the source, chosen and never rewritten."""

from collections.abc import Collection, Sequence
from functools import lru_cache

from briefings.language.tokens import index_words
from briefings.model.briefing import ItemSummary, Sentence
from briefings.model.item import AgendaItem
from briefings.model.statement import Act, Actor, Stance, Statement, StatementKind

_MOST_SENTENCES = 3
_MOST_OF_ACTOR = 4  #: sentences when someone's words were asked for
_SHORT = 45  #: characters; a shorter sentence says little by itself
#: What must not be left out of a summary: a declaration that was signed, talks that were put off.
_TELLING = frozenset({Act.SIGNS, Act.SUSPENDS})
#: A sentence that begins so leans on the one before it.
_LEANS = (
    "dit",
    "deze",
    "daarbij",
    "hierbij",
    "ook",
    "zij",
    "hij",
    "het is",
    "dat",
    "daarnaast",
    "verder",
    "tot slot",
    "zo ",
)


def summarise(
    item: AgendaItem, asked: Collection[str] = (), actor: Actor | None = None, state: str | None = None
) -> ItemSummary:
    """The sentences that tell best what happened, given the folded words that were asked for: three at most.

    What was decided (or that nothing was), what the Netherlands said and what comes next have their place first, one
    sentence each; what room is left goes to what else was said. With `actor` (and the member state, if it is one) the
    sentences of that actor instead.
    """
    if actor is not None:
        return _of_actor(item, asked, actor, state)
    by_kind = {kind: [s for s in item.statements if s.kind is kind] for kind in StatementKind}
    decisions = _best(item, by_kind[StatementKind.DECISION], asked, 1)
    none = [] if decisions else _best(item, by_kind[StatementKind.NO_DECISION], asked, 1)
    positions = _best(item, by_kind[StatementKind.POSITION], asked, 1)
    commitments = _best(item, by_kind[StatementKind.COMMITMENT], asked, 1)
    room = _MOST_SENTENCES - len(decisions) - len(none) - len(positions) - len(commitments)
    lead = _best(item, by_kind[StatementKind.INFORMATION], asked, min(room, 1))
    room -= len(lead)
    if room and positions:
        positions = _best(item, by_kind[StatementKind.POSITION], asked, 1 + room)
    elif room:
        lead = _best(item, by_kind[StatementKind.INFORMATION], asked, 1 + room)
    return ItemSummary(*(_sentences(item, chosen) for chosen in (lead, decisions, positions, commitments, none)))


def _of_actor(item: AgendaItem, asked: Collection[str], actor: Actor, state: str | None) -> ItemSummary:
    """What someone said; of the Netherlands what is a position of it, or where there is none, what else is said."""
    if actor is Actor.NETHERLANDS:
        taken = [s for s in item.statements if s.kind is StatementKind.POSITION]
        if taken:
            return ItemSummary(positions=_sentences(item, _best(item, taken, asked, _MOST_OF_ACTOR)))
        about = [s for s in item.statements if s.actor is actor]
        return ItemSummary(lead=_sentences(item, _best(item, about, asked, _MOST_OF_ACTOR)))
    spoken = [s for s in item.statements if s.actor is actor] if state is None else _by_state(item, state)
    return ItemSummary(lead=_sentences(item, _best(item, spoken, asked, _MOST_OF_ACTOR)))


def _by_state(item: AgendaItem, state: str) -> list[Statement]:
    """What a member state says, by itself or with others, the Netherlands among them."""
    speak = (Actor.OTHER_STATE, Actor.NETHERLANDS)
    return [s for s in item.statements if s.actor in speak and state in (s.named or "")]


def _best(item: AgendaItem, statements: Sequence[Statement], asked: Collection[str], most: int) -> list[Statement]:
    """The `most` statements of highest weight, in the order of the letter."""
    weighed = sorted(statements, key=lambda s: (-_weight(item, s, asked), s.paragraph, s.start))
    return sorted(weighed[:most], key=lambda s: (s.paragraph, s.start))


def _weight(item: AgendaItem, statement: Statement, asked: Collection[str]) -> float:
    text = item.text_of(statement)
    weight = 2.0 * len(_words_of(text).intersection(asked)) if asked else 0.0
    weight += 1.0 if (statement.paragraph, statement.start) == (0, 0) else 0.0
    weight += 0.5 if statement.actor else 0.0
    weight += 0.5 if statement.due else 0.0
    weight += 3.0 if statement.act in _TELLING or _is_vote(statement, text) else 0.0
    weight -= 1.0 if len(text) < _SHORT else 0.0
    weight -= 1.5 if text.lower().startswith(_LEANS) else 0.0
    return weight


def _is_vote(statement: Statement, text: str) -> bool:
    """Who voted against, or abstained."""
    return statement.stance in {Stance.OPPOSITION, Stance.ABSTENTION} and "stem" in text


@lru_cache(2_000)
def _words_of(sentence: str) -> frozenset[str]:
    """What is asked most is answered with the same sentences."""
    return frozenset(index_words(sentence))


def _sentences(item: AgendaItem, statements: Sequence[Statement]) -> tuple[Sentence, ...]:
    return tuple(Sentence.of(item, statement) for statement in statements)
