"""The name of an office is no subject: "de minister van Asiel en Migratie" does not speak of migration."""

import pytest

from briefings.answering.about import About
from briefings.answering.index import Concept
from briefings.enriching.offices import without_offices
from briefings.enriching.statements import find_statements
from briefings.enriching.topics import find_themes
from briefings.model.item import AgendaItem
from briefings.themes.catalogue import load_catalogue
from tests.verdicts.verdicts import SETTING

#: Judged by reading: the themes that a sentence speaks of.
_JUDGED = [
    ("De minister van Asiel en Migratie informeert uw Kamer vóór de zomer.", []),
    ("De minister van Asiel en Migratie sprak over terugkeer.", ["terugkeer"]),
    ("De ministers van Justitie en Veiligheid en van Asiel en Migratie zegden dit toe.", []),
    ("Het ministerie van Asiel en Migratie werkt hieraan.", []),
    ("De staatssecretaris voor Digitalisering stuurt een brief.", []),
    ("Eurocommissaris Brunner (Interne Zaken en Migratie) gaf een toelichting.", []),
    ("De commissaris voor Binnenlandse Zaken en Migratie meldde vertraging.", []),
    ("De vaste commissie voor Asiel en Migratie vroeg hierom.", []),
    ("De Raadswerkgroep Visa komt in mei bijeen.", []),
    ("Het Comité voor Interne Veiligheid bereidt dit voor.", []),
    ("De Raad Justitie en Binnenlandse Zaken nam hiervan kennis.", []),
    ("De Commissie wees op migratie.", ["migratie"]),
    ("De minister sprak over visa en drugs.", ["drugs", "visa"]),
]


@pytest.mark.parametrize(("text", "slugs"), _JUDGED)
def test_an_office_is_no_theme(text: str, slugs: list[str]) -> None:
    found = find_themes(AgendaItem("x", paragraphs=(text,)), load_catalogue().themes)
    assert sorted(one.slug for one in found) == slugs


@pytest.mark.parametrize(
    ("text", "speaks"),
    [
        ("De minister van Asiel en Migratie informeert uw Kamer vóór de zomer.", False),
        ("De minister van Asiel en Migratie informeert uw Kamer over migratie.", True),
    ],
)
def test_a_sentence_speaks_of_what_is_said_and_not_of_who_says_it(text: str, speaks: bool) -> None:
    catalogue = load_catalogue()
    item = AgendaItem("Diversen", paragraphs=(text,))
    about = About((Concept(theme="migratie"),), {"migratie": catalogue["migratie"]})
    word = About((Concept(phrases=(("migratie",),)),), {})
    (said,) = find_statements(item, SETTING)
    assert (about.speaks(item, said), word.speaks(item, said)) == (speaks, speaks)


def test_a_title_keeps_its_office() -> None:
    title = "Comité voor Interne Veiligheid"
    found = find_themes(AgendaItem(title, paragraphs=("Er was geen bespreking.",)), load_catalogue().themes)
    assert [one.slug for one in found] == ["interne-veiligheid"]


@pytest.mark.parametrize("text", ["", "Geen kantoor.", "de minister van <b>x</b>", "minister van " * 2_000])
def test_any_text_is_taken(text: str) -> None:
    assert without_offices(text).count("<b>") == text.count("<b>")
