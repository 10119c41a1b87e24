"""Who is named in a sentence: the Netherlands, the Council, the others who speak there, and who decides elsewhere."""

import re
from dataclasses import dataclass
from functools import cache, lru_cache

from briefings.language.fold import fold
from briefings.model.formation import Formation
from briefings.model.statement import Actor, Quantity
from briefings.reading.formations import find_formation, formations

#: The member states as letters name them, the Netherlands apart.
MEMBER_STATES = tuple(
    "België Bulgarije Cyprus Denemarken Duitsland Estland Finland Frankrijk Griekenland Hongarije Ierland Italië"
    " Kroatië Letland Litouwen Luxemburg Malta Oostenrijk Polen Portugal Roemenië Slovenië Slowakije Spanje"
    " Tsjechië Zweden".split()
)
_MEMBER_STATES = "|".join(MEMBER_STATES)
#: How letters call what is theirs -> the member state: "de Poolse minister".
_NATIONAL = dict(
    zip(
        "Belgische Bulgaarse Cypriotische Deense Duitse Estse Finse Franse Griekse Hongaarse Ierse Italiaanse"
        " Kroatische Letse Litouwse Luxemburgse Maltese Oostenrijkse Poolse Portugese Roemeense Sloveense Slowaakse"
        " Spaanse Tsjechische Zweedse".split(),
        MEMBER_STATES,
        strict=True,
    )
)
_STATES = re.compile(rf"{_MEMBER_STATES}|\b(?:{'|'.join(_NATIONAL)})\b")
#: How a letter counts member states, folded; the first that fits.
_QUANTITIES = (
    (re.compile(r"\b(?:nagenoeg|bijna|vrijwel|zo goed als) alle\b|\bop een na alle\b"), Quantity.NEARLY_ALL),
    (re.compile(r"\balle\b"), Quantity.ALL),
    (re.compile(r"\bmeerderheid\b|\bmeeste\b|\bmerendeel\b"), Quantity.MAJORITY),
    (re.compile(r"\b(?:veel|vele|groot|flink|ruim|grote|ruime|brede|omvangrijke)\b"), Quantity.MANY),
    (
        re.compile(r"\b(?:klein|kleiner|beperkt|kleine) (?:aantal|deel|groep)\b|\b(?:enkele|minderheid|handvol)\b"),
        Quantity.FEW,
    ),
    (
        re.compile(r"\b(?:[a-z]+tal|deel|groep|reeks|verschillende|verscheidene|meerdere|sommige|diverse)\b"),
        Quantity.SOME,
    ),
)
_COUNTED = "twee|drie|vier|vijf|zes|zeven|acht|negen|tien|elf|twaalf|dertien|veertien|vijftien|zestien|achttien|twintig"
_NUMBER = rf"(?:(?:{_COUNTED}|\d+) )?"
_NUMBER_OF = rf"(?:(?:[Mm]eer|[Mm]inder) dan )?(?:{_COUNTED}|{_COUNTED.title()}|\d+) "
_LARGE = (
    r"(?:(?:blokkerende|groot|grote|kleine?r?|flinke?|ruime?|beperkte?|aanzienlijke?|overgrote|"
    r"gekwalificeerde|overweldigende|select|selecte|substantiële|omvangrijke|brede) )?"
)
_HOW_MANY = (
    r"(?:(?:[Nn]agenoeg|[Bb]ijna|[Vv]rijwel|[Zz]o goed als) alle |[Aa]lle |[Dd]e meeste |[Hh]et merendeel van (?:de )?|"
    rf"(?:[Ee]en |[Dd]e )?{_LARGE}(?:meerderheid|minderheid|[a-z]+tal|deel|groep|reeks|handvol) "
    rf"(?:van )?(?:de )?{_NUMBER}|"
    rf"{_NUMBER_OF}|"
    r"(?:[Ee]nkele|[Vv]erschillende|[Vv]erscheidene|[Mm]eerdere|[Ss]ommige|[Dd]iverse|[Vv]eel|[Vv]ele|[Dd]eze) )"
)
_WHICH = (
    r"(?:(?:andere|overige|kleinere|grotere|gelijkgezinde|[Zz]uidelijke|[Nn]oordelijke|[Oo]ostelijke|[Ww]estelijke|"
    r"[Mm]editerrane|[Cc]entraal-Europese|[Oo]ost-Europese|[Zz]uid-Europese|[Nn]oord-Europese|[Ww]est-Europese) )"
)
_MONTHS = "|".join("januari februari maart april mei juni juli augustus september oktober november december".split())
FORMATION_NAMES = "|".join(
    re.escape(title) for title in sorted({t for one in formations() for t in one.titles}, key=len, reverse=True)
)
#: "gezondheids" of "de gezondheidsministers", who are the Council they meet in.
_FIELDS = "|".join(
    re.escape(field)
    for name in sorted({name for one in formations() for name in one.ministers if name.endswith("ministers")})
    if " " not in name
    for field in {name.removesuffix("ministers"), name.removesuffix("ministers").upper()}
)
STATE_OR_OURS = rf"(?:{_MEMBER_STATES}|Nederland)"
_PORTFOLIO = (
    r"(?:Justitie|Veiligheid|Asiel|Migratie|Binnenlandse|Buitenlandse|Zaken|Koninkrijksrelaties|Rechtsbescherming|"
    r"Financiën|Landbouw|Natuur|Visserij|Voedselzekerheid|Infrastructuur|Waterstaat|Economische|Klimaat|Groene|Groei|"
    r"Onderwijs|Cultuur|Wetenschap|Volksgezondheid|Welzijn|Sport|Sociale|Werkgelegenheid|Defensie|Handel|Hulp|"
    r"Ontwikkelingssamenwerking|Buitenlandse Handel|Ontwikkelingshulp|Energie|Innovatie|Digitalisering|JenV|BZK|BZ|"
    r"Milieu|Fiscaliteit|Jeugd|Preventie|Volkshuisvesting|Ruimtelijke|Ordening|Langdurige|Maatschappelijke|Zorg|"
    r"Participatie|Integratie|Emancipatie|Media|Belastingdienst|Douane|Herstel|Toeslagen|Groningen|Armoedebeleid)"
)
_OUR_MINISTER = (
    rf"(?:[Dd]e (?:Nederlandse )?(?:demissionaire? )?|(?<=Namens )|(?<=namens ))"
    rf"(?:[Mm]inister|[Ss]taatssecretaris|[Bb]ewindspersoon)"
    rf"(?>(?: (?:van|voor) {_PORTFOLIO}(?:(?:, | en |, en | ){_PORTFOLIO})*)?)"
    rf"(?! van (?:[A-Z]|het [A-Z]|de [A-Z])| uit [A-Z])|(?:Minister|Staatssecretaris)(?= (?:[Vv]an )?[A-Z])"
)
#: Whoever else decides; the first that fits at a place, so the longer names stand first.
_BODIES = {
    Actor.EUROPEAN_COUNCIL: r"(?:[Dd]e )?Europese Raad",
    Actor.OTHER_BODY: (
        r"(?:[Dd]e )?(?:Raad van (?:Europa|State|Arabische \w+)|[Rr]aad van [Bb]estuur(?: van [\w-]+)?|"
        r"(?:VN-)?Veiligheidsraad|Eurogroep|NAVO|G7|G20|C7|medewetgevers|Bondsdag|Algemene Vergadering)|"
        r"(?:[Hh]et )?Comité van Ministers(?: van de Raad van Europa)?|(?:[Hh]et )?Hof(?: van Justitie)?|"
        r"(?:[Dd]e )?(?:Tweede |Eerste )?Kamer|[Uu]w Kamer|(?:[Dd]e |[Ee]en )?(?:laatste )?trilo(?:og|gen)|"
        r"(?:[Hh]et )?(?:[A-Z][a-z]+e |nationale? )parlement"
    ),
    Actor.COREPER: r"(?:[Hh]et )?(?:Coreper|COREPER)(?: II?)?|(?:[Hh]et )?Comité van permanente vertegenwoordigers",
    Actor.COMMITTEE: (
        r"(?:[Hh]et |[Dd]e |[Ee]en )?(?:Comité\b(?: (?:voor|van|ex) (?:de |het )?(?:[\w-]+- en )?[\w-]+)?|"
        r"(?:SCIFA|COSI|CATS|LIBE|JURI|IMCO|Antici|SCA)(?:-?(?:commissie|werkgroep|comité))?|Home Affairs Committee|"
        r"commissie (?:LIBE|JURI)|(?:[Rr]aads)?werkgroep(?: [A-Z][\w-]+)?|(?:stuur|toezichts|"
        r"ambassadeurs|sub|beheers|programma)comité)"
    ),
    Actor.PARLIAMENT: r"(?:[Hh]et )?Europees Parlement|[Hh]et (?:Parlement|EP)\b",
}
_NAMES = {
    **_BODIES,
    Actor.NETHERLANDS: (
        rf"{_OUR_MINISTER}|[Dd]e Nederlandse (?:delegatie|bewindspersoon|vertegenwoordiger)|[Ii]k|[Ww]ij"
    ),
    Actor.CABINET: r"[Hh]et (?:Nederlandse )?kabinet|[Dd]e (?:Nederlandse )?regering(?! van)",
    Actor.COMMISSION: (
        r"(?:[Dd]e )?(?:Europese )?Commissie|(?:[Dd]e )?Eurocommissaris|Commissaris(?= [A-Z])|"
        r"[Dd]e [Cc]ommissaris(?! van (?:de Koning|politie)| voor de [Mm]ensenrechten)"
    ),
    Actor.PRESIDENCY: r"(?:[Hh]et )?(?:[A-Z]\w+ )?[Vv]oorzitterschap|[Dd]e [Vv]oorzitter(?! van)",
    Actor.COUNCIL: (
        rf"[Dd]e (?:{FORMATION_NAMES})|"
        rf"[Dd]e Raad(?! van(?! (?:\d|{_MONTHS})))|"
        rf"[Dd]e (?:(?:Europese |EU-)?(?:vak|{_FIELDS})|EU-)?[Mm]inisters(?! van (?!{_PORTFOLIO})| uit)"
    ),
    Actor.MEMBER_STATES: (
        rf"{_HOW_MANY}?{_WHICH}?(?:[Ll]idstaten|delegaties)|"
        rf"{_HOW_MANY}(?:andere |overige |kleinere |grotere )?landen(?! (?:in|buiten|uit|van|rond|ten)\b)|"
        rf"[Dd]e (?:(?:Benelux|Visegrád)-?|"
        rf"(?:Noordse|Scandinavische|Baltische|(?:Noord|Zuid|Oost|Midden)-Europese) )(?:landen|staten)|"
        rf"[Gg]een (?:enkele |van de (?:overige )?)?(?:lidstaat|lidstaten)"
    ),
    Actor.EUROJUST: r"Eurojust",
    Actor.EUROPOL: r"Europol",
    Actor.FRONTEX: r"Frontex",
    Actor.EU_LISA: r"[Ee]u-LISA",
    Actor.EU_CTC: r"(?:[Dd]e )?EU[- ]CTC|[Dd]e EU-coördinator voor terrorismebestrijding",
    Actor.EEAS: r"(?:[Dd]e )?EDEO|[Dd]e Europese Dienst voor Extern Optreden",
    Actor.EPPO: r"[Hh]et (?:EOM|Europees Openbaar Ministerie)|(?:[Dd]e )?Europese? [Hh]oofdaanklager",
    Actor.EUAA: r"(?:[Hh]et )?EUAA|[Hh]et (?:EU|Europees)[- ][Aa]sielagentschap",
    Actor.FRA: r"(?:[Hh]et )?FRA|[Hh]et (?:EU-|Europees )?[Gg]rondrechtenagentschap",
    Actor.CEPOL: r"CEPOL",
    Actor.ECB: r"(?:[Dd]e )?ECB|[Dd]e Europese Centrale Bank",
    Actor.HIGH_REPRESENTATIVE: r"(?:[Dd]e )?[Hh]oge [Vv]ertegenwoordiger|(?:[Dd]e )?HV",
    Actor.OTHER_STATE: rf"[Dd]e (?:{'|'.join(_NATIONAL)}) "
    r"(?:minister|staatssecretaris|bewindspersoon|delegatie|vertegenwoordiger|ambtgenoot|collega|regering)|"
    rf"{STATE_OR_OURS}(?:(?:, | en (?:ook )?|/){STATE_OR_OURS})*",
}
#: With what a name begins: most words of a sentence begin none, and are passed over by it.
_BEGINS = (
    r"(?=[A-ZÀ-Þ\d]|(?:de|het|een|uw|ik|wij|geen|alle|deze|zo|veel|vele|meer dan|minder dan)\b|"
    r"nagenoeg|bijna|vrijwel|enkele|verschillende|"
    r"verscheidene|meerdere|sommige|diverse|andere|overige|lidsta|delegaties|meerderheid|minderheid|aantal|deel|"
    r"groep|groot|grote|klein|"
    rf"gelijkgez|zuidel|noordel|oostel|westel|mediterr|centraal|oost-|zuid-|noord-|west-|blokk|"
    rf"flink|ruim|beperkt|aanzienlijk|over|gekwal|select|substan|raad|trilo|werkgroep|commissie|"
    rf"medewetgevers|nationale|"
    rf"parlement|voorzitterschap|eu-|hoge|minister|staatssec|bewinds|comit|laatste|vn-|stuur|"
    rf"toezichts|ambassadeurs|sub|"
    rf"beheers|programma|{_COUNTED})"
)
_MENTIONS = rf"(?<![\w-]){_BEGINS}(?:" + "|".join(f"(?P<{a.name}>{p})" for a, p in _NAMES.items()) + r")(?![\w-])"
#: Those who decide without the Council.
DECIDE_ELSEWHERE = frozenset(
    {
        Actor.EUROPEAN_COUNCIL,
        Actor.OTHER_BODY,
        Actor.COREPER,
        Actor.COMMITTEE,
        Actor.PARLIAMENT,
        Actor.OTHER_COUNCIL,
    }
)
#: Behind one of these a name is no subject. "volgens" is not among them: who is quoted, speaks.
_GOVERN = frozenset(
    "van aan in door voor met naar uit over bij tot tussen namens tegen op binnen tijdens als rond richting buiten"
    " onder naast per sinds zonder via dan evenals behalve inclusief en/of te".split()
)
_BETWEEN = frozenset("de het een alle overige andere verschillende enkele sommige meerdere veel".split())
#: Behind a group of states.
_AMONG_THEM = re.compile(r"[ ,(]*waaronder (?:ook )?(?:[A-Z]\w+(?:, | en ))*Nederland\b")
#: Behind one who is named: who does it with them.
_WITH_THEM = re.compile(
    rf"(?:, [^,]{{1,40}})?,? (?:en|alsmede) (?:ook )?(?P<states>{_NAMES[Actor.OTHER_STATE]})(?![\w-])"
)
_PERSON = re.compile(r"ommissaris|aanklager|inister|ecretaris|ewindspersoon|^[Ii]k$|^[Ww]ij$")


