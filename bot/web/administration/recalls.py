"""Letters that were corrected or withdrawn: who had been told of it, and what they got."""

from bot.administration import recalling
from bot.administration.recalling import Had, Outcome, RecallReport
from bot.web.administration.sheet import Sheet, SheetRow, Table
from bot.web.administration.work import Asked, Work
from bot.words import Phrase
from briefings.model.recall import RecallKind, Rewording
from storage.audit import place_of

_SHOWN, _MOST_HAD = 20, 500
_KINDS = {
    RecallKind.CORRECTED: Phrase("gecorrigeerd"),
    RecallKind.WITHDRAWN: Phrase("ingetrokken"),
    RecallKind.RESTORED: Phrase("weer gepubliceerd"),
}
_OUTCOMES = {
    Outcome.EDITED: Phrase("bericht gewijzigd"),
    Outcome.TOLD: Phrase("correctie gestuurd"),
    Outcome.ON_ITS_WAY: Phrase("onderweg"),
    Outcome.NEXT_BRIEFING: Phrase("staat in de volgende briefing"),
    Outcome.NOT_SHOWN: Phrase("toonde de gewijzigde zin niet"),
    Outcome.NOT_TOLD: Phrase("niet verteld: er wordt niets meer gevolgd"),
}


def show(asked: Asked) -> Sheet:
    """The latest changes, or one of them with who had been told."""
    words, number = asked.words, asked.given.get("wijziging", "")
    if number.isascii() and number.isdigit() and len(number) < 10:  # noqa: PLR2004 - digits
        return _one(asked, int(number))
    found = recalling.newest(asked.office.database, asked.saying, _SHOWN)
    head = (words("Nummer"), words("Wanneer"), words("Wat"), words("Brief"), words("Wie het had"))
    nobody = words("Er is nog geen brief gecorrigeerd of ingetrokken.")
    return Sheet(
        words("Correcties"),
        (words("Berichten die al waren verstuurd, worden gewijzigd waar dat kan. Anders volgt een korte correctie."),),
        (Table(words("Nieuwste"), head, tuple(_row(one, asked) for one in found), nobody),),
        links=tuple(
            (words("Wie wijziging {number} had", number=one.recall.id), f"?wijziging={one.recall.id}") for one in found
        ),
    )


def _row(report: RecallReport, asked: Asked) -> SheetRow:
    words, recall = asked.words, report.recall
    had = words.count(len(report.had), "bericht", "berichten")
    told = [f"{words(_OUTCOMES[one])} {number}" for one in Outcome if (number := report.count(one))]
    cells = (str(recall.id), asked.moment(recall.at), words(_KINDS[recall.kind]), recall.title, "; ".join([had, *told]))
    return SheetRow(cells)


def _one(asked: Asked, number: int) -> Sheet:
    words = asked.words
    report = recalling.one(asked.office.database, asked.saying, number)
    if report is None:
        return Sheet(words("Correcties"), (words("Wijziging {id} is er niet.", id=number),))
    recall = report.recall
    lead = (f"{recall.title}: {words(_KINDS[recall.kind])}, {asked.moment(recall.at)}",)
    changed = Table(
        words("Wat wijzigde"),
        (words("Agendapunt"), words("Er stond"), words("Er staat nu")),
        tuple(_changed(one, asked) for one in recall.changes),
        "",
    )
    had = Table(
        words("Wie het had"),
        (words("Bezorging"), words("Waarheen"), words("Verzonden"), words("Hoe het staat"), words("Reden")),
        tuple(_had(one, asked) for one in report.had[:_MOST_HAD]),
        words("Niemand had hiervan een bericht dat nog bewaard is."),
    )
    return Sheet(words("Correctie {number}", number=number), lead, (changed, had))


def _changed(one: Rewording, asked: Asked) -> SheetRow:
    now = asked.words("Dit punt staat niet meer in de brief.") if one.removed else " ".join(one.new)
    return SheetRow((one.name, " ".join(one.gone), now))


def _had(one: Had, asked: Asked) -> SheetRow:
    words, delivery = asked.words, one.delivery
    where = place_of(delivery.address) if delivery.address.channel != "web" else words("een browser")
    why = words.reason(one.reason) if one.reason else ""
    return SheetRow((str(delivery.id), where, asked.moment(delivery.sent_at), words(_OUTCOMES[one.outcome]), why))


WORK = Work("correcties", Phrase("Correcties"), show, {})
