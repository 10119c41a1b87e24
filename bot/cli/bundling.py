"""`jbz bundle`: all that was delivered to a chat in a period, as one zip."""

from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from bot.administration.bundling import find_chat, make_bundle
from bot.cli.starting import how_many, say, started
from bot.web.browsers import signed_in
from briefings.errors import JbzError
from briefings.model.bundle import period_of
from briefings.model.chat import Address
from storage import chats
from storage.audit import place_of
from storage.database import Database

_DAY = ["%Y-%m-%d"]


def bundle(
    chat: Annotated[
        str,
        typer.Argument(help="De chat: slack:T1:C1, C1 als er maar één zo heet, of web:ID van wie op de pagina inlogt."),
    ],
    *,
    since: Annotated[datetime, typer.Option(formats=_DAY, help="Vanaf deze dag.")],
    until: Annotated[datetime | None, typer.Option(formats=_DAY, help="Tot en met deze dag; anders vandaag.")] = None,
    to: Annotated[Path | None, typer.Option(help="Naar dit bestand, dat er nog niet is.")] = None,
) -> None:
    """Alles wat in een periode aan een chat is bezorgd, met de brieven, tijden en hashes, als één zip.

    Voor een Woo-verzoek of het archief. Dat de zip is gemaakt, staat in jbz audit.
    Voorbeeld: jbz bundle slack:T1:C1 --since 2026-01-01 --until 2026-03-31
    """
    from bot.export.bundle import BundleAbout, write_bundle  # loads lxml

    app = started()
    settings = app.settings
    period = period_of(since.date(), until.date() if until else app.today(), settings.jbz_timezone)
    address = _own_page(app.database, chat) or find_chat(app.database, chat)
    target = to or Path(f"jbz-bundel-{period.since}-{period.until}.zip")
    if target.exists():
        raise JbzError("bundle.exists", file=target)
    if not target.parent.is_dir():
        raise JbzError("bundle.no_folder", folder=target.parent)
    about = BundleAbout(place_of(address), period, settings.jbz_base_url, settings.jbz_keep_days)
    made = make_bundle(app.database, address, period, app.clock(), partial(write_bundle, about), target.parent)
    made.file.rename(target)
    if not made.packed.messages:
        say("In deze periode is hier niets bezorgd. Dat staat ook in de zip.")
    messages, letters = (
        how_many(made.packed.messages, "bericht", "berichten"), how_many(made.packed.letters, "brief", "brieven")
    )  # fmt: skip
    say(f"{target}: {messages}, {letters}.")
    say(f"SHA-256 van index.json: {made.packed.sha256}")


def _own_page(database: Database, chat: str) -> Address | None:
    """The page of somebody who signs in: "web:" and the number or name that lasts; None where there is no such."""
    channel, _, identity = chat.partition(":")
    if channel != "web" or not identity:
        return None
    address = signed_in(identity).address
    with database.reading() as session:
        return address if chats.find_chat(session, address) else None


def add_to(cli: typer.Typer) -> None:
    """Adds the command."""
    cli.command()(bundle)
