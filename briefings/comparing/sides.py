"""On which side a stance is, and the numbers of a sentence: what makes two like sentences say different things."""

import re
from enum import StrEnum

from briefings.language.fold import fold
from briefings.language.numbers import numbers_in
from briefings.language.tokens import words
from briefings.model.briefing import Announced
from briefings.model.statement import Actor, Stance, Standing, Statement


class Side(StrEnum):
    """For or against, as far as that can be compared; a call for something is neither."""

    FOR = "for"
    OPEN = "open"  #: open to it, or ready to look at it: weaker than for
    CONDITION = "condition"
    CONCERN = "concern"
    AGAINST = "against"
    ABSTAINS = "abstains"


#: Words by which a sentence allows more or less; those of one line say the same.
_LIMITS = {
    word: line.split()[0]
    for line in (
        "alleen uitsluitend slechts",
        "mits tenzij voorwaarde voorwaarden",
        "maximaal maximale hoogste uiterlijk",
        "minimaal minimale minste minstens",
        "verplicht verplichte",
        "vrijwillig vrijwillige",
        "tijdelijk tijdelijke",
        "permanent permanente",
        "volledig volledige",
        "gedeeltelijk gedeeltelijke",
    )
    for word in line.split()
}
_SIDES = {
    Stance.SUPPORT: Side.FOR,
    Stance.NO_OBJECTION: Side.FOR,
    Stance.CONDITION: Side.CONDITION,
    Stance.CONCERN: Side.CONCERN,
    Stance.OPPOSITION: Side.AGAINST,
    Stance.ABSTENTION: Side.ABSTAINS,
}


#: By such a word somebody is for or against something; to stress that it matters ("benadrukte het belang") is neither.
_OUTSPOKEN = re.compile(
    r"\b(?:steun|steunen|steunt|steunde|steunden|gesteund|voorstanders?|tegenstanders?|tegen|voor gestemd|stemden? voor"
    r"|bezwaar|bezwaren|kritisch|kritiek|zorg|zorgen|bezorgd|voorwaarden?|mits|tenzij|onthoud\w*|onthield\w*|eens|oneens"
    r"|akkoord|instem\w*|ingestemd|stemden? in|onderschr\w+|verwelkom\w*|verzet\w*|tevreden|afgewezen|wezen? af)\b"
)
#: By these somebody does not say to be for it.
_GUARDED = re.compile(
    r"\b(?:staat?|staan|stond|stonden)\b.{0,80}?\bopen\b|\bopen ?te ?staan\b|\bopenstaan\b"
    r"|\b(?:welwillend|sympathiek)\b"
    r"|\bbereid (?:om )?.{0,80}?\bte (?:bezien|bekijken|onderzoeken|verkennen|overwegen|bespreken|kijken)\b"
)
_MAY_BE_GUARDED = frozenset({None, Side.FOR, Side.CONDITION})
#: What somebody could do, under a condition or not, is not done yet.
_COULD = re.compile(r"\bzou(?:den)?\b.{0,200}\bkunnen\b|\bkunnen?\b.{0,40}\bzou(?:den)?\b")
_CONDITIONS = re.compile(r"\b(?:mits|tenzij|indien|zolang|als|wanneer|voorwaard\w*)\b")
#: Verbs by which somebody says that something matters.
_STRESSES = re.compile(
    r"\b(?:benadruk|onderstre|beklemto|benoem|hecht|wees\b|wezen\b|gewezen\b|wijst\b|wijzen\b)(?!.* af$)"
)
#: Who has a say in what lies on the table.
_HAVE_A_SAY = frozenset(
    {
        Actor.MEMBER_STATES,
        Actor.OTHER_STATE,
        Actor.COMMISSION,
        Actor.PRESIDENCY,
        Actor.COUNCIL,
        Actor.PARLIAMENT,
    }
)


def takes_side(said: Statement, text: str) -> bool:
    """Whether others than the Netherlands say outright in a sentence that they are for, against or worried.

    Being only open to something is none of these, nor is what was done elsewhere, or what they could do.
    """
    if said.actor not in _HAVE_A_SAY or side_of(said.stance) is None or said.standing is Standing.ELSEWHERE:
        return False
    if _stresses(said):
        return False
    folded = fold(text)
    return _OUTSPOKEN.search(folded) is not None and not _COULD.search(folded) and not is_guarded(text)


def side_of(stance: Stance | None) -> Side | None:
    """The side of a stance; None of one that takes none."""
    return _SIDES.get(stance) if stance else None


def is_guarded(text: str) -> bool:
    """Whether a sentence is only open to something, which is not yet for it."""
    return _GUARDED.search(fold(text)) is not None


def side_taken(one: Announced) -> Side | None:
    """The side that a sentence takes: by its stance, or only open to it by its words.

    To stress that something matters is no side: both who is for a proposal and who is against it does that.
    """
    said = one.sentence.said
    if said is None:
        return None
    side = side_of(said.stance)
    if side in _MAY_BE_GUARDED and is_guarded(one.sentence.text):
        return Side.OPEN
    if side is Side.FOR and _stresses(said) and not _OUTSPOKEN.search(fold(one.sentence.text)):
        return None
    return side


def _stresses(said: Statement) -> bool:
    return any(_STRESSES.search(fold(one)) for one in said.seen)


def are_alike(one: Announced, other: Announced) -> bool:
    """Whether two sentences take the same side: to agree with one thing only ("alleen …") is to be for that thing."""
    sides = side_taken(one), side_taken(other)
    if sides[0] is sides[1]:
        return True
    if {*sides} != {Side.FOR, Side.CONDITION}:
        return False
    limited = one if sides[0] is Side.CONDITION else other
    return not _CONDITIONS.search(fold(limited.sentence.text))


def are_opposed(one: Stance | None, other: Stance | None) -> bool:
    """Whether the two cannot both be so: they take different sides."""
    first, second = side_of(one), side_of(other)
    return first is not None and second is not None and first is not second


def limits_in(text: str) -> frozenset[str]:
    """The numbers of a text, and its words that allow more or less."""
    return numbers_in(text) | {_LIMITS[word] for word in words(text) if word in _LIMITS}


def has_condition(text: str) -> bool:
    """Whether a text says under which condition: "mits …", "onder de voorwaarde dat …"."""
    return "mits" in limits_in(text)
