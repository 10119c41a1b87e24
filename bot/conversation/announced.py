"""What was promised and announced -> Reply."""

from collections.abc import Sequence

from bot.commands.asking import Commitments
from bot.conversation.cards import announced_line, source_links
from bot.conversation.saying import Saying
from bot.reply import Button, Reply, Section
from briefings.model.briefing import Announced

MOST_ANNOUNCED = 10  #: of what is to come, and of what is past its day, in one reply
MOST_ANNOUNCED_EVER = 50  #: the same where all years are asked for


def show_commitments(
    coming: Sequence[Announced],
    overdue: Sequence[Announced],
    name: str | None,
    wider: Commitments | None,
    saying: Saying,
) -> Reply:
    """What was promised and announced: still to come, and past its day. `wider`: the command that shows more."""
    title = (
        saying.words("Toezeggingen en aankondigingen over {what}", what=name)
        if name
        else saying.words("Toezeggingen en aankondigingen")
    )
    told = ((saying.words("Komt nog"), coming), (saying.words("De termijn is voorbij"), overdue))
    sections = tuple(
        Section(heading, lines=tuple(announced_line(one, saying) for one in announced))
        for heading, announced in told
        if announced
    )
    lead = (
        saying.words("Wat in de brieven is aangekondigd met een datum. Of het is gebeurd, weet ik niet.")
        if sections
        else saying.words("Er is niets aangekondigd met een datum in deze periode.")
    )
    window = (
        saying.words("Dit is van een jaar terug tot een jaar vooruit, van elk hoogstens {most}.", most=MOST_ANNOUNCED)
        if wider
        else saying.words("Dit zijn alle jaren, van elk hoogstens {most}.", most=MOST_ANNOUNCED_EVER)
    )
    buttons = (Button(saying.words("Alle jaren"), wider),) if wider else ()
    sources = source_links([one.source for one in (*coming, *overdue)], saying)
    return Reply(title, saying.words.language, (lead, window), sections, sources, buttons=buttons)
