"""Names of WordprocessingML (ECMA-376, part 1), and its true/false values."""

from lxml import etree

from briefings.reading.archive import local

_MAIN = (
    "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "http://purl.oclc.org/ooxml/wordprocessingml/main",  # "strict" files
)


def child(element: etree._Element | None, *path: str) -> etree._Element | None:
    """The first child by that name, and so on down the path."""
    for step in path:
        if element is None:
            return None
        element = next((found for found in element if local(found) == step), None)
    return element


def children(element: etree._Element, name: str) -> list[etree._Element]:
    """The children by that name."""
    return [found for found in element if local(found) == name]


def value(element: etree._Element | None, name: str = "val") -> str | None:
    """An attribute of Word's namespace."""
    if element is None:
        return None
    for namespace in _MAIN:
        found = element.get(f"{{{namespace}}}{name}")
        if found is not None:
            return found
    return None


def number(element: etree._Element | None, name: str = "val") -> int | None:
    """An attribute that is a whole number; None when it is missing or something else."""
    try:
        return int(value(element, name) or "")
    except ValueError:
        return None


def on(element: etree._Element | None) -> bool | None:
    """A switch such as `<w:b/>`: None when it is not there."""
    if element is None:
        return None
    return value(element) not in ("0", "false", "off", "none")
