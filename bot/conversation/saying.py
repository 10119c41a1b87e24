"""Answers and items -> Replies, in the words of one language."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import zip_longest
from urllib.parse import urlencode

from bot.conversation.cards import Cards
from bot.conversation.labels import ACTOR_LABELS
from bot.conversation.reading import asked_and_met, left_out, unheard
from bot.conversation.wishes import codes
from bot.reply import Button, Card, Line, Reply, Section
from bot.words import capital
from briefings.answering.answer import Answer, Outcome
from briefings.answering.excerpt import summarise
from briefings.answering.links import Link as LinkedItem
from briefings.answering.links import Reason
from briefings.model.briefing import Announced, Entry, StoredItem
from briefings.model.document import Kind
from briefings.model.interest import Interest
from briefings.model.item import AgendaItem
from briefings.model.statement import Actor

PAGE = 3  #: items in one answer
MOST_ANNOUNCED = 10  #: of what is to come, and of what is past its day, in one reply
MOST_ANNOUNCED_EVER = 50  #: the same where all years are asked for


class Saying(Cards):
    """What is said; an item in it is shown as a card."""

    def moment(self, moment: LinkedItem, answer: Answer, *, whole: bool = False) -> Card:
        """An item of a timeline with the reason it is there: as a whole card, or with its first sentence."""
        entry = next((found.entry for found in answer.items if found.entry.source.id == moment.item.id), None)
        card = self.card(entry or Entry(moment.item, summarise(moment.item.item)), meeting=True, letter=True)
        if not whole:
            main = [line for line in card.lines if line.is_main] or card.lines
            card = replace(card, lines=tuple(main[:1]))
        why = self._why_there(moment)
        return replace(card, note=", ".join(part for part in (card.note, why) if part))

    def _why_there(self, moment: LinkedItem) -> str | None:
        said = {
            Reason.TITLE: self.words("“{term}” staat in de titel"),
            Reason.TEXT: self.words("“{term}” staat in de tekst"),
            Reason.PAPER: self.words("haalt ook {term} aan"),
        }
        if not moment.reasons:
            return None
        reason, what = moment.reasons[0]
        score = self.words("{score} van 100", score=round(100 * moment.score))
        return f"{said[reason].format(term=what)} ({score})"

    def whole(self, source: StoredItem, links: Sequence[LinkedItem] = ()) -> Reply:
        """An item with every paragraph and footnote, and what another letter about the meeting says of it."""
        item = source.item
        lines = [Line(text, self.words("Status")) for text in (item.status,) if text]
        lines += [Line(text) for text in (item.subtitle,) if text]
        lines += _paragraphs(item)
        notes = tuple(Line(note.text, self.words("Noot {marker}", marker=note.marker)) for note in item.footnotes)
        card = self.item_card(source, tuple(lines), meeting=True)
        sections = (Section(cards=(card,)), *((Section(self.words("Voetnoten"), lines=notes),) if notes else ()))
        sections += self.beside(links)
        title = f"{item.number} {item.title}" if item.number else item.title
        buttons = tuple(self.follow_button(match.slug) for match in item.themes[:2] if match.about)
        return Reply(
            title,
            self.words.language,
            (),
            sections,
            self.sources([source]),
            buttons=buttons,
            reading=self.reading(f"/items/{source.id}"),
            shareable=f"punt #{source.id}",
        )

    def beside(self, links: Sequence[LinkedItem]) -> tuple[Section, ...]:
        """What another letter about the same meeting says of an item: planned before, said after."""
        if not links:
            return ()
        other = links[0].item
        planned = other.kind == Kind.ANNOTATED_AGENDA
        heading = self.words("Vooraf, in de geannoteerde agenda") if planned else self.words("Daarna, in het verslag")
        entry = Entry(other, summarise(other.item, actor=Actor.NETHERLANDS))
        if not entry.summary.positions:
            entry = Entry(other, summarise(other.item))
        return (Section(heading, cards=(self.card(entry),), lines=(Line(self._reasons(links[0])),)),)

    def why(self, answer: Answer) -> Reply:
        """Which words of the question were met, and where, in each item of an answer."""
        where = {
            "title": self.words("in de titel"),
            "theme": self.words("in de tekst, als woord van het thema"),
            "text": self.words("in de tekst"),
            "paper": self.words("als aangehaald stuk"),
        }
        cards = tuple(
            self.item_card(
                found.entry.source,
                tuple(
                    Line(", ".join(match.term for match in found.matched if match.where == place), label)
                    for place, label in where.items()
                    if any(match.where == place for match in found.matched)
                )
                + self.reasons(found.entry, self.today),
                meeting=True,
            )
            for found in answer.items
        )
        lead = [self.words("Ik zocht op: {what}.", what=answer.understood_as or self._actor(answer))]
        lead += asked_and_met(answer, self.words)
        if answer.actor:
            lead.append(self.words("Alleen agendapunten waarin {who} iets zegt.", who=self._actor(answer)))
        lead.append(self.words("Eerst de titel, dan het thema, dan de tekst; daarbinnen het nieuwste eerst."))
        return Reply(self.words("Waarom deze agendapunten?"), self.words.language, tuple(lead), (Section(cards=cards),))

    def commitments(
        self, coming: Sequence[Announced], overdue: Sequence[Announced], name: str | None, wider: str | None
    ) -> Reply:
        """What was promised and announced: still to come, and past its day. `wider`: the command that shows more."""
        title = (
            self.words("Toezeggingen en aankondigingen over {what}", what=name)
            if name
            else self.words("Toezeggingen en aankondigingen")
        )
        told = ((self.words("Komt nog"), coming), (self.words("De termijn is voorbij"), overdue))
        sections = tuple(
            Section(heading, lines=tuple(self.announced(one) for one in announced))
            for heading, announced in told
            if announced
        )
        lead = (
            self.words("Wat in de brieven is aangekondigd met een datum. Of het is gebeurd, weet ik niet.")
            if sections
            else self.words("Er is niets aangekondigd met een datum in deze periode.")
        )
        window = (
            self.words("Dit is van een jaar terug tot een jaar vooruit, van elk hoogstens {most}.", most=MOST_ANNOUNCED)
            if wider
            else self.words("Dit zijn alle jaren, van elk hoogstens {most}.", most=MOST_ANNOUNCED_EVER)
        )
        buttons = (Button(self.words("Alle jaren"), wider),) if wider else ()
        sources = self.sources([one.source for one in (*coming, *overdue)])
        return Reply(title, self.words.language, (lead, window), sections, sources, buttons=buttons)

    def _reasons(self, link: LinkedItem) -> str:
        said = {
            Reason.TITLE: self.words("dezelfde titel"),
            Reason.PAPER: self.words("hetzelfde stuk"),
            Reason.THEMES: self.words("dezelfde thema's"),
            Reason.NUMBER: self.words("hetzelfde nummer"),
            Reason.TEXT: self.words("dezelfde woorden"),
        }
        names = self.words.listing([said[reason] for reason, _ in link.reasons])
        return self.words("Gekoppeld op {reasons} ({score} van 100).", reasons=names, score=round(100 * link.score))

    def answer(self, answer: Answer) -> Reply:
        """What was found; or that nothing was."""
        if answer.outcome is Outcome.NOTHING:
            return self._nothing(answer)
        entries = [found.entry for found in answer.items]
        several = len({entry.source.document_id for entry in entries}) > 1
        name = answer.understood_as or answer.query
        who = self._actor(answer) if answer.actor and not (answer.silent and answer.asks is None) else None
        title = capital(name)
        if who:
            title = self.words("{who} over {what}", who=who, what=name) if answer.understood_as else who
        lead = (*left_out(answer, self.words), *unheard(answer, self._actor(answer), self.words), self._counted(answer))
        return Reply(
            title=title,
            language=self.words.language,
            lead=lead,
            sections=(Section(cards=tuple(self.card(entry, meeting=several, letter=several) for entry in entries)),),
            sources=self.sources([entry.source for entry in entries]),
            buttons=self._answer_buttons(answer),
            reading=self.reading(f"/?{urlencode({'q': answer.query})}"),
            shareable=answer.query,
        )

    def _counted(self, answer: Answer) -> str:
        """How many items there are, and of which meetings: of one only where all of them are."""
        meetings = list(dict.fromkeys(found.entry.source.meeting for found in answer.items))
        count = self.words.count(answer.total, "agendapunt", "agendapunten")
        if answer.more:
            count = self.words("Meer dan {count}", count=count)
        if len(meetings) > 1:
            return self.words("{count} in verschillende Raden", count=count)
        meeting = self.words.meeting(meetings[0])
        if answer.total > len(answer.items) or answer.more:
            return self.words("{count} in alle brieven; deze zijn van de {meeting}", count=count, meeting=meeting)
        return self.words("{count} in de {meeting}", count=count, meeting=meeting)

    def subscription_buttons(self, interests: Sequence[Interest]) -> tuple[Button, ...]:
        """Under a briefing, which several chats may get alike: so they name what it is about, not a subscription."""
        stop = f"stop {codes([Interest(one.subject) for one in interests])}"
        told = ((self.words("Wijzig"), "wijzig"), (self.words("Pauzeer"), "pauzeer"), (self.words("Stop"), stop))
        return tuple(Button(label, command, about=self.interests(interests)) for label, command in told)

    def _nothing(self, answer: Answer) -> Reply:
        offer: tuple[Button, ...] = ()
        lead = [self.words("Over “{query}” staat niets in de brieven die ik ken.", query=answer.query)]
        if answer.offer:
            lead.append(self.words("Bedoelde u misschien {what}?", what=answer.offer))
            offer = (Button(self.words("Zoek {what}", what=answer.offer), answer.offer),)
        return Reply(
            title=self.words("Niets gevonden"),
            language=self.words.language,
            lead=(
                *lead,
                self.words(
                    "Deze thema's ken ik wel: {themes}.", themes=self.labels([t.slug for t in answer.suggestions])
                ),
            ),
            buttons=(
                *offer,
                *(self.theme_button(theme.slug) for theme in answer.suggestions),
                Button(self.words("Alle thema's"), "thema's"),
            ),
        )

    def _answer_buttons(self, answer: Answer) -> tuple[Button, ...]:
        buttons: list[Button] = []
        shown = answer.offset + len(answer.items)
        if shown < answer.total:
            buttons.append(Button(self.words("Meer"), f"meer {shown} {answer.query}"))
        if answer.offset:
            buttons.append(Button(self.words("Vorige"), f"meer {max(0, answer.offset - PAGE)} {answer.query}"))
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
        buttons.append(Button(self.words("Waarom dit?"), f"waarom {answer.query}"))
        return tuple(buttons)

    def _actor(self, answer: Answer) -> str:
        if answer.state or answer.actor is None:
            return answer.state or answer.query
        return self.words(ACTOR_LABELS[answer.actor])


def _paragraphs(item: AgendaItem) -> list[Line]:
    """Every paragraph, the first of a named part with its name."""
    names: dict[int, str] = {}
    for part, following in zip_longest(item.parts, item.parts[1:]):
        end = following.paragraph if following else len(item.paragraphs)
        names[part.paragraph] = part.title if part.paragraph < end else f"{part.title} –"
    return [Line(text, names.get(at), anchor=f"p{at + 1}") for at, text in enumerate(item.paragraphs)]
