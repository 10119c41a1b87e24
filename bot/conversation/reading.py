"""How a question was read: what was left out, what was mended, and that the letters have no such sentence."""

import re
from collections.abc import Iterator
from datetime import date

from bot.conversation.labels import ACTOR_LABELS, small
from bot.words import Phrase, Words
from briefings.answering.answer import Answer
from briefings.answering.excerpt import spoken_by
from briefings.answering.frames import Asks
from briefings.answering.worth import Lacking
from briefings.errors import NotUnderstood
from briefings.language.fold import fold
from briefings.language.numbers import says_how_many
from briefings.model.briefing import Sentence
from briefings.model.meeting import Meeting
from briefings.model.statement import DecisionKind, Period

_WHETHER = re.compile(r"(?:is het (?:waar|zo) dat|klopt (?:het )?dat|is it true that)\b")

#: Asks whether something was adopted.
_ADOPTED = re.compile(
    r"(?:(?:en|and) )?(?:(?:is|zijn|werd|werden|was|waren|heeft|hebben)\b.*\b(?:aangenomen|goedgekeurd|bekrachtigd)\b|"
    r"(?:nam|neemt)\b.*\baan\b|(?:is|are|was|were|has|have|had|did)\b.*\b(?:adopt|adopted|approved?|enacted)\b)"
)
#: What is settled on the way to that.
_STEP = re.compile(
    r"\b(?:positie|standpunt|\w*mandaat|orientatie|benadering|\w*akkoord|position|mandate|approach|agreement)\b"
)
_STEPS = frozenset(
    {None, DecisionKind.NOTED, DecisionKind.CONCLUDED, DecisionKind.GENERAL_APPROACH, DecisionKind.INSTRUCTED}
)

_NONE = {
    Asks.DECISIONS: Phrase("Een besluit van de Raad hierover vond ik niet in de brieven. Wat ik wel vond:"),
    Asks.AGAINST: Phrase("Wie hiertegen was, vond ik niet met zoveel woorden. Dit vond ik wel:"),
    Asks.SUPPORT: Phrase("Wie hiervoor was, vond ik niet met zoveel woorden. Dit vond ik wel:"),
    Asks.CONCERNS: Phrase("Wie hierover zorgen had, vond ik niet met zoveel woorden. Dit vond ik wel:"),
    Asks.ABSTAINED: Phrase("Wie zich hierbij onthield, vond ik niet met zoveel woorden. Dit vond ik wel:"),
    Asks.PROMISED: Phrase("Een toezegging hierover vond ik niet in de brieven. Wat ik wel vond:"),
    Asks.NEXT: Phrase("Wat hierna komt, staat niet in de brieven. Wat ik wel vond:"),
    Asks.WHEN: Phrase("Een datum hiervoor vond ik niet in de brieven. Wat ik wel vond:"),
    Asks.HOW_MANY: Phrase("Een aantal of bedrag hiervoor vond ik niet in de brieven. Wat ik wel vond:"),
}
#: The same where whose words were asked for did speak of it.
_OTHERWISE = {
    Asks.DECISIONS: Phrase("U vroeg wat {who} hierover besloot. De brieven zeggen dit:"),
    Asks.AGAINST: Phrase("U vroeg of {who} hiertegen was. De brieven zeggen dit:"),
    Asks.SUPPORT: Phrase("U vroeg of {who} hiervoor was. De brieven zeggen dit:"),
    Asks.CONCERNS: Phrase("U vroeg naar zorgen van {who} hierover. De brieven zeggen dit:"),
    Asks.ABSTAINED: Phrase("U vroeg of {who} zich hierbij onthield. De brieven zeggen dit:"),
    Asks.PROMISED: Phrase("U vroeg wat {who} hierover toezegde. De brieven zeggen dit:"),
    Asks.NEXT: Phrase("U vroeg wat er van {who} nog komt. De brieven zeggen dit:"),
    Asks.WHEN: Phrase("U vroeg wanneer. Een datum vond ik niet; {who} zei dit:"),
    Asks.HOW_MANY: Phrase("U vroeg hoeveel. Een aantal of bedrag vond ik niet; {who} zei dit:"),
}
_ASKED = {
    Asks.DECISIONS: Phrase("U vroeg naar besluiten: die staan vooraan."),
    Asks.AGAINST: Phrase("U vroeg wie ertegen was: dat staat vooraan."),
    Asks.SUPPORT: Phrase("U vroeg wie ervoor was: dat staat vooraan."),
    Asks.CONCERNS: Phrase("U vroeg wie er zorgen had: dat staat vooraan."),
    Asks.ABSTAINED: Phrase("U vroeg wie zich onthield: dat staat vooraan."),
    Asks.PROMISED: Phrase("U vroeg naar toezeggingen aan de Kamer: die staan vooraan."),
    Asks.NEXT: Phrase("U vroeg wat er nog komt: dat staat vooraan."),
    Asks.WHEN: Phrase("U vroeg wanneer: zinnen met een datum staan vooraan."),
    Asks.HOW_MANY: Phrase("U vroeg hoeveel: zinnen met een aantal of bedrag staan vooraan."),
}


