"""What is asked of the letters."""

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, timedelta
from urllib.parse import urlencode

from bot.commands.asking import Ask, Commitments, MorePage, ShowItem, ShowMeeting, Timeline, Why
from bot.commands.command import Command
from bot.conversation.announced import MOST_ANNOUNCED, MOST_ANNOUNCED_EVER, show_commitments
from bot.conversation.answers import PAGE, show_answer, show_reasons
from bot.conversation.cards import source_links, summary_card
from bot.conversation.saying import Saying
from bot.conversation.subjects import follow_button, theme_button, theme_label, theme_labels
from bot.conversation.visit import Handler, Visit
from bot.conversation.whole import moment_card, whole_item
from bot.reply import Line, Reply, Section
from briefings.answering.answer import Answering, Outcome
from briefings.answering.excerpt import summarise
from briefings.answering.follow_up import follow_up
from briefings.answering.index import MeetingSummary
from briefings.answering.question import Question, Which, item_number, read_question
from briefings.enriching.topics import find_themes
from briefings.errors import NotUnderstood
from briefings.language.tokens import words as folded_words
from briefings.model.briefing import Entry, StoredItem
from briefings.model.interest import Interest, Subject, SubjectKind
from briefings.model.item import AgendaItem
from briefings.themes.catalogue import Catalogue
from briefings.themes.match import recognise
from storage import items
from storage.database import Database, Session
from storage.followed import Letters
from storage.search import StoredIndex

_THEMES_OF_A_MESSAGE = 4
_SHORT_MESSAGE = 8  #: words; a message of no more is asked as it is
_LONGEST_REMEMBERED = 300  #: characters of a question
_YEAR = timedelta(days=366)
_ID = re.compile(r"[0-9]{1,9}")  #: of an item, in a link or after #; a larger one fits no database


