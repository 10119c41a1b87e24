"""`jbz deliveries`: what was sent, waits or failed; sending again, and dropping."""

from typing import Annotated, Any

import typer

from bot.cli.starting import how_many, place_of, print_json, say, started
from briefings.errors import JbzError
from briefings.model.delivery import Delivery, DeliveryState
from storage import deliveries as outbox

Json = Annotated[bool, typer.Option("--json", help="Als JSON.")]
Ids = Annotated[list[int] | None, typer.Argument(help="De nummers, zoals jbz deliveries ze toont.")]
_NEEDS_A_LOOK = (DeliveryState.FAILED, DeliveryState.UNKNOWN)
_MOST = 100_000


def deliveries(
    context: typer.Context,
    *,
    as_json: Json = False,
    state: Annotated[DeliveryState | None, typer.Option(help="Alleen deze toestand.")] = None,
) -> None:
    """Wat is verstuurd, wat wacht, en wat niet lukte, met de reden. Met retry en drop verandert u dat.

    Voorbeeld: jbz deliveries --state failed
    """
    if context.invoked_subcommand:
        return
    app = started()
    with app.database.reading() as session:
        rows = outbox.list_deliveries(session, state)
    if as_json:
        print_json([_as_json(delivery) for delivery in rows])
        return
    for delivery in rows:
        say(_as_line(delivery))
    if not rows:
        say("Er zijn geen bezorgingen.")


def retry(
    ids: Ids = None,
    *,
    everything: Annotated[bool, typer.Option("--all", help="Alles wat mislukt of onzeker is.")] = False,
) -> None:
    """Verstuurt opnieuw wat mislukte, onzeker is of is weggelegd. Wat daardoor stilstond, gaat weer door.

    Voorbeeld: jbz deliveries retry 12 13
    """
    app = started()
    with app.database.writing() as session:
        chosen = ids or []
        if everything:
            chosen = [row.id for state in _NEEDS_A_LOOK for row in outbox.list_deliveries(session, state, _MOST)]
        if not chosen and not everything:
            raise _which()
        owners = outbox.retry(session, chosen, app.clock())
        for subscription in set(owners):
            app.following.resume_failed(session, subscription)
    say(f"{how_many(len(owners), 'bezorging gaat', 'bezorgingen gaan')} opnieuw.")


def drop(ids: Ids = None) -> None:
    """Legt weg wat nog verstuurd zou worden.

    Voorbeeld: jbz deliveries drop 12
    """
    if not ids:
        raise _which()
    app = started()
    with app.database.writing() as session:
        dropped = outbox.drop(session, ids, "weggelegd door de beheerder")
    say(f"{how_many(dropped, 'bezorging', 'bezorgingen')} weggelegd.")


def add_to(cli: typer.Typer) -> None:
    """Adds the commands."""
    changing = typer.Typer(invoke_without_command=True, callback=deliveries)
    changing.command()(retry)
    changing.command()(drop)
    cli.add_typer(changing, name="deliveries")


def _which() -> JbzError:
    return JbzError(
        "Welke? Geef de nummers: jbz deliveries retry 12. jbz deliveries --state failed toont ze.",
        "Which ones? Give their numbers; jbz deliveries --state failed shows them.",
    )


def _as_line(delivery: Delivery) -> str:
    where = f"{delivery.address.lane} {place_of(delivery.address) or '(een browser)'}"
    stands = f"{delivery.state.value} {delivery.parts_sent}/{delivery.part_count}"
    twice = "  misschien dubbel" if delivery.repeats else ""
    is_open = delivery.state in {DeliveryState.WAITING, DeliveryState.SENDING}
    again = f"  weer om {delivery.next_attempt_at:%H:%M:%S} UTC" if is_open and delivery.reason else ""
    reason = f"  {delivery.reason}" if delivery.reason else ""
    return f"{delivery.id}  {delivery.due_at:%Y-%m-%d %H:%M} UTC  {where}  {stands}{twice}{reason}{again}"


def _as_json(delivery: Delivery) -> dict[str, Any]:
    return {
        "id": delivery.id,
        "subscription": delivery.subscription_id,
        "kind": delivery.kind.value,
        "lane": delivery.address.lane,
        "chat": place_of(delivery.address),
        "due_at": delivery.due_at.isoformat(),
        "state": delivery.state.value,
        "parts": delivery.part_count,
        "parts_sent": delivery.parts_sent,
        "attempts": delivery.attempts,
        "maybe_twice": delivery.repeats > 0,
        "next_attempt_at": delivery.next_attempt_at.isoformat(),
        "reason": delivery.reason,
        "sent_at": delivery.sent_at.isoformat() if delivery.sent_at else None,
    }
