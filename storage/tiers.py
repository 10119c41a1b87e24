"""What is looked for first, and what then: a search as queries of the text, the best ones first."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from briefings.answering.index import Concept, Search
from briefings.answering.wish import Wish
from storage import tags
from storage.phrases import WantedPhrase

#: What a hit is worth: found at all, in the title, about the theme.
_FOUND, _IN_TITLE, _ABOUT = 0.2, 0.5, 0.3
_EVERYTHING: tuple[Sequence[str], ...] = ([tags.ANY],)  #: what a question without words asks: "raad 2025"

Tier = tuple[WantedPhrase, float]  #: what is looked for, and what a hit is worth: 0 to 1


def passes(search: Search) -> Iterator[Iterator[Tier]]:
    """The tiers with what is preferred, where something is, and then those without.

    In the order of time the former would hide what is newer, so that only they are looked for.
    """
    if search.preferred:
        yield _tiers(replace(search, groups=search.groups + search.preferred))
    if not (search.preferred and search.narrowed.newest):
        yield _tiers(search)


def widest(search: Search) -> WantedPhrase:
    """What finds every item that a search finds, and no other."""
    *_, last = passes(search)
    *_, (wanted, _) = last
    return wanted


def _tiers(search: Search) -> Iterator[Tier]:
    """What is looked for first, and then: everything asked in the title, about the themes asked for, anywhere.

    In the order of time only the last of these is looked for: it finds everything, newest first.
    """
    tiers = _by_fit(search)
    yield from [*tiers][-1:] if search.narrowed.newest else tiers


def _by_fit(search: Search) -> Iterator[Tier]:
    chosen = search.narrowed
    filters = tuple(
        [tag]
        for tag in (
            tags.speaker(search.speaker) if search.speaker else None,
            tags.council(search.council) if search.council else None,
            tags.speaker(chosen.speaker) if chosen.speaker else None,
            tags.council(chosen.council) if chosen.council else None,
            tags.kind(chosen.kind) if chosen.kind else None,
            tags.about(chosen.theme) if chosen.theme else None,
        )
        if tag
    )
    own = tuple(group.phrases or group.wider for group in search.groups if group.any_phrase)
    phrases = tuple(group.any_phrase for group in search.groups if group.any_phrase)
    themes = [group.theme for group in search.groups if group.theme]
    papers = tuple([tags.paper(key) for key in group.papers] for group in search.groups if group.papers)
    always = (*papers, *filters)
    about = tuple([tags.about(slug)] for slug in themes)
    if phrases or themes:
        in_title = tuple([tags.in_title(slug)] for slug in themes)
        if themes:
            yield WantedPhrase(titles=phrases, tags=(*in_title, *about, *always)), _FOUND + _IN_TITLE + _ABOUT
        yield WantedPhrase(titles=phrases, tags=(*in_title, *always)), _FOUND + _IN_TITLE
    if themes:
        yield WantedPhrase(texts=phrases, tags=(*about, *always)), _FOUND + _ABOUT
    mentioned = tuple([tags.theme(slug)] for slug in themes)
    if own != phrases:
        yield WantedPhrase(texts=own, tags=(*mentioned, *always)), _FOUND
    tagged = (*mentioned, *always) or (_EVERYTHING if not phrases else ())
    yield WantedPhrase(texts=phrases, tags=tagged), _FOUND


def anywhere(wish: Wish) -> WantedPhrase | None:
    """Where an interest is met: a theme must be what the item is about. None when no kept letter can meet it."""
    groups = wish.search.groups
    if not all(group.any_phrase or group.theme or group.papers for group in groups):
        return None  # a word that no letter has
    found = widest(wish.search)
    about = tuple([tags.about(group.theme)] for group in groups if group.theme)
    without = tuple(phrases for group in wish.without if (phrases := _unwanted(group)))
    return replace(found, tags=(*about, *found.tags), without=without)


def _unwanted(group: Concept) -> list[Sequence[str]]:
    """The phrases by which an item that is not wanted is known."""
    theme = [(tags.about(group.theme),)] if group.theme else []
    return [*theme, *((tags.paper(key),) for key in group.papers), *group.any_phrase]
