"""Whose words a question asks for, and how it asks for them."""

import re
from collections.abc import Sequence
from functools import cache, lru_cache

from briefings.answering.frames import Asks, read_frame, without_promise
from briefings.answering.peoples import spoken_of
from briefings.enriching.parties import MEMBER_STATES
from briefings.language.fold import fold
from briefings.model.statement import Actor

_ACTORS = {
    "nederland": Actor.NETHERLANDS,
    "netherlands": Actor.NETHERLANDS,
    "nederlandse": Actor.NETHERLANDS,
    "dutch": Actor.NETHERLANDS,
    "nl": Actor.NETHERLANDS,
    "ons land": Actor.NETHERLANDS,
    "kabinet": Actor.NETHERLANDS,
    "cabinet": Actor.NETHERLANDS,
    "regering": Actor.NETHERLANDS,
    "commissie": Actor.COMMISSION,
    "commission": Actor.COMMISSION,
    "voorzitterschap": Actor.PRESIDENCY,
    "presidency": Actor.PRESIDENCY,
    "raad": Actor.COUNCIL,
    "council": Actor.COUNCIL,
    "lidstaten": Actor.MEMBER_STATES,
    "member states": Actor.MEMBER_STATES,
    "eurojust": Actor.EUROJUST,
    "europol": Actor.EUROPOL,
    "frontex": Actor.FRONTEX,
    "eu-lisa": Actor.EU_LISA,
    "eulisa": Actor.EU_LISA,
    "eu ctc": Actor.EU_CTC,
    "eu-ctc": Actor.EU_CTC,
    "coordinator terrorismebestrijding": Actor.EU_CTC,
    "coordinator voor terrorismebestrijding": Actor.EU_CTC,
    "edeo": Actor.EEAS,
    "eeas": Actor.EEAS,
    "eom": Actor.EPPO,
    "eppo": Actor.EPPO,
    "euaa": Actor.EUAA,
    "hoofdaanklager": Actor.EPPO,
    "openbaar ministerie": Actor.EPPO,
    "ecb": Actor.ECB,
    "centrale bank": Actor.ECB,
    "voorzitter": Actor.PRESIDENCY,
    "europees parlement": Actor.PARLIAMENT,
    "european parliament": Actor.PARLIAMENT,
}
#: Member states as people type them -> as letters name them.
_STATES = {fold(state): state for state in MEMBER_STATES} | {
    "belgium": "België", "bulgaria": "Bulgarije", "denmark": "Denemarken", "germany": "Duitsland",
    "estonia": "Estland", "france": "Frankrijk", "greece": "Griekenland", "hungary": "Hongarije",
    "ireland": "Ierland", "italy": "Italië", "croatia": "Kroatië", "latvia": "Letland", "lithuania": "Litouwen",
    "luxembourg": "Luxemburg", "austria": "Oostenrijk", "poland": "Polen", "romania": "Roemenië",
    "slovenia": "Slovenië", "slovakia": "Slowakije", "spain": "Spanje", "czechia": "Tsjechië", "sweden": "Zweden",
}  # fmt: skip
_WORDS = (*_ACTORS, *_STATES, "minister", "bewindspersoon", "staatssecretaris")
_NAMES = "|".join(sorted((*_ACTORS, *_STATES), key=len, reverse=True))
_WHO = (
    r"(?:de |het |the |onze |ons |our )?(?:europese |european |eu-|eu )?(?P<who>" + _NAMES + r")"
    r"(?: (?:en|and) (?:de |het |the )?(?:" + _NAMES + r"))?"
)
_ABOUT = (
    r"(?:over|van|inzake|op|bij|aangaande|rond|met|in|tegenover|naar|aan|voor|tegen|om|about|on|regarding|of|with|to)"
)
_SAYS = (
    r"(?:zei|zegt|vond|vindt?|wil|wilde|deed|doet|stelde|zeiden|zeggen|vonden|vinden|willen|vroeg|vroegen|vraagt|meldde|"
    r"bepleitte|bracht|brengt|antwoordde|benadrukte|deden|denkt|dacht)"
)
_STAND = (
    r"(?:standpunt(?:en)?|posities?|inbreng|inzet|mening(?:en)?|visies?|reacties?|opvatting(?:en)?|oordeel|opstelling|"
    r"houding|positions?|views?|stance|opinion|input)"
)
_THE = r"(?:(?:wat|what|hoe) (?:is|was|waren|zijn|are|were|luidt|luidde) )?(?:het |de |the |een )?"
_REST = rf"(?:(?: {_ABOUT})*(?: (?:de|het|the|een))? (?P<rest>.+))?$"
_ASKED = (
    r"(?:is|was|wil|wilde|wilden|willen|gaat|ging|gaan|moet|moest|kan|kon|mag|doet|deed|heeft|had|hebben|vindt|vond|vinden|vonden|"
    r"zei|zegt|zeiden|denkt|dacht|krijgt|kreeg|biedt|bood|weigert|weigerde|weigeren|voert|houdt|hield|houden|blokkeert|"
    r"blokkeerde|blokkeren|vroeg|vraagt|pleit|pleitte|maakt|maakte|maakten|maken|reageert|reageerde|reageerden|zit|staat|stond|stonden|"
    r"deden|stemt|stemde|stemden|onthield|onthielden|waarschuwt|waarschuwde|did|does|do|has|have|will|would|can)"
)
_ASKS_WHO = (
    rf"^wat {_SAYS} {_WHO}(?: in)?{_REST}",
    rf"^wat (?:heeft|had|hebben|hadden) {_WHO}(?: (?:er|hier))? (?:gezegd|ingebracht|gevraagd|gedaan|gevonden){_REST}",
    rf"^wat (?:heeft|had|hebben|hadden) {_WHO}{_REST}",
    (
        rf"^hoe (?:staat|staan|stond|denkt|dacht|denken|kijkt|keek|kijken|reageert|reageerden?|oordeelt|stemde) "
        rf"{_WHO}(?: er)?{_REST}"
    ),
    (
        rf"^wa(?:ar|arvoor|arom) (?:pleitte|drong|vroeg|stond|staat|pleit|riep|wees|is|was) {_WHO}(?: (?:voor|op|om|"
        rf"aan|toe))*{_REST}"
    ),
    (
        rf"^what (?:did|does|do|has|have|is|are) {_WHO}(?:'s)?(?: (?:say|said|think|want|do|ask|asked|view|position|"
        rf"propose|proposed|for))*"
        rf"{_REST}"
    ),
    rf"^how (?:did|does|do) {_WHO} (?:see|react|respond|vote|feel){_REST}",
    (
        rf"^(?:welke?|wat voor|which|what) {_STAND} (?:nam|namen|neemt|nemen|had|hadden|heeft|hebben|bracht|brachten|"
        rf"brengt|did|does) {_WHO}(?: (?:in|ingenomen|ingebracht|naar voren|take|have|hold)\b)?{_REST}"
    ),
    rf"^{_THE}{_STAND} (?:van |of |by )?{_WHO}{_REST}",
    rf"^{_THE}{_WHO}(?:'s)? {_STAND}{_REST}",
    rf"^{_WHO} (?:over|about|on|inzake) (?P<rest>.+)$",
    rf"^(?P<rest>.+?) {_STAND} (?:van |of |by )?{_WHO}$",
    rf"^(?P<rest>.+?) {_WHO} {_STAND}$",
)

