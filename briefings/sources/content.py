"""Whether what was fetched is what the source said it is, before anything reads it."""

from datetime import date
from typing import Any

from lxml import etree

from briefings.errors import Message, Unreadable
from briefings.model.format import Format
from briefings.reading.sniff import sniff
from briefings.sources.polite import Polite
from briefings.sources.source import Content, Offer, Unacceptable, changed

_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
#: Elements of a publication in which its text stands.
_TEXT = frozenset({"al", "tussenkop", "nadruk", "noot.al", "li.nr", "entry", "considerans.al"})
_FORMS = {
    _WORD: {Format.DOCX},
    "application/pdf": {Format.PDF},
    "application/msword": {Format.DOC, Format.DOCX},  # Word's newer form is often sent under the older name
    "application/vnd.oasis.opendocument.text": {Format.ODT},
    "application/xml": {Format.OFFICIAL_XML},
    "text/xml": {Format.OFFICIAL_XML},
    "text/html": {Format.HTML},
    "text/plain": {Format.PLAIN},
}


def fetch(client: Polite, offer: Offer, validators: tuple[str, str] | None, *, checked: bool) -> Content | None:
    """What is at the offer's address; None when it is still what the validators belong to."""
    answer = client.get(offer.address, offer.media_type or "*/*", validators)
    if answer is None:
        return None
    if checked:
        check(answer.data, offer)
    return Content(answer.data, answer.validators)


def check(data: bytes, offer: Offer) -> None:
    """Raises Unacceptable when the size or the kind of file is not what the source said."""
    name = offer.title or offer.address
    if offer.size is not None and offer.size > 0 and len(data) != offer.size:
        raise Unacceptable("publication.not_whole", data=data, name=name, length=len(data), size=offer.size)
    expected = _FORMS.get((offer.media_type or "").partition(";")[0].strip().lower())
    try:
        form = sniff(data, name)
    except Unreadable as error:
        raise Unacceptable(error.message.code, data=data, **error.message.values) from error
    if expected is not None and form not in expected:
        raise Unacceptable(
            "publication.other_format", data=data, name=name, form=form.name.lower(), told=offer.media_type
        )


def has_text(data: bytes) -> bool:
    """Whether a publication in XML says anything: some come as a frame around nothing, and their pdf is whole."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, recover=True)
    try:
        root: Any = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError):
        return True  # whatever is wrong with it is said where it is read
    return root is None or any((one.text or "").strip() for one in root.iter() if local(one) in _TEXT)


def parse_xml(data: bytes, host: str) -> Any:
    """The root of an answer in XML, without entities or network. Raises Changed."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise changed(host, Message("answer.no_xml", {"error": str(error)})) from error
    if root.getroottree().docinfo.doctype:
        raise changed(host, Message("answer.doctype"))
    return root


def day_in(text: object) -> date | None:
    """The day with which "2025-03-21T00:00:00+01:00" begins: Dutch time, whatever stands behind it."""
    try:
        return date.fromisoformat(str(text)[:10])
    except ValueError:
        return None


def local(element: Any) -> str:
    """The name without its namespace, in lower case: prefixes differ from answer to answer."""
    return etree.QName(element).localname.lower() if isinstance(element.tag, str) else ""
