"""What the planner of briefings asks of recalls: which messages of a chat were edited since it was told of letters."""

from collections.abc import Collection, Iterator, Sequence

from sqlalchemy import ColumnElement, and_, select
from sqlalchemy.orm import Session

from briefings.model.delivery import DeliveryKind, DeliveryState
from briefings.model.recall import Amended, Recall, RecallKind
from storage import recalls
from storage.rows import OPEN, OPEN_STATES, ChatRow, DeliveryRow, MessageItemRow, RecallRow, SubscriptionRow


def since_told(
    session: Session, subscription_ids: Collection[int], after: int, at_once: Collection[int] = ()
) -> dict[int, list[Amended]]:
    """Of what was told to these subscriptions: what was edited since, or told by a message of its own.

    Of changes numbered above `after`. An edit that is on its way says nothing yet, unless it takes out a letter, which
    no briefing tells, or the subscription is one of `at_once`: its briefing would go beside the edit.
    """
    changes = [recalls.to_recall(row) for row in session.scalars(select(RecallRow).where(RecallRow.sequence > after))]
    if not changes:
        return {}
    states = (DeliveryState.SENT.value, *OPEN_STATES)
    query = (
        select(DeliveryRow)
        .join(SubscriptionRow, SubscriptionRow.id == DeliveryRow.subscription_id)
        .join(ChatRow, and_(ChatRow.id == SubscriptionRow.chat_id, _same_place()))
        .where(DeliveryRow.recall_id.in_([one.id for one in changes]), SubscriptionRow.id.in_(subscription_ids))
        .where(DeliveryRow.state.in_(states), DeliveryRow.amends.is_not(None))
        .order_by(DeliveryRow.id)
    )
    found: dict[int, list[Amended]] = {}
    for row in session.scalars(query).all():
        waits = row.subscription_id in at_once
        found.setdefault(row.subscription_id, []).extend(_amended(session, row, changes, on_its_way=waits))
    return found


def _amended(session: Session, row: DeliveryRow, found: Sequence[Recall], *, on_its_way: bool) -> Iterator[Amended]:
    """What an edit or a correction tells of each change that it covers; one `on_its_way` too, silently."""
    about = session.get(DeliveryRow, row.amends)
    if about is None or about.state != DeliveryState.SENT.value:
        return  # it told nothing that is not told again
    covered = {until for kept in (row.covers or {}).get("subjects", {}).values() for _, until in kept["ranges"]}
    told = set(session.scalars(select(MessageItemRow.item_id).where(MessageItemRow.message_id == row.message_id)))
    is_sent = row.state == DeliveryState.SENT.value
    silent = row.kind == DeliveryKind.CORRECTION.value or (on_its_way and not is_sent)
    is_sure = silent or is_sent
    for recall in found:
        changes = [one for one in recall.changes if one.item in told]
        if changes and recall.sequence in covered and (is_sure or recall.kind is RecallKind.WITHDRAWN):
            items, sent_at = tuple(one.item for one in changes), about.sent_at or about.due_at
            yield Amended(recall.kind, recall.sequence, items, tuple(changes), sent_at, silent)


def leave_to_briefing(session: Session, subscription_ids: Collection[int]) -> None:
    """A briefing tells what edits on their way would: when these fail nothing is owed any more."""
    query = select(DeliveryRow).where(
        DeliveryRow.subscription_id.in_(subscription_ids),
        DeliveryRow.kind == DeliveryKind.EDIT.value,
        OPEN,
    )
    for row in session.scalars(query.with_for_update()):
        row.covers = (row.covers or {}) | {"subjects": {}}
    session.flush()


def _same_place() -> ColumnElement[bool]:
    """SQLite gives the number of what was stopped to another: what was sent elsewhere is not of this one."""
    return and_(
        ChatRow.channel == DeliveryRow.channel, ChatRow.workspace == DeliveryRow.workspace,
        ChatRow.chat == DeliveryRow.chat, ChatRow.thread == DeliveryRow.thread,
    )  # fmt: skip
