"""`jbz themes preview`, `apply`, `show` and `reset`: themes changed without a new version."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer

from bot.app import App
from bot.cli.starting import Json, how_many, print_json, say, started
from bot.commands.grammar import is_question
from briefings.enriching.topics import find_themes
from briefings.errors import JbzError
from briefings.model.item import AgendaItem
from briefings.themes.catalogue import Catalogue, changed_catalogue
from storage import items

File = Annotated[Path, typer.Argument(help="Een .toml-bestand met alleen wat anders wordt.")]
_SHOWN = 5  #: titles of a theme that are named in a preview


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
    _tell(app, app.catalogue, _changed(_read(file)))
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
    before, after = app.catalogue, _changed(text)
    _tell(app, before, after)
    count = app.themes.change(text, app.understand_with(after), app.clock())
    say(f"De thema's zijn gewijzigd; {how_many(count, 'agendapunt is', 'agendapunten zijn')} opnieuw bekeken.")


def _changed(text: str) -> Catalogue:
    """The themes with the changes. Raises JbzError, also where a name is a command: nobody could ask for that theme."""
    after = changed_catalogue(text)
    for theme in after.themes:
        for name in (theme.slug, *theme.names):
            if not is_question(name):
                raise JbzError(
                    "Het thema {theme}: “{name}” is ook een opdracht, dus wie dat typt krijgt het thema nooit."
                    " Kies een andere naam.",
                    theme=theme.slug,
                    name=name,
                )
    return after


def _read(file: Path) -> str:
    try:
        return file.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise JbzError("{file} kan niet als tekst worden gelezen.", file=file) from error


def _tell(app: App, before: Catalogue, after: Catalogue) -> None:
    """Which themes come, go and get another name, and which items get or lose a theme."""
    for line in _names(before, after):
        say(line)
    gained: dict[str, list[str]] = {}
    lost: Counter[str] = Counter()
    for item in items.everything(app.database):
        was, becomes = _about(item, before), _about(item, after)
        for slug in becomes - was:
            gained.setdefault(slug, []).append(item.title)
        lost.update(was - becomes)
    for slug, titles in sorted(gained.items()):
        named = "”, “".join(titles[:_SHOWN])
        say(f"{slug}: {how_many(len(titles), 'agendapunt', 'agendapunten')} erbij, zoals “{named}”")
    for slug, count in sorted(lost.items()):
        say(f"{slug}: {how_many(count, 'agendapunt', 'agendapunten')} eraf")
    if not gained and not lost:
        say("Geen enkel agendapunt krijgt of verliest een thema.")


def _names(before: Catalogue, after: Catalogue) -> Iterator[str]:
    was, becomes = ({theme.slug: theme for theme in one.themes} for one in (before, after))
    for slug in sorted(becomes.keys() - was.keys()):
        yield f"{slug}: nieuw thema, {becomes[slug].nl}"
    for slug in sorted(was.keys() - becomes.keys()):
        into = after.merged.get(slug)
        yield f"{slug}: gaat op in {into}; wie het volgt, volgt dan {into}" if into else f"{slug}: verdwijnt"
    for slug in sorted(was.keys() & becomes.keys()):
        if was[slug].nl != becomes[slug].nl:
            yield f"{slug}: heet nu {becomes[slug].nl} (was {was[slug].nl})"


def _about(item: AgendaItem, catalogue: Catalogue) -> set[str]:
    return {match.slug for match in find_themes(item, catalogue.themes) if match.about}


def add_to(cli: typer.Typer) -> None:
    """Adds `jbz themes` and what changes them."""
    changing = typer.Typer(invoke_without_command=True, callback=themes)
    for change in (preview, apply, show, reset):
        changing.command()(change)
    cli.add_typer(changing, name="themes")
