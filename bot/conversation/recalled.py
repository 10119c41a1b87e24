"""What a message says when a letter it tells of was corrected or withdrawn; and the short message where none is edited.

Only what was shown is touched: a message that quotes nothing of what changed stays as it is. Every sentence shown
stands in the letter, or stood in it and is said to stand there no longer.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby

from rapidfuzz import fuzz, process

from bot.conversation.cards import quoted_line, told_line
from bot.conversation.keeping import item_of
from bot.conversation.saying import Saying
from bot.reply import Card, Line, Link, Reply, Section
from bot.words import Words
from briefings.language.fold import fold
from briefings.language.sentences import sentence_spans
from briefings.model.briefing import Announced, Sentence, StoredItem
from briefings.model.recall import Amended, RecallKind, Rewording, Standing

_MOST_NEW = 4  #: sentences of one item that are shown in the place of others
_MOST_NAMES = 6
_SAME_WORDS = 80  #: percent of its words that a new sentence has of the one whose place it takes
_LETTERS = re.compile(r"[^a-z0-9]")


@dataclass(frozen=True, slots=True)
class Touched:
    """What of a message was shown and is not so any more."""

    corrected: tuple[Rewording, ...]
    withdrawn: tuple[Rewording, ...]  #: items of letters that were withdrawn

    @property
    def anything(self) -> bool:
        """Whether the message is to be edited."""
        return bool(self.corrected or self.withdrawn)


@dataclass(frozen=True)
class LettersNow:
    """How the letters stand that a message tells of."""

    standing: Standing
    sources: Mapping[int, StoredItem]  #: the items as they are now
    saying: Saying

    @property
    def day(self) -> str:
        """Of the latest change."""
        at = self.standing.at
        return self.saying.words.day(at.date() if at else self.saying.today)


def touched(reply: Reply, letters: LettersNow) -> Touched:
    """What of the message is not so any more."""
    corrected: dict[int, Rewording] = {}
    withdrawn: dict[int, Rewording] = {}
    for item, text in _shown(reply):
        recall = letters.standing.withdrawn.get(item)
        change = letters.standing.changed.get(item)
        if recall is not None:
            withdrawn[item] = next(one for one in recall.changes if one.item == item)
        elif change is not None and _is_gone(text, change):
            corrected[item] = change
    return Touched(tuple(corrected.values()), tuple(withdrawn.values()))


def amend(reply: Reply, letters: LettersNow) -> Reply:
    """The message as it should read now; said on top of it what was changed. As it was where nothing of it is."""
    found, words = touched(reply, letters), letters.saying.words
    if not found.anything:
        return reply
    said = []
    if found.corrected:
        said.append(words("Gecorrigeerd op {day}: {names}.", day=letters.day, names=_names(found.corrected, words)))
    if found.withdrawn:
        names = _names(found.withdrawn, words)
        said.append(words("De brief is ingetrokken waaruit dit kwam: {names}.", names=names))
    sections = tuple(_section(section, letters) for section in reply.sections)
    return replace(reply, lead=(*said, *reply.lead), sections=sections)


def correction(reply: Reply, letters: LettersNow, sent_on: date) -> Reply:
    """A short message about one that cannot be edited: what it said, and what the letter says now."""
    found, words = touched(reply, letters), letters.saying.words
    lead = [words("Dit gaat over het bericht “{title}” van {day}.", title=reply.title, day=words.day(sent_on))]
    if found.corrected:
        lead.append(words("De brief is gecorrigeerd. Wat hier eerder stond, staat er niet meer."))
    if found.withdrawn:
        lead.append(words("De brief is ingetrokken waaruit dit kwam: {names}.", names=_names(found.withdrawn, words)))
    shown = [text for _, text in _shown(reply) if text]
    corrected = tuple(_before_and_now(change, shown, letters) for change in found.corrected)
    withdrawn = tuple(_withdrawn(Card(one.title, one.number, None), one.item, letters) for one in found.withdrawn)
    return Reply(words("Correctie"), reply.language, tuple(lead), (Section(cards=(*corrected, *withdrawn)),))


def said_of(amended: Iterable[Amended], saying: Saying) -> tuple[str, ...]:
    """In the next briefing: which earlier message was edited, and about what."""
    words = saying.words
    told = []
    for one in amended:
        day, names = words.day(one.sent_at.date()), _names(one.told, words)
        if one.kind is RecallKind.WITHDRAWN:
            told.append(
                words("In het bericht van {day} is weggehaald wat is ingetrokken: {names}.", day=day, names=names)
            )
        elif one.kind is RecallKind.RESTORED:
            told.append(words("In het bericht van {day} is teruggezet: {names}.", day=day, names=names))
        else:
            told.append(words("In het bericht van {day} is gecorrigeerd: {names}.", day=day, names=names))
    return tuple(dict.fromkeys(told))


def _shown(reply: Reply) -> list[tuple[int, str]]:
    """Each sentence of a letter that the message shows, with the item it stands in; "" for the item itself."""
    found: list[tuple[int, str]] = []
    for section in reply.sections:
        for card in section.cards:
            item = item_of(card.link)
            found += [(item, "")] if item is not None else []
            found += [(own, line.text) for line in card.lines if (own := item_of(line.source)) is not None]
        found += [(own, line.text) for line in section.lines if (own := item_of(line.source)) is not None]
    return found


def _is_gone(text: str, change: Rewording) -> bool:
    if not text:
        return change.removed
    return any(_is_in(gone, text) for gone in change.gone)


def _is_in(sentence: str, shown: str) -> bool:
    """Whether what is shown has it as a whole sentence; not as a part of one."""
    wanted = _letters(sentence)
    return wanted == _letters(shown) or wanted in {_letters(shown[start:end]) for start, end in sentence_spans(shown)}


def _letters(text: str) -> str:
    return _LETTERS.sub("", fold(text))


def _section(section: Section, letters: LettersNow) -> Section:
    cards = tuple(_card(card, letters) for card in section.cards)
    return replace(section, cards=cards, lines=tuple(_line(line, letters) for line in section.lines))


def _card(card: Card, letters: LettersNow) -> Card:
    item = item_of(card.link)
    if item is not None and item in letters.standing.withdrawn:
        return _withdrawn(card, item, letters)
    change = letters.standing.changed.get(item) if item is not None else None
    lines = [_line(line, letters) if item_of(line.source) != item else line for line in card.lines]
    if change is None or item is None:
        return replace(card, lines=tuple(lines))
    gone = [line for line in lines if item_of(line.source) == item and _is_gone(line.text, change)]
    if not gone and not change.removed:
        return replace(card, lines=tuple(lines))
    at = lines.index(gone[0]) if gone else 0
    new = _new_lines(change, letters)
    if _has_position(gone, letters) and not _has_position(new, letters):
        gone += [line for line in lines if item_of(line.source) not in (None, item)]
    if new and any(line.is_main for line in gone):
        new[0] = replace(new[0], is_main=True)
    kept = [[line for line in part if line not in gone] for part in (lines[:at], lines[at:])]
    words = letters.saying.words
    corrected = words("gecorrigeerd op {day}", day=letters.day)
    note = ", ".join(filter(None, (card.note, corrected)))
    return replace(card, title=change.title, lines=(*kept[0], *new, *kept[1]), note=note)


def _has_position(lines: Iterable[Line], letters: LettersNow) -> bool:
    """Whether one says what the Netherlands said; beside it stands what it said before ("Eerder tegen: …")."""
    words = letters.saying.words
    return any(line.label in {words("Nederland"), words("Inzet Nederland")} for line in lines)


def _new_lines(change: Rewording, letters: LettersNow) -> list[Line]:
    """What the item says now and did not say before."""
    words, source = letters.saying.words, letters.sources.get(change.item)
    if change.removed or source is None:
        return [Line(words("Dit punt staat niet meer in de brief."))]
    new = [quoted_line(source, _sentence(source, text), letters.saying) for text in change.new[:_MOST_NEW]]
    left = len(change.new) - _MOST_NEW
    if left > 0:
        count = words.count(left, "zin", "zinnen")
        new.append(Line(words("En nog {count}.", count=count)))
    return new or [Line(words("Wat hier stond, staat niet meer in de brief."))]


def _sentence(source: StoredItem, text: str) -> Sentence:
    """A sentence of the item with what is understood of it."""
    for statement in source.item.statements:
        if source.item.text_of(statement) == text:
            return Sentence.of(source.item, statement)
    paragraphs = source.item.paragraphs
    return Sentence(text, next((at for at, paragraph in enumerate(paragraphs) if text in paragraph), 0))


def _line(line: Line, letters: LettersNow) -> Line:
    """A sentence that stands by itself."""
    item, words = item_of(line.source), letters.saying.words
    if item in letters.standing.withdrawn:
        return Line(words("Een zin uit een brief die is ingetrokken, is hier weggehaald."))
    change = letters.standing.changed.get(item) if item is not None else None
    if change is not None and _is_gone(line.text, change):
        now = _in_its_place(line.text, change, letters)
        return now or Line(words("Wat hier stond, staat niet meer in de brief."), source=line.source)
    return line


def _in_its_place(text: str, change: Rewording, letters: LettersNow) -> Line | None:
    """The new sentence with the words of one that is gone; with its meeting, as it may have another label."""
    source = letters.sources.get(change.item)
    told = [fold(one) for one in change.new]
    found = process.extractOne(fold(text), told, scorer=fuzz.token_set_ratio, score_cutoff=_SAME_WORDS)
    if source is None or change.removed or found is None:
        return None
    sentence = _sentence(source, change.new[found[2]])
    return told_line(Announced(sentence, source), letters.saying, meeting=True)


def _withdrawn(card: Card, item: int, letters: LettersNow) -> Card:
    """In the place of what a letter said that was withdrawn: that it was, with where it stood."""
    words, recall = letters.saying.words, letters.standing.withdrawn[item]
    said = words("Deze brief is op {day} ingetrokken: {title}", day=words.day(recall.at.date()), title=recall.title)
    link = Link(words("Naar de brief"), recall.url) if recall.url else None
    return Card(card.title, card.number, link, (Line(said),))


def _before_and_now(change: Rewording, shown: Sequence[str], letters: LettersNow) -> Card:
    """What was shown of an item, and what it says now."""
    words, saying = letters.saying.words, letters.saying
    before = [gone for gone in change.gone if any(_is_in(gone, text) for text in shown)]
    link = Link(words("Lees het hele punt"), f"{saying.base_url}/items/{change.item}")
    was = tuple(Line(gone, words("Er stond")) for gone in before)
    now = [replace(line, label=words("Er staat nu")) if line.source else line for line in _new_lines(change, letters)]
    note = _meeting(change, words)
    return Card(change.title, change.number, None if change.removed else link, (*was, *now), note=note)


def _names(changes: Sequence[Rewording], words: Words) -> str:
    """The items, with their meeting: two meetings may each have an I.1."""
    names = []
    for meeting, items in groupby(changes[:_MOST_NAMES], lambda one: _meeting(one, words)):
        told = words.listing([one.name for one in items])
        names.append(f"{told} ({meeting})" if meeting else told)
    left = len(changes) - _MOST_NAMES
    if left > 0:
        names.append(words("nog {count}", count=words.count(left, "agendapunt", "agendapunten")))
    return words.listing(names)


def _meeting(change: Rewording, words: Words) -> str | None:
    return words.meeting(change.meeting) if change.meeting else None
