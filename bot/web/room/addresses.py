"""Where every page stands. One language has its addresses at the root, the other under /en."""

from dataclasses import dataclass
from datetime import date
from urllib.parse import quote, urlencode

from briefings.model.briefing import Sentence
from briefings.model.item import AgendaItem
from briefings.model.meeting import Meeting

INFORMAL = "-informeel"  #: behind the day of an informal meeting


@dataclass(frozen=True, slots=True)
class Addresses:
    """The addresses in one language, from the root of the site."""

    language: str

    def __call__(self, path: str, **values: object) -> str:
        """A page by its path in Dutch, with what is given (and not empty) behind it."""
        given = {name: value for name, value in values.items() if value not in (None, "", False)}
        prefix = "/en" if self.language == "en" else ""
        local = prefix + path if path != "/" or not prefix else prefix
        return f"{local}?{urlencode(given)}" if given else local

    def meeting(self, meeting: Meeting) -> str:
        """A meeting."""
        day = meeting.dates[0].isoformat() + (INFORMAL if meeting.informal else "")
        return self(f"/vergaderingen/{quote(meeting.council.lower(), safe='')}/{day}")

    def item(self, item_id: int, anchor: str = "") -> str:
        """An item whole, or a place in it."""
        return self(f"/items/{item_id}") + (f"#{anchor}" if anchor else "")

    def theme(self, slug: str, page: int = 1) -> str:
        """A theme."""
        return self(f"/themas/{quote(slug, safe='')}", pagina=page if page > 1 else None)

    def in_language(self, language: str, path: str) -> str:
        """A path of this language in another: "/en/themas?q=x" -> "/themas?q=x"."""
        bare = path
        if self.language == "en":
            bare = path[len("/en") :] or "/"
            bare = f"/{bare}" if not bare.startswith("/") else bare
        other = Addresses(language)
        plain, mark, query = bare.partition("?")
        return other(plain) + mark + query


def anchor_of(item: AgendaItem, sentence: Sentence) -> str:
    """Where a sentence stands on the page of its item: "p3-2" is the second sentence of the third paragraph."""
    said = sentence.said
    paragraph = f"p{sentence.paragraph + 1}"
    if said is None:
        return paragraph
    same = [one.start for one in item.statements if one.paragraph == said.paragraph]
    return f"{paragraph}-{sorted(same).index(said.start) + 1}" if said.start in same else paragraph


def meeting_day(text: str) -> tuple[date, bool] | None:
    """The day in the address of a meeting, and whether it is an informal one; None for what is no day."""
    informal = text.endswith(INFORMAL)
    try:
        return date.fromisoformat(text.removesuffix(INFORMAL)), informal
    except ValueError:
        return None
