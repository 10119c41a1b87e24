"""`jbz quote`, `jbz drift`, `jbz pack` and `jbz handover`: letters laid side by side."""

from typing import Annotated

import typer

from bot.cli.asking import tell
from bot.cli.briefing import OutputFormat, show
from bot.cli.starting import started
from bot.commands.comparing import CheckQuote, Prepare, ShowCourse, ShowHandover

Form = Annotated[OutputFormat, typer.Option("--format", help="In welke vorm.")]


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


def pack(meeting: Annotated[list[str] | None, typer.Argument()] = None, *, form: Form = OutputFormat.TEXT) -> None:
    """Toont per agendapunt van een Raad wat Nederland gaat zeggen, en wat eerdere brieven erover zeggen.

    Zonder vergadering: de komende Raad waarvan de agenda bekend is. Voorbeeld: jbz pack jbz oktober 2025
    """
    app = started()
    reply = app.packs.prepare(Prepare(" ".join(meeting or ())), app.saying("nl"), whole=True)
    show(reply, form, app.templates)


def handover(theme: list[str], *, form: Form = OutputFormat.TEXT) -> None:
    """Toont een jaar van een thema voor wie het overneemt: besluiten, standpunten en wat nog open staat.

    Voorbeeld: jbz handover migratie 2025
    """
    app = started()
    show(app.packs.hand_over(ShowHandover(" ".join(theme)), app.saying("nl"), whole=True), form, app.templates)


def add_to(cli: typer.Typer) -> None:
    """Adds the commands."""
    for command in (quote, drift, pack, handover):
        cli.command()(command)
