"""What each address of the API gives: plain data in the shapes of `shapes`."""

from datetime import date
from typing import Any

from bot.export.document_json import answer_json, document_json, item_json, letter_json, meeting_json
from bot.web.machine import compared, comparing, packed, packs, shapes, watched
from bot.web.machine.call import ROOT, Call, Endpoint, item_name
from bot.web.machine.given import (
    Given,
    OfCommitments,
    OfItems,
    OfMeetings,
    OfPreparation,
    OfQuote,
    OfSearch,
    OfTimeline,
)
from bot.web.room.addresses import meeting_day
from bot.web.room.search import find
from bot.web.room.shelf import Missing, PageContext, readable
from briefings.answering.index import Narrowed
from briefings.model.briefing import StoredItem
from briefings.model.document import Chamber, Document
from storage import items as kept_items
from storage.indexing import full_text
from storage.pledges import pledges
from storage.reading import announced, items, letters, meetings
from storage.reading.letters import Letter
from storage.reading.meetings import MeetingLine

_MOST_DIGITS = 9  #: of an id


def _meetings(call: Call) -> dict[str, Any]:
    code = _code(call.desk, call.given.council)
    limit, offset = call.given.limit, call.given.offset
    found = meetings.meetings(call.desk.session, code, call.given.year, limit=limit + 1, offset=offset)
    lines = [_line(call, line) for line in found[:limit]]
    return {"meetings": lines, "next": call.rest("meetings", more=len(found) > limit)}


def _meeting(call: Call) -> dict[str, Any]:
    line = _meeting_line(call)
    told = letters.letters_of(call.desk.session, line.id)
    return _line(call, line) | {"documents": [_document(call, letter, line) for letter in told]}


def _planned(call: Call) -> dict[str, Any]:
    return comparing.planned(call, _meeting_line(call))


def _items(call: Call) -> dict[str, Any]:
    desk, given = call.desk, call.given
    code = _code(desk, given.council)
    if given.theme is not None:
        narrowed = Narrowed(council=code, theme=_slug(desk, given.theme), newest=True)
        answer = find(desk, "", narrowed, limit=given.limit + 1, offset=given.offset)
        found = [one.entry.source for one in answer.items]
    else:
        found = items.newest(desk.session, council=code, limit=given.limit + 1, offset=given.offset)
    told = [_whole(call, source) for source in found[: given.limit]]
    return {"items": told, "next": call.rest("items", more=len(found) > given.limit)}


def _item(call: Call) -> dict[str, Any]:
    return _whole(call, _named_item(call))


def _elsewhere(call: Call) -> dict[str, Any]:
    return watched.elsewhere(call, _named_item(call))


def _named_item(call: Call) -> StoredItem:
    """The item that an address names. Raises Missing."""
    told = call.path["id"]
    if not (told.isascii() and told.isdigit() and len(told) <= _MOST_DIGITS):
        raise Missing
    source = kept_items.item(call.desk.shelf.database, int(told))
    if source is None:
        raise Missing
    return source


def _search(call: Call) -> dict[str, Any]:
    given, desk = call.given, call.desk
    narrowed = Narrowed(
        _code(desk, given.council),
        given.kind,
        given.actor.value if given.actor else None,
        _slug(desk, given.theme),
        given.since,
        given.until,
        given.sort == "newest",
    )
    answer = find(desk, readable(given.q), narrowed, limit=given.limit, offset=given.offset)
    more = answer.more or answer.total > given.offset + given.limit
    return answer_json(answer, call.base) | {
        "total": answer.total,
        "next": call.rest("search", more=more and bool(answer.items)),
    }


def _themes(call: Call) -> dict[str, Any]:
    sizes = call.desk.shelf.index.theme_sizes()
    return {
        "themes": [
            {
                "slug": theme.slug,
                "nl": theme.nl,
                "en": theme.en,
                "names": list(theme.names),
                "broader": list(theme.broader),
                "related": list(theme.related),
                "items": sizes.get(theme.slug, 0),
                "page": call.page(call.desk.to.theme(theme.slug)),
            }
            for theme in sorted(call.desk.shelf.catalogue().themes, key=lambda theme: theme.slug)
        ]
    }


def _timeline(call: Call) -> dict[str, Any]:
    query = readable(call.given.q)
    answer, moments = call.desk.shelf.answering.timeline(query)
    return {
        "query": answer.query,
        "outcome": answer.outcome.value,
        "understood_as": answer.understood_as,
        "items": [
            item_name(call, one.item)
            | {
                "letter": letter_json(one.item),
                "score": one.score,
                "reasons": [[reason.value, what] for reason, what in one.reasons],
                "id": one.item.id,
            }
            for one in moments
        ],
    }


