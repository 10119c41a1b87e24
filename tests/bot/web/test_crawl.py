"""From the first page every page is reached, each is well-formed and small, and links say where they lead."""

import re
from collections import Counter, defaultdict
from html.parser import HTMLParser
from urllib.parse import urlsplit

import html5lib
import pytest

from bot.web.room.addresses import Addresses
from storage.reading import items, meetings
from tests.bot.web.conftest import Reader

_LARGEST = 200_000
_CLICKS = 4
_PARSED = 3  #: pages of a kind that are read as strictly as the standard can


#: What the databases find is held by other tests.
pytestmark = pytest.mark.parametrize("many_url", ["sqlite"], indirect=True)


class _Links(HTMLParser):
    """The links of a page with their names as a screen reader says them; its ids and headings."""

    def __init__(self) -> None:
        super().__init__()
        self.links: list[tuple[str, str]] = []
        self.ids: list[str] = []
        self.headings: list[int] = []
        self._open: list[tuple[str, str | None, list[str]]] = []
        self.others: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if "id" in given:
            self.ids.append(given["id"])
        if re.fullmatch(r"h[1-6]", tag):
            self.headings.append(int(tag[1]))
        if tag == "a":
            self._open.append((given["href"], given.get("aria-label"), []))
        if tag == "link" and not given["href"].startswith("https://jbz.example.nl"):
            self.others.append(given["href"])
        if tag in {"img", "script", "iframe"}:
            self.others.append(given.get("src", ""))

    def handle_data(self, data: str) -> None:
        for _, _, texts in self._open:
            texts.append(data)

    def handle_endtag(self, tag: str) -> None:
        if tag == "a":
            href, label, texts = self._open.pop()
            self.links.append((" ".join((label or "".join(texts)).split()), href))


def read(html: str) -> _Links:
    page = _Links()
    page.feed(html)
    return page


def faults(page: _Links) -> list[str]:
    """What is wrong with the outline, the names and the links of a page."""
    told = [f"twice: {name}" for name in set(page.ids) if page.ids.count(name) > 1]
    told += [
        f"from {one} to {other}"
        for one, other in zip(page.headings, page.headings[1:], strict=False)
        if other > one + 1
    ]
    told += [] if page.headings[:1] == [1] and page.headings.count(1) == 1 else [f"headings {page.headings}"]
    led: dict[str, set[str]] = defaultdict(set)
    for name, href in page.links:
        led[name].add(href)
        if href.startswith("#") and href[1:] not in page.ids:
            told.append(f"nowhere: {href}")
    told += [f"“{name}” to {sorted(where)}" for name, where in led.items() if len(where) > 1]
    told += [f"without a name: {where}" for name, where in led.items() if not name]
    return told


def _kind(path: str) -> str:
    """Pages made by one template: "/en/items/12" and "/items/3" are of a kind."""
    return re.sub(r"\d+|(?<=/themas/).+", "…", path.removeprefix("/en").partition("?")[0])


async def test_every_page_is_reached_and_in_order(reader: Reader) -> None:
    clicks, waiting = {"/": 0}, ["/"]
    wrong: list[tuple[object, ...]] = []
    parsed: Counter[str] = Counter()
    while waiting:
        path = waiting.pop(0)
        answer = await reader.get(path)
        if answer.status_code != 200 or len(answer.content) > _LARGEST:
            wrong.append((path, answer.status_code, len(answer.content)))
            continue
        if not answer.headers["content-type"].startswith("text/html"):
            continue
        parsed[_kind(path)] += 1
        if parsed[_kind(path)] <= _PARSED:
            html5lib.HTMLParser(strict=True, tree=html5lib.getTreeBuilder("etree")).parse(answer.text)
        page = read(answer.text)
        wrong += [(path, fault) for fault in faults(page)]
        for target in {href.partition("#")[0] for _, href in page.links}:
            deep = "?" in target or target.startswith(("/en", "/feeds", "/agenda", "/api"))
            if target.startswith("/") and target not in clicks and not (deep and clicks[path] >= 1):
                clicks[target] = clicks[path] + 1
                waiting.append(target)
    assert wrong == []
    with reader.app.database.reading() as session:
        every = [f"/items/{item_id}" for item_id in items.every_id(session)]
        told = [Addresses("nl").meeting(meeting) for meeting in meetings.every_address(session)]
    assert [path for path in [*every, *told] if clicks.get(path, 99) > _CLICKS] == []
    assert (len(every), len(told)) == (67, 8)


async def test_nothing_comes_from_another_host(reader: Reader) -> None:
    for path in ("/", "/items/3", "/vergaderingen/jbz/2025-03-05", "/zoek?q=migratie", "/gesprek"):
        page = read((await reader.get(path)).text)
        loaded = [where for where in page.others if where and urlsplit(where).netloc]
        assert loaded == [], path
