"""Metadata as XML after MDTO (Metagegevens Duurzaam Toegankelijke Overheidsinformatie, Nationaal Archief), version 1.0.

The elements and their order are those of MDTO-XML1.0.1.xsd, and the terms those of MDTO's own lists where it has them
(github.com/NationaalArchief/MDTO-Metagegevensschema). What only the archiving organisation can know (who formed the
archive, how long it is kept, who may see it) is said to be undecided, as MDTO has it, and is to be filled in by it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from lxml import etree

from bot.export.text import printable

_NAMESPACE = "https://www.nationaalarchief.nl/mdto"
_SCHEMA = f"{_NAMESPACE} {_NAMESPACE}/MDTO-XML1.0.1.xsd"
_XSI = "http://www.w3.org/2001/XMLSchema-instance"
_OURS = "Begrippen van JBZ-briefings"
_EVENTS = "MDTO begrippenlijst EventTypeLijst"
_THEIR_EVENTS = {"Verzending"}  #: of that list those that we use
_UNDECIDED = "Nader te bepalen"  #: MDTO's own term, of appraisal and of limits of use


@dataclass(frozen=True, slots=True)
class ArchivedObject:
    """An information object: the bundle, a message in it, or a letter."""

    key: str  #: names it within the bundle
    source: str  #: by whom it is named so
    name: str
    level: str  #: "Dossier", "Archiefstuk"
    described: Sequence[str] = ()
    language: str | None = None
    covers: tuple[str, str] | None = None  #: the first and the last day it is about
    events: Sequence[tuple[str, datetime]] = ()
    part_of: tuple[str, str] | None = None  #: name and key
    parts: Sequence[tuple[str, str]] = ()
    files: Sequence[tuple[str, str]] = ()


@dataclass(frozen=True, slots=True)
class ArchivedFile:
    """The bytes of one information object."""

    key: str
    source: str
    name: str
    size: int
    form: str
    sha256: str
    hashed_at: datetime
    address: str | None
    represents: tuple[str, str]  #: name and key


def object_xml(one: ArchivedObject) -> bytes:
    """The metadata of an information object."""
    root, told = _root("informatieobject")
    _identity(told, one.key, one.source)
    _add(told, "naam", one.name)
    _concept(told, "aggregatieniveau", one.level, "MDTO begrippenlijst Aggregatieniveaus")
    if one.described:
        _add(told, "omschrijving", " ".join(one.described))
    if one.covers:
        covers = etree.SubElement(told, "dekkingInTijd")
        _concept(covers, "dekkingInTijdType", "Looptijd", _OURS)
        _add(covers, "dekkingInTijdBegindatum", one.covers[0])
        _add(covers, "dekkingInTijdEinddatum", one.covers[1])
    if one.language:
        _add(told, "taal", one.language)
    for name, at in one.events:
        event = etree.SubElement(told, "event")
        _concept(event, "eventType", name, _EVENTS if name in _THEIR_EVENTS else _OURS)
        _add(event, "eventTijd", at.isoformat(timespec="seconds"))
    _concept(told, "waardering", _UNDECIDED, "MDTO begrippenlijst Waarderingen", code="N")
    if one.part_of:
        _reference(told, "isOnderdeelVan", *one.part_of, one.source)
    for part in one.parts:
        _reference(told, "bevatOnderdeel", *part, one.source)
    for file in one.files:
        _reference(told, "heeftRepresentatie", *file, one.source)
    former = etree.SubElement(told, "archiefvormer")
    _add(former, "verwijzingNaam", _UNDECIDED)
    limit = etree.SubElement(told, "beperkingGebruik")
    _concept(limit, "beperkingGebruikType", _UNDECIDED, "MDTO begrippenlijst BeperkingGebruikTypeLijst")
    return _written(root)


def file_xml(one: ArchivedFile) -> bytes:
    """The metadata of a file."""
    root, told = _root("bestand")
    _identity(told, one.key, one.source)
    _add(told, "naam", one.name)
    _add(told, "omvang", str(one.size))
    _concept(told, "bestandsformaat", one.form, _OURS)
    checksum = etree.SubElement(told, "checksum")
    _concept(checksum, "checksumAlgoritme", "SHA-256", "MDTO begrippenlijst ChecksumAlgoritme")
    _add(checksum, "checksumWaarde", one.sha256)
    _add(checksum, "checksumDatum", one.hashed_at.isoformat(timespec="seconds"))
    if one.address and one.address.startswith(("https://", "http://")):
        _add(told, "URLBestand", one.address)
    _reference(told, "isRepresentatieVan", *one.represents, one.source)
    return _written(root)


def _root(kind: str) -> tuple[etree._Element, etree._Element]:
    root = etree.Element("MDTO", nsmap={None: _NAMESPACE, "xsi": _XSI})
    root.set(f"{{{_XSI}}}schemaLocation", _SCHEMA)
    return root, etree.SubElement(root, kind)


def _identity(told: etree._Element, key: str, source: str) -> None:
    identity = etree.SubElement(told, "identificatie")
    _add(identity, "identificatieKenmerk", key)
    _add(identity, "identificatieBron", source)


def _concept(told: etree._Element, name: str, label: str, of: str, *, code: str | None = None) -> None:
    concept = etree.SubElement(told, name)
    _add(concept, "begripLabel", label)
    if code:
        _add(concept, "begripCode", code)
    of_list = etree.SubElement(concept, "begripBegrippenlijst")
    _add(of_list, "verwijzingNaam", of)


def _reference(told: etree._Element, name: str, label: str, key: str, source: str) -> None:
    reference = etree.SubElement(told, name)
    _add(reference, "verwijzingNaam", label)
    _identity_of(reference, key, source)


def _identity_of(reference: etree._Element, key: str, source: str) -> None:
    identity = etree.SubElement(reference, "verwijzingIdentificatie")
    _add(identity, "identificatieKenmerk", key)
    _add(identity, "identificatieBron", source)


def _add(told: etree._Element, name: str, text: str) -> None:
    """A text, without what XML cannot hold."""
    etree.SubElement(told, name).text = printable(text) or "-"


def _written(root: etree._Element) -> bytes:
    written: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True)
    return written
