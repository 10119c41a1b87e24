"""What was promised and announced -> Reply."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from bot.commands.asking import Commitments
from bot.commands.grammar import write_command
from bot.conversation.cards import announced_line, source_links, told_line
from bot.conversation.labels import ACTOR_LABELS, small
from bot.conversation.saying import Saying
from bot.reply import Button, Line, Reply, Section
from bot.words import Phrase
from briefings.comparing.kept import Fate, Pledge
from briefings.model.statement import Actor, Period

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
    by: Actor | None = None  #: whose these are
    outside: int = 0  #: how many there are in other times, where there are none in this


@dataclass(frozen=True, slots=True)
class Shown:
    """The first of some announcements, and how many there are."""

    pledges: Sequence[Pledge]
    count: int
    more: bool  #: there may be more than were counted


@dataclass(frozen=True, slots=True)
class Told:
    """What is told of."""

    coming: Shown
    past: Shown
    undated: Shown  #: what was promised without a day


def show_commitments(told_of: Told, name: str | None, window: Window, saying: Saying) -> Reply:
    """What was promised and announced: still to come, overdue, done; and what was promised without a day."""
    title = (
        saying.words("Toezeggingen en aankondigingen over {what}", what=name)
        if name
        else saying.words("Toezeggingen en aankondigingen")
    )
    if window.by:
        who = small(saying.words(ACTOR_LABELS[window.by]))
        title = (
            saying.words("Aangekondigd door {who}, over {what}", who=who, what=name)
            if name
            else saying.words("Aangekondigd door {who}", who=who)
        )
    every = (*told_of.coming.pledges, *told_of.past.pledges, *told_of.undated.pledges)
    dated = [one for one in every if one.announced.sentence.due or one.fate is not Fate.OPEN]
    told = [(saying.words(heading), [one for one in dated if one.fate is fate]) for fate, heading in FATES.items()]
    told.append((saying.words("Toegezegd zonder datum"), [one for one in every if one not in dated]))
    sections = tuple(
        Section(heading, lines=tuple(line for one in pledges for line in pledge_lines(one, saying)))
        for heading, pledges in told
        if pledges
    )
    lead = (
        saying.words(
            "Aangekondigd met een datum, of toegezegd aan de Kamer. Of het is gedaan, leid ik af uit latere brieven."
        )
        if sections
        else saying.words("Er is niets aangekondigd met een datum in deze periode.")
    )
    meant = [saying.words("Bedoelde u {what}? Dit vond ik:", what=window.mended)] if window.mended else []
    left = [*_left_out(told_of, saying), *_outside(window, saying)]
    wider = window.wider
    buttons = (Button(saying.words("Alle jaren"), wider),) if wider else ()
    sources = source_links([one.announced.source for one in every], saying)
    return Reply(
        title,
        saying.words.language,
        (*meant, lead, _told_of(window, saying), *left),
        sections,
        sources,
        buttons=buttons,
        reading=saying.reading(window.path),
    )


def _told_of(window: Window, saying: Saying) -> str:
    """Of what time these are, and how many there are at most."""
    words, most = saying.words, MOST_ANNOUNCED
    if window.period is not None:
        period = words.period(window.period)
        return words("Met een datum in deze tijd: {period}; van elk hoogstens {most}.", period=period, most=most)
    if window.wider:
        return words("Dit is van een jaar terug tot een jaar vooruit, van elk hoogstens {most}.", most=most)
    return words("Dit zijn alle jaren, van elk hoogstens {most}.", most=MOST_ANNOUNCED_EVER)


def _outside(window: Window, saying: Saying) -> Iterator[str]:
    """That there are some in other times."""
    if window.outside and window.wider:
        count = saying.words.count(window.outside, "aankondiging", "aankondigingen")
        typed = write_command(window.wider)
        yield saying.words("In andere jaren: {count}. Typ {command} om ze te zien.", count=count, command=typed)


def _left_out(told_of: Told, saying: Saying) -> Iterator[str]:
    """How many there are, where not all are shown."""
    words = saying.words
    told = (
        (words("Nog te komen"), told_of.coming),
        (words("Datum voorbij"), told_of.past),
        (words("Zonder datum"), told_of.undated),
    )
    for heading, some in told:
        if some.count > len(some.pledges):
            number = words.number(some.count)
            count = words("meer dan {count}", count=number) if some.more else number
            yield words("{heading}: {shown} van {all}.", heading=heading, shown=len(some.pledges), all=count)


def pledge_lines(one: Pledge, saying: Saying) -> Iterator[Line]:
    """An announcement, and the sentence of a later letter that shows what became of it."""
    yield announced_line(one.announced, saying)
    if one.shown_by is not None:
        yield replace(told_line(one.shown_by, saying, meeting=True), label=saying.words("Later"))
