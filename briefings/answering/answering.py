"""Question -> Answer."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from datetime import date
from functools import partial
from itertools import islice

from briefings.answering.about import About
from briefings.answering.answer import Answer, FoundItem, Outcome
from briefings.answering.excerpt import about_only, has_kind, of_actor, of_kind, summarise, tells_side
from briefings.answering.index import Concept, Hit, HitPage, ItemIndex, MeetingSummary, Search
from briefings.answering.links import Reason, RelatedItem, counterparts, newest_first, own_papers
from briefings.answering.question import Question, Which, read_question
from briefings.answering.several import answered_apart
from briefings.answering.understand import Understanding
from briefings.answering.understood import Understood
from briefings.answering.weight import weight
from briefings.language.tokens import words
from briefings.model.briefing import Entry, ItemSummary, StoredItem
from briefings.model.statement import Statement
from briefings.model.theme import Theme
from briefings.themes.catalogue import Catalogue
from briefings.themes.match import resembling

_SUGGESTIONS = 4
_WINDOW = 30  #: items among which those that have the kind of sentence asked for are put first
_WIDE_WINDOW = 100  #: the same where only whose words are wanted is asked
_MOST_NARROWED = 12  #: ways to ask less that are tried where no item has all that is asked
_MOST_YEARS_BACK = 10  #: years in which a month of no year is looked for
_TIMELINE = 20  #: items of one timeline
_SHORT_ITEM = 4  #: sentences of an item that speaks of one thing
_TITLE_SCORE = 0.5  #: a hit from this score on is about what was asked


class Answering:
    """Answers questions from an index, with the themes of the moment. `today` is the day in the service's zone."""

    def __init__(
        self, index: ItemIndex, catalogue: Callable[[], Catalogue], today: Callable[[], date] = date.today
    ) -> None:
        self._index = index
        self._catalogue = catalogue
        self._today = today

    def answer(self, text: str, *, limit: int = 5, offset: int = 0, language: str = "nl") -> Answer:
        """The items that answer `text`: a theme, an item's number, a meeting, a paper, someone's words, free text.

        Where it is several questions in one, and no item has all that letters know of it, each is asked by itself.
        """

        def ask(one: str, most: int) -> Answer:
            return self._asked(one, most, 0, language)

        answer = self._asked(text, limit, offset, language)
        if answer.outcome is not Outcome.NOTHING and not _left_apart(answer):
            return answer
        apart = answered_apart(answer.query, ask, limit, offset, self._today())
        if apart and (answer.outcome is Outcome.NOTHING or _left_apart(apart) < _left_apart(answer)):
            return apart
        return answer

    def _asked(self, text: str, limit: int, offset: int, language: str) -> Answer:
        typed = read_question(text, self._today())
        question = self.settled(typed)
        answer = self._answered(question, limit, offset, language)
        nearest = typed.period if question != typed else None
        return replace(answer, period=question.period, nearest=nearest)

    def settled(self, question: Question) -> Question:
        """A month, day or season of no year in the latest year in which it had a meeting."""
        if not question.yearless:
            return question
        earlier = (question.in_years_before(years) for years in range(_MOST_YEARS_BACK))
        return next((one for one in earlier if self._held(one)), question)

    def _answered(self, question: Question, limit: int, offset: int, language: str) -> Answer:
        if question.number:
            return self._numbered(question, question.number)
        if question.meeting_only and not question.asks_of_a_time:
            return self._meeting(question)
        understanding = Understanding(self._index, self._catalogue(), language)
        understood = understanding.understand(question)
        speaks = question.asks_of_a_time or (question.speaker is not None and not understood.lost)
        if not (understood.groups or speaks) or not understood.carries:
            return self._nothing(question, understood.offer)
        found = self._found(question, understood, understanding, limit, offset)
        if found is not None:
            return found
        beyond = None
        if question.period and understood.groups:
            ever = replace(question, since=None, until=None, which=None)
            beyond = self._found(ever, understood, understanding, _WINDOW, 0)
        met = [one.entry.source.meeting for one in beyond.items] if beyond else []
        latest = max(met, key=lambda meeting: meeting.dates[-1], default=None)
        return replace(self._nothing(question, understood.offer), beyond=latest)

    def _found(
        self, question: Question, understood: Understood, understanding: Understanding, limit: int, offset: int
    ) -> Answer | None:
        """The items that meet all of it; where there are none, those that meet what carries the question."""
        whole = [understood] if understood.lost else [understood, *filter(None, [understanding.joined(question)])]
        for step in (whole, list(islice(understood.narrower(), _MOST_NARROWED))):
            for heard in (True, False) if question.speaker else (True,):
                for one in step:
                    if one.groups or heard:
                        answer = self._page(question, one, understanding, limit, offset, heard=heard)
                        if answer is not None:
                            return answer
        return None

    def _page(
        self,
        question: Question,
        understood: Understood,
        understanding: Understanding,
        limit: int,
        offset: int,
        *,
        heard: bool,
    ) -> Answer | None:
        """One page of what meets all of it, or None; `heard`: of whose words are asked for these are looked for."""
        chooses = question.asks is not None or (question.actor is not None and heard)
        window = _WINDOW if understood.groups else _WIDE_WINDOW
        wanted = (max(limit + offset, window), 0) if chooses else (limit, offset)
        page = self._index.search(self._search(question, understood, *wanted, heard=heard))
        if not page.hits:
            return None
        chosen = self._chosen(question, understood, understanding, page, heard=heard)
        if not chosen:
            return None
        kept = [found for found, _ in chosen]
        unseen = chooses and page.total > len(page.hits)
        outcome = Outcome.CORRECTED if understood.corrected else Outcome.ANSWER
        return Answer(
            query=question.raw,
            outcome=Outcome.PARTIAL if understood.lost else outcome,
            understood_as=understood.name or None,
            theme=understood.theme,
            actor=question.actor,
            state=question.state,
            items=tuple(kept[offset : offset + limit] if chooses else kept),
            total=len(kept) if chooses else page.total,
            more=page.more or unseen,
            offset=offset,
            lost=understood.lost,
            parts=understood.parts,
            asks=question.asks,
            heard=heard and question.actor is not None,
            silent=not heard or (question.asks is not None and not any(fits for _, fits in chosen)),
        )

    def _chosen(
        self, question: Question, understood: Understood, understanding: Understanding, page: HitPage, *, heard: bool
    ) -> list[tuple[FoundItem, bool]]:
        """The items of a page, each with whether it has the kind of sentence asked for; those that have it first.

        Of whose words are asked for, an item without such words is left out; and one without the kind of sentence
        that is asked for, where only a time is named. Which side somebody took is told by all that was said of it, in
        the order of time: what was planned does not come before what was done.
        """
        catalogue, groups = understanding.catalogue, understood.groups
        asked = _asked_words(groups, catalogue)
        about = About(groups, {theme.slug: theme for group in groups if (theme := catalogue.get(group.theme or ""))})
        chosen: list[tuple[FoundItem, bool]] = []
        for hit in page.hits:
            summary = _summary_for(hit, question, asked, about, heard=heard)
            if summary.all_sentences:
                fits = question.asks is None or has_kind(summary, question.asks)
                chosen.append((FoundItem(Entry(hit.item, summary), hit.score, groups), fits))
            elif (question.actor is None or not heard) and not question.asks_of_a_time:
                entry = Entry(hit.item, _nearest(hit, question, asked))
                chosen.append((FoundItem(entry, hit.score, groups), False))
        if question.asks is None:
            return chosen if groups else _weightiest_first(chosen)
        if question.actor is not None and heard and question.asks.is_of_states:
            return chosen if groups else [one for one in chosen if one[1]]
        return sorted(chosen, key=lambda one: not one[1])

    def timeline(self, text: str, *, language: str = "nl") -> tuple[Answer, list[RelatedItem]]:
        """The items that answer `text` and those that cite the same papers as the ones about it, newest first.

        Each with its score and the reason it is there.
        """
        answer = self.answer(text, limit=_TIMELINE, language=language)
        moments = {found.entry.source.id: _moment(found) for found in answer.items}
        about = [found.entry.source for found in answer.items if found.score >= _TITLE_SCORE]
        papers = {key: label for source in about for key, label in own_papers(source).items()}
        if papers:
            asked = read_question(text, self._today())
            concept = Concept(papers=tuple(papers))
            page = self._index.search(Search((concept,), since=asked.since, until=asked.until, limit=_TIMELINE))
            for hit in page.hits:
                cited = own_papers(hit.item)
                shared = next((label for key, label in papers.items() if key in cited), "")
                moments.setdefault(hit.item.id, RelatedItem(hit.item, hit.score, ((Reason.PAPER, shared),)))
        return answer, newest_first(moments.values())

    def counterparts(self, item: StoredItem) -> list[RelatedItem]:
        """What the other letters about the same meeting say of this: what was planned, what was said."""
        return counterparts(item, self._index.letters_of_meeting(item))

    def theme_sizes(self) -> dict[str, int]:
        """How many items are about each theme, by slug."""
        return dict(self._index.theme_sizes())

    def suggestions(self, text: str = "") -> tuple[Theme, ...]:
        """The themes nearest to `text`, filled up with those that have most items."""
        catalogue, sizes = self._catalogue(), self._index.theme_sizes()
        near = resembling(" ".join(words(text)), catalogue, _SUGGESTIONS)
        largest = sorted(catalogue.themes, key=lambda theme: (-sizes.get(theme.slug, 0), theme.nl))
        return tuple(dict.fromkeys((*near, *largest)))[:_SUGGESTIONS]

    def meeting(self, question: Question) -> MeetingSummary | None:
        """The meeting a question names: by its days, its formation, or as the latest or the next."""
        return next(iter(self.meetings(question)), None)

    def meetings(self, question: Question) -> list[MeetingSummary]:
        """Every meeting in the period that a question names, of its formation, newest first; or the latest or next."""
        today = self._today()
        fitting = self._of_council(question)
        match question.which:
            case Which.NEXT:
                return [m for m in reversed(fitting) if m.meeting.dates[-1] >= today][:1]
            case Which.LATEST:
                return [m for m in fitting if m.meeting.dates[-1] <= today][:1]
            case None:
                return self._held(self.settled(question))

    def _held(self, question: Question) -> list[MeetingSummary]:
        since, until = question.since or date.min, question.until or date.max
        fitting = self._of_council(question)
        return [m for m in fitting if any(since <= day <= until for day in m.meeting.dates)]

    def _of_council(self, question: Question) -> list[MeetingSummary]:
        return [m for m in self._index.meetings() if question.council in (None, m.meeting.council)]

    def _search(self, question: Question, understood: Understood, limit: int, offset: int, *, heard: bool) -> Search:
        meeting = self.meeting(question) if question.which else None
        days = meeting.meeting.dates if meeting else ()
        subject = understood.subject
        return Search(
            subject,
            question.speaker if heard else None,
            question.council or (meeting.meeting.council if meeting else None),
            days[-1] if days else question.since,
            days[-1] if days else question.until,
            limit,
            offset,
            preferred=tuple(group for group in understood.groups if group not in subject),
        )

    def _numbered(self, question: Question, number: str) -> Answer:
        found = self._index.numbered(number)
        if not found:
            return self._nothing(question)
        latest = tuple(item for item in found if item.meeting == found[0].meeting)
        return self._whole(question, latest, number, None)

    def _meeting(self, question: Question) -> Answer:
        meeting = self.meeting(question)
        if meeting is None:
            return self._nothing(question)
        return self._whole(question, self._index.items_of_meeting(meeting.id), question.raw, meeting)

    def _whole(
        self, question: Question, items: Sequence[StoredItem], name: str, meeting: MeetingSummary | None
    ) -> Answer:
        found = tuple(FoundItem(Entry(item, summarise(item.item)), 1.0) for item in items)
        return Answer(question.raw, Outcome.ANSWER, name, items=found, total=len(found), meeting=meeting)

    def _nothing(self, question: Question, offer: str | None = None) -> Answer:
        near = self.suggestions(" ".join(question.words))
        return Answer(
            question.raw, Outcome.NOTHING, actor=question.actor, state=question.state, suggestions=near, offer=offer
        )


