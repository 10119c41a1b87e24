"""A subscription's form as messages with buttons: what each step shows, and what a press makes of it. Pure.

A button carries "*7 t migratie": the draft's number, what is done, and with what.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import time
from enum import StrEnum
from typing import TypeVar

from bot.conversation.drafts import Draft
from bot.conversation.forms import ON_DAYS, RHYTHMS, Incomplete, SubscriptionForm, rhythm_name
from bot.scheduling.zones import zones, zones_like
from bot.telegram.data import STEP
from bot.telegram.render import Key, Keyboard, Message, in_rows, plain
from bot.words import Phrase, Words, capital
from briefings.model.chat import Quiet
from briefings.model.schedule import FreeDays

_PAGE = 8  #: themes or zones on one screen
_CHOSEN = "✓ "
_TIMES = ("07:00", "07:30", "08:00", "08:30", "09:00", "10:00", "12:00", "14:00", "16:00", "17:00", "18:00", "20:00")
_ZONES = (
    "Europe/Amsterdam", "Europe/Brussels", "Europe/Luxembourg", "Europe/London", "Europe/Athens", "America/New_York",
)  # fmt: skip
_SHORT = 2  #: letters of a weekday on a button
_STEP = re.compile(r"\*(\d{1,12}) ([a-z]+)(?: (.{0,60}))?")
_QUIETS = {
    Quiet.LINE: Phrase("Niets nieuws: één regel"),
    Quiet.SILENT: Phrase("Niets nieuws: geen bericht"),
    Quiet.MONTHLY: Phrase("Niets nieuws: hooguit maandelijks"),
}
#: What can be typed, by the step that asks for it: the question, and what stands in the field.
ASKED = {
    "find": (Phrase("Typ een deel van het thema, bijvoorbeeld: grens"), Phrase("grens")),
    "others": (
        Phrase('Typ een woord tussen aanhalingstekens, of een dossier: "drugs", kst 22112'),
        Phrase('"drugs"'),
    ),
    "time": (Phrase("Hoe laat? Typ bijvoorbeeld 07:45"), Phrase("07:45")),
    "zone": (Phrase("Welke stad? Typ bijvoorbeeld: Athens"), Phrase("Athens")),
}

Named = Sequence[tuple[str, str]]  #: (slug, name) of themes

_T = TypeVar("_T")


class Action(StrEnum):
    """What a press in a form does, as a button carries it."""

    THEME = "t"
    DAY = "d"
    RHYTHM = "r"
    SKIP = "s"
    QUIET = "q"
    TIME = "h"
    ZONE = "z"
    GO = "go"
    PAGE = "p"
    ASK = "ask"
    SHOW = "show"
    KEEP = "ok"
    CANCEL = "x"


@dataclass(frozen=True, slots=True)
class Press:
    """A press: of which draft, what, and with what."""

    draft: int
    action: Action
    value: str


def press_in(data: str) -> Press | None:
    """The press in a button's data; None when it is none of these."""
    match = _STEP.fullmatch(data)
    if match is None or match[2] not in set(Action):
        return None
    return Press(int(match[1]), Action(match[2]), match[3] or "")


def first_screen(form: SubscriptionForm) -> dict[str, object]:
    """Where a form begins: with what is followed, or, when that is known, with when."""
    return {"step": "themes" if form.of is None and not form.themes else "when", "page": 0, "search": ""}


