"""What Slack refuses of blocks and views (PLATFORMS, Slack; docs.slack.dev, Block Kit)."""

import json
import re
from collections.abc import Iterator
from typing import Any

_MARKUP = re.compile(r"<(?!https?://[^<>|\s]+(?:\|[^<>|]+)?>|@[UW]\w+>|#[CG]\w+>)[^>]*>?")
_ENTITY = re.compile(r"&(?!amp;|lt;|gt;)")
_LARGEST_VIEW = 250_000
#: (kind of element, field) -> the most characters.
_LONGEST = {"button": ("value", 2000), "plain_text_input": ("initial_value", 3000)}
_SELECTS = {"static_select", "multi_static_select", "checkboxes", "radio_buttons"}


def refusal_of_blocks(blocks: list[dict[str, Any]]) -> str | None:
    """The error with which Slack refuses the blocks of a message, if it does."""
    if len(blocks) > 50:
        return "invalid_blocks: more than 50"
    if len(json.dumps(blocks, ensure_ascii=False)) > 11_000:
        return "msg_blocks_too_long"
    return _refusal(blocks)


def refusal_of_view(view: dict[str, Any], kind: str) -> str | None:
    """The error with which Slack refuses a modal or Home tab, if it does."""
    blocks = view.get("blocks", [])
    if view.get("type") != kind:
        return f"invalid_arguments: a {view.get('type')} as {kind}"
    if len(blocks) > 100 or len(json.dumps(view)) > _LARGEST_VIEW:
        return "view_too_large"
    if len(view.get("private_metadata", "")) > 3000 or len(view.get("callback_id", "")) > 255:
        return "invalid_arguments: too long"
    if kind == "modal":
        for name in ("title", "submit", "close"):
            text = view.get(name)
            if text is not None and (text["type"] != "plain_text" or not 0 < len(text["text"]) <= 24):
                return f"invalid_arguments: {name}"
        if "title" not in view or ("submit" not in view and any(block["type"] == "input" for block in blocks)):
            return "invalid_arguments: no title or submit"
    return _refusal(blocks)


def _refusal(blocks: list[dict[str, Any]]) -> str | None:
    named = [block["block_id"] for block in blocks if "block_id" in block]
    if len(set(named)) != len(named):
        return "invalid_blocks: block_id twice"
    return next((f"invalid_blocks: {error}" for block in blocks for error in _errors(block)), None)


def _errors(block: dict[str, Any]) -> Iterator[str]:
    kind = block["type"]
    text = block.get("text", {}).get("text", "")
    longest = {"header": 150, "section": 3000}.get(kind)
    if longest is not None and not 0 < len(text) <= longest:
        yield f"{kind} of {len(text)} characters"
    if kind == "header" and block["text"]["type"] != "plain_text":
        yield "a header is plain text"
    elements = [block["element"]] if kind == "input" else block.get("elements", [])
    if kind in {"context", "actions"} and not 0 < len(elements) <= {"context": 10, "actions": 25}[kind]:
        yield "too many elements"
    if kind == "input" and not 0 < len(block["label"]["text"]) <= 2000:
        yield "label"
    marked = [block["text"]] if kind == "section" else []
    marked += [element for element in elements if element.get("type") == "mrkdwn"]
    for one in marked:
        if one["type"] == "mrkdwn" and (_MARKUP.search(one["text"]) or _ENTITY.search(one["text"])):
            yield "unescaped text"
    ids = [element["action_id"] for element in elements if "action_id" in element]
    if len(set(ids)) != len(ids):
        yield "action_id twice"
    for element in elements:
        yield from _errors_of_element(element)


def _errors_of_element(element: dict[str, Any]) -> Iterator[str]:
    kind = element["type"]
    if kind == "button" and not 0 < len(element["text"]["text"]) <= 75:
        yield "button too long"
    if len(element.get("action_id", "")) > 255 or len(element.get("accessibility_label", "")) > 75:
        yield "id or accessibility_label too long"
    field, longest = _LONGEST.get(kind, ("", 0))
    if field and len(element.get(field, "")) > longest:
        yield f"{field} too long"
    options = element.get("options", [])
    if kind in _SELECTS and not 0 < len(options) <= (10 if kind in {"checkboxes", "radio_buttons"} else 100):
        yield f"{len(options)} options"
    chosen = list(element.get("initial_options", []))
    chosen += [element["initial_option"]] if "initial_option" in element else []
    if "initial_options" in element and not element["initial_options"]:
        yield "no initial options"
    if kind in _SELECTS and any(one not in options for one in chosen):
        yield "an initial option that is no option"
    for option in (*options, *chosen):
        if not 0 < len(option["text"]["text"]) <= 75 or not 0 < len(option["value"]) <= 150:
            yield "option too long"
