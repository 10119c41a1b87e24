"""Which sentences of an item are shown: sentences of the source, chosen and never rewritten."""

from collections.abc import Collection, Sequence

from briefings.language.tokens import index_words
from briefings.model.briefing import ItemSummary, Sentence
from briefings.model.item import AgendaItem
from briefings.model.statement import Actor, Statement, StatementKind

_MOST_SENTENCES = 3  #: lead, decision and commitment together
_MOST_LEAD = 2  #: one when there is a Dutch position, which says more
_MOST_POSITIONS = 2
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


def summarise(item: AgendaItem, asked: Collection[str] = (), actor: Actor | None = None) -> ItemSummary:
    """The sentences that tell best what happened, given the folded words that were asked for.

    At most three beside the Dutch position: what was decided and what is to come have their place first.
    With `actor`, the sentences of that actor instead.
    """
    by_kind = {kind: [s for s in item.statements if s.kind is kind] for kind in StatementKind}
    if actor not in (None, Actor.NETHERLANDS):
        spoken = [s for s in item.statements if s.actor is actor]
        return ItemSummary(_texts(item, _best(item, spoken, asked, _MOST_OF_ACTOR)), (), (), ())
    decisions = _best(item, by_kind[StatementKind.DECISION], asked, 1)
    commitments = _best(item, by_kind[StatementKind.COMMITMENT], asked, 1)
    most_lead = 1 if by_kind[StatementKind.POSITION] else _MOST_LEAD
    room = 0 if actor else min(most_lead, _MOST_SENTENCES - len(decisions) - len(commitments))
    most_positions = _MOST_OF_ACTOR if actor else _MOST_POSITIONS
    return ItemSummary(
        lead=_texts(item, _best(item, by_kind[StatementKind.INFORMATION], asked, room)),
        decisions=() if actor else _texts(item, decisions),
        positions=_texts(item, _best(item, by_kind[StatementKind.POSITION], asked, most_positions)),
        commitments=() if actor else tuple(Sentence(item.text_of(s), s.due) for s in commitments),
    )


def _best(item: AgendaItem, statements: Sequence[Statement], asked: Collection[str], most: int) -> list[Statement]:
    """The `most` statements of highest weight, in the order of the letter."""
    weighed = sorted(statements, key=lambda s: (-_weight(item, s, asked), s.paragraph, s.start))
    return sorted(weighed[:most], key=lambda s: (s.paragraph, s.start))


def _weight(item: AgendaItem, statement: Statement, asked: Collection[str]) -> float:
    text = item.text_of(statement)
    weight = 2.0 * len(set(index_words(text)) & set(asked))
    weight += 1.0 if (statement.paragraph, statement.start) == (0, 0) else 0.0
    weight += 0.5 if statement.actor else 0.0
    weight -= 1.0 if len(text) < _SHORT else 0.0
    weight -= 1.5 if text.lower().startswith(_LEANS) else 0.0
    return weight


def _texts(item: AgendaItem, statements: Sequence[Statement]) -> tuple[str, ...]:
    return tuple(item.text_of(statement) for statement in statements)
