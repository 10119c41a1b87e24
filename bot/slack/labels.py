"""Links as Slack's mrkdwn can have them: `<address|label>`, in which neither may hold what ends it."""

from dataclasses import replace

from bot.reply import Card, Line, Link, Reply, Section

_BAR = "\N{BROKEN BAR}"  #: in place of the bar that ends an address
_OF_ADDRESS = str.maketrans({"|": "%7C", "<": "%3C", ">": "%3E", " ": "%20", '"': "%22"})


def linkable(reply: Reply) -> Reply:
    """The reply with labels and addresses that cannot end a link before its end."""
    return replace(
        reply,
        sections=tuple(_section(section) for section in reply.sections),
        sources=tuple(_link(link) for link in reply.sources),
    )


def _section(section: Section) -> Section:
    return replace(
        section,
        cards=tuple(_card(card) for card in section.cards),
        lines=tuple(_line(line) for line in section.lines),
    )


def _card(card: Card) -> Card:
    return replace(
        card,
        title=label(card.title) if card.link else card.title,
        link=_link(card.link) if card.link else None,
        lines=tuple(_line(line) for line in card.lines),
        references=tuple(_link(link) for link in card.references),
    )


def _line(line: Line) -> Line:
    return replace(line, source=_link(line.source)) if line.source else line


def _link(link: Link) -> Link:
    return Link(label(link.label), "".join(link.url.translate(_OF_ADDRESS).split()))


def label(text: str) -> str:
    """What stands for an address: one line, with something to press."""
    return " ".join(text.replace("|", _BAR).split()) or "…"
