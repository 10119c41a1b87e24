"""A command as it is meant after what was said before in its talk."""

from dataclasses import replace

from bot.commands.asking import Ask, Decisions, News, ShowItem, ShowMeeting, Why
from bot.commands.glances import at_a_glance
from bot.conversation.lookup import Lookup, typed_meeting
from bot.conversation.talks import Said
from bot.conversation.visit import Visit
from briefings.answering.answer import Outcome
from briefings.answering.follow_up import follow_ups, names_only_a_speaker
from briefings.answering.index import MeetingSummary

_LONGEST = 300  #: characters of a question that are remembered


Leaning = Ask | ShowMeeting | ShowItem | Why
Meant = Leaning | News | Decisions


def in_talk(command: Leaning, visit: Visit, lookup: Lookup) -> tuple[Meant, bool]:
    """The command as it is meant, and whether it asks less of the question before than it says.

    From now on it is what was said before.
    """
    if visit.talk is None:
        return command, False
    before, less = visit.talk.last(), False
    if isinstance(command, Why):
        return Why(command.text or before.question), False
    meant: Ask | ShowMeeting | ShowItem = _as_item(command, lookup) if isinstance(command, Ask) else command
    if isinstance(meant, Ask) and before.question:
        meant, less = _following(meant, before, visit, lookup)
        if isinstance(glance := at_a_glance(meant.text), News | Decisions):
            remember(glance, visit)
            return glance, less
    elif isinstance(meant, ShowItem) and isinstance(meant.of, str) and meant.meeting is None:
        meant = replace(meant, meeting=before.meeting)
    found = lookup.meeting(meant)
    meeting = found.id if found else before.meeting
    visit.talk.remember(Said((_question(meant, found, lookup) or before.question)[:_LONGEST], meeting))
    return meant, less


def _question(meant: Ask | ShowMeeting | ShowItem, found: MeetingSummary | None, lookup: Lookup) -> str:
    """What the next question may lean on: of an item its title."""
    if isinstance(meant, Ask):
        return meant.text
    if isinstance(meant, ShowItem):
        item = lookup.item(meant)
        return item.item.title if item else ""
    if isinstance(meant.of, str):
        return f"raad {meant.of}".strip()
    return typed_meeting(found) if found else ""


def _following(ask: Ask, before: Said, visit: Visit, lookup: Lookup) -> tuple[Ask, bool]:
    """The question as it leans on the one before; where nothing answers it so, on less of that."""
    ways = follow_ups(ask.text, _with_subject(before.question, visit, lookup), visit.now.date())
    if len(ways) > 1:
        found = (way for way in ways if lookup.answering.answer(way).outcome is not Outcome.NOTHING)
        best = next(found, ways[0])
        return Ask(best), best != ways[0]
    return Ask(ways[0]), False


def _with_subject(asked: str, visit: Visit, lookup: Lookup) -> str:
    """ "wat zei eurojust", and where it spoke of one thing only, that: what is asked next is asked of it too."""
    if not names_only_a_speaker(asked, visit.now.date()):
        return asked
    answer = lookup.answering.answer(asked, limit=1)
    return f"{asked} over {answer.items[0].entry.source.item.title}" if answer.total == 1 else asked


def remember(command: News | Decisions, visit: Visit) -> None:
    """What the news or the decisions were asked of, so that the next question may lean on it."""
    if visit.talk and command.text:
        asked = f"besluiten {command.text}" if isinstance(command, Decisions) else command.text
        visit.talk.remember(Said(asked[:_LONGEST], visit.talk.last().meeting))


def _as_item(ask: Ask, lookup: Lookup) -> Ask | ShowItem:
    """A question that is nothing but the number of an item, as the command for it."""
    number = lookup.read(ask.text).number
    return ShowItem(number) if number else ask
