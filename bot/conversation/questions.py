"""What is asked of the letters."""

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from urllib.parse import urlencode

from bot.commands.asking import (
    Ask,
    Commitments,
    Decisions,
    MorePage,
    News,
    ShowAgenda,
    ShowItem,
    ShowMeeting,
    Timeline,
    Why,
)
from bot.commands.command import Command
from bot.commands.comparing import ComparePlanned, Prepare, ShowCourse
from bot.commands.grammar import as_typed
from bot.commands.mistyped import mended
from bot.conversation.agendas import Agendas
from bot.conversation.answers import PAGE, no_next, show_answer, show_reasons
from bot.conversation.cards import source_links, summary_card
from bot.conversation.digests import show_decisions, show_news
from bot.conversation.leaning import Leaning, Meant, in_talk, remember
from bot.conversation.lookup import Lookup, typed_meeting
from bot.conversation.promised import PromisedQuestions
from bot.conversation.reading import left_out, taken_for, wrong_way_round
from bot.conversation.saying import Saying
from bot.conversation.subjects import follow_button, theme_button, theme_labels
from bot.conversation.talks import Said
from bot.conversation.visit import Handler, Visit
from bot.conversation.whole import moment_card, whole_item
from bot.reply import Button, Line, Reply, Section
from bot.telemetry import ANSWERED
from briefings.answering.answer import Outcome
from briefings.answering.answering import Answering
from briefings.answering.digest import Digests
from briefings.answering.excerpt import summarise
from briefings.answering.index import MeetingSummary
from briefings.answering.question import LONGEST, Question, Which, looks_like_a_day
from briefings.enriching.topics import find_themes
from briefings.errors import NotUnderstood
from briefings.language.dates import MONTHS
from briefings.language.fold import fold
from briefings.model.briefing import Entry, StoredItem
from briefings.model.item import AgendaItem
from briefings.reading.formations import find_formation
from briefings.themes.catalogue import Catalogue
from storage import items
from storage.database import Database, Session
from storage.followed import Letters
from storage.radar import kept_also_in
from storage.reading import meetings
from storage.search import StoredIndex

