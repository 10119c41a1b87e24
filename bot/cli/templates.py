"""`jbz templates`: what can be replaced, and whether what replaces it works."""

import re
import shutil
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from bot.cli.starting import say
from bot.commands.settings import Help
from bot.reply import Button, Card, Line, Link, Reply, Section
from bot.seal import Seal
from bot.settings import load_settings
from bot.templates import Templates, bundled, names
from bot.web.room.rendering import Rendering, Site
from bot.web.room.shelf import Page
from briefings.errors import JbzError

_TAG = re.compile(r"</?([a-z][a-z0-9-]*)")
_TELEGRAM_TAGS = re.compile(r"</?(?!(?:b|i|u|s|a|code|pre|blockquote|tg-spoiler)\b)[a-z][^>]*>")


def templates(context: typer.Context) -> None:
    """De sjablonen die u kunt vervangen met de map in JBZ_TEMPLATES, en welke u vervangen hebt.

    Voorbeeld: jbz templates
    """
    if context.invoked_subcommand:
        return
    own = Templates(load_settings().jbz_templates)
    for name in names():
        say(f"{name}{'  vervangen' if own.path(name) != bundled().path(name) else ''}")


def copy(folder: Annotated[Path, typer.Argument(help="De map, die nog niet hoeft te bestaan.")]) -> None:
    """Zet onze sjablonen in een map, om te veranderen. Wat er al staat, blijft staan.

    Voorbeeld: jbz templates copy sjablonen
    """
    for name in names():
        there = folder / name
        if there.exists():
            say(f"{there} staat er al")
            continue
        try:
            there.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(bundled().path(name), there)
        except OSError as error:
            raise JbzError("{there} kan niet worden geschreven: {why}.", there=there, why=error.strerror) from error
        say(str(there))


def problems(folder: Path | None) -> Iterator[str]:
    """What is wrong with the templates in a folder: each channel shows a reply with everything in it."""
    if folder is None:
        return
    if not folder.is_dir():
        yield f"JBZ_TEMPLATES: {folder} is geen map"
        return
    known = set(names())
    for file in sorted(path for path in folder.rglob("*") if path.is_file()):
        if file.relative_to(folder).as_posix() not in known and not _is_used_by_pdf(file.relative_to(folder)):
            yield f"{file.relative_to(folder)} vervangt niets; jbz templates noemt de namen"
    own = Templates(folder)
    for channel, show in _shown(own):
        for language in ("nl", "en"):
            try:
                show(_everything(language))
            except Exception as error:  # noqa: BLE001 - whatever a template does is said
                line = f" (regel {error.lineno})" if hasattr(error, "lineno") else ""
                yield f"{channel}: {type(error).__name__}: {error}{line}"
                break


def add_to(cli: typer.Typer) -> None:
    """Adds the commands."""
    changing = typer.Typer(invoke_without_command=True, callback=templates)
    changing.command()(copy)
    cli.add_typer(changing, name="templates")


def _shown(own: Templates) -> Iterator[tuple[str, Callable[[Reply], object]]]:
    """Each form, without the fall-back to our own template."""
    from bot.email.render import page as mail
    from bot.export.docx import filled
    from bot.export.pdf import TEMPLATE, printed
    from bot.matrix.markup import TAGS
    from bot.matrix.render import pieces as events
    from bot.mattermost.render import pieces as posts
    from bot.slack.render import strict
    from bot.teams.render import TeamsRenderer
    from bot.telegram.render import pieces
    from bot.web.render import written

    def telegram(reply: Reply) -> None:
        for piece in pieces(reply, own):
            if found := _TELEGRAM_TAGS.search(piece.html):
                raise ValueError(f"Telegram kent {found[0]} niet")

    def matrix(reply: Reply) -> None:
        for piece in events(reply, own, [], "iemand"):
            if found := [tag for tag in _TAG.findall(piece) if tag not in TAGS]:
                raise ValueError(f"Matrix toont {found[0]} niet overal")

    yield "slack", lambda reply: strict(reply, own)
    yield "telegram", telegram
    yield "mattermost", lambda reply: list(posts(reply, own))
    yield "matrix", matrix
    yield "teams", lambda reply: list(TeamsRenderer(own, Seal("")).pieces(reply, own))
    yield "docx", lambda reply: filled(reply, own)
    yield TEMPLATE, lambda reply: printed(reply, own)
    yield "email/message.html.j2", lambda reply: mail(reply, own)
    yield "web/reply.html.j2", lambda reply: _render(own, "web/reply.html.j2", written(reply))
    for name in ("export/email.html.j2", "export/reply.txt.j2"):
        yield name, partial(_render, own, name)
    for kind in ("welcome", "privacy"):
        yield f"conversation/{kind}", partial(_text, own, kind)
    for name in names():
        if name.startswith(("web/", "email/")):
            yield name, partial(_read, own, name)
    rendering = Rendering(own, Site("JBZ", "https://example.org", None, signs_in=False, version=""))
    page = Page("talk", "", "/gesprek", {"query": "", "replies": [], "inbox": [], "forms": []})
    yield "web/talk.html.j2", lambda _reply: rendering.made(own, page, "nl")


def _read(own: Templates, name: str, _reply: Reply) -> object:
    return own.get(name)


def _is_used_by_pdf(file: Path) -> bool:
    """A logo or a font beside the template of the pdf."""
    return file.parent.as_posix() == "export" and file.suffix in {".svg", ".png", ".jpg", ".ttf", ".otf"}


def _text(own: Templates, kind: str, reply: Reply) -> str:
    return own.get(f"conversation/{kind}.{reply.language}.txt.j2").render(channel="web", days=1, audit_days=1)


def _render(own: Templates, name: str, reply: Reply) -> str:
    return own.get(name).render(reply=reply)


def _everything(language: str) -> Reply:
    """A reply in which every place has something that must be escaped."""
    link = Link("¶1 & <b>", "https://example.org/?a=1&b=2")
    line = Line("Een zin & <meer>.", "Nederland", "vóór 1 mei", link)
    card = Card("Titel & <b>", "I.1", link, (line,), (link,), "JBZ-Raad & meer")
    sections = (Section("Kop & <b>", (card,)), Section(lines=(line,)))
    return Reply("Titel & <b>", language, ("Begin & <b>.",), sections, (link,), "Voet & <b>", (Button("Knop", Help()),))
