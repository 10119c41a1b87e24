"""Reply -> HTML."""

from collections.abc import Sequence
from pathlib import Path

from markupsafe import Markup

from bot.reply import Reply
from bot.words import Words, templates

_TEMPLATES = templates(Path(__file__).parent / "templates", html=True)


def render(reply: Reply) -> Markup:
    """The reply as an article, everything that is not ours escaped."""
    html = _TEMPLATES.get_template("reply.html.j2").render(reply=reply)
    return Markup(html)  # noqa: S704 - rendered with autoescape


def render_parts(reply: Reply) -> list[str]:
    """The article as the one part of a delivery."""
    return [str(render(reply))]


def page(
    title: str,
    language: str,
    *,
    query: str = "",
    replies: Sequence[Markup] = (),
    inbox: Sequence[str] = (),
    connect: Sequence[str] = (),
) -> str:
    """A whole page. `inbox` holds articles as they were delivered."""
    delivered = [Markup(html) for html in inbox]  # noqa: S704 - made by render
    return _TEMPLATES.get_template("page.html.j2").render(
        title=title,
        language=language,
        query=query,
        replies=replies,
        inbox=delivered,
        connect=connect,
        _=Words(language),
    )