def whether(answer: Answer, words: Words) -> Iterator[str]:
    """How a statement is checked, where one is asked about: the answer only shows what the letters say of it."""
    if _WHETHER.match(fold(answer.query)):
        yield words("Of een zin in een brief staat, vraagt u zo: klopt “Nederland steunde het voorstel niet”.")


def taken_for(nearest: Period | None, taken: Period | None, words: Words) -> Iterator[str]:
    """That a month of no year was taken for one of an earlier year."""
    if nearest and taken and nearest != taken:
        asked, found = words.period(nearest), words.period(taken)
        yield words("Van {asked} ken ik geen vergadering. Dit is van {found}.", asked=asked, found=found)


def looked_in(period: Period | None, beyond: Meeting | None, words: Words) -> Iterator[str]:
    """In which time nothing was found, and where there is something outside it."""
    if period is None:
        return
    if period.first and period.last and period.first > period.last:
        yield words.say(wrong_way_round(period.first, period.last, words).message)
        return
    yield words("Ik zocht in deze tijd: {period}.", period=words.period(period))
    if beyond:
        yield words("Daarbuiten staat er wel iets over, het laatst bij de {meeting}.", meeting=words.meeting(beyond))


def wrong_way_round(first: date, last: date, words: Words) -> NotUnderstood:
    """That a time ends before it begins."""
    return NotUnderstood(
        "Deze tijd eindigt voor hij begint: van {first} tot {last}.", first=words.day(first), last=words.day(last)
    )


def left_out(answer: Answer, words: Words) -> Iterator[str]:
    """What stands above an answer: the words that were not found, and what was taken for a typing error."""
    about = answer.understood_as or answer.query
    unknown = [f"“{lost.typed}”" for lost in answer.lost if not lost.apart]
    apart = [f"“{lost.typed}”" for lost in answer.lost if lost.apart]
    if unknown:
        yield words("{unknown} vond ik niet; dit gaat over {about}.", unknown=words.listing(unknown), about=about)
    if apart:
        yield words("{apart} vond ik niet samen met {about}.", apart=words.listing(apart), about=about)
    if answer.mended:
        yield words("Bedoelde u {what}? Dit vond ik:", what=about)


def speaker(answer: Answer, words: Words) -> str:
    """Who was asked about, in words."""
    if answer.state or answer.actor is None:
        return answer.state or answer.query
    return words(ACTOR_LABELS[answer.actor])


def unheard(answer: Answer, words: Words) -> Iterator[str]:
    """That the letters have no sentence of the kind, or of whom, that was asked for; of several questions, to which."""
    who = speaker(answer, words)
    if not answer.silent:
        for one in answer.apart:
            yield from _without_answer(one, words)
        yield from _not_adopted(answer, words)
    elif answer.heard and answer.asks is not None:
        yield words(_OTHERWISE[answer.asks], who=small(who))
    elif any(found.names_who for found in answer.items):
        yield words("{who}: een eigen uitspraak hierover vond ik niet. {who} wordt hier wel genoemd:", who=who)
    elif answer.actor is not None:
        if elsewhere := _speaks_at(answer):
            yield words(
                "{who}: hierover vond ik niets, wel iets bij {items}. Wat er wel over staat:",
                who=who,
                items=words.listing(elsewhere),
            )
        else:
            yield words("{who}: hierover vond ik niets. Wat er wel over staat:", who=who)
    elif answer.asks is not None and not _may_be_the_number(answer):
        yield words(_NONE[answer.asks])


