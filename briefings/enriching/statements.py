"""Every sentence of an item as a Statement: its account, and of what is to come its period."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from briefings.enriching.account import Account, Around
from briefings.enriching.accounts import account_of
from briefings.enriching.clauses import ParsedSentence, take_apart
from briefings.enriching.commitments import commitment_of
from briefings.enriching.due import coming_due, due_of
from briefings.enriching.elsewhere import bodies_in
from briefings.enriching.parties import PartyMention
from briefings.enriching.setting import Setting
from briefings.language.sentences import sentence_spans
from briefings.model.item import AgendaItem, ItemKind
from briefings.model.statement import Act, Period, Statement, StatementKind

#: Characters of a sentence that is understood. The longest of the real letters has a fifth of it; a longer one is kept
#: and shown, and nothing is said of it: how long understanding takes grows faster than the sentence.
LONGEST_SENTENCE = 5_000


def find_statements(item: AgendaItem, setting: Setting | date | None) -> tuple[Statement, ...]:
    """Every sentence of the item as a Statement, in order.

    Periods are counted from the day of the letter where a minister promises something in it, else from the Council's;
    with neither they stay unknown. A bare date is that of a report of which nothing else is known.
    """
    known = setting if isinstance(setting, Setting) else Setting(setting)
    return tuple(_statements(item, known))


def _statements(item: AgendaItem, setting: Setting) -> Iterator[Statement]:
    bodies: list[PartyMention] = []
    for at, paragraph in enumerate(item.paragraphs):
        spans = sentence_spans(paragraph)
        before: ParsedSentence | None = None
        for nth, (start, end) in enumerate(spans):
            if end - start > LONGEST_SENTENCE:
                yield Statement(at, start, end)
                before = None
                continue
            sentence = take_apart(paragraph[start:end])
            around = Around(before, tuple(bodies), item.kind is ItemKind.AGENDA)
            following = paragraph[slice(*spans[nth + 1])] if nth + 1 < len(spans) else None
            yield _statement(sentence, around, following, Statement(at, start, end), setting)
            bodies += [one for one in bodies_in(sentence.raw, setting) if _decides(one, sentence.raw)]
            before = sentence


def _decides(body: PartyMention, raw: str) -> bool:
    """Whether what the item says further on may be this body's decision; another name in brackets counts once.

    A mandate for the trilogue, or for talks with the European Parliament, is not given there.
    """
    if body.governed in {"voor", "met"}:
        return False
    return not {"Kamer", "NAVO", "Hof"} & set(body.who.named.split()) and raw[body.start - 1 : body.start] != "("


def _statement(
    sentence: ParsedSentence, around: Around, following: str | None, place: Statement, setting: Setting
) -> Statement:
    account = account_of(sentence, around, setting)
    may_announce = account.kind is StatementKind.INFORMATION and setting.council_day is not None
    due = coming_due(sentence, setting.council_day) if may_announce and setting.council_day else None
    account = commitment_of(sentence, account, due, following, setting) or account
    if account.act is Act.PROMISES and setting.letter_date:
        due = due_of(sentence.raw, setting.letter_date)
    if account.seen:
        account = replace(account, seen=tuple(sentence.as_written(words) for words in account.seen))
    due = due if account.kind is StatementKind.COMMITMENT else None
    return _filled(place, account, due)


def _filled(place: Statement, account: Account, due: Period | None) -> Statement:
    who = account.who
    return Statement(
        place.paragraph,
        place.start,
        place.end,
        actor=who.actor if who else None,
        kind=account.kind,
        due=due,
        named=who.named if who else None,
        quantity=who.quantity if who else None,
        stance=account.stance,
        decided=account.decided,
        act=account.act,
        standing=account.standing,
        where=account.where,
        seen=account.seen,
        doubt=account.doubt,
        voices=account.voices,
    )
