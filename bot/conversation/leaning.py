"""A command as it is meant after what was said before in its talk."""

from dataclasses import replace

from bot.commands.asking import Ask, Decisions, News, ShowItem, ShowMeeting
from bot.conversation.lookup import Lookup, typed_meeting
from bot.conversation.talks import Said
from bot.conversation.visit import Visit
from briefings.answering.follow_up import follow_up

_LONGEST = 300  #: characters of a question that are remembered


def in_talk(command: Ask | ShowMeeting | ShowItem, visit: Visit, lookup: Lookup) -> Ask | ShowMeeting | ShowItem:
    """The command as it is meant; from now on it is what was said before."""
    if visit.talk is None:
        return command
    before, meant = visit.talk.last(), command
    if isinstance(meant, Ask):
        meant = _as_item(meant, lookup)
    if isinstance(meant, Ask) and before.question:
        meant = Ask(follow_up(meant.text, before.question, visit.now.date()))
    elif isinstance(meant, ShowItem) and isinstance(meant.of, str) and meant.meeting is None:
        meant = replace(meant, meeting=before.meeting)
    found = lookup.meeting(meant)
    meeting = found.id if found else before.meeting
    question = before.question
    if isinstance(meant, Ask):
        question = meant.text
    elif isinstance(meant, ShowMeeting) and isinstance(meant.of, str):
        question = f"raad {meant.of}".strip()
    elif isinstance(meant, ShowMeeting) and found:
        question = typed_meeting(found)
    visit.talk.remember(Said(question[:_LONGEST], meeting))
    return meant


def remember(command: News | Decisions, visit: Visit) -> None:
    """What the news or the decisions were asked of, so that the next question may lean on it."""
    if visit.talk and command.text:
        visit.talk.remember(Said(command.text[:_LONGEST], visit.talk.last().meeting))


def _as_item(ask: Ask, lookup: Lookup) -> Ask | ShowItem:
    """A question that is nothing but the number of an item, as the command for it."""
    number = lookup.read(ask.text).number
    return ShowItem(number) if number else ask
