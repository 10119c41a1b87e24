"""Forms that are filled in by pressing buttons, step by step: kept between two steps, whichever process gets them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.conversation.forms import SubscriptionForm, form_from, kept_form
from briefings.model.chat import Address
from storage import drafts
from storage.database import Database


@dataclass(frozen=True, slots=True)
class Draft:
    """A form so far, and what of it is on the screen: a channel's own words, to be kept as they are."""

    id: int
    form: SubscriptionForm
    screen: Mapping[str, Any]


class Drafts:
    """The drafts of chats; one is forgotten a day after it was touched."""

    def __init__(self, database: Database, clock: Callable[[], datetime]) -> None:
        self._database = database
        self._clock = clock

    def begin(self, form: SubscriptionForm, screen: Mapping[str, Any]) -> Draft:
        """A new one, in the chat that the form is for."""
        with self._database.writing() as session:
            number = drafts.begin(session, form.at, _content(form, screen), self._clock())
        return Draft(number, form, screen)

    def find(self, address: Address, number: int) -> Draft | None:
        """A draft of this chat, if it is still kept."""
        with self._database.reading() as session:
            content = drafts.content(session, address, number)
        return Draft(number, form_from(content["form"], address), content["screen"]) if content else None

    def open(self, address: Address) -> list[Draft]:
        """The drafts of this chat, the newest first."""
        with self._database.reading() as session:
            kept = drafts.of_chat(session, address)
        return [Draft(number, form_from(one["form"], address), one["screen"]) for number, one in kept]

    def change(self, draft: Draft) -> None:
        """How it is now."""
        with self._database.writing() as session:
            drafts.change(session, draft.form.at, draft.id, _content(draft.form, draft.screen), self._clock())

    def end(self, address: Address, number: int) -> None:
        """It was kept, or is not wanted."""
        with self._database.writing() as session:
            drafts.end(session, address, number)


def _content(form: SubscriptionForm, screen: Mapping[str, Any]) -> dict[str, Any]:
    return {"form": kept_form(form), "screen": dict(screen)}