#: Of whom something is asked in any other way; what the Council did is no speaking.
_ASKS_OF = (
    (
        rf"^(?:(?:wa(?:ar|arom|arover|arvoor)|hoe|why|how|where) {_ASKED}|waarom [a-z]+) "
        rf"(?!(?:de |the )?(?:raad|council)\b){_WHO}{_REST}"
    ),
    rf"^{_ASKED} (?!(?:de |the )?(?:raad|council)\b){_WHO} (?P<rest>.+)$",
)
#: The Netherlands may be named by itself; of others only their words are asked for with a word that says so.
_OWN = r"(?P<who>nederland|nederlandse|nl|dutch|the netherlands|netherlands|kabinet)"
_ASKS_OURS = (
    rf"^{_OWN}(?:(?: en)? (?:de |het |the )?(?P<rest>.+))?$",
    r"^(?P<who>kabinet)s(?:standpunt|inzet|reactie|positie) (?:over |van |op |inzake )?(?P<rest>.+)$",
    (
        r"^(?:inbreng|inzet|standpunt) (?:van )?(?:de |het )?(?P<who>regering|minister|bewindspersoon|staatssecretaris)"
        r"(?: (?:over|bij|op|inzake|van))? (?P<rest>.+)$"
    ),
)
#: Which of two sides it took: what it said is the answer.
_EITHER = (
    rf"^(?:{_ASKED} )?{_WHO} (?:nou |nu |eigenlijk )?(?:voor of tegen|tegen of voor|for or against)"
    rf"(?: (?:gestemd|geweest))?(?:(?: {_ABOUT})*(?: (?:de|het|the|een))? (?P<rest>.+?))?"
    r"(?: (?:gestemd|geweest|was|is))?$"
)
_STANDS = (
    rf"^(?:(?:waarover |waarmee |waar |what |on what |where )?(?:is|was|zijn|waren|steunt|steunde|heeft|had|hebben|"
    rf"does|did|are|were|stemde|stemden|maakt|maakte|maakten|ging|gaat|gingen|gaan|blijft|bleef|uitte|uitten|uit|sprak|"
    rf"spraken) )?{_WHO} "
    r"(?P<stance>voorstander van|in favou?r of|(?:voor|tegen) gestemd(?: bij| over)?|gestemd (?:voor|tegen)|voor|tegen|"
    r"het (?:er )?(?:mee )?eens(?: met)?|ingestemd(?: met)?|(?:mee )?akkoord(?: gegaan)?(?: met)?|mee in|blij met|"
    r"positief over|enthousiast over|tevreden over|voted? (?:for|against)|abstain(?: from| on)?|against|supports?|"
    r"opposed to|oppose|bezwaar tegen|bezwaar gemaakt tegen|tegenstander van|"
    r"(?:zich )?(?:grote |veel )?(?:zorgen|teleurstelling)(?: uit)?(?: om| over| bij)?|"
    r"teleurgesteld over|kritisch (?:over|op)|bezorgd (?:om|over)|bang (?:dat|voor)|negatief over|boos over|"
    r"niet blij met|ontevreden over|het (?:er )?(?:mee )?oneens(?: met)?|"
    r"het (?:er )?niet (?:mee )?eens(?: met)?|ongerust over|"
    r"(?:concerned|worried) about|critical of|happy with|unhappy with)"
    r"(?:(?: de| het| the| een)? (?P<rest>.+))?$"
)
#: "bij welke punten stemde nederland tegen"
_AT_WHICH = re.compile(r"^(?:bij|op|over) welke (?:punten|onderwerpen|dossiers|voorstellen|agendapunten|stukken) ")
_ABSTAINS = (
    r"^(?:(?:waar(?:bij|over)?|where) )?"
    rf"(?:onthield(?:en)?|onthoudt|(?:heeft|hebben|had) (?=.* onthouden\b)) ?{_WHO} zich"
    rf"(?: van stem(?:ming)?)?(?: onthouden)?(?:(?: {_ABOUT})*(?: (?:de|het|the|een))? (?P<rest>.+))?$"
)
_SUPPORTS = rf"^(?P<stance>steunt|steunde|steunden|supports?) {_WHO}(?: (?:de|het|the|een))? (?P<rest>.+)$"
#: A stance as asked, by a word in it; it is one in favour where there is none of these.
_STANCE = {
    Asks.CONCERNS: (
        "zorgen", "kritisch", "bezorgd", "negatief", "boos", "niet blij", "ontevreden", "ongerust", "bang", "concerned",
        "worried", "critical", "unhappy", "teleur",
    ),
    Asks.ABSTAINED: ("abstain",),
    Asks.AGAINST: ("tegen", "against", "oppose", "oneens", "niet eens", "niet mee eens"),
}  # fmt: skip


