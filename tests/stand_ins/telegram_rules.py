"""What Telegram refuses (PLATFORMS, Telegram; core.telegram.org/bots/api): texts, keyboards, menus."""

import json
import re
from collections.abc import Mapping
from typing import Any

from tests.stand_ins.telegram_html import CannotParse, is_address, parse

MOST_UNITS = 4096
MOST_ENTITIES = 100  #: Telegram drops what is over; here it is refused, so that a test sees it
_COMMAND = re.compile(r"[a-z0-9_]{1,32}")
_START = re.compile(r"https://t\.me/\w+\?start=[A-Za-z0-9_-]{1,64}")


def refusal_of_html(source: str) -> str | None:
    """The error with which Telegram refuses a text, if it does."""
    try:
        text, entities = parse(source)
    except CannotParse as error:
        return f"Bad Request: {error}"
    units = len(text.strip().encode("utf-16-le")) // 2
    if units == 0:
        return "Bad Request: message text is empty"
    if len(entities) > MOST_ENTITIES:
        return f"Bad Request: {len(entities)} entities"
    return "Bad Request: message is too long" if units > MOST_UNITS else None


def refusal_of_markup(markup: Mapping[str, Any]) -> str | None:
    """The same of what stands under a message."""
    if markup.get("force_reply"):
        return "Bad Request: placeholder" if len(markup.get("input_field_placeholder", "")) > 64 else None
    buttons = [button for row in markup.get("inline_keyboard", []) for button in row]
    if len(buttons) > 100 or any(not row or len(row) > 8 for row in markup.get("inline_keyboard", [])):
        return "Bad Request: reply markup is too long"
    return next((error for button in buttons if (error := _refusal_of_button(button))), None)


def refusal_of_commands(fields: Mapping[str, str]) -> str | None:
    """The same of a menu of commands."""
    commands = json.loads(fields["commands"])
    if len(commands) > 100:
        return "Bad Request: too many commands"
    for command in commands:
        if not _COMMAND.fullmatch(command["command"]) or not 1 <= len(command["description"]) <= 256:
            return f"Bad Request: BOT_COMMAND_INVALID {command['command']}"
    return None


def refusal_of_answer(fields: Mapping[str, str]) -> str | None:
    """The same of what is said to who pressed a button."""
    if len(fields.get("text", "")) > 200:
        return "Bad Request: MESSAGE_TOO_LONG"
    url = fields.get("url")
    return "Bad Request: URL_INVALID" if url and not _START.fullmatch(url) else None


def refusal_of_results(results: list[dict[str, Any]]) -> str | None:
    """The same of what an inline query is answered with."""
    names = [one["id"] for one in results]
    if len(results) > 50 or len(set(names)) != len(names) or any(not 1 <= len(name.encode()) <= 64 for name in names):
        return "Bad Request: RESULT_ID_INVALID"
    for one in results:
        content = one["input_message_content"]
        error = refusal_of_html(content["message_text"]) or refusal_of_markup(one.get("reply_markup", {}))
        if error or not one["title"]:
            return error or "Bad Request: title is empty"
    return None


def _refusal_of_button(button: Mapping[str, Any]) -> str | None:
    if not button.get("text"):
        return "Bad Request: text buttons are unallowed in the inline keyboard"
    if "url" in button:
        return (
            None
            if is_address(button["url"])
            else f"Bad Request: inline keyboard button URL '{button['url']}' is invalid"
        )
    return None if 1 <= len(button.get("callback_data", "").encode()) <= 64 else "Bad Request: BUTTON_DATA_INVALID"
