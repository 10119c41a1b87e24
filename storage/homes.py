"""Who opened the bot's own page, and where they are alone with it."""

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from briefings.model.chat import Address
from storage.database import insert_into
from storage.rows import ChatRow, HomeRow, SubscriptionRow


def keep_home(session: Session, private: Address, person: str) -> None:
    """Someone has a page of their own; `private` is where they are alone with the bot."""
    values = {"channel": private.channel, "workspace": private.workspace, "person": person, "chat": private.chat}
    insert = insert_into(session, HomeRow)
    keys = ["channel", "workspace", "person"]
    session.execute(insert.on_conflict_do_update(index_elements=keys, set_={"chat": insert.excluded.chat}), [values])


def home(session: Session, channel: str, workspace: str, person: str) -> Address | None:
    """Where someone who has a page is alone with the bot; None when they have none."""
    row = session.get(HomeRow, (channel, workspace, person))
    return Address(channel, workspace, row.chat) if row else None


def homes_about(session: Session, address: Address, person: str) -> list[tuple[str, Address]]:
    """Who has a page that shows what this chat follows, `person` among them, and where each is alone with the bot."""
    makers = (
        select(SubscriptionRow.made_by)
        .join(ChatRow, ChatRow.id == SubscriptionRow.chat_id)
        .where(ChatRow.channel == address.channel, ChatRow.workspace == address.workspace, ChatRow.chat == address.chat)
    )
    concerned = or_(HomeRow.chat == address.chat, HomeRow.person == person, HomeRow.person.in_(makers))
    rows = session.scalars(
        select(HomeRow).where(HomeRow.channel == address.channel, HomeRow.workspace == address.workspace, concerned)
    )
    return [(row.person, Address(row.channel, row.workspace, row.chat)) for row in rows]
