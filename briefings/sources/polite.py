"""The one HTTP client of all sources: one request at a time, with pauses, limits and patience."""

import json
import time
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit

from briefings.errors import Message
from briefings.reading.sniff import MAX_BYTES
from briefings.retries import RetryPolicy
from briefings.sources.source import NotThere, Silent, Unacceptable, changed
from briefings.sources.trust import trusted

if TYPE_CHECKING:
    import httpx  # read where a source is asked: who only asks a question does not wait for it

_TIMEOUT, _CONNECTS_WITHIN = 60, 15  #: seconds; pages of a slow category take up to 20 (SOURCES 4)
_LONGEST_DOWNLOAD = 120.0  #: seconds for a whole answer, however slowly it drips
_FIRST_WAIT = 1.0  #: seconds before the second try
_LONGEST_WAIT = 60.0  #: longer is not waited for here: the source is left alone until then
_MOST_REDIRECTS = 5
_REMEMBERED = 32  #: pages of which the answer is kept, for when the source says that it has not changed
_FAILS_FROM = 500


@dataclass(frozen=True, slots=True)
class HttpAnswer:
    """What a source answered."""

    data: bytes
    url: str  #: after redirects
    headers: Mapping[str, str]

    @property
    def validators(self) -> tuple[str, str]:
        """ETag and Last-Modified, "" where there is none."""
        return self.headers.get("etag", ""), self.headers.get("last-modified", "")


@dataclass
class Polite:
    """Asks the named hosts only. What it raises is a SourceError."""

    hosts: Collection[str]  #: with their port where it is not the usual one
    name: str = "jbz-briefings"  #: how we make ourselves known
    pause: float = 0.2  #: seconds between two requests
    tries: int = 4  #: of one question that a source does not answer
    wait: Callable[[float], object] = time.sleep
    record: Path | None = None  #: a folder to which everything that goes over the line is written
    clock: Callable[[], datetime] = lambda: datetime.now(UTC)
    requests: int = 0
    _pages: dict[str, HttpAnswer] = field(default_factory=dict)
    _client: "httpx.Client | None" = None

    def page(self, url: str, accept: str) -> HttpAnswer:
        """A page; not sent again by a source that knows it has not changed."""
        known = self._pages.pop(url, None)
        answer = self.get(url, accept, known.validators if known else None)
        answer = answer or known
        if answer is None:
            raise changed(urlsplit(url).netloc, "304")
        if any(answer.validators):
            self._pages[url] = answer
            while len(self._pages) > _REMEMBERED:
                self._pages.pop(next(iter(self._pages)))
        return answer

    def get(self, url: str, accept: str, validators: tuple[str, str] | None = None) -> HttpAnswer | None:
        """The answer; None when what the validators belong to has not changed."""
        patience = RetryPolicy(_FIRST_WAIT, _LONGEST_WAIT, self.tries)
        again = patience.retrying(self._asked, lambda error: isinstance(error, Silent), self.wait)
        return again(self._once, url, accept, validators)

    def _asked(self, error: BaseException) -> float | None:
        """The seconds that the source asks to wait."""
        until = error.until if isinstance(error, Silent) else None
        return (until - self.clock()).total_seconds() if until else None

    def close(self) -> None:
        """Ends the connections."""
        if self._client is not None:
            self._client.close()
            self._client = None

    def _once(self, url: str, accept: str, validators: tuple[str, str] | None) -> HttpAnswer | None:
        import httpx

        conditions = zip(("If-None-Match", "If-Modified-Since"), validators or (), strict=False)
        headers = {"Accept": accept, "User-Agent": self.name, "Accept-Encoding": "gzip"}
        headers |= {name: value for name, value in conditions if value}
        for _ in range(_MOST_REDIRECTS):
            self._allow(url)
            self.wait(self.pause)
            self.requests += 1
            try:
                status, answer = self._read(url, headers)
            except (httpx.HTTPError, httpx.InvalidURL) as error:
                raise _silent(url, type(error).__name__) from error
            if status in {301, 302, 303, 307, 308}:
                url = urljoin(url, answer.headers.get("location", ""))
                if "fout404" in url:
                    raise _not_there(url)
                continue
            return self._judge(url, status, answer)
        raise changed(urlsplit(url).netloc, Message("answer.redirects"))

    def _judge(self, url: str, status: int, answer: HttpAnswer) -> HttpAnswer | None:
        if status == HTTPStatus.NOT_MODIFIED:
            return None
        if status in {404, 410}:
            raise _not_there(url)
        if status in {408, 425, 429} or status >= _FAILS_FROM:
            raise _silent(url, f"HTTP {status}", _retry_after(answer.headers, self.clock()))
        if status != HTTPStatus.OK:
            raise changed(urlsplit(url).netloc, f"HTTP {status}: {_beginning(answer.data)}")
        return answer

    def _read(self, url: str, headers: Mapping[str, str]) -> tuple[int, HttpAnswer]:
        client = self._client = self._client or _client()
        until = time.monotonic() + _LONGEST_DOWNLOAD
        with client.stream("GET", url, headers=dict(headers)) as response:
            data = b"".join(_limited(response.iter_bytes(65_536), url, until))
            given = HttpAnswer(data, url, {name.lower(): value for name, value in response.headers.items()})
            if self.record is not None:
                self._write_down(self.record, headers, response.status_code, given)
            return response.status_code, given

    def _write_down(self, folder: Path, asked: Mapping[str, str], status: int, answer: HttpAnswer) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        stem = folder / f"{self.requests:05d}"
        told = {
            "url": answer.url,
            "asked_at": self.clock().isoformat(),
            "request": dict(asked),
            "status": status,
            "headers": {name: value for name, value in answer.headers.items() if name != "set-cookie"},
        }
        stem.with_suffix(".json").write_text(json.dumps(told, indent=2), "utf-8")
        stem.with_suffix(".body").write_bytes(answer.data)

    def _allow(self, url: str) -> None:
        parts = urlsplit(url)
        if parts.scheme not in {"http", "https"} or parts.netloc not in self.hosts:
            raise Unacceptable("source.refers_elsewhere", host=parts.netloc or url[:80])


