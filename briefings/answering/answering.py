"""Question -> Answer."""

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from functools import partial
from itertools import islice

from briefings.answering.answer import Answer, FoundItem, Outcome
from briefings.answering.choosing import chosen
from briefings.answering.excerpt import summarise
from briefings.answering.explain import body_text, explain
from briefings.answering.index import Concept, Hit, HitPage, ItemIndex, MeetingSummary, Search
from briefings.answering.links import Reason, RelatedItem, counterparts, newest_first, own_papers
from briefings.answering.question import Question, Which, read_question
from briefings.answering.several import answered_apart, answered_each, answered_in_part, ask_differently
from briefings.answering.understand import Understanding
from briefings.answering.understood import Lost, Understood
from briefings.answering.worth import Lacking
from briefings.language.dates import MONTHS
from briefings.language.fold import fold
from briefings.language.periods import split_time
from briefings.language.tokens import words
from briefings.model.briefing import Entry, StoredItem
from briefings.model.theme import Theme
from briefings.themes.catalogue import Catalogue
from briefings.themes.match import resembling

_SUGGESTIONS = 4
_WINDOW = 30  #: items among which those that have the kind of sentence asked for are put first
_WIDE_WINDOW = 100  #: the same where only whose words are wanted is asked
_MOST_NARROWED = 12  #: ways to ask less that are tried where no item has all that is asked
_MOST_YEARS_BACK = 10  #: years in which a month of no year is looked for
_TIMELINE = 20  #: items of one timeline
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
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

        Where it is several questions in one, each is asked by itself if they ask for other sentences, or if no item
        has all that letters know of it.
        """
        with self._index.at_once():
            return self._whole_or_apart(text, limit, offset, language)

    def _whole_or_apart(self, text: str, limit: int, offset: int, language: str) -> Answer:

        def ask(one: str, most: int) -> Answer:
            return self._asked(one, most, 0, language)

        answer = self._asked(text, limit, offset, language)
        differ = ask_differently(answer.query)
        if answer.outcome is not Outcome.NOTHING and not differ and not _left_apart(answer):
            return answer
        apart = answered_apart(answer.query, ask, limit, offset, self._today())
        if apart is None and answer.outcome is Outcome.NOTHING:
            apart = answered_in_part(answer.query, ask, limit, offset)
        if apart is None and _left_apart(answer):
            apart = answered_each(answer.query, ask, limit, offset, self._today())
        if apart is None:
            return answer
        more = _left_apart(answer) - _left_apart(apart)  # that is answered when each is asked by itself
        return apart if answer.outcome is Outcome.NOTHING or more > 0 or (differ and more == 0) else answer

    def _asked(self, text: str, limit: int, offset: int, language: str) -> Answer:
        typed = read_question(text, self._today())
        question = self.settled(typed)
        answer = self._answered(question, limit, offset, language)
        if typed.yearless and answer.beyond is not None:  # "drugs strategy december": what is to come in December
            ever = self._answered(replace(question, since=None, until=None, yearless=False), limit, offset, language)
            return replace(ever, outcome=Outcome.PARTIAL, lost=(*ever.lost, _as_lost(typed, self._today())))
        if answer.beyond is not None and (dated := self._of_that_time(question, limit, offset, language)):
            return dated
        nearest = typed.period if question != typed else None
        return replace(answer, period=question.period, nearest=nearest)

    def _of_that_time(self, question: Question, limit: int, offset: int, language: str) -> Answer | None:
        """The items that tell of the time that is named, whenever they were written.

        By its years ("het Haags Verdrag van 2000"), else in the same words ("vorig jaar").
        """
        years = _YEAR.findall(question.raw)
        months = [word for word in words(question.when) if word in MONTHS]
        named = months or years or ([question.when] if question.when else [])
        if not (named and question.since and question.until and question.since <= question.until):
            return None
        ever = replace(question, since=None, until=None, words=(*question.words, *years))
        answer = self._answered(ever, _WINDOW, 0, language)
        told = [one for one in answer.items if any(time in fold(body_text(one.entry.source.item)) for time in named)]
        kept = replace(answer, items=tuple(told[offset : offset + limit]), total=len(told), more=False)
        return kept if told else None

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
        if found is None and (worded := understanding.worded(understood)):
            found = self._found(question, worded, understanding, limit, offset)
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
        narrower = list(islice(understood.narrower(), _MOST_NARROWED))
        for step in (whole, narrower):
            for heard in (True, False) if question.speaker else (True,):
                for one in step:
                    page = partial(self._page, question, understanding=understanding, heard=heard)
                    if not (one.groups or heard):
                        continue
                    if step is whole:
                        answer = page(one, limit=limit, offset=offset)
                    else:
                        answer = self._with_what_is_there(page, understood, one, limit, offset)
                    if answer is not None:
                        return answer
        return None

    def _with_what_is_there(
        self, page: Callable[..., Answer | None], understood: Understood, narrowed: Understood, limit: int, offset: int
    ) -> Answer | None:
        """The page of a question of which something was left out; what the best item has of that is asked after all."""
        best = page(narrowed, limit=limit, offset=0)
        if best is None or not best.items:
            return best
        source = best.items[0].entry.source
        fuller = understood.put_back(narrowed, lambda part: bool(explain(source, (part.group,))))
        if fuller != narrowed and (answer := page(fuller, limit=limit, offset=offset)):
            return answer
        return page(narrowed, limit=limit, offset=offset) if offset else best

    def _page(
        self,
        question: Question,
        understood: Understood,
        *,
        understanding: Understanding,
        limit: int,
        offset: int,
        heard: bool,
    ) -> Answer | None:
        """One page of what meets all of it, or None; `heard`: of whose words are asked for these are looked for."""
        chooses = question.asks is not None or question.actor is not None
        window = _WINDOW if understood.groups else _WIDE_WINDOW
        wanted = (max(limit + offset, window), 0) if chooses else (limit, offset)
        page = self._opened(self._index.search(self._search(question, understood, *wanted, heard=heard)))
        if not page.hits:
            return None
        answering = chosen(question, understood, understanding.catalogue, page, heard=heard)
        if not answering:
            return None
        kept = [found for found, _ in answering]
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
            silent=not heard or (question.asks is not None and not any(fits for _, fits in answering)),
        )

    def _opened(self, page: HitPage) -> HitPage:
        """A page with, of each heading that says nothing itself, the items that stand under it."""
        if all(hit.item.item.paragraphs for hit in page.hits):
            return page
        opened: dict[int, Hit] = {}
        for hit in page.hits:
            parts = () if hit.item.item.paragraphs else self._index.parts_of(hit.item)
            for item in parts or (hit.item,):
                opened.setdefault(item.id, Hit(item, hit.score))
        return replace(page, hits=tuple(opened.values()), total=page.total + len(opened) - len(page.hits))

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


def _as_lost(question: Question, today: date) -> Lost:
    """The time that a question names, as typed: nothing was found in it."""
    return Lost(split_time(fold(question.raw), today)[0], Lacking.SIDE, apart=True)


def _left_apart(answer: Answer) -> int:
    """How many parts of a question were left out though the letters have them, in other items."""
    return sum(lost.apart for lost in answer.lost)


def _moment(found: FoundItem) -> RelatedItem:
    first = found.matched[:1]  # titles come first
    reasons = tuple((Reason.TITLE if match.where == "title" else Reason.TEXT, match.term) for match in first)
    return RelatedItem(found.entry.source, found.score, reasons)
