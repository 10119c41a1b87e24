"""Agenda items as cards: what every reply about letters is made of, in the words of one language."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from bot.conversation.labels import ACTOR_LABELS, Labels
from bot.reply import Button, Card, Line, Link
from bot.words import Phrase, Words
from briefings.answering.wish import speaker_of
from briefings.model.briefing import Announced, Entry, Sentence, StoredItem
from briefings.model.document import Kind
from briefings.model.interest import Interest, Subject, SubjectKind
from briefings.model.item import ItemKind
from briefings.model.statement import Actor
from briefings.reading.formations import label_of
from briefings.themes.catalogue import Catalogue

_LETTERS = {
    Kind.REPORT.value: Phrase("verslag"),
    Kind.ANNOTATED_AGENDA.value: Phrase("geannoteerde agenda"),
}
_ARTICLES = ("De ", "Het", "The")  #: with which a name begins that is no name


class Cards:
    """How items are shown; links lead to the reading room at `base_url`."""

    def __init__(self, words: Words, catalogue: Catalogue, base_url: str, today: date) -> None:
        self.words = words
        self._catalogue = catalogue
        self._base_url = base_url.rstrip("/")
        self.today = today
        self.labels_of = Labels(words)

    def label(self, slug: str) -> str:
        """The theme's name."""
        return self._catalogue.label(slug, self.words.language)

    def labels(self, slugs: Sequence[str]) -> str:
        """The themes' names as a list."""
        return self.words.listing([self.label(slug) for slug in slugs])

    def subject(self, subject: Subject) -> str:
        """What is followed, in words: "migratie", "“ai act”", "dossier 22112", "standpunten van Nederland"."""
        match subject.kind:
            case SubjectKind.THEME:
                return self.label(subject.name)
            case SubjectKind.TERM:
                return f"“{subject.name}”"
            case SubjectKind.DOSSIER:
                return self.words("dossier {number}", number=subject.name)
            case SubjectKind.COUNCIL:
                return self.words("de {council}", council=label_of(subject.name))
            case SubjectKind.POSITIONS:
                actor, state = speaker_of(subject)
                who = state or self.words(ACTOR_LABELS[actor or Actor.NETHERLANDS])
                who = who[:1].lower() + who[1:] if who.startswith(_ARTICLES) else who
                return self.words("standpunten van {who}", who=who)

    def interest(self, interest: Interest) -> str:
        """What is followed, and what of it is not wanted."""
        if not interest.without:
            return self.subject(interest.subject)
        spared = self.words.listing([self.subject(subject) for subject in interest.without])
        return self.words("{what} zonder {spared}", what=self.subject(interest.subject), spared=spared)

    def interests(self, interests: Sequence[Interest]) -> str:
        """The same as a list; exceptions that hold for all are said once, behind it."""
        if len({interest.without for interest in interests}) > 1:
            return self.words.listing([self.interest(interest) for interest in interests])
        named = self.words.listing([self.subject(interest.subject) for interest in interests])
        spared = [self.subject(subject) for interest in interests[:1] for subject in interest.without]
        return self.words("{what} zonder {spared}", what=named, spared=self.words.listing(spared)) if spared else named

    def card(self, entry: Entry, *, meeting: bool = False, letter: bool = False) -> Card:
        """An item with the sentences chosen for it; `letter`: it says which letter it stands in."""
        summary = entry.summary
        told = (summary.lead, summary.decisions, summary.no_decisions, summary.positions, summary.commitments)
        main = next(iter((*summary.decisions, *summary.no_decisions, *summary.positions)), None)
        lines = tuple(
            replace(self._quoted(entry.source, said), is_main=said is main) for sentences in told for said in sentences
        )
        return self.item_card(entry.source, lines, meeting=meeting, letter=letter)

    def reasons(self, entry: Entry, today: date) -> tuple[Line, ...]:
        """Why each labelled sentence of an item has its label: the words by which it was understood."""
        planned = entry.source.kind == Kind.ANNOTATED_AGENDA
        labelled = (
            (said, self.labels_of.label(said, today, planned=planned))
            for said in entry.summary.all_sentences
            if said.said is not None and said.said.seen
        )
        return tuple(
            Line(
                " + ".join(said.said.seen),
                self.words("{label}, omdat", label=label),
                None,
                self._place(entry.source, said),
            )
            for said, label in labelled
            if label is not None and said.said is not None
        )

    def announced(self, one: Announced) -> Line:
        """A commitment with its day and the item it was made in."""
        number = f" {one.source.item.number}" if one.source.item.number else ""
        where = f"{self.words.meeting(one.source.meeting)},{number} {one.source.item.title}"
        by = self.labels_of.by(one.sentence)
        remark = ", ".join(part for part in (by, where) if part)
        return Line(one.sentence.text, self.labels_of.when(one.sentence), remark, self._place(one.source, one.sentence))

    def told(self, one: Announced, *, meeting: bool) -> Line:
        """A sentence by itself, with the item it stands in, and the meeting where several are told of."""
        line = self._quoted(one.source, one.sentence)
        number = f"{one.source.item.number} " if one.source.item.number else ""
        where = f"{self.words.meeting(one.source.meeting)}, " if meeting else ""
        return replace(line, remark="; ".join(filter(None, (line.remark, f"{where}{number}{one.source.item.title}"))))

    def _quoted(self, source: StoredItem, said: Sentence) -> Line:
        labels = self.labels_of
        planned = source.kind == Kind.ANNOTATED_AGENDA
        label = labels.label(said, self.today, planned=planned)
        return Line(said.text, label, labels.remark(said), self._place(source, said))

    def _place(self, source: StoredItem, said: Sentence) -> Link:
        return Link(f"¶{said.paragraph + 1}", f"{self._base_url}/items/{source.id}#p{said.paragraph + 1}")

    def reading(self, path: str) -> Link:
        """Where something stands in the reading room, whole."""
        return Link(self.words("Lees meer"), f"{self._base_url}{path}")

    def sources(self, items: Sequence[StoredItem]) -> tuple[Link, ...]:
        """The official publications of the letters, each once."""
        return tuple(
            {
                item.document_id: Link(self.words("Bron: Kamerstuk {number}", number=item.kamerstuk), item.url)
                for item in items
                if item.url
            }.values()
        )

    def follow_button(self, slug: str) -> Button:
        """Follows a theme."""
        return Button(self.words("Volg {theme}", theme=self.label(slug)), f"volg {slug}")

    def theme_button(self, slug: str) -> Button:
        """Asks for a theme."""
        return Button(self.label(slug), slug)

    def item_card(self, source: StoredItem, lines: tuple[Line, ...], *, meeting: bool, letter: bool = False) -> Card:
        """An item with these lines."""
        return Card(
            title=source.item.title,
            number=source.item.number,
            link=Link(self.words("Lees het hele punt"), f"{self._base_url}/items/{source.id}"),
            lines=lines,
            references=(
                *(
                    Link(self.words("Kamerstuk {number}", number=reference.kamerstuk), reference.url)
                    for reference in source.item.references
                ),
                *(Link(citation.label, citation.url) for citation in source.item.citations if citation.url is not None),
            ),
            note=self._note(source, meeting=meeting, letter=letter),
        )

    def _note(self, source: StoredItem, *, meeting: bool, letter: bool) -> str | None:
        """Which meeting; that an item was only planned, or stands outside the agenda."""
        side = [self.words("nevenonderwerp van de brief")] if source.item.kind is ItemKind.SIDE_TOPIC else []
        told = [self.words.meeting(source.meeting)] if meeting else []
        planned = [self._letter(source, whole=letter)] if letter or source.kind == Kind.ANNOTATED_AGENDA else []
        corrected = (
            [self.words("gecorrigeerd op {day}", day=self.words.day(source.corrected_on))]
            if source.corrected_on
            else []
        )
        return ", ".join([*told, *planned, *side, *corrected]) or None

    def _letter(self, source: StoredItem, *, whole: bool) -> str:
        """ "verslag van 21 maart 2025, Kamerstuk 32317-935"; the kind alone where the letter is named elsewhere."""
        kind = self.words(_LETTERS.get(source.kind, Phrase("brief")))
        if not whole:
            return kind
        day = [self.words.day(source.letter_date)] if source.letter_date else []
        number = [self.words("Kamerstuk {number}", number=source.kamerstuk)] if source.kamerstuk else []
        return ", ".join([self.words("{letter} van {day}", letter=kind, day=day[0]) if day else kind, *number])
