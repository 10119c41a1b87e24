"""What was planned beside what was said, as a reply."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from urllib.parse import urlencode

from bot.commands.asking import ShowMeeting
from bot.commands.comparing import ComparePlanned
from bot.conversation.cards import source_links, told_line
from bot.conversation.saying import Saying
from bot.reply import Button, Line, Reply, Section
from bot.words import Phrase, Words
from briefings.answering.index import MeetingSummary
from briefings.answering.question import Question, looks_like_a_day, read_question
from briefings.comparing.planned import Echo, MissingItem, PlannedAgainstSaid, PlannedInput, compare
from briefings.errors import NotUnderstood
from briefings.model.briefing import StoredItem

ECHOES = {
    Echo.NOT_SAID: Phrase("Staat niet in het verslag"),
    Echo.UNSURE: Phrase("Staat er misschien, in andere woorden"),
    Echo.SAID: Phrase("Staat in het verslag"),
}

_MOST_OFFERED = 8  #: meetings with a button


def show_planned(
    meeting: MeetingSummary,
    both: tuple[Sequence[StoredItem], Sequence[StoredItem]],
    saying: Saying,
    others: Sequence[MeetingSummary] = (),
) -> Reply:
    """Each Dutch sentence of the agenda with what the report says of it, and items that only one of the two has.

    `others`: meetings that can be compared, named where this one cannot.
    """
    words = saying.words
    agenda, report = both
    title = words("Gepland en gezegd: {meeting}", meeting=words.meeting(meeting.meeting))
    button = Button(words("Vergadering"), ShowMeeting(meeting.id))
    if not agenda or not report:
        offered = tuple(Button(words.meeting(one.meeting), ComparePlanned(one.id)) for one in others)
        known = words.listing([words.meeting(one.meeting) for one in others])
        instead = (words("Wel van: {known}.", known=known),) if others else ()
        return Reply(title, words.language, (words(lacking(agenda)), *instead), buttons=(*offered, button))
    told = compare(agenda, report)
    return Reply(
        title,
        words.language,
        (counted(told, words), caution(words)),
        tuple(_sections(told, saying)),
        source_links([*report[:1], *agenda[:1]], saying),
        buttons=(button,),
        reading=saying.reading(f"/gepland?{urlencode({'vergadering': meeting.id})}"),
        shareable=ComparePlanned(meeting.id),
    )


def names_a_meeting(of: int | str, today: date) -> Question | None:
    """The question that names a meeting; None for an id. Raises NotUnderstood where something else is named."""
    question = None if isinstance(of, int) else read_question(f"raad {of}", today)
    if question is not None and not question.meeting_only and isinstance(of, str) and looks_like_a_day(of):
        raise NotUnderstood("Van “{what}” heb ik geen brief. Zo kan het: gepland oktober 2025.", what=of[:40])
    if question is not None and not question.meeting_only:
        raise NotUnderstood(
            "Achter gepland komt een vergadering: gepland oktober 2025. Over een onderwerp vraagt u zo: koers visa."
        )
    return question


def offer_meetings(command: ComparePlanned, meetings: Sequence[MeetingSummary], saying: Saying) -> Reply:
    """Which of several meetings is meant."""
    words = saying.words
    told = words.count(len(meetings), "vergadering", "vergaderingen")
    return Reply(
        words("Gepland en gezegd: {meeting}", meeting=command.of),
        words.language,
        (words("In die tijd waren er {meetings} waarvan ik agenda en verslag heb. Kies er een.", meetings=told),),
        buttons=tuple(Button(words.meeting(one.meeting), ComparePlanned(one.id)) for one in meetings[:_MOST_OFFERED]),
        reading=saying.reading("/gepland"),
    )


def lacking(agenda: Sequence[StoredItem]) -> Phrase:
    """Ground a meeting cannot be laid side by side."""
    if agenda:
        return Phrase("Van deze vergadering is er nog geen verslag.")
    return Phrase("Van deze vergadering ken ik geen geannoteerde agenda.")


def counted(told: PlannedAgainstSaid, words: Words) -> str:
    """How many of the Dutch inputs are found."""
    said, unsure, not_said = (len(told.of(echo)) for echo in (Echo.SAID, Echo.UNSURE, Echo.NOT_SAID))
    return words(
        "Aangekondigd door Nederland: {all}. In het verslag: {said}, misschien: {unsure}, niet: {not_said}.",
        all=len(told.inputs),
        said=said,
        unsure=unsure,
        not_said=not_said,
    )


def caution(words: Words) -> str:
    """What it does not prove."""
    return words("Een verslag is kort: wat er niet in staat, kan wel zijn gezegd.")


def missing_note(one: MissingItem, words: Words) -> str | None:
    """Where a missing item may stand after all."""
    if one.maybe is None:
        return None
    number = f"{one.maybe.item.number} " if one.maybe.item.number else ""
    return words("misschien onder {item}", item=f"{number}{one.maybe.item.title}")


def _sections(told: PlannedAgainstSaid, saying: Saying) -> Iterator[Section]:
    words = saying.words
    for echo in (Echo.NOT_SAID, Echo.UNSURE, Echo.SAID):
        if inputs := told.of(echo):
            yield Section(words(ECHOES[echo]), lines=tuple(line for one in inputs for line in _lines(one, saying)))
    if told.missing:
        missing = tuple(_titled(one.planned, missing_note(one, words)) for one in told.missing)
        yield Section(words("Agendapunten die het verslag niet heeft"), lines=missing)
    if told.added:
        yield Section(
            words("Agendapunten die niet waren gepland"), lines=tuple(_titled(one, None) for one in told.added)
        )


def _lines(one: PlannedInput, saying: Saying) -> Iterator[Line]:
    words = saying.words
    yield replace(told_line(one.planned, saying, meeting=False), label=words("Gepland"))
    for said in (*filter(None, [one.said]), *one.also):
        yield replace(told_line(said, saying, meeting=False), label=words("Verslag"))


def _titled(source: StoredItem, remark: str | None) -> Line:
    return Line(source.item.title, source.item.number, remark)
