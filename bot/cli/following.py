"""`jbz subscriptions` and `jbz deliveries`."""

from typing import Annotated

import typer

from bot.cli.starting import print_json, say, started
from bot.words import Words
from briefings.model.delivery import DeliveryState
from storage import deliveries as outbox
from storage import subscriptions as kept

Json = Annotated[bool, typer.Option("--json", help="Als JSON.")]


def subscriptions(*, as_json: Json = False) -> None:
    """Wie wat volgt, en wanneer de volgende briefing komt.

    Voorbeeld: jbz subscriptions
    """
    app = started()
    with app.database.reading() as session:
        rows = kept.everything(session)
    if as_json:
        print_json(
            [
                {
                    "id": subscription.id,
                    "channel": chat.address.channel,
                    "workspace": chat.address.workspace,
                    "chat": chat.address.chat,
                    "thread": chat.address.thread or None,
                    "themes": [followed.theme for followed in subscription.themes],
                    "weekdays": list(subscription.schedule.weekdays),
                    "time": f"{subscription.schedule.at:%H:%M}",
                    "timezone": subscription.timezone,
                    "next_due_at": subscription.next_due_at.isoformat() if subscription.next_due_at else None,
                    "paused_because": subscription.paused_because,
                    "paused_until": subscription.paused_until.isoformat() if subscription.paused_until else None,
                }
                for subscription, chat in rows
            ]
        )
        return
    for subscription, chat in rows:
        names = ", ".join(followed.theme for followed in subscription.themes)
        paused = f"  staat stil: {subscription.paused_because}" if subscription.paused_because else ""
        when = Words("nl").schedule(subscription.schedule)
        say(f"{subscription.id}  {chat.address.lane} {chat.address.chat}  {names}  {when}{paused}")
    if not rows:
        say("Niemand volgt nog iets.")


def deliveries(
    *,
    as_json: Json = False,
    state: Annotated[DeliveryState | None, typer.Option(help="Alleen deze toestand.")] = None,
) -> None:
    """Wat is verstuurd, wat wacht, en wat niet lukte, met de reden.

    Voorbeeld: jbz deliveries --state failed
    """
    app = started()
    with app.database.reading() as session:
        rows = outbox.list_deliveries(session, state)
    if as_json:
        print_json(
            [
                {
                    "id": delivery.id,
                    "subscription": delivery.subscription_id,
                    "lane": delivery.address.lane,
                    "chat": delivery.address.chat,
                    "due_at": delivery.due_at.isoformat(),
                    "state": delivery.state.value,
                    "parts": len(delivery.parts),
                    "parts_sent": delivery.parts_sent,
                    "attempts": delivery.attempts,
                    "next_attempt_at": delivery.next_attempt_at.isoformat(),
                    "reason": delivery.reason,
                    "sent_at": delivery.sent_at.isoformat() if delivery.sent_at else None,
                }
                for delivery in rows
            ]
        )
        return
    for delivery in rows:
        reason = f"  {delivery.reason}" if delivery.reason else ""
        where = f"{delivery.address.lane} {delivery.address.chat}"
        stands = f"{delivery.state.value} {delivery.parts_sent}/{len(delivery.parts)}"
        say(f"{delivery.id}  {delivery.due_at:%Y-%m-%d %H:%M} UTC  {where}  {stands}{reason}")
    if not rows:
        say("Er zijn geen bezorgingen.")


def add_to(cli: typer.Typer) -> None:
    """Adds the commands."""
    cli.command()(subscriptions)
    cli.command()(deliveries)
