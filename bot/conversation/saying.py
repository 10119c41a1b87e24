"""Domain objects -> the parts of a Reply, in the words of one language."""

from collections.abc import Sequence
from itertools import zip_longest

from bot.reply import Button, Card, Line, Link, Reply, Section
from bot.words import Words
from briefings.answering.answer import Answer, Outcome
from briefings.model.briefing import Briefing, Entry, StoredItem
from briefings.model.item import AgendaItem, ItemKind
from briefings.model.statement import Actor
from briefings.model.subscription import Subscription
from briefings.themes.catalogue import Catalogue

_ACTOR_LABELS = {
    Actor.NETHERLANDS: "Nederland",
    Actor.CABINET: "Het kabinet",
    Actor.COMMISSION: "De Commissie",
    Actor.PRESIDENCY: "Het Voorzitterschap",
    Actor.COUNCIL: "De Raad",
    Actor.MEMBER_STATES: "Lidstaten",
}


class Saying:
    """How things are said in one language; links lead to the reading room at `base_url`."""

    def __init__(self, words: Words, catalogue: Catalogue, base_url: str) -> None:
        self.words = words
        self._catalogue = catalogue
        self._base_url = base_url.rstrip("/")

    def label(self, slug: str) -> str:
        """The theme's name."""
        return self._catalogue.label(slug, self.words.language)

    def labels(self, slugs: Sequence[str]) -> str:
        """The themes' names as a list."""
        return self.words.listing([self.label(slug) for slug in slugs])

    def card(self, entry: Entry, *, meeting: bool = False) -> Card:
        """An item with the sentences chosen for it."""
        summary = entry.summary
        lines = [Line(text) for text in summary.lead]
        lines += [Line(text, self.words("Besluit")) for text in summary.decisions]
        lines += [Line(text, self.words("Nederland")) for text in summary.positions]
        lines += [
            Line(said.text, self.words("Komt nog"), self.words.period(said.due) if said.due else None)
            for said in summary.commitments
        ]
        return self._card(entry.source, tuple(lines), meeting=meeting)

    def title_card(self, source: StoredItem, *, meeting: bool = False) -> Card:
        """An item by its title only."""
        return self._card(source, (), meeting=meeting)

    def whole(self, source: StoredItem) -> Reply:
        """An item with every paragraph and footnote."""
        item = source.item
        lines = [Line(text, self.words("Status")) for text in (item.status,) if text]
        lines += [Line(text) for text in (item.subtitle,) if text]
        lines += _paragraphs(item)
        notes = tuple(Line(note.text, self.words("Noot {marker}", marker=note.marker)) for note in item.footnotes)
        card = self._card(source, tuple(lines), meeting=True)
        sections = (Section(cards=(card,)), *((Section(self.words("Voetnoten"), lines=notes),) if notes else ()))
        title = f"{item.number} {item.title}" if item.number else item.title
        buttons = tuple(self.follow_button(match.slug) for match in item.themes[:2] if match.about)
        return Reply(
            title,
            self.words.language,
            (),
            sections,
            self.sources([source]),
            buttons=buttons,
            shareable=f"punt #{source.id}",
        )

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

    def answer(self, answer: Answer) -> Reply:
        """What was found; or that nothing was."""
        if answer.outcome is Outcome.NOTHING:
            return self._nothing(answer)
        entries = [found.entry for found in answer.items]
        meetings = {entry.source.meeting for entry in entries}
        several = len(meetings) > 1
        name = answer.understood_as or answer.query
        title = (
            self.words("{who} over {what}", who=self._actor(answer.actor), what=name)
            if answer.actor
            else _capital(name)
        )
        count = self.words.count(answer.total, "agendapunt", "agendapunten")
        where = (
            self.words("{count} in verschillende Raden", count=count)
            if several
            else self.words(
                "{count} in de {meeting}", count=count, meeting=self.words.meeting(entries[0].source.meeting)
            )
        )
        lead = [where]
        if answer.outcome is Outcome.CORRECTED:
            lead.insert(0, self.words("Bedoelde u {what}? Dit vond ik:", what=name))
        return Reply(
            title=title,
            language=self.words.language,
            lead=tuple(lead),
            sections=(Section(cards=tuple(self.card(entry, meeting=several) for entry in entries)),),
            sources=self.sources([entry.source for entry in entries]),
            buttons=self._answer_buttons(answer),
            shareable=answer.query,
        )

    def briefing(self, briefing: Briefing, subscription: Subscription | None) -> Reply:
        """What is new per theme, and what is to come."""
        _, week, _ = briefing.day.isocalendar()
        sections = [
            Section(_capital(self.label(group.theme)), tuple(self.card(entry, meeting=True) for entry in group.entries))
            for group in briefing.groups
        ]
        if briefing.quiet:
            sections.append(
                Section(lines=(Line(self.words("Niets nieuws over {themes}.", themes=self.labels(briefing.quiet))),))
            )
        if briefing.upcoming:
            lines = tuple(
                Line(a.sentence.text, self.words.period(a.sentence.due) if a.sentence.due else None)
                for a in briefing.upcoming
            )
            sections.append(Section(self.words("Wat komt er aan"), lines=lines))
        footer = None
        buttons: tuple[Button, ...] = ()
        if subscription:
            footer = self.words("U krijgt dit {schedule}.", schedule=self.words.schedule(subscription.schedule))
            buttons = self.subscription_buttons(paused=False)
        return Reply(
            title=self.words("JBZ-briefing, week {week} van {year}", week=week, year=briefing.day.isocalendar().year),
            language=self.words.language,
            lead=(self._contents(briefing),),
            sections=tuple(sections),
            sources=self.sources(briefing.letters),
            footer=footer,
            buttons=buttons,
        )

    def subscription_buttons(self, *, paused: bool) -> tuple[Button, ...]:
        """Changes what is followed."""
        pause = Button(self.words("Hervat"), "hervat") if paused else Button(self.words("Pauzeer"), "pauzeer")
        return (Button(self.words("Wijzig"), "wijzig"), pause, Button(self.words("Stop"), "stop"))

    def _contents(self, briefing: Briefing) -> str:
        if not briefing.entries:
            return self.words("Er is niets nieuws op de thema's die u volgt.")
        new = self.words.count(len(briefing.entries), "agendapunt", "agendapunten")
        if not briefing.first:
            new = self.words.count(len(briefing.entries), "nieuw agendapunt", "nieuwe agendapunten")
        parts = [self.words.count(len(briefing.groups), "thema", "thema's"), new]
        if briefing.decision_count:
            parts.append(self.words.count(briefing.decision_count, "besluit", "besluiten"))
        if briefing.upcoming:
            parts.append(self.words.count(len(briefing.upcoming), "toezegging", "toezeggingen"))
        return ", ".join(parts)

    def _nothing(self, answer: Answer) -> Reply:
        return Reply(
            title=self.words("Niets gevonden"),
            language=self.words.language,
            lead=(
                self.words("Over “{query}” staat niets in de brieven die ik ken.", query=answer.query),
                self.words(
                    "Deze thema's ken ik wel: {themes}.", themes=self.labels([t.slug for t in answer.suggestions])
                ),
            ),
            buttons=(
                *(self.theme_button(theme.slug) for theme in answer.suggestions),
                Button(self.words("Alle thema's"), "thema's"),
            ),
        )

    def _answer_buttons(self, answer: Answer) -> tuple[Button, ...]:
        buttons: list[Button] = []
        shown = answer.offset + len(answer.items)
        if shown < answer.total:
            buttons.append(Button(self.words("Meer"), f"meer {shown} {answer.query}"))
        buttons += [
            Button(
                self.words(
                    "Lees {number}", number=found.entry.source.item.number or found.entry.source.item.title[:20]
                ),
                f"punt #{found.entry.source.id}",
            )
            for found in answer.items[:3]
        ]
        if answer.theme:
            buttons += [
                self.follow_button(answer.theme.slug),
                Button(self.words("Tijdlijn"), f"tijdlijn {answer.theme.slug}"),
            ]
        return tuple(buttons)

    def _card(self, source: StoredItem, lines: tuple[Line, ...], *, meeting: bool) -> Card:
        return Card(
            title=source.item.title,
            number=source.item.number,
            link=Link(self.words("Lees het hele punt"), f"{self._base_url}/items/{source.id}"),
            lines=lines,
            references=tuple(
                Link(self.words("Kamerstuk {number}", number=reference.kamerstuk), reference.url)
                for reference in source.item.references
            ),
            note=self._note(source, meeting=meeting),
        )

    def _note(self, source: StoredItem, *, meeting: bool) -> str | None:
        """Which meeting, and that an item stands outside its agenda."""
        side = [self.words("nevenonderwerp van de brief")] if source.item.kind is ItemKind.SIDE_TOPIC else []
        told = [self.words.meeting(source.meeting)] if meeting else []
        return ", ".join([*told, *side]) or None

    def _actor(self, actor: Actor) -> str:
        return self.words(_ACTOR_LABELS[actor]) if actor in _ACTOR_LABELS else actor.value


def _paragraphs(item: AgendaItem) -> list[Line]:
    """Every paragraph, the first of a named part with its name."""
    lines = [Line(text) for text in item.paragraphs[: item.parts[0].paragraph if item.parts else None]]
    for part, following in zip_longest(item.parts, item.parts[1:]):
        end = following.paragraph if following else len(item.paragraphs)
        first, *rest = item.paragraphs[part.paragraph : end] or ("–",)
        lines += [Line(first, part.title), *map(Line, rest)]
    return lines


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
