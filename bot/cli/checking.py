"""`jbz check-delivery`."""

import asyncio
from time import monotonic, sleep
from typing import Annotated

import typer

from bot.app import App
from bot.cli.starting import say, started
from bot.words import Words
from briefings.errors import JbzError
from briefings.model.chat import Address
from briefings.model.delivery import Delivery, DeliveryState
from storage import outbox

_LOOK_SECONDS = 0.5


def check_delivery(
    wait: Annotated[int, typer.Option(min=1, help="Hoeveel seconden er op de bot wordt gewacht.")] = 60,
) -> None:
    """Laat de draaiende bot nu een teken van leven sturen naar JBZ_CHECK_CHAT, en zegt of het aankwam; exit 1 als niet.

    Voorbeeld: jbz check-delivery --wait 120
    """
    from bot.delivery.sign_of_life import Sign, tell  # loads an HTTP client

    app = started()
    chat, url = app.settings.check_chat, app.settings.jbz_check_url
    if chat is None:
        raise JbzError("Zet eerst JBZ_CHECK_CHAT: de chat die het teken van leven krijgt.")
    delivery = _sent(app, chat, wait)
    arrived = delivery.state is DeliveryState.SENT
    if url is not None:
        taken = asyncio.run(tell(url.get_secret_value(), Sign.ARRIVED if arrived else Sign.MISSING))
        say("JBZ_CHECK_URL weet het." if taken else "JBZ_CHECK_URL nam het niet aan.")
    if not arrived:
        why = Words("nl").reason(delivery.reason) if delivery.reason else "de bot draait niet, of is nog bezig"
        raise JbzError(
            "Het teken van leven kwam niet aan in {chat} ({state}: {why}).",
            chat=app.settings.jbz_check_chat,
            state=delivery.state.value,
            why=why,
        )
    say(f"Het teken van leven kwam aan in {app.settings.jbz_check_chat}.")


def _sent(app: App, chat: Address, wait: int) -> Delivery:
    """What became of it in so many seconds."""
    from bot.delivery.notices import NOBODYS, Notices

    moment = app.clock()
    with app.database.writing() as session:
        Notices(app.renders, app.saying).sign_of_life(session, chat, moment, moment)
    until = monotonic() + wait
    while True:
        with app.database.reading() as session:
            delivery = outbox.find(session, NOBODYS, moment)
        if delivery is None:
            raise JbzError("Het teken van leven staat niet meer in de database.")
        if delivery.state not in {DeliveryState.WAITING, DeliveryState.SENDING} or monotonic() > until:
            return delivery
        sleep(_LOOK_SECONDS)


def add_to(cli: typer.Typer) -> None:
    """Adds the command."""
    cli.command("check-delivery")(check_delivery)