def read_manner(folded: str) -> tuple[Asks | None, str, str]:
    """What kind of sentence is asked for, whose words, and the rest."""
    asks, who, rest = _read(folded)
    if not who and (known := spoken_of(folded)) != folded:
        named = _read(known)
        return named if named[1] else (asks, who, rest)
    return asks, who, rest


def _read(folded: str) -> tuple[Asks | None, str, str]:
    folded = _AT_WHICH.sub("waar ", folded)
    if match := _match(_ABSTAINS, folded):
        return Asks.ABSTAINED, match["who"], match["rest"] or ""
    if match := _match(_EITHER, folded):
        return None, match["who"], match["rest"] or ""
    for pattern in (_STANDS, _SUPPORTS):
        if match := _match(pattern, folded):
            if _ACTORS.get(match["who"]) is Actor.COUNCIL:
                return Asks.DECISIONS, "", match["rest"] or ""
            return _stance(match["stance"]), match["who"], match["rest"] or ""
    who, rest = _who(folded)
    asks, rest = read_frame(rest)
    if asks is Asks.DECISIONS:
        return asks, "" if _ACTORS.get(who) is Actor.COUNCIL else who, rest
    if asks is Asks.PROMISED:
        return _promised(who, rest)
    if not who:
        who, rest = _who(rest)
    if not who and asks not in {Asks.WHEN, Asks.NEXT}:
        who, rest = _who(rest, _ASKS_OF)
    if not who and asks is None and (match := next((m for p in _ASKS_OURS if (m := _match(p, rest))), None)):
        name = match["who"] if match["who"] in _ACTORS else "kabinet"
        return asks, name, match["rest"] or ""
    return asks, who, rest


