"""One subject across meetings."""

from bot.conversation.answers import near_themes
from bot.conversation.reading import left_out
from bot.conversation.subjects import theme_label
from bot.conversation.whole import why_there
from bot.reply import Link
from bot.web.room.shelf import Page, PageContext
from briefings.answering.answer import Outcome
from briefings.answering.excerpt import summarise
from briefings.model.briefing import Entry


def timeline_page(desk: PageContext) -> Page:
    """A subject across meetings, newest first, with why each item is there."""
    words, query = desk.words, desk.text("q")
    if not query:
        themes = sorted(desk.shelf.index.theme_sizes().items(), key=lambda one: (-one[1], one[0]))[:20]
        links = [Link(theme_label(slug, desk.saying), desk.to("/tijdlijn", q=slug)) for slug, _ in themes]
        return Page("timeline", words("Tijdlijn"), desk.to("/tijdlijn"), {"query": "", "themes": links, "moments": []})
    answer, moments = desk.shelf.answering.timeline(query, language=desk.language)
    entries = {found.entry.source.id: found.entry for found in answer.items}
    shown = [
        desk.quoting.shown(
            entries.get(one.item.id) or Entry(one.item, summarise(one.item.item)),
            why=why_there(one, desk.saying),
        )
        for one in moments
    ]
    name = answer.understood_as or query
    return Page(
        "timeline",
        words("Tijdlijn: {what}", what=name),
        desk.to("/tijdlijn", q=query),
        {
            "query": query,
            "moments": shown,
            "remarks": list(left_out(answer, words)),
            "days": [desk.words.days(one.item.meeting.dates) for one in moments],
            "nothing": answer.outcome is Outcome.NOTHING,
            "themes": desk.quoting.themes([theme.slug for theme in near_themes(answer, desk.saying)]),
            "theme": desk.quoting.themes([answer.theme.slug])[0] if answer.theme else None,
        },
        words("Eén onderwerp door de tijd, met bij elk agendapunt waarom het erbij staat."),
        feeds=(desk.feed(words("Nieuws over “{query}”", query=query), "vraag", q=query),) if moments else (),
        is_listed=False,
    )
