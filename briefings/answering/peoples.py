"""What people call those who speak in the Council beside their names: inhabitants, capitals, ministers."""

from functools import cache

#: A country as speakers.py knows it -> its inhabitants, its capital, its adjectives, folded; Dublin is the regulation.
_COUNTRIES = {
    "belgie": "belgen belgians||belgisch belgische belgian",
    "bulgarije": "bulgaren bulgarians|sofia|bulgaars bulgaarse bulgarian",
    "cyprus": "cyprioten cypriots|nicosia|cypriotisch cypriotische cypriot",
    "denemarken": "denen danes|kopenhagen copenhagen|deens deense danish",
    "duitsland": "duitsers germans merz|berlijn berlin|duits duitse german",
    "estland": "esten estonians|tallinn|ests estse estonian",
    "finland": "finnen finns|helsinki|fins finse finnish",
    "frankrijk": "fransen macron|parijs paris|frans franse french",
    "griekenland": "grieken greeks|athene athens|grieks griekse greek",
    "hongarije": "hongaren hungarians orban|boedapest budapest|hongaars hongaarse hungarian",
    "ierland": "ieren||iers ierse irish",
    "italie": "italianen italians meloni|rome|italiaans italiaanse italian",
    "kroatie": "kroaten croats croatians|zagreb|kroatisch kroatische croatian",
    "letland": "letten latvians|riga|lets letse latvian",
    "litouwen": "litouwers lithuanians|vilnius|litouws litouwse lithuanian",
    "luxemburg": "luxemburgers||luxemburgs luxemburgse",
    "malta": "maltezen maltese|valletta|maltees maltese",
    "oostenrijk": "oostenrijkers austrians|wenen vienna|oostenrijks oostenrijkse austrian",
    "polen": "poles tusk|warschau warsaw|pools poolse polish",
    "portugal": "portugezen|lissabon lisbon|portugees portugese portuguese",
    "roemenie": "roemenen romanians|boekarest bucharest|roemeens roemeense romanian",
    "slovenie": "slovenen slovenes slovenians|ljubljana|sloveens sloveense slovenian",
    "slowakije": "slowaken slovaks|bratislava|slowaaks slowaakse slovak",
    "spanje": "spanjaarden spaniards sanchez|madrid|spaans spaanse spanish",
    "tsjechie": "tsjechen czechs|praag prague|tsjechisch tsjechische czech",
    "zweden": "swedes|stockholm|zweeds zweedse swedish",
    "nederland": "nederlanders|den-haag the-hague|nederlands",
}
_WITH_A_PEOPLE = "regering minister ministers delegatie premier collega bewindspersoon government delegation".split()
_THEIRS = (
    "standpunt positie inzet inbreng opstelling houding reactie mening visie position view stance reaction".split()
)
_MINISTRIES = (
    "asiel|asiel en migratie|migratie|justitie|justitie en veiligheid|veiligheid|rechtsbescherming|financien|landbouw|"
    "landbouw en visserij|natuur|visserij|milieu|klimaat|klimaat en groene groei|energie|infrastructuur|"
    "infrastructuur en waterstaat|verkeer|verkeer en waterstaat|transport|economische zaken|buitenlandse zaken|"
    "binnenlandse zaken|defensie|onderwijs|volksgezondheid|sociale zaken|handel|digitale zaken|finance|justice|"
    "agriculture|the interior|foreign affairs|transport|environment"
).split("|")
_OURS = (
    "ministerie", "minister", "staatssecretaris", "bewindspersoon", "bewindslieden", "bewindsman", "bewindsvrouw",
    "onze regering", "ons kabinet", "our government", "our minister", "dutch government", "dutch minister",
    "dutch cabinet", "landbouwminister", "justitieminister", "asielminister", "klimaatminister", "milieuminister",
    "lnv", "lvvn", "jenv", "j&v", "buza", "bzk", "ienw", "i&w", "ezk", "kgg", "szw", "ocw", "vws", "minfin", "minbuza",
)  # fmt: skip
_LONGEST = 6  #: words of a name
_OTHERS = {
    "commissie": (
        "brussel brussels eurocommissaris eurocommissarissen commissaris ec cie com commissioner commissioners "
        "europese-commissie ursula von-der-leyen brunner mcgrath"
    ),
    "voorzitterschap": "vzs vz poolse-voorzitterschap deense-voorzitterschap belgische-voorzitterschap",
    "europees parlement": "ep europarlement parlement europarlementariers meps",
    "lidstaten": "andere-landen andere-lidstaten de-anderen overige-lidstaten other-countries other-member-states",
    "eom": "kovesi",
    "ecb": "lagarde",
}


def spoken_of(folded: str) -> str:
    """A folded question with the first of these as speakers.py names it; as it is where it has none."""
    typed = folded.split(" ")
    for at in range(len(typed)):
        for end in range(min(len(typed), at + _LONGEST), at, -1):
            if known := _named().get(" ".join(typed[at:end]).strip("?!.,;:")):
                rest = typed[end:]
                if len(rest) > 1 and rest[0] in {"en", "and"} and (other := _named().get(rest[1])):
                    rest = [rest[0], other, *rest[2:]]
                return " ".join((*typed[:at], known, *rest))
    return folded


@cache
def _named() -> dict[str, str]:
    named = {name.replace("-", " "): known for known, names in _OTHERS.items() for name in names.split()}
    for country, line in _COUNTRIES.items():
        people, capitals, adjectives = (part.split() for part in line.split("|"))
        named |= {name.replace("-", " "): country for name in (*people, *capitals)}
        named |= {f"{adjective} {who}": country for adjective in adjectives for who in _WITH_A_PEOPLE}
        named |= {f"{adjective} {said}": f"{country} {said}" for adjective in adjectives for said in _THEIRS}
    of_ministry = (f"{who} {of} {what}" for who in _OURS[:4] for of in ("van", "of", "for") for what in _MINISTRIES)
    return named | dict.fromkeys((*_OURS, *of_ministry), "nederland")
