"""`jbz brief`."""

import json
import sys
from datetime import date, datetime
from enum import StrEnum
from typing import Annotated

import typer

from bot.cli.starting import print_json, say, started
from bot.commands.names import read_name
from bot.conversation.wishes import find_interests
from bot.export.document_json import reply_json
from bot.export.text import to_text
from bot.reply import Reply
from bot.settings import load_settings
from bot.templates import Templates
from briefings.errors import NotUnderstood


class OutputFormat(StrEnum):
    """How a briefing is shown."""

    TEXT = "text"
    JSON = "json"
    SLACK = "slack"
    TELEGRAM = "telegram"
    MATTERMOST = "mattermost"
    MATRIX = "matrix"
    TEAMS = "teams"
    HTML = "html"
    DOCX = "docx"
    PDF = "pdf"


def brief(
    theme: list[str],
    *,
    since: Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], help="Vergaderingen vanaf deze dag.")] = None,
    until: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m-%d"], help="Vergaderingen tot en met deze dag.")
    ] = None,
    form: Annotated[OutputFormat, typer.Option("--format", help="In welke vorm.")] = OutputFormat.TEXT,
) -> None:
    """Laat een briefing zien; verstuurt niets. Zonder dagen: de laatste vergadering over elk thema.

    Voorbeeld: jbz brief migratie terugkeer --since 2025-01-01
    """
    app = started()
    period = (since.date() if since else date.min, until.date() if until else date.max) if since or until else None
    at = theme.index("zonder") if "zonder" in theme else len(theme)
    names, without = ([read_name(one) for one in part] for part in (theme[:at], theme[at + 1 :]))
    interests, doubts = find_interests(names, without, app.catalogue)
    if doubts:
        raise _unknown(doubts[0].name)
    saying = app.saying("nl")
    with app.database.reading() as session:
        reply = app.previews.compose_now(session, interests, app.today(), saying, period)
    show(reply, form, app.templates)


def add_to(cli: typer.Typer) -> None:
    """Adds the command."""
    cli.command()(brief)


def _unknown(name: str) -> NotUnderstood:
    return NotUnderstood(
        "Het thema “{name}” ken ik niet. jbz themes geeft de lijst; een los woord zet u tussen aanhalingstekens.",
        name=name,
    )


def show(reply: Reply, form: OutputFormat, templates: Templates) -> None:
    """Writes a reply to standard output in a form."""
    match form:
        case OutputFormat.TEXT:
            sys.stdout.write(to_text(reply, templates))
        case OutputFormat.JSON:
            print_json(reply_json(reply))
        case (
            OutputFormat.SLACK
            | OutputFormat.TELEGRAM
            | OutputFormat.MATTERMOST
            | OutputFormat.MATRIX
            | OutputFormat.TEAMS
        ):
            from bot.channels import Renders

            print_json([json.loads(part) for part in Renders(load_settings({}), templates)[form.value](reply)])
        case OutputFormat.HTML:
            from bot.export.html import to_email

            say(to_email(reply, templates))
        case OutputFormat.PDF:
            from bot.export.pdf import to_pdf

            sys.stdout.buffer.write(to_pdf(reply, templates))
        case OutputFormat.DOCX:
            from bot.export.docx import to_docx

            sys.stdout.buffer.write(to_docx(reply, templates))
