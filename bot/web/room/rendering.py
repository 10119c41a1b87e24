"""Page -> HTML: the layout around every page, with the templates of an administrator where there are."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from bot.templates import Templates, dependable
from bot.web.room.addresses import Addresses
from bot.web.room.shelf import Page, everything
from bot.words import Phrase, Words

_PAGES = (
    ("/vergaderingen", Phrase("Vergaderingen")),
    ("/themas", Phrase("Thema's")),
    ("/toezeggingen", Phrase("Toezeggingen")),
    ("/tijdlijn", Phrase("Tijdlijn")),
    ("/volgen", Phrase("Volgen")),
    ("/gesprek", Phrase("Gesprek")),
)
_BELOW = (
    ("/klopt", Phrase("Klopt een citaat?")),
    ("/gepland", Phrase("Gepland en gezegd")),
    ("/koers", Phrase("Koers van Nederland")),
    ("/voorbereiding", Phrase("Voorbereiding")),
    ("/overdracht", Phrase("Overdracht")),
    ("/over", Phrase("Over deze site")),
    ("/bronnen", Phrase("Bronnen")),
    ("/help", Phrase("Help")),
    ("/privacy", Phrase("Privacy")),
    ("/toegankelijkheid", Phrase("Toegankelijkheid")),
)


@dataclass(frozen=True, slots=True)
class Site:
    """What the site is called, and how it looks."""

    name: str
    base_url: str  #: without a slash at its end
    logo: str | None  #: the address of a picture
    signs_in: bool  #: people sign in here, and out
    version: str  #: in the addresses of style sheets, so that a new release is not styled by an old one


@dataclass(frozen=True, slots=True)
class MenuEntry:
    """One of the pages that every page leads to."""

    label: str
    url: str
    here: str | None  #: "page": it is this one; "true": this one stands under it


class Rendering:
    """Makes pages whole."""

    def __init__(self, templates: Templates, site: Site) -> None:
        self._templates = templates
        self.site = site

    def html(self, page: Page, language: str, *, administers: bool = False) -> str:
        """The whole page; for who `administers` with the way to /beheer."""
        return dependable(lambda own: self.made(own, page, language, administers=administers), self._templates)

    def made(self, own: Templates, page: Page, language: str, *, administers: bool = False) -> str:
        """The whole page with these templates. Raises whatever a template does."""
        name = page.template if "/" in page.template else f"web/{page.template}.html.j2"
        return own.get(name).render(self._values(page, language) | {"administers": administers} | dict(page.values))

    def _values(self, page: Page, language: str) -> dict[str, Any]:
        to = Addresses(language)
        other = "en" if language == "nl" else "nl"
        return {
            "page": page,
            "feeds": page.feeds or (everything(to, Words(language)),),
            "site": self.site,
            "to": to,
            "_": Words(language),
            "language": language,
            "other": to.in_language(other, page.path),
            "other_language": other,
            "dutch": to.in_language("nl", page.path) if language == "en" else page.path,
            "english": to.in_language("en", page.path) if language == "nl" else page.path,
            "places": _places(_PAGES, page.path, language),
            "below": _places(_BELOW, page.path, language),
            "data": _json_ld(page.data) if page.data else None,
            "quoted": Markup("") if language == "nl" else Markup(' lang="nl"'),
        }


def _places(pages: tuple[tuple[str, Phrase], ...], path: str, language: str) -> list[MenuEntry]:
    to, words = Addresses(language), Words(language)
    here = path.partition("?")[0]
    return [
        MenuEntry(
            words(label),
            to(one),
            "page" if here == to(one) else "true" if here.startswith(f"{to(one)}/") else None,
        )
        for one, label in pages
    ]


def _json_ld(data: Mapping[str, Any]) -> Markup:
    """As the content of a script element that holds data: no sign in it ends the element."""
    text = json.dumps(data, ensure_ascii=False, sort_keys=True)
    for sign in "<>&\u2028\u2029":
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    return Markup(text)  # noqa: S704 - every sign that could be markup is written as JSON's escape
