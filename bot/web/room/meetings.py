"""Meetings: by formation and year, and one of them whole."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from bot.reply import Link
from bot.web.room.addresses import meeting_day
from bot.web.room.choices import Choice
from bot.web.room.links import comparisons
from bot.web.room.quoting import Quote, Quoting, Shown
from bot.web.room.shelf import Elsewhere, Feed, Missing, Page, PageContext, everything
from bot.words import Phrase
from briefings.answering.pairs import Pair, pair
from briefings.model.briefing import StoredItem
from briefings.model.document import Kind
from briefings.model.format import Format
from briefings.model.statement import StatementKind
from briefings.reading.formations import formation_named, label_of
from storage.reading import letters, meetings
from storage.reading.letters import Letter
from storage.reading.meetings import MeetingLine

_FORMS = {
    Format.PLAIN: Phrase("tekst"),
    Format.DOCX: Phrase("Word"),
    Format.DOC: Phrase("Word (97-2003)"),
    Format.ODT: Phrase("OpenDocument"),
    Format.PDF: Phrase("pdf"),
    Format.OFFICIAL_XML: Phrase("xml van officielebekendmakingen.nl"),
    Format.HTML: Phrase("webpagina"),
}
_MOST_QUOTES, _MOST_POSITIONS = 20, 60  #: on top of one meeting


@dataclass(frozen=True, slots=True)
class Row:
    """An item as it was planned, and as it was reported."""

    title: str
    number: str | None
    anchor: str
    planned: Shown | None
    said: Shown | None
    is_part: bool  #: of the item before it: "I.7.a" under "I.7"


def meeting_list(desk: PageContext, council: str | None = None) -> Page:
    """The meetings of one year, of one formation or of all."""
    words, to = desk.words, desk.to
    code = _code(desk, council) if council is not None else None
    years = meetings.years(desk.session, code)
    asked = desk.number("jaar", 0, 9999)
    year = asked or (years[0] if years else 0)
    path = "/vergaderingen" if code is None else f"/vergaderingen/{code.lower()}"
    name = label_of(code) if code else None
    title = words("Vergaderingen van de {council}", council=name) if name else words("Vergaderingen")
    return Page(
        "meetings",
        f"{title}, {asked}" if asked else title,
        to(path, jaar=asked or None),
        {
            "lines": meetings.meetings(desk.session, code, year) if year else [],
            "councils": [
                Choice(words("Alle"), to("/vergaderingen", jaar=asked or None), code is None),
                *(
                    Choice(label_of(one), to(f"/vergaderingen/{one.lower()}", jaar=asked or None), one == code)
                    for one in meetings.councils(desk.session)
                ),
            ],
            "years": [Choice(str(one), to(path, jaar=one), one == year) for one in years],
            "year": year,
        },
        feeds=_feeds(desk, code),
        status=200 if not asked or asked in years else 404,
    )


def meeting_page(desk: PageContext, council: str, day: str) -> Page:
    """One meeting: what was decided, and item by item what was planned and what was said."""
    line = find_meeting(desk, council, day)
    told = letters.letters_of(desk.session, line.id)
    by_kind = {kind: [letter for letter in told if letter.kind is kind] for kind in Kind}
    agenda, report = (_items(by_kind[kind]) for kind in (Kind.ANNOTATED_AGENDA, Kind.REPORT))
    quoting, words = desk.quoting, desk.words
    pairs = pair(agenda, report)
    sections = [
        (name, _rows(list(group), quoting)) for name, group in groupby(pairs, key=lambda one: one.first.item.section)
    ]
    beside = {item.id for item in (*agenda, *report)}
    others = {letter.id: [item for item in letter.items if item.id not in beside] for letter in told}
    before, after = meetings.around(desk.session, line.meeting)
    title = words.meeting(line.meeting)
    main = report or agenda
    return Page(
        "meeting",
        title[:1].upper() + title[1:],
        desk.to.meeting(line.meeting),
        {
            "line": line,
            "council": label_of(line.meeting.council),
            "letters": [(letter, [quoting.bare(item) for item in others[letter.id]]) for letter in told],
            "notices": [item for letter in by_kind[Kind.NOTICE] for item in letter.items],
            "decisions": quoting.of_kind(report, StatementKind.DECISION, _MOST_QUOTES),
            "positions": quoting.of_kind(main, StatementKind.POSITION, _MOST_POSITIONS),
            "both": bool(agenda and report),
            "compared": comparisons(desk, meeting=line.meeting),
            "prepared": bool(agenda),
            "only_agenda": bool(agenda and not report),
            "sections": sections,
            "earlier": _beside(desk, before),
            "later": _beside(desk, after),
            "forms": {form.name: words(name) for form, name in _FORMS.items()},
            "corrected": [quoting.bare(item) for letter in told for item in letter.items if item.corrected_on],
        },
        _description(quoting.of_kind(report, StatementKind.DECISION, 1)),
        feeds=_feeds(desk, line.meeting.council),
        data=_data(line, told, title),
    )


def _code(desk: PageContext, council: str) -> str:
    known = meetings.councils(desk.session)
    for code in known:
        if code.lower() == council:
            return code
    formation = formation_named(council.replace("-", " "))
    if formation is not None and formation.code in known:
        raise Elsewhere(desk.to(f"/vergaderingen/{formation.code.lower()}"))
    raise Missing


def find_meeting(desk: PageContext, council: str, day: str) -> MeetingLine:
    """The meeting at an address; one that is not quite right leads to the right one."""
    found = meeting_day(day)
    if found is None:
        raise Missing
    first, informal = found
    code = next((one for one in meetings.councils(desk.session) if one.lower() == council.lower()), None)
    if code is None:
        raise Missing
    line = meetings.at_address(desk.session, code, first, informal=informal)
    if line is not None and desk.to.meeting(line.meeting).endswith(f"/{council}/{day}"):
        return line
    near = line or meetings.at_address(desk.session, code, first, informal=not informal)
    near = near or next(
        (one for one in meetings.meetings(desk.session, code, first.year) if first in one.meeting.dates), None
    )
    if near is None:
        raise Missing
    raise Elsewhere(desk.to.meeting(near.meeting))


def _items(told: Sequence[Letter]) -> list[StoredItem]:
    """The items of the first letter that has any: several of one kind are the same for two chambers."""
    return next((list(letter.items) for letter in told if letter.items), [])


def _rows(pairs: Sequence[Pair], quoting: Quoting) -> list[Row]:
    numbers = [one.first.item.number or "" for one in pairs]
    return [
        _row(one, quoting, is_part=any(above and number.startswith(f"{above}.") for above in numbers[:at]))
        for at, (one, number) in enumerate(zip(pairs, numbers, strict=True))
    ]


def _row(one: Pair, quoting: Quoting, *, is_part: bool) -> Row:
    item = one.first
    return Row(
        item.item.title,
        item.item.number,
        f"punt-{item.id}",
        quoting.summary(one.planned) if one.planned else None,
        quoting.summary(one.said) if one.said else None,
        is_part,
    )


def _beside(desk: PageContext, meeting: Any) -> Link | None:
    return Link(desk.words.meeting(meeting), desk.to.meeting(meeting)) if meeting else None


def _feeds(desk: PageContext, code: str | None) -> tuple[Feed, ...]:
    if code is None:
        return (everything(desk.to, desk.words),)
    return (desk.feed(desk.words("Nieuws van de {council}", council=label_of(code)), f"raad/{code.lower()}"),)


def _description(quotes: Sequence[Quote]) -> str | None:
    return quotes[0].text if quotes else None


def _data(line: MeetingLine, told: Sequence[Letter], title: str) -> dict[str, Any]:
    """A meeting as schema.org has it, with the letters about it."""
    days = line.meeting.days or line.meeting.dates
    status = {"cancelled": "EventCancelled", "moved": "EventRescheduled"}
    change = line.meeting.change.value if line.meeting.change else None
    place = {"location": {"@type": "Place", "name": line.meeting.location}} if line.meeting.location else {}
    return {
        "@context": "https://schema.org",
        "@type": "Event",
        "name": title,
        "startDate": days[0].isoformat(),
        "endDate": days[-1].isoformat(),
        "eventStatus": f"https://schema.org/{status.get(change or '', 'EventScheduled')}",
        **place,
        "subjectOf": [letter_data(letter) for letter in told],
    }


def letter_data(letter: Letter) -> dict[str, Any]:
    """A letter as schema.org has it."""
    return {
        "@type": "Report",
        "name": letter.title,
        "inLanguage": "nl",
        **({"datePublished": letter.day.isoformat()} if letter.day else {}),
        **({"identifier": f"kst-{letter.kamerstuk}"} if letter.kamerstuk else {}),
        **({"url": letter.url, "sameAs": letter.url} if letter.url else {}),
        "author": [{"@type": "Person", "name": one.name, "jobTitle": one.role} for one in letter.signatories],
    }