def pressed(draft: Draft, action: Action, value: str) -> Draft:
    """The draft after a press that only changes the draft; what makes no sense changes nothing."""
    form = draft.form
    match action:
        case Action.THEME:
            return _with(draft, themes=_toggled(form.themes, value))
        case Action.DAY if value in {str(day) for day in range(7)}:
            return _with(draft, days=tuple(sorted(_toggled(form.days, int(value)))))
        case Action.RHYTHM if value in {*RHYTHMS, form.rhythm}:
            return _with(draft, rhythm=value)
        case Action.SKIP if value in set(FreeDays):
            return _with(draft, skip=tuple(sorted(_toggled(form.skip, FreeDays(value)))))
        case Action.QUIET:
            order = list(Quiet)
            return _with(draft, quiet=order[(order.index(form.quiet) + 1) % len(order)])
        case Action.TIME if value in _TIMES:
            return _to(_with(draft, time=time.fromisoformat(value)), step="when")
        case Action.ZONE if value in zones():
            return _to(_with(draft, timezone=value), step="when", search="")
        case Action.GO if value in {"themes", "when", "time", "zone"}:
            return _to(draft, step=value, page=0, search="")
        case Action.PAGE if value.isdecimal():
            return _to(draft, page=int(value))
        case _:
            return draft


def typed(draft: Draft, what: str, text: str) -> Draft | None:
    """The draft after something was typed that a step had asked; None when it cannot be read."""
    text = " ".join(text.split())[:200]
    match what:
        case "find" | "zone":
            return _to(draft, page=0, search=text)
        case "others":
            return _with(draft, others=text)
        case "time":
            found = re.fullmatch(r"([01]?\d|2[0-3])[:.]?([0-5]\d)", text)
            return _to(_with(draft, time=time(int(found[1]), int(found[2]))), step="when") if found else None
        case _:
            return None


def shown(draft: Draft, themes: Named, found: Named, words: Words) -> Message:
    """The message of the step that the draft is at. `found` are the themes that are like what is searched, or all."""
    form, step = draft.form, draft.screen["step"]
    if step == "time":
        lines = [f"<b>{words('Hoe laat?')}</b>", plain(f"{form.time:%H:%M}")]
        rows = in_rows([_button(draft, _ticked(at == f"{form.time:%H:%M}", at), Action.TIME, at) for at in _TIMES])
        rows += [[_button(draft, words("Een andere tijd"), Action.ASK, "time")], [_back(draft, words)]]
    elif step == "zone":
        lines = [f"<b>{words('Welke tijdzone?')}</b>", plain(form.timezone)]
        rows = _zone_rows(draft, words)
    elif step == "when":
        lines, rows = _when(draft, themes, words)
    else:
        lines, rows = _what(draft, themes, found, words)
    return {"html": "\n".join(lines), "keyboard": rows}


def question(what: str, words: Words) -> Message:
    """Asks for something that must be typed."""
    sentence, example = ASKED[what]
    return {"html": plain(words(sentence)), "keyboard": [], "asks": words(example)}


def _what(draft: Draft, themes: Named, found: Named, words: Words) -> tuple[list[str], Keyboard]:
    form, screen = draft.form, draft.screen
    lines = [f"<b>{words('Wat wilt u volgen?')}</b>", _chosen(form, themes, words)]
    if screen["search"]:
        said = words("Gevonden met “{text}”:", text=screen["search"])
        lines.append(plain(said if found else words("Geen thema lijkt op “{text}”.", text=screen["search"])))
    shown_now, turning = _page(draft, found, words)
    rows = in_rows([_button(draft, _ticked(slug in form.themes, name), Action.THEME, slug) for slug, name in shown_now])
    rows += turning
    find = _button(draft, words("Zoek"), Action.ASK, "find")
    if screen["search"]:
        find = _button(draft, words("Alle thema's"), Action.GO, "themes")
    rows.append([find, _button(draft, words("Iets anders"), Action.ASK, "others")])
    rows.append([_button(draft, words("Annuleer"), Action.CANCEL), _button(draft, words("Verder"), Action.GO, "when")])
    return lines, rows


