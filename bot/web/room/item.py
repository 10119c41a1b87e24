"""An agenda item whole: every paragraph and sentence with its own address, who says what, notes, what is beside it."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from bot.conversation.labels import ACTOR_LABELS, Labels
from bot.conversation.whole import beside as beside_of
from bot.reply import Link
from bot.web.room.choices import Choice
from bot.web.room.links import comparisons
from bot.web.room.meetings import letter_data
from bot.web.room.passages import Paragraph, notes_of, paragraphs_of
from bot.web.room.quoting import Shown
from bot.web.room.shelf import Elsewhere, Missing, Page, PageContext
from bot.words import Words
from briefings.answering.excerpt import summarise
from briefings.model.briefing import Entry, Sentence, StoredItem
from briefings.model.document import Kind
from briefings.model.reference import CitationKind
from briefings.model.statement import Actor
from storage import items as kept_items
from storage.radar import kept_also_in
from storage.reading import items, letters
from storage.reading.letters import Letter

EVERYBODY = "iedereen"
_MOST_DIGITS = 9  #: of an id; a longer one fits no database
_DESCRIPTION = 300  #: characters shown where a link is previewed


@dataclass(frozen=True, slots=True)
class Cited:
    """A paper, motion or law that the item cites; one without an address has none known."""

    label: str
    url: str | None


def item_page(desk: PageContext, told: str) -> Page:
    """An item by its id as an address has it."""
    source = _find(desk, told)
    item, words, quoting, database = source.item, desk.words, desk.quoting, desk.shelf.database
    letter = letters.letter_of(desk.session, source)
    marked = _marked(desk)
    before, after = letters.neighbours(desk.session, source)
    beside = desk.shelf.answering.counterparts(source)
    title = f"{item.number} {item.title}" if item.number else item.title
    summary = summarise(item)
    first = next(iter((*summary.decisions, *summary.positions, *summary.lead)), None)
    return Page(
        "item",
        title,
        desk.to.item(source.id),
        {
            "source": source,
            "item": item,
            "kind": kind_of(letter, words),
            "letter": letter,
            "meeting": quoting.meeting(source),
            "note": quoting.note(source),
            "brief": _brief(quoting.shown(Entry(source, summary)), source),
            "paragraphs": _paragraphs(desk, source, marked),
            "notes": notes_of(item),
            "speakers": _speakers(desk, source, marked),
            "marked": marked,
            "cited": _cited(source, words),
            "themes": quoting.themes([match.slug for match in item.themes if match.about]),
            "mentioned": quoting.themes([match.slug for match in item.themes if not match.about]),
            "under": [quoting.summary(one) for one in items.under(desk.session, source)],
            "earlier": _beside(desk, before),
            "later": _beside(desk, after),
            "beside_items": [quoting.summary(link.item) for link in beside[:2]],
            "reasons": [beside_of([link], desk.saying)[0].lines[0].text for link in beside[:2]],
            "elsewhere": [(one.paper, quoting.summary(one.source)) for one in kept_also_in(database, source)],
            "compared": comparisons(desk, theme=_heaviest(source), meeting=source.meeting),
            "citation": citation(source, letter, words),
        },
        first.text[:_DESCRIPTION] if first else None,
        data=_data(source, letter),
    )


def _brief(shown: Shown, source: StoredItem) -> Shown | None:
    """What tells most of the item; None when that is all there is to read."""
    return shown if len(shown.quotes) < len(source.item.statements) else None


def kind_of(letter: Letter, words: Words) -> str:
    """ "Verslag", "Geannoteerde agenda"."""
    return {
        Kind.REPORT: words("Verslag"),
        Kind.ANNOTATED_AGENDA: words("Geannoteerde agenda"),
        Kind.NOTICE: words("Mededeling"),
    }[letter.kind]


def citation(source: StoredItem, letter: Letter, words: Words) -> str:
    """How an item is cited in a note: "Kamerstuk 32317-935, Verslag …, agendapunt I.6 (“…”)"."""
    item = source.item
    paper = words("Kamerstuk {number}", number=letter.kamerstuk) if letter.kamerstuk else letter.document_number
    day = words("brief van {day}", day=words.day(letter.day)) if letter.day else None
    number = words("agendapunt {number}", number=item.number) if item.number else None
    where = f"{kind_of(letter, words)} {words.meeting(source.meeting)}"
    title = f"{number} (“{item.title}”)" if number else f"“{item.title}”"
    return ", ".join(part for part in (paper, where, day, title) if part)


def _find(desk: PageContext, told: str) -> StoredItem:
    if not (told.isascii() and told.isdigit() and len(told) <= _MOST_DIGITS):
        raise Missing
    source = kept_items.item(desk.shelf.database, int(told))
    if source is None:
        raise Missing
    if str(source.id) != told:
        raise Elsewhere(desk.to.item(source.id))
    return source


def _marked(desk: PageContext) -> str | None:
    """Whose sentences are marked: an actor, everybody, or nobody's."""
    asked = desk.text("markeer", 40)
    return asked if asked == EVERYBODY or asked in {actor.value for actor in Actor} else None


