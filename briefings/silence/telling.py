"""What is said of silences: each once when it begins, and once when it is over."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from briefings.silence.awaited import Awaited, Silence
from briefings.silence.silences import Ending, KnownLetters, ending

_JUST_BEGUN = timedelta(days=7)  #: before the last look: what a letter that came late makes unusual after all


@dataclass(frozen=True, slots=True)
class ToldSilence:
    """What was noted of a silence before."""

    awaited: Awaited
    said: bool
    over: bool


@dataclass(frozen=True, slots=True)
class Sighting:
    """What one look leads to."""

    begun: tuple[Silence, ...] = ()  #: to be said
    unsaid: tuple[Silence, ...] = ()  #: only noted: they were silent before anyone looked
    came: tuple[Awaited, ...] = ()  #: over, to be said
    over: tuple[str, ...] = ()  #: keys of all that is over, said or not

    @property
    def notes(self) -> bool:
        """Whether there is anything to be written down."""
        return bool(self.begun or self.unsaid or self.over)


def what_to_say(
    found: Sequence[Silence], noted: Mapping[str, ToldSilence], known: KnownLetters, today: date, looked_on: date | None
) -> Sighting:
    """What is new since the look of `looked_on`; after none, or one of before a restore, nothing is said.

    What was silent long before the last look, and was not seen then, came with letters of before: of a source that is
    new, or of years that were taken in late. It is noted, and not said.
    """
    new = [one for one in found if one.awaited.key not in noted]
    fresh = [one for one in new if looked_on is not None and one.since > looked_on - _JUST_BEGUN]
    ended = {
        one.awaited.key: (one, how)
        for one in noted.values()
        if not one.over and (how := ending(one.awaited, known, today)) is not Ending.NOT_YET
    }
    came = [one.awaited for one, how in ended.values() if one.said and how is Ending.CAME]
    unsaid = tuple(one for one in new if one not in fresh)
    return Sighting(tuple(fresh), unsaid, tuple(sorted(came, key=lambda one: one.key)), tuple(ended))
