"""A subscription's form as a task module (a dialog of Teams): a card with fields."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from bot.conversation.forms import SubscriptionForm
from bot.conversation.typed_forms import LONGEST, TypedField, typed_fields
from bot.teams.cards import CARD, Block, card, text_block
from bot.teams.markup import escaped
from bot.words import Words
from briefings.themes.catalogue import Catalogue

_HEIGHT, _WIDTH = "large", "medium"  #: as Teams names sizes of dialogs
_MOST_TOLD = 1000  #: characters


def form_card(
    form: SubscriptionForm,
    words: Words,
    catalogue: Catalogue,
    state: str,
    given: Mapping[str, Any] | None = None,
    wrong: tuple[str, str] = ("", ""),
) -> Block:
    """The card. `state` comes back with it; `given` is what was filled in before, and `wrong` a field and why."""
    body: list[Block] = []
    for field in typed_fields(form, words, catalogue):
        typed = (given or {}).get(field.name)
        body += _shown(replace(field, value=typed[:LONGEST]) if isinstance(typed, str) else field, words)
        if field.name == wrong[0]:
            body.append(text_block(escaped(wrong[1]), color="Attention", weight="Bolder"))
    keep = words("Bewaar") if form.of is not None else words("Volg")
    return card(body, words.language, [{"type": "Action.Submit", "title": keep, "data": {"jbz": state}}])


def dialog_with(shown: Block, title: str) -> dict[str, Any]:
    """Opens a card as a dialog, or shows it in the one that is open."""
    value = {"title": title, "height": _HEIGHT, "width": _WIDTH, "card": {"contentType": CARD, "content": shown}}
    return {"task": {"type": "continue", "value": value}}


def dialog_saying(sentence: str) -> dict[str, Any]:
    """Says something in the dialog, which then has nothing more to fill in."""
    return {"task": {"type": "message", "value": sentence[:_MOST_TOLD]}}


def _shown(field: TypedField, words: Words) -> list[Block]:
    shown: Block = {"id": field.name, "label": field.label, "value": field.value}
    if field.choices:
        choices = [{"title": text, "value": value} for value, text in field.choices]
        return [shown | {"type": "Input.ChoiceSet", "choices": choices}]
    shown |= {"type": "Input.Text", "maxLength": LONGEST}
    if not field.may_be_empty:
        shown |= {"isRequired": True, "errorMessage": words("Vul dit in.")}
    return [shown, text_block(escaped(field.hint), isSubtle=True, size="Small", spacing="None")]
