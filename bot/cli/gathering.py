"""`jbz sync` and `jbz sources`: letters that come in by themselves, and what was refused."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from bot.cli.starting import complain, dutch, print_json, say, started
from bot.conversation.sources import show_sources
from bot.export.text import to_text
from bot.words import Words
from briefings.errors import JbzError
from briefings.gathering.gather import Progress
from briefings.gathering.quarantine import Quarantine
from briefings.sources.source import Source

Json = Annotated[bool, typer.Option("--json", help="Als JSON.")]
_OUTCOMES = {
    "new": "nieuw",
    "new_but_old": "nieuw, te oud om te melden",
    "new_edition": "nieuwe versie",
    "lesser_edition": "versie ernaast bewaard",
    "held": "niet getoond: veel minder agendapunten",
    "same": "al bekend",
    "skipped": "ander stuk",
    "refused": "geweigerd",
    "postponed": "later opnieuw",
    "withdrawn": "ingetrokken",
}


def sync(
    *,
    source: Annotated[str | None, typer.Option(help="Alleen deze bron, zoals jbz sources haar noemt.")] = None,
    since: Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], help="Brieven vanaf deze dag.")] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Laat zien wat er is; haalt en bewaart niets.")] = False,
    record: Annotated[Path | None, typer.Option(help="Schrijft alle vragen en antwoorden in deze map.")] = None,
    as_json: Json = False,
) -> None:
    """Haalt nieuwe brieven op bij de bronnen. De dienst doet dit ook zelf, elke JBZ_SYNC_MINUTES minuten.

    Voorbeeld: jbz sync --dry-run
    """
    app = started(fills=True)
    client = app.client(record)
    chosen = _chosen(app.sources(client, since.date() if since else None), source)
    with _shown() as tell:
        gathering = app.gathering(tell=tell)
        if dry_run:
            done = [gathering.preview(one) for one in chosen]
        else:
            if since is not None:
                for one in chosen:
                    app.ledger.forget(one.name, app.clock())
            told = gathering.round(chosen, now=True)
            if told is None:
                raise JbzError("De dienst haalt op dit moment al brieven op. Kijk met jbz sources hoe het gaat.")
            done = told
    client.close()
    if not app.settings.jbz_keep_withdrawn:
        app.library.forget_withdrawn(app.clock())
    if as_json:
        print_json([_as_json(progress) for progress in done])
    else:
        for progress in done:
            _say(progress, dry_run=dry_run)
    app.close()
    if any(progress.trouble for progress in done):
        raise typer.Exit(1)


def sources(context: typer.Context, *, as_json: Json = False) -> None:
    """Wanneer elke bron het laatst is gevraagd, en wat zij gaf. Met refused en release: wat geweigerd is.

    Voorbeeld: jbz sources
    """
    if context.invoked_subcommand:
        return
    app = started()
    if not as_json:
        say(to_text(show_sources(app.ledger, Words("nl"), app.settings.jbz_timezone), app.templates))
        return
    counts, skipped = app.ledger.counts(), app.ledger.skipped()
    print_json(
        [
            {
                "source": feed.name,
                "skipped": [
                    {"title": kept.offer.title, "reason": dutch(kept.reason.message) if kept.reason else None}
                    for kept in skipped
                    if kept.feed == feed.name
                ],
                "asked_at": feed.asked_at,
                "answered_at": feed.answered_at,
                "next_ask_at": feed.next_ask_at,
                "failures": feed.failures,
                "trouble": dutch(feed.trouble.message) if feed.trouble else None,
                "publications": {state: number for (name, state), number in counts.items() if name == feed.name},
            }
            for feed in app.ledger.feeds()
        ]
    )


def refused(*, as_json: Json = False) -> None:
    """Wat geweigerd is, waarom, en waar het bestand ligt.

    Voorbeeld: jbz sources refused
    """
    app = started()
    quarantine = Quarantine(app.settings.jbz_quarantine)
    rows = [
        {
            "id": kept.id,
            "title": kept.offer.title,
            "address": kept.offer.address,
            "reason": dutch(kept.reason.message) if kept.reason else None,
            "file": str(place) if (place := quarantine.place(kept.offer.key)).exists() else None,
        }
        for kept in app.ledger.refused()
    ]
    if as_json:
        print_json(rows)
        return
    for row in rows:
        say(f"{row['id']}  {row['title']}\n    {row['reason']}\n    {row['address']}  {row['file'] or ''}".rstrip())
    if not rows:
        say("Er is niets geweigerd.")


def release(ids: Annotated[list[int], typer.Argument(help="De nummers, zoals jbz sources refused ze toont.")]) -> None:
    """Probeert opnieuw wat geweigerd is, ook als grootte of soort niet klopt met wat de bron zegt.

    Voorbeeld: jbz sources release 12
    """
    app = started()
    freed = app.ledger.release(ids, app.clock())
    for kept in freed:
        say(f"{kept.offer.title or kept.offer.key}: wordt opnieuw geprobeerd. Nu meteen: jbz sync.")
    if missing := sorted(set(ids) - {kept.id for kept in freed}):
        complain(f"Niet geweigerd, dus niet vrijgegeven: {', '.join(map(str, missing))}.")
        raise typer.Exit(1)


def add_to(cli: typer.Typer) -> None:
    """Adds the commands."""
    cli.command()(sync)
    group = typer.Typer(invoke_without_command=True, callback=sources)
    group.command()(refused)
    group.command()(release)
    cli.add_typer(group, name="sources")


def _chosen(sources: list[Source], name: str | None) -> list[Source]:
    found = [source for source in sources if name is None or source.name.partition(":")[0] == name.partition(":")[0]]
    if not found:
        known = ", ".join(source.name for source in sources) or "geen: zie JBZ_SOURCES, JBZ_INBOX en JBZ_MAILBOX"
        raise JbzError("Die bron is er niet. Wel: {known}.", known=known)
    return found


@contextmanager
def _shown() -> Iterator[Any]:
    """A line for each source on a terminal."""
    from rich.console import Console
    from rich.progress import Progress as Bars
    from rich.progress import SpinnerColumn, TextColumn

    console = Console(stderr=True)
    columns = SpinnerColumn(), TextColumn("{task.description}", markup=False)
    with Bars(*columns, console=console, transient=True, disable=not console.is_terminal) as bars:
        tasks: dict[str, Any] = {}

        def tell(progress: Progress) -> None:
            if progress.source not in tasks:
                tasks[progress.source] = bars.add_task("")
            bars.update(tasks[progress.source], description=_line(progress))

        yield tell


def _line(progress: Progress) -> str:
    in_all = f" van {progress.in_all}" if progress.in_all else ""
    done = [f"{_OUTCOMES.get(name, name)} {number}" for name, number in sorted(progress.outcomes.items()) if number]
    return ", ".join([f"{progress.source}: gevonden {progress.noted.found}{in_all}", *done])


def _say(progress: Progress, *, dry_run: bool) -> None:
    line = _line(progress)
    if dry_run:
        noted = progress.noted
        line += f", nieuw {noted.new}, gewijzigd {noted.changed}, verdwenen {noted.gone}"
    say(line)
    for outcome, title, reason in progress.reasons:
        complain(f"  {_OUTCOMES[outcome]}: {title}: {dutch(reason.message)}")
    if progress.trouble is not None:
        complain(f"  {dutch(progress.trouble.message)}")


def _as_json(progress: Progress) -> dict[str, Any]:
    return {
        "source": progress.source,
        "found": progress.noted.found,
        "new": progress.noted.new,
        "changed": progress.noted.changed,
        "gone": progress.noted.gone,
        "outcomes": dict(progress.outcomes),
        "reasons": [
            {"outcome": outcome, "title": title, "reason": dutch(reason.message)}
            for outcome, title, reason in progress.reasons
        ],
        "trouble": dutch(progress.trouble.message) if progress.trouble else None,
    }
