"""`jbz doctor`."""

import asyncio
import shutil
import stat
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

import typer

from bot.app import App
from bot.cli.starting import dutch, place_of_file, say
from bot.cli.templates import problems
from bot.conversation.silences import silence_sentence
from bot.conversation.sources import source_name
from bot.misnamed import misnamed
from bot.scheduling.calendar import load_calendar
from bot.settings import Settings, given_settings, load_settings
from bot.words import Words
from briefings.errors import JbzError
from storage.database import DatabaseError
from storage.holds import WHOLE, now_held

_OTHERS = stat.S_IRGRP | stat.S_IWGRP | stat.S_IROTH | stat.S_IWOTH
_HERE = {"localhost", "127.0.0.1", "::1"}
_COMES_ALONG = "het verslag dat meekomt. Had u al brieven, kijk dan of JBZ_DATABASE_URL klopt"
_FREE_BYTES = 200 * 1024 * 1024


class Remark(str):
    """What is not wrong, and may not be what was meant."""

    __slots__ = ()


def doctor() -> None:
    """Kijkt of alles klopt: instellingen, database, sjablonen, bronnen, Slack, Telegram, e-mail; zegt wat u kunt doen.

    Voorbeeld: jbz doctor
    """
    from bot.cli.access import check_access  # loads an HTTP client
    from bot.cli.platforms import check_platforms  # the same

    settings = load_settings()
    problems = 0
    asked = asyncio.run(check_platforms(settings))
    for name, problem in (*_local(settings), *_sources(settings), *asked, *asyncio.run(check_access(settings))):
        said = "goed" if problem is None else "let op" if isinstance(problem, Remark) else "NIET GOED"
        problems += said == "NIET GOED"
        say(f"{said:9}  {name}" + (f": {problem}" if problem else ""))
    if problems:
        raise typer.Exit(1)


def add_to(cli: typer.Typer) -> None:
    """Adds the command."""
    cli.command()(doctor)


def _local(settings: Settings) -> Iterator[tuple[str, str | None]]:
    yield "instellingen", _names()
    yield "adres van de pagina's", _address(settings)
    yield "database", _database(settings)
    yield "bezorging", _deliveries(settings)
    yield "stilte", _silences(settings)
    yield "teken van leven", _sign_of_life(settings)
    yield "kopieën", _backups(settings)
    yield "sjablonen", "; ".join(problems(settings.jbz_templates)) or None
    yield "recesdata", _recess(settings)
    yield "schijfruimte", None if shutil.disk_usage(".").free > _FREE_BYTES else "er is minder dan 200 MB vrij"


def _names() -> str | None:
    """Names that no setting has; what stands under them is not told."""
    meant = {one.name: f"Bedoelt u {one.nearest}?" if one.nearest else "" for one in misnamed(given_settings())}
    unknown = [f"{name} ken ik niet. {near}".rstrip() for name, near in meant.items()]
    return f"{' '.join(unknown)} Alle namen staan in docs/settings.md" if unknown else None


def _sign_of_life(settings: Settings) -> str | None:
    """Asked for, and nobody would get it or hear of it."""
    chat = settings.check_chat
    if chat is None:
        return "JBZ_CHECK_URL is er, JBZ_CHECK_CHAT niet. Zet beide" if settings.jbz_check_url else None
    if chat.channel not in settings.channels:
        return f"JBZ_CHECK_CHAT is een chat van {chat.channel.capitalize()}, en dat staat uit"
    if settings.jbz_check_url is None:
        return "zonder JBZ_CHECK_URL slaat niemand alarm als het wegblijft. Maak er een, bij Healthchecks bijvoorbeeld"
    return None


def _backups(settings: Settings) -> str | None:
    """None were made, which the service does as it starts; or none for twice as long as was asked for."""
    from storage.backup_folder import BackupFolder

    if settings.jbz_backup_folder is None:
        return None
    made = BackupFolder(settings.jbz_backup_folder, settings.jbz_backup_keep).made()
    if not made:
        none = "er is nog geen kopie. De dienst maakt er een als ze start; draait ze al, zoek backup_failed in het log"
        return none if _is_used(settings) else None
    if datetime.now(UTC) - made[0][0] > 2 * timedelta(hours=settings.jbz_backup_hours):
        return f"de nieuwste is van {made[0][0]:%Y-%m-%d}. Zoek backup_failed in het log"
    return None


