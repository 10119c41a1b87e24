"""The formations of the Council as they are called in English, for questions: letters are in Dutch."""

import re

_NAMES = {
    "justice and home affairs": "jbz-raad", "jha": "jbz-raad", "home affairs": "jbz-raad", "justice": "jbz-raad",
    "agriculture and fisheries": "landbouw- en visserijraad", "agrifish": "landbouw- en visserijraad",
    "agriculture": "landbouwraad", "fisheries": "visserijraad", "environment": "milieuraad",
    "transport": "transportraad", "energy": "energieraad", "telecommunications": "telecomraad",
    "telecom": "telecomraad", "economic and financial affairs": "ecofinraad", "ecofin": "ecofinraad",
    "finance": "ecofinraad", "health": "gezondheidsraad", "employment": "raad wsb", "epsco": "epsco-raad",
    "foreign affairs": "raad buitenlandse zaken", "general affairs": "raad algemene zaken",
    "trade": "raad buitenlandse zaken handel", "development": "raad buitenlandse zaken ontwikkeling",
    "defence": "raad buitenlandse zaken defensie", "competitiveness": "raad voor concurrentievermogen",
    "education": "ojcs-raad", "culture": "ojcs-raad", "youth": "ojcs-raad", "cohesion": "cohesieraad",
}  # fmt: skip
_COUNCIL = re.compile(
    rf"\b(?:the )?(?P<name>{'|'.join(sorted(_NAMES, key=len, reverse=True))}) council\b(?! of (?:europe|the baltic))"
)


def in_dutch(folded: str) -> str:
    """A folded question with the formation that it names in English as letters name it: "agriculture council"."""
    return _COUNCIL.sub(lambda match: _NAMES[match["name"]], folded)
