"""The command `jbz`. Slack, Telegram and the web are only imported by `serve`."""

import os
import sys
from collections.abc import Sequence
from contextvars import ContextVar
from typing import Annotated, Any

import typer

from bot.administration.actors import operator
from bot.cli import asking
from bot.cli.starting import complain, dutch, say
from briefings.errors import JbzError
from storage.audit import acting
from storage.database import DatabaseError

_BROKEN_PIPE = 141  #: as a shell says that who read our output stopped reading

_debugging: ContextVar[bool] = ContextVar("debugging", default=False)


def app(**options: Any) -> None:
    """Runs the command. What fails is one sentence and exit status 1; `--debug` shows where it failed."""
    try:
        make_cli(sys.argv[1:])(**options)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # else Python says so once more at its end
        sys.exit(_BROKEN_PIPE)
    except Exception as error:
        if _debugging.get():
            raise
        complain(_sentence(error))
        sys.exit(1)


def make_cli(typed: Sequence[str] = ()) -> typer.Typer:
    """The commands; of `jbz ask` that one only, as loading the others takes longer than answering."""
    cli = typer.Typer(
        no_args_is_help=True,
        add_completion=False,
        pretty_exceptions_enable=False,
        help="Volgt de Raad van de EU: leest de brieven aan de Kamer, beantwoordt vragen, stuurt briefings.",
    )
    cli.callback()(_options)
    if next((word for word in typed if not word.startswith("-")), None) == "ask":
        asking.add_to(cli)
        return cli
    from bot.cli import (
        auditing,
        briefing,
        bundling,
        changing_themes,
        checking,
        comparing,
        database,
        delivering,
        doctor,
        documents,
        following,
        gathering,
        letters,
        recalling,
        serve,
        silences,
        templates,
    )

    reading = (serve, documents, letters, gathering, asking, comparing, briefing, changing_themes, silences)
    for commands in (*reading, following, delivering, recalling, bundling, checking, templates, doctor):
        commands.add_to(cli)
    cli.add_typer(database.cli, name="db")
    cli.add_typer(auditing.cli, name="audit")
    return cli


def _sentence(error: Exception) -> str:
    match error:
        case JbzError():
            return dutch(error.message)
        case DatabaseError():
            return f"De database werkt niet mee ({type(error).__name__}). Kijk met jbz doctor wat er is."
        case OSError(strerror=str() as reason):
            return f"{error.filename or 'Dit'}: {reason}. Kijk of het er is, en of u er mag lezen en schrijven."
        case _:
            name = type(error).__name__
            return f"Er ging iets mis waar wij niet op rekenden ({name}). Meld het ons, met wat jbz --debug … toont."


def _show_version(wanted: bool) -> None:
    if wanted:
        from bot.version import about  # reads what Python knows of every package

        for line in about():
            say(line)
        raise typer.Exit


Version = Annotated[
    bool, typer.Option("--version", callback=_show_version, is_eager=True, help="Versie, commit, vorm van de database.")
]


def _options(
    context: typer.Context,
    *,
    version: Version = False,  # noqa: ARG001 - its callback does it
    debug: Annotated[bool, typer.Option("--debug", help="Laat bij een fout zien waar het misging.")] = False,
) -> None:
    _debugging.set(debug)
    context.with_resource(acting(operator()))
