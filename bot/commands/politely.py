"""What is asked politely: "kun je de agenda geven", "mag ik … zien", "can you show me …": the question inside."""

import re

_MOST_WORDS = 40  #: of such a sentence; a longer text is none, and would be tried in too many ways
_ME = r"(?:(?:aan )?(?:me|mij|ons|us) )?"
_PLEASE = (
    r"(?:(?:even|eens|misschien|alsjeblieft|alstublieft|aub|svp|graag|maar|ook|nog|snel|kort|please|kindly|maybe|"
    r"possibly|perhaps|quickly) )*"
)
_BETWEEN = rf"{_PLEASE}{_ME}{_PLEASE}"
_GIVING = r"(?:geven|sturen|toesturen|opsturen|tonen|laten zien|opzoeken|opnoemen|noemen|delen|pakken|bezorgen)"
_GETTING = r"(?:zien|hebben|krijgen|inzien|lezen|bekijken|ontvangen)"
_YOU = r"(?:kun|kan|kunt|wil|wilt|zou|zoudt) (?:je|jij|u|jullie)"
_I = r"(?:mag|kan|kunnen|mogen) (?:ik|we|wij)"
_WANT = r"(?:ik|wij|we) (?:wil|willen|wou|zou|zouden)"
_SHOW = r"(?:give|show|send|get|bring|list|display|read)"
_WAYS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"{_YOU} {_BETWEEN}(?:kunnen |willen )?(?:laten zien|geven|opzoeken|vertellen|zeggen|tonen) (?P<inside>.+)",
        rf"{_YOU} {_BETWEEN}(?P<inside>.+?) {_BETWEEN}(?:kunnen |willen )?{_GIVING}(?: {_PLEASE.strip()})?",
        rf"{_I} {_PLEASE}(?P<inside>.+?) {_PLEASE}{_GETTING}",
        rf"laat {_BETWEEN}(?:zien )(?P<inside>.+)",
        rf"laat {_BETWEEN}(?P<inside>.+?) {_PLEASE}(?:zien|horen|lezen)",
        rf"(?:geef|toon|stuur|noem|bekijk) {_BETWEEN}(?P<inside>.+)",
        rf"(?:pak|haal) {_BETWEEN}(?P<inside>.+?) (?:op|erbij)",
        rf"vertel {_BETWEEN}(?:(?:iets|meer|wat|alles) )?(?:over )?(?P<inside>.+)",
        rf"{_WANT} {_PLEASE}(?:willen )?(?P<inside>.+?) {_PLEASE}(?:willen )?{_GETTING}",
        rf"(?:can|could|would|will) you {_BETWEEN}{_SHOW} {_BETWEEN}(?P<inside>.+)",
        rf"(?:can|could|may|might) (?:i|we) {_PLEASE}(?:see|have|get|read|receive) (?P<inside>.+)",
        rf"{_PLEASE}{_SHOW} (?:me|us) {_PLEASE}(?P<inside>.+)",
        rf"{_PLEASE}show (?P<inside>.+)",
        r"let (?:me|us) see (?P<inside>.+)",
        rf"(?:i|we)(?: would|'d|’d) like {_PLEASE}(?:to (?:see|have|get|read) )?(?P<inside>.+)",
        r"(?:i|we) (?:want|need) to (?:see|have|get|read) (?P<inside>.+)",
    )
)
_SEEKS = re.compile(
    r"(?:(?:ik|wij|we) (?:zoek|zoeken|ben op zoek naar|zijn op zoek naar)|zoek(?:en)? naar|zoek|"
    r"(?:i am|i'm|i’m|we are|we're) looking for|search(?: for)?|look (?:up|for)) "
    rf"{_PLEASE}(?:(?:iets|something) (?:over|about) )?(?P<inside>.+?)(?: op| erbij| up)?",
    re.IGNORECASE,
)
_ENDS = re.compile(
    r"[\s,]+(?:alsjeblieft|alstublieft|a\.?u\.?b\.?|s\.?v\.?p\.?|graag|please|thanks|thank you|bedankt|"
    r"dank (?:je|u)(?: wel)?)\s*[.!?]*$",
    re.IGNORECASE,
)


def what_is_asked_for(typed: str) -> str | None:
    """What somebody asks to be given or shown; None where it is not asked so."""
    if len(typed.split()) > _MOST_WORDS:
        return None
    asked = _ENDS.sub("", typed).strip(" ?!.")
    found = (match["inside"] for way in _WAYS if (match := way.fullmatch(asked)))
    inside = next(found, asked if asked != typed.strip(" ?!.") else None)
    return inside.strip(" :") or None if inside is not None else None


def what_is_sought(typed: str) -> str | None:
    """What somebody searches the letters for ("zoek privacy"): words of a letter, and no command of ours."""
    if len(typed.split()) > _MOST_WORDS:
        return None
    match = _SEEKS.fullmatch(_ENDS.sub("", typed).strip(" ?!."))
    return match["inside"].strip(" :") or None if match else None
