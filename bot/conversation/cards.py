"""Agenda items as cards: what every reply about letters is made of."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from bot.conversation.labels import SIDE_LABELS, Labels
from bot.conversation.saying import Saying
from bot.reply import Card, Line, Link
from bot.words import Phrase
from briefings.comparing.sides import side_taken
from briefings.model.briefing import Announced, Entry, Sentence, StoredItem, Turn
from briefings.model.document import Kind
from briefings.model.item import ItemKind

_LETTERS = {
    Kind.REPORT.value: Phrase("verslag"),
    Kind.ANNOTATED_AGENDA.value: Phrase("geannoteerde agenda"),
}


def summary_card(entry: Entry, saying: Saying, *, meeting: bool = False, letter: bool = False) -> Card:
    """An item with the sentences chosen for it; `letter`: it says which letter it stands in."""
    summary = entry.summary
    told = (summary.lead, summary.decisions, summary.no_decisions, summary.positions, summary.commitments)
    main = next(iter((*summary.decisions, *summary.no_decisions, *summary.positions)), None)
    lines = tuple(
        replace(quoted_line(entry.source, said, saying), is_main=said is main)
        for sentences in told
        for said in sentences
    )
    turned = tuple(line for turn in entry.turns for line in _turned(turn, entry, saying))
    return item_card(entry.source, (*lines, *turned), saying, meeting=meeting, letter=letter)


def _turned(turn: Turn, entry: Entry, saying: Saying) -> Iterator[Line]:
    """What the Netherlands said before of the same ("Eerder tegen"), behind what it says now if that is not shown."""
    words, before = saying.words, side_taken(turn.before)
    if turn.after.sentence not in entry.summary.positions:
        yield quoted_line(entry.source, turn.after.sentence, saying)
    label = words("Eerder {side}", side=words(SIDE_LABELS[before]) if before else "")
    yield replace(told_line(turn.before, saying, meeting=True), label=label)


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
            place_link(entry.source, said.paragraph, saying),
        )
        for said, label in labelled
        if label is not None and said.said is not None
    )


def announced_line(one: Announced, saying: Saying) -> Line:
    """A commitment with its day and the item it was made in."""
    number = f" {one.source.item.number}" if one.source.item.number else ""
    where = f"{saying.words.meeting(one.source.meeting)},{number} {one.source.item.title}"
    by = Labels(saying.words).by(one.sentence)
    remark = ", ".join(part for part in (by, where) if part)
    return Line(
        one.sentence.text,
        Labels(saying.words).when(one.sentence),
        remark,
        place_link(one.source, one.sentence.paragraph, saying),
    )


def told_line(one: Announced, saying: Saying, *, meeting: bool) -> Line:
    """A sentence by itself, with the item it stands in, and the meeting where several are told of."""
    line = quoted_line(one.source, one.sentence, saying)
    number = f"{one.source.item.number} " if one.source.item.number else ""
    where = f"{saying.words.meeting(one.source.meeting)}, " if meeting else ""
    return replace(line, remark="; ".join(filter(None, (line.remark, f"{where}{number}{one.source.item.title}"))))


def quoted_line(source: StoredItem, said: Sentence, saying: Saying) -> Line:
    """A sentence of an item, with what it is and where it stands."""
    labels = Labels(saying.words)
    planned = source.kind == Kind.ANNOTATED_AGENDA
    label = labels.label(said, saying.today, planned=planned)
    return Line(said.text, label, labels.remark(said), place_link(source, said.paragraph, saying))


def place_link(source: StoredItem, paragraph: int, saying: Saying) -> Link:
    """A paragraph of an item, by its index."""
    return Link(f"¶{paragraph + 1}", f"{saying.base_url}/items/{source.id}#p{paragraph + 1}")


def source_links(items: Sequence[StoredItem], saying: Saying) -> tuple[Link, ...]:
    """The official publications of the letters, each once."""
    return tuple(
        {
            item.document_id: Link(saying.words("Bron: Kamerstuk {number}", number=item.kamerstuk), item.url)
            for item in items
            if item.url
        }.values()
    )


def item_card(
    source: StoredItem, lines: tuple[Line, ...], saying: Saying, *, meeting: bool, letter: bool = False
) -> Card:
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
            *(Link(citation.label, citation.url) for citation in source.item.cited if citation.url is not None),
        ),
        note=_note(source, saying, meeting=meeting, letter=letter),
    )


def _note(source: StoredItem, saying: Saying, *, meeting: bool, letter: bool) -> str | None:
    """Which meeting; that an item was only planned, or stands outside the agenda."""
    side = [saying.words("nevenonderwerp van de brief")] if source.item.kind is ItemKind.SIDE_TOPIC else []
    told = [saying.words.meeting(source.meeting)] if meeting else []
    planned = [letter_name(source, saying, whole=letter)] if letter or source.kind == Kind.ANNOTATED_AGENDA else []
    corrected = (
        [saying.words("gecorrigeerd op {day}", day=saying.words.day(source.corrected_on))]
        if source.corrected_on
        else []
    )
    return ", ".join([*told, *planned, *side, *corrected]) or None


def letter_name(source: StoredItem, saying: Saying, *, whole: bool = True) -> str:
    """ "verslag van 21 maart 2025, Kamerstuk 32317-935"; the kind alone where the letter is named elsewhere."""
    words = saying.words
    kind = words(_LETTERS.get(source.kind, Phrase("brief")))
    if not whole:
        return kind
    dated = words("{letter} van {day}", letter=kind, day=words.day(source.letter_date)) if source.letter_date else kind
    number = [words("Kamerstuk {number}", number=source.kamerstuk)] if source.kamerstuk else []
    return ", ".join([dated, *number])
