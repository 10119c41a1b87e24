"""`jbz silences`: letters that are later than usual."""

import typer

from bot.cli.asking import tell
from bot.cli.starting import Json, print_json, started
from bot.commands.silence import ShowSilences
from bot.export.silence_json import silences_json


def silences(*, as_json: Json = False) -> None:
    """Welke brieven langer uitblijven dan gewoonlijk: een verslag, een agenda, de brieven van een bron.

    Voorbeeld: jbz silences
    """
    if not as_json:
        tell(ShowSilences())
        return
    app = started()
    print_json(silences_json(*app.awaiting.standing(app.today())))


def add_to(cli: typer.Typer) -> None:
    """Adds the command."""
    cli.command()(silences)
