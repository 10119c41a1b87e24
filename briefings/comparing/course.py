"""What the Netherlands said on a subject through time, and where that first changed."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from briefings.answering.about import About
from briefings.answering.index import ItemIndex, Narrowed, Search
from briefings.answering.question import read_question
from briefings.answering.understand import Understanding
from briefings.comparing.planned import positions_of
from briefings.comparing.strands import by_time, turns_in
from briefings.comparing.whole import is_about
from briefings.model.briefing import Announced, Turn
from briefings.model.statement import Actor
from briefings.themes.catalogue import Catalogue

MOST_ITEMS = 200  #: the newest of which the sentences are read


@dataclass(frozen=True, slots=True)
class Course:
    """The Dutch sentences on a subject, oldest first, and the changes among them."""

    name: str  #: of the subject, in the language asked for
    theme: str | None  #: its slug, where it is one theme
    positions: tuple[Announced, ...]
    turns: tuple[Turn, ...]  #: of a period asked for, with the last sentence before it as what was said first
    more: bool  #: there are older sentences that were not read
    mended: bool = False  #: a typing error in what was asked was mended


class Courses:
    """Reads courses from an index."""

    def __init__(self, index: ItemIndex, catalogue: Callable[[], Catalogue], today: Callable[[], date]) -> None:
        self._index = index
        self._catalogue = catalogue
        self._today = today

    def of(self, text: str, language: str = "nl") -> Course | None:
        """The course on what `text` names; None where no letter has a Dutch sentence on it."""
        question, catalogue = read_question(text, self._today()), self._catalogue()
        understood = Understanding(self._index, catalogue, language).understand(question)
        if not understood.groups or understood.lost:
            return None
        search = Search(
            understood.groups, Actor.NETHERLANDS.value, question.council, None, question.until, MOST_ITEMS,
            narrowed=Narrowed(newest=True),
        )  # fmt: skip
        page = self._index.search(search)
        themes = {one.theme: found for one in understood.groups if one.theme and (found := catalogue.get(one.theme))}
        about = About(understood.groups, themes)
        positions = [
            one
            for hit in page.hits
            for one in positions_of(hit.item)
            if one.sentence.said and is_about(about, hit.item.item, one.sentence.said)
        ]
        once = {(one.sentence.text, one.source.meeting, one.source.kind): one for one in reversed(positions)}
        every = [*by_time(once.values())]  # a letter to the other chamber says the same
        ordered = tuple(one for one in every if _is_from(one, question.since))
        if not ordered:
            return None
        turns = tuple(turn for turn in turns_in(every) if _is_from(turn.after, question.since))
        theme = understood.theme.slug if understood.theme else None
        more = len(page.hits) == MOST_ITEMS and len(ordered) == len(every)
        mended = any(part.corrected for part in understood.parts)
        return Course(understood.name or text, theme, ordered, turns, more, mended)


def _is_from(one: Announced, since: date | None) -> bool:
    """Whether a sentence is of the period asked for: what was said before it is only what a change is told from."""
    return since is None or one.source.meeting.dates[-1] >= since
