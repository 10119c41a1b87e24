"""A document as a tree on the terminal, and a progress bar."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import zip_longest
from pathlib import Path

from rich.console import Console
from rich.markup import escape
from rich.progress import Progress
from rich.tree import Tree

from bot.cli.starting import dutch, how_many
from briefings.model.document import Document, Evidence
from briefings.model.item import AgendaItem, ItemKind
from briefings.model.meeting import Change
from briefings.model.statement import StatementKind


def show_document(document: Document) -> None:
    """Sections, items and what is counted in them."""
    Console().print(_tree(document))


def show_evidence(found: Sequence[Evidence]) -> None:
    """What speaks for and against what a letter is taken for, with its weight and its place."""
    tree = Tree("[bold]Waaruit dat blijkt[/bold]")
    for one in found:
        place = f"{one.where}, regel {one.line}" if one.line else one.where
        says = ", ".join(one.says) or "zegt er niets over"
        tree.add(f"{one.weight:+d} {escape(place)}: {escape(says)}\n[dim]{escape(one.text)}[/dim]")
    if not found:
        tree.add("nergens uit")
    Console().print(tree)


def with_progress(files: list[Path]) -> Iterator[Path]:
    """The files, with a bar on a terminal."""
    console = Console(stderr=True)
    with Progress(console=console, transient=True, disable=not console.is_terminal) as progress:
        tracked: Iterable[Path] = progress.track(files, description="Brieven")
        yield from tracked


def _tree(document: Document) -> Tree:
    dates = ", ".join(day.isoformat() for day in document.meeting.dates)
    about = (
        f"{document.kind.value}, {document.meeting.council}, {dates}, {document.meeting.location or 'plaats onbekend'}"
    )
    tree = Tree(f"[bold]{escape(document.title)}[/bold]\n{escape(about)}")
    if document.meeting.change:
        days = ", ".join(day.isoformat() for day in document.meeting.moved_to)
        moved = f"verplaatst naar {days}" if days else "uitgesteld"
        tree.add("gaat niet door" if document.meeting.change is Change.CANCELLED else moved)
    tree.add(f"brief van {document.letter_date or 'onbekende datum'}, kamerstuk {document.kamerstuk or 'onbekend'}")
    branches: dict[str | None, Tree] = {}
    for item in document.items:
        above = branches.get(item.parent) if item.parent else _section(item.section, tree, branches)
        branch = (above or tree).add(_item_line(item))
        branches[item.number] = branch
        for part, following in zip_longest(item.parts, item.parts[1:]):
            end = following.paragraph if following else len(item.paragraphs)
            held = how_many(end - part.paragraph, "alinea", "alinea's")
            branch.add(f"[italic]{escape(part.title)}[/italic] [dim]({held})[/dim]")
    _add_doubts(tree, document)
    return tree


def _add_doubts(tree: Tree, document: Document) -> None:
    if document.doubts:
        branch = tree.add("[bold yellow]Niet zeker[/bold yellow]")
        for doubt in document.doubts:
            branch.add(escape(dutch(doubt)))


def _section(section: str | None, tree: Tree, branches: dict[str | None, Tree]) -> Tree:
    if section is None:
        return tree
    key = f"section {section}"
    if key not in branches:
        branches[key] = tree.add(f"[bold]{escape(section)}[/bold]")
    return branches[key]


def _item_line(item: AgendaItem) -> str:
    positions = sum(statement.kind is StatementKind.POSITION for statement in item.statements)
    counts = ", ".join(
        (
            how_many(len(item.paragraphs), "alinea", "alinea's"),
            how_many(len(item.footnotes), "noot", "noten"),
            how_many(positions, "Nederlands standpunt", "Nederlandse standpunten"),
        )
    )
    side = " [cyan]nevenonderwerp[/cyan]" if item.kind is ItemKind.SIDE_TOPIC else ""
    second = "".join(f" — [italic]{escape(text)}[/italic]" for text in (item.status, item.subtitle) if text)
    return f"{escape(item.number or '-')} {escape(item.title)}{second}{side} [dim]({counts})[/dim]"
