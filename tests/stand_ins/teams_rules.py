"""What Teams refuses of a message: its size, and cards that are not of Adaptive Cards 1.5.

Source: adaptivecards.io/explorer, for the elements that we use.
"""

import json
from typing import Any

_MOST_BYTES = 28 * 1024  #: in UTF-16; the oldest and smallest form of the rule
_TEXT = {"type", "text", "wrap", "weight", "size", "style", "isSubtle", "spacing", "separator", "color"}
_INPUT = {"type", "id", "label", "value", "isRequired", "errorMessage"}
#: The elements that we use, each with the properties that it may have.
_ELEMENTS = {
    "TextBlock": _TEXT,
    "ActionSet": {"type", "actions", "spacing"},
    "Input.Text": _INPUT | {"maxLength", "isMultiline", "placeholder"},
    "Input.ChoiceSet": _INPUT | {"choices", "style"},
}
_ACTIONS = {
    "Action.Submit": {"type", "title", "data", "tooltip"},
    "Action.OpenUrl": {"type", "title", "url", "tooltip"},
}
_VALUES = {
    "weight": {"Lighter", "Default", "Bolder"}, "size": {"Small", "Default", "Medium", "Large", "ExtraLarge"},
    "spacing": {"None", "Small", "Default", "Medium", "Large", "ExtraLarge", "Padding"},
    "color": {"Default", "Dark", "Light", "Accent", "Good", "Warning", "Attention"},
}  # fmt: skip
_CARD = {"type", "$schema", "version", "lang", "msteams", "body", "actions", "fallbackText", "speak"}
_MOST_ACTIONS = 6
_SIZES = {"small", "medium", "large"}


def refusal_of_activity(activity: dict[str, Any]) -> tuple[int, str] | None:
    """The status and code of an error; None when the message is taken."""
    if len(json.dumps(activity, ensure_ascii=False).encode("utf-16-le", "surrogatepass")) > _MOST_BYTES:
        return 413, "MessageSizeTooBig"
    if activity.get("type") != "message":
        return 400, "BadSyntax"
    attachments = activity.get("attachments") or []
    if not attachments and not activity.get("text"):
        return 400, "BadSyntax"
    wrong = next((found for one in attachments if (found := refusal_of_attachment(one))), None)
    return (400, "BadSyntax") if wrong else None


def refusal_of_attachment(attachment: dict[str, Any]) -> str | None:
    """What is wrong with a card that is attached."""
    if attachment.get("contentType") != "application/vnd.microsoft.card.adaptive":
        return "unknown attachment type"
    return refusal_of_card(attachment["content"])


def refusal_of_card(card: dict[str, Any]) -> str | None:
    """What is wrong with an Adaptive Card; None when nothing is."""
    if unknown := set(card) - _CARD:
        return f"a card has no {unknown}"
    if card.get("type") != "AdaptiveCard" or card.get("version") != "1.5" or not card.get("body"):
        return "no card of 1.5"
    if card.get("msteams", {}) not in ({}, {"width": "full"}):
        return f"Teams knows no {card['msteams']}"
    names = [block["id"] for block in card["body"] if "id" in block]
    if len(set(names)) != len(names):
        return "two inputs have one id"
    if wrong := _refusal_of_actions(card.get("actions", [])):
        return wrong
    return next((found for block in card["body"] if (found := _refusal_of(block))), None)


def refusal_of_dialog(answer: dict[str, Any]) -> str | None:
    """What is wrong with the answer to task/fetch or task/submit."""
    task = answer.get("task") or {}
    if task.get("type") == "message":
        return None if isinstance(task.get("value"), str) and task["value"] else "a message without words"
    value = task.get("value") or {}
    if task.get("type") != "continue" or not value.get("title"):
        return "neither a message nor a dialog"
    if value.get("height") not in _SIZES or value.get("width") not in _SIZES:
        return "no size"
    return refusal_of_attachment(value["card"])


def _refusal_of(block: dict[str, Any]) -> str | None:
    kind = str(block.get("type"))
    if kind not in _ELEMENTS:
        return f"no element {kind}"
    if unknown := set(block) - _ELEMENTS[kind]:
        return f"{kind} has no {unknown}"
    for name, allowed in _VALUES.items():
        if name in block and block[name] not in allowed:
            return f"{name} is {block[name]}"
    if kind == "TextBlock":
        return None if isinstance(block.get("text"), str) and block["text"] else "a text without words"
    if kind == "ActionSet":
        return _refusal_of_actions(block.get("actions") or [{}])
    return _refusal_of_input(block)


def _refusal_of_input(block: dict[str, Any]) -> str | None:
    if not block.get("id") or not block.get("label"):
        return "an input without id or label"
    if block["type"] == "Input.Text":
        return "a value longer than it may be" if len(block.get("value", "")) > block.get("maxLength", 9999) else None
    values = [choice["value"] for choice in block.get("choices", []) if choice.get("title")]
    return None if block.get("value") in values else "a value that is no choice"


def _refusal_of_actions(actions: list[dict[str, Any]]) -> str | None:
    if len(actions) > _MOST_ACTIONS:
        return "too many buttons"
    for action in actions:
        if action.get("type") not in _ACTIONS or set(action) - _ACTIONS[action["type"]]:
            return f"no action {action}"
        if not action.get("title"):
            return "a button without words"
    return None
