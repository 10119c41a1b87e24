"""Reply -> HTML that needs nothing beside it: for an e-mail, and as the print that becomes a pdf."""

from typing import Any

from bot.reply import Reply
from bot.templates import Templates, dependable
from briefings.errors import JbzError

#: What WeasyPrint needs of the machine, as the README names it.
PACKAGES = "libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"


def to_email(reply: Reply, templates: Templates) -> str:
    """The reply as a page that any mail program shows: no script, no picture, its style within."""
    return dependable(lambda own: own.get("export/email.html.j2").render(reply=reply), templates)


def to_pdf(reply: Reply, templates: Templates) -> bytes:
    """The reply on A4, tagged so that it can be read aloud. Raises JbzError where the machine lacks what pdf needs."""
    weasyprint = _weasyprint()

    def printed(own: Templates) -> bytes:
        html = own.get("export/print.html.j2").render(reply=reply)
        written: bytes = weasyprint.HTML(string=html, url_fetcher=_nothing).write_pdf(pdf_variant="pdf/ua-1")
        return written

    return dependable(printed, templates)


def _weasyprint() -> Any:
    try:
        import weasyprint  # it loads libraries of the machine, which only a pdf needs
    except OSError as error:
        raise JbzError(
            f"Voor pdf ontbreekt iets op deze machine. Doe: apt-get install {PACKAGES}",
            f"This machine lacks what pdf needs. Do: apt-get install {PACKAGES}",
        ) from error
    return weasyprint


def _nothing(url: str, *_args: Any, **_options: Any) -> Any:
    """A print takes nothing from the network or the disk."""
    raise ValueError(f"not fetched: {url}")
