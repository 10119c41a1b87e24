"""An agenda item as the JSON of its row, and back."""

from datetime import date
from typing import Any

from briefings.model.item import AgendaItem, Footnote, ItemKind, Part
from briefings.model.reference import Citation, CitationKind, Reference
from briefings.model.statement import (
    Act,
    Actor,
    DecisionKind,
    Period,
    Quantity,
    Stance,
    Standing,
    Statement,
    StatementKind,
    Uncertain,
    Voice,
)
from briefings.model.theme import ThemeMatch

_FIELDS = 16  #: of a statement


def to_content(item: AgendaItem) -> dict[str, Any]:
    """Everything of `item` as plain JSON."""
    return {
        "kind": item.kind,
        "title": item.title,
        "number": item.number,
        "parent": item.parent,
        "section": item.section,
        "subtitle": item.subtitle,
        "status": item.status,
        "paragraphs": list(item.paragraphs),
        "parts": [[part.title, part.paragraph] for part in item.parts],
        "footnotes": [[n.marker, n.text, n.paragraph, n.offset] for n in item.footnotes],
        "references": [[r.dossier, r.number] for r in item.references],
        "citations": [[c.kind, c.label, list(c.keys), c.url] for c in item.citations],
        "statements": [_statement(s) for s in item.statements],
        "themes": [[m.slug, m.score, [list(term) for term in m.terms]] for m in item.themes],
    }


def from_content(content: dict[str, Any]) -> AgendaItem:
    """The item that `to_content` wrote; rows written by 0.1 know no kind, parts and citations."""
    return AgendaItem(
        kind=ItemKind(content.get("kind", ItemKind.AGENDA)),
        parts=tuple(Part(*part) for part in content.get("parts", ())),
        title=content["title"],
        number=content["number"],
        parent=content["parent"],
        section=content["section"],
        subtitle=content["subtitle"],
        status=content["status"],
        paragraphs=tuple(content["paragraphs"]),
        footnotes=tuple(Footnote(*note) for note in content["footnotes"]),
        references=tuple(Reference(*reference) for reference in content["references"]),
        citations=tuple(
            Citation(CitationKind(kind), label, tuple(keys), url)
            for kind, label, keys, url in content.get("citations", ())
        ),
        statements=tuple(_read_statement(s) for s in content["statements"]),
        themes=tuple(
            ThemeMatch(slug, score, tuple((name, where) for name, where in terms))
            for slug, score, terms in content["themes"]
        ),
    )


def statement_in(content: dict[str, Any], at: int) -> Statement:
    """One statement of an item, without reading all of it."""
    return _read_statement(content["statements"][at])


def _statement(statement: Statement) -> list[Any]:
    due = statement.due
    return [
        statement.paragraph,
        statement.start,
        statement.end,
        statement.actor,
        statement.kind,
        [due.first and due.first.isoformat(), due.last and due.last.isoformat(), due.words, due.before]
        if due
        else None,
        statement.named,
        statement.quantity,
        statement.stance,
        statement.decided,
        statement.act,
        statement.standing,
        statement.where,
        list(statement.seen),
        statement.doubt,
        [[voice.actor, voice.named, voice.stance] for voice in statement.voices],
    ]


def _read_statement(row: list[Any]) -> Statement:
    """Rows written by 0.1 end behind the period; those before the account of a sentence behind what was decided."""
    whole = (*row, *(None,) * _FIELDS)[:_FIELDS]
    paragraph, start, end, actor, kind, due, named, quantity, stance, decided, act, standing, where, seen = whole[:14]
    doubt, voices = whole[14:]
    return Statement(
        paragraph,
        start,
        end,
        Actor(actor) if actor else None,
        StatementKind(kind),
        _period(due) if due else None,
        named,
        Quantity(quantity) if quantity else None,
        Stance(stance) if stance else None,
        DecisionKind(decided) if decided else None,
        Act(act) if act else None,
        Standing(standing) if standing else None,
        where,
        tuple(seen or ()),
        Uncertain(doubt) if doubt else None,
        tuple(Voice(Actor(who), said_of, Stance(side) if side else None) for who, said_of, side in voices or ()),
    )


def _period(due: list[str | None]) -> Period:
    """Rows written before 0.2 do not say whether the last day is too late."""
    first, last, words, before = (*due, None, None)[:4]
    first_day, last_day = (date.fromisoformat(str(day)) if day else None for day in (first, last))
    return Period(first_day, last_day, str(words) if words else None, bool(before))
