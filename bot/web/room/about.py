"""What this is, where it comes from, how to use it, what is kept, who can use it."""

from dataclasses import replace

from bot.commands.grammar import examples
from bot.conversation.awaiting import Awaiting
from bot.conversation.labels import ACTOR_LABELS
from bot.conversation.silences import show_silences
from bot.conversation.sources import show_sources
from bot.conversation.subjects import theme_label
from bot.conversation.texts import text
from bot.reply import Reply
from bot.version import version
from bot.web.room.search import SPEAKERS
from bot.web.room.shelf import Page, PageContext, everything
from briefings.reading.formations import label_of
from storage.reading import items, meetings


def sources_page(desk: PageContext) -> Page:
    """The sources of letters and their state; which letters are later than usual, and what is usual."""
    shelf = desk.shelf
    told = show_sources(shelf.ledger, desk.words, shelf.timezone)
    awaited = show_silences(*Awaiting(shelf.database).standing(shelf.today()), None, desk.saying)
    return _told(desk, "/bronnen", replace(told, sections=(*told.sections, *awaited.sections)))


def privacy_page(desk: PageContext) -> Page:
    """What is kept of readers."""
    shelf = desk.shelf
    days = {"days": shelf.keep_days, "audit_days": shelf.audit_days}
    return _told(desk, "/privacy", text("privacy", desk.language, shelf.templates, channel="web", **days))


def about_page(desk: PageContext) -> Page:
    """What this is and what it is not."""
    words = desk.words
    values = {"items": items.count(desk.session), "meetings": len(meetings.every_address(desk.session))}
    return Page("about", words("Over deze site"), desk.to("/over"), values)


def help_page(desk: PageContext) -> Page:
    """How to search, and what can be typed in a talk."""
    words = desk.words
    shown = [(words(one.typed), words(one.gives)) for one in examples() if one.in_help]
    typed = [(one, what, desk.to("/gesprek", q=one)) for one, what in shown]
    return Page("help", words("Help"), desk.to("/help"), {"examples": typed})


def accessibility_page(desk: PageContext) -> Page:
    """The accessibility statement, after the model for Dutch government sites."""
    values = {"contact": desk.shelf.contact, "version": version()}
    return Page("accessibility", desk.words("Toegankelijkheidsverklaring"), desk.to("/toegankelijkheid"), values)


def follow_page(desk: PageContext) -> Page:
    """Ways to follow: Slack, Telegram, e-mail, feeds, calendars."""
    words, every = desk.words, (theme.slug for theme in desk.saying.catalogue.themes)
    themes = sorted(every, key=lambda slug: theme_label(slug, desk.saying).lower())
    councils = meetings.councils(desk.session)
    return Page(
        "follow",
        words("Volgen"),
        desk.to("/volgen"),
        {
            "themes": [(slug, theme_label(slug, desk.saying)) for slug in themes],
            "councils": [(code, label_of(code)) for code in councils],
            "speakers": [
                (actor.value, words("{who}: uitspraken", who=words(ACTOR_LABELS[actor]))) for actor in SPEAKERS
            ],
            "connect": desk.shelf.connect,
            "by_email": desk.shelf.by_email,
        },
        feeds=(everything(desk.to, words),),
    )  # fmt: skip


def _told(desk: PageContext, path: str, reply: Reply) -> Page:
    """A reply of the conversation as a page of its own; its buttons are of the talk, and stay there."""
    return Page("told", reply.title, desk.to(path), {"reply": reply})
