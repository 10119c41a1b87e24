"""`jbz quote` and `jbz drift`: letters laid side by side."""

import typer

from bot.cli.asking import tell
from bot.commands.comparing import CheckQuote, ShowCourse


def quote(text: list[str]) -> None:
    """Zegt of een zin in een brief staat: woord voor woord, of met welke verschillen.

    Voorbeeld: jbz quote "Nederland heeft ingebracht dat eerst moeten worden verkend"
    """
    tell(CheckQuote(" ".join(text)))


def drift(theme: list[str]) -> None:
    """Toont wat Nederland door de tijd over een onderwerp zei, en waar dat veranderde.

    Voorbeeld: jbz drift migratie
    """
    tell(ShowCourse(" ".join(theme)))


def add_to(cli: typer.Typer) -> None:
    """Adds the commands."""
    for command in (quote, drift):
        cli.command()(command)
