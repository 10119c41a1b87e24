"""The House of Representatives' OData service (opendata.tweedekamer.nl): letters and their annexes."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any
from urllib.parse import quote, urlsplit

from briefings.errors import Message
from briefings.model.document import DOCUMENT_NUMBER, Chamber
from briefings.sources.content import day_in, fetch
from briefings.sources.polite import Polite
from briefings.sources.source import Content, Offer, OfferPage, changed
from briefings.sources.wanted import Wanted, looks_alike

_JSON = "application/json;odata.metadata=none"
_OVERLAP = timedelta(minutes=15)  #: changes become visible a little out of order
_EXPAND = (
    "Kamerstukdossier($select=Nummer,Toevoeging,Verwijderd),"
    "BijlageDocument($select=Id,Soort,DocumentNummer,Titel,Onderwerp,Datum,ContentType,ContentLength,"
    "HuidigeDocumentVersie_Id,Verwijderd)"
)
_PAGE = 250  #: rows, at most
_NAMES_OF_A_FILTER = 12  #: a longer address is refused by some servers


@dataclass(frozen=True)
class TweedeKamer:
    """Letters about one Council formation, in the order in which they became visible."""

    base_url: str  #: "https://gegevensmagazijn.tweedekamer.nl/OData/v4/2.0"
    client: Polite
    wanted: Wanted
    since: date  #: letters of before are left alone
    name: str = "tweedekamer"

    def recent(self, now: datetime) -> str:
        """A moment."""
        return now.isoformat()

    def pages(self, checkpoint: str | None) -> Iterator[OfferPage]:
        """Letters that changed since; and of every paper of parliament, which were deleted since."""
        seen = checkpoint or ""
        for rows, in_all in self._rows(self._letters(checkpoint)):
            seen = max([seen, *(str(row.get("ApiGewijzigdOp") or "") for row in rows)])
            offers = [offer for row in rows for offer in self._offers(row)]
            yield OfferPage(tuple(offers), seen, in_all)
        if not checkpoint:
            return  # nothing of it is known yet
        for rows, _ in self._rows(f"Document?$filter=Verwijderd eq true and {_since(checkpoint)}&$select=Id"):
            yield OfferPage(tuple(Offer(f"tk/{row['Id']}", gone=True) for row in rows if row.get("Id")), seen)

    def fetch(self, offer: Offer, validators: tuple[str, str] | None, *, checked: bool = True) -> Content | None:
        """The file of a letter or annex."""
        return fetch(self.client, offer, validators, checked=checked)

    def _letters(self, checkpoint: str | None) -> str:
        dossiers = [_dossier(dossier) for dossier in self.wanted.dossiers]
        names = sorted({name for formation in self.wanted.formations for name in formation.titles}, key=len)
        titles = [f"contains(Onderwerp,{_text(name)})" for name in names[:_NAMES_OF_A_FILTER]]
        about = " or ".join([*dossiers, *titles])
        when = _since(checkpoint) if checkpoint else f"Datum ge {self.since.isoformat()}"
        wanted = f"Verwijderd eq false and Soort eq 'Brief regering' and ({about}) and {when}"
        order = "ApiGewijzigdOp asc"
        return f"Document?$filter={wanted}&$expand={_EXPAND}&$orderby={order}&$count=true"

    def _rows(self, query: str) -> Iterator[tuple[Sequence[Mapping[str, Any]], int | None]]:
        path, _, options = query.partition("?")
        first = f"{self.base_url}/{path}?{quote(options, safe='=&$(),:/;')}"
        url: str | None = first
        host, seen = urlsplit(self.base_url).netloc, 0
        while url:
            told = _object(self.client.page(url, _JSON).data, host)
            rows = told.get("value")
            if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
                raise changed(host, Message("answer.no_list"))
            in_all = told.get("@odata.count")
            yield rows, in_all if isinstance(in_all, int) else None
            seen += len(rows)
            more = f"{first}&$skip={seen}" if len(rows) >= _PAGE else None  # not every version of it gives the link
            url = told.get("@odata.nextLink") or more

    def _offers(self, row: Mapping[str, Any]) -> Iterator[Offer]:
        dossiers = [_number(dossier) for dossier in row.get("Kamerstukdossier") or () if not dossier.get("Verwijderd")]
        day = day_in(row.get("Datum"))
        subject = str(row.get("Onderwerp") or row.get("Titel") or "")
        if not self.wanted.is_letter(subject, dossiers) or (day is not None and day < self.since):
            return
        kamerstuk = _kamerstuk(dossiers, row)  # of several dossiers the number belongs to the first named
        letter = self._offer(row, subject, day, kamerstuk)
        yield letter
        for annex in row.get("BijlageDocument") or ():
            title = str(annex.get("Onderwerp") or annex.get("Titel") or "")
            if not annex.get("Verwijderd") and annex.get("Id") and not looks_alike(title):
                yield self._offer(annex, title, day, None, letter.key)

    def _offer(
        self, row: Mapping[str, Any], subject: str, day: date | None, kamerstuk: str | None, letter: str | None = None
    ) -> Offer:
        size = row.get("ContentLength")
        number = str(row.get("DocumentNummer") or "")
        content = str(row.get("HuidigeDocumentVersie_Id") or ""), str(size or ""), str(row.get("ContentType") or "")
        return Offer(
            key=f"tk/{row['Id']}",
            version=" ".join((*content, kamerstuk or "")),
            title=subject,
            address=f"{self.base_url}/Document({row['Id']})/resource",
            media_type=row.get("ContentType") or None,
            size=size if isinstance(size, int) else None,
            day=day_in(row.get("Datum")) or day,
            kamerstuk=kamerstuk,
            document_number=number if DOCUMENT_NUMBER.fullmatch(number) else None,
            chamber=Chamber.TWEEDE_KAMER,
            annex_of=letter,
        )


def kamerstuk_of(dossier: str | None, number: object) -> str | None:
    """ "32317-935"; None without a dossier or a number above 0 (SOURCES 4: -1 where there is none)."""
    try:
        value = int(str(number))
    except ValueError:
        return None
    return f"{dossier}-{value}" if dossier and value > 0 else None


def _kamerstuk(dossiers: Sequence[str], row: Mapping[str, Any]) -> str | None:
    return kamerstuk_of(dossiers[0] if dossiers else None, row.get("Volgnummer"))


def _number(dossier: Mapping[str, Any]) -> str:
    suffix = dossier.get("Toevoeging")
    return f"{dossier.get('Nummer')}-{suffix}" if suffix else f"{dossier.get('Nummer')}"


def _dossier(number: str) -> str:
    base, _, suffix = number.partition("-")
    more = f" and k/Toevoeging eq '{suffix}'" if suffix else ""
    return f"Kamerstukdossier/any(k: k/Nummer eq {base}{more})"


def _since(checkpoint: str) -> str:
    """With the zone in it: without one the service takes it as local time and drops rows (SOURCES 4)."""
    moment = datetime.fromisoformat(checkpoint) - _OVERLAP
    return f"ApiGewijzigdOp ge {moment.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"


def _text(value: str) -> str:
    return "'" + value.replace("'", "''") + "'"


def _object(data: bytes, host: str) -> Mapping[str, Any]:
    try:
        told = json.loads(data)
    except ValueError as error:
        raise changed(host, Message("answer.no_json")) from error
    if not isinstance(told, dict):
        raise changed(host, Message("answer.no_object"))
    return told