def _promised(who: str, rest: str) -> tuple[Asks | None, str, str]:
    """Whose promises: those to parliament, or what somebody else announced, wherever in the question they are named."""
    found = re.finditer(rf"\b(?:{_NAMES})\b", rest) if not who else ()
    named = next(
        (one for one in found if _ACTORS.get(one[0]) is not Actor.COUNCIL), None
    )  # it is where it was promised
    who = named[0] if named else who
    if actor_of(who)[0] in {None, Actor.NETHERLANDS}:
        return Asks.PROMISED, "", rest
    return Asks.NEXT, who, without_promise(rest.replace(named[0], " ") if named else rest)


def _stance(asked: str) -> Asks:
    return next((asks for asks, words in _STANCE.items() if any(word in asked for word in words)), Asks.SUPPORT)


def _who(folded: str, patterns: Sequence[str] = _ASKS_WHO) -> tuple[str, str]:
    for pattern in patterns:
        if match := _match(pattern, folded):
            return match["who"], match["rest"] or ""
    return "", folded


def _match(pattern: str, folded: str) -> re.Match[str] | None:
    """A question that names nobody fits none of the patterns, and does not wait for them to be compiled."""
    return _compiled(pattern).match(folded) if _names_somebody(folded) else None


@lru_cache(64)
def _names_somebody(folded: str) -> bool:
    """Asked for each pattern in turn."""
    return any(name in folded for name in _WORDS)


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)


def find_speaker(text: str) -> str | None:
    """Whose words `text` names, as items are indexed: an Actor, or a member state ("duitsland"); None for nobody's."""
    name = re.sub(r"^(?:de|het|the) ", "", fold(text))
    if name in _ACTORS:
        return _ACTORS[name].value
    return fold(_STATES[name]) if name in _STATES else None


def split_speaker(folded: str) -> tuple[str, str]:
    """Whose words a folded question asks for, as typed, and the rest of it; ("", the question) for nobody's."""
    return _who(folded)


def actor_of(who: str) -> tuple[Actor | None, str | None]:
    """The actor that a typed name means, and the member state when it is one."""
    if who in _ACTORS:
        return _ACTORS[who], None
    return (Actor.OTHER_STATE, _STATES[who]) if who in _STATES else (None, None)
