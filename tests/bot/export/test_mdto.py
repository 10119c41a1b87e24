"""Metadata after MDTO: as its rules have it, and the rules find what is not."""

from datetime import UTC, datetime

import pytest

from bot.export.mdto import ArchivedFile, ArchivedObject, file_xml, object_xml
from tests.bot.export.mdto_rules import wrong_in

AT = datetime(2025, 3, 31, 6, tzinfo=UTC)
LEAST = ArchivedObject("a", "https://bot.example.nl", "Bericht", "Archiefstuk")
MOST = ArchivedObject(
    "a", "https://bot.example.nl", "Bundel", "Dossier", ["Een zin.", "Nog een."], "nl", ("2025-03-01", "2025-03-31"),
    [("Verzending", AT), ("Intrekking", AT)], ("Geheel", "g"), [("Deel", "d"), ("Deel", "e")], [("f.txt", "f")],
)  # fmt: skip
FILE = ArchivedFile("f", "bron", "f.txt", 0, "text/plain", "0" * 64, AT, "https://example.nl/f.txt", ("Bericht", "a"))


@pytest.mark.parametrize("one", [LEAST, MOST])
def test_an_information_object_is_as_mdto_has_it(one: ArchivedObject) -> None:
    assert wrong_in(object_xml(one)) == []


@pytest.mark.parametrize("address", ["https://example.nl/f.txt", None, "tk:2025D1"])
def test_a_file_is_as_mdto_has_it(address: str | None) -> None:
    written = file_xml(ArchivedFile(**{name: getattr(FILE, name) for name in FILE.__slots__} | {"address": address}))
    assert (wrong_in(written), b"<URLBestand>" in written) == ([], bool(address and address.startswith("http")))


@pytest.mark.parametrize(
    ("whole", "other", "said"),
    [
        ("<naam>Bericht</naam>", "", ["informatieobject: 0 times naam"]),
        ("<naam>Bericht</naam>", "<naam> </naam>", ["informatieobject/naam: ' ' is no string"]),
        ("<naam>Bericht</naam>", "<naam>a</naam><naam>b</naam>", ["informatieobject: 2 times naam"]),
        ("<naam>Bericht</naam>", "<titel>x</titel>", ["informatieobject: unknown ['titel']"]),
        ("<begripCode>N</begripCode>", "<begripCode>B</begripCode>",
         ["informatieobject/waardering: Nader te bepalen (B) is not in the closed list"]),
        ("<begripLabel>Archiefstuk</begripLabel>", "<begripLabel>Brief</begripLabel>",
         ["informatieobject/aggregatieniveau: Brief is no term of Aggregatieniveaus"]),
        ("<identificatieBron>https://bot.example.nl</identificatieBron>", "",
         ["informatieobject/identificatie: 0 times identificatieBron"]),
        ("<MDTO ", '<MDTO xmlns:x="urn:x" ', []),
    ],
)  # fmt: skip
def test_what_is_not_as_mdto_has_it_is_found(whole: str, other: str, said: list[str]) -> None:
    assert wrong_in(object_xml(LEAST).decode().replace(whole, other, 1).encode()) == said


def test_elements_out_of_order_and_types_are_found() -> None:
    written = file_xml(FILE).decode()
    swapped = written.replace("<naam>f.txt</naam>", "").replace(
        "<omvang>0</omvang>", "<omvang>0</omvang><naam>f</naam>"
    )
    order = ["identificatie", "omvang", "naam", "bestandsformaat", "checksum", "URLBestand", "isRepresentatieVan"]
    assert wrong_in(swapped.encode()) == [f"bestand: order {order}"]
    assert wrong_in(written.replace("<omvang>0<", "<omvang>veel<").encode()) == ["bestand/omvang: 'veel' is no integer"]
    naive = written.replace("2025-03-31T06:00:00+00:00", "2025-03-31T06:00:00")
    assert wrong_in(naive.encode()) == ["bestand/checksum/checksumDatum: '2025-03-31T06:00:00' is no moment"]
