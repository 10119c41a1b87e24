"""What every command begins with."""

import json
import sys
from typing import TYPE_CHECKING, Annotated, Any

import typer

from bot.asking import Asking
from bot.export.text import printable
from bot.settings import load_settings
from bot.words import Words
from briefings.errors import Message
from briefings.model.chat import Address

if TYPE_CHECKING:
    from bot.app import App
    from storage.database import Database

Json = Annotated[bool, typer.Option("--json", help="Als JSON.")]


def ready_to_ask() -> "Asking | App":
    """What answers questions from the settings' database; where that must be prepared first, the app that did it."""
    asking = Asking(load_settings())
    return asking if asking.is_ready() else started()


def started(*, fills: bool = False) -> "App":
    """The app on the settings, its database ready; what is logged goes to stderr, beside what is printed.

    Who mistyped where the database is gets a new one. That is said, save by a command that `fills` it.
    """
    from bot.app import App  # loads all that reads and sends letters, which a question does not wait for
    from bot.telemetry import start_logging

    settings = load_settings()
    start_logging(settings.jbz_log_format, settings.secrets)
    app = App(settings)
    if app.prepare() and not fills:
        complain(
            f"De database {place_of_file(app.database)}is nieuw en heeft alleen het verslag dat meekomt; "
            "had u al brieven, kijk dan of JBZ_DATABASE_URL klopt."
        )
    return app


def place_of_file(database: "Database") -> str:
    """Where SQLite's file is, and a space; nothing of PostgreSQL, whose address has a password."""
    return f"{database.file.resolve()} " if database.file else ""


def place_of(address: Address) -> str | None:
    """The chat as its platform names it. What names a browser is printed nowhere, also not as the hash that is kept."""
    return None if address.channel == "web" else address.chat


def print_json(value: Any) -> None:
    """One JSON object or list to stdout."""
    sys.stdout.write(json.dumps(value, ensure_ascii=False, indent=2, default=str) + "\n")


def say(text: str) -> None:
    """A line to stdout at once, without control characters."""
    sys.stdout.write(printable(text) + "\n")
    sys.stdout.flush()


def dutch(message: Message) -> str:
    """A message as it is said to an administrator."""
    return Words("nl").say(message)


def complain(text: str) -> None:
    """A line to stderr, without control characters."""
    sys.stderr.write(printable(text) + "\n")


def how_many(number: int, one: str, many: str) -> str:
    """ "1 noot", "2 noten"."""
    return f"{number} {one if number == 1 else many}"
