"""A subscription's form as a modal, and what was filled in."""

import json
from dataclasses import replace
from datetime import date, time
from typing import Any

from bot.conversation.forms import QUIETS, RHYTHMS, Incomplete, SubscriptionForm, rhythm_name
from bot.scheduling.zones import zones, zones_like
from bot.slack.render import plain
from bot.words import Words
from briefings.errors import JbzError
from briefings.model.chat import Address, Quiet
from briefings.model.schedule import FreeDays
from briefings.themes.catalogue import Catalogue

SUBMITTED = "jbz:form"
PREVIEW = "jbz:preview"
THEMES = "jbz:themes"
ZONES = "jbz:zones"
OTHERS_BLOCK = "others"
THEMES_BLOCK = "themes"
DAYS_BLOCK = "days"
_MOST_THEMES = 20
_LONGEST = 500

View = dict[str, Any]


class FormView:
    """Forms in one language."""

    def __init__(self, words: Words, catalogue: Catalogue) -> None:
        self._words = words
        self._catalogue = catalogue

    def view(self, form: SubscriptionForm, metadata: str) -> View:
        """The modal. `metadata` comes back with it, and says which subscription it is about."""
        words = self._words
        changing = form.of is not None
        return {
            "type": "modal",
            "callback_id": SUBMITTED,
            "private_metadata": metadata,
            "title": plain(words("Abonnement")),
            "submit": plain(words("Bewaar") if changing else words("Volg")),
            "close": plain(words("Annuleer")),
            "blocks": [
                *self._what(form),
                *self._when(form),
                *self._else(form),
                {"type": "actions", "block_id": "preview", "elements": [self._preview_button()]},
            ],
        }

    def _what(self, form: SubscriptionForm) -> list[View]:
        words = self._words
        chosen = [_option(slug, self._label(slug)) for slug in form.themes]
        blocks = [
            self._input(
                THEMES_BLOCK,
                words("Thema's"),
                {
                    "type": "multi_external_select",
                    "action_id": THEMES,
                    "min_query_length": 0,
                    "max_selected_items": _MOST_THEMES,
                    "placeholder": _text(words("Zoek een thema")),
                    **({"initial_options": chosen} if chosen else {}),
                },
                optional=True,
            ),
            self._typed(
                OTHERS_BLOCK,
                words("Of iets anders"),
                form.others,
                hint=words('Een woord tussen aanhalingstekens ("drugs"), kst 22112, raad JBZ, standpunten nederland'),
            ),
        ]
        if form.without is not None:
            blocks.append(self._typed("without", words("Wat u er niet van wilt"), form.without))
        return blocks

    def _when(self, form: SubscriptionForm) -> list[View]:
        words = self._words
        rhythms = [(code, rhythm_name(code, words)) for code in dict.fromkeys((*RHYTHMS, form.rhythm))]
        days = [(str(day), words.weekday(day)) for day in range(7)]
        return [
            self._input("rhythm", words("Wanneer"), _select("rhythm", rhythms, form.rhythm)),
            self._input(
                DAYS_BLOCK,
                words("Op deze dagen"),
                _boxes("days", days, [str(day) for day in form.days]),
                optional=True,
                hint=words("Alleen voor vaste dagen."),
            ),
            self._input(
                "time",
                words("Hoe laat"),
                {"type": "timepicker", "action_id": "time", "initial_time": f"{form.time:%H:%M}"},
            ),
            self._input(
                "zone",
                words("Tijdzone"),
                {
                    "type": "external_select",
                    "action_id": ZONES,
                    "min_query_length": 2,
                    "initial_option": _option(form.timezone, form.timezone),
                    "placeholder": _text(words("Zoek een stad")),
                },
            ),
            self._input(
                "skip",
                words("Liever niet"),
                _boxes(
                    "skip", [(one.value, words.free_days(one)) for one in FreeDays], [one.value for one in form.skip]
                ),
                optional=True,
            ),
        ]

    def _else(self, form: SubscriptionForm) -> list[View]:
        words = self._words
        quiets = [(quiet.value, words(QUIETS[quiet])) for quiet in Quiet]
        blocks = [
            self._input("quiet", words("Als er niets nieuws is"), _select("quiet", quiets, form.quiet.value)),
            self._input(
                "where",
                words("Waar de briefing komt"),
                {
                    "type": "conversations_select",
                    "action_id": "where",
                    "initial_conversation": form.at.chat,
                    "filter": {"include": ["public", "private", "im"], "exclude_external_shared_channels": False},
                },
            ),
        ]
        if form.of is not None:
            picker: View = {"type": "datepicker", "action_id": "until"}
            if form.paused_until:
                picker["initial_date"] = form.paused_until.isoformat()
            blocks.append(self._input("until", words("Pauzeer tot"), picker, optional=True))
        return blocks

    def _label(self, slug: str) -> str:
        return self._catalogue.label(slug, self._words.language)

    def _preview_button(self) -> View:
        label = self._words("Toon een voorbeeld van de briefing")
        return {"type": "button", "action_id": PREVIEW, "text": _text(label), "value": "preview"}

    def _typed(self, block: str, label: str, value: str, hint: str | None = None) -> View:
        element: View = {"type": "plain_text_input", "action_id": block, "max_length": _LONGEST}
        if value:
            element["initial_value"] = value[:_LONGEST]
        return self._input(block, label, element, optional=True, hint=hint)

    def _input(self, block: str, label: str, element: View, *, optional: bool = False, hint: str | None = None) -> View:
        told: View = {"type": "input", "block_id": block, "label": _text(label), "element": element}
        if optional:
            told["optional"] = True
        if hint:
            told["hint"] = _text(hint)
        return told


