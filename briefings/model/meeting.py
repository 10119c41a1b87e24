"""A Council meeting."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Meeting:
    """One meeting of one Council formation."""

    council: str  #: the formation's code: "JBZ"
    dates: tuple[date, ...] = ()  #: each day of the meeting, in order; 5 and 7 March is two days
    location: str | None = None
    informal: bool = False
