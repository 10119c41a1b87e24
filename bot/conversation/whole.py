"""An item whole, and the items of a timeline."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import zip_longest

from bot.commands.asking import ShowItem
from bot.conversation.cards import item_card, source_links, summary_card
from bot.conversation.elsewhere import elsewhere_line
from bot.conversation.saying import Saying
from bot.conversation.subjects import follow_button
from bot.reply import Card, Line, Reply, Section
from briefings.answering.answer import Answer
from briefings.answering.excerpt import summarise
from briefings.answering.links import Reason
from briefings.answering.links import RelatedItem as LinkedItem
from briefings.model.briefing import Entry, StoredItem
from briefings.model.document import Kind
from briefings.model.item import AgendaItem
from briefings.model.statement import Actor
from storage.radar import AlsoIn


def whole_item(source: StoredItem, links: Sequence[LinkedItem], saying: Saying, also: Sequence[AlsoIn] = ()) -> Reply:
    """An item whole, what another letter about the meeting says of it, and where other Councils have its papers."""
    item = source.item
    lines = [Line(text, saying.words("Status")) for text in (item.status,) if text]
    lines += [Line(text) for text in (item.subtitle,) if text]
    lines += _paragraphs(item)
    notes = tuple(Line(note.text, saying.words("Noot {marker}", marker=note.marker)) for note in item.footnotes)
    card = item_card(source, tuple(lines), saying, meeting=True)
    sections = (Section(cards=(card,)), *((Section(saying.words("Voetnoten"), lines=notes),) if notes else ()))
    sections += beside(links, saying)
    if also:
        lines = [elsewhere_line(one.source, (one.paper,), saying) for one in also]
        sections += (Section(saying.words("Ook in een andere Raad"), lines=tuple(lines)),)
    title = f"{item.number} {item.title}" if item.number else item.title
    buttons = tuple(follow_button(match.slug, saying) for match in item.themes[:2] if match.about)
    return Reply(
        title,
        saying.words.language,
        (),
        sections,
        source_links([source], saying),
        buttons=buttons,
        reading=saying.reading(f"/items/{source.id}"),
        shareable=ShowItem(source.id),
    )


def beside(links: Sequence[LinkedItem], saying: Saying) -> tuple[Section, ...]:
    """What another letter about the same meeting says of an item: planned before, said after."""
    if not links:
        return ()
    other = links[0].item
    planned = other.kind == Kind.ANNOTATED_AGENDA
    heading = saying.words("Vooraf, in de geannoteerde agenda") if planned else saying.words("Daarna, in het verslag")
    entry = Entry(other, summarise(other.item, actor=Actor.NETHERLANDS))
    if not entry.summary.positions:
        entry = Entry(other, summarise(other.item))
    return (Section(heading, cards=(summary_card(entry, saying),), lines=(Line(_joined_on(links[0], saying)),)),)


def _joined_on(link: LinkedItem, saying: Saying) -> str:
    said = {
        Reason.TITLE: saying.words("dezelfde titel"),
        Reason.PAPER: saying.words("hetzelfde stuk"),
        Reason.THEMES: saying.words("dezelfde thema's"),
        Reason.NUMBER: saying.words("hetzelfde nummer"),
        Reason.TEXT: saying.words("dezelfde woorden"),
    }
    names = saying.words.listing([said[reason] for reason, _ in link.reasons])
    return saying.words("Gekoppeld op {reasons} ({score} van 100).", reasons=names, score=round(100 * link.score))


def moment_card(moment: LinkedItem, answer: Answer, saying: Saying, *, whole: bool = False) -> Card:
    """An item of a timeline with the reason it is there: as a whole card, or with its first sentence."""
    entry = next((found.entry for found in answer.items if found.entry.source.id == moment.item.id), None)
    entry = entry or Entry(moment.item, summarise(moment.item.item))
    card = summary_card(entry, saying, meeting=True, letter=True)
    if not whole:
        main = [line for line in card.lines if line.is_main] or card.lines
        card = replace(card, lines=tuple(main[:1]))
    why = why_there(moment, saying)
    return replace(card, note=", ".join(part for part in (card.note, why) if part))


def why_there(moment: LinkedItem, saying: Saying) -> str | None:
    """Why an item stands in a timeline, and how sure that is."""
    said = {
        Reason.TITLE: saying.words("“{term}” staat in de titel"),
        Reason.TEXT: saying.words("“{term}” staat in de tekst"),
        Reason.PAPER: saying.words("haalt ook {term} aan"),
    }
    if not moment.reasons:
        return None
    reason, what = moment.reasons[0]
    score = saying.words("{score} van 100", score=round(100 * moment.score))
    return f"{said[reason].format(term=what)} ({score})"


def _paragraphs(item: AgendaItem) -> list[Line]:
    """Every paragraph, the first of a named part with its name."""
    names: dict[int, str] = {}
    for part, following in zip_longest(item.parts, item.parts[1:]):
        end = following.paragraph if following else len(item.paragraphs)
        names[part.paragraph] = part.title if part.paragraph < end else f"{part.title} –"
    return [Line(text, names.get(at), anchor=f"p{at + 1}") for at, text in enumerate(item.paragraphs)]
