"""What to know before a Council, as a reply."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby
from urllib.parse import urlencode

from bot.commands.asking import ShowMeeting
from bot.commands.comparing import Prepare
from bot.conversation.announced import FATES
from bot.conversation.cards import announced_line, item_card, quoted_line, source_links, told_line
from bot.conversation.labels import SIDE_LABELS
from bot.conversation.saying import Saying
from bot.reply import Button, Card, Line, Link, Reply, Section
from bot.words import Phrase, Words
from briefings.comparing.earlier import EarlierItem, Ground
from briefings.comparing.kept import Fate, Pledge
from briefings.comparing.preparation import PreparedItem
from briefings.comparing.proposals import are_on_two_proposals
from briefings.comparing.sides import side_taken
from briefings.model.briefing import Announced, StoredItem, Turn
from briefings.model.document import Kind
from briefings.model.meeting import Meeting
from briefings.model.statement import Stance, StatementKind

_WHOLE, _SHORT = 20, 3  #: sentences of each kind that are told of an item
_OPEN = FATES | {Fate.OPEN: Phrase("Staat nog open")}
WHY = {
    Ground.TITLE: Phrase("“{term}” staat in de titel"),
    Ground.PAPER: Phrase("haalt ook {term} aan"),
    Ground.TEXT: Phrase("“{term}” staat in de tekst"),
}


@dataclass(frozen=True, slots=True)
class Pack:
    """What is prepared of a meeting: all items of its agenda, or those that somebody follows."""

    meeting_id: int
    meeting: Meeting
    items: tuple[PreparedItem, ...]


def show_preparation(pack: Pack, saying: Saying, *, whole: bool = False, before: Sequence[str] = ()) -> Reply:
    """Each item with what the Netherlands says, and what earlier letters say of it.

    `whole`: with every sentence, for paper; else the first of each kind. `before`: what is said on top.
    """
    words, most = saying.words, _WHOLE if whole else _SHORT
    meeting = words.meeting(pack.meeting)
    sections = groupby(pack.items, key=lambda one: one.planned.item.section)
    return Reply(
        words("Voorbereiding: {meeting}", meeting=meeting),
        words.language,
        (*before, counted(pack, words), caution(words), *as_of(pack, words, saying.today)),
        tuple(
            Section(heading, cards=tuple(_card(one, saying, most, whole_of(pack, one, saying)) for one in items))
            for heading, items in sections
        ),
        source_links([one.planned for one in pack.items], saying),
        buttons=(Button(words("Vergadering"), ShowMeeting(pack.meeting_id)),),
        reading=saying.reading(_path(pack)),
        shareable=Prepare(pack.meeting_id),
    )


def counted(pack: Pack, words: Words) -> str:
    """How many items there are, and with how many of them something was found, perhaps, or nothing."""
    known, perhaps = sum(one.has_past for one in pack.items), sum(one.has_doubts for one in pack.items)
    return words(
        "{items}. Bij {known} vond ik iets in eerdere brieven, bij {perhaps} misschien en bij {nothing} niets.",
        items=words.count(len(pack.items), "agendapunt", "agendapunten"),
        known=known,
        perhaps=perhaps,
        nothing=len(pack.items) - known - perhaps,
    )


def caution(words: Words) -> str:
    """What it cannot know."""
    return words(
        "Wat bij een punt hoort, leid ik af uit titels, namen en stukken. Wat niet zeker is, staat onder “misschien”."
        " Wat eerder heel anders heette, kan ik missen."
    )


def as_of(pack: Pack, words: Words, today: date) -> Iterator[str]:
    """Of which day it speaks: what was said is of before the Council, what is open is of today."""
    if pack.meeting.days and pack.meeting.days[-1] < today:
        yield words("Deze vergadering is geweest. Wat eerder is gezegd en besloten, is van vóór die vergadering.")
    if any(one.open for one in pack.items):
        yield words("Wat openstaat en welke termijn voorbij is: stand van {day}.", day=words.day(today))


def whole_of(pack: Pack, one: PreparedItem, saying: Saying) -> Link:
    """Where all sentences of an item stand."""
    return Link(saying.words("Lees alles"), f"{saying.base_url}{_path(pack)}#{anchor_of(one)}")


def anchor_of(one: PreparedItem) -> str:
    """By which the page of a preparation is entered at an item."""
    return f"punt-{one.planned.id}"


def _path(pack: Pack) -> str:
    return f"/voorbereiding?{urlencode({'vergadering': pack.meeting_id})}"


def nothing_announced(words: Words) -> str:
    """Of an item in whose text no Dutch position is found."""
    return words("In dit punt van de agenda vind ik geen inzet van Nederland.")


def side_heading(one: Announced, words: Words, *, expected: bool) -> str:
    """ "Anderen vorige keer (voor)": whether others are for or against, then or by the agenda."""
    said, side = one.sentence.said, side_taken(one)
    named = words(SIDE_LABELS[side]) if side else ""
    if said is not None and said.stance is Stance.NO_OBJECTION:
        named = words("geen bezwaar")
    if expected:
        return words("Anderen volgens de agenda ({side})", side=named)
    return words("Anderen vorige keer ({side})", side=named)


def earlier_heading(one: Announced, planned: StoredItem, words: Words) -> str:
    """What an earlier sentence is to an item of the agenda: said, only planned, decided, concluded."""
    said = one.sentence.said
    if said is not None and said.kind is StatementKind.DECISION:
        if said.is_conclusion:
            return words("Eerder geconcludeerd door het Voorzitterschap")
        if said.is_noted:
            return words("Eerder kennisgenomen")
        if are_on_two_proposals(one.source, planned):
            return words("Eerder besloten over een ander voorstel")
        return words("Eerder besloten")
    only_planned = one.source.kind == Kind.ANNOTATED_AGENDA.value
    return words("Nederland was eerder van plan") if only_planned else words("Nederland zei eerder")


def turned_heading(turn: Turn, words: Words) -> str:
    """That the Netherlands took another side before."""
    before = side_taken(turn.before)
    told = words("Nederland eerder ({side})", side=words(SIDE_LABELS[before]) if before else "")
    return told if turn.sure else words("{what} (niet zeker)", what=told)


def pledge_heading(one: Pledge, words: Words) -> str:
    """What became of an announcement."""
    return words(_OPEN[one.fate])


def why_perhaps(one: EarlierItem, words: Words) -> str:
    """Ground an item may be on the same."""
    return words(WHY[one.why], term=one.shared)


def _card(one: PreparedItem, saying: Saying, most: int, whole: Link) -> Card:
    """The item; that it stands in the agenda need not be said of each."""
    card = item_card(one.planned, tuple(_lines(one, saying, most, whole)), saying, meeting=False)
    return card if one.planned.corrected_on else replace(card, note=None)


def _lines(one: PreparedItem, saying: Saying, most: int, whole: Link) -> Iterator[Line]:
    words = saying.words
    for at, said in enumerate(one.will_say):
        yield replace(quoted_line(one.planned, said.sentence, saying), is_main=at == 0)
    if not one.will_say:
        yield Line(nothing_announced(words))
    shown = {turn.before for turn in one.turns}
    for turn in one.turns[:most]:
        yield _earlier(turn.before, turned_heading(turn, words), saying)
    before = [said for said in one.said_before if said not in shown]
    for told in (before, one.decided):
        yield from (_earlier(said, earlier_heading(said, one.planned, words), saying) for said in told[:most])
    for pledge in one.open[:most]:
        yield from _pledge(pledge, saying)
    for said in one.sides[:most]:
        yield _earlier(said, side_heading(said, words, expected=False), saying)
    for said in one.expected_sides[:most]:
        line = quoted_line(one.planned, said.sentence, saying)
        yield replace(line, label=side_heading(said, words, expected=True))
    yield from (_perhaps(other, saying) for other in one.perhaps)
    left = sum(max(len(told) - most, 0) for told in (before, one.decided, one.open, one.sides, one.expected_sides))
    if left:
        yield Line(words("En nog {count}.", count=words.count(left, "zin", "zinnen")), source=whole)


def _earlier(one: Announced, heading: str, saying: Saying) -> Line:
    return replace(told_line(one, saying, meeting=True), label=heading)


def _pledge(one: Pledge, saying: Saying) -> Iterator[Line]:
    """An announcement with its day, and the later sentence that may show that it was done."""
    line = announced_line(one.announced, saying)
    remark = "; ".join(part for part in (line.label, line.remark) if part)
    yield replace(line, label=pledge_heading(one, saying.words), remark=remark)
    if one.shown_by is not None:
        yield replace(told_line(one.shown_by, saying, meeting=True), label=saying.words("Later"))


def _perhaps(one: EarlierItem, saying: Saying) -> Line:
    source, words = one.source, saying.words
    number = f"{source.item.number} " if source.item.number else ""
    remark = f"{words.meeting(source.meeting)}; {why_perhaps(one, words)}"
    link = Link(words("Lees het hele punt"), f"{saying.base_url}/items/{source.id}")
    return Line(f"{number}{source.item.title}", words("Misschien ook hierover"), remark, link)
