"""Several questions in one: "Stijgt de melkprijs, en wat betaalt de fabriek in november?"."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from itertools import chain, pairwise, zip_longest
from typing import TypeVar

from briefings.answering.answer import Answer, FoundItem, Outcome
from briefings.answering.asking import section
from briefings.answering.follow_up import follow_up
from briefings.answering.frames import begins_a_sentence
from briefings.answering.speakers import read_manner
from briefings.answering.understood import Lost
from briefings.answering.worth import Lacking, Worth, is_filler, is_side
from briefings.language.fold import fold
from briefings.language.tokens import words

_BETWEEN = re.compile(
    r"(?:\s*[?!;.,]\s+(?:(?:en|maar|of|and|but|or)\s+)?|\s+(?:en|maar|and|but)\s+)(?=(?P<first>[^\W\d_]+))",
    re.IGNORECASE,
)
#: What stands between the things that a question is about.
_PARTS = re.compile(r"\s*[,;]\s+(?:(?:en|and|of|or)\s+)?|\s+(?:en|and|\+|&)\s+", re.IGNORECASE)
#: Both sides asked for at once: "wie was voor en wie tegen de wolf", "voor en tegen hubs", "wie was voor hubs en wie
#: tegen".
_BOTH_SIDES = re.compile(
    r"(?:(?P<who>wie|welke landen|welke lidstaten|who|which countries) "
    r"(?:is|zijn|was|waren|stemden?|are|were|voted) )?(?:voor(?:stander)?|for|in favour of)"
    r"(?: (?P<what>(?!en\b|of\b|and\b|or\b).+?))?,? (?:en|of|and|or) "
    r"(?:(?:wie|welke landen|welke lidstaten|who|which countries) )?"
    r"(?:(?:was|waren|is|zijn|stemden?|were|are) )?(?:er )?(?:tegen|against)(?: (?P<behind>.+))?$",
    re.IGNORECASE,
)
_AROUND = " ?!.,;"  #: what stands around a question and is not of it
_T = TypeVar("_T")
_MOST = 4  #: questions in one that are asked apart
_WINDOW = 30  #: items of each of them that are put together


def questions_in(text: str) -> tuple[str, ...]:
    """The questions of which `text` is made, at most four, as typed; one where it is one.

    Each but the first begins, after a comma, a stop or "en", with a word that begins a question, and names a subject,
    somebody whose words are asked for ("en wat zei de Commissie") or a kind of sentence ("en wie was voor"). What names
    none of these ("hoe zit dat") stays with what is before it.
    """
    both = _BOTH_SIDES.match(text.strip(_AROUND))
    if both and (what := both["what"] or both["behind"]):
        return tuple(f"{side} {what}" for side in _sides(both))
    found: list[str] = []
    start = begin = 0
    for match in (*_BETWEEN.finditer(text), None):
        end = match.start() if match else len(text)
        if match and fold(match["first"]) not in section("begins"):
            continue
        asked = text[begin:end].strip(_AROUND)
        if not found or (_has_subject(found[-1]) and _is_question(asked) and len(found) < _MOST):
            start = begin
            found.append(asked)
        else:
            found[-1] = text[start:end].strip(_AROUND)
        begin = match.end() if match else end
    return tuple(found)


def _sides(both: re.Match[str]) -> tuple[str, str]:
    english = (both["who"] or "").lower() in {"who", "which countries"}
    return ("who was in favour of", "who was against") if english else ("wie was voor", "wie was tegen")


def ask_differently(text: str) -> bool:
    """Whether several questions are in it that ask for other kinds of sentences, or for other people's words."""
    return len({read_manner(fold(one))[:2] for one in questions_in(text)}) > 1


def answered_apart(text: str, ask: Callable[[str, int], Answer], limit: int, offset: int, today: date) -> Answer | None:
    """One page of the answers to the questions of which `text` is made, as one; None where no two are in it.

    `ask` gives the answer to one of them, with at most so many items. A question without an answer is told as not
    found; one that names nothing but a speaker or a period is about what the one before it is about. The items stand
    in turn, the best of each first; one that answers two of them has the sentences for both. Whose words and which kind
    of sentence were asked for is told where all that are answered ask the same.
    """
    questions = questions_in(text)
    if len(questions) < 2:  # noqa: PLR2004
        return None
    whole = [follow_up(one, before, today) for before, one in pairwise(("", *questions))]
    answers = {typed: ask(one, _WINDOW) for typed, one in zip(questions, whole, strict=True)}
    return _as_one(text, answers, [one for one, answer in answers.items() if _is_answered(answer)], limit, offset)


