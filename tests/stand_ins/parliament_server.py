"""Parliament and the official gazette: OData, SyncFeed and SRU over one real HTTP server (SOURCES 4 to 8).

It refuses what the real services are known to refuse, and has their oddities: placeholders of what was deleted,
pages of 250, mistakes with status 200, tombstones, times without a zone.
"""

import json
import random
import re
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit
from uuid import UUID
from xml.sax.saxutils import escape

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
PDF = "application/pdf"
_PAGE = 250
_ERROR = b"<Error><Message>An error has occurred.</Message></Error>"


@dataclass
class Paper:
    """A document of the House of Representatives, as it is now."""

    number: str  #: "2025D12334"
    subject: str
    day: date
    data: bytes
    media_type: str = DOCX
    kind: str = "Brief regering"
    dossier: str | None = None  #: "32317"; several with a semicolon, the first named first
    sequel: int = -1
    annex_of: str | None = None  #: the id of its letter
    is_deleted: bool = False
    visible_at: datetime = datetime(2000, 1, 1, tzinfo=UTC)
    version: int = 1
    size_lie: int = 0  #: what ContentLength says too much

    @property
    def id(self) -> str:
        """A GUID."""
        return str(UUID(int=int(self.number.replace("D", "0"))))


@dataclass
class Publication:
    """An official publication."""

    key: str  #: "kst-32317-935"
    title: str
    kind: str
    dossier: str
    day: date
    data: bytes
    form: str = "xml"
    modified: date = date(2000, 1, 1)
    head: str | None = None
    fields: dict[str, str] = field(default_factory=dict)  #: more of its record: dossiernummer, ondernummer
    metadata: dict[str, str] = field(default_factory=dict)  #: what its metadata.xml says
    type_only: str | None = None  #: its kind stands in dcterms:type, and not in its title
    pdf: bytes | None = None  #: a second form


