"""What was promised and announced -> Reply."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from bot.commands.asking import Commitments
from bot.conversation.cards import announced_line, source_links, told_line
from bot.conversation.saying import Saying
from bot.reply import Button, Line, Reply, Section
from bot.words import Phrase
from briefings.comparing.kept import Fate, Pledge
from briefings.model.statement import Period

MOST_ANNOUNCED = 10  #: of what is to come, and of what is past its day, in one reply
MOST_ANNOUNCED_EVER = 50  #: the same where all years are asked for

#: In the order in which they are told.
FATES = {
    Fate.OPEN: Phrase("Komt nog"),
    Fate.OVERDUE: Phrase("De termijn is voorbij"),
    Fate.PERHAPS: Phrase("Misschien gedaan"),
    Fate.MET: Phrase("Gedaan"),
}


@dataclass(frozen=True, slots=True)
class Window:
    """Of what time announcements are told."""

    wider: Commitments | None  #: the command that shows those of all years; None where these are told
    period: Period | None  #: that was asked for; None for a year back and a year ahead
    path: str  #: where the reading room has them
    mended: str | None = None  #: the theme that what was typed is taken for


def show_commitments(
    coming: Sequence[Pledge],
    past: Sequence[Pledge],
    name: str | None,
    window: Window,
    saying: Saying,
) -> Reply:
    """What was promised and announced: still to come, overdue, and done."""
    title = (
        saying.words("Toezeggingen en aankondigingen over {what}", what=name)
        if name
        else saying.words("Toezeggingen en aankondigingen")
    )
    every = (*coming, *past)
    told = tuple((saying.words(heading), [one for one in every if one.fate is fate]) for fate, heading in FATES.items())
    sections = tuple(
        Section(heading, lines=tuple(line for one in pledges for line in pledge_lines(one, saying)))
        for heading, pledges in told
        if pledges
    )
    lead = (
        saying.words(
            "Wat in de brieven is aangekondigd met een datum. Of het is gedaan, leid ik af uit latere brieven."
        )
        if sections
        else saying.words("Er is niets aangekondigd met een datum in deze periode.")
    )
    meant = [saying.words("Bedoelde u {what}? Dit vond ik:", what=window.mended)] if window.mended else []
    wider = window.wider
    buttons = (Button(saying.words("Alle jaren"), wider),) if wider else ()
    sources = source_links([one.announced.source for one in every], saying)
    return Reply(
        title, saying.words.language, (*meant, lead, _told_of(window, saying)), sections, sources, buttons=buttons,
        reading=saying.reading(window.path),
    )  # fmt: skip


def _told_of(window: Window, saying: Saying) -> str:
    """Of what time these are, and how many there are at most."""
    words, most = saying.words, MOST_ANNOUNCED
    if window.period is not None:
        period = words.period(window.period)
        return words("Met een datum in deze tijd: {period}; van elk hoogstens {most}.", period=period, most=most)
    if window.wider:
        return words("Dit is van een jaar terug tot een jaar vooruit, van elk hoogstens {most}.", most=most)
    return words("Dit zijn alle jaren, van elk hoogstens {most}.", most=MOST_ANNOUNCED_EVER)


def pledge_lines(one: Pledge, saying: Saying) -> Iterator[Line]:
    """An announcement, and the sentence of a later letter that shows what became of it."""
    yield announced_line(one.announced, saying)
    if one.shown_by is not None:
        yield replace(told_line(one.shown_by, saying, meeting=True), label=saying.words("Later"))
