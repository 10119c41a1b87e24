"""`jbz audit`: who changed what; whether the audit is whole; taking it along."""

import sys
from datetime import datetime
from typing import Annotated

import typer

from bot.administration.auditing import ExportForm, export, written
from bot.administration.logged import acted, differences, what_was_done
from bot.cli.starting import complain, dutch, how_many, print_json, say, started
from bot.words import Words
from briefings.errors import JbzError
from storage import audit
from storage.audit import AuditEntry, AuditSubject
from storage.audit_check import verify

cli = typer.Typer(no_args_is_help=True, help="Wie wat wijzigde, vanwaar en wanneer; en of dat nog klopt.")
_TRIMMINGS = 10  #: of the last ones, which are named
Json = Annotated[bool, typer.Option("--json", help="Als JSON.")]


@cli.command()
def show(
    *,
    about: Annotated[AuditSubject | None, typer.Option(help="Alleen wijzigingen hiervan.")] = None,
    who: Annotated[str | None, typer.Option(help="Alleen van deze, zoals ze hier staan: slack:T1:U1.")] = None,
    since: Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], help="Vanaf deze dag.")] = None,
    most: Annotated[int, typer.Option(min=1, help="Hoeveel regels.")] = 50,
    as_json: Json = False,
) -> None:
    """De laatste wijzigingen, de nieuwste eerst.

    Voorbeeld: jbz audit show --about subscription
    """
    app = started()
    with app.database.reading() as session:
        day = since.astimezone() if since else None
        found = list(audit.entries(session, newest=most, subject=about, who=who, since=day))
    if as_json:
        print_json([written(entry) for entry in found])
        return
    for entry in found:
        say(_line(entry))
    if not found:
        say("Er is nog niets gewijzigd.")


@cli.command("verify")
def check(
    *,
    noted: Annotated[str | None, typer.Option(help="Wat u eerder opschreef: nummer:hash.")] = None,
) -> None:
    """Kijkt of geen regel is veranderd, weggehaald of verplaatst; exit 1 als dat wel zo is.

    Schrijf de laatste regel op een andere plaats op, en geef hem later mee met --noted.
    Voorbeeld: jbz audit verify
    """
    app = started()
    with app.database.reading() as session:
        found = verify(session, _noted(noted) if noted else None)
    for problem in found.problems:
        complain(dutch(problem))
    if found.problems:
        raise typer.Exit(1)
    say(f"{how_many(found.rows, 'regel', 'regels')}, van {found.first} tot {found.newest}: alles klopt.")
    for trimming in found.trimmings[-_TRIMMINGS:]:
        say(dutch(trimming))
    if (more := len(found.trimmings) - _TRIMMINGS) > 0:
        say(f"en {more} keer eerder; alles staat in jbz audit show --about audit")
    say(f"{found.newest}:{found.hash}")


@cli.command("export")
def write(
    *,
    form: Annotated[ExportForm, typer.Option(help="Regels met JSON, of een tabel.")] = ExportForm.JSONL,
) -> None:
    """Schrijft alles naar stdout, van de eerste wijziging tot de laatste.

    Voorbeeld: jbz audit export --form csv > audit.csv
    """
    for line in export(started().database, form):
        sys.stdout.write(line)


def _noted(text: str) -> tuple[int, str]:
    number, _, hashed = text.partition(":")
    if not number.isdigit() or not hashed:
        raise JbzError("Geef --noted als nummer:hash, zoals jbz audit verify het toonde.")
    return int(number), hashed.strip().lower()


def _line(entry: AuditEntry) -> str:
    words = Words("nl")
    who = (
        f"{acted(entry.who, words)}  {acted(entry.place, words)}"
        if entry.who != entry.place
        else acted(entry.who, words)
    )
    head = f"{entry.id}  {entry.at:%Y-%m-%d %H:%M:%S} UTC  {who}"
    return "  ".join((head, what_was_done(entry, words), *filter(None, ["; ".join(differences(entry, words))])))
