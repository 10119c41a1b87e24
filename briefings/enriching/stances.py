"""What someone thinks of what lies on the table, and what the Council did with it."""

import re

from briefings.model.statement import DecisionKind, Stance

#: Read in this order: who supports something "mits" or with "zorgen" is not simply in favour.
_STANCES = (
    (
        Stance.OPPOSITION,
        re.compile(
            r"\b(?:tegenstander|tegengestemd|stemden? tegen|verzet(?:te)?|onthield(?:en)?|afgewezen|niet instemmen|"
            r"(?<!geen )bezwa(?:ar|ren)|wees\b.* af|wijst\b.* af|tegen het voorstel|niet steunen)\b"
        ),
    ),
    (
        Stance.CONCERN,
        re.compile(
            r"\b(?:zorg|zorgen|bezorgd|kritisch|kritiek|terughoudend|waarschuw\w*|vraagtekens|scepsis|sceptisch)\b"
        ),
    ),
    (
        Stance.CONDITION,
        re.compile(r"\b(?:mits|zolang|op voorwaarde|onder de voorwaarde|voorwaarde|alleen als|enkel als)\b"),
    ),
    (
        Stance.CALL,
        re.compile(
            r"\b(?:riep(?:en)?|roept|roepen|opgeroepen|oproep|verzocht(?:en)?|vroeg(?:en)?|vraagt|gevraagd|pleit\w*|gepleit|"
            r"bepleit\w*|drong(?:en)?|dringt|aangedrongen|aandacht voor|spoorde)\b"
        ),
    ),
    (
        Stance.SUPPORT,
        re.compile(
            r"\b(?:steun\w*|gesteund|verwelkom\w*|voorstander|akkoord|positief|onderschrijf\w*|onderschreven|instem\w*|"
            r"ingestemd|stemden? in|eens|open te staan|stond(?:en)? open|meerwaarde|tevreden|"
            r"(?:benadruk|onderstre|benoem|wees|wezen|gewezen|wijz)\w*\b.*"
            r"\b(?:belang|noodzaak|urgentie|toegevoegde waarde))\b"
        ),
    ),
)
_DECISIONS = (
    (DecisionKind.GENERAL_APPROACH, re.compile(r"\balgemene (?:orientatie|benadering)\b")),
    (DecisionKind.NOTED, re.compile(r"\b(?:nam|neemt|heeft|namen)\b.*\bkennis\b|\bkennisgenomen\b")),
    (DecisionKind.ESTABLISHED, re.compile(r"\bvastgesteld\b|\bstel(?:de|t)\b.*\bvast\b")),
    (DecisionKind.ADOPTED, re.compile(r"\baangenomen\b|\b(?:nam|neemt)\b.*\baan\b|\bbekrachtig\w*")),
)


def stance(folded: str) -> Stance | None:
    """The stance taken in a folded sentence; None when it only informs."""
    return next((taken for taken, pattern in _STANCES if pattern.search(folded)), None)


def decision_kind(folded: str) -> DecisionKind:
    """What the Council did in a folded sentence that is a decision; an agreement where nothing nearer is said."""
    return next((kind for kind, pattern in _DECISIONS if pattern.search(folded)), DecisionKind.AGREED)
