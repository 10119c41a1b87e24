"""Question -> Answer."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from enum import StrEnum

from briefings.answering.excerpt import summarise
from briefings.answering.index import Group, Hit, ItemIndex, MeetingSummary, Search
from briefings.answering.question import Question, read_question
from briefings.language.tokens import words
from briefings.model.briefing import Entry, StoredItem
from briefings.model.statement import Actor
from briefings.model.theme import Theme
from briefings.themes.catalogue import Catalogue
from briefings.themes.match import recognise, recognise_within, resembling

_SUGGESTIONS = 4


class Outcome(StrEnum):
    """How a question ended."""

    ANSWER = "answer"
    CORRECTED = "corrected"  #: answered after a typing error was mended; said on top
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class Found:
    """One item of an answer."""

    entry: Entry
    score: float  #: 0 to 1


@dataclass(frozen=True, slots=True)
class Answer:
    """What was understood, and the items that fit, best first."""

    query: str
    outcome: Outcome
    understood_as: str | None = None  #: in the language asked for
    theme: Theme | None = None  #: when the question is one theme
    actor: Actor | None = None
    items: tuple[Found, ...] = ()
    total: int = 0  #: items that fit in all
    offset: int = 0
    meeting: MeetingSummary | None = None  #: when the question is one meeting
    suggestions: tuple[Theme, ...] = ()  #: when nothing was found


@dataclass(frozen=True, slots=True)
class _Understood:
    groups: tuple[Group, ...]
    name: str
    theme: Theme | None
    corrected: bool


class Answering:
    """Answers questions from an index, with the themes of a catalogue."""

    def __init__(self, index: ItemIndex, catalogue: Catalogue) -> None:
        self._index = index
        self._catalogue = catalogue

    def answer(self, text: str, *, limit: int = 5, offset: int = 0, language: str = "nl") -> Answer:
        """The items that answer `text`: a theme, an item's number, a meeting, someone's words, or free text."""
        question = read_question(text)
        if question.number:
            return self._numbered(question, question.number)
        if question.meeting_only:
            return self._meeting(question)
        understood = self._understand(question, language)
        if understood is None or not (understood.groups or question.actor):
            return self._nothing(question)
        search = Search(understood.groups, question.actor, question.since, question.until, limit, offset)
        hits, total = self._index.search(search)
        if not hits:
            return self._nothing(question)
        return Answer(
            query=question.raw,
            outcome=Outcome.CORRECTED if understood.corrected else Outcome.ANSWER,
            understood_as=understood.name,
            theme=understood.theme,
            actor=question.actor,
            items=_found(hits, self._asked_words(understood.groups), question.actor),
            total=total,
            offset=offset,
        )

    def theme_sizes(self) -> dict[str, int]:
        """How many items are about each theme, by slug."""
        return self._index.theme_sizes()

    def suggestions(self, text: str = "") -> tuple[Theme, ...]:
        """The themes nearest to `text`, filled up with those that have most items."""
        sizes = self._index.theme_sizes()
        near = resembling(" ".join(words(text)), self._catalogue, _SUGGESTIONS)
        largest = sorted(self._catalogue.themes, key=lambda theme: (-sizes.get(theme.slug, 0), theme.nl))
        return tuple(dict.fromkeys((*near, *largest)))[:_SUGGESTIONS]

    def _understand(self, question: Question, language: str) -> _Understood | None:
        whole = recognise(question.words, self._catalogue) if question.words else None
        if whole is not None:
            theme = whole.theme
            return _Understood((Group(theme=theme.slug),), theme.label(language), theme, whole.corrected)
        return self._word_by_word(question.words, language)

    def _word_by_word(self, asked: Sequence[str], language: str) -> _Understood | None:
        """Every theme and word must be met; None as soon as a word means nothing that is known."""
        groups: list[Group] = []
        names: list[str] = []
        corrected = False
        themes = {hit.start: hit for hit in recognise_within(asked, self._catalogue)}
        at = 0
        while at < len(asked):
            if at in themes:
                groups.append(Group(theme=themes[at].theme.slug))
                names.append(themes[at].theme.label(language))
                at = themes[at].end
                continue
            meant = self._meant(asked[at])
            if meant is None:
                return None
            group, name, mended = meant
            groups.append(group)
            names.append(name)
            corrected |= mended
            at += 1
        only = next(iter(themes.values())).theme if len(groups) == 1 and themes else None
        return _Understood(tuple(groups), " ".join(names), only, corrected)

    def _meant(self, word: str) -> tuple[Group, str, bool] | None:
        """What one word asks for, its name, and whether it was corrected."""
        resolved = self._index.vocabulary().resolve(word, never_correct=self._catalogue.abbreviations)
        if resolved.words and not resolved.corrected:
            return Group(phrases=tuple((form,) for form in resolved.words)), word, False
        theme = recognise([word], self._catalogue)
        if theme is not None:
            return Group(theme=theme.theme.slug), theme.theme.nl, theme.corrected
        if resolved.words:
            return Group(phrases=tuple((form,) for form in resolved.words)), resolved.words[0], True
        return None

    def _asked_words(self, groups: Sequence[Group]) -> set[str]:
        phrases = {word for group in groups for phrase in group.phrases for word in phrase}
        names = (name for group in groups if group.theme for name in self._catalogue[group.theme].names)
        return phrases | {word for name in names for word in words(name) if len(word) > 2}  # noqa: PLR2004

    def _numbered(self, question: Question, number: str) -> Answer:
        found = self._index.numbered(number)
        if not found:
            return self._nothing(question)
        latest = tuple(item for item in found if item.meeting == found[0].meeting)
        return self._whole(question, latest, number, None)

    def _meeting(self, question: Question) -> Answer:
        since, until = question.since, question.until
        for meeting in self._index.meetings():
            if since and until and any(since <= day <= until for day in meeting.meeting.dates):
                items = self._index.items_of_meeting(meeting.id)
                return self._whole(question, items, question.raw, meeting)
        return self._nothing(question)

    def _whole(
        self, question: Question, items: Sequence[StoredItem], name: str, meeting: MeetingSummary | None
    ) -> Answer:
        found = tuple(Found(Entry(item, summarise(item.item)), 1.0) for item in items)
        return Answer(question.raw, Outcome.ANSWER, name, items=found, total=len(found), meeting=meeting)

    def _nothing(self, question: Question) -> Answer:
        near = self.suggestions(" ".join(question.words))
        return Answer(question.raw, Outcome.NOTHING, actor=question.actor, suggestions=near)


def _found(hits: Sequence[Hit], asked: Collection[str], actor: Actor | None) -> tuple[Found, ...]:
    return tuple(Found(Entry(hit.item, summarise(hit.item.item, asked, actor)), hit.score) for hit in hits)
