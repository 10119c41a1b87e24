"""Where letters are laid side by side, from the pages of what they are about."""

from bot.conversation.subjects import theme_label
from bot.reply import Link
from bot.web.room.shelf import PageContext
from briefings.model.meeting import Meeting
from storage.reading import meetings


def comparisons(desk: PageContext, *, theme: str | None = None, meeting: Meeting | None = None) -> list[Link]:
    """A theme through time, the Dutch course on it, a meeting's agenda beside its report, whether a quote is right."""
    words, to, told = desk.words, desk.to, []
    if theme is not None:
        name = theme_label(theme, desk.saying)
        told.append(Link(words("Koers van Nederland: {what}", what=name), to("/koers", q=theme)))
        told.append(Link(words("{theme} door de tijd", theme=name[:1].upper() + name[1:]), to("/tijdlijn", q=theme)))
    if meeting is not None and _has_both(desk, meeting):
        told.append(
            Link(
                words("Gepland en gezegd: {meeting}", meeting=words.meeting(meeting)), f"{to.meeting(meeting)}/gepland"
            )
        )
    return [*told, Link(words("Klopt een citaat?"), to("/klopt"))]


def _has_both(desk: PageContext, meeting: Meeting) -> bool:
    line = meetings.at_address(desk.session, meeting.council, meeting.dates[0], informal=meeting.informal)
    return line is not None and meetings.has_both(desk.session, line.id)