def filled_in(before: SubscriptionForm, state: View, at: Address) -> SubscriptionForm:
    """The form as someone filled it in; what cannot be read of it stays as it was.

    `at` is the workspace's address whose chat the choice of place replaces.
    """
    given = {action: element for block in state["values"].values() for action, element in block.items()}
    rhythm = _chosen(given, "rhythm")
    zone = _chosen(given, ZONES)
    where = given.get("where", {}).get("selected_conversation")
    until = given.get("until", {}).get("selected_date")
    quiet = _chosen(given, "quiet")
    return replace(
        before,
        at=replace(at, chat=str(where)) if where else before.at,
        themes=tuple(_all_chosen(given, THEMES)),
        others=str(given.get(OTHERS_BLOCK, {}).get("value") or ""),
        without=None if before.without is None else str(given.get("without", {}).get("value") or ""),
        rhythm=rhythm if rhythm in {*RHYTHMS, before.rhythm} else before.rhythm,
        days=tuple(sorted(int(day) for day in _all_chosen(given, "days") if day in "0123456")),
        time=_time(given.get("time", {}).get("selected_time"), before.time),
        skip=tuple(sorted(one for one in FreeDays if one.value in _all_chosen(given, "skip"))),
        timezone=zone if zone in zones() else before.timezone,
        quiet=Quiet(quiet) if quiet in set(Quiet) else before.quiet,
        paused_until=date.fromisoformat(until) if until else None,
    )


def to_metadata(form: SubscriptionForm) -> str:
    """What must come back with a form, to be sealed."""
    came_from = form.came_from or form.at
    return json.dumps([came_from.workspace, came_from.chat, form.of, form.rhythm, form.without is None])


def from_metadata(text: str) -> SubscriptionForm:
    """The form it was about."""
    workspace, chat, of, rhythm, mixed = json.loads(text)
    address = Address("slack", workspace, chat)
    return SubscriptionForm(address, rhythm=rhythm, without=None if mixed else "", of=of, came_from=address)


def zone_options(typed: str, most: int) -> list[tuple[str, str]]:
    """The time zones that are like what was typed."""
    return [(zone, zone) for zone in zones_like(typed)[:most]]


def block_of(error: JbzError) -> str:
    """The field of the form beside which an error is shown."""
    return error.field if isinstance(error, Incomplete) else OTHERS_BLOCK


def options(pairs: list[tuple[str, str]]) -> list[View]:
    """Choices of a menu, from (value, name)."""
    return [_option(value, name) for value, name in pairs]


def _option(value: str, name: str) -> View:
    return {"text": _text(name if len(name) <= 75 else name[:74] + "…"), "value": value[:150]}  # noqa: PLR2004


def _text(text: str) -> View:
    return {"type": "plain_text", "text": text, "emoji": False}


def _select(action: str, pairs: list[tuple[str, str]], chosen: str) -> View:
    made = options(pairs)
    first = next(option for option in made if option["value"] == chosen)
    return {"type": "static_select", "action_id": action, "options": made, "initial_option": first}


def _boxes(action: str, pairs: list[tuple[str, str]], chosen: list[str]) -> View:
    made = options(pairs)
    ticked = [option for option in made if option["value"] in chosen]
    return {"type": "checkboxes", "action_id": action, "options": made} | (
        {"initial_options": ticked} if ticked else {}
    )


def _chosen(given: View, action: str) -> str | None:
    option = given.get(action, {}).get("selected_option")
    return str(option["value"]) if option else None


def _all_chosen(given: View, action: str) -> list[str]:
    return [str(option["value"]) for option in given.get(action, {}).get("selected_options") or []]


def _time(text: str | None, before: time) -> time:
    return time.fromisoformat(text) if text else before
