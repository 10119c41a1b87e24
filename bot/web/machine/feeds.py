"""Feeds: Atom (RFC 4287) and JSON Feed 1.1.

An entry is an item of a letter, under an id that it keeps. It is of the day of its letter, and is changed on the day of
a correction: that we read it later, or understand it anew, makes nothing of it new.
"""

import json
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from lxml import etree
from markupsafe import Markup, escape

from bot.conversation.labels import ACTOR_LABELS
from bot.conversation.subjects import theme_label
from bot.web.machine.given import NotTaken
from bot.web.machine.plain import plain
from bot.web.room.quoting import Shown
from bot.web.room.search import chosen, find
from bot.web.room.shelf import Missing, PageContext
from briefings.answering.index import Narrowed
from briefings.model.briefing import StoredItem
from briefings.model.statement import Actor
from briefings.reading.formations import label_of
from storage.reading import items, meetings

ATOM, JSON = "application/atom+xml; charset=utf-8", "application/feed+json; charset=utf-8"
_ENTRIES, _CORRECTED = 50, 20
_XMLNS = "http://www.w3.org/2005/Atom"
_IDS = uuid.UUID("5e2d5a0e-3a0f-5f52-9a5b-3d2f8b0f7f11")  #: of everything of ours that feeds name
_BEGIN = date(1999, 1, 1)  #: an empty feed was changed then


@dataclass(frozen=True, slots=True)
class Story:
    """A feed before it is written."""

    name: str  #: "thema/migratie"
    title: str
    page: str  #: where people read the same
    itself: str  #: its own path, without its form
    query: str  #: what stands behind that
    entries: Sequence[StoredItem]


def everything(desk: PageContext) -> Story:
    """All items."""
    found = [*items.newest(desk.session, limit=_ENTRIES), *items.corrected(desk.session, limit=_CORRECTED)]
    return _story(desk, "alles", desk.words("Al het nieuws"), desk.to("/"), found)


def of_council(desk: PageContext, code: str) -> Story:
    """The items of one formation."""
    known = next((one for one in meetings.councils(desk.session) if one.lower() == code), None)
    if known is None:
        raise Missing
    found = [
        *items.newest(desk.session, council=known, limit=_ENTRIES),
        *items.corrected(desk.session, council=known, limit=_CORRECTED),
    ]
    title = desk.words("Nieuws van de {council}", council=label_of(known))
    return _story(desk, f"raad/{code}", title, desk.to(f"/vergaderingen/{code}"), found)


def of_theme(desk: PageContext, slug: str) -> Story:
    """The items about a theme."""
    if desk.shelf.catalogue().get(slug) is None:
        raise Missing
    found = [
        *items.of_theme(desk.session, slug, limit=_ENTRIES),
        *items.corrected(desk.session, slug=slug, limit=_CORRECTED),
    ]
    title = desk.words("Nieuws over {theme}", theme=theme_label(slug, desk.saying))
    return _story(desk, f"thema/{slug}", title, desk.to.theme(slug), found)


def of_speaker(desk: PageContext, actor: str) -> Story:
    """The items in which someone speaks."""
    if actor not in {one.value for one in Actor}:
        raise Missing
    narrowed = Narrowed(speaker=actor, newest=True)
    found = [one.entry.source for one in find(desk, "", narrowed, limit=_ENTRIES).items]
    name = ACTOR_LABELS.get(Actor(actor))
    title = desk.words("{who}: uitspraken", who=desk.words(name) if name else actor)
    return _story(desk, f"wie/{actor}", title, desk.to("/zoek", wie=actor, volgorde="nieuwste"), found)


def of_question(desk: PageContext) -> Story:
    """The items that answer a question, newest first."""
    query = desk.text("q")
    if not query:
        raise Missing
    narrowed, given = chosen(desk)
    if lost := next((name for name in given if desk.text(name) and given[name] is None), None):
        said = desk.words("“{value}” ken ik niet als {name}.", value=desk.text(lost)[:40], name=lost)
        raise NotTaken(said)
    answer = find(desk, query, replace(narrowed, newest=True), limit=_ENTRIES)
    title = desk.words("Nieuws over “{query}”", query=query)
    found = [one.entry.source for one in answer.items]
    told = _story(desk, "vraag", title, desk.to("/zoek", q=query, volgorde="nieuwste"), found)
    return replace(told, query=desk.to("/", q=query).partition("?")[2])


