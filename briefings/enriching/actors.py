"""Who speaks in a sentence."""

import re

from briefings.model.statement import Actor

_MEMBER_STATES = (
    "België|Bulgarije|Cyprus|Denemarken|Duitsland|Estland|Finland|Frankrijk|Griekenland|Hongarije|Ierland|Italië|"
    "Kroatië|Letland|Litouwen|Luxemburg|Malta|Oostenrijk|Polen|Portugal|Roemenië|Slovenië|Slowakije|Spanje|"
    "Tsjechië|Zweden"
)
_NAMES = {
    Actor.NETHERLANDS: r"Nederland|[Dd]e Nederlandse (?:minister|staatssecretaris|delegatie)",
    Actor.CABINET: r"[Hh]et kabinet",
    Actor.COMMISSION: r"(?:[Dd]e )?(?:Europese )?Commissie|(?:[Dd]e )?Eurocommissaris",
    Actor.PRESIDENCY: r"(?:[Hh]et )?(?:[A-Z]\w+ )?[Vv]oorzitterschap",
    Actor.COUNCIL: r"[Dd]e (?:JBZ-)?Raad(?! van)|[Dd]e [A-Z]\w+raad",
    Actor.MEMBER_STATES: (
        r"(?:[Ee]en |[Dd]e )?(?:\w+ )?(?:meerderheid|aantal|deel|groep|meeste) (?:van )?(?:de )?"
        r"(?:andere |overige )?lidstaten"
        r"|[Ll]idstaten"
    ),
    Actor.EUROJUST: r"Eurojust",
    Actor.EUROPOL: r"Europol",
    Actor.FRONTEX: r"Frontex",
    Actor.EU_LISA: r"eu-LISA",
    Actor.EU_CTC: r"(?:[Dd]e )?EU[- ]CTC|[Dd]e EU-coördinator voor terrorismebestrijding",
    Actor.EEAS: r"(?:[Dd]e )?EDEO|[Dd]e Europese Dienst voor Extern Optreden",
    Actor.OTHER_STATE: _MEMBER_STATES,
}
_MENTION = re.compile(r"(?<![\w-])(?:" + "|".join(f"(?P<{a.name}>{p})" for a, p in _NAMES.items()) + r")(?![\w-])")
#: Behind one of these a name is no subject. "volgens" is not among them: who is quoted, speaks.
_NOT_SUBJECT = frozenset(
    "van aan in door voor met naar uit over bij tot tussen namens tegen op binnen tijdens als rond richting"
    " buiten onder naast per sinds zonder via".split()
)
_BETWEEN = frozenset("de het een alle overige andere verschillende enkele sommige meerdere veel".split())
_AMONG_THEM = re.compile(r"\bwaaronder (?:ook )?Nederland\b")


def speaker(sentence: str) -> Actor | None:
    """The actor of `sentence`: the first one named as its subject. None when there is none.

    States "among which the Netherlands" ("meerdere lidstaten, waaronder Nederland") count as the Netherlands.
    """
    if _AMONG_THEM.search(sentence):
        return Actor.NETHERLANDS
    for mention in _MENTION.finditer(sentence):
        if mention.lastgroup and _is_subject(sentence, mention.start()):
            return Actor[mention.lastgroup]
    return None


def _is_subject(sentence: str, start: int) -> bool:
    before = re.findall(r"[\w-]+|[,;:(]", sentence[:start])
    while before and before[-1].lower() in _BETWEEN:
        before.pop()
    return not before or before[-1].lower() not in _NOT_SUBJECT
