"""jbz-document/1, and the answer as JSON; both fixed (DESIGN section 5)."""

from collections.abc import Sequence
from dataclasses import asdict, fields, is_dataclass
from typing import Any

from bot.commands.command import Command
from bot.commands.grammar import write_command
from bot.reply import Reply
from bot.words import Words
from briefings.answering.answer import Answer, Outcome
from briefings.model.briefing import Entry, Sentence, StoredItem
from briefings.model.document import Document, Evidence
from briefings.model.item import AgendaItem
from briefings.model.meeting import Change, Meeting
from briefings.model.statement import Actor, Period, Statement


def document_json(document: Document) -> dict[str, Any]:
    """The object that `jbz parse --json` prints; what is unknown is None."""
    return {
        "schema": "jbz-document/1",
        "kind": document.kind.value,
        "council": document.meeting.council,
        "informal": document.meeting.informal,
        "chamber": document.chamber.value if document.chamber else None,
        "title": document.title,
        "letter_date": document.letter_date.isoformat() if document.letter_date else None,
        "meeting_dates": [day.isoformat() for day in document.meeting.dates],
        "location": document.meeting.location,
        "cancelled": document.meeting.change is Change.CANCELLED,
        "moved_to": [day.isoformat() for day in document.meeting.moved_to] if document.meeting.change else None,
        "kamerstuk": document.kamerstuk,
        "document_number": document.document_number,
        "signatories": [asdict(signatory) for signatory in document.signatories],
        "items": [item_json(item) for item in document.items],
        "introduction": list(document.introduction),
        "doubts": [Words("nl").say(doubt) for doubt in document.doubts],
    }


def evidence_json(found: Sequence[Evidence]) -> list[dict[str, Any]]:
    """What `jbz parse --json --why` adds: where each sign stands, what it says, its weight."""
    return [asdict(one) | {"says": list(one.says)} for one in found]


def item_json(item: AgendaItem) -> dict[str, Any]:
    """An item as jbz-document/1 has it."""
    return {
        "kind": item.kind.value,
        "number": item.number,
        "parent": item.parent,
        "section": item.section,
        "title": item.title,
        "subtitle": item.subtitle,
        "status": item.status,
        "paragraphs": list(item.paragraphs),
        "parts": [asdict(part) for part in item.parts],
        "footnotes": [{"marker": note.marker, "text": note.text} for note in item.footnotes],
        "references": [{"dossier": r.dossier, "number": r.number, "url": r.url} for r in item.references],
        "citations": [{"kind": c.kind.value, "label": c.label, "url": c.url} for c in item.citations],
        "statements": [
            {
                "actor": s.actor.value if s.actor else None,
                "text": item.text_of(s),
                "paragraph": s.paragraph,
                "start": s.start,
                "end": s.end,
                "kind": s.kind.value,
                "named": s.named,
                "quantity": s.quantity.value if s.quantity else None,
                "stance": s.stance.value if s.stance else None,
                "decided": s.decided.value if s.decided else None,
                "due": _period(s.due),
                "period": s.due.words if s.due else None,
                "act": s.act.value if s.act else None,
                "standing": s.standing.value if s.standing else None,
                "where": s.where,
                "seen": list(s.seen),
                "doubt": s.doubt.value if s.doubt else None,
                "voices": [
                    {"actor": v.actor.value, "named": v.named, "stance": v.stance.value if v.stance else None}
                    for v in s.voices
                ],
            }
            for s in item.statements
        ],
        "themes": [match.slug for match in item.themes if match.about],
    }


def _period(due: Period | None) -> list[str | None] | None:
    """First and last day; one of them may be open."""
    return [day.isoformat() if day else None for day in (due.first, due.last)] if due else None


def _place(said: Sentence, source: StoredItem, base: str) -> dict[str, Any]:
    """What a sentence of a summary is, and where it stands: the paragraph counted from 0, and its address."""
    return {
        "text": said.text,
        "kind": said.said.kind.value if said.said else None,
        "paragraph": said.paragraph,
        "page": f"{base}/items/{source.id}#p{said.paragraph + 1}",
    }


def letter_json(source: StoredItem) -> dict[str, Any]:
    """The letter an item stands in."""
    return {
        "kind": source.kind,
        "date": source.letter_date.isoformat() if source.letter_date else None,
        "kamerstuk": source.kamerstuk,
        "url": source.url,
    }


def meeting_json(meeting: Meeting) -> dict[str, Any]:
    """Which meeting."""
    return {"council": meeting.council, "dates": [day.isoformat() for day in meeting.dates]}


def _account(entry: Entry) -> dict[str, Any]:
    """The letter an item stands in, and what it decides and announces."""
    summary = entry.summary
    return {
        "letter": letter_json(entry.source),
        "decisions": [said.text for said in summary.decisions],
        "no_decisions": [said.text for said in summary.no_decisions],
        "announced": [announced_json(said) for said in summary.commitments],
    }


def announced_json(sentence: Sentence) -> dict[str, Any]:
    """What is to come: by whom, when in the letter's words, and the days that we count from them."""
    said, due = sentence.said, sentence.due
    return {
        "text": sentence.text,
        "by": _by(said) if said else None,
        "period": due.words if due else None,
        "from": due.first.isoformat() if due and due.first else None,
        "until": due.last.isoformat() if due and due.last else None,
    }


def _by(said: Statement) -> str | None:
    """Who announced it: the name of an actor, or of states as the letter has it."""
    if said.is_promise:
        return Actor.CABINET.value
    if said.announcer in {Actor.OTHER_STATE, Actor.MEMBER_STATES, Actor.OTHER_BODY}:
        return said.named
    return said.announcer.value if said.announcer else None


def answer_json(answer: Answer, base: str = "") -> dict[str, Any]:
    """The object that `jbz ask --json` prints. `base`: the address of the reading room."""
    return {
        "query": answer.query,
        "outcome": answer.outcome.value,
        **({"not_found": list(answer.not_found)} if answer.outcome is Outcome.PARTIAL else {}),
        "understood_as": answer.understood_as,
        "theme": answer.theme.slug if answer.theme else None,
        "items": [
            {
                "id": found.entry.source.id,
                "number": found.entry.source.item.number,
                "title": found.entry.source.item.title,
                "section": found.entry.source.item.section,
                "meeting": meeting_json(found.entry.source.meeting),
                "score": found.score,
                "url": found.entry.source.url,
                "summary": [said.text for said in found.entry.summary.told],
                "positions": [said.text for said in found.entry.summary.positions],
                **_account(found.entry),
                "places": [_place(said, found.entry.source, base) for said in found.entry.summary.all_sentences],
                "matched": [asdict(match) for match in found.matched],
            }
            for found in answer.items
        ],
        "suggestions": [*([answer.offer] if answer.offer else []), *(theme.nl for theme in answer.suggestions)],
    }


def reply_json(reply: Reply) -> dict[str, Any]:
    """A whole reply as plain data; a command as it can be typed."""
    return {one.name: _plain(getattr(reply, one.name)) for one in fields(reply)}


def _plain(value: Any) -> Any:
    match value:
        case Command():
            return write_command(value)
        case tuple():
            return [_plain(one) for one in value]
        case _ if is_dataclass(value):
            return {one.name: _plain(getattr(value, one.name)) for one in fields(value)}
        case _:
            return value
