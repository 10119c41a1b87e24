"""What the API takes, as models; what is not named here is refused."""

from collections.abc import Iterable
from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from bot.web.machine.shapes import Shape
from bot.web.room.shelf import PageContext
from briefings.model.statement import Actor, StatementKind

MOST = 100  #: of one list in one answer
FURTHEST = 10_000  #: the highest offset


class NotTaken(ValueError):
    """A parameter that an address does not take, or a value that means nothing; its text says so to a person."""


def only(desk: PageContext, taken: Iterable[str] = ()) -> None:
    """Raises NotTaken where something stands behind the question mark that would be left out."""
    other = next((name for name in desk.given if name not in taken), None)
    if other is None:
        return
    raise NotTaken(desk.words("Dit adres kent geen “{name}”. Wat u kunt volgen, staat bij Volgen.", name=other[:40]))


class Given(Shape):
    """What may stand behind the question mark of an address."""


_Limit = Annotated[int, Field(ge=1, le=MOST, description="How many at most")]
_Offset = Annotated[int, Field(ge=0, le=FURTHEST, description="How many to leave out")]
_Code = Annotated[str, Field(max_length=40, description="Code of a formation: jbz")]
_Slug = Annotated[str, Field(max_length=80, description="Slug of a theme: migratie")]
_Query = Annotated[str, Field(min_length=1, max_length=300, description="A question in Dutch or English")]
_Year = Annotated[int, Field(ge=1, le=9999, description="The year in which a meeting began")]


class Paged(Given):
    """A part of a list."""

    limit: _Limit = 20
    offset: _Offset = 0


class OfMeetings(Paged):
    """Which meetings."""

    council: _Code | None = None
    year: _Year | None = None


class OfItems(Paged):
    """Which items."""

    council: _Code | None = None
    theme: _Slug | None = None


class OfSearch(Paged):
    """A question, and what is chosen beside it."""

    q: _Query
    council: _Code | None = None
    theme: _Slug | None = None
    kind: StatementKind | None = None
    actor: Actor | None = None
    since: date | None = None
    until: date | None = None
    sort: Literal["fit", "newest"] = "fit"


class OfQuote(Given):
    """What was pasted."""

    q: Annotated[str, Field(min_length=1, max_length=1000, description="A sentence, or some words of it")]


class OfTimeline(Given):
    """A subject."""

    q: _Query


class OfPreparation(Given):
    """Of which meeting: the next one, of a formation, on a day."""

    council: _Code | None = None
    day: date | None = None


class OfCommitments(Paged):
    """Which announcements: due from a day, until a day."""

    theme: _Slug | None = None
    by: Actor | None = None
    ministry: Annotated[str, Field(max_length=80, description="Whose minister promised it")] | None = None
    since: date | None = None
    until: date | None = None
    sort: Literal["soonest", "latest"] = "soonest"
