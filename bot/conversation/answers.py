"""Answers -> Replies."""

from urllib.parse import urlencode

from bot.commands.asking import Ask, ListThemes, MorePage, ShowItem, Timeline, Why
from bot.conversation.cards import item_card, reasons, source_links, summary_card
from bot.conversation.reading import asked_and_met, left_out, looked_in, speaker, taken_for, unheard, whether
from bot.conversation.saying import Saying, heading
from bot.conversation.subjects import follow_button, theme_button, theme_labels
from bot.reply import Button, Line, Reply, Section
from bot.words import Phrase
from briefings.answering.answer import Answer, Outcome
from briefings.answering.question import Question, Which, read_question
from briefings.errors import NotUnderstood
from briefings.language.fold import fold
from briefings.language.periods import split_time
from briefings.language.tokens import words as folded_words
from briefings.model.theme import Theme
from briefings.themes.match import resembling

PAGE = 3  #: items in one answer


def show_answer(answer: Answer, saying: Saying) -> Reply:
    """What was found; or that nothing was."""
    question = read_question(answer.query, saying.today)
    if answer.outcome is Outcome.NOTHING and question.which is Which.NEXT:
        raise no_next()
    if answer.outcome is Outcome.NOTHING:
        return _nothing(answer, question, saying)
    entries = [found.entry for found in answer.items]
    several = len({entry.source.document_id for entry in entries}) > 1
    unnumbered = not any(entry.source.url for entry in entries)  # no link below says which letter it is
    name, who = answer.understood_as or answer.query, speaker(answer, saying.words)
    title = heading(name)
    if answer.actor and not (answer.silent and answer.asks is None):
        title = heading(saying.words("{who} over {what}", who=who, what=name)) if answer.understood_as else heading(who)
    read = (
        *taken_for(answer.nearest, answer.period, saying.words),
        *whether(answer, saying.words),
        *left_out(answer, saying.words),
        *unheard(answer, saying.words),
    )
    return Reply(
        title=title,
        language=saying.words.language,
        lead=(*read, _counted(answer, question, saying)),
        sections=(
            Section(
                cards=tuple(
                    summary_card(entry, saying, meeting=several, letter=several or unnumbered) for entry in entries
                )
            ),
        ),
        sources=source_links([entry.source for entry in entries], saying),
        buttons=_answer_buttons(answer, saying),
        reading=saying.reading(f"/?{urlencode({'q': answer.query})}"),
        shareable=Ask(answer.query),
    )


def no_next(announced: str = "") -> NotUnderstood:
    """That no letter is known of a Council to come, and when it is, where another letter announces it."""
    if announced:
        return NotUnderstood(
            "Van een volgende Raad heb ik nog geen brief. Een andere brief noemt wel de {meeting}.", meeting=announced
        )
    return NotUnderstood("Van een volgende Raad heb ik nog geen brief. Typ raad voor de laatste.")


def _counted(answer: Answer, question: Question, saying: Saying) -> str:
    """How many items there are, where they were looked for, and of which meetings: one only where all are of it."""
    words = saying.words
    meetings = list(dict.fromkeys(found.entry.source.meeting for found in answer.items))
    count = words.count(answer.total, "agendapunt", "agendapunten")
    if answer.more:
        count = words("Meer dan {count}", count=count)
    if len(meetings) > 1:
        return words("{count} in verschillende Raden", count=count)
    meeting = words.meeting(meetings[0])
    if question.which or ((answer.total <= len(answer.items)) and not answer.more):
        return words("{count} in de {meeting}", count=count, meeting=meeting)
    if question.since or question.until:
        return words("{count} in die tijd; deze zijn van de {meeting}", count=count, meeting=meeting)
    if question.council:
        return words("{count} van die Raad; deze zijn van de {meeting}", count=count, meeting=meeting)
    return words("{count} in alle brieven; deze zijn van de {meeting}", count=count, meeting=meeting)


