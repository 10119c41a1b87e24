"""What was sent, waits or failed: sending again, and dropping."""

from bot.administration import deliveries as administration
from bot.web.administration.sheet import Sheet, SheetAct, SheetRow, Table
from bot.web.administration.work import Asked, Deed, Work
from bot.words import Phrase
from briefings.model.delivery import Delivery, DeliveryState
from storage import outbox
from storage.audit import place_of
from storage.holds import WHOLE, now_held

_SHOWN = 100
_STATES = {
    DeliveryState.WAITING: Phrase("wacht"),
    DeliveryState.SENDING: Phrase("onderweg"),
    DeliveryState.SENT: Phrase("verzonden"),
    DeliveryState.FAILED: Phrase("mislukt"),
    DeliveryState.UNKNOWN: Phrase("onzeker"),
    DeliveryState.DROPPED: Phrase("weggelegd"),
}
_OPEN = {DeliveryState.WAITING, DeliveryState.SENDING}
_AGAIN = {DeliveryState.FAILED, DeliveryState.UNKNOWN, DeliveryState.DROPPED}


def show(asked: Asked) -> Sheet:
    """What needs a look first, then the newest."""
    words = asked.words
    with asked.office.database.reading() as session:
        failed = [
            one for state in administration.NEEDS_A_LOOK for one in outbox.list_deliveries(session, state, _SHOWN)
        ]
        newest = outbox.list_deliveries(session, None, _SHOWN)
        held = now_held(session, asked.office.clock())
    waits = tuple(
        words(
            "{where} krijgt niets tot {until}: {why}",
            where=one.lane if one.chat == WHOLE else f"{one.lane} {one.chat}",
            until=asked.moment(one.until),
            why=words.reason(one.because),
        )
        for one in held.values()
    )
    head = (words("Nummer"), words("Voor wanneer"), words("Waarheen"), words("Hoe het staat"), words("Reden"))
    again = (SheetAct(words("Alles opnieuw versturen"), "retry_all"),) if failed else ()
    return Sheet(
        words("Bezorging"),
        (*waits, words("Wat mislukt of onzeker is, staat bovenaan.")),
        (
            Table(words("Vraagt aandacht"), head, _rows(failed, asked), words("Er is niets mislukt.")),
            Table(words("Nieuwste"), head, _rows(newest, asked), words("Er zijn geen bezorgingen.")),
        ),
        acts=again,
    )


def _rows(found: list[Delivery], asked: Asked) -> tuple[SheetRow, ...]:
    return tuple(_row(one, asked) for one in found)


def _row(one: Delivery, asked: Asked) -> SheetRow:
    words, number = asked.words, str(one.id)
    acts = []
    if one.state in _AGAIN:
        acts.append(SheetAct(words("Opnieuw"), "retry", number, number))
    if one.state in _OPEN:
        acts.append(SheetAct(words("Leg weg"), "drop", number, number))
    stands = f"{words(_STATES[one.state])} {one.parts_sent}/{one.part_count}"
    twice = f" {words('misschien dubbel')}" if one.repeats else ""
    why = words.reason(one.reason) if one.reason else ""
    where = place_of(one.address) if one.address.channel != "web" else words("een browser")
    return SheetRow((number, asked.moment(one.due_at), where, stands + twice, why), tuple(acts))


def _retried(asked: Asked, ids: list[int] | None) -> str:
    office, words = asked.office, asked.words
    done = administration.retry(office.database, office.conversation.presence, ids, office.clock())
    said = words.count(done.again, "bezorging gaat opnieuw.", "bezorgingen gaan opnieuw.")
    if not done.covered:
        return said
    told = words.count(done.covered, "bezorging", "bezorgingen")
    return f"{said} {words('Van {told} vertelt een nieuwe briefing wat nog niet aankwam.', told=told)}"


def _dropped(asked: Asked) -> str:
    count = administration.drop(asked.office.database, [asked.number], asked.office.clock())
    return asked.words.count(count, "bezorging weggelegd.", "bezorgingen weggelegd.")


WORK = Work(
    "bezorging",
    Phrase("Bezorging"),
    show,
    {
        "retry": Deed(
            lambda asked: asked.words("Bezorging {number} opnieuw versturen?", number=asked.number),
            lambda asked: _retried(asked, [asked.number]),
        ),
        "retry_all": Deed(
            lambda asked: asked.words("Alles wat mislukt of onzeker is opnieuw versturen?"),
            lambda asked: _retried(asked, None),
        ),
        "drop": Deed(
            lambda asked: asked.words(
                "Bezorging {number} wegleggen? Ze wordt dan niet verstuurd.", number=asked.number
            ),
            _dropped,
        ),
    },
)
