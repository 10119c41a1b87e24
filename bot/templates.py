"""The Jinja templates of the channels, each of which an administrator may replace by a file in a folder.

With such a folder they run in a sandbox: a template is data of whoever may write there, not code of ours. What a letter
or a person says is escaped, save in plain text.
"""

from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

from jinja2 import Environment, FunctionLoader, StrictUndefined, Template, TemplateNotFound
from jinja2.sandbox import ImmutableSandboxedEnvironment

from bot.words import Words, capital

_BOT = Path(__file__).parent
_PLAIN = ".txt.j2"

_R = TypeVar("_R")


class Templates:
    """The templates by name: "slack/reply.mrkdwn.j2" is that file in `own`, or else in bot/slack/templates."""

    def __init__(self, own: Path | None = None) -> None:
        self.own = own
        kind = Environment if own is None else ImmutableSandboxedEnvironment  # ours are code, and twice as fast so
        self._environment = kind(
            loader=FunctionLoader(self._read),
            autoescape=lambda name: not (name or "").endswith(_PLAIN),
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            auto_reload=False,
        )
        self._environment.filters["capital"] = capital
        self._modules: dict[tuple[str, str], Any] = {}

    def get(self, name: str) -> Template:
        """The template. Raises jinja2.TemplateError."""
        return self._environment.get_template(name)

    def macros(self, name: str, language: str) -> Any:
        """The macros of a template, with `_` for the words of a language. Raises jinja2.TemplateError."""
        if (name, language) not in self._modules:
            self._modules[name, language] = self.get(name).make_module({"_": Words(language)})
        return self._modules[name, language]

    def path(self, name: str) -> Path:
        """Where the file of a template is, which need not be Jinja. Raises jinja2.TemplateNotFound."""
        channel, _, file = name.partition("/")
        for path in ([self.own / channel / file] if self.own else []) + [_BOT / channel / "templates" / file]:
            if path.is_file():
                return path
        raise TemplateNotFound(name)

    def _read(self, name: str) -> tuple[str, str, Callable[[], bool]]:
        path = self.path(name)
        return path.read_text("utf-8"), str(path), lambda: True


def names() -> Iterator[str]:
    """Every template that can be replaced."""
    for path in sorted(_BOT.glob("*/templates/*")):
        yield f"{path.parent.parent.name}/{path.name}"


@cache
def bundled() -> Templates:
    """Ours."""
    return Templates()


def dependable(work: Callable[[Templates], _R], own: Templates) -> _R:
    """What `work` makes with the replaced templates; with ours when those fail, so that nothing is lost by it."""
    if own.own is None:
        return work(own)
    try:
        return work(own)
    except Exception as error:  # noqa: BLE001 - whatever a template does must not keep a briefing
        from bot.telemetry import log  # loads structlog, which is not waited for where nothing is logged

        log.error("template_failed", reason=f"{type(error).__name__}: {error}", folder=str(own.own))
        return work(bundled())
