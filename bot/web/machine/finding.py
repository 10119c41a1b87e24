"""What search engines, browsers and those who find a weakness ask for."""

from datetime import date

from lxml import etree

from bot.web.machine.plain import plain
from bot.web.room.shelf import Missing, PageContext
from storage.reading import items, meetings

XML, TEXT, OPENSEARCH = (
    "application/xml; charset=utf-8",
    "text/plain; charset=utf-8",
    "application/opensearchdescription+xml",
)
_SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"
_OPENSEARCH = "http://a9.com/-/spec/opensearch/1.1/"
_FIXED = ("/", "/vergaderingen", "/themas", "/toezeggingen", "/tijdlijn", "/volgen", "/over", "/bronnen", "/help")
_MOST = 50_000  #: addresses of one sitemap, by its protocol


def sitemap(desk: PageContext, base: str) -> bytes:
    """Every page that has something of its own."""
    root = etree.Element(f"{{{_SITEMAP}}}urlset", nsmap={None: _SITEMAP})
    told = [desk.to(path) for path in _FIXED]
    told += [desk.to.theme(slug) for slug in sorted(desk.shelf.index.theme_sizes())]
    told += [desk.to.meeting(meeting) for meeting in meetings.every_address(desk.session)]
    told += [desk.to.item(item_id) for item_id in items.every_id(desk.session)]
    for path in told[:_MOST]:
        etree.SubElement(etree.SubElement(root, f"{{{_SITEMAP}}}url"), f"{{{_SITEMAP}}}loc").text = plain(base + path)
    return etree.tostring(root, xml_declaration=True, encoding="utf-8")


def robots(base: str) -> str:
    """Everything may be read, save what is made for one reader."""
    closed = "".join(f"Disallow: {path}\n" for path in ("/gesprek", "/en/gesprek", "/zoek?", "/en/zoek?", "/briefing."))
    return f"User-agent: *\n{closed}\nSitemap: {base}/sitemap.xml\n"


def security(desk: PageContext, base: str) -> str:
    """Where a weakness is told (RFC 9116); only where the administrator named a contact."""
    contact = desk.shelf.contact
    if contact is None:
        raise Missing
    today = desk.shelf.today()
    expires = date(today.year + (today.month > 6), (today.month + 5) % 12 + 1, 1)  # noqa: PLR2004 - in half a year
    lines = [
        f"Contact: {contact}",
        f"Expires: {expires.isoformat()}T00:00:00Z",
        "Preferred-Languages: nl, en",
        f"Canonical: {base}/.well-known/security.txt",
    ]
    return "\n".join(lines) + "\n"


def opensearch(desk: PageContext, base: str, site: str) -> bytes:
    """The search box of a browser (OpenSearch 1.1)."""
    root = etree.Element(f"{{{_OPENSEARCH}}}OpenSearchDescription", nsmap={None: _OPENSEARCH})
    for name, text in (
        ("ShortName", site[:16]),
        ("Description", desk.words("Zoek in de brieven over de Raad van de EU.")),
        ("InputEncoding", "UTF-8"),
    ):
        etree.SubElement(root, f"{{{_OPENSEARCH}}}{name}").text = plain(text)
    template = f"{base}{desk.to('/zoek')}?q={{searchTerms}}"
    etree.SubElement(root, f"{{{_OPENSEARCH}}}Url", type="text/html", template=template)
    return etree.tostring(root, xml_declaration=True, encoding="utf-8")
