"""`jbz themes preview`, `apply`, `show` and `reset`: themes changed without a new version."""

from pathlib import Path
from typing import Annotated

import typer

from bot.administration import themes as administration
from bot.app import App
from bot.cli.starting import Json, how_many, print_json, say, started
from bot.words import Words
from briefings.errors import JbzError
from briefings.themes.catalogue import Catalogue

File = Annotated[Path, typer.Argument(help="Een .toml-bestand met alleen wat anders wordt.")]


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


def preview(file: File) -> None:
    """Laat zien wat een wijziging van de thema's zou veranderen; verandert niets.

    Voorbeeld: jbz themes preview themas.toml
    """
    app = started()
    _tell(app, administration.changed(_read(file)))
    say("Er is nog niets veranderd. Zo wel: jbz themes apply " + str(file))


def apply(file: File) -> None:
    """Wijzigt de thema's. Wat bewaard is wordt opnieuw bekeken; de dienst hoeft niet opnieuw te starten.

    Voorbeeld: jbz themes apply themas.toml
    """
    app = started()
    _change(app, _read(file))


def show() -> None:
    """Toont de wijziging die nu geldt, als .toml.

    Voorbeeld: jbz themes show > themas.toml
    """
    say(started().themes.changes() or "# De thema's zijn niet gewijzigd.")


def reset() -> None:
    """Zet de thema's terug zoals ze geleverd zijn.

    Voorbeeld: jbz themes reset
    """
    _change(started(), "")


def _change(app: App, text: str) -> None:
    after = administration.changed(text)
    _tell(app, after)
    count = administration.change(app.themes, text, app.understand_with(after), app.clock())
    say(f"De thema's zijn gewijzigd; {how_many(count, 'agendapunt is', 'agendapunten zijn')} opnieuw bekeken.")


def _read(file: Path) -> str:
    try:
        return file.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise JbzError("{file} kan niet als tekst worden gelezen.", file=file) from error


def _tell(app: App, after: Catalogue) -> None:
    for line in administration.lines(administration.preview(app.database, app.catalogue, after), Words("nl")):
        say(line)


def add_to(cli: typer.Typer) -> None:
    """Adds `jbz themes` and what changes them."""
    changing = typer.Typer(invoke_without_command=True, callback=themes)
    for change in (preview, apply, show, reset):
        changing.command()(change)
    cli.add_typer(changing, name="themes")
