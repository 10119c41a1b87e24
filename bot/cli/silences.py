"""`jbz silences`: letters that are later than usual."""

import sys

import typer

from bot.cli.starting import Json, print_json, started
from bot.conversation.silences import show_silences
from bot.export.silence_json import silences_json
from bot.export.text import to_text


def silences(*, as_json: Json = False) -> None:
    """Welke brieven langer uitblijven dan gewoonlijk: een verslag, een agenda, de brieven van een bron.

    Voorbeeld: jbz silences
    """
    app = started()
    found, usual = app.awaiting.standing(app.today())
    if as_json:
        print_json(silences_json(found, usual))
    else:
        sys.stdout.write(to_text(show_silences(found, usual, None, app.saying("nl")), app.templates))


def add_to(cli: typer.Typer) -> None:
    """Adds the command."""
    cli.command()(silences)
