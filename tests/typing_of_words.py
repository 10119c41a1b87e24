"""A plugin of mypy (`make check`): every sentence that may be shown to a person has its English one.

`Words` is known by its type, so no name of a variable can hide a call. It takes values of the type `Phrase`, which are
only made of a sentence that stands there in full; this plugin lets such a sentence stand in the call itself too.
"""

import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

from mypy.nodes import ConditionalExpr, Expression, StrExpr
from mypy.plugin import FunctionSigContext, MethodSigContext, Plugin, ReportConfigContext
from mypy.types import CallableType

_ENGLISH = Path(__file__).parents[1] / "bot" / "english.toml"
_WORDS = "bot.words.Words"
_PHRASE = "bot.words.Phrase"
#: What is declared with sentences: which of its arguments they are.
_DECLARED = {"bot.commands.command.Example": (0, 1), "bot.commands.command.Menu": (3,)}


class WordsPlugin(Plugin):
    """Looks at each call of `Words`, of its `count`, and of `Phrase`."""

    def get_method_signature_hook(self, fullname: str) -> Callable[[MethodSigContext], CallableType] | None:
        """`words(…)` and `words.count(number, …, …)`."""
        return {f"{_WORDS}.__call__": _said, f"{_WORDS}.count": _counted}.get(fullname)

    def get_function_signature_hook(self, fullname: str) -> Callable[[FunctionSigContext], CallableType] | None:
        """`Phrase(…)`, `Example(…)`, `Menu(…)`."""
        return _made if fullname == _PHRASE else _declared if fullname in _DECLARED else None

    def report_config_data(self, context: ReportConfigContext) -> Any:
        """A file is looked at anew when a translation changes."""
        return _ENGLISH.read_text("utf-8")


def _said(context: MethodSigContext) -> CallableType:
    return _checked(context, 0)


def _declared(context: FunctionSigContext) -> CallableType:
    for at in _DECLARED[str(context.context.callee.fullname)]:  # type: ignore[attr-defined]
        context = context._replace(default_signature=_checked(context, at))
    return context.default_signature


def _counted(context: MethodSigContext) -> CallableType:
    context = context._replace(default_signature=_checked(context, 1))
    return _checked(context, 2)


def _checked(context: MethodSigContext | FunctionSigContext, at: int) -> CallableType:
    """The signature, which asks for a Phrase; one that stands there in full may be a plain string."""
    signature, given = context.default_signature, context.args[at]
    if not given or not _is_known(context, given[0]):
        return signature
    types = list(signature.arg_types)
    types[at] = context.api.named_generic_type("builtins.str", [])
    return signature.copy_modified(arg_types=types)


def _made(context: FunctionSigContext) -> CallableType:
    if context.args and context.args[0] and not _is_known(context, context.args[0][0]):
        context.api.fail("A Phrase is made of a sentence that stands there in full", context.context)
    return context.default_signature


def _is_known(context: MethodSigContext | FunctionSigContext, expression: Expression) -> bool:
    """Whether it is a sentence, or a choice of sentences; one without English is an error."""
    match expression:
        case StrExpr(value=dutch):
            if dutch not in tomllib.loads(_ENGLISH.read_text("utf-8")):
                context.api.fail(f"bot/english.toml has no English for “{dutch}”", expression)
            return True
        case ConditionalExpr(if_expr=one, else_expr=other):
            return _is_known(context, one) and _is_known(context, other)
        case _:
            return False


def plugin(_version: str) -> type[Plugin]:
    """What mypy asks for."""
    return WordsPlugin
