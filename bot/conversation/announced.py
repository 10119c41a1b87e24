"""What was promised and announced -> Reply."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from bot.commands.asking import Commitments
from bot.conversation.cards import announced_line, source_links, told_line
from bot.conversation.saying import Saying
from bot.reply import Button, Line, Reply, Section
from bot.words import Phrase
from briefings.comparing.kept import Fate, Pledge

MOST_ANNOUNCED = 10  #: of what is to come, and of what is past its day, in one reply
MOST_ANNOUNCED_EVER = 50  #: the same where all years are asked for

#: In the order in which they are told.
FATES = {
    Fate.OPEN: Phrase("Komt nog"),
    Fate.OVERDUE: Phrase("De termijn is voorbij"),
    Fate.PERHAPS: Phrase("Misschien gedaan"),
    Fate.MET: Phrase("Gedaan"),
}


def show_commitments(
    coming: Sequence[Pledge],
    past: Sequence[Pledge],
    name: str | None,
    wider: Commitments | None,
    saying: Saying,
) -> Reply:
    """What was promised and announced: still to come, overdue, and done. `wider`: the command that shows more."""
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
    window = (
        saying.words("Dit is van een jaar terug tot een jaar vooruit, van elk hoogstens {most}.", most=MOST_ANNOUNCED)
        if wider
        else saying.words("Dit zijn alle jaren, van elk hoogstens {most}.", most=MOST_ANNOUNCED_EVER)
    )
    buttons = (Button(saying.words("Alle jaren"), wider),) if wider else ()
    sources = source_links([one.announced.source for one in every], saying)
    return Reply(title, saying.words.language, (lead, window), sections, sources, buttons=buttons)


def pledge_lines(one: Pledge, saying: Saying) -> Iterator[Line]:
    """An announcement, and the sentence of a later letter that shows what became of it."""
    yield announced_line(one.announced, saying)
    if one.shown_by is not None:
        yield replace(told_line(one.shown_by, saying, meeting=True), label=saying.words("Later"))