def answered_in_part(text: str, ask: Callable[[str, int], Answer], limit: int, offset: int) -> Answer | None:
    """The same of the parts of a question that asks about several things, of which only some are known.

    "Wat wil Nederland met medische hulpmiddelen en met gehoorapparaten": a part is answered where letters know all of
    it but its sides. A row of words ("roodkapje en de wolf") is one thing.
    """
    parts = things_in(text)
    if len(parts) == 1 or not begins_a_sentence(fold(text)):
        return None
    return _of_parts(text, {one: ask(one, _WINDOW) for one in parts}, limit, offset)


def answered_each(text: str, ask: Callable[[str, int], Answer], limit: int, offset: int, today: date) -> Answer | None:
    """The same of things that letters know all of, and that no item has together: "wolf en spoor".

    Each is asked as the first was: "wat is besloten over de wolf en over het spoor".
    """
    parts = things_in(text)
    if len(parts) == 1:
        return None
    whole = [parts[0], *(follow_up(f"en {one}", parts[0], today) for one in parts[1:])]
    answers = {typed: ask(one, _WINDOW) for typed, one in zip(parts, whole, strict=True)}
    known = all(_is_answered(answer) and _is_whole(answer) for answer in answers.values())
    return _of_parts(text, answers, limit, offset) if known else None


def things_in(text: str) -> tuple[str, ...]:
    """The things that are named beside each other, at most four: "etias, eurodac en prüm"; one where it is one."""
    parts = tuple(part for part in _PARTS.split(text.strip(_AROUND)) if part.strip())
    return parts if len(parts) <= _MOST else (text,)


def _of_parts(text: str, answers: Mapping[str, Answer], limit: int, offset: int) -> Answer | None:
    known = [one for one, answer in answers.items() if _is_answered(answer) and _is_whole(answer)]
    return _as_one(text, answers, known, limit, offset)


def _as_one(text: str, answers: Mapping[str, Answer], known: Sequence[str], limit: int, offset: int) -> Answer | None:
    """The answers to those questions that are known, as one; None where none is."""
    answered = [replace(answers[one], query=one) for one in known]
    if not answered:
        return None
    silent = (Lost(one, Lacking.FOREIGN) for one in answers if one not in known)
    lost = (*chain.from_iterable(answer.lost for answer in answered), *silent)
    parts = tuple(chain.from_iterable(answer.parts for answer in answered))
    items = _in_turn([answer.items for answer in answered])
    first, *others = answered
    one_speaker = all((answer.actor, answer.state) == (first.actor, first.state) for answer in answered)
    mended = Outcome.CORRECTED if any(part.corrected for part in parts) else Outcome.ANSWER
    return replace(
        first,
        query=text,
        outcome=Outcome.PARTIAL if lost else mended,
        understood_as=", ".join(dict.fromkeys(answer.understood_as or answer.query for answer in answered)),
        theme=None if others else first.theme,
        actor=first.actor if one_speaker else None,
        state=first.state if one_speaker else None,
        items=items[offset : offset + limit],
        total=len(items) if others else first.total,
        more=any(answer.more or answer.total > len(answer.items) for answer in answered),
        offset=offset,
        meeting=None if others else first.meeting,
        lost=lost,
        parts=parts,
        asks=_common([answer.asks for answer in answered]),
        silent=all(answer.silent for answer in answered),
        apart=tuple(answered) if others else (),
    )


def _is_answered(answer: Answer) -> bool:
    """Whether it is about something: "en wie was daar de minister" asks nothing by itself."""
    names = answer.heard or answer.meeting is not None or any(part.worth > Worth.SIDE for part in answer.parts)
    return answer.outcome is not Outcome.NOTHING and names


def _is_whole(answer: Answer) -> bool:
    return not answer.silent and all(lost.what is Lacking.SIDE for lost in answer.lost)


def _in_turn(rows: Sequence[Sequence[FoundItem]]) -> tuple[FoundItem, ...]:
    """The first of each, then the second of each; an item that is in two stands once, with what it says to both."""
    turns: dict[int, FoundItem] = {}
    for found in chain.from_iterable(zip_longest(*rows)):
        if found is not None:
            former = turns.get(found.entry.source.id)
            turns[found.entry.source.id] = former.with_sentences_of(found) if former else found
    return tuple(turns.values())


def _common(values: Sequence[_T | None]) -> _T | None:
    """What all of them are; None where they differ."""
    return values[0] if all(value == values[0] for value in values) else None


def _is_question(text: str) -> bool:
    """Whether it names a subject, somebody whose words are asked for, or a kind of sentence."""
    return read_manner(fold(text))[0] is not None or _has_subject(text)


def _has_subject(text: str) -> bool:
    """Whether it names a subject, or somebody whose words are asked for."""
    _, who, rest = read_manner(fold(text))
    return bool(who) or any(not is_filler(word) and not is_side(word) for word in words(rest))
