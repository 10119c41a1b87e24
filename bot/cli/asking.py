"""`jbz ask`, `jbz themes` and `jbz brief`."""

import sys
from datetime import date, datetime
from enum import StrEnum
from typing import Annotated

import typer

from bot.cli.changing_themes import apply, preview, reset, show
from bot.cli.starting import print_json, say, started
from bot.export.document_json import answer_json, reply_json
from bot.export.text import to_text
from bot.reply import Reply
from briefings.composing.compose import News, compose
from briefings.composing.upcoming import MOST_DUE, window
from briefings.errors import NotUnderstood
from briefings.language.tokens import words
from briefings.themes.catalogue import Catalogue
from briefings.themes.match import recognise
from storage import items

Json = Annotated[bool, typer.Option("--json", help="Als JSON.")]


class Form(StrEnum):
    """How a briefing is shown."""

    TEXT = "text"
    JSON = "json"
    SLACK = "slack"
    TELEGRAM = "telegram"
    HTML = "html"
    DOCX = "docx"


def ask(
    query: list[str],
    *,
    as_json: Json = False,
    limit: Annotated[int, typer.Option(min=1, max=50, help="Hoeveel agendapunten.")] = 5,
) -> None:
    """Geeft het antwoord dat Slack zou geven.

    Voorbeeld: jbz ask wat zei nederland over terugkeer
    """
    app = started()
    answer = app.answering.answer(" ".join(query), limit=limit)
    if as_json:
        print_json(answer_json(answer))
    else:
        sys.stdout.write(to_text(app.conversation.saying("nl").answer(answer)))


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
    form: Annotated[Form, typer.Option("--format", help="In welke vorm.")] = Form.TEXT,
) -> None:
    """Laat een briefing zien; verstuurt niets. Zonder dagen: de laatste vergadering over elk thema.

    Voorbeeld: jbz brief migratie terugkeer --since 2025-01-01
    """
    app = started()
    slugs = [_slug(name, app.catalogue) for name in theme]
    first, last = (since.date() if since else None), (until.date() if until else None)
    with app.database.reading() as session:
        if first or last:
            news = [News(s, items.between(session, s, first or date.min, last or date.max)) for s in slugs]
        else:
            news = [News(s, items.latest(session, s), first=True) for s in slugs]
        due = items.commitments(session, slugs, *window(app.today()), MOST_DUE)
    reply = app.conversation.saying("nl").briefing(compose(news, app.catalogue, app.today(), due), None)
    _show(reply, form)


def add_to(cli: typer.Typer) -> None:
    """Adds the commands."""
    for command in (ask, brief):
        cli.command()(command)
    changing = typer.Typer(invoke_without_command=True, callback=themes)
    for change in (preview, apply, show, reset):
        changing.command()(change)
    cli.add_typer(changing, name="themes")


def _slug(name: str, catalogue: Catalogue) -> str:
    found = recognise(words(name), catalogue)
    if found is None:
        raise NotUnderstood(
            f"Het thema “{name}” ken ik niet. jbz themes geeft de lijst.",
            f"I do not know the theme “{name}”; see jbz themes.",
        )
    return found.theme.slug


def _show(reply: Reply, form: Form) -> None:
    match form:
        case Form.TEXT:
            sys.stdout.write(to_text(reply))
        case Form.JSON:
            print_json(reply_json(reply))
        case Form.SLACK:
            from bot.slack.render import render as to_slack

            print_json(to_slack(reply))
        case Form.TELEGRAM:
            from bot.telegram.render import render as to_telegram

            print_json(to_telegram(reply))
        case Form.HTML:
            from bot.web.render import render as to_html

            say(str(to_html(reply)))
        case Form.DOCX:
            from bot.export.docx import to_docx

            sys.stdout.buffer.write(to_docx(reply))
