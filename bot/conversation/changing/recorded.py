"""What a change did to chats, for the audit: how they stood before and after."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from bot.conversation.changing.steps import ChangeStep, Erase
from bot.conversation.visit import Visit
from briefings.model.chat import Address, Chat
from briefings.model.subscription import Subscription
from storage import chats, subscriptions
from storage.audit import AuditActor, AuditSubject, note, place_of
from storage.database import Session


@dataclass(frozen=True, slots=True)
class RecordedState:
    """How some chats stand."""

    settings: Mapping[str, Mapping[str, Any]]  #: by chat
    rules: Mapping[str, Mapping[str, Any]]  #: who may change what it follows, by chat
    subscriptions: Mapping[int, Mapping[str, Any]]


def actor_of(visit: Visit) -> AuditActor:
    """Who visits. A browser is known by its cookie alone, of which nothing is written down."""
    address = visit.chat.address
    if address.channel == "web":
        return AuditActor("web", "web")
    return AuditActor(f"{address.channel}:{address.workspace}:{visit.person.id}", place_of(address))


def standing(session: Session, of: Collection[int]) -> RecordedState:
    """How these chats stand now; of one that is gone there is nothing."""
    known = [chat for one in sorted(of) if (chat := chats.chat_with(session, one))]
    return RecordedState(
        {place_of(chat.address): _settings(chat) for chat in known},
        {place_of(chat.address): {"changers": chat.changers} for chat in known},
        {one.id: about(one, chat.address) for chat in known for one in subscriptions.of_chat(session, chat.id)},
    )


def about(one: Subscription, address: Address) -> dict[str, Any]:
    """A subscription as the audit has it."""
    return {
        "chat": place_of(address),
        "follows": [interest.code for interest in one.interests],
        "schedule": one.schedule.code,
        "timezone": one.timezone,
        "paused": one.paused_because,
        "paused_until": one.paused_until.isoformat() if one.paused_until else None,
    }


def record(
    session: Session, visit: Visit, steps: Collection[ChangeStep], before: RecordedState, after: RecordedState
) -> None:
    """Notes every difference. Of a chat that is forgotten only that it is: what it followed was to be erased."""
    now = visit.now
    if any(isinstance(step, Erase) for step in steps):
        followed = {"subscriptions": len(before.subscriptions)}
        note(session, AuditSubject.CHAT, "forgotten", place_of(visit.chat.address), now, before=followed)
        return
    for number in sorted(before.subscriptions.keys() | after.subscriptions.keys()):
        was, becomes = before.subscriptions.get(number), after.subscriptions.get(number)
        if was != becomes:
            note(session, AuditSubject.SUBSCRIPTION, _action(was, becomes), number, now, before=was, after=becomes)
    for subject, olds, news in (
        (AuditSubject.SETTING, before.settings, after.settings),
        (AuditSubject.RIGHT, before.rules, after.rules),
    ):
        for chat in sorted(olds.keys() & news.keys()):
            if olds[chat] != news[chat]:
                note(session, subject, "changed", chat, now, before=olds[chat], after=news[chat])


def _settings(chat: Chat) -> dict[str, Any]:
    told = {"language": chat.language, "timezone": chat.timezone, "quiet": chat.quiet}
    return told | ({"alarm": list(chat.alarm)} if chat.alarm else {})


def _action(was: Mapping[str, Any] | None, becomes: Mapping[str, Any] | None) -> str:
    if was is None or becomes is None:
        return "stopped" if becomes is None else "followed"
    if was["chat"] != becomes["chat"]:
        return "moved"
    if was["paused"] != becomes["paused"]:
        return "paused" if becomes["paused"] else "resumed"
    return "changed"
