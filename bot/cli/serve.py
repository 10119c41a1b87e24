"""`jbz serve`."""

import gc
import sys
from typing import Annotated

import typer

from bot.app import App
from bot.cli.starting import say
from bot.settings import load_settings

_COLLECTING = (700, 10, 10)  #: Python's own; `bot` begins with other numbers
SWITCH_SECONDS = 0.001  #: after which planning gives way to answering people; Python's own is five times as long


def serve(
    host: Annotated[str, typer.Option(help="Adres om op te luisteren.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=1, max=65535, help="Poort.")] = 8000,
) -> None:
    """Start alles in één proces: web, Slack, Telegram, e-mail, planning, bezorging. Een kanaal zonder token blijft uit.

    Voorbeeld: jbz serve --port 8000
    """
    import uvicorn

    from bot.connections import backlog, make_room, protocol
    from bot.server import Server, connect_help
    from bot.telemetry import start_logging

    sys.setswitchinterval(SWITCH_SECONDS)
    settings = load_settings().at_port(port)
    start_logging(settings.jbz_log_format, settings.secrets)
    app = App(settings)
    app.prepare()
    asgi = Server(app).asgi
    app.warm_up()
    gc.collect()
    gc.set_threshold(*_COLLECTING)
    gc.freeze()  # what is there now stays: Python's collector need not stop everybody again and again to look at it
    say(f"De bot draait op http://{'localhost' if host == '127.0.0.1' else host}:{port}. Stop met Ctrl+C.")
    for line in connect_help(app):
        say(line)
    room = make_room()
    uvicorn.run(
        asgi,
        host=host,
        port=port,
        http=protocol(room),
        backlog=backlog(room),
        log_config=None,
        access_log=False,
        timeout_graceful_shutdown=8,
    )


def add_to(cli: typer.Typer) -> None:
    """Adds the command."""
    cli.command()(serve)
