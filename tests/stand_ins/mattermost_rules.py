"""What Mattermost refuses, after its own source: server/public/model/post.go, integration_action.go, api4/routes."""

import re
from typing import Any

#: A server with an old database; others take 16,383.
MESSAGE = 4000
_PROPS = 800_000
_ACTION = re.compile(r"[A-Za-z0-9]+")
_TITLE, _DISPLAY, _NAME, _HELP, _TEXTAREA = 24, 24, 300, 150, 3000
#: Not a rule of the server: the most that fits on a phone without scrolling, and what older apps showed.
_ELEMENTS = 5


def refusal_of_post(post: dict[str, Any]) -> str | None:
    """The name of the error; None when it is taken."""
    if len(post.get("message") or "") > MESSAGE:
        return "model.post.is_valid.message_length.app_error"
    props = post.get("props") or {}
    if len(str(props)) > _PROPS or not isinstance(props, dict):
        return "model.post.is_valid.props.app_error"
    for attachment in props.get("attachments") or []:
        for action in attachment.get("actions") or []:
            if refusal_of_action(action):
                return "model.post.is_valid.props.app_error"
    return None


def refusal_of_action(action: dict[str, Any]) -> str | None:
    """What is wrong with a button; None when nothing is."""
    integration = action.get("integration") or {}
    if not action.get("name"):
        return "action must have a name"
    if action.get("type") != "button":
        return "invalid action type"
    if not _ACTION.fullmatch(action.get("id") or ""):
        return "no address leads to the action"
    if not str(integration.get("url") or "").startswith(("http://", "https://")):
        return "action must have an valid integration URL"
    return None


def refusal_of_dialog(dialog: dict[str, Any]) -> str | None:
    """What is wrong with a dialog (`Dialog.IsValid`); None when nothing is."""
    if not dialog.get("title") or len(dialog["title"]) > _TITLE:
        return "invalid dialog title"
    elements = dialog.get("elements") or []
    if len(elements) > _ELEMENTS:
        return "too many elements"
    if len({one.get("name") for one in elements}) != len(elements):
        return "duplicate element name"
    return next((wrong for one in elements if (wrong := _refusal_of_element(one))), None)


def _refusal_of_element(one: dict[str, Any]) -> str | None:
    if not one.get("display_name") or len(one["display_name"]) > _DISPLAY:
        return f"display_name of {one.get('name')} is too long"
    if not one.get("name") or len(one["name"]) > _NAME:
        return "invalid name"
    if len(one.get("help_text") or "") > _HELP:
        return "help_text is too long"
    if one["type"] == "textarea":
        too_long = len(one.get("default") or "") > one.get("max_length", _TEXTAREA)
        return "default is longer than max_length" if too_long or one.get("max_length", 0) > _TEXTAREA else None
    if one["type"] == "select":
        values = [option.get("value") for option in one.get("options") or [] if option.get("text")]
        return None if values and one.get("default") in {"", None, *values} else "default is no option"
    return "invalid type"
