"""The command `jbz`. Slack, Telegram and the web are only imported by `serve`."""

import sys
from typing import Any

import typer
from sqlalchemy.exc import SQLAlchemyError

from bot.cli import asking, database, delivering, doctor, documents, following, gathering, serve, templates
from briefings.errors import JbzError

_cli = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="Volgt de Raad van de EU: leest de brieven aan de Kamer, beantwoordt vragen, stuurt briefings.",
)
for commands in (serve, documents, gathering, asking, following, delivering, templates, doctor):
    commands.add_to(_cli)
_cli.add_typer(database.cli, name="db")


def app(**options: Any) -> None:
    """Runs the command; an error a person can act on is one sentence and exit status 1."""
    try:
        _cli(**options)
    except JbzError as error:
        sys.stderr.write(f"{error}\n")
        sys.exit(1)
    except SQLAlchemyError as error:
        sys.stderr.write(f"De database werkt niet mee ({type(error).__name__}). Kijk met jbz doctor wat er is.\n")
        sys.exit(1)
