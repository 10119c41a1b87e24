"""`jbz doctor`."""

import asyncio
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime

import httpx
import typer
from sqlalchemy.exc import SQLAlchemyError

from bot.app import App
from bot.cli.starting import say
from bot.settings import Settings, load_settings
from briefings.errors import JbzError
from storage import backup

_FREE_BYTES = 200 * 1024 * 1024
_CLOCK_SECONDS = 60


def doctor() -> None:
    """Kijkt of alles klopt: instellingen, database, klok, Slack, Telegram; zegt wat u kunt doen. Exit 1 bij een fout.

    Voorbeeld: jbz doctor
    """
    settings = load_settings()
    problems = 0
    for name, problem in (*_local(settings), *asyncio.run(_platforms(settings))):
        problems += problem is not None
        say(f"{'NIET GOED' if problem else 'goed':9}  {name}" + (f": {problem}" if problem else ""))
    if problems:
        raise typer.Exit(1)


def add_to(cli: typer.Typer) -> None:
    """Adds the command."""
    cli.command()(doctor)


def _local(settings: Settings) -> Iterator[tuple[str, str | None]]:
    yield "instellingen", None
    yield "database", _database(settings)
    yield "schijfruimte", None if shutil.disk_usage(".").free > _FREE_BYTES else "er is minder dan 200 MB vrij"


def _database(settings: Settings) -> str | None:
    try:
        app = App(settings)
        current, wanted = app.database.revision()
        if current is None:
            return None  # the first start makes it
        if current != wanted:
            return f"op {current}, nodig is {wanted}. Doe: jbz db upgrade"
        backup.check(app.database)
    except SQLAlchemyError as error:
        return f"niet te bereiken ({type(error).__name__}). Kijk naar JBZ_DATABASE_URL"
    except JbzError as error:
        return str(error)
    return None


async def _platforms(settings: Settings) -> list[tuple[str, str | None]]:
    checks: list[tuple[str, str | None]] = []
    async with httpx.AsyncClient(timeout=8) as client:
        if settings.slack_bot_token is None:
            checks.append(("Slack staat uit (geen SLACK_BOT_TOKEN)", None))
        else:
            checks.append(("Slack", await _slack(client, settings)))
        if settings.telegram_bot_token is None:
            checks.append(("Telegram staat uit (geen TELEGRAM_BOT_TOKEN)", None))
        else:
            checks.append(("Telegram", await _telegram(client, settings)))
    return checks


async def _slack(client: httpx.AsyncClient, settings: Settings) -> str | None:
    if settings.slack_signing_secret is None and settings.slack_app_token is None:
        return "zet SLACK_SIGNING_SECRET (HTTP) of SLACK_APP_TOKEN (Socket Mode)"
    token = settings.slack_bot_token.get_secret_value() if settings.slack_bot_token else ""
    try:
        answer = await client.post(f"{settings.slack_api_url}auth.test", headers={"Authorization": f"Bearer {token}"})
        told = answer.json()
    except (httpx.HTTPError, ValueError) as error:
        return f"niet te bereiken op SLACK_API_URL ({type(error).__name__})"
    if not told.get("ok"):
        return f"Slack weigert SLACK_BOT_TOKEN ({told.get('error')}). Neem het token van OAuth & Permissions"
    return _clock(answer)


async def _telegram(client: httpx.AsyncClient, settings: Settings) -> str | None:
    if settings.webhook and settings.telegram_webhook_secret is None:
        return "zet TELEGRAM_WEBHOOK_SECRET, of TELEGRAM_MODE=polling"
    token = settings.telegram_bot_token.get_secret_value() if settings.telegram_bot_token else ""
    try:
        answer = await client.post(f"{settings.telegram_api_url}/bot{token}/getMe")
        told = answer.json()
    except (httpx.HTTPError, ValueError) as error:
        return f"niet te bereiken op TELEGRAM_API_URL ({type(error).__name__})"
    if not told.get("ok"):
        return f"Telegram weigert TELEGRAM_BOT_TOKEN ({told.get('description')}). Vraag @BotFather om het token"
    return _clock(answer)


def _clock(answer: httpx.Response) -> str | None:
    """Slack refuses signatures when our clock is five minutes off."""
    given = answer.headers.get("date")
    if given is None:
        return None
    theirs = datetime.strptime(given, "%a, %d %b %Y %H:%M:%S GMT").replace(tzinfo=UTC)
    off = abs((datetime.now(UTC) - theirs).total_seconds())
    return f"de klok loopt {off:.0f} seconden verkeerd; zet tijdsynchronisatie aan" if off > _CLOCK_SECONDS else None