_THEMES_OF_A_MESSAGE = 4
_SHORT_MESSAGE = 8  #: words; a message of no more is asked as it is
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
        self._digests = Digests(index, catalogue, today)
        self._lookup = Lookup(database, index, answering, today)
        self._agendas = Agendas(database, index, self._lookup.read, today)
        self._promised = PromisedQuestions(database, answering, letters, today)

    def handlers(self) -> Mapping[type[Command], Handler]:
        """Its commands."""
        return {
            **dict.fromkeys((Ask, ShowMeeting, ShowItem, Why), self._in_talk),
            MorePage: lambda command, visit: self.ask(command.text, visit.saying, command.offset),
            News: self._at_a_glance,
            Decisions: self._at_a_glance,
            ShowAgenda: self._agenda,
            Timeline: lambda command, visit: self.timeline(command.text, visit.saying),
            Commitments: lambda command, visit: self.commitments(command, visit.saying),
        }

    def _in_talk(self, command: Leaning, visit: Visit) -> Reply:
        right = mended(command.text) if isinstance(command, Ask) else None
        if right and (handler := self.handlers().get(type(right.command))):
            said = (visit.saying.words("“{typed}” las ik als “{name}”.", typed=t, name=n) for t, n in right.words)
            reply = handler(right.command, visit)
            return replace(reply, lead=(*said, *reply.lead))
        meant, less = in_talk(command, visit, self._lookup)
        reply = self._meant(meant, visit.saying)
        if not less:
            return reply
        read = visit.saying.words("Dit is het antwoord op: {asked}.", asked=as_typed(meant))
        return replace(reply, lead=(read, *reply.lead))

    def _meant(self, command: Meant, saying: Saying) -> Reply:
        match command:
            case Ask(text):
                return self.ask(text, saying)
            case ShowMeeting(of):
                return self.meeting(of, saying)
            case ShowItem() as item:
                return self.item(item, saying)
            case Why(text):
                return self.why(text, saying)
            case News() | Decisions() as glance:
                return self._glance(glance, saying)

    def _at_a_glance(self, command: News | Decisions, visit: Visit) -> Reply:
        """What there is to know, or what was decided."""
        remember(command, visit)
        return self._glance(command, visit.saying)

    def _glance(self, command: News | Decisions, saying: Saying) -> Reply:
        is_month = fold(command.text) in MONTHS  # by itself, and no subject: "besluiten oktober"
        text = f"raad {command.text}" if is_month else command.text
        if isinstance(command, Decisions) and command.only and not text:
            return show_decisions(self._digests.ever(), command, saying)
        digest = self._digests.of(text, self._answering.meetings, saying.words.language)
        named = next((one for one in (f"{text}raad", f"{text}sraad") if find_formation(one)), None)
        if named and find_formation(text) is None and (digest is None or not digest.decisions):  # "besluiten landbouw"
            text = named
            digest = self._digests.of(text, self._answering.meetings, saying.words.language)
        if digest is None and not text:
            raise NotUnderstood("Er zijn nog geen brieven.")
        question = self._lookup.read(text)
        if digest is None and question.meeting_only and isinstance(command, Decisions):
            raise self._no_meeting(question, saying)
        if digest is None:
            return self._announced_for(question, saying) if question.meeting_only else self.ask(text, saying)
        if isinstance(command, News):
            news = self._read_as(question, show_news(digest, command, saying), saying)
            return news if news.sections or question.meeting_only else self._or_answer(news, text, saying)
        return self._read_as(question, show_decisions(digest, command, saying), saying)

    def _or_answer(self, news: Reply, text: str, saying: Saying) -> Reply:
        """Of a subject that no sentence of the news is about, what the letters do say of it."""
        reply = self.ask(text, saying)
        return reply if reply.sections else news

    def _read_as(self, question: Question, reply: Reply, saying: Saying) -> Reply:
        """With how the time of a question was read, where that is not what lies nearest."""
        taken = self._answering.settled(question).period if question.meeting_only else question.period
        return replace(reply, lead=(*taken_for(question.period, taken, saying.words), *reply.lead))

    def _announced_for(self, question: Question, saying: Saying) -> Reply:
        """What letters announce for a time without a meeting. Raises NotUnderstood where they announce nothing."""
        if question.council or question.which or question.period is None or question.ends_before_it_begins:
            raise self._no_meeting(question, saying)
        when = f"in {question.when}" if fold(question.when) in MONTHS else question.when
        reply = self._promised.answer(Commitments(when), saying)
        if not reply.sections:
            raise self._no_meeting(question, saying)
        none = saying.words("In die tijd ken ik geen vergadering. Dit is ervoor aangekondigd:")
        return replace(reply, lead=(none, *reply.lead))

    def ask(self, text: str, saying: Saying, offset: int = 0) -> Reply:
        """The answer to a question; an item asked for by number comes whole, and of a time what there is to know."""
        question = self._lookup.read(text)
        if question.is_time:
            return self._glance(News(question.when), saying)
        if len(text) > LONGEST:
            return self._shortened(text, saying, offset)
        answer = self._answering.answer(text, limit=PAGE, offset=offset, language=saying.words.language)
        ANSWERED.labels("answer" if answer.meeting is not None else answer.outcome.value).inc()
        if answer.meeting is not None:
            return self._read_as(question, self._overview(answer.meeting, saying), saying)
        if answer.outcome is Outcome.NOTHING and question.which is Which.NEXT:
            raise self._no_meeting(question, saying)
        if answer.outcome is Outcome.NOTHING and question.meeting_only and question.period and question.asks is None:
            return self._announced_for(question, saying)
        if answer.outcome is not Outcome.NOTHING and question.number and answer.total == 1:
            return self._whole(answer.items[0].entry.source, saying)
        return show_answer(answer, saying)

    def _shortened(self, text: str, saying: Saying, offset: int) -> Reply:
        """The answer to the beginning of a long question, which is said."""
        reply = self.ask(text[:LONGEST], saying, offset)
        read = saying.words("Uw vraag is lang: ik las de eerste {most} tekens.", most=str(LONGEST))
        return replace(reply, lead=(read, *reply.lead))

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
        by_place = text.lower() in {"vorige", "volgende", "next"}
        question = self._lookup.read(f"{text} raad" if by_place else f"raad {text}")
        if not question.meeting_only:
            if looks_like_a_day(text):
                raise NotUnderstood("Van “{what}” heb ik geen brief. Zo kan het: raad maart 2025.", what=text[:40])
            return self.ask(f"raad {text}", saying)
        chosen = self._answering.meetings(question)
        if not chosen:
            raise self._no_meeting(question, saying)
        if question.spans and len(chosen) > 1:
            return self._glance(News(question.when), saying)
        return self._read_as(question, self._overview(chosen[0], saying), saying)

    def _agenda(self, command: ShowAgenda, visit: Visit) -> Reply:
        """The items of an annotated agenda; of a meeting without one those of its report, which is said."""
        saying = visit.saying
        chosen = self._agendas.chosen(command)
        if chosen is None:
            none = saying.words("Van die vergadering heb ik geen geannoteerde agenda.")
            reply = self.meeting(command.of, saying)
            return replace(reply, lead=(none, *reply.lead)) if command.of else reply
        if visit.talk is not None:
            visit.talk.remember(Said(typed_meeting(chosen), chosen.id))
        return self._agendas.show(chosen, saying)

    def _no_meeting(self, question: Question, saying: Saying) -> NotUnderstood:
        """That no letter is known of the meeting that is asked for, and of which near it there are."""
        if question.which is Which.NEXT:
            announced = self._lookup.next_announced(question)
            return no_next(saying.words.meeting(announced) if announced else "")
        if question.since and question.until and question.ends_before_it_begins:
            return wrong_way_round(question.since, question.until, saying.words)
        known = saying.words.listing([saying.words.meeting(one.meeting) for one in self._lookup.nearest(question)])
        if question.spans:
            return NotUnderstood("In die tijd ken ik geen vergadering. Wel: {known}.", known=known)
        return NotUnderstood("Van die vergadering heb ik geen brief. Wel van: {known}.", known=known)

    def item(self, command: ShowItem, saying: Saying) -> Reply:
        """One item whole."""
        found = self._lookup.item(command)
        if found is None:
            text = f"#{command.of}" if isinstance(command.of, int) else command.of
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
        if not text:
            raise NotUnderstood("Zet er een vraag achter. Zo kan het: waarom migratie.")
        answer = self._answering.answer(text, limit=PAGE, language=saying.words.language)
        if answer.outcome is Outcome.NOTHING:
            return show_answer(answer, saying)
        return show_reasons(answer, saying)

    def commitments(self, command: Commitments, saying: Saying) -> Reply:
        """What was announced, of a theme, a ministry or all: for the year to come and the year past, or ever."""
        asked = self._lookup.read(command.text)
        if asked.papers:
            return self.ask(f"toezeggingen {command.text}", saying)
        if asked.meeting_only and asked.council:
            return self._glance(News(command.text), saying)  # what is to come stands there too
        try:
            return self._promised.answer(command, saying)
        except NotUnderstood:
            of = f"{command.text}raad" if find_formation(f"{command.text}raad") else command.text
            found = self._answering.answer(f"toezeggingen {of}", limit=PAGE, language=saying.words.language)
            if found.outcome is Outcome.NOTHING or found.silent:
                raise
            return show_answer(found, saying)

    def timeline(self, text: str, saying: Saying) -> Reply:
        """One subject across meetings, newest first."""
        words = saying.words
        answer, moments = self._answering.timeline(text, language=words.language)
        if answer.outcome is Outcome.NOTHING:
            return show_answer(answer, saying)
        return Reply(
            words("Tijdlijn: {what}", what=answer.understood_as or text),
            words.language,
            (*left_out(answer, words), words.count(len(moments), "agendapunt", "agendapunten")),
            (
                Section(cards=tuple(moment_card(moment, answer, saying, whole=True) for moment in moments[:PAGE])),
                Section(cards=tuple(moment_card(moment, answer, saying) for moment in moments[PAGE:])),
            ),
            source_links([moment.item for moment in moments], saying),
            buttons=(
                Button(words("Koers van Nederland"), ShowCourse(text)),
                *(_of_theme(answer.theme.slug, saying) if answer.theme else ()),
            ),
            reading=saying.reading(f"/?{urlencode({'q': f'tijdlijn {text}'})}"),
            shareable=Timeline(text),
        )

    def _whole(self, source: StoredItem, saying: Saying) -> Reply:
        also = kept_also_in(self._database, source)
        return whole_item(source, self._answering.counterparts(source), saying, also)

    def _item_of_id(self, told: str) -> StoredItem | None:
        return items.item(self._database, int(told)) if _ID.fullmatch(told) else None

    def _overview(self, meeting: MeetingSummary, saying: Saying) -> Reply:
        words = saying.words
        kept = self._index.items_of_meeting(meeting.id)
        with self._database.reading() as session:
            both = meetings.has_both(session, meeting.id)
            prepared = meeting.id in meetings.with_agenda(session)
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
            buttons=(
                Button(words("Besluiten"), Decisions(typed_meeting(meeting))),
                Button(words("Nieuws"), News(typed_meeting(meeting))),
                *((Button(words("Gepland en gezegd"), ComparePlanned(meeting.id)),) if both else ()),
                *((Button(words("Voorbereiding"), Prepare(meeting.id)),) if prepared else ()),
            ),
            shareable=ShowMeeting(meeting.id),
        )


def _of_theme(slug: str, saying: Saying) -> tuple[Button, Button]:
    """What can be asked of a theme beside its timeline."""
    return Button(saying.words("Toezeggingen"), Commitments(slug)), follow_button(slug, saying)
