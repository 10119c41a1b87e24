"""What MDTO-XML 1.0.1 asks of a document, as rules of our own; what is wrong is named.

The schema itself (MDTO-XML1.0.1.xsd) was not at hand. The order of the elements is that of the dataclasses of MDTO.py,
a library whose documents are made after it; what must be there, how often, and the terms of the lists are those of the
metadata scheme (github.com/NationaalArchief/MDTO-Metagegevensschema: attributenKlassen, attributenGegevensgroep and
begrippenlijsten); types as "Bereik" has them. Elements that we do not use are in it too, so that their order is held.
"""

import re
from collections.abc import Callable, Iterator
from datetime import date, datetime
from urllib.parse import urlsplit

from lxml import etree

NAMESPACE = "https://www.nationaalarchief.nl/mdto"
_ONE, _MAYBE, _SOME, _ANY = (1, 1), (0, 1), (1, None), (0, None)
_Rule = tuple[str, tuple[int, int | None], str]

#: Of each kind its elements in their order: name, how often, and of which kind it is.
GROUPS: dict[str, list[_Rule]] = {
    "informatieobject": [
        ("identificatie", _SOME, "identificatieGegevens"), ("naam", _ONE, "string"),
        ("aggregatieniveau", _MAYBE, "begripGegevens"), ("classificatie", _ANY, "begripGegevens"),
        ("trefwoord", _ANY, "string"), ("omschrijving", _MAYBE, "string"),
        ("raadpleeglocatie", _ANY, "raadpleeglocatieGegevens"), ("dekkingInTijd", _ANY, "dekkingInTijdGegevens"),
        ("dekkingInRuimte", _ANY, "verwijzingGegevens"), ("taal", _ANY, "language"), ("event", _ANY, "eventGegevens"),
        ("waardering", _ONE, "begripGegevens"), ("bewaartermijn", _MAYBE, "termijnGegevens"),
        ("informatiecategorie", _MAYBE, "begripGegevens"), ("isOnderdeelVan", _ANY, "verwijzingGegevens"),
        ("bevatOnderdeel", _ANY, "verwijzingGegevens"), ("heeftRepresentatie", _ANY, "verwijzingGegevens"),
        ("aanvullendeMetagegevens", _ANY, "verwijzingGegevens"),
        ("gerelateerdInformatieobject", _ANY, "gerelateerdInformatieobjectGegevens"),
        ("archiefvormer", _SOME, "verwijzingGegevens"), ("betrokkene", _ANY, "betrokkeneGegevens"),
        ("activiteit", _ANY, "verwijzingGegevens"), ("beperkingGebruik", _SOME, "beperkingGebruikGegevens"),
    ],
    "bestand": [
        ("identificatie", _SOME, "identificatieGegevens"), ("naam", _ONE, "string"), ("omvang", _ONE, "integer"),
        ("bestandsformaat", _ONE, "begripGegevens"), ("checksum", _SOME, "checksumGegevens"),
        ("URLBestand", _MAYBE, "anyURI"), ("isRepresentatieVan", _ONE, "verwijzingGegevens"),
    ],
    "identificatieGegevens": [("identificatieKenmerk", _ONE, "string"), ("identificatieBron", _ONE, "string")],
    "verwijzingGegevens": [
        ("verwijzingNaam", _ONE, "string"), ("verwijzingIdentificatie", _MAYBE, "identificatieGegevens"),
    ],
    "begripGegevens": [
        ("begripLabel", _ONE, "string"), ("begripCode", _MAYBE, "string"),
        ("begripBegrippenlijst", _ONE, "verwijzingGegevens"),
    ],
    "dekkingInTijdGegevens": [
        ("dekkingInTijdType", _ONE, "begripGegevens"), ("dekkingInTijdBegindatum", _ONE, "day"),
        ("dekkingInTijdEinddatum", _MAYBE, "day"),
    ],
    "eventGegevens": [
        ("eventType", _ONE, "begripGegevens"), ("eventTijd", _MAYBE, "moment"),
        ("eventVerantwoordelijkeActor", _MAYBE, "verwijzingGegevens"), ("eventResultaat", _MAYBE, "string"),
    ],
    "checksumGegevens": [
        ("checksumAlgoritme", _ONE, "begripGegevens"), ("checksumWaarde", _ONE, "string"),
        ("checksumDatum", _ONE, "moment"),
    ],
    "beperkingGebruikGegevens": [
        ("beperkingGebruikType", _ONE, "begripGegevens"), ("beperkingGebruikNadereBeschrijving", _MAYBE, "string"),
        ("beperkingGebruikDocumentatie", _ANY, "verwijzingGegevens"),
        ("beperkingGebruikTermijn", _MAYBE, "termijnGegevens"),
    ],
}  # fmt: skip

