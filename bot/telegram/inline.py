"""`@bot terugkeer` in any chat: items to put into it. The same for everybody, so Telegram may keep it for a while."""

from collections.abc import Iterator, Sequence

from telegram import InlineQueryResultArticle, InputTextMessageContent, LinkPreviewOptions
from telegram.constants import ParseMode

from bot.reply import Reply
from bot.telegram.render import TelegramRenderer
from bot.telegram.sender import keyboard

MOST = 10
CACHE_SECONDS = 300
_DESCRIPTION = 120


def articles(
    found: Sequence[tuple[int, Reply]], renderer: TelegramRenderer, bot_name: str
) -> Iterator[InlineQueryResultArticle]:
    """A result for each item: its title, what was decided or said, and the card as the message that is put in."""
    for item, reply in found:
        card = reply.sections[0].cards[0]
        said = next((line for line in card.lines if line.is_main), card.lines[0] if card.lines else None)
        described = " – ".join(part for part in (card.note, said.text if said else None) if part)
        yield InlineQueryResultArticle(
            id=f"item-{item}",
            title=" ".join(part for part in (card.number, card.title) if part)[:200],
            description=described if len(described) <= _DESCRIPTION else described[: _DESCRIPTION - 1] + "…",
            input_message_content=InputTextMessageContent(
                _message(reply, renderer),
                parse_mode=ParseMode.HTML,
                link_preview_options=LinkPreviewOptions(is_disabled=True),
            ),
            reply_markup=keyboard([[_leads_on(item, reply, bot_name)]]),
        )


def _message(reply: Reply, renderer: TelegramRenderer) -> str:
    """The card alone: its title stands in it."""
    html: str = renderer.messages(reply)[0]["html"]
    return html


def _leads_on(item: int, reply: Reply, bot_name: str) -> list[str]:
    """To the reading room, or else to the bot, which shows the item whole."""
    if reply.reading and reply.reading.url.startswith("https://"):
        return [reply.reading.label, "", reply.reading.url]
    label = reply.reading.label if reply.reading else reply.title[:40]
    return [label, "", f"https://t.me/{bot_name}?start=item_{item}"]
