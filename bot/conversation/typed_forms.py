"""A subscription's form of five fields in which people type, and what was filled in; for channels that show no more."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from bot.commands.following import Rewrite
from bot.commands.names import read_names
from bot.commands.schedules import read_schedule, write_schedule
from bot.conversation.changing.decide import known_zone
from bot.conversation.forms import QUIETS, Incomplete, SubscriptionForm, form_from, kept_form
from bot.words import Words
from briefings.errors import NotUnderstood
from briefings.model.chat import Address, Quiet
from briefings.themes.catalogue import Catalogue

WHAT, WITHOUT, WHEN, QUIET, ZONE = "what", "without", "when", "quiet", "zone"
LONGEST = 500  #: characters of a field

_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class TypedField:
    """A field as it is shown."""

    name: str
    label: str
    value: str
    hint: str = ""
    may_be_empty: bool = False
    choices: tuple[tuple[str, str], ...] = ()  #: (value, words); empty: it is typed


def typed_fields(form: SubscriptionForm, words: Words, catalogue: Catalogue) -> list[TypedField]:
    """The fields in their order, with what is filled in now."""
    names = [catalogue.label(slug, words.language) for slug in form.themes] + ([form.others] if form.others else [])
    quiets = tuple((quiet.value, words(QUIETS[quiet])) for quiet in Quiet)
    fields = [
        TypedField(
            WHAT, words("Wat u volgt"), ", ".join(names)[:LONGEST], words("Thema's of woorden, met komma's ertussen.")
        ),
        TypedField(
            WHEN, words("Wanneer"), write_schedule(form.schedule), words("Zoals u het zegt: elke maandag 08:00.")
        ),
        TypedField(QUIET, words("Als er niets nieuws is"), form.quiet.value, choices=quiets),
        TypedField(ZONE, words("Tijdzone"), form.timezone, words("Een stad, zoals Brussel.")),
    ]
    if form.without is not None:
        label, hint = words("Wat u er niet van wilt"), words("Mag leeg blijven.")
        fields.insert(1, TypedField(WITHOUT, label, form.without[:LONGEST], hint, may_be_empty=True))
    return fields


def state_of(form: SubscriptionForm, person: str) -> str:
    """What is to be sealed into a form: for whom it was opened, where, and what it showed."""
    return json.dumps({"person": person, "chat": form.at.chat, "form": kept_form(form)})


def form_of(opened: str, channel: str, workspace: str) -> tuple[SubscriptionForm, str]:
    """The form, and for whom it was opened; of what was sealed by us for a form. Raises ValueError for a button's."""
    kept = json.loads(opened)
    return form_from(kept["form"], Address(channel, workspace, str(kept["chat"]))), str(kept["person"])


def filled_in(form: SubscriptionForm, given: Mapping[str, Any]) -> Rewrite:
    """What was filled in asks for. Raises Incomplete and NotUnderstood, in the field that it is about."""
    names, without = _field(WHAT, lambda: read_names(_text(given, WHAT)))
    if not names:
        raise Incomplete(WHAT, "Kies ten minste één thema.")
    if form.without is not None:
        without = (*without, *_field(WITHOUT, lambda: read_names(_text(given, WITHOUT))[0]))
    quiet = _text(given, QUIET)
    return Rewrite(
        names,
        None if form.without is None and not without else without,
        _field(WHEN, lambda: read_schedule(_text(given, WHEN))),
        _field(ZONE, lambda: known_zone(_text(given, ZONE) or form.timezone)),
        Quiet(quiet) if quiet in set(Quiet) else form.quiet,
        form.of,
        paused_until=form.paused_until,
    )


def field_of(error: Exception) -> str:
    """The field under which an error is shown."""
    return error.field if isinstance(error, Incomplete) else WHAT


def _field(name: str, read: Callable[[], _T]) -> _T:
    """What `read` gives; what cannot be understood is said of this field."""
    try:
        return read()
    except NotUnderstood as error:
        raise Incomplete(name, error.message.code, **error.message.values) from error


def _text(given: Mapping[str, Any], name: str) -> str:
    value = given.get(name)
    return value if isinstance(value, str) else ""
