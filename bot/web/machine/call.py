"""A question to the API, and what an address of it is."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel

from bot.export.document_json import meeting_json
from bot.web.machine.given import FURTHEST, Given
from bot.web.room.shelf import PageContext
from briefings.model.briefing import StoredItem

ROOT = "/api/v1"


@dataclass(frozen=True, slots=True)
class Call:
    """One question to the API."""

    desk: PageContext
    base: str  #: of our address
    given: Any  #: a model of `shapes`
    path: Mapping[str, str]

    def page(self, path: str) -> str:
        """Where people read the same."""
        return self.base + path

    def rest(self, name: str, *, more: bool) -> str | None:
        """Where the next part of a list stands."""
        offset = self.given.offset + self.given.limit
        if not more or offset > FURTHEST:
            return None
        told = self.given.model_dump(mode="json", exclude_defaults=True, exclude={"offset"})
        return self.base + self.desk.to(f"{ROOT}/{name}", **told, offset=offset)


@dataclass(frozen=True, slots=True)
class Endpoint:
    """An address of the API."""

    path: str
    name: str
    summary: str
    given: type[Given]
    gives: type[BaseModel]
    answer: Callable[[Call], dict[str, Any]]


def item_name(call: Call, source: StoredItem) -> dict[str, Any]:
    """Which item."""
    return {
        "number": source.item.number,
        "title": source.item.title,
        "meeting": meeting_json(source.meeting),
        "page": call.page(call.desk.to.item(source.id)),
    }
