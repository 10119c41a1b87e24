"""`jbz serve`."""

import sys
from contextlib import suppress
from typing import Annotated

import typer

from bot import settle
from bot.administration.settings import record_start
from bot.app import App
from bot.cli.starting import say
from bot.settings import given_settings, load_settings
from storage.audit import SERVICE, acting

_ANSWERING = 8  #: seconds that requests under way may take when the service ends
_THIS_MACHINE = {"127.0.0.1", "::1", "localhost"}
_NOT_STARTED = 3  #: uvicorn's own status
SWITCH_SECONDS = 0.001  #: after which planning gives way to answering people; Python's own is five times as long


def serve(
    host: Annotated[str, typer.Option(help="Adres om op te luisteren.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=1, max=65535, help="Poort.")] = 8000,
) -> None:
    """Start alles in één proces: web, Slack, Telegram, e-mail, planning, bezorging. Een kanaal zonder token blijft uit.

    Voorbeeld: jbz serve --port 8000
    """
    import uvicorn

    from bot.channels import connect_help
    from bot.connections import backlog, make_room, protocol
    from bot.ending import InTime
    from bot.misnamed import misnamed
    from bot.pages import begin_pages
    from bot.server import Server
    from bot.telemetry import log, start_logging
    from bot.tracing import start_tracing
    from bot.version import version
    from bot.web.turns import Apart

    sys.setswitchinterval(SWITCH_SECONDS)
    settings = load_settings().at_port(port)
    start_logging(settings.jbz_log_format, settings.secrets)
    for one in misnamed(given_settings()):
        log.warning("setting_not_known", setting=one.name, nearest=one.nearest)
    end_tracing = start_tracing(settings.jbz_traces, version()) if settings.jbz_traces else None
    app = App(settings)
    if app.prepare():
        log.info("database_was_empty", file=str(app.database.file or ""))
    record_start(app.database, settings, app.clock())
    asgi = Server(app, turns=Apart(begin_pages, settings)).asgi
    app.warm_up()
    settle()
    say(f"De bot draait op http://{'localhost' if host == '127.0.0.1' else host}:{port}. Stop met Ctrl+C.")
    if settings.named_address is None and host not in _THIS_MACHINE:
        say("Onder een naam als bot.example.nl antwoordt hij pas als die in JBZ_BASE_URL staat.")
    for line in connect_help(settings):
        say(line)
    room = make_room()
    config = uvicorn.Config(
        asgi,
        host=host,
        port=port,
        http=protocol(room),
        backlog=backlog(room),
        log_config=None,
        access_log=False,
        proxy_headers=False,  # whom to believe is ours to say: JBZ_TRUSTED_PROXIES
        timeout_graceful_shutdown=_ANSWERING,
    )
    server = InTime(config)
    with acting(SERVICE), suppress(KeyboardInterrupt):
        server.run()
    if not server.started:
        raise typer.Exit(_NOT_STARTED)
    if end_tracing is not None:
        end_tracing()


def add_to(cli: typer.Typer) -> None:
    """Adds the command."""
    cli.command()(serve)
