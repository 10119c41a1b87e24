"""A letter took the place of one that may be another, or waits to take it, in words."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from bot.conversation.saying import Saying
from bot.reply import Line, Reply, Section
from bot.words import Phrase, Words
from briefings.intake.replacing import ReplacingDoubt
from storage.audit import AuditEntry
from storage.replaced import WAITS

_MOST = 5
WHY = {
    ReplacingDoubt.NUMBER: Phrase("De nieuwe heeft een ander nummer."),
    ReplacingDoubt.FEWER: Phrase("De nieuwe heeft veel minder agendapunten. Toon haar alleen als dat klopt."),
    ReplacingDoubt.SUBJECT: Phrase("Bijna geen agendapunt van de een staat in de ander."),
}


def tell_replaced(found: Sequence[AuditEntry], saying: Saying) -> Reply:
    """What was replaced by what, and why somebody should look."""
    words = saying.words
    sections = [_section(one, words) for one in found[:_MOST]]
    if len(found) > _MOST:
        left = words.count(len(found) - _MOST, "brief", "brieven")
        sections.append(Section(lines=(Line(words("En nog {count}; zie het logboek.", count=left)),)))
    if all(one.action == WAITS for one in found):
        title = words("Een nieuwe versie van een brief wordt niet getoond")
        lead = words("Wat er stond, blijft te lezen. Klopt de nieuwe versie, toon haar dan onder /beheer bij Brieven.")
    else:
        title = words("Een brief staat op de plaats van een andere")
        lead = words("Is het dezelfde brief, dan hoeft u niets te doen. Zo niet, kijk onder /beheer bij Brieven.")
    return Reply(title, words.language, (lead,), tuple(sections))


def replaced_line(name: str, facts: Mapping[str, Any] | None, words: Words) -> str:
    """ "Eerst: Verslag van de JBZ-Raad (Kamerstuk 32317-935, brief van 21 maart 2025, 8 agendapunten)"."""
    told = facts or {}
    day, count = told.get("letter_date"), int(told.get("items") or 0)
    known = [
        *([words("Kamerstuk {number}", number=told["kamerstuk"])] if told.get("kamerstuk") else []),
        *([str(told["document_number"])] if told.get("document_number") else []),
        *([words("brief van {day}", day=words.day(date.fromisoformat(day)))] if day else []),
        words.count(count, "agendapunt", "agendapunten"),
    ]
    return f"{name}: {told.get('title') or '-'} ({', '.join(known)})"


def why_of(facts: Mapping[str, Any] | None, words: Words) -> str:
    """Why it may be another letter."""
    return words(WHY[ReplacingDoubt((facts or {})["reason"])])


def _section(one: AuditEntry, words: Words) -> Section:
    waits = one.action == WAITS
    lines = (
        Line(replaced_line(words("Getoond") if waits else words("Eerst"), one.before, words)),
        Line(replaced_line(words("Niet getoond") if waits else words("Nu"), one.after, words)),
        Line(why_of(one.after, words)),
    )
    return Section(words("Brief {number}", number=one.what), lines=lines)
