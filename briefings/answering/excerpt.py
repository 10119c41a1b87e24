"""Which sentences of an item are shown: sentences of the source, chosen and never rewritten."""

import re
from collections.abc import Callable, Collection, Sequence
from functools import lru_cache

from briefings.answering.frames import Asks
from briefings.enriching.parties import mentions, states_in
from briefings.language.dates import names_a_time
from briefings.language.numbers import says_how_many
from briefings.language.tokens import index_words
from briefings.model.briefing import ItemSummary, Sentence
from briefings.model.item import AgendaItem
from briefings.model.statement import Act, Actor, Stance, Statement, StatementKind, Voice

Closest = Callable[[Sequence[Statement]], list[Statement]]  #: of sentences about something those nearest to it

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


def _everything(_: Statement) -> bool:
    return True


def summarise(
    item: AgendaItem, asked: Collection[str] = (), actor: Actor | None = None, *, by_word: bool = False
) -> ItemSummary:
    """The sentences that tell best what happened, given the folded words that were asked for: three at most.

    What was decided (or that nothing was), what the Netherlands said and what comes next have their place first, one
    sentence each; what room is left goes to what else was said. Asked `by_word`, and not by the name of a theme, the
    sentence that has most of what was asked takes the place of what comes next, or of what the Netherlands said, where
    these have less of it. With `actor` the sentences of that actor instead.
    """
    if actor is not None:
        return of_actor(item, asked, actor)
    by_kind = {kind: [s for s in item.statements if s.kind is kind] for kind in StatementKind}
    outcomes = by_kind[StatementKind.DECISION]
    decisions = _best(item, [said for said in outcomes if not said.is_noted] or outcomes, asked, 1)
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
    chosen = [*lead, *positions, *commitments, *none, *decisions]
    answers = _answering(item, asked) if by_word else None
    if answers and _met(item, answers, asked) > max((_met(item, said, asked) for said in chosen), default=0):
        given_up = next((some[-1:] for some in (commitments, positions, lead) if some), [])
        chosen = [*(said for said in chosen if said not in given_up or len(chosen) < _MOST_SENTENCES), answers]
    return _placed(item, sorted(chosen, key=lambda said: (said.paragraph, said.start)))


def of_actor(
    item: AgendaItem,
    asked: Collection[str],
    actor: Actor,
    state: str | None = None,
    about: Callable[[Statement], bool] = _everything,
    asks: Asks | None = None,
    closest: Closest = list,
) -> ItemSummary:
    """What someone said of what was asked, on whichever side: sentences of the kind `asks` have their place first.

    Of the Netherlands what is a position of it, or where there is none, what else is said.
    """
    spoken = spoken_by(item, actor, state)
    if actor is Actor.NETHERLANDS:
        taken = closest([s for s in item.statements if s.kind is StatementKind.POSITION and about(s)])
        if taken:
            return ItemSummary(positions=_sentences(item, _best(item, taken, asked, _MOST_OF_ACTOR, asks)))
    spoken = closest([s for s in spoken if about(s)])
    return ItemSummary(lead=_sentences(item, _best(item, spoken, asked, _MOST_OF_ACTOR, asks)))


def spoken_by(item: AgendaItem, actor: Actor, state: str | None = None) -> list[Statement]:
    """All that somebody says in an item, of whatever; of a member state that is named, by itself or with others."""
    return [s for s in item.statements if any(_is_of(voice, actor, state) for voice in s.voices)]


def _is_of(voice: Voice, actor: Actor, state: str | None) -> bool:
    if state is not None:
        return voice.actor in {Actor.OTHER_STATE, Actor.NETHERLANDS} and state in states_in(voice.named)
    return voice.actor is actor or (actor is Actor.NETHERLANDS and voice.actor is Actor.CABINET)


def naming(item: AgendaItem, actor: Actor, state: str | None, about: Callable[[Statement], bool]) -> ItemSummary:
    """The sentences about what was asked that name somebody who is no speaker of them, as far as that is understood."""

    def names(text: str) -> bool:
        if state is not None:
            return state in states_in(text)
        return any(one.who.actor is actor for one in mentions(text))

    return _by_kind(item, [s for s in item.statements if names(item.text_of(s)) and about(s)], ())


def of_kind(
    item: AgendaItem,
    asks: Asks,
    asked: Collection[str],
    about: Callable[[Statement], bool],
    closest: Closest = list,
) -> ItemSummary:
    """The sentences of the kind that was asked for, of those that are about what was asked; none where it has none.

    Of who was against also who abstained, after them.
    """

    def fits(said: Statement) -> bool:
        text = item.text_of(said)
        abstained = asks is Asks.AGAINST and Stance.ABSTENTION in said.stances
        pleads = asks is Asks.SUPPORT and Stance.CALL in said.stances and _PLEADS.search(text) is not None
        return abstained or _is_of_kind(said, text, asks) or (pleads and _met(item, said, asked) > 0)

    fitting = [s for s in item.statements if fits(s) and about(s)]
    if asks is Asks.AGAINST and fitting:  # who is worried of this comes before who is against something beside it
        worried = [s for s in item.statements if _is_of_kind(s, item.text_of(s), Asks.CONCERNS) and about(s)]
        near = closest(list(dict.fromkeys((*fitting, *worried))))
        return _by_kind(item, [s for s in near if fits(s)] or near, asked, asks)
    return _by_kind(item, closest(fitting), asked, asks)


