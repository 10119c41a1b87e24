"""What is seen of briefings: by who gets them, by administrators, and in the outbox."""

from collections.abc import Callable

import pytest
from sqlalchemy import select

from briefings.model.delivery import DeliveryKind
from briefings.model.document import Provenance
from storage.rows import DeliveryRow, MessageRow
from tests.bot.delivery.places import Place, heard_on
from tests.stand_ins.faults import Fault
from tests.world import World

Make = Callable[[World], Place]

#: What differs between the databases is tested elsewhere; one of them will do.
ON_SQLITE = pytest.mark.parametrize("filled_url", ["sqlite"], indirect=True)
GROUP, SUPERGROUP = -77, -1007
_NEWS = "Externe dimensie van migratie"
_SECOND = "deel TWEE"


def told(place: Place, chat: str = "") -> list[str]:
    """The briefings that came, each by what it says: "news", "nothing", or "other"."""
    return [_gist(text) for text in place.briefings(chat)]


def _gist(text: str) -> str:
    if _NEWS in text:
        return "news"
    return "nothing" if "Niets nieuws" in text else "other"


def states(world: World) -> list[str]:
    """What became of each briefing, in the order in which they were planned."""
    briefings = select(DeliveryRow.state).where(DeliveryRow.kind != DeliveryKind.NOTICE.value)
    with world.app.database.reading() as session:
        return list(session.scalars(briefings.order_by(DeliveryRow.id)))


def heard(world: World) -> list[str]:
    """What administrators were told, on every platform."""
    return [one for told in heard_on(world) for one in told]


def another(place: Place) -> str:
    """Another chat there."""
    return place.other


def refusal(place: Place) -> Fault:
    """The platform takes neither this form of a message nor its words."""
    return place.error(place.refused)


def letter_comes_in(world: World) -> None:
    """A letter with one item, "Migratie, ronde twee"."""
    text = (
        "Aan de Voorzitter van de Tweede Kamer der Staten-Generaal\nDen Haag, 28 maart 2025\n\n"
        "Hierbij het verslag van de JBZ-Raad op 28 maart 2025 in Luxemburg.\n\n"
        "Verslag van de JBZ-Raad, 28 maart 2025\n\nI. Justitie\n\n1. Migratie, ronde twee\n\n"
        "Nederland benadrukte het belang van migratie.\n"
    )
    world.app.take_in(text.encode(), Provenance("letter.txt"))


async def plan_in_two_parts(world: World, chat: int | str) -> None:
    """What is due is planned, not sent; that of `chat` has two messages."""
    await world.server.worker.plan()
    with world.app.database.writing() as session:
        briefing = select(DeliveryRow).where(DeliveryRow.kind == DeliveryKind.BRIEFING.value)
        row = session.scalars(briefing.where(DeliveryRow.chat == str(chat))).one()
        (part,) = session.get_one(MessageRow, row.message_id).parts
        second = part.replace("JBZ-briefing", f"JBZ-briefing, week 14, {_SECOND}")
        made = MessageRow(sha256=f"in two parts: {chat}", parts=[part, second])
        session.add(made)
        session.flush()
        row.message_id, row.part_count = made.id, 2


def parts(place: Place, chat: int | str = "") -> list[int]:
    """Which part of such a briefing came, in turn."""
    return [2 if _SECOND in text else 1 for text in place.briefings(str(chat))]