@dataclass
class Parliament:
    """The three services. `papers` and `publications` are the truth."""

    papers: dict[str, Paper] = field(default_factory=dict)
    publications: dict[str, Publication] = field(default_factory=dict)
    entries: list[tuple[int, Paper]] = field(default_factory=list)  #: the SyncFeed, by skiptoken
    dossiers: dict[str, str] = field(default_factory=dict)  #: id -> number
    requests: list[str] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)  #: questions the real service would not understand
    faults: list[str] = field(default_factory=list)  #: what the next answers are: 429, 500, 503, slow, reset, cut, 404
    chance: Callable[[], str | None] = lambda: None  #: a fault by chance
    style: int = 0  #: of the SyncFeed: its prefixes, booleans and times differ
    understands: bool = True  #: the questions of today; a newer service may not
    links: bool = True  #: an OData page says where the next one is
    latency: float = 0.0
    most_at_once: int = 0
    url: str = ""
    _token: int = 1000
    _open: int = 0
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _server: ThreadingHTTPServer | None = None

    def start(self) -> None:
        """Listens on a free port."""
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        self._server.daemon_threads = True
        threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}"

    def stop(self) -> None:
        """Stops listening."""
        if self._server is not None:
            self._server.shutdown()
            self._server.server_close()

    def settings(self) -> dict[str, str]:
        """The settings by which the product asks here."""
        return {
            "TWEEDEKAMER_URL": f"{self.url}/OData/v4/2.0",
            "SYNCFEED_URL": f"{self.url}/SyncFeed/2.0",
            "SRU_URL": f"{self.url}/sru",
            "PUBLICATIONS_URL": self.url,
        }

    def publish(self, paper: Paper, now: datetime) -> Paper:
        """A paper appears, or changes: the same id, another version."""
        known = self.papers.get(paper.id)
        version = known.version + 1 if known else 1
        kept = replace(paper, visible_at=now, version=version)
        self.papers[paper.id] = kept
        self._enter(kept)
        return kept

    def delete(self, paper_id: str, now: datetime) -> None:
        """A paper goes; a placeholder stays."""
        gone = replace(self.papers[paper_id], is_deleted=True, visible_at=now)
        self.papers[paper_id] = gone
        self._enter(gone)

    def emit_again(self, now: datetime) -> None:
        """A correction of the data: everything is sent again, unchanged."""
        for paper in list(self.papers.values()):
            self.papers[paper.id] = replace(paper, visible_at=now)
            self._enter(self.papers[paper.id])

    def gazette(self, publication: Publication) -> None:
        """An official publication appears, or changes."""
        self.publications[publication.key] = publication

    def _enter(self, paper: Paper) -> None:
        """Only the newest entry of a paper stays in the feed."""
        self._token += random.Random(self._token).randint(1, 9)  # noqa: S311 - gaps in the row
        self.entries = [(token, one) for token, one in self.entries if one.id != paper.id]
        self.entries.append((self._token, paper))

    def answer(self, path: str, headers: dict[str, str]) -> tuple[int, dict[str, str], bytes]:
        """Status, headers and body."""
        parts = urlsplit(path)
        route, query = unquote(parts.path), parse_qs(parts.query, keep_blank_values=True)
        if route == "/OData/v4/2.0/Document":
            return self._documents({name: values[0] for name, values in query.items()}, headers)
        if match := re.fullmatch(r"/OData/v4/2\.0/Document\((?P<id>[0-9a-f-]{36})\)/resource", route):
            return self._resource(match["id"], headers)
        if route == "/SyncFeed/2.0/Feed":
            return self._feed(query)
        if match := re.fullmatch(r"/SyncFeed/2\.0/Resources/(?P<id>[0-9a-f-]{36})", route):
            return self._resource(match["id"], headers)
        if match := re.fullmatch(r"/SyncFeed/2\.0/Entiteiten/(?P<id>[\w-]+)", route):
            return self._entity(match["id"])
        if route == "/sru":
            return self._sru({name: values[0] for name, values in query.items()})
        if (match := re.fullmatch(r"/(?P<key>kst-[\w-]+)/metadata\.xml", route)) and match["key"] in self.publications:
            return 200, {"content-type": "application/xml"}, _metadata(self.publications[match["key"]]).encode()
        if match := re.fullmatch(r"/(?P<key>(?:kst|blg)-[\w-]+)\.(?P<form>xml|pdf)", route):
            return self._publication(match["key"], match["form"])
        return 404, {"content-type": "application/json"}, b'{"error": "not found"}'

    def _documents(self, query: dict[str, str], headers: dict[str, str]) -> tuple[int, dict[str, str], bytes]:
        rows = self._filtered(query.get("$filter", ""))
        if rows is None:
            self.refused.append(query.get("$filter", ""))
            return 400, {"content-type": "application/json"}, b'{"error": {"message": "The query is not valid."}}'
        rows.sort(key=lambda paper: paper.visible_at)
        skip = int(query.get("$skip", "0"))
        shown = rows[skip : skip + _PAGE]
        if query.get("$select") == "Id":
            told: dict[str, Any] = {"value": [{"Id": paper.id} for paper in shown]}
        else:
            told = {"@odata.count": len(rows), "value": [self._row(paper) for paper in shown]}
        if self.links and len(rows) > skip + _PAGE:
            more = "&".join(f"{name}={_quoted(value)}" for name, value in query.items() if name != "$skip")
            told["@odata.nextLink"] = f"{self.url}/OData/v4/2.0/Document?{more}&$skip={skip + _PAGE}"
        body = json.dumps(told).encode()
        tag = f'"{hash(body):x}"'
        if headers.get("if-none-match") == tag:
            return 304, {}, b""
        return 200, {"content-type": "application/json", "etag": tag}, body

    def _filtered(self, text: str) -> list[Paper] | None:
        """The rows of a filter; None for one that the service would refuse."""
        left = text
        rows = list(self.papers.values())

        def take(pattern: str) -> list[re.Match[str]]:
            nonlocal left
            found = list(re.finditer(pattern, left))
            left = re.sub(pattern, "", left)
            return found

        deleted = take(r"Verwijderd eq (true|false)")
        if deleted:
            rows = [paper for paper in rows if paper.is_deleted is (deleted[0][1] == "true")]
        if take(r"Soort eq 'Brief regering'"):
            rows = [paper for paper in rows if paper.is_deleted or paper.kind == "Brief regering"]
        for match in take(r"ApiGewijzigdOp ge (\S+Z)(?= |$|\))"):
            since = datetime.fromisoformat(match[1])
            rows = [paper for paper in rows if paper.visible_at >= since]
        for match in take(r"Datum ge (\d{4}-\d{2}-\d{2})(?P<trap>T00:00:00Z)?"):
            # With a Z it is read as that moment in universal time: what is dated that day in Dutch time falls out.
            first = date.fromisoformat(match[1]) + timedelta(days=bool(match["trap"]))
            rows = [paper for paper in rows if paper.day >= first]
        dossiers = {
            f"{match[1]}-{match[3]}" if match[3] else match[1]
            for match in take(r"Kamerstukdossier/any\(k: k/Nummer eq (\d+)( and k/Toevoeging eq '(\w+)')?\)")
        }
        titles = [match[1].replace("''", "'") for match in take(r"contains\(Onderwerp,'((?:[^']|'')*)'\)")]
        if dossiers or titles:
            rows = [
                paper for paper in rows if paper.dossier in dossiers or any(title in paper.subject for title in titles)
            ]
        return rows if self.understands and re.fullmatch(r"(?:and|or|[() ])*", left) else None

    def _row(self, paper: Paper) -> dict[str, Any]:
        """A placeholder of what was deleted has only its id."""
        if paper.is_deleted:
            return {"Id": paper.id, "Verwijderd": True, "ApiGewijzigdOp": _moment(paper.visible_at)}
        dossiers = [one.partition("-") for one in (paper.dossier or "").split(";") if one]
        annexes = [one for one in self.papers.values() if one.annex_of == paper.id]
        return {
            **self._own(paper),
            "Volgnummer": paper.sequel,
            "ApiGewijzigdOp": _moment(paper.visible_at),
            "GewijzigdOp": paper.visible_at.astimezone().isoformat(),
            "Kamerstukdossier": [
                {"Nummer": int(base), "Toevoeging": suffix or None, "Verwijderd": False} for base, _, suffix in dossiers
            ],
            "BijlageDocument": [
                {"Id": one.id, "Verwijderd": True} if one.is_deleted else self._own(one) for one in annexes
            ],
        }

    def _own(self, paper: Paper) -> dict[str, Any]:
        return {
            "Id": paper.id,
            "Soort": paper.kind,
            "DocumentNummer": paper.number,
            "Titel": paper.subject,
            "Onderwerp": paper.subject,
            "Datum": f"{paper.day.isoformat()}T00:00:00+01:00",
            "ContentType": paper.media_type,
            "ContentLength": len(paper.data) + paper.size_lie,
            "HuidigeDocumentVersie_Id": f"{paper.id}/{paper.version}",
            "Verwijderd": False,
        }

    def _resource(self, paper_id: str, headers: dict[str, str]) -> tuple[int, dict[str, str], bytes]:
        paper = self.papers.get(paper_id)
        if paper is None or paper.is_deleted:
            return 404, {"content-type": "application/json"}, b'{"error": "Resource not found"}'
        tag = f'"{paper.id}-{hash(paper.data):x}"'
        if headers.get("if-none-match") == tag:
            return 304, {}, b""
        return 200, {"content-type": paper.media_type, "etag": tag}, paper.data

    def _feed(self, query: dict[str, list[str]]) -> tuple[int, dict[str, str], bytes]:
        if query.get("category") != ["Document"]:
            return 500, {"content-type": "application/xml"}, _ERROR
        token = int(query.get("skiptoken", ["0"])[0])
        ahead = [(at, paper) for at, paper in self.entries if at > token]
        shown = ahead[:_PAGE]
        last = shown[-1][0] if shown else max(token, 1)
        rel = "next" if len(ahead) > _PAGE else "resume"
        link = f'<link rel="{rel}" href="{self.url}/SyncFeed/2.0/Feed?skiptoken={last}&amp;category=Document"/>'
        entries = "".join(self._entry(at, paper) for at, paper in shown)
        body = f'<?xml version="1.0" encoding="utf-8"?><feed xmlns="http://www.w3.org/2005/Atom">{link}{entries}</feed>'
        return 200, {"content-type": "application/atom+xml"}, body.encode()

    def _entry(self, token: int, paper: Paper) -> str:
        self.style += 1
        space = "http://www.tweedekamer.nl/xsd/tkData/v1-0"
        prefix, attribute, yes, moment = (
            ("", "tk:", "true", paper.visible_at.isoformat()),
            ("ns1:", "ns1:", "True", paper.visible_at.strftime("%Y-%m-%dT%H:%M:%S")),
            ("tk:", "", "true", paper.visible_at.strftime("%Y-%m-%dT%H:%M:%SZ")),
        )[self.style % 3]
        declared = f'xmlns="{space}" xmlns:tk="{space}" xmlns:ns1="{space}"'
        size = f'{attribute}contentType="{paper.media_type}" {attribute}contentLength="{len(paper.data)}"'
        removed = yes if paper.is_deleted else "false"
        opening = (
            f'<{prefix}document id="{paper.id}" {attribute}bijgewerkt="{moment}" {attribute}verwijderd="{removed}"'
        )
        if paper.is_deleted:
            content = f"{opening} {declared}/>"
        else:
            fields = {
                "soort": paper.kind,
                "documentNummer": paper.number,
                "titel": paper.subject,
                "onderwerp": paper.subject,
                "datum": f"{paper.day.isoformat()}T00:00:00",
                "volgnummer": str(paper.sequel),
            }
            inside = "".join(f"<{prefix}{name}>{escape(value)}</{prefix}{name}>" for name, value in fields.items())
            inside += f'<{prefix}huidigeDocumentVersie ref="{paper.id}/{paper.version}"/>'
            if paper.annex_of:
                inside += f'<{prefix}bronDocument ref="{paper.annex_of}"/>'
            if paper.dossier:
                self.dossiers[f"dossier-{paper.dossier}"] = paper.dossier
                inside += f'<{prefix}kamerstukdossier ref="dossier-{paper.dossier}"/>'
            content = f"{opening} {size} {declared}>{inside}</{prefix}document>"
        return (
            f"<entry><title>{paper.id}</title><updated>2026-01-01T00:00:00.0000000Z</updated>"
            f'<category term="document"/><link rel="next" href="{self.url}/SyncFeed/2.0/Feed?category=Document&amp;'
            f'skiptoken={token}"/><link rel="enclosure" href="{self.url}/SyncFeed/2.0/Resources/{paper.id}"/>'
            f'<content type="application/xml">{content}</content></entry>'
        )

    def _entity(self, key: str) -> tuple[int, dict[str, str], bytes]:
        if key not in self.dossiers:
            return 404, {"content-type": "application/json"}, b"{}"
        base, _, suffix = self.dossiers[key].partition("-")
        more = f"<toevoeging>{suffix}</toevoeging>" if suffix else ""
        body = f"<entry><content><kamerstukdossier><nummer>{base}</nummer>{more}</kamerstukdossier></content></entry>"
        return 200, {"content-type": "application/xml"}, body.encode()

    def _sru(self, query: dict[str, str]) -> tuple[int, dict[str, str], bytes]:
        space = 'xmlns:sru="http://docs.oasis-open.org/ns/search-ws/sruResponse"'
        asked = re.fullmatch(
            r'c\.product-area==officielepublicaties AND w\.dossiernummer=="(?P<dossier>[\w-]+)" AND'
            r" dt\.(?P<index>available|modified)>=(?P<day>[\d-]{10}) sortBy dt\.(?P=index)/sort\.ascending",
            query.get("query", ""),
        )
        if asked is None:
            self.refused.append(query.get("query", ""))
            body = f"<sru:searchRetrieveResponse {space}><sru:diagnostics><d>Query syntax error</d></sru:diagnostics>"
            return 200, {"content-type": "application/xml"}, f"{body}</sru:searchRetrieveResponse>".encode()
        first = date.fromisoformat(asked["day"])
        found = [
            one
            for one in self.publications.values()
            if one.dossier == asked["dossier"] and (one.day if asked["index"] == "available" else one.modified) >= first
        ]
        start, many = int(query["startRecord"]) - 1, int(query["maximumRecords"])
        records = "".join(_record(one) for one in found[start : start + many])
        body = (
            f"<sru:searchRetrieveResponse {space}><sru:numberOfRecords>{len(found) + 3}</sru:numberOfRecords>"
            f"<sru:records>{records}</sru:records></sru:searchRetrieveResponse>"
        )
        return 200, {"content-type": "application/xml"}, body.encode()

    def _publication(self, key: str, form: str) -> tuple[int, dict[str, str], bytes]:
        kept = self.publications.get(key)
        if kept is not None and form == "pdf" and kept.pdf is not None:
            return 200, {"content-type": PDF}, kept.pdf
        if kept is None or kept.form != form:
            page = b"<!DOCTYPE html><html><head><title>Niet gevonden</title></head><body>fout</body></html>"
            return 200, {"content-type": "text/html"}, page
        media_type = PDF if form == "pdf" else "application/xml"
        return 200, {"content-type": media_type, "last-modified": "Mon, 01 Jan 2024 00:00:00 GMT"}, kept.data