def _client() -> "httpx.Client":
    import httpx

    timeout = httpx.Timeout(_TIMEOUT, connect=_CONNECTS_WITHIN)
    return httpx.Client(timeout=timeout, follow_redirects=False, trust_env=True, verify=trusted())


def _limited(chunks: Iterator[bytes], url: str, until: float) -> Iterator[bytes]:
    size = 0
    for chunk in chunks:
        size += len(chunk)
        if size > MAX_BYTES:
            raise Unacceptable("publication.too_large", address=url, most=MAX_BYTES // 1024 // 1024)
        if time.monotonic() > until:
            raise _silent(url, Message("answer.slow"))
        yield chunk


def _retry_after(headers: Mapping[str, str], now: datetime) -> datetime | None:
    """Seconds or a moment (RFC 9110, 10.2.3)."""
    given = headers.get("retry-after", "").strip()
    if given.isascii() and given.isdigit():
        return now + timedelta(seconds=min(int(given[:9]), 7 * 24 * 3600))
    try:
        moment = parsedate_to_datetime(given) if given else None
    except ValueError:
        return None
    return moment.replace(tzinfo=moment.tzinfo or UTC) if moment else None


def _beginning(data: bytes) -> str:
    return " ".join(data[:300].decode("utf-8", "replace").split())


def _silent(url: str, why: str | Message, until: datetime | None = None) -> Silent:
    host = urlsplit(url).netloc
    return Silent("source.silent", until=until, host=host, why=why)


def _not_there(url: str) -> NotThere:
    return NotThere("publication.not_there", address=url)
