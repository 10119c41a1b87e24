"""`jbz letters`: what is kept, and withdrawing it."""

from typing import Annotated

import typer

from bot.cli.starting import print_json, say, started
from briefings.errors import NotUnderstood
from storage.reading import kept

Json = Annotated[bool, typer.Option("--json", help="Als JSON.")]


def letters(
    context: typer.Context,
    *,
    most: Annotated[int, typer.Option(min=1, help="Hoeveel.")] = 50,
    as_json: Json = False,
) -> None:
    """De brieven die het laatst binnenkwamen, met hun versies. Met withdraw trekt u er een in.

    Voorbeeld: jbz letters
    """
    if context.invoked_subcommand:
        return
    app = started()
    with app.database.reading() as session:
        found = kept.newest(session, most)
    if as_json:
        print_json([_as_json(one) for one in found])
        return
    for one in found:
        gone = "  ingetrokken" if one.withdrawn_at else ""
        names = ", ".join(edition.name for edition in one.editions)
        say(f"{one.id}  {one.day or '-'}  {one.kamerstuk or '-'}  {one.title}{gone}  ({names})")


def withdraw(number: Annotated[int, typer.Argument(help="Het nummer, zoals jbz letters het toont.")]) -> None:
    """Trekt een brief in: niemand kan hem nog lezen. Bewaard blijft hij.

    Voorbeeld: jbz letters withdraw 3
    """
    app = started()
    if not app.intake.withdraw_letter(number):
        raise NotUnderstood("administration.no_letter", id=number)
    app.close()
    say(f"Brief {number} is ingetrokken.")


def add_to(cli: typer.Typer) -> None:
    """Adds the commands."""
    group = typer.Typer(invoke_without_command=True, callback=letters)
    group.command()(withdraw)
    cli.add_typer(group, name="letters")


def _as_json(one: kept.KeptLetter) -> dict[str, object]:
    return {
        "id": one.id,
        "title": one.title,
        "day": one.day,
        "kamerstuk": one.kamerstuk,
        "items": one.items,
        "first_seen_at": one.first_seen_at,
        "withdrawn_at": one.withdrawn_at,
        "editions": [
            {
                "id": edition.id,
                "name": edition.name,
                "form": edition.form,
                "origin": edition.origin,
                "received_at": edition.received_at,
                "withdrawn_at": edition.withdrawn_at,
            }
            for edition in one.editions
        ],
    }