def _is_used(settings: Settings) -> bool:
    """There is a database to copy; one that cannot be asked is said elsewhere."""
    try:
        database = App(settings).database
    except JbzError:
        return False
    try:
        return database.revision() is not None
    except (DatabaseError, OSError):
        return False
    finally:
        database.close()


def _address(settings: Settings) -> str | None:
    """A name that people cannot reach, or that Slack and Telegram will not."""
    address = settings.named_address
    if address is None:
        return Remark(
            "JBZ_BASE_URL is er niet. De pagina's antwoorden op localhost, op een IP-adres en op een naam zonder punt; "
            "noem het adres als mensen ze onder een andere naam lezen"
        )
    if address.startswith("https://") or urlsplit(address).hostname in _HERE:
        return None
    return f"JBZ_BASE_URL is {address}, zonder https. Zet er een proxy met TLS voor en noem het adres met https"


def _sources(settings: Settings) -> Iterator[tuple[str, str | None]]:
    """Asks each source what it changed just now, which also shows whether it still understands the question."""
    app = App(settings)
    client = app.client()
    client.tries = 1
    for source in app.sources(client):
        name = source_name(source.name, Words("nl"))
        try:
            next(iter(source.pages(source.recent(app.clock()))), None)
        except JbzError as error:
            yield (
                name,
                f"{dutch(error.message)} Kijk naar de instelling van deze bron en naar de weg naar buiten (proxy)",
            )
        else:
            yield name, None
    client.close()
    if not settings.sources:
        yield "bronnen staan uit (JBZ_SOURCES=geen)", None


def _recess(settings: Settings) -> str | None:
    """Wrong, or known no further than today."""
    try:
        until = load_calendar(settings.jbz_recess_file).recess_known_until
    except JbzError as error:
        return dutch(error.message)
    if until is not None and until < datetime.now(UTC).date():
        return f"JBZ_RECESS_FILE loopt tot {until}. Zet er de nieuwe data in"
    return None


def _deliveries(settings: Settings) -> str | None:
    """Lanes that get nothing now; a database that cannot be asked is said elsewhere."""
    try:
        app = App(settings)
        if app.database.revision() != app.database.head:
            return None
        with app.database.reading() as session:
            held = [one for one in now_held(session, app.clock()).values() if one.chat == WHOLE]
    except (DatabaseError, JbzError, OSError):
        return None
    return "; ".join(f"{one.lane} krijgt niets tot {one.until:%H:%M} UTC ({one.because})" for one in held) or None


def _silences(settings: Settings) -> str | None:
    """Letters that are later than usual: a source may answer well and leave one out."""
    try:
        app = App(settings)
        if app.database.revision() != app.database.head:
            return None
        found, _ = app.awaiting.standing(app.today())
        told = [silence_sentence(one, app.saying("nl")) for one in found]
    except (DatabaseError, JbzError):
        return None
    return " ".join([*told, "Kijk bij de bron of de brief er is; neem hem dan in met jbz ingest"]) if told else None


def _database(settings: Settings) -> str | None:
    from storage import backup  # loads what only copies need
    from storage.sqlite_file import check_file

    try:
        app = App(settings)
        database = app.database
        if database.file is not None:
            check_file(database.file)
        current = database.revision()
        where = place_of_file(database)
        if current is None:
            return Remark(f"{where}is er nog niet of is leeg. De eerste start maakt haar, met alleen {_COMES_ALONG}")
        if current != database.head:
            return f"op {current}, nodig is {database.head}. Doe: jbz db upgrade"
        backup.check(database)
        database.probe()
        if database.file is not None and database.file.stat().st_mode & _OTHERS:
            return f"{database.file} is leesbaar voor anderen op deze machine. Doe: chmod 600 {database.file}*"
        if app.has_only_bundled():
            return Remark(f"{where}heeft alleen {_COMES_ALONG}")
    except DatabaseError as error:
        return f"niet te bereiken ({type(error).__name__}). Kijk naar JBZ_DATABASE_URL"
    except JbzError as error:
        return dutch(error.message)
    return None
