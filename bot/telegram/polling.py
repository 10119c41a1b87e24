"""Long polling: an update is only confirmed to Telegram once it was handled."""

import asyncio

from telegram import Update
from telegram.error import Conflict, RetryAfter, TelegramError

from bot.telegram.handlers import App
from bot.telegram.sender import wished_wait
from bot.telemetry import log

_SECONDS = 25
_PAUSE = 3.0


async def poll(app: App, stopping: asyncio.Event) -> None:
    """Asks for updates until the process stops. What was not handled comes again after a restart."""
    await app.bot.delete_webhook()
    offset = 0
    while not stopping.is_set():
        try:
            updates = await app.bot.get_updates(offset=offset, timeout=_SECONDS, allowed_updates=Update.ALL_TYPES)
        except Conflict:
            log.error(
                "telegram_conflict", hint="another process asks for this bot's updates; stop one, or use the webhook"
            )
            await asyncio.sleep(_PAUSE * 5)
        except RetryAfter as error:
            await asyncio.sleep(wished_wait(error))
        except TelegramError as error:
            log.warning("telegram_unreachable", reason=type(error).__name__)
            await asyncio.sleep(_PAUSE)
        else:
            for update in updates:
                await app.process_update(update)
                offset = update.update_id + 1
