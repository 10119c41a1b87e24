"""Letters laid side by side, as pages."""

from dataclasses import dataclass

from bot.conversation.comparing.quotes import FOUND, remarks, shortened
from bot.web.room.quoting import Shown
from bot.web.room.shelf import Desk, Page
from briefings.comparing.nearness import ComparedRun
from briefings.comparing.quote_check import QuotePlace

_LONGEST = 1000  #: characters of what is pasted


@dataclass(frozen=True, slots=True)
class ShownPlace:
    """Where a pasted sentence stands, or what is nearest to it."""

    item: Shown
    text: str
    url: str
    number: int  #: of the paragraph
    runs: tuple[ComparedRun, ...]


def quote_page(desk: Desk) -> Page:
    """Whether a pasted sentence stands in a letter, and with which differences."""
    words, pasted = desk.words, desk.text("q", _LONGEST)
    if not pasted:
        title = words("Klopt een citaat?")
        return Page("quote", title, desk.to("/klopt"), {"pasted": "", "checked": None, "places": []})
    checked = desk.shelf.quotes.check(pasted)
    return Page(
        "quote",
        words("Citaat: “{text}”", text=shortened(pasted)),
        desk.to("/klopt", q=pasted),
        {
            "pasted": pasted,
            "checked": checked,
            "found": words(FOUND[checked.likeness]),
            "remarks": remarks(checked, words),
            "places": [_shown(place, desk) for place in checked.places],
        },
        is_listed=False,
    )


def _shown(place: QuotePlace, desk: Desk) -> ShownPlace:
    number = place.paragraph + 1
    return ShownPlace(
        desk.quoting.bare(place.source), place.text, desk.to.item(place.source.id, f"p{number}"), number, place.runs
    )
