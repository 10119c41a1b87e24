"""Whether a letter tells of what was or of what is to come, by the verbs of its text."""

import re
from collections.abc import Iterable

from briefings.language.fold import fold
from briefings.model.document import Kind

_WAS = re.compile(
    r"\b(?:besprak|sprak|spraken|nam|namen|steunde|onderstreepte|benadrukte|vroeg|gaf|gaven|lichtte|riep|stemde|presenteerde|"
    r"concludeerde|constateerde|bereikte|verwelkomde|wees|pleitte|deelde)\b"
)
_WILL = re.compile(r"\b(?:zal|zullen|verwachting|voornemens|beoogt|streeft|geagendeerd|verwacht|zet in|inzet)\b")
_LEAST, _TIMES = 2, 2  #: so many signs, and so many times as many as there are against it
_LONGEST = 20_000  #: characters that are looked at


def kind_by_tense(texts: Iterable[str]) -> Kind | None:
    """A report where most verbs are of what was, an annotated agenda where they are of what will be; else None."""
    folded = fold(" ".join(texts)[:_LONGEST])
    was, will = len(_WAS.findall(folded)), len(_WILL.findall(folded))
    if was >= max(_LEAST, _TIMES * will):
        return Kind.REPORT
    return Kind.ANNOTATED_AGENDA if will >= max(_LEAST, _TIMES * was) else None
