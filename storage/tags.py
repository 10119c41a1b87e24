"""What is known of an item beside its words, as words of the index: its themes, speakers, papers and Council.

A tag is of letters and digits only, as every word of the index is.
"""

import re
from collections.abc import Iterator

from briefings.answering.explain import papers_of
from briefings.comparing.radar import telling_dossiers
from briefings.enriching.parties import states_in
from briefings.language.fold import fold
from briefings.model.briefing import StoredItem
from briefings.model.statement import Actor, StatementKind, Voice

ANY = "0any"  #: every item has it


def tags_of(source: StoredItem) -> list[str]:
    """Every tag of an item."""
    tags = [ANY, council(source.meeting.council)]
    for match in source.item.themes:
        tags.append(theme(match.slug))
        if match.about:
            tags.append(about(match.slug))
        if match.in_title:
            tags.append(in_title(match.slug))
    for statement in source.item.statements:
        if statement.kind is not StatementKind.INFORMATION:
            tags.append(kind(statement.kind))
        if statement.kind is StatementKind.POSITION:
            tags.append(speaker(Actor.NETHERLANDS))
        tags += [tag for voice in statement.voices for tag in _speakers(voice)]
    tags += [paper(key) for key, _ in papers_of(source)]
    tags += [paper(dossier.key) for dossier in telling_dossiers(source)]
    return list(dict.fromkeys(tags))


def _speakers(voice: Voice) -> Iterator[str]:
    """Of the Netherlands not: it has spoken where a sentence is its position."""
    if voice.actor is not Actor.NETHERLANDS:
        yield speaker(voice.actor)
    if voice.actor in {Actor.OTHER_STATE, Actor.NETHERLANDS}:
        yield from (speaker(fold(state)) for state in states_in(voice.named))


def theme(slug: str) -> str:
    """The item mentions the theme."""
    return _tag("theme", slug)


def about(slug: str) -> str:
    """The item is about the theme."""
    return _tag("about", slug)


def in_title(slug: str) -> str:
    """The theme is named in the title."""
    return _tag("title", slug)


def speaker(name: str) -> str:
    """An actor, or a member state ("duitsland"), speaks in the item."""
    return _tag("speaker", name)


def kind(kind: StatementKind) -> str:
    """A sentence of the item is one of this kind."""
    return _tag("kind", kind.value)


def paper(key: str) -> str:
    """The item cites the paper, or stands in it."""
    return _tag("paper", key)


def council(code: str) -> str:
    """The item is of a meeting of this formation."""
    return _tag("council", code.lower())


def _tag(kind: str, name: str) -> str:
    """Two names that differ in their signs only stay two: each sign becomes a digit of its own."""
    return f"0{kind}0" + re.sub(r"[^a-z0-9]", lambda sign: f"0{ord(sign[0]):x}0", name)
