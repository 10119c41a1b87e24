"""The official gazette: SRU finds publications (repository.overheid.nl), their XML is read."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from urllib.parse import urlencode, urlsplit

from briefings.model.document import KAMERSTUK, Chamber
from briefings.sources.content import check, day_in, fetch, local, parse_xml
from briefings.sources.polite import Polite
from briefings.sources.source import Content, NotThere, Offer, Page, changed
from briefings.sources.wanted import Wanted, looks_alike

_XML = "application/xml"
_PAGE = 100  #: records; more is not documented
_OVERLAP = timedelta(days=3)  #: the index is by day, and runs behind
_EDITED = re.compile(r"kst-(?P<number>.+)")
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

    def pages(self, checkpoint: str | None) -> Iterator[Page]:
        """By the day of first publication at first; later by the day of the last change."""
        newest = checkpoint or ""
        for dossier in self.wanted.dossiers:
            for records, in_all in self._records(_query(dossier, checkpoint, self.since)):
                changes = [_field(record, "modified") for record in records]
                newest = max([newest, *(day for day in changes if day)])
                offers = [offer for record in records if (offer := self._offer(record))]
                yield Page(tuple(offers), checkpoint or "", in_all)
        yield Page((), newest or self.since.isoformat())

    def fetch(self, offer: Offer, validators: tuple[str, str] | None, *, checked: bool = True) -> Content | None:
        """The XML, or the pdf of what is not edited yet."""
        content = fetch(self.client, offer, validators, checked=False)
        if content is None:
            return None
        if b"<html" in content.data[:_BEGINS_WITH].lower():  # an unknown number gives a page with status 200
            raise NotThere(f"{offer.address} is er (nog) niet.", f"{offer.address} is not there (yet).")
        if checked:
            check(content.data, offer)
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
                raise changed(host, f"de vraag is niet begrepen / the query was not understood: {told[:200]}")
            if "numberofrecords" not in names:
                raise changed(host, "geen aantal / no count")
            records = [one for one in root.iter() if local(one) == "record"]
            yield records, int(names["numberofrecords"].text or 0)
            if len(records) < _PAGE:
                return
            start += _PAGE

    def _offer(self, record: Any) -> Offer | None:
        key = _field(record, "identifier")
        parts = [part.strip() for part in _field(record, "title").split(";")]  # dossier; kind; title (SOURCES 6)
        subject = _field(record, "documenttitel") or parts[-1]
        day = day_in(_field(record, "date") or _field(record, "issued") or _field(record, "available"))
        head = _field(record, "hoofddocument")
        is_brief = "Brief regering" in (*parts, _field(record, "subrubriek"))
        is_letter = is_brief and self.wanted.is_letter(subject, self.wanted.dossiers)
        is_annex = bool(head) and not looks_alike(subject) and self.wanted.is_letter(subject)
        if not key or (day is not None and day < self.since) or not (is_letter or is_annex):
            return None
        edited = _EDITED.fullmatch(head or key)
        number = edited["number"] if edited and KAMERSTUK.fullmatch(edited["number"]) else None
        has_xml = any(one.get("manifestation") == "xml" for one in record.iter() if local(one) == "itemurl")
        form, media_type = ("xml", _XML) if has_xml else ("pdf", "application/pdf")
        return Offer(
            key=f"ob/{key}",
            version=f"{_field(record, 'modified')} {form}",
            title=subject,
            address=f"{self.base_url}/{key}.{form}",
            media_type=media_type,
            day=day,
            kamerstuk=number,
            chamber=Chamber.EERSTE_KAMER if "Eerste" in _field(record, "creator") else Chamber.TWEEDE_KAMER,
            annex_of=f"ob/{head}" if is_annex else None,
        )


def _query(dossier: str, checkpoint: str | None, since: date) -> str:
    index, day = ("dt.available", since)
    if checkpoint:
        index, day = "dt.modified", date.fromisoformat(checkpoint) - _OVERLAP
    return (
        f'c.product-area==officielepublicaties AND w.dossiernummer=="{dossier}" AND {index}>={day.isoformat()}'
        f" sortBy {index}/sort.ascending"
    )


def _field(record: Any, name: str) -> str:
    """The first value with this name in a record; "" without one."""
    found = next((one for one in record.iter() if local(one) == name), None)
    return "".join(found.itertext()).strip() if found is not None else ""