def _commitments(call: Call) -> dict[str, Any]:
    given = call.given
    due = announced.Due(
        given.since or date.min,
        given.until or date.max,
        given.sort == "latest",
        _slug(call.desk, given.theme),
        given.by,
        call.desk.shelf.index.copied(),
        given.ministry,
    )
    found = announced.announced(call.desk.session, due, limit=given.limit + 1, offset=given.offset)
    desk = call.desk
    told_of = pledges(desk.session, full_text(desk.shelf.database), found[: given.limit], desk.shelf.today())
    told = [comparing.pledge(call, one) for one in told_of]
    return {"commitments": told, "next": call.rest("commitments", more=len(found) > given.limit)}


ENDPOINTS = (
    Endpoint("/meetings", "meetings", "Meetings, newest first", OfMeetings, shapes.Meetings, _meetings),
    Endpoint(
        "/meetings/{council}/{day}", "meeting", "A meeting with its letters", Given, shapes.MeetingWhole, _meeting
    ),
    Endpoint(
        "/meetings/{council}/{day}/planned",
        "planned",
        "What the Netherlands announced for a meeting, and what the report says of it",
        Given,
        compared.PlannedAgainstSaid,
        _planned,
    ),
    Endpoint("/items", "items", "Items, newest meeting first", OfItems, shapes.Items, _items),
    Endpoint("/items/{id}", "item", "An item whole", Given, shapes.ItemWhole, _item),
    Endpoint(
        "/items/{id}/elsewhere",
        "elsewhere",
        "Where the papers of an item stand in other Councils",
        Given,
        watched.ItemElsewhere,
        _elsewhere,
    ),
    Endpoint("/search", "search", "The answer to a question", OfSearch, shapes.Answer, _search),
    Endpoint("/themes", "themes", "The themes", Given, shapes.Themes, _themes),
    Endpoint("/timeline", "timeline", "A subject across meetings", OfTimeline, shapes.Timeline, _timeline),
    Endpoint(
        "/quote", "quote", "Whether a sentence stands in a letter", OfQuote, compared.QuoteChecked, comparing.quote
    ),
    Endpoint(
        "/course",
        "course",
        "What the Netherlands said on a subject, and where that changed",
        OfTimeline,
        compared.Course,
        comparing.course,
    ),
    Endpoint(
        "/preparation",
        "preparation",
        "What to know before a Council, item by item",
        OfPreparation,
        packed.Preparation,
        packs.preparation,
    ),
    Endpoint(
        "/handover",
        "handover",
        "A period of a subject, for who takes it over",
        OfTimeline,
        packed.Handover,
        packs.handover,
    ),
    Endpoint("/commitments", "commitments", "What was announced", OfCommitments, compared.Commitments, _commitments),
    Endpoint(
        "/silences", "silences", "Letters that are later than usual", Given, watched.SilencesNow, watched.silences
    ),
)


def _code(desk: PageContext, council: str | None) -> str | None:
    """The code of a formation as it is kept. Raises Missing for one of which there is no letter."""
    if council is None:
        return None
    for code in meetings.councils(desk.session):
        if code.lower() == council.lower():
            return code
    raise Missing


def _slug(desk: PageContext, theme: str | None) -> str | None:
    if theme is not None and desk.shelf.catalogue().get(theme) is None:
        raise Missing
    return theme


def _meeting_line(call: Call) -> MeetingLine:
    """The meeting that an address names. Raises Missing."""
    day = meeting_day(call.path["day"])
    code = _code(call.desk, call.path["council"])
    line = meetings.at_address(call.desk.session, code or "", day[0], informal=day[1]) if day else None
    if line is None:
        raise Missing
    return line


def _line(call: Call, line: MeetingLine) -> dict[str, Any]:
    meeting = line.meeting
    address = call.desk.to.meeting(meeting)
    return meeting_json(meeting) | {
        "location": meeting.location,
        "informal": meeting.informal,
        "change": meeting.change.value if meeting.change else None,
        "moved_to": [day.isoformat() for day in meeting.moved_to],
        "letters": [kind.value for kind in line.kinds],
        "items": line.items,
        "url": call.page(address),
        "api": call.base + address.replace("/vergaderingen", f"{ROOT}/meetings", 1),
    }


def _document(call: Call, letter: Letter, line: MeetingLine) -> dict[str, Any]:
    """jbz-document/1 of a kept letter, with where its items stand."""
    document = Document(
        letter.kind,
        line.meeting,
        letter.title,
        Chamber(letter.chamber) if letter.chamber else None,
        letter.day,
        letter.kamerstuk,
        letter.document_number,
        letter.signatories,
    )
    told = document_json(document)
    return told | {"items": [_placed(call, source) for source in letter.items], "url": letter.url}


def _placed(call: Call, source: StoredItem) -> dict[str, Any]:
    return {"id": source.id, "page": call.page(call.desk.to.item(source.id))} | item_json(source.item)


def _whole(call: Call, source: StoredItem) -> dict[str, Any]:
    return _placed(call, source) | {
        "meeting": meeting_json(source.meeting),
        "letter": letter_json(source),
        "corrected_on": source.corrected_on.isoformat() if source.corrected_on else None,
    }
