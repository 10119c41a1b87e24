"""What /sync tells, read strictly: whatever is not as the specification has it is left out. Pure."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from bot.matrix.content import dict_in, text_in

INVITED = "invited"  #: our own name for an invitation, which is no event yet
MESSAGE, REACTION, MEMBER = "m.room.message", "m.reaction", "m.room.member"
TOMBSTONE, ENCRYPTION, ENCRYPTED, POWER = (
    "m.room.tombstone", "m.room.encryption", "m.room.encrypted", "m.room.power_levels",
)  # fmt: skip
MEGOLM = "m.megolm.v1.aes-sha2"  #: how encrypted rooms are encrypted
KINDS = (MESSAGE, REACTION, MEMBER, TOMBSTONE, ENCRYPTION, ENCRYPTED, POWER)
#: How many events of a room come at once; what lies before them is fetched apart.
TIMELINE = 50


@dataclass(frozen=True, slots=True)
class RoomEvent:
    """Something that happened in a room."""

    room: str
    id: str  #: empty for an invitation
    kind: str
    sender: str
    content: Mapping[str, Any]
    state_key: str | None = None
    was: str = ""  #: the membership before, of a change of one
    in_state: bool = False  #: told because the timeline leaves it out

    @property
    def is_of(self) -> str:
        """Whose membership a change is about."""
        return self.state_key or ""


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A room of which more happened than was told: what lies before `before`."""

    room: str
    before: str


@dataclass(frozen=True, slots=True)
class Batch:
    """One answer of /sync."""

    next: str
    events: tuple[RoomEvent, ...] = ()  #: of each room in their order
    gaps: tuple[LeftOut, ...] = field(default=())

    def of(self, room: str) -> list[RoomEvent]:
        """What happened in one room."""
        return [event for event in self.events if event.room == room]


def batch_in(told: Mapping[str, Any], me: str) -> Batch | None:
    """The batch; None when it is none. Of a room that the bot came into, only what happened from then on."""
    following = text_in(told, "next_batch")
    if not following:
        return None
    rooms = dict_in(told, "rooms")
    events: list[RoomEvent] = []
    gaps: list[LeftOut] = []
    for room, one in dict_in(rooms, "invite").items():
        events += _invitation(room, list_in(dict_in(one, "invite_state"), "events"), me)
    for room, one in dict_in(rooms, "join").items():
        timeline = dict_in(one, "timeline")
        told_now = list(events_in(room, list_in(timeline, "events")))
        state = [_as_state(event) for event in events_in(room, list_in(dict_in(one, "state"), "events"))]
        came = came_in(told_now, me)
        before = text_in(timeline, "prev_batch")
        if came is None and timeline.get("limited") is True and before:
            gaps.append(LeftOut(room, before))
        events += told_now[came:] if came is not None else [*state, *told_now]
    for room, one in dict_in(rooms, "leave").items():
        left = [*list_in(dict_in(one, "state"), "events"), *list_in(dict_in(one, "timeline"), "events")]
        events += [event for event in events_in(room, left) if event.kind == MEMBER and event.is_of == me][-1:]
    return Batch(following, tuple(events), tuple(gaps))


def came_in(events: Sequence[RoomEvent], me: str) -> int | None:
    """Where among these the bot came into the room; None when it was there already."""
    for at in range(len(events) - 1, -1, -1):
        event = events[at]
        is_mine = event.kind == MEMBER and event.is_of == me
        if is_mine and event.content.get("membership") == "join" and event.was != "join":
            return at
    return None


def events_in(room: str, told: Sequence[Any]) -> Iterator[RoomEvent]:
    """The events that concern us among these."""
    for one in told:
        kind, number, sender = text_in(one, "type"), text_in(one, "event_id"), text_in(one, "sender")
        if kind in KINDS and number and sender:
            unsigned = dict_in(one, "unsigned")
            was = text_in(dict_in(unsigned, "prev_content") or dict_in(one, "prev_content"), "membership")
            key = one.get("state_key")
            yield RoomEvent(
                room, number, kind, sender, dict_in(one, "content"), key if isinstance(key, str) else None, was
            )


def list_in(told: object, name: str) -> list[Any]:
    """What stands there when it is a list."""
    value = told.get(name) if isinstance(told, Mapping) else None
    return value if isinstance(value, list) else []


def _invitation(room: str, told: Sequence[Any], me: str) -> Iterator[RoomEvent]:
    for one in told:
        mine = text_in(one, "type") == MEMBER and text_in(one, "state_key") == me
        if mine and text_in(dict_in(one, "content"), "membership") == "invite" and text_in(one, "sender"):
            yield RoomEvent(room, "", INVITED, text_in(one, "sender"), dict_in(one, "content"), me)
            return


def _as_state(event: RoomEvent) -> RoomEvent:
    return RoomEvent(
        event.room, event.id, event.kind, event.sender, event.content, event.state_key, event.was, in_state=True
    )
