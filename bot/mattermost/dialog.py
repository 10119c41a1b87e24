"""A subscription's form as a Mattermost dialog of at most five fields."""

from typing import Any

from bot.conversation.forms import SubscriptionForm
from bot.conversation.typed_forms import LONGEST, TypedField, typed_fields
from bot.words import Words
from briefings.themes.catalogue import Catalogue

_LABEL, _HINT = 24, 150  #: characters

Dialog = dict[str, Any]


def dialog(form: SubscriptionForm, words: Words, catalogue: Catalogue, state: str) -> Dialog:
    """The dialog. `state` comes back with it, and says what it is about."""
    return {
        "callback_id": "jbz",
        "title": words("Abonnement"),
        "submit_label": words("Bewaar") if form.of is not None else words("Volg"),
        "notify_on_cancel": False,
        "state": state,
        "elements": [_element(field) for field in typed_fields(form, words, catalogue)],
    }


def _element(field: TypedField) -> Dialog:
    element: Dialog = {"display_name": field.label[:_LABEL], "name": field.name, "default": field.value}
    if field.choices:
        options = [{"text": text, "value": value} for value, text in field.choices]
        return element | {"type": "select", "options": options}
    optional = {"optional": True} if field.may_be_empty else {}
    return element | {"type": "textarea", "help_text": field.hint[:_HINT], "max_length": LONGEST} | optional