def _nothing(answer: Answer, question: Question, saying: Saying) -> Reply:
    if reason := _no_subject(answer.query, question):
        every = Button(saying.words("Alle thema's"), ListThemes())
        return Reply(saying.words("Niets gevonden"), saying.language, (saying.words(reason),), buttons=(every,))
    offer: tuple[Button, ...] = ()
    lead = [
        saying.words("Over “{query}” staat niets in de brieven die ik ken.", query=answer.query),
        *looked_in(answer.period, answer.beyond, saying.words),
    ]
    if answer.beyond and (timeless := _timeless(answer.query, saying)):
        offer = (Button(saying.words("Zoek {what}", what=timeless), Ask(timeless)),)
    if answer.offer:
        lead.append(saying.words("Bedoelde u misschien {what}?", what=answer.offer))
        offer = (*offer, Button(saying.words("Zoek {what}", what=answer.offer), Ask(answer.offer)))
    near = near_themes(answer, saying)
    if near:
        named = theme_labels([theme.slug for theme in near], saying)
        lead.append(saying.words("Deze thema's ken ik wel: {themes}.", themes=named))
    return Reply(
        title=saying.words("Niets gevonden"),
        language=saying.words.language,
        lead=tuple(lead),
        buttons=(
            *offer,
            *(theme_button(theme.slug, saying) for theme in near),
            Button(saying.words("Alle thema's"), ListThemes()),
        ),
    )


def near_themes(answer: Answer, saying: Saying) -> tuple[Theme, ...]:
    """Of the themes beside an answer those that are like what was asked; the others are the same for any question."""
    asked = " ".join(folded_words(" ".join(read_question(answer.query, saying.today).words)))
    like = resembling(asked, saying.catalogue, len(answer.suggestions))
    return tuple(theme for theme in answer.suggestions if theme in like)


def _timeless(query: str, saying: Saying) -> str:
    """A question without its time."""
    when, rest = split_time(fold(query), saying.today)
    return rest if when else ""


def _no_subject(query: str, question: Question) -> Phrase | None:
    """Why nothing was found, where no theme can be near: only a paper is named, or nothing that can be read."""
    if question.papers and not question.words:
        return Phrase("Geen brief die ik ken, noemt dit stuk.")
    if not any(char.isalnum() for char in query):
        return Phrase("Ik lees hier geen onderwerp in. Zo kan het: migratie.")
    return None


def _answer_buttons(answer: Answer, saying: Saying) -> tuple[Button, ...]:
    buttons: list[Button] = []
    shown = answer.offset + len(answer.items)
    if shown < answer.total:
        buttons.append(Button(saying.words("Meer"), MorePage(answer.query, shown)))
    if answer.offset:
        buttons.append(Button(saying.words("Vorige"), MorePage(answer.query, max(0, answer.offset - PAGE))))
    buttons += [
        Button(
            saying.words("Lees {number}", number=found.entry.source.item.number or found.entry.source.item.title[:20]),
            ShowItem(found.entry.source.id),
        )
        for found in answer.items[:3]
    ]
    if answer.theme:
        buttons += [
            follow_button(answer.theme.slug, saying),
            Button(saying.words("Tijdlijn"), Timeline(answer.theme.slug)),
        ]
    buttons.append(Button(saying.words("Waarom dit?"), Why(answer.query)))
    return tuple(buttons)


def show_reasons(answer: Answer, saying: Saying) -> Reply:
    """Which words of the question were met, and where, in each item of an answer."""
    where = {
        "title": saying.words("in de titel"),
        "theme": saying.words("in de tekst, als woord van het thema"),
        "text": saying.words("in de tekst"),
        "paper": saying.words("als aangehaald stuk"),
    }
    cards = tuple(
        item_card(
            found.entry.source,
            tuple(
                Line(", ".join(match.term for match in found.matched if match.where == place), label)
                for place, label in where.items()
                if any(match.where == place for match in found.matched)
            )
            + reasons(found.entry, saying),
            saying,
            meeting=True,
        )
        for found in answer.items
    )
    lead = [saying.words("Ik zocht op: {what}.", what=answer.understood_as or speaker(answer, saying.words))]
    lead += asked_and_met(answer, saying.words)
    if answer.actor:
        lead.append(saying.words("Alleen agendapunten waarin {who} iets zegt.", who=speaker(answer, saying.words)))
    lead.append(saying.words("Eerst de titel, dan het thema, dan de tekst; daarbinnen het nieuwste eerst."))
    return Reply(saying.words("Waarom deze agendapunten?"), saying.words.language, tuple(lead), (Section(cards=cards),))
