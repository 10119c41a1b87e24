"""The official gazette: SRU finds publications (repository.overheid.nl), their XML is read."""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any
from urllib.parse import urlencode, urlsplit

from briefings.errors import Message
from briefings.model.document import Chamber
from briefings.sources.content import check, fetch, has_text, local, parse_xml
from briefings.sources.metadata import Register, register_of
from briefings.sources.polite import Polite
from briefings.sources.source import Changed, Content, NotThere, Offer, OfferPage, changed
from briefings.sources.wanted import Wanted

_XML, _PDF = "application/xml", "application/pdf"
_PAGE = 100  #: records; more is not documented
_OVERLAP = timedelta(days=3)  #: the index is by day, and runs behind
_BEGINS_WITH = 2000  #: bytes in which a publication says that it is one


@dataclass(frozen=True)
class OfficieleBekendmakingen:
    """The official publications in the dossiers of the formations that are followed."""

    sru_url: str  #: "https://repository.overheid.nl/sru"
    base_url: str  #: "https://zoek.officielebekendmakingen.nl"
    client: Polite
    wanted: Wanted
    since: date
    name: str = "officielebekendmakingen"

    def recent(self, now: datetime) -> str:
        """A day."""
        return now.date().isoformat()

    def pages(self, checkpoint: str | None) -> Iterator[OfferPage]:
        """By the day of first publication at first; later by the day of the last change."""
        newest = checkpoint or ""
        for dossier in self.wanted.dossiers:
            for records, in_all in self._records(_query(dossier, checkpoint, self.since)):
                told = [(record, register_of(record)) for record in records]
                newest = max([newest, *(day for _, one in told if (day := one.first("modified")))])
                offers = [offer for record, one in told if (offer := self._offer(record, one))]
                yield OfferPage(tuple(offers), checkpoint or "", in_all)
        yield OfferPage((), newest or self.since.isoformat())

    def fetch(self, offer: Offer, validators: tuple[str, str] | None, *, checked: bool = True) -> Content | None:
        """The XML, or the pdf of what is not edited yet, or whose XML has no text."""
        content = self._content(offer, validators)
        if content is not None and offer.address.endswith(".xml") and not has_text(content.data):
            pdf = replace(offer, address=f"{offer.address.removesuffix('.xml')}.pdf", media_type=_PDF)
            with suppress(NotThere):
                offer, content = pdf, self._content(pdf, None)
        if content is not None and checked:
            check(content.data, offer)
        return content

    def _content(self, offer: Offer, validators: tuple[str, str] | None) -> Content | None:
        content = fetch(self.client, offer, validators, checked=False)
        if content is not None and b"<html" in content.data[:_BEGINS_WITH].lower():
            # an unknown number gives a page with status 200
            raise NotThere("publication.not_there_yet", address=offer.address)
        return content

    def _records(self, query: str) -> Iterator[tuple[list[Any], int | None]]:
        host, start = urlsplit(self.sru_url).netloc, 1
        while True:
            asked = {
                "operation": "searchRetrieve",
                "version": "2.0",
                "query": query,
                "startRecord": start,
                "maximumRecords": _PAGE,
                "recordSchema": "gzd",
                "httpAccept": _XML,
            }
            root = parse_xml(self.client.page(f"{self.sru_url}?{urlencode(asked)}", _XML).data, host)
            names = {local(one): one for one in root.iter() if local(one) in {"diagnostics", "numberofrecords"}}
            if "diagnostics" in names:  # a mistake in the question comes with status 200 (SOURCES 6)
                told = " ".join(" ".join(names["diagnostics"].itertext()).split())
                raise changed(host, Message("answer.not_understood", {"told": told[:200]}))
            if "numberofrecords" not in names:
                raise changed(host, Message("answer.no_count"))
            records = [one for one in root.iter() if local(one) == "record"]
            yield records, int(names["numberofrecords"].text or 0)
            if len(records) < _PAGE:
                return
            start += _PAGE

    def _offer(self, record: Any, told: Register) -> Offer | None:
        key, subject, day = told.first("identifier"), told.subject, told.day
        is_letter = told.is_brief and self.wanted.is_letter(subject, self.wanted.dossiers)
        is_annex = bool(told.head) and self.wanted.is_annex(subject)
        if not key or (day is not None and day < self.since) or not (is_letter or is_annex):
            return None
        if not is_annex:
            told = self._with_numbers(key, told)
        number = None if is_annex else told.kamerstuk(key)
        has_xml = any(one.get("manifestation") == "xml" for one in record.iter() if local(one) == "itemurl")
        form, media_type = ("xml", _XML) if has_xml else ("pdf", _PDF)
        in_key = number is None or key.endswith(number)
        return Offer(
            key=f"ob/{key}",
            version=" ".join((told.first("modified"), form, *([] if in_key else [str(number)]))),
            title=subject,
            address=f"{self.base_url}/{key}.{form}",
            media_type=media_type,
            day=day,
            kamerstuk=number,
            chamber=told.chamber or Chamber.TWEEDE_KAMER,
            annex_of=f"ob/{told.head}" if is_annex else None,
        )

    def _with_numbers(self, key: str, told: Register) -> Register:
        """With what metadata.xml says, where neither the record nor the key tells dossier and number."""
        if told.kamerstuk(key) is not None:
            return told
        try:
            data = self.client.page(f"{self.base_url}/{key}/metadata.xml", _XML).data
            more = register_of(parse_xml(data, urlsplit(self.base_url).netloc))
        except (NotThere, Changed):
            return told
        return Register({**more.fields, **told.fields})


def _query(dossier: str, checkpoint: str | None, since: date) -> str:
    index, day = ("dt.available", since)
    if checkpoint:
        index, day = "dt.modified", date.fromisoformat(checkpoint) - _OVERLAP
    return (
        f'c.product-area==officielepublicaties AND w.dossiernummer=="{dossier}" AND {index}>={day.isoformat()}'
        f" sortBy {index}/sort.ascending"
    )
