"""Takes updates in: each is handled once, those of one chat in turn, and none waits for another chat's."""

from collections.abc import Awaitable, Callable
from typing import Any

from telegram import Bot, Update

from bot.order import Order
from bot.seen import Begun, Seen
from bot.telemetry import log


def read_update(data: Any, bot: Bot) -> Update | None:
    """The update in what Telegram sent; None for one that cannot be read, which is said and never comes to anything."""
    try:
        return _checked(Update.de_json(data, bot))
    except (TypeError, KeyError, ValueError, AttributeError, OverflowError, OSError) as error:
        log.warning("update_unreadable", channel="telegram", reason=type(error).__name__)
        return None


def _checked(update: Update) -> Update:
    """The update; the SDK takes anything for an id. Raises TypeError for one that is no number."""
    for side in (update.effective_chat, update.effective_user):
        if side is not None and not isinstance(side.id, int):
            raise TypeError
    return update


class Receiver:
    """An update is acknowledged to Telegram only when this says that it was handled. `handle` raises nothing."""

    def __init__(self, handle: Callable[[Update], Awaitable[None]], seen: Seen, bot_id: int) -> None:
        self._handle = handle
        self._seen = seen
        self._bot_id = bot_id
        self._order = Order()

    async def receive(self, update: Update) -> bool:
        """Whether the update was handled, now or before. Raises SQLAlchemyError when that cannot be kept."""
        if update.effective_chat is None:  # an inline query: it changes nothing, and nobody waits for it twice
            await self._handle(update)
            return True
        key = f"telegram:{self._bot_id}:{update.update_id}"
        async with self._order.turn(str(update.effective_chat.id)):
            begun = await self._seen.begin(key)
            if begun is not Begun.NOW:
                return begun is Begun.DONE
            await self._handle(update)
            await self._seen.finish(key)
        return True
