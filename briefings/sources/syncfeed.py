"""The House of Representatives' SyncFeed: every change and deletion of its papers, in one long row."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from urllib.parse import parse_qs, urlencode, urljoin, urlsplit

from briefings.errors import Message
from briefings.model.document import DOCUMENT_NUMBER, Chamber
from briefings.reading.formations import find_formation
from briefings.sources.content import day_in, fetch, local, parse_xml
from briefings.sources.polite import Polite
from briefings.sources.source import Content, NotThere, Offer, OfferPage, changed
from briefings.sources.tweedekamer import kamerstuk_of
from briefings.sources.wanted import Wanted

_ATOM = "application/atom+xml, application/xml;q=0.9"


@dataclass(frozen=True)
class SyncFeed:
    """The category Document, resumed where it was left. The first time it walks through all of history."""

    base_url: str  #: "https://gegevensmagazijn.tweedekamer.nl/SyncFeed/2.0"
    client: Polite
    wanted: Wanted
    since: date
    name: str = "syncfeed"
    _dossiers: dict[str, str | None] = field(default_factory=dict)
    _letters: dict[str, bool] = field(default_factory=dict)  #: whether the letters of annexes are wanted

    def recent(self, _now: datetime) -> None:
        """Tokens do not tell when: its first page."""

    def pages(self, checkpoint: str | None) -> Iterator[OfferPage]:
        """The entries after the checkpoint, which is a skiptoken."""
        token = checkpoint
        url: str | None = self._feed(token)
        while url:
            root = parse_xml(self.client.page(url, _ATOM).data, self._host)
            if local(root) != "feed":
                raise changed(self._host, Message("answer.no_feed"))
            entries = [child for child in root if local(child) == "entry"]
            offers: list[Offer] = []
            for entry in entries:
                offers += self._offers(entry)
                token = _token(_link(entry, "next")) or token
            ahead = _link(root, "next")
            token = (_token(ahead) if ahead else None) or _token(_link(root, "resume")) or token
            yield OfferPage(tuple(offers), token or "")
            following = urljoin(url, ahead) if ahead and entries else None
            url = following if following != url else None

    def fetch(self, offer: Offer, validators: tuple[str, str] | None, *, checked: bool = True) -> Content | None:
        """The file of a letter or annex."""
        return fetch(self.client, offer, validators, checked=checked)

    @property
    def _host(self) -> str:
        return urlsplit(self.base_url).netloc

    def _feed(self, token: str | None) -> str:
        more = {"skiptoken": token} if token else {}
        return f"{self.base_url}/Feed?{urlencode({'category': 'Document', **more})}"

    def _offers(self, entry: Any) -> Iterator[Offer]:
        paper = next((one for one in entry.iter() if local(one) == "document"), None)
        if paper is None:
            return
        given = {name.rpartition("}")[2].lower(): value for name, value in paper.attrib.items()}
        key = given.get("id") or _text(entry, "title")
        if not key:
            raise changed(self._host, Message("answer.no_id"))
        if given.get("verwijderd", "").lower() == "true":
            yield Offer(f"tk/{key}", gone=True)
            return
        subject = _text(paper, "onderwerp") or _text(paper, "titel")
        annex_of = _reference(paper, "brondocument") if _text(paper, "soort") == "Bijlage" else None
        dossier = self._dossier(paper) if _text(paper, "soort") == "Brief regering" else None
        is_letter = _text(paper, "soort") == "Brief regering" and self.wanted.is_letter(
            subject, [dossier] if dossier else []
        )
        is_annex = annex_of is not None and self._is_annex(subject, annex_of)
        day = day_in(_text(paper, "datum"))
        if not (is_letter or is_annex) or day is None or day < self.since:
            return
        number = _text(paper, "documentnummer")
        kamerstuk = kamerstuk_of(dossier, _text(paper, "volgnummer"))
        size, media_type = given.get("contentlength", ""), given.get("contenttype", "")
        yield Offer(
            key=f"tk/{key}",
            version=" ".join((_reference(paper, "huidigedocumentversie") or "", size, media_type, kamerstuk or "")),
            title=subject,
            address=_link(entry, "enclosure") or f"{self.base_url}/Resources/{key}",
            media_type=media_type or None,
            size=int(size) if size.isdigit() else None,
            day=day,
            kamerstuk=kamerstuk,
            document_number=number if DOCUMENT_NUMBER.fullmatch(number) else None,
            chamber=Chamber.TWEEDE_KAMER,
            annex_of=f"tk/{annex_of}" if is_annex else None,
        )

    def _is_annex(self, title: str, letter: str) -> bool:
        """One that does not name its Council is wanted when its letter is."""
        if not self.wanted.is_annex(title):
            return False
        return find_formation(title) is not None or self._is_of_wanted(letter)

    def _is_of_wanted(self, key: str) -> bool:
        if key not in self._letters:
            try:
                root = parse_xml(self.client.page(f"{self.base_url}/Entiteiten/{key}", _ATOM).data, self._host)
                paper = next((one for one in root.iter() if local(one) == "document"), None)
            except NotThere:
                paper = None
            subject = "" if paper is None else _text(paper, "onderwerp") or _text(paper, "titel")
            dossier = self._dossier(paper) if paper is not None else None
            self._letters[key] = self.wanted.is_letter(subject, [dossier] if dossier else [])
        return self._letters[key]

    def _dossier(self, paper: Any) -> str | None:
        """The number of the dossier a letter is in, which the feed names only by its id."""
        subject = _text(paper, "onderwerp") or _text(paper, "titel")
        key = _reference(paper, "kamerstukdossier")
        if key is None or not self.wanted.is_letter(subject, self.wanted.dossiers):
            return None  # no dossier can make it a letter that is wanted
        if key not in self._dossiers:
            self._dossiers[key] = self._ask_dossier(key)
        return self._dossiers[key]

    def _ask_dossier(self, key: str) -> str | None:
        try:
            root = parse_xml(self.client.page(f"{self.base_url}/Entiteiten/{key}", _ATOM).data, self._host)
        except NotThere:
            return None
        dossier = next((one for one in root.iter() if local(one) == "kamerstukdossier"), None)
        number = _text(dossier, "nummer") if dossier is not None else ""
        suffix = _text(dossier, "toevoeging") if dossier is not None else ""
        return (f"{number}-{suffix}" if suffix else number) or None


def _text(element: Any, name: str) -> str:
    """The text of the first part with this name; "" without one."""
    found = next((one for one in element if local(one) == name), None)
    return "".join(found.itertext()).strip() if found is not None else ""


def _reference(element: Any, name: str) -> str | None:
    found = next((one for one in element if local(one) == name), None)
    if found is None:
        return None
    given = {key.rpartition("}")[2].lower(): value for key, value in found.attrib.items()}
    return given.get("ref") or None


def _link(element: Any, rel: str) -> str:
    found = next((one for one in element if local(one) == "link" and one.get("rel") == rel), None)
    return found.get("href", "") if found is not None else ""


def _token(address: str) -> str | None:
    """The skiptoken of an address; its parameters come in any order (SOURCES 5)."""
    return next(iter(parse_qs(urlsplit(address).query).get("skiptoken", [])), None)
