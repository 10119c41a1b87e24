"""Briefings -> Replies."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from bot.commands.comparing import Prepare
from bot.commands.following import OfferMoments, Pause, Stop
from bot.conversation.announced import pledge_lines
from bot.conversation.cards import announced_line, source_links, summary_card
from bot.conversation.comparing.preparation import Pack, show_preparation
from bot.conversation.elsewhere import elsewhere_sections
from bot.conversation.recalled import said_of
from bot.conversation.saying import Saying
from bot.conversation.subjects import name_interest, name_interests, names_of
from bot.reply import Button, Line, Reply, Section
from bot.words import Words, capital
from briefings.comparing.kept import Fate, Pledge
from briefings.model.briefing import Ahead, Briefing
from briefings.model.interest import Interest, SubjectKind
from briefings.model.meeting import Meeting
from briefings.model.schedule import Schedule
from briefings.model.statement import Period
from briefings.model.subscription import Missed, Subscription

_OF_LATE = timedelta(days=62)  #: of a meeting longer ago the week of a briefing says nothing


def briefing_reply(briefing: Briefing, subscription: Subscription | None, saying: Saying) -> Reply:
    """What is new on each interest, and what is to come; with the way to change it when it was asked to come."""
    return Reply(
        title=_title(briefing, saying.words),
        language=saying.language,
        lead=(
            _contents(briefing, saying.words),
            *_where(briefing, saying.words),
            *said_of(briefing.amended, saying),
        ),
        sections=tuple(_sections(briefing, saying)),
        sources=source_links(briefing.letters, saying),
        footer=_footer(subscription.schedule, saying.words) if subscription else None,
        buttons=_buttons(subscription.interests, saying) if subscription else (),
    )


def asked_briefing(briefing: Briefing, period: tuple[date, date] | None, saying: Saying) -> Reply:
    """A briefing that was asked for: on the meetings of a period, or on the latest of each interest. Nothing is new."""
    words, told = saying.words, replace(briefing, new=0)
    if period is None:
        return briefing_reply(told, None, saying)
    asked = words.period(_as_period(period))
    reply = briefing_reply(replace(told, quiet=()), None, saying)
    themes = name_interests(briefing.quiet, saying)
    nothing = (words("In die tijd staat er niets over {themes}.", themes=themes),) if briefing.quiet else ()
    lead = (*reply.lead, *nothing) if briefing.entries else nothing
    return replace(reply, title=words("JBZ-briefing: {when}", when=asked), lead=lead)


def _as_period(days: tuple[date, date]) -> Period:
    first, last = days
    return Period(None if first == date.min else first, None if last == date.max else last)


def preparation_reply(pack: Pack, interests: Sequence[Interest], schedule: Schedule, saying: Saying) -> Reply:
    """What to know before a Council of what is followed, with the way to change that it comes."""
    words = saying.words
    on = words("Dit zijn de agendapunten over {themes}.", themes=name_interests(interests, saying))
    reply = show_preparation(pack, saying, before=(on,))
    return replace(reply, footer=_footer(schedule, words), buttons=(*reply.buttons, *_buttons(interests, saying)))


def after_a_miss(reply: Reply, missed: Missed | None, words: Words) -> Reply:
    """A briefing that tells again what an earlier one told says why."""
    match missed:
        case Missed.UNKNOWN:
            why = words("Misschien kwam een eerdere briefing hier niet aan. Wat erin stond, staat hier ook.")
        case Missed.FAILED:
            why = words("Een eerdere briefing kwam hier niet aan. Wat erin stond, staat hier ook.")
        case _:
            return reply
    return replace(reply, lead=(*reply.lead, why))


def nothing_new(briefing: Briefing, subscription: Subscription, saying: Saying) -> Reply:
    """One line."""
    themes = name_interests(subscription.interests, saying)
    return Reply(
        title=_title(briefing, saying.words),
        language=saying.language,
        lead=(saying.words("Niets nieuws over {themes}.", themes=themes),),
        footer=_footer(subscription.schedule, saying.words),
    )


def _title(briefing: Briefing, words: Words) -> str:
    """The week in which it comes; of meetings of longer ago their days, which the week would belie."""
    days = sorted({day for meeting in _meetings(briefing) for day in meeting.dates})
    if days and days[0] < briefing.day - _OF_LATE:
        one = len(_meetings(briefing)) == 1
        when = words.days(days) if one else words.period(Period(days[0], days[-1]))
        return (
            words("JBZ-briefing: vergadering van {days}", days=when)
            if one
            else words("JBZ-briefing: vergaderingen van {period}", period=when)
        )
    year, week, _ = briefing.day.isocalendar()
    return words("JBZ-briefing, week {week} van {year}", week=week, year=year)


def _contents(briefing: Briefing, words: Words) -> str:
    if not briefing.entries:
        return words("Er is niets nieuws op de thema's die u volgt.")
    new = briefing.new or len(briefing.entries)
    told = words.count(new, "nieuw agendapunt", "nieuwe agendapunten")
    if briefing.first or not briefing.new:
        told = words.count(new, "agendapunt", "agendapunten")
    themes = all(group.interest.subject.kind is SubjectKind.THEME for group in briefing.groups)
    number = len(briefing.groups)
    parts = []
    if number:
        parts.append(_subjects(number, words, themes=themes))
    parts.append(told)
    if briefing.decision_count:
        parts.append(words.count(briefing.decision_count, "besluit", "besluiten"))
    if briefing.upcoming:
        parts.append(words.count(len(briefing.upcoming), "aankondiging", "aankondigingen"))
    return ", ".join(parts)


def _subjects(number: int, words: Words, *, themes: bool) -> str:
    if themes:
        return words.count(number, "thema", "thema's")
    return words.count(number, "onderwerp", "onderwerpen")


def _where(briefing: Briefing, words: Words) -> list[str]:
    """The meeting that all of it is about, so that no item need say it."""
    return [words.meeting(meeting) for meeting in _meetings(briefing)] if not _several(briefing) else []


def _sections(briefing: Briefing, saying: Saying) -> list[Section]:
    words, several = saying.words, _several(briefing)
    sections: list[Section] = []
    for group in briefing.groups:
        cards = tuple(summary_card(entry, saying, meeting=several) for entry in group.entries)
        sections.append(Section(capital(name_interest(group.interest, saying)), cards))
        sections += _left_out(group.left_out, words)
    if briefing.quiet:
        quiet = words("Niets nieuws over {themes}.", themes=name_interests(briefing.quiet, saying))
        sections.append(Section(lines=(Line(quiet),)))
    sections += elsewhere_sections(briefing.elsewhere, saying)
    sections += [_ahead(ahead, saying) for ahead in briefing.ahead]
    for heading, announced in (
        (words("Wat komt er aan"), briefing.upcoming),
        (words("De termijn is voorbij"), briefing.overdue),
    ):
        if announced:
            sections.append(Section(heading, lines=tuple(announced_line(one, saying) for one in announced)))
    if briefing.done:
        done = tuple(
            line for one, shown in briefing.done for line in pledge_lines(Pledge(one, Fate.MET, shown), saying)
        )
        sections.append(Section(words("Gedaan"), lines=done))
    return sections


def _ahead(ahead: Ahead, saying: Saying) -> Section:
    words = saying.words
    heading = words("Volgende: {meeting}", meeting=words.meeting(ahead.meeting))
    cards = tuple(summary_card(entry, saying) for entry in ahead.entries)
    prepare = Button(words("Voorbereiding"), Prepare(_typed(ahead.meeting)), about=words.meeting(ahead.meeting))
    return Section(heading, cards, buttons=(prepare,) if cards else ())


def _typed(meeting: Meeting) -> str:
    """A meeting as it can be typed, whatever the language: "jbz 9 oktober 2025"."""
    return f"{meeting.council.lower()} {Words('nl').day(meeting.dates[0])}"


def _left_out(number: int, words: Words) -> list[Section]:
    count = words.count(number, "agendapunt", "agendapunten")
    return [Section(lines=(Line(words("En nog {count}.", count=count)),))] if number else []


def _buttons(interests: Sequence[Interest], saying: Saying) -> tuple[Button, ...]:
    """Several chats may get a briefing alike: so they name what it is about, not a subscription."""
    words, about = saying.words, name_interests(interests, saying)
    return (
        Button(words("Wijzig"), OfferMoments(), about=about),
        Button(words("Pauzeer"), Pause(), about=about),
        Button(words("Stop"), Stop(names_of(interests)), about=about),
    )


def _footer(schedule: Schedule, words: Words) -> str:
    return words(
        "U krijgt dit {schedule}. Iets wijzigen of stoppen? Typ: abonnementen.", schedule=words.schedule(schedule)
    )


def _meetings(briefing: Briefing) -> set[Meeting]:
    return {entry.source.meeting for group in briefing.groups for entry in group.entries}


def _several(briefing: Briefing) -> bool:
    return len(_meetings(briefing)) > 1