def _metadata(one: Publication) -> str:
    rows = "".join(
        f'<metadata name="OVERHEIDop.{name}" scheme="" content="{escape(value)}" />'
        for name, value in one.metadata.items()
    )
    return f"<metadata_gegevens>{rows}</metadata_gegevens>"


def _record(one: Publication) -> str:
    more = "".join(f"<overheidop:{name}>{escape(value)}</overheidop:{name}>" for name, value in one.fields.items())
    title = one.title if one.type_only else f"JBZ-Raad; {one.kind}; {one.title}"
    if one.type_only:
        more += f'<dcterms:type scheme="OVERHEIDop.KamerstukTypen">{one.type_only}</dcterms:type>'
    head = f"<overheidop:hoofddocument>{one.head}</overheidop:hoofddocument>" if one.head else ""
    return (
        '<sru:record><sru:recordData><gzd:gzd xmlns:gzd="urn:gzd" xmlns:dcterms="urn:dc" xmlns:overheidop="urn:op">'
        "<gzd:originalData><overheidop:meta>"
        f"<dcterms:identifier>{one.key}</dcterms:identifier>"
        f"<dcterms:title>{escape(title)}</dcterms:title>"
        f"<dcterms:creator>Tweede Kamer</dcterms:creator><dcterms:modified>{one.modified}</dcterms:modified>"
        f"<dcterms:available>{one.day}</dcterms:available><dcterms:date>{one.day}</dcterms:date>{head}{more}"
        "</overheidop:meta></gzd:originalData><gzd:enrichedData>"
        f'<gzd:itemUrl manifestation="{one.form}">x</gzd:itemUrl>'
        "</gzd:enrichedData></gzd:gzd></sru:recordData></sru:record>"
    )


