"""Themes: all of them, and one whole."""

from datetime import date

from bot.conversation.subjects import theme_label
from bot.web.room.links import comparisons
from bot.web.room.paging import MOST, paging
from bot.web.room.quoting import without
from bot.web.room.shelf import Elsewhere, Missing, Page, PageContext
from briefings.model.document import Kind
from briefings.model.statement import StatementKind
from storage.reading import announced, items

_ITEMS = 20
_QUOTES = 8


def theme_list(desk: PageContext) -> Page:
    """The themes by name, with how many items are about each."""
    sizes, saying = desk.shelf.index.theme_sizes(), desk.saying
    themes = sorted(desk.shelf.catalogue().themes, key=lambda theme: theme.label(desk.language).lower())
    told = [(theme_label(theme.slug, saying), desk.to.theme(theme.slug), sizes.get(theme.slug, 0)) for theme in themes]
    return Page(
        "themes",
        desk.words("Thema's"),
        desk.to("/themas"),
        {"themes": [one for one in told if one[2]], "empty": [one for one in told if not one[2]]},
        desk.words("Alle onderwerpen, met hoeveel agendapunten erover gaan."),
    )


def theme_page(desk: PageContext, slug: str) -> Page:
    """The latest on a theme, the Dutch positions and decisions, what is still to come."""
    catalogue, words, quoting = desk.shelf.catalogue(), desk.words, desk.quoting
    theme = catalogue.get(slug)
    if theme is None:
        if slug in catalogue.merged:
            raise Elsewhere(desk.to.theme(catalogue.merged[slug]))
        raise Missing
    number = desk.number("pagina", 1, MOST)
    found = items.of_theme(desk.session, slug, limit=_ITEMS + 1, offset=(number - 1) * _ITEMS)
    reported = [source for source in found if source.kind == Kind.REPORT.value]
    coming = announced.Due(desk.shelf.today(), date.max, slug=slug, copies=desk.shelf.index.copied())
    name = _name(desk, slug)
    first = number == 1
    positions = quoting.of_kind(found, StatementKind.POSITION, _QUOTES) if first else []
    decisions = quoting.of_kind(reported, StatementKind.DECISION, _QUOTES) if first else []
    ahead = announced.announced(desk.session, coming, limit=_QUOTES) if first else []
    promised = [quoting.announced(one) for one in ahead]
    above = {one.place.url for one in (*positions, *decisions, *promised)}
    return Page(
        "theme",
        name,
        desk.to.theme(slug, number),
        {
            "slug": slug,
            "year": found[0].meeting.dates[-1].year if found else desk.shelf.today().year,
            "size": desk.shelf.index.theme_sizes().get(slug, 0),
            "items": [without(quoting.summary(source), above) for source in found[:_ITEMS]],
            "positions": positions,
            "decisions": decisions,
            "announced": promised,
            "near": quoting.themes([one for one in catalogue.near(theme) if catalogue.get(one)]),
            "also": [one for one in theme.names if one not in (theme.nl, theme.en)],
            "paging": paging(number, more=len(found) > _ITEMS, address=lambda page: desk.to.theme(slug, page)),
            "number": number,
            "compared": comparisons(desk, theme=slug),
        },
        words("Wat de Raad besloot over {theme}, en wat Nederland zei.", theme=name.lower()),
        feeds=(desk.feed(words("Nieuws over {theme}", theme=theme_label(slug, desk.saying)), f"thema/{slug}"),),
        status=200 if found or number == 1 else 404,
    )


def _name(desk: PageContext, slug: str) -> str:
    """A theme's name as a title."""
    name = theme_label(slug, desk.saying)
    return name[:1].upper() + name[1:]
