"""A reply as pieces of one text, in the channels whose messages are text: each says how it writes."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from bot.channel import pieces_of
from bot.reply import Card, Line, Link, Reply

_MOST_LINKS = 10


@dataclass(frozen=True, slots=True)
class Hand:
    """How a channel writes text."""

    macros: Any  #: of its templates, in the language of the reply
    plain: Callable[[str], str]  #: text that shows as it is; still to be escaped where the templates do that
    link: Callable[[Link], Link]
    fits: Callable[[str], bool]  #: whether a sentence may stand as it is
    longest: int  #: characters of a piece of one that does not


def written(reply: Reply, hand: Hand) -> Iterator[str]:
    """The parts between which messages may be divided; a heading is not parted from its first sentence."""
    macros = hand.macros
    yield made(macros.title(hand.plain(reply.title)))
    for sentence in reply.lead:
        yield from _line(hand, Line(sentence))
    for section in reply.sections:
        if section.heading:
            yield "\n" + made(macros.section(hand.plain(section.heading)))
        for line in section.lines:
            yield from _line(hand, line)
        for card in section.cards:
            yield from _card(hand, card)
    if reply.sources:
        yield "\n" + _links(hand, reply.sources)
    if reply.footer:
        yield "\n" + made(macros.footer(hand.plain(reply.footer)))
    if reply.reading:
        yield made(macros.link(hand.link(reply.reading)))


def made(text: object) -> str:
    """What a macro made, without the space around it."""
    return str(text).strip()


def _card(hand: Hand, card: Card) -> Iterator[str]:
    shown = replace(
        card,
        title=hand.plain(card.title),
        number=hand.plain(card.number) if card.number else None,
        link=hand.link(Link(card.title, card.link.url)) if card.link else None,
        note=hand.plain(card.note) if card.note else None,
    )
    first, *rest = [piece for line in card.lines for piece in _line(hand, line)] or [""]
    yield f"\n{made(hand.macros.heading(shown))}\n{first}".rstrip()
    yield from rest
    if card.references:
        yield _links(hand, card.references)


def _line(hand: Hand, line: Line) -> Iterator[str]:
    first, *rest = list(pieces_of(line.text, hand.fits, hand.longest)) or [""]
    shown = replace(
        line,
        text=hand.plain(first),
        label=hand.plain(line.label) if line.label else None,
        remark=hand.plain(line.remark) if line.remark and not rest else None,
        source=hand.link(line.source) if line.source and not rest else None,
    )
    whole = made(hand.macros.line(shown))
    yield f"{whole}\n" if line.anchor and not rest else whole  # a paragraph of the letter stands by itself
    yield from (made(hand.macros.line(Line(hand.plain(piece)))) for piece in rest)


def _links(hand: Hand, links: tuple[Link, ...]) -> str:
    return made(hand.macros.links([hand.link(one) for one in links[:_MOST_LINKS]]))
