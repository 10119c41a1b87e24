"""Which of the items that were found answer a question, and by which sentences."""

from collections.abc import Callable, Collection, Sequence
from functools import partial

from briefings.answering.about import SHORT_ITEM, About
from briefings.answering.answer import FoundItem
from briefings.answering.excerpt import (
    Closest,
    about_only,
    has_kind,
    naming,
    of_actor,
    of_kind,
    summarise,
    telling,
    tells_side,
)
from briefings.answering.frames import Asks
from briefings.answering.index import Concept, Hit, HitPage
from briefings.answering.question import Question
from briefings.answering.understood import Understood
from briefings.answering.weight import weight
from briefings.language.numbers import speaks_of_counted
from briefings.language.tokens import words
from briefings.model.briefing import Entry, ItemSummary
from briefings.model.item import AgendaItem
from briefings.model.statement import Actor, Statement
from briefings.themes.catalogue import Catalogue


def chosen(
    question: Question, understood: Understood, catalogue: Catalogue, page: HitPage, *, heard: bool
) -> list[tuple[FoundItem, bool]]:
    """The items of a page, each with whether it has the kind of sentence asked for; those that have it first.

    Of whose words are asked for, an item without such words is left out; and one without the kind of sentence
    that is asked for, where only a time is named. Which side somebody took is told by all that was said of it, in
    the order of time: what was planned does not come before what was done.
    """
    groups = understood.groups
    words_asked = _words_of(groups)
    names = frozenset() if words_asked else _names_of(groups, catalogue)
    themes = {theme.slug: theme for group in groups if (theme := catalogue.get(group.theme or ""))}
    about = About(groups, themes, question.hyphens, short_as_one=True)
    to_count = _to_count(question, understood)
    found: list[tuple[FoundItem, bool]] = []
    for hit in page.hits:
        if question.actor is not None and not heard and (entry := _naming(hit, question.actor, question.state, about)):
            found.append((FoundItem(entry, hit.score, groups, names_who=True), False))
            continue
        asked = telling(hit.item.item, words_asked) if words_asked else names
        summary = _summary_for(hit, question, asked, about, to_count, heard=heard)
        if summary.all_sentences:
            fits = question.asks is None or has_kind(summary, question.asks)
            found.append((FoundItem(Entry(hit.item, summary), hit.score, groups), fits))
        elif (question.actor is None or not heard) and not question.asks_of_a_time:
            speaks: Callable[[Statement], bool] = partial(about.speaks, hit.item.item)
            nearest = _nearest(hit.item.item, question, asked, speaks, by_word=bool(words_asked))
            entry = Entry(hit.item, nearest)
            promised = question.asks is Asks.PROMISED and has_kind(nearest, Asks.PROMISED)
            found.append((FoundItem(entry, hit.score, groups), promised))
    found = [one for one in found if one[0].entry.summary.all_sentences] or found  # a heading of parts says nothing
    if question.actor is not None and not heard:
        found = sorted(found, key=lambda one: not one[0].names_who)
    if question.asks is None:
        return found if groups else _weightiest_first(found)
    if question.actor is not None and heard and not groups:
        return [one for one in found if one[1]]
    if question.actor is not None and heard and question.asks.is_of_states:
        return found
    return sorted(found, key=lambda one: not one[1])


def _naming(hit: Hit, actor: Actor, state: str | None, about: About) -> Entry | None:
    """An item that is about what was asked and names somebody whose own words on it are not understood."""
    summary = naming(hit.item.item, actor, state, partial(about.speaks, hit.item.item))
    return Entry(hit.item, summary) if summary.all_sentences else None


def _weightiest_first(some: Sequence[tuple[FoundItem, bool]]) -> list[tuple[FoundItem, bool]]:
    """Of each meeting the items in which a side was taken before the others; the meetings as they stood."""
    meetings = list(dict.fromkeys(found.entry.source.meeting for found, _ in some))

    def order(one: tuple[FoundItem, bool]) -> tuple[int, int]:
        entry = one[0].entry
        said = (sentence.said for sentence in entry.summary.all_sentences)
        return meetings.index(entry.source.meeting), min(map(weight, said), default=weight(None))

    return sorted(some, key=order)


def _words_of(groups: Sequence[Concept]) -> frozenset[str]:
    return frozenset(word for group in groups for phrase in group.any_phrase for word in phrase)


def _names_of(groups: Sequence[Concept], catalogue: Catalogue) -> frozenset[str]:
    """The words of the names of themes: where nothing else was asked, they tell which sentences were asked for."""
    names = (name for group in groups if group.theme for name in catalogue[group.theme].all_names)
    return frozenset(word for name in names for word in words(name) if len(word) > 2)  # noqa: PLR2004


def _to_count(question: Question, understood: Understood) -> frozenset[str]:
    """The words for what is to be counted, and what letters say for them: "drugslabs" are "laboratoria"."""
    said = (part.group.any_phrase for part in understood.parts if part.typed in question.counted)
    return frozenset(question.counted) | {phrase[0] for phrases in said for phrase in phrases}


def _summary_for(
    hit: Hit, question: Question, asked: Collection[str], about: About, to_count: Collection[str], *, heard: bool
) -> ItemSummary:
    """What an item says of what was asked, of the kind and by whom it was asked; empty where it does not."""
    item = hit.item.item

    speaks: Callable[[Statement], bool] = partial(about.speaks, item)
    closest: Closest = partial(about.closest, item) if question.asks and question.asks.is_of_states else list
    if question.actor is not None and heard:
        if question.asks is not None and question.asks.is_of_states and about.is_of_anything:
            speaks = partial(tells_side, question.asks, question.actor, question.state)
        return of_actor(item, asked, question.actor, question.state, speaks, question.asks, closest)
    if question.actor is not None:
        return about_only(item, asked, speaks)
    if question.asks is not None:
        counts: Callable[[Statement], bool] = lambda said: speaks(said) and _counts(to_count, item.text_of(said))  # noqa: E731
        return of_kind(item, question.asks, asked, counts, closest)
    return ItemSummary()


def _counts(what: Collection[str], text: str) -> bool:
    """Whether a sentence speaks of what is to be counted, where that is asked."""
    return not what or any(speaks_of_counted(text, word) for word in what)


def _nearest(
    item: AgendaItem,
    question: Question,
    asked: Collection[str],
    speaks: Callable[[Statement], bool],
    *,
    by_word: bool,
) -> ItemSummary:
    """What an item says that has no such sentence of what was asked: who came near to it, or who took another side.

    Near to being against is to be worried; of a short item any side tells.
    """
    asks = question.asks
    if asks is Asks.AGAINST and (critical := of_kind(item, Asks.CONCERNS, asked, speaks)).all_sentences:
        return critical
    if asks is not None and asks.is_of_states and len(item.statements) <= SHORT_ITEM:
        taken = of_kind(item, asks, asked, lambda _: True)
        return taken if taken.all_sentences else summarise(item, asked, by_word=by_word)
    return summarise(item, asked, by_word=by_word)