def _weightiest_first(chosen: Sequence[tuple[FoundItem, bool]]) -> list[tuple[FoundItem, bool]]:
    """Of each meeting the items in which a side was taken before the others; the meetings as they stood."""
    meetings = list(dict.fromkeys(found.entry.source.meeting for found, _ in chosen))

    def order(one: tuple[FoundItem, bool]) -> tuple[int, int]:
        entry = one[0].entry
        said = (sentence.said for sentence in entry.summary.all_sentences)
        return meetings.index(entry.source.meeting), min(map(weight, said), default=weight(None))

    return sorted(chosen, key=order)


def _left_apart(answer: Answer) -> int:
    """How many parts of a question were left out though the letters have them, in other items."""
    return sum(lost.apart for lost in answer.lost)


def _asked_words(groups: Sequence[Concept], catalogue: Catalogue) -> set[str]:
    phrases = {word for group in groups for phrase in group.any_phrase for word in phrase}
    names = (name for group in groups if group.theme for name in catalogue[group.theme].all_names)
    return phrases | {word for name in names for word in words(name) if len(word) > 2}  # noqa: PLR2004


def _summary_for(hit: Hit, question: Question, asked: Collection[str], about: About, *, heard: bool) -> ItemSummary:
    """What an item says of what was asked, of the kind and by whom it was asked; empty where it does not."""
    item = hit.item.item

    def speaks(statement: Statement) -> bool:
        return about.speaks(item, statement)

    if question.actor is not None and heard:
        of_side = question.asks is not None and question.asks.is_of_states and about.is_of_anything
        told = partial(tells_side, question.asks) if of_side and question.asks else speaks
        return of_actor(item, asked, question.actor, question.state, told, question.asks)
    if question.actor is not None:
        return about_only(item, asked, speaks)
    if question.asks is not None:
        return of_kind(item, question.asks, asked, speaks)
    return ItemSummary()


def _nearest(hit: Hit, question: Question, asked: Collection[str]) -> ItemSummary:
    """What an item says that has no such sentence of what was asked: of a short one who took which side in it."""
    item = hit.item.item
    if question.asks is not None and question.asks.is_of_states and len(item.statements) <= _SHORT_ITEM:
        taken = of_kind(item, question.asks, asked, lambda _: True)
        return taken if taken.all_sentences else summarise(item, asked)
    return summarise(item, asked)


def _moment(found: FoundItem) -> RelatedItem:
    first = found.matched[:1]  # titles come first
    reasons = tuple((Reason.TITLE if match.where == "title" else Reason.TEXT, match.term) for match in first)
    return RelatedItem(found.entry.source, found.score, reasons)