def _moment(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%f0Z")


def _quoted(value: str) -> str:
    return value.replace("%", "%25").replace("+", "%2B").replace(" ", "%20").replace("&", "%26")


def _handler(parliament: Parliament) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True

        def do_GET(self) -> None:
            with parliament._lock:
                parliament._open += 1
                parliament.most_at_once = max(parliament.most_at_once, parliament._open)
                parliament.requests.append(self.path)
                fault = parliament.faults.pop(0) if parliament.faults else parliament.chance()
            try:
                self._answer(fault)
            finally:
                with parliament._lock:
                    parliament._open -= 1

        def _answer(self, fault: str | None) -> None:
            time.sleep(parliament.latency)
            given = {name.lower(): value for name, value in self.headers.items()}
            if fault == "reset":
                self.close_connection = True
                self.connection.close()
                return
            code, _, after = (fault or "").partition(" ")
            if code in {"429", "500", "503"}:
                more = {"retry-after": after or "2"} if code != "500" else {}
                self._send(int(code), {"content-type": "application/xml", **more}, _ERROR)
                return
            if fault == "404":
                self._send(404, {"content-type": "application/json"}, b'{"error": "gone for a moment"}')
                return
            if fault and fault.startswith("to:"):
                self._send(302, {"location": fault[3:]}, b"")
                return
            status, headers, body = parliament.answer(self.path, given)
            self._send(status, headers, body, cut=fault == "cut")

        def _send(self, status: int, headers: dict[str, str], body: bytes, *, cut: bool = False) -> None:
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.send_header("content-length", str(len(body) if status != 304 else 0))
            self.end_headers()
            if cut:
                self.wfile.write(body[: len(body) // 2])
                self.close_connection = True
                return
            if status != 304:
                self.wfile.write(body)

        def log_message(self, *_args: object) -> None:
            return

    return Handler
