"""Zip files and XML that come from outside, opened with limits: no bombs, no entities, no network."""

import zlib
from io import BytesIO
from zipfile import BadZipFile, ZipFile

from lxml import etree

from briefings.errors import Unreadable

#: What one part of a file may become when unpacked: a thousand pages of Word take about 15 MB.
MAX_PART_BYTES = 48 * 1024 * 1024
_DAMAGED = (BadZipFile, zlib.error, NotImplementedError, RuntimeError, ValueError, OSError, EOFError)


class Archive:
    """The parts of a zipped document. Raises Unreadable, naming the file, for what cannot be opened."""

    def __init__(self, data: bytes, name: str) -> None:
        self._name = name
        try:
            self._zip = ZipFile(BytesIO(data))
        except _DAMAGED as error:
            raise damaged(name) from error

    def xml(self, part: str) -> etree._Element:
        """The root of the part; raises Unreadable when it is missing."""
        root = self.optional_xml(part)
        if root is None:
            raise damaged(self._name)
        return root

    def optional_xml(self, part: str) -> etree._Element | None:
        """The root of the part; None when there is no such part."""
        try:
            with self._zip.open(part) as file:
                data = file.read(MAX_PART_BYTES + 1)
        except KeyError:
            return None
        except _DAMAGED as error:
            raise damaged(self._name) from error
        if len(data) > MAX_PART_BYTES:
            raise Unreadable("letter.unpacked_too_large", name=self._name, most=MAX_PART_BYTES // 1024 // 1024)
        return parse_xml(data, self._name)


def parse_xml(data: bytes, name: str) -> etree._Element:
    """The root of `data`; entities stay unresolved and nothing is fetched. Raises Unreadable."""
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError, LookupError) as error:
        raise damaged(name) from error
    if root is None:
        raise damaged(name)
    return root


def local(element: etree._Element) -> str:
    """The element's name without its namespace; "" for an entity or comment."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def text_of(element: etree._Element) -> str:
    """All text in the element, with single spaces."""
    return " ".join("".join(map(str, element.itertext())).split())


def damaged(name: str) -> Unreadable:
    """The refusal of a file that is not what it says it is."""
    return Unreadable("letter.damaged", name=name)
