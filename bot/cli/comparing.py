"""`jbz quote` and `jbz drift`: letters laid side by side."""

import sys

import typer

from bot.cli.starting import started
from bot.commands.command import Command
from bot.commands.comparing import CheckQuote, ShowCourse
from bot.export.text import to_text
from briefings.model.chat import Address, Person


def quote(text: list[str]) -> None:
    """Zegt of een zin in een brief staat: woord voor woord, of met welke verschillen.

    Voorbeeld: jbz quote "Nederland heeft ingebracht dat eerst moeten worden verkend"
    """
    _answer(CheckQuote(" ".join(text)))


def drift(theme: list[str]) -> None:
    """Toont wat Nederland door de tijd over een onderwerp zei, en waar dat veranderde.

    Voorbeeld: jbz drift migratie
    """
    _answer(ShowCourse(" ".join(theme)))


def add_to(cli: typer.Typer) -> None:
    """Adds the commands."""
    for command in (quote, drift):
        cli.command()(command)


def _answer(command: Command) -> None:
    app = started()
    reply = app.conversation.carry_out(command, Address("cli", "", ""), Person(""))
    sys.stdout.write(to_text(reply, app.templates))
