"""Reply -> HTML."""

from markupsafe import Markup

from bot.reply import Reply
from bot.templates import Templates, dependable


class WebRenderer:
    """Replies as HTML, with the templates of an administrator where there are."""

    def __init__(self, templates: Templates) -> None:
        self._templates = templates

    def article(self, reply: Reply) -> Markup:
        """The reply as an article, everything that is not ours escaped."""
        html = dependable(lambda own: own.get("web/reply.html.j2").render(reply=reply), self._templates)
        return Markup(html)  # noqa: S704 - rendered with autoescape

    def parts(self, reply: Reply) -> list[str]:
        """The article as the one part of a delivery."""
        return [str(self.article(reply))]
