"""A subscription's form as a Mattermost dialog of at most five fields, and what was filled in."""

import json
from collections.abc import Callable
from typing import Any, TypeVar

from bot.commands.following import Rewrite
from bot.commands.names import read_names
from bot.commands.schedules import read_schedule, write_schedule
from bot.conversation.changing.decide import known_zone
from bot.conversation.forms import QUIETS, Incomplete, SubscriptionForm, form_from, kept_form
from bot.mattermost.people import SERVER
from bot.words import Words
from briefings.errors import NotUnderstood
from briefings.model.chat import Address, Quiet
from briefings.themes.catalogue import Catalogue

WHAT, WITHOUT, WHEN, QUIET, ZONE = "what", "without", "when", "quiet", "zone"
_LONGEST = 500

Dialog = dict[str, Any]
_T = TypeVar("_T")


def dialog(form: SubscriptionForm, words: Words, catalogue: Catalogue, state: str) -> Dialog:
    """The dialog. `state` comes back with it, and says what it is about."""
    names = [catalogue.label(slug, words.language) for slug in form.themes] + ([form.others] if form.others else [])
    elements = [
        _typed(WHAT, words("Wat u volgt"), ", ".join(names), words("Thema's of woorden, met komma's ertussen.")),
        _typed(WHEN, words("Wanneer"), write_schedule(form.schedule), words("Zoals u het zegt: elke maandag 08:00.")),
        {
            "display_name": words("Als er niets nieuws is")[:24],
            "name": QUIET,
            "type": "select",
            "options": [{"text": words(QUIETS[quiet]), "value": quiet.value} for quiet in Quiet],
            "default": form.quiet.value,
        },
        _typed(ZONE, words("Tijdzone"), form.timezone, words("Een stad, zoals Brussel.")),
    ]
    if form.without is not None:
        hint = words("Mag leeg blijven.")
        elements.insert(1, _typed(WITHOUT, words("Wat u er niet van wilt"), form.without, hint) | {"optional": True})
    return {
        "callback_id": "jbz",
        "title": words("Abonnement"),
        "submit_label": words("Bewaar") if form.of is not None else words("Volg"),
        "notify_on_cancel": False,
        "state": state,
        "elements": elements,
    }


def state_of(form: SubscriptionForm, person: str) -> str:
    """What is to be sealed into a dialog: for whom it was opened, where, and what it showed."""
    return json.dumps({"person": person, "chat": form.at.chat, "form": kept_form(form)})


def form_of(opened: str) -> tuple[SubscriptionForm, str]:
    """The form, and for whom it was opened; of what was sealed by us."""
    kept = json.loads(opened)
    return form_from(kept["form"], Address("mattermost", SERVER, str(kept["chat"]))), str(kept["person"])


def filled_in(form: SubscriptionForm, given: dict[str, Any]) -> Rewrite:
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


def _typed(name: str, label: str, value: str, hint: str) -> Dialog:
    return {
        "display_name": label[:24],
        "name": name,
        "type": "textarea",
        "default": value[:_LONGEST],
        "help_text": hint[:150],
        "max_length": _LONGEST,
    }


def _text(given: dict[str, Any], name: str) -> str:
    value = given.get(name)
    return value if isinstance(value, str) else ""
