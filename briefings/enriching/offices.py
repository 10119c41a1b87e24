"""Names of offices that hold the name of a subject: "de minister van Asiel en Migratie" does not speak of migration.

Ministers and ministries, commissioners, committees, working parties and Councils. Their names are left out of a text
before it is asked what it is about.
"""

import re
from functools import lru_cache

from briefings.enriching.parties import FORMATION_NAMES

#: Words with a capital, joined as in a portfolio: "Burgerlijke Vrijheden, Justitie en Binnenlandse Zaken".
_PORTFOLIO = (
    r"[A-ZÀ-Þ][\w’'-]*"
    r"(?:(?: |, |-? en | en (?:van|voor) |, en )(?:(?:van|voor) )?[A-ZÀ-Þ][\w’'-]*)*"
)
_OFFICE = re.compile(
    rf"\b(?:[Vv]ice-?)?(?:[Mm]inisters?|[Mm]inisteries?|[Ss]taatssecretaris(?:sen)?|[Bb]ewindspers(?:oon|onen)|"
    rf"(?:[Ee]uro|EU-)?[Cc]ommissaris(?:sen)?|[Vv]icevoorzitter) (?:van|voor) (?:(?:de|het) )?{_PORTFOLIO}"
    rf"|\b(?:[Ee]uro|EU-)?[Cc]ommissaris [A-ZÀ-Þ][\w’'-]* \({_PORTFOLIO}\)"
    rf"|\b(?:commissie|[Cc]omité|[Ss]ubcomité|(?:[Rr]aads)?[Ww]erkgroep)"
    rf" (?:(?:voor|van|inzake) (?:(?:de|het) )?)?{_PORTFOLIO}|\bCommissie voor (?:(?:de|het) )?{_PORTFOLIO}"
    rf"|\b(?:[Dd]irectoraat-[Gg]eneraal|DG) (?:voor )?{_PORTFOLIO}"
    rf"|\b(?:{FORMATION_NAMES})(?![\w-])"
)
_MAY_HAVE = re.compile(r"inister|ecretaris|ewinds|ommissa|ommissie|omit|erkgroep|irectora|DG |[Rr]aad|[Vv]icevoor")


@lru_cache(4_096)
def without_offices(text: str) -> str:
    """The text with a stop for each name of an office."""
    return _OFFICE.sub(" . ", text) if _MAY_HAVE.search(text) else text
