"""Which sentences of an item are shown: sentences of the source, chosen and never rewritten."""

from collections.abc import Collection, Sequence
from functools import lru_cache

from briefings.language.tokens import index_words
from briefings.model.briefing import ItemSummary, Sentence
from briefings.model.item import AgendaItem
from briefings.model.statement import Actor, Statement, StatementKind

_MOST_SENTENCES = 3
_MOST_OF_ACTOR = 4  #: sentences when someone's words were asked for
_SHORT = 45  #: characters; a shorter sentence says little by itself
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

    What was decided, what the Netherlands said and what comes next have their place first, one sentence each; what
    room is left goes to what else was said. With `actor` (and the member state, if it is one) the sentences of that
    actor instead.
    """
    if actor is not None:
        spoken = [s for s in item.statements if s.actor is actor and (state is None or state in (s.named or ""))]
        said = _sentences(item, _best(item, spoken, asked, _MOST_OF_ACTOR))
        return ItemSummary(positions=said) if actor is Actor.NETHERLANDS else ItemSummary(lead=said)
    by_kind = {kind: [s for s in item.statements if s.kind is kind] for kind in StatementKind}
    decisions = _best(item, by_kind[StatementKind.DECISION], asked, 1)
    positions = _best(item, by_kind[StatementKind.POSITION], asked, 1)
    commitments = _best(item, by_kind[StatementKind.COMMITMENT], asked, 1)
    room = _MOST_SENTENCES - len(decisions) - len(positions) - len(commitments)
    lead = _best(item, by_kind[StatementKind.INFORMATION], asked, min(room, 1))
    room -= len(lead)
    if room and positions:
        positions = _best(item, by_kind[StatementKind.POSITION], asked, 1 + room)
    elif room:
        lead = _best(item, by_kind[StatementKind.INFORMATION], asked, 1 + room)
    return ItemSummary(*(_sentences(item, chosen) for chosen in (lead, decisions, positions, commitments)))


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
    weight -= 1.0 if len(text) < _SHORT else 0.0
    weight -= 1.5 if text.lower().startswith(_LEANS) else 0.0
    return weight


@lru_cache(2_000)
def _words_of(sentence: str) -> frozenset[str]:
    """What is asked most is answered with the same sentences."""
    return frozenset(index_words(sentence))


def _sentences(item: AgendaItem, statements: Sequence[Statement]) -> tuple[Sentence, ...]:
    return tuple(Sentence.of(item, statement) for statement in statements)
