"""`jbz letters`: what is kept, which edition is shown, and withdrawing."""

from typing import Annotated

import typer

from bot.cli.starting import how_many, print_json, say, started
from briefings.errors import NotUnderstood
from storage.reading import kept

Json = Annotated[bool, typer.Option("--json", help="Als JSON.")]


def letters(
    context: typer.Context,
    *,
    most: Annotated[int, typer.Option(min=1, help="Hoeveel.")] = 50,
    as_json: Json = False,
) -> None:
    """De brieven die het laatst binnenkwamen, met hun versies. Met show kiest u er een; withdraw trekt een brief in.

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
        say(f"{one.id}  {one.day or '-'}  {one.kamerstuk or '-'}  {one.title}{gone}")
        for edition in one.editions:
            state = ", getoond" if edition.is_shown else ", ingetrokken" if edition.withdrawn_at else ", niet getoond"
            say(f"    versie {edition.id}: {edition.name}{state}")


def withdraw(number: Annotated[int, typer.Argument(help="Het nummer, zoals jbz letters het toont.")]) -> None:
    """Trekt een brief in: niemand kan hem nog lezen. Bewaard blijft hij.

    Voorbeeld: jbz letters withdraw 3
    """
    app = started()
    if not app.intake.withdraw_letter(number):
        raise NotUnderstood("administration.no_letter", id=number)
    app.close()
    say(f"Brief {number} is ingetrokken.")


def show(edition: Annotated[int, typer.Argument(help="De versie, zoals jbz letters haar toont.")]) -> None:
    """Toont deze versie van een brief in plaats van de versie die nu te lezen is. Bewaard blijven beide.

    Voorbeeld: jbz letters show 4
    """
    app = started()
    number = app.intake.choose(edition)
    if number is None:
        raise NotUnderstood("administration.no_edition", id=edition)
    with app.database.reading() as session:
        letter = kept.one(session, number)
    app.close()
    items = how_many(letter.items if letter else 0, "agendapunt", "agendapunten")
    say(f"Van brief {number} is nu versie {edition} te lezen: {items}.")


def add_to(cli: typer.Typer) -> None:
    """Adds the commands."""
    group = typer.Typer(invoke_without_command=True, callback=letters)
    group.command()(show)
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
                "is_shown": edition.is_shown,
            }
            for edition in one.editions
        ],
    }
