"""The service itself: workspaces, settings as they are, the audit, a copy of everything."""

import os
import tempfile
from pathlib import Path

from bot.administration.copies import make_copy
from bot.administration.logged import acted, differences, what_was_done
from bot.administration.settings import shown
from bot.web.administration.sheet import Sheet, SheetAct, SheetRow, Table
from bot.web.administration.work import Asked, Deed, Work
from bot.words import Phrase
from briefings.errors import JbzError
from storage import audit
from storage.audit import AuditEntry, AuditSubject
from storage.audit_check import verify

_SHOWN = 100
_TRIMMINGS = 10  #: of the last ones, which are named


def workspaces(asked: Asked) -> Sheet:
    """Who installed the bot in Slack."""
    words, lead = asked.words, []
    try:
        found = asked.office.installations.all()
    except JbzError as error:
        found, lead = [], [words.say(error.message)]
    rows = tuple(
        SheetRow((one.key, one.name, asked.moment(one.installed_at), ", ".join(one.scopes), one.ended_because or ""))
        for one in found
    )
    head = (words("Nummer"), words("Naam"), words("Geïnstalleerd"), words("Rechten"), words("Beëindigd"))
    links = (
        ((words("Installeer in een werkruimte"), "/slack/install"),) if asked.office.settings.slack_client_id else ()
    )
    nobody = words("Geen werkruimte installeerde de bot zelf.")
    return Sheet(words("Werkruimten"), tuple(lead), (Table(words("Slack"), head, rows, nobody),), links=links)


def settings(asked: Asked) -> Sheet:
    """Every setting as it is."""
    words = asked.words
    hidden = words("(ingesteld, niet te zien)")
    rows = tuple(
        SheetRow((name, hidden if value == "(set)" else value if value is not None else "-"))
        for name, value in shown(asked.office.settings).items()
    )
    table = Table(words("Zoals ze nu zijn"), (words("Instelling"), words("Waarde")), rows, "")
    lead = words("Instellingen wijzigt u in de omgeving van de dienst; daarna start u haar opnieuw.")
    return Sheet(words("Instellingen"), (lead,), (table,))


def changes(asked: Asked) -> Sheet:
    """Who changed what; on request whether it is all still there."""
    words, before = asked.words, asked.given.get("voor", "")
    earlier = int(before) if before.isascii() and before.isdigit() and len(before) < 10 else None  # noqa: PLR2004 - digits
    about = next((one for one in AuditSubject if one.value == asked.given.get("over")), None)
    with asked.office.database.reading() as session:
        found = list(audit.entries(session, newest=_SHOWN, subject=about, before_id=earlier))
        checked = verify(session) if "nagaan" in asked.given else None
    lead: tuple[str, ...] = ()
    if checked is not None:
        good = words(
            "Alles klopt. Schrijf dit op een andere plaats op: {id}:{hash}", id=checked.newest, hash=checked.hash
        )
        lead = tuple(words.say(problem) for problem in checked.problems) or (
            good,
            *(words.say(trimming) for trimming in checked.trimmings[-_TRIMMINGS:]),
        )
    head = (words("Nummer"), words("Wanneer"), words("Wie"), words("Vanwaar"), words("Wat"), words("Ervoor en erna"))
    table = Table(
        words("Nieuwste"), head, tuple(_row(one, asked) for one in found), words("Er is nog niets gewijzigd.")
    )
    links = [(words("Ga na of alles klopt"), "?nagaan=1")]
    if len(found) == _SHOWN:
        links.append((words("Oudere"), f"?voor={found[-1].id}" + (f"&over={about.value}" if about else "")))
    return Sheet(words("Logboek"), lead, (table,), links=tuple(links))


def _row(entry: AuditEntry, asked: Asked) -> SheetRow:
    words = asked.words
    cells = (
        str(entry.id),
        asked.moment(entry.at),
        acted(entry.who, words),
        acted(entry.place, words),
        what_was_done(entry, words),
        "; ".join(differences(entry, words)),
    )
    return SheetRow(cells)


def copies(asked: Asked) -> Sheet:
    """A copy of everything."""
    words = asked.words
    lead = (
        words(
            "Een kopie heeft alles: brieven, wie wat volgt, tokens (versleuteld) en het logboek. Bewaar haar veilig."
        ),
        words("Terugzetten gaat met jbz db restore, in een lege database."),
    )
    return Sheet(words("Kopie"), lead, acts=(SheetAct(words("Maak een kopie"), "copy"),))


def _copy(asked: Asked) -> Path:
    number, name = tempfile.mkstemp(prefix="jbz-", suffix=".db")
    os.close(number)
    file = Path(name)
    try:
        make_copy(asked.office.database, file, asked.office.clock())
    except BaseException:
        file.unlink(missing_ok=True)
        raise
    return file


WORKS = (
    Work("werkruimten", Phrase("Werkruimten"), workspaces, {}),
    Work("instellingen", Phrase("Instellingen"), settings, {}),
    Work("logboek", Phrase("Logboek"), changes, {}),
    Work(
        "kopie",
        Phrase("Kopie"),
        copies,
        {"copy": Deed(lambda asked: asked.words("Een kopie maken en naar u toe sturen?"), _copy)},
    ),
)
