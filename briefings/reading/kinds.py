"""Whether a line or sentence says that a paper is a report or an annotated agenda, and not only speaks of one."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from briefings.model.document import Kind

_AGENDA = (
    r"(?:geannoteerde?|beschrijvende|toegelichte|becommentarieerde)[ -](?:voorlopige |concept[ -]?|ontwerp[ -]?)?"
    r"(?:concept[ -]?|ontwerp[ -]?)?agenda(?:'s|s)?"
)
_WORD = re.compile(
    rf"\b(?:(?P<agenda>{_AGENDA})|(?P<report>verslag(?:en)?|verslaglegging)"
    r"|(?P<outcome>terugkoppeling|uitkomsten?|resultaten|verloop))\b"
)
#: Words that may stand before it in a title.
_BEFORE = frozenset(
    "brief regering kamerbrief aanbiedingsbrief aanbieding aanbieden toezending betreft onderwerp inzake over met bij "
    "ter van de het een en bijlage bijlagen annex nr aanvullend aanvullende nader nadere formele formeel informele "
    "informeel gezamenlijk gezamenlijke gecombineerde kort korte beknopt beknopte feitelijk concept definitief "
    "definitieve herzien herziene gewijzigd gewijzigde geactualiseerd geactualiseerde raad europese unie eu i ii iii a "
    "b c".split()
)
#: What makes of a report another thing: of a debate in parliament, a visit, a written consultation.
OF_PARLIAMENT = (
    r"(?:schriftelijk overleg|commissiedebat\w*|tweeminutendebat\w*|plenair\w* debat\w*|algemeen overleg|\bao\b|\bso\b|"
    r"wetgevingsoverleg|notaoverleg|mondeling overleg|rondetafel\w*|hoorzitting\w*|technische briefing|debat\w*|"
    r"procedurevergadering|inbreng|feitelijke vragen|kamervragen|werkbezoek\w*|voortgezet algemeen overleg|\bvao\b)"
)
_OTHER = re.compile(
    rf"^(?:[ ,:-]+(?:en )?(?:van |inzake |over |tijdens |met )?(?:een |het |de )?(?:nader |"
    rf"voortgezet )?)?{OF_PARLIAMENT}"
)
#: A paper about a report: an answer, questions, a promise.
_ABOUT = re.compile(
    r"\b(?:vragen|vraag|antwoord\w*|beantwoording|opmerkingen|reactie|inbreng|moties?|toezegging\w*|beslisnota\w*|"
    r"aanleiding|vervolg|aanvulling|conform|volgens|zoals|eerder\w*|vorige|nota)\b[^,;:]{0,60}$"
)
_REST = re.compile(r"[^a-z']+|\b\d+\w*\b")
_NEAR = 60  #: characters between "uitkomsten" and the Council whose they are
_FAR = 200


@dataclass(frozen=True, slots=True)
class KindWord:
    """A word that names a kind, in a folded text."""

    kind: Kind
    start: int
    end: int
    reach: int  #: characters behind it within which the Council is named whose it is


def kind_words(folded: str) -> Iterator[KindWord]:
    """The words that name what a paper is; not those of a debate in parliament, nor of what only refers to one."""
    for match in _WORD.finditer(folded):
        if _OTHER.match(folded[match.end() : match.end() + 80]) or _ABOUT.search(folded[: match.start()]):
            continue
        kind = Kind.ANNOTATED_AGENDA if match["agenda"] else Kind.REPORT
        yield KindWord(kind, match.start(), match.end(), _NEAR if match["outcome"] else _FAR)


def heading_kind(folded: str, passed_over: tuple[tuple[int, int], ...] = ()) -> KindWord | None:
    """The word that heads a title: nothing stands before it but words such as "Aanbieding" and "passed_over" places.

    These are where the title names a Council or a day: "JBZ-Raad 5 maart: geannoteerde agenda".
    """
    for word in kind_words(folded):
        before = folded
        for start, end in passed_over:
            before = before[:start] + " " * (end - start) + before[end:]
        words = _REST.sub(" ", before[: word.start]).split()
        if all(one in _BEFORE for one in words):
            return word
    return None