@cache
def _mention() -> re.Pattern[str]:
    """Compiled when a letter is read: it takes a tenth of the time in which a question is answered."""
    return re.compile(_MENTIONS)


def states_in(named: str) -> list[str]:
    """Each member state in how a letter names a speaker: "Duitsland en Polen", "De Poolse minister"."""
    return [_NATIONAL.get(found, found) for found in _STATES.findall(named)]


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who speaks or acts, and how the letter names them."""

    actor: Actor
    named: str
    quantity: Quantity | None = None

    @property
    def is_person(self) -> bool:
        """A minister, a commissioner."""
        return bool(_PERSON.search(self.named))


@dataclass(frozen=True, slots=True)
class PartyMention:
    """A place where someone is named; `governed` by the preposition before it, if there is one."""

    who: Speaker
    start: int
    end: int
    governed: str | None


@lru_cache(4_096)
def mentions(sentence: str, council: str | None = None) -> tuple[PartyMention, ...]:
    """Everyone named in `sentence`, in order; with `council`, the letter's formation, others are other Councils."""
    found: list[PartyMention] = []
    for match in _mention().finditer(sentence):
        if not match.lastgroup or (found and match.start() < found[-1].end):
            continue
        who, end = _who(Actor[match.lastgroup], sentence, match, council)
        found.append(PartyMention(who, match.start(), end, _governor(sentence[: match.start()])))
    return tuple(found)


