"""What is new: the first page."""

from bot.web.room.shelf import Page, PageContext, everything
from briefings.model.document import Kind
from briefings.model.statement import StatementKind
from storage.reading import items, meetings

_MEETINGS, _AHEAD, _QUOTES = 5, 3, 5
_LOOKED_AT = 40  #: of the newest items, for decisions and positions


def home(desk: PageContext) -> Page:
    """The latest meetings, decisions and Dutch positions, a question, and how to follow."""
    words, quoting, today = desk.words, desk.quoting, desk.shelf.today()
    newest = items.newest(desk.session, until=today, limit=_LOOKED_AT)
    reported = [source for source in newest if source.kind == Kind.REPORT.value]
    sizes = desk.shelf.index.theme_sizes()
    largest = sorted(sizes, key=lambda slug: (-sizes[slug], slug))[:12]
    return Page(
        "home",
        words("Wat de Raad besloot, en wat Nederland zei"),
        desk.to("/"),
        {
            "past": meetings.past(desk.session, today, _MEETINGS),
            "ahead": meetings.ahead(desk.session, today, _AHEAD),
            "decisions": quoting.of_kind(reported, StatementKind.DECISION, _QUOTES),
            "positions": quoting.of_kind(reported, StatementKind.POSITION, _QUOTES),
            "themes": quoting.themes(largest),
        },
        words("Zoek in de brieven waarin het kabinet de Raad van de EU aan de Kamer meldt."),
        feeds=(everything(desk.to, words),),
    )