#: Terms of MDTO's lists; a closed list has no others.
_CLOSED = {"waardering": {"Blijvend te bewaren": "B", "Tijdelijk te bewaren": "V", "Nader te bepalen": "N"}}
_TERMS = {
    "Aggregatieniveaus": {"Archief", "Serie", "Dossier", "Archiefstuk"},
    "EventTypeLijst": {
        "Creatie", "Ontvangst", "Verzending", "Opname", "Digitalisering", "Vervanging", "Bevriezing", "Conversie",
        "Export", "Import", "Kopie", "Migratie", "Vernietigen", "Overbrenging", "Uitplaatsing", "Wijziging",
        "Publicatie", "Accordering", "Validatie Handtekening",
    },
    "Waarderingen": set(_CLOSED["waardering"]),
    "BeperkingGebruikTypeLijst": {"Geen beperking", "Nader te bepalen", "Overig"},
    "ChecksumAlgoritme": {"SHA-224", "SHA-256", "SHA-384", "SHA-512"},
}  # fmt: skip


def _is(read: Callable[[str], object]) -> Callable[[str], bool]:
    def is_one(text: str) -> bool:
        try:
            read(text)
        except ValueError:
            return False
        return True

    return is_one


#: xs:language, xs:anyURI (absolute: an address), xs:date and xs:dateTime with its zone.
_TYPES: dict[str, Callable[[str], bool]] = {
    "string": lambda text: bool(text.strip()),
    "integer": lambda text: bool(re.fullmatch(r"\d+", text)),
    "language": lambda text: bool(re.fullmatch(r"[a-zA-Z]{1,8}(-[a-zA-Z0-9]{1,8})*", text)),
    "anyURI": lambda text: urlsplit(text).scheme in {"http", "https"} and bool(urlsplit(text).netloc),
    "day": _is(date.fromisoformat),
    "moment": lambda text: _is(datetime.fromisoformat)(text) and bool(re.fullmatch(r".*(Z|[+-]\d\d:\d\d)", text)),
}


def wrong_in(data: bytes) -> list[str]:
    """What is wrong with a document; nothing where it is as MDTO wants it."""
    root = etree.fromstring(data)
    if root.tag != f"{{{NAMESPACE}}}MDTO" or len(root) != 1 or _name(root[0]) not in ("informatieobject", "bestand"):
        return ["an MDTO document holds one informatieobject or one bestand"]
    return list(_wrong(root[0], _name(root[0]), _name(root[0])))


def _wrong(element: etree._Element, kind: str, path: str) -> Iterator[str]:
    if kind in _TYPES:
        text = element.text or ""
        if len(element) or not _TYPES[kind](text):
            yield f"{path}: {text!r} is no {kind}"
        return
    if kind not in GROUPS:
        yield f"{path}: no rules for {kind}"
        return
    if (element.text or "").strip():
        yield f"{path}: text between elements"
    rules = GROUPS[kind]
    names = [_name(child) for child in element]
    order = [name for name, _, _ in rules]
    if unknown := sorted(set(names) - set(order)):
        yield f"{path}: unknown {unknown}"
        return
    if names != sorted(names, key=order.index):
        yield f"{path}: order {names}"
    for name, (least, most), _ in rules:
        if names.count(name) < least or (most is not None and names.count(name) > most):
            yield f"{path}: {names.count(name)} times {name}"
    kinds = {name: of for name, _, of in rules}
    for child in element:
        yield from _wrong(child, kinds[_name(child)], f"{path}/{_name(child)}")
    if kind == "begripGegevens":
        yield from _wrong_term(element, path)


def _wrong_term(element: etree._Element, path: str) -> Iterator[str]:
    label, code, listed = (
        element.findtext(f"{{{NAMESPACE}}}{name}", default="")
        for name in ("begripLabel", "begripCode", f"begripBegrippenlijst/{{{NAMESPACE}}}verwijzingNaam")
    )
    closed = _CLOSED.get(path.rpartition("/")[2])
    if closed is not None and closed.get(label) != (code or closed.get(label)):
        yield f"{path}: {label} ({code}) is not in the closed list"
    named = re.fullmatch(r"MDTO begrippenlijst (\w+)", listed)
    if named and label not in _TERMS.get(named[1], set()):
        yield f"{path}: {label} is no term of {named[1]}"


def _name(element: etree._Element) -> str:
    qualified = etree.QName(element)
    return (
        qualified.localname if qualified.namespace == NAMESPACE else f"{{{qualified.namespace}}}{qualified.localname}"
    )
