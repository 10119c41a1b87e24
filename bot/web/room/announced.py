"""What was announced for a day: still to come or past it; of a theme, by someone, of a ministry, in a year."""

from dataclasses import dataclass, replace
from datetime import date, timedelta

from bot.conversation.announced import FATES
from bot.conversation.labels import ACTOR_LABELS
from bot.conversation.subjects import theme_label
from bot.web.room.choices import Choice, Filter, Filters, removable
from bot.web.room.paging import MOST, paging
from bot.web.room.quoting import Quote
from bot.web.room.shelf import Page, PageContext
from briefings.comparing.kept import Fate, Pledge
from briefings.model.statement import Actor
from storage.indexing import full_text
from storage.pledges import pledges
from storage.reading import announced
from storage.reading.announced import Due

_ANNOUNCED = 20
_WHO = (Actor.CABINET, Actor.COMMISSION, Actor.PRESIDENCY, Actor.COUNCIL, Actor.NETHERLANDS, Actor.MEMBER_STATES)
_PAST, _UNDATED = "voorbij", "zonder-datum"
_YEARS_BACK, _YEARS_AHEAD = 3, 2


@dataclass(frozen=True, slots=True)
class _Wanted:
    """What was chosen."""

    coming: Due
    past: Due
    undated: Due
    given: dict[str, str | None]  #: by the name each has in the address


def announced_page(desk: PageContext) -> Page:
    """What was announced with a day or period, still to come or past it, with how many there are of either."""
    words, today = desk.words, desk.shelf.today()
    wanted = _wanted(desk)
    when, slug = wanted.given["wanneer"], wanted.given["thema"]
    number = desk.number("pagina", 1, MOST)
    due = {_PAST: wanted.past, _UNDATED: wanted.undated}.get(when or "", wanted.coming)
    found = announced.announced(desk.session, due, limit=_ANNOUNCED + 1, offset=(number - 1) * _ANNOUNCED)
    told_of = pledges(desk.session, full_text(desk.shelf.database), found[:_ANNOUNCED], today)
    filters = Filters(desk.to, "/toezeggingen", wanted.given)
    too_far_from = None if found or number == 1 else filters.on_page(1)
    told = _filters(desk, filters, wanted.given)
    return Page(
        "announced",
        words("Toezeggingen en aankondigingen"),
        filters.on_page(number),
        {
            "announced": [_pledge(one, desk) for one in told_of],
            "filters": told,
            "chosen": removable(told),
            "when": when,
            "states": _states(desk, filters, wanted, when),
            "too_far_from": too_far_from,
            "paging": paging(number, more=len(found) > _ANNOUNCED, address=filters.on_page),
            "calendar": desk.to(f"/agenda/{slug}.ics" if slug else "/agenda.ics"),
        },
        words(
            "Aangekondigd met een datum, of toegezegd aan de Kamer. Of het is gedaan, leid ik af uit latere brieven."
        ),
        status=404 if too_far_from else 200,
    )


def _wanted(desk: PageContext) -> _Wanted:
    """What was chosen; what means nothing is left out."""
    today = desk.shelf.today()
    slug = next((one for one in (desk.text("thema", 80),) if one and desk.shelf.catalogue().get(one)), None)
    ministry = desk.text("ministerie", 80) or None
    who = next((actor for actor in Actor if actor.value == desk.text("wie", 40)), None)
    year = desk.number("periode", 0, 9999) or None
    first, last = (date(year, 1, 1), date(year, 12, 31)) if year else (date.min, date.max)
    yesterday = today - timedelta(days=1)
    copied = desk.shelf.index.copied()
    coming = Due(max(first, today), last, slug=slug, by=who, copies=copied, ministry=ministry)
    past = replace(coming, first=first, last=min(last, yesterday), latest_first=True)
    given = {
        "wanneer": when if (when := desk.text("wanneer", 15)) in {_PAST, _UNDATED} else None,
        "thema": slug,
        "wie": who.value if who else None,
        "ministerie": ministry,
        "periode": str(year) if year else None,
    }
    undated = replace(coming, first=date.min, last=date.max, undated=True)
    return _Wanted(coming, past, undated, given)


def _states(desk: PageContext, filters: Filters, wanted: _Wanted, when: str | None) -> list[Choice]:
    """What is to come, what is past its day and what was promised without one, each with how many there are."""
    words = desk.words

    def counted(name: str, due: Due) -> str:
        many = announced.how_many(desk.session, due)
        count = words.number(many.count)
        return words("{what} ({count} of meer)" if many.more else "{what} ({count})", what=name, count=count)

    return [
        Choice(counted(words("Komt nog"), wanted.coming), filters.address(wanneer=None), when is None),
        Choice(counted(words("De termijn is voorbij"), wanted.past), filters.address(wanneer=_PAST), when == _PAST),
        Choice(
            counted(words("Toegezegd zonder datum"), wanted.undated),
            filters.address(wanneer=_UNDATED),
            when == _UNDATED,
        ),
    ]


def _filters(desk: PageContext, filters: Filters, given: dict[str, str | None]) -> list[Filter]:
    words, today = desk.words, desk.shelf.today()
    slug, ministry, year = given["thema"], given["ministerie"], given["periode"]
    sizes = desk.shelf.index.theme_sizes()
    largest = sorted(sizes, key=lambda one: (-sizes[one], one))[:12]
    themes = dict.fromkeys([*([slug] if slug else []), *largest])
    actors = [(one.value, words(ACTOR_LABELS[one])) for one in _WHO]
    ministries = dict.fromkeys([*([ministry] if ministry else []), *announced.ministries(desk.session)])
    near = range(today.year + _YEARS_AHEAD, today.year - _YEARS_BACK - 1, -1)
    years = dict.fromkeys([*([year] if year else []), *map(str, near)])
    return [
        filters.of(
            "wanneer",
            words("Wanneer"),
            words("Komt nog"),
            [(_PAST, words("De termijn is voorbij")), (_UNDATED, words("Toegezegd zonder datum"))],
        ),
        filters.of("periode", words("Jaar"), words("Alle jaren"), [(one, one) for one in years]),
        filters.of("wie", words("Wie"), words("Iedereen"), actors),
        filters.of("ministerie", words("Ministerie"), words("Alle ministeries"), [(one, one) for one in ministries]),
        filters.of(
            "thema", words("Thema"), words("Alle thema's"), [(one, theme_label(one, desk.saying)) for one in themes]
        ),
    ]


def _pledge(one: Pledge, desk: PageContext) -> tuple[Quote, str | None, Quote | None]:
    """An announcement, what became of it where that is known, and the later sentence that shows it."""
    shown = desk.quoting.quote(one.shown_by.source, one.shown_by.sentence) if one.shown_by else None
    fate = desk.words(FATES[one.fate]) if one.fate is not Fate.OPEN else None
    return desk.quoting.announced(one.announced), fate, shown
