"""What was delivered to a chat in a period, with the letters it came from: what a request under the Woo asks for."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from briefings.errors import JbzError
from briefings.model.delivery import Delivery


@dataclass(frozen=True, slots=True)
class BundledMessage:
    """A delivery of which at least a part arrived."""

    delivery: Delivery
    parts: tuple[str, ...]  #: those that arrived, as the platform got them
    reply: Mapping[str, Any] | None  #: what was rendered, as it is kept; None: of before that was kept
    items: tuple[int, ...]  #: the agenda items it tells of
    amends: int | None  #: of an edit or a correction: the delivery it is about

    @property
    def at(self) -> datetime:
        """When its last part arrived; of one in part, for when it was."""
        return self.delivery.sent_at or self.delivery.due_at


@dataclass(frozen=True, slots=True)
class BundledEdition:
    """The bytes of a letter as they came in."""

    id: int
    name: str
    form: str | None
    sha256: str
    received_at: datetime
    withdrawn_at: datetime | None
    origin: str | None


@dataclass(frozen=True, slots=True)
class BundledLetter:
    """A letter that messages tell of, with every edition of it that is kept."""

    id: int
    title: str
    kind: str
    day: date | None
    kamerstuk: str | None
    document_number: str | None
    url: str | None
    withdrawn_at: datetime | None
    items: tuple[int, ...]  #: those of its items that were told of
    editions: tuple[BundledEdition, ...]


@dataclass(frozen=True, slots=True)
class BundlePeriod:
    """The days of a bundle, both counted."""

    since: date
    until: date
    begins: datetime
    ends: datetime  #: the first moment after it


def period_of(since: date, until: date, zone: str) -> BundlePeriod:
    """The days from `since` to `until`, both counted, as they are in a zone. Raises JbzError."""
    if until < since:
        raise JbzError("bundle.backwards", first=since, last=until)
    begins, ends = (datetime.combine(day, time(), ZoneInfo(zone)) for day in (since, until + timedelta(days=1)))
    return BundlePeriod(since, until, begins, ends)