def _without_answer(one: Answer, words: Words) -> Iterator[str]:
    """That one of several questions has no answer, though items are about it."""
    if not one.silent or _may_be_the_number(one):
        return
    if one.actor is not None and (elsewhere := _speaks_at(one)):
        yield words(
            "Op “{asked}” vond ik geen antwoord; {who} zegt wel iets bij {items}.",
            asked=one.query,
            who=small(speaker(one, words)),
            items=words.listing(elsewhere),
        )
    else:
        yield words("Op “{asked}” vond ik geen antwoord; wel zinnen over het onderwerp.", asked=one.query)


def _may_be_the_number(answer: Answer) -> bool:
    """Of what was asked how many a sentence shown has a number, though of what is not certain: it is not denied."""
    if answer.asks is not Asks.HOW_MANY:
        return False
    shown = (one.text for found in answer.items for one in found.entry.summary.all_sentences)
    return any(says_how_many(text) for text in shown)


def _speaks_at(answer: Answer) -> list[str]:
    """The items of an answer in which whose words are asked for speak, of whatever."""
    items = [found.entry.source.item for found in answer.items]
    who = answer.actor
    return [f"{item.number} {item.title}" for item in items if who and spoken_by(item, who, answer.state)]


def _not_adopted(answer: Answer, words: Words) -> Iterator[str]:
    """That none of the decisions shown says that it was adopted, where that was asked: only a step on the way.

    Nor is what the Council took note of a decision.
    """
    if answer.asks is not Asks.DECISIONS:
        return
    asked = fold(answer.query)
    summaries = [found.entry.summary for found in answer.items]
    decided = [one for summary in summaries for one in (*summary.decisions, *summary.no_decisions)]
    if decided and _ADOPTED.match(asked) and not _STEP.search(asked) and all(_is_step(one) for one in decided):
        yield words("Dat dit is aangenomen, lees ik niet in de brieven. Wat ik wel vond:")
    elif decided and all(one.said and one.said.is_noted for one in decided):
        yield words(_NONE[Asks.DECISIONS])


def _is_step(one: Sentence) -> bool:
    """Whether a decision is one on the way: taken note of, a position for the talks; or there was none."""
    kind = one.said.decided if one.said else None
    return kind in _STEPS or (kind is DecisionKind.ESTABLISHED and _STEP.search(fold(one.text)) is not None)


def asked_and_met(answer: Answer, words: Words) -> Iterator[str]:
    """Of each part of a question what it was taken for, and of each part that was left out that it was."""
    for part in answer.parts:
        typed = part.typed or part.name
        if part.corrected:
            yield words("“{typed}” las ik als “{name}”.", typed=typed, name=part.name)
        elif part.theme is not None:
            yield words("“{typed}” is het thema {name}.", typed=typed, name=part.theme.label(words.language))
        elif forms := [" ".join(phrase) for phrase in part.group.any_phrase if " ".join(phrase) != typed][:_MOST_FORMS]:
            yield words("“{typed}” zocht ik ook als {forms}.", typed=typed, forms=words.listing(forms))
        elif part.group.papers:
            yield words("“{typed}” is een stuk.", typed=typed)
        else:
            yield words("“{typed}” zocht ik als woord.", typed=typed)
    for lost in answer.lost:
        if lost.apart:
            yield words("“{typed}” liet ik weg: geen agendapunt heeft dit samen met de rest.", typed=lost.typed)
        elif lost.what in {Lacking.FIELD, Lacking.PLACE, Lacking.SUBJECT}:
            yield words(
                "“{typed}” liet ik weg: het hoort bij dit veld, maar staat niet in de brieven.", typed=lost.typed
            )
        else:
            yield words("“{typed}” liet ik weg: het staat niet in de brieven.", typed=lost.typed)
    if answer.asks is not None:
        yield words(_ASKED[answer.asks])


_MOST_FORMS = 5