def atom(desk: PageContext, story: Story, base: str, site: str) -> bytes:
    """The feed as Atom."""
    root = etree.Element(f"{{{_XMLNS}}}feed", nsmap={None: _XMLNS})
    root.set("{http://www.w3.org/XML/1998/namespace}lang", desk.language)
    itself = _itself(story, base, "atom")
    _put(root, "id", _id(f"{desk.language}/{story.name}?{story.query}"))
    _put(root, "title", f"{story.title} - {site}")
    _put(root, "updated", _moment(max(map(_updated, story.entries), default=_BEGIN)))
    _link(root, "self", itself, ATOM.partition(";")[0])
    _link(root, "alternate", base + story.page, "text/html")
    _put(etree.SubElement(root, f"{{{_XMLNS}}}author"), "name", site)
    for source in story.entries:
        entry = etree.SubElement(root, f"{{{_XMLNS}}}entry")
        shown = desk.quoting.summary(source)
        _put(entry, "id", entry_id(source))
        _put(entry, "title", _title(shown))
        _put(entry, "published", _moment(_published(source)))
        _put(entry, "updated", _moment(_updated(source)))
        _link(entry, "alternate", base + desk.to.item(source.id), "text/html")
        if source.url:
            _link(entry, "via", source.url, "text/html")
        for slug in _themes(source):
            etree.SubElement(entry, f"{{{_XMLNS}}}category", term=slug, label=plain(theme_label(slug, desk.saying)))
        _put(entry, "content", _html(shown, base)).set("type", "html")
    return etree.tostring(root, xml_declaration=True, encoding="utf-8")


def json_feed(desk: PageContext, story: Story, base: str, site: str) -> str:
    """The feed as JSON Feed."""
    told = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": f"{story.title} - {site}",
        "language": desk.language,
        "home_page_url": base + story.page,
        "feed_url": _itself(story, base, "json"),
        "items": [_json_entry(desk, source, base) for source in story.entries],
    }
    return json.dumps(told, ensure_ascii=False)


def entry_id(source: StoredItem) -> str:
    """By which readers know an item again, whatever becomes of its text, its letter's editions or our address."""
    return _id(f"{source.document_id}/{source.id}")


def _json_entry(desk: PageContext, source: StoredItem, base: str) -> dict[str, object]:
    shown = desk.quoting.summary(source)
    return {
        "id": entry_id(source),
        "url": base + desk.to.item(source.id),
        **({"external_url": source.url} if source.url else {}),
        "title": _title(shown),
        "content_html": _html(shown, base),
        "date_published": _moment(_published(source)),
        "date_modified": _moment(_updated(source)),
        "tags": [theme_label(slug, desk.saying) for slug in _themes(source)],
        "language": "nl",
    }


def _story(desk: PageContext, name: str, title: str, page: str, found: Sequence[StoredItem]) -> Story:
    once = {source.id: source for source in found}
    newest = sorted(once.values(), key=lambda source: (_updated(source), -source.id), reverse=True)
    return Story(name, title, page, desk.to(f"/feeds/{name}"), "", newest[:_ENTRIES])


def _itself(story: Story, base: str, form: str) -> str:
    return f"{base}{story.itself}.{form}" + (f"?{story.query}" if story.query else "")


def _published(source: StoredItem) -> date:
    return source.letter_date or source.meeting.dates[-1]


def _updated(source: StoredItem) -> date:
    return max(source.corrected_on or _BEGIN, _published(source))


def _moment(day: date) -> str:
    return f"{day.isoformat()}T00:00:00Z"


def _title(shown: Shown) -> str:
    number = f"{shown.number} " if shown.number else ""
    note = f", {shown.note}" if shown.note else ""
    return f"{number}{shown.title} ({shown.meeting.label}{note})"


def _html(shown: Shown, base: str) -> str:
    """The sentences, each with a link to its place."""
    paragraphs = (
        Markup('<p lang="nl">{}{} <a href="{}">¶</a></p>').format(
            Markup("<strong>{}:</strong> ").format(quote.label) if quote.label else "",
            quote.text,
            base + quote.place.url,
        )
        for quote in shown.quotes
    )
    return str(Markup("").join(paragraphs)) or str(escape(shown.title))


def _themes(source: StoredItem) -> list[str]:
    return [match.slug for match in source.item.themes if match.about]


def _id(name: str) -> str:
    return f"urn:uuid:{uuid.uuid5(_IDS, name)}"


def _put(parent: etree._Element, name: str, text: str) -> etree._Element:
    child = etree.SubElement(parent, f"{{{_XMLNS}}}{name}")
    child.text = plain(text)
    return child


def _link(parent: etree._Element, rel: str, href: str, media_type: str) -> None:
    etree.SubElement(parent, f"{{{_XMLNS}}}link", rel=rel, href=plain(href), type=media_type)
