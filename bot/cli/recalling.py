"""`jbz recall`: which letters were corrected or withdrawn, who had been told of it, and what they got."""

from typing import Annotated, Any

import typer

from bot.administration import recalling
from bot.administration.recalling import Had, Outcome, RecallReport
from bot.cli.starting import Json, how_many, place_of, print_json, say, started
from bot.words import Words
from briefings.errors import JbzError
from briefings.model.recall import RecallKind, Rewording

_KINDS = {
    RecallKind.CORRECTED: "gecorrigeerd",
    RecallKind.WITHDRAWN: "ingetrokken",
    RecallKind.RESTORED: "weer gepubliceerd",
}
_OUTCOMES = {
    Outcome.EDITED: "bericht gewijzigd",
    Outcome.TOLD: "correctie gestuurd",
    Outcome.ON_ITS_WAY: "onderweg",
    Outcome.NEXT_BRIEFING: "staat in de volgende briefing",
    Outcome.NOT_SHOWN: "toonde de gewijzigde zin niet",
    Outcome.NOT_TOLD: "niet verteld: er wordt niets meer gevolgd",
}


def listed(
    *, most: Annotated[int, typer.Option(min=1, help="Hoeveel wijzigingen.")] = 20, as_json: Json = False
) -> None:
    """Welke brieven zijn gecorrigeerd of ingetrokken, en bij hoeveel chats dat al was verteld.

    Voorbeeld: jbz recall list
    """
    app = started()
    found = recalling.newest(app.database, app.saying("nl"), most)
    if as_json:
        print_json([_as_json(one) for one in found])
        return
    for one in found:
        say(_head(one))
    if not found:
        say("Er is nog geen brief gecorrigeerd of ingetrokken.")


def show(
    number: Annotated[int, typer.Argument(help="Het nummer, zoals jbz recall list het toont.")],
    *,
    as_json: Json = False,
) -> None:
    """Wat er in een brief wijzigde, wie het oude bericht had, en wat die ervan kreeg.

    Voorbeeld: jbz recall show 1
    """
    app = started()
    found = recalling.one(app.database, app.saying("nl"), number)
    if found is None:
        raise JbzError("administration.no_recall", id=number)
    if as_json:
        print_json(_as_json(found) | {"had": [_had(one) for one in found.had]})
        return
    say(_head(found))
    for change in found.recall.changes:
        for line in _changed(change):
            say(line)
    for one in found.had:
        say(_line(one))


def add_to(cli: typer.Typer) -> None:
    """Adds the commands."""
    commands = typer.Typer(
        no_args_is_help=True, help="Wie had verteld gekregen wat later is gecorrigeerd of ingetrokken."
    )
    commands.command("list")(listed)
    commands.command()(show)
    cli.add_typer(commands, name="recall")


def _head(report: RecallReport) -> str:
    recall = report.recall
    had = how_many(len(report.had), "bericht", "berichten")
    outcomes = [f"{_OUTCOMES[one]} {number}" for one in Outcome if (number := report.count(one))]
    told = "; ".join([had, *outcomes])
    return f"{recall.id}  {recall.at:%Y-%m-%d %H:%M} UTC  {_KINDS[recall.kind]}  {recall.title}  {told}"


def _changed(change: Rewording) -> list[str]:
    removed = " (staat niet meer in de brief)" if change.removed else ""
    gone, new = ([f"    {mark} {one}" for one in told] for mark, told in (("-", change.gone), ("+", change.new)))
    return [f"  {change.name}{removed}", *gone, *new]


def _line(one: Had) -> str:
    delivery = one.delivery
    where = f"{delivery.address.lane} {place_of(delivery.address) or '(een browser)'}"
    sent = f"{delivery.sent_at:%Y-%m-%d %H:%M} UTC" if delivery.sent_at else "in delen"
    why = f"  ({Words('nl').reason(one.reason)})" if one.reason else ""
    return f"  {where}  bezorging {delivery.id}  {sent}  {_OUTCOMES[one.outcome]}{why}"


def _as_json(report: RecallReport) -> dict[str, Any]:
    recall = report.recall
    return {
        "id": recall.id,
        "kind": recall.kind.value,
        "at": recall.at.isoformat(),
        "letter": {"id": recall.document_id, "title": recall.title, "url": recall.url},
        "items": [
            {
                "id": one.item, "number": one.number, "title": one.title, "removed": one.removed,
                "gone": list(one.gone), "new": list(one.new),
            }
            for one in recall.changes
        ],
        "messages": len(report.had),
        "outcomes": {one.value: report.count(one) for one in Outcome},
    }  # fmt: skip


def _had(one: Had) -> dict[str, Any]:
    delivery = one.delivery
    return {
        "delivery": delivery.id,
        "lane": delivery.address.lane,
        "chat": place_of(delivery.address),
        "sent_at": delivery.sent_at.isoformat() if delivery.sent_at else None,
        "outcome": one.outcome.value,
        "reason": Words("nl").reason(one.reason) if one.reason else None,
    }
