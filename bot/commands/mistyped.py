"""Typing errors in the words that ask: "toezegingen migratie", "wie was tegn de wolf".

What a question is about is mended with the words of the letters (briefings/answering); this mends what says which
command or which kind of sentence is meant.
"""

import re
from dataclasses import dataclass

from rapidfuzz import process
from rapidfuzz.distance import OSA

from bot.commands.command import Command
from bot.commands.grammar import command_in, may_change
from briefings.answering.thesaurus import same_as
from briefings.language.dates import MONTHS
from briefings.language.fold import fold
from briefings.language.lemmas import is_ordinary

_ASKING = frozenset(
    "besluit besluiten besloten standpunt standpunten nederland nederlandse toezegging toezeggingen beloofd tegen"
    " tegenstander tegenstanders voorstander voorstanders stemde stemden onthield commissie voorzitterschap kabinet"
    " regering minister wanneer waarom welke hoeveel aangenomen vastgesteld akkoord agenda geannoteerde verslag"
    " vergadering vergaderingen briefing overzicht nieuws samenvatting tijdlijn laatste volgende lidstaten"
    " aankondigingen decision decisions position positions commission presidency netherlands against adopted agreed"
    " meeting meetings summary timeline latest commitments promises council".split()
) | {month for month in MONTHS if len(month) > 4}  # noqa: PLR2004 - short forms are words of every day
_WORD = re.compile(r"[^\W\d_]{4,}")
_LONG = 10  #: letters of a word in which two errors are mended


@dataclass(frozen=True, slots=True)
class Mended:
    """A question with its asking words as they were meant."""

    command: Command
    words: tuple[tuple[str, str], ...]  #: (as typed, as meant)


def mended(text: str) -> Mended | None:
    """What is asked when the errors are mended; None where there are none, or where it would change something."""
    words = tuple((word, meant) for word in _WORD.findall(text) if (meant := _meant(fold(word))))
    if not words:
        return None
    for typed, meant in words:
        text = re.sub(rf"\b{re.escape(typed)}\b", meant, text, count=1)
    command = command_in(text)
    return None if may_change(command) else Mended(command, words)


def _meant(word: str) -> str | None:
    """The one asking word that a word that nobody knows is nearest to."""
    if word in _ASKING or is_ordinary(word) or same_as((word,)):
        return None
    allowed = 2 if len(word) >= _LONG else 1
    found = process.extract(word, sorted(_ASKING), scorer=OSA.distance, score_cutoff=allowed, limit=2)
    nearest = sorted((name for name, distance, _ in found if distance == found[0][1]), key=len)
    one = len(nearest) == 1 or (len(nearest) > 1 and nearest[1].startswith(nearest[0]))  # "besluit", "besluiten"
    return nearest[-1] if one else None
