"""Reply -> HTML for an e-mail, that needs nothing beside it."""

from bot.reply import Reply
from bot.templates import Templates, dependable


def to_email(reply: Reply, templates: Templates) -> str:
    """The reply as a page that any mail program shows: no script, no picture, its style within."""
    return dependable(lambda own: own.get("export/email.html.j2").render(reply=reply), templates)
