"""The pages put together: the reading room, what is for programs, and administration."""

from collections.abc import Mapping

from bot import settle
from bot.app import App
from bot.channel import WrittenForm
from bot.channels import connect_help
from bot.export.docx import to_docx
from bot.export.html import to_email
from bot.export.pdf import to_pdf
from bot.export.text import to_text
from bot.settings import Settings
from bot.telemetry import start_logging
from bot.version import commit, version
from bot.web.administration.work import Office
from bot.web.looks import Looks
from bot.web.machine.routes import Machine
from bot.web.recent import Recent
from bot.web.room.rendering import Rendering, Site
from bot.web.room.routes import Room
from bot.web.room.shelf import Shelf
from bot.web.turns import Turns, keep


def make_rendering(app: App) -> Rendering:
    """What makes pages whole, as the settings name the site."""
    settings = app.settings
    signs_in, logo = settings.jbz_access == "oidc", Looks(settings).logo
    site = Site(settings.jbz_name, settings.jbz_base_url, logo, signs_in, commit() or version())
    return Rendering(app.templates, site)


def make_pages(app: App, turns: Turns, rendering: Rendering) -> tuple[Room, Machine]:
    """The reading room and what is for programs, made where `turns` says."""
    shelf, recent = make_shelf(app), Recent()
    return Room(shelf, rendering, turns, recent, forms(app)), Machine(shelf, rendering.site, turns, recent)


def begin_pages(settings: Settings) -> None:
    """In a process of their own: pages, ready to be asked for."""
    start_logging(settings.jbz_log_format, settings.secrets)
    app = App(settings)
    room, machine = make_pages(app, Turns(), make_rendering(app))
    keep((room, machine))
    app.warm_up()
    settle()


def make_shelf(app: App) -> Shelf:
    """What the pages are made from."""
    settings = app.settings
    return Shelf(
        app.database,
        app.index,
        app.answering,
        app.quotes,
        app.courses,
        app.packs,
        app.themes.catalogue,
        app.ledger,
        app.saying,
        app.templates,
        app.today,
        settings.jbz_timezone,
        settings.jbz_keep_days,
        settings.jbz_audit_keep,
        settings.jbz_contact,
        connect_help(settings) if settings.named_address is None else (),
        "email" in settings.channels,
    )


def make_office(app: App) -> Office:
    """What is administered under /beheer."""
    return Office(
        app.settings,
        app.database,
        app.conversation,
        app.ledger,
        app.library,
        app.intake,
        app.themes,
        app.installations,
        app.reading.read,
        app.understand_with,
        app.saying,
        app.clock,
    )


def forms(app: App) -> Mapping[str, WrittenForm]:
    """In which forms a briefing can be taken along, by the end of the file's name."""
    own = app.templates
    word = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    return {
        "docx": WrittenForm("Word", word, "briefing.docx", lambda reply: to_docx(reply, own)),
        "pdf": WrittenForm("pdf", "application/pdf", "briefing.pdf", lambda reply: to_pdf(reply, own)),
        "html": WrittenForm("e-mail", "text/html; charset=utf-8", None, lambda reply: to_email(reply, own).encode()),
        "txt": WrittenForm("tekst", "text/plain; charset=utf-8", None, lambda reply: to_text(reply, own).encode()),
    }
