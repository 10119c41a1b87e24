"""`jbz subscriptions`."""

from typing import Annotated, Any

import typer

from bot.administration import following as administration
from bot.cli.starting import dutch, place_of, print_json, say, started
from bot.words import Words
from briefings.errors import Message
from briefings.model.chat import Chat
from briefings.model.interest import SubjectKind
from briefings.model.schedule import Weekly
from briefings.model.subscription import Subscription
from storage import subscriptions as kept

Number = Annotated[int, typer.Argument(help="Het nummer, zoals jbz subscriptions het toont.")]
Json = Annotated[bool, typer.Option("--json", help="Als JSON.")]


def subscriptions(context: typer.Context, *, as_json: Json = False) -> None:
    """Wie wat volgt, en wanneer de volgende briefing komt. Met pause, resume, stop en move verandert u dat.

    Voorbeeld: jbz subscriptions
    """
    if context.invoked_subcommand:
        return
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


def pause(number: Number) -> None:
    """Laat een abonnement stilstaan, tot iemand het laat doorgaan.

    Voorbeeld: jbz subscriptions pause 3
    """
    app = started()
    administration.pause(app.database, app.conversation, number)
    say(f"Abonnement {number} staat stil.")


def resume(number: Number) -> None:
    """Laat een abonnement doorgaan, waarom het ook stilstond.

    Voorbeeld: jbz subscriptions resume 3
    """
    app = started()
    administration.resume(app.database, app.conversation, number)
    say(f"Abonnement {number} gaat door.")


def stop(number: Number) -> None:
    """Stopt een abonnement.

    Voorbeeld: jbz subscriptions stop 3
    """
    app = started()
    administration.stop(app.database, app.conversation, number)
    say(f"Abonnement {number} is gestopt.")


def move(number: Number, chat: Annotated[str, typer.Argument(help="Het nummer van de nieuwe chat.")]) -> None:
    """Verplaatst alles wat de chat van een abonnement volgt naar een andere chat van die werkruimte.

    Voorbeeld: jbz subscriptions move 3 C0123ABCD
    """
    app = started()
    administration.move(app.database, app.conversation, number, chat)
    say(f"Alles van die chat gaat nu naar {chat}.")


def add_to(cli: typer.Typer) -> None:
    """Adds the commands."""
    changing = typer.Typer(invoke_without_command=True, callback=subscriptions)
    for command in (pause, resume, stop, move):
        changing.command()(command)
    cli.add_typer(changing, name="subscriptions")


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