def _when(draft: Draft, themes: Named, words: Words) -> tuple[list[str], Keyboard]:
    form = draft.form
    lines = [f"<b>{words('Wanneer wilt u de briefing?')}</b>", _chosen(form, themes, words), _moment(form, words)]
    rhythms = dict.fromkeys((*RHYTHMS, form.rhythm))
    rows = in_rows(
        [
            _button(draft, _ticked(code == form.rhythm, rhythm_name(code, words)), Action.RHYTHM, code)
            for code in rhythms
        ]
    )
    if form.rhythm == ON_DAYS:
        days = [(str(day), words.weekday(day)[:_SHORT].lower()) for day in range(7)]
        made = [_button(draft, _ticked(int(day) in form.days, name), Action.DAY, day) for day, name in days]
        rows += [made[:4], made[4:]]
    if form.rhythm != "immediate":
        zone = form.timezone.rpartition("/")[2].replace("_", " ")
        rows.append(
            [
                _button(draft, words("Tijd: {time}", time=f"{form.time:%H:%M}"), Action.GO, "time"),
                _button(draft, words("Zone: {zone}", zone=zone), Action.GO, "zone"),
            ]
        )
        rows.append(
            [
                _button(draft, _ticked(one in form.skip, words.free_days(one)), Action.SKIP, one.value)
                for one in FreeDays
            ]
        )
    rows.append([_button(draft, words(_QUIETS[form.quiet]), Action.QUIET)])
    rows.append(
        [_button(draft, words("Thema's"), Action.GO, "themes"), _button(draft, words("Voorbeeld"), Action.SHOW)]
    )
    done = words("Volg") if form.of is None else words("Bewaar")
    rows.append([_button(draft, words("Annuleer"), Action.CANCEL), _button(draft, done, Action.KEEP)])
    return lines, rows


def _zone_rows(draft: Draft, words: Words) -> Keyboard:
    wanted = str(draft.screen["search"])
    found = zones_like(wanted) if wanted else list(_ZONES)
    shown_now, turning = _page(draft, [(zone, zone) for zone in found], words)
    rows = [[_button(draft, _ticked(zone == draft.form.timezone, zone), Action.ZONE, zone)] for zone, _ in shown_now]
    return [*rows, *turning, [_button(draft, words("Zoek een stad"), Action.ASK, "zone")], [_back(draft, words)]]


def _page(draft: Draft, found: Named, words: Words) -> tuple[Named, Keyboard]:
    """The part of a list that is on the screen, and the buttons that turn it."""
    last = max(0, (len(found) - 1) // _PAGE)
    page = min(int(draft.screen["page"]), last)
    turning = []
    if page > 0:
        turning.append(_button(draft, words("Vorige"), Action.PAGE, str(page - 1)))
    if page < last:
        turning.append(_button(draft, words("Volgende"), Action.PAGE, str(page + 1)))
    return found[page * _PAGE : (page + 1) * _PAGE], [turning] if turning else []


def _chosen(form: SubscriptionForm, themes: Named, words: Words) -> str:
    names = dict(themes)
    chosen = [names.get(slug, slug) for slug in form.themes] + ([form.others] if form.others else [])
    said = words("Gekozen: {what}.", what=words.listing(chosen)) if chosen else words("Nog niets gekozen.")
    return plain(said)


def _moment(form: SubscriptionForm, words: Words) -> str:
    try:
        said = capital(words.schedule(form.schedule))
    except Incomplete as error:
        return plain(words.say(error.message))
    return plain(f"{said} ({form.timezone})")


def _ticked(chosen: bool, label: str) -> str:
    return f"{_CHOSEN}{label}" if chosen else label


def _back(draft: Draft, words: Words) -> Key:
    return _button(draft, words("Terug"), Action.GO, "when")


def _button(draft: Draft, label: str, action: Action, value: str = "") -> Key:
    return [label, f"{STEP}{draft.id} {action} {value}".rstrip()]


def _toggled(chosen: tuple[_T, ...], one: _T) -> tuple[_T, ...]:
    return tuple(other for other in chosen if other != one) if one in chosen else (*chosen, one)


def _with(draft: Draft, **changed: object) -> Draft:
    return replace(draft, form=replace(draft.form, **changed))  # type: ignore[arg-type]  # its own fields


def _to(draft: Draft, **changed: object) -> Draft:
    return replace(draft, screen={**draft.screen, **changed})
