"""The number of a publication (kst) as its elements give it, not as it is printed."""

from lxml import etree

from briefings.model.document import Chamber
from briefings.reading.archive import local, text_of
from briefings.reading.blocks import Stated

_DOSSIER_PARTS = ("dossiernr", "begrotingshoofdstuk", "rijkswetnr")
_CHAMBERS = {"1": Chamber.EERSTE_KAMER, "2": Chamber.TWEEDE_KAMER}
_DOSSIER, _NUMBER = "OVERHEIDop.dossiernummer", "OVERHEIDop.ondernummer"


def stated(root: etree._Element) -> Stated:
    """Dossier, number and chamber of a paper: "36 600" + "VI" + "41" is 36600-VI-41. Of several dossiers the first."""
    given = _metadata(root)
    dossier = _dossier(_first(root, "dossier", "dossiernummer")) or given.get(_DOSSIER, "").split(";")[0].strip()
    sequel = _first(root, "stuknr", "ondernummer")
    element = _first(sequel, "ondernummer") if sequel is not None else None
    number = text_of(element if element is not None else sequel) if sequel is not None else given.get(_NUMBER, "")
    number = number.removeprefix("Nr.").removeprefix("nr.").strip(" .")
    chamber = _CHAMBERS.get(element.get("kamer", "")) if element is not None else None
    whole = f"{dossier}-{number}" if dossier and number and " " not in number else None
    return Stated(whole, chamber)


def _dossier(element: etree._Element | None) -> str:
    """ "36600-VI" from <dossiernr>36 600</dossiernr><begrotingshoofdstuk>VI</…>, or from "36 600 VI" as one text."""
    if element is None:
        return ""
    parts = [text_of(one) for one in element.iter() if local(one) in _DOSSIER_PARTS]
    words = " ".join(parts or [text_of(_first(element, "dossiernummer") or element)]).replace("-", " ").split()
    base: list[str] = []
    while words and words[0].isdigit() and len("".join(base)) < 5:  # noqa: PLR2004 - a dossier has five digits
        base.append(words.pop(0))
    suffix = [word.strip("().") for word in words[:1]]
    return "-".join(("".join(base), *suffix)) if len("".join(base)) == 5 else ""  # noqa: PLR2004 - as above


def _metadata(root: etree._Element) -> dict[str, str]:
    return {
        one.get("name", ""): one.get("content", "")
        for one in root.iter()
        if local(one) in ("meta", "metadata") and one.get("name")
    }


def _first(root: etree._Element | None, *names: str) -> etree._Element | None:
    """The first element with one of these names, in the order of the text; the root itself is looked at too."""
    if root is None:
        return None
    return next((one for one in root.iter() if local(one) in names), None)
