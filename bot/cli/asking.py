"""`jbz ask`, `jbz themes` and `jbz brief`."""

import json
import sys
from datetime import date, datetime
from enum import StrEnum
from typing import Annotated

import typer

from bot.cli.changing_themes import apply, preview, reset, show
from bot.cli.starting import print_json, say, started
from bot.commands.asking import Ask
from bot.commands.grammar import may_change, read_command
from bot.commands.names import read_name
from bot.conversation.answers import show_answer
from bot.conversation.wishes import find_interests
from bot.export.document_json import answer_json, reply_json
from bot.export.text import to_text
from bot.reply import Reply
from bot.settings import load_settings
from bot.templates import Templates
from briefings.errors import NotUnderstood
from briefings.model.chat import Address, Person

Json = Annotated[bool, typer.Option("--json", help="Als JSON.")]


class OutputFormat(StrEnum):
    """How a briefing is shown."""

    TEXT = "text"
    JSON = "json"
    SLACK = "slack"
    TELEGRAM = "telegram"
    MATTERMOST = "mattermost"
    HTML = "html"
    DOCX = "docx"
    PDF = "pdf"


def ask(
    query: list[str],
    *,
    as_json: Json = False,
    limit: Annotated[int, typer.Option(min=1, max=50, help="Hoeveel agendapunten.")] = 5,
) -> None:
    """Geeft het antwoord dat Slack zou geven. Volgen en wijzigen kan hier niet.

    Voorbeeld: jbz ask wat zei nederland over terugkeer
    """
    app = started()
    text = " ".join(query)
    if as_json:
        print_json(answer_json(app.answering.answer(text, limit=limit)))
        return
    match read_command(text):
        case Ask(question):
            reply = show_answer(app.answering.answer(question, limit=limit), app.saying("nl"))
        case command if may_change(command):
            raise NotUnderstood("Volgen en wijzigen kan in Slack, in Telegram en op de webpagina.")
        case command:
            reply = app.conversation.carry_out(command, Address("cli", "", ""), Person(""))
    sys.stdout.write(to_text(reply, app.templates))


def themes(context: typer.Context, *, as_json: Json = False) -> None:
    """De thema's, met hun namen. Met preview, apply, show of reset verandert u ze.

    Voorbeeld: jbz themes --json
    """
    if context.invoked_subcommand:
        return
    app = started()
    sizes = app.answering.theme_sizes()
    if as_json:
        print_json(
            [
                {
                    "slug": theme.slug,
                    "nl": theme.nl,
                    "en": theme.en,
                    "names": list(theme.names),
                    "terms": list(theme.terms),
                    "broader": list(theme.broader),
                    "related": list(theme.related),
                    "items": sizes.get(theme.slug, 0),
                }
                for theme in app.catalogue.themes
            ]
        )
        return
    for theme in app.catalogue.themes:
        say(f"{sizes.get(theme.slug, 0):4}  {theme.nl} ({theme.slug})")


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
    _show(reply, form, app.templates)


def add_to(cli: typer.Typer) -> None:
    """Adds the commands."""
    for command in (ask, brief):
        cli.command()(command)
    changing = typer.Typer(invoke_without_command=True, callback=themes)
    for change in (preview, apply, show, reset):
        changing.command()(change)
    cli.add_typer(changing, name="themes")


def _unknown(name: str) -> NotUnderstood:
    return NotUnderstood(
        "Het thema “{name}” ken ik niet. jbz themes geeft de lijst; een los woord zet u tussen aanhalingstekens.",
        name=name,
    )


def _show(reply: Reply, form: OutputFormat, templates: Templates) -> None:
    match form:
        case OutputFormat.TEXT:
            sys.stdout.write(to_text(reply, templates))
        case OutputFormat.JSON:
            print_json(reply_json(reply))
        case OutputFormat.SLACK | OutputFormat.TELEGRAM | OutputFormat.MATTERMOST:
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
