"""What this is, where it comes from, how to use it, what is kept, who can use it."""

from bot.commands.grammar import examples
from bot.conversation.sources import show_sources
from bot.conversation.subjects import theme_label
from bot.conversation.texts import text
from bot.reply import Reply
from bot.web.room.shelf import Desk, Page
from briefings.reading.formations import label_of
from storage.reading import items, meetings


def sources_page(desk: Desk) -> Page:
    """The sources of letters and their state."""
    return _told(desk, "/bronnen", show_sources(desk.shelf.ledger, desk.words, desk.shelf.timezone))


def privacy_page(desk: Desk) -> Page:
    """What is kept of readers."""
    return _told(
        desk, "/privacy", text("privacy", desk.language, desk.shelf.templates, channel="web", days=desk.shelf.keep_days)
    )


def about_page(desk: Desk) -> Page:
    """What this is and what it is not."""
    words = desk.words
    values = {"items": items.count(desk.session), "meetings": len(meetings.every_address(desk.session))}
    return Page("about", words("Over deze site"), desk.to("/over"), values)


def help_page(desk: Desk) -> Page:
    """How to search, and what can be typed in a talk."""
    words = desk.words
    shown = [(words(one.typed), words(one.gives)) for one in examples() if one.in_help]
    typed = [(one, what, desk.to("/gesprek", q=one)) for one, what in shown]
    return Page("help", words("Help"), desk.to("/help"), {"examples": typed})


def accessibility_page(desk: Desk) -> Page:
    """The accessibility statement, after the model for Dutch government sites."""
    words = desk.words
    return Page(
        "accessibility", words("Toegankelijkheid"), desk.to("/toegankelijkheid"), {"contact": desk.shelf.contact}
    )


def follow_page(desk: Desk) -> Page:
    """Ways to follow: Slack, Telegram, e-mail, feeds, calendars."""
    words, sizes = desk.words, desk.shelf.index.theme_sizes()
    themes = sorted(sizes, key=lambda slug: theme_label(slug, desk.saying).lower())
    councils = meetings.councils(desk.session)
    return Page(
        "follow",
        words("Volgen"),
        desk.to("/volgen"),
        {
            "themes": [(slug, theme_label(slug, desk.saying)) for slug in themes],
            "councils": [(code, label_of(code)) for code in councils],
            "connect": desk.shelf.connect,
            "by_email": desk.shelf.by_email,
        },
        feeds=(desk.feed(words("Al het nieuws"), "alles"),),
    )  # fmt: skip


def _told(desk: Desk, path: str, reply: Reply) -> Page:
    """A reply of the conversation as a page of its own; its buttons are of the talk, and stay there."""
    return Page("told", reply.title, desk.to(path), {"reply": reply})
