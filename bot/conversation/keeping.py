"""A reply as JSON, to be rendered anew when a letter it tells of changes; and the items that it tells of."""

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from bot.commands.grammar import command_in, write_command
from bot.reply import Button, Card, Line, Link, Reply, Section
from briefings.model.chat import Address

_ITEM = re.compile(r"/items/(\d+)(?:#p\d+)?$")


def to_kept(reply: Reply) -> str:
    """The reply as JSON: the same reply is the same text."""
    kept = {
        "title": reply.title,
        "language": reply.language,
        "lead": list(reply.lead),
        "sections": [_section(one) for one in reply.sections],
        "sources": [_link(one) for one in reply.sources],
        "footer": reply.footer,
        "buttons": [_button(one) for one in reply.buttons],
    }
    return json.dumps(kept, ensure_ascii=False, sort_keys=True)


def from_kept(kept: Mapping[str, Any]) -> Reply:
    """The reply that was kept."""
    return Reply(
        title=kept["title"],
        language=kept["language"],
        lead=tuple(kept["lead"]),
        sections=tuple(_to_section(one) for one in kept["sections"]),
        sources=tuple(Link(*one) for one in kept["sources"]),
        footer=kept["footer"],
        buttons=tuple(_to_button(one) for one in kept["buttons"]),
    )


def items_of(reply: Reply) -> frozenset[int]:
    """The agenda items that its cards and sentences stand in."""
    return frozenset(_items(reply))


def item_of(link: Link | None) -> int | None:
    """The agenda item that a link leads to."""
    found = _ITEM.search(link.url) if link else None
    return int(found[1]) if found else None


def _items(reply: Reply) -> Iterator[int]:
    for section in reply.sections:
        links = [card.link for card in section.cards] + [line.source for line in section.lines]
        links += [line.source for card in section.cards for line in card.lines]
        yield from (item for link in links if (item := item_of(link)) is not None)


def _section(section: Section) -> dict[str, Any]:
    return {
        "heading": section.heading,
        "cards": [_card(one) for one in section.cards],
        "lines": [_line(one) for one in section.lines],
        "buttons": [_button(one) for one in section.buttons],
    }


def _to_section(kept: Mapping[str, Any]) -> Section:
    return Section(
        kept["heading"],
        tuple(_to_card(one) for one in kept["cards"]),
        tuple(_to_line(one) for one in kept["lines"]),
        tuple(_to_button(one) for one in kept["buttons"]),
    )


def _card(card: Card) -> dict[str, Any]:
    return {
        "title": card.title,
        "number": card.number,
        "link": _link(card.link),
        "lines": [_line(one) for one in card.lines],
        "references": [_link(one) for one in card.references],
        "note": card.note,
    }


def _to_card(kept: Mapping[str, Any]) -> Card:
    lines, references = kept["lines"], kept["references"]
    return Card(
        kept["title"],
        kept["number"],
        _to_link(kept["link"]),
        tuple(_to_line(one) for one in lines),
        tuple(Link(*one) for one in references),
        kept["note"],
    )


def _line(line: Line) -> dict[str, Any]:
    return {
        "text": line.text,
        "label": line.label,
        "remark": line.remark,
        "source": _link(line.source),
        "anchor": line.anchor,
        "place": _place(line.place),
        "is_main": line.is_main,
    }


def _to_line(kept: Mapping[str, Any]) -> Line:
    return Line(
        kept["text"],
        kept["label"],
        kept["remark"],
        _to_link(kept["source"]),
        kept["anchor"],
        _to_place(kept["place"]),
        kept["is_main"],
    )


def _link(link: Link | None) -> list[str] | None:
    return [link.label, link.url] if link else None


def _to_link(kept: list[str] | None) -> Link | None:
    return Link(*kept) if kept else None


def _button(button: Button) -> dict[str, Any]:
    command = write_command(button.command)
    return {"label": button.label, "command": command, "at": _place(button.at), "about": button.about}


def _to_button(kept: Mapping[str, Any]) -> Button:
    return Button(kept["label"], command_in(kept["command"]), _to_place(kept["at"]), kept["about"])


def _place(place: Address | None) -> list[str] | None:
    return [place.channel, place.workspace, place.chat, place.thread] if place else None


def _to_place(kept: list[str] | None) -> Address | None:
    return Address(*kept) if kept else None
