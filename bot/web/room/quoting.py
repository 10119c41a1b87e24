"""Sentences and items as pages show them."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace

from bot.conversation.labels import Labels
from bot.conversation.saying import Saying
from bot.conversation.subjects import theme_label
from bot.reply import Link
from bot.web.room.addresses import Addresses, anchor_of
from briefings.answering.excerpt import summarise
from briefings.model.briefing import Announced, Entry, ItemSummary, Sentence, StoredItem
from briefings.model.document import Kind
from briefings.model.item import ItemKind
from briefings.model.meeting import Meeting
from briefings.model.statement import StatementKind

#: How a sentence is coloured.
TONES = {
    StatementKind.DECISION: "decision",
    StatementKind.NO_DECISION: "nothing",
    StatementKind.POSITION: "position",
    StatementKind.COMMITMENT: "announced",
    StatementKind.INFORMATION: "",
}


@dataclass(frozen=True, slots=True)
class Quote:
    """A sentence of a letter, with what it is and where it stands."""

    text: str
    tone: str
    label: str | None
    remark: str | None
    place: Link  #: "I.6, alinea 3" and its address
    item: Link  #: the item it stands in
    meeting: Link


@dataclass(frozen=True, slots=True)
class Shown:
    """An item in a list."""

    title: str
    number: str | None
    url: str
    meeting: Link
    note: str | None  #: that it was only planned, or stands outside the agenda, or was corrected
    planned: bool
    quotes: tuple[Quote, ...] = ()
    why: str | None = None  #: why it is shown


class Quoting:
    """How sentences and items are shown, in one language."""

    def __init__(self, saying: Saying, to: Addresses) -> None:
        self.saying = saying
        self.words = saying.words
        self.to = to

    def shown(self, entry: Entry, *, why: str | None = None) -> Shown:
        """An item with the sentences chosen for it, the heaviest first."""
        summary = entry.summary
        told = (*summary.decisions, *summary.no_decisions, *summary.positions, *summary.lead, *summary.commitments)
        source = entry.source
        return Shown(
            source.item.title,
            source.item.number,
            self.to.item(source.id),
            self.meeting(source),
            self.note(source),
            source.kind == Kind.ANNOTATED_AGENDA.value,
            tuple(self.quote(source, said) for said in told),
            why,
        )

    def summary(self, source: StoredItem) -> Shown:
        """An item with the sentences that tell best what happened."""
        return self.shown(Entry(source, summarise(source.item)))

    def bare(self, source: StoredItem) -> Shown:
        """An item by its title."""
        return self.shown(Entry(source, ItemSummary()))

    def quote(self, source: StoredItem, said: Sentence) -> Quote:
        """A sentence of an item."""
        item, labels = source.item, Labels(self.words)
        planned = source.kind == Kind.ANNOTATED_AGENDA.value
        anchor = anchor_of(item, said)
        where = self.words("alinea {number}", number=said.paragraph + 1)
        numbered = f"{item.number}, {where}" if item.number else where
        title = f"{item.number} {item.title}" if item.number else item.title
        return Quote(
            said.text,
            TONES[said.said.kind] if said.said else "",
            labels.label(said, self.saying.today, planned=planned),
            labels.remark(said),
            Link(numbered, self.to.item(source.id, anchor)),
            Link(title, self.to.item(source.id)),
            self.meeting(source),
        )

    def of_kind(self, sources: Iterable[StoredItem], kind: StatementKind, most: int) -> list[Quote]:
        """The first sentences of a kind in these items; what two letters about a meeting both say stands there once."""
        found: dict[tuple[str, Meeting], Quote] = {}
        for source in sources:
            for statement in source.item.statements:
                said = (source.item.text_of(statement), source.meeting)
                if statement.kind is kind and said not in found:
                    found[said] = self.quote(source, Sentence.of(source.item, statement))
                    if len(found) == most:
                        return list(found.values())
        return list(found.values())

    def announced(self, one: Announced) -> Quote:
        """Something announced, with who announced it in front of it and by when."""
        quote = self.quote(one.source, one.sentence)
        labels = Labels(self.words)
        return Quote(
            quote.text,
            quote.tone,
            labels.when(one.sentence),
            labels.by(one.sentence),
            quote.place,
            quote.item,
            quote.meeting,
        )

    def meeting(self, source: StoredItem) -> Link:
        """The meeting of an item."""
        return Link(self.words.meeting(source.meeting), self.to.meeting(source.meeting))

    def note(self, source: StoredItem) -> str | None:
        """That an item was only planned, stands outside the agenda, or was corrected."""
        words, told = self.words, []
        if source.kind == Kind.ANNOTATED_AGENDA.value:
            told.append(words("geannoteerde agenda"))
        if source.item.kind is ItemKind.SIDE_TOPIC:
            told.append(words("nevenonderwerp van de brief"))
        if source.corrected_on:
            told.append(words("gecorrigeerd op {day}", day=words.day(source.corrected_on)))
        return ", ".join(told) or None

    def themes(self, slugs: Sequence[str]) -> list[Link]:
        """Themes as links."""
        return [Link(theme_label(slug, self.saying), self.to.theme(slug)) for slug in slugs]


def without(shown: Shown, above: Collection[str]) -> Shown:
    """The item without the sentences that stand on the page already, by their addresses."""
    return replace(shown, quotes=tuple(one for one in shown.quotes if one.place.url not in above))