def telling(item: AgendaItem, asked: frozenset[str]) -> frozenset[str]:
    """The words that tell which of its sentences was asked for: not those of its title, where sentences have others."""
    beside = asked - _words_of(item.title)
    said = (_words_of(item.text_of(statement)) for statement in item.statements)
    return beside if any(not beside.isdisjoint(some) for some in said) else asked


def tells_side(asks: Asks, actor: Actor, state: str | None, statement: Statement) -> bool:
    """Whether somebody takes the side in it, or abstains: who reads "against" must see that too."""
    own = {voice.stance for voice in statement.voices if _is_of(voice, actor, state)}
    return not own.isdisjoint(_STANCES[asks] | {Stance.ABSTENTION})


def has_kind(summary: ItemSummary, asks: Asks) -> bool:
    """Whether one of the sentences is of the kind that was asked for."""
    return any(one.said is not None and _is_of_kind(one.said, one.text, asks) for one in summary.all_sentences)


def about_only(item: AgendaItem, asked: Collection[str], about: Callable[[Statement], bool]) -> ItemSummary:
    """Only sentences that are about what was asked: where who was asked for says nothing of it."""
    return _by_kind(item, [s for s in item.statements if about(s)], asked)


def _by_kind(
    item: AgendaItem, fitting: Sequence[Statement], asked: Collection[str], asks: Asks | None = None
) -> ItemSummary:
    return _placed(item, _best(item, fitting, asked, _MOST_SENTENCES, asks))


def _placed(item: AgendaItem, statements: Sequence[Statement]) -> ItemSummary:
    """Each in its place in a summary."""
    chosen = _sentences(item, statements)
    return ItemSummary(
        lead=tuple(one for one in chosen if one.said and one.said.kind is StatementKind.INFORMATION),
        decisions=tuple(one for one in chosen if one.said and one.said.kind is StatementKind.DECISION),
        no_decisions=tuple(one for one in chosen if one.said and one.said.kind is StatementKind.NO_DECISION),
        positions=tuple(one for one in chosen if one.said and one.said.kind is StatementKind.POSITION),
        commitments=tuple(one for one in chosen if one.said and one.said.kind is StatementKind.COMMITMENT),
    )


_STANCES = {
    Asks.AGAINST: {Stance.OPPOSITION},
    Asks.SUPPORT: {Stance.SUPPORT, Stance.CONDITION},
    Asks.CONCERNS: {Stance.CONCERN, Stance.OPPOSITION},
    Asks.ABSTAINED: {Stance.ABSTENTION},
}


_PLEADS = re.compile(r"\b(?:be)?pleit(?:te|ten|en)?\b")  #: who pleads for what was asked is for it


def _is_of_kind(statement: Statement, text: str, asks: Asks) -> bool:
    match asks:
        case Asks.DECISIONS:
            return statement.kind in {StatementKind.DECISION, StatementKind.NO_DECISION} or statement.act is Act.SIGNS
        case Asks.NEXT:
            return statement.kind is StatementKind.COMMITMENT or statement.act is Act.SUSPENDS
        case Asks.PROMISED:
            return statement.is_promise
        case Asks.WHEN:
            return statement.due is not None or names_a_time(text)
        case Asks.HOW_MANY:
            return says_how_many(text)
        case _:
            return not statement.stances.isdisjoint(_STANCES[asks])


def _best(
    item: AgendaItem, statements: Sequence[Statement], asked: Collection[str], most: int, asks: Asks | None = None
) -> list[Statement]:
    """The `most` statements of highest weight, those of the kind `asks` before others, in the order of the letter."""

    def rank(statement: Statement) -> tuple[bool, float, int, int]:
        other = asks is not None and not _is_of_kind(statement, item.text_of(statement), asks)
        return other, -_weight(item, statement, asked), statement.paragraph, statement.start

    weighed = sorted(statements, key=rank)
    return sorted(weighed[:most], key=lambda s: (s.paragraph, s.start))


def _answering(item: AgendaItem, asked: Collection[str]) -> Statement | None:
    """The sentence that has most of what was asked; None where that is nothing."""
    best = max(item.statements, key=lambda said: (_met(item, said, asked), -said.paragraph, -said.start), default=None)
    return best if best and _met(item, best, asked) else None


def _met(item: AgendaItem, statement: Statement, asked: Collection[str]) -> int:
    """How many of the words that were asked for stand in it."""
    return len(_words_of(item.text_of(statement)).intersection(asked)) if asked else 0


def _weight(item: AgendaItem, statement: Statement, asked: Collection[str]) -> float:
    text = item.text_of(statement)
    weight = 2.0 * _met(item, statement, asked)
    weight += 1.0 if (statement.paragraph, statement.start) == (0, 0) else 0.0
    weight += 0.5 if statement.actor else 0.0
    weight += 0.5 if statement.due else 0.0
    weight += 3.0 if statement.act in _TELLING or _is_vote(statement, text) else 0.0
    weight -= 1.0 if len(text) < _SHORT else 0.0
    weight -= 1.5 if text.lower().startswith(_LEANS) else 0.0
    return weight


def _is_vote(statement: Statement, text: str) -> bool:
    """Who voted against, or abstained."""
    return not statement.stances.isdisjoint({Stance.OPPOSITION, Stance.ABSTENTION}) and "stem" in text


@lru_cache(2_000)
def _words_of(sentence: str) -> frozenset[str]:
    """What is asked most is answered with the same sentences."""
    return frozenset(index_words(sentence))


def _sentences(item: AgendaItem, statements: Sequence[Statement]) -> tuple[Sentence, ...]:
    return tuple(Sentence.of(item, statement) for statement in statements)