class Questions:
    """Answers, items, meetings, themes."""

    def __init__(
        self,
        database: Database,
        index: StoredIndex,
        answering: Answering,
        catalogue: Callable[[], Catalogue],
        letters: Callable[[Session], Letters],
        today: Callable[[], date],
    ) -> None:
        self._database = database
        self._index = index
        self._answering = answering
        self._catalogue = catalogue
        self._letters = letters
        self._today = today

    def handlers(self) -> Mapping[type[Command], Handler]:
        """Its commands."""
        return {
            Ask: lambda command, visit: self.ask(self._meant(command.text, visit), visit.saying),
            MorePage: lambda command, visit: self.ask(_remembered(command.text, visit), visit.saying, command.offset),
            ShowMeeting: lambda command, visit: self.meeting(command.of, visit.saying),
            ShowItem: lambda command, visit: self.item(command.of, visit.saying),
            Timeline: lambda command, visit: self.timeline(command.text, visit.saying),
            Why: lambda command, visit: self.why(command.text, visit.saying),
            Commitments: lambda command, visit: self.commitments(command, visit.saying),
        }

    def _meant(self, text: str, visit: Visit) -> str:
        """The question as it is meant after the one before, if it is asked in a talk."""
        before = visit.talk.last() if visit.talk else None
        return _remembered(follow_up(text, before, visit.now.date()) if before else text, visit)

    def ask(self, text: str, saying: Saying, offset: int = 0) -> Reply:
        """The answer to a question; an item asked for by number comes whole."""
        answer = self._answering.answer(text, limit=PAGE, offset=offset, language=saying.words.language)
        if answer.meeting is not None:
            return self._overview(answer.meeting, saying)
        question = self._read(text)
        if answer.outcome is Outcome.NOTHING and question.which is Which.NEXT:
            raise NotUnderstood("Van een volgende Raad heb ik nog geen brief. Typ raad voor de laatste.")
        if answer.outcome is not Outcome.NOTHING and question.number and answer.total == 1:
            return self._whole(answer.items[0].entry.source, saying)
        return show_answer(answer, saying)

    def about(self, text: str, saying: Saying) -> Reply:
        """What the letters say of what a message is about: its themes, or else its own words."""
        words = saying.words
        heaviest = find_themes(AgendaItem(title="", paragraphs=(text,)), self._catalogue().themes)[
            :_THEMES_OF_A_MESSAGE
        ]
        if not heaviest or len(text.split()) <= _SHORT_MESSAGE:
            return self.ask(text, saying)
        reply = self.ask(heaviest[0].slug, saying)
        found = words(
            "In dat bericht gaat het over {themes}.", themes=theme_labels([one.slug for one in heaviest], saying)
        )
        others = tuple(theme_button(one.slug, saying) for one in heaviest[1:])
        return replace(reply, lead=(found, *reply.lead), buttons=(*others, *reply.buttons))

    def card(self, item_id: str, saying: Saying) -> Reply | None:
        """An item in a few sentences, by its id as a link has it; None when there is none."""
        found = self._item_of_id(item_id)
        return self._card(Entry(found, summarise(found.item)), saying) if found else None

    def cards(self, text: str, limit: int, saying: Saying) -> list[tuple[int, Reply]]:
        """The items that answer a question, or those of the latest meeting, each in a few sentences by its id."""
        if text.strip():
            answer = self._answering.answer(text, limit=limit, language=saying.words.language)
            entries = [found.entry for found in answer.items]
        else:
            latest = self._index.meetings()[:1]
            kept = [source for meeting in latest for source in self._index.items_of_meeting(meeting.id)]
            entries = [Entry(source, summarise(source.item)) for source in kept[:limit]]
        return [(entry.source.id, self._card(entry, saying)) for entry in entries]

    def _card(self, entry: Entry, saying: Saying) -> Reply:
        card, source = summary_card(entry, saying, meeting=True), entry.source
        reading = saying.reading(f"/items/{source.id}")
        return Reply(
            source.item.title, saying.words.language, (), (Section(cards=(card,)),), source_links([source], saying),
            reading=reading,
        )  # fmt: skip

    def meeting(self, of: int | str, saying: Saying) -> Reply:
        """A meeting with its items; the latest when none is named."""
        meetings = self._index.meetings()
        if isinstance(of, int) and (by_id := next((one for one in meetings if one.id == of), None)):
            return self._overview(by_id, saying)
        text = f"#{of}" if isinstance(of, int) else of
        if not meetings:
            raise NotUnderstood("Er zijn nog geen brieven.")
        if not text or text.lower() in {"laatste", "last"}:
            return self._overview(meetings[0], saying)
        question = self._read(f"raad {text}" if text.lower() not in {"vorige", "volgende", "next"} else f"{text} raad")
        if not question.meeting_only:
            return self.ask(f"raad {text}", saying)
        chosen = self._answering.meeting(question)
        if chosen is None:
            known = saying.words.listing([saying.words.meeting(m.meeting) for m in meetings[:3]])
            raise NotUnderstood("Van die vergadering heb ik geen brief. Wel van: {known}.", known=known)
        return self._overview(chosen, saying)

    def item(self, of: int | str, saying: Saying) -> Reply:
        """One item whole: by its id, or by its number ("I.6") of the latest meeting that has it."""
        found = items.item(self._database, of) if isinstance(of, int) else self._numbered(of)
        if found is None:
            text = f"#{of}" if isinstance(of, int) else of
            raise NotUnderstood(
                "Agendapunt {text} ken ik niet. Typ raad voor de agendapunten van de laatste vergadering.",
                text=text[:40],
            )
        return self._whole(found, saying)

    def whole(self, item_id: str, saying: Saying) -> Reply | None:
        """An item whole, by its id as a link has it; None when there is none."""
        found = self._item_of_id(item_id)
        return self._whole(found, saying) if found else None

    def why(self, text: str, saying: Saying) -> Reply:
        """Why the answer to `text` is what it is."""
        answer = self._answering.answer(text, limit=PAGE, language=saying.words.language)
        if answer.outcome is Outcome.NOTHING:
            return show_answer(answer, saying)
        return show_reasons(answer, saying)

    def commitments(self, command: Commitments, saying: Saying) -> Reply:
        """What was announced, of a theme or everything: for the year to come and the year past, or ever."""
        text, ever = command.text, command.ever
        if text and self._read(text).papers:
            return self.ask(f"toezeggingen {text}", saying)
        today = self._today()
        about, name = self._theme_of(text, saying) if text else ([], None)
        yesterday = today - timedelta(days=1)
        first, last = (date.min, date.max) if ever else (today - _YEAR, today + _YEAR)
        most = MOST_ANNOUNCED_EVER if ever else MOST_ANNOUNCED
        with self._database.reading() as session:
            letters = self._letters(session)
            coming = letters.commitments(about, today, last, most)
            overdue = letters.commitments(about, first, yesterday, most, latest_first=True)
        return show_commitments(coming, overdue, name, None if ever else Commitments(text, ever=True), saying)

    def timeline(self, text: str, saying: Saying) -> Reply:
        """One subject across meetings, newest first."""
        words = saying.words
        answer, moments = self._answering.timeline(text, language=words.language)
        if answer.outcome is Outcome.NOTHING:
            return show_answer(answer, saying)
        return Reply(
            words("Tijdlijn: {what}", what=answer.understood_as or text),
            words.language,
            (words.count(len(moments), "agendapunt", "agendapunten"),),
            (
                Section(cards=tuple(moment_card(moment, answer, saying, whole=True) for moment in moments[:PAGE])),
                Section(cards=tuple(moment_card(moment, answer, saying) for moment in moments[PAGE:])),
            ),
            source_links([moment.item for moment in moments], saying),
            buttons=(follow_button(answer.theme.slug, saying),) if answer.theme else (),
            reading=saying.reading(f"/?{urlencode({'q': f'tijdlijn {text}'})}"),
            shareable=Timeline(text),
        )

    def _read(self, text: str) -> Question:
        return read_question(text, self._today())

    def _whole(self, source: StoredItem, saying: Saying) -> Reply:
        return whole_item(source, self._answering.counterparts(source), saying)

    def _theme_of(self, text: str, saying: Saying) -> tuple[list[Interest], str]:
        found = recognise(folded_words(text), self._catalogue())
        if found is None:
            near = theme_labels([theme.slug for theme in self._answering.suggestions(text)], saying)
            raise NotUnderstood("Het thema “{text}” ken ik niet. Wel: {near}.", text=text[:60], near=near)
        return [Interest(Subject(SubjectKind.THEME, found.theme.slug))], theme_label(found.theme.slug, saying)

    def _numbered(self, text: str) -> StoredItem | None:
        found = self._index.numbered(item_number(text))
        return found[0] if found else None

    def _item_of_id(self, told: str) -> StoredItem | None:
        return items.item(self._database, int(told)) if _ID.fullmatch(told) else None

    def _overview(self, meeting: MeetingSummary, saying: Saying) -> Reply:
        words = saying.words
        kept = self._index.items_of_meeting(meeting.id)
        sections: dict[str | None, list[StoredItem]] = {}
        for source in kept:
            sections.setdefault(source.item.section, []).append(source)
        return Reply(
            words.meeting(meeting.meeting),
            words.language,
            (words.count(len(kept), "agendapunt", "agendapunten"),),
            tuple(
                Section(heading, lines=tuple(Line(s.item.title, s.item.number) for s in group))
                for heading, group in sections.items()
            ),
            source_links(kept, saying),
            footer=words(
                "Typ punt met het nummer om een agendapunt te lezen: punt {number}.", number=kept[0].item.number or "1"
            ),
            shareable=ShowMeeting(meeting.id),
        )


def _remembered(text: str, visit: Visit) -> str:
    """The question, which is from now on the last one of its talk."""
    if visit.talk:
        visit.talk.remember(text[:_LONGEST_REMEMBERED])
    return text