def _who(actor: Actor, sentence: str, match: re.Match[str], council: str | None) -> tuple[Speaker, int]:
    named = match[0]
    if actor is Actor.MEMBER_STATES and (among := _AMONG_THEM.match(sentence, match.end())):
        return Speaker(Actor.NETHERLANDS, "Nederland", _quantity(named)), among.end()
    beside = _WITH_THEM.match(sentence, match.end())
    if beside and "Nederland" in beside["states"]:
        return Speaker(Actor.NETHERLANDS, sentence[match.start() : beside.end()]), beside.end()
    if actor is Actor.OTHER_STATE and "Nederland" in named:
        actor = Actor.NETHERLANDS
    if actor is Actor.COUNCIL and council and (formation := _formation(named)) and formation.code != council:
        actor = Actor.OTHER_COUNCIL
    return Speaker(actor, named, _quantity(named) if actor is Actor.MEMBER_STATES else None), match.end()


def _formation(named: str) -> Formation | None:
    """The formation of "de Landbouwraad", and of "de landbouwministers"."""
    return find_formation(named) or find_formation(f"EU-{named.removeprefix('De ').removeprefix('de ')}")


def _quantity(words: str) -> Quantity | None:
    folded = fold(words)
    return next((quantity for pattern, quantity in _QUANTITIES if pattern.search(folded)), None)


def _governor(before: str) -> str | None:
    """The preposition that a name hangs under, articles and numbers passed over."""
    before = before.rstrip()
    while before and (before[-1].isalnum() or before[-1] in "-/"):
        at = before.rfind(" ") + 1
        low = before[at:].lower()
        if low not in _BETWEEN:
            return low if low in _GOVERN else None
        before = before[:at].rstrip()
    return None
