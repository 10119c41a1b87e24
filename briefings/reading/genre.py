"""Letters that look like a report of a Council and are something else (SOURCES 3.7)."""

import re

from briefings.errors import ForeignLetter
from briefings.language.fold import fold
from briefings.reading.blocks import Blocks

_BEGINNING = 60  #: lines that say what a paper is
_LOOK_ALIKES = (
    (r"\binbreng verslag\b", "een inbreng voor een schriftelijk overleg"),
    (r"\bverslag van een schriftelijk overleg\b", "een verslag van een schriftelijk overleg"),
    (
        r"\bverslag van een (commissiedebat|algemeen overleg|wetgevingsoverleg|notaoverleg)\b",
        "een verslag van een debat",
    ),
    (r"^beslisnota\b", "een beslisnota"),
    (r"\b(kwartaalrapportage|kwartaaloverzicht)\b", "een kwartaaloverzicht"),
    (r"^convocatie\b", "een convocatie"),
    (r"^(gewijzigde )?motie van\b", "een motie"),
)


def refuse_look_alikes(blocks: Blocks, name: str) -> None:
    """Raises ForeignLetter when the paper says by a line of its beginning that it is something else."""
    for block in blocks.lines[:_BEGINNING]:
        line = fold(block.text)
        if len(line) > 200:  # noqa: PLR2004 - a sentence that only mentions one
            continue
        for pattern, what in _LOOK_ALIKES:
            if re.search(pattern, line):
                raise ForeignLetter(
                    f"{name} is {what}, geen verslag of geannoteerde agenda van een Raad.",
                    f"{name} is no report or annotated agenda of a Council: it is “{what}”.",
                )


def foreign(name: str, why_nl: str, why_en: str) -> ForeignLetter:
    """The refusal of a text that lacks what every letter of the genre has."""
    return ForeignLetter(
        f"{name} is geen verslag of geannoteerde agenda van een Raad: {why_nl}.",
        f"{name} is no report or annotated agenda of a Council: {why_en}.",
    )