def _paragraphs(desk: PageContext, source: StoredItem, marked: str | None) -> Sequence[Paragraph]:
    labels = Labels(desk.words)
    planned = source.kind == Kind.ANNOTATED_AGENDA.value

    def label(said: Sentence) -> str | None:
        return labels.label(said, desk.shelf.today(), planned=planned)

    def who(actor: Actor | None, named: str | None) -> str | None:
        if actor is None:
            return None
        return named or (desk.words(ACTOR_LABELS[actor]) if actor in ACTOR_LABELS else None)

    return paragraphs_of(source.item, label, who, None if marked == EVERYBODY else marked)


def _speakers(desk: PageContext, source: StoredItem, marked: str | None) -> list[Choice]:
    """Who speaks in the item, with how many sentences; each a link that marks them, or takes the marks away."""
    counts = Counter(said.actor for said in source.item.statements if said.actor in ACTOR_LABELS)
    if not counts:
        return []
    address = f"/items/{source.id}"
    told = [(EVERYBODY, desk.words("Iedereen"), sum(counts.values()))]
    told += [
        (actor.value, desk.words(ACTOR_LABELS[actor]), count)
        for actor, count in counts.most_common()
        if actor is not None
    ]
    return [
        Choice(
            f"{name} ({count})",
            desk.to(address, markeer=None if marked == value else value) + "#tekst",
            marked == value,
        )
        for value, name, count in told
    ]


def _cited(source: StoredItem, words: Words) -> list[Cited]:
    """What an item cites; of laws that it only names those of which is known which they are."""
    papers = [
        Cited(words("Kamerstuk {number}", number=reference.kamerstuk), reference.url)
        for reference in source.item.references
    ]
    named = [one for one in source.item.citations if one.url or one.kind is not CitationKind.NAMED_LAW]
    return list(dict.fromkeys([*papers, *(Cited(one.label, one.url) for one in named)]))


def _beside(desk: PageContext, other: StoredItem | None) -> Link | None:
    if other is None:
        return None
    number = f"{other.item.number} " if other.item.number else ""
    return Link(f"{number}{other.item.title}", desk.to.item(other.id))


def _heaviest(source: StoredItem) -> str | None:
    """The theme that the item is most about."""
    return next((match.slug for match in source.item.themes if match.about), None)


def _data(source: StoredItem, letter: Letter) -> dict[str, Any]:
    return {
        "@context": "https://schema.org",
        "@type": "CreativeWork",
        "name": source.item.title,
        "inLanguage": "nl",
        "isPartOf": letter_data(letter),
        **({"position": source.item.number} if source.item.number else {}),
        "citation": [reference.url for reference in source.item.references],
    }
