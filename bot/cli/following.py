"""`jbz subscriptions`."""

from typing import Annotated, Any

import typer

from bot.cli.starting import dutch, place_of, print_json, say, started
from bot.words import Words
from briefings.errors import Message
from briefings.model.chat import Chat
from briefings.model.interest import SubjectKind
from briefings.model.schedule import Weekly
from briefings.model.subscription import Subscription
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
        print_json([_as_json(subscription, chat) for subscription, chat in rows])
        return
    for subscription, chat in rows:
        names = ", ".join(interest.code for interest in subscription.interests)
        paused = f"  staat stil: {dutch(Message(subscription.stopped_because))}" if subscription.stopped_because else ""
        when = Words("nl").schedule(subscription.schedule)
        where = f"{chat.address.lane} {place_of(chat.address) or '(een browser)'}"
        say(f"{subscription.id}  {where}  {names}  {when}{paused}")
    if not rows:
        say("Niemand volgt nog iets.")


def add_to(cli: typer.Typer) -> None:
    """Adds the command."""
    cli.command()(subscriptions)


def _as_json(subscription: Subscription, chat: Chat) -> dict[str, Any]:
    schedule = subscription.schedule
    subjects = [interest.subject for interest in subscription.interests]
    return {
        "id": subscription.id,
        "channel": chat.address.channel,
        "workspace": chat.address.workspace,
        "chat": place_of(chat.address),
        "thread": chat.address.thread or None,
        "follows": [interest.code for interest in subscription.interests],
        "themes": [subject.name for subject in subjects if subject.kind is SubjectKind.THEME],
        "schedule": schedule.code,
        "weekdays": list(schedule.rhythm.days) if isinstance(schedule.rhythm, Weekly) else [],
        "time": f"{schedule.at:%H:%M}",
        "timezone": subscription.timezone,
        "nothing_new": chat.quiet.value,
        "next_due_at": subscription.next_due_at.isoformat() if subscription.next_due_at else None,
        "paused_because": subscription.paused_because,
        "unreachable": subscription.unreachable,
        "paused_until": subscription.paused_until.isoformat() if subscription.paused_until else None,
    }
