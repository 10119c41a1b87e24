"""What becomes of a chat: it moves, cannot be reached, is there again, is forgotten."""

from typing import Any

from sqlalchemy import ColumnElement, Executable, Select, and_, delete, select, update
from sqlalchemy.orm import Session

from briefings.model.chat import Address
from briefings.model.schedule import schedule_of
from storage import deliveries, joining
from storage.rows import (
    ChatRow,
    ContactRow,
    DeliveryRow,
    DraftRow,
    FollowedRow,
    HoldRow,
    HomeRow,
    LaneRow,
    SubscriptionRow,
    TalkRow,
)


def move_chat(session: Session, old: Address, new_chat: str) -> None:
    """The platform gave the chat another number: what it follows, and what still has to be sent, goes along."""
    deliveries.redirect(session, old, new_chat)
    before = session.scalar(select(ChatRow).where(_at(ChatRow, old)))
    there = session.scalar(
        select(ChatRow).where(_at(ChatRow, Address(old.channel, old.workspace, new_chat, old.thread)))
    )
    if before is None:
        return
    if there is None:
        before.chat = new_chat
    else:
        there.joined = there.joined or before.joined
        _hand_over(session, before.id, there.id)
        there.alarm = there.alarm or before.alarm
        session.delete(before)
    session.flush()


def subscriptions_at(session: Session, address: Address) -> list[tuple[int, str | None]]:
    """The subscriptions of a chat and of its topics, each with why it cannot be reached; of one topic if named."""
    rows = select(SubscriptionRow.id, SubscriptionRow.unreachable).join(ChatRow, ChatRow.id == SubscriptionRow.chat_id)
    found = session.execute(rows.where(_at(ChatRow, address, with_topics=True)).order_by(SubscriptionRow.id))
    return [(row.id, row.unreachable) for row in found]


def lost_for(session: Session, channel: str, reason: str) -> list[Address]:
    """The chats of a channel in which something stands still for that reason."""
    rows = select(ChatRow.workspace, ChatRow.chat, ChatRow.thread).join(
        SubscriptionRow, ChatRow.id == SubscriptionRow.chat_id
    )
    found = session.execute(rows.where(ChatRow.channel == channel, SubscriptionRow.unreachable == reason).distinct())
    return [Address(channel, *row) for row in found]


def is_unreachable(session: Session, address: Address) -> str | None:
    """What its platform says of the chat, when something that is followed there stands still for it."""
    rows = select(SubscriptionRow.unreachable).join(ChatRow, ChatRow.id == SubscriptionRow.chat_id)
    return session.scalar(rows.where(_at(ChatRow, address), SubscriptionRow.unreachable.is_not(None)).limit(1))


def forget_chat(session: Session, address: Address) -> None:
    """Removes everything that is kept of a chat."""
    here = session.scalar(select(ChatRow.id).where(_at(ChatRow, address)))
    if here is not None:
        joining.leave(session, here)
    _remove_chats(session, select(ChatRow.id).where(_at(ChatRow, address)))
    for kept in (DeliveryRow, DraftRow):
        _run(session, delete(kept).where(_at(kept, address)))
    _run(session, delete(HoldRow).where(HoldRow.lane == address.lane, HoldRow.chat == address.chat))
    for told in (TalkRow, HomeRow, ContactRow):
        _run(session, delete(told).where(_in(told, address.channel, address.workspace), told.chat == address.chat))


def forget_person(session: Session, channel: str, workspace: str, person: str) -> None:
    """It is no longer known what someone set in the chats of a workspace; what these follow stays."""
    there = select(ChatRow.id).where(_in(ChatRow, channel, workspace))
    made = update(SubscriptionRow).where(SubscriptionRow.made_by == person, SubscriptionRow.chat_id.in_(there))
    _run(session, made.values(made_by=None))


def forget_workspace(session: Session, channel: str, workspace: str) -> None:
    """Removes everything that is kept of a workspace."""
    _remove_chats(session, select(ChatRow.id).where(_in(ChatRow, channel, workspace)))
    for table in (DeliveryRow, DraftRow, TalkRow, HomeRow, ContactRow):
        _run(session, delete(table).where(_in(table, channel, workspace)))
    _run(session, delete(LaneRow).where(LaneRow.name == f"{channel}:{workspace}"))
    _run(session, delete(HoldRow).where(HoldRow.lane == f"{channel}:{workspace}"))


def _hand_over(session: Session, old: int, new: int) -> None:
    """What the old chat follows is followed by the new one, which may follow some of it already."""
    there = {row.schedule: row for row in _rows(session, new)}
    followed = {(_prepares(row), one.subject) for row in there.values() for one in row.followed}
    for row in _rows(session, old):
        for one in [one for one in row.followed if (_prepares(row), one.subject) in followed]:
            row.followed.remove(one)
        same = there.get(row.schedule)
        if row.followed and same is None:
            row.chat_id = new
            continue
        if same is not None:
            _move_followed(row, same)
        session.flush()
        session.delete(row)
    session.flush()


def _move_followed(row: SubscriptionRow, to: SubscriptionRow) -> None:
    for one in list(row.followed):
        row.followed.remove(one)
        to.followed.append(
            FollowedRow(
                subject=one.subject,
                without=one.without,
                position=len(to.followed),
                told_until=one.told_until,
                untold=one.untold,
                gaps=one.gaps,
                prepared=one.prepared,
            )
        )


def _prepares(row: SubscriptionRow) -> bool:
    return schedule_of(row.schedule).prepares


def _rows(session: Session, chat_id: int) -> list[SubscriptionRow]:
    rows = select(SubscriptionRow).where(SubscriptionRow.chat_id == chat_id).order_by(SubscriptionRow.id)
    return list(session.scalars(rows))


def _remove_chats(session: Session, ids: Select[int]) -> None:
    followed = select(SubscriptionRow.id).where(SubscriptionRow.chat_id.in_(ids))
    _run(session, delete(FollowedRow).where(FollowedRow.subscription_id.in_(followed)))
    _run(session, delete(SubscriptionRow).where(SubscriptionRow.chat_id.in_(ids)))
    _run(session, delete(ChatRow).where(ChatRow.id.in_(ids)))


def _in(table: Any, channel: str, workspace: str) -> ColumnElement[bool]:
    return and_(table.channel == channel, table.workspace == workspace)


def _at(table: Any, address: Address, *, with_topics: bool = False) -> ColumnElement[bool]:
    here = and_(_in(table, address.channel, address.workspace), table.chat == address.chat)
    return here if with_topics and not address.thread else and_(here, table.thread == address.thread)


def _run(session: Session, statement: Executable) -> None:
    session.execute(statement.execution_options(synchronize_session=False))
