"""The commands that only read."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from urllib.parse import urlencode

from sqlalchemy.orm import Session

from bot.conversation import digests
from bot.conversation.commands import Ask, ShowItem, ShowMeeting
from bot.conversation.helping import help_on
from bot.conversation.reading import left_out
from bot.conversation.saying import MOST_ANNOUNCED, MOST_ANNOUNCED_EVER, PAGE, Saying
from bot.reply import Button, Line, Reply, Section
from bot.words import Words
from briefings.answering.answer import Answering, Outcome
from briefings.answering.digest import Digests
from briefings.answering.excerpt import summarise
from briefings.answering.index import MeetingSummary
from briefings.answering.question import Question, Which, item_number, read_question
from briefings.enriching.topics import find_themes
from briefings.errors import NotUnderstood
from briefings.language.fold import fold
from briefings.language.tokens import words as folded_words
from briefings.model.briefing import Entry, StoredItem
from briefings.model.interest import Interest, Subject, SubjectKind
from briefings.model.item import AgendaItem
from briefings.model.theme import Theme
from briefings.themes.catalogue import Catalogue
from briefings.themes.match import recognise, resembling
from storage import items
from storage.database import Database
from storage.followed import Letters
from storage.search import StoredIndex

#: Behind "toezeggingen": of whatever year.
_EVER = re.compile(r"(?:^|\s+)(?:alles|alle jaren|all|all years)$", re.IGNORECASE)
_THEMES_OF_A_MESSAGE = 4
_SHORT_MESSAGE = 8  #: words; a message of no more is asked as it is
_YEAR = timedelta(days=366)
_ID = re.compile(r"[0-9]{1,9}")  #: of an item, in a link or after #; a larger one fits no database


class Asking:
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
        self._digests = Digests(index, catalogue, today)

    def ask(self, text: str, offset: int, saying: Saying) -> Reply:
        """The answer to a question; an item asked for by number comes whole."""
        answer = self._answering.answer(text, limit=PAGE, offset=offset, language=saying.words.language)
        if answer.meeting is not None:
            return self._overview(answer.meeting, saying)
        question = self._read(text)
        if answer.outcome is Outcome.NOTHING and question.which is Which.NEXT:
            raise NotUnderstood(
                "Van een volgende Raad heb ik nog geen brief. Typ raad voor de laatste.",
                "I have no letter about a next Council yet. Type council for the last one.",
            )
        if answer.outcome is not Outcome.NOTHING and question.number and answer.total == 1:
            return self._whole(answer.items[0].entry.source, saying)
        return saying.answer(answer)

    def help(self, saying: Saying) -> Reply:
        """What can be typed, and what is known."""
        return help_on(saying.words, self._index.meetings())

    def what_to_follow(self, saying: Saying) -> Reply:
        """How to follow something, with the themes of which there is most."""
        words = saying.words
        return Reply(
            words("Wat wilt u volgen?"),
            words.language,
            (words("Typ bijvoorbeeld: volg migratie, terugkeer elke maandag 08:00"),),
            buttons=(
                *(saying.follow_button(theme.slug) for theme in self._by_size(words.language)[:4]),
                Button(words("Alle thema's"), "thema's"),
            ),
        )

    def themes_like(self, typed: str, language: str, limit: int) -> list[tuple[str, str]]:
        """The themes whose name is like what was typed so far, as (slug, name), the likest first; all for nothing."""
        themes = self._by_size(language)
        if typed.strip():
            near = resembling(" ".join(folded_words(typed)), self._catalogue(), limit)
            begun = [theme for theme in themes if fold(typed.strip()) in fold(theme.label(language))]
            themes = list({theme.slug: theme for theme in (*begun, *near)}.values())
        return [(theme.slug, theme.label(language)) for theme in themes[:limit]]

    def about(self, text: str, saying: Saying) -> Reply:
        """What the letters say of what a message is about: its themes, or else its own words."""
        words = saying.words
        heaviest = find_themes(AgendaItem(title="", paragraphs=(text,)), self._catalogue().themes)[
            :_THEMES_OF_A_MESSAGE
        ]
        if not heaviest or len(text.split()) <= _SHORT_MESSAGE:
            return self.ask(text, 0, saying)
        reply = self.ask(heaviest[0].slug, 0, saying)
        found = words("In dat bericht gaat het over {themes}.", themes=saying.labels([one.slug for one in heaviest]))
        others = tuple(saying.theme_button(one.slug) for one in heaviest[1:])
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
        card, source = saying.card(entry, meeting=True), entry.source
        reading = saying.reading(f"/items/{source.id}")
        return Reply(
            source.item.title, saying.words.language, (), (Section(cards=(card,)),), saying.sources([source]),
            reading=reading,
        )  # fmt: skip

    def _by_size(self, language: str) -> list[Theme]:
        """The themes, those of most items first."""
        sizes = self._index.theme_sizes()
        return sorted(self._catalogue().themes, key=lambda t: (-sizes.get(t.slug, 0), t.label(language).lower()))

    def themes(self, saying: Saying) -> Reply:
        """The themes, with how many items each has."""
        words, sizes = saying.words, self._index.theme_sizes()
        ordered = self._by_size(words.language)
        lines = tuple(
            Line(words.count(sizes.get(theme.slug, 0), "agendapunt", "agendapunten"), theme.label(words.language))
            for theme in ordered
        )
        return Reply(
            words("Thema's"),
            words.language,
            (words("Typ een thema om het te lezen, of volg met het thema om het te volgen."),),
            (Section(lines=lines),),
            buttons=tuple(saying.theme_button(theme.slug) for theme in ordered[:4]),
        )

    def meeting(self, text: str, saying: Saying) -> Reply:
        """A meeting with its items; the latest when none is named."""
        meetings = self._index.meetings()
        if not meetings:
            raise NotUnderstood("Er zijn nog geen brieven.", "There are no letters yet.")
        if not text or text.lower() in {"laatste", "last"}:
            return self._overview(meetings[0], saying)
        question = self._read(f"raad {text}" if text.lower() not in {"vorige", "volgende", "next"} else f"{text} raad")
        if not question.meeting_only:
            return self.ask(f"raad {text}", 0, saying)
        chosen = self._answering.meeting(question)
        if chosen is None:
            known = saying.words.listing([saying.words.meeting(m.meeting) for m in meetings[:3]])
            raise NotUnderstood(
                f"Van die vergadering heb ik geen brief. Wel van: {known}.",
                f"I have no letter about that meeting. I do have: {known}.",
            )
        return self._overview(chosen, saying)

    def as_item(self, ask: Ask) -> Ask | ShowItem:
        """A question that is nothing but the number of an item, as the command for it."""
        number = self._read(ask.text).number
        return ShowItem(number) if number else ask

    def meeting_named(self, command: Ask | ShowMeeting | ShowItem) -> int | None:
        """The meeting that a command names, or whose item it asks for, by its id."""
        if isinstance(command, ShowItem):
            found = self._find_item(command.text, command.meeting)
            return next((m.id for m in self._index.meetings() if found and m.meeting == found.meeting), None)
        text = f"raad {command.text}" if isinstance(command, ShowMeeting) else command.text
        question = self._read(text)
        names = question.council or question.which or question.since or question.until
        if isinstance(command, ShowMeeting) and not command.text:
            return next((m.id for m in self._index.meetings()), None)
        named = self._answering.meeting(question) if names else None
        return named.id if named else None

    def item(self, text: str, meeting: int | None, saying: Saying) -> Reply:
        """One item whole: "#12" by its id, "I.6" of the meeting spoken of, or of the latest that has it."""
        found = self._find_item(text, meeting)
        if found is None:
            raise NotUnderstood(
                f"Agendapunt {text[:40]} ken ik niet. Typ raad voor de agendapunten van de laatste vergadering.",
                f"I do not know item {text[:40]}. Type council for the items of the latest meeting.",
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
            return saying.answer(answer)
        return saying.why(answer)

    def commitments(self, text: str, saying: Saying) -> Reply:
        """What was announced, of a theme or everything: for the year to come and the year past, or ("alles") ever."""
        ever = _EVER.search(text)
        text = _EVER.sub("", text)
        if text and self._read(text).papers:
            return self.ask(f"toezeggingen {text}", 0, saying)
        today = self._today()
        about, name = self._theme_of(text, saying) if text else ([], None)
        yesterday = today - timedelta(days=1)
        first, last = (date.min, date.max) if ever else (today - _YEAR, today + _YEAR)
        most = MOST_ANNOUNCED_EVER if ever else MOST_ANNOUNCED
        with self._database.reading() as session:
            letters = self._letters(session)
            coming = letters.commitments(about, today, last, most)
            overdue = letters.commitments(about, first, yesterday, most, latest_first=True)
        return saying.commitments(
            coming, overdue, name, None if ever else f"toezeggingen {text} alles".replace("  ", " ")
        )

    def news(self, text: str, saying: Saying) -> Reply:
        """What to know at a glance."""
        digest = self._digests.of(text, self._answering.meeting, saying.words.language)
        return digests.news(digest, text, saying) if digest else self._unknown(text, saying)

    def decisions(self, text: str, saying: Saying) -> Reply:
        """What the Council decided."""
        digest = self._digests.of(text, self._answering.meeting, saying.words.language)
        return digests.decisions(digest, text, saying) if digest else self._unknown(text, saying)

    def _unknown(self, text: str, saying: Saying) -> Reply:
        """What is said where a question means nothing that letters know."""
        if not text:
            raise NotUnderstood("Er zijn nog geen brieven.", "There are no letters yet.")
        return self.ask(text, 0, saying)

    def timeline(self, text: str, saying: Saying) -> Reply:
        """One subject across meetings, newest first."""
        words = saying.words
        answer, moments = self._answering.timeline(text, language=words.language)
        if answer.outcome is Outcome.NOTHING:
            return saying.answer(answer)
        return Reply(
            words("Tijdlijn: {what}", what=answer.understood_as or text),
            words.language,
            (*left_out(answer, words), words.count(len(moments), "agendapunt", "agendapunten")),
            (
                Section(cards=tuple(saying.moment(moment, answer, whole=True) for moment in moments[:PAGE])),
                Section(cards=tuple(saying.moment(moment, answer) for moment in moments[PAGE:])),
            ),
            saying.sources([moment.item for moment in moments]),
            buttons=(saying.follow_button(answer.theme.slug),) if answer.theme else (),
            reading=saying.reading(f"/?{urlencode({'q': f'tijdlijn {text}'})}"),
            shareable=f"tijdlijn {text}",
        )

    def _read(self, text: str) -> Question:
        return read_question(text, self._today())

    def _whole(self, source: StoredItem, saying: Saying) -> Reply:
        return saying.whole(source, self._answering.counterparts(source))

    def _theme_of(self, text: str, saying: Saying) -> tuple[list[Interest], str]:
        found = recognise(folded_words(text), self._catalogue())
        if found is None:
            near = saying.labels([theme.slug for theme in self._answering.suggestions(text)])
            raise NotUnderstood(
                f"Het thema “{text[:60]}” ken ik niet. Wel: {near}.",
                f"I do not know the theme “{text[:60]}”. I do know: {near}.",
            )
        return [Interest(Subject(SubjectKind.THEME, found.theme.slug))], saying.label(found.theme.slug)

    def _find_item(self, text: str, meeting: int | None) -> StoredItem | None:
        if text.startswith("#"):
            return self._item_of_id(text[1:])
        number = item_number(text)
        found = (self._index.numbered(number, meeting) if meeting is not None else ()) or self._index.numbered(number)
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
            saying.sources(kept),
            footer=words(
                "Typ punt met het nummer om een agendapunt te lezen: punt {number}.", number=kept[0].item.number or "1"
            ),
            buttons=(
                Button(words("Besluiten"), f"besluiten {_named(meeting)}"),
                Button(words("Nieuws"), f"nieuws {_named(meeting)}"),
            ),
            shareable=f"raad {meeting.meeting.dates[0].isoformat()[:7]}",
        )


def _named(meeting: MeetingSummary) -> str:
    """A meeting as it can be typed: "ecofin juli 2025", and which of several in a month by its day."""
    return f"raad {meeting.meeting.council.lower()} {Words('nl').day(meeting.meeting.dates[0])}"
