"""`jbz db`."""

from pathlib import Path
from typing import Annotated

import typer

from bot.app import App
from bot.cli.starting import place_of_file, say
from bot.settings import load_settings
from briefings.errors import JbzError

cli = typer.Typer(no_args_is_help=True, help="De database: bijwerken, nakijken, kopiëren, terugzetten.")


@cli.command()
def upgrade() -> None:
    """Brengt de tabellen in de vorm van deze versie.

    Voorbeeld: jbz db upgrade
    """
    app = App(load_settings())
    is_new = app.database.revision() is None
    app.database.upgrade()
    done = f"{place_of_file(app.database)}is nieuw, en gemaakt in vorm" if is_new else "is bijgewerkt tot"
    say(f"De database {done} {app.database.revision()}.")


@cli.command()
def check() -> None:
    """Kijkt of de database heel is en bij deze versie past; exit 1 als dat niet zo is.

    Voorbeeld: jbz db check
    """
    app = App(load_settings())
    current, wanted = app.database.revision(), app.database.head
    if current != wanted:
        if current is None:
            raise JbzError("De database is leeg, en deze versie vraagt {wanted}. Doe: jbz db upgrade.", wanted=wanted)
        raise JbzError(
            "De database is op {current}, en deze versie vraagt {wanted}. Doe: jbz db upgrade.",
            current=current,
            wanted=wanted,
        )
    from storage import backup as copies  # as below

    copies.check(app.database)
    say("De database is heel en bijgewerkt.")


@cli.command()
def backup(
    file: Annotated[Path | None, typer.Argument(help="Zonder: in JBZ_BACKUP_FOLDER.")] = None,
    to: Annotated[Path | None, typer.Option(help="In deze map, in plaats van JBZ_BACKUP_FOLDER.")] = None,
    keep: Annotated[int | None, typer.Option(min=1, help="Hoeveel kopieën er in de map blijven.")] = None,
    *,
    overwrite: Annotated[bool, typer.Option("--overwrite", help="Ook als het bestand er al is.")] = False,
) -> None:
    """Maakt een kopie van alles, terwijl de bot doorwerkt. In een map zet hij haar ook op proef terug.

    Een bestand dat er al is, blijft staan, tenzij u --overwrite geeft.

    Voorbeeld: jbz db backup kopie.db
    """
    from bot.administration.copies import make_copy, make_kept_copy  # loads what only copies need
    from storage.backup_folder import BackupFolder

    settings = load_settings()
    app = App(settings)
    if app.database.revision() is None:
        raise JbzError("Er is nog geen database om te kopiëren. Kijk of JBZ_DATABASE_URL klopt.")
    if file is not None and to is None:
        if file.exists() and not overwrite:
            raise JbzError("backup.exists", file=file)
        make_copy(app.database, file, app.clock())
    elif (where := to or settings.jbz_backup_folder) is not None:
        folder = BackupFolder(where, keep or settings.jbz_backup_keep)
        file = make_kept_copy(app.database, folder, app.clock())
    else:
        raise JbzError("Zeg in welk bestand of in welke map (--to) de kopie moet, of zet JBZ_BACKUP_FOLDER.")
    say(f"De kopie staat in {file}.")


@cli.command()
def restore(file: Path) -> None:
    """Zet een kopie terug in een lege database. Stop de bot eerst.

    Voorbeeld: jbz db restore kopie.db
    """
    from bot.administration.copies import put_back  # as above

    app = App(load_settings())
    put_back(app.database, file, app.clock())
    say(f"De database is teruggezet uit {file}.")
