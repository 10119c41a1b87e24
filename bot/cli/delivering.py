"""`jbz deliveries`: what was sent, waits or failed; sending again, and dropping."""

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Any

import typer

from bot.administration import deliveries as administration
from bot.cli.starting import how_many, place_of, print_json, say, started
from bot.words import Words
from briefings.errors import JbzError
from briefings.model.delivery import Delivery, DeliveryKind, DeliveryState
from storage import outbox
from storage.holds import WHOLE, Hold, now_held

Json = Annotated[bool, typer.Option("--json", help="Als JSON.")]
Held = Mapping[tuple[str, str], Hold]
#: What is no briefing of its own.
_KINDS = {DeliveryKind.EDIT: "wijziging van een bericht", DeliveryKind.CORRECTION: "correctie"}
Ids = Annotated[list[int] | None, typer.Argument(help="De nummers, zoals jbz deliveries ze toont.")]


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
        held = now_held(session, app.clock())
    if as_json:
        print_json([_as_json(delivery, _hold_of(delivery, held)) for delivery in rows])
        return
    for hold in held.values():
        say(_held_line(hold))
    for delivery in rows:
        say(_as_line(delivery, _hold_of(delivery, held)))
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
    if not ids and not everything:
        raise _which()
    app = started()
    done = administration.retry(app.database, app.conversation.presence, None if everything else ids, app.clock())
    say(f"{how_many(done.again, 'bezorging gaat', 'bezorgingen gaan')} opnieuw.")
    if done.covered:
        told = how_many(done.covered, "bezorging", "bezorgingen")
        say(f"Van {told} vertelt een nieuwe briefing wat nog niet aankwam.")


def drop(ids: Ids = None) -> None:
    """Legt weg wat nog verstuurd zou worden.

    Voorbeeld: jbz deliveries drop 12
    """
    if not ids:
        raise _which()
    app = started()
    dropped = administration.drop(app.database, ids, app.clock())
    say(f"{how_many(dropped, 'bezorging', 'bezorgingen')} weggelegd.")


def add_to(cli: typer.Typer) -> None:
    """Adds the commands."""
    changing = typer.Typer(invoke_without_command=True, callback=deliveries)
    changing.command()(retry)
    changing.command()(drop)
    cli.add_typer(changing, name="deliveries")


def _which() -> JbzError:
    return JbzError("Welke? Geef de nummers: jbz deliveries retry 12. jbz deliveries --state failed toont ze.")


def _hold_of(delivery: Delivery, held: Held) -> Hold | None:
    """What holds up a delivery that waits: its lane, or its chat."""
    if delivery.state not in {DeliveryState.WAITING, DeliveryState.SENDING}:
        return None
    lane = delivery.address.lane
    return held.get((lane, WHOLE)) or held.get((lane, delivery.address.chat))


def _held_line(hold: Hold) -> str:
    where = hold.lane if hold.chat == WHOLE else f"{hold.lane} {hold.chat}"
    return f"WACHT  {where}  tot {hold.until:%Y-%m-%d %H:%M:%S} UTC  {hold.because}"


def _next_attempt(delivery: Delivery, hold: Hold | None) -> datetime:
    return max(delivery.next_attempt_at, hold.until) if hold else delivery.next_attempt_at


def _why(delivery: Delivery, hold: Hold | None) -> str | None:
    """Our own reason by its code, a platform's in its words."""
    kept = delivery.reason or (hold.because if hold else None)
    return Words("nl").reason(kept) if kept else None


def _as_line(delivery: Delivery, hold: Hold | None = None) -> str:
    where = f"{delivery.address.lane} {place_of(delivery.address) or '(een browser)'}"
    stands = f"{delivery.state.value} {delivery.parts_sent}/{delivery.part_count}"
    twice = "  misschien dubbel" if delivery.repeats else ""
    is_open = delivery.state in {DeliveryState.WAITING, DeliveryState.SENDING}
    why = _why(delivery, hold)
    next_at = _next_attempt(delivery, hold)
    again = f"  weer om {next_at:%H:%M:%S} UTC" if is_open and why else ""
    reason = f"  {why}" if why else ""
    kind = f"  {_KINDS[delivery.kind]}" if delivery.kind in _KINDS else ""
    return f"{delivery.id}  {delivery.due_at:%Y-%m-%d %H:%M} UTC  {where}{kind}  {stands}{twice}{reason}{again}"


def _as_json(delivery: Delivery, hold: Hold | None) -> dict[str, Any]:
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
        "next_attempt_at": (
            max(delivery.next_attempt_at, hold.until) if hold else delivery.next_attempt_at
        ).isoformat(),
        "reason": _why(delivery, hold),
        "sent_at": delivery.sent_at.isoformat() if delivery.sent_at else None,
    }
