"""Agenda items as cards: what every reply about letters is made of."""

from collections.abc import Sequence
from dataclasses import replace

from bot.conversation.labels import Labels
from bot.conversation.saying import Saying
from bot.reply import Card, Line, Link
from briefings.model.briefing import Announced, Entry, Sentence, StoredItem
from briefings.model.document import Kind
from briefings.model.item import ItemKind


def summary_card(entry: Entry, saying: Saying, *, meeting: bool = False) -> Card:
    """An item with the sentences chosen for it."""
    summary = entry.summary
    told = (summary.lead, summary.decisions, summary.no_decisions, summary.positions, summary.commitments)
    main = next(iter((*summary.decisions, *summary.no_decisions, *summary.positions)), None)
    lines = tuple(
        replace(_quoted(entry.source, said, saying), is_main=said is main) for sentences in told for said in sentences
    )
    return item_card(entry.source, lines, saying, meeting=meeting)


def reasons(entry: Entry, saying: Saying) -> tuple[Line, ...]:
    """Why each labelled sentence of an item has its label: the words by which it was understood."""
    planned = entry.source.kind == Kind.ANNOTATED_AGENDA
    labelled = (
        (said, Labels(saying.words).label(said, saying.today, planned=planned))
        for said in entry.summary.all_sentences
        if said.said is not None and said.said.seen
    )
    return tuple(
        Line(
            " + ".join(said.said.seen),
            saying.words("{label}, omdat", label=label),
            None,
            _place(entry.source, said, saying),
        )
        for said, label in labelled
        if label is not None and said.said is not None
    )


def title_card(source: StoredItem, saying: Saying, *, meeting: bool = False) -> Card:
    """An item by its title only."""
    return item_card(source, (), saying, meeting=meeting)


def announced_line(one: Announced, saying: Saying) -> Line:
    """A commitment with its day and the item it was made in."""
    number = f" {one.source.item.number}" if one.source.item.number else ""
    where = f"{saying.words.meeting(one.source.meeting)},{number} {one.source.item.title}"
    by = Labels(saying.words).by(one.sentence)
    remark = ", ".join(part for part in (by, where) if part)
    return Line(
        one.sentence.text, Labels(saying.words).when(one.sentence), remark, _place(one.source, one.sentence, saying)
    )


def _quoted(source: StoredItem, said: Sentence, saying: Saying) -> Line:
    labels = Labels(saying.words)
    planned = source.kind == Kind.ANNOTATED_AGENDA
    label = labels.label(said, saying.today, planned=planned)
    return Line(said.text, label, labels.remark(said), _place(source, said, saying))


def _place(source: StoredItem, said: Sentence, saying: Saying) -> Link:
    return Link(f"¶{said.paragraph + 1}", f"{saying.base_url}/items/{source.id}#p{said.paragraph + 1}")


def source_links(items: Sequence[StoredItem], saying: Saying) -> tuple[Link, ...]:
    """The official publications of the letters, each once."""
    return tuple(
        {
            item.document_id: Link(saying.words("Bron: Kamerstuk {number}", number=item.kamerstuk), item.url)
            for item in items
            if item.url
        }.values()
    )


def item_card(source: StoredItem, lines: tuple[Line, ...], saying: Saying, *, meeting: bool) -> Card:
    """An item with these lines."""
    return Card(
        title=source.item.title,
        number=source.item.number,
        link=Link(saying.words("Lees het hele punt"), f"{saying.base_url}/items/{source.id}"),
        lines=lines,
        references=(
            *(
                Link(saying.words("Kamerstuk {number}", number=reference.kamerstuk), reference.url)
                for reference in source.item.references
            ),
            *(Link(citation.label, citation.url) for citation in source.item.citations if citation.url is not None),
        ),
        note=_note(source, saying, meeting=meeting),
    )


def _note(source: StoredItem, saying: Saying, *, meeting: bool) -> str | None:
    """Which meeting; that an item was only planned, or stands outside the agenda."""
    side = [saying.words("nevenonderwerp van de brief")] if source.item.kind is ItemKind.SIDE_TOPIC else []
    told = [saying.words.meeting(source.meeting)] if meeting else []
    planned = [saying.words("geannoteerde agenda")] if source.kind == Kind.ANNOTATED_AGENDA else []
    corrected = (
        [saying.words("gecorrigeerd op {day}", day=saying.words.day(source.corrected_on))]
        if source.corrected_on
        else []
    )
    return ", ".join([*told, *planned, *side, *corrected]) or None
